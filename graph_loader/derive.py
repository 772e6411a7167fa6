"""Runs the CONSTRUCT rules of ontology/rules into graph/derived."""

from __future__ import annotations

from pyoxigraph import Quad, QueryTriples, Store

from graph_loader import iris
from graph_loader.quads import node
from ontology.modules import rule_files


def derive(store: Store) -> int:
    """Run every rule once, in the order of the file names, over the union of all graphs.

    A rule sees what the rules before it made. Returns the number of quads in graph/derived.
    """
    graph = node(iris.graph("derived"))
    for rule in rule_files():
        found = store.query(rule.read_text(encoding="utf-8"), use_default_graph_as_union=True)
        if not isinstance(found, QueryTriples):
            raise TypeError(f"ontology/rules/{rule.name} is no CONSTRUCT query")
        quads = [Quad(t.subject, t.predicate, t.object, graph) for t in found]
        store.bulk_extend(quads)
    return sum(1 for _ in store.quads_for_pattern(None, None, None, graph))
