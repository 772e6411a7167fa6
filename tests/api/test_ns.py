"""The ontology over HTTP: one address, a page and four forms of data, a context, vocabularies."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
from fastapi.testclient import TestClient
from rdflib import Dataset, Graph

from api import term_pages
from api.app import create_app
from api.settings import Settings
from api.term_examples import Example
from api.term_uses import datatypes, uses
from ontology.documentation import documentation
from ontology.errors import QueryTimeout
from ontology.prefixes import BASE, PREFIXES
from ontology.serialise import ENDINGS, serialise, version
from sparql.catalogue import catalogue

TYPES = {
    "ttl": "text/turtle",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
}


@pytest.fixture(scope="module", autouse=True)
def _patience() -> Iterator[None]:
    """A busy machine may need longer for the examples than a reader should wait."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(term_pages, "_WAIT", 60.0)
        yield


@pytest.fixture(scope="module")
def ns(page: Callable[..., Any]) -> Any:
    return page("/ns")


# --- data --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", TYPES)
def test_each_form_comes_by_accept_by_ending_and_by_version(client: TestClient, ending: str) -> None:
    asked = client.get("/ns", headers={"Accept": TYPES[ending]})
    named = client.get(f"/ns.{ending}")
    versioned = client.get(f"/ns/{version()}.{ending}")
    assert asked.status_code == named.status_code == versioned.status_code == 200
    assert asked.content == named.content == versioned.content
    for answer in (asked, named, versioned):
        assert answer.headers["content-type"].partition(";")[0] == TYPES[ending]
        assert answer.headers["vary"] == "Accept"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert 'rel="canonical"' in answer.headers["link"]
    assert named.headers["content-disposition"] == f'inline; filename="upr.{ending}"'


def test_the_forms_are_those_that_are_proved_to_say_the_same(client: TestClient) -> None:
    for name, ending in ENDINGS.items():
        assert client.get(f"/ns.{ending}").content == serialise(name)


def test_programs_get_turtle_and_browsers_the_page(client: TestClient, browser: dict[str, str]) -> None:
    assert client.get("/ns").headers["content-type"].startswith("text/turtle")
    for address in ("/ns", f"/ns/{version()}"):
        assert client.get(address, headers=browser).headers["content-type"].startswith("text/html")
    assert client.get("/ns.html").headers["content-type"].startswith("text/html")
    assert client.get(f"/ns/{version()}.html").headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    ("accept", "status", "kind"),
    [
        ("text/turtle;q=0.2, application/ld+json", 200, "application/ld+json"),
        ("text/html;q=0.1, text/turtle", 200, "text/turtle"),
        ("application/xml", 200, "application/rdf+xml"),
        ("*/*;q=0", 406, "application/problem+json"),
        ("image/png", 406, "application/problem+json"),
        ("text/turtle;q=0", 406, "application/problem+json"),
        ("", 200, "text/turtle"),
        (";;;,,,q=", 200, "text/turtle"),
        ("text/turtle;q=" + "9" * 5000, 200, "text/turtle"),
        ("a/b," * 2000 + "text/turtle", 200, "text/turtle"),
    ],
)
def test_whatever_accept_says_the_answer_fits(
    client: TestClient, accept: str, status: int, kind: str
) -> None:
    answer = client.get("/ns", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (status, kind)


@pytest.mark.parametrize(
    "address", ["/ns", "/ns.rdf", "/ns/context.jsonld", "/ns.html", "/ns/vocab/position"]
)
def test_who_has_it_already_gets_304(client: TestClient, address: str) -> None:
    first = client.get(address)
    head = client.head(address)
    again = client.get(address, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_forms_have_tags_of_their_own(client: TestClient) -> None:
    tags = {client.get(f"/ns.{ending}").headers["etag"] for ending in (*TYPES, "html")}
    assert len(tags) == 5


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/ns.exe", "It has: ttl, rdf, jsonld, nt, html."),
        ("/ns.TTL", "It has: ttl"),
        ("/ns.", ""),
        ("/ns/0.0.1", "there is {version}, at /ns/{version}"),
        ("/ns/0.0.1.ttl", "there is {version}"),
        ("/ns/{version}.exe", "It has: ttl"),
        ("/ns/{version}0", "There is no version"),
        ("/ns/Recommendation", "it is at /ns#Recommendation"),
        ("/ns/vocab/none", "There are: accreditation,"),
        ("/ns/vocab/..%2F..%2Fetc", ""),
        ("/ns/" + "9" * 5000, "There is no version"),
        ("/ns/%00", "There is no version"),
    ],
)
def test_what_there_is_not_is_404_and_says_what_there_is(client: TestClient, address: str, said: str) -> None:
    answer = client.get(address.format(version=version()))
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert said.format(version=version()) in answer.json()["detail"]
    assert len(answer.text) < 2000


