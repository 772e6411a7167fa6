"""A few tests with a server process as users start it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from api.settings import Settings

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a != ?i) } ORDER BY ?n"


@contextmanager
def _started(home: Path, *arguments: str, **variables: str) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "UPR_GRAPH_HOME": str(home), **variables}
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", *arguments],
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    watchdog = threading.Timer(30, process.kill)
    watchdog.start()
    try:
        yield process
    finally:
        watchdog.cancel()
        process.kill()
        process.communicate()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stderr
    for line in process.stderr:
        if found := re.search(r"http://[^ ]+/", line):
            return found[0]
    raise AssertionError("the server ended")


@pytest.fixture(scope="module")
def served(settings: Settings) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server whose queries may run for some seconds: on a busy machine others take one of them."""
    variables = {"UPR_GRAPH_QUERY_TIMEOUT": "4", "UPR_GRAPH_WORKERS": "2"}
    with _started(settings.home, "--port", "0", **variables) as process:
        yield process, _address(process)


def test_the_server_is_healthy(served: tuple[object, str]) -> None:
    answer = httpx.get(served[1] + "health")
    assert set(answer.json()) == {"status", "snapshot", "triples"}
    assert httpx.get(served[1] + "ready").json() == {"status": "ready"}


def test_a_slow_query_ends_with_504_while_others_are_answered(served: tuple[object, str]) -> None:
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(httpx.post, served[1] + "sparql", data={"query": SLOW, "timeout": "3"}, timeout=20)
        quick = [httpx.get(served[1] + "queries/reviews-overview.csv").status_code for _ in range(5)]
        assert not slow.done()
        assert (slow.result().status_code, quick) == (504, [200] * 5)


def test_ten_clients_are_answered_at_once(served: tuple[object, str]) -> None:
    paths = ("queries/reviews-overview", "health", "", "queries/position-changes.csv", "query") * 2

    def ask(path: str) -> int:
        return httpx.get(served[1] + path, timeout=20).status_code

    with ThreadPoolExecutor(len(paths)) as pool:
        assert set(pool.map(ask, paths)) == {200}


def test_a_query_as_long_as_an_editor_sends_fits_into_the_address(served: tuple[object, str]) -> None:
    query = "ASK {} #" + "x" * 60_000
    assert httpx.get(served[1] + "sparql", params={"query": query}).status_code == 200


def test_a_port_in_use_is_said_before_anything_is_built(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, out, errors = run("serve", "--port", port, home=tmp_path / "home")
    assert (code, out) == (2, "")
    assert f"127.0.0.1:{port} cannot be listened on: Address already in use" in errors
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", "99999"), ("nowhere.invalid", "0"), ("::g", "0")])
def test_an_address_that_cannot_be_listened_on_is_said(
    run: Callable[..., tuple[int, str, str]], host: str, port: str
) -> None:
    code, _, errors = run("serve", "--host", host, "--port", port)
    assert (code, "Try another --host or --port." in errors) == (2, True)


@pytest.mark.slow
def test_an_empty_workspace_builds_itself(tmp_path: Path) -> None:
    with _started(tmp_path, "--port", "0", UPR_GRAPH_WORKERS="1") as process:
        assert httpx.get(_address(process) + "health").status_code == 200


def test_ctrl_c_ends_the_server_while_a_query_runs(settings: Settings) -> None:
    with _started(settings.home, "--port", "0", UPR_GRAPH_WORKERS="1") as process:
        address = _address(process)
        with ThreadPoolExecutor(1) as pool:
            slow = pool.submit(httpx.post, address + "sparql", data={"query": SLOW}, timeout=20)
            assert httpx.get(address + "health").status_code == 200
            process.send_signal(signal.SIGINT)
            output, errors = process.communicate(timeout=20)
            assert isinstance(slow.exception() or slow.result(), httpx.HTTPError | httpx.Response)
    assert (process.returncode, output) == (0, "")
    assert "Traceback" not in errors
