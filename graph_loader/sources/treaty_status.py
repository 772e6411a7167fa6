"""Tables of treaty status: who signed, consented to be bound, or is a party, as people save them.

Participants of a treaty as the UN Treaty Collection lists them (table, page or XML), the ratification tables
of the OHCHR by State, by treaty or as a matrix, and compilations with a status for each State. A date to the
day is an act; a status, or a consent of which only the year is told, is a statement as of a day. What the
file does not tell (the treaty, the day) is taken from its name where that tells it, which is said; else it
stays unknown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Final

from graph_loader.records import SourceReading, TreatyActRecord
from graph_loader.reference_data import load_instruments
from graph_loader.sources.findings import Findings
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.treaty_acts import RowReader
from graph_loader.sources.treaty_columns import Columns, is_header
from graph_loader.sources.treaty_dates import as_at, in_file_name
from graph_loader.sources.treaty_names import (
    instrument_in_file_name,
    instrument_of_heading,
    state_in_file_name,
    state_of_heading,
)
from graph_loader.sources.treaty_rows import first_table_rows, table_rows
from graph_loader.sources.treaty_table import Table, tables

FORMAT: Final = "treaty-status"
_READER: Final = "treaty-status 1"


def is_treaty_status(file: SourceFile) -> bool:
    """Whether one of the first rows of a file has the column names of a table of treaty status."""
    if file.kind not in ("text", "xlsx", "xls"):
        return False
    return any(is_header(row.cells) for row in first_table_rows(file, is_header))


def read_treaty_status(file: SourceFile, review: str | None) -> Iterator[SourceReading]:
    """The one reading of a file; `review` is not used, as a table of treaty status is about no review.

    Raises SourceError for a damaged file. Unknown States, treaties and cells are errors in the problems.
    """
    findings = Findings(file.name)
    records: list[TreatyActRecord] = []
    names: list[Columns] = []
    days: list[str | None] = []
    found = list(tables(table_rows(file, is_header)))
    for table in found:
        reader = _row_reader(file, table, findings, records, first=table is found[0])
        names.append(table.columns)
        if reader is not None:
            days.append(reader.as_of)
            records.extend(reader.read())
    if not found:
        findings.add("error", "table", _NO_TABLE)
    elif not records and not findings.refused:
        findings.add(
            "error",
            "rows",
            "Below the names of the columns no row tells an act or a status. Save the whole table.",
        )
    yield SourceReading(
        FORMAT,
        _READER,
        _key(records, names, days),
        treaty_acts=tuple(dict.fromkeys(records)),
        problems=findings.problems(),
    )


_NO_TABLE: Final = (
    "No row has the names of the columns: 'Participant' or 'Country', and 'Signature', 'Ratification, "
    "Accession(a)' or "
    "'State party'. Save the table with its header."
)


def _row_reader(
    file: SourceFile, table: Table, findings: Findings, before: Sequence[TreatyActRecord], *, first: bool
) -> RowReader | None:
    """What a table's heading, or else the name of the file, tells of all its rows; None where too little."""
    instrument = state = None
    if not (table.columns.treaties or table.columns.matrix):
        instrument = _instrument(file, table, findings, before, first=first)
        if instrument is None:
            return None
    if table.columns.participant is None:
        state = state_of_heading(table.heading) or state_in_file_name(file.name)
        if state is None:
            message = (
                "The table names no State: neither a column, nor a line above it ('Ratification status for "
                "…'), "
                f"nor the name of the file. Seen above it: {_seen(table)}. Add such a line."
            )
            findings.add("error", "State", message, table.place)
            return None
    return RowReader(table, findings, instrument, state, _as_of(file, table, instrument, findings))


def _instrument(
    file: SourceFile, table: Table, findings: Findings, before: Sequence[TreatyActRecord], *, first: bool
) -> str | None:
    if found := instrument_of_heading(table.heading):
        return found
    if not first and not table.heading and before:
        return before[-1].instrument
    if first and (found := instrument_in_file_name(file.name)):
        message = f"The table does not name the treaty; '{found}' is taken from the name of the file."
        findings.add("info", "treaty", message, table.place)
        return found
    message = (
        f"The table does not say which treaty it is about. Seen above it: {_seen(table)}. Put the title of "
        "the treaty in a "
        "line above the table, or its short name into the name of the file, such as 'op-crpd.csv'."
    )
    findings.add("error", "treaty", message, table.place)
    return None


def _seen(table: Table) -> str:
    lines = [line[:100] for line in table.heading if line]
    return "; ".join(f"'{line}'" for line in lines[-3:]) or "nothing"


def _as_of(file: SourceFile, table: Table, instrument: str | None, findings: Findings) -> str | None:
    """The day that the table holds for: a line above it, else the name of the file, or of its folder."""
    for line in table.heading:
        if day := as_at(line):
            return day
    for part in (file.name, file.folder):
        day = in_file_name(part)
        if day is not None and day != _year_of(instrument):
            message = (
                f"The table does not say on which day it holds; {day} is taken from the name of the file."
            )
            findings.add("info", "day", message, table.place)
            return day
    return None


def _year_of(instrument: str | None) -> str | None:
    """A year in a name such as `icescr_1966.csv` is that of the treaty."""
    adopted = next((one.adopted for one in load_instruments() if one.id == instrument), None)
    return adopted[:4] if adopted else None


def _key(records: Sequence[TreatyActRecord], columns: Sequence[Columns], days: Sequence[str | None]) -> str:
    """`treaty-status/op-crpd/table/2022-08`: what the file is about, its kind, and its day."""
    about = sorted({record.instrument for record in records})
    states = {record.state for record in records}
    if len(about) == 1:
        subject = about[0]
    elif len(states) == 1:
        subject = states.pop()
    else:
        subject = f"several-{hashlib.sha256(' '.join(about).encode()).hexdigest()[:8]}"
    kinds = sorted({_kind(one) for one in columns}) or ["none"]
    known = sorted(filter(None, days))
    return f"treaty-status/{subject}/{kinds[0]}/{known[-1] if known else 'undated'}"


def _kind(columns: Columns) -> str:
    if columns.matrix:
        return "matrix"
    if columns.status is not None or columns.party is not None:
        return "status"
    return "actions" if columns.action is not None else "participants"
