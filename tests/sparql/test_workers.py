from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ontology.errors import (
    ParseError,
    QueryLimit,
    QueryMemory,
    QueryTimeout,
    RefusedQuery,
    ResultTooLarge,
    UprGraphError,
    UsageError,
    WorkersBusy,
    WorkspaceError,
)
from sparql import workers as workers_module
from sparql.results import CSV, FORMATS, JSON, JSONLD, NTRIPLES, RDFXML, TSV, TURTLE, XML, Format
from sparql.workers import Limits, QueryWorkers

ROOT = Path(__file__).resolve().parents[2]
EX = "http://example.org/"
RUNAWAY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c ?f ?i ?l"
COUNTING = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = (
    "SELECT (STRLEN(?x40) AS ?n) { BIND('0123456789abcdef' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(40))
    + " }"
)
MARGIN = 8.0
"""Seconds that a busy machine may add to anything."""


def numbers(body: bytes) -> list[int]:
    bindings = json.loads(body)["results"]["bindings"]
    return [int(term["value"]) for row in bindings for term in row.values()]


@pytest.fixture
def pair(store_path: Path) -> Iterator[QueryWorkers]:
    """Two workers that a test may ruin, with tight limits."""
    limits = Limits(timeout=10, max_timeout=15, memory=1 << 30, result=200_000, text=400_000, waiting=2)
    with QueryWorkers(store_path, size=2, limits=limits) as pool:
        yield pool


# --- answers -----------------------------------------------------------------------------------------


def test_a_select_comes_back_as_json_with_its_rows(workers: QueryWorkers) -> None:
    answer = workers.query(f"SELECT ?n {{ ?s <{EX}size> ?n }} ORDER BY ?n LIMIT 3")
    assert (answer.kind, answer.media_type, answer.rows) == ("select", JSON.media_type, 3)
    assert numbers(answer.body) == [0, 1, 2]
    assert 0 < answer.seconds < MARGIN


@pytest.mark.parametrize(
    ("format_", "true"),
    [
        (JSON, b'{"head":{},"boolean":true}'),
        (CSV, b"true"),
        (TSV, b"true"),
        (XML, b"<boolean>true</boolean>"),
    ],
    ids=lambda value: value.name if isinstance(value, Format) else "",
)
def test_an_ask_comes_back_in_every_result_format(
    workers: QueryWorkers, format_: Format, true: bytes
) -> None:
    answer = workers.query("ASK {}", format=format_)
    assert (answer.kind, answer.media_type, answer.rows) == ("ask", format_.media_type, None)
    assert true in answer.body


@pytest.mark.parametrize("format_", [TURTLE, NTRIPLES, RDFXML, JSONLD], ids=lambda f: str(f.name))
def test_a_graph_comes_back_in_every_graph_format(workers: QueryWorkers, format_: Format) -> None:
    answer = workers.query(f"DESCRIBE <{EX}item/7>", format=format_)
    assert (answer.kind, answer.media_type, answer.rows) == ("graph", format_.media_type, 1)
    assert f"{EX}item/7".encode() in answer.body


def test_turtle_declares_the_prefixes_it_uses_in_order_and_no_others(workers: QueryWorkers) -> None:
    query = """PREFIX upr: <https://w3id.org/upr-graph/ns#> PREFIX eli: <http://data.europa.eu/eli/ontology#>
        PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        CONSTRUCT { <http://x/1> a upr:State ; eli:date "2024-01-01"^^xsd:date ; upr:note "plain" } {}"""
    lines = workers.query(query).body.decode().splitlines()
    assert [line for line in lines if line.startswith("@prefix")] == [
        "@prefix eli: <http://data.europa.eu/eli/ontology#> .",
        "@prefix upr: <https://w3id.org/upr-graph/ns#> .",
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
    ]
    assert any('eli:date "2024-01-01"^^xsd:date' in line for line in lines)


def test_an_empty_graph_is_an_answer(workers: QueryWorkers) -> None:
    answer = workers.query("CONSTRUCT WHERE { ?s <a:none> ?o }")
    assert (answer.rows, answer.body.strip()) == (0, b"")


@pytest.mark.parametrize("format_", FORMATS, ids=lambda f: str(f.name))
def test_a_format_must_suit_the_form(workers: QueryWorkers, format_: Format) -> None:
    text = "SELECT * {}" if "graph" in format_.kinds else "CONSTRUCT WHERE { ?s ?p ?o }"
    with pytest.raises(UsageError, match=rf"{format_.label} cannot hold the answer to (SELECT|CONSTRUCT)"):
        workers.query(text, format=format_)


# --- the dataset -------------------------------------------------------------------------------------

