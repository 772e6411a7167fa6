"""Title of a thematic list: of which State and of which review it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from graph_loader.records import cycle_of_session
from graph_loader.sources.wg_front import ordinal
from graph_loader.states import state_code

_LONGEST_LINE: Final = 300
_ORDINAL: Final = r"(\d{1,2} ?(?:st|nd|rd|th)|(?:[a-z]{3,5}ty[- ])?[a-z]{3,12})"
_CYCLE: Final = (
    re.compile(rf"\b{_ORDINAL} (?:UPR |review )?cycle\b", re.IGNORECASE),
    re.compile(r"\bcycle ?:? ?(?:no\.? ?)?(\d{1,2}|I{1,3}|IV|V)\b", re.IGNORECASE),
)
_SESSION: Final = (
    re.compile(rf"\b{_ORDINAL} (?:UPR |working group )?session\b", re.IGNORECASE),
    re.compile(r"\bsession ?:? ?(?:no\.? ?)?(\d{1,2})\b", re.IGNORECASE),
    re.compile(r"\bUPR ?-?(\d{1,2})\b"),
)
_OF: Final = re.compile(
    r"\b(?:UPR|universal periodic review|review|recommendations)\W{0,3} ?(?:of|on|for|to)\b", re.IGNORECASE
)
_END: Final = re.compile(r" ?[(–—:;,/|]| - | -|$")
_PIECE: Final = re.compile(r" ?[–—:;,|()\[\]] ?| - ")
_ADDRESS: Final = re.compile(r"\b(?:Geneva|New York|Palais)\b")
_SPEAKS_OF_REVIEW: Final = re.compile(r"\bUPR ?\d{0,2}\b|\breview\b|\brecommendations\b", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MOST_WORDS: Final = 60
_LONGEST_NAME: Final = 9
"""Words; `United Kingdom of Great Britain and Northern Ireland` has eight."""
_ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_LAST_SESSION: Final = 80


@dataclass(frozen=True, slots=True)
class Title:
    """What the title says; what it does not say is None."""

    state: str | None
    """ISO 3166-1 alpha-3 code."""
    cycle: int | None
    """As said, or that of the session."""
    session: int | None
    """Of the Working Group."""
    is_thematic_list: bool
    """Whether it calls the document a thematic list or matrix of recommendations."""


_NAMED: Final = re.compile(
    r"\b(?:thematic (?:list|matrix|clustering|grouping)|matrix|clustering) (?:\w+ ){0,3}recommendations\b"
    r"|\brecommendations by themes?\b",
    re.IGNORECASE,
)


def read_title(lines: Iterable[str]) -> Title:
    """What running heads and the lines above the table say."""
    texts = [line[:_LONGEST_LINE] for line in lines]
    session = next(filter(None, (_session(text) for text in texts)), None)
    cycle = next(filter(None, (_cycle(text) for text in texts)), None)
    return Title(
        state=_state(texts),
        cycle=cycle or (cycle_of_session(session) if session else None),
        session=session,
        is_thematic_list=any(_NAMED.search(text) for text in texts),
    )


def _state(texts: Sequence[str]) -> str | None:
    """The State after `UPR of`; else the first that stands alone or between marks, but for an address."""
    named = (spelling for text in texts for spelling in _after_of(text))
    alone = (piece for text in texts if not _ADDRESS.search(text) for piece in (text, *_PIECE.split(text)))
    found = next(filter(None, map(state_code, (*named, *alone))), None)
    return found or _only_state(text for text in texts if _SPEAKS_OF_REVIEW.search(text))


def _only_state(texts: Iterable[str]) -> str | None:
    """The State that lines of a title name within their words, where all of them name the same."""
    codes = {code for text in texts for code in _states_within(text)}
    return codes.pop() if len(codes) == 1 else None


def _states_within(text: str) -> Iterator[str]:
    """States by their names, the longest first, in capitals at the beginning as names are."""
    words = _WORD.findall(text)[:_MOST_WORDS]
    first = 0
    while first < len(words):
        for last in range(min(first + _LONGEST_NAME, len(words)), first, -1):
            code = state_code(" ".join(words[first:last])) if words[first][0].isupper() else None
            if code is not None:
                yield code
                first = last - 1
                break
        first += 1


def _after_of(text: str) -> Iterator[str]:
    """What may be a name after `UPR of`, longest first: brackets belong to some names."""
    for found in _OF.finditer(text):
        rest = text[found.end() :].strip()
        ends = {end.start() for end in _END.finditer(rest)}
        ends |= {position + 1 for position, char in enumerate(rest) if char == ")"}
        yield from (rest[:end] for end in sorted(ends, reverse=True))


def _cycle(text: str) -> int | None:
    for pattern in _CYCLE:
        for found in pattern.finditer(text):
            number = _number(found[1])
            if number is not None and number < 10:
                return number
    return None


def _session(text: str) -> int | None:
    """The session of the Working Group; those of the Human Rights Council are others."""
    for pattern in _SESSION:
        for found in pattern.finditer(text):
            before = text[max(0, found.start() - 40) : found.start()]
            after = text[found.end() : found.end() + 40]
            if "Council" in before or after.lower().startswith(
                (" of the human rights council", " of the council")
            ):
                continue
            number = _number(found[1])
            if number is not None and 0 < number <= _LAST_SESSION:
                return number
    return None


def _number(text: str) -> int | None:
    text = text.replace(" ", "") if text[0].isdigit() else text
    if text.isdigit():
        return int(text)
    return _ROMAN.get(text.upper()) or ordinal(text)
