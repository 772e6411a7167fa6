"""Numbers of recommendations in running text: `140.7, 140.8`, `139.1-139.12`, `140.82-85, 87`, `Rec. 1–5`.

A dotted number may as well be an amount or an article. It counts as a recommendation's where the paragraph
before the dot is one of those that the document names in a place where only recommendations stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_FULL: Final = r"(?P<paragraph>\d{1,3})\.(?P<item>\d{1,3})(?![\d])(?!\.\d)"
_NEXT_FULL: Final = re.compile(_FULL)
_NEXT_BARE: Final = re.compile(r"(?P<item>\d{1,3})(?![\d])(?!\.\d)(?!\s?(?:%|°|st\b|nd\b|rd\b|th\b))")
_AMOUNT: Final = (
    r"\s?(?:%|per\s?cent|percent|million|billion|thousand|km|kg|years?\b|days?\b|months?\b|weeks?\b|hours?\b)"
)
_FOREIGN_FULL: Final = re.compile(_AMOUNT, re.IGNORECASE)
"""What follows a dotted figure that is no number of a recommendation; a count of things has no dot."""
_FOREIGN: Final = re.compile(
    _AMOUNT
    + r"|\s+(?:other|further|additional|recommendations?|more|of\s+(?:them|the|these|those|which)|out\s+of"
    r"|January|February|March|April|May|June|July|August|September|October|November|December)\b",
    re.IGNORECASE,
)
"""What follows a figure that is no number of a recommendation: an amount, a count, a day."""
_BEFORE_FOREIGN: Final = re.compile(
    r"(?:\b(?:articles?|arts?\.?|sections?|sect\.|target|targets|goals?|SDGs?|EUR|USD|US|CHF|rules?|version|page"
    r"|chapter|resolutions?|decision|Act|Law|No\.? ?\d{1,4}/)|[€$£])\s?$"
)
_INTRODUCED: Final = re.compile(
    r"\b(?:recommendations?|recs?\.?|rec\.?s)(?:\s+(?:with\s+)?(?:(?:the|serial)\s+)?"
    r"(?:Nos?\.?|numbers?|numbered|items?|in\s+paragraphs?|paragraphs?|paras?\.?|under))?\s*:?\s*#?(?=\d)",
    re.IGNORECASE,
)
_WHOLE_LIST: Final = re.compile(r"recommendations\s+in\s+paragraph\s*$", re.IGNORECASE)
"""The figure behind it is the paragraph of all of them."""
_REMARK: Final = re.compile(r"\s*\((?P<remark>[^()]{0,160})\)")
_RANGE: Final = re.compile(r"\s*(?:-|–|—|−|\bto\b|\bthrough\b|\bup\s+to\b)\s*", re.IGNORECASE)
_BETWEEN: Final = re.compile(
    r"\s*(?:(?:[,;.]|\band\b|&|\bas\s+well\s+as\b|/)\s*){0,3}"
    r"(?:(?:also\s+)?(?:recommendations?|recs?\.?|paragraphs?|paras?\.?|Nos?\.?|numbers?)\s+)?#?",
    re.IGNORECASE,
)
_PART: Final = re.compile(
    r"\b(?:partly|partial|partially|in\s+part|part\s+of|first\s+part|second\s+part)\b", re.I
)
_NEXT_IN_LIST: Final = re.compile(
    r"(?<![\d.])(?P<first>\d{1,3})\.\d{1,3}(?=(?:[,;]\s+(?:and\s+)?|\s+and\s+)" + _FULL + ")"
)
_NEIGHBOURS: Final = 5
"""Paragraphs with lists of recommendations stand close to each other."""
_LONGEST_RANGE: Final = 400
_MOST_NUMBERS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Named:
    """One recommendation as a document names it."""

    paragraph: int | None
    """Paragraph of the Working Group's report; None where only the item is named."""
    item: int
    ranged: bool = False
    """Named by a range, without being written out."""
    partial: bool = False
    """A remark in brackets behind it says that it is meant in part."""

    @property
    def number(self) -> str:
        """`140.7`, or `7` where no paragraph is named."""
        return f"{self.paragraph}.{self.item}" if self.paragraph is not None else str(self.item)


