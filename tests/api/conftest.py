from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli import main
from api.settings import Settings
from graph_loader.workspace import Workspace


@pytest.fixture(scope="session")
def settings(shipped: Workspace) -> Settings:
    """A workspace with the shipped data, built once; for reading only."""
    return Settings(shipped.root, workers=2, query_timeout=10, query_memory=4096)


@pytest.fixture(scope="session")
def client(settings: Settings) -> Iterator[TestClient]:
    """The application over that workspace; redirects are not followed."""
    with TestClient(create_app(settings), follow_redirects=False) as found:
        yield found


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], settings: Settings
) -> Callable[..., tuple[int, str, str]]:
    """Run a command; gives its exit code, standard output and standard error."""

    def command(*arguments: str | Path, home: Path = settings.home, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setenv("UPR_GRAPH_HOME", str(home))
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return command


@pytest.fixture(scope="session")
def browser() -> dict[str, str]:
    """The headers of a browser."""
    return {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"}


@pytest.fixture(scope="session")
def page(client: TestClient, browser: dict[str, str]) -> Callable[..., Page]:
    """Get a page as a browser does."""

    def get(address: str, status: int = 200, **parameters: str) -> Page:
        answer = client.get(address, params=parameters or None, headers=browser)
        assert answer.status_code == status
        assert answer.headers["content-type"].startswith("text/html")
        return Page(answer.text)

    return get


class Page(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def links(self) -> list[str]:
        return [href for attributes in self.all("a") if (href := attributes.get("href"))]
