"""Adding files to a workspace. All recommendations are invented."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from graph_loader.add import add_file, check_file, read_bytes
from graph_loader.workspace import Workspace
from ontology.errors import UsageError

TABLE = b"review,number,states,summary\nSMR-9,4.1,Fiji|ISL,Paint every lighthouse blue\n"
TABLE_WITHOUT_REVIEW = b"number,states,summary\n4.1,Fiji|ISL,Paint every lighthouse blue\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


def test_a_good_file_is_stored_with_its_counts(workspace: Workspace) -> None:
    added = add_file(workspace, Path("some/list.csv"), TABLE)
    assert (added.file, added.format, added.review, added.status) == ("list.csv", "table", "SMR-9", "added")
    assert {**added.counts, "quads": 0} == {"recommendations": 1, "pairs": 2, "positions": 0, "quads": 0}
    assert added.counts["quads"] > 5
    (stored,) = workspace.sources()
    assert stored.sha256 == added.sha256
    assert workspace.quads_file(stored).read_bytes().count(b"\n") == added.counts["quads"]


def test_the_same_file_twice_is_unchanged(workspace: Workspace) -> None:
    add_file(workspace, Path("list.csv"), TABLE)
    again = add_file(workspace, Path("list.csv"), TABLE)
    assert (again.status, again.counts["recommendations"]) == ("unchanged", 1)


def test_the_same_file_for_another_review_takes_the_place_of_the_first(workspace: Workspace) -> None:
    add_file(workspace, Path("list.csv"), TABLE_WITHOUT_REVIEW, review="SMR-8")
    again = add_file(workspace, Path("list.csv"), TABLE_WITHOUT_REVIEW, review="SMR-9")
    assert (again.status, again.review) == ("replaced", "SMR-9")
    assert [source.review for source in workspace.sources()] == ["SMR-9"]


def test_a_word_file_is_refused_with_what_to_do(workspace: Workspace) -> None:
    added = add_file(workspace, Path("list.docx"), b"PK\x03\x04" + bytes(100))
    assert added.status == "refused"
    assert "Save a report as PDF" in added.problems[0].message


def test_a_corrected_file_of_the_same_name_takes_the_place_of_the_first(workspace: Workspace) -> None:
    add_file(workspace, Path("list.csv"), TABLE)
    assert add_file(workspace, Path("list.csv"), TABLE.replace(b"blue", b"red")).status == "replaced"
    assert len(workspace.sources()) == 1


def test_standard_input_has_no_name(workspace: Workspace) -> None:
    assert add_file(workspace, None, TABLE).file == "-"


@pytest.mark.parametrize(
    ("data", "says", "place"),
    [
        (b"", "the file is empty", "list.csv"),
        (b" \r\n\t", "the file is empty", "list.csv"),
        (b"Dear delegation, thank you.", "does not name the columns of a table", "list.csv#row=1"),
        (b"%PDF-1.4\n1 0 obj", "list.csv", "list.csv"),
        (TABLE + b"SMR-9,4.2,Atlantis,Give each snail a vote\n", "Atlantis", "list.csv#row=3"),
        (TABLE + b"SMR-9,4.1,Fiji,Teach goats to read\n", "4.1", "list.csv#row=3"),
    ],
    ids=["empty", "blank", "letter", "truncated PDF", "unknown State", "one number twice"],
)
def test_a_file_with_an_error_is_refused_whole(
    workspace: Workspace, data: bytes, says: str, place: str
) -> None:
    added = add_file(workspace, Path("list.csv"), data)
    assert added.status == "refused"
    assert added.counts == {"recommendations": 0, "pairs": 0, "positions": 0, "quads": 0}
    (problem,) = [problem for problem in added.problems if problem.severity == "error"]
    assert says in problem.message
    assert problem.place == place
    assert workspace.sources() == ()


def test_a_truncated_report_is_refused(workspace: Workspace, shared: Path) -> None:
    report = (shared / "data" / "kazakhstan" / "kazakhstan2014.pdf").read_bytes()
    added = add_file(workspace, Path("report.pdf"), report[: len(report) // 2])
    assert (added.status, workspace.sources()) == ("refused", ())
    assert "cut off" in added.problems[0].message


def test_bytes_are_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(TABLE)
    assert read_bytes(tmp_path / "file") == TABLE


def test_what_is_no_file_to_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such file"):
        read_bytes(tmp_path / "gone")
    with pytest.raises(UsageError, match="this is a folder"):
        check_file(tmp_path)
    with pytest.raises(UsageError, match="cannot be read"):
        check_file(tmp_path / ("x" * 300))


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(65 << 20)
    for read in (read_bytes, check_file):
        with pytest.raises(UsageError, match="larger than 64 MiB"):
            read(tmp_path / "large")


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(TABLE,))
    writer.start()
    check_file(pipe)
    assert read_bytes(pipe) == TABLE
    writer.join()
