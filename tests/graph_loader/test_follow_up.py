"""Follow-up workbooks that somebody filled in. The State is real, what is said of it is invented."""

import datetime
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import openpyxl
import pytest

from graph_loader.mapping import reading_quads
from graph_loader.records import SourceReading
from graph_loader.sources.follow_up import is_follow_up, read_follow_up
from graph_loader.sources.follow_up_cells import iso_date
from graph_loader.sources.follow_up_sheets import FORMS, form_of
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.table import read_table
from graph_loader.template import template
from graph_loader.template_content import Known, Listed, TemplateContent
from ontology.errors import SourceError, UsageError

CONTENT = TemplateContent(
    "SMR",
    "San Marino",
    "SMR-9",
    ("SMR-9",),
    (
        Listed("SMR-9-4.1", "4.1", 9, "Paint all lighthouses", "supported", "Fiji, Norway"),
        Listed("SMR-9-4.2", "4.2", 9, "Count the snails", "noted", "Fiji"),
    ),
    (
        Known("body", "Council of Tides", "body/SMR/council-of-tides"),
        Known("law", "Law on harbours", "law/SMR/2029-01-01-1"),
        Known("post", "Keeper of keys", "post/SMR/keeper-of-keys"),
    ),
)
Rows = Mapping[str, Sequence[Mapping[str, object]]]

GOOD: Rows = {
    "bodies": [
        {"Name": "Ministry of Tides", "Kind": "government body", "Founded": 2031, "Part of": "Council of Tides"},
        {"Name": "Snail League", "Kind": "Civil society"},
    ],
    "laws": [
        {"Title": "Law on lighthouses", "Kind": "law", "Number": "12-IV", "Adopted": datetime.date(2030, 5, 3)},
        {
            "Title": "Law on snails",
            "Kind": "code",
            "Adopted": "3 May 2031",
            "Amends": "law on Lighthouses; Law on harbours",
            "Treaty that it approves": "CRPD",
        },
    ],
    "measures": [
        {
            "Title": "Training of keepers",
            "Kind": "practice",
            "Act": "training",
            "Date": "2030",
            "Led to": "Snail League\nLaw on snails",
            "Norms": "crc; Convention on the Rights of Persons with Disabilities",
            "Done by way of": "Law on lighthouses",
            "Carries out plan item": "Action plan 2030-2034, item 2",
        }
    ],
    "plans": [{"Title": "Action plan 2030-2034", "Valid from": 2030, "Valid to": "2034", "For the review": "SMR-9"}],
    "plan-items": [
        {
            "Plan": "Action plan 2030-2034",
            "Number": 2,
            "What is to be done": "Paint",
            "Deadline": "May 2031",
            "Recommendations": "4.1; SMR-9-4.2",
        }
    ],
    "responsibilities": [
        {"Body": "ministry of tides", "Role": "lead", "Responsible for": "12-IV", "Basis": "article 3"},
        {"Body": "Council of Tides", "Role": "co executor", "Responsible for": "SMR-9", "Basis": "decree"},
    ],
    "assessments": [
        {
            "Recommendation": "4.1",
            "Assessed by": "San Marino",
            "Rating": "Partially implemented",
            "As of": datetime.datetime(2031, 1, 2),
            "Document": "A/HRC/WG.6/99/SMR/1",
            "Evidence": "Law on lighthouses; A/HRC/99/10",
        }
    ],
    "meetings": [
        {
            "Title": "Round table",
            "Date": "30.10.2030",
            "Held under": "Council of Tides",
            "Chaired by": "Keeper of keys",
            "Participants": "Snail League; Norway",
            "Discussed": "SMR-9-4.1|SMR-9; law: Law on snails",
        }
    ],
    "links": [
        {"Recommendation": "SMR-9-4.1", "What was done": "Law on lighthouses", "Why": "asks for paint"},
        {
            "Recommendation": "SMR-9-4.2",
            "What was done": "Snail League",
            "Why": "counts",
            "Relation": "resulted in body",
        },
    ],
}  # fmt: skip

