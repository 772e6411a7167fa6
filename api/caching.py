"""Entity tags: a client that has an answer already gets 304 (RFC 9110, 8.8.3 and 13.1.2)."""

from __future__ import annotations

import hashlib
import re
from http import HTTPStatus
from typing import Final

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

_TAG: Final = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')


def entity_tag(*parts: str | bytes) -> str:
    """A strong tag for whatever has exactly these parts."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8))
        digest.update(data)
    return f'"{digest.hexdigest()[:32]}"'


def not_modified(request: Request, headers: dict[str, str]) -> Response | None:
    """304 with these headers when If-None-Match names their ETag or says `*`; tags are compared weakly."""
    condition = ", ".join(request.headers.getlist("if-none-match")).strip()
    if request.method != "GET" or not condition:
        return None
    if condition != "*" and headers["ETag"] not in _TAG.findall(condition):
        return None
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)


def page(request: Request, html: str, status: int = HTTPStatus.OK, snapshot: str | None = None) -> Response:
    """A page as an answer, or 304 when the client has exactly this one."""
    headers = {"Vary": "Accept"}
    if snapshot is not None:
        headers["Upr-Graph-Snapshot"] = snapshot
    if status != HTTPStatus.OK:
        return HTMLResponse(html, status, headers)
    headers["ETag"] = entity_tag(html)
    return not_modified(request, headers) or HTMLResponse(html, status, headers)
