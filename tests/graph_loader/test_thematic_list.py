"""The reader of thematic lists: invented lists in each layout and for each trap, and the real ones."""

from __future__ import annotations

import csv
import io
import re
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest

from graph_loader.records import PositionRecord, RecommendationRecord, SourceReading
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.thematic_list import is_thematic_list, read_thematic_list
from graph_loader.sources.thematic_list_cells import (
    Goals,
    read_answer,
    read_goals,
    read_made,
    read_source,
    read_wording,
)
from graph_loader.sources.thematic_list_title import read_title
from graph_loader.states import state_code
from ontology.errors import SourceError, UsageError

Row = str | Sequence[str]
"""A row of cells, or the text of a row merged across; `\\n` begins a paragraph."""

TITLE = "UPR of Samoa (2nd Cycle – 18th session)\nThematic list of recommendations"
SOURCE = "Source of position: A/HRC/91/6/Add.1 - Para. 3"
HEADER_C = (
    "Recommendation and recommending State",
    "Position of the State under review",
    "Human rights themes and groups of persons",
    "Relevant SDGs",
)
PAINT = (
    f"8.1 Paint the lighthouse (Iceland);\n{SOURCE}",
    "Supported",
    "- Right to life",
    "- 4 - QUALITY EDUCATION",
)
POLISH = ("8.2 Polish the lamp (Chad);", "Noted", "- Right to life\nGroups of Persons:\n- Children", "")


