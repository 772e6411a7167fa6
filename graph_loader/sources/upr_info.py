"""Reads exports of UPR Info's database: a table with a row for each recommendation and recommending State.

Takes what the old site exported (CSV and .xls), what the new one does (CSV), and both saved as a workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from urllib.parse import quote

from graph_loader.records import SourceReading
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.spreadsheet import Sheet, SheetRow, first_rows, sheets
from graph_loader.sources.spreadsheet_rows import refused
from graph_loader.sources.upr_info_columns import Columns, find_columns
from graph_loader.sources.upr_info_entries import DATABASE, DOCUMENT, to_records, to_reviews
from graph_loader.sources.upr_info_rows import Findings, Row, RowReader

FORMAT: Final = "upr-info"
READER: Final = f"{FORMAT} 1"

_HEADER_BELOW: Final = 25
"""Rows above a header, such as a title and a date."""
_MOST_ROWS: Final = 400_000
"""Rows of a sheet: some times what the whole database has, which are kept in memory together."""
_MOST_STATES_IN_KEY: Final = 3


@dataclass(frozen=True, slots=True)
class _Table:
    columns: Columns
    rows: list[tuple[str, SheetRow]]


def is_upr_info(file: SourceFile) -> bool:
    """Whether a sheet has the columns of an export of UPR Info's database."""
    return any(
        find_columns(row.cells) is not None for _, rows in first_rows(file) for row in rows[:_HEADER_BELOW]
    )


def read_upr_info(file: SourceFile, review: str | None = None) -> Iterator[SourceReading]:
    """Read an export in one piece; `review` is the one that all rows must be about, where the user names one.

    Raises SourceError for a file that is damaged; what is wrong with rows is in the problems.
    """
    findings = Findings(file.name)
    rows = [row for table in _tables(file, findings) for row in _read(table, review, findings)]
    if not rows and not findings.problems():
        findings.add("error", "nothing", "No recommendation and no pledge was found below the column names.")
    reviews = tuple(to_reviews(rows, findings))
    entries, pledges, positions, classifications = to_records(rows, findings)
    yield SourceReading(
        FORMAT,
        READER,
        graph_key(rows),
        document=DOCUMENT,
        reviews=reviews,
        entries=tuple(entries),
        pledges=tuple(pledges),
        positions=tuple(positions),
        classifications=tuple(classifications),
        problems=findings.problems(),
    )


def _tables(file: SourceFile, findings: Findings) -> Iterator[_Table]:
    """The tables of a file; a sheet without column names is said, unless it is hardly filled."""
    found = 0
    for number, sheet in enumerate(sheets(file)):
        table = _table(sheet, file.name, is_first=number == 0)
        if isinstance(table, _Table):
            found += 1
            if sheet.hidden:
                findings.add("info", "hidden sheets", f"The sheet {sheet.name!r} is hidden; it is read too.")
            yield table
        elif table:
            message = f"The sheet {sheet.name!r} has no column names of UPR Info; it is not read."
            findings.add("info", "sheets not read", message)
    if not found:
        findings.add(
            "error",
            "no column names",
            "There is no row with the column names of UPR Info: To or State under Review, Text or "
            "Recommendation, Session, and two of From or Recommending State, Response, Action, Issue. Export "
            "the table again.",
        )


def _table(sheet: Sheet, name: str, is_first: bool) -> _Table | bool:
    """The table of a sheet, or whether it holds anything."""
    columns: Columns | None = None
    header: tuple[str, ...] = ()
    is_filled = False
    rows: list[tuple[str, SheetRow]] = []
    for looked_at, row in enumerate(sheet.rows):
        if columns is not None:
            if row.cells == header:  # once more, as where exports were put together
                continue
            place = f"row={row.number}" if is_first else f"{quote(sheet.name)}!{row.number}"
            rows.append((place, row))
            if len(rows) > _MOST_ROWS:
                what = f"has more than {_MOST_ROWS:,} rows, which no export of UPR Info has. Split it."
                raise refused(name, what, place)
        elif looked_at >= _HEADER_BELOW:
            return True
        else:
            columns, header = find_columns(row.cells), row.cells
            is_filled = True
    return _Table(columns, rows) if columns else is_filled


def _read(table: _Table, review: str | None, findings: Findings) -> Iterator[Row]:
    at = table.columns.issues
    commas = at is None or not any(at < len(row.cells) and "|" in row.cells[at] for _, row in table.rows)
    return RowReader(table.columns, commas, review, findings).read(table.rows)


def graph_key(rows: Sequence[Row]) -> str:
    """Key of the graph: what the export is of, so that a newer one of the same takes the place of the older.

    `upr-info/sessions-18-20` for all reviews of sessions, `upr-info/KAZ-1,KAZ-2` for up to three States; with
    what all rows have in common where it is a choice of rows: `…/from-NOR`, `…/issue-torture`.
    """
    reviews = sorted({row.review for row in rows})
    states = {review.partition("-")[0] for review in reviews}
    sessions = {row.session for row in rows if row.session}
    what = ",".join(reviews) if len(states) <= _MOST_STATES_IN_KEY else f"sessions-{_ranges(sessions)}"
    return "/".join((DATABASE, what or "nothing", *_chosen(rows)))


def _chosen(rows: Sequence[Row]) -> Iterator[str]:
    """What all rows have in common that a whole review never has."""
    if len(rows) < 2:
        return
    states = {row.states for row in rows}
    if len(states) == 1 and (common := next(iter(states))):
        yield f"from-{','.join(common)}"
    issues = [{label.key for label in row.issues} for row in rows]
    yield from (f"issue-{key}" for key in sorted(set.intersection(*issues)))


def _ranges(numbers: Iterable[int]) -> str:
    """Numbers as ranges: `7,18-20`."""
    found = sorted(numbers)
    starts = [found[0], *(after for before, after in pairwise(found) if after != before + 1)] if found else []
    ends = [*(before for before, after in pairwise(found) if after != before + 1), found[-1]] if found else []
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in zip(starts, ends, strict=True)) or "unknown"
