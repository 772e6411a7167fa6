"""Records of a spreadsheet of OHCHR's index: the 16 columns of its export, in any order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.spreadsheet import SheetRow, first_rows, sheets
from graph_loader.sources.uhri_fields import RawRecord, field_of, is_record

_HEADER_WITHIN: Final = 20
"""Rows in which the names of the columns must stand: a title may come before them."""


def is_sheet_export(file: SourceFile) -> bool:
    """Whether a spreadsheet has the columns of an export."""
    return any(_header(rows) is not None for _, rows in first_rows(file))


def read_sheets(file: SourceFile) -> Iterator[RawRecord]:
    """The records of every sheet that has the columns of an export, in their order."""
    for sheet in sheets(file):
        columns: dict[int, str] | None = None
        for seen, row in enumerate(sheet.rows):
            if columns is not None:
                yield RawRecord(
                    f"row={row.number}",
                    {field: row.cells[at] for at, field in columns.items() if at < len(row.cells)},
                )
            elif is_record(row.cells):
                columns = _columns(row.cells)
            elif seen >= _HEADER_WITHIN:
                break


def _header(rows: Iterable[SheetRow]) -> SheetRow | None:
    return next((row for row in list(rows)[:_HEADER_WITHIN] if is_record(row.cells)), None)


def _columns(cells: tuple[str, ...]) -> dict[int, str]:
    """Fields by column; of two columns for one field the first."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        if field := field_of(cell):
            found.setdefault(field, at)
    return {at: field for field, at in found.items()}
