"""The query operation of the SPARQL 1.1 Protocol (section 2.1): what a request asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from api.problems import Problem

LARGEST_REQUEST: Final = 1024 * 1024
"""Bytes of a request body."""
_MOST_FIELDS: Final = 1000
_TIMEOUT: Final = re.compile(r"(\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})\s*(ms|s)?")

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """One query as a client sent it."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None
    timeout: float | None = None
    """Seconds the client is willing to wait."""


def query_request(
    method: str, query_string: str, content_type: str | None, body: bytes
) -> QueryRequest | None:
    """Read a request, or None where it is a GET without any query: then the service description is meant.

    Raises Problem: 400 for a missing or repeated query, 403 for an update, 413, 415 and 422.
    """
    fields = fields_of(query_string)
    if method in ("GET", "HEAD"):
        if not any(name == "query" for name, _ in fields):
            _refuse_update(fields)
            return None
        return _request(fields)
    media_type, charset = _content_type(content_type)
    if media_type == FORM:
        return _request((*fields, *fields_of(_decoded(body, charset))))
    if media_type == DIRECT:
        return _request((*fields, ("query", _decoded(body, charset))))
    if media_type == UPDATE:
        raise _update_refused()
    raise Problem(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "The media type of the request is not one of SPARQL",
        f"Send {FORM} with a field `query`, or the query itself as {DIRECT}; "
        f"this was {media_type or 'nothing'}.",
    )


def _content_type(header: str | None) -> tuple[str, str]:
    media_type, *parameters = (header or "").split(";")
    charset = "utf-8"
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"').lower() or charset
    return media_type.strip().lower(), charset


# Python knows codecs that take minutes for a mebibyte (idna, punycode); a query never needs them.
_CHARSETS: Final = frozenset(("utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "windows-1252", "utf-16"))


def _decoded(body: bytes, charset: str) -> str:
    if charset not in _CHARSETS:
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "The character encoding of the request is not known",
            f"charset={charset[:40]}: send UTF-8.",
        )
    try:
        return body.decode(charset).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Problem(
            HTTPStatus.BAD_REQUEST, "The request is not text", f"The body is not {charset}: {error}."
        ) from error


def fields_of(text: str) -> tuple[tuple[str, str], ...]:
    """Names and values of a query string or form; raises Problem 400 where they cannot be read."""
    try:
        return tuple(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS))
    except UnicodeDecodeError as error:
        raise Problem(
            HTTPStatus.BAD_REQUEST, "The request is not text", f"Its percent-encoding is not UTF-8: {error}."
        ) from error
    except ValueError as error:
        raise Problem(
            HTTPStatus.BAD_REQUEST, "The request cannot be read", f"It has too many fields: {error}."
        ) from error


def _refuse_update(fields: Sequence[tuple[str, str]]) -> None:
    if any(name == "update" for name, _ in fields):
        raise _update_refused()


def _update_refused() -> Problem:
    return Problem(
        HTTPStatus.FORBIDDEN,
        "This endpoint is read-only",
        "Updates are refused: changes enter through `upr-graph add` and `upr-graph build`, which publish a "
        "validated snapshot.",
    )


def _request(fields: Sequence[tuple[str, str]]) -> QueryRequest:
    _refuse_update(fields)
    queries = [value for name, value in fields if name == "query"]
    if len(queries) != 1:
        found = "none" if not queries else str(len(queries))
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            "One query is needed",
            f"The request must have exactly one `query`, it has {found} (SPARQL 1.1 Protocol, 2.1).",
        )
    return QueryRequest(
        queries[0],
        tuple(value for name, value in fields if name == "default-graph-uri"),
        tuple(value for name, value in fields if name == "named-graph-uri"),
        _last(fields, "format"),
        seconds(_last(fields, "timeout")),
    )


def _last(fields: Sequence[tuple[str, str]], wanted: str) -> str | None:
    return next((value for name, value in reversed(fields) if name == wanted and value), None)


def seconds(text: str | None) -> float | None:
    """Seconds of `2`, `0.5`, `10s` or `500ms`, None for nothing; raises Problem 422 for anything else."""
    if text is None or not text.strip():
        return None
    match = _TIMEOUT.fullmatch(text.strip())
    value = float(match[1]) / (1000 if match[2] == "ms" else 1) if match else 0.0
    if value <= 0:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "The timeout cannot be read",
            f"timeout={text[:40]!r}: give seconds above 0, such as 2, 0.5 or 500ms.",
        )
    return value
