"""Recommendations that the conclusions of a report name by number instead of writing them out.

Reports of 2008 and 2009 write the recommendations that found no support in the account of the dialogue
and cite them in the conclusions: `The recommendations noted in paragraphs 28 (a) and 36 above …`. Others
qualify recommendations listed before: `Recommendations Nos. 7, 8 and 9 above have been implemented`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph_loader.sources.pages import Line
from graph_loader.sources.wg_conclusions import entries
from graph_loader.states import state_code

_LONGEST_NAME: Final = 10
"""Words; `The United Kingdom of Great Britain and Northern Ireland` has nine."""

_NUMBER: Final = re.compile(r"^(\d{1,3})\.(?!\d) *(.*)$")
_CITING: Final = re.compile(
    r"\brecommendations? (?:\w+ ){0,5}in (?:the )?(?:report,? )?(?:in )?paragraphs? (?=\d)"
    r"|\brecommendations?\b[^.]{0,100}\bparagraphs? (?=\d{1,3} ?\([a-z]\))",
    re.IGNORECASE,
)
_CITED: Final = re.compile(
    r"(\d{1,3})(?!\d|\.\d)|\(([a-z])\)|(\bto\b|[-–])|[\s,;]+|\band\b|\b(?:first|last|second|third) sentence\b"
)
_NUMBERED: Final = re.compile(r"\brecommendations? (?:Nos?\.? ?|numbers? )?(?=\d)", re.IGNORECASE)
_LISTED: Final = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)|(\bto\b|[-–])|[\s,;]+|\band\b|\bNos?\.")
_SENTENCE_END: Final = re.compile(r"[.;?](?=\s|$)")
_RECOMMENDED: Final = re.compile(
    r"(?i:\b(?:recommend(?:ed|s)?|urged|encouraged|called (?:up)?on|suggested|proposed|invited)\b)"
    r"|\brequested (?:the )?(?:[A-Z][\w’'-]* ){1,6}to (?!(?:elaborate|explain|clarify|comment|inform"
    r"|indicate|describe)\b)"
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A recommendation found where the conclusions say it is."""

    number: str
    """`28(a)`, or `36` for a paragraph cited as a whole."""
    texts: tuple[str, ...]
    """Its clause, or each sentence of a whole paragraph that recommends something."""
    state: str | None
    """ISO 3166-1 alpha-3 code of the State whose statement the paragraph reports."""
    line: Line


def cited_places(text: str) -> tuple[tuple[int, str], ...]:
    """(paragraph, letter) of every place a paragraph cites; the letter is empty for whole paragraphs."""
    start = _CITING.search(text)
    if start is None:
        return ()
    places: list[tuple[int, str]] = []
    through = False
    for number, letter, dash in _tokens(_CITED, text, start.end()):
        if number:
            places.append((int(number), ""))
        elif letter and places:
            paragraph, last = places[-1]
            if not last:
                places.pop()
            places += [(paragraph, each) for each in _letters(last if through else "", letter)]
        through = bool(dash)
    return tuple(dict.fromkeys(places))


def listed_numbers(text: str) -> frozenset[str]:
    """Numbers after `recommendations Nos.`: `7`, `8` … or `95.7`; ranges are written out."""
    start = _NUMBERED.search(text)
    if start is None:
        return frozenset()
    numbers: list[str] = []
    through = False
    for number, dash in _tokens(_LISTED, text, start.end()):
        if number:
            numbers += _range(numbers[-1], number) if through and numbers else [number]
        through = bool(dash) or (through and not number)
    return frozenset(numbers)


def account(lines: Sequence[Line], end: int) -> dict[int, tuple[str, Line]]:
    """Numbered paragraphs before the conclusions, with the line each begins on."""
    pieces: dict[int, list[str]] = {}
    begins: dict[int, Line] = {}
    last = 0
    for line, text in entries(lines[:end]):
        number = _NUMBER.match(text)
        if number is not None and int(number[1]) == last + 1:
            last += 1
            pieces[last], begins[last] = [number[2]], line
        elif last:
            pieces[last].append(text)
    return {number: (" ".join(texts), begins[number]) for number, texts in pieces.items()}


def find_cited(paragraphs: Mapping[int, tuple[str, Line]], place: tuple[int, str]) -> Cited | None:
    """The recommendation at a place, or None where the file has no such paragraph or clause."""
    number, letter = place
    if number not in paragraphs:
        return None
    text, line = paragraphs[number]
    texts = tuple(filter(None, (_clause(text, letter),) if letter else _recommending(text)))
    if not texts:
        return None
    return Cited(f"{number}({letter})" if letter else str(number), texts, _speaker(text), line)


def _tokens(pattern: re.Pattern[str], text: str, start: int) -> Iterator[tuple[str, ...]]:
    """Tokens that follow each other without anything between them."""
    position = start
    while (token := pattern.match(text, position)) is not None:
        position = token.end()
        if any(token.groups("")):
            yield token.groups("")


def _letters(last: str, letter: str) -> list[str]:
    first = ord(last) + 1 if last else ord(letter)
    return [chr(code) for code in range(first, ord(letter) + 1)]


def _range(first: str, last: str) -> list[str]:
    if not (first.isdigit() and last.isdigit()):
        return [last]
    return [str(number) for number in range(int(first) + 1, int(last) + 1)]


def _clause(text: str, letter: str) -> str:
    """What stands after `(b)` up to the next letter or the end of the sentence."""
    start = text.find(f"({letter})")
    if start < 0:
        return ""
    clause = text[start + 3 :]
    following = clause.find(f"({chr(ord(letter) + 1)})")
    if following >= 0:
        clause = clause[:following]
    end = _SENTENCE_END.search(clause)
    return _tidy(clause[: end.start()] if end else clause)


def _recommending(text: str) -> tuple[str, ...]:
    """The sentences of a paragraph that recommend something, or all in one where none says so."""
    sentences = re.split(r"(?<=[.?]) (?=[A-Z])", text)
    recommending = [sentence for sentence in sentences if _RECOMMENDED.search(sentence)]
    return tuple(_tidy(sentence) for sentence in recommending) or (_tidy(text),)


def _tidy(clause: str) -> str:
    return clause.strip(" ,;.:").removesuffix(" and").strip(" ,;.:")


def _speaker(text: str) -> str | None:
    """The State that a paragraph of the dialogue begins with."""
    words = text.split(maxsplit=_LONGEST_NAME)[:_LONGEST_NAME]
    for count in range(len(words), 0, -1):
        code = state_code(" ".join(words[:count]).strip(" ,;.:"))
        if code is not None:
            return code
    return None
