"""An empty follow-up workbook (.xlsx) for a State: what `upr-graph template` makes.

Every sheet, column, explanation and example comes from `sources.follow_up_sheets`, by which the filled
workbook is read. The same content gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from graph_loader.mapping_bodies import BODY_CLASSES
from graph_loader.mapping_facts import MEASURE_CLASSES
from graph_loader.reference_data import load_instruments
from graph_loader.sources.follow_up_sheets import (
    FORMS,
    KNOWN,
    LISTS,
    MARK,
    RECOMMENDATIONS,
    START,
    Column,
    SheetForm,
)
from graph_loader.sources.table_statement_rows import LINK_TARGETS
from graph_loader.template_content import Known, Listed, TemplateContent
from ontology.schemes import notations

ROWS: Final = 500
"""Rows of a sheet that have drop-down lists."""

_NAMED_ROWS: Final = 200
"""Rows of a sheet whose names the drop-down lists of others offer."""
_FIXED: Final = datetime(2000, 1, 1)
_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_COMMENT_WIDTH: Final = 320
_WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
_HEADER_FONT: Final = Font(bold=True, color="FFFFFF")

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_CELL: Final = 32_767
"""Characters that Excel keeps in a cell."""


def template(content: TemplateContent) -> bytes:
    """The workbook as bytes."""
    book = Workbook()
    book.properties.creator = "upr-graph"
    book.properties.created = _FIXED
    book.properties.title = f"Follow-up to the Universal Periodic Review: {content.state_name}"
    book.calculation.fullCalcOnLoad = True
    start = book.active
    assert isinstance(start, Worksheet)
    _start(start, content)
    _recommendations(book.create_sheet(RECOMMENDATIONS), content.recommendations)
    lists = _lists(content)
    for form in FORMS:
        _form(book.create_sheet(form.name), form, lists)
    _known(book.create_sheet(KNOWN), content.known)
    _write_lists(book.create_sheet(LISTS), lists)
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_times(buffer.getvalue())


# --- the first sheet ------------------------------------------------------------------------------------

_HOW: Final = (
    "Fill in what you know on the sheets below, one row for each thing. Leave blank what no source tells.",
    "Columns marked * may not be blank. Point at a title to see what the column holds, with an example.",
    "Call things by their names: 'Ministry of Tides', 'Law on lighthouses'. Keys are made for you.",
    "Names that the graph has already are on the sheet 'known'; they need no row of their own.",
    "Several things in one cell are joined by ; where the column says so.",
    "Dates: 2030-05-03, 2030-05 or 2030, as exact as you know; dates of Excel, 3 May 2030 and 3.5.2030 too.",
    "Then run: upr-graph add FILE. What cannot be read is told by sheet and cell, and nothing is stored "
    "until all can. Keep the name of the file: adding it again replaces what it said before.",
)


def _start(sheet: Worksheet, content: TemplateContent) -> None:
    sheet.title = START
    sheet.append([MARK])
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.append([f"Follow-up to the Universal Periodic Review: {content.state_name}"])
    sheet.append([])
    sheet.append(["State", content.state])
    sheet.append(["Review", content.review or ""])
    sheet.append([])
    for number, line in enumerate(_HOW, start=1):
        sheet.append([f"{number}.", line])
    sheet.append([])
    sheet.append(["Sheet", "What goes there"])
    for cell in sheet[sheet.max_row]:
        _as_header(cell, "4472C4")
    sheet.append([RECOMMENDATIONS, "The recommendations, to look up their keys. It is not read."])
    for form in FORMS:
        sheet.append([form.name, form.about])
    sheet.append([KNOWN, "What the graph knows of this State, to look up names."])
    for row in sheet.iter_rows(min_row=4, max_col=2):
        row[1].alignment = _WRAPPED
        row[0].alignment = Alignment(vertical="top")
    sheet.column_dimensions["A"].width = 20
    sheet.column_dimensions["B"].width = 110
    sheet.sheet_properties.tabColor = "7F7F7F"


# --- sheets to look things up ---------------------------------------------------------------------------


def _recommendations(sheet: Worksheet, listed: Sequence[Listed]) -> None:
    _header(sheet, ("Key", "Number", "Cycle", "Recommendation", "Position", "Recommending States"), "7F7F7F")
    for one in listed:
        sheet.append([one.key, one.number, one.cycle, _clean(one.text), one.position, _clean(one.states)])
    for letter, width in zip("ABCDEF", (18, 12, 8, 90, 20, 40), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=2, max_row=len(listed) + 1, max_col=6):
        row[1].number_format = "@"  # so that 126.10 does not become 126.1
        for cell in row:
            cell.data_type = "n" if cell.column == 3 else "s"
            cell.alignment = _WRAPPED
    sheet.auto_filter.ref = f"A1:F{max(2, len(listed) + 1)}"


def _known(sheet: Worksheet, known: Sequence[Known]) -> None:
    _header(sheet, ("Name", "Kind", "Key"), "7F7F7F")
    for one in known:
        sheet.append([_clean(one.name), one.kind.replace("-", " "), one.path])
    for row in sheet.iter_rows(min_row=2, max_row=len(known) + 1, max_col=3):
        for cell in row:
            cell.data_type = "s"
    for letter, width in zip("ABC", (80, 14, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.auto_filter.ref = f"A1:C{max(2, len(known) + 1)}"


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text)[:_LONGEST_CELL]


def _header(sheet: Worksheet, titles: Iterable[str], colour: str) -> None:
    sheet.append(list(titles))
    for cell in sheet[1]:
        _as_header(cell, colour)
    sheet.freeze_panes = "A2"
    sheet.sheet_properties.tabColor = colour


def _as_header(cell: object, colour: str) -> None:
    cell.font = _HEADER_FONT  # type: ignore[attr-defined]  # openpyxl gives cells no common type
    cell.fill = PatternFill("solid", fgColor=colour)  # type: ignore[attr-defined]
    cell.alignment = _WRAPPED  # type: ignore[attr-defined]


# --- sheets to fill in ----------------------------------------------------------------------------------


def _form(sheet: Worksheet, form: SheetForm, lists: Mapping[str, tuple[str, ...]]) -> None:
    titles = [
        f"{column.title} *" if column.name in form.required else column.title for column in form.columns
    ]
    _header(sheet, titles, form.tab)
    sheet.row_dimensions[1].height = 32
    for index, column in enumerate(form.columns, start=1):
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = column.width
        sheet[f"{letter}1"].comment = _comment(column, column.name in form.required)
        if column.choices:
            _drop_down(sheet, f"{letter}2:{letter}{ROWS + 1}", column, lists)


def _comment(column: Column, required: bool) -> Comment:
    parts = (column.about, f"Example: {column.example}" if column.example else "")
    last = "May not be blank." if required else "May be blank."
    text = "\n".join(part for part in (*parts, last) if part)
    lines = sum(1 + len(line) // 44 for line in text.split("\n"))
    return Comment(text, "upr-graph", height=24 + 18 * lines, width=_COMMENT_WIDTH)


def _drop_down(sheet: Worksheet, cells: str, column: Column, lists: Mapping[str, tuple[str, ...]]) -> None:
    if not lists[column.choices]:
        return
    letter = get_column_letter(list(lists).index(column.choices) + 1)
    last = len(lists[column.choices]) + 1
    validation = DataValidation(
        type="list", formula1=f"{LISTS}!${letter}$2:${letter}${last}", allow_blank=True, sqref=cells
    )
    # Names of other things may be typed: they are on sheets, which change, and a cell may name several.
    validation.showErrorMessage = not column.refers_to
    validation.errorTitle = column.title
    validation.error = "Choose one of the list."
    sheet.add_data_validation(validation)


# --- drop-down lists ------------------------------------------------------------------------------------


def _lists(content: TemplateContent) -> dict[str, tuple[str, ...]]:
    """The choices by the name that columns give a list; formulas take over what is typed on other sheets."""
    by_kind: dict[str, list[str]] = {}
    for one in content.known:
        by_kind.setdefault(one.kind, []).append(_clean(one.name))
    bodies = (*by_kind.get("body", ()), *_typed("bodies"))
    plans = (*by_kind.get("plan", ()), *_typed("plans"))
    things = (*by_kind.get("law", ()), *_typed("laws"), *by_kind.get("measure", ()), *_typed("measures"))
    return {
        "body-kind": _words(BODY_CLASSES),
        "law": _words(notations("law")),
        "measure-kind": _words(MEASURE_CLASSES),
        "measure": _words(notations("measure")),
        "role": _words(notations("role")),
        "rating": _words(notations("rating")),
        "link-relation": _words(LINK_TARGETS),
        "treaties": tuple(one.name for one in load_instruments()),
        "reviews": content.reviews,
        "recommendations": tuple(one.key for one in content.recommendations),
        "bodies": bodies,
        "plans": plans,
        "plan-items": tuple(by_kind.get("plan-item", ())),
        "things": (*things, *plans, *bodies),
    }


def _words(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(key.replace("-", " ") for key in keys))


def _typed(sheet: str) -> tuple[str, ...]:
    """Formulas that show what the first column of a sheet holds."""
    return tuple(f'=IF({sheet}!$A{row}="","",{sheet}!$A{row})' for row in range(2, _NAMED_ROWS + 2))


def _write_lists(sheet: Worksheet, lists: Mapping[str, tuple[str, ...]]) -> None:
    for index, (name, choices) in enumerate(lists.items(), start=1):
        for row, value in enumerate((name, *choices), start=1):
            cell = sheet.cell(row, index, value)
            if not value.startswith("=IF("):
                cell.data_type = "s"
    sheet.sheet_state = "hidden"


# --- bytes ----------------------------------------------------------------------------------------------


def _without_times(data: bytes) -> bytes:
    """The same workbook without the time at which it was written."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z", part)
            new.writestr(zipfile.ZipInfo(name, _ZIP_DATE), part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
