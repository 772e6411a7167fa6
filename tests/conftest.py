from pathlib import Path

import pytest
from pyoxigraph import Store

from graph_loader.workspace import Workspace


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
