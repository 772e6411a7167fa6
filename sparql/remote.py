"""Any SPARQL 1.1 endpoint as a `QueryStore`."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urlsplit

from ontology.errors import ParseError, QueryLimit, QueryTimeout, ResultTooLarge, UsageError
from sparql.lexer import query_form
from sparql.results import JSON, TURTLE, Format, Kind
from sparql.store import Answer

_KINDS: Final[dict[str, Kind]] = {"SELECT": "select", "ASK": "ask", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
_MOST_BYTES: Final = 256 << 20
_EXCERPT: Final = 300


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
        """Run one query there; see `QueryStore.query`. `rows` is never counted."""
        kind = _KINDS[query_form(text)]
        wanted = format or (TURTLE if kind == "graph" else JSON)
        fields = [("query", text)]
        fields += [("default-graph-uri", graph) for graph in default_graphs]
        fields += [("named-graph-uri", graph) for graph in named_graphs]
        started = time.monotonic()
        media_type, body = self._send(urlencode(fields).encode("ascii"), wanted, timeout or self.timeout)
        return Answer(kind, media_type or wanted.media_type, body, None, time.monotonic() - started)

    def _send(self, body: bytes, wanted: Format, timeout: float) -> tuple[str, bytes]:
        if urlsplit(self.endpoint).scheme not in ("http", "https"):
            raise UsageError(
                f"{self.endpoint}: an endpoint is an address that starts with http:// or https://."
            )
        request = urllib.request.Request(
            self.endpoint,
            body,
            {"Accept": wanted.media_type, "Content-Type": "application/x-www-form-urlencoded"},
        )
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                found = answer.read(_MOST_BYTES + 1)
                media_type = answer.headers.get_content_type()
        except urllib.error.HTTPError as error:
            raise self._failure(error) from error
        except TimeoutError as error:
            raise QueryTimeout(f"{self.endpoint} did not answer within {timeout:g} s.") from error
        except (OSError, ValueError) as error:
            reason = error.reason if isinstance(error, urllib.error.URLError) else error
            if isinstance(reason, TimeoutError):
                raise QueryTimeout(f"{self.endpoint} did not answer within {timeout:g} s.") from error
            raise UsageError(f"{self.endpoint} cannot be asked: {reason}.") from error
        if len(found) > _MOST_BYTES:
            raise ResultTooLarge(f"{self.endpoint} sent more than {_MOST_BYTES >> 20} MiB. Add a LIMIT.")
        return media_type, found

    def _failure(self, error: urllib.error.HTTPError) -> UsageError | QueryLimit:
        said = error.read(4096).decode("utf-8", "replace")
        excerpt = re.sub(r"\s+", " ", said)[:_EXCERPT]
        message = f"{self.endpoint} answered {error.code} {error.reason}: {excerpt}"
        if error.code == 504:
            return QueryTimeout(message)
        if error.code in (429, 503):
            return QueryLimit(message)
        return ParseError(message) if error.code == 400 else UsageError(message)
