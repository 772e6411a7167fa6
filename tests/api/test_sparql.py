from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

REVIEWS = "PREFIX upr: <https://w3id.org/upr-graph/ns#> SELECT ?cycle { ?r a upr:Review ; upr:cycle ?cycle } ORDER BY ?cycle"
ASK = "ASK { ?s ?p ?o }"
GRAPH = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 3"
JSON = "application/sparql-results+json"
DIRECT = {"Content-Type": "application/sparql-query"}
CROSS_PRODUCT = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?f ?i"


def test_a_query_by_get_answers_in_sparql_json(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": REVIEWS})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == JSON
    assert [row["cycle"]["value"] for row in answer.json()["results"]["bindings"]] == ["1", "2", "3", "4"]
    assert answer.headers["upr-graph-rows"] == "4"


def test_a_query_by_post_form_answers(client: TestClient) -> None:
    answer = client.post("/sparql", data={"query": ASK})
    assert (answer.status_code, answer.json()["boolean"]) == (200, True)


def test_a_query_by_post_direct_answers(client: TestClient) -> None:
    answer = client.post("/sparql", content=ASK, headers=DIRECT)
    assert (answer.status_code, answer.json()["boolean"]) == (200, True)


def test_a_byte_order_mark_is_no_part_of_a_query(client: TestClient) -> None:
    assert client.post("/sparql", content=b"\xef\xbb\xbf" + ASK.encode(), headers=DIRECT).status_code == 200


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (REVIEWS, "application/sparql-results+json", "application/sparql-results+json"),
        (REVIEWS, "application/sparql-results+xml", "application/sparql-results+xml"),
        (REVIEWS, "text/csv", "text/csv; charset=utf-8"),
        (REVIEWS, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (ASK, "application/sparql-results+json", "application/sparql-results+json"),
        (ASK, "application/sparql-results+xml", "application/sparql-results+xml"),
        (ASK, "text/csv", "text/csv; charset=utf-8"),
        (ASK, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (GRAPH, "text/turtle", "text/turtle; charset=utf-8"),
        (GRAPH, "application/n-triples", "application/n-triples"),
        (GRAPH, "application/rdf+xml", "application/rdf+xml"),
        (GRAPH, "application/ld+json", "application/ld+json"),
        (REVIEWS, "*/*", "application/sparql-results+json"),
        (GRAPH, "*/*", "text/turtle; charset=utf-8"),
        (REVIEWS, "application/json", "application/sparql-results+json"),
        (
            REVIEWS,
            "text/csv;q=0.4, text/tab-separated-values;q=0.5",
            "text/tab-separated-values; charset=utf-8",
        ),
        (REVIEWS, "image/png, text/csv;q=0.1", "text/csv; charset=utf-8"),
        (REVIEWS, "text/csv;q=0.1, text/html", "text/html; charset=utf-8"),
        (REVIEWS, "text/csv, text/html", "text/csv; charset=utf-8"),
        (REVIEWS, "text/html;q=0.5, */*", "application/sparql-results+json"),
        (REVIEWS, "text/turtle, text/html;q=0.5", "text/html; charset=utf-8"),
        (REVIEWS, "text/html,application/xml;q=0.9,image/webp,*/*;q=0.8", "text/html; charset=utf-8"),
    ],
)
def test_accept_chooses_the_format(client: TestClient, query: str, accept: str, media_type: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert "Accept" in answer.headers["vary"]


def test_several_accept_lines_are_one_list(client: TestClient) -> None:
    headers = [("Accept", "image/png"), ("Accept", "text/csv")]
    answer = client.get("/sparql", params={"query": ASK}, headers=headers)
    assert answer.headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "text/html;q=0", "*/*;q=0", "a/b," * 3000])
