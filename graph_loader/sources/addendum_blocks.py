"""Lines of an addendum put together: headings, numbered paragraphs, and entries that begin with a number.

A line that begins with numbers is an entry on them, unless the line before breaks off inside a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from graph_loader.sources.addendum_answers import answers
from graph_loader.sources.addendum_numbers import NumberList, list_at
from graph_loader.sources.pages import Line

Kind = Literal["heading", "paragraph", "entry"]

_MARKED_HEADING: Final = re.compile(r"^(?P<marker>[IVX]{1,5}|[A-Z])\. ?(?=[A-Z“])")
_PARAGRAPH: Final = re.compile(r"^(\d{1,3})\.(?:\s+|(?=[A-Z“\"(])|$)")
_WIDEST_GAP: Final = 3
"""Paragraph numbers that may be missing; more is a figure at the start of a line."""
_BULLET: Final = re.compile(r"^(?:[•●▪■◦·]|[-–—](?= )|\([a-z]{1,4}\)(?= ))\s*")
_ENTRY: Final = re.compile(
    r"^(?P<word>(?:(?:UPR )?Recommendations?|RECOMMENDATIONS?|Recs?\.?|Rec\.s|Paragraphs?|Paras?\.?)\s*:?\s*"
    r"(?:(?:Nos?\.?|N°|numbers?|#)\s*)?|(?:Nos?\.|N°|#)\s*)?\(?(?=\d)"
)
_BREAKS_OFF: Final = re.compile(
    r"(?:[,(–—-]|\d;|\b(?:and|to|or|of|in|by|the|with|see|also|under|for|on|through|both|recommendations?|recs?\.?|paragraphs?|paras?\.?"
    r"|nos?\.?|numbers?|following|namely|articles?|from|at|than|about|over|by|is|are|was))$",
    re.IGNORECASE,
)
_LABELLED: Final = re.compile(
    r"^\w{1,15}\.?\s*(?:(?:Nos?\.?|N°|#)\s*)?\d{1,3}(?:\.\d{1,3})?\s*(?:[:–—]|-\s)|^Recommendation:",
    re.IGNORECASE,
)
_VERB_AT_END: Final = re.compile(r"\b(?:accepts|supports|notes|rejects|endorses)$")
_FULL_LINE: Final = 50
_MID_LIST: Final = re.compile(r"(?:,|\b(?:and|to))$")
_ENDS: Final = re.compile(r"[.:;?!”\")\]]$")
_NUMBER_AT_END: Final = re.compile(r"(\d{1,3})\.(\d{1,3})[.,]?$")
_NUMBER_ALONE: Final = re.compile(
    r"^\W{0,3}\d{1,3}\.\d{1,3}(?:[\d\s.,;–-]|and\b|to\b|\([^()]{1,60}\)){0,200}$"
)
"""Numbers and nothing else but a remark behind one: `140.3 (partially)`, `140.4; 140.5`."""
_OF_SEVERAL: Final = re.compile(r"\brecommendations\b", re.IGNORECASE)
_NOTES: Final = re.compile(r"^(?:end)?notes?$", re.IGNORECASE)
_LONGEST_HEADING: Final = 220
_HEADING_LINES: Final = 4
_LONGEST_BLOCK: Final = 60_000


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, or an entry with the numbers it begins with."""

    kind: Kind
    text: str
    """Of an entry without its numbers."""
    place: str
    paragraph: str | None
    """Number of the addendum's paragraph that it is, or stands in."""
    numbers: NumberList | None = None
    marker: str = ""
    """How a heading is marked: `I`, `A`, or not at all."""


@dataclass(slots=True)
class _Draft:
    kind: Kind
    pieces: list[str]
    place: str
    paragraph: str | None
    marker: str = ""
    bare: bool = False
    """An entry whose numbers may be items alone, since a word says that they are recommendations."""