COUNT = "(COUNT(*) AS ?n)"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        (f"SELECT {COUNT} {{ ?s ?p ?o }}", 201),
        (f"SELECT {COUNT} {{ GRAPH ?g {{ ?s ?p ?o }} }}", 202),
        (f"SELECT {COUNT} {{ GRAPH <{EX}graph/odd> {{ ?s ?p ?o }} }}", 101),
        (f"SELECT {COUNT} FROM <{EX}graph/odd> {{ ?s ?p ?o }}", 101),
        pytest.param(
            f"SELECT {COUNT} FROM <{EX}graph/odd> FROM <{EX}graph/even> {{ ?s ?p ?o }}",
            201,
            marks=pytest.mark.xfail(strict=True, reason="oxigraph issue 1919, mended in 0.6"),
        ),
        (f"SELECT {COUNT} FROM <{EX}graph/odd> {{ GRAPH ?g {{ ?s ?p ?o }} }}", 0),
        (f"SELECT {COUNT} FROM NAMED <{EX}graph/odd> {{ GRAPH ?g {{ ?s ?p ?o }} }}", 101),
        (f"SELECT {COUNT} FROM NAMED <{EX}graph/odd> {{ ?s ?p ?o }}", 0),
        (f"SELECT {COUNT} FROM <{EX}graph/none> {{ ?s ?p ?o }}", 0),
    ],
)
def test_the_default_graph_is_the_union_unless_the_query_says_otherwise(
    workers: QueryWorkers, query: str, count: int
) -> None:
    assert numbers(workers.query(query).body) == [count]


def test_a_store_without_a_default_graph_gets_the_union(store_without_default_graph: Path) -> None:
    with QueryWorkers(store_without_default_graph, size=1) as pool:
        assert numbers(pool.query(f"SELECT {COUNT} {{ ?s <{EX}size> ?o }}").body) == [200]
        assert numbers(pool.query(f"SELECT {COUNT} {{ GRAPH ?g {{ ?s ?p ?o }} }}").body) == [202]


@pytest.mark.parametrize(
    ("default", "named", "counts"),
    [(["odd"], [], [101, 0]), ([], ["odd"], [0, 101]), (["even"], ["even", "odd"], [101, 202])],
)
def test_the_dataset_of_the_caller_comes_before_that_of_the_query(
    workers: QueryWorkers, default: list[str], named: list[str], counts: list[int]
) -> None:
    found = []
    for pattern in ("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"):
        answer = workers.query(
            f"SELECT {COUNT} FROM <{EX}graph/none> {{ {pattern} }}",
            default_graphs=[f"{EX}graph/{name}" for name in default],
            named_graphs=[f"{EX}graph/{name}" for name in named],
        )
        found += numbers(answer.body)
    assert found == counts


def test_a_graph_is_named_by_a_full_iri(workers: QueryWorkers) -> None:
    with pytest.raises(UsageError, match="'no iri' names no graph"):
        workers.query("ASK {}", default_graphs=["no iri"])


# --- refusals ----------------------------------------------------------------------------------------


def test_a_syntax_error_has_its_place(workers: QueryWorkers) -> None:
    with pytest.raises(ParseError, match="line 2, column 2: FILTR cannot stand here") as caught:
        workers.query("SELECT * { ?s ?p ?o\n FILTR(?o) }")
    assert (caught.value.line, caught.value.column) == (2, 2)


def test_an_error_without_a_place_says_so(workers: QueryWorkers) -> None:
    with pytest.raises(ParseError, match="SELECT names a variable twice") as caught:
        workers.query("SELECT ?s ?s { ?s ?p ?o }")
    assert (caught.value.line, caught.value.column) == (None, None)


@pytest.mark.parametrize(
    "text", ["ASK { SERVICE <http://127.0.0.1:1/> {} }", "DROP ALL", "LOAD <http://127.0.0.1:1/>"]
)
def test_calls_to_others_and_updates_are_refused(workers: QueryWorkers, text: str) -> None:
    with pytest.raises(RefusedQuery):
        workers.query(text)


