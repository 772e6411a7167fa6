"""What every SPARQL store of the project offers, embedded or remote: a query in, an answer out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sparql.results import Format, Kind


@dataclass(frozen=True, slots=True)
class Answer:
    """A serialised answer to one query."""

    kind: Kind
    media_type: str
    body: bytes
    rows: int | None
    """Solutions of a SELECT, triples of a graph; None for ASK, and where the store does not count."""
    seconds: float
    """Time the query took in the store, waiting for a free worker not included."""


class QueryStore(Protocol):
    """Answers SPARQL 1.1 queries over one dataset.

    The default graph is the union of all named graphs, unless the query says FROM or FROM NAMED or the
    caller names graphs (SPARQL 1.1 Protocol, 2.1.4: what the caller names comes before what the query says).
    """

    def query(
        self,
        text: str,
        *,
        format: Format | None = None,
        timeout: float | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """Run one query.

        `format` is JSON or Turtle where it is None; `timeout` is in seconds, and the store's own where it
        is None. Raises RefusedQuery, ParseError, UsageError (a format that does not suit the form of the
        query), QueryTimeout, QueryMemory, ResultTooLarge or QueryLimit.
        """
        ...
