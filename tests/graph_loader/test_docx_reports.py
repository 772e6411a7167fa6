"""Reports in Word: an invented one with typed and with automatic numbers, and real ones converted on the fly."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from graph_loader.records import SourceReading
from graph_loader.sources.council_report import is_council_report, read_council_report
from graph_loader.sources.pages import Line, read_lines
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.working_group_report import is_working_group_report, read_working_group_report

FRONT = (
    "A/HRC/91/6",
    "Distr.: General",
    "3 March 2013",
    "Report of the Working Group on the Universal Periodic Review*",
    "Samoa",
    "Contents",
    "II.\tConclusions and/or recommendations\t8–11",
)
INTRODUCTION = (
    "The Working Group on the Universal Periodic Review, established in accordance with its resolution, held "
    "its eighteenth session from Monday to Friday. The review of Samoa was held at the 3rd meeting, on 28 January "
    "2013. At its 9th meeting, held on 1 February 2013, the Working Group adopted the report on Samoa."
)
SUPPORTED = (
    "Paint the lighthouse green (Iceland);",
    "Polish its lamp (Chad, Fiji);",
    "Feed the keeper (Peru).",
)
NOTED = ("Move the lighthouse (Iran (Islamic Republic of));", "Sell the sea (Chile).")
CLOSING = "All conclusions and/or recommendations in this report are those of the lamps."
ANNEX = ("Annex", "Composition of the delegation")

EXPECTED = {
    "8.1": ("supported", ("ISL",)),
    "8.2": ("supported", ("TCD", "FJI")),
    "8.3": ("supported", ("PER",)),
    "9.1": ("noted", ("IRN",)),
    "9.2": ("noted", ("CHL",)),
}


def word_file(document: docx.document.Document) -> SourceFile:
    buffer = io.BytesIO()
    document.save(buffer)
    return SourceFile("samoa.docx", data=buffer.getvalue())


def read(document: docx.document.Document) -> SourceReading:
    file = word_file(document)
    assert file.kind == "docx"
    assert is_working_group_report(file.lines)
    return read_working_group_report(file.lines, file.name)


def found(reading: SourceReading) -> dict[str, tuple[str, tuple[str, ...]]]:
    status = {position.recommendation: position.status for position in reading.positions}
    return {each.number: (status[each.key], each.states) for each in reading.recommendations}


def test_a_report_with_typed_numbers_is_read() -> None:
    document = docx.Document()
    for text in (*FRONT, f"1.\t{INTRODUCTION}", "II.\tConclusions and/or recommendations"):
        document.add_paragraph(text)
    document.add_paragraph("8.\tThe recommendations listed below enjoy the support of Samoa:")
    for number, text in enumerate(SUPPORTED, start=1):
        document.add_paragraph(f"8.{number}\t{text}")
    document.add_paragraph("9.\tThe recommendations below were noted by Samoa:")
    for number, text in enumerate(NOTED, start=1):
        document.add_paragraph(f"9. {number}\t{text}")
    for text in (f"10.\t{CLOSING}", *ANNEX):
        document.add_paragraph(text)
    reading = read(document)
    assert found(reading) == EXPECTED
    assert [each.place for each in reading.recommendations][:2] == ["line=11", "line=12"]
    assert reading.recommendations[0].text == "Paint the lighthouse green"


def test_a_report_that_word_numbers_is_read_alike() -> None:
    document = docx.Document()
    _define_list(document)
    _numbered(document, 0, None, *FRONT)
    _numbered(document, 0, 2, "Conclusions and/or recommendations")
    _numbered(document, 0, 1, "The recommendations listed below enjoy the support of Samoa:")
    _numbered(document, 1, 1, *SUPPORTED)
    _numbered(document, 0, 1, "The recommendations below were noted by Samoa:")
    _numbered(document, 1, 1, *NOTED)
    _numbered(document, 0, 1, CLOSING)
    _numbered(document, 0, None, *ANNEX)
    document.paragraphs[6].insert_paragraph_before(f"1.\t{INTRODUCTION}")
    reading = read(document)
    assert found(reading) == EXPECTED
    assert not [problem for problem in reading.problems if problem.severity == "error"]


def _numbered(document: docx.document.Document, level: int, key: int | None, *texts: str) -> None:
    for text in texts:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        if key is not None:
            number = properties.get_or_add_numPr()
            number.get_or_add_ilvl().val = level
            number.get_or_add_numId().val = key + 100


def _define_list(document: docx.document.Document) -> None:
    """List 101 counts `8.`, `8.1` …; list 102 sections in Roman numbers from II on."""
    root = document.part.numbering_part.element
    for key, levels in (
        (101, ((0, 8, "decimal", "%1."), (1, 1, "decimal", "%1.%2"))),
        (102, ((0, 2, "upperRoman", "%1."),)),
    ):
        described = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
            for level, start, format, pattern in levels
        )
        root.insert(
            0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">{described}</w:abstractNum>')
        )
        root.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>')
        )


def reports(shared: Path) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """Names and lines of the text and PDF files of both folders."""
    for folder in ("working_group_reports/texts", "working_group_reports", "kazakhstan"):
        for path in sorted((shared / "data" / folder).iterdir()):
            if path.suffix in (".txt", ".pdf"):
                yield path.name, read_lines(path.read_bytes(), path.name)


@pytest.mark.slow
def test_every_report_reads_alike_from_word(shared: Path) -> None:
    compared = 0
    for name, lines in reports(shared):
        if is_working_group_report(lines):
            assert facts(read(converted(lines))) == facts(read_working_group_report(lines, name)), name
            compared += 1
    assert compared >= 25


def test_sections_of_council_reports_read_alike_from_word(shared: Path) -> None:
    compared = 0
    for path in sorted((shared / "data/kazakhstan").glob("*.txt")):
        lines = read_lines(path.read_bytes(), path.name)
        if not is_working_group_report(lines) and is_council_report(lines):
            in_word = word_file(converted(lines)).lines
            assert is_council_report(in_word)
            assert facts(read_council_report(in_word, path.name)) == facts(
                read_council_report(lines, path.name)
            )
            compared += 1
    assert compared >= 1


def converted(lines: tuple[Line, ...]) -> docx.document.Document:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line.text)
    return document


def facts(reading: SourceReading) -> tuple[object, ...]:
    assert reading.document is not None
    return (
        replace(reading.document, place=""),
        [(each.key, each.states, each.text) for each in reading.recommendations],
        [(each.recommendation, each.status, each.stated_on, each.paragraph) for each in reading.positions],
        [(tally.total, tally.supported, tally.noted) for tally in reading.tallies],
        [(problem.severity, problem.message) for problem in reading.problems],
    )
