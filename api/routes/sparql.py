"""`/sparql`: the query operation of the SPARQL 1.1 Protocol, and a page for browsers."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import FastAPI, Query, Request, Response
from fastapi.responses import RedirectResponse

from api import pages
from api.answers import answered, description, origin
from api.caching import page
from api.negotiation import kind_of, wants_page
from api.openapi import ANSWERS, QUERY_BODY
from api.problems import Problem
from api.protocol import LARGEST_REQUEST, QueryRequest, query_request
from api.service import Service
from api.shown import run
from ontology.errors import UprGraphError

_PATIENCE: Final = 16
"""How many times the largest request is read and dropped, so that a client sees the answer 413."""


def add_sparql(app: FastAPI, service: Service) -> None:
    """Add `/sparql`."""

    def ask(request: Request, body: bytes) -> Response:
        query_string = request.scope["query_string"].decode("latin-1")
        asked = query_request(request.method, query_string, request.headers.get("content-type"), body)
        if asked is None and wants_page(request, "graph"):
            return RedirectResponse("/query", HTTPStatus.SEE_OTHER)
        with service.snapshot() as served:
            if asked is None:
                return description(request, served)
            if asked.format or not _wants_page(request, asked):
                return answered(request, served, asked)
            shown = run(served, asked)
            html = pages.query_page(served, origin(request), asked, shown)
            return page(request, html, shown.status, served.manifest.snapshot)

    @app.get("/sparql", summary="A SPARQL 1.1 query; without one, the service description", responses=ANSWERS)
    async def get_sparql(
        request: Request,
        query: Annotated[str | None, Query(description="The query")] = None,
        format: Annotated[
            str | None, Query(description="Short name of a format, instead of `Accept`")
        ] = None,
        timeout: Annotated[
            str | None, Query(description="Seconds to wait at most: `2`, `0.5`, `500ms`")
        ] = None,
        default_graph_uri: Annotated[
            list[str] | None, Query(alias="default-graph-uri", description="Graph of the default graph")
        ] = None,
        named_graph_uri: Annotated[
            list[str] | None, Query(alias="named-graph-uri", description="Graph that `GRAPH` sees")
        ] = None,
    ) -> Response:
        """SPARQL 1.1 Protocol, 2.1.1. The default graph is the union of all graphs unless one is named."""
        return await service.in_thread(ask, request, b"")

    @app.post(
        "/sparql",
        summary="A SPARQL 1.1 query as a form, or as application/sparql-query",
        responses=ANSWERS,
        openapi_extra=QUERY_BODY,
    )
    async def post_sparql(request: Request) -> Response:
        """SPARQL 1.1 Protocol, 2.1.2 and 2.1.3. Fields are those of GET, in the form or the query string."""
        return await service.in_thread(ask, request, await _body(request))


def _wants_page(request: Request, asked: QueryRequest) -> bool:
    try:
        return wants_page(request, kind_of(asked.query))
    except UprGraphError:  # its answer is an error, which has both forms too
        return wants_page(request)


async def _body(request: Request) -> bytes:
    """The body; raises Problem 413 when it is too large."""
    received, size = bytearray(), 0
    asks_first = "100-continue" in request.headers.get("expect", "").lower()
    if not (asks_first and _announced(request) > LARGEST_REQUEST):
        async for chunk in request.stream():
            size += len(chunk)
            if size <= LARGEST_REQUEST:
                received += chunk
            elif size > _PATIENCE * LARGEST_REQUEST:
                break
        if size <= LARGEST_REQUEST:
            return bytes(received)
    detail = f"At most {LARGEST_REQUEST:,} bytes are read."
    raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The request is too large", detail)


def _announced(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0
