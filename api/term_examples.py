"""A small real example of each term, in Turtle, looked up in the snapshot that is served.

The choice is the same for the same snapshot: Kazakhstan before others, then the shortest of the first fifty
that the store finds, then by IRI.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from ontology.documentation import Documentation
from ontology.prefixes import BASE, compact
from ontology.terms import rdf, skos, xsd
from sparql.results import JSON
from sparql.store import QueryStore

_PATIENCE: Final = 10.0
"""Seconds that each of the queries may take, five at most."""
_MOST_LINES: Final = 8
_MOST_VALUES: Final = 3
"""Values of one property in an example."""
_LONGEST: Final = 120
"""Characters of a literal in an example, unless it is what the example is for."""
_LONGEST_OF_ALL: Final = 400
_MOST_STATEMENTS: Final = 60_000


@dataclass(frozen=True, slots=True, order=True)
class Value:
    """One RDF term of an answer."""

    text: str
    kind: Literal["uri", "literal", "bnode"] = "literal"
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """How often a term is used, and one thing that uses it; no Turtle where it would be too long."""

    count: int
    """Things of a class, or things that have a property."""
    subject: str
    turtle: str


@dataclass(slots=True)
class _Thing:
    """All statements about one subject."""

    types: set[str] = field(default_factory=set)
    values: dict[str, list[Value]] = field(default_factory=dict)


_COUNT: Final = """
SELECT ?term (COUNT(DISTINCT ?s) AS ?count) {{ VALUES ?term {{ {terms} }} {pattern} }} GROUP BY ?term"""
_CLASSES: Final = "?s a ?term"
_PROPERTIES: Final = "?s ?term ?o"
# The first ones that the store finds, not the best of all: that would be a sort of the whole graph.
_SOME: Final = "{{ SELECT (<{term}> AS ?term) ?s ?o {{ {pattern} FILTER (isIRI(?s){only}) }} LIMIT 50 }}"
_FAVOURITE: Final = "/KAZ"
_THINGS: Final = """
SELECT DISTINCT ?s ?p ?o {{ VALUES ?s {{ {terms} }} ?s ?p ?o }} LIMIT {most}"""


def examples(documentation: Documentation, store: QueryStore) -> dict[str, Example]:
    """An example by IRI for each of the project's terms that the graph uses.

    Raises QueryLimit where a query takes too long, and what else a store raises.
    """
    patterns = {t.iri: _CLASSES if t.is_class else _PROPERTIES for t in documentation.terms}
    counts = _counts(store, patterns)
    subjects = _subjects(store, {term: patterns[term] for term in counts})
    things = _things(store, set(subjects.values()))
    model = _model(documentation)
    return {
        term: Example(counts[term], subject, _turtle(term, subject, things.get(subject, _Thing()), model))
        for term, subject in subjects.items()
    }


def _counts(store: QueryStore, patterns: Mapping[str, str]) -> dict[str, int]:
    """How many things are of a class or have a property; terms that nothing uses are absent."""
    found: dict[str, int] = {}
    for pattern in sorted(set(patterns.values())):
        terms = _values(term for term, its in patterns.items() if its == pattern)
        for row in _rows(store, _COUNT.format(terms=terms, pattern=pattern)):
            if "term" in row:
                found[row["term"].text] = int(row["count"].text)
    return found


def _subjects(store: QueryStore, patterns: Mapping[str, str]) -> dict[str, str]:
    """The thing to show for each term."""
    chosen = _candidates(store, patterns, f' && CONTAINS(STR(?s), "{_FAVOURITE}")')
    rest = {term: pattern for term, pattern in patterns.items() if term not in chosen}
    return chosen | _candidates(store, rest, "")


def _candidates(store: QueryStore, patterns: Mapping[str, str], only: str) -> dict[str, str]:
    """The shortest of some subjects for each term."""
    if not patterns:
        return {}
    parts = [
        _SOME.format(term=term, pattern=pattern.replace("?term", f"<{term}>"), only=only)
        for term, pattern in sorted(patterns.items())
    ]
    best: dict[str, tuple[int, str]] = {}
    for row in _rows(store, f"SELECT ?term ?s ?o {{ {' UNION '.join(parts)} }}"):
        term, subject = row["term"].text, row["s"].text
        length = len(subject) + (len(row["o"].text) if "o" in row else 0)
        best[term] = min(best.get(term, (length, subject)), (length, subject))
    return {term: subject for term, (_, subject) in best.items()}


def _things(store: QueryStore, subjects: Collection[str]) -> dict[str, _Thing]:
    found: dict[str, _Thing] = {}
    for row in (
        _rows(store, _THINGS.format(terms=_values(subjects), most=_MOST_STATEMENTS)) if subjects else ()
    ):
        thing = found.setdefault(row["s"].text, _Thing())
        if row["p"].text == rdf.type:
            thing.types.add(row["o"].text)
        else:
            thing.values.setdefault(row["p"].text, []).append(row["o"])
    return found


def _values(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in sorted(iris))


def _rows(store: QueryStore, query: str) -> Iterator[dict[str, Value]]:
    answer = store.query(query, format=JSON, timeout=_PATIENCE)
    for row in json.loads(answer.body)["results"]["bindings"]:
        yield {
            name: Value(term["value"], term["type"], term.get("xml:lang", ""), term.get("datatype", ""))
            for name, term in row.items()
            if isinstance(term["value"], str)
        }


@dataclass(frozen=True, slots=True)
class _Model:
    """What a good example depends on."""

    above: Mapping[str, frozenset[str]]
    """The classes directly above each class."""
    has: Mapping[str, frozenset[str]]
    """The properties that are declared for each class."""


def _model(documentation: Documentation) -> _Model:
    classes = [term for term in documentation.terms if term.is_class]
    return _Model({term.iri: term.above for term in classes}, {term.iri: term.properties for term in classes})


# --- Turtle ------------------------------------------------------------------------------------------


def _turtle(term: str, subject: str, thing: _Thing, model: _Model) -> str:
    """At most eight lines about one thing, with BASE as the base and the project's prefixes."""
    types = _types(term, thing.types, model)
    lines = [f"a {', '.join(map(_iri, types))}"] if types else []
    shown = len(types)
    for predicate in _in_order(term, thing, model):
        values = _shown(thing.values[predicate], predicate == term)
        if values and len(lines) < _MOST_LINES - 2:
            lines.append(f"{_iri(predicate)} {' , '.join(values)}")
            shown += len(values)
    total = len(thing.types) + sum(len(values) for values in thing.values.values())
    text = f"{_iri(subject)}\n    " + " ;\n    ".join(lines) + " ."
    if total > shown:
        text += f"\n# and {total - shown:,} more statement{'' if total - shown == 1 else 's'}"
    return text


