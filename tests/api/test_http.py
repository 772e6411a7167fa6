"""What holds for every route: methods, headers, errors, entity tags."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api import pages
from api.app import create_app
from api.settings import Settings

ASK = "/sparql?query=ASK%7B%7D"
ROUTES = (
    "/",
    "/query",
    "/queries",
    "/queries/reviews-overview",
    ASK,
    "/health",
    "/ready",
    "/docs",
    "/openapi.json",
)


@pytest.mark.parametrize("address", ROUTES)
def test_head_answers_as_get_without_a_body(client: TestClient, address: str) -> None:
    head, get = client.head(address), client.get(address)
    assert head.status_code == get.status_code == 200
    assert head.content == b""
    assert head.headers["content-type"] == get.headers["content-type"]
    assert head.headers["content-length"] == str(len(get.content)) == get.headers["content-length"]


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("/sparql", "GET, HEAD, OPTIONS, POST"),
        ("/queries/reviews-overview", "GET, HEAD, OPTIONS"),
        ("/health", "GET, HEAD, OPTIONS"),
        ("/static/upr.css", "GET, HEAD, OPTIONS"),
    ],
)
def test_a_wrong_method_is_405_with_the_right_ones(client: TestClient, address: str, allowed: str) -> None:
    answer = client.request("DELETE", address)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert answer.headers["content-type"] == "application/problem+json"
    assert client.options(address).headers["allow"] == allowed


def test_options_of_an_unknown_path_is_404(client: TestClient) -> None:
    assert client.options("/nope").status_code == 404


def test_a_preflight_request_of_a_browser_is_granted(client: TestClient) -> None:
    answer = client.options(
        "/sparql",
        headers={
            "Origin": "https://example.org",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Content-Type" in answer.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    "address", ["/nope", "/static/nope.css", "/static/../app.py", "/queries/a/b", "/%00"]
)
def test_an_unknown_path_is_404_as_a_problem_and_as_a_page(
    client: TestClient, browser: dict[str, str], address: str
) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["status"] == 404
    page = client.get(address, headers=browser)
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")


@pytest.mark.parametrize("address", [*ROUTES, "/nope", "/sparql?query=x"])
def test_every_answer_says_that_anybody_may_read_it(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["access-control-allow-origin"] == "*"
    assert headers["x-content-type-options"] == "nosniff"
    assert "Accept" in headers["vary"]
    assert "cache-control" in headers


@pytest.mark.parametrize("address", [route for route in ROUTES if route != "/openapi.json"])
def test_answers_name_their_snapshot(client: TestClient, address: str) -> None:
    snapshot = client.get("/health").json()["snapshot"]
    assert client.get(address).headers["upr-graph-snapshot"] == snapshot


@pytest.mark.parametrize("address", ["/", "/queries", "/queries/reviews-overview", ASK, "/sparql", "/docs"])
def test_a_client_that_has_an_answer_gets_304(client: TestClient, address: str) -> None:
    tag = client.get(address).headers["etag"]
    for condition in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = client.get(address, headers={"If-None-Match": condition})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    for condition in ('"other"', "nonsense", tag[1:-1], tag[:5]):
        assert client.get(address, headers={"If-None-Match": condition}).status_code == 200


def test_the_tag_differs_by_format_and_by_query(client: TestClient) -> None:
    tags = {
        client.get(ASK).headers["etag"],
        client.get(ASK, headers={"Accept": "text/csv"}).headers["etag"],
        client.get("/sparql?query=ASK%7B%20%7D").headers["etag"],
        client.get(ASK + "&default-graph-uri=http://example.org/").headers["etag"],
        client.get(ASK + "&named-graph-uri=http://example.org/").headers["etag"],
    }
    assert len(tags) == 5


def test_the_condition_of_a_post_does_not_count(client: TestClient) -> None:
    answer = client.post("/sparql", data={"query": "ASK {}"}, headers={"If-None-Match": "*"})
    assert answer.status_code == 200


def test_errors_are_not_kept_as_answers(client: TestClient, browser: dict[str, str]) -> None:
    answer = client.get("/query?query=x", headers={**browser, "If-None-Match": "*"})
    assert (answer.status_code, "etag" in answer.headers) == (400, False)


def test_the_description_tells_errors_as_they_are(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    assert set(description["components"]["schemas"]) == {"Problem"}
    for methods in description["paths"].values():
        for operation in methods.values():
            assert "422" not in operation["responses"]
            assert "application/problem+json" in operation["responses"]["default"]["content"]
            assert operation["summary"] and operation["description"]
    answers = description["paths"]["/sparql"]["get"]["responses"]["200"]["content"]
    assert {"text/csv", "text/turtle", "application/sparql-results+json"} <= set(answers)


def test_without_a_snapshot_every_answer_is_503(tmp_path: Path, browser: dict[str, str]) -> None:
    with TestClient(create_app(Settings(tmp_path))) as empty:
        for address in ("/health", "/ready", "/", ASK, "/queries"):
            answer = empty.get(address)
            assert (answer.status_code, answer.json()["title"]) == (503, "No snapshot can be served")
        assert "upr-graph build" in empty.get("/", headers=browser).text


def test_a_bug_is_500_and_tells_nothing_of_the_inside(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "docs_page", lambda *_: 1 / 0)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        answer = client.get("/docs")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "ZeroDivision" not in answer.text


def test_a_path_with_a_slash_too_many_is_redirected(client: TestClient) -> None:
    assert client.get("/queries/").headers["location"].endswith("/queries")
