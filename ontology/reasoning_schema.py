"""What the axioms of an ontology say, as far as plain rules need it, and which statements matter to one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Final

from ontology.modules import turtle_files
from ontology.prefixes import BASE, PREFIXES
from ontology.reasoning_hermit import Statement

_RDF, _RDFS, _OWL = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"]
TYPE: Final = f"<{_RDF}type>"
FIRST: Final = f"<{_RDF}first>"
REST: Final = f"<{_RDF}rest>"
NIL: Final = f"<{_RDF}nil>"
SUBCLASS: Final = f"<{_RDFS}subClassOf>"
SUBPROPERTY: Final = f"<{_RDFS}subPropertyOf>"
NOTHING: Final = f"<{_OWL}Nothing>"
DIFFERENT: Final = f"<{_OWL}differentFrom>"

# owl:imports is one of them: the reasoner would fetch what it names.
_NOT_AXIOMS: Final = frozenset(
    [f"<{_RDFS}{name}>" for name in ("label", "comment", "seeAlso", "isDefinedBy")]
    + [f"<{_OWL}{name}>" for name in ("imports", "versionIRI", "versionInfo", "priorVersion", "deprecated")]
    + [f"<{_OWL}{name}>" for name in ("backwardCompatibleWith", "incompatibleWith")]
)


def _owl(name: str) -> str:
    return f"<{_OWL}{name}>"


SAME: Final = _owl("sameAs")
_OF_THINGS: Final = frozenset((DIFFERENT, SAME))
"""Predicates of OWL that say something of things, not of classes and properties."""
_TYPES_OF_THINGS: Final = frozenset(
    _owl(name) for name in ("NamedIndividual", "Ontology", "Thing", "Nothing")
)
_VOCABULARY: Final = (f"<{_OWL}", f"<{_RDFS}", f"<{_RDF}")
_AXIOM_PREDICATES: Final = (f"<{_RDFS}", f"<{_OWL}")
_KINDS: Final = {
    f"<{_OWL}{name}Property>": f"<{_OWL}{kind}Property>"
    for kind, names in {
        "Object": "Object Transitive Symmetric Asymmetric Reflexive Irreflexive InverseFunctional",
        "Datatype": "Datatype",
        "Annotation": "Annotation",
    }.items()
    for name in names.split()
}
"""What a type of a property makes of it (OWL 2 Mapping to RDF, tables 7 and 9)."""
OBJECT_PROPERTY: Final = _owl("ObjectProperty")
DATATYPE_PROPERTY: Final = _owl("DatatypeProperty")
_DEEPEST: Final = 10
"""Expressions in one another that are read for `Schema.told_values`; a broken file may have circles."""


def is_literal(term: str) -> bool:
    """Whether a term is a literal."""
    return term.startswith('"')


def is_ours(term: str) -> bool:
    """Whether a term is an IRI of the project for a thing or a concept: no other of them names the same."""
    return term.startswith((f"<{BASE}id/", f"<{BASE}vocab/"))


@cache
def ontology_statements() -> tuple[Statement, ...]:
    """The ontology's modules and vocabularies."""
    from rdflib import Graph  # noqa: PLC0415 - a quarter of a second to import, which other commands need not pay

    graph = Graph()
    for file in turtle_files():
        graph.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    lines = graph.serialize(format="nt").splitlines()
    return tuple(_as_ours(line) for line in lines if line)


def _as_ours(line: str) -> Statement:
    """A line of N-Triples; blank nodes get labels that the graph to check will not have."""
    subject, predicate, rest = line.split(" ", 2)
    terms = (subject, predicate, rest.rsplit(" ", 1)[0])
    subject, predicate, object = (
        term.replace("_:", "_:ontology", 1) if term[0] == "_" else term for term in terms
    )
    return subject, predicate, object


def is_schema(statement: Statement) -> bool:
    """Whether a statement is part of an axiom: on a class or property, or in an expression."""
    subject, predicate, object = statement
    if predicate in _NOT_AXIOMS:
        return False
    if predicate == TYPE:
        return object.startswith(_VOCABULARY) and object not in _TYPES_OF_THINGS
    if predicate in (FIRST, REST):
        return subject[0] == "_"
    return predicate.startswith(_AXIOM_PREDICATES) and predicate not in _OF_THINGS


