"""A query's answer as data over HTTP: its format, its entity tag, its headers."""

from __future__ import annotations

import re
from typing import Final

from fastapi import Request, Response

from api.caching import entity_tag, not_modified
from api.negotiation import accepted_format, kind_of, named_format
from api.protocol import QueryRequest
from api.service import Served
from sparql.description import service_description


def answered(request: Request, served: Served, asked: QueryRequest, name: str = "result") -> Response:
    """Run a query and wrap its answer, or say that the client has it already.

    A format asked for by name also names the file that a browser saves.
    """
    by_name = asked.format
    format = named_format(by_name) if by_name else accepted_format(request, kind_of(asked.query))
    parts = (asked.query, format.name, *asked.default_graphs, "", *asked.named_graphs)
    headers = _headers(served, entity_tag(served.manifest.snapshot, *parts))
    if known := not_modified(request, headers):
        return known
    answer = served.workers.query(
        asked.query,
        format=format,
        timeout=asked.timeout,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
    )
    if answer.rows is not None:
        headers["Upr-Graph-Rows"] = str(answer.rows)
    if by_name:
        headers["Content-Disposition"] = f'inline; filename="{name}.{format.suffix}"'
    return Response(answer.body, media_type=answer.media_type, headers=headers)


def description(request: Request, served: Served) -> Response:
    """The service description (SPARQL 1.1 Service Description, 2)."""
    format = accepted_format(request, "graph")
    endpoint = origin(request) + "/sparql"
    headers = _headers(served, entity_tag(served.manifest.snapshot, endpoint, format.name))
    if known := not_modified(request, headers):
        return known
    body = service_description(endpoint, served.manifest.triples, format)
    return Response(body, media_type=format.media_type, headers=headers)


_HOST: Final = re.compile(r"[A-Za-z0-9._-]+(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](?::[0-9]{1,5})?")


def origin(request: Request) -> str:
    """Scheme and host of this server as the client sees it, the local address where Host is no host."""
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        address, port = request.scope.get("server") or ("localhost", None)
        host = f"{address}:{port}" if port else address
    return f"{request.scope.get('scheme', 'http')}://{host}"


def _headers(served: Served, tag: str) -> dict[str, str]:
    return {"ETag": tag, "Upr-Graph-Snapshot": served.manifest.snapshot, "Vary": "Accept"}
