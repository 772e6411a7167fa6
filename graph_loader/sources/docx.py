"""Paragraphs and tables of a Word document (Office Open XML, ECMA-376 part 1), in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from graph_loader.sources.docx_numbering import Numbering
from graph_loader.sources.docx_package import open_parts
from graph_loader.sources.docx_text import ParagraphText, content, is_on, read_paragraph, w
from graph_loader.sources.pages import Line
from graph_loader.sources.wg_pdf import clean

_MOST_COLUMNS: Final = 63
"""Of a table in Word; more are a mistake or an attack."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its paragraphs as text."""

    paragraphs: tuple[str, ...]
    """Those with text; a line break begins a paragraph too."""
    span: int = 1
    """Columns of the table's grid that it covers."""
    continues: bool = False
    """True where it is merged with the cell above, which then has all the text."""

    @property
    def text(self) -> str:
        """Its paragraphs as one line."""
        return " ".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, from 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table, from 1; nested tables are tables of their own."""

    number: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class WordDocument:
    """What a Word document says: paragraphs, with automatic numbers written out, and tables."""

    lines: tuple[Line, ...]
    """Every paragraph as a line, those in tables too; `line` counts paragraphs from 1.

    A paragraph with line breaks is several lines of one number; an empty one is an empty line.
    """
    tables: tuple[Table, ...]
    headers: tuple[str, ...] = ()
    """Lines of the running heads, which are not among the lines."""
    outside_tables: tuple[Line, ...] = ()
    """Those of the lines that stand in no table."""


def read_document(data: bytes, name: str) -> WordDocument:
    """Read a Word document. Raises SourceError for one that is damaged, has a password or is too large."""
    parts = open_parts(data, name)
    reader = _Reader(Numbering(parts.numbering, parts.styles))
    body = parts.document.find(w("body"))
    if body is not None:
        reader.blocks(body)
    heads = _Reader(Numbering(None, None))
    for header in parts.headers:
        heads.blocks(header)
    return WordDocument(
        tuple(reader.lines),
        tuple(reader.finished_tables()),
        tuple(dict.fromkeys(line.text for line in heads.lines if line.text)),
        tuple(reader.outside_tables),
    )


class _Reader:
    """Walks through a document: counts paragraphs and tables, and what Word numbers by itself."""

    def __init__(self, numbering: Numbering) -> None:
        self.lines: list[Line] = []
        self.outside_tables: list[Line] = []
        self._numbering = numbering
        self._paragraphs = 0
        self._inside = 0
        """How many tables the place is in."""
        self._tables: list[Table | None] = []
        """In the order in which they begin; None while a table is read."""

    def finished_tables(self) -> Iterator[Table]:
        """All tables, in the order in which they begin."""
        return (table for table in self._tables if table is not None)

    def blocks(self, container: Element) -> list[str]:
        """Read paragraphs and tables; gives the texts of the paragraphs that are in no inner table."""
        texts: list[str] = []
        before = ""
        for block in content(container):
            if block.tag == w("tbl"):
                self._table(block)
            elif block.tag == w("p"):
                read = read_paragraph(block)
                if _mark_is_deleted(block):  # the next paragraph goes on with its text
                    before += read.text
                    continue
                texts += self._paragraph(self._numbering.label(block) + before + read.text, read)
                before = ""
        if before:
            texts += self._paragraph(before, ParagraphText(before, ()))
        return texts

    def _paragraph(self, text: str, read: ParagraphText) -> list[str]:
        self._paragraphs += 1
        pieces = [clean(piece) for piece in text.split("\n")]
        lines = [Line(piece, None, self._paragraphs) for piece in pieces]
        self.lines += lines
        if not self._inside:
            self.outside_tables += lines
        boxed = [text for box in read.boxes for text in self.blocks(box)]
        return [*filter(None, pieces), *boxed]

    def _table(self, element: Element) -> None:
        place = len(self._tables)
        self._tables.append(None)
        self._inside += 1
        shown = (row for row in content(element) if row.tag == w("tr") and not _is_deleted_row(row))
        rows = tuple(Row(number, tuple(self._cells(row))) for number, row in enumerate(shown, start=1))
        self._tables[place] = Table(place + 1, rows)
        self._inside -= 1

    def _cells(self, row: Element) -> list[Cell]:
        skipped = _columns(row.find(f"{w('trPr')}/{w('gridBefore')}"), 0)
        cells = [Cell((), skipped)] if skipped else []
        for element in content(row):
            if element.tag != w("tc"):
                continue
            properties = element.find(w("tcPr"))
            span = _columns(properties.find(w("gridSpan")) if properties is not None else None, 1)
            texts = tuple(self.blocks(element))
            if _continues(properties, "hMerge") and cells:
                last = cells.pop()
                cells.append(Cell((*last.paragraphs, *texts), last.span + span, last.continues))
            elif _continues(properties, "vMerge"):
                cells.append(Cell((), span, continues=True))
            else:
                cells.append(Cell(texts, span))
        return cells


def _columns(element: Element | None, default: int) -> int:
    text = element.get(w("val"), "") if element is not None else ""
    return min(int(text), _MOST_COLUMNS) if text.isascii() and text.isdigit() and len(text) < 10 else default


def _continues(properties: Element | None, kind: str) -> bool:
    """Whether a cell is merged with that before (`hMerge`) or above it (`vMerge`)."""
    merge = properties.find(w(kind)) if properties is not None else None
    return merge is not None and merge.get(w("val"), "continue") != "restart"


def _mark_is_deleted(paragraph: Element) -> bool:
    mark = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    return mark is not None and any(mark.find(w(name)) is not None for name in ("del", "moveFrom"))


def _is_deleted_row(row: Element) -> bool:
    properties = row.find(w("trPr"))
    return properties is not None and (
        properties.find(w("del")) is not None or is_on(properties.find(w("hidden")))
    )
