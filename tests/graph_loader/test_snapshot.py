from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph_loader.build import build
from graph_loader.snapshot import (
    canonical_lines,
    content_of,
    is_usable,
    load,
    n_quads,
    open_store,
    read_manifest,
    snapshot_ids,
    triple_of,
)
from graph_loader.workspace import Workspace
from ontology.errors import UnknownName, WorkspaceError

EX = "http://example.org/"


def _quad(value: str, graph: str) -> Quad:
    return Quad(NamedNode(EX + "a"), NamedNode(EX + "b"), Literal(value), NamedNode(EX + graph))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with one small snapshot; a test that changes it puts it right again."""
    made = Workspace(tmp_path_factory.mktemp("workspace"))
    build(made, with_shipped=False, fail_on="never")
    return made


@pytest.fixture
def snapshot(workspace: Workspace) -> str:
    found = workspace.current()
    assert found
    return found


@pytest.mark.parametrize(
    "value", ["plain", "with spaces . and dots .", 'quoted " <not an iri> .', "line\nbreak", "é人"]
)
def test_the_triple_of_a_line_is_without_its_graph(value: str) -> None:
    quad = _quad(value, "g")
    assert triple_of(n_quads([quad])) == n_quads([Quad(quad.subject, quad.predicate, quad.object)])


def test_loading_makes_the_union_the_default_graph_without_doubles() -> None:
    lines = sorted(n_quads([quad]) for quad in (_quad("x", "one"), _quad("x", "two"), _quad("y", "two")))
    store = Store()
    load(store, lines)
    assert len(store) == 5
    assert canonical_lines(store) == lines
    content = content_of(store, lines)
    assert (content.quads, content.triples, content.graphs, content.recommendations) == (3, 2, 2, 0)
    assert content.snapshot == content.sha256[:16]


def test_a_snapshot_holds_what_its_digest_was_made_of(workspace: Workspace, snapshot: str) -> None:
    store = open_store(workspace, snapshot)
    lines = canonical_lines(store)
    assert content_of(store, lines).sha256 == read_manifest(workspace, snapshot).sha256


def test_a_snapshot_can_be_open_many_times(workspace: Workspace, snapshot: str) -> None:
    stores = [open_store(workspace, snapshot) for _ in range(3)]
    assert len({len(store) for store in stores}) == 1


def test_the_manifest_has_no_time_in_it(workspace: Workspace, snapshot: str) -> None:
    text = (workspace.snapshots / snapshot / "manifest.json").read_text()
    assert "time" not in text
    assert json.loads((workspace.snapshots / snapshot / "validation.json").read_text())["counts"]


def test_an_unknown_snapshot_is_said_with_the_known_ones(workspace: Workspace, snapshot: str) -> None:
    with pytest.raises(UnknownName, match=f"'nope'; there are: {snapshot}"):
        read_manifest(workspace, "nope")
    assert not is_usable(workspace, "nope")


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"snapshot": 1, "sources": []}'])
def test_a_damaged_manifest_is_said(workspace: Workspace, snapshot: str, text: str) -> None:
    path = workspace.snapshots / snapshot / "manifest.json"
    whole = path.read_text()
    path.write_text(text)
    try:
        with pytest.raises(WorkspaceError, match=r"manifest\.json is damaged"):
            read_manifest(workspace, snapshot)
        assert not is_usable(workspace, snapshot)
        assert snapshot_ids(workspace) == (snapshot,)
    finally:
        path.write_text(whole)


def test_a_snapshot_of_another_layout_or_without_its_store_is_not_usable(
    workspace: Workspace, snapshot: str
) -> None:
    path = workspace.snapshots / snapshot / "manifest.json"
    whole = path.read_text()
    path.write_text(json.dumps({**json.loads(whole), "layout": 0}))
    assert not is_usable(workspace, snapshot)
    path.write_text(whole)
    assert is_usable(workspace, snapshot)
    store = path.with_name("store")
    store.rename(path.with_name("moved"))
    assert not is_usable(workspace, snapshot)
    path.with_name("moved").rename(store)


def test_a_store_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="run `upr-graph build`"):
        open_store(Workspace(tmp_path), "nope")
