"""Reader of addenda to Working Group reports, in which the State under review answers (A/HRC/…/Add.1).

"Views on conclusions and/or recommendations, voluntary commitments and replies presented by the State under
review": the positions that the State takes before the Human Rights Council adopts the outcome (Council
resolution 5/1, annex, paragraph 32; decision 17/119, paragraph 15).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from graph_loader.records import (
    DocumentRecord,
    ItemPositionRecord,
    PositionRecord,
    Problem,
    ReviewRecord,
    SourceReading,
    TallyRecord,
)
from graph_loader.sources.addendum_blocks import Block, blocks
from graph_loader.sources.addendum_found import Found
from graph_loader.sources.addendum_front import AddendumFront, read_addendum_front, title_of
from graph_loader.sources.addendum_missing import missing_parts
from graph_loader.sources.addendum_numbers import paragraphs_named
from graph_loader.sources.addendum_positions import read_blocks
from graph_loader.sources.addendum_settled import Contested, Settled, misplaced, settle
from graph_loader.sources.addendum_tables import read_tables, without_tables
from graph_loader.sources.council_answers import Reviewed
from graph_loader.sources.council_counts import Counts, declared_counts, said_total
from graph_loader.sources.council_text import Paragraph, passage
from graph_loader.sources.cut_off import Missing
from graph_loader.sources.pages import Line
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.wg_pdf import RUNNING_HEAD
from graph_loader.states import load_states
from ontology.errors import SourceError, UsageError

FORMAT: Final = "addendum"
READER: Final = "addendum 1"

_LONGEST: Final = 2_000_000
"""Characters; the longest addenda have 150,000."""
_MOST_PROBLEMS: Final = 50
"""Problems of one kind that are told one by one."""
_REVIEW: Final = re.compile(r"([A-Z]{3})-C?(\d{1,2})")
_PARAGRAPH_OF_ITEMS: Final = (
    re.compile(
        r"\bnumber(?:s|ing|ed)?\b[^.;]{0,80}\b(?:follow(?:s|ing)?|correspond(?:s|ing)?|refer(?:s|ring)?|as|accordance|used|appear|given)\b"
        r"[^.;]{0,60}?\bparagraphs? (\d{1,3})\b(?! ?(?:and|to|,|–|-) ?\d)(?=[^.;]{0,60}\b(?:[Rr]eport|A/HRC))"
    ),
    re.compile(
        r"\brecommendations? (?:(?:as )?(?:contained|listed|set out|set forth|included|made"
        r"|enumerated|numbered|appearing|reproduced) )?in "
        r"paragraph (\d{1,3})\b(?! ?(?:and|to|,|–|-) ?\d)(?=[^.;]{0,60}\b(?:[Rr]eport|A/HRC))"
    ),
)


def is_addendum(file: SourceFile) -> bool:
    """Tell an addendum with a State's replies by its title page."""
    return file.kind in ("pdf", "docx", "text") and title_of(file.lines) is not None


def read_addendum(file: SourceFile, review: str | None = None) -> Iterator[SourceReading]:
    """Read what the State under review answered to each recommendation, and why.

    `review`, such as `KAZ-3` or `KAZ-C3`, is believed over what the document says. Raises SourceError
    where the text is no addendum, is on another State, or does not tell its review; UsageError where
    `review` is not written as a review is.
    """
    title = title_of(file.lines)
    if title is None:
        raise SourceError(
            f"{file.name} is no addendum to a Working Group report: neither 'Addendum' nor 'Views on "
            f"conclusions "
            "and/or recommendations' stands on its title page.",
            file.name,
        )
    if sum(len(line.text) + 1 for line in file.lines) > _LONGEST:
        raise SourceError(
            f"{file.name} is too long for one addendum. Give each as a file of its own.", file.name
        )
    yield _Addendum(file, read_addendum_front(file.lines, title)).reading(review)


