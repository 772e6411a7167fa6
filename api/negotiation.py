"""Which form of an answer a client gets: a page, or one of the data formats (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Final

from fastapi import Request

from api.problems import Problem
from ontology.errors import UnknownName
from sparql.lexer import query_form
from sparql.results import FORMATS, Format, Kind, by_name, formats_of, negotiate

_KINDS: Final[dict[str, Kind]] = {"SELECT": "select", "ASK": "ask", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
_PAGE: Final = frozenset(("text/html", "application/xhtml+xml"))
_PROBLEM: Final = frozenset(("application/problem+json", "application/json"))


def accept_of(request: Request) -> str | None:
    """The Accept header; several lines of it are one list (RFC 9110, 5.3)."""
    lines = request.headers.getlist("accept")
    return ", ".join(lines) if lines else None


def kind_of(query: str) -> Kind:
    """What a query answers with; raises ParseError for what is no query."""
    return _KINDS[query_form(query)]


def wants_page(request: Request, kind: Kind | None = None) -> bool:
    """Whether a client likes a page better than data, as browsers do.

    It names HTML, not just a wildcard, and nothing else that there is (of that kind) with a higher quality
    or, with the same one, before it.
    """
    offered = _PAGE | _data_types(kind) | {"*/*"}
    named = [(quality, name) for quality, name in _ranges(accept_of(request)) if name in offered]
    if not named:
        return False
    quality, name = max(named, key=lambda one: (one[0], one[1] != "*/*"))  # the first of the best
    return quality > 0 and name in _PAGE


def _data_types(kind: Kind | None) -> frozenset[str]:
    formats = FORMATS if kind is None else formats_of(kind)
    return _PROBLEM | {name for one in formats for name in (one.media_type, *one.also)}


def _ranges(accept: str | None) -> Iterator[tuple[float, str]]:
    for element in (accept or "").split(","):
        name, *parameters = element.split(";")
        yield _quality(parameters), name.strip().lower()


_WEIGHT: Final = re.compile(r"\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*", re.IGNORECASE)


def _quality(parameters: list[str]) -> float:
    """The weight (RFC 9110, 12.4.2): 1 without one, 0 where it cannot be read."""
    for parameter in parameters:
        if parameter.partition("=")[0].strip().lower() == "q":
            match = _WEIGHT.fullmatch(parameter)
            return float(match[1]) if match else 0.0
    return 1.0


def named_format(name: str) -> Format:
    """The format asked for by its short name; raises Problem 400, which lists the names."""
    try:
        return by_name(name)
    except UnknownName as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "There is no such format", str(error)) from error


def accepted_format(request: Request, kind: Kind) -> Format:
    """The format that the Accept header likes best; raises Problem 406 when it accepts none."""
    accept = accept_of(request)
    found = negotiate(accept, kind)
    if found is None:
        offered = ", ".join(one.media_type for one in formats_of(kind))
        raise Problem(
            HTTPStatus.NOT_ACCEPTABLE,
            "No format of this answer is acceptable",
            f"Accept: {(accept or '')[:200]} names none of {offered}.",
        )
    return found
