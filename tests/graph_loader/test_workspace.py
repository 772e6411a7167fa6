from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from graph_loader.add import add_file
from graph_loader.workspace import StoredSource, Workspace, replace_text
from ontology.errors import UnknownName, WorkspaceError

ONE = StoredSource(
    "1" * 64, "table/SMR/laws", "laws.csv", "table", "table 1", "SMR-9", None, {"quads": 1}, ()
)
CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "made" / "when needed")


def _store(workspace: Workspace, source: StoredSource, text: bytes = b"quads") -> str:
    with workspace.beside() as read, workspace.lock():
        (read / "original").write_bytes(b"original")
        (read / "quads.nq").write_bytes(text)
        return workspace.store_source(source, read)


def test_an_empty_workspace_has_nothing_and_is_not_made_by_reading(workspace: Workspace) -> None:
    assert (workspace.sources(), workspace.current(), workspace.shipped) == ((), None, True)
    assert not workspace.root.exists()


def test_a_source_is_kept_with_its_original_and_its_quads(workspace: Workspace) -> None:
    assert _store(workspace, ONE) == "added"
    assert workspace.sources() == (ONE,)
    assert workspace.quads_file(ONE).read_bytes() == b"quads"
    assert (workspace.root / "sources" / ONE.sha256 / "original").read_bytes() == b"original"


def test_the_same_bytes_read_the_same_way_change_nothing(workspace: Workspace) -> None:
    _store(workspace, ONE)
    assert _store(workspace, replace(ONE, file="copy of laws.csv")) == "unchanged"
    assert workspace.sources() == (ONE,)


def test_a_newer_reader_replaces_what_an_older_one_read(workspace: Workspace) -> None:
    _store(workspace, ONE)
    newer = replace(ONE, reader="table 2")
    assert _store(workspace, newer, b"better quads") == "replaced"
    assert workspace.sources() == (newer,)
    assert workspace.quads_file(newer).read_bytes() == b"better quads"


def test_a_newer_file_of_the_same_source_replaces_the_older_one(workspace: Workspace) -> None:
    _store(workspace, ONE)
    _store(workspace, replace(ONE, sha256="2" * 64, key="another"))
    assert _store(workspace, replace(ONE, sha256="3" * 64)) == "replaced"
    assert [source.sha256[0] for source in workspace.sources()] == ["2", "3"]
    assert sorted(p.name[0] for p in (workspace.root / "sources").iterdir()) == ["2", "3"]


def test_a_crash_while_a_source_is_exchanged_leaves_the_one_before(workspace: Workspace) -> None:
    _store(workspace, ONE)
    folder = workspace.root / "sources" / ONE.sha256
    folder.rename(folder.with_name(f".before.{ONE.sha256}"))  # as far as a writer got that was killed
    (folder.with_name(f".{ONE.sha256}.123")).mkdir()
    assert workspace.sources() == (ONE,)
    assert workspace.quads_file(ONE).read_bytes() == b"quads"
    assert _store(workspace, ONE) == "unchanged"
    assert _store(workspace, replace(ONE, reader="table 2"), b"new") == "replaced"
    assert [p.name for p in (workspace.root / "sources").iterdir()] == [ONE.sha256]


def test_what_a_crashed_writer_left_beside_is_removed(workspace: Workspace) -> None:
    left = workspace.root / "sources" / f".{'9' * 64}.123"
    left.mkdir(parents=True)
    _store(workspace, ONE)
    assert not left.exists()


def test_the_choice_about_shipped_data_is_kept(workspace: Workspace) -> None:
    workspace.keep_shipped(False)
    assert Workspace(workspace.root).shipped is False


@pytest.mark.parametrize("text", ["{", "[1]", '"x"', '{"shipped": "no"}', "\0"])
def test_broken_settings_are_said(workspace: Workspace, text: str) -> None:
    workspace.keep_shipped(True)
    (workspace.root / "settings.json").write_text(text)
    with pytest.raises(WorkspaceError, match=r"settings\.json is damaged"):
        _ = workspace.shipped