@dataclass(frozen=True, slots=True)
class NumberList:
    """Numbers that stand together, and where."""

    start: int
    end: int
    names: tuple[Named, ...]
    broken: tuple[str, ...] = ()
    """Ranges that cannot be written out, as printed: `139.12-139.1`."""


@dataclass(slots=True)
class _Draft:
    start: int
    end: int
    names: list[Named] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def take(self, match: re.Match[str], paragraph: int | None, ranged: bool) -> None:
        """Add the number of a match; `ranged` where it ends a range that the last number began."""
        item = int(match["item"])
        if not ranged:
            self.names.append(Named(paragraph, item))
        elif not self._fill(self.names[-1], paragraph, item):
            self.broken.append(f"{self.names[-1].number}-{Named(paragraph, item).number}")
            self.names.append(Named(paragraph, item))
        self.end = match.end()

    def _fill(self, first: Named, paragraph: int | None, last: int) -> bool:
        if paragraph != first.paragraph or not 0 < last - first.item <= _LONGEST_RANGE:
            return False
        self.names[-1] = Named(paragraph, first.item, ranged=True, partial=first.partial)
        self.names += [Named(paragraph, item, ranged=True) for item in range(first.item + 1, last + 1)]
        return True

    def remark(self, match: re.Match[str]) -> None:
        """A remark in brackets behind the last number: States, or that it is meant in part."""
        if _PART.search(match["remark"]):
            last = self.names[-1]
            self.names[-1] = Named(last.paragraph, last.item, last.ranged, partial=True)
        self.end = match.end()

    def finished(self) -> NumberList:
        return NumberList(self.start, self.end, tuple(self.names), tuple(self.broken))


def number_lists(text: str, paragraphs: frozenset[int]) -> tuple[NumberList, ...]:
    """Every list of recommendations in a text, in order; `paragraphs` are those before the dot that count."""
    return tuple(_lists(text, paragraphs))


def list_at(text: str, position: int, paragraphs: frozenset[int], bare: bool = False) -> NumberList | None:
    """The list that begins at this position, None if there is none; `bare` where items alone are numbers."""
    full = _NEXT_FULL.match(text, position)
    if full is not None:
        return _full_list(text, full, paragraphs)
    first = _NEXT_BARE.match(text, position) if bare else None
    if first is None or int(first["item"]) == 0 or _FOREIGN.match(text, first.end()):
        return None
    draft = _Draft(position, first.end())
    draft.take(first, None, ranged=False)
    return _continued(text, draft, paragraphs)


def paragraphs_named(texts: Iterator[str]) -> frozenset[int]:
    """Paragraphs before the dot of numbers that must be recommendations'.

    They begin a line and stand alone or before an answer, follow the word `recommendation`, or stand in a
    list of three with the same paragraph.
    """
    found: set[int] = set()
    for text in texts:
        for pattern in _SURE:
            found.update(int(match["paragraph"]) for match in pattern.finditer(text))
            if found:
                found |= _beside(text, found)
    return frozenset(found)


def _beside(text: str, known: set[int]) -> set[int]:
    """Paragraphs that follow a known one in the same list: `138.12, 139.1 and 140.2`."""
    added: set[int] = set()
    for match in _NEXT_IN_LIST.finditer(text):
        first, following = int(match["first"]), int(match["paragraph"])
        near = 0 < following - first <= _NEIGHBOURS
        if near and first in known | added and not _FOREIGN_FULL.match(text, match.end("item")):
            added.add(following)
    return added


