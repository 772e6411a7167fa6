"""What every answer has: CORS, safety headers, and HEAD and OPTIONS for every route."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

from fastapi import Response
from starlette.datastructures import MutableHeaders
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALLOWED: Final = "upr_graph.allowed"
"""Key of a request's scope: the methods of its path, as the Allow header lists them."""

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_OF_EVERY_ANSWER: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Allow, ETag, Upr-Graph-Snapshot, Upr-Graph-Rows",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_PREFLIGHT: Final = {
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class Frame:
    """ASGI middleware around the application: answers OPTIONS, serves HEAD as GET, adds the headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"

        async def framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_headers(MutableHeaders(raw=message["headers"]))
            elif head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        methods = _allowed(scope)
        scope = {**scope, ALLOWED: ", ".join(methods), "method": "GET" if head else scope["method"]}
        if scope["method"] == "OPTIONS" and methods:
            await _options(scope[ALLOWED])(scope, receive, framed)
        else:
            await self._app(scope, receive, framed)


def add_headers(headers: MutableHeaders) -> None:
    """Add what every answer has; what an answer says itself about caching stays."""
    headers.update(_OF_EVERY_ANSWER)
    if headers.get("content-type", "").startswith("text/html"):
        headers["Content-Security-Policy"] = _POLICY
    headers.setdefault("Vary", "Accept")
    # Another snapshot may be served at any moment: keep answers, but ask each time whether they still hold.
    headers.setdefault("Cache-Control", "no-cache")


def _allowed(scope: Scope) -> tuple[str, ...]:
    """Methods of all routes on the path of a request, sorted; none where there is no such path."""
    routes: Iterable[BaseRoute] = scope["app"].routes
    found: set[str] = set()
    for route in routes:
        if route.matches(scope)[0] is not Match.NONE:
            found.update(getattr(route, "methods", None) or ("GET",))
    if "GET" in found:
        found.add("HEAD")
    return tuple(sorted(found | {"OPTIONS"})) if found else ()


def _options(allowed: str) -> Response:
    headers = {"Allow": allowed, "Access-Control-Allow-Methods": allowed, **_PREFLIGHT}
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)
