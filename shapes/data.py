"""Reads a graph that somebody wants validated."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

from pyoxigraph import RdfFormat, Store

from ontology.errors import ParseError, UsageError

LARGEST_FILE: Final = 256 * 1024 * 1024
"""Bytes of a file to validate."""

_POSITION: Final = re.compile(r"^Parser error at line \d+[^:]*: ")

_BY_SUFFIX: Final = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
}


def graph_format(data: bytes, name: str) -> RdfFormat:
    """The syntax of a file by its name, else by how it begins."""
    known = _BY_SUFFIX.get(PurePath(name).suffix.lower())
    if known is not None:
        return known
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"{", b"[{")):
        return RdfFormat.JSON_LD if b'"@' in data[:100_000] else RdfFormat.TRIG
    if start.startswith(b"<?xml") or b"<rdf:RDF" in start:
        return RdfFormat.RDF_XML
    return RdfFormat.TRIG  # which reads Turtle and N-Triples as well


def read_graph(data: bytes, name: str) -> Store:
    """A file in Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD as a store; empty files are empty graphs.

    Nothing is fetched: a JSON-LD context elsewhere is an error. Raises ParseError with line and column, and
    UsageError for a file that is too large.
    """
    if len(data) > LARGEST_FILE:
        raise UsageError(f"{name}: larger than {LARGEST_FILE >> 20} MiB. Validate it in parts.")
    store = Store()
    if not data.strip():
        return store
    try:
        store.load(
            data.removeprefix(b"\xef\xbb\xbf"),
            graph_format(data, name),
            base_iri=f"file:///{PurePath(name).name}",
        )
    except SyntaxError as error:
        reason = _POSITION.sub("", error.msg)
        raise ParseError(f"{name}: {reason}", error.lineno, error.offset) from error
    except ValueError as error:
        raise ParseError(f"{name}: {error}") from error
    return store
