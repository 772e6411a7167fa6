"""The pages: home, query editor, description of the interface."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import FastAPI, Query, Request, Response
from fastapi.responses import HTMLResponse

from api import pages
from api.answers import origin
from api.caching import page
from api.protocol import QueryRequest, seconds
from api.service import Service
from api.shown import run


def add_pages(app: FastAPI, service: Service) -> None:
    """Add `/`, `/query` and `/docs`."""

    def home(request: Request) -> Response:
        with service.snapshot() as served:
            html = pages.home_page(served, origin(request))
            return page(request, html, snapshot=served.manifest.snapshot)

    @app.get("/", response_class=HTMLResponse, summary="Home page")
    async def get_home(request: Request) -> Response:
        """What was recommended, what was answered, and questions that run on a click."""
        return await service.in_thread(home, request)

    def query(request: Request, text: str | None, timeout: str | None) -> Response:
        asked = QueryRequest(text, timeout=seconds(timeout)) if text and text.strip() else None
        with service.snapshot() as served:
            shown = run(served, asked) if asked else None
            html = pages.query_page(served, origin(request), asked, shown)
            return page(request, html, shown.status if shown else HTTPStatus.OK, served.manifest.snapshot)

    @app.get("/query", response_class=HTMLResponse, summary="Query editor")
    async def get_query(
        request: Request,
        query_text: Annotated[str | None, Query(alias="query", description="A query to run")] = None,
        timeout: Annotated[
            str | None, Query(description="Seconds to wait at most: `2`, `0.5`, `500ms`")
        ] = None,
    ) -> Response:
        """The editor, with the answer to `query` below it."""
        return await service.in_thread(query, request, query_text, timeout)

    @app.get("/docs", response_class=HTMLResponse, summary="This interface, as a page")
    async def get_docs(request: Request) -> Response:
        """Made from the OpenAPI description at /openapi.json; nothing is loaded from elsewhere."""
        with service.snapshot() as served:
            html = pages.docs_page(served, app.openapi())
            return page(request, html, snapshot=served.manifest.snapshot)
