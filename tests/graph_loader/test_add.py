"""Adding files to a workspace. All recommendations are invented."""

from __future__ import annotations

import errno
import faulthandler
import gzip
import io
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from graph_loader.add import AT_ONCE, Added, add_file, add_files, check_file, read_bytes
from graph_loader.reading import Progress, Request
from graph_loader.records import SourceReading
from graph_loader.sources.source_file import SourceFile
from graph_loader.workspace import Workspace
from ontology.errors import SourceError, UsageError, WorkspaceError

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


def test_a_damaged_word_file_is_refused_with_what_to_do(workspace: Workspace) -> None:
    added = add_file(workspace, Path("list.docx"), b"PK\x03\x04" + bytes(100))
    assert added.status == "refused"
    assert "damaged or cut off" in added.problems[0].message


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


def _requests(folder: Path, *files: tuple[str, bytes], strict: bool = False) -> list[Request]:
    for name, data in files:
        (folder / name).write_bytes(data)
    return [Request(name, folder / name, strict=strict) for name, _ in files]


def _added(workspace: Workspace, requests: list[Request], stdin: bytes = b"") -> list[Added]:
    return list(add_files(workspace, requests, io.BytesIO(stdin)))


def test_files_are_read_side_by_side_and_kept_in_their_order(workspace: Workspace, tmp_path: Path) -> None:
    files = [(f"{n}.csv", TABLE.replace(b"SMR-9", b"SMR-%d" % n)) for n in range(1, 8)]
    added = _added(workspace, _requests(tmp_path, *files))
    assert [one.file for one in added] == [name for name, _ in files]
    assert [source.review for source in workspace.sources()] == [f"SMR-{n}" for n in range(1, 8)]


def test_standard_input_is_one_of_the_files(workspace: Workspace, tmp_path: Path) -> None:
    added = _added(workspace, [Request("-", Path("-"))], TABLE)
    assert [(one.file, one.status) for one in added] == [("-", "added")]


def test_strict_takes_a_warning_for_an_error_and_stops_there(workspace: Workspace, tmp_path: Path) -> None:
    files = (("a.csv", TABLE), ("b.csv", TABLE.replace(b"summary", b"summary,colour")), ("c.csv", TABLE))
    first, second = _added(workspace, _requests(tmp_path, *files, strict=True))
    assert (first.status, second.status) == ("added", "refused")
    assert [problem.severity for problem in second.problems] == ["warning"]
    assert [source.file for source in workspace.sources()] == ["a.csv"]


@pytest.mark.parametrize(
    ("number", "said", "message"),
    [
        (signal.SIGABRT, b"memory allocation of 5 bytes failed", "needs more than 1.5 GiB of memory"),
        (signal.SIGABRT, b"terminate called after throwing 'std::bad_alloc'", "Split it and add the parts"),
        (signal.SIGABRT, b"double free", r"a library broke down on it \(SIGABRT\)"),
        (signal.SIGSEGV, b"", r"a library broke down on it \(SIGSEGV\)"),
        (signal.SIGKILL, b"", "was stopped from outside, most likely as the machine ran out of memory"),
        (signal.SIGRTMIN + 1, b"", rf"broke down on it \(signal {signal.SIGRTMIN + 1}\)"),
    ],
)
def test_a_reader_that_breaks_down_takes_nothing_with_it_and_its_cause_is_told(
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    said: bytes,
    message: str,
) -> None:
    def break_down(*_: object) -> None:
        faulthandler.disable()  # pytest's, which prints the stack of this process
        os.write(2, said)
        os.kill(os.getpid(), number)

    monkeypatch.setattr("graph_loader.reading.read_source", break_down)
    (added,) = _added(workspace, _requests(tmp_path, ("a.csv", TABLE)))
    assert (added.status, workspace.sources()) == ("refused", ())
    assert re.search(message, added.problems[0].message)


