"""Runs the CONSTRUCT rules of ontology/rules into graph/derived."""

from __future__ import annotations

from pyoxigraph import Quad, QueryTriples, Store

from graph_loader import iris
from graph_loader.quads import node
from ontology.modules import rule_files


def derive(store: Store) -> tuple[Quad, ...]:
    """Run every rule once, in the order of the file names, over the default graph (the union of all graphs).

    A rule sees what the rules before it made. Returns the quads of graph/derived; their triples are in the
    default graph already, the named graph is the caller's to load.
    """
    graph = node(iris.graph("derived"))
    made: list[Quad] = []
    for rule in rule_files():
        found = store.query(rule.read_text(encoding="utf-8"))
        if not isinstance(found, QueryTriples):
            raise TypeError(f"ontology/rules/{rule.name} is no CONSTRUCT query")
        triples = sorted(set(found), key=str)
        store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in triples)
        made += (Quad(t.subject, t.predicate, t.object, graph) for t in triples)
    return tuple(made)