@pytest.mark.parametrize(
    ("text", "timeout", "message"),
    [
        ("ASK { ?s ?p ?o }" + " " * 400_000, None, "has 400,016 bytes; at most 400,000"),
        ("ASK { ?s ?p '\ud800' }", None, "half a character"),
        ("ASK {}", 0.0, "above 0"),
        ("ASK {}", -1.0, "above 0"),
        ("ASK {}", float("nan"), "above 0"),
        ("SELECT (<http://x/f>(1) AS ?x) {}", None, "custom function <http://x/f> is not supported"),
    ],
)
def test_what_cannot_be_run_is_said(
    pair: QueryWorkers, text: str, timeout: float | None, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        pair.query(text, timeout=timeout)


def test_a_store_that_is_not_there_is_said(tmp_path: Path) -> None:
    with QueryWorkers(tmp_path / "none", size=1) as pool:
        for _ in range(2):
            with pytest.raises(WorkspaceError, match="none cannot be opened"):
                pool.query("ASK {}")


def test_a_memory_limit_that_is_too_low_to_start_is_said(store_path: Path) -> None:
    with (
        QueryWorkers(store_path, size=1, limits=Limits(memory=100 << 20)) as pool,
        pytest.raises(WorkspaceError, match="memory limit at least 1 GiB"),
    ):
        pool.query("ASK {}")


# --- limits ------------------------------------------------------------------------------------------


def test_a_sort_of_a_cross_product_is_stopped(workers: QueryWorkers) -> None:
    with pytest.raises(QueryTimeout, match=r"stopped after 0\.3 s"):
        workers.query(RUNAWAY, timeout=0.3)


def test_a_runaway_query_ends_at_its_deadline_and_holds_up_no_other(pair: QueryWorkers) -> None:
    pair.query("ASK {}")
    with ThreadPoolExecutor(1) as executor:
        started = time.monotonic()
        runaway = executor.submit(pair.query, COUNTING, timeout=0.6)
        others = 0
        while not runaway.done():
            assert numbers(pair.query(f"SELECT {COUNT} {{ ?s ?p ?o }}").body) == [201]
            others += 1
        with pytest.raises(QueryTimeout, match=r"stopped after 0\.6 s.*at most 15 s"):
            runaway.result()
        assert 0.6 <= time.monotonic() - started < 0.6 + MARGIN
        assert others > 3


def test_a_stopped_worker_is_replaced(pair: QueryWorkers) -> None:
    before = pair.pids
    with pytest.raises(QueryTimeout):
        pair.query(COUNTING, timeout=0.5)
    assert len(set(pair.pids) & set(before)) == 1
    assert len(pair.pids) == 2
    assert {pair.query("ASK {}").body for _ in range(4)} == {b'{"head":{},"boolean":true}'}


def test_a_time_out_is_cut_to_the_maximum(store_path: Path) -> None:
    limits = Limits(max_timeout=0.5)
    with (
        QueryWorkers(store_path, size=1, limits=limits) as pool,
        pytest.raises(QueryTimeout, match=r"stopped after 0\.5 s"),
    ):
        pool.query(COUNTING, timeout=1000)


def test_a_query_that_needs_too_much_memory_is_stopped_alone(pair: QueryWorkers) -> None:
    with pytest.raises(QueryMemory, match=r"more than 1,024 MiB of memory"):
        pair.query(GREEDY)
    assert pair.query("ASK {}").kind == "ask"


@pytest.mark.parametrize(
    "text", ["SELECT * { ?a ?b ?c . ?d ?e ?f }", "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }"]
)
def test_an_answer_that_is_too_large_is_not_sent(pair: QueryWorkers, text: str) -> None:
    with pytest.raises(ResultTooLarge, match=r"larger than 0\.1907 MiB"):
        pair.query(text)


@pytest.mark.parametrize(
    "text",
    ["ASK " + "{" * 50_000 + "}" * 50_000, "ASK { FILTER(" + "!" * 100_000 + "true) }"],
    ids=["groups", "negations"],
)
def test_nesting_that_overflows_the_parser_ends_one_worker_only(pair: QueryWorkers, text: str) -> None:
    with pytest.raises(UprGraphError, match=r"nested too deeply|cannot stand here|expected"):
        pair.query(text)
    assert pair.query("ASK {}").kind == "ask"


def test_when_all_workers_are_busy_the_wait_ends_at_the_deadline(pair: QueryWorkers) -> None:
    with ThreadPoolExecutor(2) as executor:
        running = [executor.submit(pair.query, COUNTING, timeout=0.7) for _ in range(2)]
        _until(lambda: pair.busy == 2)
        with pytest.raises(WorkersBusy, match=r"came free within 0\.2 s"):
            pair.query("ASK {}", timeout=0.2)
        assert all(isinstance(future.exception(), QueryTimeout) for future in running)


def test_no_more_queries_wait_than_allowed(pair: QueryWorkers) -> None:
    with ThreadPoolExecutor(4) as executor:
        running = [executor.submit(pair.query, COUNTING, timeout=0.6) for _ in range(4)]
        _until(lambda: pair.waiting == 2)
        started = time.monotonic()
        with pytest.raises(WorkersBusy, match="2 queries wait already"):
            pair.query("ASK {}")
        assert time.monotonic() - started < 1
        assert all(isinstance(future.exception(), QueryTimeout) for future in running)


def test_many_threads_share_the_workers(workers: QueryWorkers) -> None:
    def size(index: int) -> list[int]:
        return numbers(workers.query(f"SELECT ?n {{ <{EX}item/{index}> <{EX}size> ?n }}").body)

    with ThreadPoolExecutor(16) as executor:
        assert list(executor.map(size, range(200))) == [[index] for index in range(200)]


# --- life and death ----------------------------------------------------------------------------------


def test_closing_leaves_no_process_behind_and_answers_no_more(store_path: Path) -> None:
    pool = QueryWorkers(store_path, size=2)
    pool.query("ASK {}")
    pids = pool.pids
    pool.close()
    pool.close()
    assert not any(map(_exists, pids))
    with pytest.raises(QueryLimit, match="closed"):
        pool.query("ASK {}")


def test_closing_ends_a_running_query(store_path: Path) -> None:
    pool = QueryWorkers(store_path, size=1)
    pids = pool.pids
    with ThreadPoolExecutor(1) as executor:
        running = executor.submit(pool.query, COUNTING)
        _until(lambda: pool.busy == 1)
        pool.close()
        with pytest.raises(QueryLimit, match="closed"):
            running.result(timeout=MARGIN)
    assert not any(map(_exists, pids))


def test_closing_may_wait_for_a_running_query(store_path: Path) -> None:
    pool = QueryWorkers(store_path, size=1)
    with ThreadPoolExecutor(1) as executor:
        running = executor.submit(
            pool.query,
            f"SELECT {COUNT} {{ ?a ?b ?c . ?d ?e ?f {{ SELECT * {{ ?g ?h ?i }} LIMIT 60 }} }}",
            timeout=20,
        )
        _until(lambda: pool.busy == 1)
        pool.close(wait=20)
        assert numbers(running.result().body) == [201**2 * 60]


def test_a_worker_that_died_while_idle_is_replaced(pair: QueryWorkers) -> None:
    pair.query("ASK {}")
    for pid in pair.pids:
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.1)
    assert pair.query("ASK {}").kind == "ask"


