"""Someone else's shapes: read, checked before they run, and what they find made into results.

A shape that no engine here evaluates must not look like a pass, so everything that an engine would skip in
silence is refused first: shapes that are not well-formed, SHACL Advanced Features, recursion, misspelt terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.resources import files
from typing import Final

import shacl
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, serialize

from ontology.errors import ShapeError
from ontology.prefixes import PREFIXES
from shapes import engine_shacl
from shapes.findings import Finding
from shapes.merged import Merged
from shapes.paths import members
from shapes.terms import TYPE, Term, plain, sh

_SHOWN: Final = 3
_ADVANCED: Final = ("entailment", "expression", "js", "rule", "target", "values")
_ADVANCED_TYPES: Final = ("JSFunction", "JSTargetType", "SPARQLFunction", "SPARQLTargetType")
_TO_SHAPES: Final = ("node", "not", "property", "qualifiedValueShape")
_TO_LISTS_OF_SHAPES: Final = ("and", "or", "xone")
_QUERIES: Final = ("ask", "construct", "select", "update")
# IRIs, texts and comments of a SPARQL query, in which keywords are none.
_NOT_SPARQL: Final = re.compile(
    r"<[^<>\s\"{}|^`\\]*+>"
    r'|"""(?:[^"\\]|\\.|"(?!""))*+(?:""")?'
    r"|'''(?:[^'\\]|\\.|'(?!''))*+(?:''')?"
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'(?:[^'\\\n]|\\.)*+'?"
    r"|#[^\n]*+",
    re.DOTALL,
)
_REMOTE: Final = re.compile(r"(?<![\w?$:.-])(SERVICE|FROM|LOAD)(?![\w:-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ForeignShapes:
    """Shapes of a file, checked and compiled."""

    name: str
    """The file's, for messages."""
    store: Store
    compiled: shacl.Shapes
    gaps: tuple[str, ...]
    """Property shapes that others refer to and the file does not hold."""


def ready(shapes: Store, name: str) -> ForeignShapes:
    """Check and compile the shapes of a file.

    Raises ShapeError for a shape that is not well-formed or would not be evaluated, and where there is none.
    """
    whole, gaps = _without_gaps(shapes)
    _check_spelling(whole, name)
    _check_features(whole, name)
    _check_queries(whole, name)
    text = serialize((quad.triple for quad in whole), format=RdfFormat.N_TRIPLES) or b""
    _check_form(text.decode(), name)
    _check_recursion(whole, name)
    compiled = engine_shacl.compiled(text, f"A shape of {name}")
    if len(compiled) == 0:
        raise ShapeError(f"{name} holds no shapes: nothing would be checked. Is it the file of the data?")
    return ForeignShapes(name, whole, compiled, gaps)


def message_of(finding: Finding, shapes: ForeignShapes) -> str:
    """The message of a finding: in English if there is one, else without language, else the first."""
    if not finding.messages:
        component = finding.component.removesuffix("ConstraintComponent")
        rule = f"sh:{component[:1].lower()}{component[1:]}"
        return f"The data does not meet {rule} of this shape, which has no message of its own."
    return min(finding.messages, key=lambda text: (_rank(shapes.store, text), text))


def code_of(finding: Finding) -> str:
    """The local name of a finding's shape."""
    return re.split(r"[#/:]", finding.shape)[-1] if finding.shape else "unnamed"


def findings(shapes: ForeignShapes, graph: Merged, *, by_pyshacl: bool) -> Iterator[Finding]:
    """What shapes find in a graph, whole by one engine; a gap in the shapes is a warning of its own.

    Raises ShapeError for a shape that the engine cannot evaluate, UsageError for a graph that it cannot read.
    """
    for gap in shapes.gaps:
        message = f"{shapes.name} refers to this property shape but does not hold it: it was not checked."
        yield Finding(gap, "", sh("Warning").value, gap, None, None, (message,))
    if not by_pyshacl:
        yield from engine_shacl.core_findings(shapes.compiled, graph, keep_labels=False)
        return
    from shapes import engine_pyshacl  # noqa: PLC0415 - half a second to import

    yield from engine_pyshacl.foreign_findings(shapes.store, graph, f"A shape of {shapes.name}")


def _without_gaps(shapes: Store) -> tuple[Store, tuple[str, ...]]:
    """The shapes without references to property shapes that are not there, and those references.

    DCAT-AP 3.0.1 has two of them; engines refuse the file for them or pass over them in silence.
    """
    referred = shapes.quads_for_pattern(None, sh("property"), None, None)
    gaps = {
        quad.object
        for quad in referred
        if isinstance(quad.object, NamedNode)
        and next(shapes.quads_for_pattern(quad.object, None, None, None), None) is None
    }
    if not gaps:
        return shapes, ()
    kept = Store()
    kept.bulk_extend(quad for quad in shapes if quad.object not in gaps)
    return kept, tuple(sorted(gap.value for gap in gaps))


def _rank(shapes: Store, text: str) -> int:
    found = shapes.quads_for_pattern(None, sh("message"), None, None)
    languages = {
        quad.object.language
        for quad in found
        if isinstance(quad.object, Literal) and quad.object.value == text
    }
    if any(language and language.partition("-")[0] == "en" for language in languages):
        return 0
    return 1 if not languages or None in languages else 2


def _check_spelling(shapes: Store, name: str) -> None:
    used = {quad.predicate.value for quad in shapes if quad.predicate.value.startswith(PREFIXES["sh"])}
    for unknown in sorted(used - _shacl_terms()):
        term = unknown.removeprefix(PREFIXES["sh"])
        raise ShapeError(f"{name} uses sh:{term}, which is no term of SHACL 1.0. Is it misspelt?")


def _check_features(shapes: Store, name: str) -> None:
    used = [term for term in _ADVANCED if _first(shapes, None, sh(term), None)]
    used += [term for term in _ADVANCED_TYPES if _first(shapes, None, TYPE, sh(term))]
    if used:
        raise ShapeError(
            f"{name} uses sh:{used[0]}, one of SHACL's advanced features, which are not evaluated here. "
            "Write the rule with SHACL Core or sh:sparql."
        )


def _check_queries(shapes: Store, name: str) -> None:
    for kind in _QUERIES:
        for quad in shapes.quads_for_pattern(None, sh(kind), None, None):
            if found := _REMOTE.search(_NOT_SPARQL.sub(" ", plain(quad.object))):
                raise ShapeError(
                    f"A sh:{kind} of {name} says {found[1].upper()}: no data is fetched while validating. "
                    "Ask the data graph only."
                )


def _check_form(text: str, name: str) -> None:
    """Check by the shapes for shapes (SHACL 1.0, appendix C)."""
    wrong = _shapes_for_shapes().validate_text(text, format="ntriples").results
    if wrong:
        faults = {f"{one.component.removesuffix('ConstraintComponent')} at {_place(one)}" for one in wrong}
        shown = "; ".join(sorted(faults)[:_SHOWN])
        raise ShapeError(f"{name} is not a well-formed shapes graph (SHACL 1.0, appendix C): {shown}.")


def _place(result: shacl.Result) -> str:
    shape = "an unnamed shape" if result.focus_node.startswith("_:") else result.focus_node
    path = f", {result.path.replace('<' + PREFIXES['sh'], 'sh:').rstrip('>')}" if result.path else ""
    return shape + path


def _check_recursion(shapes: Store, name: str) -> None:
    graph: dict[Term, set[Term]] = {}
    for quad in shapes:
        if quad.predicate in _links():
            graph.setdefault(quad.subject, set()).update(_linked(shapes, quad.predicate, quad.object))
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle = ", ".join(plain(shape) for shape in error.args[1][:_SHOWN])
        raise ShapeError(
            f"{name} has shapes that refer to themselves, which SHACL leaves open: {cycle}."
        ) from error


def _linked(shapes: Store, predicate: NamedNode, target: Term) -> Iterator[Term]:
    if predicate in {sh(name) for name in _TO_LISTS_OF_SHAPES}:
        yield from members(shapes, target)
    else:
        yield target


@cache
def _links() -> frozenset[NamedNode]:
    return frozenset(sh(name) for name in (*_TO_SHAPES, *_TO_LISTS_OF_SHAPES))


def _first(store: Store, subject: None, predicate: NamedNode, value: NamedNode | None) -> bool:
    return next(store.quads_for_pattern(subject, predicate, value, None), None) is not None


@cache
def _shapes_for_shapes() -> shacl.Shapes:
    return shacl.Shapes.from_turtle(_asset("shacl-shacl.ttl"))


@cache
def _shacl_terms() -> frozenset[str]:
    store = Store()
    store.load(_asset("shacl.ttl").encode(), format=RdfFormat.TURTLE)
    return frozenset(quad.subject.value for quad in store if isinstance(quad.subject, NamedNode))


def _asset(name: str) -> str:
    """A file of the W3C that pyshacl ships."""
    return (files("pyshacl") / "assets" / name).read_text(encoding="utf-8")
