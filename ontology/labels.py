"""Names and texts of a term, English first."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDFS, SKOS
from rdflib.term import Node

from ontology.prefixes import compact


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its language, None where it has none."""

    text: str
    language: str | None = None


def label(graph: Graph, term: Node) -> str:
    """What a term is called: in English where it has a name at all, else its prefixed name."""
    return english(graph, term, SKOS.prefLabel) or english(graph, term, RDFS.label) or compact(str(term))


def english(graph: Graph, subject: Node, predicate: URIRef) -> str:
    """The value in English, else the one without a language, else the first."""
    found = texts(graph, subject, predicate)
    order = {"en": 0, None: 1}
    return min(found, key=lambda text: order.get(text.language, 2)).text if found else ""


def others(graph: Graph, subject: Node, predicate: URIRef) -> tuple[Text, ...]:
    """The values in other languages than English."""
    return tuple(t for t in texts(graph, subject, predicate) if t.language not in ("en", None))


def texts(graph: Graph, subject: Node, *predicates: URIRef) -> tuple[Text, ...]:
    """All literals of some properties, by language and text."""
    found = (o for p in predicates for o in graph.objects(subject, p) if isinstance(o, Literal))
    return tuple(sorted((Text(str(o), o.language) for o in found), key=lambda t: (t.language or "", t.text)))
