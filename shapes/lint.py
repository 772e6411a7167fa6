"""Checks how an ontology is written, by profiles/ontology.ttl: texts, names, metadata, and OWL 2 DL.

Run `python -m shapes.lint` for the ontology of this project, with files for another that builds on it.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Store

from ontology.errors import UprGraphError, UsageError
from ontology.modules import turtle_files
from ontology.prefixes import BASE, PREFIXES
from shapes import engine_shacl, foreign
from shapes.catalogue import SEVERITY_OF, ShapeInfo, infos_of
from shapes.data import read_graph
from shapes.findings import Finding, filled
from shapes.merged import Merged, merge
from shapes.report import short, to_text
from shapes.results import Report, Result, report_of

_NAME: Final = "profiles/ontology.ttl"
_PREFIX: Final = re.compile(r"^@?prefix\s+([\w-]*):\s*<([^<>\s]*)>", re.MULTILINE | re.IGNORECASE)
_SUBJECT: Final = re.compile(r"^(?:<([^<>\s]+)>|([\w-]*):([\w.-]*[\w-]))(?=\s|$)", re.MULTILINE)


def lint(
    store: Store, background: Store | None = None, places: Mapping[str, str] = MappingProxyType({})
) -> Report:
    """Check the ontology in a store, all graphs merged.

    `background` declares terms that the ontology takes from others; what the store says of a thing takes the
    place of what the background says, and only things in the store are reported. `places` says by IRI where
    a thing is described: `review.ttl#line=12`. Raises UsageError for a graph that is not RDF 1.1.
    The terms that have to follow the rules are those of the ontology's own namespace, see `own_of`.
    """
    merged = merge(store)
    own = own_of(merged)
    whole = merged if background is None else _together(merged, merge(background))
    codes = {info.iri: info.code for info in infos_of(_shapes(own).store)}
    found = engine_shacl.core_findings(_shapes(own).compiled, Merged(whole), keep_labels=False)
    return report_of(
        _result(finding, codes[finding.shape or ""], places)
        for finding in found
        # The engine gives blank nodes labels of its own, so that nobody can tell whose they are.
        if finding.focus.startswith("_:") or _describes(merged, NamedNode(finding.focus))
    )


def lint_files(sources: Iterable[Traversable], background: Iterable[Traversable] = ()) -> Report:
    """Check the ontology that files hold together. Raises ParseError, UsageError and OSError for a file."""
    texts = {source.name: source.read_bytes() for source in sources}
    store = _read(texts)
    if not len(store):
        raise UsageError(f"{', '.join(texts) or 'No file'} holds no statements: nothing was checked.")
    places = {
        iri: f"{name}#line={line}"
        for name, data in reversed(texts.items())
        for iri, line in reversed([*_lines(data.decode(errors="replace"))])
    }
    others = {source.name: source.read_bytes() for source in background}
    return lint(store, _read(others) if others else None, places)


def _read(texts: Mapping[str, bytes]) -> Store:
    store = Store()
    for name, data in texts.items():
        store.bulk_extend(read_graph(data, name))
    return store


def _together(merged: Store, background: Store) -> Store:
    whole = Store()
    whole.bulk_extend(quad for quad in merged if quad.graph_name == DefaultGraph())
    whole.bulk_extend(
        quad
        for quad in background
        if quad.graph_name == DefaultGraph()
        and not (isinstance(quad.subject, NamedNode) and _describes(merged, quad.subject))
    )
    return whole


def _describes(store: Store, node: NamedNode) -> bool:
    return next(store.quads_for_pattern(node, None, None, None), None) is not None


@dataclass(frozen=True, slots=True)
class Own:
    """What is an ontology's own."""

    ontology: str
    """Its IRI."""
    namespace: str
    """What the IRIs of its terms begin with."""
    base: str
    """What the IRIs of its concepts begin with."""


_PROJECT: Final = Own(BASE + "ns", PREFIXES["upr"], BASE)
_IRI: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")
_KINDS: Final = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")


def own_of(store: Store) -> Own:
    """What is the own of the ontology in a store: by its vann:preferredNamespaceUri, else by its IRI.

    Of several candidates the one that most declared classes and properties begin with. A file that describes
    no ontology is a part of this project's, unless it declares terms of a namespace that no prefix is for.
    """
    declared = [term for term in _declared(store) if _IRI.fullmatch(term)]
    for ontology in sorted(_subjects_of(store, "Ontology")):
        if ontology == _PROJECT.ontology:
            return _PROJECT
        namespace = _best(_candidates(store, ontology), declared)
        if namespace is not None:
            return Own(ontology, namespace, namespace)
    if any(term.startswith(_PROJECT.namespace) for term in declared):
        return _PROJECT
    unknown = Counter(_namespace(term) for term in declared if not term.startswith(tuple(PREFIXES.values())))
    if not unknown:
        return _PROJECT
    namespace = min(unknown, key=lambda one: (-unknown[one], one))
    return Own(namespace.rstrip("#/"), namespace, namespace)


