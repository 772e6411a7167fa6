"""From what an addendum says of recommendations to one position on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph_loader.records import Status
from graph_loader.sources.addendum_found import LONGEST_REASON, Found, Reason, Statement
from graph_loader.sources.addendum_numbers import Named


@dataclass(frozen=True, slots=True)
class Settled:
    """The position on one recommendation."""

    named: Named
    status: Status
    note: str | None
    reason: str | None
    paragraph: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Contested:
    """A recommendation with different answers; `taken` is the one that holds, None where none can."""

    number: str
    answers: tuple[Statement, ...]
    taken: Status | None


def misplaced(found: Found, settled: Iterable[Settled]) -> tuple[Settled, ...]:
    """Recommendations that stand below a heading of one answer and are given another one by number."""
    headed = {(each.named.number, each.status) for each in found.statements if each.force == "heading"}
    numbers = {number for number, _ in headed}
    return tuple(s for s in settled if s.named.number in numbers and (s.named.number, s.status) not in headed)


def settle(found: Found) -> tuple[tuple[Settled, ...], tuple[Contested, ...]]:
    """One position a recommendation, in the order of the document, and those with more than one answer.

    An answer in words goes before that of a heading, one to a number written out before one to a range that
    covers it, and `in part` before both of what it divides.
    """
    by_number: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in found.statements:
        by_number[statement.named.number].append(statement)
    reasons = _reasons(found.reasons)
    settled: list[Settled] = []
    contested: list[Contested] = []
    for number, statements in by_number.items():
        strongest = _strongest(statements)
        taken = _taken(strongest)
        if len({each.status for each in strongest}) > 1:
            contested.append(Contested(number, _one_of_each(strongest), taken.status if taken else None))
        if taken is not None:
            note = next((s.note for s in strongest if s.note and s.status == taken.status), None)
            settled.append(
                Settled(taken.named, taken.status, note, reasons.get(number), taken.paragraph, taken.place)
            )
    return tuple(settled), tuple(contested)


def _strongest(statements: Sequence[Statement]) -> list[Statement]:
    in_words = [each for each in statements if each.force != "heading"]
    return in_words or list(statements)


def _taken(statements: Sequence[Statement]) -> Statement | None:
    if len({each.status for each in statements}) == 1:
        return statements[0]
    in_part = [each for each in statements if each.status == "partially-supported"]
    written_out = [each for each in statements if not each.named.ranged]
    for chosen in (in_part, written_out):
        if chosen and len({each.status for each in chosen}) == 1:
            return chosen[0]
    return None


def _one_of_each(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple({each.status: each for each in reversed(list(statements))}.values())[::-1]


def _reasons(reasons: Iterable[Reason]) -> dict[str, str]:
    texts: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for reason in reasons:
        for named in reason.names:
            texts[named.number][reason.text] = None
    return {number: " ".join(each)[:LONGEST_REASON] for number, each in texts.items()}
