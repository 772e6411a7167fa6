"""The one graph that is validated: the RDF merge of all graphs of a store, and what is known beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple, parse

from ontology.modules import turtle_files
from ontology.terms import skos
from shapes.catalogue import catalogue
from shapes.terms import SUBCLASS_OF, TYPE, sh

_DEFAULT: Final = DefaultGraph()

_Pairs = frozenset[tuple[NamedNode, NamedNode]]


@dataclass(frozen=True, slots=True)
class Merged:
    """A graph to validate."""

    store: Store
    """Its default graph holds every triple once; named graphs do not count."""
    extra: tuple[Triple, ...] = ()
    """Further triples, which no SPARQL rule of ours needs: kept apart so that a large store is not copied."""

    def triples(self) -> Iterator[Triple]:
        """Every triple, each once."""
        for quad in self.store.quads_for_pattern(None, None, None, _DEFAULT):
            yield quad.triple
        yield from self.extra


def merge(store: Store, *, union_in_default: bool | None = None) -> Store:
    """A store with the merge of all graphs in its default graph: the same store where it is so already.

    Oxigraph's own union gives a triple once for each graph that holds it, so that sums come out wrong.
    `union_in_default` True says that the default graph holds what the named graphs hold (a snapshot);
    None finds out, which takes about a second for each million triples. The given store is not changed.
    """
    if union_in_default is None:
        union_in_default = _holds_all(store)
    return store if union_in_default else _copy(store)


def merge_with_knowledge(
    store: Store, background: Iterable[Triple] = (), *, union_in_default: bool | None = None
) -> Merged:
    """The graph to validate by our shapes: the store, the background, our code lists, and superclasses.

    A file may say only `a upr:Signature`: the types that follow from rdfs:subClassOf (the ontology's, and the
    data's own) are added, so that a shape for treaty actions finds it. The given store is not changed.
    """
    merged = merge(store, union_in_default=union_in_default)
    if known := [Quad(*triple) for triple in background]:
        merged = _copy(merged, _DEFAULT) if merged is store else merged
        merged.bulk_extend(known)
    extra = _missing(merged, (*_concepts(), *_entailed_types(merged)))
    if merged is store and not any(_matters_to_sparql(triple) for triple in extra):
        return Merged(store, extra)
    merged = _copy(merged, _DEFAULT) if merged is store else merged
    merged.bulk_extend(Quad(*triple) for triple in extra)
    return Merged(merged)


def _holds_all(store: Store) -> bool:
    if next(store.named_graphs(), None) is None:
        return True
    return not store.query("ASK { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }")


def _copy(store: Store, graph: DefaultGraph | None = None) -> Store:
    """What is in one graph, or in all, in the default graph of a new store."""
    copy = Store()
    # Quad by quad: a dump that is read again would give blank nodes new labels.
    copy.bulk_extend(Quad(*quad.triple) for quad in store.quads_for_pattern(None, None, None, graph))
    return copy


def _missing(store: Store, wanted: Iterable[Triple]) -> tuple[Triple, ...]:
    return tuple(triple for triple in dict.fromkeys(wanted) if Quad(*triple) not in store)


def _matters_to_sparql(triple: Triple) -> bool:
    return isinstance(triple.object, NamedNode) and triple.object.value in _classes_of_rules()


@cache
def _classes_of_rules() -> frozenset[str]:
    """Classes that our SPARQL rules have as targets or ask for."""
    return frozenset(name for rule in catalogue().sparql for name in rule.classes)


@cache
def _classes_of_shapes() -> frozenset[NamedNode]:
    """Classes that our shapes have as targets, demand of values, or ask for in SPARQL."""
    shapes = catalogue()
    properties = (sh("targetClass"), sh("class"))
    quads = (quad for p in properties for quad in shapes.store.quads_for_pattern(None, p, None, None))
    asked = {NamedNode(name) for name in _classes_of_rules()}
    return frozenset(asked | {quad.object for quad in quads if isinstance(quad.object, NamedNode)})


@cache
def _ontology() -> tuple[Triple, ...]:
    texts = (file.read_bytes() for file in turtle_files())
    return tuple(quad.triple for text in texts for quad in parse(text, format=RdfFormat.TURTLE))


@cache
def _concepts() -> tuple[Triple, ...]:
    """Types of the concepts of our code lists."""
    lists = {sub for sub, above in _closure(_ontology_pairs()) if above.value == skos.Concept}
    return tuple(triple for triple in _ontology() if triple.predicate == TYPE and triple.object in lists)


def _entailed_types(store: Store) -> Iterator[Triple]:
    """Types that follow from rdfs:subClassOf and are not stated, of the classes our shapes speak of."""
    stated = store.quads_for_pattern(None, SUBCLASS_OF, None, _DEFAULT)
    pairs = _ontology_pairs() | _pairs(quad.triple for quad in stated)
    for sub, above in sorted(_closure(pairs), key=str):
        if above in _classes_of_shapes():
            rows = store.query(f"SELECT ?it {{ ?it a {sub} FILTER NOT EXISTS {{ ?it a {above} }} }}")
            assert isinstance(rows, QuerySolutions)
            yield from (Triple(row["it"], TYPE, above) for row in rows)


@cache
def _ontology_pairs() -> _Pairs:
    return _pairs(_ontology())


def _pairs(triples: Iterable[Triple]) -> _Pairs:
    return frozenset(
        (one.subject, one.object)
        for one in triples
        if one.predicate == SUBCLASS_OF
        and isinstance(one.subject, NamedNode)
        and isinstance(one.object, NamedNode)
    )


def _closure(pairs: _Pairs) -> _Pairs:
    """Every (class, class above it), over any number of steps."""
    parents: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for sub, parent in pairs:
        parents[sub].add(parent)
    found: set[tuple[NamedNode, NamedNode]] = set()
    for sub in tuple(parents):
        waiting = [*parents[sub]]
        while waiting:
            parent = waiting.pop()
            if parent != sub and (sub, parent) not in found:
                found.add((sub, parent))
                waiting += parents.get(parent, ())
    return frozenset(found)
