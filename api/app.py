"""The HTTP application: SPARQL endpoint, named queries, pages, health."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib.metadata import version
from importlib.resources import files
from typing import Annotated, Final

from fastapi import FastAPI, Header, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from api import pages
from api.problems import MEDIA_TYPE, Problem, problem_of
from api.protocol import LARGEST_REQUEST, QueryRequest, query_request, seconds
from api.service import Served, Service
from api.settings import Settings
from graph_loader.workspace import Workspace
from ontology.errors import UnknownName, UprGraphError
from sparql.catalogue import NamedQuery, bind, catalogue
from sparql.description import service_description
from sparql.lexer import query_form
from sparql.results import Format, Kind, by_name, negotiate
from sparql.store import Answer

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_KINDS: Final[dict[str, Kind]] = {"SELECT": "select", "ASK": "ask", "CONSTRUCT": "graph", "DESCRIBE": "graph"}


def create_app(settings: Settings) -> FastAPI:
    """The application over the workspace in the settings; workers start with the first request."""
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
    app.mount("/static", StaticFiles(directory=str(files("api") / "static")), name="static")
    _add_errors(app)
    _add_headers(app)
    _add_sparql(app, service)
    _add_named_queries(app, service)
    _add_health(app, service)
    _add_pages(app, service)
    return app


def _add_errors(app: FastAPI) -> None:
    async def known(request: Request, error: Exception) -> Response:
        problem = error if isinstance(error, Problem) else problem_of(_as_known(error))
        return _problem_response(request, problem)

    async def http(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        problem = Problem(error.status_code, HTTPStatus(error.status_code).phrase, str(error.detail))
        response = _problem_response(request, problem)
        response.headers.update(error.headers or {})
        return response

    app.add_exception_handler(Problem, known)
    app.add_exception_handler(UprGraphError, known)
    app.add_exception_handler(HTTPException, http)


def _as_known(error: Exception) -> UprGraphError:
    if not isinstance(error, UprGraphError):
        raise error
    return error


def _problem_response(request: Request, problem: Problem) -> Response:
    if pages.prefers_html(request.headers.get("accept")):
        return HTMLResponse(pages.error(problem), problem.status)
    return JSONResponse(problem.body(), problem.status, media_type=MEDIA_TYPE)


def _add_headers(app: FastAPI) -> None:
    @app.middleware("http")
    async def headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        if request.method == "OPTIONS":
            response = Response(status_code=HTTPStatus.NO_CONTENT)
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
            response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
            response.headers["Access-Control-Max-Age"] = "86400"
            response.headers["Allow"] = "GET, HEAD, POST, OPTIONS"
        else:
            response = await call_next(request)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Upr-Graph-Snapshot, Upr-Graph-Rows"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        if response.headers.get("content-type", "").startswith("text/html"):
            response.headers["Content-Security-Policy"] = _POLICY
        response.headers.setdefault("Vary", "Accept")
        return response


async def _body(request: Request) -> bytes:
    """The request's body; raises Problem 413 as soon as it is too large."""
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > LARGEST_REQUEST:
            raise Problem(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                "The request is too large",
                f"At most {LARGEST_REQUEST} bytes are read.",
            )
    return bytes(received)


def _format(name: str | None, accept: str | None, query: str) -> Format:
    """The answer's format: by name, else by Accept; raises Problem 406 when no format suits."""
    if name:
        return by_name(name)
    kind = _KINDS[query_form(query)]
    found = negotiate(accept, kind)
    if found is None:
        raise Problem(
            HTTPStatus.NOT_ACCEPTABLE,
            "No format of this answer is acceptable",
            f"Accept: {(accept or '')[:200]} names none of the formats of a {kind} answer. "
            "See /docs for the media types.",
        )
    return found