TABLES = {
    "bodies": "state,name,kind,date,parent\n"
    "SMR,Ministry of Tides,government-body,2031,council-of-tides\nSMR,Snail League,civil-society,,\n",
    "laws": "state,title,kind,number,date,amends,concerns_treaty\nSMR,Law on lighthouses,law,12-IV,2030-05-03,,\n"
    "SMR,Law on snails,code,,2031-05-03,2030-05-03-12-IV|2029-01-01-1,crpd\n",
    "measures": "state,title,kind,measure_kind,date,results_in,norms,carried_out_through,fulfils\n"
    "SMR,Training of keepers,practice,training,2030,body/SMR/snail-league|law/SMR/2031-05-03-law-on-snails,"
    "crc|crpd,measure/SMR/adoption-2030-05-03-12-IV,plan-item/SMR/action-plan-2030-2034/2\n",
    "plans": "state,title,valid_from,valid_to,plan_for\nSMR,Action plan 2030-2034,2030,2034,SMR-9\n",
    "plan_items": "state,plan,number,title,deadline,recommendations\n"
    "SMR,action-plan-2030-2034,2,Paint,2031-05,SMR-9-4.1|SMR-9-4.2\n",
    "responsibilities": "state,body,role,target,basis\n"
    "SMR,ministry-of-tides,lead,law/SMR/2030-05-03-12-IV,article 3\n"
    "SMR,council-of-tides,co-executor,review/SMR-9,decree\n",
    "assessments": "recommendation,assessed_by,rating,as_of,document,evidence\n"
    "SMR-9-4.1,state/SMR,partially-implemented,2031-01-02,A/HRC/WG.6/99/SMR/1,"
    "law/SMR/2030-05-03-12-IV|document/A/HRC/99/10\n",
    "consultations": "state,key,title,date,platform,chairs,participants,discussed\n"
    "SMR,round-table-2030-10-30,Round table,2030-10-30,council-of-tides,post/SMR/keeper-of-keys,"
    "body/SMR/snail-league|state/NOR,recommendation/SMR-9-4.1|review/SMR-9|law/SMR/2031-05-03-law-on-snails\n",
    "links": "recommendation,relation,target,basis\n"
    "SMR-9-4.1,addresses,measure/SMR/adoption-2030-05-03-12-IV,asks for paint\n"
    "SMR-9-4.2,resulted-in-body,body/SMR/snail-league,counts\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def empty() -> bytes:
    return template(CONTENT)


def filled(
    empty: bytes,
    rows: Rows,
    change: Callable[[openpyxl.Workbook], None] = lambda _: None,
    name: str = "follow-up.xlsx",
) -> SourceFile:
    book = openpyxl.load_workbook(io.BytesIO(empty))
    for sheet, records in rows.items():
        columns = {cell.value.rstrip(" *"): cell.column for cell in book[sheet][1]}
        for number, record in enumerate(records, start=2):
            for title, value in record.items():
                book[sheet].cell(number, columns[title], value)
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return SourceFile(name, data=buffer.getvalue())


def read(file: SourceFile, review: str | None = None) -> SourceReading:
    (reading,) = read_follow_up(file, review)
    return reading


def told(reading: SourceReading) -> list[tuple[str, str, str]]:
    return [(one.severity, (one.place or "").partition("#")[2], one.message) for one in reading.problems]


def places(reading: SourceReading, severity: str = "error") -> list[str]:
    return [place for found, place, _ in told(reading) if found == severity]


def test_a_filled_template_says_what_the_curated_tables_say(empty: bytes) -> None:
    file = filled(empty, GOOD)
    assert is_follow_up(file)
    reading = read(file)
    assert (reading.key, reading.problems) == ("follow-up/SMR", ())
    for kind, text in TABLES.items():
        table = getattr(read_table(text.encode(), f"{kind}.csv"), kind)
        assert [replace(one, place="") for one in getattr(reading, kind)] == [
            replace(one, place="") for one in table
        ]
    assert set(TABLES) == {form.kind for form in FORMS}


def test_each_thing_points_at_its_row(empty: bytes) -> None:
    reading = read(filled(empty, GOOD))
    assert [one.place for one in (*reading.laws, *reading.plan_items)] == ["laws!2", "laws!3", "plan-items!2"]
    found = {q.object.value for q in reading_quads(reading) if q.predicate.value.endswith("#foundAt")}  # type: ignore[union-attr]  # places are IRIs
    assert "https://w3id.org/upr-graph/graph/follow-up/SMR#plan-items!2" in found


def test_wrong_cells_are_told_by_sheet_and_cell(empty: bytes) -> None:
    rows: Rows = {
        "bodies": [
            {"Name": "Ministry of Tides", "Kind": "goverment body"},
            {"Name": "Министерство", "Kind": "other"},
        ],
        "laws": [
            {"Title": "Law on lighthouses", "Kind": "law", "Adopted": "3/5/2030", "Amends": "Law on harbors"},
            {"Kind": "law"},
        ],
        "responsibilities": [
            {"Body": "Ministry of Tidess", "Role": "boss", "Responsible for": "Law on harbours", "Basis": "x"}
        ],
        "links": [
            {"Recommendation": "4.3", "What was done": "Council of Tides", "Why": "x"},
            {"Recommendation": "4.1", "What was done": "Law on lighthouses", "Why": "x"},
        ],
        "meetings": [{"Title": "Round table", "Date": "soon"}],
    }
    reading = read(filled(empty, rows))
    assert reading.laws == () and reading.bodies == ()
    assert places(reading) == [
        "bodies!B2", "bodies!3", "laws!F2", "laws!D2", "laws!A3", "responsibilities!A2", "responsibilities!B2",
        "meetings!B2", "links!A2", "links!B2",
    ]  # fmt: skip
    messages = {place: message for _, place, message in told(reading)}
    assert messages["responsibilities!A2"] == (
        "'Ministry of Tidess' in 'Body' is on no sheet of this workbook (did you mean Ministry of Tides?). "
        "Correct it, or add a row for it to the sheet bodies."
    )
    assert "did you mean Law on harbours?" in messages["laws!F2"]
    assert "not on the sheet 'recommendations' (did you mean SMR-9-4.1?)" in messages["links!A2"]
    assert messages["links!B2"].endswith("is the name of a body, and here a law or measure is meant.")


def test_one_law_on_two_rows_is_told(empty: bytes) -> None:
    law = {"Title": "Law on snails", "Kind": "law"}
    ((_, place, message),) = told(read(filled(empty, {"laws": [law, {}, law]})))
    assert place == "laws!4" and "Rows 2 and 4 both describe law SMR law-on-snails" in message


def test_a_name_of_two_things_asks_for_its_kind(empty: bytes) -> None:
    rows = {
        "laws": [{"Title": "Snails", "Kind": "law"}],
        "plans": [{"Title": "Snails"}],
        "responsibilities": [
            {"Body": "Council of Tides", "Role": "lead", "Responsible for": "snails", "Basis": "x"}
        ],
    }
    ((_, place, message),) = told(read(filled(empty, rows)))
    assert place == "responsibilities!C2" and "Write 'law: snails' or 'plan: snails'" in message
    rows["responsibilities"][0]["Responsible for"] = "plan: snails"
    assert read(filled(empty, rows)).responsibilities[0].target == "plan/SMR/snails"


def test_names_may_hold_what_separates_names_elsewhere(empty: bytes) -> None:
    rows = {
        "laws": [{"Title": "Law: snails; harbours", "Kind": "law", "Number": "7"}],
        "measures": [{"Title": "Snail count", "Kind": "practice", "Led to": "Law: snails; harbours"}],
    }
    reading = read(filled(empty, rows))
    assert reading.measures[0].results_in == ("law/SMR/law-snails-harbours",), reading.problems


def test_paths_of_other_sources_are_read_with_a_warning(empty: bytes) -> None:
    row = {"Body": "body/SMR/moon", "Role": "lead", "Responsible for": "law/SMR/9", "Basis": "x"}
    reading = read(filled(empty, {"responsibilities": [row]}))
    assert reading.responsibilities[0].body == "moon"
    assert places(reading, "warning") == ["responsibilities!A2", "responsibilities!C2"]


def test_sheets_and_columns_nobody_knows_are_told(empty: bytes) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.create_sheet("Notes")["A1"] = "hello"
        book.create_sheet("Empty")
        book["laws"]["L1"] = "My column"
        book["laws"]["M2"] = "stray"

    found = told(read(filled(empty, {"laws": [{"Title": "Law on snails", "Kind": "law"}]}, change)))
    assert [(severity, place) for severity, place, _ in found] == [
        ("warning", ""),
        ("warning", "laws!1"),
        ("warning", "laws!2"),
    ]
    assert "'Notes'" in found[0][2] and "'My column'" in found[1][2] and "M2" in found[2][2]


def test_a_workbook_of_ones_own_is_read_with_column_names_of_tables(empty: bytes) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Plan items"
    for row in (
        ["Our plan"],
        ["state", "plan", "number", "title"],
        ["SMR", "plan/SMR/paint-2030", 1, "Paint"],
    ):
        book.active.append(row)
    documents = book.create_sheet("documents")
    for row in (["key", "kind", "url"], ["snail-report", "web page", "https://example.org/"]):
        documents.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    file = SourceFile("Our own.xlsx", data=buffer.getvalue())
    assert is_follow_up(file)
    reading = read(file)
    assert (reading.key, places(reading)) == ("follow-up/SMR/our-own", [])
    assert reading.plan_items[0].plan == "paint-2030" and reading.documents[0].key == "snail-report"


@pytest.mark.parametrize(("shown", "recommendation"), [("General", None), ("0.00", "SMR-9-4.10")])
def test_a_number_that_may_be_two_recommendations_is_told(
    empty: bytes, shown: str, recommendation: str | None
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["recommendations"].append(["SMR-9-4.10", "4.10", 9, "Ring the bells"])
        book["links"]["A2"].number_format = shown

    link = {"Recommendation": 4.1, "What was done": "Law on lighthouses", "Why": "asks for it"}
    reading = read(filled(empty, {"laws": GOOD["laws"][:1], "links": [link]}, change))
    assert [one.recommendation for one in reading.links] == ([recommendation] if recommendation else [])
    assert places(reading) == ([] if recommendation else ["links!A2"])
    assert recommendation or "so that it may be SMR-9-4.1 or SMR-9-4.10" in told(reading)[0][2]


def test_a_renamed_sheet_is_known_by_its_columns(empty: bytes) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["laws"].title = "Laws and acts (final)"
        book["start"].title = "Cover"

    file = filled(empty, {"laws": GOOD["laws"][:1]}, change)
    assert is_follow_up(file)
    reading = read(file)
    assert [law.place for law in reading.laws] == ["Laws%20and%20acts%20%28final%29!2"]
    assert [line for _, _, line in told(reading)] == [
        "The sheet 'Laws and acts (final)' is read as 'laws', whose columns it has."
    ]


def test_errors_of_excel_are_no_values(empty: bytes) -> None:
    rows = [{"Title": "#REF!", "Kind": "law", "Number": "3", "Adopted": "2030"}]
    reading = read(filled(empty, {"laws": rows}))
    assert ("error", "laws!A2") in [(severity, place) for severity, place, _ in told(reading)]


def test_the_state_may_come_from_the_command_line(empty: bytes) -> None:
    def change(book: openpyxl.Workbook) -> None:
        del book["start"]

    file = filled(empty, {"laws": [{"Title": "Law on snails", "Kind": "law"}]}, change)
    assert is_follow_up(file)
    assert "which State" in told(read(file))[0][2]
    assert read(file, "SMR-9").laws[0].state == "SMR"


def test_the_first_sheet_is_checked(empty: bytes) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["start"]["B4"], book["start"]["B5"] = "Utopia", "FJI-x"

    reading = read(filled(empty, {"bodies": [{"Name": "A", "Kind": "other"}]}, change))
    assert places(reading)[:2] == ["start!B4", "start!B5"]
    with pytest.raises(UsageError):
        read(filled(empty, {}), "nine")
    assert "SMR-8 was asked for" in told(read(filled(empty, GOOD), "SMR-8"))[0][2]


def test_an_empty_template_is_refused(empty: bytes) -> None:
    ((severity, _, message),) = told(read(filled(empty, {})))
    assert severity == "error" and "No sheet of the workbook is filled in" in message


def test_a_missing_column_is_told(empty: bytes) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["laws"].delete_cols(2)

    reading = read(filled(empty, {"laws": [{"Title": "Law on snails"}]}, change))
    assert told(reading)[0] == (
        "error",
        "laws!1",
        "The sheet has no column 'Kind'. Add it to the header row.",
    )


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("2030-05-03", "2030-05-03"),
        ("2030-05-03T00:00:01", "2030-05-03"),
        ("3.5.2030", "2030-05-03"),
        ("3 May 2030", "2030-05-03"),
        ("September 2030", "2030-09"),
        ("2030", "2030"),
        ("3/5/2030", "3/5/2030"),
        ("31.2.2030", "31.2.2030"),
        ("1.2.0000", "1.2.0000"),
        ("3 Ma 2030", "3 Ma 2030"),
        ("3 Mar 2030", "2030-03-03"),
        ("3 Maybe 2030", "3 Maybe 2030"),
        ("3-May-2030", "2030-05-03"),
        ("May 3rd, 2030", "2030-05-03"),
        ("2030/05/03", "2030-05-03"),
        ("13/5/2030", "2030-05-13"),
        ("5/13/2030", "2030-05-13"),
        ("03-05-2030", "03-05-2030"),
        ("3 мая 2030 г.", "2030-05-03"),
        ("05.2030", "2030-05"),
        ("20300503", "20300503"),
        ("", ""),
    ],
)
def test_dates_as_people_write_them(cell: str, date: str) -> None:
    assert iso_date(cell) == date


