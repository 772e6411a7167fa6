"""Finds the reader for a file by its content, never by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from graph_loader.records import SourceReading
from graph_loader.sources import council_report, table, working_group_report
from graph_loader.sources.pages import Line, read_lines
from ontology.errors import SourceError, UnknownName

LineReader = Callable[[tuple[Line, ...], str, str | None], SourceReading]


@dataclass(frozen=True, slots=True)
class _DocumentFormat:
    recognises: Callable[[tuple[Line, ...]], bool]
    read: LineReader


_DOCUMENTS: Final = {
    "working-group-report": _DocumentFormat(
        working_group_report.is_working_group_report, working_group_report.read_working_group_report
    ),
    "council-report": _DocumentFormat(council_report.is_council_report, council_report.read_council_report),
}

_TABLE_SUFFIXES: Final = (".csv", ".tsv")
_ZIP: Final = b"PK\x03\x04"

FORMATS: Final = ("auto", *_DOCUMENTS, "table")
"""Values of `--format`."""


def read_source(data: bytes, name: str, format: str = "auto", review: str | None = None) -> SourceReading:
    """Read a file that the user calls `name`.

    Raises SourceError when it is of no kind known, or cannot be read at all; what is wrong with single rows
    or paragraphs is in the reading's problems.
    """
    if format not in FORMATS:
        raise UnknownName(f"There is no format {format!r}; the formats are {', '.join(FORMATS)}.")
    if not data.strip():
        raise SourceError(f"{name}: the file is empty. Nothing was stored.", name)
    if format == "table" or (format == "auto" and table.is_table(data)):
        return table.read_table(data, name, review)
    if data.startswith(_ZIP):
        raise SourceError(
            f"{name}: this is a Word, Excel or ZIP file, which upr-graph cannot read yet. Save a report as "
            "PDF or plain text, a table as CSV. Nothing was stored.",
            name,
        )
    if format == "auto" and name.lower().endswith(_TABLE_SUFFIXES) and not data.startswith(b"%PDF"):
        return table.read_table(data, name, review)  # whose message says which columns it looked for
    lines = read_lines(data, name)
    return _document_format(format, lines, name).read(lines, name, review)


def _document_format(format: str, lines: tuple[Line, ...], name: str) -> _DocumentFormat:
    if format != "auto":
        return _DOCUMENTS[format]
    for candidate in _DOCUMENTS.values():
        if candidate.recognises(lines):
            return candidate
    raise SourceError(
        f"{name}: this is no document that upr-graph can read. It reads reports of the Working Group on the "
        "Universal Periodic Review (PDF or text), sections on a State in reports of the Human Rights Council "
        "(PDF or text), and tables with known column names (CSV; see graph_loader/curated/README.md). "
        "Nothing was stored.",
        name,
    )
