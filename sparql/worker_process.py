"""What runs inside a query worker: one store opened read-only, one query at a time.

The parent (`sparql.workers`) starts `main` in a process of its own and talks to it over the standard
streams (`sparql.frames`). This module imports as little as it can: the first answer waits for it.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import time
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from ontology.errors import RefusedQuery
from ontology.prefixes import PREFIXES
from sparql import lexer, sandbox
from sparql.frames import Reply, Request, Settings, read_frame, write_frame
from sparql.results import CSV, JSON, JSONLD, NTRIPLES, RDFXML, TSV, TURTLE, XML, Format, by_name, count_rows

GRACE: Final = 1.0
"""Seconds past its deadline after which a worker ends itself: the parent that should kill it is gone."""


class _TooLarge(Exception):
    """The answer is larger than allowed."""


class _Unusable(Exception):
    """The format asked for does not suit the form of the query, or a graph is named by no IRI."""


_RESULT_FORMATS: Final = {
    JSON: ox.QueryResultsFormat.JSON,
    XML: ox.QueryResultsFormat.XML,
    CSV: ox.QueryResultsFormat.CSV,
    TSV: ox.QueryResultsFormat.TSV,
}
_GRAPH_FORMATS: Final = {
    TURTLE: ox.RdfFormat.TURTLE,
    NTRIPLES: ox.RdfFormat.N_TRIPLES,
    RDFXML: ox.RdfFormat.RDF_XML,
    JSONLD: ox.RdfFormat.JSON_LD,
}


def main() -> None:
    """Serve queries from standard input until it closes; the first argument is `Settings` as JSON."""
    settings: Settings = json.loads(sys.argv[1])
    source, target = sys.stdin.buffer, sys.stdout.buffer
    sandbox.limit_memory(settings["memory"])
    offline = sandbox.forbid_sockets()
    try:
        store = ox.Store.read_only(settings["store"])
    except OSError as error:
        write_frame(target, json.dumps(Reply(error="store", message=str(error))).encode())
        return
    write_frame(target, json.dumps(Reply(offline=offline)).encode())
    while (frame := read_frame(source)) is not None:
        reply, body = _answer_or_die(store, json.loads(frame), settings["result"], source.fileno())
        write_frame(target, json.dumps(reply).encode())
        write_frame(target, body)


def _answer_or_die(store: ox.Store, request: Request, limit: int, parent: int) -> tuple[Reply, bytes]:
    """Answer one request; the kernel ends the process past the deadline or when the parent is gone."""
    sandbox.die_at_deadline(request["seconds"] + GRACE)
    sandbox.die_with_writer(parent, True)
    try:
        return _answer(store, request, limit)
    finally:
        sandbox.die_with_writer(parent, False)
        sandbox.die_at_deadline(0)


def _answer(store: ox.Store, request: Request, limit: int) -> tuple[Reply, bytes]:
    started = time.perf_counter()
    output = _Bounded(limit)
    try:
        lexer.refuse(request["text"])
        reply = _write_answer(_run(store, request), request["format"], output)
    except RefusedQuery as error:
        return Reply(error="refused", message=str(error)), b""
    except SyntaxError as error:
        return _syntax_reply(request["text"], str(error)), b""
    except _TooLarge:
        return Reply(error="size", message=""), b""
    except (MemoryError, OSError, RuntimeError, ValueError, _Unusable) as error:
        return _failure(error), b""
    reply["seconds"] = time.perf_counter() - started
    return reply, output.content()


def _run(store: ox.Store, request: Request) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    text = request["text"]
    if request["default_graphs"] or request["named_graphs"]:
        return store.query(
            text,
            default_graph=[_graph(iri) for iri in request["default_graphs"]],
            named_graphs=[_graph(iri) for iri in request["named_graphs"]],
        )
    # Oxigraph would let the union hide what FROM and FROM NAMED say.
    union = _has_empty_default_graph(store) and not lexer.has_dataset(text)
    return store.query(text, use_default_graph_as_union=union)


def _has_empty_default_graph(store: ox.Store) -> bool:
    """Whether the store leaves it to us to make the default graph.

    A store that holds the union of its graphs as its default graph is the better one: Oxigraph 0.5 counts
    a triple of two graphs twice in the union it makes (oxigraph issue 1919, mended in 0.6).
    """
    return next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is None


def _graph(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise _Unusable(f"{iri[:200]!r} names no graph: it is not a full IRI.") from error


def _write_answer(
    found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, name: str | None, output: _Bounded
) -> Reply:
    if isinstance(found, ox.QueryTriples):
        format_ = _suitable(name, TURTLE, "CONSTRUCT or DESCRIBE")
        rows = _write_graph(found, format_, output)
        return Reply(kind="graph", media_type=format_.media_type, rows=rows)
    if isinstance(found, ox.QueryBoolean):
        format_ = _suitable(name, JSON, "ASK")
        found.serialize(output, _RESULT_FORMATS[format_])  # type: ignore[arg-type]  # only write() is called
        return Reply(kind="ask", media_type=format_.media_type, rows=None)
    format_ = _suitable(name, JSON, "SELECT")
    found.serialize(output, _RESULT_FORMATS[format_])  # type: ignore[arg-type]  # only write() is called
    return Reply(kind="select", media_type=format_.media_type, rows=count_rows(output.content(), format_))


def _suitable(name: str | None, default: Format, form: str) -> Format:
    format_ = default if name is None else by_name(name)
    formats = _GRAPH_FORMATS if default is TURTLE else _RESULT_FORMATS
    if format_ not in formats:
        known = ", ".join(f.name for f in formats)
        raise _Unusable(f"{format_.label} cannot hold the answer to {form}. Formats: {known}.")
    return format_


def _write_graph(triples: ox.QueryTriples, format_: Format, output: _Bounded) -> int:
    """Write the triples with the prefixes they use, which Oxigraph's own `serialize` would leave out."""
    found = list(triples)
    prefixes = {} if format_ in (NTRIPLES, JSONLD) else _used_prefixes(found, format_)
    ox.serialize(found, output, _GRAPH_FORMATS[format_], prefixes=prefixes)  # type: ignore[arg-type]  # see above
    if format_ is TURTLE:
        output.sort_head(len(prefixes))
    return len(found)


