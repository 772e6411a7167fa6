"""`/queries`: the named queries, as data and as pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated

from fastapi import FastAPI, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from api import pages
from api.answers import answered, origin
from api.caching import entity_tag, not_modified, page
from api.negotiation import kind_of, named_format, wants_page
from api.openapi import ANSWERS
from api.problems import Problem, problem_of
from api.protocol import QueryRequest, fields_of, seconds
from api.service import Served, Service
from api.shown import Shown, failed, run
from ontology.errors import UprGraphError
from sparql.catalogue import NamedQuery, bind, catalogue, find

_Given = Mapping[str, Sequence[str]]


def add_queries(app: FastAPI, service: Service) -> None:
    """Add `/queries` and `/queries/{name}`."""

    @app.get("/queries", summary="The named queries, with their parameters and columns")
    async def queries(request: Request) -> Response:
        """A list for programs (JSON) and a page for browsers."""
        with service.snapshot() as served:
            snapshot = served.manifest.snapshot
            if wants_page(request):
                return page(request, pages.queries_page(served), snapshot=snapshot)
        tag = entity_tag(snapshot, *(query.text for query in catalogue().values()))
        headers = {"ETag": tag, "Upr-Graph-Snapshot": snapshot}
        found = {"queries": [_facts(query) for query in catalogue().values()]}
        return not_modified(request, headers) or JSONResponse(found, headers=headers)

    def ask(request: Request, name: str) -> Response:
        stem, _, suffix = name.partition(".")
        found = find(stem)
        given, format, timeout = _asked_for(request, suffix)
        with service.snapshot() as served:
            if format or not wants_page(request, kind_of(found.text)):
                asked = QueryRequest(bind(found, given), format=format, timeout=seconds(timeout))
                return answered(request, served, asked, found.name)
            text, shown = _shown(served, found, given, timeout)
            html = pages.named_query_page(served, origin(request), found, given, text, shown)
            return page(request, html, shown.status if shown else HTTPStatus.OK, served.manifest.snapshot)

    @app.get(
        "/queries/{name}", summary="A named query, its parameters in the query string", responses=ANSWERS
    )
    async def named_query(
        request: Request,
        name: Annotated[
            str, Path(description="Such as `reviews-overview`; a suffix like `.csv` is a format")
        ],
        format: Annotated[
            str | None, Query(description="Short name of a format, instead of `Accept`")
        ] = None,
        timeout: Annotated[
            str | None, Query(description="Seconds to wait at most: `2`, `0.5`, `500ms`")
        ] = None,
    ) -> Response:
        """As /sparql answers. Parameters take keys (`state=KAZ`) or IRIs; one given twice has both values."""
        return await service.in_thread(ask, request, name)


def _asked_for(request: Request, suffix: str) -> tuple[_Given, str | None, str | None]:
    """Parameters of the query, format and timeout; empty fields of a form do not count."""
    given: dict[str, list[str]] = {}
    for name, value in fields_of(request.scope["query_string"].decode("latin-1")):
        if value.strip():
            given.setdefault(name, []).append(value)
    format = given.pop("format", [None])[-1]
    timeout = given.pop("timeout", [None])[-1]
    return given, format or _suffix_format(suffix), timeout


def _suffix_format(suffix: str) -> str | None:
    return named_format(suffix).name if suffix else None


def _shown(
    served: Served, found: NamedQuery, given: _Given, timeout: str | None
) -> tuple[str | None, Shown | None]:
    """The bound text and its answer for a page; nothing is asked of one who still has to fill in the form."""
    if not given and any(parameter.required for parameter in found.parameters):
        return None, None
    try:
        text = bind(found, given)
        return text, run(served, QueryRequest(text, timeout=seconds(timeout)))
    except UprGraphError as error:
        return None, failed(problem_of(error))
    except Problem as problem:
        return None, failed(problem)


def _facts(found: NamedQuery) -> dict[str, object]:
    """A named query for programs."""
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
