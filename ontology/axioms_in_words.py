"""The axioms about a term, put into words.

Phrases are sequences of pieces, so that a page can make a link of each term in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rdflib import RDF, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, OWL, RDFS
from rdflib.term import Node

from ontology.labels import label

_DEEPEST: Final = 12
"""Levels of nested expressions that are read; nobody writes as many."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a phrase; one with an IRI is the name of a term."""

    text: str
    iri: str | None = None


Phrase = tuple[Piece, ...]
_Inner = Callable[[Node], Phrase]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about a term: what is said, and the phrases that say it."""

    name: str
    phrases: tuple[Phrase, ...]


def piece(graph: Graph, term: Node) -> Piece:
    """The name of a term, which leads to it."""
    return Piece(label(graph, term), str(term))


def in_order(nodes: Iterable[Node]) -> list[Node]:
    """Nodes by their text, so that every run says the same."""
    return sorted(nodes, key=str)


def _joined(phrases: Iterable[Phrase], between: str) -> Phrase:
    found: list[Piece] = []
    for phrase in phrases:
        found.extend((Piece(between), *phrase) if found else phrase)
    return tuple(found)


def _members(graph: Graph, node: Node | None) -> list[Node]:
    return list(Collection(graph, node)) if node is not None else []


def _expression(graph: Graph, node: Node, depth: int = 0) -> Phrase:
    """A class, data range or value in words."""
    if not isinstance(node, BNode) or depth > _DEEPEST:
        return (piece(graph, node) if isinstance(node, URIRef) else Piece(str(node)),)

    def inner(value: Node) -> Phrase:
        return _expression(graph, value, depth + 1)

    if (on := graph.value(node, OWL.onProperty)) is not None:
        return _restriction(graph, node, _property(graph, on), inner)
    if (members := graph.value(node, OWL.intersectionOf)) is not None:
        return _intersection(graph, members, inner)
    if (members := graph.value(node, OWL.unionOf) or graph.value(node, OWL.oneOf)) is not None:
        return _joined((inner(member) for member in _members(graph, members)), " or ")
    if (other := graph.value(node, OWL.complementOf)) is not None:
        return (Piece("not "), *inner(other))
    return (Piece("an expression that only the Turtle shows"),)


def _intersection(graph: Graph, members: Node, inner: _Inner) -> Phrase:
    parts = _members(graph, members)
    named = [part for part in parts if isinstance(part, URIRef)]
    rest = [part for part in parts if not isinstance(part, URIRef)]
    first = _joined((inner(part) for part in named), " and ")
    second = _joined((inner(part) for part in rest), ", and ")
    return (*first, Piece(", where "), *second) if first and second else first or second


_QUANTIFIERS: Final = (
    (OWL.someValuesFrom, ""),
    (OWL.hasValue, ""),
    (OWL.allValuesFrom, "every "),
)
_NUMBERS: Final = (
    (OWL.minCardinality, "at least "),
    (OWL.minQualifiedCardinality, "at least "),
    (OWL.maxCardinality, "at most "),
    (OWL.maxQualifiedCardinality, "at most "),
    (OWL.cardinality, "exactly "),
    (OWL.qualifiedCardinality, "exactly "),
)


def _restriction(graph: Graph, node: Node, on: Phrase, inner: _Inner) -> Phrase:
    for predicate, before in _QUANTIFIERS:
        if (value := graph.value(node, predicate)) is not None:
            return (*((Piece(before),) if before else ()), *on, Piece(" → "), *inner(value))
    for predicate, before in _NUMBERS:
        if (number := graph.value(node, predicate)) is not None:
            of = graph.value(node, OWL.onClass)
            kind = (Piece(" → "), *inner(of)) if of is not None else ()
            return (Piece(f"{before}{number} "), *on, *kind)
    return (Piece("a restriction on "), *on)


def _property(graph: Graph, node: Node) -> Phrase:
    """A property, or the reverse of one."""
    reverse = graph.value(node, OWL.inverseOf) if isinstance(node, BNode) else None
    return (Piece("the reverse of "), piece(graph, reverse)) if reverse else (piece(graph, node),)


class Facts:
    """What the axioms say of a term; keeps what the whole graph has to be searched for."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._disjoint = [
            set(_members(graph, graph.value(node, OWL.members)))
            for node in graph.subjects(RDF.type, OWL.AllDisjointClasses)
        ]

    def of(self, term: URIRef, kind: str) -> Iterator[Fact]:
        """The facts that there are, in the order in which a page shows them."""
        found = self._of_class(term) if kind == "class" else self._of_property(term)
        for name, phrases in (*found, ("Source", self._sources(term))):
            if phrases:
                yield Fact(name, tuple(phrases))

    def _of_class(self, term: URIRef) -> Iterator[tuple[str, list[Phrase]]]:
        graph = self._graph
        supers = in_order(graph.objects(term, RDFS.subClassOf))
        yield "A kind of", self._named(supers)
        yield "Kinds of it", self._named(graph.subjects(RDFS.subClassOf, term))
        yield "Always has", [_expression(graph, one) for one in supers if isinstance(one, BNode)]
        yield (
            "Exactly",
            [_expression(graph, one) for one in in_order(graph.objects(term, OWL.equivalentClass))],
        )
        yield "Never also a", self._named(self._disjoint_with(term))
        yield "Has", self._named(graph.subjects(RDFS.domain, term))
        yield "Is the value of", self._named(graph.subjects(RDFS.range, term))

    def _of_property(self, term: URIRef) -> Iterator[tuple[str, list[Phrase]]]:
        graph = self._graph
        yield "A kind of", self._named(graph.objects(term, RDFS.subPropertyOf))
        yield "Kinds of it", self._named(graph.subjects(RDFS.subPropertyOf, term))
        yield "From", [_expression(graph, one) for one in in_order(graph.objects(term, RDFS.domain))]
        yield "To", [_expression(graph, one) for one in in_order(graph.objects(term, RDFS.range))]
        yield "How it behaves", self._behaviour(term)
        yield (
            "Follows from",
            [self._chain(one) for one in in_order(graph.objects(term, OWL.propertyChainAxiom))],
        )
        yield "Lets you infer", self._named(self._ends_of_chains(term))
        yield "The reverse of", self._named(graph.objects(term, OWL.inverseOf))
        yield (
            "Never together with",
            self._named(
                {
                    *graph.objects(term, OWL.propertyDisjointWith),
                    *graph.subjects(OWL.propertyDisjointWith, term),
                }
            ),
        )

    def _named(self, terms: Iterable[Node]) -> list[Phrase]:
        found = in_order({term for term in terms if isinstance(term, URIRef)})
        return [(piece(self._graph, term),) for term in found]

    def _disjoint_with(self, term: URIRef) -> set[Node]:
        graph = self._graph
        found = {*graph.objects(term, OWL.disjointWith), *graph.subjects(OWL.disjointWith, term)}
        for group in self._disjoint:
            if term in group:
                found |= group
        return found - {term}

    def _behaviour(self, term: URIRef) -> list[Phrase]:
        kinds = set(self._graph.objects(term, RDF.type))
        return [(Piece(words),) for kind, words in _BEHAVIOUR if kind in kinds]

    def _chain(self, chain: Node) -> Phrase:
        steps = (_property(self._graph, step) for step in _members(self._graph, chain))
        return _joined(steps, ", then ")

    def _ends_of_chains(self, term: URIRef) -> Iterator[Node]:
        for end, chain in self._graph.subject_objects(OWL.propertyChainAxiom):
            steps = _members(self._graph, chain)
            reversed_ones = {
                self._graph.value(step, OWL.inverseOf) for step in steps if isinstance(step, BNode)
            }
            if end != term and (term in steps or term in reversed_ones):
                yield end

    def _sources(self, term: URIRef) -> list[Phrase]:
        found = sorted(self._graph.objects(term, DCTERMS.source), key=str)
        return [(Piece(str(o), str(o)) if isinstance(o, URIRef) else Piece(str(o)),) for o in found]


_BEHAVIOUR: Final = (
    (OWL.FunctionalProperty, "at most one value"),
    (OWL.InverseFunctionalProperty, "each value belongs to one thing only"),
    (OWL.TransitiveProperty, "passed on: what holds from a to b and from b to c holds from a to c"),
    (OWL.SymmetricProperty, "holds both ways"),
    (OWL.AsymmetricProperty, "never holds both ways"),
    (OWL.IrreflexiveProperty, "never the thing itself"),
    (OWL.ReflexiveProperty, "always the thing itself too"),
)
