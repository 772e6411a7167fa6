"""The command line as a process: names that drive a terminal, closed streams, signals. All files are invented."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from api.settings import Settings

Run = Callable[..., tuple[int, str, str]]
TABLE = "review,number,states,summary\nSMR-9,4.1,Fiji|ISL,Paint every lighthouse blue\n"
CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(TABLE)
    return path


def test_a_reader_that_has_seen_enough_is_no_error(settings: Settings) -> None:
    command = [sys.executable, "-m", "api.cli", "query", "-", "--format", "csv"]
    environment = {**os.environ, "UPR_GRAPH_HOME": str(settings.home), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdin=-1, stdout=-1, stderr=-1, env=environment, cwd=CHECKOUT) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(b"SELECT ?s ?p ?o { ?s ?p ?o }")
        process.stdin.close()
        assert process.stdout.readline() == b"s,p,o\r\n"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said(settings: Settings) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "api.cli", "list", "queries"],
            stdout=full,
            stderr=-1,
            env={**os.environ, "UPR_GRAPH_HOME": str(settings.home)},
            cwd=CHECKOUT,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (
        2,
        "upr-graph: standard output cannot be written: No space left on device.\n",
    )


HOSTILE = os.fsdecode(b"\x1b[31mred\n\xe2\x80\xae\xff.csv")
"""A name that colours the terminal, begins a line, turns the text round and is no UTF-8."""
SHOWN = r"\x1b[31mred\n\u202e\xff.csv"


def test_a_name_that_drives_a_terminal_is_shown_written_out_and_is_exact_in_json(
    run: Run, tmp_path: Path
) -> None:
    path, home = tmp_path / HOSTILE, tmp_path / "home"
    path.write_text(TABLE)
    code, out, _ = run("add", path, home=home)
    assert code == 0
    assert out.startswith(f"{SHOWN}: added")
    out = run("add", path, "--json", home=home)[1]
    assert json.loads(out)["sources"][0]["file"] == "\x1b[31mred\n\u202e\ufffd.csv"
    path.write_text(TABLE.replace("Fiji", "Fijii"))
    _, _, err = run("add", path, home=home)
    assert f"{SHOWN}#row=2" in err
    (problem,) = json.loads(run("add", path, "--json", home=home)[1])["sources"][0]["problems"]
    assert problem["place"].startswith("\x1b[31mred\n\u202e\ufffd.csv#row=2")


@pytest.mark.parametrize(
    "arguments",
    [
        ["add", HOSTILE],
        ["add", "--license", HOSTILE, "x"],
        ["add", "x", "--review", HOSTILE],
        ["build", HOSTILE],
        [HOSTILE],
        ["query", HOSTILE],
        ["query", "reviews-overview", "--param", HOSTILE],
        ["query", "reviews-overview", "--format", HOSTILE],
        ["export", "--formats", HOSTILE, "--output", "x"],
        ["export", "--output", f"{os.devnull}/{HOSTILE}"],
        ["list", HOSTILE],
        ["remove", HOSTILE],
        ["serve", "--port", HOSTILE],
        ["serve", "--host", HOSTILE],
        ["template", "--state", HOSTILE, "--output", "x.xlsx"],
        ["template", "--state", "KAZ", "--output", f"{os.devnull}/{HOSTILE}"],
        ["validate", HOSTILE],
        ["validate", os.devnull, "--shapes", HOSTILE],
        ["validate", "--output", f"{os.devnull}/{HOSTILE}"],
    ],
    ids=lambda arguments: "-".join(arguments).replace(HOSTILE, "x"),
)
def test_no_argument_drives_the_terminal(run: Run, settings: Settings, arguments: list[str]) -> None:
    code, out, err = run(*arguments, home=settings.home)
    said = out + err
    assert code == 2
    assert not {"\x1b", "\u202e", "\udcff"} & set(said)
    assert "\nred" not in said and "\n\u202e" not in said
    assert said.count("\n") == 1 or said.startswith("usage: ")


def test_the_folder_of_the_workspace_does_not_drive_the_terminal(run: Run, table: Path) -> None:
    code, _, err = run("list", "sources", home=table / HOSTILE)
    assert (code, err.count("\n"), "\x1b" in err) == (2, 1, False)
    assert SHOWN in err


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_standard_stream_may_be_closed(tmp_path: Path, table: Path, closed: str) -> None:
    command = f"{shlex.quote(sys.executable)} -m api.cli add {shlex.quote(str(table))} {closed}"
    environment = {**os.environ, "UPR_GRAPH_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        command, shell=True, cwd=CHECKOUT, env=environment, capture_output=True, check=False
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    assert len(list((tmp_path / "home" / "sources").iterdir())) == 1


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_command_that_is_stopped_clears_away_what_it_began(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    pipe, home = tmp_path / "pipe", tmp_path / "home"
    os.mkfifo(pipe)
    with subprocess.Popen(
        [sys.executable, "-m", "api.cli", "add", str(pipe)],
        env={**os.environ, "UPR_GRAPH_HOME": str(home)},
        cwd=CHECKOUT,
        stderr=subprocess.PIPE,
    ) as process:
        writer = os.open(pipe, os.O_WRONLY)  # waits until it is opened
        time.sleep(0.3)  # until it is read: Python sees no signal that comes just before it waits
        process.send_signal(number)
        try:
            _, err = process.communicate(timeout=20)
        finally:
            process.kill()
            os.close(writer)
    assert (process.returncode, err, home.exists()) == (code, b"", False)


INTERRUPTED = {
    "while it imports": """
