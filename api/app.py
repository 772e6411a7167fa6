"""The HTTP application: put together from its routes, its errors and what every answer has."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from importlib.resources import files

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api.failures import add_failures
from api.middleware import Frame
from api.openapi import add_description
from api.routes.health import add_health
from api.routes.ontology import add_ontology
from api.routes.pages import add_pages
from api.routes.queries import add_queries
from api.routes.sparql import add_sparql
from api.service import Service
from api.settings import Settings
from graph_loader.workspace import Workspace


def create_app(settings: Settings) -> FastAPI:
    """The application over the workspace in the settings; query workers start with the first request.

    Its `state.service` may be closed before the application ends, so that no request keeps it from ending.
    """
    service = Service(Workspace(settings.home), settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        service.close()

    app = FastAPI(
        title="upr-graph",
        version=version("upr-graph"),
        summary="Recommendations of the UN Universal Periodic Review and what was done about them",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.service = service
    app.add_middleware(Frame)
    add_failures(app)
    add_sparql(app, service)
    add_queries(app, service)
    add_health(app, service)
    add_pages(app, service)
    add_ontology(app, service)
    add_description(app)
    app.mount("/static", StaticFiles(directory=str(files("api") / "static")), name="static")
    return app
