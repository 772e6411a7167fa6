"""Finds the reader for a file by its content, never by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from graph_loader.records import SourceReading
from graph_loader.sources import (
    addendum,
    council_decision,
    council_report,
    follow_up,
    rdf_file,
    table,
    thematic_list,
    treaty_status,
    uhri,
    upr_info,
    working_group_report,
)
from graph_loader.sources.pages import Line
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.spreadsheet import sheets
from ontology.errors import SourceError, UnknownName


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how a file of it is recognised, and how it is read.

    `read` gives the readings of one file, one after the other, all with the same key; most formats have one,
    a large export has many. `review` is what the user says of the file.
    """

    name: str
    about: str
    """What files of it are, for messages and help: `report of the UPR Working Group (PDF, Word, text)`."""
    recognises: Callable[[SourceFile], bool]
    read: Callable[[SourceFile, str | None], Iterator[SourceReading]]


def _of_lines(
    name: str,
    about: str,
    recognises: Callable[[tuple[Line, ...]], bool],
    read: Callable[[tuple[Line, ...], str, str | None], SourceReading],
) -> Format:
    """A format of documents that are read line by line."""
    return Format(
        name,
        about,
        lambda file: file.kind in ("pdf", "docx", "text") and recognises(file.lines),
        lambda file, review: iter((read(file.lines, file.name, review),)),
    )


def _read_table(file: SourceFile, review: str | None) -> Iterator[SourceReading]:
    yield table.read_table(file.data, file.name, review)


_TABLE: Final = Format(
    "table",
    "table with known column names (CSV; graph_loader/curated/README.md has them)",
    lambda file: file.kind == "text" and table.is_table(file.head),
    _read_table,
)

# The first that recognises a file reads it: looking at the first bytes comes before reading every line.
_FORMATS: Final = (
    _TABLE,
    Format(
        "uhri",
        "export of OHCHR's Universal Human Rights Index (JSON, Excel or CSV)",
        uhri.is_uhri,
        uhri.read_uhri,
    ),
    Format(
        "upr-info",
        "export of the UPR Info database (CSV, .xls or .xlsx)",
        upr_info.is_upr_info,
        upr_info.read_upr_info,
    ),
    Format(
        "treaty-status",
        "table of the status of treaties: participants, ratifications (CSV, Excel, web page or XML)",
        treaty_status.is_treaty_status,
        treaty_status.read_treaty_status,
    ),
    Format(
        "rdf",
        "RDF in the project's terms (Turtle, TriG, N-Triples, N-Quads, JSON-LD or RDF/XML)",
        rdf_file.is_rdf,
        rdf_file.read_rdf,
    ),
    Format(
        "follow-up",
        "follow-up workbook (Excel; `upr-graph template` makes an empty one)",
        follow_up.is_follow_up,
        follow_up.read_follow_up,
    ),
    _of_lines(
        "working-group-report",
        "report of the Working Group on the Universal Periodic Review (PDF, Word or text)",
        working_group_report.is_working_group_report,
        working_group_report.read_working_group_report,
    ),
    Format(
        "addendum",
        "addendum to a Working Group report with the replies of the State under review (PDF, Word or text)",
        addendum.is_addendum,
        addendum.read_addendum,
    ),
    Format(
        "council-decision",
        "decision of the Human Rights Council on the outcome of a review (PDF, Word or text)",
        council_decision.is_council_decision,
        council_decision.read_council_decision,
    ),
    _of_lines(
        "council-report",
        "section on a State in a report of the Human Rights Council (PDF, Word or text)",
        council_report.is_council_report,
        council_report.read_council_report,
    ),
    Format(
        "thematic-list",
        "OHCHR's thematic list of recommendations (Word)",
        thematic_list.is_thematic_list,
        thematic_list.read_thematic_list,
    ),
)
_BY_NAME: Final = {format.name: format for format in _FORMATS}
_TABLE_SUFFIXES: Final = (".csv", ".tsv")

FORMATS: Final = ("auto", *_BY_NAME)
"""Values of `--format`."""


def read_source(file: SourceFile, format: str = "auto", review: str | None = None) -> Iterator[SourceReading]:
    """Read a file, piece by piece.

    Raises SourceError, also while the pieces are read, when it is of no kind known, or cannot be read at all;
    what is wrong with single rows or paragraphs is in the problems of the readings.
    """
    if format not in FORMATS:
        raise UnknownName(f"There is no format {format!r}; the formats are {', '.join(FORMATS)}.")
    if not file.head.strip(b"\0 \t\r\n"):
        raise SourceError(f"{file.name}: the file is empty. Nothing was stored.", file.name)
    return (_BY_NAME[format] if format != "auto" else _recognised(file)).read(file, review)


def _recognised(file: SourceFile) -> Format:
    kind = file.kind  # whose message comes before that of any reader
    for format in _FORMATS:
        if format.recognises(file):
            return format
    if kind == "text" and file.name.lower().endswith(_TABLE_SUFFIXES):
        return _TABLE  # whose message says which columns it looked for
    if kind in ("xlsx", "xls"):
        for sheet in sheets(file):
            next(sheet.rows, None)  # what is wrong with the workbook itself says more
    known = "; ".join(format.about for format in _FORMATS)
    raise SourceError(
        f"{file.name}: this is no file that upr-graph can read. It reads: {known}. Nothing was stored.",
        file.name,
    )
