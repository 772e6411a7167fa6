"""The follow-up template. The State is real, what is said of it is invented."""

import io
import zipfile

import openpyxl
import pytest
from pyoxigraph import Store
from python_calamine import CalamineWorkbook

from graph_loader.sources.follow_up_sheets import FORMS, MARK
from graph_loader.template import ROWS, template
from graph_loader.template_content import Known, Listed, TemplateContent, template_content

CONTENT = TemplateContent(
    state="SMR",
    state_name="San Marino",
    review="SMR-9",
    reviews=("SMR-8", "SMR-9"),
    recommendations=(
        Listed("SMR-9-4.1", "4.1", 9, "Paint all lighthouses", "supported", "Fiji, Norway"),
        Listed("SMR-9-4.10", "4.10", 9, "=1+1 is no formula\x0b", "", "Fiji"),
    ),
    known=(Known("body", "Council of Tides", "body/SMR/council-of-tides"),),
)


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template(CONTENT)))


def test_the_same_content_gives_the_same_bytes() -> None:
    assert template(CONTENT) == template(CONTENT)


def test_there_is_a_sheet_for_each_form_with_its_titles_frozen(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["start", "recommendations", *(form.name for form in FORMS), "known", "lists"]
    for form in FORMS:
        sheet = book[form.name]
        assert [cell.value.removesuffix(" *") for cell in sheet[1]] == [
            column.title for column in form.columns
        ]
        assert sheet.freeze_panes == "A2" and sheet.max_row == 1
        marked = {
            column.name for cell, column in zip(sheet[1], form.columns, strict=True) if "*" in cell.value
        }
        assert marked == form.required


def test_every_title_has_a_comment_that_explains_it(book: openpyxl.Workbook) -> None:
    for form in FORMS:
        for cell, column in zip(book[form.name][1], form.columns, strict=True):
            assert cell.comment and cell.comment.text.startswith(column.about)
            assert column.example in cell.comment.text


def test_drop_down_lists_point_at_what_the_lists_hold(book: openpyxl.Workbook) -> None:
    lists = {
        column[0].value: [cell.value for cell in column[1:] if cell.value] for column in book["lists"].columns
    }
    assert lists["role"][:2] == ["adopting authority", "authorised body"]
    assert lists["recommendations"] == ["SMR-9-4.1", "SMR-9-4.10"]
    assert lists["bodies"][:2] == ["Council of Tides", '=IF(bodies!$A2="","",bodies!$A2)']
    for form in FORMS:
        expected = [column for column in form.columns if column.choices and lists[column.choices]]
        found = book[form.name].data_validations.dataValidation
        assert len(found) == len(expected)
        for validation, column in zip(found, expected, strict=True):
            assert str(validation.sqref).endswith(f"{ROWS + 1}")
            letter = validation.formula1.split("$")[1]
            assert book["lists"][f"{letter}1"].value == column.choices
            assert validation.showErrorMessage == (not column.refers_to)
    assert book["lists"].sheet_state == "hidden"


def test_the_first_sheet_says_whose_workbook_it_is_and_names_every_other(book: openpyxl.Workbook) -> None:
    rows = {row[0]: row[1] for row in book["start"].iter_rows(values_only=True, max_col=2)}
    assert rows["State"] == "SMR" and rows["Review"] == "SMR-9" and MARK in rows
    assert {form.name for form in FORMS} <= set(rows)


def test_numbers_stay_text_and_texts_are_no_formulas(book: openpyxl.Workbook) -> None:
    row = book["recommendations"][3]
    assert [cell.value for cell in row] == ["SMR-9-4.10", "4.10", 9, "=1+1 is no formula ", None, "Fiji"]
    assert row[1].data_type == row[3].data_type == "s" and row[1].number_format == "@"


def test_another_program_opens_it_too() -> None:
    data = template(CONTENT)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("recommendations").to_python()
    assert rows[1] == ["SMR-9-4.1", "4.1", 9.0, "Paint all lighthouses", "supported", "Fiji, Norway"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_content_comes_from_the_snapshot(kazakhstan: Store) -> None:
    content = template_content(kazakhstan, "KAZ")
    assert len(content.recommendations) == 322 and content.reviews[:3] == ("KAZ-1", "KAZ-2", "KAZ-3")
    one = next(one for one in content.recommendations if one.key == "KAZ-2-126.27")
    assert (one.number, one.cycle, one.position) == ("126.27", 2, "supported") and one.text and one.states
    numbers = [one.number for one in content.recommendations if one.cycle == 2]
    assert numbers.index("126.9") + 1 == numbers.index("126.10")
    assert Known("body", "Ministry of Justice", "body/KAZ/ministry-of-justice") in content.known
    assert len({(one.kind, one.name) for one in content.known}) == len(content.known)


def test_content_of_one_review_and_of_a_state_without_any(kazakhstan: Store) -> None:
    assert len(template_content(kazakhstan, "KAZ", "KAZ-2").recommendations) == 194
    empty = template_content(kazakhstan, "FJI")
    assert (empty.recommendations, empty.known, empty.state_name) == ((), (), "Fiji")
    assert openpyxl.load_workbook(io.BytesIO(template(empty)))["recommendations"].max_row == 1
