"""The command line as users call it: exit codes, what goes where, JSON. All recommendations are invented."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from api.settings import Settings
from graph_loader.workspace import Workspace
from sparql.catalogue import catalogue

Run = Callable[..., tuple[int, str, str]]
TABLE = "review,number,states,summary\nSMR-9,4.1,Fiji|ISL,Paint every lighthouse blue\n"
CHECKOUT = Path(__file__).resolve().parents[2]


def _process(
    *arguments: str, home: Path, stdin: str = "", **variables: str
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "UPR_GRAPH_HOME": str(home), **variables}
    command = [sys.executable, "-m", "api.cli", *arguments]
    return subprocess.run(
        command, input=stdin, env=environment, cwd=CHECKOUT, capture_output=True, text=True, check=False
    )


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(TABLE)
    return path


# --- in general --------------------------------------------------------------------------------------


def test_the_version_is_the_one_of_the_package(run: Run) -> None:
    assert run("--version") == (0, f"upr-graph {version('upr-graph')}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nope"],
        ["query"],
        ["list", "nope"],
        ["add"],
        ["build", "--fail-on", "nope"],
        ["query", "reviews-overview", "--format", "nope"],
        ["serve", "--port", "abc"],
        ["validate", "--engine", "nope"],
        ["export"],
    ],
)
def test_wrong_usage_is_2_with_the_usage_on_standard_error(run: Run, arguments: list[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("usage: upr-graph")


def test_a_variable_that_is_no_number_is_2(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPR_GRAPH_QUERY_TIMEOUT", "soon")
    code, out, err = run("list", "queries")
    assert (code, out) == (2, "")
    assert err == "upr-graph: UPR_GRAPH_QUERY_TIMEOUT=soon: this must be a number above 0, at most 86,400.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["build"],
        ["add", "{}"],
        ["list", "reviews"],
        ["list", "sources"],
        ["query", "reviews-overview"],
        ["export", "--output", "x"],
    ],
)
def test_a_workspace_that_is_a_file_is_2(run: Run, table: Path, arguments: list[str]) -> None:
    code, out, err = run(*(argument.format(table) for argument in arguments), home=table)
    assert (code, out) == (2, "")
    assert "UPR_GRAPH_HOME names its folder" in err


@pytest.mark.parametrize("arguments", [["--quiet", "add"], ["add", "--quiet"]])
def test_quiet_keeps_standard_error_empty(
    run: Run, tmp_path: Path, table: Path, arguments: list[str]
) -> None:
    code, out, err = run(*arguments, table, home=tmp_path / "new")
    assert (code, err) == (0, "")
    assert "added" in out


# --- query -------------------------------------------------------------------------------------------


def test_a_named_query_prints_a_table_with_labels(run: Run) -> None:
    code, out, err = run("query", "reviews-overview", "--param", "state=KAZ")
    assert (code, err) == (0, "")
    head, _, *rows = out.splitlines()
    assert head.split()[:4] == ["state", "review", "cycle", "reviewDate"]
    assert [row.split()[:2] for row in rows] == [["Kazakhstan", "Review"]] * 4


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("csv", "state,stateLabel"),
        ("tsv", "?state\t?stateLabel"),
        ("json", '{"head":{"vars":["state"'),
        ("xml", '<?xml version="1.0"?><sparql'),
    ],
)
def test_formats_of_a_query(run: Run, name: str, start: str) -> None:
    code, out, _ = run("query", "reviews-overview", "--format", name)
    assert code == 0
    assert out.startswith(start)


def test_a_query_is_read_from_a_file_and_from_standard_input(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "ask.rq"
    file.write_text("\ufeffASK { ?s ?p ?o }")
    assert run("query", file) == (0, "yes\n", "")
    assert run("query", "-", stdin="ASK { FILTER (false) }") == (0, "no\n", "")


def test_a_graph_is_printed_as_turtle(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "describe.rq"
    file.write_text("DESCRIBE <https://w3id.org/upr-graph/id/state/KAZ>")
    assert 'upr:iso3Code "KAZ"' in run("query", file)[1]
    assert run("query", file, "--format", "nt")[1].startswith("<https://w3id.org/upr-graph/id/state/KAZ>")
    assert run("query", file, "--format", "table")[0] == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["review-overview"], "Did you mean reviews-overview"),
        (["gone.rq"], "There is no file of that name either."),
        (["SELECT * { ?s ?p ?o }"], "`upr-graph query -`"),
        (["x" * 5000], "There is no query"),
        ([str(CHECKOUT)], "this is a folder"),
        (["reviews-overview", "--param", "stat=KAZ"], "It takes state."),
        (["reviews-overview", "--param", "state"], "write it as name=value"),
        (["reviews-overview", "--param", "state=Kazakhstan"], "such as KAZ"),
        (["who-says-so"], "cannot be asked without resource"),
        (["reviews-overview", "--format", "turtle"], "Turtle cannot hold"),
        (["reviews-overview", "--endpoint", "nowhere"], "starts with http:// or https://"),
        (["reviews-overview", "--endpoint", "http://127.0.0.1:1/"], "cannot be asked: Connection refused"),
    ],
)
def test_what_cannot_be_asked_is_2(run: Run, arguments: list[str], says: str) -> None:
    code, out, err = run("query", *arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert err.startswith("upr-graph: ")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT *\nWHERE { ?s ?p }", "line 2, column 15: "),
        ("", "line 1, column 1: "),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "line 1, column 12: SERVICE"),
        ("CLEAR ALL", "line 1, column 1: CLEAR"),
    ],
)
def test_a_query_that_is_wrong_or_refused_is_2_with_file_and_place(
    run: Run, tmp_path: Path, text: str, says: str
) -> None:
    file = tmp_path / "wrong.rq"
    file.write_text(text)
    code, out, err = run("query", file)
    assert (code, out) == (2, "")
    assert err.startswith(f"upr-graph: {file}: {says}")


def test_a_query_that_is_no_text_is_2(run: Run, tmp_path: Path) -> None:
    (tmp_path / "wrong.rq").write_bytes(b"ASK { \xff }")
    assert run("query", tmp_path / "wrong.rq")[0] == 2


def test_a_query_that_ran_out_of_time_is_1(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPR_GRAPH_QUERY_TIMEOUT", "0.3")
    file = tmp_path / "slow.rq"
    file.write_text("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a != ?i) }")
    code, out, err = run("query", file)
    assert (code, out) == (1, "")
    assert "stopped after 0.3 s" in err


# --- list --------------------------------------------------------------------------------------------


def test_reviews_are_listed_with_numbers_or_nulls(run: Run) -> None:
    code, out, _ = run("list", "reviews", "--json")
    rows = json.loads(out)
    assert code == 0
    assert rows[1] == {
        "review": "KAZ-2",
        "reviewLabel": "Review of Kazakhstan, cycle 2",
        "cycle": 2,
        "received": 194,
        "supported": 144,
        "noted": 50,
        "pending": 0,
    }
    assert rows[2]["received"] is None
    assert all(set(row) == set(rows[0]) for row in rows)


@pytest.mark.parametrize("what", ["reviews", "queries", "shapes", "snapshots"])
def test_lists_are_tables_and_json(run: Run, what: str) -> None:
    _, out, _ = run("list", what)
    _, found, _ = run("list", what, "--json")
    rows = json.loads(found)
    assert rows
    head, _, *lines = out.splitlines()
    assert head.split() == list(rows[0])
    assert len(lines) == len(rows)


def test_an_empty_list_is_an_empty_array(run: Run) -> None:
    assert run("list", "sources") == (0, "", "")
    assert run("list", "sources", "--json") == (0, "[]\n", "")


# --- add and build -----------------------------------------------------------------------------------


def test_add_says_what_became_of_each_file(run: Run, tmp_path: Path, table: Path) -> None:
    home = tmp_path / "home"
    code, out, err = run("add", table, home=home)
    assert code == 0
    assert out.startswith("list.csv: added (table, SMR-9, 1 recommendation, 2 pairs")
    assert "Run `upr-graph build`" in err
    code, out, err = run("add", table, home=home)
    assert code == 0
    assert out.startswith("list.csv: unchanged")
    assert err == ""


def test_add_json_has_the_keys_of_the_contract(run: Run, tmp_path: Path, table: Path) -> None:
    code, out, err = run("add", table, "--json", home=tmp_path / "home")
    (source,) = json.loads(out)["sources"]
    assert (code, err) == (0, "")
    assert list(source) == ["file", "format", "review", "sha256", "status", "counts", "problems"]
    assert list(source["counts"]) == ["recommendations", "pairs", "positions", "quads"]
    assert source["sha256"] == hashlib.sha256(table.read_bytes()).hexdigest()
    assert (source["status"], source["review"], source["problems"]) == ("added", "SMR-9", [])


@pytest.mark.parametrize(
    ("content", "says", "place"),
    [
        ("", "the file is empty", "bad.csv"),
        ("Dear delegation", "does not name the columns of a table", "bad.csv#row=1"),
        (TABLE + "SMR-9,4.2,Atlantis,Vote\n", "Atlantis", "bad.csv#row=3"),
        (TABLE + "SMR-9,4.1,Fiji,Vote\n", "4.1", "bad.csv#row=3"),
    ],
    ids=["empty", "letter", "unknown State", "one number twice"],
)
def test_a_file_with_an_error_is_1_and_the_good_ones_are_stored(
    run: Run, tmp_path: Path, table: Path, content: str, says: str, place: str
) -> None:
    home, bad = tmp_path / "home", tmp_path / "bad.csv"
    bad.write_text(content)
    code, out, err = run("add", bad, table, "--quiet", home=home)
    assert code == 1
    assert out.splitlines()[0].startswith("bad.csv: refused, nothing of it was stored")
    assert out.splitlines()[1].startswith("list.csv: added")
    assert err.split()[:3] == ["problem", "place", "message"]
    assert f"error    {place}" in err
    assert says.casefold() in err.casefold()
    code, out, _ = run("add", bad, table, "--json", home=home)
    refused, unchanged = json.loads(out)["sources"]
    assert (code, refused["status"], unchanged["status"]) == (1, "refused", "unchanged")
    assert set(refused["counts"].values()) == {0}
    assert place in [problem["place"] for problem in refused["problems"]]
    assert [row["file"] for row in json.loads(run("list", "sources", "--json", home=home)[1])] == ["list.csv"]


def test_a_file_that_is_absent_is_2_before_any_is_read(run: Run, tmp_path: Path, table: Path) -> None:
    code, out, err = run("add", table, tmp_path / "gone.pdf", home=tmp_path / "home")
    assert (code, out) == (2, "")
    assert "gone.pdf: there is no such file" in err
    assert not (tmp_path / "home").exists()


def test_add_reads_standard_input(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("add", "-", "--json", home=tmp_path, stdin=TABLE)
    assert (code, json.loads(out)["sources"][0]["file"]) == (0, "-")


@pytest.mark.parametrize("review", ["SMR", "nonsense", "XXX-1"])
def test_a_review_that_is_none_is_2(run: Run, tmp_path: Path, table: Path, review: str) -> None:
    code, _, err = run("add", table, "--review", review, home=tmp_path / "home")
    assert code == 2
    assert review in err


def test_standard_input_is_named_once_only(run: Run, tmp_path: Path) -> None:
    code, out, err = run("add", "-", "-", home=tmp_path / "home", stdin=TABLE)
    assert (code, out) == (2, "")
    assert "named twice" in err


def test_what_is_added_while_another_process_writes_waits_for_it(
    run: Run, tmp_path: Path, table: Path
) -> None:
    home = tmp_path / "home"
    held, finished = threading.Event(), threading.Event()

    def hold() -> None:
        with Workspace(home).lock():
            held.set()
            finished.wait(1)

    writer = threading.Thread(target=hold)
    writer.start()
    held.wait()
    code, out, err = run("add", table, home=home)
    writer.join()
    assert (code, "list.csv: added" in out) == (0, True)
    assert err.startswith(f"Another upr-graph (process {os.getpid()}) is writing to this workspace. ")


def test_what_was_read_is_not_kept_where_the_other_process_never_ends(
    run: Run, tmp_path: Path, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph_loader.add.KEEP_PATIENCE", 0.1)
    with Workspace(tmp_path / "home").lock():
        code, out, err = run("add", table, "--quiet", home=tmp_path / "home")
    assert (code, out) == (2, "")
    assert f"another upr-graph is writing to this workspace (process {os.getpid()})" in err
    assert "Files kept: 0 of 1." in err


def test_build_json_has_the_keys_of_the_contract_and_keeps_the_choice_about_shipped_data(
    run: Run, tmp_path: Path
) -> None:
    for options in (["--no-shipped"], []):
        code, out, _ = run("build", "--json", *options, home=tmp_path / "home")
        found = json.loads(out)
        assert code == 0
        assert list(found) == ["snapshot", "quads", "triples", "graphs", "recommendations", "validation"]
        assert list(found["validation"]) == ["conforms", "violations", "warnings", "infos"]
        assert (found["recommendations"], found["validation"]["violations"]) == (0, 0)


def test_a_second_builder_is_refused_with_the_process_that_builds(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graph_loader import workspace  # noqa: PLC0415

    monkeypatch.setattr(workspace.Workspace.lock.__wrapped__, "__defaults__", (0.2,))
    with workspace.Workspace(tmp_path).lock():
        code, out, err = run("build", home=tmp_path)
    assert (code, out) == (2, "")
    assert f"(process {os.getpid()})" in err


@pytest.mark.parametrize(
    "arguments",
    [["validate"], ["export", "--output", "{}"]],
)
@pytest.mark.usefixtures("two_tables")
def test_an_empty_workspace_builds_itself(run: Run, tmp_path: Path, arguments: list[str]) -> None:
    home = tmp_path / "home"
    code, out, err = run(*(argument.format(tmp_path / "out") for argument in arguments), home=home)
    assert code == 0
    assert out
    assert err.startswith("Building a snapshot from the data at hand.\n")
    assert (home / "current").exists()


# --- export ------------------------------------------------------------------------------------------


def test_export_writes_dumps_manifest_and_sums(run: Run, tmp_path: Path, settings: Settings) -> None:
    code, out, err = run("export", "--output", tmp_path / "out")
    assert code == 0
    assert {Path(line).name for line in out.splitlines()} == {"upr-graph.ttl", "upr-graph.nq"}
    assert (settings.home / "current").read_text().strip() in err
    for line in (tmp_path / "out" / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == digest
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    quads = (tmp_path / "out" / "upr-graph.nq").read_bytes()
    assert (manifest["sha256"], manifest["quads"]) == (hashlib.sha256(quads).hexdigest(), quads.count(b"\n"))


@pytest.mark.slow
def test_the_same_snapshot_is_exported_as_the_same_bytes(
    settings: Settings, run: Run, tmp_path: Path
) -> None:
    run("export", "--output", tmp_path / "one")
    _process("export", "--output", str(tmp_path / "two"), home=settings.home)
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


@pytest.mark.parametrize("formats", ["nope", "", ",", "ttl,nope"])
def test_an_unknown_export_format_is_2_with_the_known_ones(run: Run, tmp_path: Path, formats: str) -> None:
    code, out, err = run("export", "--output", tmp_path / "out", "--formats", formats)
    assert (code, out) == (2, "")
    assert "Formats: nq, ttl." in err


def test_a_folder_that_cannot_be_made_is_2(run: Run, table: Path) -> None:
    assert run("export", "--output", table)[0] == 2
    assert run("export", "--output", table / "below")[0] == 2


# --- validate ----------------------------------------------------------------------------------------


def test_the_current_snapshot_conforms(run: Run) -> None:
    code, out, err = run("validate")
    assert (code, err) == (0, "")
    assert out.startswith("Conforms")


def test_validate_json_has_the_keys_of_the_contract(run: Run) -> None:
    found = json.loads(run("validate", "--format", "json")[1])
    assert list(found) == ["conforms", "counts", "results"]
    assert set(found["counts"]) == {"violation", "warning", "info"}
    for result in found["results"]:
        assert set(result) == {"shape", "code", "severity", "focus", "path", "value", "message", "source"}


def test_a_report_is_written_into_a_file(run: Run, tmp_path: Path) -> None:
    code, out, err = run("validate", "--format", "json", "--output", tmp_path / "report.json")
    assert (code, out) == (0, "")
    assert "Written to" in err
    assert json.loads((tmp_path / "report.json").read_text())["conforms"]
    assert run("validate", "--output", tmp_path / "no" / "folder")[0] == 2


VIOLATING = "<http://example.org/r> a <https://w3id.org/upr-graph/ns#Recommendation> ."
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<http://example.org/S> a sh:NodeShape ; sh:targetNode <http://example.org/r> ; sh:nodeKind sh:Literal .
"""


