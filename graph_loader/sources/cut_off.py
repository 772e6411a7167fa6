"""Signs that a part of a document is missing: text that breaks off, numbers and pages that are skipped.

A sign is no proof: what follows from it depends on the kind of document, so its reader says what it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from graph_loader.records import ProblemSeverity
from graph_loader.sources.pages import Line

_SENTENCE_END: Final = re.compile(r"(?:[.!?…]|(?<!\d)\.[”\"’'»)\]]{0,3} ?[\d*†]{1,3})[”\"’'»)\]]{0,3}$")
"""The mark of a note may follow."""
_INSIDE: Final = re.compile(
    r"(?:[,:(\[“–—-]|\N{REPLACEMENT CHARACTER}|(?<![^\W_])(?:a|an|and|as|at|by|for|from|in|of|on|or|that"
    r"|the|to|which|with|de|del|des|du|et|la|les|y))$"
)
"""What stands inside a sentence only; small letters, since names and headings have `The` and `Of`."""
_DECORATION: Final = re.compile(r"[^\w(\[]*")
_NUMBER: Final = re.compile(r"(\d{1,4})\.(?!\d)")
_WIDEST: Final = 100
"""Paragraphs of a dozen pages; a document that leaves out more is an excerpt."""
_MOST: Final = 10
_TOLD: Final = 60


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is not there, and what follows from it."""

    severity: ProblemSeverity
    message: str
    line: Line
    """Where it is noticed."""
    from_list: bool = False
    """Whether recommendations may be missing."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of paragraphs that are missing between others."""

    above: int
    """The last number before the gap."""
    below: int
    """The first number after it."""
    line: Line
    """Where the latter stands."""
    index: int
    """Which of the lines that is."""

    @property
    def width(self) -> int:
        """How many numbers are missing."""
        return self.below - self.above - 1


def last_line(lines: Sequence[Line]) -> Line | None:
    """The last line that says something: neither blank nor a rule of dashes."""
    return next((line for line in reversed(lines) if not _DECORATION.fullmatch(line.text)), None)


def ends_a_sentence(text: str) -> bool:
    """Whether a text stops where a sentence does."""
    return _SENTENCE_END.search(text.rstrip()[-_TOLD:]) is not None


def stops_inside(text: str) -> bool:
    """Whether a text stops at a word or sign after which more must come, or with a bracket left open."""
    tail = text.rstrip()
    return _INSIDE.search(tail[-_TOLD:]) is not None or tail.rfind("(") > tail.rfind(")")


def quoted_end(text: str) -> str:
    """The last words of a text, for messages."""
    words = text.split()
    return f"… {' '.join(words[-6:])[-_TOLD:]}" if len(words) > 6 else text[-_TOLD:]


def skipped_pages(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Where a PDF lacks pages, as the index of the next line, and which: `page 14`, `pages 14 to 16`."""
    for index, line in enumerate(lines):
        if line.lost is not None:
            first, last = line.lost
            yield index, f"page {first}" if first == last else f"pages {first} to {last}"


def skipped_numbers(lines: Sequence[Line]) -> tuple[Gap, ...]:
    """Gaps in the numbers of paragraphs, `12.` at the start of a line; ten at most.

    Lists that count from 1 in between hide gaps, but make none.
    """
    first: dict[int, int] = {}
    for index, line in enumerate(lines):
        match = _NUMBER.match(line.text)
        if match is not None:
            first.setdefault(int(match[1]), index)
    numbers = sorted(first)
    gaps = (Gap(a, b, lines[first[b]], first[b]) for a, b in pairwise(numbers) if b - a > 1)
    return tuple(gap for gap in gaps if _has_neighbours(gap, first))[:_MOST]


def _has_neighbours(gap: Gap, first: Mapping[int, int]) -> bool:
    """Whether the numbers beside a gap go on, and stand in their order: others are figures in the text."""
    near = (gap.above - 2, gap.above - 1, gap.below + 1)
    return gap.width <= _WIDEST and all(n in first for n in near) and first[gap.above] < first[gap.below]


def skipped(lines: Sequence[Line], what: str) -> Iterator[Missing]:
    """Pages and paragraphs that `what`, such as `the addendum`, does not have; each told once."""
    pages = list(skipped_pages(lines))
    for index, named in pages:
        yield Missing(
            "warning",
            f"By the page numbers printed, {named} of {what} is missing before this place. Get the whole "
            "document.",
            lines[index],
        )
    if not pages:
        yield from (skipped_paragraphs(gap, what) for gap in skipped_numbers(lines))


def skipped_paragraphs(gap: Gap, what: str, from_list: bool = False) -> Missing:
    """What a gap in the numbers means; a single one may just have no number."""
    named = f"The numbering of paragraphs goes from {gap.above} to {gap.below}"
    if gap.width == 1 and not from_list:
        return Missing("info", f"{named}: one is missing or not numbered.", gap.line)
    message = f"{named}: a part of {what} may be missing. Get the whole document."
    return Missing("warning", message, gap.line, from_list)