def listed(*tables: Sequence[Row], title: str = TITLE) -> SourceFile:
    """A Word file with the title as running head."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = title
    for rows in tables:
        columns = max(len(row) for row in rows if not isinstance(row, str))
        table = document.add_table(rows=0, cols=columns)
        for row in rows:
            cells = table.add_row().cells
            if isinstance(row, str):
                cells[0].merge(cells[-1])
            for cell, text in zip(cells, (row,) if isinstance(row, str) else row, strict=False):
                fill(cell, text)
        document.add_paragraph()
    buffer = io.BytesIO()
    document.save(buffer)
    return SourceFile("list.docx", data=buffer.getvalue())


def fill(cell: docx.table._Cell, text: str) -> None:
    first, *others = text.split("\n")
    cell.paragraphs[0].text = first
    for other in others:
        cell.add_paragraph(other)


def read(*tables: Sequence[Row], title: str = TITLE, review: str | None = None) -> SourceReading:
    (reading,) = read_thematic_list(listed(*tables, title=title), review)
    return reading


def messages(reading: SourceReading, severity: str) -> list[str]:
    return [problem.message for problem in reading.problems if problem.severity == severity]


def summary(reading: SourceReading) -> list[tuple[object, ...]]:
    """number, States, status, paragraph, themes, persons, goals of each recommendation."""
    positions = {position.recommendation: position for position in reading.positions}
    about = {each.recommendation: each for each in reading.classifications}
    return [
        (
            each.number + each.suffix,
            " ".join(each.states),
            positions[each.key].status,
            positions[each.key].paragraph,
            [label.label for label in about[each.key].labels if label.scheme != "affected-group"],
            [label.label for label in about[each.key].labels if label.scheme == "affected-group"],
            " ".join(about[each.key].sdgs),
        )
        for each in reading.recommendations
    ]


def schemes(reading: SourceReading) -> set[str]:
    return {label.scheme for each in reading.classifications for label in each.labels} - {"affected-group"}


LAYOUT_A = (
    ("Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation"),
    "Theme: A12 Acceptance of international norms",
    (
        f"8.1 Paint the lighthouse (Iceland);\n{SOURCE}",
        "Supported",
        "A12 Acceptance of international norms\nB31 Equality & non-discrimination\nAffected persons:\n- general",
        "",
    ),
    "Theme: E51 Right to education - General",
    (
        "8. 2 Polish the lamp (Chad, Fiji);",
        "Noted",
        "E51 Right to education - General\nAffected persons:\n- children",
        "",
    ),
)
LAYOUT_B1 = (
    ("Recommendation", "Recommending state/s", "Position", "Full list of rights/affected persons"),
    "Right or area: 2.1. Acceptance of international norms",
    (
        f"8.1. Paint the lighthouse (CRC)\n{SOURCE}",
        "Iceland",
        "Supported",
        "2.1. Acceptance of international norms\n8. Non-discrimination\nAffected persons:\n- general",
    ),
    (
        "8.2. Polish the lamp",
        "Chad\nFiji",
        "Supported/Noted",
        "25. Right to education\nAffected persons:\n- children",
    ),
)
LAYOUT_B2 = (
    ("Recommendation", "Recommending state/s", "Position", "Full list of themes"),
    "Theme: Acceptance of international norms",
    (
        "8.1 Paint the lighthouse\nSource of position: A/HRC/91/6/Add.1 Para.3/4/5",
        "Iceland",
        "Supported",
        "Acceptance of international norms\nRight to health\nSDGs:\n4 - QUALITY EDUCATION\n16.3 - Promote\n"
        "Affected persons:\n- Women",
    ),
    (
        "8.2 Polish the lamp\nSource of position: A/HRC/91/6 - Para 121",
        "Chad; Fiji",
        "Noted",
        "Right to education\nAffected persons:\n- Children",
    ),
)
LAYOUT_C = (
    HEADER_C,
    "Ratification of & accession to international instruments",
    (
        "8.1 Paint the lighthouse (Iceland);\nSource of Position: A/HRC/91/6/Add.1 - Para.3",
        "Supported",
        "- Ratification of & accession to international instruments\n- Right to health\nGroups of Persons:\n- Women & girls",
        "- 3 - GOOD HEALTH AND WELL-BEING\n- 5 - GENDER EQUALITY",
    ),
    (
        "8.2 Polish the lamp (Chad) (Fiji);",
        "Noted",
        "- Right to education\nGroups of Persons:\n- Children",
        "- 4 - QUALITY EDUCATION",
    ),
)
ORDER_1 = (
    (
        "No.",
        "SDGs",
        "Themes",
        "Affected persons",
        "Response of the State",
        "Recommended by",
        "Recommendation",
        "Source",
    ),
    (
        "8.1",
        "SDG 4",
        "Right to health",
        "Women",
        "Supported",
        "Iceland",
        "Paint the lighthouse",
        "A/HRC/91/6/Add.1, para. 3",
    ),
    (
        "8.2",
        "Goals 5 and 16",
        "Right to education",
        "Children",
        "Noted",
        "Chad and Fiji",
        "Polish the lamp",
        "",
    ),
)
ORDER_2 = (
    ("Theme", "Position/Status", "Recommendation", "Deadline"),
    ("Right to health", f"Supported\n{SOURCE}", "8.1 – Paint the lighthouse (Iceland)", "soon"),
    ("Right to health", "Noted", "8.2 Polish the lamp (Chad), (Fiji).", ""),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "scheme", "first", "second"),
    [
        (
            LAYOUT_A,
            "ohchr-theme-coded",
            ("supported", "3", ["A12 Acceptance of international norms", "B31 Equality & non-discrimination"], ["general"], ""),
            ("noted", None, ["E51 Right to education - General"], ["children"], ""),
        ),
        (
            LAYOUT_B1,
            "ohchr-theme-numbered",
            ("supported", "3", ["2.1. Acceptance of international norms", "8. Non-discrimination"], ["general"], ""),
            ("partially-supported", None, ["2.1. Acceptance of international norms", "25. Right to education"], ["children"], ""),
        ),
        (
            LAYOUT_B2,
            "ohchr-theme-plain",
            ("supported", "3/4/5", ["Acceptance of international norms", "Right to health"], ["Women"], "4 16.3"),
            ("noted", "121", ["Acceptance of international norms", "Right to education"], ["Children"], ""),
        ),
        (
            LAYOUT_C,
            "ohchr-theme-renamed",
            ("supported", "3", ["Ratification of & accession to international instruments", "Right to health"], ["Women & girls"], "3 5"),
            ("noted", None, ["Right to education"], ["Children"], "4"),
        ),
        (
            ORDER_1,
            "ohchr-theme-plain",
            ("supported", "3", ["Right to health"], ["Women"], "4"),
            ("noted", None, ["Right to education"], ["Children"], "5 16"),
        ),
        (
            ORDER_2,
            "ohchr-theme-plain",
            ("supported", "3", ["Right to health"], [], ""),
            ("noted", None, ["Right to health"], [], ""),
        ),
    ],
    ids=["A", "B1", "B2", "C", "other order", "theme first"],
)  # fmt: skip
def test_every_layout_and_order_of_columns_is_read(
    rows: Sequence[Row], scheme: str, first: tuple[object, ...], second: tuple[object, ...]
) -> None:
    file = listed(rows)
    assert is_thematic_list(file)
    (reading,) = read_thematic_list(file, None)
    assert summary(reading) == [("8.1", "ISL", *first), ("8.2", "TCD FJI", *second)]
    assert schemes(reading) == {scheme}
    assert not messages(reading, "error") + messages(reading, "warning")
    assert reading.recommendations[1].text == "Polish the lamp"
    assert reading.pairs == 3


def test_a_list_is_a_document_of_its_own_and_has_all_recommendations() -> None:
    reading = read((HEADER_C, "Theme: Right to life", PAINT, POLISH))
    assert (reading.key, reading.format) == ("thematic-list-WSM-2", "thematic-list")
    assert reading.document is not None
    assert (reading.document.kind, reading.document.symbol, reading.document.review) == (
        "thematic-list",
        None,
        "WSM-2",
    )
    (review,) = reading.reviews
    assert (review.key, review.session, review.list_complete) == ("WSM-2", 18, True)
    assert reading.recommendations[0] == RecommendationRecord(
        "WSM-2", "8.1", ("ISL",), "Paint the lighthouse", place="table=1;row=3"
    )
    assert reading.positions[0] == PositionRecord(
        "WSM-2-8.1", "supported", "thematic-list-WSM-2", paragraph="3", place="table=1;row=3", primary_source="A/HRC/91/6/Add.1"
    )  # fmt: skip
    assert reading.positions[1].primary_source is None


def test_a_list_may_go_on_in_further_tables_with_and_without_header() -> None:
    assert len(read(ORDER_2, (ORDER_2[1],), ("Right to health", ORDER_2[2])).recommendations) == 2
    third = ("8.3 Feed the keeper (Peru);", "Noted", "- Right to life", "")
    reading = read(
        (HEADER_C, "Theme: Right to life", PAINT), (HEADER_C, POLISH), (third,), (("Legend", "a", "b", "c"),)
    )
    assert [each.place for each in reading.recommendations] == [
        "table=1;row=3",
        "table=2;row=2",
        "table=3;row=1",
    ]
    assert not messages(reading, "error")


def test_a_theme_row_may_repeat_its_text_in_each_cell_and_empty_rows_are_passed_over() -> None:
    without = ("8.1 Paint the lighthouse (Iceland);", "Supported", "", "")
    reading = read((HEADER_C, ("", "", "", ""), ("Theme: Right to life",) * 4, without))
    assert summary(reading)[0][4] == ["Right to life"]


def test_a_theme_row_without_the_word_theme_counts_only_where_the_cell_names_none() -> None:
    without = ("8.2 Polish the lamp (Chad);", "Noted", "", "")
    reading = read((HEADER_C, "Right to health", PAINT, without, "Recommendations that were noted"))
    assert [each[4] for each in summary(reading)] == [["Right to life"], ["Right to health"]]


def test_cells_merged_downwards_hold_for_each_row() -> None:
    document = docx.Document()
    document.add_paragraph("Thematic list of recommendations: Samoa, third cycle")
    table = document.add_table(rows=4, cols=3)
    rows = (
        ("Theme", "Recommendation", "Position"),
        ("Right to life", "8.1 Paint the lighthouse (Iceland)", "Supported"),
        ("", "8.2 Polish the lamp (Chad)", ""),
        ("Right to health", "", "Supported"),
    )
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    for column, first, last in ((0, 1, 2), (2, 1, 2), (1, 2, 3)):
        text = table.cell(first, column).text
        table.cell(first, column).merge(table.cell(last, column)).text = text
    buffer = io.BytesIO()
    document.save(buffer)
    (reading,) = read_thematic_list(SourceFile("list.docx", data=buffer.getvalue()), None)
    assert [
        (each.key, positions.status)
        for each, positions in zip(reading.recommendations, reading.positions, strict=True)
    ] == [
        ("WSM-3-8.1", "supported"),
        ("WSM-3-8.2", "supported"),
    ]
    assert [each[4] for each in summary(reading)] == [["Right to life"], ["Right to life", "Right to health"]]


def test_a_header_may_have_two_rows() -> None:
    document = docx.Document()
    document.add_paragraph("UPR of Samoa (2nd cycle)")
    table = document.add_table(rows=3, cols=4)
    rows = (
        ("Recommendation", "Position", "Classification by theme", ""),
        ("", "", "Themes", "Affected persons"),
        ("8.1 Paint the lighthouse (Iceland)", "Supported", "Right to life", "women"),
    )
    for number, texts in enumerate(rows):
        for cell, text in zip(table.rows[number].cells, texts, strict=True):
            cell.text = text
    for column in (0, 1):
        table.cell(0, column).merge(table.cell(1, column)).text = rows[0][column]
    table.cell(0, 2).merge(table.cell(0, 3)).text = rows[0][2]
    buffer = io.BytesIO()
    document.save(buffer)
    (reading,) = read_thematic_list(SourceFile("list.docx", data=buffer.getvalue()), None)
    assert summary(reading) == [("8.1", "ISL", "supported", None, ["Right to life"], ["women"], "")]


# Cells


@pytest.mark.parametrize(
    ("cell", "number", "text", "source"),
    [
        ("8.1 Paint (Chad);", "8.1", "Paint (Chad);", ""),
        ("140. 7 Paint (Chad)", "140.7", "Paint (Chad)", ""),
        ("140 . 7. Paint", "140.7", "Paint", ""),
        ("8.1Paint", "8.1", "Paint", ""),
        ("8.1 – Paint", "8.1", "Paint", ""),
        ("Rec. 8.1 Paint", "8.1", "Paint", ""),
        ("8.1 In 2020. 5 lamps. Source of Position : A/HRC/1/1 Para 2", "8.1", "In 2020. 5 lamps.", "A/HRC/1/1 Para 2"),
        ("Paint 8.1 lamps", None, "Paint 8.1 lamps", ""),
        ("8.1.2020 was a day", None, "8.1.2020 was a day", ""),
    ],
)  # fmt: skip
def test_number_wording_and_source_are_told_apart(
    cell: str, number: str | None, text: str, source: str
) -> None:
    read = read_wording(cell)
    assert (read.number, read.text, read.source) == (number, text, source)


@pytest.mark.parametrize(
    ("text", "states", "wording"),
    [
        ("Paint (Chad);", "TCD", "Paint"),
        ("Paint (Chad) (Fiji);", "TCD FJI", "Paint"),
        ("Paint (Chad, Fiji)", "TCD FJI", "Paint"),
        ("Paint (Chad); (Fiji);", "TCD FJI", "Paint"),
        ("Paint (Chad); Polish (Fiji);", "TCD FJI", "Paint (Chad); Polish"),
        ("Ratify it (CRC) (Iran (Islamic Republic of));", "IRN", "Ratify it (CRC)"),
        ("Paint (United Kingdom of Great Britain and Northern Ireland);", "GBR", "Paint"),
    ],
)
def test_states_stand_in_brackets(text: str, states: str, wording: str) -> None:
    made = read_made(text, None)
    assert (" ".join(made.states), made.text, made.unknown) == (states, wording, ())


@pytest.mark.parametrize(
    ("column", "states"),
    [
        (["Chad"], "TCD"),
        (["Chad", "Fiji"], "TCD FJI"),
        (["Chad, Fiji and Peru"], "TCD FJI PER"),
        (["(Chad) (Fiji)"], "TCD FJI"),
        (["- Chad;", "- Iran (Islamic Republic of)"], "TCD IRN"),
        (["United Kingdom of Great Britain", "and Northern Ireland"], "GBR"),
        (["Antigua and Barbuda", "Bosnia and Herzegovina"], "ATG BIH"),
    ],
)
def test_states_stand_in_a_column_of_their_own(column: list[str], states: str) -> None:
    made = read_made("Ratify the protocol (OP-CRC-IC);", column)
    assert (" ".join(made.states), made.text, made.unknown) == (states, "Ratify the protocol (OP-CRC-IC)", ())


def test_states_that_the_text_repeats_are_no_part_of_the_wording() -> None:
    assert read_made("Paint (Chad);", ["Chad", "Fiji"]).text == "Paint"
    assert read_made("Paint as in (Peru);", ["Chad"]).text == "Paint as in (Peru)"


@pytest.mark.parametrize(
    ("cell", "status", "official"),
    [
        ("Supported", "supported", True),
        ("NOTED", "noted", True),
        ("Supported / Noted", "partially-supported", True),
        ("Noted/Supported", "partially-supported", True),
        ("Partially supported", "partially-supported", True),
        ("Supported*", "supported", True),
        ("Supported (in part)", "partially-supported", False),
        ("Supported (already implemented)", "supported", False),
        ("Supported: (a) Noted: (b)", "partially-supported", False),
        ("Accepted", "supported", False),
        ("Enjoys the support of Samoa", "supported", False),
        ("Not supported", "noted", False),
        ("Noted (not supported)", "noted", False),
        ("Does not enjoy the support", "noted", False),
        ("Under consideration", "pending", False),
        ("Perhaps", None, False),
    ],
)
def test_positions_are_read_from_their_words(cell: str, status: str | None, official: bool) -> None:
    answer = read_answer(cell)
    assert (answer.status, answer.official) == (status, official)


@pytest.mark.parametrize(
    ("text", "symbol", "paragraph", "slip"),
    [
        ("A/HRC/28/15/Add.1 - Para. 3", "A/HRC/28/15/Add.1", "3", None),
        ("A/HRC/28/15/Add.1, para. 3 - Para. 4", "A/HRC/28/15/Add.1", "4", None),
        ("A/HRC/28/15/Add.1 Para.3/4/5", "A/HRC/28/15/Add.1", "3/4/5", None),
        ("A/HRC/28/15/Add. 1 - paras 3 and 4", "A/HRC/28/15/Add.1", "3 and 4", None),
        ("A/HRC/28/15 Para 121", "A/HRC/28/15", "121", None),
        ("A/HRC/59/15/Add.1 - Para.3vv", "A/HRC/59/15/Add.1", "3", "3vv"),
        ("A/HRC/59/15/Add.1 - Para. 3a", "A/HRC/59/15/Add.1", "3a", None),
        ("A/HRC/59/15/Add.1", "A/HRC/59/15/Add.1", None, None),
        ("the addendum", None, None, None),
    ],
)
def test_document_and_paragraph_of_a_source(
    text: str, symbol: str | None, paragraph: str | None, slip: str | None
) -> None:
    source = read_source(text)
    assert (source.symbol, source.paragraph, source.slip) == (symbol, paragraph, slip)


@pytest.mark.parametrize(
    ("labels", "keys", "unknown"),
    [
        (["1 - NO POVERTY", "16 - PEACE, JUSTICE AND STRONG INSTITUTIONS"], "1 16", ()),
        (["SDG 16.3", "Target 8.a: more", "Goal 5"], "16.3 8.a 5", ()),
        (["SDGs 1, 5.2 and 16"], "1 5.2 16", ()),
        (["Gender equality"], "5", ()),
        (["8 - DECENT WORK AND", "ECONOMIC GROWTH"], "8", ()),
        (["18 - LIGHTHOUSES", "4.99", "lamps"], "", ("18 - LIGHTHOUSES", "4.99", "lamps")),
        (["4", "4 - QUALITY EDUCATION"], "4", ()),
    ],
)
def test_goals_and_targets(labels: list[str], keys: str, unknown: tuple[str, ...]) -> None:
    goals = read_goals(labels)
    assert (" ".join(goals.keys), goals.unknown) == (keys, unknown)


# Of which review it is


@pytest.mark.parametrize(
    ("title", "state", "cycle", "session"),
    [
        (
            "UPR of Slovenia (2nd Cycle – 20th session) Thematic list of recommendations Page 1 of 2",
            "SVN",
            2,
            20,
        ),
        ("UPR of the Islamic Republic of Iran (Third Cycle - 34th Session)", "IRN", 3, 34),
        ("UPR of Bolivia (Plurinational State of) (3rd cycle)", "BOL", 3, None),
        ("Universal Periodic Review of Samoa: forty-eighth session", "WSM", 4, 48),
        ("Samoa – Cycle 3 – Matrix of recommendations", "WSM", 3, None),
        ("Thematic list of recommendations | Samoa | UPR18", "WSM", 2, 18),
        ("Samoa, session 30", "WSM", 3, 30),
        ("Thematic list of recommendations, Human Rights Council, 28th session", None, None, None),
        ("Matrix of recommendations", None, None, None),
    ],
)
def test_the_title_tells_state_cycle_and_session(
    title: str, state: str | None, cycle: int | None, session: int | None
) -> None:
    told = read_title([title])
    assert (told.state, told.cycle, told.session) == (state, cycle, session)


def test_an_address_is_no_state_under_review() -> None:
    assert read_title(["Palais des Nations, Geneva, Switzerland", "UPR of Samoa (2nd cycle)"]).state == "WSM"
    assert read_title(["Palais des Nations, Geneva, Switzerland"]).state is None


def test_a_title_that_tells_nothing_asks_for_the_review() -> None:
    with pytest.raises(SourceError, match=r"names no State.*--review"):
        read((HEADER_C, PAINT), title="Thematic list of recommendations")
    with pytest.raises(SourceError, match=r"names no cycle or session.*--review WSM-3"):
        read((HEADER_C, PAINT), title="UPR of Samoa")
    assert read((HEADER_C, PAINT), title="", review="WSM-3").reviews[0].key == "WSM-3"


def test_the_review_given_is_believed_over_the_title_but_not_over_its_state() -> None:
    reading = read((HEADER_C, PAINT), review="WSM-C3")
    assert (reading.reviews[0].key, reading.reviews[0].session) == ("WSM-3", None)
    assert messages(reading, "warning")[:2] == [
        "The title says cycle 2; the review given, WSM-3, is believed.",
        "Session 18 of the title is of cycle 2: it is left out.",
    ]
    with pytest.raises(SourceError, match="list is on WSM"):
        read((HEADER_C, PAINT), review="TCD-2")
    with pytest.raises(UsageError, match="is no review"):
        read((HEADER_C, PAINT), review="Samoa")


def test_a_title_may_stand_above_the_header_in_the_table() -> None:
    rows = ("UPR of Samoa (2nd cycle)", HEADER_C, PAINT)
    assert read(rows, title="").reviews[0].key == "WSM-2"


# What is wrong


def changed(row: Sequence[str], column: int, text: str) -> Sequence[str]:
    return (*row[:column], text, *row[column + 1 :])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (changed(PAINT, 0, "Paint the lighthouse (Iceland);"), "has no number such as 115.1"),
        (
            changed(PAINT, 0, "8.1 Paint the lighthouse (Icelland);"),
            "'Icelland' in recommendation 8.1.*mean Iceland",
        ),
        (changed(PAINT, 0, "8.1 Paint the lighthouse;"), "8.1 names no recommending State"),
        (changed(PAINT, 0, ""), "'Supported', but no recommendation"),
        (changed(PAINT, 1, "Perhaps"), "'Perhaps' is not known"),
    ],
)
def test_a_row_that_cannot_be_read_is_an_error_with_its_place(row: Row, message: str) -> None:
    reading = read((HEADER_C, "Theme: Right to life", POLISH, row))
    (problem,) = [problem for problem in reading.problems if problem.severity == "error"]
    assert problem.place == "list.docx#table=1;row=4"
    assert re.search(message, problem.message)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (changed(PAINT, 1, ""), "8.1 has no position"),
        (changed(PAINT, 1, "Accepted"), "'Accepted' was read as supported"),
        (changed(PAINT, 2, "- Right to lamps"), "'Right to lamps' is not in the list of labels known"),
        (changed(PAINT, 3, "- 18 - LAMPS"), "'18 - LAMPS' is no goal"),
        (changed(PAINT, 0, "8.1 Paint (Chad); Source of position: a letter"), "names no UN document"),
        (changed(PAINT, 0, "8.1 Paint (Chad); Source of position: A/HRC/1/2 Para 3vv"), "'3vv'.* read as 3"),
        (changed(PAINT, 0, "8.3 Paint (Chad);"), "The list has no 8.1"),
    ],
)
def test_what_is_doubtful_is_a_warning(row: Row, message: str) -> None:
    reading = read((HEADER_C, row, POLISH))
    (warning,) = messages(reading, "warning")
    assert re.search(message, warning)
    assert not messages(reading, "error")


def test_a_gap_in_the_numbers_makes_the_list_incomplete() -> None:
    assert not read((HEADER_C, POLISH)).reviews[0].list_complete


def test_a_new_label_becomes_a_concept_of_its_own() -> None:
    reading = read((HEADER_C, changed(PAINT, 2, "- Right to lamps\nGroups of Persons:\n- Keepers")))
    theme, group = reading.classifications[0].labels
    assert (theme.scheme, theme.label, theme.is_new) == ("ohchr-theme-renamed", "Right to lamps", True)
    assert (group.scheme, group.label, group.is_new) == ("affected-group", "Keepers", True)


def test_a_recommendation_listed_under_each_of_its_themes_is_one() -> None:
    again = changed(changed(PAINT, 2, "- Right to health"), 3, "- 5 - GENDER EQUALITY")
    reading = read((HEADER_C, PAINT, again))
    assert summary(reading) == [
        ("8.1", "ISL", "supported", "3", ["Right to life", "Right to health"], [], "4 5")
    ]
    assert messages(reading, "warning") == ["Number 8.1 occurs 2 times: read once, with the themes of all."]
    (error,) = messages(read((HEADER_C, PAINT, changed(PAINT, 1, "Noted"))), "error")
    assert "8.1 is supported in table=1;row=2 and noted in table=1;row=3" in error


def test_two_recommendations_under_one_number_are_told_apart() -> None:
    reading = read((HEADER_C, PAINT, changed(PAINT, 0, "8.1 Sell the lighthouse (Chad);")))
    assert [each.key for each in reading.recommendations] == ["WSM-2-8.1-a", "WSM-2-8.1-b"]
    assert len(reading.positions) == 2


def test_comments_and_unknown_columns_are_said_not_to_be_read() -> None:
    header = ("Recommendation", "Position", "Themes", "Comments", "Deadline")
    reading = read((header, (*PAINT[:3], "done", "soon"), (*POLISH[:3], "done", "soon")))
    assert [message[:22] for message in messages(reading, "info")] == [
        "The column 'Deadline' ",
        "The column of assessme",
    ]


def test_floods_of_problems_are_bounded() -> None:
    rows = [changed(PAINT, 0, f"Paint lighthouse {number} (Iceland);") for number in range(80)]
    reading = read((HEADER_C, PAINT, *rows))
    assert len(messages(reading, "error")) == 51
    assert (
        messages(reading, "error")[-1] == "30 more problems of this kind: recommendations without a number."
    )


@pytest.mark.parametrize(
    ("rows", "answer"),
    [
        ((HEADER_C, PAINT), True),
        ((("Recommendation", "Position"), PAINT[:2]), True),
        ((("Name", "Position"), ("A keeper", "Director")), False),
        ((("Recommendation", "Responsible"), ("Paint", "keeper")), False),
        ((("The recommendation is to paint (Iceland)", "Position", "Themes"),), False),
    ],
)
def test_thematic_lists_are_told_by_their_header(rows: Sequence[Row], answer: bool) -> None:
    assert is_thematic_list(listed(rows)) is answer


def test_other_files_are_no_thematic_lists() -> None:
    assert not is_thematic_list(SourceFile("list.csv", data=b"Recommendation,Position,Themes\n"))
    for header in (("Recommendation", "Position"), ("Recommendation", "Themes")):
        assert not is_thematic_list(listed((header, PAINT[:2]), title="A plan of Samoa"))
    with pytest.raises(SourceError, match="Word file"):
        next(read_thematic_list(SourceFile("list.csv", data=b"Recommendation,Position,Themes\n"), None))
    with pytest.raises(SourceError, match="no table with recommendations"):
        next(read_thematic_list(listed((("Name", "Age"),)), "WSM-2"))


# The real lists

LISTS = [
    (
        "SVN-C2",
        "UPR20__Slovenia_ThematicListRecommendations_E.docx",
        163,
        180,
        {"supported": 142, "noted": 21},
    ),
    (
        "SVN-C4",
        "upr48-slovenia-thematic-list-of-recommendatio.docx",
        254,
        262,
        {"supported": 217, "noted": 37},
    ),
]
CHECKED = {
    "A/HRC/28/15/Add.1, para. 3 - Para. 3": "A/HRC/28/15/Add.1 - Para. 3",
    "A/HRC/59/15/Add.1 - Para.3vv": "A/HRC/59/15/Add.1 - Para. 3",
}
"""Sources that the checked parse copies as written, and what they mean: a paragraph named twice, a slip."""


@pytest.mark.parametrize(("key", "file", "total", "pairs", "counts"), LISTS, ids=["SVN-C2", "SVN-C4"])
def test_real_lists_are_read_exactly(
    shared: Path, key: str, file: str, total: int, pairs: int, counts: dict[str, int]
) -> None:
    folder = shared / "data/thematic_lists"
    with (folder / f"{key}.csv").open(encoding="utf-8", newline="") as table:
        expected = [_expected(row) for row in csv.DictReader(table)]
    source = SourceFile(file, path=folder / file)
    assert is_thematic_list(source)
    (reading,) = read_thematic_list(source, None)
    assert (len(reading.recommendations), reading.pairs) == (total, pairs)
    assert Counter(position.status for position in reading.positions) == counts
    assert _rows(reading) == expected
    assert not messages(reading, "error")
    assert not [label for each in reading.classifications for label in each.labels if label.is_new]


def _expected(row: dict[str, str]) -> tuple[object, ...]:
    """A row of the checked parse; it says the goal of one recommendation twice, and keeps the States in the text."""
    symbol, paragraph = CHECKED.get(row["source_of_position"], row["source_of_position"]).split(" - ")
    text = row["text"].replace("\u2011", "-")
    return (
        row["paragraph"],
        row["position"].lower(),
        row["themes"].split("|"),
        list(filter(None, row["affected_persons"].split("|"))),
        list(dict.fromkeys(goal.split(" ")[0] for goal in row["sdgs"].split("|") if goal)),
        [state_code(state) for state in row["sponsors"].split("|")],
        symbol,
        paragraph.removeprefix("Para.").strip(),
        read_made(text, None).text,
    )


def _rows(reading: SourceReading) -> list[tuple[object, ...]]:
    positions = {position.recommendation: position for position in reading.positions}
    return [
        (
            each.number,
            positions[each.key].status,
            summed[4],
            summed[5],
            str(summed[6]).split(),
            list(each.states),
            positions[each.key].primary_source,
            positions[each.key].paragraph,
            each.text,
        )
        for each, summed in zip(reading.recommendations, summary(reading), strict=True)
    ]


def test_real_lists_are_read_in_less_than_a_second(shared: Path) -> None:
    for _, file, *_ in LISTS:
        source = SourceFile(file, path=shared / "data/thematic_lists" / file)
        begun = time.process_time()
        list(read_thematic_list(source, None))
        assert time.process_time() - begun < 1


# Lists of other offices: other words, other arrangements


NUMBERED_APART = ("8.1", "Paint the lighthouse", "Iceland", "Supported", "- Right to life")


@pytest.mark.parametrize("number", ["#", "№", "Rec.", "Rec. No.", "Ref.", "Reference", "Item"])
@pytest.mark.parametrize("states", ["State making the recommendation", "Reviewing State", "Peer"])
def test_numbers_and_states_are_found_in_columns_of_any_header(number: str, states: str) -> None:
    reading = read(((number, "Recommendation", states, "Position", "Themes"), NUMBERED_APART))
    assert summary(reading) == [("8.1", "ISL", "supported", None, ["Right to life"], [], "")]


@pytest.mark.parametrize("header", ["Accepted/Noted", "Supported or noted", "Decision", "Outcome", "Reply"])
def test_a_column_of_positions_is_known_by_other_words(header: str) -> None:
    reading = read(
        (("Recommendation", header, "Cluster"), ("8.1 Paint (Chad);", "Supports", "Right to life"))
    )
    assert summary(reading) == [("8.1", "TCD", "supported", None, ["Right to life"], [], "")]


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("1 - NO POVERTY; 2 - ZERO HUNGER", ("1", "2")),
        ("- 1 - NO POVERTY - 2 - ZERO HUNGER", ("1", "2")),
        ("SDG 3: Good health and well-being, SDG 4: Quality education", ("3", "4")),
        ("1. No poverty 2. Zero hunger", ("1", "2")),
        ("16.a and 5", ("16.a", "5")),
    ],
)
def test_all_goals_that_share_a_line_are_read(text: str, goals: tuple[str, ...]) -> None:
    assert read_goals([text.removeprefix("- ")]) == Goals(goals, ())


@pytest.mark.parametrize(
    "title",
    [
        "Review of Samoa at the eighteenth session of the UPR Working Group",
        "Samoa's 2nd UPR Cycle - thematic list of recommendations",
        "UPR18 Samoa",
    ],
)
def test_the_state_of_a_title_may_stand_among_its_words(title: str) -> None:
    found = read_title([title])
    assert (found.state, found.cycle) == ("WSM", 2)


def test_a_title_with_two_states_among_its_words_names_none() -> None:
    assert read_title(["Recommendations that Samoa shares with Tonga"]).state is None


def test_states_inside_the_text_are_kept_beside_those_of_the_column() -> None:
    made = read_made("Paint it (Fiji); wash it (Peru); dry it", ["Chad"])
    assert (made.states, made.only_in_text) == (("FJI", "PER", "TCD"), ("FJI", "PER"))
    assert made.text == "Paint it (Fiji); wash it (Peru); dry it"


def test_a_row_for_each_state_is_one_recommendation() -> None:
    header = ("Recommendation", "Recommending State", "Position", "Themes")
    rows = [("8.1 Paint", state, "Supported", "Right to life") for state in ("Chad", "Peru")]
    reading = read([header, *rows])
    assert summary(reading) == [("8.1", "TCD PER", "supported", None, ["Right to life"], [], "")]
    assert any("other States in table=1;row=3" in message for message in messages(reading, "warning"))


def test_known_labels_that_share_a_line_are_parted_and_others_are_not() -> None:
    shared = changed(POLISH, 2, "- Right to life\nGroups of Persons: Children, Women")
    ((*_, persons, _),) = summary(read((HEADER_C, shared)))
    assert persons == ["Children", "Women"]
    whole = changed(POLISH, 2, "- Right to life\nGroups of Persons: Children, gulls")
    ((*_, persons, _),) = summary(read((HEADER_C, whole)))
    assert persons == ["Children, gulls"]


def test_a_range_is_no_number() -> None:
    assert read_wording("8.1-2 Paint").number is None


def test_a_heading_that_the_themes_of_a_row_lack_is_told() -> None:
    reading = read((HEADER_C, "Theme: Right to health", PAINT))
    assert summary(reading)[0][4] == ["Right to health", "Right to life"]
    assert any("stands under 'Right to health'" in message for message in messages(reading, "info"))


@pytest.mark.parametrize("number", ["Recommendation 8.1", "(8.1)", "8.1)", "8.01", "Rec. 8.1"])
def test_a_number_may_be_set_in_other_ways(number: str) -> None:
    rows = (HEADER_C, (f"{number} Paint the lighthouse (Iceland);\n{SOURCE}", *PAINT[1:]))
    (record,) = read(rows).recommendations
    assert (record.number, record.text, record.states) == ("8.1", "Paint the lighthouse", ("ISL",))


@pytest.mark.parametrize(
    "source",
    [
        "Source: A/HRC/91/6 - Para. 3",
        "Position source: A/HRC/91/6",
        "Source of the State’s position: A/HRC/91/6",
    ],
)
def test_a_source_in_other_words_is_no_part_of_the_wording(source: str) -> None:
    wording = read_wording(f"8.1 Paint the lighthouse (Iceland); {source}")
    assert wording.text == "Paint the lighthouse (Iceland);"
    assert read_source(wording.source).symbol == "A/HRC/91/6"


@pytest.mark.parametrize(
    ("cell", "status"),
    [("Position: Supported", "supported"), ("Awaiting response", "pending"), ("To be determined", "pending")],
)
def test_a_position_may_be_labelled_or_still_to_come(cell: str, status: str) -> None:
    assert read_answer(cell).status == status


def test_a_range_of_goals_is_written_out() -> None:
    assert read_goals(["SDGs 3–5"]).keys == ("3", "4", "5")
    assert read_goals(["SDGs 5-3"]).unknown == ("SDGs 5-3",)


def test_a_header_may_say_only_in_its_second_row_what_the_columns_are() -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=4)
    rows = (
        ("Recommendation", "The review", "The review", "Classification"),
        ("", "State", "Position", "Themes"),
        ("8.1 Paint the lighthouse", "Iceland", "Supported", "Right to life"),
    )
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    document.sections[0].header.paragraphs[0].text = TITLE
    buffer = io.BytesIO()
    document.save(buffer)
    file = SourceFile("list.docx", data=buffer.getvalue())
    assert is_thematic_list(file)
    (reading,) = read_thematic_list(file, None)
    assert [(each.number, each.states) for each in reading.recommendations] == [("8.1", ("ISL",))]
    assert [each.status for each in reading.positions] == ["supported"]
