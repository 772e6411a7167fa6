"""Errors as HTTP answers: application/problem+json (RFC 9457), with line and column where they are known."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from ontology.errors import (
    ParseError,
    QueryLimit,
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


@dataclass(frozen=True, slots=True)
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
            "status": self.status,
            "detail": self.detail,
        }
        if self.line is not None:
            found["line"] = self.line
        if self.column is not None:
            found["column"] = self.column
        return found


_STATUS: Final[tuple[tuple[type[UprGraphError], int, str], ...]] = (
    (ParseError, HTTPStatus.BAD_REQUEST, "The query does not parse"),
    (RefusedQuery, HTTPStatus.BAD_REQUEST, "The query asks for something this endpoint never does"),
    (UnknownName, HTTPStatus.NOT_FOUND, "Not found"),
    (UsageError, HTTPStatus.BAD_REQUEST, "The request cannot be run as asked"),
    (WorkersBusy, HTTPStatus.SERVICE_UNAVAILABLE, "The server is busy"),
    (QueryTimeout, HTTPStatus.GATEWAY_TIMEOUT, "The query ran out of time"),
    (ResultTooLarge, HTTPStatus.UNPROCESSABLE_ENTITY, "The answer is too large"),
    (QueryLimit, HTTPStatus.SERVICE_UNAVAILABLE, "The query was stopped at a limit"),
    (WorkspaceError, HTTPStatus.SERVICE_UNAVAILABLE, "No snapshot can be served"),
    (UprGraphError, HTTPStatus.INTERNAL_SERVER_ERROR, "The server could not answer"),
)


def problem_of(error: UprGraphError) -> Problem:
    """The HTTP answer for an error of the project's tree; the first class that fits decides."""
    status, title = next((s, t) for kind, s, t in _STATUS if isinstance(error, kind))
    if isinstance(error, ParseError):
        return Problem(status, title, str(error), error.line, error.column)
    return Problem(status, title, str(error))
