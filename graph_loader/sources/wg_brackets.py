"""Who made a recommendation: the States in the brackets of its text.

UN reports put recommending States in brackets at the end of a recommendation or of each of its parts:
`… (Spain); … (Iran (Islamic Republic of), Chile);`. Other brackets hold acronyms, articles and years.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from graph_loader import state_hints
from graph_loader.states import state_code

_LONGEST_BRACKET: Final = 3_000
_LONGEST_NAME: Final = 5
"""Parts that one name may have: `Iran, Islamic Republic of` and `Antigua and Barbuda` have two."""

_SEPARATOR: Final = re.compile(
    r"\s*[,;/]\s*(?:(?:and|as well as|together with|along with)\b\s*)?|\s+and\s+|\s*&\s*"
    r"|\s+(?:as well as|together with|along with)\s+"
)
_ACRONYMS_OF_STATES: Final = frozenset({"UK", "US", "USA", "UAE", "DRC"})
"""Short forms that reports use; other capitals in brackets are treaties (CRC) and things (MDG)."""
_ON_BEHALF: Final = re.compile(r"[\s,]*\bon behalf of\b", re.IGNORECASE)
_MADE_BY: Final = re.compile(
    r"^(?:recommendations? (?:of|by|from)|(?:as )?(?:recommended|proposed|suggested|made) by|by|from) ",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(r"\s*(?:[;.,:]|and\b|$)")
_NOTE_FIGURE: Final = re.compile(
    r"(?<=\))([;.,]?)(?:\d{1,2}|[*†]{1,3})(?= ?(?:[;.,]|$))|(?<=[a-z]{4})\d{1,2}(?= \()"
    r"|(?<=[a-z])[*†]{1,3}(?= \()"
)
"""Marks of footnotes in text files: `(Chad)3;`, `employment1 (Chad)`."""

_SQUARE_AT_END: Final = re.compile(r"\[([^\[\]()]{3,200})\][\s;.,:]*$")
_LONGEST_SQUARE: Final = 300


@dataclass(frozen=True, slots=True)
class Reading:
    """A recommendation taken apart."""

    text: str
    """Wording without the States at its end and without the final `;` or `.`."""
    states: tuple[str, ...]
    """ISO 3166-1 alpha-3 codes in the order of the text, none twice."""
    unknown: tuple[str, ...]
    """Spellings that stand where a State should and that no table knows."""


@dataclass(frozen=True, slots=True)
class _Bracket:
    start: int
    end: int
    """Position after the closing bracket."""
    content: str
    states: tuple[str, ...]
    unknown: tuple[str, ...]


def read_brackets(text: str) -> Reading:
    """Take a recommendation apart into wording and States."""
    text = _prepared(text)
    brackets = [_bracket(text, start, end) for start, end in _spans(text)]
    states = dict.fromkeys(code for bracket in brackets for code in bracket.states)
    unknown = [
        spelling
        for bracket, following in pairwise([*brackets, None])
        if bracket is not None
        for spelling in _unknown(text, bracket, following)
    ]
    return Reading(_without_last_states(text, brackets), tuple(states), tuple(unknown))


def ends_with_states(text: str) -> bool:
    """Tell whether a text ends as recommendations do, with States in brackets."""
    text = _trimmed(_prepared(text[-_LONGEST_BRACKET:]))
    if not text.endswith(")"):
        return False
    spans = _spans(text)
    return bool(spans) and bool(_bracket(text, *spans[-1]).states)


def _prepared(text: str) -> str:
    """Without marks of footnotes and a bracket too many; States in square brackets are put in round ones."""
    text = _NOTE_FIGURE.sub(r"\1", text)
    bare = text.rstrip(" ;.,:")
    if bare.endswith("))") and bare.count(")") > bare.count("("):
        text = bare[:-1]
    square = _SQUARE_AT_END.search(text[-_LONGEST_SQUARE:]) if "]" in text[-8:] else None
    if square is None or not (states := split_states(square[1]))[0] or states[1]:
        return text
    start = len(text) - len(square.group())
    return f"{text[:start]}({square[1]}){text[start + len(square[1]) + 2 :]}"


def split_states(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read `A, B and C` into (codes, spellings that are no State)."""
    text = _MADE_BY.sub("", _ON_BEHALF.split(text, maxsplit=1)[0].strip(" .;:*"))
    parts = _parts(text[:_LONGEST_BRACKET])
    codes: list[str] = []
    unknown: list[str] = []
    for name, code in _names(text, parts):
        if code is None:
            unknown.append(name)
        else:
            codes.append(code)
    return tuple(dict.fromkeys(codes)), tuple(unknown)


def closest_spelling(spelling: str) -> str | None:
    """A name of a State spelt much like this one, or None (`state_hints.closest_spelling`)."""
    return state_hints.closest_spelling(spelling)


