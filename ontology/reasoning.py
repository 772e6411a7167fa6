"""Whether a graph contradicts the ontology (OWL 2 DL), and which few statements do.

Statements on things go to HermiT together with the axioms. Statements that no axiom is about (labels, texts,
notes) are left out: they cannot contradict anything. docs/decisions/0006-owl-consistency.md has the reasons.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from ontology.prefixes import BASE
from ontology.reasoning_causes import Cause, causes, different, line, short
from ontology.reasoning_hermit import (
    Limits,
    ReasonerError,
    ReasonerLimit,
    Statement,
    first_inconsistent,
    unsatisfiable_classes,
)
from ontology.reasoning_schema import TYPE, Schema, is_schema, ontology_statements, schema_of
from ontology.reasoning_shrink import shrunk
from ontology.reasoning_summary import summary

__all__ = [
    "Consistency",
    "Contradiction",
    "Limits",
    "ReasonerError",
    "ReasonerLimit",
    "Statement",
    "check",
    "mentioned",
    "ontology_statements",
]

LARGEST_WHOLE: Final = 60_000
"""Statements on things that HermiT gets one by one; of more it gets a summary."""

_MOST_CONFIRMED: Final = 5
"""Kinds of contradiction that are confirmed by the reasoner, a start of about half a second each."""
_MOST_SHOWN: Final = 1000
_MANY: Final = 50
"""Facts on one thing beyond which it links too much to tell a neighbourhood."""
_SHRINKING: Final = 25.0
"""Seconds that making a contradiction small may take."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Statements that cannot all be true if the axioms are; or a class that can have no members."""

    focus: str
    """IRI of the thing or class; `_:label` for a blank node."""
    path: str | None
    """IRI of the property with too many values."""
    value: str | None
    statements: tuple[str, ...]
    """As lines of Turtle with the project's prefixes."""
    reason: str
    """What the axioms say."""
    smallest: bool = True
    """Whether no single statement can be left out."""

    @property
    def message(self) -> str:
        """All of it for people, several lines."""
        if not self.statements:
            return self.reason
        rest = "" if self.smallest else " (a smaller set was not found in time)"
        cannot = "This cannot be true" if len(self.statements) == 1 else "These cannot all be true"
        lines = "".join(f"\n      {text}" for text in self.statements)
        return f"{cannot}{rest}: {self.reason}.{lines}"


@dataclass(frozen=True, slots=True)
class Consistency:
    """What the check found."""

    contradictions: tuple[Contradiction, ...]
    """None: consistent, and every class can have members."""
    axioms: int
    """Statements that make up the axioms."""
    checked: int
    """Statements on things that an axiom can be about."""
    summarised: bool = False
    """Whether the reasoner saw a summary of them, because there are too many."""

    @property
    def consistent(self) -> bool:
        """Whether no contradiction was found."""
        return not self.contradictions


@dataclass(frozen=True, slots=True)
class _Task:
    axioms: tuple[Statement, ...]
    schema: Schema
    facts: tuple[Statement, ...]
    limits: Limits

    def first_inconsistent(self, graphs: Sequence[Sequence[Statement]]) -> int | None:
        """The first of some sets of facts that contradicts the axioms."""
        return first_inconsistent([tuple(self.graph(facts)) for facts in graphs], self.limits)

    def graph(self, facts: Iterable[Statement]) -> Iterator[Statement]:
        facts = tuple(facts)
        yield from self.axioms
        yield from facts
        yield from different(self.schema, facts)


def check(
    statements: Iterable[Statement],
    *,
    ontology: Iterable[Statement] | None = None,
    known: Iterable[Statement] = (),
    limits: Limits | None = None,
) -> Consistency:
    """Check statements with the axioms of an ontology, by default the project's, and of their own.

    `known` is known besides: what it says of things that the statements name is taken in (`mentioned`).
    Raises ReasonerLimit at the time or memory limit, ReasonerError where the reasoner cannot run.
    """
    given = tuple(dict.fromkeys(statements))
    task = _task(given, ontology_statements() if ontology is None else tuple(ontology), known, limits)
    found = tuple(_wrong_axioms(task)) if _brings_axioms(given) else ()
    found = found or tuple(_contradictions(task))
    return Consistency(found, len(task.axioms), len(task.facts), len(task.facts) > LARGEST_WHOLE)


def _task(
    given: tuple[Statement, ...],
    base: tuple[Statement, ...],
    known: Iterable[Statement] = (),
    limits: Limits | None = None,
) -> _Task:
    everything = dict.fromkeys((*given, *base, *mentioned(given, known)))
    axioms = tuple(one for one in everything if is_schema(one))
    schema = schema_of(axioms)
    facts = tuple(one for one in everything if schema.matters(one) and not is_schema(one))
    return _Task(axioms, schema, facts, limits or Limits())


def mentioned(statements: Iterable[Statement], known: Iterable[Statement]) -> tuple[Statement, ...]:
    """What is known of the things that statements name, and of the things which that names in turn.

    Only the project's things (`id/`) are followed, from subject to object.
    """
    of: dict[str, list[Statement]] = defaultdict(list)
    for one in known:
        of[one[0]].append(one)
    if not of:
        return ()
    waiting = {term for one in statements for term in (one[0], one[2])}
    found: list[Statement] = []
    seen: set[str] = set()
    while waiting:
        term = waiting.pop()
        seen.add(term)
        found += of.get(term, ())
        waiting |= {o for _, _, o in of.get(term, ()) if o.startswith(f"<{BASE}id/")} - seen
    return tuple(found)


