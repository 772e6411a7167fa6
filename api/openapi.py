"""The OpenAPI description: media types of answers, and errors as they really are (RFC 9457)."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.problems import MEDIA_TYPE
from api.protocol import DIRECT, FORM
from sparql.results import FORMATS

Json = dict[str, Any]  # OpenAPI is a tree of JSON without narrower types

_TEXT: Final[Json] = {"schema": {"type": "string"}}

ANSWERS: Final[dict[int | str, Json]] = {
    200: {
        "description": "The answer, in the format that Accept or `format` asks for",
        "content": {one.media_type: _TEXT for one in FORMATS} | {"text/html": _TEXT},
    },
    304: {"description": "If-None-Match names the answer"},
    400: {"description": "The query does not parse, is refused, or its parameters do not fit"},
    406: {"description": "No format of the answer is acceptable"},
    504: {"description": "The query ran out of time"},
}
"""Of a route that runs a query."""

QUERY_BODY: Final[Json] = {
    "requestBody": {
        "required": True,
        "content": {
            FORM: {
                "schema": {
                    "type": "object",
                    "required": ["query"],
                    "properties": {"query": {"type": "string"}, "format": {"type": "string"}},
                }
            },
            DIRECT: _TEXT,
        },
    }
}
"""Of a query by POST."""

_PROBLEM: Final[Json] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong and what to do"},
        "line": {"type": "integer", "description": "Line of the query, from 1, where it is known"},
        "column": {"type": "integer", "description": "Column of the query, from 1, where it is known"},
    },
}
_ERROR: Final[Json] = {
    "description": "An error: a page for browsers, a problem object for others",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def add_description(app: FastAPI) -> None:
    """Let `app.openapi()` describe errors as problem objects instead of FastAPI's own validation errors."""

    def describe() -> Json:
        if app.openapi_schema is None:
            app.openapi_schema = _with_problems(
                get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
            )
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]  # the way FastAPI documents for this


def _with_problems(description: Json) -> Json:
    description["components"] = {"schemas": {"Problem": _PROBLEM}}
    for methods in description["paths"].values():
        for operation in methods.values():
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = _ERROR
    return description
