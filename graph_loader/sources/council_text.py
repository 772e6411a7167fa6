"""Sections of reports of the Human Rights Council: one State each, with paragraphs and sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from graph_loader.sources.cut_off import Missing, ends_a_sentence, last_line, skipped
from graph_loader.sources.pages import Line
from graph_loader.states import state_code

Role = Literal["opening", "state", "others"]
"""Who speaks under a heading: nobody yet, the State under review, or States and stakeholders."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Running text made of lines, which still knows the line of every character."""

    text: str
    lines: tuple[Line, ...]
    offsets: tuple[int, ...]
    """Where each line starts in `text`."""

    def line_at(self, offset: int) -> int:
        """Index in `lines` of the line with that character."""
        return max(bisect_right(self.offsets, offset) - 1, 0)

    def fragment(self, offset: int = 0) -> str:
        """Place of that character: `page=5`, `line=40`."""
        return self.lines[self.line_at(offset)].fragment


def passage(lines: Sequence[Line], line_end: str = " ") -> Passage:
    """Join lines; a hyphen at the end of a line stays, and the next line follows it at once."""
    parts: list[str] = []
    offsets: list[int] = []
    length = 0
    for line in lines:
        offsets.append(length)
        part = line.text if line.text.endswith("-") and line_end == " " else line.text + line_end
        parts.append(part)
        length += len(part)
    return Passage("".join(parts), tuple(lines), tuple(offsets))


_SYMBOL: Final = r"A/HRC/(?:S-)?\d{1,3}/(?:L\.)?\d{1,4}(?:/(?:Rev|Corr|Add)\.\d{1,2})?"
_JOB_NUMBER: Final = r"GE\.\d{2}-\d{4,6}(?:\s*\([A-Z]\))?"
_RUNNING_HEAD: Final = re.compile(
    rf"(?:\d{{1,4}}\s+)?(?:{_JOB_NUMBER}\s+)?(?P<symbol>{_SYMBOL})\*?(?:\s+{_JOB_NUMBER})?(?:\s+\d{{1,4}})?"
)
_FOOT: Final = re.compile(rf"(?:\d{{1,4}}\s*)?(?:{_JOB_NUMBER})?(?:\s*\d{{1,4}})?")


def running_head(line: Line) -> str | None:
    """The symbol of the report, where the line is a running head."""
    match = _RUNNING_HEAD.fullmatch(line.text.strip())
    return match["symbol"] if match else None


