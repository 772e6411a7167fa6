"""Sheets of a workbook of Excel 97-2003 (.xls, [MS-XLS]), and older; of a formula the value saved with it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.spreadsheet_merged import MergedCells
from graph_loader.sources.spreadsheet_numbers import float_text, moment_text
from graph_loader.sources.spreadsheet_rows import LONGEST_CELL, Sheet, SheetRow, clean, refused, trimmed
from ontology.errors import SourceError

_Cell = int | float | str | bool | time | date | datetime | timedelta


def xls_sheets(file: SourceFile) -> Iterator[Sheet]:
    """The worksheets in the workbook's order, hidden ones too; raises SourceError where it is damaged."""
    workbook = _opened(file)
    for about in workbook.sheets_metadata:
        if about.typ == SheetTypeEnum.WorkSheet:
            hidden = about.visible != SheetVisibleEnum.Visible
            yield Sheet(clean(about.name), _rows(file, workbook, about.name), hidden)


def _opened(file: SourceFile) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(file.data))
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(file.name, error) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # how the library's Rust says that it met the unforeseen
            raise _damaged(file.name, error) from None
        raise


def _damaged(name: str, error: BaseException) -> SourceError:
    return refused(name, f"the workbook is damaged or no Excel workbook ({str(error)[:200]}). Get it again.")


def _rows(file: SourceFile, workbook: CalamineWorkbook, name: str) -> Iterator[SheetRow]:
    sheet = workbook.get_sheet_by_name(name)
    ranges = ((first[0] + 1, last[0] + 1, first[1]) for first, last in sheet.merged_cell_ranges or ())
    merged = MergedCells(ranges)
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        filled = [_text(cell) for cell in cells]
        if any(map(str.strip, filled)):
            merged.fill(number, filled)
        texts = trimmed(filled)
        if any(len(text) > LONGEST_CELL for text in texts):
            raise refused(
                file.name, f"has a cell of more than {LONGEST_CELL:,} characters.", f"{name}!{number}"
            )
        if any(map(str.strip, texts)):
            yield SheetRow(number, texts)


def _text(cell: _Cell) -> str:
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return float_text(cell)
    if isinstance(cell, datetime | date | time):
        return moment_text(cell, "moment")
    return str(cell)
