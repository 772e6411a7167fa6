"""A query's answer as a page shows it: a table, a truth value, a graph as text, or the problem instead."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from api import rows
from api.negotiation import kind_of
from api.problems import Problem, problem_of
from api.protocol import QueryRequest
from api.service import Served
from ontology.errors import UprGraphError
from sparql.results import JSON, TURTLE, Format, formats_of
from sparql.store import Answer

MOST_ROWS: Final = 1000
"""Rows a page shows; the downloads have all."""
_MOST_TEXT: Final = 200_000
"""Characters of a graph that a page shows."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer on a page; exactly one of `table`, `truth`, `text` and `problem` is there."""

    table: rows.Table | None = None
    truth: bool | None = None
    text: str | None = None
    problem: Problem | None = None
    excerpt: str | None = None
    """The line of the query where the problem is, with a mark below the place."""
    count: int = 0
    cut: bool = False
    """Whether the page shows less than there is."""
    milliseconds: int = 0
    formats: tuple[Format, ...] = ()
    """The formats that hold this answer."""

    @property
    def status(self) -> int:
        """Status of a page that shows this."""
        return self.problem.status if self.problem else HTTPStatus.OK


def run(served: Served, asked: QueryRequest) -> Shown:
    """Run a query for a page; what goes wrong becomes part of the page."""
    try:
        answer = served.workers.query(
            asked.query,
            format=TURTLE if kind_of(asked.query) == "graph" else JSON,
            timeout=asked.timeout,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
        )
    except UprGraphError as error:
        return failed(problem_of(error), asked.query)
    return _shown(answer)


def failed(problem: Problem, query: str = "") -> Shown:
    """A problem in the place of an answer."""
    return Shown(problem=problem, excerpt=_excerpt(query, problem.line, problem.column))


def _shown(answer: Answer) -> Shown:
    """An answer in SPARQL JSON or Turtle, cut to what a page can hold."""
    count, milliseconds = answer.rows or 0, round(answer.seconds * 1000)
    formats = formats_of(answer.kind)
    if answer.kind == "ask":
        return Shown(truth=b"true" in answer.body, milliseconds=milliseconds, formats=formats)
    if answer.kind == "select":
        table = rows.table(answer.body, MOST_ROWS)
        return Shown(table, count=count, cut=count > MOST_ROWS, milliseconds=milliseconds, formats=formats)
    text = answer.body.decode("utf-8")
    cut = len(text) > _MOST_TEXT
    return Shown(text=_head(text), count=count, cut=cut, milliseconds=milliseconds, formats=formats)


def _head(text: str) -> str:
    """The first lines of a text."""
    return text if len(text) <= _MOST_TEXT else text[: text.rfind("\n", 0, _MOST_TEXT) + 1]


_AROUND: Final = 60
"""Characters of a line shown on each side of the place."""


def _excerpt(query: str, line: int | None, column: int | None) -> str | None:
    lines = query.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if line is None or column is None or not 1 <= line <= len(lines):
        return None
    start = max(0, column - 1 - _AROUND)
    text = lines[line - 1][start : column - 1 + _AROUND].replace("\t", " ")
    margin = f"{line} | "
    return f"{margin}{text}\n{' ' * (len(margin) - 2)}| {' ' * (column - 1 - start)}^"