@dataclass(slots=True)
class _Writer:
    """Collects blocks line by line."""

    known: frozenset[int]
    """Paragraphs before the dot of numbers that are recommendations'."""
    whole_lines: bool
    """True where a line is a paragraph, as in Word documents."""
    done: list[Block] = field(default_factory=list)
    draft: _Draft | None = None
    headed: bool = False
    """Whether a heading with an answer stood above."""
    last: str = ""
    """The line before, empty after a blank one."""
    paragraph: int | None = None

    def take(self, line: Line, following: str) -> None:
        """Take a line; `following` is the next one with text."""
        text = line.text
        if not text:
            self.close()
            self.last = ""
            return
        opened = self._opened(line, text, following)
        if opened is not None:
            self.close()
            self.draft = opened
        elif self.draft is None or (self.whole_lines and self.draft.kind != "entry"):
            self.close()
            self.draft = _Draft("paragraph", [text], line.fragment, self._number)
        else:
            self.draft.pieces.append(text)
        self.last = text

    @property
    def _number(self) -> str | None:
        return None if self.paragraph is None else str(self.paragraph)

    def _opened(self, line: Line, text: str, following: str) -> _Draft | None:
        if (number := self._paragraph_number(text)) is not None:
            self.paragraph = number
            rest = _PARAGRAPH.sub("", text, count=1).strip()
            return self._entry(rest, line) or _Draft("paragraph", [rest], line.fragment, str(number))
        if (entry := self._entry(text, line)) is not None:
            return entry
        if (marked := _MARKED_HEADING.match(text)) is not None and self._heading_here(text):
            return _Draft("heading", [text[marked.end() :]], line.fragment, None, marked["marker"])
        if self._is_bare_heading(text, following):
            return _Draft("heading", [text], line.fragment, None)
        bullet = _BULLET.match(text)
        if bullet is None or _MID_LIST.search(self.last):
            return None
        return self._after_bullet(line, text[bullet.end() :], following)

    def _after_bullet(self, line: Line, rest: str, following: str) -> _Draft:
        if rest and self._is_bare_heading(rest, following):
            return _Draft("heading", [rest], line.fragment, None)
        entry = self._entry(rest, line, begins=True)
        return entry or _Draft("paragraph", [rest], line.fragment, self._number)

    def _paragraph_number(self, text: str) -> int | None:
        match = _PARAGRAPH.match(text)
        if match is None or (_BREAKS_OFF.search(self.last) and not self._after_heading):
            return None
        number = int(match[1])
        first = 1 if self.paragraph is None else self.paragraph + 1
        begins = text[match.end() : match.end() + 1]
        in_order = first <= number < first + _WIDEST_GAP
        return (
            number
            if in_order and (not begins or begins.isupper() or begins in "“\"'‘([" or begins.isdigit())
            else None
        )

    @property
    def _after_heading(self) -> bool:
        return self.draft is not None and self.draft.kind == "heading"

    def _entry(self, text: str, line: Line, begins: bool = False) -> _Draft | None:
        match = _ENTRY.match(text)
        if match is None or (not begins and self._breaks_off(text)):
            return None
        word = match["word"] or ""
        if word and not self._may_begin_with_a_word(text):
            return None
        found = list_at(text, match.end(), self.known, bare=bool(word))
        if found is None:
            return None
        return _Draft("entry", [text], line.fragment, self._number, bare=bool(word))

    def _may_begin_with_a_word(self, text: str) -> bool:
        """A line inside a sentence may begin with `Recommendation 5` too."""
        begins = self.whole_lines or not self.last or self._after_heading
        return (
            begins
            or _ENDS.search(self.last) is not None
            or _NUMBER_ALONE.match(self.last) is not None
            or self._answered
            or _LABELLED.match(text) is not None
        )

    @property
    def _answered(self) -> bool:
        """Whether the line before is short and ends with an answer, as in lists and tables."""
        return len(self.last) < 60 and bool(found := answers(self.last)) and found[-1].end == len(self.last)

    def _breaks_off(self, text: str) -> bool:
        if not self.last or self._after_heading or self.whole_lines:
            return False
        if _BREAKS_OFF.search(self.last) or self._ends_with_a_verb:
            return True
        above, here = _NUMBER_AT_END.search(self.last), re.match(r"(\d{1,3})\.(\d{1,3})", text)
        if above is None or here is None or above[1] != here[1] or int(here[2]) <= int(above[2]):
            return False
        return (
            re.match(r"\d{1,3}\.\d{1,3}[.,;]? ?(?:and )?\d{1,3}\.\d", text) is not None and "," in self.last
        )

    @property
    def _ends_with_a_verb(self) -> bool:
        """A full line of a sentence, `… 140.5, and partially accepts`; no entry such as `5.1 accepts`."""
        return len(self.last) > _FULL_LINE and _VERB_AT_END.search(self.last) is not None

    def _heading_here(self, text: str) -> bool:
        return (
            len(text) <= _LONGEST_HEADING
            and not _BREAKS_OFF.search(self.last)
            and not text.endswith((",", ";"))
        )

    def _is_bare_heading(self, text: str, following: str) -> bool:
        """`Recommendations accepted`: no sentence, an answer in it, and a new block after it."""
        if len(text) > _LONGEST_HEADING or not text[0].isupper() or text.endswith((".", ",", ";")):
            return False
        ended = _ENDS.search(self.last) or _NUMBER_ALONE.match(self.last)
        if self.last and not (ended or self._after_heading or self.whole_lines):
            return False
        if re.match(
            r"(?:response|position|answer|reply|status|comments?|explanation)s?\b.{0,40}:", text, re.I
        ):
            return False
        speaks = "recommendation" in text.lower() or len(text.split()) <= 3
        begins_block = (
            _PARAGRAPH.match(following)
            or _MARKED_HEADING.match(following)
            or _ENTRY.match(following)
            or _BULLET.match(following)
        )
        return speaks and bool(answers(text)) and begins_block is not None and self._not_an_entry_reply(text)

    def _not_an_entry_reply(self, text: str) -> bool:
        """`Accepted` below the text of a recommendation answers it, unless such words are headings here.

        `Recommendations noted` below a number that stands alone is of those that follow.
        """
        if self.draft is not None and self.draft.kind == "entry":
            of_several = _OF_SEVERAL.search(text) is not None
            after_numbers = _NUMBER_ALONE.match(self.last) is not None
            return self.headed and (
                (of_several and self._is_on_one) or (after_numbers and (of_several or text.endswith(":")))
            )
        if self.draft is not None:
            return True
        return self.headed or not self.done or self.done[-1].kind != "entry"

    @property
    def _is_on_one(self) -> bool:
        """Whether the entry at hand is on one recommendation, so that a plural cannot answer it."""
        text = self.draft.pieces[0] if self.draft is not None else ""
        match = _ENTRY.match(text)
        found = list_at(text, match.end(), self.known, bare=bool(match["word"])) if match else None
        return found is not None and len(found.names) == 1

    def close(self) -> None:
        """Finish the block at hand."""
        draft, self.draft = self.draft, None
        if draft is None:
            return
        text = _joined(draft.pieces)[:_LONGEST_BLOCK]
        if draft.kind == "heading":
            self.headed = self.headed or bool(answers(text))
            self.done.append(Block("heading", text, draft.place, None, marker=draft.marker))
        elif draft.kind == "entry":
            match = _ENTRY.match(text)
            found = list_at(text, match.end() if match else 0, self.known, bare=draft.bare)
            rest = text[found.end :] if found else text
            self.done.append(Block("entry", rest.lstrip(" .:–—-)"), draft.place, draft.paragraph, found))
        else:
            self.done.append(Block("paragraph", text, draft.place, draft.paragraph))


def blocks(lines: Sequence[Line], known: frozenset[int], whole_lines: bool) -> tuple[Block, ...]:
    """Put lines together; `known` are the paragraphs before the dot of numbers that are recommendations'."""
    writer = _Writer(known, whole_lines)
    kept = list(_until_notes(lines))
    following = _following(kept)
    for line, after in zip(kept, following, strict=True):
        if (
            writer.draft is not None
            and writer.draft.kind == "heading"
            and len(writer.draft.pieces) > _HEADING_LINES
        ):
            writer.draft.kind = "paragraph"
        writer.take(line, after)
    writer.close()
    return tuple(writer.done)


def _until_notes(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        if _NOTES.match(line.text):
            return
        yield line


def _following(lines: Sequence[Line]) -> list[str]:
    after: list[str] = []
    following = ""
    for line in reversed(lines):
        after.append(following)
        following = line.text or following
    return after[::-1]


_HYPHEN_AT_LINE_END: Final = re.compile(r"(?<=[^\W\d]-)\n(?=[a-z])|(?<=\d[-–])\n(?=\d)")


def _joined(pieces: Sequence[str]) -> str:
    return _HYPHEN_AT_LINE_END.sub("", "\n".join(pieces)).replace("\n", " ")