class _Addendum:
    """One addendum while it is read, and the problems met so far."""

    def __init__(self, file: SourceFile, front: AddendumFront) -> None:
        self._file = file
        self._name = file.name
        self._front = front
        self._problems: list[Problem] = []

    def reading(self, review: str | None) -> SourceReading:
        """Everything read."""
        record = self._review(review)
        document = self._document(record)
        lines = [
            line for line in self._file.lines[self._front.start :] if not RUNNING_HEAD.fullmatch(line.text)
        ]
        found, all_blocks = self._found(lines)
        settled, contested = settle(found)
        self._tell(found, settled, contested)
        tallies = self._tallies(all_blocks, record, document)
        self._tell_missing(missing_parts(lines, all_blocks, (each.status for each in settled), tallies))
        base = _paragraph_of_items(lines)
        numbered = [s for s in settled if s.named.paragraph is not None or base is not None]
        by_item = [s for s in settled if s.named.paragraph is None and base is None]
        if not settled:
            self._error(
                "No answer to a single recommendation was found: no number of a recommendation stands "
                "near words such as 'accepts', 'supports', 'notes'. Give the English text of the addendum.",
                self._front.title_line.fragment,
            )
        return SourceReading(
            format=FORMAT,
            reader=READER,
            key=document.key,
            document=document,
            reviews=(record,),
            positions=tuple(self._position(each, base, record.key, document) for each in numbered),
            item_positions=tuple(self._item_position(each, record.key, document) for each in by_item),
            tallies=tallies,
            problems=tuple(self._problems),
        )

    def _found(self, lines: Sequence[Line]) -> tuple[Found, tuple[Block, ...]]:
        tables = self._file.document.tables if self._file.kind == "docx" else ()
        texts = [line.text for line in lines]
        known = paragraphs_named(iter(texts)) | paragraphs_named(iter((" ".join(texts),)))
        kept = without_tables(lines, tables)
        all_blocks = blocks(kept, known, whole_lines=self._file.kind == "docx")
        found = read_blocks(all_blocks, known)
        read_tables(tables, known, found)
        return found, all_blocks

    # What it is

    def _review(self, review: str | None) -> ReviewRecord:
        front = self._front
        told = _parse_review(review) if review is not None else None
        place = self._place(front.title_line.fragment)
        state = front.state or (told[0] if told else None)
        if state is None:
            raise SourceError(
                "The title page names no State under review. Give the review, such as --review KAZ-3.", place
            )
        if told is not None and told[0] != state:
            raise SourceError(
                f"The addendum is by {state}, but the review given is {review}. Give a review of {state}.",
                place,
            )
        cycle = told[1] if told is not None else front.cycle
        if cycle is None:
            raise SourceError(
                "Nothing tells the cycle of the review: no symbol, session or date. Give the review, such as "
                f"--review {state}-2.",
                place,
            )
        if front.cycle not in (None, cycle):
            self._warn(
                f"The document is of cycle {front.cycle}; the review given, {review}, is believed.",
                front.title_line.fragment,
            )
        return ReviewRecord(state, cycle, review_date=front.review_date, place=front.title_line.fragment)

    def _document(self, review: ReviewRecord) -> DocumentRecord:
        front = self._front
        if front.symbol is None:
            self._warn(
                "The text does not name the UN symbol of the addendum; the document is called "
                f"{FORMAT}-{review.key}. Prefer the document as issued.",
                front.title_line.fragment,
            )
        name = next(each.name for each in load_states() if each.iso3 == review.state)
        return DocumentRecord(
            key=front.symbol or f"{FORMAT}-{review.key}",
            kind=FORMAT,
            title=f"Report of the Working Group on the Universal Periodic Review: {name}, Addendum",
            symbol=front.symbol,
            date=front.date,
            review=review.key,
            place=front.title_line.fragment,
        )

    # What it says

    def _position(
        self, each: Settled, base: int | None, review: str, document: DocumentRecord
    ) -> PositionRecord:
        number = each.named.number if each.named.paragraph is not None else f"{base}.{each.named.item}"
        return PositionRecord(
            f"{review}-{number}",
            each.status,
            document.key,
            document.date,
            each.paragraph,
            each.note,
            each.place,
            each.reason,
        )

    def _item_position(self, each: Settled, review: str, document: DocumentRecord) -> ItemPositionRecord:
        return ItemPositionRecord(
            review,
            each.named.number,
            each.status,
            document.key,
            document.date,
            each.paragraph,
            each.note,
            each.place,
            each.reason,
        )

    def _tallies(
        self, all_blocks: Sequence[Block], review: ReviewRecord, document: DocumentRecord
    ) -> tuple[TallyRecord, ...]:
        declared = _declared(all_blocks, review)
        if declared is None:
            return ()
        return (
            TallyRecord(
                review.key,
                document.key,
                declared.total,
                declared.supported,
                declared.noted,
                declared.other,
                as_of=document.date,
                paragraph=declared.paragraph.number,
                place=declared.paragraph.passage.fragment(declared.offset),
            ),
        )

    # What is wrong

    def _tell(self, found: Found, settled: Sequence[Settled], contested: Sequence[Contested]) -> None:
        self._flood([self._of_contested(each) for each in contested], "with different answers")
        if elsewhere := misplaced(found, settled):
            numbers = ", ".join(each.named.number for each in elsewhere[:20]) + (
                " …" if len(elsewhere) > 20 else ""
            )
            self._problems.append(
                Problem(
                    "info",
                    f"Under a heading of another answer than the one given to them by number: {numbers}. "
                    "The answer by number was taken, and what is said below the heading kept as its reason.",
                    self._place(elsewhere[0].place),
                )
            )
        for each in found.unlisted:
            self._warn(
                f"{_cut(each.text)!r} says {each.status} of recommendations without their numbers"
                + ("; the exceptions were read. " if each.excepted else ", so no position was read. ")
                + "The Working Group's report tells which they are.",
                each.place,
            )
        for printed, place in dict.fromkeys(found.broken):
            self._warn(f"{printed} is no range that can be written out: only its ends were read.", place)
        answered = {each.named.number for each in settled} | {each.number for each in contested}
        left = {named.number: place for named, place in found.unanswered if named.number not in answered}
        self._flood(
            [
                Problem(
                    "warning",
                    f"Recommendation {number} is named, but no answer was found.",
                    self._place(place),
                )
                for number, place in left.items()
            ],
            "without an answer",
        )

    def _tell_missing(self, parts: Iterable[Missing]) -> None:
        for each in parts:
            self._problems.append(Problem(each.severity, each.message, self._place(each.line.fragment)))

    def _of_contested(self, each: Contested) -> Problem:
        said = " and ".join(
            f"{statement.status}"
            + (f" (paragraph {statement.paragraph})" if statement.paragraph else f" ({statement.place})")
            for statement in each.answers
        )
        outcome = f"{each.taken} was taken" if each.taken else "no position was read"
        return Problem(
            "warning",
            f"Recommendation {each.number} is answered differently: {said}; {outcome}. Check it by hand.",
            self._place(each.answers[-1].place),
        )

    def _flood(self, problems: Sequence[Problem], what: str) -> None:
        self._problems += problems[:_MOST_PROBLEMS]
        if len(problems) > _MOST_PROBLEMS:
            more = len(problems) - _MOST_PROBLEMS
            self._problems.append(
                Problem("warning", f"{more} more recommendations {what}.", problems[_MOST_PROBLEMS].place)
            )

    def _warn(self, message: str, fragment: str) -> None:
        self._problems.append(Problem("warning", message, self._place(fragment)))

    def _error(self, message: str, fragment: str) -> None:
        self._problems.append(Problem("error", message, self._place(fragment)))

    def _place(self, fragment: str) -> str:
        return f"{self._name}#{fragment}"


