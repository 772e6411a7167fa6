"""RDF files in the project's terms: a file for exchange, a graph of other software, an export added again.

Turtle, TriG, N-Triples, N-Quads, JSON-LD and RDF/XML, read into one graph of their own: `rdf/<file name>`.
What is left out or refused, and why, is in the `rdf_file_…` modules beside this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from graph_loader import iris
from graph_loader.quads import node
from graph_loader.records import SourceReading
from graph_loader.sources.rdf_file_blank import Indistinct, named
from graph_loader.sources.rdf_file_context import ADDRESS, contexts_filled_in, remote_context, unread_keys
from graph_loader.sources.rdf_file_made import without_made
from graph_loader.sources.rdf_file_terms import OTHER_BASE, check_terms
from graph_loader.sources.rdf_file_text import LineFindings, RdfText, iri_of, tell_each, utf8
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.table_words import parse_review
from ontology.errors import ParseError, UsageError
from ontology.prefixes import BASE
from ontology.terms import rdf, upr
from shapes.data import read_graph

FORMAT: Final = "rdf"
READER: Final = "rdf 1"
MOST_STATEMENTS: Final = 1_500_000
"""Statements of the longest file that is read."""

_MOST_TOLD: Final = 5
_IGNORED: Final = rb"(?:\s++|#[^\n]*+(?:\n|\Z))*+"
_ABSOLUTE: Final = rb"<[A-Za-z][A-Za-z0-9+.-]*+:[^<>\s\"{}|^`]*+>"
_TURTLE: Final = re.compile(
    _IGNORED
    + rb"(?:@prefix\s|@base\s|(?:prefix\s+[\w.-]*+:|base)\s*+<"
    + rb"|(?:" + _ABSOLUTE + rb"|_:\w\S*+|\[\s*+\])\s*+(?:" + _ABSOLUTE + rb"|a\s)"
    + rb"|(?:graph\s*+)?" + _ABSOLUTE + rb"\s*+\{)",
    re.IGNORECASE,
)  # fmt: skip
_PREFIXED: Final = re.compile(_IGNORED + rb"@?(?:prefix|base)\s", re.IGNORECASE)
_JSON: Final = re.compile(rb"\s*+[\[{]")
_JSON_LD_KEY: Final = re.compile(rb'"@(?:context|graph|id|type)"\s*+:')
_XML: Final = re.compile(rb"\s*+<")
_RDF_ELEMENT: Final = re.compile(rb"<(?:[\w.-]++:)?RDF[\s>]")
_RDF_NAMESPACE: Final = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RELATIVE: Final = "file:"
"""What `shapes.data` resolves relative IRIs against."""
# What XML 1.0 (2.2, Char) leaves out, so that no answer could carry it; and what turns text round.
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_READERS_NAME: Final = "x"
_POSITION: Final = re.compile(rf"^{_READERS_NAME}(?:\.\w+)?(?:[:\d]*: )?")
_SUFFIXES: Final = frozenset(
    {".gz", ".json", ".jsonld", ".nq", ".nt", ".owl", ".rdf", ".trig", ".ttl", ".xml"}
)


def is_rdf(file: SourceFile) -> bool:
    """Whether the first bytes of a file are those of an RDF document in any of the syntaxes that are read."""
    if file.kind != "text":
        return False
    head = utf8(file.head)
    if _JSON.match(head):
        return bool(_JSON_LD_KEY.search(head))
    if _TURTLE.match(head):
        return True
    return bool(_XML.match(head) and _RDF_NAMESPACE in head and _RDF_ELEMENT.search(head))


def read_rdf(file: SourceFile, review: str | None = None) -> Iterator[SourceReading]:
    """Read one RDF file; its statements are `quads` of the reading, sorted, in the graph of its key.

    `review` is checked: a file about other reviews is refused. Raises SourceError for a file that is too
    large or damaged, UsageError when `review` is not like `KAZ-2`.
    """
    wanted = parse_review(review) if review else None
    if review and not wanted:
        raise UsageError(f"'{review}' is no review. Write State and cycle, such as KAZ-2.")
    slug = _slug(file.name)
    text = RdfText(utf8(file.data))
    findings = LineFindings(file.name)
    quads = _statements(text, slug, findings)
    others = counts(quads).reviews - {wanted} if wanted else ()
    if others:
        listed = ", ".join(sorted(others)[:_MOST_TOLD])
        findings.add("error", f"The file is about review {listed}, but {wanted} was asked for.")
    if not quads and not findings.refused:
        findings.add("error", "The file holds no statement that is kept. Is it the right file?")
    kept = () if findings.refused else tuple(quads)
    yield SourceReading(
        format=FORMAT, reader=READER, key=f"rdf/{slug}", quads=kept, problems=findings.problems()
    )


def _slug(name: str) -> str:
    path = PurePosixPath(name.replace("\\", "/"))
    while path.suffix.lower() in _SUFFIXES:
        path = path.with_suffix("")
    # A name in another script has no slug, but two such files are two sources all the same.
    return iris.slug(path.name) or (iris.digest(path.name) if path.name.strip("-. ") else "standard-input")


# --- what the file says --------------------------------------------------------------------------------


def _statements(text: RdfText, slug: str, findings: LineFindings) -> list[Quad]:
    """The statements to keep; what is wrong with them is added to the findings."""
    store = _parsed(text, findings)
    if store is None:
        return []
    tell_each(findings, text, "warning", unread_keys(text.data))
    quads = without_made(store, findings, text)
    del store  # as large as all the rest
    graphs = {iri_of(quad.graph_name) for quad in quads}
    if len(graphs) > 1:
        findings.add("info", f"The {len(graphs):,} graphs of the file are read as one, rdf/{slug}.")
    check_terms(quads, findings, text)
    tell_each(findings, text, "error", sorted(_wrong_values(quads)))
    graph = node(iris.graph(f"rdf/{slug}"))
    try:
        quads, blank = named([Quad(q.subject, q.predicate, q.object, graph) for q in quads], slug)
    except Indistinct as error:
        findings.add("error", str(error))
        return []
    if blank:
        findings.add("info", f"Blank nodes were given IRIs that depend on what is said of them: {blank:,}.")
    return [quad for _, quad in sorted({str(quad): quad for quad in quads}.items())]


def _parsed(text: RdfText, findings: LineFindings) -> Store | None:
    try:
        store = read_graph(contexts_filled_in(text.data), _name_for_reader(text.data))
    except ParseError as error:
        column = None if error.column is None else str(error.column)
        findings.add("error", _why(str(error), text), _line(error, text), column=column)
        return None
    except UsageError as error:
        findings.add("error", _POSITION.sub("The file", str(error)))
        return None
    if len(store) > MOST_STATEMENTS:
        findings.add("error", f"The file holds more than {MOST_STATEMENTS:,} statements. Split it.")
        return None
    return store


def _name_for_reader(data: bytes) -> str:
    """A name whose ending tells the syntax, as the file's own may be wrong; none where two are possible."""
    return f"{_READERS_NAME}.trig" if _PREFIXED.match(data) else _READERS_NAME


