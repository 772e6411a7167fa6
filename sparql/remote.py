"""Any SPARQL 1.1 endpoint as a `QueryStore`."""

from __future__ import annotations

import http.client
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from ontology.errors import ParseError, QueryLimit, QueryTimeout, ResultTooLarge, UsageError
from sparql.lexer import query_form
from sparql.results import CSV, JSON, NTRIPLES, TSV, TURTLE, Format, Kind
from sparql.store import Answer

_KINDS: Final[dict[str, Kind]] = {"SELECT": "select", "ASK": "ask", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
_MOST_BYTES: Final = 256 << 20
_CHUNK: Final = 1 << 20
_EXCERPT: Final = 300
_AS_PLAIN_TEXT: Final = (CSV, TSV, NTRIPLES)


@dataclass(frozen=True, slots=True)
class RemoteStore:
    """An endpoint by its address; queries go as POST forms (SPARQL 1.1 Protocol, 2.1.2)."""

    endpoint: str
    timeout: float = 30.0
    """Seconds to wait for an answer."""

    def query(
        self,
        text: str,
        *,
        format: Format | None = None,
        timeout: float | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """Run one query there; see `QueryStore.query`. `rows` is never counted.

        What the query may ask for is the endpoint's decision: SERVICE is not refused here. Raises UsageError
        where nobody answers there, or something that is no SPARQL endpoint does.
        """
        kind = _KINDS[query_form(text)]
        wanted = format or (TURTLE if kind == "graph" else JSON)
        fields = [("query", text)]
        fields += [("default-graph-uri", graph) for graph in default_graphs]
        fields += [("named-graph-uri", graph) for graph in named_graphs]
        started = time.monotonic()
        media_type, body = self._send(urlencode(fields).encode("ascii"), wanted, timeout or self.timeout)
        self._check(media_type, body, wanted)
        return Answer(kind, media_type, body, None, time.monotonic() - started)

    def _send(self, body: bytes, wanted: Format, timeout: float) -> tuple[str, bytes]:
        """Media type and body of the answer to one request."""
        if not self.endpoint.lower().startswith(("http://", "https://")):
            raise UsageError(
                f"{self.endpoint}: an endpoint is an address that starts with http:// or https://."
            )
        headers = {"Accept": wanted.media_type, "Content-Type": "application/x-www-form-urlencoded"}
        deadline = time.monotonic() + timeout
        try:
            request = urllib.request.Request(self.endpoint, body, headers)
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return answer.headers.get_content_type(), self._read(answer, deadline)
        except urllib.error.HTTPError as error:
            raise self._failure(error) from error
        except (OSError, ValueError, http.client.HTTPException) as error:
            reason = error.reason if isinstance(error, urllib.error.URLError) else error
            if isinstance(reason, TimeoutError):
                raise QueryTimeout(f"{self.endpoint} did not answer within {timeout:g} s.") from error
            why = (reason.strerror if isinstance(reason, OSError) else None) or reason or type(error).__name__
            raise UsageError(f"{self.endpoint} cannot be asked: {why}.") from error

    def _read(self, answer: http.client.HTTPResponse, deadline: float) -> bytes:
        """The whole body; the time-out of a socket is for each of its chunks only."""
        found = bytearray()
        while chunk := answer.read1(_CHUNK):
            found += chunk
            if len(found) > _MOST_BYTES:
                raise ResultTooLarge(f"{self.endpoint} sent more than {_MOST_BYTES >> 20} MiB. Add a LIMIT.")
            if time.monotonic() > deadline:
                raise TimeoutError
        if answer.length:  # bytes that were announced and did not come
            raise http.client.IncompleteRead(bytes(found), answer.length)
        return bytes(found)

    def _check(self, media_type: str, body: bytes, wanted: Format) -> None:
        """See that the answer is what was asked for, and no page that a web server sends for everything."""
        fits = media_type in (wanted.media_type, *wanted.also)
        if not fits and not (media_type == "text/plain" and wanted in _AS_PLAIN_TEXT):
            raise UsageError(
                f"{self.endpoint} answered with {media_type} where {wanted.media_type} was asked for. "
                "Is this the address of a SPARQL endpoint?"
            )
        if wanted is JSON and not _is_result(body):
            raise UsageError(
                f"{self.endpoint} answered with something that is no SPARQL JSON: {_excerpt(body)}"
            )

    def _failure(self, error: urllib.error.HTTPError) -> UsageError | QueryLimit:
        said = error.read(4096)
        problem = _problem(said)
        detail = str(problem.get("detail") or _excerpt(said) or error.reason)
        message = f"{self.endpoint} answered {error.code}: {detail}"
        if error.code == 504:
            return QueryTimeout(message)
        if error.code in (429, 503):
            return QueryLimit(message)
        if error.code == 400:
            line, column = (
                n if isinstance(n := problem.get(name), int) else None for name in ("line", "column")
            )
            return ParseError(message, line, column)
        return UsageError(message)


def _problem(said: bytes) -> dict[str, object]:
    """Members of a problem object (RFC 9457); none where the body is something else."""
    try:
        found = json.loads(said)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _excerpt(said: bytes) -> str:
    return re.sub(r"\s+", " ", said[:4096].decode("utf-8", "replace")).strip()[:_EXCERPT]


def _is_result(body: bytes) -> bool:
    try:
        found = json.loads(body)
        return isinstance(
            found["boolean"] if "boolean" in found else found["results"]["bindings"], bool | list
        )
    except (ValueError, TypeError, KeyError):
        return False
