"""Records of a spreadsheet of OHCHR's index: the 16 columns of its export, in any order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Final
from urllib.parse import quote

from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.spreadsheet import SheetRow, first_rows, sheets
from graph_loader.sources.spreadsheet_rows import is_error_value
from graph_loader.sources.uhri_fields import RawRecord, field_of, is_record
from graph_loader.sources.uhri_findings import Findings

_HEADER_WITHIN: Final = 20
"""Rows in which the names of the columns must stand: a title may come before them."""


def is_sheet_export(file: SourceFile) -> bool:
    """Whether a spreadsheet has the columns of an export."""
    return any(_header(rows) is not None for _, rows in first_rows(file))


def read_sheets(file: SourceFile, findings: Findings) -> Iterator[RawRecord]:
    """The records of every sheet that has the columns of an export, in their order; others are told."""
    for number, sheet in enumerate(sheets(file)):
        place = f"{quote(sheet.name)}!" if number else "row="
        first = list(islice(sheet.rows, _HEADER_WITHIN))
        if header := _header(first):
            if sheet.hidden:
                message = f"The sheet {sheet.name[:80]!r} is hidden; it is read too."
                findings.tell("hidden sheets", "info", message, f"{place}{header.number}")
            rows = chain((row for row in first if row.number > header.number), sheet.rows)
            yield from _records(rows, header, place, findings)
        elif first:
            message = f"The sheet {sheet.name[:80]!r} has no columns of an export; it is not read."
            findings.tell("sheets not read", "info", message, f"{place}{first[0].number}")


def _records(
    rows: Iterable[SheetRow], header: SheetRow, place: str, findings: Findings
) -> Iterator[RawRecord]:
    columns, width = _columns(header.cells), len(header.cells)
    for row in rows:
        if len(row.cells) > width:
            message = (
                f"The row has {len(row.cells)} cells, the header {width}; the last are not read. Put a cell "
                "that holds the separator in quotation marks."
            )
            findings.tell("rows of too many cells", "warning", message, f"{place}{row.number}")
        if row.cells == header.cells:  # which comes once more where exports were put together
            continue
        values = {field: row.cells[at] for at, field in columns.items() if at < len(row.cells)}
        if error := next(filter(is_error_value, values.values()), None):
            # Excel takes `- UPR` for a formula where it opens the export as CSV.
            message = f"A cell holds {error}, which Excel shows in place of a value. Get the export again."
            findings.lose("errors of Excel in place of values", message, f"{place}{row.number}")
            continue
        yield RawRecord(f"{place}{row.number}", dict(values))


def _header(rows: Iterable[SheetRow]) -> SheetRow | None:
    return next((row for row in islice(rows, _HEADER_WITHIN) if is_record(row.cells)), None)


def _columns(cells: tuple[str, ...]) -> dict[int, str]:
    """Fields by column; of two columns for one field the first."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        if field := field_of(cell):
            found.setdefault(field, at)
    return {at: field for field, at in found.items()}
