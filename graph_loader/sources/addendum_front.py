"""Title page of an addendum to a Working Group report: its symbol, State and date, and of which review."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from graph_loader.records import cycle_of_session
from graph_loader.reference_data import load_sessions
from graph_loader.sources.pages import Line
from graph_loader.sources.wg_front import (
    document_date,
    filled,
    full_dates,
    ordinal,
    state_on_title_page,
)
from graph_loader.states import state_code

_TITLE_PAGE: Final = 60
"""Lines with text among which the title stands."""
_LONGEST_HEAD: Final = 80
"""Characters of a line with the symbol; in a longer one another document is cited."""
_SYMBOL: Final = re.compile(r"\bA/HRC/(\d{1,3})/\d{1,3}/Add\.\d{1,2}\b")
_TITLE: Final = re.compile(r"^report of the working group on the universal ?periodic", re.IGNORECASE)
_VIEWS: Final = re.compile(r"^views on (?:the )?conclusions and ?/? ?or recommendations\b", re.IGNORECASE)
_ADDENDUM: Final = re.compile(r"^addendum\b", re.IGNORECASE)
_PRESENTED: Final = re.compile(r"presented by the State under ?review ?\*{0,3}$", re.IGNORECASE)
_ORDINAL: Final = r"(\d{1,2}(?:st|nd|rd|th)|(?:[a-z]{3,6}ty[- ])?(?:first|second|third|[a-z]{2,9}th))"
_CYCLE: Final = (
    re.compile(rf"\b{_ORDINAL} (?:cycle of the )?universal periodic review\b", re.IGNORECASE),
    re.compile(rf"\b{_ORDINAL} (?:UPR|(?:UPR |review )?cycle)\b", re.IGNORECASE),
)
_SESSION: Final = re.compile(
    rf"\b{_ORDINAL} session of the (?:Working Group|UPR)|\bWorking Group[^.;]{{0,60}}\b(?:at"
    rf"|during) its {_ORDINAL} session",
    re.IGNORECASE,
)
_PAPER: Final = re.compile(r"\bA/HRC/WG\.6/(\d{1,2})/")
_COUNCIL_SESSION: Final = re.compile(r"^([A-Z][a-z]+(?:-[a-z]+)?) session\b")

_WITHOUT_OUTCOMES: Final = ((9, 8), (20, 19), (35, 34), (51, 50))
"""Sessions of the Council between two cycles, at which no outcome was adopted, and those before."""


@dataclass(frozen=True, slots=True)
class AddendumFront:
    """What the title page and the first paragraphs say; unknown values stay None."""

    symbol: str | None
    state: str | None
    date: str | None
    cycle: int | None
    """By the symbol, else by the session, the words `third cycle`, or the day of the review."""
    review_date: str | None
    title_line: Line
    start: int
    """Index of the first line after the title."""


def title_of(lines: Sequence[Line]) -> int | None:
    """Index of the line with the title of an addendum with a State's replies, None for other documents.

    The title is that of the Working Group's report with `Addendum` below it, or `Views on conclusions and/or
    recommendations …` alone, as in drafts without a title page.
    """
    title: int | None = None
    marked = False
    for position in filled(lines, _TITLE_PAGE):
        text = lines[position].text[:300]
        if _VIEWS.match(text):
            return position
        head = len(text) < _LONGEST_HEAD and _SYMBOL.search(text) is not None
        marked = marked or head or _ADDENDUM.match(text) is not None
        if title is None and _TITLE.match(text):
            title = position
    return title if marked else None


def read_addendum_front(lines: Sequence[Line], title: int) -> AddendumFront:
    """Read title page and first paragraphs; `title` is the index that `title_of` gave."""
    page = filled(lines, _TITLE_PAGE)
    head = " ".join(lines[position].text[:500] for position in page)[:6_000]
    body = " ".join(lines[position].text for position in filled(lines, 400))[:40_000]
    symbol = _SYMBOL.search(head)
    review_date = _review_date(body)
    return AddendumFront(
        symbol=symbol.group() if symbol else None,
        state=_state(lines, title),
        date=document_date(head),
        cycle=_cycle(int(symbol.group(1)) if symbol else _council_session(lines, page), body, review_date),
        review_date=review_date,
        title_line=lines[title],
        start=_end_of_title(lines, title, page),
    )


def cycle_of_council_session(session: int) -> int | None:
    """Cycle of the outcomes that a session of the Human Rights Council adopts; None where it adopts none.

    Sessions 8 to 19 of the Council dealt with sessions 1 to 12 of the Working Group, sessions 21 to 34 with
    13 to 26, sessions 36 to 50 with 27 to 40, sessions 52 on with 41 on.
    """
    if session < 8 or session in dict(_WITHOUT_OUTCOMES):
        return None
    return 1 + sum(session > between for between, _ in _WITHOUT_OUTCOMES[1:])


def _cycle(council: int | None, body: str, review_date: str | None) -> int | None:
    if council is not None and (cycle := cycle_of_council_session(council)) is not None:
        return cycle
    session = _working_group_session(body)
    if session is not None:
        return cycle_of_session(session)
    if review_date is not None and (by_year := _cycle_of_year(int(review_date[:4]))) is not None:
        return by_year
    told = {ordinal(match[1]) for pattern in _CYCLE for match in pattern.finditer(body)} & {1, 2, 3, 4, 5}
    return told.pop() if len(told) == 1 else None


def _working_group_session(body: str) -> int | None:
    found = {number for match in _SESSION.finditer(body) if (number := ordinal(match[1] or match[2]))}
    found |= {int(match[1]) for match in _PAPER.finditer(body)}
    return found.pop() if len(found) == 1 else None


def _council_session(lines: Sequence[Line], page: Sequence[int]) -> int | None:
    """`Twenty-eighth session` below `Human Rights Council`, where a draft has no symbol."""
    texts = [lines[position].text for position in page]
    for above, below in pairwise(texts):
        session = _COUNCIL_SESSION.match(below)
        if above.lower() == "human rights council" and session is not None:
            return ordinal(session[1])
    return None


def _cycle_of_year(year: int) -> int | None:
    """The cycle of a year that has sessions of one cycle only."""
    cycles = {session.cycle for session in load_sessions() if session.year == year}
    return cycles.pop() if len(cycles) == 1 else None


_REVIEWED: Final = re.compile(
    r"\b(?:review|reviewed|held|session|examined|considered)\b[^.;]{0,80}\bon (?=\d)", re.I
)


def _review_date(body: str) -> str | None:
    """The day of the review, where the first paragraphs say it: `review of Slovenia on 4 November 2014`."""
    for match in _REVIEWED.finditer(body[:8_000]):
        dates = full_dates(body[match.end() : match.end() + 30])
        if dates and dates[0][0] == 0:
            return dates[0][1]
    return None


def _state(lines: Sequence[Line], title: int) -> str | None:
    """The State below the title; in drafts above it, or in a line of its own on the first page."""
    report = next((position for position in range(title) if _TITLE.match(lines[position].text[:300])), title)
    code = state_on_title_page(lines, report)[1]
    if code is not None:
        return code
    found = {
        code for position in filled(lines, 40) if (code := state_code(lines[position].text.strip(" *:")))
    }
    return found.pop() if len(found) == 1 else None


def _end_of_title(lines: Sequence[Line], title: int, page: Sequence[int]) -> int:
    last = title
    for position in page:
        text = lines[position].text
        if position >= title and (_PRESENTED.search(text) or _ADDENDUM.match(text)):
            last = position
    return last + 1
