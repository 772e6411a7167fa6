"""Runs the CONSTRUCT rules of ontology/rules: into graph/derived once, into graph/inferred to a fixpoint."""

from __future__ import annotations

from pyoxigraph import QueryTriples, RdfFormat, Store, parse

from graph_loader import iris
from ontology.rule import Rule, rules


def derive(store: Store) -> list[bytes]:
    """Run the rules that choose or count, each once, in the order of their names.

    They read the default graph (the union of all graphs), and each sees what those before it made. Returns
    the N-Quads lines of graph/derived; their triples are in the default graph already, the named graph is the
    caller's to load.
    """
    return _in_graph("derived", [line for rule in rules("derived") for line in _run(store, rule)])


def infer(store: Store) -> list[bytes]:
    """Run the rules that only follow from what is there, until nothing new comes.

    Like `derive`, after which it runs. Returns the lines of graph/inferred: no triple that is stated already.
    The rules make no new names, so it ends: there are finitely many triples over the names of a graph.
    """
    made: list[bytes] = []
    waiting = rules("inferred")
    while waiting:
        fresh: set[str] = set()
        for rule in waiting:
            if new := _run(store, rule):
                made += new
                fresh.update(rule.makes)
        waiting = tuple(rule for rule in rules("inferred") if not fresh.isdisjoint(rule.reads))
    return _in_graph("inferred", made)


def _run(store: Store, rule: Rule) -> list[bytes]:
    """Add what a rule makes to the default graph; the N-Triples lines of what is new of it.

    As text, since making an object of each triple takes longer than the query does.
    """
    found = store.query(rule.query)
    if not isinstance(found, QueryTriples):
        raise TypeError(f"ontology/rules/{rule.kind}/{rule.name} is no CONSTRUCT query")
    text = found.serialize(format=RdfFormat.N_TRIPLES) or b""
    lines = [*set(text.splitlines(keepends=True))]
    quads = parse(b"".join(lines), RdfFormat.N_TRIPLES)
    new = [line for line, quad in zip(lines, quads, strict=True) if quad not in store]
    store.bulk_load(b"".join(new), RdfFormat.N_TRIPLES)
    return new


def _in_graph(key: str, lines: list[bytes]) -> list[bytes]:
    graph = f" <{iris.graph(key)}> .\n".encode()
    return [line.removesuffix(b" .\n") + graph for line in lines]
