"""Spreadsheets as rows of text: workbooks, separated text, and files made to do harm."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.spreadsheet import first_rows, is_spreadsheet, sheets
from graph_loader.sources.spreadsheet_rows import LONGEST_CELL
from ontology.errors import SourceError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def rows(data: bytes, name: str = "list.csv") -> list[tuple[int, tuple[str, ...]]]:
    return [(row.number, row.cells) for sheet in sheets(SourceFile(name, data=data)) for row in sheet.rows]


def cells(data: bytes, name: str = "list.csv") -> list[tuple[str, ...]]:
    return [found for _, found in rows(data, name)]


def saved(fill: Callable[[Any], object]) -> bytes:
    """A workbook that openpyxl saves after `fill` has filled its first sheet."""
    workbook = openpyxl.Workbook()
    fill(workbook.active)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def packed(sheet: str, strings: str = "", prefix: str = "", workbook: str = "") -> bytes:
    """A workbook written by hand: XML of the rows, of the shared strings."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{workbook}<sheets>'
            '<sheet name="List" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            "<Relationships>"
            f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'{prefix}<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
        )
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{strings}</sst>')
    return buffer.getvalue()


# --- workbooks ---


def test_cells_of_a_workbook_are_text_as_people_see_it() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["Review of Ardania", 7, 7.0, 2.5, True, None, dt.date(2014, 10, 30)])
        sheet.append([])
        sheet.append(["  kept  ", dt.datetime(2014, 10, 30, 9, 30), dt.time(9, 30), "007", "1e5"])

    assert rows(saved(fill)) == [
        (1, ("Review of Ardania", "7", "7", "2.5", "TRUE", "", "2014-10-30")),
        (3, ("  kept  ", "2014-10-30T09:30:00", "09:30:00", "007", "1e5")),
    ]


def test_a_date_is_as_exact_as_its_cell_shows_it() -> None:
    def fill(sheet: Any) -> None:
        for column, code in enumerate(("yyyy", "mmm yyyy", "d/m/yyyy", '0.00" days"', "[Red]0"), start=1):
            cell = sheet.cell(1, column, 41942)
            cell.number_format = code

    assert cells(saved(fill)) == [("2014", "2014-10", "2014-10-30", "41942", "41942")]


def test_days_of_a_workbook_that_counts_from_1904() -> None:
    def fill(sheet: Any) -> None:
        sheet.parent.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        sheet.append([dt.date(2014, 10, 30)])

    assert cells(saved(fill)) == [("2014-10-30",)]


def test_a_workbook_has_its_hidden_sheets_and_merged_cells_as_they_are() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.title = "Open"
    workbook.active["A1"] = "merged"
    workbook.active["C1"] = "beside"
    workbook.active.merge_cells("A1:B1")
    hidden = workbook.create_sheet("Kept back")
    hidden.sheet_state = "veryHidden"
    hidden["B2"] = "inside"
    buffer = io.BytesIO()
    workbook.save(buffer)

    found = [
        (sheet.name, sheet.hidden, [(row.number, row.cells) for row in sheet.rows])
        for sheet in sheets(SourceFile("book.xlsx", data=buffer.getvalue()))
    ]

    assert found == [
        ("Open", False, [(1, ("merged", "", "beside"))]),
        ("Kept back", True, [(2, ("", "inside"))]),
    ]


def test_rich_text_phonetic_text_and_escapes_of_shared_strings() -> None:
    strings = (
        "<si><r><t>Protect </t></r><r><t xml:space='preserve'>rivers</t></r><rPh><t>no</t></rPh></si>"
        "<si><t>line_x000A_line &amp; _x0041_</t></si>"
    )
    sheet = '<row r="5"><c r="B5" t="s"><v>1</v></c><c t="s"><v>0</v></c></row>'

    assert rows(packed(sheet, strings)) == [(5, ("", "line\nline & A", "Protect rivers"))]


def test_a_formula_gives_the_value_saved_with_it() -> None:
    sheet = (
        '<row><c r="A1" t="str"><f>B1&amp;C1</f><v>joined</v></c><c r="B1"><f>1+1</f><v>2</v></c>'
        '<c r="C1" t="e"><v>#N/A</v></c><c r="D1" t="inlineStr"><is><t>in place</t></is></c></row>'
    )
    assert cells(packed(sheet)) == [("joined", "2", "#N/A", "in place")]


def test_what_stands_in_cells_merged_downwards_is_that_of_all_their_rows() -> None:
    def fill(sheet: Any) -> None:
        for row in (
            ["Title"],
            ["Ardania", "row 2", None],
            [None, "row 3", "x"],
            [None, "row 4"],
            [None, "row 5"],
        ):
            sheet.append(row)
        for merged in ("A1:C1", "A2:A4", "C3:D5", "B7:B9"):
            sheet.merge_cells(merged)

    assert cells(saved(fill)) == [
        ("Title",),
        ("Ardania", "row 2"),
        ("Ardania", "row 3", "x"),
        ("Ardania", "row 4", "x"),
        ("", "row 5", "x"),
    ]


