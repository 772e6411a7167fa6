"""Terms of RDF, RDFS and SHACL as nodes; `ontology.terms` has the terms of the ontology itself."""

from __future__ import annotations

from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from ontology.prefixes import PREFIXES
from ontology.terms import rdf

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple

TYPE: Final = NamedNode(rdf.type)
FIRST: Final = NamedNode(PREFIXES["rdf"] + "first")
REST: Final = NamedNode(PREFIXES["rdf"] + "rest")
NIL: Final = NamedNode(PREFIXES["rdf"] + "nil")
SUBCLASS_OF: Final = NamedNode(PREFIXES["rdfs"] + "subClassOf")


def sh(name: str) -> NamedNode:
    """A term of SHACL by its local name."""
    return NamedNode(PREFIXES["sh"] + name)


def objects(graph: Store, subject: Node, predicate: NamedNode) -> list[Term]:
    """What a subject is related to, in any graph of the store, in the order of the terms' text."""
    return sorted({quad.object for quad in graph.quads_for_pattern(subject, predicate, None, None)}, key=str)


def nodes(graph: Store, subject: Node, predicate: NamedNode) -> list[Node]:
    """What a subject is related to, literals left out."""
    found = objects(graph, subject, predicate)
    return [term for term in found if isinstance(term, NamedNode | BlankNode)]


def text_of(graph: Store, subject: Node, predicate: NamedNode) -> str | None:
    """The text of the first literal of a property, if there is one."""
    found = (term.value for term in objects(graph, subject, predicate) if isinstance(term, Literal))
    return next(found, None)


def plain(term: Term) -> str:
    """A term as results show it: an IRI or a literal's text alone, `_:label` for a blank node."""
    return str(term) if isinstance(term, BlankNode | Triple) else term.value
