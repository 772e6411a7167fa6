"""Finds by plain rules the usual contradictions: a thing in disjoint classes, a value more than allowed.

Fast on millions of statements. What it finds is a guess until HermiT has confirmed it on those few.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from ontology.prefixes import BASE, PREFIXES
from ontology.reasoning_hermit import Statement
from ontology.reasoning_schema import DIFFERENT, TYPE, Schema, is_literal, is_ours

_NUMBER: Final = re.compile(
    r'"\+?(-?)0*([0-9]*)(?:\.([0-9]*?)0*)?"\^\^<'
    + re.escape(PREFIXES["xsd"])
    + r"(?:decimal|[a-zA-Z]*[iI]nteger|(?:unsigned)?(?:[lL]ong|[iI]nt|[sS]hort|[bB]yte))>"
)
_LONGEST_NUMBER: Final = 1000
_LONGEST_SHOWN: Final = 80
_MOST_DIFFERENT: Final = 8
"""Values of one subject that are told apart pair by pair; two are enough for a contradiction."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A few statements that contradict the axioms."""

    focus: str
    """Term of the thing that they are about."""
    path: str | None
    """Term of the property with too many values."""
    statements: tuple[Statement, ...]
    reason: str
    """What the ontology says, for people: `upr:Treaty and upr:SoftLawInstrument have no common members`."""


def causes(schema: Schema, statements: Sequence[Statement]) -> Iterator[Cause]:
    """What the rules find: one cause a thing and pair of classes, one a thing and property."""
    yield from _class_clashes(schema, statements)
    yield from _value_clashes(schema, statements)
    yield from _told_value_clashes(schema, statements)
    yield from _loops(schema, statements)


def different(schema: Schema, statements: Iterable[Statement]) -> Iterator[Statement]:
    """Says of things that they are different where it can matter: OWL takes no two names for two things.

    The project's names for things and concepts (`id/`, `vocab/`) do name different things; others may not.
    Values of one functional property are told apart, and concepts from those that an axiom names.
    """
    statements = tuple(statements)
    values: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    concepts: set[str] = set(schema.nominals)
    for subject, predicate, object in statements:
        if predicate == TYPE or is_literal(object):
            continue
        for name in schema.functional.get(predicate, ()):
            values[subject, name][object] = None
        if predicate in schema.inverse_functional:
            values[object, f"^{predicate}"][subject] = None
        if schema.nominals and object.startswith(f"<{BASE}vocab/"):
            concepts.add(object)
    pairs = {pair for found in values.values() if len(found) > 1 for pair in _pairs(found)}
    pairs |= {
        (one, other)
        for one in schema.nominals
        for other in concepts
        if one != other and is_ours(one) and is_ours(other)
    }
    yield from sorted((one, DIFFERENT, other) for one, other in pairs)


def _pairs(values: Iterable[str]) -> Iterator[tuple[str, str]]:
    ours = sorted(value for value in values if is_ours(value))[:_MOST_DIFFERENT]
    yield from combinations(ours, 2)


def _classes_told(schema: Schema, statement: Statement) -> Iterator[tuple[str, str, str]]:
    """(thing, class, why) that a statement tells; why is empty where the statement says it itself."""
    subject, predicate, object = statement
    if predicate == TYPE:
        yield subject, object, ""
        return
    for kind, name in schema.domains.get(predicate, ()):
        yield subject, kind, f"what has {_a(name)}{_under(predicate, name)} is {_a(kind)}"
    if not is_literal(object):
        for kind, name in schema.ranges.get(predicate, ()):
            yield object, kind, f"a value of {short(name)}{_under(predicate, name)} is {_a(kind)}"


def _under(predicate: str, name: str) -> str:
    return "" if predicate == name else f" (above {short(predicate)})"


def _class_clashes(schema: Schema, statements: Sequence[Statement]) -> Iterator[Cause]:
    told: dict[str, set[str]] = defaultdict(set)
    for statement in statements:
        for thing, kind, _ in _classes_told(schema, statement):
            told[thing].add(kind)
    known: dict[frozenset[str], tuple[tuple[str, str, str, str], ...]] = {}
    wrong: dict[str, tuple[tuple[str, str, str, str], ...]] = {}
    for thing, kinds in told.items():
        key = frozenset(kinds)
        if key not in known:
            known[key] = tuple(_clashes(schema, key))
        if known[key]:
            wrong[thing] = known[key]
    if wrong:
        yield from _explained(schema, statements, wrong)


def _clashes(schema: Schema, kinds: frozenset[str]) -> Iterator[tuple[str, str, str, str]]:
    """(class, class, class above the one, class above the other) where the last two are stated disjoint.

    Of several classes that tell the same only the lowest are looked at, so that a fault comes once.
    """
    lowest = [k for k in kinds if not any(k != o and k in schema.above.get(o, frozenset()) for o in kinds)]
    for one, other in combinations(sorted(lowest), 2):
        for above in sorted(schema.above.get(one, frozenset((one,)))):
            found = [
                a
                for a in sorted(schema.above.get(other, frozenset((other,))))
                if (above, a) in schema.disjoint
            ]
            if found:
                yield one, other, above, found[0]
                break


