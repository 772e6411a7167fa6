"""Sheets of an Excel workbook (.xlsx; ECMA-376 part 1, 18), row by row in memory that does not grow.

Of a formula the value is read that was saved with it; a formula without one refuses the file. What stands in
cells merged downwards is that of all their rows; of cells merged across the first one has the text.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import BinaryIO, Final, cast

from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.spreadsheet_merged import MergedCells, Range, ranges_in
from graph_loader.sources.spreadsheet_numbers import Shown, number_text, shown
from graph_loader.sources.spreadsheet_rows import (
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Sheet,
    SheetRow,
    clean,
    column_letters,
    column_number,
    holds_something,
    refused,
    trimmed,
)
from graph_loader.sources.spreadsheet_strings import Parse, SharedStrings, unescaped
from graph_loader.sources.spreadsheet_xml import (
    DAMAGED,
    End,
    PartFault,
    Start,
    Text,
    fault,
    go_through,
    local_name,
)
from ontology.errors import SourceError

_MOST_SHEETS: Final = 1_000
_MOST_FORMATS: Final = 65_536
_LAST_COLUMN: Final = 16_384
_PIECES_LOOKED_AT: Final = 128
"""Pieces of a sheet, 8 MiB together, within which the first rows are looked for."""
_BOOLEANS: Final = {"1": "TRUE", "0": "FALSE", "true": "TRUE", "false": "FALSE"}


@dataclass(slots=True)
class _Workbook:
    """What the small parts of a workbook say."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    """Name, id of the relation to its part, whether it is hidden."""
    from_1904: bool = False
    parts: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By the id of the relation: the last word of its type, and the name of the part."""
    codes: dict[int, str] = field(default_factory=dict)
    formats: list[Shown] = field(default_factory=list)
    """What the style of each index shows."""
    strings: SharedStrings = field(default_factory=lambda: SharedStrings(lambda *_: iter(())))

    def take_sheet(self, name: str, attributes: dict[str, str]) -> None:
        """Take what an element of the workbook part says."""
        if name == "sheet" and len(self.sheets) < _MOST_SHEETS:
            relation = next((value for key, value in attributes.items() if local_name(key) == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((clean(attributes.get("name", "")), relation, hidden))
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true", "on")

    def take_relation(self, name: str, attributes: dict[str, str]) -> None:
        """Take what an element of the relations part says (ECMA-376 part 2, 6.5.3)."""
        if name == "Relationship" and len(self.parts) < _MOST_SHEETS:
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", ""))).lstrip("/")
            self.parts[attributes.get("Id", "")] = (kind, target)


def xlsx_sheets(file: SourceFile, *, only_beginning: bool = False) -> Iterator[Sheet]:
    """The worksheets of a workbook in its order, hidden ones too; raises SourceError where it is damaged.

    With `only_beginning` the rows may end before the sheet does, which tells the format all the same.
    """
    try:
        workbook = _workbook(file)
    except PartFault as error:
        raise fault(file.name, error) from error
    for name, relation, hidden in workbook.sheets:
        kind, part = workbook.parts.get(relation, ("", ""))
        if kind == "worksheet":
            yield Sheet(name, _rows(file, workbook, name, part, only_beginning), hidden)


def _workbook(file: SourceFile) -> _Workbook:
    workbook = _Workbook()
    _read(file, "xl/workbook.xml", workbook.take_sheet)
    _read(file, "xl/_rels/workbook.xml.rels", workbook.take_relation)
    by_kind = dict(workbook.parts.values())
    if "styles" in by_kind:
        _read(file, by_kind["styles"], _Styles(workbook).take)
    if "sharedStrings" in by_kind:
        workbook.strings = SharedStrings(_parser_of(file, by_kind["sharedStrings"]))
    return workbook


class _Styles:
    """Reads the number formats: those that a workbook defines stand before the styles that use them."""

    def __init__(self, workbook: _Workbook) -> None:
        self._workbook = workbook
        self._in_cell_styles = False

    def take(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt" and len(self._workbook.codes) < _MOST_FORMATS:
            self._workbook.codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            self._in_cell_styles = name == "cellXfs"
        elif name == "xf" and self._in_cell_styles and len(self._workbook.formats) < _MOST_FORMATS:
            format_id = _whole(attributes.get("numFmtId"))
            self._workbook.formats.append(shown(format_id, self._workbook.codes.get(format_id)))


def _read(file: SourceFile, part: str, take: Start) -> None:
    """Go through a small part for the attributes of its elements."""
    for _ in _parser_of(file, part)(take, _ignore, _ignore):
        pass


def _ignore(_: str) -> None:
    pass


def _parser_of(file: SourceFile, part: str) -> Parse:
    def parse(start: Start, end: End, text: Text) -> Iterator[None]:
        with _opened(file, part) as stream:
            yield from go_through(stream, start, end, text)

    return parse


@contextmanager
def _opened(file: SourceFile, part: str) -> Iterator[BinaryIO]:
    with file.seekable() as raw, zipfile.ZipFile(raw) as archive:
        names = {name.lower(): name for name in archive.namelist()}
        found = names.get(part.lower())
        if found is None:
            raise PartFault(f"lacks its part {part[:100]}. Save it again in Excel.")
        try:
            stream = archive.open(found)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise PartFault(f"is damaged ({error}). Get it again.") from error
        with stream:
            yield cast(BinaryIO, stream)


def _whole(digits: str | None) -> int:
    return int(digits) if digits and digits.isdecimal() and len(digits) < 10 else 0


def _rows(
    file: SourceFile, workbook: _Workbook, sheet: str, part: str, only_beginning: bool
) -> Iterator[SheetRow]:
    merged = MergedCells(() if only_beginning else _merged(file, part))
    reader = _RowReader(file.name, sheet, workbook, merged)
    pieces = _parser_of(file, part)(reader.start, reader.end, reader.text)
    try:
        for _ in islice(pieces, _PIECES_LOOKED_AT if only_beginning else None):
            yield from reader.done
            reader.done.clear()
    except (PartFault, SourceError) as error:
        yield from reader.done  # which tell the format, whose reader then tells the fault
        if isinstance(error, PartFault):
            raise fault(file.name, error) from error
        raise


def _merged(file: SourceFile, part: str) -> Iterator[Range]:
    try:
        with _opened(file, part) as stream:
            yield from ranges_in(stream, MOST_COLUMNS)
    except (PartFault, *DAMAGED):
        return  # reading the rows says what is wrong


class _RowReader:
    """Puts the cells of a sheet together; `done` are the rows that are finished."""

    def __init__(self, name: str, sheet: str, workbook: _Workbook, merged: MergedCells) -> None:
        self.done: list[SheetRow] = []
        self._name = name
        self._sheet = sheet
        self._workbook = workbook
        self._merged = merged
        self._number = 0
        self._cells: list[str] = []
        self._fractions: list[int] = []
        self._in_row = False
        self._column = 0
        self._type = "n"
        self._style = 0
        self._text: list[str] = []
        self._length = 0
        self._collecting = False
        self._phonetic = False
        self._has_formula = False
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c" and self._in_row:
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self._collecting = self._in_row and not self._phonetic
        elif name == "f":
            self._has_formula = self._in_row
        elif name == "row":
            self._in_row = True
            self._cells = []
            self._fractions = []
            self._column = 0
            self._number = _whole(attributes.get("r")) or self._number + 1
            if self._number > MOST_ROWS:
                raise self._refused(f"the sheet has a row {self._number}, more than Excel has.")
        elif name == "rPh":
            self._phonetic = True

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._column = _column(reference.rstrip("0123456789")) if reference else self._column + 1
        self._count += 1
        if not 1 <= self._column <= _LAST_COLUMN:
            raise self._refused(f"has a cell {reference!r:.20}, beyond the columns that Excel has.")
        if self._count > MOST_CELLS:
            raise self._refused(f"the sheet has more than {MOST_CELLS:,} cells. Split it.")
        self._type = attributes.get("t", "n")
        self._style = _whole(attributes.get("s"))
        self._has_formula = False
        self._text = []
        self._length = 0

    def text(self, text: str) -> None:
        if self._collecting:
            self._text.append(text)
            self._length += len(text)
            if self._length > LONGEST_CELL:
                raise self._refused(f"has a cell of more than {LONGEST_CELL:,} characters.")

    def end(self, name: str) -> None:
        if name == "c" and self._in_row:
            if self._text:
                self._put(clean(self._value("".join(self._text))))
                self._text = []
            elif self._has_formula and self._type != "str":  # which an empty text that it gives is
                cell = f"{column_letters(self._column)}{self._number}"
                raise self._refused(
                    f"the formula in {cell} has no value saved with it. Open the workbook in Excel or "
                    "LibreOffice, save it there, and add it again."
                )
        elif name in ("v", "t"):
            self._collecting = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "row":
            self._in_row = False
            if holds_something(self._cells):
                self._merged.fill(self._number, self._cells)
                self.done.append(SheetRow(self._number, trimmed(self._cells), tuple(self._fractions)))

    def _put(self, value: str) -> None:
        if self._column > MOST_COLUMNS:
            raise self._refused(f"has more than {MOST_COLUMNS:,} columns.")
        while len(self._cells) < self._column:
            self._cells.append("")
        self._cells[self._column - 1] = value

    def _value(self, text: str) -> str:
        if self._type == "n":
            formats = self._workbook.formats
            how = formats[self._style] if self._style < len(formats) else "number"
            if how == "number" and "." in text:
                self._fractions.append(self._column - 1)
            return number_text(text, how, self._workbook.from_1904)
        if self._type == "s":
            return self._workbook.strings[_whole(text.strip())]
        if self._type == "b":
            return _BOOLEANS.get(text, text)
        if self._type == "d":  # of Strict workbooks; 18.18.11
            return text.removesuffix("T00:00:00")
        return unescaped(text)

    def _refused(self, what: str) -> SourceError:
        return refused(self._name, what, f"{self._sheet}!{self._number}")


_column = lru_cache(maxsize=4_096)(column_number)