def _answered(request: Request, served: Served, asked: QueryRequest) -> Response:
    """Run a query and wrap its answer, or say that the client has it already (RFC 9110, 13.1.2)."""
    snapshot = served.manifest.snapshot
    form = _format(asked.format, request.headers.get("accept"), asked.query)
    parts = (asked.query, form.name, *asked.default_graphs, "", *asked.named_graphs)
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    headers = {"ETag": f'"{snapshot}-{digest}"', "Upr-Graph-Snapshot": snapshot, "Vary": "Accept"}
    if headers["ETag"] in (request.headers.get("if-none-match") or ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    answer = _ask(served, asked, form)
    if answer.rows is not None:
        headers["Upr-Graph-Rows"] = str(answer.rows)
    return Response(answer.body, media_type=answer.media_type, headers=headers)


def _ask(served: Served, asked: QueryRequest, form: Format) -> Answer:
    return served.workers.query(
        asked.query,
        format=form,
        timeout=asked.timeout,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
    )


def _add_sparql(app: FastAPI, service: Service) -> None:
    def run(request: Request, body: bytes) -> Response:
        query_string = request.scope["query_string"].decode("latin-1")
        asked = query_request(request.method, query_string, request.headers.get("content-type"), body)
        html = pages.prefers_html(request.headers.get("accept"))
        if asked is None and html:
            return RedirectResponse("/query", HTTPStatus.SEE_OTHER)
        with service.snapshot() as served:
            if asked is None:
                return _description(request, served)
            if html and not asked.format:
                return HTMLResponse(pages.query(served, asked.query, asked.timeout))
            return _answered(request, served, asked)

    @app.get("/sparql", summary="SPARQL 1.1 query by GET; without a query, the service description")
    @app.head("/sparql", include_in_schema=False)
    async def sparql_get(
        request: Request,
        query: Annotated[str | None, Query(description="A SPARQL 1.1 query")] = None,
        format: Annotated[
            str | None, Query(description="json, xml, csv, tsv; turtle, ntriples, rdfxml, jsonld")
        ] = None,
        timeout: Annotated[str | None, Query(description="Seconds: 2, 0.5, 500ms")] = None,
    ) -> Response:
        """Answers in SPARQL JSON, XML, CSV or TSV; graphs in Turtle, N-Triples, RDF/XML or JSON-LD."""
        return await run_in_threadpool(run, request, b"")

    @app.post("/sparql", summary="SPARQL 1.1 query by POST, as a form or as application/sparql-query")
    async def sparql_post(request: Request) -> Response:
        """As GET; the fields of a form or of the query string are the same."""
        body = await _body(request)
        return await run_in_threadpool(run, request, body)


def _description(request: Request, served: Served) -> Response:
    form = negotiate(request.headers.get("accept"), "graph")
    if form is None:
        raise Problem(
            HTTPStatus.NOT_ACCEPTABLE,
            "No format of this answer is acceptable",
            "See /docs for the media types.",
        )
    endpoint = str(request.url.replace(query="", fragment=""))
    body = service_description(endpoint, served.manifest.triples, form)
    headers = {"Upr-Graph-Snapshot": served.manifest.snapshot, "Vary": "Accept"}
    return Response(body, media_type=form.media_type, headers=headers)


_RESERVED: Final = frozenset({"format", "timeout"})


def _named(name: str, request: Request, format: str | None) -> tuple[NamedQuery, QueryRequest]:
    found = catalogue().get(name)
    if found is None:
        raise UnknownName(f"There is no query {name!r}. See /queries.")
    given = {key: value for key, value in request.query_params.items() if key not in _RESERVED and value}
    asked = QueryRequest(
        bind(found, given), format=format, timeout=seconds(request.query_params.get("timeout"))
    )
    return found, asked


def _add_named_queries(app: FastAPI, service: Service) -> None:
    @app.get("/queries", summary="The named queries with their parameters and columns")
    def queries(accept: Annotated[str | None, Header()] = None) -> Response:
        """A list for programs (JSON) and a page for browsers."""
        if pages.prefers_html(accept):
            return HTMLResponse(pages.queries())
        return JSONResponse({"queries": [pages.query_facts(query) for query in catalogue().values()]})

    @app.get("/queries/{name}", summary="A named query, its parameters in the query string")
    @app.head("/queries/{name}", include_in_schema=False)
    def named_query(
        request: Request,
        name: Annotated[
            str, Path(description="Name, such as reviews-overview; a suffix such as .csv is a format")
        ],
        format: Annotated[str | None, Query(description="As for /sparql")] = None,
    ) -> Response:
        """Rows in every format of /sparql, and a page for browsers."""
        stem, dot, suffix = name.partition(".")
        query, asked = _named(stem, request, format or (suffix if dot else None))
        with service.snapshot() as served:
            if not asked.format and pages.prefers_html(request.headers.get("accept")):
                return HTMLResponse(pages.named_query(served, query, dict(request.query_params), asked))
            return _answered(request, served, asked)


def _add_health(app: FastAPI, service: Service) -> None:
    @app.get("/health", summary="Is the process alive, and what does it serve?")
    def health() -> Response:
        """`{"status": "ok", "snapshot": id, "triples": number}`."""
        with service.snapshot() as served:
            found = {
                "status": "ok",
                "snapshot": served.manifest.snapshot,
                "triples": served.manifest.triples,
            }
        return JSONResponse(found, headers={"Cache-Control": "no-store"})

    @app.get("/ready", summary="503 until a snapshot is served")
    def ready() -> Response:
        """Runs one small query, so that workers are up when it says yes."""
        with service.snapshot() as served:
            served.workers.query("ASK { ?s ?p ?o }", timeout=5)
        return JSONResponse({"status": "ready"}, headers={"Cache-Control": "no-store"})


def _add_pages(app: FastAPI, service: Service) -> None:
    @app.get("/", response_class=HTMLResponse, summary="Home page")
    def home() -> Response:
        """What was recommended, what was answered, and questions that run on a click."""
        with service.snapshot() as served:
            return HTMLResponse(pages.home(served))

    @app.get("/query", response_class=HTMLResponse, summary="Query editor")
    def query_page(query: str | None = None, timeout: str | None = None) -> Response:
        """The editor, with the result of `query` below it."""
        with service.snapshot() as served:
            return HTMLResponse(pages.query(served, query, seconds(timeout)))

    @app.get("/docs", response_class=HTMLResponse, summary="This interface, as a page")
    def docs() -> Response:
        """Made from the OpenAPI description at /openapi.json; nothing is loaded from elsewhere."""
        return HTMLResponse(pages.docs(app.openapi()))
