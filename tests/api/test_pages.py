from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api import service
from api.app import create_app
from api.settings import Settings
from graph_loader.add import add_file
from graph_loader.build import build
from graph_loader.workspace import Workspace

HOSTILE = "</textarea></pre><script>alert(1)</script>\"' onmouseover='alert(2)"
PAGES = (
    "/",
    "/query",
    "/queries",
    "/docs",
    "/queries/noted-then-acted?state=KAZ",
    "/query?query=ASK%20%7B%7D",
    "/query?query=DESCRIBE%20%3Chttps://w3id.org/upr-graph/id/state/KAZ%3E",
    "/query?query=SELECT%20%3Fx%20%7B%7D",
)


@pytest.fixture(scope="module")
def home(page: Callable[..., Any]) -> Any:
    return page("/")


def test_the_home_page_begins_with_the_figures_of_kazakhstan(home: Any) -> None:
    said = "In 4 reviews Kazakhstan received 861 recommendations and supported 738 of them, where lists are not loaded as documents declare it."
    assert said in home.text
    assert "cycle 3: A/HRC/43/2, Account of the Foreign Ministry" in home.text, "two sources agree"
    assert re.search(r"Acts recorded here bear on 27 that it had only noted before\.", home.text)


@pytest.mark.slow
def test_the_home_page_is_about_what_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """San Marino's recommendations are invented."""
    monkeypatch.setattr(service, "_LOOK_EVERY", 0.0)
    workspace = Workspace(tmp_path)
    build(workspace, with_shipped=False, fail_on="never")
    with TestClient(create_app(Settings(tmp_path, workers=1))) as client:
        assert "No review is loaded yet." in client.get("/").text
        add_file(workspace, Path("reviews.csv"), b"state,cycle,session\nSMR,9,90\n")
        table = b"review,number,states,summary\nSMR-9,4.1,Fiji,Paint every lighthouse blue\n"
        add_file(workspace, Path("list.csv"), table)
        build(workspace, fail_on="never")
        home = client.get("/").text
    assert "In 1 review San Marino received <strong>1</strong> recommendations" in home
    assert "KAZ" not in home


def test_the_chart_says_its_numbers_in_words(home: Any) -> None:
    labels = [svg["aria-label"] for svg in home.all("svg") if "aria-label" in svg]
    assert labels == [
        "Cycle 1: 128 received, 121 supported, 7 noted.",
        "Cycle 2: 194 received, 144 supported, 50 noted.",
        "Cycle 3: 245 received, 214 supported, 31 noted.",
        "Cycle 4: 294 received, 259 supported, unknown noted.",
    ]


def test_every_card_of_the_home_page_leads_to_rows(
    client: TestClient, browser: dict[str, str], home: Any
) -> None:
    cards = [
        link for link in home.links if link.startswith("/queries/") and "format=" not in link and "?" in link
    ]
    asked = [card for card in cards if "who-says-so" not in card]
    assert len(asked) == 6
    for card in asked:
        assert "<tbody>" in client.get(card, headers=browser).text
        assert int(client.get(card).headers["upr-graph-rows"]) > 0


def test_the_home_page_has_an_editor_with_its_rows_and_the_same_as_csv(client: TestClient, home: Any) -> None:
    assert [field["name"] for field in home.all("textarea")] == ["query"]
    assert len(home.all("tr")) == 5
    (csv,) = {link for link in home.links if link.endswith("format=csv")}
    assert client.get(csv).text.startswith("state,stateLabel,review")


@pytest.mark.parametrize("address", PAGES)
def test_pages_load_nothing_from_another_host(
    client: TestClient, page: Callable[..., Any], address: str
) -> None:
    found = page(address)
    loaded = [
        address
        for tag, attribute in (("script", "src"), ("link", "href"), ("img", "src"), ("form", "action"))
        for element in found.all(tag)
        if (address := element.get(attribute))
    ]
    assert loaded
    assert all(re.match("/[a-z]", address) for address in loaded)
    assert not found.all("style")
    assert all("src" in script for script in found.all("script"))
    assert not any(
        name == "style" or name.startswith("on") for _, attributes in found.elements for name in attributes
    )
    assert all(client.get(address).status_code < 400 for address in loaded)


