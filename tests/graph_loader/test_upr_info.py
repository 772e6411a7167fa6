"""Exports of UPR Info's database: old and new column names, rows as entries, pledges, what is refused."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest
from pyoxigraph import Store

from graph_loader import iris
from graph_loader.mapping import reading_quads
from graph_loader.records import SourceReading
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.upr_info import is_upr_info, read_upr_info
from graph_loader.sources.upr_info_columns import find_columns
from ontology.errors import SourceError

OLD = (
    "To",
    "To-Rgrp",
    "To-Org",
    "Text",
    "From",
    "From-Rgrp",
    "From-Org",
    "Response",
    "Action",
    "Issue",
    "Session",
)
TWICE = (
    "SuR",
    "Rgrp",
    "Org",
    "Recommendation",
    "RS",
    "Rgrp",
    "Org",
    "Response",
    "Action",
    "Issue",
    "Session",
)
NEW = (
    "Title",
    "State under Review",
    "Recommending State",
    "Response",
    "Action Category",
    "Issues",
    "Session",
    "Cycle",
)

RIVER = "Protect the river spirits of the north"
LAMPS = "Light the harbour lamps, also in winter"


def old(*rows: tuple[str, ...], encoding: str = "mac_roman", line_end: str = "\r") -> bytes:
    """An export of the old site: rows of (to, text, from, response, action, issue, session)."""
    full = ((to, "Asia", "", text, made_by, "WEOG", "", *rest) for to, text, made_by, *rest in rows)
    return table(OLD, full, line_end).encode(encoding)


def table(head: Iterable[str], rows: Iterable[Iterable[str]], line_end: str = "\r\n") -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator=line_end)
    writer.writerow(head)
    writer.writerows(rows)
    return buffer.getvalue()


def read(data: bytes, name: str = "export.csv", review: str | None = None) -> SourceReading:
    file = SourceFile(name, data=data)
    assert is_upr_info(file)
    (reading,) = read_upr_info(file, review)
    return reading


def said(reading: SourceReading, severity: str = "error") -> list[str]:
    return [f"{p.place}: {p.message}" for p in reading.problems if p.severity == severity]


FRANCE = ("Kazakhstan", RIVER, "France", "Accepted", "5", "Environment", "20")

OLD_ROW = ("Kazakhstan", "Asia", "", RIVER, "France", "WEOG", "", "Accepted", "5", "Environment", "20")


def test_rows_that_agree_in_letters_and_digits_are_one_recommendation() -> None:
    reading = read(
        old(
            FRANCE,
            (
                "Kazakhstan",
                "Protect the River spirits of  the north. ",
                "Cote d'Ivoire",
                "Accepted",
                "4",
                "Justice",
                "20",
            ),
            ("Kazakhstan", LAMPS, "France", "Noted", "2", "Environment", "20"),
        )
    )

    assert [(e.review, e.states, e.text, e.place) for e in reading.entries] == [
        ("KAZ-2", ("FRA", "CIV"), RIVER, "row=2"),
        ("KAZ-2", ("FRA",), LAMPS, "row=4"),
    ]
    first, second = reading.entries
    assert [(p.recommendation, p.status, p.document, p.stated_on) for p in reading.positions] == [
        (first.key, "supported", "upr-info", None),
        (second.key, "noted", "upr-info", None),
    ]
    assert [
        (c.recommendation, c.action, [label.key for label in c.labels]) for c in reading.classifications
    ] == [
        (first.key, "5", ["environment", "justice"]),
        (first.key, "4", []),
        (second.key, "2", ["environment"]),
    ]
    assert [(r.key, r.session) for r in reading.reviews] == [("KAZ-2", 20)]
    assert (reading.pairs, reading.key, reading.problems) == (3, "upr-info/KAZ-2", ())


def test_a_text_with_two_responses_is_two_entries_and_the_others_keep_their_keys() -> None:
    one = read(old(FRANCE)).entries[0]
    both = read(old(FRANCE, ("Kazakhstan", RIVER, "Norway", "Noted", "5", "Environment", "20")))

    assert len({entry.key for entry in both.entries} | {one.key}) == 3
    assert {p.status for p in both.positions} == {"supported", "noted"}
    assert (
        read(old(FRANCE, ("Kazakhstan", LAMPS, "Norway", "Noted", "5", "", "20"))).entries[0].key == one.key
    )


@pytest.mark.parametrize(
    "head", [OLD, TWICE, tuple(name.upper() for name in OLD)], ids=["csv", "xls", "upper"]
)
def test_old_column_names(head: tuple[str, ...]) -> None:
    row = ("Kazakhstan", "Asia", "OIC", RIVER, "Norway", "WEOG", "", "Accepted", "4", "Justice", "7")
    (entry,) = read(table(head, [row]).encode()).entries

    assert (entry.review, entry.states, entry.text) == ("KAZ-1", ("NOR",), RIVER)


def test_columns_in_any_order_below_a_title() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["UPR Info: choice of recommendations"])
    sheet.append([])
    sheet.append(
        ["Session", "Response", "Recommendation", "State under Review (SuR)", "Recommending State (RS)"]
    )
    sheet.append([20, "Supported", RIVER, "Kazakhstan", "Norway"])
    buffer = io.BytesIO()
    workbook.save(buffer)

    reading = read(buffer.getvalue(), "choice.xlsx")

    assert [(e.review, e.states, e.place) for e in reading.entries] == [("KAZ-2", ("NOR",), "row=4")]


def test_an_export_of_the_new_site_separates_values_by_bars() -> None:
    row = (
        f"{RIVER} (Norway, Chile);",
        "Kazakhstan",
        "Norway|Chile",
        "Not Supported",
        "4 - General action",
        "Right to life, liberty|Women's rights|Sunken cities",
        "34 - November 2019",
        "3",
    )
    reading = read(table(NEW, [row]).encode())

    (entry,) = reading.entries
    assert (entry.review, entry.states, entry.text) == ("KAZ-3", ("NOR", "CHL"), RIVER)
    assert [(p.status, p.note) for p in reading.positions] == [
        ("noted", "UPR Info's response: not supported")
    ]
    (about,) = reading.classifications
    assert about.action == "4"
    assert [label.label for label in about.labels] == [
        "Right to life, liberty",
        "Women's rights",
        "Sunken cities",
    ]
    assert [label.is_new for label in about.labels] == [True, False, True]
    assert len(said(reading, "warning")) == 2


def test_commas_separate_issues_of_the_old_site() -> None:
    issues = "Enforced disappearances,International instruments, Torture and other CID treatment"
    (about,) = read(old((*FRANCE[:5], issues, "20"))).classifications

    assert [label.key for label in about.labels] == [
        "enforced-disappearances",
        "international-instruments",
        "torture-and-other-cid-treatment",
    ]
    assert not any(label.is_new for label in about.labels)


@pytest.mark.parametrize(
    ("response", "status", "has_note"),
    [
        ("Accepted", "supported", False),
        ("supported ", "supported", False),
        ("Noted", "noted", False),
        ("Rejected", "noted", True),
        ("Not Supported", "noted", True),
        ("No Response", "noted", True),
        ("General response", "noted", True),
        ("Accepted in principle", "noted", True),
        ("Accepted in Part", "partially-supported", False),
        ("Partially supported", "partially-supported", False),
        ("Supported/Noted", "partially-supported", False),
        ("Pending", "pending", False),
        ("To be examined", "pending", False),
    ],
)
def test_responses(response: str, status: str, has_note: bool) -> None:
    (position,) = read(old((*FRANCE[:3], response, *FRANCE[4:]))).positions

    assert (position.status, position.note is not None) == (status, has_note)


@pytest.mark.parametrize(
    "row",
    [
        ("Kazakhstan", LAMPS, "", "Voluntary Pledge", "5", "Environment", "20"),
        ("Kazakhstan", LAMPS, "Voluntary pledge", "", "5", "Environment", "20"),
        ("Kazakhstan", LAMPS, "Kazakhstan", "Accepted", "5", "Environment", "20"),
    ],
    ids=["response", "from", "itself"],
)
def test_a_pledge_is_no_recommendation_and_has_no_position(row: tuple[str, ...]) -> None:
    reading = read(old(FRANCE, row))

    (pledge,) = reading.pledges
    assert (pledge.review, pledge.text, pledge.place) == ("KAZ-2", LAMPS, "row=3")
    assert pledge.key.startswith("KAZ-2-pledge-upr-info-")
    assert len(reading.entries) == len(reading.positions) == 1
    assert [(c.action, len(c.labels)) for c in reading.classifications][1:] == [(None, 1)]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("Kazakhstun", *FRANCE[1:]), "export.csv#row=3: The State under review 'Kazakhstun' is in no table"),
        ((*FRANCE[:2], "Norwey", *FRANCE[3:]), "Did you mean 'Norway'?"),
        ((*FRANCE[:3], "Perhaps", *FRANCE[4:]), "The response 'Perhaps' is not known"),
        ((*FRANCE[:6], "next year"), "The row tells neither session nor cycle ('next year')"),
        ((FRANCE[0], " ", *FRANCE[2:]), "The row has no text"),
    ],
    ids=["state", "recommender", "response", "session", "text"],
)
def test_what_is_wrong_in_a_row_refuses_the_file(row: tuple[str, ...], message: str) -> None:
    errors = said(read(old(FRANCE, row)))

    assert len(errors) == 1
    assert message in errors[0]


def test_what_the_database_does_not_know_is_left_out_and_said() -> None:
    reading = read(
        old(FRANCE, (*FRANCE[:2], "&#40;Unknown&#41;", *FRANCE[3:]), (*FRANCE[:3], "", *FRANCE[4:]), FRANCE)
    )

    assert [e.states for e in reading.entries] == [("FRA",)]
    assert [p.status for p in reading.positions] == ["supported"]
    assert said(reading) == []
    assert said(reading, "warning") == [
        "export.csv#row=3: The row names no recommending State; it is left out, since a recommendation has one.",
        "export.csv#row=4: The row has no response, so it gives no position.",
        "export.csv#row=4: Says the same as row=2: State, text and response; read once.",
        "export.csv#row=5: Says the same as row=2: State, text and response; read once.",
    ]


def test_a_flood_of_problems_is_counted() -> None:
    errors = said(read(old(*[("Ardania", *FRANCE[1:])] * 80)))

    assert len(errors) == 51
    assert errors[-1] == "export.csv: 30 more rows: an unknown State under review."


def test_rows_of_another_review_than_the_one_asked_for_are_an_error() -> None:
    assert "about the review KAZ-2; KAZ-1 was asked for" in said(read(old(FRANCE), review="KAZ-1"))[0]
    assert said(read(old(FRANCE), review="KAZ-2")) == []


def test_a_cycle_that_its_session_is_not_of_is_said() -> None:
    row = (RIVER, "Kazakhstan", "Norway", "Noted", "4", "Justice", "34", "2")
    reading = read(table(NEW, [row]).encode())

    assert reading.entries[0].review == "KAZ-3"
    assert "Session 34 is of cycle 3, the row says cycle 2" in said(reading, "warning")[0]


def test_a_date_is_no_session() -> None:
    reading = read(table((*OLD, "Cycle"), [(*OLD_ROW[:-1], "2019-11-07", "3")]).encode())

    assert [review.key for review in reading.reviews] == ["KAZ-3"]
    assert said(reading, "warning") == [
        "export.csv#row=2: The session '2019-11-07' is no number of a session; it is left out."
    ]


@pytest.mark.parametrize(
    ("cell", "review"),
    [
        ("2nd cycle, session 18", "KAZ-2"),
        ("Session 33 (cycle 3)", "KAZ-3"),
        ("May 2019 (33rd session)", "KAZ-3"),
        ("44 - November 2023", "KAZ-4"),
        ("14 - 25 May 2012", None),
        ("21 May - 4 June 2012", None),
    ],
)
def test_the_number_of_a_session_is_told_from_others(cell: str, review: str | None) -> None:
    reading = read(table(OLD, [(*OLD_ROW[:-1], cell)]).encode())

    assert [one.key for one in reading.reviews] == ([review] if review else [])


def test_errors_of_excel_are_no_values() -> None:
    wrong = (*OLD_ROW[:3], "#NAME?", *OLD_ROW[4:])

    assert said(read(table(OLD, [OLD_ROW, wrong]).encode())) == [
        "export.csv#row=3: A cell holds #NAME?, which Excel shows in place of a value. Put the value there."
    ]


def test_a_line_below_the_table_is_no_row_of_it() -> None:
    reading = read(table(OLD, [OLD_ROW, ("Source: an invented database",)]).encode())

    assert (len(reading.entries), said(reading)) == (1, [])
    assert "nothing else; it is no row of the table" in said(reading, "warning")[0]


def test_cells_merged_downwards_are_those_of_each_row() -> None:
    book = openpyxl.Workbook()
    for row in (OLD, OLD_ROW, ("",) * 3 + (LAMPS, "Chile", "", "", "Noted", "4", "Other", "")):
        book.active.append([cell or None for cell in row])
    for merged in ("A2:A3", "K2:K3"):
        book.active.merge_cells(merged)
    stream = io.BytesIO()
    book.save(stream)

    reading = read(stream.getvalue(), "export.xlsx")
    assert [(one.review, one.states) for one in reading.entries] == [("KAZ-2", ("FRA",)), ("KAZ-2", ("CHL",))]


def test_a_row_with_more_cells_than_the_header_is_told() -> None:
    reading = read(table(OLD, [OLD_ROW, (*OLD_ROW, "lamps")]).encode())

    assert "export.csv#row=3: The row has 12 cells, the header 11" in said(reading, "warning")[0]


def test_a_header_that_comes_once_more_is_no_row() -> None:
    reading = read(table(OLD, [OLD_ROW, OLD]).encode())

    assert (len(reading.entries), reading.problems) == (1, ())


def test_short_rows_are_told_and_do_not_hide_the_format() -> None:
    reading = read(table(OLD, [OLD_ROW, OLD_ROW[:4], OLD_ROW[:1]]).encode())

    assert [line.partition(":")[0] for line in said(reading)] == ["export.csv#row=3", "export.csv#row=4"]


def test_a_mark_never_closed_is_told_by_the_reader_of_the_format() -> None:
    data = table(OLD, [OLD_ROW]) + 'Kazakhstan,Asia,,"Light the lamps,Norway\r\n'
    file = SourceFile("export.csv", data=data.encode())

    assert is_upr_info(file)
    with pytest.raises(SourceError, match="row 3: a quotation mark is opened and never closed"):
        list(read_upr_info(file))


def test_keys_of_graphs_tell_exports_apart() -> None:
    def key(*rows: tuple[str, ...]) -> str:
        return read(old(*rows)).key

    norway = (*FRANCE[:2], "Norway", *FRANCE[3:])
    states = ("Chile", "Norway", "Ghana", "Fiji")
    assert key(FRANCE, (*norway[:5], "Justice", "7")) == "upr-info/KAZ-1,KAZ-2"
    assert key(FRANCE, (*FRANCE[:5], "Justice", "7")) == "upr-info/KAZ-1,KAZ-2/from-FRA"
    assert key(FRANCE, norway) == "upr-info/KAZ-2/issue-environment"
    many = [
        (s, RIVER, "Mali" if s == "Fiji" else "Peru", "Noted", "1", "", n)
        for s, n in zip(states, ("7", "18", "19", "20"), strict=True)
    ]
    assert key(*many) == "upr-info/sessions-7,18-20"


@pytest.mark.parametrize(
    "head",
    [
        ("review", "number", "states", "text", "status"),
        ("Text", "Annotation type", "Countries", "Body", "Themes"),
        ("From", "To", "Subject", "Date"),
        ("Title", "Session", "Cycle", "Document"),
    ],
    ids=["table", "uhri", "mail", "documents"],
)
def test_other_tables_are_not_taken_for_an_export(head: tuple[str, ...]) -> None:
    assert find_columns(head) is None
    assert not is_upr_info(SourceFile("x.csv", data=table(head, [["a"] * len(head)] * 3).encode()))


def test_the_quads_of_an_entry_hang_together() -> None:
    store = Store()
    reading = read(old(FRANCE, ("Kazakhstan", LAMPS, "", "Voluntary Pledge", "5", "", "20")))
    store.extend(reading_quads(reading))
    entry = reading.entries[0].key

    assert store.query(
        f"""ASK {{ GRAPH <{iris.graph("upr-info/KAZ-2")}> {{
        <{iris.entry(entry)}> <https://w3id.org/upr-graph/ns#entryOf> <{iris.recommendation(entry)}> .
        ?position <https://w3id.org/upr-graph/ns#positionOn> <{iris.recommendation(entry)}> .
        <{iris.recommendation(entry)}> <https://w3id.org/upr-graph/ns#theme> ?issue .
        }} }}"""
    )


# --- the real exports ---


@pytest.mark.parametrize("name", ["17-20.csv", "17-20.xls"])
def test_the_export_of_sessions_18_to_20(shared: Path, name: str) -> None:
    started = time.monotonic()
    path = shared / "data" / "upr_info" / name
    (reading,) = read_upr_info(SourceFile(name, path=path))

    assert reading.problems == ()
    assert (reading.pairs, len(reading.entries), len(reading.reviews)) == (7_984, 7_794, 42)
    assert reading.key == "upr-info/sessions-18-20"
    assert sum(p.status == "supported" for p in reading.positions) + sum(
        p.status == "noted" for p in reading.positions
    ) == len(reading.entries)
    assert time.monotonic() - started < 4


def test_both_forms_of_one_export_give_the_same_entries(shared: Path) -> None:
    old_ones, new_ones = (
        next(read_upr_info(SourceFile(name, path=shared / "data" / "upr_info" / name)))
        for name in ("17-20.csv", "17-20.xls")
    )

    assert old_ones.entries == new_ones.entries
    assert old_ones.positions == new_ones.positions


def test_kazakhstan_has_129_pairs_in_the_first_cycle_and_198_in_the_second(shared: Path) -> None:
    path = shared / "data" / "kazakhstan" / "upr_info_kazakhstan_s7_s20.csv"
    (reading,) = read_upr_info(SourceFile(path.name, path=path))
    pairs = {"KAZ-1": 0, "KAZ-2": 0}
    for entry in reading.entries:
        pairs[entry.review] += len(entry.states)

    assert pairs == {"KAZ-1": 129, "KAZ-2": 198}
    assert reading.problems == ()
