from __future__ import annotations

import tarfile
import time
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from sparql.grammar import diagnose, explain

SUITES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "w3c" / "w3c_suites.tar.gz"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("SELECT * {\n ?s ?p ?o .\n  FILTR(?o) }", 3, 3, "FILTR cannot stand here, perhaps FILTER is meant"),
        ("SELECT * { ?s ?p ?o } LIMT 3", 1, 23, "perhaps LIMIT is meant"),
        ("ASK { FILTER NOT EXIST {} }", 1, 18, "perhaps EXISTS is meant"),
        (
            "SELECT ?x WHERE { ?x ?p }",
            1,
            25,
            "expected a blank node, a literal, a number, a variable, an IRI",
        ),
        ("SELECT * {", 1, 11, "the query ends where"),
        ("", 1, 1, "the query ends where"),
        ("SELECT * { ?s ?p 'abc\n}", 1, 18, "the string that begins with ' does not end on its line"),
        ("SELECT * { ?s ?p ?o ` }", 1, 21, "the character '`' cannot stand here"),
        ("SELECT (COUNT(?x) ?n) {}", 1, 19, "AS"),
        ("SELECT * { ?s upr:a ?o }", 1, 15, "PREFIX upr: <https://w3id.org/upr-graph/ns#>"),
        ("SELECT * { ?s my:a ?o }", 1, 15, "the prefix my: is not declared"),
        ("PREFIX ex:a <a:b> ASK {}", 1, 8, "expected a prefix such as ex:"),
        ("ASK { <rel> ?p ?o }", 1, 7, "the IRI <rel> is relative"),
        ("ASK { FILTER(?a<?b&&?c>?d) ?x }", 1, 31, "expected"),
        ("ASK { ?s ?p ?o }}", 1, 17, "found }"),
        ("ASK { GRAPH { } }", 1, 13, "expected a variable or an IRI"),
    ],
)
def test_the_first_wrong_token_is_named(text: str, line: int, column: int, message: str) -> None:
    fault = diagnose(text)
    assert fault is not None
    assert message in fault.message
    assert (fault.line, fault.column) == (line, column)
    assert fault.message.startswith(f"line {line}, column {column}: ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?s (COUNT(*) AS ?c) { ?s ?p ?o }", "neither in GROUP BY nor inside an aggregate"),
        ("SELECT (1 AS ?s) { ?s ?p ?o }", "takes a name that WHERE uses already"),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", r"SELECT * does not go with GROUP BY"),
        ("SELECT ?s ?s { ?s ?p ?o }", "SELECT names a variable twice"),
        ("ASK { ?s ?p <http://[> }", "An IRI is not well formed"),
        ("ASK { VALUES (?a ?b) { (1) } }", "The query does not parse"),
    ],
)
def test_faults_that_are_not_of_the_grammar_are_said_without_a_place(text: str, message: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        ox.Store().query(text)
    fault = explain(text, str(caught.value))
    assert message in fault.message
    assert (fault.line, fault.column) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        'VERSION "1.2" SELECT * { ?s ?p }',
        "SELECT * { ?s ?p ?o LATERAL { ?s } }",
        "SELECT * { << ?s ?p ?o >> ?q }",
    ],
)
def test_what_is_newer_than_the_grammar_is_left_to_the_engine(text: str) -> None:
    assert diagnose(text) is None


@pytest.mark.parametrize("piece", ["{", "FILTER(", "(", "1,", "?s ?p 1.", "+1", "<a:b>/", "!"])
def test_diagnosis_takes_time_linear_in_the_length_and_no_recursion(piece: str) -> None:
    started = time.perf_counter()
    diagnose("ASK { ?s ?p " + piece * (30_000 // len(piece)))
    assert time.perf_counter() - started < 4


@cache
def _suite_queries() -> dict[str, str]:
    if not SUITES.exists():
        return {}
    with tarfile.open(SUITES) as archive:
        members = [
            m
            for m in archive
            if m.name.endswith(".rq") and "/sparql1" in m.name and "/sparql12/" not in m.name
        ]
        return {m.name: (archive.extractfile(m) or pytest.fail()).read().decode() for m in members}


@pytest.mark.skipif(not SUITES.exists(), reason="the W3C test suites are not here")
def test_no_fault_is_found_in_the_queries_of_the_w3c_suites_that_parse() -> None:
    wrong = {}
    store = ox.Store()
    for name, text in _suite_queries().items():
        try:
            store.query(f"BASE <http://base/>\n{text}" if "BASE" not in text else text)
        except SyntaxError:
            continue
        except (OSError, RuntimeError):
            pass
        if (fault := diagnose(f"BASE <http://base/>\n{text}")) is not None:
            wrong[name] = fault.message
    assert wrong == {}


@pytest.mark.skipif(not SUITES.exists(), reason="the W3C test suites are not here")
def test_most_faults_of_the_w3c_suites_are_placed() -> None:
    refused = []
    store = ox.Store()
    for text in _suite_queries().values():
        try:
            store.query(text, base_iri="http://base/")
        except SyntaxError:
            refused.append(diagnose(text))
        except (OSError, RuntimeError):
            pass
    assert len(refused) > 90
    assert sum(fault is not None for fault in refused) / len(refused) > 0.7