def test_the_stylesheet_and_the_script_load_nothing() -> None:
    for name in ("upr.css", "upr.js"):
        text = (files("api") / "static" / name).read_text()
        assert not re.search(r"@import|url\(|https?:|fetch\(|innerHTML", text)


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_readable_without_sight(page: Callable[..., Any], address: str) -> None:
    found = page(address)
    assert len(found.all("h1")) == 1
    assert found.all("html")[0]["lang"] == "en"
    assert found.all("main")
    identifiers = [element["id"] for _, element in found.elements if "id" in element]
    assert len(identifiers) == len(set(identifiers))
    labelled = {label["for"] for label in found.all("label")}
    assert all(field["id"] in labelled for tag in ("input", "textarea") for field in found.all(tag))


@pytest.mark.parametrize(
    "address",
    [
        "/query?query={}",
        "/sparql?query={}",
        "/queries/reviews-overview?state={}",
        "/queries/reviews-overview?{}=1",
        "/queries/{}",
        "/{}",
        "/query?query=ASK%20%7B%7D&timeout={}",
        "/query?query=SELECT%20(%22%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%20AS%20%3Fx)%20%7B%7D",
        "/query?query=SELECT%20(IRI(%22http%3A%2F%2Fe.org%2F'%3E%3Cscript%3E%22)%20AS%20%3Fx)%20%7B%7D",
        "/query?query=SELECT%20(IRI(%22javascript%3Aalert(1)%22)%20AS%20%3Fx)%20%7B%7D",
        "/query?query=SELECT%20(STRLANG(%22a%22%2C%20%22en%22)%20AS%20%3Fx)%20%7B%7D",
        "/query?query=CONSTRUCT%20%7B%20%5B%5D%20a%20%22%3Cscript%3E%22%20%7D%20%7B%7D",
    ],
)
def test_what_a_visitor_sends_is_text_and_nothing_else(
    client: TestClient, browser: dict[str, str], page: Callable[..., Any], address: str
) -> None:
    answer = client.get(
        address.format(HOSTILE.replace("<", "%3C").replace("/", "%2F").replace("'", "%27")), headers=browser
    )
    found = type(page("/"))(answer.text)
    assert answer.headers["content-type"].startswith("text/html")
    assert [script["src"] for script in found.all("script")] == ["/static/upr.js"]
    assert not any(name.startswith("on") for _, attributes in found.elements for name in attributes)
    assert not any(link.startswith("javascript") for link in found.links)


def test_a_policy_forbids_scripts_of_others(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_editor_keeps_the_query(page: Callable[..., Any]) -> None:
    query = "\n\nSELECT ?x\n# a <comment> & more\n{ }\n"
    html = page("/query", query=query).html
    written = re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)
    assert written
    assert unescape(written[1]) == "\n" + query  # HTML drops the first line break


def test_no_rows_are_said_in_words(page: Callable[..., Any]) -> None:
    found = page("/query", query="SELECT ?s { ?s a <http://example.org/none> }")
    assert "No rows. The query ran." in found.text


@pytest.mark.parametrize(("query", "said"), [("ASK { ?s ?p ?o }", "Yes."), ("ASK { FILTER(false) }", "No.")])
def test_an_ask_is_answered_in_words(page: Callable[..., Any], query: str, said: str) -> None:
    assert said in page("/query", query=query).text


def test_a_graph_is_shown_as_turtle_with_its_downloads(page: Callable[..., Any]) -> None:
    found = page("/query", query="DESCRIBE <https://w3id.org/upr-graph/id/state/KAZ>")
    assert 'upr:iso3Code "KAZ"' in found.text
    assert [link.rsplit("=", 1)[1] for link in found.links if "format=" in link] == [
        "turtle",
        "ntriples",
        "rdfxml",
        "jsonld",
    ]


def test_long_answers_are_cut_on_the_page_and_whole_in_the_download(
    client: TestClient, page: Callable[..., Any]
) -> None:
    found = page("/query", query="SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1234")
    assert "1,234 rows, the first ones shown" in found.text
    assert len(found.all("tr")) == 1001
    (tsv,) = [link for link in found.links if link.endswith("format=tsv")]
    assert client.get(tsv).headers["upr-graph-rows"] == "1234"


def test_a_timeout_is_a_page_too(page: Callable[..., Any]) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?f ?i"
    assert "ran out of time" in page("/query", 504, query=query, timeout="200ms").text


def test_the_interface_is_described_without_loading_anything(
    client: TestClient, page: Callable[..., Any]
) -> None:
    described = client.get("/openapi.json").json()["paths"]
    text = page("/docs").text
    for path, methods in described.items():
        for method in methods:
            assert f"{method.upper()} {path}" in text


def test_the_navigation_says_where_one_is(page: Callable[..., Any]) -> None:
    for address in ("/", "/queries", "/query", "/docs"):
        (here,) = [a["href"] for a in page(address).all("a") if a.get("aria-current") == "page"]
        assert here == address
