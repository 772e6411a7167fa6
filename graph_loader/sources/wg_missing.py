"""What a report of the Working Group does not have, though it should: its end, pages, paragraphs, lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Final

from graph_loader.sources.cut_off import (
    Missing,
    ends_a_sentence,
    last_line,
    quoted_end,
    skipped_numbers,
    skipped_pages,
    skipped_paragraphs,
    stops_inside,
)
from graph_loader.sources.pages import Line
from graph_loader.sources.wg_conclusions import Conclusions, entries

_HEADING: Final = re.compile(r"^(?:[IVX\d]{1,4}\.? ?)?(?:conclusions|recommendations)\b", re.IGNORECASE)
_CLOSING: Final = re.compile(
    r"^(?:\d{1,3}\. ?)?All (?:the )?(?:conclusions|recommendations)\b", re.IGNORECASE
)
_ANNEX: Final = re.compile(
    r"^(?:annexe?s?|anexo|appendix)\b.{0,80}$|^.{0,20}\bcomposition (?:of|de)\b|^composici[oó]n de\b|^\[",
    re.IGNORECASE,
)
"""A heading of the annex, or a note below it such as `[English only]`."""
_DELEGATION: Final = re.compile(r"^(?:the|la) d[eé]l[eé]gation\b.{0,150}\b(?:headed|led|dirigée)\b", re.I)
_WHOLE: Final = re.compile(r"^(\d{1,3}) ?\. ?(\d{1,3})(?!\d)[.:)]? *(?=[A-Z“(])")
_PLAIN: Final = re.compile(r"^(\d{1,3})\.(?!\d) *(?=[A-Z“(])")
_SHORTEST_RUN: Final = {True: 2, False: 3}
"""Numbers in a row, by whether they name their paragraph (`124.3`), that are no chance."""
_MOST_SLIPS: Final = 2
"""Numbers of another paragraph that one list has by mistake."""
_OPENS_MEMBER: Final = re.compile(
    r"^(?:[•●▪·–-]|(?:Mr|Mrs|Ms|Mme|Dr|Prof|H\.E|S\.E|M|Sra?)\b)", re.IGNORECASE
)
_FEWEST_MEMBERS: Final = 3
_END_OF_MEMBER: Final = (".", ";", ",")


def missing_parts(lines: Sequence[Line], conclusions: Conclusions) -> Iterator[Missing]:
    """What is missing by what is there, but for the closing paragraph.

    It is an error where recommendations are lost.
    """
    closing = _closing(lines, conclusions)
    lost = tuple(_lost_pages(lines, conclusions, closing))
    yield from lost
    yield from _unread(lines, conclusions, closing)
    yield from _misplaced(conclusions)
    if not lost:
        for gap in skipped_numbers(lines[: closing + 1]):
            yield skipped_paragraphs(gap, "the report", from_list=gap.index > conclusions.start)
    if conclusions.closed:
        yield from _after([line for line in lines[closing:] if line.text])


def _closing(lines: Sequence[Line], conclusions: Conclusions) -> int:
    """Index of the line that begins the closing paragraph, or of the last line."""
    last = len(lines) - 1
    positions = range(last, conclusions.start, -1)
    return next((n for n in positions if _CLOSING.match(lines[n].text[:80])), last)


# Pages and numbers left out


def _lost_pages(lines: Sequence[Line], conclusions: Conclusions, closing: int) -> Iterator[Missing]:
    """A page before the section counts as one of it where its heading is lost too."""
    first = conclusions.start if _HEADING.match(lines[conclusions.start].text[:80]) else 0
    for index, pages in skipped_pages(lines):
        said = f"By the page numbers printed, {pages} of the report is missing before this place"
        if first < index <= closing:
            yield Missing("error", f"{said}, with recommendations on it. Get the whole report.", lines[index])
        else:
            yield Missing(
                "warning", f"{said}, outside the recommendations. Get the whole report.", lines[index]
            )


# Recommendations whose list is lost


def _unread(lines: Sequence[Line], conclusions: Conclusions, closing: int) -> Iterator[Missing]:
    """Numbers in a row that belong to no list: what announces them is missing."""
    read = {paragraph.line for paragraph in conclusions.paragraphs}
    read |= {item.line for paragraph in conclusions.paragraphs for item in paragraph.items}
    # Numbers of the form 124.3 occur nowhere else; before the section, 3. numbers a paragraph.
    for is_whole, first in ((True, 0), (False, conclusions.start)):
        for run in _runs(entries(lines[first:closing]), read, is_whole):
            numbers = f"{run[0][1]} to {run[-1][1]}"
            yield Missing(
                "error",
                f"The recommendations numbered {numbers} were not read, for the paragraph above their list, "
                "or a part of the list, is missing. Get the whole report, or correct the numbers.",
                run[0][0],
                from_list=True,
            )


_Numbered = tuple[Line, str, int]
"""A line with its number as printed, and the last part of that."""


def _runs(numbered: Iterable[tuple[Line, str]], read: Set[Line], is_whole: bool) -> Iterator[list[_Numbered]]:
    """Rows of unread numbers, one after the other; those that begin with `1.` are a list inside a text."""
    run: list[_Numbered] = []
    for line, text in numbered:
        match = (_WHOLE if is_whole else _PLAIN).match(text[:40])
        if match is None:
            continue
        number = int(match[match.lastindex or 1])
        here = (line, ".".join(match.groups()), number)
        if line not in read and run and _goes_on(run[-1], here):
            run.append(here)
            continue
        if len(run) >= _SHORTEST_RUN[is_whole]:
            yield run
        run = [here] if line not in read and (is_whole or number > 1) else []
    if len(run) >= _SHORTEST_RUN[is_whole]:
        yield run


def _goes_on(last: _Numbered, here: _Numbered) -> bool:
    return here[2] == last[2] + 1 and here[1].rpartition(".")[0] == last[1].rpartition(".")[0]


def _misplaced(conclusions: Conclusions) -> Iterator[Missing]:
    """Many numbers of a paragraph that is not there, inside the list of another, are its list."""
    there = {str(paragraph.number) for paragraph in conclusions.paragraphs}
    for paragraph in conclusions.paragraphs:
        slips = [item for item in paragraph.items if item.printed is not None]
        counts = Counter((item.printed or "").partition(".")[0] for item in slips)
        for number, count in counts.items():
            if count > _MOST_SLIPS and number not in there:
                first = next(item for item in slips if (item.printed or "").startswith(f"{number}."))
                yield Missing(
                    "error",
                    f"{count} recommendations of paragraph {number} stand in the list of "
                    f"{paragraph.number}, and paragraph {number} is missing. Get the whole report, or "
                    "correct the numbers.",
                    first.line,
                    from_list=True,
                )


# What comes after the list


def _after(lines: Sequence[Line]) -> Iterator[Missing]:
    """The closing paragraph, pledges in early reports, and the annex with which every report ends."""
    last = last_line(lines) or lines[-1]
    annex = next((n for n, line in enumerate(lines) if n and _is_annex(line.text[:200])), None)
    if annex is not None:
        yield from _in_annex(lines[annex:], last)
    elif ends_a_sentence(last.text):
        message = (
            "The annex with the composition of the delegation, with which a report ends, is missing: the "
            "file may be cut off after the recommendations, which are all there. Get the whole report."
        )
        yield Missing("warning", message, last)
    else:
        yield Missing("warning", _broken(last, "after the recommendations, which are all there"), last)


def _is_annex(text: str) -> bool:
    return (_ANNEX.match(text) or _DELEGATION.match(text)) is not None


def _in_annex(annex: Sequence[Line], last: Line) -> Iterator[Missing]:
    texts = [line.text for line in annex]
    is_empty = _ANNEX.match(last.text[:200]) is not None
    if (
        is_empty
        or stops_inside(last.text)
        or (_is_punctuated(texts) and not last.text.endswith(_END_OF_MEMBER))
    ):
        yield Missing("warning", _broken(last, "in its annex, of which nothing is read"), last)
    elif last.text.endswith(";"):
        yield Missing(
            "info",
            f"The annex ends with a semicolon ({quoted_end(last.text)!r}): members of the delegation may be "
            "missing. Nothing is read of it.",
            last,
        )


def _is_punctuated(texts: Sequence[str]) -> bool:
    """Whether nearly every member of the delegation but the last ends with a mark."""
    members = sum(_OPENS_MEMBER.match(text) is not None for text in texts[:-1])
    marked = sum(text.endswith(_END_OF_MEMBER) for text in texts[:-1])
    return members >= _FEWEST_MEMBERS and marked >= members - 1


def _broken(last: Line, where: str) -> str:
    return f"The report breaks off {where}: {quoted_end(last.text)!r}. Get the whole report."