def test_workers_outlive_the_thread_that_started_them(store_path: Path) -> None:
    pools: list[QueryWorkers] = []
    thread = threading.Thread(target=lambda: pools.append(QueryWorkers(store_path, size=1)))
    thread.start()
    thread.join()
    pids = pools[0].pids
    time.sleep(0.1)
    assert pools[0].query("ASK {}").kind == "ask"
    assert pools[0].pids == pids
    pools[0].close()


SCRIPT = f"""
import sys, threading, time
from pathlib import Path
from sparql.workers import QueryWorkers
pool = QueryWorkers(Path(sys.argv[1]), size=2)
pool.query("ASK {{}}")
threading.Thread(target=lambda: pool.query({COUNTING!r}, timeout=60), daemon=True).start()
while pool.busy != 1:
    time.sleep(0.01)
time.sleep(0.3)
print(*pool.pids, flush=True)
"""
ENDINGS = {
    "killed": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "returning": "",
    "raising": "raise RuntimeError('a bug')",
    "interrupted": f"import _thread; _thread.interrupt_main(); pool.query({COUNTING!r})",
}


@pytest.mark.parametrize(
    "ending",
    [
        pytest.param(ending, id=name, marks=[pytest.mark.slow] if name == "raising" else [])
        for name, ending in ENDINGS.items()
    ],
)
def test_workers_end_when_their_parent_does(store_path: Path, ending: str) -> None:
    parent = subprocess.run(
        [sys.executable, "-c", SCRIPT + ending, str(store_path)],
        cwd=ROOT,
        capture_output=True,
        timeout=30,
        check=False,
    )
    pids = [int(pid) for pid in parent.stdout.split()]
    assert len(pids) == 2, parent.stderr.decode()
    _until(lambda: not any(map(_runs, pids)))


def _runs(pid: int) -> bool:
    """An orphan that has ended may wait for the system to collect it."""
    state = Path(f"/proc/{pid}/stat")
    return _exists(pid) and not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + MARGIN
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("failures", [1, 2])
def test_a_worker_that_finds_no_thread_to_start_is_tried_once_more(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    tries = tmp_path / "tries"
    monkeypatch.setattr(
        workers_module,
        "_BOOT",
        f"import os; tries = open({str(tries)!r}, 'a'); tries.write('.'); tries.close()\n"
        f"if os.path.getsize({str(tries)!r}) <= {failures}:\n"
        "    os.write(2, b'what():  Resource temporarily unavailable'); os.abort()\n" + workers_module._BOOT,
    )
    with QueryWorkers(store_path, size=1) as pool:
        if failures == 1:
            assert pool.query("ASK {}").kind == "ask"
        else:
            with pytest.raises(WorkspaceError, match="threads to spare"):
                pool.query("ASK {}")