_SURE: Final = (
    re.compile(r"\b(?:accept|support|not|reject|endors)(?:s|es|ed)?\s?:\s?" + _FULL, re.IGNORECASE),
    re.compile(
        r"\brecommendations?\s(?:\w+\s){0,3}?in\sparagraphs?\s(?P<paragraph>\d{1,3})(?!\.?\d)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:accept|support|note|reject|endorse)s?\s?:?\s+"
        + _FULL
        + r"(?=\s?(?:[,;–-]|to\b|and\b)\s?(?:and\s)?(?P=paragraph)\.\d)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:recommendations?|recs?\.?)\s*:?\s+(?:(?:Nos?\.?|numbers?|in|under|paragraphs?|paras?\.?|the)\s+){0,3}\(?#?"
        + _FULL,
        re.IGNORECASE,
    ),
    re.compile(r"\brecommendations?\b[^.;()]{0,80}\(" + _FULL, re.IGNORECASE),
    re.compile(
        r"\brecommendations?\b[^.;:()]{0,40}(?:\(\d{1,3}\))?\s?:\s?(?:paras?\.?\s|#)?" + _FULL, re.IGNORECASE
    ),
    re.compile(
        r"^[•●▪■◦·–—\-\s(]{0,4}(?:paragraphs?\s+|paras?\.?\s+)?"
        + _FULL
        + r"\.?(?:\s*(?:[-–—,;:()]|to\b|and\b|$)|\s+[A-Z“\"]"
        r"|\s+(?:accept|support|note|reject|partial|not\b))",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\d.])" + _FULL + r"(?:\s*\([^()]{1,80}\))?\.?[,;]?\s+(?:and\s+)?(?P=paragraph)\.\d{1,3}"
        r"\.?[,;]?\s+(?:and\s+)?(?P=paragraph)\.\d"
    ),
)


def _lists(text: str, paragraphs: frozenset[int]) -> Iterator[NumberList]:
    position = 0
    introduced = {
        match.end() for match in _INTRODUCED.finditer(text) if not _WHOLE_LIST.search(match.group())
    }
    for figure in re.finditer(r"(?<![\d.,/A-Za-z])\d{1,3}(?!\d)", text):
        if figure.start() < position:
            continue
        found = list_at(text, figure.start(), paragraphs, bare=figure.start() in introduced)
        if found is not None:
            position = found.end
            yield found


def _full_list(text: str, full: re.Match[str], paragraphs: frozenset[int]) -> NumberList | None:
    paragraph = int(full["paragraph"])
    if paragraph not in paragraphs or _is_foreign(text, full) or int(full["item"]) == 0:
        return None
    draft = _Draft(full.start(), full.end())
    draft.take(full, paragraph, ranged=False)
    return _continued(text, draft, paragraphs)


def _is_foreign(text: str, match: re.Match[str]) -> bool:
    before = text[max(match.start() - 24, 0) : match.start()]
    return _BEFORE_FOREIGN.search(before) is not None or _FOREIGN_FULL.match(text, match.end()) is not None


def _continued(text: str, draft: _Draft, paragraphs: frozenset[int]) -> NumberList:
    while len(draft.names) < _MOST_NUMBERS:
        if (remark := _REMARK.match(text, draft.end)) is not None:
            draft.remark(remark)
        if not _take_next(text, draft, paragraphs):
            break
    return draft.finished()


def _take_next(text: str, draft: _Draft, paragraphs: frozenset[int]) -> bool:
    through = _RANGE.match(text, draft.end)
    if through is not None and (following := _number(text, through.end(), draft, paragraphs)) is not None:
        draft.take(*following, ranged=True)
        return True
    between = _BETWEEN.match(text, draft.end)
    if between is None or (following := _number(text, between.end(), draft, paragraphs)) is None:
        return False
    full = following[0].re is _NEXT_FULL
    if not full and not between.group().strip(" ."):
        return False  # a figure after a full stop or a space begins something else
    draft.take(*following, ranged=False)
    return True


def _number(
    text: str, position: int, draft: _Draft, paragraphs: frozenset[int]
) -> tuple[re.Match[str], int | None] | None:
    """The number at this position and its paragraph: its own, or that of the number before it."""
    full = _NEXT_FULL.match(text, position)
    if full is not None:
        paragraph = int(full["paragraph"])
        return (full, paragraph) if paragraph in paragraphs and not _is_foreign(text, full) else None
    bare = _NEXT_BARE.match(text, position)
    last = draft.names[-1]
    if bare is None or _FOREIGN.match(text, bare.end()) or int(bare["item"]) <= last.item:
        return None
    return bare, last.paragraph
