"""What there is to say of each term: read from the ontology's files, with its axioms put into words.

Nothing here knows a term by name: a term, module, vocabulary or rule that comes to the files comes to the
pages. Phrases are sequences of pieces, so that a page can make a link of each term in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, OWL, RDFS, SKOS
from rdflib.term import Node

from ontology.modules import turtle_files
from ontology.prefixes import BASE, PREFIXES, compact
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
_DEEPEST: Final = 12
"""Levels of nested expressions that are read; nobody writes as many."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its language, None where it has none."""

    text: str
    language: str | None = None


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
    facts = _Facts(graph)
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


def _term(graph: Graph, facts: _Facts, term: URIRef) -> Term:
    kinds = set(graph.objects(term, RDF.type))
    kind = next((name for type, name in _KINDS.items() if type in kinds), "individual")
    name = str(term).removeprefix(NAMESPACE)
    return Term(
        str(term),
        name,
        kind,
        _label(graph, term),
        _others(graph, term, SKOS.prefLabel),
        _english(graph, term, SKOS.definition),
        _texts(graph, term, SKOS.scopeNote, SKOS.editorialNote, SKOS.note, RDFS.comment),
        _texts(graph, term, SKOS.example),
        tuple(facts.of(term, kind)),
        graph.value(term, OWL.deprecated) == Literal(True),
    )


def _label(graph: Graph, term: Node) -> str:
    return _english(graph, term, SKOS.prefLabel) or _english(graph, term, RDFS.label) or compact(str(term))


def _english(graph: Graph, subject: Node, predicate: URIRef) -> str:
    """The value in English, else the one without a language, else the first."""
    found = _texts(graph, subject, predicate)
    order = {"en": 0, None: 1}
    return min(found, key=lambda text: order.get(text.language, 2)).text if found else ""


def _others(graph: Graph, subject: Node, predicate: URIRef) -> tuple[Text, ...]:
    return tuple(t for t in _texts(graph, subject, predicate) if t.language not in ("en", None))


def _texts(graph: Graph, subject: Node, *predicates: URIRef) -> tuple[Text, ...]:
    found = (o for p in predicates for o in graph.objects(subject, p) if isinstance(o, Literal))
    return tuple(sorted((Text(str(o), o.language) for o in found), key=lambda t: (t.language or "", t.text)))


# --- axioms in words ---------------------------------------------------------------------------------


def _piece(graph: Graph, term: Node) -> Piece:
    return Piece(_label(graph, term), str(term))


def _sorted(nodes: Iterable[Node]) -> list[Node]:
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
        return (_piece(graph, node) if isinstance(node, URIRef) else Piece(str(node)),)

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
    return (Piece("the reverse of "), _piece(graph, reverse)) if reverse else (_piece(graph, node),)


class _Facts:
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
        supers = _sorted(graph.objects(term, RDFS.subClassOf))
        yield "A kind of", self._named(supers)
        yield "Kinds of it", self._named(graph.subjects(RDFS.subClassOf, term))
        yield "Always has", [_expression(graph, one) for one in supers if isinstance(one, BNode)]
        yield (
            "Exactly",
            [_expression(graph, one) for one in _sorted(graph.objects(term, OWL.equivalentClass))],
        )
        yield "Never also a", self._named(self._disjoint_with(term))
        yield "Has", self._named(graph.subjects(RDFS.domain, term))
        yield "Is the value of", self._named(graph.subjects(RDFS.range, term))

    def _of_property(self, term: URIRef) -> Iterator[tuple[str, list[Phrase]]]:
        graph = self._graph
        yield "A kind of", self._named(graph.objects(term, RDFS.subPropertyOf))
        yield "Kinds of it", self._named(graph.subjects(RDFS.subPropertyOf, term))
        yield "From", [_expression(graph, one) for one in _sorted(graph.objects(term, RDFS.domain))]
        yield "To", [_expression(graph, one) for one in _sorted(graph.objects(term, RDFS.range))]
        yield "How it behaves", self._behaviour(term)
        yield (
            "Follows from",
            [self._chain(one) for one in _sorted(graph.objects(term, OWL.propertyChainAxiom))],
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
        found = _sorted({term for term in terms if isinstance(term, URIRef)})
        return [(_piece(self._graph, term),) for term in found]

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


# --- class tree, vocabularies, foreign terms --------------------------------------------------


def _tree(graph: Graph) -> tuple[Branch, ...]:
    classes = {c for c in graph.subjects(RDF.type, OWL.Class) if str(c).startswith(NAMESPACE)}
    parents = {c: {p for p in graph.objects(c, RDFS.subClassOf) if isinstance(p, URIRef)} for c in classes}
    above = {parent for found in parents.values() for parent in found}
    roots = {one for one in classes | above if not parents.get(one)}

    def branch(term: Node, path: frozenset[Node]) -> Branch:
        below = _sorted(c for c in classes if term in parents[c] and c not in path)
        return Branch(_piece(graph, term), tuple(branch(c, path | {term}) for c in below))

    found = (branch(root, frozenset((root,))) for root in _sorted(roots))
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
    for scheme in _sorted(graph.subjects(RDF.type, SKOS.ConceptScheme)):
        members = {*graph.subjects(SKOS.inScheme, scheme), *graph.subjects(SKOS.topConceptOf, scheme)}
        kinds = {kind for one in members for kind in graph.objects(one, RDF.type)} - {SKOS.Concept}
        yield Scheme(
            str(scheme),
            str(scheme).removeprefix(BASE + "vocab/"),
            _label(graph, scheme),
            _english(graph, scheme, SKOS.definition)
            or _english(graph, scheme, DCTERMS.description)
            or _english(graph, scheme, SKOS.scopeNote),
            tuple(_as_tree([_concept(graph, one) for one in _sorted(members)])),
            tuple(_piece(graph, kind) for kind in _sorted(kinds) if str(kind).startswith(NAMESPACE)),
        )


def _concept(graph: Graph, concept: Node) -> Concept:
    return Concept(
        str(concept),
        str(graph.value(concept, SKOS.notation) or str(concept).rpartition("/")[2]),
        _label(graph, concept),
        _others(graph, concept, SKOS.prefLabel),
        _texts(graph, concept, SKOS.altLabel),
        _english(graph, concept, SKOS.definition),
        _texts(graph, concept, SKOS.scopeNote, SKOS.note, SKOS.example),
        tuple(_piece(graph, one) for one in _sorted(graph.objects(concept, SKOS.broader))),
        tuple(
            Match(str(p).rpartition("#")[2], str(o), _label(graph, o))
            for p in _MATCHES
            for o in _sorted(graph.objects(concept, p))
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
        for term in _sorted(graph.subjects(RDF.type, kind)):
            if isinstance(term, URIRef) and not str(term).startswith(BASE):
                yield Piece(compact(str(term)), str(term)), name


_COMMENT: Final = re.compile(r"(?m)(?:^|(?<=\s))#.*$")
_QUOTED: Final = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>")
_PREFIXED: Final = re.compile(r"(?<![\w:?$-])([a-z][a-z0-9-]*):([A-Za-z][\w-]*)")


def _without_comments(text: str) -> str:
    return _COMMENT.sub("", text)


def terms_in(sparql: str) -> frozenset[str]:
    """IRIs of the prefixed names in a query that uses the project's prefixes."""
    text = _QUOTED.sub(" ", _without_comments(sparql))
    return frozenset(PREFIXES[p] + local for p, local in _PREFIXED.findall(text) if p in PREFIXES)