def _why(message: str, text: RdfText) -> str:
    reason = _POSITION.sub("", message).replace("not TriG:", "not Turtle or TriG:")
    remote = remote_context(text.data) if "context" in reason and "fetched" in reason else None
    if remote:
        return (
            f"The JSON-LD context {remote[0]} is not fetched: nothing is. Write the context into the file, "
            f"or use {ADDRESS}."
        )
    return reason[:1].upper() + reason[1:]


def _line(error: ParseError, text: RdfText) -> int | None:
    remote = remote_context(text.data) if error.line is None and "fetched" in str(error) else None
    return remote[1] if remote else error.line


def _wrong_values(quads: Iterable[Quad]) -> Iterator[tuple[str, str]]:
    """Names that are no names on the web, and texts that no answer could carry; each name once."""
    told: set[str] = set()
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object):
            if isinstance(term, Literal):
                fault = _literal_fault(term)
                if fault:
                    yield iri_of(quad.subject), f"A text of {quad.subject} {fault}"
            elif isinstance(term, NamedNode) and term.value not in told:
                fault = _iri_fault(term.value)
                if fault:
                    told.add(term.value)
                    yield term.value, fault


def _literal_fault(literal: Literal) -> str | None:
    forbidden = _FORBIDDEN.search(literal.value)
    if forbidden:
        return f"holds the control character U+{ord(forbidden.group()):04X}. Remove it."
    if literal.direction is not None:
        return "has a base direction, which is RDF 1.2; this project writes RDF 1.1. Leave the direction out."
    return None


def _iri_fault(iri: str) -> str | None:
    if iri.startswith(_RELATIVE):
        shown = iri.removeprefix("file:///")
        return f"<{shown}> names nothing on the web. Write IRIs in full, or declare a base (@base, xml:base)."
    if OTHER_BASE.match(iri):
        return f"<{iri}> is no IRI of the project: they begin with {BASE}. Correct it."
    if _FORBIDDEN.search(iri):
        return "An IRI holds a control character. Remove it."
    return None


# --- what `add` counts ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counts:
    """What statements of an RDF file are about, as `upr-graph add` reports it."""

    recommendations: int
    pairs: int
    """(recommendation, recommending State)."""
    positions: int
    reviews: frozenset[str]
    """Keys of the reviews that the statements are about: `KAZ-2`."""


def counts(quads: Iterable[Quad]) -> Counts:
    """Counts of statements that hold no duplicates, as those of a reading."""
    recommendations = pairs = positions = 0
    reviews: set[str] = set()
    for quad in quads:
        predicate, value = quad.predicate.value, iri_of(quad.object)
        if predicate == rdf.type:
            recommendations += value == upr.Recommendation
            positions += value == upr.Position
            if value == upr.Review:
                reviews.add(iri_of(quad.subject))
        elif predicate == upr.madeBy:
            pairs += 1
        elif predicate == upr.inReview:
            reviews.add(value)
    keys = (parse_review(iri.removeprefix(iris.review(""))) for iri in reviews)
    return Counts(recommendations, pairs, positions, frozenset(key for key in keys if key))
