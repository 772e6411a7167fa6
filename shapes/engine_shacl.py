"""The fast engine: the Rust package `shacl` for SHACL Core, Oxigraph for our SPARQL rules, one query each.

Run for one focus node after the other, as SHACL-SPARQL describes it, some of these rules take minutes on
100,000 recommendations; run once with `$this` free they take a second. The rows are the same: tests compare
them with those of pyshacl.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import IO, Final

import shacl
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QuerySolution,
    QuerySolutions,
    RdfFormat,
    Store,
    serialize,
)

from ontology.errors import ShapeError, UsageError
from ontology.prefixes import PREFIXES
from shapes.catalogue import SparqlRule, catalogue
from shapes.findings import Finding, filled
from shapes.merged import Merged
from shapes.terms import TYPE, Term, plain, sh

_BLANK: Final = "urn:upr-graph:blank:"
_BLANK_NODES: Final = re.compile(rb"^_:([^ ]+)|(?<= )_:([^ ]+)(?= \.$)", re.MULTILINE)
_LITERAL: Final = re.compile(r'"(.*)"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?', re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def own_findings(graph: Merged) -> Iterator[Finding]:
    """What our shapes find. Raises UsageError for a graph that the engine cannot read."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        # Both let go of the interpreter's lock: on two cores the core shapes cost no time of their own.
        core = beside.submit(lambda: list(core_findings(_own_core(), graph, keep_labels=True)))
        found = [finding for rule in catalogue().sparql for finding in _sparql_findings(rule, graph.store)]
        yield from core.result()
    yield from found


def core_findings(shapes: shacl.Shapes, graph: Merged, *, keep_labels: bool) -> Iterator[Finding]:
    """What compiled shapes find.

    `keep_labels`: blank nodes in findings have the labels of the store; shapes that tell IRIs and blank nodes
    apart must not ask for it. Raises UsageError for a graph that the engine cannot read,
    ShapeError for a shape that it cannot evaluate.
    """
    with tempfile.NamedTemporaryFile(suffix=".nt") as file:
        _write(graph, file)
        results = _run(shapes, file.name)
        if keep_labels and any("_:" in (r.focus_node[:2], (r.value or "")[:2]) for r in results):
            _name_blank_nodes(file)
            results = _run(shapes, file.name)
    for result in results:
        yield Finding(
            _iri(result.root_shape),
            result.component,
            result.severity_iri,
            _plain(result.focus_node),
            _path(result.path),
            None if result.value is None else _plain(result.value),
            tuple(result.messages),
        )


def compiled(text: bytes, what: str) -> shacl.Shapes:
    """Shapes in N-Triples made ready. Raises ShapeError with the engine's reason."""
    try:
        return shacl.Shapes.from_text(text.decode(), format="ntriples")
    except ValueError as error:
        raise ShapeError(f"{what} cannot be evaluated: {error}") from error


@cache
def _own_core() -> shacl.Shapes:
    """Our shapes without the SPARQL rules, which the engine would run for each focus node."""
    store = catalogue().store
    rules = {quad.object for quad in store.quads_for_pattern(None, sh("sparql"), None, None)}
    kept = (quad.triple for quad in store if quad.object not in rules and quad.subject not in rules)
    text = serialize(kept, format=RdfFormat.N_TRIPLES)
    return compiled(text or b"", "A shape of upr-graph")


def _write(graph: Merged, file: IO[bytes]) -> None:
    # A file, not text in memory: the engine reads it with half the memory and in less time.
    graph.store.dump(file, format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    serialize(graph.extra, file, format=RdfFormat.N_TRIPLES)
    file.flush()


def _name_blank_nodes(file: IO[bytes]) -> None:
    """Give blank nodes IRIs, since the engine gives them other labels."""
    file.seek(0)
    named = _BLANK_NODES.sub(lambda m: f"<{_BLANK}".encode() + (m[1] or m[2]) + b">", file.read())
    file.seek(0)
    file.truncate()
    file.write(named)
    file.flush()


def _run(shapes: shacl.Shapes, path: str) -> list[shacl.Result]:
    try:
        return list(shapes.validate_file(path).results)
    except ValueError as error:
        reason = str(error).replace(path, "the graph")
        if reason.startswith("SPARQL error"):
            raise ShapeError(f"A shape cannot be evaluated: {reason}.") from error
        raise UsageError(
            f"The graph cannot be validated: {reason}. Only RDF 1.1 can: no triple terms, no text direction."
        ) from error


def _sparql_findings(rule: SparqlRule, store: Store) -> Iterator[Finding]:
    try:
        rows = store.query(rule.select)
    except SyntaxError as error:
        raise ShapeError(f"{rule.shape} cannot be evaluated: {error}") from error
    assert isinstance(rows, QuerySolutions)
    names = [variable.value for variable in rows.variables]
    info = catalogue().infos[rule.shape]
    for row in rows:
        if _is_target(row["this"], rule, store):
            values = _values(row, names)
            yield Finding(
                rule.shape,
                "SPARQLConstraintComponent",
                PREFIXES["sh"] + info.severity.capitalize(),
                plain(row["this"]),
                None,
                plain(row["value"]) if "value" in values else None,
                (filled(info.message, values),),
            )


def _is_target(focus: Term, rule: SparqlRule, store: Store) -> bool:
    return isinstance(focus, NamedNode | BlankNode) and any(
        Quad(focus, TYPE, NamedNode(target)) in store for target in rule.targets
    )


def _values(row: QuerySolution, names: list[str]) -> dict[str, str]:
    return {name: getattr(row[name], "value", str(row[name])) for name in names if row[name] is not None}


def _iri(term: str | None) -> str | None:
    return term[1:-1] if term and term.startswith("<") else None


def _path(path: str | None) -> str | None:
    """A path that is one property without the angle brackets."""
    alone = path and path.startswith("<") and path.find(">") == len(path) - 1
    return path[1:-1] if path and alone else path


def _plain(term: str) -> str:
    """A term of N-Triples as results show it."""
    if term.startswith("<"):
        return term[1:-1].replace(_BLANK, "_:", 1) if term.startswith(f"<{_BLANK}") else term[1:-1]
    literal = _LITERAL.fullmatch(term)
    return _ESCAPE.sub(_unescaped, literal[1]) if literal else term


def _unescaped(found: re.Match[str]) -> str:
    if found[3]:
        return _ESCAPED.get(found[3], found[3])
    return chr(int(found[1] or found[2], 16))
