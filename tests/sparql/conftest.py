from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from sparql.workers import Limits, QueryWorkers

EX = "http://example.org/"
ITEMS = 200


def _quads() -> Iterator[ox.Quad]:
    for index in range(ITEMS):
        graph = ox.NamedNode(f"{EX}graph/{'even' if index % 2 == 0 else 'odd'}")
        yield ox.Quad(ox.NamedNode(f"{EX}item/{index}"), ox.NamedNode(f"{EX}size"), ox.Literal(index), graph)
    shared = ox.Triple(
        ox.NamedNode(EX + "all"), ox.NamedNode(EX + "name"), ox.Literal("everything", language="en")
    )
    for name in ("even", "odd"):
        yield ox.Quad(shared.subject, shared.predicate, shared.object, ox.NamedNode(f"{EX}graph/{name}"))


def _make_store(path: Path, quads: Iterable[ox.Quad]) -> Path:
    store = ox.Store(str(path))
    store.extend(quads)
    store.flush()
    return path


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """200 sizes, even and odd ones in a graph each, a triple in both, and all in the default graph."""
    union = {ox.Quad(*quad.triple) for quad in _quads()}
    return _make_store(tmp_path_factory.mktemp("store"), [*_quads(), *union])


@pytest.fixture(scope="session")
def store_without_default_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same without a default graph."""
    return _make_store(tmp_path_factory.mktemp("named"), _quads())


@pytest.fixture(scope="session")
def workers(store_path: Path) -> Iterator[QueryWorkers]:
    """Two workers for queries that behave."""
    with QueryWorkers(store_path, size=2, limits=Limits(timeout=20)) as pool:
        yield pool