def test_many_merged_ranges_take_little_time() -> None:
    ranges = "".join(f'<mergeCell ref="A{n}:A1048576"/>' for n in range(1, 200_000))
    data = packed(
        f'<row><c><v>1</v></c></row><row><c r="B2"><v>2</v></c></row></sheetData><x>{ranges}</x><sheetData>'
    )

    assert cells(data) == [("1",), ("1", "2")]


def test_a_formula_without_a_saved_value_refuses_the_file() -> None:
    with pytest.raises(SourceError, match="the formula in B2 has no value saved with it") as refusal:
        cells(saved(lambda sheet: sheet.append(["a", "b"]) or sheet.append(["c", "=A1"])), "made.xlsx")
    assert refusal.value.place == "made.xlsx#Sheet!2"
    # An empty text is a value.
    assert cells(packed('<row><c t="str"><f>""</f><v></v></c><c><v>1</v></c></row>')) == [("", "1")]


def test_noughts_that_a_number_format_shows_are_kept() -> None:
    def fill(sheet: Any) -> None:
        for column, (value, code) in enumerate([(126.1, "0.00"), (126.1, "General"), (7, "0.00")], start=1):
            sheet.cell(1, column, value).number_format = code

    (row,) = next(sheets(SourceFile("book.xlsx", data=saved(fill)))).rows
    assert row.cells == ("126.10", "126.1", "7")
    assert row.fractions == (1,)


def test_empty_cells_with_a_format_may_stand_in_every_column_that_excel_has() -> None:
    assert cells(packed('<row><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>')) == [("1",)]


def test_the_look_at_the_first_rows_ends_in_a_sheet_of_empty_ones() -> None:
    blank = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(1, 220_000))
    file = SourceFile("blank.xlsx", data=packed(blank + '<row><c t="str"><v>last</v></c></row>'))

    assert first_rows(file) == (("List", ()),)
    assert [row.cells for row in next(sheets(file)).rows] == [("last",)]


def test_separated_text_that_ends_within_a_row_is_cut_off() -> None:
    table = b"a,b,c\n" + b"1,2,3\n" * 8
    with pytest.raises(SourceError, match="row 10: The file ends within this row, which has 2 of 3 cells"):
        rows(table + b"4,5")
    assert len(rows(table + b"4,5\n")) == len(rows(table + b"4,5,6")) == 10


def test_a_sheet_can_be_read_after_the_next_one_was_asked_for() -> None:
    listed = list(sheets(SourceFile("book.xlsx", data=saved(lambda sheet: sheet.append(["a", "b"])))))

    assert [row.cells for row in listed[0].rows] == [("a", "b")]


def test_the_first_rows_are_read_without_the_rest() -> None:
    sheet = "".join(f'<row><c t="s"><v>{n}</v></c><c><v>{n}</v></c></row>' for n in range(9_000)) + "<row><c"
    file = SourceFile("cut.xlsx", data=packed(sheet, "<si><t>word</t></si>" * 9_000))

    # The sheet is damaged at its end, which the first rows do not reach.
    assert len(first_rows(file)[0][1]) == 30
    assert is_spreadsheet(file)
    with pytest.raises(SourceError, match=r"cut\.xlsx: the workbook is damaged"):
        list(next(sheets(file)).rows)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (packed("", prefix='<!DOCTYPE x [<!ENTITY a "aaaa">]>'), "document type declaration"),
        (packed('<row><c t="s"><v>9</v></c></row>'), "shared string 9"),
        (packed("<row>" + "<c><is>" * 80), "deeper"),
        (packed('<row><c r="ZZZ1"><v>1</v></c></row>'), "columns"),
        (packed('<row r="99999999"><c><v>1</v></c></row>'), "more than Excel has"),
        (packed(f"<row><c t='str'><v>{'a' * (LONGEST_CELL + 1)}</v></c></row>"), "characters"),
        (packed("<row/>", f"<!--{'a' * 9_000_000}-->") + b"", None),
        (packed(f"<!--{'a' * 9_000_000}--><row/>"), "several million"),
        (packed("<row><c><v>1</v></row>"), "damaged"),
    ],
    ids=["entities", "string", "nesting", "columns", "rows", "cell", "unread part", "token", "xml"],
)
def test_a_workbook_made_to_do_harm_is_refused(data: bytes, message: str | None) -> None:
    if message is None:
        assert cells(data, "bad.xlsx") == []
        return
    with pytest.raises(SourceError, match=message) as refused:
        cells(data, "bad.xlsx")
    assert "Nothing was stored." in str(refused.value)


