"""Where a term is used: shapes that check it, named queries that ask for it, rules that make it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from ontology.documentation import documentation
from ontology.prefixes import BASE, PREFIXES
from ontology.query_terms import terms_in
from ontology.rule import Rule
from ontology.terms import rdf, xsd
from shapes.catalogue import ShapeInfo
from shapes.catalogue import catalogue as shapes
from sparql.catalogue import NamedQuery
from sparql.catalogue import catalogue as queries

_SH: Final = PREFIXES["sh"]
_DATES: Final = frozenset((xsd.date, xsd.gYearMonth, xsd.gYear))


@dataclass(frozen=True, slots=True)
class Uses:
    """Who uses one term."""

    shapes: tuple[ShapeInfo, ...] = ()
    queries: tuple[NamedQuery, ...] = ()
    rules: tuple[Rule, ...] = ()


NONE: Final = Uses()


@cache
def uses() -> Mapping[str, Uses]:
    """The uses of each term by IRI; read once."""
    by_shape = _terms_of_shapes()
    by_query = {query: terms_in(query.text) for query in queries().values()}
    made = documentation().rules
    named = {*by_shape, *(term for terms in by_query.values() for term in terms)}
    named.update(term for rule in made for term in rule.makes)
    return {
        term: Uses(
            tuple(by_shape.get(term, ())),
            tuple(query for query, terms in by_query.items() if term in terms),
            tuple(rule for rule in made if term in rule.makes),
        )
        for term in named
    }


# --- shapes ------------------------------------------------------------------------------------------

_Statements = Mapping[str, list[tuple[str, str]]]


@cache
def _statements() -> _Statements:
    """The shapes graph as predicates and objects by subject, all as text."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for quad in shapes().store:
        found[_text(quad.subject)].append((quad.predicate.value, _text(quad.object)))
    return found


def _text(term: object) -> str:
    """An IRI or literal as it is; a blank node so that it is neither."""
    value = str(getattr(term, "value", term))
    return f"_:{value}" if type(term).__name__ == "BlankNode" else value


def _terms_of_shapes() -> dict[str, list[ShapeInfo]]:
    found: dict[str, list[ShapeInfo]] = defaultdict(list)
    targets = _targets()
    for iri, info in shapes().infos.items():
        named = {term for text in _reached(iri, frozenset()) for term in _named(text)}
        for term in sorted(named | set(targets.get(iri, ()))):
            found[term].append(info)
    return found


def _targets() -> dict[str, list[str]]:
    """Classes whose things a shape checks, also by way of the node shape that it is a property shape of."""
    found: dict[str, list[str]] = defaultdict(list)
    for shape, said in _statements().items():
        classes = [value for predicate, value in said if predicate == _SH + "targetClass"]
        for checked in (shape, *(value for predicate, value in said if predicate == _SH + "property")):
            found[checked].extend(classes)
    return found


def _reached(node: str, seen: frozenset[str]) -> Iterator[str]:
    """Objects of a shape and of the blank nodes within it; other shapes say what they check themselves."""
    for predicate, value in _statements().get(node, ()):
        if predicate not in (_SH + "message", _SH + "description", _SH + "name", _SH + "prefixes"):
            yield value
            if value.startswith("_:") and value not in seen:
                yield from _reached(value, seen | {node, value})


def _named(text: str) -> frozenset[str]:
    """The IRI that a value is, or those that the query in it names."""
    if " " in text or "\n" in text:
        return terms_in(text)
    return frozenset((text,)) if text.startswith(("http:", "https:")) else frozenset()


@cache
def datatypes() -> Mapping[str, str]:
    """The datatype that the shapes ask of a property's values; xsd:date where a year or month may do.

    Properties whose values may be of several other types are absent.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for said in _statements().values():
        paths = [value for predicate, value in said if predicate == _SH + "path" and "://" in value]
        for path in paths:
            found[path].update(_types(said))
    chosen = {path: types - {rdf.langString} if len(types) > 1 else types for path, types in found.items()}
    return {
        path: xsd.date if types <= _DATES and xsd.date in types else next(iter(types))
        for path, types in chosen.items()
        if len(types) == 1 or (types and types <= _DATES)
    }


def _types(said: list[tuple[str, str]]) -> Iterator[str]:
    """Datatypes that a property shape names, itself or by the alternatives of a shape it points to."""
    for predicate, value in said:
        if predicate == _SH + "datatype":
            yield value
        elif predicate == _SH + "node" and value.startswith(BASE):
            for _, first in _statements().get(value, ()):
                for member in _list(first):
                    yield from _types(
                        [one for one in _statements().get(member, ()) if one[0] == _SH + "datatype"]
                    )


def _list(node: str) -> Iterator[str]:
    """Members of an RDF list; nothing of what is none."""
    while node.startswith("_:"):
        said = dict(_statements().get(node, ()))
        if (first := said.get(PREFIXES["rdf"] + "first")) is None:
            return
        yield first
        node = said.get(PREFIXES["rdf"] + "rest", "")
