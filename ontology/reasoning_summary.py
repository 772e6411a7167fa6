"""A small graph that stands for a large one: things that are told the same become one.

If the summary has a model, so has the graph: each thing denotes what its stand-in denotes (Fokoue and others,
The Summary Abox, ISWC 2006). The other way round it need not be: a summary may be
inconsistent though the graph is not. Values that only a functional property tells apart are no part of it:
`reasoning_causes` compares them on the graph itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from typing import Final

from ontology.reasoning_hermit import Statement
from ontology.reasoning_schema import TYPE, Schema, is_literal

_MOST_ROUNDS: Final = 20


def summary(schema: Schema, facts: Sequence[Statement]) -> Iterator[Statement]:
    """The facts with a stand-in for each thing; data values only tell the class of their subject."""
    kinds = _told(schema, facts)
    groups = _groups(schema, facts, kinds)

    def stand_in(thing: str) -> str:
        # A thing that an axiom names stands for itself: it is what the axiom says it is.
        return thing if thing in schema.nominals else f"<urn:upr-graph:like:{groups.get(thing, -1)}>"

    found: dict[Statement, None] = {}
    for thing, classes in kinds.items():
        found.update(dict.fromkeys((stand_in(thing), TYPE, kind) for kind in classes))
    for subject, predicate, object in facts:
        if predicate != TYPE and not is_literal(object):
            found[stand_in(subject), predicate, stand_in(object)] = None
    yield from found


def _told(schema: Schema, facts: Sequence[Statement]) -> dict[str, set[str]]:
    """The classes of each thing that its statements tell: by type, and by domain and range."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, object in facts:
        if predicate == TYPE:
            kinds[subject].add(object)
            continue
        kinds[subject].update(kind for kind, _ in schema.domains.get(predicate, ()))
        if not is_literal(object):
            kinds[object].update(kind for kind, _ in schema.ranges.get(predicate, ()))
    return kinds


def _groups(schema: Schema, facts: Sequence[Statement], kinds: dict[str, set[str]]) -> dict[str, int]:
    """A number for each thing: the same for things of the same classes whose one values are the same in turn.

    Without the second condition a functional property would make one of all values that the things have.
    """
    numbers: dict[Hashable, int] = {}
    groups = {thing: numbers.setdefault(frozenset(found), len(numbers)) for thing, found in kinds.items()}
    edges = tuple(_one_valued(schema, facts))
    for _ in range(_MOST_ROUNDS):
        values: dict[str, set[tuple[str, str | int | None]]] = defaultdict(set)
        for subject, name, value in edges:
            values[subject].add((name, value if value in schema.nominals else groups.get(value)))
        finer: dict[Hashable, int] = {}
        before = len(numbers)
        groups = {
            thing: finer.setdefault((number, frozenset(values.get(thing, ()))), len(finer))
            for thing, number in groups.items()
        }
        numbers = finer
        if len(finer) == before:
            break
    return groups


def _one_valued(schema: Schema, facts: Sequence[Statement]) -> Iterator[tuple[str, str, str]]:
    for subject, predicate, object in facts:
        if is_literal(object) or predicate == TYPE:
            continue
        if predicate in schema.functional:
            yield subject, predicate, object
        if predicate in schema.inverse_functional:
            yield object, f"^{predicate}", subject