def kind_of_property(statement: Statement) -> str | None:
    """What a statement declares a property as: `owl:ObjectProperty`, datatype or annotation property."""
    return _KINDS.get(statement[2]) if statement[1] == TYPE else None


@dataclass(frozen=True, slots=True)
class Schema:
    """The axioms that plain rules use. Names are terms of statements; only named classes are looked at."""

    above: Mapping[str, frozenset[str]]
    """Every class above a class, with itself."""
    disjoint: frozenset[tuple[str, str]]
    """Pairs of classes without common members, both ways round, as stated."""
    domains: Mapping[str, tuple[tuple[str, str], ...]]
    """Of a property: (class of its subjects, the property above or itself that says so)."""
    ranges: Mapping[str, tuple[tuple[str, str], ...]]
    functional: Mapping[str, tuple[str, ...]]
    """Of a property: itself and properties above that have one value at most."""
    inverse_functional: frozenset[str]
    classes: frozenset[str]
    object_properties: frozenset[str]
    data_properties: frozenset[str]
    """Both without those that no axiom is about."""
    nominals: frozenset[str]
    """Things that an axiom names."""
    kinds: Mapping[str, frozenset[str]]
    """Of a property: what it is declared as, `owl:ObjectProperty` and so on; one kind in OWL 2 DL."""
    irreflexive: frozenset[str]
    asymmetric: frozenset[str]
    told_values: Mapping[str, frozenset[tuple[tuple[str, ...], str]]]
    """Of a class: (functional properties to follow, what comes last) that each of its members has."""

    def matters(self, statement: Statement) -> bool:
        """Whether an axiom could be about a statement on things: the others cannot contradict anything."""
        _, predicate, object = statement
        if predicate == TYPE:
            return object in self.classes or object == NOTHING or object[0] == "_"
        if predicate in self.object_properties:
            return not is_literal(object)
        if predicate in self.data_properties:
            return is_literal(object)
        return predicate in _OF_THINGS and not is_literal(object)


class _Index:
    """Schema statements by predicate and subject."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.objects: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for subject, predicate, object in statements:
            self.objects[subject, predicate].append(object)
            self.pairs[predicate].append((subject, object))

    def typed(self, *kinds: str) -> set[str]:
        wanted = {_owl(kind) for kind in kinds} | {f"<{_RDFS}{kind}>" for kind in kinds}
        return {subject for subject, object in self.pairs[TYPE] if object in wanted}

    def members(self, node: str) -> list[str]:
        found: list[str] = []
        seen: set[str] = set()
        while node not in seen and node != NIL:
            seen.add(node)
            found += self.objects[node, FIRST]
            node = next(iter(self.objects[node, REST]), NIL)
        return found


def schema_of(statements: Iterable[Statement]) -> Schema:
    """Read the axioms among some schema statements (OWL 2 Mapping to RDF, 3.2.5)."""
    statements = tuple(statements)
    index = _Index(statements)
    above = _closure([*index.pairs[SUBCLASS], *_both_ways(index.pairs[_owl("equivalentClass")])])
    properties_above = _closure(
        [*index.pairs[SUBPROPERTY], *_both_ways(index.pairs[_owl("equivalentProperty")])]
    )
    functional = index.typed("FunctionalProperty")
    used = _used_properties(statements)
    classes = index.typed("Class") | {c for pair in index.pairs[SUBCLASS] for c in pair}
    return Schema(
        above,
        frozenset(_disjoint(index)),
        _by_property(index.pairs[f"<{_RDFS}domain>"], properties_above, used),
        _by_property(index.pairs[f"<{_RDFS}range>"], properties_above, used),
        {p: found for p in used if (found := tuple(q for q in _up(properties_above, p) if q in functional))},
        frozenset(index.typed("InverseFunctionalProperty")),
        frozenset(name for name in classes if name[0] == "<"),
        frozenset(index.typed("ObjectProperty") & used),
        frozenset(index.typed("DatatypeProperty") & used),
        frozenset(_nominals(index)),
        _kinds(index),
        frozenset(index.typed("IrreflexiveProperty", "AsymmetricProperty")),
        frozenset(index.typed("AsymmetricProperty")),
        _told_values(index, above, functional),
    )


def _up(above: Mapping[str, frozenset[str]], name: str) -> list[str]:
    return [name, *sorted(above.get(name, frozenset()) - {name})]


def _both_ways(pairs: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for one, other in pairs:
        yield from ((one, other), (other, one))


def _closure(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Of each name the names above it, over any number of steps, with itself."""
    parents: dict[str, set[str]] = defaultdict(set)
    for name, parent in pairs:
        parents[name].add(parent)
    found: dict[str, frozenset[str]] = {}
    for name in tuple(parents):
        reached, waiting = {name}, [name]
        while waiting:
            new = parents.get(waiting.pop(), set()) - reached
            reached |= new
            waiting += new
        found[name] = frozenset(reached)
    return found