def _candidates(store: Store, ontology: str) -> Iterator[str]:
    """Namespaces that an ontology may have."""
    named = store.quads_for_pattern(NamedNode(ontology), NamedNode(_VANN), None, None)
    yield from sorted(quad.object.value for quad in named if isinstance(quad.object, Literal | NamedNode))
    if ontology.endswith(("#", "/")):
        yield ontology
    else:
        yield from (f"{ontology}#", f"{ontology}/")


_VANN: Final = PREFIXES["vann"] + "preferredNamespaceUri"


def _best(candidates: Iterable[str], declared: Sequence[str]) -> str | None:
    """The candidate that most terms begin with, the first of equals; else the namespace of most terms."""
    fitting = [one for one in candidates if _IRI.fullmatch(one)]
    counts = Counter({one: sum(term.startswith(one) for term in declared) for one in fitting})
    if fitting and (not declared or max(counts.values())):
        return max(fitting, key=lambda one: counts[one])
    spaces = Counter(_namespace(term) for term in declared)
    return max(sorted(spaces), key=lambda one: spaces[one], default=None)


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/"), iri.rfind(":")) + 1]


def _declared(store: Store) -> Iterator[str]:
    for kind in _KINDS:
        yield from _subjects_of(store, kind)


def _subjects_of(store: Store, kind: str) -> Iterator[str]:
    of = NamedNode(PREFIXES["owl"] + kind)
    for quad in store.quads_for_pattern(None, NamedNode(PREFIXES["rdf"] + "type"), of, None):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject.value


def lint_rules() -> tuple[ShapeInfo, ...]:
    """Every rule on how an ontology is written, in the order of the codes."""
    return infos_of(_shapes(_PROJECT).store)


@lru_cache(maxsize=8)
def _shapes(own: Own = _PROJECT) -> foreign.ForeignShapes:
    """The rules, the project's names in them replaced by those of another ontology."""
    text = (files("shapes") / _NAME).read_text(encoding="utf-8")
    for project, its in (
        (f'"{_PROJECT.namespace}"', f'"{own.namespace}"'),
        (f"<{_PROJECT.ontology}>", f"<{own.ontology}>"),
        (f'"{_PROJECT.base}"', f'"{own.base}"'),
    ):
        text = text.replace(project, its)
    store = Store()
    store.load(text.encode(), format=RdfFormat.TURTLE)
    return foreign.ready(store, _NAME)


def _result(finding: Finding, code: str, places: Mapping[str, str]) -> Result:
    value = None if finding.path is None and finding.value == finding.focus else finding.value
    return Result(
        finding.shape or "",
        code,
        SEVERITY_OF[finding.severity],
        finding.focus,
        finding.path,
        value,
        filled(finding.messages[0], {"value": short(finding.value)} if finding.value else {}),
        places.get(finding.focus),
    )


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """The subjects at the beginning of lines, as the formatter puts them, and the numbers of the lines."""
    prefixes = PREFIXES | dict(_PREFIX.findall(text))
    line, start = 1, 0
    for subject in _SUBJECT.finditer(text):
        line, start = line + text.count("\n", start, subject.start()), subject.start()
        if subject[1] or subject[2] in prefixes:
            yield subject[1] or prefixes[subject[2]] + subject[3], line


def main(arguments: Sequence[str] | None = None) -> int:
    """Check files, or the ontology of this project; the exit code.

    0: no violations. 1: violations. 2: a file cannot be read.
    """
    parser = argparse.ArgumentParser(prog="python -m shapes.lint", description="Check an ontology.")
    parser.add_argument("--all", action="store_true", help="show every result, not 20 of each rule")
    parser.add_argument(
        "file", nargs="*", type=Path, help="in place of the ontology of this project, which is known besides"
    )
    asked = parser.parse_args(arguments)
    try:
        report = lint_files(asked.file, turtle_files()) if asked.file else lint_files(turtle_files())
    except (OSError, UprGraphError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(to_text(report, all=asked.all))
    return 0 if report.conforms else 1


if __name__ == "__main__":
    sys.exit(main())