def test_a_browser_is_told_of_a_wrong_version_in_a_page(page: Callable[..., Any]) -> None:
    assert f"there is {version()}" in page("/ns/0.0.1", 404).text


def test_only_reading_is_allowed(client: TestClient) -> None:
    answer = client.post("/ns", content=b"x")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


# --- the context -------------------------------------------------------------------------------------


def test_the_context_is_served_for_any_site(client: TestClient) -> None:
    answer = client.get("/ns/context.jsonld", headers={"Origin": "https://example.org"})
    assert answer.headers["content-type"] == "application/ld+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    names = answer.json()["@context"]
    assert names["date"] == {"@id": "upr:date", "@type": "xsd:date"}
    assert names["positionStatus"] == {
        "@id": "upr:positionStatus",
        "@type": "@vocab",
        "@context": {"@vocab": PREFIXES["pos"]},
    }
    assert names["summary"]["@container"] == "@language"
    assert names["cycle"]["@type"] == "xsd:integer"


def test_what_a_thing_is_said_in_json_with_the_context_is_what_the_graph_says(client: TestClient) -> None:
    thing = f"<{BASE}id/recommendation/KAZ-2-126.27>"
    described = client.get(
        "/sparql", params={"query": f"DESCRIBE {thing}"}, headers={"Accept": "application/n-triples"}
    )
    graph = Graph(bind_namespaces="none").parse(data=described.text, format="nt")
    context = client.get("/ns/context.jsonld").json()["@context"]
    written = json.loads(graph.serialize(format="json-ld", context=context))
    assert written["type"] or written["@type"]
    read = Dataset(default_union=True).parse(
        data=json.dumps({**written, "@context": context}), format="json-ld"
    )
    assert {(s, p, o) for s, p, o, _ in read.quads()} == set(graph)


def test_dates_are_typed_as_the_shapes_say() -> None:
    assert {datatypes()[PREFIXES["upr"] + name] for name in ("date", "statedOn", "reviewDate")} == {
        PREFIXES["xsd"] + "date"
    }
    assert PREFIXES["upr"] + "text" not in {k for k, v in datatypes().items() if v.endswith("#string")}


# --- the page ----------------------------------------------------------------------------------------


def test_every_term_has_its_place_on_the_page(ns: Any) -> None:
    every = [element["id"] for _, element in ns.elements if "id" in element]
    assert len(every) == len(set(every))
    assert {term.name for term in documentation().terms} <= set(every)
    assert {f"module/{module.name}" for module in documentation().modules} <= set(every)


def test_every_link_arrives(
    ns: Any, client: TestClient, page: Callable[..., Any], browser: dict[str, str]
) -> None:
    places = {"": _places(ns)}
    for link in set(ns.links):
        address, mark, place = link.partition("#")
        if address.startswith("/ns/vocab/"):
            places[address] = places.get(address) or _places(page(address))
        if address in places:
            assert not mark or place in places[address], link
    inside = {link.partition("#")[0].partition("?")[0] for link in ns.links if link.startswith("/")}
    queries = {address for address in inside if address.startswith("/queries/")}
    assert queries <= {f"/queries/{name}" for name in catalogue()}
    for address in inside - queries - set(places):
        assert client.get(address, headers=browser).status_code == 200, address


def _places(found: Any) -> set[str]:
    return {element["id"] for _, element in found.elements if "id" in element}


def test_a_term_says_who_uses_it(ns: Any) -> None:
    article = _article(ns.html, "currentPosition")
    assert "at most one value" in article
    assert 'href="#rule/20-current-position"' in article
    assert 'href="#check/R06"' in article
    assert 'href="/queries/noted-then-acted"' in article
    assert 'href="#Position"' in article


def test_a_term_that_the_graph_does_not_use_says_so(ns: Any) -> None:
    assert "No example in this graph" in _article(ns.html, "FormalConfirmation")


def _article(html: str, name: str) -> str:
    found = re.search(rf'<article class="term" id="{name}">.*?</article>', html, re.DOTALL)
    assert found
    return unescape(found[0])


def test_examples_are_turtle_and_true(ns: Any, client: TestClient) -> None:
    texts = [unescape(text) for text in re.findall(r"</dl>\n<pre>\n(.*?)</pre>", ns.html, re.DOTALL)]
    assert len(texts) > 60
    assert all(len(text.splitlines()) <= 8 for text in texts)
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    graph = Graph()
    for text in texts:
        graph.parse(data=f"@base <{BASE}> .\n{head}{text}", format="turtle")
    lines = [f"{s.n3()} {p.n3()} {o.n3()}" for s, p, o in sorted(graph)]
    values = " ".join(f"({line})" for line in lines)
    query = f"SELECT (COUNT(*) AS ?n) {{ VALUES (?s ?p ?o) {{ {values} }} ?s ?p ?o }}"
    answer = client.post("/sparql", data={"query": query, "format": "json"})
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == str(len(lines))