def _cut(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:89]}…"


def _parse_review(review: str) -> tuple[str, int]:
    parsed = _REVIEW.fullmatch(review)
    if parsed is None:
        raise UsageError(f"{review!r} is no review. Write State and cycle, such as KAZ-3.")
    return parsed[1], int(parsed[2])


def _paragraph_of_items(lines: Sequence[Line]) -> int | None:
    """Paragraph of the report whose items the addendum numbers, where it says so and names one only."""
    text = " ".join(line.text for line in lines)
    found = Counter(int(match[1]) for pattern in _PARAGRAPH_OF_ITEMS for match in pattern.finditer(text))
    return next(iter(found)) if len(found) == 1 else None


def _declared(all_blocks: Sequence[Block], review: ReviewRecord) -> Counts | None:
    """Declared counts of the paragraphs, read as what a State says of itself before the Council."""
    spoken = [
        Paragraph(block.paragraph, "state", passage((_line(block),)))
        for block in all_blocks
        if block.kind == "paragraph" and len(block.text) < _LONGEST_DECLARATION
    ]
    reviewed = Reviewed(review.state, review.cycle)
    declared = declared_counts(spoken, reviewed).state
    if declared is None or declared.total is not None:
        return declared
    parts = (declared.supported or 0) + (declared.noted or 0) + (declared.other or 0)
    total = said_total(spoken, reviewed)
    return replace(declared, total=total) if total is not None and total >= parts else declared


_LONGEST_DECLARATION: Final = 3_000


def _line(block: Block) -> Line:
    """A block as one line, which keeps its place."""
    kind, _, number = block.place.partition("=")
    page = int(number) if kind == "page" else None
    return Line(block.text, page, 1 if page is not None else int(number))
