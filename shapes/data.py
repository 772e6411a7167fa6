"""Reads RDF files of any W3C syntax into a store, with bounds on what hostile ones can cost."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote
from xml.parsers import expat

from pyoxigraph import RdfFormat, Store

from ontology.errors import ParseError, UsageError

MAX_BYTES: Final = 256 * 1024 * 1024
"""Largest file that is read."""

_MAX_DEPTH: Final = 500
_MAX_ENTITY: Final = 1000
_EXTENSIONS: Final[dict[str, RdfFormat]] = {
    ".json": RdfFormat.JSON_LD,
    ".jsonld": RdfFormat.JSON_LD,
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".owl": RdfFormat.RDF_XML,
    ".rdf": RdfFormat.RDF_XML,
    ".trig": RdfFormat.TRIG,
    ".ttl": RdfFormat.TURTLE,
    ".xml": RdfFormat.RDF_XML,
}
_JSON: Final = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*(?:[\"{\[]|\]\s*$))")
_XML: Final = re.compile(rb"\s*<(?:\?xml|!DOCTYPE|!--|(?:rdf:)?RDF\b)")
_POSITION: Final = re.compile(
    r"^Parser error at line \d+(?: column \d+| between columns? \d+ and (?:line \d+ )?(?:column )?\d+): "
)
_JSON_BRACKET: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]', re.DOTALL)
_TRIPLE_TERM_SIGNS: Final = (b"<<", b"Triple")
_ASK_TRIPLE_TERMS: Final = "ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } FILTER (isTRIPLE(?o)) }"
_BOM: Final = b"\xef\xbb\xbf"


def read_graph(data: bytes, name: str) -> Store:
    """A new store with the triples and quads of a file; an empty file is an empty graph.

    `name` is the file's name: its extension tells the format (Turtle, TriG, N-Triples, N-Quads, RDF/XML,
    JSON-LD), and where it tells nothing, the content does. Nothing is fetched: JSON-LD contexts have to be in
    the file. Raises ParseError with line and column, UsageError for a file beyond `MAX_BYTES` and for triple
    terms, which are not in RDF 1.1 nor in SHACL.
    """
    if len(data) > MAX_BYTES:
        raise UsageError(f"{name} has more than {MAX_BYTES // 1024**2} MiB: validate it in parts.")
    data = data.removeprefix(_BOM)
    if not data.strip():
        return Store()
    if rdf_format := _EXTENSIONS.get(PurePosixPath(name).suffix.lower()) or _guess(data):
        return _load(data, name, rdf_format)
    try:
        return _load(data, name, RdfFormat.TRIG)
    except ParseError as as_trig:
        try:
            return _load(data, name, RdfFormat.N_QUADS)
        except ParseError as as_quads:
            raise max(as_trig, as_quads, key=lambda error: error.line or 0) from None


def _guess(data: bytes) -> RdfFormat | None:
    """The format of a text that is neither of the Turtle family."""
    if _JSON.match(data):
        return RdfFormat.JSON_LD
    return RdfFormat.RDF_XML if _XML.match(data) else None


def _load(data: bytes, name: str, rdf_format: RdfFormat) -> Store:
    if rdf_format == RdfFormat.RDF_XML:
        _check_xml(data, name)
    if rdf_format == RdfFormat.JSON_LD:
        _check_json(data, name)
    store = Store()
    base = f"file:///{quote(PurePosixPath(name).name)}"
    try:
        store.load(data, format=rdf_format, base_iri=base)
    except SyntaxError as error:
        raise _parse_error(error, name, rdf_format, _guess(data)) from error
    except MemoryError as error:  # the reader's own bound of 16 MiB for one statement
        raise ParseError(f"{name}: a single value is longer than 16 MiB; shorten it.") from error
    if any(sign in data for sign in _TRIPLE_TERM_SIGNS) and store.query(_ASK_TRIPLE_TERMS):
        raise UsageError(f"{name} has triple terms of RDF 1.2, which SHACL cannot validate: leave them out.")
    return store


def _parse_error(
    error: SyntaxError, name: str, rdf_format: RdfFormat, looks_like: RdfFormat | None
) -> ParseError:
    reason = _POSITION.sub("", error.msg).rstrip(".")
    if "LoadDocumentCallback" in reason:
        reason = (
            "a JSON-LD context is given by address, and nothing is fetched; write the context into the file"
        )
    hint = ""
    if looks_like and looks_like != rdf_format:
        hint = f" It looks like {looks_like.name}: give the file the extension .{looks_like.file_extension}."
    place = ":".join(str(part) for part in (name, error.lineno, error.offset) if part is not None)
    return ParseError(f"{place}: not {rdf_format.name}: {reason}.{hint}", error.lineno, error.offset)


def _check_json(data: bytes, name: str) -> None:
    """Refuse deep nesting, for which the JSON-LD reader needs memory that grows with its square."""
    depth = 0
    for found in _JSON_BRACKET.finditer(data):
        depth += {b"{": 1, b"[": 1, b"}": -1, b"]": -1}.get(found.group(), 0)
        if depth > _MAX_DEPTH:
            line = data.count(b"\n", 0, found.start()) + 1
            column = found.start() - data.rfind(b"\n", 0, found.start())
            reason = f"objects and arrays are nested more than {_MAX_DEPTH} deep"
            raise ParseError(f"{name}:{line}:{column}: not JSON-LD: {reason}.", line, column)


def _check_xml(data: bytes, name: str) -> None:
    """Refuse XML that is not well-formed, and forms on which the RDF/XML reader takes very long.

    The reader says of neither where it is, takes a document that ends too early for a whole one, and its time
    grows with the square of the depth and of the length of entities.
    """
    parser = expat.ParserCreate()
    depth = 0

    def start(_tag: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise _xml_error(f"elements are nested more than {_MAX_DEPTH} deep")

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    def entity(_name: str, _is_parameter: int, value: str | None, *_rest: object) -> None:
        if value is None or "&" in value or "%" in value or len(value) > _MAX_ENTITY:
            raise _xml_error("an entity is external, long, or made of other entities; write it out")

    def _xml_error(reason: str) -> ParseError:
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        return ParseError(f"{name}:{line}:{column}: not RDF/XML: {reason}.", line, column)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, str(error))
        place = f"{name}:{error.lineno}:{error.offset + 1}"
        raise ParseError(f"{place}: not XML: {reason}.", error.lineno, error.offset + 1) from error
