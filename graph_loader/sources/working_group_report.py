"""Reader of reports of the Working Group on the Universal Periodic Review (A/HRC/28/10 and its like)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from graph_loader.records import (
    DocumentRecord,
    PartRecord,
    PositionRecord,
    Problem,
    RecommendationRecord,
    ReviewRecord,
    SourceReading,
    Status,
    cycle_of_session,
)
from graph_loader.sources.pages import Line
from graph_loader.sources.wg_brackets import Part, closest_spelling, read_brackets, read_parts
from graph_loader.sources.wg_citations import account, cited_places, find_cited, listed_numbers
from graph_loader.sources.wg_conclusions import Conclusions, Item, Paragraph, read_conclusions
from graph_loader.sources.wg_front import Front, read_front, title_line
from graph_loader.sources.wg_headings import announces_list, qualification_of, status_of
from graph_loader.sources.wg_missing import missing_parts
from graph_loader.states import load_states
from ontology.errors import SourceError, UnknownState, UsageError

FORMAT: Final = "working-group-report"
READER: Final = "working-group-report 1"

_LONGEST_REPORT: Final = 5_000_000
"""Characters; the longest reports have 300,000."""
_LONGEST_RECOMMENDATION: Final = 10_000

_REVIEW: Final = re.compile(r"([A-Z]{3})-C?(\d{1,2})")


@dataclass(frozen=True, slots=True)
class _Found:
    """A recommendation before numbers that occur twice are told apart."""

    number: str
    text: str
    states: tuple[str, ...]
    line: Line
    status: Status | None
    note: str | None
    paragraph: str
    parts: tuple[Part, ...] = ()
    """The texts that its number joins."""


def is_working_group_report(lines: Sequence[Line]) -> bool:
    """Tell a Working Group report by its title page; addenda and Council reports are none."""
    return title_line(lines) is not None


def read_working_group_report(lines: Sequence[Line], name: str, review: str | None = None) -> SourceReading:
    """Read the recommendations of a report, who made them and what the State under review said of each.

    `name` is the file's, for places and messages. `review`, such as `KAZ-3` or `KAZ-C3`, is believed over
    what the text says about the cycle. What is wrong with single recommendations is told in `problems`.

    Raises SourceError where the text is no such report, ends before its recommendations or is of another
    State than `review`; UnknownState where the State under review is not known; UsageError where `review`
    is not written as a review is.
    """
    title = title_line(lines)
    if title is None:
        raise SourceError(f"{name} is no report of the UPR Working Group.", name)
    if sum(len(line.text) + 1 for line in lines) > _LONGEST_REPORT:
        raise SourceError(f"{name} is too long for one report. Give each report as a file of its own.", name)
    front = read_front(lines, title)
    conclusions = read_conclusions(lines)
    if conclusions is None or not any(p.items or cited_places(p.text) for p in conclusions.paragraphs):
        raise SourceError(
            f"No list of recommendations was found in {name}: the file is truncated, or its section "
            '"Conclusions and/or recommendations" is not numbered. Get the whole report.',
            f"{name}#{_last(lines).fragment}",
        )
    return _Report(lines, name, front, conclusions).reading(review)


class _Report:
    """One report while it is read: its parts, and the problems met so far."""

    def __init__(self, lines: Sequence[Line], name: str, front: Front, conclusions: Conclusions) -> None:
        self._lines = lines
        self._name = name
        self._front = front
        self._conclusions = conclusions
        self._problems: list[Problem] = []
        self._missing = 0
        """Recommendations that the numbering tells of and the file does not have."""

    def reading(self, review: str | None) -> SourceReading:
        state = self._state()
        key = self._review_key(state, review)
        document = self._document(state, key)
        recommendations: list[RecommendationRecord] = []
        positions: list[PositionRecord] = []
        everything = list(self._all_found())
        for found, suffix in self._told_apart(everything):
            record = _recommendation(found, key, suffix)
            recommendations.append(record)
            if found.status is not None:
                positions.append(self._position(found, found.status, record.key, document.key))
        self._check_end()
        self._check_whole()
        self._tell_parts(everything)
        return SourceReading(
            format=FORMAT,
            reader=READER,
            key=document.key,
            document=document,
            reviews=(self._review(state, key),),
            recommendations=tuple(recommendations),
            positions=tuple(positions),
            problems=tuple(self._problems),
        )

    # What the report is

    def _state(self) -> str:
        front = self._front
        if front.state is not None:
            return front.state
        place = self._place(front.title_line)
        if front.state_spelling is None:
            raise SourceError("The title page names no State under review. Correct the file.", place)
        raise UnknownState(
            f"The State under review, {front.state_spelling!r}, is in no table. "
            "Add the spelling to state_spellings.csv or correct the file.",
            place,
        )

    def _review_key(self, state: str, review: str | None) -> str:
        session = self._front.session
        told = _parse_review(review) if review is not None else None
        if told is not None and told[0] != state:
            raise SourceError(
                f"The report is on {state}, but the review given is {review}. Give a review of {state}.",
                self._place(self._front.title_line),
            )
        if session is None and told is None:
            raise SourceError(
                f"The report does not say at which session the review was held. Give the review: {state}-2.",
                self._place(self._front.title_line),
            )
        by_session = cycle_of_session(session) if session is not None else None
        cycle = told[1] if told is not None else by_session
        if by_session not in (None, cycle):
            self._warn(
                f"Session {session} is of cycle {by_session}; the review given, {review}, is believed.",
                self._front.title_line,
            )
        return f"{state}-{cycle}"

    def _document(self, state: str, key: str) -> DocumentRecord:
        symbol = self._front.symbol
        if symbol is None or "/L." in symbol:
            self._warn(
                "The text does not name the UN symbol of the report; "
                f"the document is called {symbol or _slug(key)}. Prefer the PDF.",
                self._front.title_line,
            )
        name = next(each.name for each in load_states() if each.iso3 == state)
        return DocumentRecord(
            key=symbol or _slug(key),
            kind=FORMAT,
            title=f"Report of the Working Group on the Universal Periodic Review: {name}",
            symbol=symbol,
            date=self._front.date,
            review=key,
            place=self._front.title_line.fragment,
        )

    def _review(self, state: str, key: str) -> ReviewRecord:
        front = self._front
        if front.troika_unknown:
            self._warn(
                f"Members of the troika that no table knows: {', '.join(front.troika_unknown)}.",
                front.title_line,
            )
        return ReviewRecord(
            state=state,
            cycle=int(key.rpartition("-")[2]),
            session=front.session,
            review_date=front.review_date,
            list_complete=not self._missing,
            troika=front.troika,
            place=front.title_line.fragment,
        )

    # What it recommends

    def _all_found(self) -> Iterator[_Found]:
        paragraphs = self._conclusions.paragraphs
        notes = _notes(paragraphs)
        answers = _answers_by_number(paragraphs)
        for position, paragraph in enumerate(paragraphs):
            status = _status(paragraphs[position:])
            items = self._items(paragraph)
            numbers = [f"{paragraph.number}.{item.number or 1}" for item in items]
            answered = status is not None or answers.keys() >= set(numbers)
            self._check_list(paragraph, items, answered)
            note = qualification_of(paragraph.text) if status == "supported" else None
            for item, number in zip(items, numbers, strict=True):
                answer = answers.get(number, status)
                yield self._found(item, number, answer, notes.get(number, note), paragraph)
        yield from self._cited()

    def _items(self, paragraph: Paragraph) -> tuple[Item, ...]:
        """Items of a paragraph; one whose list is empty takes what stands after the closing paragraph."""
        if paragraph.items or not self._conclusions.strays or not paragraph.text.rstrip().endswith(":"):
            return paragraph.items
        return self._conclusions.strays

    def _found(
        self, item: Item, number: str, status: Status | None, note: str | None, paragraph: Paragraph
    ) -> _Found:
        reading = read_brackets(item.text[:_LONGEST_RECOMMENDATION])
        if item.printed is not None:
            self._warn(f"{item.printed} stands in the list of {number} and is read as that.", item.line)
        for spelling in reading.unknown:
            self._unknown_state(spelling, number, item.line)
        if not reading.states and not reading.unknown:
            self._error(
                f"Recommendation {number} names no recommending State in brackets. Correct the file.",
                item.line,
            )
        parts = read_parts(item.text[:_LONGEST_RECOMMENDATION])
        return _Found(
            number, reading.text, reading.states, item.line, status, note, str(paragraph.number), parts
        )

    def _cited(self) -> Iterator[_Found]:
        """Recommendations that the conclusions name by paragraph, once each."""
        seen: set[tuple[int, str]] = set()
        paragraphs: dict[int, tuple[str, Line]] | None = None
        for paragraph in self._conclusions.paragraphs:
            status = status_of(paragraph.text)
            if paragraph.items or status is None:
                continue
            for place in cited_places(paragraph.text):
                if paragraphs is None:
                    paragraphs = account(self._lines, self._conclusions.start)
                if place not in seen:
                    seen.add(place)
                    yield from self._found_cited(paragraphs, place, status, paragraph)

    def _found_cited(
        self,
        paragraphs: dict[int, tuple[str, Line]],
        place: tuple[int, str],
        status: Status,
        citing: Paragraph,
    ) -> Iterator[_Found]:
        cited = find_cited(paragraphs, place)
        spelled = f"{place[0]} ({place[1]})" if place[1] else str(place[0])
        if cited is None:
            self._missing += 1
            self._warn(
                f"Paragraph {citing.number} cites the recommendation in paragraph {spelled}, "
                "which the file does not have: it is left out.",
                citing.line,
            )
        elif cited.state is None:
            self._error(
                f"Paragraph {place[0]}, cited for the recommendation {spelled}, does not begin with a State. "
                "Add the spelling to state_spellings.csv or correct the file.",
                cited.line,
            )
        else:
            states = (cited.state,)
            parts = tuple(Part(text, states) for text in cited.texts)
            text = ". ".join(cited.texts)
            yield _Found(cited.number, text, states, cited.line, status, None, str(citing.number), parts)

    def _told_apart(self, found: Sequence[_Found]) -> Iterator[tuple[_Found, str]]:
        """Give recommendations under one number the suffixes a, b …; drop what is printed twice alike."""
        by_number: defaultdict[str, list[_Found]] = defaultdict(list)
        for each in found:
            by_number[each.number].append(each)
        for number, same in by_number.items():
            different = list({(each.text, each.states): each for each in reversed(same)}.values())[::-1]
            if len(same) > 1:
                how = "told apart as a, b …" if len(different) > 1 else "read once"
                self._warn(f"Number {number} occurs {len(same)} times: {how}.", same[1].line)
            for position, each in enumerate(different):
                yield each, _suffix(position) if len(different) > 1 else ""

    def _position(self, found: _Found, status: Status, recommendation: str, document: str) -> PositionRecord:
        return PositionRecord(
            recommendation=recommendation,
            status=status,
            document=document,
            stated_on=self._front.adopted_on or self._front.review_date,
            paragraph=found.paragraph,
            note=found.note,
            place=found.line.fragment,
        )

    # What is wrong

    def _check_list(self, paragraph: Paragraph, items: Sequence[Item], answered: bool) -> None:
        if items and not answered:
            self._warn(
                f"Paragraph {paragraph.number} does not say what the State answered: no positions read"
                " but those by number.",
                paragraph.line,
            )
        if not items and announces_list(paragraph.text) and not cited_places(paragraph.text):
            self._missing += 1
            self._warn(
                f"Paragraph {paragraph.number} announces recommendations, but none follow.", paragraph.line
            )
        last = 0
        for item in paragraph.items:
            if item.number is None:
                continue
            if item.number > last + 1:
                self._missing += item.number - last - 1
                self._warn(
                    f"The list of paragraph {paragraph.number} goes from {last or 'its heading'} to "
                    f"{item.number}: a recommendation may be missing.",
                    item.line,
                )
            last = max(last, item.number)

    def _check_end(self) -> None:
        if self._conclusions.closed:
            return
        message = 'The paragraph "All conclusions and/or recommendations …" that ends the list is missing'
        if self._conclusions.annexed:
            self._warn(f"{message}, but the annex is there.", _last(self._lines))
        else:
            self._error(f"{message}: the file is cut off. Get the whole report.", _last(self._lines))

    def _check_whole(self) -> None:
        for each in missing_parts(self._lines, self._conclusions):
            self._missing += each.from_list
            self._problems.append(Problem(each.severity, each.message, self._place(each.line)))

    def _tell_parts(self, everything: Sequence[_Found]) -> None:
        """Say how many texts there are where numbers join several, since databases keep each apart."""
        joined = [found for found in everything if len(found.parts) > 1]
        if not joined:
            return
        texts = len({part.text for found in everything for part in found.parts})
        pairs = sum(len(part.states) for found in everything for part in found.parts)
        self._problems.append(
            Problem(
                "info",
                f"{len(joined)} of {len(everything)} numbers join several texts: counted one by one, "
                f"as UPR Info "
                f"does, there are {texts} texts and {pairs} pairs of text and State.",
                self._place(joined[0].line),
            )
        )

    def _unknown_state(self, spelling: str, number: str, line: Line) -> None:
        close = closest_spelling(spelling)
        hint = f" Did they mean {close}?" if close else ""
        self._error(
            f"{spelling!r} in recommendation {number} is no State that any table knows.{hint} "
            "Add the spelling to state_spellings.csv or correct the file.",
            line,
        )

    def _error(self, message: str, line: Line) -> None:
        self._problems.append(Problem("error", message, self._place(line)))

    def _warn(self, message: str, line: Line) -> None:
        self._problems.append(Problem("warning", message, self._place(line)))

    def _place(self, line: Line) -> str:
        return f"{self._name}#{line.fragment}"


def _last(lines: Sequence[Line]) -> Line:
    return next((line for line in reversed(lines) if line.text), lines[-1])


def _parse_review(review: str) -> tuple[str, int]:
    parsed = _REVIEW.fullmatch(review)
    if parsed is None:
        raise UsageError(f"{review!r} is no review. Write State and cycle, such as KAZ-3.")
    return parsed[1], int(parsed[2])


def _slug(review: str) -> str:
    return f"{FORMAT}-{review}"


def _suffix(position: int) -> str:
    return chr(ord("a") + position) if position < 26 else f"z{position}"


def _status(paragraphs: Sequence[Paragraph]) -> Status | None:
    """Status that the first paragraph gives its list, or else the next ones without a list of their own."""
    first, *rest = paragraphs
    if (status := status_of(first.text)) is not None:
        return status
    for paragraph in rest:
        if paragraph.items:
            return None
        of_all = _SPEAKS_OF_LIST.search(paragraph.text) and not listed_numbers(paragraph.text)
        if of_all and (status := status_of(paragraph.text)) is not None:
            return status
    return None


_SPEAKS_OF_LIST: Final = re.compile(r"\brecommendations?\b", re.IGNORECASE)


def _answers_by_number(paragraphs: Sequence[Paragraph]) -> dict[str, Status]:
    """Answers below a list whose own paragraph gives none: `Recommendations 1 and 2 enjoy the support …`."""
    answers: dict[str, Status] = {}
    above: Paragraph | None = None
    for paragraph in paragraphs:
        if paragraph.items:
            above = paragraph if status_of(paragraph.text) is None else None
        elif above is not None:
            for sentence in re.split(r"(?<=[.;]) (?=[A-Z])", paragraph.text):
                if (status := status_of(sentence)) is not None:
                    numbers = listed_numbers(sentence)
                    answers |= {n if "." in n else f"{above.number}.{n}": status for n in numbers}
    return answers


def _notes(paragraphs: Sequence[Paragraph]) -> dict[str, str]:
    """Qualifications of single recommendations, given below their list by number."""
    notes: dict[str, str] = {}
    above: Paragraph | None = None
    for paragraph in paragraphs:
        if paragraph.items:
            above = paragraph
        elif above is not None and (note := qualification_of(paragraph.text)) is not None:
            for number in listed_numbers(paragraph.text):
                notes[number if "." in number else f"{above.number}.{number}"] = note
    return notes


def _recommendation(found: _Found, review: str, suffix: str) -> RecommendationRecord:
    return RecommendationRecord(
        review=review,
        number=found.number,
        states=found.states,
        text=found.text,
        suffix=suffix,
        place=found.line.fragment,
        parts=tuple(PartRecord(part.text, part.states) for part in found.parts) if found.parts[1:] else (),
    )
