"""Pages for people, rendered on the server: an answer first, then the query behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from api import rows
from api.problems import Problem, problem_of
from api.protocol import QueryRequest
from api.service import Served
from ontology.errors import UprGraphError
from sparql.catalogue import NamedQuery, bind, catalogue
from sparql.lexer import query_form
from sparql.results import JSON, TURTLE

_EXAMPLE_STATE: Final = "KAZ"
_SHOWN_ROWS: Final = 1000
"""Rows a page shows; the downloads have all."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question of the home page: a named query, its parameters, and what its rows are called."""

    name: str
    parameters: Mapping[str, str]
    question: str
    one: str
    many: str
    asked_by: str


_OF_STATE: Final = {"state": _EXAMPLE_STATE}
EXAMPLES: Final = (
    Example(
        "noted-then-acted",
        _OF_STATE,
        "Which noted recommendations were acted on anyway?",
        "recommendation with a later act",
        "recommendations with later acts",
        "Researchers, NGOs",
    ),
    Example(
        "position-changes",
        _OF_STATE,
        "Which answers changed between the report and the adoption?",
        "answer that changed",
        "answers that changed",
        "Researchers, UN",
    ),
    Example(
        "treaty-acts",
        _OF_STATE,
        "Which treaties were signed, ratified, in force, and by which act?",
        "act or effect with its source",
        "acts and effects, each with its source",
        "Treaty bodies, OHCHR",
    ),
    Example(
        "laws-from-recommendations",
        _OF_STATE,
        "Which laws bear on recommendations, and what did they replace?",
        "pair of law and recommendation",
        "pairs of law and recommendation",
        "Parliament, ministries",
    ),
    Example(
        "declared-and-counted",
        _OF_STATE,
        "Do the totals that documents declare agree with the count?",
        "declared total beside the count",
        "declared totals beside the count",
        "Everybody",
    ),
    Example(
        "recommendation-trail",
        {"recommendation": "KAZ-2-126.8"},
        "What happened to recommendation 126.8?",
        "statement, from the recommending State to the law",
        "statements, from the recommending State to the law",
        "NHRI, NGOs",
    ),
)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("api", "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["heading"] = rows.heading
    return environment


def _render(name: str, **values: object) -> str:
    return _templates().get_template(name).render(**values)


def prefers_html(accept: str | None) -> bool:
    """Whether a client is a browser: it names text/html before any type of data."""
    types = [part.partition(";")[0].strip().lower() for part in (accept or "").split(",")]
    if "text/html" not in types:
        return False
    data = ("application/sparql", "text/csv", "text/tab", "text/turtle", "application/json", "application/n-")
    before = types[: types.index("text/html")]
    return not any(kind.startswith(data) for kind in before)


@dataclass(frozen=True, slots=True)
class Shown:
    """A result on a page: a table, a truth value, a graph as text, or the problem instead."""

    table: rows.Table | None = None
    truth: bool | None = None
    text: str | None = None
    problem: Problem | None = None
    count: int = 0
    milliseconds: int = 0

    @property
    def cut(self) -> bool:
        """Whether the page shows fewer rows than there are."""
        return self.table is not None and len(self.table.rows) > _SHOWN_ROWS


def _run(served: Served, text: str, timeout: float | None) -> Shown:
    try:
        form = query_form(text)
        wanted = TURTLE if form in ("CONSTRUCT", "DESCRIBE") else JSON
        answer = served.workers.query(text, format=wanted, timeout=timeout)
    except UprGraphError as error:
        return Shown(problem=problem_of(error))
    milliseconds = round(answer.seconds * 1000)
    if answer.kind == "select":
        return Shown(table=rows.table(answer.body), count=answer.rows or 0, milliseconds=milliseconds)
    if answer.kind == "ask":
        return Shown(truth=b"true" in answer.body, milliseconds=milliseconds)
    graph = answer.body.decode("utf-8")
    return Shown(text=graph, count=answer.rows or 0, milliseconds=milliseconds)


def _values(served: Served, name: str, **parameters: str) -> list[dict[str, str]]:
    answer = served.workers.query(bind(catalogue()[name], parameters), format=JSON)
    return rows.values(answer.body)


@dataclass(frozen=True, slots=True)
class ReviewFigures:
    """One review on the home page; None is unknown, and said so."""

    label: str
    cycle: int
    date: str | None
    total: int | None
    supported: int | None
    noted: int | None
    counted: bool
    source: str


def home(served: Served) -> str:
    """The home page: figures of the State with the most reviews, questions, the editor.

    It depends on the snapshot alone, so it is rendered once for each.
    """
    if served.home is None:
        served.home = _home(served)
    return served.home


def _home(served: Served) -> str:
    overview = _values(served, "reviews-overview")
    declared = _values(served, "declared-and-counted")
    state, reviews = _reviews_of_one_state(overview, declared)
    acted = _values(served, "noted-then-acted") if reviews else []
    return _render(
        "home.html",
        served=served,
        state=state,
        reviews=reviews,
        largest=max((r.total or 0 for r in reviews), default=0) or 1,
        total=sum(r.total or 0 for r in reviews),
        supported=sum(r.supported or 0 for r in reviews),
        acted=len({(row["review"], row["number"]) for row in acted if row.get("state") in (None, state)}),
        cards=[_card(served, example) for example in EXAMPLES] if reviews else [],
        query=_body(catalogue()["reviews-overview"]),
    )


def _reviews_of_one_state(
    overview: list[dict[str, str]], declared: list[dict[str, str]]
) -> tuple[str | None, list[ReviewFigures]]:
    counts: dict[str, int] = {}
    for row in overview:
        counts[row["stateLabel"]] = counts.get(row["stateLabel"], 0) + 1
    if not counts:
        return None, []
    state = max(sorted(counts), key=lambda name: counts[name])
    tallies = {row["review"]: row for row in declared}
    return state, [
        _figures(row, tallies.get(row["review"], {})) for row in overview if row["stateLabel"] == state
    ]


def _figures(row: Mapping[str, str], tally: Mapping[str, str]) -> ReviewFigures:
    counted = "received" in row
    names = (
        ("received", "supported", "noted")
        if counted
        else ("declaredTotal", "declaredSupported", "declaredNoted")
    )
    found = row if counted else tally
    total, supported, noted = (int(found[name]) if name in found else None for name in names)
    source = row.get("sources", "") if counted else tally.get("sourceLabel", "")
    return ReviewFigures(
        row.get("reviewLabel", ""),
        int(row["cycle"]),
        row.get("reviewDate"),
        total,
        supported,
        noted,
        counted,
        source,
    )


@dataclass(frozen=True, slots=True)
class Card:
    """An example question with the size of its answer in this snapshot."""

    href: str
    question: str
    count: int
    unit: str
    asked_by: str


def _card(served: Served, example: Example) -> Card:
    count = len(_values(served, example.name, **example.parameters))
    return Card(
        f"/queries/{example.name}?{urlencode(example.parameters)}",
        example.question,
        count,
        example.one if count == 1 else example.many,
        example.asked_by,
    )


def _body(found: NamedQuery) -> str:
    """A named query without the header that documents it."""
    lines = found.text.splitlines()
    first = next(index for index, line in enumerate(lines) if not line.startswith("#"))
    return "\n".join(line for line in lines[first:] if line.strip() != "# VALUES")


def query(served: Served, text: str | None, timeout: float | None) -> str:
    """The editor page; with a query, its result below."""
    shown = _run(served, text, timeout) if text and text.strip() else None
    download = f"/sparql?{urlencode({'query': text})}" if text else None
    return _render(
        "query.html",
        served=served,
        query=text or _body(catalogue()["reviews-overview"]),
        shown=shown,
        download=download,
        limit=_SHOWN_ROWS,
        examples=list(catalogue().values()),
        error_line=shown.problem.line if shown and shown.problem else None,
    )


def named_query(served: Served, found: NamedQuery, given: dict[str, str], asked: QueryRequest) -> str:
    """A named query: its question, a form for its parameters, its rows, its text."""
    shown = _run(served, asked.query, asked.timeout)
    parameters = {key: value for key, value in given.items() if value}
    return _render(
        "named_query.html",
        served=served,
        found=found,
        given=parameters,
        shown=shown,
        download=f"/queries/{found.name}?{urlencode(parameters)}",
        query=asked.query,
        limit=_SHOWN_ROWS,
    )


def queries() -> str:
    """All named queries."""
    return _render("queries.html", served=None, queries=list(catalogue().values()))


def query_facts(found: NamedQuery) -> dict[str, object]:
    """A named query as JSON: name, title, question, parameters, columns, version it came with."""
    return {
        "name": found.name,
        "title": found.title,
        "question": found.question,
        "parameters": [
            {"name": p.name, "description": p.description, "required": p.required} for p in found.parameters
        ],
        "columns": list(found.columns),
        "since": found.since,
        "href": f"/queries/{found.name}",
    }


def error(problem: Problem) -> str:
    """An error as a page."""
    return _render("error.html", served=None, problem=problem, phrase=HTTPStatus(problem.status).phrase)


def docs(description: Mapping[str, object]) -> str:
    """The OpenAPI description as a page."""
    paths = description["paths"]
    assert isinstance(paths, dict)
    return _render("docs.html", served=None, paths=paths)
