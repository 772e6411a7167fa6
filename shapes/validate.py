"""Validates a store by our shapes or by someone else's, with either of two engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal, get_args

from pyoxigraph import BlankNode, NamedNode, Store, Triple

from ontology.errors import UsageError
from ontology.terms import upr
from shapes import engine_shacl, foreign
from shapes.catalogue import SEVERITY_OF, catalogue
from shapes.data import read_graph
from shapes.findings import Finding
from shapes.merged import Merged, merge, merge_with_knowledge
from shapes.results import Report, Result, Severity, report_of
from shapes.terms import Node, objects, text_of

Engine = Literal["shacl", "pyshacl"]

__all__ = ["Engine", "Report", "Result", "Severity", "validate", "validate_foreign"]

_FOUND_AT: Final = NamedNode(upr.foundAt)
_SOURCE_FILE: Final = NamedNode(upr.sourceFile)


def validate(
    store: Store,
    *,
    engine: Engine = "shacl",
    background: Iterable[Triple] = (),
    union_in_default: bool | None = None,
) -> Report:
    """Validate the merge of all graphs of a store by our shapes (SHACL 1.0, 3.4).

    `background` is known besides, such as States and instruments: values may come from it, but things that
    only the background tells of are not reported. `union_in_default` is as in `merged.merge`. Both engines
    give the same report.
    Raises ShapeError where a shape cannot be evaluated, UsageError for a graph that is not RDF 1.1.
    """
    _check(engine)
    graph = merge_with_knowledge(store, background, union_in_default=union_in_default)
    infos = catalogue().infos
    return report_of(
        _result(finding, infos[finding.shape].code, finding.messages[0], store)
        for finding in _own_findings(graph, engine)
        if finding.shape and _is_told_of(store, finding.focus)
    )


def _check(engine: str) -> None:
    if engine not in get_args(Engine):
        raise UsageError(f"There is no engine {engine!r}: take {' or '.join(get_args(Engine))}.")


def _own_findings(graph: Merged, engine: Engine) -> Iterator[Finding]:
    if engine == "shacl":
        return engine_shacl.own_findings(graph)
    from shapes import engine_pyshacl  # noqa: PLC0415 - half a second to import

    return engine_pyshacl.own_findings(graph)


def _result(finding: Finding, code: str, message: str, store: Store) -> Result:
    """A finding with its code and source; the value is left out where it is the focus node itself."""
    value = None if finding.path is None and finding.value == finding.focus else finding.value
    return Result(
        finding.shape or "",
        code,
        SEVERITY_OF.get(finding.severity, "violation"),
        finding.focus,
        finding.path,
        value,
        message,
        _source(store, finding.focus),
    )


def _node(text: str) -> Node | None:
    try:
        return BlankNode(text[2:]) if text.startswith("_:") else NamedNode(text)
    except ValueError:
        return None


def _is_told_of(store: Store, focus: str) -> bool:
    node = _node(focus)
    return node is None or next(store.quads_for_pattern(node, None, None, None), None) is not None


def _source(store: Store, focus: str) -> str | None:
    """The file and place that a thing was read from, the first of several: `laws.csv#row=12`."""
    node = _node(focus)
    for place in objects(store, node, _FOUND_AT) if node else ():
        if isinstance(place, NamedNode):
            graph, mark, fragment = place.value.partition("#")
            file = text_of(store, NamedNode(graph), _SOURCE_FILE)
            return f"{file or graph}{mark}{fragment}"
    return None


def validate_foreign(
    store: Store,
    shapes_text: bytes,
    name: str,
    *,
    engine: Engine = "shacl",
    union_in_default: bool | None = None,
) -> Report:
    """Validate the merge of all graphs of a store by the shapes of a file, whole through one engine.

    `name` is the file's: its extension tells the format, as in `data.read_graph`. Codes are the shapes' local
    names. owl:imports is not followed. Raises ParseError with line and column for a file that does not parse,
    ShapeError for shapes that are not well-formed or cannot be evaluated here, UsageError for a graph that is
    not RDF 1.1.
    """
    _check(engine)
    shapes = foreign.ready(merge(read_graph(shapes_text, name)), name)
    graph = Merged(merge(store, union_in_default=union_in_default))
    found = foreign.findings(shapes, graph, by_pyshacl=engine == "pyshacl")
    return report_of(
        _result(finding, foreign.code_of(finding), foreign.message_of(finding, shapes), store)
        for finding in found
    )
