"""What is wrong with axioms themselves: two kinds of one name, classes without members, contradictions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ontology.prefixes import BASE
from ontology.reasoning_causes import Cause, short
from ontology.reasoning_hermit import Limits, Statement, first_inconsistent, unsatisfiable_classes
from ontology.reasoning_schema import is_schema, kind_of_property, ontology_statements
from ontology.reasoning_shrink import shrunk

_MOST_STEPS: Final = 1000
"""Blank nodes on the way to the name that an axiom is about."""


def brings_axioms(given: Iterable[Statement]) -> bool:
    """Whether there are axioms besides the project's own, which its tests check without asking again.

    Labels of blank nodes change; statements with one are counted.
    """
    axioms = [one for one in given if is_schema(one)]
    own = [one for one in ontology_statements() if is_schema(one)] if axioms else []
    blank, own_blank = ([one for one in some if "_" in (one[0][0], one[2][0])] for some in (axioms, own))
    return not set(axioms) - set(blank) <= set(own) or len(blank) not in (0, len(own_blank))


def clashing_declarations(axioms: Iterable[Statement]) -> Iterator[Cause]:
    """The project's properties that are declared as two kinds (OWL 2 Syntax, 5.8.1).

    Other vocabularies are declared by others, too, and differently: FOAF is no OWL 2 DL.
    """
    declared: dict[str, dict[str, Statement]] = defaultdict(dict)
    for one in axioms:
        kind = kind_of_property(one)
        if kind and one[0].startswith(f"<{BASE}ns#"):
            declared[one[0]].setdefault(kind, one)
    for name, kinds in declared.items():
        if len(kinds) > 1:
            reason = f"{short(name)} is of one kind: {' or '.join(short(kind) for kind in sorted(kinds))}"
            yield Cause(name, None, tuple(kinds.values()), reason)


def wrong_axioms(axioms: Sequence[Statement], limits: Limits, seconds: float) -> Iterator[tuple[str, str]]:
    """(IRI, reason) of classes that can have no members; of the ontology where axioms contradict each other.

    Which do is searched for as many `seconds`. Raises ReasonerLimit and ReasonerError.
    """
    names = unsatisfiable_classes(axioms, limits)
    if names is None:
        terms = ", ".join(_terms(axioms, limits, seconds))
        yield f"{BASE}ns", f"The axioms contradict each other, whatever the graph says: those on {terms}."
    for name in names or ():
        yield name, f"By the axioms {short(f'<{name}>')} can have no members."


def _terms(axioms: Sequence[Statement], limits: Limits, seconds: float) -> list[str]:
    """The classes and properties whose axioms contradict each other."""
    groups = _axioms_by_term(axioms)

    def first_bad(candidates: Sequence[Sequence[str]]) -> int | None:
        graphs = [[one for term in names for one in groups[term]] for names in candidates]
        return first_inconsistent(graphs, limits)

    names, _ = shrunk(sorted(groups), first_bad, seconds)
    return [short(name) for name in names if name[0] == "<"]


def _axioms_by_term(axioms: Sequence[Statement]) -> dict[str, list[Statement]]:
    """Axioms by the name they are about; those on a blank node go with the one that leads to it."""
    above = {object: subject for subject, _, object in axioms if object[0] == "_"}
    groups: dict[str, list[Statement]] = defaultdict(list)
    for one in axioms:
        name, steps = one[0], 0
        while name in above and steps < _MOST_STEPS:
            name, steps = above[name], steps + 1
        groups[name].append(one)
    return groups