def _parts(text: str) -> list[tuple[int, int]]:
    """Spans of the pieces between commas, slashes, semicolons and `and`."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SEPARATOR.finditer(text):
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(text)))
    return [(start, end) for start, end in spans if text[start:end].strip()]


def _names(text: str, parts: Sequence[tuple[int, int]]) -> list[tuple[str, str | None]]:
    """Group the pieces into names, the longest State first, each with its code."""
    names: list[tuple[str, str | None]] = []
    first = 0
    while first < len(parts):
        for last in range(min(first + _LONGEST_NAME, len(parts)) - 1, first - 1, -1):
            name = text[parts[first][0] : parts[last][1]].strip()
            code = _code(name)
            if code is not None or last == first:
                names.append((name, code))
                first = last + 1
                break
    return names


def _code(name: str) -> str | None:
    if name.isupper() and len(name) <= 3 and name not in _ACRONYMS_OF_STATES:
        return None
    return state_code(name)


def _spans(text: str) -> list[tuple[int, int]]:
    """Outermost brackets; one that is never closed reaches to the end if States follow it."""
    open_at: list[int] = []
    pairs: list[tuple[int, int]] = []
    for position, char in enumerate(text):
        if char == "(":
            open_at.append(position)
        elif char == ")" and open_at:
            start = open_at.pop()
            while pairs and pairs[-1][0] > start:
                pairs.pop()
            pairs.append((start, position + 1))
    if open_at and (span := _unclosed(text, open_at)) is not None:
        pairs = [pair for pair in pairs if pair[1] <= span[0]]
        pairs.append(span)
    return pairs


def _unclosed(text: str, open_at: Sequence[int]) -> tuple[int, int] | None:
    for start in open_at[-3:]:
        codes, unknown = split_states(text[start + 1 :])
        if codes and not unknown:
            return start, len(text)
    return None


def _bracket(text: str, start: int, end: int) -> _Bracket:
    content = text[start + 1 : end].removesuffix(")")
    if len(content) > _LONGEST_BRACKET:
        return _Bracket(start, end, content, (), ())
    states, unknown = split_states(content)
    if states and all(_is_prose(spelling) for spelling in unknown):
        at_end = _AFTER.match(text, end) is not None
        return _Bracket(start, end, content, states if at_end or not unknown else (), ())
    return _Bracket(start, end, content, states, unknown)


def _is_prose(spelling: str) -> bool:
    """Begins in lower case, holds a figure, or is an acronym: no name of a State, not even a wrong one."""
    words = spelling.removeprefix("the ").split()
    return (
        not words
        or words[0][0].islower()
        or any(char.isdigit() for char in spelling)
        or all(_is_acronym(word) for word in words)
    )


def _is_acronym(word: str) -> bool:
    letters = [char for char in word if char.isalpha()]
    return len(letters) <= 1 or sum(char.isupper() for char in letters) * 2 >= len(letters)


def _unknown(text: str, bracket: _Bracket, following: _Bracket | None) -> tuple[str, ...]:
    """Spellings of a bracket that must have been meant as States."""
    suspects = tuple(spelling for spelling in bracket.unknown if not _is_prose(spelling))
    if bracket.states or not suspects:
        return suspects
    rest = text[bracket.end :]
    if not _trimmed(rest):
        return suspects
    if following is not None and not text[bracket.end : following.start].strip():
        return ()
    if _AFTER.match(rest) and all(closest_spelling(spelling) for spelling in suspects):
        return suspects
    return ()


def _without_last_states(text: str, brackets: Sequence[_Bracket]) -> str:
    kept = _trimmed(text)
    for bracket in reversed(brackets):
        if bracket.end < len(kept) or not bracket.states:
            break
        kept = _trimmed(text[: bracket.start])
    return kept


def _trimmed(text: str) -> str:
    """Without the punctuation, and the `and` before the next of a list, at the end."""
    return text.rstrip(" ;.,:").removesuffix(" and").rstrip(" ;.,:")


def states_in_brackets(text: str) -> int | None:
    """Position after the first bracket, or row of brackets, that holds States and ends a wording."""
    text = text[:_LONGEST_WORDING]
    spans = _spans(text)
    for position, (start, end) in enumerate(spans):
        bracket = _bracket(text, start, end)
        following = spans[position + 1] if position + 1 < len(spans) else None
        adjoins = following is not None and not text[end : following[0]].strip(" ;")
        if bracket.states and not adjoins:
            return end
    return None


_LONGEST_WORDING: Final = 4_000


@dataclass(frozen=True, slots=True)
class Part:
    """One of the texts that a recommendation consists of, with the States that made it."""

    text: str
    states: tuple[str, ...]


def read_parts(text: str) -> tuple[Part, ...]:
    """Take apart what one number joins: `text (Spain); other (Chile)`, `(a) text; (b) other (Peru)`.

    A text without States of its own belongs to the next that has some; letters count where they begin with
    `(a)` and go on in order. Databases such as UPR Info keep each part as a recommendation of its own.
    """
    text = _prepared(text)
    parts: list[Part] = []
    start = 0
    for bracket in (_bracket(text, *span) for span in _spans(text)):
        if not bracket.states:
            continue
        wording = text[start : bracket.start].strip(" ;,.:")
        if wording.removeprefix("and").strip():
            parts += [Part(each, bracket.states) for each in _lettered(wording)]
        elif parts:
            last = parts[-1]
            parts[-1] = Part(last.text, tuple(dict.fromkeys((*last.states, *bracket.states))))
        start = bracket.end
    return tuple(parts)


_LETTERED: Final = re.compile(r"(?:^|(?<=[\s;,:.]))\(([a-z])\)\s")


def _lettered(wording: str) -> list[str]:
    marks = list(_LETTERED.finditer(wording))
    expected = [chr(ord("a") + number) for number in range(len(marks))]
    if len(marks) < 2 or [mark[1] for mark in marks] != expected:
        return [wording]
    ends = [*(mark.start() for mark in marks[1:]), len(wording)]
    return [_trimmed(wording[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)]
