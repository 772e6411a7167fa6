from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from sparql.catalogue import catalogue

NEEDED = {
    "date": "2024-01-01",
    "recommendation": "KAZ-2-126.8",
    "resource": "recommendation/KAZ-2-126.27",
    "review": "KAZ-2",
    "state": "KAZ",
    "theme": "torture",
}


def _needed(name: str) -> dict[str, str]:
    return {p.name: NEEDED[p.name] for p in catalogue()[name].parameters if p.required}


def test_the_list_says_what_each_query_is(client: TestClient) -> None:
    found = {query["name"]: query for query in client.get("/queries").json()["queries"]}
    assert set(found) == set(catalogue())
    one = found["noted-then-acted"]
    assert set(one) == {"name", "title", "question", "parameters", "columns", "since", "href"}
    assert {"name": "state", "description": "State under review", "required": False} in one["parameters"]


@pytest.mark.parametrize("name", catalogue())
def test_every_named_query_answers_as_data_and_as_a_page(
    client: TestClient, page: Callable[..., Any], name: str
) -> None:
    answer = client.get(f"/queries/{name}", params=_needed(name))
    assert answer.status_code == 200
    if answer.headers["content-type"].startswith("application/sparql-results+json"):
        assert set(catalogue()[name].columns) <= set(answer.json()["head"]["vars"])
    else:
        assert answer.headers["content-type"].startswith("text/turtle")
    shown = page(f"/queries/{name}", **_needed(name))
    assert shown.all("table") or shown.all("pre") or "No rows." in shown.text


@pytest.mark.parametrize("address", ["/queries/reviews-overview.csv", "/queries/reviews-overview?format=csv"])
def test_a_suffix_or_a_format_names_the_format_and_the_file(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'inline; filename="reviews-overview.csv"'
    assert answer.text.splitlines()[1].count("KAZ") == 2


def test_parameters_take_keys_and_iris(client: TestClient) -> None:
    key = client.get("/queries/reviews-overview", params={"state": "kaz"})
    iri = client.get("/queries/reviews-overview", params={"state": "https://w3id.org/upr-graph/id/state/KAZ"})
    assert len(key.json()["results"]["bindings"]) == 4
    assert key.json() == iri.json()


def test_a_parameter_given_twice_has_both_values(client: TestClient) -> None:
    answer = client.get("/queries/reviews-overview?state=KAZ&state=SVN")
    assert answer.headers["upr-graph-rows"] == "4"


def test_empty_parameters_of_a_form_do_not_count(client: TestClient) -> None:
    answer = client.get("/queries/reviews-overview?state=&format=&timeout=")
    assert answer.headers["upr-graph-rows"] == "4"


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/queries/nope", 404, "There is no query 'nope'"),
        ("/queries/review-overview", 404, "Did you mean reviews-overview"),
        ("/queries/reviews-overview?stat=KAZ", 400, "It takes state."),
        ("/queries/reviews-overview?state=Kazakhstan", 400, "such as KAZ"),
        ("/queries/who-says-so", 400, "cannot be asked without resource"),
        ("/queries/reviews-overview.nope", 400, "json, xml, csv, tsv"),
        ("/queries/reviews-overview?format=nope", 400, "json, xml, csv, tsv"),
        ("/queries/reviews-overview?format=turtle", 400, "Turtle cannot hold"),
        ("/queries/reviews-overview?timeout=soon", 422, "0.5 or 500ms"),
        ("/queries/reviews-overview?state=%ff", 400, "not UTF-8"),
        ("/queries/reviews-overview?state=" + "x" * 3000, 400, "at most 2,000 characters"),
    ],
)
def test_what_cannot_be_asked_says_why(client: TestClient, address: str, status: int, says: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert says in answer.json()["detail"]


def test_no_acceptable_format_is_406(client: TestClient) -> None:
    answer = client.get("/queries/reviews-overview", headers={"Accept": "text/turtle"})
    assert answer.status_code == 406


def test_a_page_shows_the_form_again_with_what_was_wrong(page: Callable[..., Any]) -> None:
    found = page("/queries/reviews-overview", 400, state="Kazakhstan")
    assert "it takes an ISO 3166-1 alpha-3 code such as KAZ" in found.text
    assert [field["value"] for field in found.all("input")] == ["Kazakhstan"]


def test_a_page_asks_for_what_a_query_needs_before_it_runs(page: Callable[..., Any]) -> None:
    found = page("/queries/who-says-so")
    assert "required" in found.all("input")[0]
    assert not found.all("table")


def test_a_page_links_the_same_rows_as_data(client: TestClient, page: Callable[..., Any]) -> None:
    links = page("/queries/noted-then-acted", state="KAZ", review="KAZ-2").links
    rows = client.get("/queries/noted-then-acted?state=KAZ&review=KAZ-2").headers["upr-graph-rows"]
    found = [link for link in links if "format=" in link]
    assert len(found) == 4
    for link in found:
        assert "state=KAZ&review=KAZ-2" in link
        assert client.get(link).headers["upr-graph-rows"] == rows


def test_a_page_shows_labels_as_links_and_hides_their_columns(page: Callable[..., Any]) -> None:
    found = page("/queries/reviews-overview", state="KAZ")
    assert "/queries/who-says-so?resource=review/KAZ-2" in found.links
    assert "State label" not in found.text


def test_the_links_of_a_page_lead_somewhere(client: TestClient, page: Callable[..., Any]) -> None:
    links = page("/queries/recommendation-trail", **_needed("recommendation-trail")).links
    own = [link for link in links if link.startswith("/")]
    assert len(own) > 10
    assert {link: client.get(link).status_code for link in own} == dict.fromkeys(own, 200)