@pytest.mark.parametrize("text", ["{", "{}", '["0000"]'])
def test_a_broken_list_of_sources_is_said(workspace: Workspace, text: str) -> None:
    _store(workspace, ONE)
    (workspace.root / "sources.json").write_text(text)
    with pytest.raises(WorkspaceError, match=r"sources\.json"):
        workspace.sources()


@pytest.mark.parametrize("found", [[], {"sha256": "x"}, {**json.loads("{}"), "problems": [], "unknown": 1}])
def test_a_broken_source_is_said(workspace: Workspace, found: object) -> None:
    _store(workspace, ONE)
    (workspace.root / "sources" / ONE.sha256 / "source.json").write_text(json.dumps(found))
    with pytest.raises(WorkspaceError, match=r"source\.json is damaged"):
        workspace.sources()


@pytest.mark.parametrize("content", [b"", b"gone\n", b"\xff\xfe"])
def test_a_current_snapshot_that_is_not_there_is_said(workspace: Workspace, content: bytes) -> None:
    workspace.root.mkdir(parents=True)
    (workspace.root / "current").write_bytes(content)
    with pytest.raises(WorkspaceError, match=r"which is not there\. Run `upr-graph build`"):
        workspace.current()


def test_a_workspace_that_is_a_file_is_said(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    workspace = Workspace(file)
    for read in (workspace.sources, workspace.current, lambda: workspace.shipped):
        with pytest.raises(WorkspaceError, match="UPR_GRAPH_HOME"):
            read()
    with pytest.raises(WorkspaceError, match="cannot be written"):
        _store(workspace, ONE)


def test_a_disk_that_refuses_to_write_is_said(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="No space left on device"), workspace.lock():
        raise OSError(28, "No space left on device", "store/1.sst")


def test_a_second_writer_waits(workspace: Workspace) -> None:
    order = []

    def write() -> None:
        with workspace.lock():
            order.append("second")

    with workspace.lock():
        thread = threading.Thread(target=write)
        thread.start()
        time.sleep(0.15)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_second_writer_is_refused_by_name_when_it_takes_too_long(workspace: Workspace) -> None:
    holder = "import sys; from pathlib import Path; from graph_loader.workspace import Workspace\n"
    holder += "with Workspace(Path(sys.argv[1])).lock(): print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", holder, str(workspace.root)]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True, cwd=CHECKOUT) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        with (
            pytest.raises(WorkspaceError, match=rf"another upr-graph .* \(process {process.pid}\)"),
            workspace.lock(0.1),
        ):
            pass
        process.kill()
    with workspace.lock(0.1):  # the lock ended with its holder
        assert (workspace.root / "lock").read_text() == f"{os.getpid()}\n"


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    replace_text(path, "old")
    replace_text(path, "new")
    assert path.read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_what_is_no_file_is_written_as_it_is() -> None:
    replace_text(Path(os.devnull), "gone")
    assert not Path(os.devnull).is_file()


def test_a_source_that_is_removed_is_in_no_later_build(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace")
    added = add_file(
        workspace, Path("list.csv"), b"review,number,states,summary\nSMR-9,4.1,Fiji,Paint it blue\n"
    )
    (source,) = workspace.sources()
    with workspace.lock():
        assert [gone.sha256 for gone in workspace.remove_sources((source.key,))] == [added.sha256]
        with pytest.raises(UnknownName, match="Sources: none"):
            workspace.remove_sources((source.key,))
    assert workspace.sources() == ()
    assert not workspace.quads_file(source).exists()


def test_what_another_process_is_reading_is_left_alone_whatever_its_number(workspace: Workspace) -> None:
    with workspace.beside() as first:
        renamed = first.with_name(".reading-999999999-00")  # a container counts its processes by itself
        first.rename(renamed)
        with workspace.beside():
            assert renamed.is_dir()
    with workspace.beside():
        assert not renamed.exists()


def test_a_source_that_a_killed_writer_did_not_list_is_removed_later(workspace: Workspace) -> None:
    _store(workspace, ONE)
    unlisted = workspace.root / "sources" / ("8" * 64)
    unlisted.mkdir()
    _store(workspace, replace(ONE, sha256="2" * 64, key="another"))
    assert not unlisted.exists()
