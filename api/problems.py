"""Errors as HTTP answers: application/problem+json (RFC 9457), with line and column where they are known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from ontology.errors import (
    ParseError,
    QueryLimit,
    QueryMemory,
    QueryTimeout,
    RefusedQuery,
    ResultTooLarge,
    UnknownName,
    UprGraphError,
    UsageError,
    WorkersBusy,
    WorkspaceError,
)

MEDIA_TYPE: Final = "application/problem+json"


@dataclass(eq=False)  # not frozen: Python writes the traceback into an exception on its way
class Problem(Exception):
    """One answer that is an error."""

    status: int
    title: str
    detail: str
    line: int | None = None
    column: int | None = None

    def body(self) -> dict[str, object]:
        """Members of the problem object; `line` and `column` only where they are known."""
        found: dict[str, object] = {
            "type": "about:blank",
            "title": self.title,
            "status": int(self.status),
            "detail": self.detail,
        }
        if self.line is not None:
            found["line"] = self.line
        if self.column is not None:
            found["column"] = self.column
        return found

    @property
    def phrase(self) -> str:
        """The standard's words for the status."""
        return HTTPStatus(self.status).phrase

    @property
    def advice(self) -> str:
        """The detail without the place, for a page that shows the place itself."""
        return _PLACE.sub("", self.detail, count=1)


_STATUS: Final[tuple[tuple[type[UprGraphError], int, str], ...]] = (
    (ParseError, HTTPStatus.BAD_REQUEST, "The query does not parse"),
    (RefusedQuery, HTTPStatus.BAD_REQUEST, "The query asks for something this endpoint never does"),
    (UnknownName, HTTPStatus.NOT_FOUND, "Not found"),
    (UsageError, HTTPStatus.BAD_REQUEST, "The request cannot be run as asked"),
    (WorkersBusy, HTTPStatus.SERVICE_UNAVAILABLE, "The server is busy"),
    (QueryTimeout, HTTPStatus.GATEWAY_TIMEOUT, "The query ran out of time"),
    # Not 503: that invites to send the same query again, which would end the same way.
    (QueryMemory, HTTPStatus.GATEWAY_TIMEOUT, "The query ran out of memory"),
    (ResultTooLarge, HTTPStatus.UNPROCESSABLE_ENTITY, "The answer is too large"),
    (QueryLimit, HTTPStatus.SERVICE_UNAVAILABLE, "The query was stopped at a limit"),
    (WorkspaceError, HTTPStatus.SERVICE_UNAVAILABLE, "No snapshot can be served"),
    (UprGraphError, HTTPStatus.INTERNAL_SERVER_ERROR, "The server could not answer"),
)
_PLACE: Final = re.compile(r"line (\d+), column (\d+): ")


def problem_of(error: UprGraphError) -> Problem:
    """The HTTP answer for an error of the project's tree; the first class that fits decides."""
    status, title = next((s, t) for kind, s, t in _STATUS if isinstance(error, kind))
    detail = str(error)
    if isinstance(error, ParseError) and error.line is not None:
        return Problem(status, title, detail, error.line, error.column)
    if place := _PLACE.match(detail):  # a refusal carries its place in its words only
        return Problem(status, title, detail, int(place[1]), int(place[2]))
    return Problem(status, title, detail)
