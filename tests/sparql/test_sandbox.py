from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FORBIDS_SOCKETS = sys.platform == "linux" and os.uname().machine in ("x86_64", "aarch64", "riscv64")


def _run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


@pytest.mark.skipif(not FORBIDS_SOCKETS, reason="seccomp is Linux only")
def test_a_service_call_that_slips_through_reaches_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        script = """
import sys
from sparql import sandbox
assert sandbox.forbid_sockets()
import pyoxigraph
try:
    list(pyoxigraph.Store().query("SELECT * { SERVICE <http://127.0.0.1:%s/> { ?s ?p ?o } }" % sys.argv[1]))
except OSError as error:
    print(error)
"""
        result = _run(script, str(server.getsockname()[1]))
        assert "ermission denied" in result.stdout, result.stderr
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.skipif(not FORBIDS_SOCKETS, reason="seccomp is Linux only")
def test_files_still_open_without_sockets() -> None:
    result = _run(
        "from sparql import sandbox; sandbox.forbid_sockets(); print(len(open('pyproject.toml').read()) > 0)"
    )
    assert result.stdout == "True\n"


def test_the_kernel_ends_a_process_at_its_deadline() -> None:
    started = time.monotonic()
    result = _run("from sparql import sandbox; sandbox.die_at_deadline(0.2)\nwhile True: pass")
    assert result.returncode != 0
    assert time.monotonic() - started < 10


def test_a_deadline_can_be_called_off() -> None:
    result = _run(
        "import time; from sparql import sandbox; sandbox.die_at_deadline(0.1); sandbox.die_at_deadline(0); "
        "time.sleep(0.3); print('alive')"
    )
    assert result.stdout == "alive\n"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold to RLIMIT_AS")
def test_memory_is_bounded() -> None:
    result = _run("from sparql import sandbox; sandbox.limit_memory(1 << 28); bytearray(1 << 29)")
    assert "MemoryError" in result.stderr
