"""Pages for people, rendered on the server: an answer first, then the query behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import urlencode

from jinja2 import Environment
from markupsafe import Markup, escape

from api import rows
from api.home import Home, home
from api.problems import Problem
from api.protocol import QueryRequest
from api.rendering import environment
from api.service import Served
from api.shown import Shown, run
from sparql.catalogue import NamedQuery, catalogue
from sparql.results import FORMATS

_FIRST_QUERY: Final = "reviews-overview"
"""What stands in an editor that nobody has written in yet."""


@cache
def _templates() -> Environment:
    templates = environment()
    templates.filters["heading"] = rows.heading
    templates.filters["code"] = _with_code
    return templates


def _with_code(text: str) -> Markup:
    """Text with what stands between backticks as code."""
    parts = (escape(part) for part in text.split("`"))
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else part for index, part in enumerate(parts)
    )


def _render(name: str, **values: object) -> str:
    return _templates().get_template(name).render(**values)


@dataclass(frozen=True, slots=True)
class Download:
    """The same answer in a data format; `address` is complete, for scripts."""

    name: str
    label: str
    href: str
    address: str


def _downloads(
    shown: Shown | None, origin: str, path: str, fields: Sequence[tuple[str, str]]
) -> list[Download]:
    formats = shown.formats if shown else ()
    hrefs = [f"{path}?{urlencode([*fields, ('format', one.name)])}" for one in formats]
    return [Download(f.name, f.label, href, origin + href) for f, href in zip(formats, hrefs, strict=True)]


def home_page(served: Served, origin: str) -> str:
    """The home page; what it shows depends on the snapshot alone, so it is asked for once for each."""
    figures, text, shown = served.home or _home(served)
    return _render(
        "home.html",
        here="/",
        served=served,
        home=figures,
        query=text,
        shown=shown,
        downloads=_downloads(shown, origin, f"/queries/{_FIRST_QUERY}", ()),
    )


def _home(served: Served) -> tuple[Home, str, Shown]:
    """Figures, query and its answer; kept only when no query was stopped on the way."""
    text = _body(catalogue()[_FIRST_QUERY].text)
    found = home(served), text, run(served, QueryRequest(text))
    if found[0].complete and not found[2].problem:
        served.home = found
    return found


def _body(text: str) -> str:
    """A named query without the header that documents it."""
    lines = text.splitlines()
    first = next(index for index, line in enumerate(lines) if not line.startswith("#"))
    return "\n".join(line for line in lines[first:] if line.strip() != "# VALUES")


def query_page(served: Served, origin: str, asked: QueryRequest | None, shown: Shown | None) -> str:
    """The editor page; with a query, its answer below."""
    query = asked.query if asked else _body(catalogue()[_FIRST_QUERY].text)
    fields = [
        ("query", query),
        *(("default-graph-uri", graph) for graph in (asked.default_graphs if asked else ())),
        *(("named-graph-uri", graph) for graph in (asked.named_graphs if asked else ())),
    ]
    return _render(
        "query.html",
        here="/query",
        served=served,
        query=query,
        shown=shown,
        downloads=_downloads(shown, origin, "/sparql", fields),
        examples=tuple(catalogue().values()),
    )


def named_query_page(
    served: Served,
    origin: str,
    found: NamedQuery,
    given: Mapping[str, Sequence[str]],
    text: str | None,
    shown: Shown | None,
) -> str:
    """A named query: its question, a form for its parameters, its answer, its text.

    `text` is None where it could not be bound, `shown` where it was not asked.
    """
    fields = [(name, value) for name, several in given.items() for value in several]
    return _render(
        "named_query.html",
        here="/queries",
        served=served,
        found=found,
        given={name: several[-1] for name, several in given.items()},
        query=_body(text or found.text),
        shown=shown,
        downloads=_downloads(shown, origin, f"/queries/{found.name}", fields),
    )


def queries_page(served: Served) -> str:
    """All named queries."""
    return _render("queries.html", here="/queries", served=served, queries=tuple(catalogue().values()))


def docs_page(served: Served, description: Mapping[str, object]) -> str:
    """The OpenAPI description as a page."""
    return _render("docs.html", here="/docs", served=served, paths=description["paths"], formats=FORMATS)


def error_page(problem: Problem) -> str:
    """An error as a page."""
    return _render("error.html", here=None, served=None, problem=problem)
