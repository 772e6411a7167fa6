"""The reference engine: pyshacl runs all shapes, SPARQL rules too, as the standard describes it. Slow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

import pyshacl
import rdflib
from pyoxigraph import BlankNode, NamedNode, Store

from ontology.errors import ShapeError
from shapes.catalogue import catalogue
from shapes.findings import Finding
from shapes.merged import Merged
from shapes.paths import path_text
from shapes.rdflib_graph import quiet, rdflib_graph
from shapes.terms import Node, nodes, objects, sh

_SH: Final = rdflib.SH
_WITH_MESSAGES: Final = ("sparql", "validator", "nodeValidator", "propertyValidator")


def own_findings(graph: Merged) -> Iterator[Finding]:
    """What our shapes find. Raises ShapeError where pyshacl gives up."""
    return _findings(catalogue().store, _own_shapes(), graph, "A shape of upr-graph")


def foreign_findings(shapes: Store, graph: Merged, what: str) -> Iterator[Finding]:
    """What shapes find; `what` names one of them in messages. Raises ShapeError where pyshacl gives up."""
    return _findings(shapes, rdflib_graph(quad.triple for quad in shapes), graph, what)


@cache
def _own_shapes() -> rdflib.Graph:
    return rdflib_graph(quad.triple for quad in catalogue().store)


def _findings(shapes: Store, as_rdflib: rdflib.Graph, graph: Merged, what: str) -> Iterator[Finding]:
    report = _run(as_rdflib, rdflib_graph(graph.triples()), what)
    for whole in report.subjects(rdflib.RDF.type, _SH.ValidationReport):
        for result in report.objects(whole, _SH.result):
            yield _finding(shapes, report, result)


def _run(shapes: rdflib.Graph, data: rdflib.Graph, what: str) -> rdflib.Graph:
    try:
        with quiet():
            _, report, text = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    except Exception as error:
        raise ShapeError(f"{what} cannot be evaluated by pyshacl: {error}") from error
    if not isinstance(report, rdflib.Graph):
        raise ShapeError(f"{what} cannot be evaluated by pyshacl: {text}")
    return report


def _finding(store: Store, report: rdflib.Graph, result: rdflib.term.Node) -> Finding:
    shape = _store_node(report.value(result, _SH.sourceShape))
    path = _store_node(report.value(result, _SH.resultPath))
    component = _store_node(report.value(result, _SH.sourceConstraintComponent))
    has_own_message = any(_has_message(store, one) for one in (shape, component))
    messages = report.objects(result, _SH.resultMessage) if has_own_message else ()
    return Finding(
        _named(store, shape),
        re.split(r"[#/]", component.value if component else "")[-1],
        str(report.value(result, _SH.resultSeverity)),
        _plain(report.value(result, _SH.focusNode)) or "",
        None if path is None else path_text(store, path),
        _plain(report.value(result, _SH.value)),
        tuple(str(message) for message in messages),
    )


def _has_message(store: Store, node: Node | None) -> bool:
    """Whether a message was written for a shape or component: pyshacl makes one up where there is none."""
    if node is None:
        return False
    parts = (part for name in _WITH_MESSAGES for part in nodes(store, node, sh(name)))
    return any(objects(store, one, sh("message")) for one in (node, *parts))


def _named(store: Store, shape: Node | None) -> str | None:
    """IRI of the nearest shape that has one."""
    seen: set[Node] = set()
    while isinstance(shape, BlankNode) and shape not in seen:
        seen.add(shape)
        around = [quad.subject for quad in store.quads_for_pattern(None, sh("property"), shape, None)]
        shape = next((node for node in around if isinstance(node, NamedNode | BlankNode)), None)
    return shape.value if isinstance(shape, NamedNode) else None


def _store_node(node: rdflib.term.Node | None) -> Node | None:
    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    return BlankNode(str(node)) if isinstance(node, rdflib.BNode) else None


def _plain(node: rdflib.term.Node | None) -> str | None:
    if isinstance(node, rdflib.BNode):
        return f"_:{node}"
    return node[:] if isinstance(node, rdflib.term.Identifier) else None