def _disjoint(index: _Index) -> Iterator[tuple[str, str]]:
    yield from _both_ways(index.pairs[_owl("disjointWith")])
    groups = [members for _, members in index.pairs[_owl("disjointUnionOf")]]
    for node in index.typed("AllDisjointClasses"):
        groups += index.objects[node, _owl("members")]
    for group in groups:
        yield from _both_ways([*combinations(index.members(group), 2)])


def _by_property(
    pairs: list[tuple[str, str]], above: Mapping[str, frozenset[str]], used: set[str]
) -> dict[str, tuple[tuple[str, str], ...]]:
    stated: dict[str, list[str]] = defaultdict(list)
    for name, kind in pairs:
        stated[name].append(kind)
    found = {p: tuple((kind, q) for q in _up(above, p) for kind in stated.get(q, ())) for p in used}
    return {name: kinds for name, kinds in found.items() if kinds}


def _used_properties(statements: Iterable[Statement]) -> set[str]:
    """Names that stand in an axiom beyond the declaration that they are a property."""
    declared = (OBJECT_PROPERTY, DATATYPE_PROPERTY)
    used: set[str] = set()
    for subject, predicate, object in statements:
        if predicate != TYPE or object not in declared:
            used |= {subject, object}
    return used


def _nominals(index: _Index) -> Iterator[str]:
    yield from (value for _, value in index.pairs[_owl("hasValue")])
    for _, members in index.pairs[_owl("oneOf")]:
        yield from index.members(members)


def _kinds(index: _Index) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, type in index.pairs[TYPE]:
        if type in _KINDS:
            found[name].add(_KINDS[type])
    return {name: frozenset(kinds) for name, kinds in found.items()}


def _told_values(
    index: _Index, above: Mapping[str, frozenset[str]], functional: set[str]
) -> dict[str, frozenset[tuple[tuple[str, ...], str]]]:
    stated: dict[str, set[tuple[tuple[str, ...], str]]] = defaultdict(set)
    for name, node in (*index.pairs[_owl("equivalentClass")], *index.pairs[SUBCLASS]):
        stated[name] |= {(path, value) for path, value in _paths(index, node) if set(path) <= functional}
    told = {
        name: frozenset(told for a in above.get(name, (name,)) for told in stated.get(a, ()))
        for name in {*stated, *above}
    }
    return {name: values for name, values in told.items() if values}


def _paths(index: _Index, node: str, depth: int = 0) -> Iterator[tuple[tuple[str, ...], str]]:
    """What a class expression tells by owl:hasValue, within owl:someValuesFrom and owl:intersectionOf."""
    if node[0] != "_" or depth > _DEEPEST:
        return
    for members in index.objects.get((node, _owl("intersectionOf")), ()):
        for part in index.members(members):
            yield from _paths(index, part, depth + 1)
    for name in index.objects.get((node, _owl("onProperty")), ()):
        yield from (((name,), value) for value in index.objects.get((node, _owl("hasValue")), ()))
        for inner in index.objects.get((node, _owl("someValuesFrom")), ()):
            yield from (((name, *path), value) for path, value in _paths(index, inner, depth + 1))
