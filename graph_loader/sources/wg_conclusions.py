"""The section "Conclusions and/or recommendations" of a report, split into paragraphs and numbered items.

Two ways of numbering occur: `124.3 Ratify …` (from 2010 on), and `3. To ratify …`, beginning anew in each
paragraph (before); the latter get the built number `95.3`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from graph_loader.sources.pages import Line
from graph_loader.sources.wg_brackets import ends_with_states, read_brackets
from graph_loader.sources.wg_headings import is_heading

_SECTION: Final = re.compile(
    r"^(?:(?:[IVX]{1,4}|\d)\.? ?)?"
    r"(?:conclusions and(?: ?/? ?or)? recommendations|recommendations and ?/? ?or conclusions) ?[*0-9]{0,3}$",
    re.IGNORECASE,
)
_CLOSING: Final = re.compile(
    r"^(?:\d{1,3}\. ?)?All (?:the )?(?:conclusions|recommendations)(?: and\b|$)", re.IGNORECASE
)
_ANNEX: Final = re.compile(
    r"^(?:annex(?:es)?(?: [ivx\d]{1,4})?(?: ?\[.{0,40}\])?(?: composition of\b.*)?"
    r"|composition of the delegation.*|\[end conclusions.*)$",
    re.IGNORECASE,
)
_NEXT_SECTION: Final = re.compile(r"^(?:[IVX]{1,4}\.? ?)?voluntary (?:commitments|pledges)\b", re.IGNORECASE)
_LETTER: Final = re.compile(r"^(?:\([a-z]{1,2}\)|\(?\d{1,3}\)) ?")
_LEADING: Final = re.compile(r"^[*†:–—-]{1,3} ?(?=\S)")
"""A footnote's mark or a dash between the number and the text."""
_BARE_MARKER: Final = re.compile(r"^\d{1,3}\.(?:\d{1,3}\.?)?$")
_ITEM: Final = re.compile(r"^(\d{1,3}) ?\. ?(\d{1,3})(?!\d)[.:)]? *(?:[*†]{1,3} *)?(.*)$")
_NUMBER: Final = re.compile(r"^(\d{1,3})\.(?!\d) *(.*)$")
_NOTE: Final = re.compile(
    r"^(?:\*{1,4} ?\w|\d{1,2} [A-Z“\"].{0,80}?(?:[Rr]ecommendation|\bread\b|[Oo]riginal|A/HRC/)"
    r"|The (?:original )?recommendation (?:as )?read )"
)
"""How a footnote begins: with its mark, or with what most say (`The original recommendation read …`)."""
_NOTE_END: Final = re.compile(r"[.;”\")]$")

_LIST_ABOVE: Final = re.compile(r"\b(?:following|listed|below)\b")

Style = Literal["whole", "restarted", ""]
"""How the items of a paragraph are numbered: `124.3`, `3`, or there are none."""

_LARGEST_GAP: Final[dict[Style, int]] = {"whole": 400, "restarted": 15, "": 15}
"""A number further ahead than this is no list number but a figure that begins a line."""
_LONGEST_LINE: Final = 50_000
"""Longer items are not looked through for a second one."""
_LAST_PIECES: Final = 40
"""Lines that the States at the end of one recommendation may fill."""


@dataclass(frozen=True, slots=True)
class Item:
    """One recommendation as printed, States and all."""

    number: int | None
    """Number in the list of its paragraph; None for a recommendation that the report does not number."""
    text: str
    line: Line
    printed: str | None = None
    """What the report prints where that is not the number of the list it stands in."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One numbered paragraph: what it says, and the items below it."""

    number: int
    text: str
    line: Line
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Conclusions:
    """The section as it was found."""

    start: int
    """Index of its heading, or of its first line where it has none."""
    paragraphs: tuple[Paragraph, ...]
    closed: bool
    """True where the paragraph "All conclusions and/or recommendations …" ends the list."""
    annexed: bool
    """True where the annex follows."""
    strays: tuple[Item, ...]
    """Recommendations found after the closing paragraph, where some files misplace them."""


