"""Building snapshots. All recommendations are invented."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graph_loader import build as module
from graph_loader.add import add_file
from graph_loader.build import Built, build, fails
from graph_loader.snapshot import open_store, read_manifest, snapshot_ids
from graph_loader.workspace import Workspace
from ontology.errors import WorkspaceError
from shapes.validate import Report

TABLE = b"review,number,states,summary\nSMR-9,4.1,Fiji|ISL,Paint every lighthouse blue\n"
CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


def _small(workspace: Workspace, **options: object) -> Built:
    return build(workspace, with_shipped=False, fail_on="never", **options)


@pytest.fixture(scope="module")
def without_sources(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Built]:
    """A workspace with a snapshot of no source, and how it was built; for reading only."""
    made = Workspace(tmp_path_factory.mktemp("small") / "workspace")
    return made, _small(made)


@pytest.fixture
def small(without_sources: tuple[Workspace, Built], workspace: Workspace) -> Built:
    """How the test's workspace was built; it has a snapshot of no source."""
    shutil.copytree(without_sources[0].root, workspace.root)
    return without_sources[1]


def test_a_build_publishes_what_it_counted(shipped_build: tuple[Workspace, Built]) -> None:
    workspace, built = shipped_build
    manifest = read_manifest(workspace, built.content.snapshot)
    assert built.published
    assert workspace.current() == built.content.snapshot
    assert (manifest.recommendations, manifest.triples) == (322, built.content.triples)
    assert set(built.summary()) == {"snapshot", "quads", "triples", "graphs", "recommendations", "validation"}
    assert set(manifest.validation) == {"conforms", "violations", "warnings", "infos"}
    store = open_store(workspace, built.content.snapshot)
    assert len(list(store.named_graphs())) == built.content.graphs
    assert len(store) == built.content.quads + built.content.triples


def test_the_same_input_gives_the_same_id(workspace: Workspace, tmp_path: Path) -> None:
    other = Workspace(tmp_path / "other")
    for one in (workspace, other):
        add_file(one, Path("list.csv"), TABLE)
    first, again = _small(workspace), _small(workspace)
    assert first.content == again.content == _small(other).content
    assert snapshot_ids(workspace) == (first.content.snapshot,)


def test_the_order_of_adding_does_not_matter(workspace: Workspace, tmp_path: Path) -> None:
    other = Workspace(tmp_path / "other")
    files = [("one.csv", TABLE), ("two.csv", TABLE.replace(b"4.1", b"4.2"))]
    for one, order in ((workspace, files), (other, files[::-1])):
        for name, data in order:
            add_file(one, Path(name), data)
    assert _small(workspace).content == _small(other).content


def test_what_was_added_is_in_the_next_snapshot(workspace: Workspace, small: Built) -> None:
    before = small
    add_file(workspace, Path("list.csv"), TABLE)
    after = _small(workspace)
    assert (before.content.recommendations, after.content.recommendations) == (0, 1)
    assert set(snapshot_ids(workspace)) == {before.content.snapshot, after.content.snapshot}
    assert read_manifest(workspace, after.content.snapshot).sources[0]["file"] == "list.csv"


def test_the_choice_about_shipped_data_stays_for_later_builds(
    workspace: Workspace, small: Built, two_tables: int
) -> None:
    assert small.content.recommendations == 0
    assert build(workspace, fail_on="never").content.recommendations == 0
    assert build(workspace, with_shipped=True, fail_on="never").content.recommendations == two_tables > 0


@pytest.fixture
def violating(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shapes that find a violation in everything."""
    report = Report(False, {"violation": 1, "warning": 2, "info": 0}, ())
    monkeypatch.setattr(module, "validate", lambda *_, **__: report)


def test_a_graph_that_breaks_rules_is_not_published(
    workspace: Workspace, small: Built, two_tables: int, request: pytest.FixtureRequest
) -> None:
    before = small
    add_file(workspace, Path("list.csv"), TABLE)
    request.getfixturevalue("violating")
    built = build(workspace, with_shipped=True, fail_on="violation")
    assert not built.published
    assert workspace.current() == before.content.snapshot
    assert workspace.shipped is False
    assert snapshot_ids(workspace) == (before.content.snapshot,)
    assert [p.name for p in workspace.snapshots.iterdir()] == [before.content.snapshot]
    assert build(workspace, fail_on="never").published


@pytest.mark.parametrize(
    ("violations", "warnings", "fail_on", "expected"),
    [
        (1, 0, "violation", True),
        (1, 0, "warning", True),
        (1, 1, "never", False),
        (0, 1, "violation", False),
        (0, 1, "warning", True),
        (0, 0, "warning", False),
    ],
)
def test_what_makes_a_build_fail(violations: int, warnings: int, fail_on: str, expected: bool) -> None:
    report = Report(violations == 0, {"violation": violations, "warning": warnings, "info": 5}, ())
    assert fails(report, fail_on) is expected


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["load", "validate", "keep"])
def test_a_builder_that_is_killed_leaves_the_snapshot_before(workspace: Workspace, moment: str) -> None:
    before = _small(workspace)
    add_file(workspace, Path("list.csv"), TABLE)
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom graph_loader import build\n"
        "from graph_loader.workspace import Workspace\n"
        f"build.{moment} = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\n"
        "build.build(Workspace(Path(sys.argv[1])), fail_on='never')"
    )
    process = subprocess.run([sys.executable, "-c", code, str(workspace.root)], cwd=CHECKOUT, check=False)
    assert process.returncode == -9
    assert workspace.current() == before.content.snapshot
    assert len(open_store(workspace, before.content.snapshot)) > 0
    after = _small(workspace)
    assert (after.published, after.content.recommendations) == (True, 1)
    assert {p.name for p in workspace.snapshots.iterdir()} == set(snapshot_ids(workspace))


def test_a_damaged_snapshot_is_built_anew(workspace: Workspace, small: Built) -> None:
    built = small
    for file in (workspace.snapshots / built.content.snapshot / "store").glob("*.sst"):
        file.write_bytes(b"x")
    with pytest.raises(WorkspaceError, match="cannot be opened"):
        open_store(workspace, built.content.snapshot)
    assert _small(workspace).content == built.content
    assert len(open_store(workspace, built.content.snapshot)) > 0