def test_the_example_of_a_term_uses_it(ns: Any) -> None:
    for name in ("Recommendation", "Position", "madeBy", "positionStatus", "summary", "cycle"):
        example = _article(ns.html, name).partition("<pre>")[2]
        assert f"upr:{name}" in example
        assert "/KAZ" in example


def test_examples_are_looked_up_once_for_a_snapshot(
    client: TestClient, ns: Any, browser: dict[str, str]
) -> None:
    started = time.perf_counter()
    for _ in range(5):
        assert client.get("/ns", headers=browser).status_code == 200
    assert (time.perf_counter() - started) / 5 < 0.1


def test_the_words_come_at_once_where_examples_take_long(
    settings: Settings, browser: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(*_: object) -> dict[str, Example]:
        go_on.wait(10)
        return {}

    monkeypatch.setattr(term_pages, "_WAIT", 0.05)
    monkeypatch.setattr(term_pages, "examples", slow)
    with TestClient(create_app(settings)) as client:
        html = client.get("/ns", headers=browser).text
        assert "Still being looked up" in html
        assert 'id="Recommendation"' in html
        go_on.set()
        monkeypatch.setattr(term_pages, "_WAIT", 10)
        assert "No example in this graph" in client.get("/ns", headers=browser).text


def test_a_lookup_that_fails_is_tried_again_later(
    settings: Settings, browser: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def stopped(*_: object) -> dict[str, Example]:
        tried.append(1)
        raise QueryTimeout("The query was stopped after 10 s.")

    monkeypatch.setattr(term_pages, "examples", stopped)
    with TestClient(create_app(settings)) as client:
        for _ in range(3):
            assert client.get("/ns", headers=browser).status_code == 200
        assert len(tried) == 1
        monkeypatch.setattr(term_pages, "_TRY_AGAIN", 0)
        assert client.get("/ns", headers=browser).status_code == 200
    assert len(tried) == 2


def test_a_vocabulary_page_has_every_concept(page: Callable[..., Any], client: TestClient) -> None:
    for scheme in documentation().schemes:
        found = page(f"/ns/vocab/{scheme.name}")
        assert {concept.notation for concept in scheme.concepts} <= _places(found)
        assert len(found.all("h1")) == 1


def test_the_page_is_not_huge_and_loads_nothing_from_elsewhere(ns: Any) -> None:
    assert len(ns.html.encode()) < 500_000
    assert [script["src"] for script in ns.all("script")] == ["/static/upr.js"]
    assert not any("style" in attributes for _, attributes in ns.elements)
    assert len(ns.all("h1")) == 1
    levels = [int(tag[1]) for tag, _ in ns.elements if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_shapes_are_found_by_path_by_target_and_in_queries() -> None:
    def codes(name: str) -> set[str]:
        return {shape.code for shape in uses()[PREFIXES["upr"] + name].shapes}

    assert "V02" in codes("cycle")
    assert {"V01", "V02", "V03"} <= codes("Review")
    assert "R01" in codes("number")


def test_every_named_query_is_at_the_terms_it_asks_for() -> None:
    found = {query.name for one in uses().values() for query in one.queries}
    assert found == set(catalogue())


@pytest.mark.parametrize("ending", TYPES)
def test_a_vocabulary_comes_as_data_by_accept_and_by_ending(client: TestClient, ending: str) -> None:
    asked = client.get("/ns/vocab/position", headers={"Accept": TYPES[ending]})
    named = client.get(f"/ns/vocab/position.{ending}")
    assert asked.content == named.content
    assert named.headers["content-type"].partition(";")[0] == TYPES[ending]
    assert b"partially-supported" in named.content
    assert b"/ns#Recommendation" not in named.content


def test_the_list_of_vocabularies_is_data_for_programs_and_a_place_on_the_page_for_people(
    client: TestClient, browser: dict[str, str]
) -> None:
    listed = client.get("/ns/vocab", headers={"Accept": "text/turtle"})
    assert "vocab/theme" in listed.text and "vocab/role" in listed.text
    sent = client.get("/ns/vocab", headers=browser, follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, "/ns#vocabularies")


@pytest.mark.parametrize("address", ["/ns/vocab/nope", "/ns/vocab/position.exe"])
def test_an_unknown_vocabulary_or_ending_is_404(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404
