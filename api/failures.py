"""Turns whatever goes wrong in a request into an answer: problem+json, or a page for browsers."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api import pages
from api.caching import page
from api.middleware import ALLOWED, add_headers
from api.negotiation import wants_page
from api.problems import MEDIA_TYPE, Problem, problem_of
from ontology.errors import UprGraphError


def add_failures(app: FastAPI) -> None:
    """Answer the errors of the project, of HTTP, and the ones nobody foresaw."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(UprGraphError, _known)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _bug)


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return _answer(request, error)


async def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, UprGraphError)
    return _answer(request, problem_of(error))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = request.url.path[:200]
    if error.status_code == HTTPStatus.NOT_FOUND:
        detail = f"There is nothing at {path}. /docs lists what there is."
        return _answer(request, Problem(HTTPStatus.NOT_FOUND, "Not found", detail))
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = request.scope[ALLOWED]
        detail = f"{request.method[:20]} is not a method of {path}; these are: {allowed}."
        response = _answer(request, Problem(error.status_code, "The method is not allowed here", detail))
        response.headers["Allow"] = allowed
        return response
    phrase = HTTPStatus(error.status_code).phrase
    return _answer(request, Problem(error.status_code, phrase, str(error.detail)))


async def _bug(request: Request, error: Exception) -> Response:
    # The server logs the error with its traceback; a client is told nothing of the inside.
    detail = "This is a mistake in upr-graph, not in the request. The log of the server has more."
    response = _answer(
        request, Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "The server could not answer", detail)
    )
    add_headers(response.headers)
    return response


def _answer(request: Request, problem: Problem) -> Response:
    if wants_page(request):
        return page(request, pages.error_page(problem), problem.status)
    return JSONResponse(problem.body(), problem.status, media_type=MEDIA_TYPE)
