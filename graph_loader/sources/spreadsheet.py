"""Rows of spreadsheets: Excel workbooks (.xlsx, .xls) and separated text (.csv, .tsv), sheet by sheet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from weakref import WeakKeyDictionary

from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.spreadsheet_rows import Sheet, SheetRow
from graph_loader.sources.spreadsheet_text import first_text_rows, is_separated, text_sheet
from graph_loader.sources.spreadsheet_xls import xls_sheets
from graph_loader.sources.spreadsheet_xlsx import xlsx_sheets
from ontology.errors import SourceError

__all__ = ["Sheet", "SheetRow", "first_rows", "is_spreadsheet", "sheets"]

_LOOKED_AT = 30
_first_rows: WeakKeyDictionary[SourceFile, tuple[tuple[str, tuple[SheetRow, ...]], ...]] = WeakKeyDictionary()


def is_spreadsheet(file: SourceFile) -> bool:
    """Whether a file is a workbook, or text whose first lines are separated into cells."""
    return file.kind in ("xlsx", "xls") or (file.kind == "text" and is_separated(file))


def sheets(file: SourceFile) -> Iterator[Sheet]:
    """The sheets of a workbook, or the one of a text file. Rows are read as they are asked for.

    Raises SourceError for a file that is damaged, also while rows are read.
    """
    if file.kind == "xlsx":
        return xlsx_sheets(file)
    return xls_sheets(file) if file.kind == "xls" else iter((text_sheet(file),))


def first_rows(file: SourceFile) -> tuple[tuple[str, tuple[SheetRow, ...]], ...]:
    """The first 30 rows of each sheet with its name, to tell the format by; none from a fault on.

    They are read once for all formats that look at them, and no more of the file than they need. The reader
    of the format meets the fault again, and says what it is.
    """
    if file not in _first_rows:
        _first_rows[file] = _looked_at(file)
    return _first_rows[file]


def _looked_at(file: SourceFile) -> tuple[tuple[str, tuple[SheetRow, ...]], ...]:
    try:
        if file.kind == "text":
            return (("", tuple(_sound(first_text_rows(file)))),)
        if file.kind in ("xlsx", "xls"):
            found = xlsx_sheets(file, only_beginning=True) if file.kind == "xlsx" else sheets(file)
            return tuple((sheet.name, tuple(_sound(sheet.rows))) for sheet in islice(found, 20))
    except SourceError:
        pass
    return ()


def _sound(rows: Iterator[SheetRow]) -> Iterator[SheetRow]:
    """The first rows, up to a fault."""
    try:
        yield from islice(rows, _LOOKED_AT)
    except SourceError:
        return