def _used_prefixes(triples: list[ox.Triple], format_: Format) -> dict[str, str]:
    iris = {triple.predicate.value for triple in triples}
    if format_ is TURTLE:
        iris.discard(PREFIXES["rdf"] + "type")
        iris.update(iri for triple in triples for iri in _term_iris(triple))
    spaces = {iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in iris}
    return {prefix: iri for prefix, iri in PREFIXES.items() if iri in spaces}


def _term_iris(triple: ox.Triple) -> Iterator[str]:
    for term in (triple.subject, triple.object):
        if isinstance(term, ox.NamedNode):
            yield term.value
        elif isinstance(term, ox.Literal) and term.datatype not in _SILENT:
            yield term.datatype.value


_SILENT: Final = (
    ox.Literal("").datatype,
    ox.Literal("", language="en").datatype,
)
"""Datatypes that Turtle never writes out."""


class _Bounded:
    """A file that holds no more than it may."""

    def __init__(self, limit: int) -> None:
        self._room = limit
        self._chunks: list[bytes] = []

    def write(self, chunk: bytes) -> int:
        self._room -= len(chunk)
        if self._room < 0:
            raise _TooLarge
        self._chunks.append(bytes(chunk))
        return len(chunk)

    def flush(self) -> None:
        """Nothing to do: all is in memory."""

    def content(self) -> bytes:
        self._chunks = [b"".join(self._chunks)]
        return self._chunks[0]

    def sort_head(self, lines: int) -> None:
        """Sort the first lines: Oxigraph declares prefixes in another order in every process."""
        *head, rest = self.content().split(b"\n", lines)
        self._chunks = [b"\n".join([*sorted(head), rest])]


def _syntax_reply(text: str, complaint: str) -> Reply:
    from sparql.grammar import explain  # noqa: PLC0415  # only needed for a mistake

    fault = explain(text, complaint)
    return Reply(error="syntax", message=fault.message, line=fault.line, column=fault.column)


def _failure(error: Exception) -> Reply:
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        return Reply(error="memory", message="")
    kind = "usage" if isinstance(error, (_Unusable, RuntimeError, ValueError)) else "engine"
    return Reply(error=kind, message=str(error))


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)