class Finder:
    def find_spec(self, name, *_):
        if name == "api.arguments": interrupt()
sys.meta_path.insert(0, Finder())
""",
    "while a reader starts": """
import api.runner, graph_loader.add as add
begin = add.Reading
def begin_and_interrupt(*arguments):
    reading = begin(*arguments)
    interrupt()
    return reading
add.Reading = begin_and_interrupt
""",
    "when it is done": "import atexit; atexit.register(interrupt)",
}


@pytest.mark.parametrize("moment", INTERRUPTED)
def test_ctrl_c_ends_a_command_with_130_and_no_word(tmp_path: Path, table: Path, moment: str) -> None:
    before = "import os, signal, sys\nfrom api.cli import main\n"
    before += "def interrupt(): os.kill(os.getpid(), signal.SIGINT)\n"
    home = tmp_path / "home"
    done = subprocess.run(
        [sys.executable, "-c", f"{before}{INTERRUPTED[moment]}\nsys.exit(main())", "add", str(table)],
        env={**os.environ, "UPR_GRAPH_HOME": str(home)},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    said = "Run `upr-graph build` to publish a snapshot with what was added.\n"
    assert (done.returncode, done.stderr) == (130, said if moment == "when it is done" else "")
    assert home.exists() == (moment == "when it is done")


@pytest.mark.parametrize(
    ("arguments", "closed", "code"),
    [("--help", "stdout", 0), ("add --json bad.csv", "stdout", 1), ("list nope", "stderr", 2)],
)
def test_nobody_reading_is_no_error_and_changes_no_exit_code(
    tmp_path: Path, arguments: str, closed: str, code: int
) -> None:
    (tmp_path / "bad.csv").write_text(TABLE.replace("Fiji", "Fijii"))
    nobody, end = os.pipe()
    os.close(nobody)
    with (tmp_path / "other").open("w+b") as other:
        done = subprocess.run(
            [sys.executable, "-m", "api.cli", *arguments.split()],
            stdout=end if closed == "stdout" else other,
            stderr=end if closed == "stderr" else other,
            env={**os.environ, "UPR_GRAPH_HOME": "home", "PYTHONPATH": str(CHECKOUT)},
            cwd=tmp_path,
            check=False,
        )
    os.close(end)
    assert (done.returncode, (tmp_path / "other").read_bytes()) == (code, b"")