def _contradictions(task: _Task) -> Iterator[Contradiction]:
    guessed = tuple(islice(causes(task.schema, task.facts), _MOST_SHOWN))
    confirmed = tuple(_confirmed(task, guessed))
    if confirmed:
        yield from (_from_cause(cause) for cause in confirmed)
    elif len(task.facts) <= LARGEST_WHOLE:
        if task.first_inconsistent([task.facts]) is not None:
            yield _searched(task)
    elif task.first_inconsistent([tuple(summary(task.schema, task.facts))]) is not None:
        raise ReasonerLimit(
            f"{len(task.facts):,} statements are too many for the reasoner, and their summary does not prove "
            "them consistent: nothing is known of the graph. Check it in parts."
        )


def _confirmed(task: _Task, guessed: Sequence[Cause]) -> Iterator[Cause]:
    """Causes whose statements HermiT finds inconsistent; one of each reason is asked about, at most a few."""
    by_reason: dict[str, list[Cause]] = defaultdict(list)
    for cause in guessed:
        by_reason[cause.reason].append(cause)
    for number, found in enumerate(by_reason.values()):
        if number >= _MOST_CONFIRMED or task.first_inconsistent([found[0].statements]) is not None:
            yield from found


def _from_cause(cause: Cause) -> Contradiction:
    return Contradiction(
        _bare(cause.focus),
        _bare(cause.path) if cause.path else None,
        _bare(cause.statements[-1][2]) if cause.path else None,
        tuple(line(one) for one in cause.statements),
        cause.reason,
    )


def _bare(term: str) -> str:
    if term[0] == "<":
        return term[1:-1]
    return term[1:].rpartition('"')[0] if term[0] == '"' else term


def _searched(task: _Task) -> Contradiction:
    """The small set of facts that no plain rule finds, and the terms whose axioms it contradicts."""
    facts, smallest = shrunk(_by_neighbourhood(task.facts), task.first_inconsistent, _SHRINKING)
    names = sorted({o if p == TYPE else p for _, p, o in facts})
    return Contradiction(
        _bare(facts[0][0]),
        None,
        None,
        tuple(line(one) for one in facts),
        f"together with what the ontology says of {', '.join(short(name) for name in names)}",
        smallest,
    )


def _by_neighbourhood(facts: Sequence[Statement]) -> list[Statement]:
    """Facts in an order where those on linked things stand together: one part may hold all that matters."""
    of: dict[str, list[Statement]] = defaultdict(list)
    for one in sorted(facts):
        for thing in {one[0], one[2]} if one[1] != TYPE else {one[0]}:
            of[thing].append(one)
    ordered: dict[Statement, None] = {}
    seen: set[str] = set()
    for start in of:
        waiting = deque([start])
        while waiting:
            thing = waiting.popleft()
            # A thing that very many are linked to, such as a State, is no neighbourhood.
            if thing in seen or (thing != start and len(of[thing]) > _MANY):
                continue
            seen.add(thing)
            ordered.update(dict.fromkeys(of[thing]))
            waiting += (term for s, p, o in of[thing] for term in (s, o) if p != TYPE and term in of)
    return list(ordered)


def _terms(task: _Task) -> list[str]:
    """The classes and properties whose axioms contradict each other."""
    groups = _axioms_by_term(task.axioms)

    def first_bad(candidates: Sequence[Sequence[str]]) -> int | None:
        graphs = [[one for term in names for one in groups[term]] for names in candidates]
        return first_inconsistent(graphs, task.limits)

    names, _ = shrunk(sorted(groups), first_bad, _SHRINKING)
    return [short(name) for name in names if name[0] == "<"]


def _axioms_by_term(axioms: Sequence[Statement]) -> dict[str, list[Statement]]:
    """Axioms by the name they are about; those on a blank node go with the one that leads to it."""
    above = {object: subject for subject, _, object in axioms if object[0] == "_"}
    groups: dict[str, list[Statement]] = defaultdict(list)
    for one in axioms:
        name, steps = one[0], 0
        while name in above and steps < 1000:
            name, steps = above[name], steps + 1
        groups[name].append(one)
    return groups


def _brings_axioms(given: Iterable[Statement]) -> bool:
    """Whether there are axioms besides the project's own, which its tests check without asking again.

    Labels of blank nodes change; statements with one are counted.
    """
    axioms = [one for one in given if is_schema(one)]
    own = [one for one in ontology_statements() if is_schema(one)] if axioms else []
    blank, own_blank = ([one for one in some if "_" in (one[0][0], one[2][0])] for some in (axioms, own))
    return not set(axioms) - set(blank) <= set(own) or len(blank) not in (0, len(own_blank))


def _wrong_axioms(task: _Task) -> Iterator[Contradiction]:
    """What is wrong with the axioms before any thing is looked at."""
    names = unsatisfiable_classes(task.axioms, task.limits)
    if names is None:
        yield _broken_ontology(task)
    for name in names or ():
        reason = f"By the axioms {short(f'<{name}>')} can have no members."
        yield Contradiction(name, None, None, (), reason)


def _broken_ontology(task: _Task) -> Contradiction:
    names = _terms(task)
    reason = f"The axioms contradict each other, whatever the graph says: those on {', '.join(names)}."
    return Contradiction(f"{BASE}ns", None, None, (), reason)
