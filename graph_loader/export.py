"""Dumps of a snapshot as files."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Final

from pyoxigraph import DefaultGraph, RdfFormat, Store, Triple, serialize

from graph_loader.snapshot import canonical_lines
from ontology.prefixes import PREFIXES
from ontology.terms import rdf


def _n_quads(store: Store) -> bytes:
    return b"".join(canonical_lines(store))


def _turtle(store: Store) -> bytes:
    triples = (quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph()))
    buffer = io.BytesIO()
    serialize(sorted(triples, key=_turtle_order), buffer, RdfFormat.TURTLE, prefixes=PREFIXES)
    return with_sorted_prefixes(buffer.getvalue(), len(PREFIXES))


def with_sorted_prefixes(turtle: bytes, count: int) -> bytes:
    """Turtle with its first lines sorted: Oxigraph declares `count` prefixes in another order each time."""
    *head, rest = turtle.split(b"\n", count)
    return b"\n".join((*sorted(head), rest))


def _turtle_order(triple: Triple) -> tuple[str, bool, str, str]:
    predicate = str(triple.predicate)
    return str(triple.subject), predicate != f"<{rdf.type}>", predicate, str(triple.object)


EXPORT_FORMATS: Final[dict[str, Callable[[Store], bytes]]] = {"nq": _n_quads, "ttl": _turtle}
"""`nq`: all quads, sorted. `ttl`: the union of all graphs, sorted, with the project's prefixes."""


def dump(store: Store, format: str) -> bytes:
    """The whole snapshot in one of `EXPORT_FORMATS`; the same snapshot gives the same bytes."""
    return EXPORT_FORMATS[format](store)
