"""Runs the CONSTRUCT rules of ontology/rules: into graph/derived once, into graph/inferred to a fixpoint."""

from __future__ import annotations

from pyoxigraph import Quad, QueryTriples, Store

from graph_loader import iris
from graph_loader.quads import node
from ontology.rule import Rule, rules


def derive(store: Store) -> tuple[Quad, ...]:
    """Run the rules that choose or count, each once, in the order of their names.

    They read the default graph (the union of all graphs), and each sees what those before it made. Returns
    the quads of graph/derived; their triples are in the default graph already, the named graph is the
    caller's to load.
    """
    graph = node(iris.graph("derived"))
    made = [quad for rule in rules("derived") for quad in _run(store, rule)]
    return tuple(Quad(quad.subject, quad.predicate, quad.object, graph) for quad in made)


def infer(store: Store) -> tuple[Quad, ...]:
    """Run the rules that only follow from what is there, until nothing new comes.

    Like `derive`, after which it runs. Returns the quads of graph/inferred: no triple that is stated already.
    The rules make no new names, so it ends: there are finitely many triples over the names of a graph.
    """
    graph = node(iris.graph("inferred"))
    made: list[Quad] = []
    waiting = rules("inferred")
    while waiting:
        fresh: set[str] = set()
        for rule in waiting:
            if new := _run(store, rule):
                made += new
                fresh.update(rule.makes)
        waiting = tuple(rule for rule in rules("inferred") if not fresh.isdisjoint(rule.reads))
    return tuple(Quad(quad.subject, quad.predicate, quad.object, graph) for quad in made)


def _run(store: Store, rule: Rule) -> list[Quad]:
    """Add what a rule makes to the default graph; what is new of it."""
    found = store.query(rule.query)
    if not isinstance(found, QueryTriples):
        raise TypeError(f"ontology/rules/{rule.kind}/{rule.name} is no CONSTRUCT query")
    new = [quad for quad in {Quad(*triple) for triple in found} if quad not in store]
    store.bulk_extend(new)
    return new
