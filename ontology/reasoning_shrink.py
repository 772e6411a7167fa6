"""Shrinks a set of statements that contradicts the axioms to a small one, by leaving parts out.

Delta debugging: Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input (2002), algorithm
ddmin. Several parts are tried in one start of the reasoner.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from time import monotonic
from typing import TypeVar

Item = TypeVar("Item")


def shrunk(
    items: Sequence[Item],
    first_bad: Callable[[Sequence[Sequence[Item]]], int | None],
    seconds: float,
    at_once: int = 8,
) -> tuple[tuple[Item, ...], bool]:
    """A part of `items` that is still bad, and whether no single item can be left out of it.

    `first_bad` gives the index of the first bad one among some parts. After `seconds` the smallest part so
    far comes back. `items` as a whole must be bad. Quick where what is bad stands together.
    """
    end = monotonic() + seconds
    left, parts, is_new = list(items), at_once, True
    while len(left) > 1:
        if monotonic() > end:
            return tuple(left), False
        parts = min(parts, len(left))
        pieces = _split(left, parts)
        found = _found(_neighbours(pieces), first_bad, at_once) if is_new and parts > 2 else None
        if found is not None:
            left, parts = list(found), at_once
            continue
        rests = [[item for other in pieces if other is not piece for item in other] for piece in pieces]
        found = _found(rests, first_bad, at_once)
        is_new = found is None
        if found is not None:
            left, parts = list(found), max(parts - 1, 2)
        elif parts == len(left):
            break
        else:
            parts = min(parts * 2, len(left))
    return tuple(left), True


def _neighbours(pieces: Sequence[Sequence[Item]]) -> list[Sequence[Item]]:
    """Each two pieces that stand together, so that what lies across an edge is not missed."""
    return [[*one, *other] for one, other in pairwise(pieces)]


def _split(items: Sequence[Item], parts: int) -> list[Sequence[Item]]:
    edges = [len(items) * number // parts for number in range(parts + 1)]
    return [items[start:stop] for start, stop in pairwise(edges)]


def _found(
    candidates: Sequence[Sequence[Item]],
    first_bad: Callable[[Sequence[Sequence[Item]]], int | None],
    at_once: int,
) -> Sequence[Item] | None:
    for start in range(0, len(candidates), at_once):
        some = candidates[start : start + at_once]
        index = first_bad(some)
        if index is not None:
            return some[index]
    return None