def test_sheets_are_known_by_their_names_as_people_write_them() -> None:
    for name in ("plan-items", "Plan items", "PLAN_ITEMS", " plan items "):
        form = form_of(name)
        assert form and form.kind == "plan_items"
    assert form_of("consultations") == form_of("meetings")
    assert form_of("Sheet1") is None and form_of("recommendations") is None


def test_other_workbooks_are_not_taken_for_one() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Recommendation", "State", "Response"])
    book.active.append(["Paint", "Fiji", "Supported"])
    buffer = io.BytesIO()
    book.save(buffer)
    assert not is_follow_up(SourceFile("a.xlsx", data=buffer.getvalue()))
    assert not is_follow_up(SourceFile("a.csv", data=b"bodies,laws\n1,2\n"))


def test_a_workbook_cut_off_is_refused(empty: bytes) -> None:
    with pytest.raises(SourceError, match="damaged or cut off"):
        is_follow_up(SourceFile("a.xlsx", data=empty[: len(empty) // 2]))


def test_a_flood_of_wrong_rows_is_told_in_part(empty: bytes) -> None:
    rows = [{"Recommendation": f"SMR-9-9.{n}", "What was done": f"thing {n}", "Why": "x"} for n in range(400)]
    reading = read(filled(empty, {"links": rows}))
    assert len(reading.problems) == 101 and "700 more of this kind" in reading.problems[-1].message
