"""A remote endpoint: the project's own, served by a process, and servers that are none."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from graph_loader.workspace import Workspace
from ontology.errors import ParseError, QueryLimit, QueryTimeout, ResultTooLarge, UsageError
from sparql import remote
from sparql.remote import RemoteStore
from sparql.results import CSV, JSON, JSONLD, NTRIPLES, TSV, TURTLE, XML

CHECKOUT = Path(__file__).resolve().parents[2]
ASK = "ASK { ?s ?p ?o }"
GRAPH = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 2"


@pytest.fixture(scope="module")
def endpoint(shipped: Workspace) -> Iterator[str]:
    """The address of a real server over the shipped data, whose queries may run for a second."""
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "--port", "0"],
        env={
            **os.environ,
            "UPR_GRAPH_HOME": str(shipped.root),
            "UPR_GRAPH_QUERY_TIMEOUT": "1",
            "UPR_GRAPH_WORKERS": "1",
        },
        cwd=CHECKOUT,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    address = next(found[0] for line in process.stderr if (found := re.search(r"http://\S+/", line)))
    yield f"{address}sparql"
    process.kill()
    process.communicate()


Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def _server(answer: Answer) -> Iterator[str]:
    """A server that answers every POST in one way."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            answer(self)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


def _with(status: int, media_type: str, body: bytes) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", media_type)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def test_a_select_is_answered_in_every_format(endpoint: str) -> None:
    query = "SELECT (1 AS ?one) {}"
    store = RemoteStore(endpoint)
    assert json.loads(store.query(query).body)["results"]["bindings"][0]["one"]["value"] == "1"
    assert store.query(query, format=CSV).body == b"one\r\n1\r\n"
    assert store.query(query, format=TSV).body == b"?one\n1\n"
    assert b"<result>" in store.query(query, format=XML).body


def test_an_answer_says_what_it_is(endpoint: str) -> None:
    answer = RemoteStore(endpoint).query(ASK)
    assert (answer.kind, answer.media_type, answer.rows) == ("ask", JSON.media_type, None)
    assert json.loads(answer.body)["boolean"] is True
    assert 0 < answer.seconds < 10


@pytest.mark.parametrize("format", [TURTLE, NTRIPLES, JSONLD])
def test_a_graph_is_answered_in_graph_formats(endpoint: str, format: object) -> None:
    answer = RemoteStore(endpoint).query(GRAPH, format=format)
    assert (answer.kind, answer.media_type) == ("graph", format.media_type)
    assert RemoteStore(endpoint).query(GRAPH).media_type == "text/turtle"


def test_graphs_that_the_caller_names_reach_the_endpoint(endpoint: str) -> None:
    answer = RemoteStore(endpoint).query(ASK, default_graphs=["http://example.org/none"])
    assert json.loads(answer.body)["boolean"] is False
    answer = RemoteStore(endpoint).query(
        "ASK { GRAPH ?g { ?s ?p ?o } }", named_graphs=["http://example.org/none"]
    )
    assert json.loads(answer.body)["boolean"] is False


def test_a_syntax_error_has_its_place(endpoint: str) -> None:
    with pytest.raises(ParseError, match="answered 400: line 2, column 15") as raised:
        RemoteStore(endpoint).query("SELECT *\nWHERE { ?s ?p }")
    assert (raised.value.line, raised.value.column) == (2, 15)


def test_a_query_that_runs_out_of_time_there(endpoint: str) -> None:
    with pytest.raises(QueryTimeout, match="answered 504: The query was stopped after 1 s"):
        RemoteStore(endpoint).query(
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a != ?i) }"
        )


@pytest.mark.parametrize(
    ("path", "says"), [("health", "answered 405"), ("../nope", "answered 404: There is nothing at")]
)
def test_an_address_that_is_no_endpoint(endpoint: str, path: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        RemoteStore(endpoint.replace("sparql", path)).query(ASK)


@pytest.mark.parametrize(
    "address", ["", "nowhere", "file:///etc/hosts", "ftp://example.org/", "http://[x/", "http://a b/"]
)
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(UsageError, match=r"starts with http|cannot be asked"):
        RemoteStore(address).query(ASK)


def test_nobody_who_listens() -> None:
    with pytest.raises(UsageError, match="cannot be asked: Connection refused"):
        RemoteStore("http://127.0.0.1:1/").query(ASK)


@pytest.mark.parametrize(
    ("media_type", "body", "says"),
    [
        ("text/html", b"<html>Welcome</html>", "Is this the address of a SPARQL endpoint"),
        ("application/json", b"[]", "no SPARQL JSON"),
        ("application/json", b'{"results": 1}', "no SPARQL JSON"),
        ("application/sparql-results+json", b"{", "no SPARQL JSON"),
    ],
)
def test_a_web_page_is_no_answer(media_type: str, body: bytes, says: str) -> None:
    with _server(_with(200, media_type, body)) as address, pytest.raises(UsageError, match=says):
        RemoteStore(address).query(ASK)


def test_common_names_of_media_types_are_understood() -> None:
    with _server(_with(200, "application/json", b'{"head": {}, "boolean": true}')) as address:
        assert RemoteStore(address).query(ASK).body
    with _server(_with(200, "text/plain; charset=utf-8", b"a\r\n1\r\n")) as address:
        assert RemoteStore(address).query("SELECT ?a {}", format=CSV).body


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, ParseError),
        (401, UsageError),
        (404, UsageError),
        (406, UsageError),
        (429, QueryLimit),
        (500, UsageError),
        (503, QueryLimit),
        (504, QueryTimeout),
    ],
)
def test_refusals_of_others_keep_their_words(status: int, error: type[Exception]) -> None:
    with (
        _server(_with(status, "text/plain", b"Virtuoso\n  37000 Error:\tno")) as address,
        pytest.raises(error, match=f"answered {status}: Virtuoso 37000 Error: no") as raised,
    ):
        RemoteStore(address).query(ASK)
    assert type(raised.value) is error


def _drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON.media_type)
    handler.end_headers()
    for _ in range(100):
        try:
            handler.wfile.write(b" ")
            time.sleep(0.02)
        except OSError:
            return


def test_a_server_that_never_ends_is_left_at_the_deadline() -> None:
    with _server(_drip) as address, pytest.raises(QueryTimeout, match="did not answer within"):
        RemoteStore(address, timeout=0.2).query(ASK)


def test_a_server_that_says_nothing_is_left_at_the_deadline() -> None:
    with _server(lambda _: time.sleep(0.4)) as address, pytest.raises(QueryTimeout):
        RemoteStore(address).query(ASK, timeout=0.1)


def test_a_server_that_hangs_up() -> None:
    with _server(lambda _: None) as address, pytest.raises(UsageError, match="cannot be asked"):
        RemoteStore(address).query(ASK)


def test_a_server_that_promises_more_than_it_sends() -> None:
    def short(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON.media_type)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"{")

    with _server(short) as address, pytest.raises(UsageError, match="cannot be asked"):
        RemoteStore(address).query(ASK)


def test_an_answer_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_MOST_BYTES", 1000)
    with (
        _server(_with(200, "text/csv", b"x" * 2000)) as address,
        pytest.raises(ResultTooLarge, match="LIMIT"),
    ):
        RemoteStore(address).query("SELECT ?a {}", format=CSV)


def test_the_command_line_asks_an_endpoint(endpoint: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "query", "reviews-overview", "--endpoint", endpoint],
        env={**os.environ, "UPR_GRAPH_HOME": str(tmp_path / "none")},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("Kazakhstan") >= 4
    assert not (tmp_path / "none").exists()