def test_rows_before_a_fault_tell_the_format() -> None:
    sheet = '<row r="1"><c r="A1" t="str"><v>lamps</v></c></row><row r="99999999"/>'
    file = SourceFile("x.xlsx", data=packed(sheet))

    assert [row.cells for _, rows in first_rows(file) for row in rows] == [("lamps",)]


def test_a_workbook_without_its_relations_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}"/>')
    with pytest.raises(SourceError, match="lacks its part"):
        cells(buffer.getvalue(), "bad.xlsx")


def test_an_old_workbook_that_is_damaged_is_refused() -> None:
    data = bytes.fromhex("d0cf11e0a1b11ae1") + "Workbook".encode("utf-16-le") + bytes(2_000)
    with pytest.raises(SourceError, match="damaged"):
        cells(data, "old.xls")


def test_a_large_workbook_is_read_in_little_memory() -> None:
    strings = "".join(f"<si><t>{n} {'Protect the rivers of Ardania. ' * 12}</t></si>" for n in range(20_000))
    sheet = "".join(f'<row><c t="s"><v>{n}</v></c></row>' for n in range(20_000))
    data = packed(sheet, strings)
    tracemalloc.start()
    try:
        (found,) = sheets(SourceFile("large.xlsx", data=data))
        assert sum(len(row.cells[0]) for row in found.rows) > 7_000_000
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()


# --- separated text ---

HEAD = "To;Text;From\n"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_separators_and_line_ends(separator: str, line_end: str) -> None:
    lines = (("To", "Text"), ("Ardania", '"a, b; c\n""d"""'), ("", ""), ("Belluria", "last"))
    text = line_end.join(separator.join(line) for line in lines)

    assert rows(text.encode()) == [
        (1, ("To", "Text")),
        (2, ("Ardania", 'a, b; c\n"d"')),
        (4, ("Belluria", "last")),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_encodings(encoding: str) -> None:
    line_end = "\r" if encoding == "mac_roman" else "\r\n"
    text = HEAD.replace("\n", line_end) + f"Ardania;“Protéger” the child’s rights – now;Belluria{line_end}"

    assert cells(text.encode(encoding))[1][1] == "“Protéger” the child’s rights – now"


def test_eight_bit_characters_far_down_the_file_are_read_right() -> None:
    text = HEAD + "Ardania;Protect rivers;Belluria\n" * 60_000 + "Ardania;Protéger l’école;Belluria\n"

    assert cells(text.encode("cp1252"))[-1][1] == "Protéger l’école"


def test_a_line_that_names_the_separator_is_no_row() -> None:
    assert rows(b"sep=|\r\nTo|Text\r\nArdania|a;b\r\n") == [(2, ("To", "Text")), (3, ("Ardania", "a;b"))]


def test_control_characters_separate_words_and_go() -> None:
    assert cells("To,Text\nArdania,one\x0btwo\u202e\n".encode() + b"Ardania,a\n" * 50)[1] == (
        "Ardania",
        "one two ",
    )


def test_a_packed_text_file_is_read() -> None:
    assert cells(gzip.compress(b"To,Text\nArdania,a\n"), "list.csv.gz") == [("To", "Text"), ("Ardania", "a")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('Ardania,"open\n', "row 52: a quotation mark is opened"),
        ('Ardania,"a"b\n', "row 52: text follows"),
        ("Ardania," + "a" * 140_000 + "\n", "row 52: a cell does not end"),
        ("Ardania," + "a" * 2_000_000, "row 52: A line has more"),
        ("a," * 3_000 + "\n", "columns"),
    ],
    ids=["quote", "after quote", "cell", "line", "columns"],
)
def test_malformed_text_is_refused_with_its_row(text: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        cells(b"To,Text\n" + b"Ardania,a\n" * 50 + text.encode())


def test_prose_is_no_table() -> None:
    with pytest.raises(SourceError, match="not separated into cells"):
        cells(b"One word\nand another\n")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"To,Text\nArdania,a\n", True),
        (
            b"Report of the Working Group\n\n1. The review was held, as decided, in May.\n2. So it was.\n",
            False,
        ),
        (b"", False),
        (b"a" * 300_000, False),
        (b"\x89PNG\r\n\x1a\n\x00\x00", False),
    ],
    ids=["table", "prose", "empty", "one line", "binary"],
)
def test_what_a_spreadsheet_is(data: bytes, expected: bool) -> None:
    assert is_spreadsheet(SourceFile("x", data=data)) is expected


def test_a_sheet_of_an_old_workbook(shared: Path) -> None:
    path = shared / "data" / "upr_info" / "17-20.xls"
    (sheet,) = sheets(SourceFile(path.name, path=path))
    found = list(sheet.rows)

    assert (sheet.name, len(found), found[-1].number) == ("UPR Info database export", 7_985, 7_985)
    assert found[1].cells[8:] == ("4", "General", "18")
