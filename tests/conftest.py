from __future__ import annotations

import gc
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Store

from graph_loader.workspace import Workspace

if TYPE_CHECKING:
    from xdist.scheduler import LoadScopeScheduling

    from graph_loader.build import Built


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[object]:
    """Let no search for garbage go through the modules and tests, which stay anyway: every build makes two."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


SERVED = ("tests/api/", "tests/sparql/test_remote.py", "tests/test_readme.py")
"""Tests that share the workspace with the shipped data, and a server over it."""
APART = ("tests/ontology/test_reasoning.py", "tests/sparql/test_workers.py")
"""Files whose tests take long and share little: they are the last, and whoever is free takes the next."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    """Let one process run the tests of a file, so that what they share is made once.

    This takes the place of `--dist loadgroup`, which with pytest 9 gives every test a group of its own.
    """
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415  # it need not be installed

    class ByWhatIsShared(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            if file.startswith(SERVED):
                return "served"
            return nodeid if file.startswith(APART) else file

    return ByWhatIsShared(config, log)


@pytest.fixture(scope="session")
def shipped_build(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Built]:
    """A workspace with a snapshot of the shipped data, and how it was built; for reading only."""
    from graph_loader.build import build  # noqa: PLC0415  # tests that need no snapshot start faster

    made = Workspace(tmp_path_factory.mktemp("shipped"))
    return made, build(made, fail_on="never")


@pytest.fixture(scope="session")
def shipped(shipped_build: tuple[Workspace, Built]) -> Workspace:
    """A workspace with a snapshot of the shipped data; for reading only."""
    return shipped_build[0]


@pytest.fixture
def two_tables(monkeypatch: pytest.MonkeyPatch) -> int:
    """The shipped data is two of its tables only, so that a build takes little time: its recommendations."""
    from graph_loader import shipped  # noqa: PLC0415

    folder = files("graph_loader") / "curated" / "kazakhstan"
    found = [shipped._curated("kazakhstan", folder / name) for name in ("recommendations.csv", "reviews.csv")]
    monkeypatch.setattr(shipped, "curated_readings", lambda: iter(found))
    return sum(len(reading.recommendations) for reading, _ in found)


@pytest.fixture(scope="session")
def kazakhstan(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The graph of the shipped data alone, in memory; for reading only."""
    from graph_loader.build import compose, gather, load, load_whole  # noqa: PLC0415  # tests that need no graph start faster

    store = Store()
    lines, descriptions = gather(Workspace(tmp_path_factory.mktemp("workspace")), (), True)
    load_whole(store, lines)
    load(store, compose(lines, descriptions)[1])
    return store


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of third-party files beside the checkout; tests that need it skip without it."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("no ../shared beside the checkout")
    return folder
