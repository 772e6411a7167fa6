"""Curated tables (CSV): reviews, recommendations, positions, laws and whatever else a State's record holds.

The format, for whoever fills in a table, is graph_loader/curated/README.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final

from graph_loader import iris
from graph_loader.records import SourceReading
from graph_loader.sources import table_text
from graph_loader.sources.table_columns import Header, recognise
from graph_loader.sources.table_findings import Findings
from graph_loader.sources.table_kinds import TABLES
from graph_loader.sources.table_records import add_records
from graph_loader.sources.table_row import Row
from graph_loader.sources.table_words import parse_review
from ontology.errors import SourceError, UsageError

READER: Final = "table 3"

_HEADER_SAMPLE: Final = 64 * 1024
_MOST_COLUMNS_TOLD: Final = 20


@dataclass(frozen=True, slots=True)
class _Sheet:
    header: Header
    header_row: int
    rows: Iterator[tuple[int, list[str]]]
    """Those below the header."""


def is_table(data: bytes) -> bool:
    """True for a CSV whose header row is that of a curated table; looks at the beginning of `data` only."""
    return _open(table_text.beginning(data, _HEADER_SAMPLE)) is not None


def read_table(data: bytes, name: str, review: str | None = None) -> SourceReading:
    """Read one curated table; `name` is the file's name for messages, `review` fills blank review cells.

    All that is wrong is collected in `problems`; with an error among them the reading holds no records.
    Raises UsageError when `review` is not like `KAZ-2`.
    """
    default_review = parse_review(review) if review else None
    if review and not default_review:
        raise UsageError(f"'{review}' is no review. Write State and cycle, such as KAZ-2.")
    findings = Findings(name)
    reading = SourceReading(format="table", reader=READER, key="")
    kind = ""
    try:
        sheet = _sheet(data, findings)
        kind = sheet.header.table.kind
        _check_header(sheet, findings, default_review)
        if not findings.refused:
            reading = add_records(kind, _rows(sheet, findings, default_review), reading)
    except SourceError as error:
        row = int((error.place or "row=0").removeprefix("row=")) or None
        findings.add("error", str(error), row, always=True)
    reviews = _reviews(reading)
    key = _reading_key(kind, reviews if 0 < len(reviews) <= _MOST_REVIEWS else findings.states, name)
    if findings.refused:
        reading = SourceReading(format="table", reader=READER, key=key)
    return replace(reading, key=key, problems=findings.problems())


def _sheet(data: bytes, findings: Findings) -> _Sheet:
    if len(data) > table_text.LARGEST_FILE:
        raise SourceError(
            f"The file has {len(data) // 2**20} MiB; at most {table_text.LARGEST_FILE // 2**20} are read."
            " Split it."
        )
    text, encoding = table_text.decode(data)
    if not text.strip("\ufeff\0 \t\r\n"):
        raise SourceError("The file is empty. Write a header row and a row for each thing.")
    if encoding == "cp1252":
        findings.add(
            "info", "The file is not UTF-8 and was read as Windows-1252. Look at names with accents in it."
        )
    sheet = _open(text)
    if sheet is None:
        raise SourceError(
            "The first row does not name the columns of a table that is known. The tables are "
            f"{', '.join(sorted(table.kind for table in TABLES))}; graph_loader/curated/README.md has their"
            " columns.",
            "row=1",
        )
    return sheet


def _open(text: str) -> _Sheet | None:
    for separator in table_text.separators(text):
        rows = table_text.rows(text, separator)
        try:
            number, cells = next(rows, (0, [""]))
        except SourceError:
            continue
        header = recognise(cells)
        if header:
            return _Sheet(header, number, rows)
    return None


def _check_header(sheet: _Sheet, findings: Findings, default_review: str | None) -> None:
    header, row = sheet.header, sheet.header_row
    kind = header.table.kind
    missing = header.missing(frozenset({"review"} if default_review else ()))
    if missing:
        message = f"The table of {kind} has no column {_quoted(missing)}. Add it to the header row."
        findings.add("error", message, row)
    if header.doubled:
        message = (
            f"Several columns of the table of {kind} are read as {_quoted(header.doubled)}. Keep one of them."
        )
        findings.add("error", message, row)
    if header.unread:
        other = (
            f" The table was read as one of {kind}; it could also be one of {header.runner_up}."
            if header.runner_up
            else ""
        )
        findings.add("warning", f"Columns that are not read: {_quoted(header.unread)}.{other}", row)


def _quoted(names: Iterable[str]) -> str:
    listed = list(names)
    told = ", ".join(f"'{name[:60]}'" for name in listed[:_MOST_COLUMNS_TOLD])
    return (
        told if len(listed) <= _MOST_COLUMNS_TOLD else f"{told} and {len(listed) - _MOST_COLUMNS_TOLD} more"
    )


def _rows(sheet: _Sheet, findings: Findings, default_review: str | None) -> Iterator[Row]:
    names, titles = sheet.header.names, sheet.header.titles
    found = False
    for number, cells in sheet.rows:
        found = True
        row = Row(number, _named(names, cells), findings, titles, default_review)
        if any(cells[len(names) :]):
            row.error(
                f"The row has {len(cells)} cells, the header {len(names)}. Put a cell that holds the"
                " separator in quotation marks."
            )
        for column, cell in row.cells.items():
            fault = table_text.cell_fault(cell)
            if fault:
                row.error(f"The cell '{row.title(column)}' {fault}")
        yield row
    if not found:
        findings.add("error", "The table has a header and no rows.", sheet.header_row)


def _named(names: Iterable[str | None], cells: Iterable[str]) -> dict[str, str]:
    # A row shorter than the header is what spreadsheet programs write when its last cells are blank.
    return {name: cell for name, cell in zip(names, cells, strict=False) if name is not None and cell}


_MOST_REVIEWS: Final = 4
"""Reviews, or States, that the key of a table names."""


def _reviews(reading: SourceReading) -> set[str]:
    """Reviews that a table is about, where it is about reviews or recommendations and not about a State."""
    found = {record.key for record in reading.reviews}
    for named in (reading.recommendations, reading.tallies, reading.counts, reading.statements):
        found.update(record.review for record in named)
    for on in (reading.positions, reading.classifications, reading.assessments):
        found.update("-".join(record.recommendation.split("-")[:2]) for record in on)
    return found


def _reading_key(kind: str, subjects: set[str], name: str) -> str:
    """`table/KAZ/laws`, `table/KAZ-2/positions`; the file's name behind it where that says more."""
    stem = PurePath(name.replace("\\", "/")).stem
    about = "+".join(sorted(subjects)) if 0 < len(subjects) <= _MOST_REVIEWS else "many"
    # A name in another script has no slug, but two such files are two sources all the same.
    own = iris.slug(stem) or (hashlib.sha256(stem.encode()).hexdigest()[:8] if stem.strip("-.") else "")
    suffix = "" if own in ("", iris.slug(kind)) else f"/{own}"
    return f"table/{about}/{kind or 'unknown'}{suffix}"
