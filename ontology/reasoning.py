"""Whether a graph contradicts the ontology (OWL 2 DL), and which few statements do.

Statements on things go to HermiT together with the axioms. Statements that no axiom is about (labels, texts,
notes) are left out: they cannot contradict anything. docs/decisions/0006-owl-consistency.md has the reasons.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from ontology.errors import ReasonerError, ReasonerLimit
from ontology.prefixes import BASE
from ontology.reasoning_axioms import brings_axioms, clashing_declarations, wrong_axioms
from ontology.reasoning_causes import Cause, causes, different, line, short
from ontology.reasoning_hermit import LEAST_MEMORY, Limits, Statement, first_inconsistent
from ontology.reasoning_schema import TYPE, Schema, is_schema, ontology_statements, schema_of
from ontology.reasoning_shrink import shrunk
from ontology.reasoning_summary import summary
from ontology.reasoning_values import misfits

__all__ = [
    "LEAST_MEMORY",
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
    misfits: tuple[Cause, ...]
    """What no OWL 2 DL graph can hold; the reasoner is not asked about it."""
    individuals: Mapping[str, str]
    """For each blank node that stands for a thing an IRI that nothing else has.

    OWL 2 DL lets no blank individual be compared or stand in a circle; for consistency its name is all one.
    """

    def first_inconsistent(self, graphs: Sequence[Sequence[Statement]]) -> int | None:
        """The first of some sets of facts that contradicts the axioms."""
        return first_inconsistent([tuple(self.graph(facts)) for facts in graphs], self.limits)

    def graph(self, facts: Iterable[Statement]) -> Iterator[Statement]:
        facts = tuple(facts)
        for subject, predicate, object in (*self.axioms, *facts, *different(self.schema, facts)):
            yield self.individuals.get(subject, subject), predicate, self.individuals.get(object, object)


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
    found = tuple(_in_the_axioms(task)) if brings_axioms(given) else ()
    found = found or tuple(chain(map(_from_cause, task.misfits), _contradictions(task)))
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
    said = tuple(one for one in everything if not is_schema(one))
    wrong = tuple(islice(misfits(schema, said), _MOST_SHOWN))
    ill = {one for cause in wrong for one in cause.statements}
    facts = tuple(one for one in said if schema.matters(one) and one not in ill)
    return _Task(axioms, schema, facts, limits or Limits(), wrong, _individuals(axioms, facts))


def _individuals(axioms: Iterable[Statement], facts: Iterable[Statement]) -> dict[str, str]:
    expressions = {subject for subject, _, _ in axioms if subject[0] == "_"}
    things = {term for s, p, o in facts for term in ((s,) if p == TYPE else (s, o)) if term[0] == "_"}
    return {term: f"<urn:upr-graph:blank:{term[2:]}>" for term in things - expressions}


def mentioned(statements: Iterable[Statement], known: Iterable[Statement]) -> tuple[Statement, ...]:
    """What is known of the things that statements name, and of the things which that names in turn.

    Only the project's things (`id/`) are followed, from subject to object. Axioms are left out: of one on a
    blank node, such as a list, only the beginning would be taken.
    """
    of: dict[str, list[Statement]] = defaultdict(list)
    for one in known:
        if not is_schema(one):
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
    """Facts in an order where those on linked things stand together: one part may hold all that matters.

    Each thing is visited once and each fact at most twice: after the sorting, time linear in the facts.
    """
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


def _in_the_axioms(task: _Task) -> Iterator[Contradiction]:
    """What is wrong with the axioms before any thing is looked at."""
    declared = tuple(clashing_declarations(task.axioms))
    if declared:
        yield from map(_from_cause, declared)
    else:
        for name, reason in wrong_axioms(task.axioms, task.limits, _SHRINKING):
            yield Contradiction(name, None, None, (), reason)
