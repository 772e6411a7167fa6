"""What there is to say of each term: read from the ontology's files, with its axioms put into words.

Nothing here knows a term by name: a term, module, vocabulary or rule that comes to the files comes to the
pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDFS, SKOS
from rdflib.term import Node

from ontology.axioms_in_words import Fact, Facts, Piece, in_order, piece
from ontology.labels import Text, english, label, others, texts
from ontology.modules import turtle_files
from ontology.prefixes import BASE, compact
from ontology.rule import Rule, rules
from ontology.serialise import ontology_graph

NAMESPACE: Final = BASE + "ns#"
_ONTOLOGY: Final = URIRef(BASE + "ns")
_KINDS: Final = {
    OWL.Class: "class",
    OWL.ObjectProperty: "object property",
    OWL.DatatypeProperty: "datatype property",
    OWL.AnnotationProperty: "annotation property",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property of the project."""

    iri: str
    name: str
    """Local name, which is the anchor on the page."""
    kind: str
    label: str
    """English."""
    labels: tuple[Text, ...]
    """In the other languages."""
    definition: str
    notes: tuple[Text, ...]
    examples: tuple[Text, ...]
    facts: tuple[Fact, ...]
    deprecated: bool
    above: frozenset[str] = frozenset()
    """IRIs of the classes or properties directly above it."""
    properties: frozenset[str] = frozenset()
    """IRIs of the properties that are declared for a class."""

    @property
    def is_class(self) -> bool:
        """Whether things are of it; else things have it."""
        return self.kind == "class"


@dataclass(frozen=True, slots=True)
class Module:
    """One file of the ontology: a concern."""

    name: str
    description: str
    """The comment that opens the file."""
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A mapping to a concept or resource elsewhere; `relation` is like `exactMatch`."""

    relation: str
    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept of a vocabulary."""

    iri: str
    notation: str
    label: str
    labels: tuple[Text, ...]
    also: tuple[Text, ...]
    definition: str
    notes: tuple[Text, ...]
    broader: tuple[Piece, ...]
    matches: tuple[Match, ...]
    depth: int = 0
    """Steps below a concept at the top of the vocabulary."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """A vocabulary: a SKOS concept scheme."""

    iri: str
    name: str
    """What follows `vocab/` in its IRI."""
    label: str
    description: str
    concepts: tuple[Concept, ...]
    concept_classes: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A class in the tree, with the classes below it."""

    piece: Piece
    below: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class About:
    """The ontology's own metadata."""

    iri: str
    version: str
    version_iri: str
    title: str
    description: str
    creators: tuple[str, ...]
    created: str
    licence: str
    citation: str


