"""Rows of separated text, however large: its encoding, its separator, its line ends (RFC 4180).

UTF-8, UTF-16 with a byte order mark, or else Mac Roman or Windows-1252, whichever reads better; separated by
comma, semicolon, tab or bar; lines that end in CRLF, LF or CR alone; quoted cells may hold any of them. A
last row that breaks off refuses the file.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from itertools import count, islice
from typing import BinaryIO, Final

from graph_loader.sources.pages import decode_text
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.spreadsheet_rows import (
    MOST_COLUMNS,
    MOST_ROWS,
    Sheet,
    SheetRow,
    clean,
    holds_something,
    refused,
    trimmed,
)
from graph_loader.sources.table_text import cut_off
from ontology.errors import SourceError

_SEPARATORS: Final = ",;\t|"
_EXCEL_SEPARATOR: Final = re.compile(r'"?sep=([,;\t|])"?[\r\n]*', re.IGNORECASE)
_LONGEST_LINE: Final = 1_000_000
_PIECE: Final = 1 << 20
_LOOKED_AT: Final = 40
"""Rows that tell the separator."""
_LONGEST_NAME: Final = 300
_MANY: Final = 5
_LONGEST_OF_MANY: Final = 60
"""Cells of a row, and characters of each, that make it a header whatever stands below it."""
_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_separated(file: SourceFile) -> bool:
    """Whether the first rows of a text file have the same number of cells, two or more."""
    try:
        return _separator(_beginning(file)) is not None
    except SourceError:
        return False


def text_sheet(file: SourceFile) -> Sheet:
    """The rows of a text file; raises SourceError, also while they are read, where it is malformed."""
    return Sheet("", _rows(file))


def first_text_rows(file: SourceFile) -> Iterator[SheetRow]:
    """The first rows, from the first bytes alone; raises SourceError where they are malformed."""
    text = _beginning(file)
    separator = _separator(text)
    if separator is not None:
        yield from _read(io.StringIO(text, newline=""), separator, file.name)


def _rows(file: SourceFile) -> Iterator[SheetRow]:
    separator = _separator(_beginning(file))
    if separator is None:
        raise refused(file.name, "its lines are not separated into cells by comma, semicolon, tab or bar.")
    with file.open() as stream:
        text = io.TextIOWrapper(_buffered(stream), _encoding(file), "replace", newline="")
        yield from _read(text, separator, file.name)


def _buffered(stream: BinaryIO) -> BinaryIO:
    return io.BufferedReader(stream, _PIECE) if isinstance(stream, io.RawIOBase) else stream


def _beginning(file: SourceFile) -> str:
    """The first bytes as text, up to the last line end in them."""
    head = file.head
    if head.startswith(_MARKS):
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
    else:
        text = decode_text(head, file.name)
    return text.removeprefix("\ufeff")


def _encoding(file: SourceFile) -> str:
    """Name of the encoding that the whole file reads best in."""
    if file.head.startswith(_MARKS):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    with file.open() as stream:
        while piece := stream.read(_PIECE):
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                return _eight_bit(piece, file.name)
    return "utf-8-sig"


def _eight_bit(piece: bytes, name: str) -> str:
    """The encoding that `decode_text` chose for a piece that is not UTF-8."""
    text = decode_text(piece, name)
    matching = (one for one in ("mac_roman", "cp1252") if piece.decode(one, "replace") == text)
    return next(matching, "utf-8-sig")


def _separator(text: str) -> str | None:
    """The separator that gives the first rows the same number of cells; the most cells where several do."""
    if named := _EXCEL_SEPARATOR.match(text):
        return named[1]
    widths = {separator: _width(text, separator) for separator in _SEPARATORS}
    best = max(widths, key=lambda separator: widths[separator])
    return best if widths[best] > 1 else None


def _width(text: str, separator: str) -> int:
    """Cells of most of the first rows, 0 where they differ or the first full one reads as no header.

    Below a first row of many short cells the others may differ: a cell or two may be missing or too many.
    """
    rows = list(_first(text, separator))
    if not rows:
        return 0
    counts = Counter(map(len, rows))
    width, times = max(counts.items(), key=lambda item: (item[1], item[0]))
    longest = _LONGEST_NAME
    if times * 5 < len(rows) * 4:
        width, longest = len(rows[0]), _LONGEST_OF_MANY
        if width < _MANY:
            return 0
    header = next(row for row in rows if len(row) == width)
    return 0 if any(len(cell) > longest for cell in header) else width


def _first(text: str, separator: str) -> Iterator[list[str]]:
    """Some of the first rows, without blank ones and the last, which may be cut off."""
    reader = csv.reader(_lines(io.StringIO(text, newline="")), delimiter=separator)
    before: list[str] = []
    try:
        for row in islice(reader, _LOOKED_AT):
            if before:
                yield before
            before = row if holds_something(row) else []
        if before and len(text) < _PIECE // 4:
            yield before
    except (csv.Error, SourceError):
        return


def _read(text: io.TextIOBase, separator: str, name: str) -> Iterator[SheetRow]:
    lines = _lines(text)
    first = next(lines, "")
    numbers = count(1)
    if _EXCEL_SEPARATOR.fullmatch(first.removeprefix("\ufeff")):
        next(numbers)
    else:
        lines = _with(first, lines)
    last: deque[str] = deque(maxlen=1)
    reader = csv.reader(_remembered(lines, last), delimiter=separator, strict=True)
    width = before = 0
    for number in numbers:
        try:
            cells = next(reader, None)
        except (csv.Error, SourceError) as error:
            raise refused(name, f"row {number}: {_why(error)}", f"row={number}") from error
        if cells is None:
            if width < before and not "".join(last).endswith(("\n", "\r")):
                raise refused(name, f"row {number - 1}: {cut_off(width, before)}", f"row={number - 1}")
            return
        if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
            what = f"has more than {MOST_ROWS:,} rows or {MOST_COLUMNS:,} columns. Split it."
            raise refused(name, what, f"row={number}")
        if holds_something(cells):
            width, before = len(cells), width
            yield SheetRow(number, trimmed([clean(cell) for cell in cells]))


def _remembered(lines: Iterable[str], last: deque[str]) -> Iterator[str]:
    for line in lines:
        last.append(line)
        yield line


def _with(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def _lines(text: io.TextIOBase) -> Iterator[str]:
    """Lines with their ends; not split at characters that are text in CSV."""
    while line := text.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise SourceError(f"a line has more than {_LONGEST_LINE:,} characters, so this is no table.")
        yield line


def _why(error: Exception) -> str:
    reason = str(error)
    if "field larger" in reason:
        return "a cell does not end; perhaps a quotation mark is missing. Save the table again."
    if "unexpected end" in reason:
        return "a quotation mark is opened and never closed. Save the table again."
    if "expected after" in reason:
        return "text follows a closing quotation mark; inside a quoted cell, double the mark."
    return reason[:1].upper() + reason[1:]