def test_no_acceptable_format_is_406_with_the_formats(client: TestClient, accept: str) -> None:
    answer = client.get("/sparql", params={"query": REVIEWS}, headers={"Accept": accept})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"
    assert "text/csv" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("name", "query"),
    [("json", REVIEWS), ("xml", REVIEWS), ("csv", REVIEWS), ("tsv", ASK), ("turtle", GRAPH), ("ttl", GRAPH)]
    + [(name, GRAPH) for name in ("ntriples", "nt", "rdfxml", "jsonld")],
)
def test_format_names_a_format(client: TestClient, browser: dict[str, str], name: str, query: str) -> None:
    answer = client.get("/sparql", params={"query": query, "format": name}, headers=browser)
    assert answer.status_code == 200
    assert not answer.headers["content-type"].startswith("text/html")
    assert 'filename="result.' in answer.headers["content-disposition"]


def test_every_format_says_the_same(client: TestClient) -> None:
    def body(name: str) -> str:
        return client.get("/sparql", params={"query": REVIEWS, "format": name}).text

    space = "{http://www.w3.org/2005/sparql-results#}"
    assert [row["cycle"] for row in csv.DictReader(io.StringIO(body("csv")))] == ["1", "2", "3", "4"]
    assert body("tsv").splitlines() == ["?cycle", "1", "2", "3", "4"]
    assert [e.text for e in ElementTree.fromstring(body("xml")).iter(f"{space}literal")] == [
        "1",
        "2",
        "3",
        "4",
    ]
    assert len(json.loads(body("json"))["results"]["bindings"]) == 4


@pytest.mark.parametrize("name", ["nope", "html", "../csv"])
def test_an_unknown_format_is_400_with_the_formats(client: TestClient, name: str) -> None:
    answer = client.get("/sparql", params={"query": ASK, "format": name})
    assert answer.status_code == 400
    assert "json, xml, csv, tsv, turtle" in answer.json()["detail"]


def test_a_format_that_cannot_hold_the_answer_is_400(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": ASK, "format": "turtle"})
    assert (answer.status_code, "json" in answer.json()["detail"]) == (400, True)


def test_a_syntax_error_is_400_with_line_and_column(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": "SELECT *\nWHERE { ?s ?p }"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    problem = answer.json()
    assert (problem["status"], problem["line"], problem["column"]) == (400, 2, 15)
    assert problem["type"] == "about:blank"
    assert set(problem) == {"type", "title", "status", "detail", "line", "column"}


def test_a_syntax_error_is_a_page_for_browsers_with_the_place_marked(page: Callable[..., Any]) -> None:
    found = page("/sparql", 400, query="SELECT *\nWHERE { ?s ?p }")
    (editor,) = found.all("textarea")
    assert (editor["data-error-line"], editor["data-error-column"]) == ("2", "15")
    assert "2 | WHERE { ?s ?p }\n  |               ^" in found.html


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "CLEAR ALL",
        "LOAD <http://127.0.0.1:1/>",
        "INSERT DATA { <http://example.org/a> <http://example.org/b> 1 }",
    ],
)
@pytest.mark.parametrize("method", ["get", "form", "direct"])
def test_service_and_updates_are_refused_with_400(client: TestClient, query: str, method: str) -> None:
    if method == "get":
        answer = client.get("/sparql", params={"query": query})
    elif method == "form":
        answer = client.post("/sparql", data={"query": query})
    else:
        answer = client.post("/sparql", content=query, headers=DIRECT)
    assert answer.status_code == 400
    assert answer.json()["line"] == 1


