"""Our own shapes: their files, what each of them says, and the parts that engines need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store

from ontology.errors import ShapeError
from ontology.prefixes import PREFIXES
from ontology.terms import skos
from shapes.paths import path_text
from shapes.results import Severity
from shapes.terms import Node, nodes, objects, plain, sh, text_of

SEVERITY_OF: Final[dict[str, Severity]] = {
    PREFIXES["sh"] + "Violation": "violation",
    PREFIXES["sh"] + "Warning": "warning",
    PREFIXES["sh"] + "Info": "info",
}
_NOTATION: Final = NamedNode(skos.notation)
_ASKED_CLASS: Final = re.compile(r"\ba upr:(\w+)")


@dataclass(frozen=True, slots=True)
class ShapeInfo:
    """One of our rules, as `upr-graph list shapes` shows it."""

    code: str
    """Stable: `R01`."""
    iri: str
    name: str
    severity: Severity
    description: str
    message: str
    """What is wrong and what to do; `{?value}` and the like stand for values."""
    path: str | None
    """What a result's path says; None for a rule about the thing as a whole."""


@dataclass(frozen=True, slots=True)
class SparqlRule:
    """A rule across several things: a SELECT whose every row is a result."""

    shape: str
    select: str
    """With its PREFIX lines."""
    targets: tuple[str, ...]
    """Classes that `$this` is of."""
    classes: frozenset[str]
    """The targets, and the classes that the SELECT asks for."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All of our shapes, read once."""

    infos: dict[str, ShapeInfo]
    """By IRI, in the order of the codes."""
    sparql: tuple[SparqlRule, ...]
    store: Store
    """The shapes graph, in the default graph."""


def shape_files() -> tuple[Traversable, ...]:
    """The Turtle files of the shapes, in the order of their names."""
    found = (file for file in files("shapes").iterdir() if file.name.endswith(".ttl"))
    return tuple(sorted(found, key=lambda file: file.name))


def shape_list() -> tuple[ShapeInfo, ...]:
    """Every rule, in the order of the codes."""
    return tuple(catalogue().infos.values())


@cache
def catalogue() -> Catalogue:
    """Read our shapes from the package's files; the same object at every call."""
    store = Store()
    for file in shape_files():
        store.load(file.read_bytes(), format=RdfFormat.TURTLE)
    by_iri = {info.iri: info for info in infos_of(store)}
    prefixes = _prefix_lines(store)
    rules = tuple(rule for iri in by_iri for rule in _sparql_rules(store, NamedNode(iri), prefixes))
    return Catalogue(by_iri, rules, store)


def infos_of(shapes: Store) -> tuple[ShapeInfo, ...]:
    """Every rule of a shapes graph that has a code (skos:notation), in the order of the codes.

    Raises ShapeError for one without a name, description or message.
    """
    return tuple(sorted((_info(shapes, *found) for found in _coded(shapes)), key=lambda info: info.code))


def _coded(store: Store) -> Iterator[tuple[NamedNode, str]]:
    for quad in store.quads_for_pattern(None, _NOTATION, None, None):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject, plain(quad.object)


def _info(store: Store, shape: NamedNode, code: str) -> ShapeInfo:
    severity = next(iter(objects(store, shape, sh("severity"))), None)
    path = next((path_text(store, path) for path in objects(store, shape, sh("path"))), None)
    return ShapeInfo(
        code,
        shape.value,
        name=_needed(store, shape, "name"),
        severity=SEVERITY_OF[plain(severity)] if severity else "violation",
        description=_needed(store, shape, "description"),
        message=_needed(store, shape, "message"),
        path=path,
    )


def _needed(store: Store, subject: Node, name: str) -> str:
    text = text_of(store, subject, sh(name))
    if text is None:
        raise ShapeError(f"{plain(subject)} has no sh:{name}.")
    return text


def _sparql_rules(store: Store, shape: NamedNode, prefixes: str) -> Iterator[SparqlRule]:
    targets = tuple(plain(target) for target in objects(store, shape, sh("targetClass")))
    for constraint in nodes(store, shape, sh("sparql")):
        select = _needed(store, constraint, "select")
        asked = (PREFIXES["upr"] + name for name in _ASKED_CLASS.findall(select))
        yield SparqlRule(shape.value, prefixes + select, targets, frozenset((*targets, *asked)))


def _prefix_lines(store: Store) -> str:
    """PREFIX lines of the declarations that sh:prefixes leads to (SHACL 1.0, 5.2.1)."""
    quads = store.quads_for_pattern(None, sh("declare"), None, None)
    declared = (quad.object for quad in quads if isinstance(quad.object, NamedNode | BlankNode))
    found = {(_needed(store, one, "prefix"), _needed(store, one, "namespace")) for one in declared}
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in sorted(found))
