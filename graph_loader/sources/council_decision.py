"""Reader of the decision by which the Human Rights Council adopts the outcome of a review (A/HRC/DEC/…).

A page: the number of the decision, the State, the day of the review, what the outcome comprises, and the
meeting that adopted it (Human Rights Council resolution 5/1, annex, paragraphs 25 and 26).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from graph_loader.records import DocumentRecord, Problem, ReviewRecord, SourceReading
from graph_loader.sources.addendum_front import cycle_of_council_session
from graph_loader.sources.pages import Line
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.wg_front import document_date, filled, full_dates
from graph_loader.states import load_states, state_code
from ontology.errors import SourceError, UnknownState, UsageError

FORMAT: Final = "council-decision"
READER: Final = "council-decision 1"

_LONGEST: Final = 200
"""Lines with text; a decision fills one page."""
_OUTCOME: Final = re.compile(
    r"\b(?P<number>\d{1,2}/\d{1,3})\.?\s+Outcome of the universal periodic review\s*(?::|of|–"
    r"|-)\s*(?P<state>[^.;:\d]{3,90}?)"
    r"(?=\s+(?:The Human Rights Council|Decision\b)|\s*$)",
    re.IGNORECASE,
)
_ADOPTS: Final = re.compile(
    r"\bAdopts the outcome of the (?:universal periodic )?review (?:of"
    r"|on) [^.;]{2,90}?\b(?:comprising|which)",
    re.I,
)
_SYMBOL: Final = re.compile(r"\bA/HRC/DEC/(\d{1,2})/\d{1,3}\b")
_HELD: Final = re.compile(r"\breview of [^.;]{2,90}? on (?=\d)")
_MEETING: Final = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)\s+meeting\s*,?\s*(?=\d)", re.IGNORECASE)
_REVIEW: Final = re.compile(r"([A-Z]{3})-C?(\d{1,2})")
_CITED: Final = (
    ("working-group-report", re.compile(r"\bA/HRC/\d{1,3}/\d{1,3}\b(?!/)(?!,? (?:chap|para|sect))")),
    ("addendum", re.compile(r"\bA/HRC/\d{1,3}/\d{1,3}/Add\.\d{1,2}\b")),
    ("council-report", re.compile(r"\bA/HRC/\d{1,3}/\d{1,3}\b(?=,? (?:chap|para|sect))")),
)


def is_council_decision(file: SourceFile) -> bool:
    """Tell a decision on one outcome: its title, and the words with which it adopts that outcome."""
    if file.kind not in ("pdf", "docx", "text"):
        return False
    lines = filled(file.lines, _LONGEST + 1)
    text = _text(file.lines, lines)
    return len(lines) <= _LONGEST and _OUTCOME.search(text) is not None and _ADOPTS.search(text) is not None


def read_council_decision(file: SourceFile, review: str | None = None) -> Iterator[SourceReading]:
    """Read which outcome a decision adopts, when, and the documents that the outcome comprises.

    `review`, such as `KAZ-3`, must name the State of the decision, and is believed for the cycle. Raises
    SourceError where the text is no such decision or is of another State; UnknownState where no table knows
    the State; UsageError where `review` is not written as a review is.
    """
    text = _text(file.lines, filled(file.lines, _LONGEST))
    outcome = _OUTCOME.search(text)
    if outcome is None or _ADOPTS.search(text) is None:
        raise SourceError(f"{file.name} is no decision of the Human Rights Council on an outcome.", file.name)
    place = _place_of(file.lines)
    record = _review(text, outcome, file, review, place)
    number = outcome["number"]
    symbol = f"A/HRC/DEC/{number}"
    problems = () if record.adoption_date else (_undated(file, place),)
    name = next(each.name for each in load_states() if each.iso3 == record.state)
    document = DocumentRecord(
        symbol,
        FORMAT,
        title=f"Decision {number}: Outcome of the universal periodic review: {name}",
        symbol=symbol,
        date=document_date(text),
        review=record.key,
        place=place,
    )
    yield SourceReading(
        FORMAT,
        READER,
        symbol,
        document,
        reviews=(record,),
        documents=tuple(_documents(text, record.key, place)),
        problems=problems,
    )


def _text(lines: Sequence[Line], positions: Sequence[int]) -> str:
    return " ".join(lines[position].text[:2_000] for position in positions)


def _place_of(lines: Sequence[Line]) -> str:
    """Fragment of the line with the title, or of the first line."""
    found = next((line for line in lines if "outcome of the universal" in line.text.lower()), lines[0])
    return found.fragment


def _review(
    text: str, outcome: re.Match[str], file: SourceFile, review: str | None, place: str
) -> ReviewRecord:
    spelling = " ".join(outcome["state"].split())
    state = state_code(spelling)
    where = f"{file.name}#{place}"
    if state is None:
        raise UnknownState(
            f"The decision is on {spelling!r}, a spelling in none of the tables. Check it; a new one "
            f"belongs in "
            "graph_loader/reference/state_spellings.csv.",
            where,
        )
    told = _told(review)
    if told is not None and told[0] != state:
        raise SourceError(f"The decision is on {state}, but the review given is {review}.", where)
    cycle = told[1] if told else cycle_of_council_session(int(outcome["number"].partition("/")[0]))
    if cycle is None:
        raise SourceError(
            f"Session {outcome['number'].partition('/')[0]} of the Council adopted no outcomes. "
            f"Give the review, such as --review {state}-2.",
            where,
        )
    held, meeting = _HELD.search(text), list(_MEETING.finditer(text))
    return ReviewRecord(
        state,
        cycle,
        review_date=_date(text, held.end()) if held else None,
        adoption_date=_date(text, meeting[-1].end()) if meeting else None,
        place=place,
    )


def _told(review: str | None) -> tuple[str, int] | None:
    if review is None:
        return None
    parsed = _REVIEW.fullmatch(review)
    if parsed is None:
        raise UsageError(f"{review!r} is no review. Write State and cycle, such as KAZ-3.")
    return parsed[1], int(parsed[2])


def _date(text: str, position: int) -> str | None:
    dates = full_dates(text[position : position + 30])
    return dates[0][1] if dates and dates[0][0] == 0 else None


def _documents(text: str, review: str, place: str) -> Iterator[DocumentRecord]:
    adopted = _ADOPTS.search(text)
    comprised = text[adopted.end() :] if adopted else ""
    seen: set[str] = set()
    for kind, pattern in _CITED:
        for match in pattern.finditer(comprised):
            symbol = match.group()
            if symbol not in seen:
                seen.add(symbol)
                of = None if kind == "council-report" else review
                yield DocumentRecord(symbol, kind, symbol=symbol, review=of, place=place)


def _undated(file: SourceFile, place: str) -> Problem:
    return Problem(
        "warning",
        "The day of the adoption was not found: no meeting with a date, such as '39th meeting, 19 "
        "March 2015', stands "
        "below the decision.",
        f"{file.name}#{place}",
    )
