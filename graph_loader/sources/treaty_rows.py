"""A table of treaty status as rows of cells, whatever it is saved as.

Workbooks, separated text, text pasted from a page (tabs, bars or columns of spaces), saved pages (HTML), and
the XML of the UN Treaty Collection: lines above and below a table are rows of one cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import islice, pairwise
from typing import Final, Literal
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from graph_loader.sources.pages import decode_text
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.spreadsheet import first_rows, sheets
from graph_loader.sources.table_text import cut_off
from ontology.errors import SourceError

LONGEST_CELL: Final = 1_000
"""Characters that are kept of a cell: names, titles and dates are shorter, declarations are not read."""
MOST_ROWS: Final = 100_000
"""Rows of one file."""
_MOST_CELLS: Final = 400
_MOST_ELEMENTS: Final = 400_000
_LARGEST_PAGE: Final = 8 << 20
_LOOKED_AT: Final = 400

_MARKUP: Final = re.compile(r"\s*<superscript>[^<]{0,60}</superscript>|<[^<>]{0,300}>", re.IGNORECASE)
_XML: Final = re.compile(rb"<(?:ExternalData|Participants|Titlesect)\b")
_HTML: Final = re.compile(rb"<(?:html|table|tr|body)\b", re.IGNORECASE)
_SEPARATORS: Final = ("\t", "|", "¦", ";", ",")
_Quoting = Literal[0, 3]
_QUOTING: Final[tuple[_Quoting, ...]] = (csv.QUOTE_MINIMAL, csv.QUOTE_NONE)
_RULE: Final = re.compile(r"[\s|¦:+=_.\-]*")

IsHeader = Callable[[tuple[str, ...]], bool]
"""Whether cells are the column names of a table of treaty status."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row that holds something, and where it stands: `row=12`, `line=40` or `Sheet1!12`."""

    place: str
    cells: tuple[str, ...]

    @property
    def line(self) -> str:
        """What is written in it."""
        return " ".join(filter(None, self.cells))


def first_table_rows(file: SourceFile, is_header: IsHeader) -> Iterator[TableRow]:
    """Rows of the beginning of a file, enough to tell what it is; nothing of what cannot be read."""
    try:
        if file.kind == "text":
            yield from islice(_text_rows(file.head, file.name, is_header, cut=True), _LOOKED_AT)
        else:
            for name, rows in first_rows(file):
                yield from (TableRow(f"{name}!{row.number}", _clean(row.cells)) for row in rows)
    except SourceError:
        return


def table_rows(file: SourceFile, is_header: IsHeader) -> Iterator[TableRow]:
    """All rows of a file. Raises SourceError for a file that is damaged or beyond the limits."""
    if file.kind == "text":
        rows: Iterable[TableRow] = _text_rows(file.data, file.name, is_header, cut=False)
    else:
        rows = (
            TableRow(f"{sheet.name}!{row.number}", _clean(row.cells))
            for sheet in sheets(file)
            for row in sheet.rows
        )
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            raise SourceError(
                f"{file.name}: more than {MOST_ROWS:,} rows, which no table of treaty status has. "
                "Nothing was stored.",
                f"{file.name}#{row.place}",
            )
        yield row


def _clean(cells: Iterable[str]) -> tuple[str, ...]:
    kept = [
        " ".join(_MARKUP.sub("", cell[:LONGEST_CELL]).split()) for cell in islice(iter(cells), _MOST_CELLS)
    ]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _text_rows(data: bytes, name: str, is_header: IsHeader, *, cut: bool) -> Iterator[TableRow]:
    start = data[: 64 << 10].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<") and _XML.search(data[: 256 << 10]):
        yield from _xml_rows(data, name, cut=cut)
    elif start.startswith(b"<") and _HTML.search(start):
        yield from _html_rows(data, name)
    else:
        text = decode_text(data, name)
        yield from _separated(text, name, is_header)


# ---------- Text ----------


def _separated(text: str, name: str, is_header: IsHeader) -> Iterator[TableRow]:
    """Rows by the separator that makes a header of one of the first lines, else by columns of spaces."""
    for separator in _SEPARATORS:
        # What is pasted from a page quotes no cells; what is separated by commas must.
        for quoting in _QUOTING if separator in "\t|¦" else _QUOTING[:1]:
            if separator in text and _has_header(_csv_rows(text, separator, quoting, name), is_header):
                return _csv_rows(text, separator, quoting, name)
    return _aligned_rows(text, is_header)


def _has_header(rows: Iterator[TableRow], is_header: IsHeader) -> bool:
    try:
        return any(is_header(row.cells) for row in islice(rows, _LOOKED_AT))
    except SourceError:
        return False


def _csv_rows(text: str, separator: str, quoting: _Quoting, name: str) -> Iterator[TableRow]:
    """Rows numbered as in RFC 7111, section 2; bars at both ends of a line make no cells."""
    bars = separator in "|¦"
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting)
    before: list[str] = []
    try:
        for number, row in enumerate(reader, 1):
            last, before = len(before), row
            cells = row[1:] if bars and len(row) > 2 and not row[0].strip() else row
            if bars and _RULE.fullmatch("".join(cells)[:LONGEST_CELL]):
                continue
            if cleaned := _clean(cells):
                yield TableRow(f"row={number}", cleaned)
        # A line of one cell is a note below the table.
        if 1 < len(before) < last and not text.endswith(("\n", "\r")):
            raise SourceError(f"{name}: {cut_off(len(before), last)}", f"{name}#row={number}")
    except csv.Error as error:
        raise SourceError(
            f"{name}: a cell does not end ({error}); perhaps a quotation mark is missing. Nothing was "
            "stored.",
            f"{name}#line={reader.line_num}",
        ) from error