def _explained(
    schema: Schema,
    statements: Sequence[Statement],
    wrong: Mapping[str, tuple[tuple[str, str, str, str], ...]],
) -> Iterator[Cause]:
    first: dict[tuple[str, str], tuple[Statement, str]] = {}
    for statement in statements:
        for thing, kind, why in _classes_told(schema, statement):
            # A type that is stated explains more than one that a property tells.
            if thing in wrong and ((thing, kind) not in first or (first[thing, kind][1] and not why)):
                first[thing, kind] = (statement, why)
    for thing, clashes in wrong.items():
        for one, other, above_one, above_other in clashes:
            used = [first[thing, one], first[thing, other]]
            reasons = [why for _, why in used if why]
            reasons += [
                f"every {short(kind)} is {_a(above)}"
                for kind, above in ((one, above_one), (other, above_other))
                if kind != above
            ]
            reasons.append(f"{short(above_one)} and {short(above_other)} have no common members")
            yield Cause(thing, None, tuple(dict.fromkeys(s for s, _ in used)), "; ".join(reasons))


def _value_clashes(schema: Schema, statements: Sequence[Statement]) -> Iterator[Cause]:
    values: dict[tuple[str, str], Statement] = {}
    done: set[tuple[str, str]] = set()
    for statement in statements:
        subject, predicate, object = statement
        for name in schema.functional.get(predicate, ()):
            first = values.setdefault((subject, name), statement)
            if first[2] == object or (subject, name) in done or not _differ(first[2], object):
                continue
            done.add((subject, name))
            via = [q for q in dict.fromkeys((first[1], predicate)) if q != name]
            reasons = [f"{short(q)} is below {short(name)}" for q in via]
            reasons.append(f"{short(name)} has one value at most")
            yield Cause(subject, name, (first, statement), "; ".join(reasons))


def _told_value_clashes(schema: Schema, statements: Sequence[Statement]) -> Iterator[Cause]:
    """A class tells that its members have one value at the end of a path; a member has another one there."""
    members = {
        (s, o): one for one in statements for s, p, o in (one,) if p == TYPE and o in schema.told_values
    }
    steps = {name for told in schema.told_values.values() for path, _ in told for name in path}
    edges = {(one[0], one[1]): one for one in statements if one[1] in steps} if members else {}
    for (thing, kind), member in members.items():
        for path, value in sorted(schema.told_values[kind]):
            followed = _followed(edges, thing, path)
            if followed and followed[-1][2] != value and _differ(followed[-1][2], value):
                has = " with ".join(f"{_a(name)}" for name in path)
                reason = (
                    f"every {short(kind)} has {has} that is {short(value)}, and one value of each at most"
                )
                yield Cause(thing, None, (member, *followed), reason)


def _followed(
    edges: Mapping[tuple[str, str], Statement], thing: str, path: Sequence[str]
) -> tuple[Statement, ...]:
    """The statements that lead from a thing along properties; none where a step is missing."""
    found: list[Statement] = []
    for name in path:
        step = edges.get((thing, name))
        if step is None:
            return ()
        found.append(step)
        thing = step[2]
    return tuple(found)


def _loops(schema: Schema, statements: Sequence[Statement]) -> Iterator[Cause]:
    there = {one for one in statements if one[1] in schema.irreflexive}
    for one in sorted(there):
        subject, predicate, object = one
        if subject == object:
            yield Cause(subject, None, (one,), f"nothing {short(predicate)} itself")
        elif predicate in schema.asymmetric and subject < object and (object, predicate, subject) in there:
            reason = f"of two things only one {short(predicate)} the other"
            yield Cause(subject, None, (one, (object, predicate, subject)), reason)


def _differ(one: str, other: str) -> bool:
    if is_literal(one) and is_literal(other):
        return _value(one) != _value(other)
    return is_ours(one) and is_ours(other)


def _value(literal: str) -> Hashable:
    """Of a number a key that is the same however it is written: 3, 03 and 3.0 are one."""
    number = _NUMBER.fullmatch(literal) if len(literal) < _LONGEST_NUMBER else None
    return (number[1], number[2], number[3] or "") if number else literal


def _a(term: str) -> str:
    """With the article for the first letter shown: an org:Organization, a upr:Assessment (read "you")."""
    name = short(term)
    return f"{'an' if name[0] in 'AEIOaeio' else 'a'} {name}"


def short(term: str) -> str:
    """A term as Turtle with the project's prefixes writes it; a literal as it is."""
    if term == TYPE:
        return "a"
    if not term.startswith("<"):
        return term
    iri = term[1:-1]
    best = max(
        (name for name, namespace in PREFIXES.items() if iri.startswith(namespace)),
        key=lambda name: len(PREFIXES[name]),
        default=None,
    )
    local = iri.removeprefix(PREFIXES[best]) if best else ""
    # Turtle, 6.5: a local name holds no slash unless escaped, and does not begin with a hyphen.
    return f"{best}:{local}" if local and local.replace("-", "").replace("_", "").isalnum() else term


def line(statement: Statement) -> str:
    """A statement as a line of Turtle; of a long text the beginning."""
    subject, predicate, object = (short(term) for term in statement)
    if is_literal(object) and len(object) > _LONGEST_SHOWN:
        object = f'{object[:_LONGEST_SHOWN]} …"'
    return f"{subject} {predicate} {object} ."