def test_what_libraries_say_without_end_holds_nobody_up(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def babble(*_: object) -> Iterator[SourceReading]:
        for _ in range(100):
            with suppress(BlockingIOError):
                os.write(2, b"warning: " * 1000)
        yield SourceReading("table", "table 1", "table/a")

    monkeypatch.setattr("graph_loader.reading.read_source", babble)
    (added,) = _added(workspace, _requests(tmp_path, ("a.csv", TABLE)))
    assert added.status == "added"


def test_a_problem_is_never_longer_than_anybody_reads(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "x" * 5_000_000

    def quote(*_: object) -> None:
        raise SourceError(f"{long} is wrong. Correct it.", long)

    monkeypatch.setattr("graph_loader.reading.read_source", quote)
    (added,) = _added(workspace, _requests(tmp_path, ("a.csv", TABLE)))
    (problem,) = added.problems
    assert len(problem.message) < 2_100
    assert len(problem.place or "") < 2_100
    assert problem.message.endswith("is wrong. Correct it.")


def test_a_reader_that_takes_too_long_is_stopped(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph_loader.reading.PATIENCE", 0.2)
    monkeypatch.setattr("graph_loader.reading.read_source", lambda *_: time.sleep(60))
    (added,) = _added(workspace, _requests(tmp_path, ("a.csv", TABLE)))
    assert "takes too long" in added.problems[0].message


def test_a_reader_that_takes_too_much_memory_is_stopped(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph_loader.reading.read_source", lambda *_: bytes(8 << 30))
    (added,) = _added(workspace, _requests(tmp_path, ("a.csv", TABLE)))
    assert "memory" in added.problems[0].message


def test_nothing_is_left_beside_what_is_kept(workspace: Workspace, tmp_path: Path) -> None:
    dead = workspace.root / ".reading-999999999-00"
    dead.mkdir(parents=True)
    _added(workspace, _requests(tmp_path, ("a.csv", TABLE), ("b.csv", b"")))
    assert sorted(path.name for path in workspace.root.iterdir()) == ["lock", "sources", "sources.json"]


def test_a_workspace_is_not_made_for_a_file_that_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    _added(workspace, _requests(tmp_path, ("b.csv", b"")))
    assert not workspace.root.exists()


def test_a_packed_file_is_read_as_what_it_holds(workspace: Workspace, tmp_path: Path) -> None:
    (added,) = _added(workspace, _requests(tmp_path, ("a.csv.gz", gzip.compress(TABLE))))
    assert (added.status, added.counts["pairs"]) == ("added", 2)
    (cut,) = _added(workspace, _requests(tmp_path, ("b.csv.gz", gzip.compress(TABLE)[:-9])))
    assert "cut off" in cut.problems[0].message


def test_terms_that_the_user_names_are_kept_with_the_source(workspace: Workspace, tmp_path: Path) -> None:
    terms = "https://example.org/terms"
    requests = _requests(tmp_path, ("a.csv", TABLE))
    assert [one.status for one in _added(workspace, requests)] == ["added"]
    named = [replace(request, license=terms) for request in requests]
    assert [one.status for one in _added(workspace, named)] == ["replaced"]
    assert [source.license for source in workspace.sources()] == [terms]
    assert [one.status for one in _added(workspace, named)] == ["unchanged"]


def test_a_file_that_is_gone_when_its_turn_comes_does_not_stop_the_others(
    workspace: Workspace, tmp_path: Path
) -> None:
    requests = [Request("gone.csv", tmp_path / "gone.csv"), *_requests(tmp_path, ("a.csv", TABLE))]
    gone, there = _added(workspace, requests)
    assert (gone.status, gone.sha256, there.status) == ("refused", None, "added")
    assert "there is no such file. Nothing was stored." in gone.problems[0].message


def test_a_file_that_takes_the_place_of_another_of_the_same_command_is_told(
    workspace: Workspace, tmp_path: Path
) -> None:
    requests = []
    for folder, colour in (("a", b"blue"), ("b", b"red")):
        (tmp_path / folder).mkdir()
        requests += _requests(tmp_path / folder, ("list.csv", TABLE.replace(b"blue", colour)))
    first, second = _added(workspace, requests)
    assert (first.problems, second.status) == ((), "replaced")
    assert "takes the place of" in second.problems[0].message
    _, refused = _added(workspace, [replace(request, strict=True) for request in requests])
    assert refused.status == "refused"


def test_the_same_file_twice_in_one_command_is_no_problem(workspace: Workspace, tmp_path: Path) -> None:
    (request,) = _requests(tmp_path, ("list.csv", TABLE))
    first, second = _added(workspace, [request, request])
    assert (first.status, second.status, second.problems) == ("added", "unchanged", ())


def test_a_device_is_not_read() -> None:
    with pytest.raises(UsageError, match="this is a device"):
        check_file(Path("/dev/zero"))


def test_a_disk_that_is_full_is_no_fault_of_the_file(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "quads.nq")

    monkeypatch.setattr("graph_loader.reading.read_source", fail)
    with pytest.raises(WorkspaceError, match=r"quads\.nq: No space left on device"):
        _added(workspace, _requests(tmp_path, ("a.csv", TABLE)))


def test_readers_do_not_outlive_the_command_that_was_killed(tmp_path: Path) -> None:
    program = (
        "import time, os, io, graph_loader.reading as reading\n"
        "from pathlib import Path\n"
        "from graph_loader.add import add_files\n"
        "from graph_loader.workspace import Workspace\n"
        "def wait(*_):\n"
        # One write: with PYTHONUNBUFFERED, print makes two, and those of two readers meet.
        "    os.write(1, f'{os.getpid()}\\n'.encode())\n"
        "    time.sleep(60)\n"
        "reading.read_source = wait\n"
        "request = reading.Request('a.csv', Path('a.csv'))\n"
        "list(add_files(Workspace(Path('workspace')), [request, request], io.BytesIO()))\n"
    )
    (tmp_path / "a.csv").write_bytes(TABLE)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=tmp_path, env=environment
    ) as process:
        assert process.stdout
        readers = [int(process.stdout.readline()) for _ in range(min(2, AT_ONCE))]
        process.kill()
        killed = time.monotonic()
        # The end of the pipe: every process that could write to it is gone.
        assert process.stdout.read() == b""
    assert readers and time.monotonic() - killed < 10
    assert len(list((tmp_path / "workspace").glob(".reading-*"))) == 1
    add_file(Workspace(tmp_path / "workspace"), Path("a.csv"), TABLE)
    assert not list((tmp_path / "workspace").glob(".reading-*"))


def test_progress_is_told_while_a_long_file_is_read(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(file: SourceFile, *_: object) -> Iterator[SourceReading]:
        with file.open() as stream:
            while stream.read(1 << 10):
                time.sleep(0.03)
        yield SourceReading(format="table", reader="table", key="key")

    monkeypatch.setattr("graph_loader.reading.read_source", read)
    told: list[Progress] = []
    requests = _requests(tmp_path, ("long.csv", TABLE + bytes(20 << 10)))
    list(add_files(workspace, requests, io.BytesIO(), told.append))
    assert any(0 < progress.read < progress.size for progress in told)
