"""Exports of OHCHR's index: records of made-up recommendations about lighthouses, lamps and kites."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from pyoxigraph import RdfFormat, Store

from graph_loader import iris
from graph_loader.mapping import reading_quads
from graph_loader.mapping_mechanisms import mechanism_reference_quads
from graph_loader.quads import node
from graph_loader.records import EntryRecord, PositionRecord, Problem, RecommendationRecord
from graph_loader.records_mechanisms import MechanismReading
from graph_loader.shipped import base_quads
from graph_loader.snapshot import n_quads
from graph_loader.sources import uhri_json, uhri_pieces
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.uhri import is_uhri, read_uhri
from ontology.errors import SourceError, UsageError
from shapes.data import read_graph
from shapes.validate import validate

COLUMNS = {
    "Text": "Text",
    "Countries Concerned": "Countries",
    "Reccomending Body": "Body",
    "Document Symbol": "Symbol",
    "Themes": "Themes",
    "Affected Persons": "AffectedPersons",
    "Sdgs": "Sdgs",
    "Document Publication Date": "PublicationDate",
    "UPR Reccomending States": "UprRecommendingCountry",
    "UPR Position": "UprPositions",
    "Type": "AnnotationType",
    "OHCHR Annotation Id": "AnnotationId",
    "UPR Session": "UprSession",
    "Regions Concerned": "Regions",
    "Recommending Regions": "UprRecommendingRegions",
    "Date of publication on UHRI": "PublicationDateOnUhri",
}
BROKEN = {
    "breaks off": (
        b'[{"Text": "a", "Countries": [], "Body": "- UPR", "Type": "x", "UprSession": [',
        "breaks off at byte 77",
    ),
    "no JSON": (
        b'[{"Text": "a", "Countries": [], "Body": "- UPR", "Type": "x", "UprSession": []} }]',
        "no JSON at byte 80",
    ),
}


def record(number: int = 1, text: str = "126.1 Light the lamps (Chile)", **changes: Any) -> dict[str, Any]:
    """A record of the full export: to Kazakhstan in its second review, by Chile, supported."""
    return {
        "AffectedPersons": [],
        "AnnotationId": f"{number:08x}-0000-4000-8000-000000000000",
        "AnnotationType": "- Recommendations",
        "Body": "- UPR",
        "Countries": ["Kazakhstan"],
        "DocumentId": "41a0b08f-5a9a-4eb5-985f-05b47986ad82",
        "PublicationDate": "2014-12-10T00:00:00",
        "PublicationDateOnUhri": "2015-03-03T10:53:45.827",
        "Regions": ["Asia"],
        "Sdgs": [],
        "Symbol": "A/HRC/99/10",
        "Text": text,
        "Themes": [],
        "UprCycle": "Cycle 2",
        "UprPositions": ["Supported"],
        "UprRecommendingCountry": ["Chile"],
        "UprRecommendingRegions": [],
        "UprSession": ["- 20th Session - Cycle 2"],
        **changes,
    }


def of_committee(
    number: int = 1, text: str = "12. The Committee asks for lamps.", **changes: Any
) -> dict[str, Any]:
    upr = {"UprCycle": None, "UprPositions": [], "UprRecommendingCountry": [], "UprSession": []}
    return {**record(number, text), **upr, "Body": "- CRC", "Symbol": "CRC/C/KAZ/CO/99", **changes}


def as_json(*records: dict[str, Any]) -> SourceFile:
    return SourceFile("export.json", data=json.dumps(records).encode())


def as_xlsx(*records: dict[str, Any], columns: dict[str, str] = COLUMNS) -> SourceFile:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(columns))
    for one in records:
        sheet.append(_cells(one, columns))
    stream = io.BytesIO()
    book.save(stream)
    return SourceFile("Data.xlsx", data=stream.getvalue())


def _cells(one: dict[str, Any], columns: dict[str, str]) -> list[Any]:
    """A row as OHCHR writes it: several values in one cell, each after a dash."""
    values = [one[key] for key in columns.values()]
    return ["\n".join(f"- {v}" for v in value) if isinstance(value, list) else value for value in values]


def pieces(file: SourceFile, review: str | None = None) -> list[MechanismReading]:
    return [piece for piece in read_uhri(file, review) if isinstance(piece, MechanismReading)]


def recommendations(file: SourceFile, review: str | None = None) -> list[RecommendationRecord]:
    return [one for piece in pieces(file, review) for one in piece.recommendations]


def one(file: SourceFile) -> RecommendationRecord:
    (only,) = recommendations(file)
    return only


def problems(file: SourceFile) -> list[Problem]:
    return [one for piece in pieces(file) for one in piece.problems]


def messages(file: SourceFile) -> str:
    return "\n".join(f"{one.severity} {one.place} {one.message}" for one in problems(file))


def lines(file: SourceFile) -> list[str]:
    return sorted({line for piece in pieces(file) for line in _quads(piece).decode().splitlines()})


def _quads(piece: MechanismReading) -> bytes:
    return n_quads(reading_quads(piece))


def test_a_recommendation_of_the_review_has_its_number_states_position_and_place() -> None:
    (piece,) = pieces(as_json(record()))

    assert piece.recommendations == (
        RecommendationRecord(
            "KAZ-2", "126.1", ("CHL",), "Light the lamps", place="/0", document="A/HRC/99/10"
        ),
    )
    assert piece.positions == (PositionRecord("KAZ-2-126.1", "supported", "uhri-KAZ-2", place="/0"),)
    assert [(review.key, review.session) for review in piece.reviews] == [("KAZ-2", 20)]
    assert piece.document is not None
    assert piece.document.kind == "database-export"


@pytest.mark.parametrize(
    ("text", "number", "wording"),
    [
        ("136.1 Light lamps (Chile);", "136.1", "Light lamps"),
        ("136.12. Light lamps (Chile, State of Palestine*)", "136.12", "Light lamps"),
        ("R 136.1 Light lamps", "136.1", "Light lamps"),
        ("136.1Light lamps", "136.1", "Light lamps"),
        (
            "Recommendation No. 5 contained in A/HRC/99/26, para. 96: Light lamps (Timor-Leste)",
            "96.5",
            "Light lamps",
        ),
        ("Recommendation No. 5 (para. 96) Light lamps", "96.5", "Light lamps"),
        ("Recommendations contained in para. 57: Light lamps; paint doors", "57", "Light lamps; paint doors"),
        ("para 23 Light lamps", "23", "Light lamps"),
        ("Para. 23 (a): Light lamps", "23(a)", "Light lamps"),
        (
            "<p>136.1&nbsp;Light&nbspthe caf&eacute;s &amp; the &ldquo;kites&rdquo;</p>",
            "136.1",
            "Light the cafés & the “kites”",
        ),
        ("136.1 Light heal thcare lamps&lrm;&#8209;x <br/>y", "136.1", "Light heal thcare lamps-x y"),
        ("136.1 Sign the Treaty on Lamps (TOL)", "136.1", "Sign the Treaty on Lamps (TOL)"),
        (
            "<!--[if gte mso 9]><xml>w:Lsd</xml><![endif]--><style>p{}</style>136.1 Light R&amp;D lamps",
            "136.1",
            "Light R&D lamps",
        ),
    ],
)
def test_number_and_wording_are_taken_out_of_the_text(text: str, number: str, wording: str) -> None:
    found = one(as_json(record(text=text)))

    assert (found.number, found.text) == (number, wording)


def test_a_recommendation_without_a_number_is_an_entry_under_its_annotation() -> None:
    (piece,) = pieces(as_json(record(0xABCDEF, "Light the lamps (Chile)")))

    assert piece.entries == (EntryRecord("KAZ-2", "uhri-00abcdef0000", ("CHL",), "Light the lamps", "/0"),)
    assert piece.positions[0].recommendation == "KAZ-2-uhri-00abcdef0000"


def test_ids_that_begin_alike_stay_apart() -> None:
    twins = [
        record(text="Light the lamps", AnnotationId=f"00000000-0000-0000-0000-00000000000{n}") for n in (1, 2)
    ]

    entries = [entry for piece in pieces(as_json(*twins)) for entry in piece.entries]

    assert len({entry.key for entry in entries}) == 2


@pytest.mark.parametrize(
    ("told", "status"),
    [
        (["Supported"], "supported"),
        ("- Noted", "noted"),
        ("Supported/Noted", "partially-supported"),
        (["Supported", "Noted"], "partially-supported"),
        ([], None),
        (None, None),
    ],
)
def test_a_position_is_what_the_index_says(told: Any, status: str | None) -> None:
    (piece,) = pieces(as_json(record(UprPositions=told)))

    assert [position.status for position in piece.positions] == ([status] if status else [])


def test_values_keep_the_dashes_of_names() -> None:
    found = one(
        as_json(record(UprRecommendingCountry="- Timor-Leste\n- Guinea-Bissau\n- State of Palestine*"))
    )

    assert found.states == ("TLS", "GNB", "PSE")


def test_states_missing_in_the_field_are_read_from_the_text() -> None:
    assert one(as_json(record(UprRecommendingCountry=[]))).states == ("CHL",)


def test_states_in_the_middle_of_the_text_are_not_lost_where_the_field_is_empty() -> None:
    text = "126.1 Light the lamps (Chad); paint the doors (Norway, Chile)"

    assert one(as_json(record(1, text, UprRecommendingCountry=[]))).states == ("TCD", "NOR", "CHL")
    assert "'Norwey', is no State known. The nearest name known is Norway" in messages(
        as_json(record(1, "126.1 Light the lamps (Norwey)", UprRecommendingCountry=[]))
    )


def test_the_session_tells_the_cycle_where_both_contradict() -> None:
    file = as_json(record(UprSession=["27th Session - Cycle 2"]))

    assert one(file).review == "KAZ-3"
    assert "Session 27 is of cycle 3, but the record says cycle 2" in messages(file)


def test_the_cycle_is_enough_without_a_session() -> None:
    assert one(as_json(record(UprSession=[], UprCycle="- Cycle 4"))).review == "KAZ-4"


def test_the_other_records_of_a_document_tell_which_of_two_states_is_meant() -> None:
    file = as_json(record(1, Countries=["Sudan - Kazakhstan"]), record(2, "126.2 Paint the doors"))

    assert {found.key for found in recommendations(file)} == {"KAZ-2-126.1", "KAZ-2-126.2"}
    assert "the others of its document are of KAZ-2" in messages(file)


def test_two_states_that_nothing_decides_between_are_told_and_left_out() -> None:
    file = as_json(record(1, Countries=["South Sudan - Sudan"], Symbol="A/HRC/99/3"), record(2))

    assert one(file).review == "KAZ-2"
    assert "export.json#/0" in messages(file)
    assert "1 recommendations could not be read" in messages(file)


def test_a_number_with_two_texts_has_suffixes_in_any_order_of_the_rows() -> None:
    rows = [record(1), record(2, "126.1 Paint the doors (Chile)")]

    found = [{r.key: r.text for r in recommendations(as_json(*some))} for some in (rows, rows[::-1])]

    assert found[0] == found[1] == {"KAZ-2-126.1-a": "Light the lamps", "KAZ-2-126.1-b": "Paint the doors"}
    assert "KAZ-2-126.1 names 2 different recommendations" in messages(as_json(*rows))


def test_a_recommendation_that_is_there_twice_is_read_once_with_the_states_of_both() -> None:
    file = as_json(record(1), record(2, UprRecommendingCountry=["Peru"], UprPositions=["Noted"]))

    assert one(file).states == ("CHL", "PER")
    assert not any(piece.positions for piece in pieces(file))
    assert "has the positions noted and supported" in messages(file)


def test_a_record_that_is_there_twice_is_read_once() -> None:
    file = as_json(record(1), record(1))

    assert one(file).key == "KAZ-2-126.1"
    assert "has the id of an earlier one; it was read once" in messages(file)


def test_two_recommendations_under_one_id_are_both_read() -> None:
    other = record(2, "126.2 Paint the doors", AnnotationId=record(1)["AnnotationId"])
    file = as_json(record(1), other, other)

    assert [found.key for found in recommendations(file)] == ["KAZ-2-126.1", "KAZ-2-126.2"]
    assert "says something else; both were read" in messages(file)
    assert "it was read once" in messages(file)


def test_what_is_no_recommendation_is_counted_by_kind() -> None:
    file = as_json(
        record(1),
        record(2, "Response of the State: the lamps are lit"),
        record(3, AnnotationType="- Concerns/Observations"),
        of_committee(4, AnnotationType="41a0b08f-5a9a-4eb5-985f-05b47986ad82"),
    )

    assert len(recommendations(file)) == 1
    assert "info export.json 3 records are no recommendations" in messages(file)
    assert "Concerns/Observations: 1" in messages(file)
    assert "Response of …: 1" in messages(file)
    assert "type not told: 1" in messages(file)


def test_a_record_of_the_review_that_lost_its_type_is_known_by_its_states() -> None:
    assert one(as_json(record(AnnotationType="41a0b08f-5a9a-4eb5-985f-05b47986ad82"))).key == "KAZ-2-126.1"


@pytest.mark.parametrize("field", ["Countries", "UprRecommendingCountry"])
def test_a_state_unknown_costs_its_record_and_no_other(field: str) -> None:
    file = as_json(record(1, **{field: ["Kazahkstan"]}), record(2, "126.2 Paint the doors"))

    assert one(file).key == "KAZ-2-126.2"
    assert "warning export.json#/0" in messages(file)
    assert "The nearest name known is Kazak" in messages(file)


def test_a_state_that_recommends_to_itself_is_an_error_of_the_index() -> None:
    file = as_json(
        record(1, UprRecommendingCountry=["Chile", "Kazakhstan"]), record(2, "126.2 Paint the doors")
    )

    assert one(file).key == "KAZ-2-126.2"
    assert "KAZ is both the State under review and a recommending State" in messages(file)


def test_an_export_of_which_nothing_can_be_read_is_refused() -> None:
    (problem, *_) = problems(as_json(record(Countries=["Kazahkstan"])))

    assert (problem.severity, problem.place) == ("error", "export.json")


def test_a_flood_of_problems_is_cut_short() -> None:
    file = as_json(record(0), *(record(n, f"126.{n} Light", Countries=["Nowhere"]) for n in range(1, 900)))

    found = problems(file)

    assert len(found) < 30
    assert any("States unknown: 879 more like those above, 899 in all" in one.message for one in found)


def test_themes_groups_and_goals_are_labels_of_their_schemes() -> None:
    file = as_json(
        record(
            Themes=["Right to education", " Right to lighthouses\xa0"],
            AffectedPersons=["Women & girls"],
            Sdgs=["16.2 - Protect children", "13 - CLIMATE ACTION", "18 - MORE LAMPS"],
        )
    )

    (classification,) = pieces(file)[0].classifications

    assert [(label.scheme, label.is_new) for label in classification.labels] == [
        ("ohchr-theme-renamed", False),
        ("ohchr-theme-renamed", True),
        ("affected-group", False),
    ]
    assert classification.sdgs == ("16.2", "13")
    assert "Theme 'Right to lighthouses' is not in the list" in messages(file)
    assert "'18 - MORE LAMPS' is no goal" in messages(file)


def test_a_recommendation_of_a_committee_keeps_paragraph_document_and_date() -> None:
    (piece,) = pieces(as_json(of_committee(0xABC)))

    (found,) = piece.mechanism_recommendations
    assert (found.key, found.mechanism, found.states) == ("uhri-00000abc0000", "crc", ("KAZ",))
    assert (found.number, found.text, found.document) == (
        "12",
        "The Committee asks for lamps.",
        "CRC/C/KAZ/CO/99",
    )
    assert [(document.symbol, document.date) for document in piece.mechanism_documents] == [
        ("CRC/C/KAZ/CO/99", "2014-12-10")
    ]


def test_a_paragraph_number_is_also_found_after_a_heading() -> None:
    (piece,) = pieces(as_json(of_committee(text="Lamps and kites \n13. The Committee asks for both.")))

    assert piece.mechanism_recommendations[0].number == "13"


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ("- CRC", "crc"),
        ("- Committee on the Rights of the Child", "crc"),
        ("- CRC-OP-SC", "crc"),
        ("- IE  Albinism", "ie-albinism"),
        ("- SR Torture", "sr-torture"),
        ("- SR Toxic wastes", "sr-toxics"),
        ("- IE Sexual Orientation & gender identity", "ie-sexual-orientation-and-gender-identity"),
        ("- WG Lighthouses", "wg-lighthouses"),
    ],
)
def test_a_mechanism_is_known_by_abbreviation_or_title(body: str, key: str) -> None:
    (piece, *_) = pieces(as_json(of_committee(Body=body)))

    assert piece.mechanism_recommendations[0].mechanism == key


def test_a_mechanism_unknown_is_described_and_told() -> None:
    file = as_json(of_committee(Body="- WG Lighthouses"))

    assert [(one.key, one.kind, one.name) for one in pieces(file)[0].mechanisms] == [
        ("wg-lighthouses", "special-procedure", "WG Lighthouses")
    ]
    assert "Mechanism 'WG Lighthouses' is not in the list" in messages(file)


def test_a_body_of_great_length_is_left_out_and_not_quoted() -> None:
    file = as_json(record(), of_committee(2, Body="Council of Owls " * 100_000))

    (piece, last) = pieces(file)
    assert piece.mechanism_recommendations == ()
    told = [problem.message for problem in last.problems]
    assert "The recommending body has more than 300 characters. The record was left out." in told
    assert max(map(len, told)) < 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("- CRC", "treaty-body-document"),
        ("- SR Torture", "special-procedure-report"),
        ("- WG Lighthouses", "special-procedure-report"),
        ("- Council of Owls", None),
    ],
)
def test_the_kind_of_a_document_follows_from_its_mechanism(body: str, kind: str | None) -> None:
    (piece, *_) = pieces(as_json(of_committee(Body=body)))

    assert [document.kind for document in piece.mechanism_documents] == [kind]


def test_a_state_missing_is_read_from_the_symbol_of_a_committee() -> None:
    file = as_json(of_committee(Countries=[]))

    assert pieces(file)[0].mechanism_recommendations[0].states == ("KAZ",)
    assert "KAZ was taken from the symbol CRC/C/KAZ/CO/99" in messages(file)


@pytest.mark.parametrize(
    "name", ["array", "bom", "ndjson", "pretty", "answer", "deep", "gzip", "single", "other names"]
)
def test_json_is_read_in_every_wrapping(name: str) -> None:
    two = [record(1), record(2, "126.2 Paint the doors")]
    text = json.dumps(two)
    lower = [{"_id": r["AnnotationId"], "text": r["Text"], "body": "UPR", "countries": r["Countries"], "symbol": r["Symbol"],
              "annotation_type": "Recommendations", "upr_cycle": 2, "upr_recommending_country": ["Chile"]} for r in two]  # fmt: skip
    data = {
        "array": text.encode(),
        "bom": b"\xef\xbb\xbf" + text.encode(),
        "ndjson": "\n".join(json.dumps(r) for r in two).encode(),
        "pretty": json.dumps(two, indent=2).encode(),
        "answer": json.dumps({"total": 2, "annotations": two, "facets": [{"Text": "no"}]}).encode(),
        "deep": json.dumps({"result": {"page": 1, "items": two}}).encode(),
        "gzip": gzip.compress(text.encode()),
        "single": json.dumps(two[0]).encode(),
        "other names": json.dumps(lower).encode(),
    }[name]
    file = SourceFile("x", data=data)

    assert is_uhri(file)
    found = recommendations(file)
    assert [r.key for r in found] == ["KAZ-2-126.1", "KAZ-2-126.2"][: 1 if name == "single" else 2]


def test_places_in_json_are_pointers() -> None:
    found = recommendations(SourceFile("x", data=json.dumps({"a b": [record(1)]}).encode()))

    assert found[0].place == "/a%20b/0"


def test_the_spreadsheet_says_what_the_json_says() -> None:
    rows = [
        record(1, Themes=["Right to education", "Right to health"], Sdgs=["13 - CLIMATE ACTION"]),
        record(
            2, "126.2 Paint the doors (Timor-Leste, Chile)", UprRecommendingCountry=["Timor-Leste", "Chile"]
        ),
        of_committee(3),
    ]
    shuffled = dict(sorted(COLUMNS.items()))

    def facts(file: SourceFile) -> list[str]:
        return [line for line in lines(file) if "foundAt" not in line]

    assert is_uhri(as_xlsx(*rows))
    assert facts(as_json(*rows)) == facts(as_xlsx(*rows)) == facts(as_xlsx(*rows[::-1], columns=shuffled))


def test_the_columns_are_also_read_from_separated_text() -> None:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    writer.writerow(_cells(record(UprRecommendingCountry=["Chile", "Timor-Leste"]), COLUMNS))
    file = SourceFile("egypt.csv", data=stream.getvalue().encode())

    assert is_uhri(file)
    assert one(file).states == ("CHL", "TLS")


def test_errors_of_excel_in_a_spreadsheet_are_no_values() -> None:
    # Excel takes `- UPR` for a formula where it opens the export as CSV.
    reading = as_xlsx(record(), record(2, "126.2 Paint the doors", Body="#NAME?"))

    assert one(reading).place == "row=2"
    assert any("A cell holds #NAME?" in problem.message for problem in problems(reading))


def test_places_in_spreadsheets_are_rows() -> None:
    assert one(as_xlsx(record())).place == "row=2"


def test_each_sheet_of_a_workbook_is_read_or_told() -> None:
    book = Workbook()
    for number, sheet in enumerate((book.active, book.create_sheet("More of it"))):
        sheet.append([*COLUMNS])
        sheet.append(_cells(record(number, f"126.{number + 1} Paint the doors"), COLUMNS))
    book.create_sheet("Filters").append(["Country", "Kazakhstan"])
    book["More of it"].sheet_state = "hidden"
    saved = io.BytesIO()
    book.save(saved)
    file = SourceFile("x.xlsx", data=saved.getvalue())

    assert [found.place for found in recommendations(file)] == ["row=2", "More%20of%20it!2"]
    assert [(problem.severity, problem.place) for problem in problems(file)] == [
        ("info", "x.xlsx#More%20of%20it!1"),
        ("info", "x.xlsx#Filters!1"),
    ]


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ([record()], "uhri/KAZ-2"),
        ([record(), of_committee(2)], "uhri/KAZ"),
        ([record(), record(2, Countries=["Chile"], UprRecommendingCountry=["Peru"])], "uhri/CHL-KAZ"),
    ],
    ids=["review", "State", "States"],
)
def test_the_result_of_a_search_has_a_graph_of_its_own(rows: list[dict[str, Any]], key: str) -> None:
    assert {piece.key for piece in pieces(as_json(*rows))} == {key}


def test_the_full_export_has_the_graph_of_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uhri_pieces, "_STATES_OF_ALL", 2)
    monkeypatch.setattr(uhri_pieces, "_COUNT_OF_ALL", 2)
    file = as_json(record(), record(2, Countries=["Chile"], UprRecommendingCountry=["Peru"]))

    assert {piece.key for piece in pieces(file)} == {"uhri"}


def test_only_the_review_that_the_user_names_is_read() -> None:
    file = as_json(
        record(1, UprSession=[], UprCycle=None), record(2, "9.1 Light", UprSession=["5th Session"])
    )

    assert [found.key for found in recommendations(file, "KAZ-C2")] == ["KAZ-2-126.1"]
    with pytest.raises(UsageError):
        pieces(file, "Kazakhstan")


def test_many_recommendations_come_in_pieces_of_one_graph() -> None:
    found = pieces(as_json(*(record(n, f"{n % 900}.{n // 900 + 1} Light") for n in range(1, 4_500))))

    assert [len(piece.recommendations) for piece in found] == [2_000, 2_000, 499]
    assert [len(piece.reviews) for piece in found] == [1, 0, 0]


@pytest.mark.parametrize("name", BROKEN)
def test_damaged_json_is_refused_with_its_place(name: str) -> None:
    data, message = BROKEN[name]

    with pytest.raises(SourceError, match=message):
        pieces(SourceFile("export.json", data=data))


def test_what_stands_before_a_break_is_not_given_out() -> None:
    whole = json.dumps([record(n, f"{n}.1 Light") for n in range(1, 900)]).encode()
    given = []

    with pytest.raises(SourceError):
        given += list(read_uhri(SourceFile("export.json", data=whole[:-100])))

    assert not given


class Endless(SourceFile):
    """A file that begins as an export and goes on as one string."""

    def __init__(self, start: bytes, more: bytes) -> None:
        super().__init__("endless.json", data=start)
        self.given = 0
        self._start, self._more = start, more * ((1 << 20) // len(more))

    def open(self) -> Any:
        return self

    def __enter__(self) -> Endless:
        self._first = self._start
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def read(self, size: int) -> bytes:
        self.given += size
        data, self._first = self._first[:size], self._first[size:]
        return data or self._more[:size]


def test_values_without_number_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uhri_json, "MOST_RECORDS", 10)
    data = json.dumps([record(1), *([[]] * 20)]).encode()

    with pytest.raises(SourceError, match="more than 10 records") as caught:
        pieces(SourceFile("x", data=data))
    assert caught.value.place == "x#/10"


@pytest.mark.parametrize("more", [b"x", b"[", b'{"a":'], ids=["string", "lists", "objects"])
def test_a_record_without_end_is_refused_in_little_memory(more: bytes) -> None:
    start = json.dumps([record()]).encode()[:-2] + (b', "More": "' if more == b"x" else b', "More": ')
    file = Endless(start, more)

    with pytest.raises(SourceError, match=r"more than 4 MiB|nested too deeply"):
        pieces(file)
    assert file.given < 2 * uhri_json.LARGEST_RECORD + (1 << 20)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"[[[[[",
        b'{"Text": 1}',
        b"\xff\xfe[",
        b"Text,Body\na,b\n",
        b'[{"name": "Chile"}]',
        b"%PDF-1.7",
    ],
)
def test_other_files_are_no_exports(data: bytes) -> None:
    assert not is_uhri(SourceFile("x", data=data))


def test_json_without_records_is_refused_when_its_format_is_named() -> None:
    with pytest.raises(SourceError, match="no records of OHCHR's index at its beginning"):
        pieces(SourceFile("x.json", data=b'[{"name": "Chile"}]'))


def test_numbers_that_are_none_are_blank_fields() -> None:
    data = json.dumps(
        [record(1), record(2, "126.2 Paint the doors", UprCycle=float("inf"), Themes=float("nan"))]
    )

    assert "NaN" in data
    assert len(recommendations(SourceFile("x", data=data.encode()))) == 2


def test_what_is_no_record_is_counted() -> None:
    data = json.dumps([record(1), None, "lamps"]).encode()

    assert "2 records are no recommendations and were left out (type not told: 2)" in messages(
        SourceFile("x", data=data)
    )


def test_odd_values_do_no_harm() -> None:
    odd = record(
        1,
        Themes=None,
        Sdgs=[3, None, True, {"a": 1}],
        Symbol=["A/HRC/99/10"],
        PublicationDate=5,
        UprSession=20,
    )
    file = as_json(
        odd,
        record(2, "126.2 \ud800 Paint\x00 doors"),
        {**record(3), "Text": None},
        {**record(4), "Text": ["a"]},
    )

    assert [found.text for found in recommendations(file)] == ["Light the lamps", "Paint doors"]
    assert lines(file)


@pytest.fixture(scope="module")
def base() -> bytes:
    graph = node(iris.graph("reference"))
    return n_quads(base_quads()) + n_quads(mechanism_reference_quads(graph))


@pytest.fixture(scope="module")
def example() -> SourceFile:
    return as_json(
        record(1, Themes=["Right to lighthouses"], Sdgs=["13 - CLIMATE ACTION"], AffectedPersons=["Kites"]),
        record(2, "126.1 Paint the doors", UprPositions=["Noted"]),
        record(3, "Fly the kites", UprPositions=["Supported/Noted"]),
        record(
            4,
            "Recommendation No. 5, para. 96 (b): Light",
            Countries=["Chile"],
            UprRecommendingCountry=["Peru"],
        ),
        of_committee(5, Themes=["Right to lighthouses"]),
        of_committee(6, Body="- WG Lighthouses", Symbol="A/HRC/99/7/Add.1"),
    )


def test_the_graph_of_an_export_keeps_every_rule(base: bytes, example: SourceFile) -> None:
    report = validate(read_graph(base + "\n".join(lines(example)).encode() + b"\n", "export.nq"))

    assert [(r.code, r.focus, r.message) for r in report.results if r.severity == "violation"] == []


def test_the_graph_says_which_mechanism_asked_which_state(base: bytes, example: SourceFile) -> None:
    store = Store()
    _load(store, base)
    _load(store, "\n".join(lines(example)).encode())

    rows = store.query(
        "PREFIX upr: <https://w3id.org/upr-graph/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        "SELECT ?name ?code WHERE { ?r a upr:MechanismRecommendation ; upr:issuedBy/skos:prefLabel ?name ; "
        "upr:addressedTo/upr:iso3Code ?code } ORDER BY ?name",
        use_default_graph_as_union=True,
    )

    assert [(row["name"].value, row["code"].value) for row in rows] == [
        ("Committee on the Rights of the Child", "KAZ"),
        ("WG Lighthouses", "KAZ"),
    ]


def _load(store: Store, data: bytes) -> None:
    store.bulk_load(data, RdfFormat.N_QUADS)


def samples(shared: Path) -> Iterator[Path]:
    yield from sorted((shared / "data/uhri/normalised_samples_2026-03").glob("*.json"))


def test_real_records_in_the_form_of_a_public_client_are_read(shared: Path) -> None:
    records = [json.loads(path.read_text(encoding="utf-8")) for path in samples(shared)]

    (piece, *_) = pieces(as_json(*records))

    assert len(records) == 15
    assert len(piece.mechanism_recommendations) == 7
    assert {(r.mechanism, r.states) for r in piece.mechanism_recommendations} == {("cescr", ("AUS",))}
    assert sorted(int(r.number or 0) for r in piece.mechanism_recommendations) == [5, 7, 9, 11, 13, 15, 17]


def test_records_in_a_second_array_are_not_passed_over() -> None:
    pages = json.dumps({"first": [record()], "second": [record()]})
    with pytest.raises(SourceError, match="further records follow the end of their array"):
        pieces(SourceFile("pages.json", data=pages.encode()))
    told = json.dumps({"records": [record()], "total": 1, "pages": ["x" * 200_000]})
    assert len(pieces(SourceFile("one.json", data=told.encode()))[0].recommendations) == 1