def _types(term: str, types: Collection[str], model: _Model) -> list[str]:
    """Most specific types, and the class that the example is for."""
    general = {parent for one in types for parent in model.above.get(one, ())}
    kept = sorted(
        (one for one in types if one not in general or one == term), key=lambda one: (one != term, one)
    )
    return kept[:_MOST_VALUES]


def _in_order(term: str, thing: _Thing, model: _Model) -> list[str]:
    """The property that the example is for; or, of a class, its own properties, the name, others."""
    if term in thing.values:
        return [term]
    own = model.has.get(term, frozenset())
    space = BASE + "ns#"
    return sorted(
        thing.values,
        key=lambda one: (one not in own, one != skos.prefLabel, not one.startswith(space), one),
    )


def _shown(values: Iterable[Value], wanted: bool) -> list[str]:
    longest = _LONGEST_OF_ALL if wanted else _LONGEST
    order = {"": 0, "en": 1}
    fits = sorted(
        (value for value in values if value.kind != "bnode" and len(value.text) <= longest),
        key=lambda value: (order.get(value.language, 2), len(value.text), value),
    )
    return [_value(value) for value in fits[:_MOST_VALUES]]


_BARE: Final = {xsd.integer: re.compile(r"[+-]?[0-9]+"), xsd.boolean: re.compile(r"true|false")}
_ESCAPES: Final = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"})


def _value(value: Value) -> str:
    if value.kind == "uri":
        return _iri(value.text)
    if (bare := _BARE.get(value.datatype)) and bare.fullmatch(value.text):
        return value.text
    quoted = f'"{value.text.translate(_ESCAPES)}"'
    if value.language:
        return f"{quoted}@{value.language}"
    return f"{quoted}^^{_iri(value.datatype)}" if value.datatype not in ("", xsd.string) else quoted


def _iri(iri: str) -> str:
    short = compact(iri)
    return short if short != iri else f"<{iri.removeprefix(BASE)}>"
