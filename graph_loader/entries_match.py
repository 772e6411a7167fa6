"""Which numbered recommendation an entry of a database is: by its review, its States and its wording.

Measured on 15 reports with 2,036 entries of UPR Info. Taking away the recommendation that an entry agrees
with in every letter, none of 1,602 entries agreed with another by the rules here; the likest wrong one had
91.2 % of its letters in common (two sentences on different crimes), the least like right one 93.0 %.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz import fuzz

from graph_loader.sources.wg_brackets import split_states

How = Literal["equal", "part", "near"]

NEAR: Final = 92.0
"""Per cent of letters that two wordings that are one have in common (longest common subsequence)."""
SHORTEST_PART: Final = 30
"""Letters of a part of a recommendation; a shorter one must be a whole piece between semicolons."""
_PART_SCORE: Final = 0.9

_NOT_WORDS: Final = re.compile(r"[\W_]+")
_BRACKET: Final = re.compile(r"\s*\(([^()]{2,400})\)")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry, by its key."""

    key: str
    text: str
    states: frozenset[str]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A recommendation with a number, by its key; it has a text for each wording that sources give it."""

    key: str
    texts: tuple[str, ...]
    states: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """An entry and a recommendation it is of; `part` where the entry has a part of its wording."""

    entry: str
    recommendation: str
    how: How
    score: float
    """From 0 to 1."""
    states: frozenset[str]
    """Those of the entry's States that made this recommendation."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    key: str
    states: frozenset[str]
    wordings: tuple[str, ...]
    pieces: frozenset[str]


def match_entries(entries: Iterable[Entry], numbered: Iterable[Numbered]) -> Iterator[Match]:
    """The recommendations of each entry that has any, all of one review; in no particular order.

    One wording may stand under several numbers, each with States of its own, and be one entry of a database.
    An entry that agrees in all letters comes first: no other of its States then takes that recommendation.
    """
    by_state: dict[str, list[_Candidate]] = {}
    for candidate in map(_candidate, numbered):
        for state in candidate.states:
            by_state.setdefault(state, []).append(candidate)
    taken: dict[str, set[str]] = {}
    others: list[tuple[Entry, str, list[_Candidate]]] = []
    for entry in sorted(entries, key=lambda one: one.key):
        letters = _letters(entry.text)
        candidates = _made_by(entry.states, by_state)
        equal = [candidate for candidate in candidates if letters in candidate.wordings]
        if equal:
            for match in _shared_out(entry, equal, "equal", 1):
                taken.setdefault(match.recommendation, set()).update(entry.states)
                yield match
        else:
            others.append((entry, letters, candidates))
    for entry, letters, candidates in others:
        yield from _unequal(entry, letters, [c for c in candidates if _is_free(entry, c, taken)])


def _shared_out(entry: Entry, candidates: Sequence[_Candidate], how: How, score: float) -> Iterator[Match]:
    """The entry's States among candidates that agree equally well, each with those that made it.

    A candidate none of whose States is left over from a better one is another entry's.
    """
    left = entry.states
    found: list[tuple[_Candidate, frozenset[str]]] = []
    for one in sorted(candidates, key=lambda one: (-_overlap(entry, one), one.key)):
        if own := one.states & left:
            found.append((one, own))
            left -= own
    for at, (one, own) in enumerate(found):
        # States that no recommendation has stay with the first: a source may know more than another.
        yield Match(entry.key, one.key, how, score, own | left if at == 0 else own)


def _candidate(record: Numbered) -> _Candidate:
    bare = [_without_states(text) for text in record.texts]
    pieces = frozenset(_letters(piece) for text in bare if ";" in text for piece in text.split(";"))
    return _Candidate(record.key, record.states, tuple(map(_letters, bare)), pieces - {""})


def _made_by(states: frozenset[str], by_state: Mapping[str, Sequence[_Candidate]]) -> list[_Candidate]:
    found = {one.key: one for state in states for one in by_state.get(state, ())}
    return [found[key] for key in sorted(found)]


def _overlap(entry: Entry, candidate: _Candidate) -> float:
    return len(entry.states & candidate.states) / len(entry.states | candidate.states)


def _is_free(entry: Entry, candidate: _Candidate, taken: Mapping[str, set[str]]) -> bool:
    return bool((entry.states & candidate.states) - taken.get(candidate.key, set()))


def _unequal(entry: Entry, letters: str, candidates: Sequence[_Candidate]) -> Iterator[Match]:
    scored = {
        one.key: max(fuzz.ratio(letters, wording, score_cutoff=NEAR) for wording in one.wordings)
        for one in candidates
    }
    if near := [one for one in candidates if scored[one.key]]:
        yield from _shared_out(entry, near, "near", max(scored.values()) / 100)
    elif parts := [one for one in candidates if _is_part(letters, one)]:
        yield from _shared_out(entry, parts, "part", _PART_SCORE)


def _is_part(letters: str, candidate: _Candidate) -> bool:
    return letters in candidate.pieces or (
        len(letters) >= SHORTEST_PART and any(letters in wording for wording in candidate.wordings)
    )


def _letters(text: str) -> str:
    """Letters and digits alone, without the `To` with which reports of the first cycle begin."""
    return _NOT_WORDS.sub("", text.strip().removeprefix("To ").casefold())


def _without_states(text: str) -> str:
    """A wording without States in brackets, which stand inside it where it has several parts."""
    return (
        _BRACKET.sub(lambda found: "" if _names_states(found[1]) else found[0], text) if "(" in text else text
    )


@lru_cache(maxsize=16_384)
def _names_states(content: str) -> bool:
    codes, unknown = split_states(content)
    return bool(codes) and not unknown