@pytest.mark.parametrize(
    ("kind", "content", "status"),
    [
        ("application/sparql-update", "CLEAR ALL", 403),
        ("application/x-www-form-urlencoded", "update=CLEAR+ALL", 403),
        ("application/x-www-form-urlencoded", "", 400),
        ("application/x-www-form-urlencoded", "query=ASK%7B%7D&query=ASK%7B%7D", 400),
        ("application/x-www-form-urlencoded", "query=%ff", 400),
        ("application/x-www-form-urlencoded", "&".join(f"a{i}=1" for i in range(1001)), 400),
        ("application/sparql-query", "", 400),
        ("application/sparql-query; charset=utf-8", "ASK {}", 200),
        ("application/sparql-query; charset=UTF-8; x=y", "ASK {}", 200),
        ("application/sparql-query; charset=nope", "ASK {}", 415),
        ("application/sparql-query; charset=idna", "ASK {}", 415),
        ("application/sparql-query; charset=utf-16", "ASK {}{", 400),
        ("application/json", "{}", 415),
        ("multipart/form-data; boundary=x", "--x--", 415),
        ("", "ASK {}", 415),
    ],
)
def test_bodies_of_post(client: TestClient, kind: str, content: str, status: int) -> None:
    answer = client.post("/sparql", content=content, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert answer.json().get("status", 200) == status


def test_bytes_that_are_no_text_are_400(client: TestClient) -> None:
    assert client.post("/sparql", content=b'ASK { ?s ?p "\xff" }', headers=DIRECT).status_code == 400


def test_a_large_body_is_413(client: TestClient) -> None:
    answer = client.post("/sparql", content="#" * 2**21, headers=DIRECT)
    assert (answer.status_code, answer.json()["status"]) == (413, 413)


@pytest.mark.parametrize(
    "query_string", ["query=ASK%7B%7D&query=ASK%7B%7D", "query=", "query=%00", "query=%ff", "update="]
)
def test_query_strings_that_ask_nothing_one_could_answer(client: TestClient, query_string: str) -> None:
    assert client.get(f"/sparql?{query_string}").status_code in (400, 403)


@pytest.mark.parametrize("timeout", ["0", "-1", "abc", "1e9", "1h"])
def test_a_timeout_that_cannot_be_read_is_422(client: TestClient, timeout: str) -> None:
    assert client.get("/sparql", params={"query": ASK, "timeout": timeout}).status_code == 422


@pytest.mark.parametrize("timeout", ["2", "0.5", "500ms", " 2 s ", ""])
def test_a_timeout_is_seconds_or_milliseconds(client: TestClient, timeout: str) -> None:
    assert client.get("/sparql", params={"query": ASK, "timeout": timeout}).status_code == 200


def test_a_cross_product_is_cut_off_at_its_deadline_with_504(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": CROSS_PRODUCT, "timeout": "300ms"})
    assert (answer.status_code, answer.json()["title"]) == (504, "The query ran out of time")
    assert client.get("/sparql", params={"query": ASK}).status_code == 200


def test_without_a_query_the_endpoint_describes_itself(client: TestClient) -> None:
    answer = client.get("/sparql")
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    assert "<http://testserver/sparql>" in answer.text
    assert client.get("/sparql", headers={"Accept": "application/ld+json"}).json()
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406


def test_a_host_that_is_none_is_not_repeated(client: TestClient) -> None:
    answer = client.get("/sparql", headers={"Host": 'a b"<script>'})
    assert (answer.status_code, "<script" in answer.text) == (200, False)


def test_without_a_query_a_browser_is_led_to_the_editor(client: TestClient, browser: dict[str, str]) -> None:
    answer = client.get("/sparql", headers=browser)
    assert (answer.status_code, answer.headers["location"]) == (303, "/query")


def test_a_client_that_names_graphs_sees_these_only(client: TestClient) -> None:
    graph = "https://w3id.org/upr-graph/graph/meta"
    one = client.get("/sparql", params={"query": ASK, "default-graph-uri": graph})
    none = client.get("/sparql", params={"query": ASK, "default-graph-uri": "http://example.org/none"})
    named = client.get(
        "/sparql", params={"query": "SELECT DISTINCT ?g { GRAPH ?g {} }", "named-graph-uri": graph}
    )
    assert (one.json()["boolean"], none.json()["boolean"]) == (True, False)
    assert [row["g"]["value"] for row in named.json()["results"]["bindings"]] == [graph]
    assert client.get("/sparql", params={"query": ASK, "default-graph-uri": "x"}).status_code == 400


def test_a_page_keeps_the_graphs_of_its_query_in_the_downloads(
    client: TestClient, page: Callable[..., Any]
) -> None:
    params = {"query": GRAPH, "default-graph-uri": "https://w3id.org/upr-graph/graph/meta"}
    (turtle,) = [link for link in page("/sparql", **params).links if link.endswith("format=turtle")]
    assert "default-graph-uri=https" in turtle
    assert client.get(turtle).text == client.get("/sparql", params=params).text
