"""Small makers of RDF terms and quads, so that the mapping reads as a table of statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ontology.terms import rdf, xsd

Term = NamedNode | Literal
Statement = tuple[str, Term | None]
"""A predicate IRI and its object; None where the record does not know it."""

_DATE_TYPES: Final = {4: xsd.gYear, 7: xsd.gYearMonth, 10: xsd.date}


@lru_cache(maxsize=65536)
def node(iri: str) -> NamedNode:
    """A named node; the same object for the same IRI, which saves most of the cost of mapping."""
    return NamedNode(iri)


@lru_cache(maxsize=4096)
def day(date: str | None) -> Literal | None:
    """A date as exact as its text: xsd:date, xsd:gYearMonth or xsd:gYear (XML Schema 1.1 part 2, 3.3)."""
    if date is None:
        return None
    return Literal(date, datatype=node(_DATE_TYPES[len(date)]))


@lru_cache(maxsize=4096)
def number(value: int | None) -> Literal | None:
    """An xsd:integer."""
    return None if value is None else Literal(value)


def plain(text: str | None) -> Literal | None:
    """An xsd:string: numbers and symbols as the source writes them."""
    return None if text is None else Literal(text)


def text(value: str | None, language: str = "en") -> Literal | None:
    """A text with its language."""
    return None if value is None else Literal(value, language=language)


def iri(value: str | None) -> NamedNode | None:
    """A named node where there is an IRI."""
    return None if value is None else node(value)


def describe(
    graph: NamedNode, subject: str, types: Iterable[str], statements: Iterable[Statement]
) -> Iterator[Quad]:
    """Say in a graph what a thing is and what is known of it."""
    about = node(subject)
    for kind in types:
        yield Quad(about, node(rdf.type), node(kind), graph)
    for predicate, value in statements:
        if value is not None:
            yield Quad(about, node(predicate), value, graph)