@pytest.mark.parametrize(
    ("options", "code"), [([], 1), (["--fail-on", "warning"], 1), (["--fail-on", "never"], 0)]
)
def test_a_graph_with_violations_is_1_unless_nothing_is_to_fail(
    run: Run, tmp_path: Path, options: list[str], code: int
) -> None:
    (tmp_path / "graph.ttl").write_text(VIOLATING)
    found, out, err = run("validate", tmp_path / "graph.ttl", *options)
    assert (found, err) == (code, "")
    assert out.startswith("Does not conform")


def test_a_graph_is_read_from_standard_input_and_checked_by_other_shapes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    code, out, _ = run(
        "validate", "-", "--shapes", tmp_path / "shapes.ttl", "--format", "json", stdin=VIOLATING
    )
    assert (code, json.loads(out)["counts"]["violation"]) == (1, 1)


@pytest.mark.parametrize("place", ["data", "shapes"])
def test_a_file_that_does_not_parse_is_2_with_its_place(run: Run, tmp_path: Path, place: str) -> None:
    (tmp_path / "broken.ttl").write_text("<http://example.org/a> <http://example.org/b>\n oops .")
    options = ["--shapes", tmp_path / "broken.ttl"] if place == "shapes" else [tmp_path / "broken.ttl"]
    code, out, err = run("validate", *options)
    assert (code, out) == (2, "")
    assert "broken.ttl:2:" in err


@pytest.mark.parametrize("arguments", [["gone.ttl"], ["--shapes", "gone.ttl"], [str(CHECKOUT)]])
def test_nothing_to_validate_is_2(run: Run, arguments: list[str]) -> None:
    assert run("validate", *arguments)[:2] == (2, "")


def test_csv_of_a_query_can_be_read_by_others(run: Run) -> None:
    _, out, _ = run("query", "noted-then-acted", "--param", "review=KAZ-2", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["positionLabel"] for row in rows} == {"noted"}


def test_a_changed_copy_of_a_named_query_takes_its_parameters(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "mine.rq"
    copy.write_text(catalogue()["reviews-overview"].text.replace("ORDER BY", "ORDER BY DESC(?review)"))
    code, out, _ = run("query", copy, "--param", "state=KAZ", "--format", "csv")
    assert (code, out.count("id/review/KAZ-")) == (0, 4)
    copy.write_text("SELECT * { ?s ?p ?o } LIMIT 1")
    code, _, err = run("query", copy, "--param", "state=KAZ")
    assert (code, "Copy the header of a named query" in err) == (2, True)