def read_conclusions(lines: Sequence[Line]) -> Conclusions | None:
    """Split the section into paragraphs; None where a file has no such section."""
    heading = _heading(lines)
    if heading is None:
        return None
    start, end = heading
    splitter = _Splitter()
    annexed = splitter.read(entries(lines[end:]))
    paragraphs = tuple(draft.finished() for draft in splitter.paragraphs)
    return Conclusions(start, paragraphs, splitter.closed, annexed, tuple(splitter.strays))


@dataclass(slots=True)
class _DraftItem:
    """An item while its lines are still coming in."""

    number: int
    pieces: list[str]
    line: Line
    printed: str | None = None

    @property
    def complete(self) -> bool:
        return ends_with_states(_joined(self.pieces[-_LAST_PIECES:]))

    def finished(self) -> Item:
        return Item(self.number, _LEADING.sub("", _joined(self._pieces())), self.line, self.printed)

    def _pieces(self) -> list[str]:
        """Without a heading on a theme that stands between this recommendation and the next."""
        last = len(self.pieces)
        while (start := self._start_of_theme(last)) is not None:
            last = start
        return self.pieces[:last]

    def _start_of_theme(self, end: int) -> int | None:
        for start in range(end - 1, max(end - 1 - _LINES_OF_THEME, 0), -1):
            above = self.pieces[max(start - _LAST_PIECES, 0) : start]
            if _is_theme(_joined(self.pieces[start:end])) and ends_with_states(_joined(above)):
                return start
        return None


@dataclass(slots=True)
class _DraftParagraph:
    """A paragraph while its lines are still coming in."""

    number: int
    pieces: list[str]
    line: Line
    items: list[_DraftItem] = field(default_factory=list)
    style: Style = ""

    @property
    def last(self) -> int:
        return self.items[-1].number if self.items else 0

    @property
    def complete(self) -> bool:
        """Whether what was read last is whole: a recommendation with its States, or a heading."""
        return not self.items or self.items[-1].complete

    def expects(self, number: int, rest: str) -> bool:
        """Whether a line that begins with this number can be the next item."""
        if not self.items:
            return number == 1 or (number <= 3 and _begins(rest))
        if number == self.last + 1:
            return _begins(rest) or self.complete
        return number <= self.last + _LARGEST_GAP[self.style] and _begins(rest) and self.complete

    def add(self, style: Style, item: _DraftItem) -> None:
        self.style = style
        self.items.append(item)

    def finished(self) -> Paragraph:
        items = tuple(draft.finished() for draft in self.items)
        if self.style == "whole":
            items = tuple(part for item in items for part in _parted(item, rf"{self.number}\."))
        heading, others = (self.pieces, ()) if items else self._on_same_lines() or self._split_heading()
        return Paragraph(self.number, _joined(heading), self.line, items or others)

    def _on_same_lines(self) -> tuple[list[str], tuple[Item, ...]] | None:
        """Heading and items of a list that runs on: `7. … the support of Samoa: 7.1 … (Chad); 7.2 …`."""
        text = _joined(self.pieces)
        for prefix in (rf"{self.number}\.", ""):
            first = re.search(rf": ?({prefix}1\.? )(?=[A-Z“(])", text)
            if first is not None and (prefix or is_heading(text[: first.start(1)])):
                item = Item(1, text[first.end() :], self.line)
                return [text[: first.start(1)].rstrip()], tuple(_parted(item, prefix))
        return None

    def _split_heading(self) -> tuple[list[str], tuple[Item, ...]]:
        """Recommendations may follow their heading without numbers, or with letters: they are counted."""
        colon = next((n for n, piece in enumerate(self.pieces) if ":" in piece), None)
        if colon is None or not ends_with_states(_joined(self.pieces[-_LAST_PIECES:])):
            return self.pieces, ()
        before, _, after = self.pieces[colon].partition(":")
        heading = [*self.pieces[:colon], f"{before}:"]
        if not is_heading(_joined(heading)):
            return self.pieces, ()
        texts = _unnumbered([after, *self.pieces[colon + 1 :]])
        numbers = range(1, len(texts) + 1) if len(texts) > 1 else [None]
        return heading, tuple(
            Item(number, text, self.line) for number, text in zip(numbers, texts, strict=True)
        )


