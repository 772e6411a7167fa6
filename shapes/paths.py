"""SHACL property paths (SHACL 1.0, 2.3.1) as SPARQL text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Store

from ontology.errors import ShapeError
from shapes.terms import FIRST, NIL, REST, Term, objects, sh

_SUFFIXES: Final = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}
_DEEPEST: Final = 50


def path_text(shapes: Store, path: Term) -> str:
    """The path as a result shows it: an IRI alone, else SPARQL with IRIs in angle brackets.

    `shapes` is the graph that `path` is a node of. Raises ShapeError where the path is not well-formed.
    """
    return path.value if isinstance(path, NamedNode) else _sparql(shapes, path, 0)


def members(graph: Store, head: Term) -> Iterator[Term]:
    """The members of an RDF list, in order; of a broken list those that can be reached."""
    seen: set[Term] = set()
    while isinstance(head, NamedNode | BlankNode) and head != NIL and head not in seen:
        seen.add(head)
        yield from objects(graph, head, FIRST)[:1]
        head = next(iter(objects(graph, head, REST)), NIL)


def _sparql(shapes: Store, path: Term, depth: int) -> str:
    if isinstance(path, NamedNode):
        return f"<{path.value}>"
    if not isinstance(path, BlankNode) or depth > _DEEPEST:
        raise ShapeError("A property path is not well-formed: give an IRI or one of SHACL's path forms.")
    if objects(shapes, path, FIRST):
        return _joined(shapes, path, "/", depth)
    for choices in objects(shapes, path, sh("alternativePath")):
        return _joined(shapes, choices, "|", depth)
    for inverted in objects(shapes, path, sh("inversePath")):
        return "^" + _sparql(shapes, inverted, depth + 1)
    for name, suffix in _SUFFIXES.items():
        for repeated in objects(shapes, path, sh(name)):
            return f"({_sparql(shapes, repeated, depth + 1)}){suffix}"
    raise ShapeError("A property path is a blank node that holds none of SHACL's path forms.")


def _joined(shapes: Store, head: Term, operator: str, depth: int) -> str:
    return "(" + operator.join(_sparql(shapes, step, depth + 1) for step in members(shapes, head)) + ")"