def _aligned_rows(text: str, is_header: IsHeader) -> Iterator[TableRow]:
    """Lines whose cells stand under the names of the columns, at least two spaces apart."""
    starts: tuple[int, ...] = ()
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw[: 4 * LONGEST_CELL].expandtabs()
        pieces = list(_pieces(line, starts))
        cells = _clean(piece for _, piece in pieces)
        if not cells:
            continue
        if is_header(cells):
            starts = tuple(start for start, _ in pieces)
        elif len(pieces) > 1 and len(starts) > 1:
            cells = _under(starts, pieces)
        yield TableRow(f"line={number}", cells)


def _pieces(line: str, starts: tuple[int, ...]) -> Iterator[tuple[int, str]]:
    """Words at least two spaces apart, or cut where a column begins, each with its first position."""
    for found in re.finditer(r"\S+(?:\s\S+)*", line):
        cuts = [s for s in starts if found.start() < s < found.end() and line[s - 1] == " " != line[s]]
        for start, end in pairwise((found.start(), *cuts, found.end())):
            yield start, line[start:end].strip()


def _under(starts: tuple[int, ...], pieces: list[tuple[int, str]]) -> tuple[str, ...]:
    """Each piece in the column whose name begins nearest to it."""
    cells = [""] * len(starts)
    for start, piece in pieces:
        column = min(range(len(starts)), key=lambda index: abs(starts[index] - start))
        cells[column] = f"{cells[column]} {piece}".strip()
    return _clean(cells)


# ---------- HTML ----------


class _Tables(HTMLParser):
    """Collects table rows, and other text as rows of one cell; raised marks for notes are left out."""

    _BLOCKS: Final = frozenset(
        {"p", "div", "br", "h1", "h2", "h3", "h4", "li", "table", "title", "caption", "body", "section"}
    )
    _SILENT: Final = frozenset({"script", "style", "sup", "select", "noscript"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[str, ...]] = []
        self._text: list[str] = []
        self._open: list[
            list[list[str]]
        ] = []  # rows of the tables that stand in each other, as cells of pieces
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._SILENT:
            self._silent.append(tag)
        elif tag == "tr":
            self._line()
            self._open.append([])
        elif tag in ("td", "th") and self._open:
            self._open[-1].append([])
        elif tag in self._BLOCKS:
            self._line()

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        elif tag == "tr" and self._open:
            self._row(tuple(" ".join(cell) for cell in self._open.pop()))
        elif tag in self._BLOCKS:
            self._line()

    def handle_data(self, data: str) -> None:
        if self._silent or not data.strip():
            return
        if self._open and self._open[-1]:
            self._open[-1][-1].append(data)
        else:
            self._text.append(data)

    def close(self) -> None:
        super().close()
        while self._open:
            self._row(tuple(" ".join(cell) for cell in self._open.pop()))
        self._line()

    def _line(self) -> None:
        if self._text:
            self._row((" ".join(self._text),))
            self._text = []

    def _row(self, cells: tuple[str, ...]) -> None:
        if cleaned := _clean(cells):
            self.rows.append(cleaned)


def _html_rows(data: bytes, name: str) -> Iterator[TableRow]:
    if len(data) > _LARGEST_PAGE:
        raise SourceError(
            f"{name}: a page of more than {_LARGEST_PAGE >> 20} MiB. Save its table as CSV or as a workbook. "
            "Nothing was stored.",
            name,
        )
    parser = _Tables()
    parser.feed(decode_text(data, name))
    parser.close()
    return (TableRow(f"row={number}", cells) for number, cells in enumerate(parser.rows, 1))


# ---------- XML of the UN Treaty Collection ----------

_HEADINGS: Final = frozenset({"name", "titlesect", "labeltext", "conclusion", "signatories", "parties"})


def _xml_rows(data: bytes, name: str, *, cut: bool) -> Iterator[TableRow]:
    """Headings of `ExternalData`, then the rows of the table in `Participants` (MTDSG, `IV-4.en.xml`)."""
    path: list[str] = []
    number = count = 0
    try:
        for event, element in iterparse(io.BytesIO(data), events=("start", "end")):
            if event == "start":
                path.append(_local(element))
                count += 1
                if len(path) > 100 or count > _MOST_ELEMENTS:
                    raise SourceError(
                        f"{name}: more than {_MOST_ELEMENTS:,} elements, or more than 100 in each other, "
                        "which "
                        "no file of the Treaty Collection has. Nothing was stored.",
                        name,
                    )
                continue
            path.pop()
            cells = _cells(element, path)
            if cells:
                number += 1
                yield TableRow(f"row={number}", cells)
            if not path or path[-1] not in ("row", "entry"):
                element.clear()
            if _local(element) == "participants":
                return
    except (ParseError, DefusedXmlException) as error:
        if not cut:
            raise SourceError(
                f"{name}: the XML cannot be read ({error}). Save the file again. Nothing was stored.", name
            ) from error


def _cells(element: Element, path: list[str]) -> tuple[str, ...]:
    kind = _local(element)
    if kind == "row" and "participants" in path:
        return _clean("".join(entry.itertext()) for entry in element)
    if kind in _HEADINGS and "participants" not in path:
        label = f"{kind}: " if kind in ("signatories", "parties") else ""
        return _clean((label + "".join(element.itertext()),))
    return ()


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