def _heading(lines: Sequence[Line]) -> tuple[int, int] | None:
    """Lines of the last heading of the section, from and to (the first is in the table of contents)."""
    found: tuple[int, int] | None = None
    for position, line in enumerate(lines):
        if line.text[:40].lower().lstrip("ivx123456789. ").startswith(("conclusions", "recommendations")):
            following = lines[position + 1].text if position + 1 < len(lines) else ""
            if _SECTION.match(line.text):
                found = position, position + 1
            elif _SECTION.match(f"{line.text} {following}"):
                found = position, position + 2
    return found if found is not None else _start_without_heading(lines)


def _start_without_heading(lines: Sequence[Line]) -> tuple[int, int] | None:
    for position, line in enumerate(lines):
        if _NUMBER.match(line.text) and _is_list_above(_paragraph_at(lines, position)):
            return position, position
    return None


def _is_list_above(text: str) -> bool:
    return _LIST_ABOVE.search(text) is not None and is_heading(text)


def _paragraph_at(lines: Sequence[Line], start: int) -> str:
    """The lines of a paragraph up to its colon, or the first few where it has none."""
    pieces: list[str] = []
    for line in lines[start : start + _LINES_OF_HEADING]:
        if pieces and (_NUMBER.match(line.text) or _ITEM.match(line.text)):
            break
        pieces.append(line.text)
        if line.text.endswith(":"):
            break
    return _joined(pieces)


def entries(lines: Iterable[Line]) -> Iterator[tuple[Line, str]]:
    """Lines with text, without footnotes, each list number put before the text it numbers."""
    marker: tuple[Line, str] | None = None
    for line in _without_notes(lines):
        if _BARE_MARKER.match(line.text):
            if marker is not None:
                yield marker
            marker = line, line.text
        elif marker is not None:
            yield marker[0], f"{marker[1]} {line.text}"
            marker = None
        else:
            yield line, line.text
    if marker is not None:
        yield marker


def _without_notes(lines: Iterable[Line]) -> Iterator[Line]:
    """A footnote ends with its sentence, at an empty line or where a number begins the next."""
    in_note = False
    for line in lines:
        text = line.text
        if not text or text.isdigit():
            in_note = False
        elif _NOTE.match(text) or (in_note and not _NUMBER.match(text) and not _ITEM.match(text)):
            in_note = not _NOTE_END.search(text)
        else:
            in_note = False
            yield line