@dataclass(frozen=True, slots=True)
class Documentation:
    """All there is to say."""

    about: About
    modules: tuple[Module, ...]
    tree: tuple[Branch, ...]
    schemes: tuple[Scheme, ...]
    foreign: tuple[tuple[Piece, str], ...]
    """Terms of other vocabularies, each with its kind."""
    rules: tuple[Rule, ...]

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms of the project, by module."""
        return tuple(term for module in self.modules for term in module.terms)


@cache
def documentation() -> Documentation:
    """Read the files; the same object at every call."""
    graph = ontology_graph()
    return Documentation(
        _about(graph),
        tuple(_modules(graph)),
        _tree(graph),
        tuple(_schemes(graph)),
        tuple(_foreign(graph)),
        (*rules("derived"), *rules("inferred")),
    )


# --- the ontology and its modules --------------------------------------------------------------------


def _about(graph: Graph) -> About:
    def one(predicate: URIRef) -> str:
        return next(iter(sorted(str(o) for o in graph.objects(_ONTOLOGY, predicate))), "")

    version_iri = one(OWL.versionIRI)
    creators = tuple(sorted(str(creator) for creator in graph.objects(_ONTOLOGY, DCTERMS.creator)))
    return About(
        str(_ONTOLOGY),
        one(OWL.versionInfo) or version_iri.rpartition("/")[2],
        version_iri,
        one(DCTERMS.title),
        one(DCTERMS.description),
        creators,
        one(DCTERMS.created),
        one(DCTERMS.license),
        one(DCTERMS.bibliographicCitation),
    )


def _modules(graph: Graph) -> Iterator[Module]:
    facts = Facts(graph)
    for file in turtle_files():
        text = file.read_text(encoding="utf-8")
        declared = Graph().parse(data=text, format="turtle")
        own = sorted({s for s in declared.subjects(RDF.type) if str(s).startswith(NAMESPACE)}, key=_by_kind)
        terms = tuple(_term(graph, facts, term) for term in own if isinstance(term, URIRef))
        if terms:
            yield Module(file.name.removesuffix(".ttl"), _opening_comment(text), terms)


def _by_kind(term: Node) -> tuple[bool, str]:
    """Classes begin with a capital letter, properties do not."""
    name = str(term).removeprefix(NAMESPACE)
    return not name[:1].isupper(), name.lower()


def _opening_comment(text: str) -> str:
    lines = text.lstrip().splitlines()
    end = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return " ".join(line.strip("# \t") for line in lines[:end]).strip()


def _term(graph: Graph, facts: Facts, term: URIRef) -> Term:
    kinds = set(graph.objects(term, RDF.type))
    kind = next((name for type, name in _KINDS.items() if type in kinds), "individual")
    name = str(term).removeprefix(NAMESPACE)
    return Term(
        str(term),
        name,
        kind,
        label(graph, term),
        others(graph, term, SKOS.prefLabel),
        english(graph, term, SKOS.definition),
        texts(graph, term, SKOS.scopeNote, SKOS.editorialNote, SKOS.note, RDFS.comment),
        texts(graph, term, SKOS.example),
        tuple(facts.of(term, kind)),
        graph.value(term, OWL.deprecated) == Literal(True),
        _iris((*graph.objects(term, RDFS.subClassOf), *graph.objects(term, RDFS.subPropertyOf))),
        _iris(graph.subjects(RDFS.domain, term)),
    )


def _iris(nodes: Iterable[Node]) -> frozenset[str]:
    return frozenset(str(node) for node in nodes if isinstance(node, URIRef))


# --- class tree, vocabularies, foreign terms --------------------------------------------------


def _tree(graph: Graph) -> tuple[Branch, ...]:
    classes = {c for c in graph.subjects(RDF.type, OWL.Class) if str(c).startswith(NAMESPACE)}
    parents = {c: {p for p in graph.objects(c, RDFS.subClassOf) if isinstance(p, URIRef)} for c in classes}
    above = {parent for found in parents.values() for parent in found}
    roots = {one for one in classes | above if not parents.get(one)}

    def branch(term: Node, path: frozenset[Node]) -> Branch:
        below = in_order(c for c in classes if term in parents[c] and c not in path)
        return Branch(piece(graph, term), tuple(branch(c, path | {term}) for c in below))

    found = (branch(root, frozenset((root,))) for root in in_order(roots))
    return tuple(sorted(found, key=lambda one: (not one.below, one.piece.text.lower())))


_MATCHES: Final = (
    SKOS.exactMatch,
    SKOS.closeMatch,
    SKOS.broadMatch,
    SKOS.narrowMatch,
    SKOS.relatedMatch,
    OWL.sameAs,
    RDFS.seeAlso,
)


def _schemes(graph: Graph) -> Iterator[Scheme]:
    for scheme in in_order(graph.subjects(RDF.type, SKOS.ConceptScheme)):
        members = {*graph.subjects(SKOS.inScheme, scheme), *graph.subjects(SKOS.topConceptOf, scheme)}
        kinds = {kind for one in members for kind in graph.objects(one, RDF.type)} - {SKOS.Concept}
        yield Scheme(
            str(scheme),
            str(scheme).removeprefix(BASE + "vocab/"),
            label(graph, scheme),
            english(graph, scheme, SKOS.definition)
            or english(graph, scheme, DCTERMS.description)
            or english(graph, scheme, SKOS.scopeNote),
            tuple(_as_tree([_concept(graph, one) for one in in_order(members)])),
            tuple(piece(graph, kind) for kind in in_order(kinds) if str(kind).startswith(NAMESPACE)),
        )


def _concept(graph: Graph, concept: Node) -> Concept:
    return Concept(
        str(concept),
        str(graph.value(concept, SKOS.notation) or str(concept).rpartition("/")[2]),
        label(graph, concept),
        others(graph, concept, SKOS.prefLabel),
        texts(graph, concept, SKOS.altLabel),
        english(graph, concept, SKOS.definition),
        texts(graph, concept, SKOS.scopeNote, SKOS.note, SKOS.example),
        tuple(piece(graph, one) for one in in_order(graph.objects(concept, SKOS.broader))),
        tuple(
            Match(str(p).rpartition("#")[2], str(o), label(graph, o))
            for p in _MATCHES
            for o in in_order(graph.objects(concept, p))
            if isinstance(o, URIRef)
        ),
    )


def _as_tree(concepts: list[Concept]) -> Iterator[Concept]:
    """Each concept below the first broader one, by notation; those in a circle come last."""
    known = {concept.iri for concept in concepts}
    below: dict[str | None, list[Concept]] = {}
    for concept in sorted(concepts, key=_notation_order):
        above = next((piece.iri for piece in concept.broader if piece.iri in known), None)
        below.setdefault(above, []).append(concept)

    def walk(above: str | None, depth: int) -> Iterator[Concept]:
        for concept in below.pop(above, ()):
            yield replace(concept, depth=depth)
            yield from walk(concept.iri, depth + 1)

    yield from walk(None, 0)
    yield from (concept for rest in below.values() for concept in rest)


def _notation_order(concept: Concept) -> list[tuple[int, str]]:
    """Numbers in a notation count as numbers: 16.2 before 16.10."""
    parts = re.split(r"(\d+)", concept.notation)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts if part]


def _foreign(graph: Graph) -> Iterator[tuple[Piece, str]]:
    for kind, name in _KINDS.items():
        for term in in_order(graph.subjects(RDF.type, kind)):
            if isinstance(term, URIRef) and not str(term).startswith(BASE):
                yield Piece(compact(str(term)), str(term)), name