def without_page_furniture(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without blank ones, running heads, page numbers and job numbers."""
    return tuple(
        line for line in lines if not _FOOT.fullmatch(line.text.strip()) and running_head(line) is None
    )


# Sections

DATE: Final = r"\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4}"
_HELD: Final = re.compile(
    r"(?:\b\d{1,4}\.\s*)?\bThe\s+review\s+of\s+(?P<state>[^\d;:]{2,100}?)\s+was\s+held\s+on\s+"
    rf"(?:[A-Z][a-z]+day,?\s+)?(?P<date>{DATE})"
)
_AFTER_LAST: Final = re.compile(
    r"^(?:[B-Z]|[IVX]{1,4})\.\s+(?:General\s+debate|Consideration\s+of|Human\s+rights\s+situation)\b",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Section:
    """The part of a report that tells one State's outcome."""

    state_spelling: str
    review_date: str
    """As printed: `30 October 2014`."""
    lines: tuple[Line, ...]
    is_last: bool = True
    """Whether the file ends with it."""

    @property
    def state(self) -> str | None:
        """ISO 3166-1 alpha-3 code, None where no table knows the spelling."""
        return state_code(self.state_spelling)


_LAST_HEADING: Final = re.compile(
    r"(?:\d{1,2}\.|[A-Z]\.|\([a-z]\))?\s*(?:Concluding|CONCLUDING)\s+(?i:remarks)\b"
)


def end_of(section: Section) -> Literal["whole", "no-end", "cut", "breaks-off"]:
    """Whether the last part of a section is there.

    Where the text stops inside a sentence, it is `cut` before that part, and `breaks-off` in it.
    """
    is_headed = any(_LAST_HEADING.match(line.text) for line in section.lines)
    last = last_line(section.lines)
    stops = section.is_last and last is not None and not ends_a_sentence(last.text)
    if is_headed:
        return "breaks-off" if stops else "whole"
    return "no-end" if last is not None and ends_a_sentence(last.text) else "cut"


def missing_from(section: Section) -> Iterator[Missing]:
    """Pages and paragraphs that a section does not have; numbers of headings are none of paragraphs."""
    return skipped([line for line in section.lines[1:] if not _HEADING.match(line.text)], "the section")


def sections(lines: Sequence[Line]) -> tuple[Section, ...]:
    """All sections of a report, or the one of a cut-out; text before the first is passed over."""
    whole = passage(without_page_furniture(lines), line_end="\n")
    found = list(_HELD.finditer(whole.text))
    ends = [*(match.start() for match in found[1:]), len(whole.text)]
    return tuple(_section(whole, match, end) for match, end in zip(found, ends, strict=False))


def _section(whole: Passage, match: re.Match[str], end: int) -> Section:
    after = _AFTER_LAST.search(whole.text, match.end(), end)
    stop = after.start() if after else end
    is_last = stop == len(whole.text)
    last = len(whole.lines) if is_last else whole.line_at(stop)
    lines = whole.lines[whole.line_at(match.start()) : last]
    while len(lines) > 1 and _is_state_heading(lines[-1].text):
        lines = lines[:-1]
    return Section(" ".join(match["state"].split()), " ".join(match["date"].split()), lines, is_last)


def _is_state_heading(text: str) -> bool:
    return not text.endswith(".") and state_code(text) is not None


# Paragraphs

_HEADING: Final = re.compile(
    r"(?:\d{1,2}\.|[A-Z]\.|\([a-z]\))?\s*"
    r"(?P<kind>Views\s+expressed\s+by|General\s+comments\s+(?:made\s+)?by|Concluding\s+remarks\s+(?:of|by))\b"
)
_NUMBER: Final = re.compile(r"(\d{1,4})\.(?=\s|[A-Z]|$)\s*")
_WIDEST_GAP: Final = 5
"""Paragraph numbers that may be missing in a cut-out; more is a year at the start of a line."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered paragraph and the role of the heading above it."""

    number: str | None
    role: Role
    passage: Passage
    heading: str = ""
    """The heading above, as printed."""

    @property
    def text(self) -> str:
        """Its words, in one line."""
        return self.passage.text

    @property
    def name(self) -> str:
        """How a message calls it."""
        return f"Paragraph {self.number}" if self.number else "A paragraph without a number"


@dataclass(slots=True)
class _Writer:
    """Collects paragraphs line by line."""

    done: list[Paragraph] = field(default_factory=list)
    role: Role = "opening"
    number: int | None = None
    lines: list[Line] = field(default_factory=list)
    heading: list[str] = field(default_factory=list)
    above: str = ""

    def take(self, line: Line) -> None:
        if _HEADING.match(line.text):
            self.close()
            self.heading = [line.text]
        elif (number := self._number(line)) is not None:
            self.close()
            self.number = number
            self.lines = [line]
        elif self.heading:
            self.heading.append(line.text)
        else:
            self.lines.append(line)

    def close(self) -> None:
        if self.heading:
            self.above = " ".join(self.heading)
            self.role = _role(self.above)
        if self.lines:
            number = None if self.number is None else str(self.number)
            self.done.append(Paragraph(number, self.role, passage(self.lines), self.above))
        self.heading, self.lines = [], []

    def _number(self, line: Line) -> int | None:
        match = _NUMBER.match(line.text)
        if not match:
            return None
        number = int(match[1])
        follows = self.number is None or 0 < number - self.number <= _WIDEST_GAP
        return number if follows else None


def paragraphs(section: Section) -> tuple[Paragraph, ...]:
    """The paragraphs of a section, in order; a text without numbers comes in one piece per heading."""
    writer = _Writer()
    for line in section.lines:
        writer.take(line)
    writer.close()
    return tuple(writer.done)


def _role(heading: str) -> Role:
    """`General comments made by the national institution of the State under review` is not the State."""
    match = _HEADING.match(heading)
    kind = match["kind"] if match else ""
    by_state = re.match(r"\s+the\s+State\s+under\s+review\b", heading[match.end() :] if match else "")
    return "state" if kind.startswith("Concluding") or (kind.startswith("Views") and by_state) else "others"


# Sentences

_BOUNDARY: Final = re.compile(r"[.!?][”\"’)]{0,2}\s+(?=[“\"(]?[A-Z])")
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(])(?:[Nn]os?|sects?|[Pp]aras?|Mr|Ms|Mrs|Dr|arts?|Add|Rev|Corr|St|chaps?|[Rr]ecs?|[A-Z])\.$"
)
_LONGEST_SENTENCE: Final = 5_000


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Sentences with their offsets; one of more than 5,000 characters is no prose and is left out."""
    start = 0
    for match in _BOUNDARY.finditer(text):
        end = match.start() + 1
        if _ABBREVIATION.search(text[max(start, end - 8) : end]):
            continue
        if end - start <= _LONGEST_SENTENCE:
            yield start, text[start : match.end()].rstrip()
        start = match.end()
    if 0 < len(text) - start <= _LONGEST_SENTENCE:
        yield start, text[start:].rstrip()