class _Splitter:
    """Walks through the lines; what a number at the start of a line means depends on those before."""

    def __init__(self) -> None:
        self.paragraphs: list[_DraftParagraph] = []
        self.strays: list[Item] = []
        self.closed = False

    def read(self, numbered: Iterable[tuple[Line, str]]) -> bool:
        """Take all lines up to the annex; tells whether there is one."""
        for line, text in numbered:
            if _ANNEX.match(text):
                return True
            if self.closed and _NEXT_SECTION.match(text):
                return True
            if self.closed:
                self._after_closing(line, text)
            elif _CLOSING.match(text):
                self.closed = True
            elif not self._take_number(line, text):
                self._continue(line, text)
        return False

    def _after_closing(self, line: Line, text: str) -> None:
        if ends_with_states(text):
            self.strays.append(Item(None, text, line))

    def _take_number(self, line: Line, text: str) -> bool:
        whole, number = _ITEM.match(text), _NUMBER.match(text)
        if whole is not None and self.paragraphs:
            return self._whole(line, int(whole[1]), int(whole[2]), whole[3])
        if number is None:
            return False
        if not self.paragraphs:
            self.paragraphs.append(_DraftParagraph(int(number[1]), [number[2]], line))
            return True
        return self._plain(line, int(number[1]), number[2])

    def _whole(self, line: Line, paragraph: int, number: int, rest: str) -> bool:
        """`124.3 Ratify …`."""
        current = self.paragraphs[-1]
        if current.style == "restarted":
            return False
        if paragraph != current.number:
            return self._other_paragraph(line, paragraph, number, rest)
        if not current.expects(number, rest):
            return False
        current.add("whole", _DraftItem(number, [rest], line))
        return True

    def _other_paragraph(self, line: Line, paragraph: int, number: int, rest: str) -> bool:
        """The number of another paragraph: a slip in the report, or a paragraph whose heading is lost."""
        current = self.paragraphs[-1]
        if not _begins(rest) or not current.complete:
            return False
        if current.items and number == current.last + 1:
            current.items.append(_DraftItem(number, [rest], line, printed=f"{paragraph}.{number}"))
            return True
        if number == 1 and paragraph == current.number + 1:
            items = [_DraftItem(1, [rest], line)]
            self.paragraphs.append(_DraftParagraph(paragraph, [], line, items, "whole"))
            return True
        return False

    def _plain(self, line: Line, number: int, rest: str) -> bool:
        """`96. …`: the next paragraph, or the next item of a list that counts from 1."""
        current = self.paragraphs[-1]
        ahead = current.number < number <= current.number + 5 and is_heading(rest)
        paragraph = ahead or (number == current.number + 1 and (_begins(rest) or current.complete))
        if current.style != "whole" and current.expects(number, rest):
            in_order = number == current.last + 1
            if (in_order and not ahead) or not paragraph:
                current.add("restarted", _DraftItem(number, [rest], line))
                return True
        if paragraph:
            self.paragraphs.append(_DraftParagraph(number, [rest], line))
        return paragraph

    def _continue(self, line: Line, text: str) -> None:
        if not self.paragraphs:
            return
        current = self.paragraphs[-1]
        if current.items and text.endswith(":") and is_heading(text) and current.complete:
            self.paragraphs.append(_DraftParagraph(current.number, [text], line))
        elif current.items:
            current.items[-1].pieces.append(text)
        else:
            current.pieces.append(text)


def _is_theme(text: str) -> bool:
    """`Lighthouses (and tides)`: short, begins as a sentence and ends as none, names no State in brackets."""
    if len(text) > _LONGEST_THEME or not text[:1].isupper() or not (text[-1].isalpha() or text[-1] == ")"):
        return False
    read = read_brackets(text)
    return not read.states and not read.unknown


_LONGEST_THEME: Final = 120
_LINES_OF_THEME: Final = 2
_LINES_OF_HEADING: Final = 10


def _begins(text: str) -> bool:
    """Whether a text begins as a sentence does, or is still to come."""
    return not text or text[0].isupper() or text[0] in "“\"'‘([" or text[0].isdigit()


_HYPHEN_AT_LINE_END: Final = re.compile(r"(?<=\w-)\n(?=[a-z])")


def _joined(pieces: Sequence[str]) -> str:
    return _HYPHEN_AT_LINE_END.sub("", "\n".join(filter(None, pieces))).replace("\n", " ")


def _unnumbered(pieces: Sequence[str]) -> list[str]:
    """Recommendations without numbers: each ends with States and the next begins a line, or has a letter."""
    texts: list[list[str]] = [[]]
    for piece in filter(None, (piece.strip() for piece in pieces)):
        if _begins(piece) and ends_with_states(_joined(texts[-1][-_LAST_PIECES:])):
            texts.append([])
        texts[-1].append(piece)
    return [_LETTER.sub("", _joined(text)) for text in texts]


def _parted(item: Item, prefix: str) -> Iterator[Item]:
    """Part items that share a line: `108.91 … (Kuwait); 108.92 …`; the prefix is a pattern for `108.`."""
    number, text = item.number, item.text
    while number is not None and len(text) < _LONGEST_LINE:
        marker = re.search(rf"[;.)] ({prefix}{number + 1}\.? )(?=[A-Z“(])", text)
        if marker is None or not ends_with_states(text[: marker.start(1)]):
            break
        yield replace(item, number=number, text=text[: marker.start(1)])
        number, text = number + 1, text[marker.end() :]
    yield replace(item, number=number, text=text)
