"""Reader of OHCHR's thematic lists of recommendations: Word tables with positions, themes and goals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from graph_loader.records import (
    ClassificationRecord,
    DocumentRecord,
    LabelRecord,
    PartRecord,
    PositionRecord,
    RecommendationRecord,
    ReviewRecord,
    SourceReading,
    Status,
    cycle_of_session,
)
from graph_loader.sources.docx import WordDocument
from graph_loader.sources.findings import Findings
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.table_words import parse_review
from graph_loader.sources.thematic_list_cells import (
    Made,
    Source,
    read_answer,
    read_blocks,
    read_goals,
    read_made,
    read_number,
    read_source,
    read_wording,
)
from graph_loader.sources.thematic_list_columns import WORDS
from graph_loader.sources.thematic_list_labels import GROUPS, concept_of, labels_in, schemes_of
from graph_loader.sources.thematic_list_rows import ListRow, first_header, list_rows
from graph_loader.sources.thematic_list_title import Title, read_title
from graph_loader.sources.wg_brackets import closest_spelling, read_parts
from graph_loader.states import load_states
from ontology.errors import SourceError, UsageError

FORMAT: Final = "thematic-list"
READER: Final = "thematic-list 1"

_TITLE_ROWS: Final = 4
"""Rows at the top of the first table in which a title may stand."""
_TITLE_LINES: Final = 40
_MOST_HINTS: Final = 100
"""Spellings that are looked up among all known ones, which takes its time."""
_LONGEST_PARTED: Final = 10_000
_GROUPS_OF_PERSONS: Final = "groups of persons"


@dataclass(frozen=True, slots=True)
class _Found:
    """One recommendation with what the list says of it."""

    number: str
    text: str
    states: tuple[str, ...]
    status: Status | None
    source: Source
    themes: tuple[str, ...]
    persons: tuple[str, ...]
    goals: tuple[str, ...]
    place: str
    parts: tuple[PartRecord, ...] = ()


def is_thematic_list(file: SourceFile) -> bool:
    """Tell a thematic list by the header row of a table: recommendations, positions and themes.

    Recommendations with one of the two are enough where the title calls it a thematic list.
    """
    header = first_header(file.document) if file.kind == "docx" else None
    if header is None:
        return False
    whole = header.has("position") and header.has("themes")
    return whole or read_title(_title_lines(file.document)).is_thematic_list


def read_thematic_list(file: SourceFile, review: str | None) -> Iterator[SourceReading]:
    """Read a thematic list; it has one reading.

    `review`, such as `KAZ-3`, is believed over the title. What is wrong with single rows is in the problems.
    Raises SourceError where the file is no Word document with such a table, or neither title nor `review`
    tell of which review it is; UsageError where `review` is not written as one is.
    """
    if file.kind != "docx":
        raise SourceError(
            f"{file.name}: a thematic list is read from a Word file (.docx) only. Nothing was stored.",
            file.name,
        )
    problems = Findings(file.name, once=True)
    rows = list(list_rows(file.document, problems))
    if not rows:
        raise SourceError(
            f"{file.name}: no table with recommendations was found. Its header row must name the columns "
            f"({WORDS}). Nothing was stored.",
            file.name,
        )
    title = read_title(_title_lines(file.document))
    yield _List(title, _review_key(title, review, file.name), problems).reading(rows)


def _title_lines(document: WordDocument) -> list[str]:
    """Running heads, what stands above the first table, and its first rows, which are header and themes."""
    first_rows = document.tables[0].rows[:_TITLE_ROWS] if document.tables else ()
    return [
        *document.headers,
        *(line.text for line in document.outside_tables[:_TITLE_LINES] if line.text),
        *(row.cells[0].text for row in first_rows if len(row.cells) == 1),
    ]


def _review_key(title: Title, review: str | None, name: str) -> str:
    told = parse_review(review) if review is not None else None
    if review is not None and told is None:
        raise UsageError(f"{review!r} is no review. Write State and cycle, such as KAZ-3.")
    if told is not None and title.state not in (None, told[:3]):
        raise SourceError(
            f"{name}: the list is on {title.state}, but the review given is {review}. "
            f"Give a review of {title.state}. Nothing was stored.",
            name,
        )
    if told is None and (title.state is None or title.cycle is None):
        lacks = "State" if title.state is None else "cycle or session"
        raise SourceError(
            f"{name}: the title of the list names no {lacks}. Say of which review it is, with --review "
            f"{title.state or 'KAZ'}-{title.cycle or 3} or whichever it is. Nothing was stored.",
            name,
        )
    return told or f"{title.state}-{title.cycle}"


class _List:
    """One list while it is read."""

    def __init__(self, title: Title, review: str, problems: Findings) -> None:
        self._title = title
        self._review = review
        self._state, _, cycle = review.partition("-")
        self._cycle = int(cycle)
        self._problems = problems
        self._key = f"{FORMAT}-{review}"
        self._unknown_states = 0

    def reading(self, rows: Sequence[ListRow]) -> SourceReading:
        """Everything that the rows say."""
        found = [each for row in rows if (each := self._found(row)) is not None]
        told_apart = list(self._told_apart(found))
        return SourceReading(
            format=FORMAT,
            reader=READER,
            key=self._key,
            document=self._document(),
            reviews=(self._review_record(found),),
            recommendations=tuple(self._recommendation(*each) for each in told_apart),
            positions=tuple(self._positions(told_apart)),
            classifications=tuple(self._classifications(told_apart, rows)),
            problems=self._problems.problems(),
        )

    # What the list is

    def _document(self) -> DocumentRecord:
        name = next(each.name for each in load_states() if each.iso3 == self._state)
        title = f"Thematic list of recommendations: {name}, cycle {self._cycle}"
        return DocumentRecord(key=self._key, kind=FORMAT, title=title, review=self._review)

    def _review_record(self, found: Sequence[_Found]) -> ReviewRecord:
        title = self._title
        if title.cycle not in (None, self._cycle):
            message = f"The title says cycle {title.cycle}; the review given, {self._review}, is believed."
            self._warn("titles", message, "line=1")
        session = title.session
        if session is not None and cycle_of_session(session) != self._cycle:
            message = (
                f"Session {session} of the title is of cycle {cycle_of_session(session)}: it is left out."
            )
            self._warn("titles", message, "line=1")
            session = None
        complete = self._has_no_gap(found)
        return ReviewRecord(self._state, self._cycle, session=session, list_complete=complete)

    def _has_no_gap(self, found: Iterable[_Found]) -> bool:
        """Whether the numbers of each paragraph go from 1 to the last one."""
        items: defaultdict[str, set[int]] = defaultdict(set)
        for each in found:
            paragraph, _, item = each.number.partition(".")
            items[paragraph].add(int(item))
        for paragraph, present in items.items():
            missing = [n for n in range(1, max(present)) if n not in present]
            if missing:
                shown = ", ".join(f"{paragraph}.{n}" for n in missing[:10])
                more = " …" if missing[10:] else ""
                message = f"The list has no {shown}{more}: it is taken as incomplete. Get the whole list."
                self._warn("gaps", message, "line=1")
        return not any(len(present) < max(present) for present in items.values())

    # What its rows say

    def _found(self, row: ListRow) -> _Found | None:
        wording = read_wording(row.text("recommendation"))
        number = read_number(row.text("number")) or wording.number or _number_elsewhere(row)
        if number is None:
            message = f"The recommendation in {row.place} has no number such as 115.1: {wording.text[:60]!r}."
            self._error("recommendations without a number", f"{message} Add it.", row.place)
            return None
        made = _made(wording.text, row)
        self._check_states(made, number, row.place)
        labels = [read_blocks(row.paragraphs(role), role) for role in ("themes", "persons", "sdgs")]
        themes, persons, goals = (
            tuple(dict.fromkeys(label for blocks in labels for label in blocks[block]))
            for block in ("themes", "persons", "sdgs")
        )
        self._check_comments(row)
        self._check_heading(themes, row, number)
        return _Found(
            number=number,
            text=made.text,
            states=made.states,
            status=self._status(row, number),
            source=self._source(row, wording.source, number),
            themes=_with_heading(themes, row),
            persons=persons,
            goals=self._goals(goals, row.place),
            place=row.place,
            parts=() if row.has_states else _parts(wording.text),
        )

    def _check_states(self, made: Made, number: str, place: str) -> None:
        for spelling in made.unknown:
            self._unknown_states += 1
            close = closest_spelling(spelling) if self._unknown_states <= _MOST_HINTS else None
            hint = f" Did they mean {close}?" if close else ""
            message = f"{spelling!r} in recommendation {number} is no State that any table knows.{hint}"
            self._error("unknown States", f"{message} Correct it in the list, or report the spelling.", place)
        if made.only_in_text:
            states = ", ".join(made.only_in_text)
            message = f"The column of States of {number} does not have {states}, whom the text names: taken."
            self._warn("States in the text alone", message, place)
        if not made.states and not made.unknown:
            message = f"Recommendation {number} names no recommending State. Add it to the list."
            self._error("recommendations without States", message, place)

    def _check_heading(self, themes: Sequence[str], row: ListRow, number: str) -> None:
        """The column gives the full list of themes, so a heading that it lacks may be that of other rows."""
        heading = row.theme
        if heading is not None and heading.is_named and themes and heading.label not in themes:
            message = (
                f"Recommendation {number} stands under {heading.label[:80]!r}, which its own themes do not "
                "have: both were taken. Check whether a heading above it is missing."
            )
            self._problems.add("info", "headings", message, row.place)

    def _check_comments(self, row: ListRow) -> None:
        if row.text("comments"):
            message = "The column of assessments and comments is filled in: it is not read."
            self._problems.add("info", "comments", message, row.place)

    def _status(self, row: ListRow, number: str) -> Status | None:
        text = read_wording(row.text("position")).text
        if not text:
            message = f"Recommendation {number} has no position: none was read."
            self._warn("recommendations without a position", message, row.place)
            return None
        answer = read_answer(text)
        if answer.status is None:
            message = f"The position {text[:80]!r} is not known. Write Supported, Noted or Supported/Noted."
            self._error("unknown positions", message, row.place)
        elif not answer.official:
            self._warn("positions", f"The position {text[:80]!r} was read as {answer.status}.", row.place)
        return answer.status

    def _source(self, row: ListRow, below_text: str, number: str) -> Source:
        text = below_text or row.text("source") or read_wording(row.text("position")).source
        source = read_source(text)
        if text and source.symbol is None:
            message = (
                f"{text[:80]!r}, the source of the position on {number}, names no UN document: left out."
            )
            self._warn("sources", message, row.place)
        if source.slip is not None:
            message = f"Paragraph {source.slip!r} in recommendation {number} was read as {source.paragraph}."
            self._warn("paragraphs", message, row.place)
        return source

    def _goals(self, labels: Sequence[str], place: str) -> tuple[str, ...]:
        goals = read_goals(labels)
        for label in goals.unknown:
            message = (
                f"{label[:80]!r} is no goal or target of the 2030 Agenda: left out. Write it as 16 or 16.3."
            )
            self._warn("goals", message, place)
        return goals.keys

    # What becomes of it

    def _told_apart(self, found: Iterable[_Found]) -> Iterator[tuple[_Found, str]]:
        """Recommendations under one number get the suffixes a, b …; one printed twice alike is read once."""
        by_number: defaultdict[str, list[_Found]] = defaultdict(list)
        for each in found:
            by_number[each.number].append(each)
        for number, same in by_number.items():
            different: dict[str, _Found] = {}
            for each in same:
                first = different.get(each.text)
                different[each.text] = self._merged(first, each) if first else each
            if len(same) > 1:
                how = "told apart as a, b …" if len(different) > 1 else "read once, with the themes of all"
                self._warn(
                    "repeated numbers", f"Number {number} occurs {len(same)} times: {how}.", same[1].place
                )
            for position, each in enumerate(different.values()):
                yield each, _suffix(position) if len(different) > 1 else ""

    def _merged(self, first: _Found, again: _Found) -> _Found:
        if first.status != again.status:
            message = (
                f"Recommendation {first.number} is {first.status or 'without position'} in {first.place} and "
                f"{again.status or 'without position'} in {again.place}. Correct the list."
            )
            self._error("contradictions", message, again.place)
        if first.states != again.states:
            message = (
                f"Recommendation {first.number} has other States in {again.place}: taken as made by all."
            )
            self._warn("States of several rows", message, again.place)
        return replace(
            first,
            states=tuple(dict.fromkeys((*first.states, *again.states))),
            themes=tuple(dict.fromkeys((*first.themes, *again.themes))),
            persons=tuple(dict.fromkeys((*first.persons, *again.persons))),
            goals=tuple(dict.fromkeys((*first.goals, *again.goals))),
        )

    def _recommendation(self, found: _Found, suffix: str) -> RecommendationRecord:
        return RecommendationRecord(
            self._review,
            found.number,
            found.states,
            found.text,
            suffix=suffix,
            place=found.place,
            parts=found.parts,
        )

    def _positions(self, told_apart: Iterable[tuple[_Found, str]]) -> Iterator[PositionRecord]:
        for found, suffix in told_apart:
            if found.status is not None:
                yield PositionRecord(
                    recommendation=self._recommendation(found, suffix).key,
                    status=found.status,
                    document=self._key,
                    paragraph=found.source.paragraph,
                    place=found.place,
                    primary_source=found.source.symbol,
                )

    def _classifications(
        self, told_apart: Sequence[tuple[_Found, str]], rows: Sequence[ListRow]
    ) -> Iterator[ClassificationRecord]:
        themes = tuple(dict.fromkeys(theme for found, _ in told_apart for theme in found.themes))
        renamed = any(row.groups_of_persons or _speaks_of_groups(row) for row in rows)
        schemes = schemes_of(themes, renamed)
        for found, suffix in told_apart:
            labels = (
                *self._labels(schemes, found.themes, found),
                *self._labels((GROUPS,), found.persons, found),
            )
            if labels or found.goals:
                key = self._recommendation(found, suffix).key
                yield ClassificationRecord(key, sdgs=found.goals, labels=labels)

    def _labels(self, schemes: Sequence[str], texts: Sequence[str], found: _Found) -> Iterator[LabelRecord]:
        seen: set[str] = set()
        for text in (label for line in texts for label in labels_in(schemes, line)):
            label = concept_of(schemes, text)
            if label is None or label.key in seen:
                continue
            seen.add(label.key)
            if label.is_new:
                message = (
                    f"{text[:80]!r} is not in the list of labels known ({label.scheme}): it is kept as it is."
                )
                self._warn("new labels", message, found.place)
            yield label

    def _error(self, kind: str, message: str, place: str) -> None:
        self._problems.add("error", kind, message, place)

    def _warn(self, kind: str, message: str, place: str) -> None:
        self._problems.add("warning", kind, message, place)


def _number_elsewhere(row: ListRow) -> str | None:
    """A number that stands alone in a column whose header says nothing known."""
    return next(filter(None, map(read_number, row.paragraphs("other"))), None)


def _made(text: str, row: ListRow) -> Made:
    """Wording and States; a column whose header says nothing known may have them where nothing else does."""
    if row.has_states:
        return read_made(text, row.paragraphs("states"))
    made = read_made(text, None)
    if made.states or made.unknown:
        return made
    elsewhere = read_made(text, [each for each in row.paragraphs("other") if read_number(each) is None])
    return elsewhere if elsewhere.states else made


def _with_heading(themes: tuple[str, ...], row: ListRow) -> tuple[str, ...]:
    """Themes of a row with that of the heading first, unless the heading may be a note."""
    heading = row.theme
    if heading is None or heading.label in themes or (themes and not heading.is_named):
        return themes
    return (heading.label, *themes)


def _speaks_of_groups(row: ListRow) -> bool:
    return any(text.lower().startswith(_GROUPS_OF_PERSONS) for text in row.paragraphs("themes"))


def _suffix(position: int) -> str:
    return chr(ord("a") + position) if position < 26 else f"z{position}"


def _parts(text: str) -> tuple[PartRecord, ...]:
    """The wordings that a text joins, each with its States; empty where it is one."""
    parts = read_parts(text[:_LONGEST_PARTED])
    return tuple(PartRecord(part.text, part.states) for part in parts) if parts[1:] else ()
