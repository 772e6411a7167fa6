"""Curated tables. All recommendations, laws and bodies here are invented."""

import re
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_loader.records import (
    LawRecord,
    LinkRecord,
    PositionRecord,
    Problem,
    RecommendationRecord,
    ReviewRecord,
    SourceReading,
    TallyRecord,
)
from graph_loader.sources import table_act_rows, table_body_rows, table_statement_rows, table_text
from graph_loader.sources.table import is_table, read_table
from graph_loader.sources.table_kinds import TABLES, Table
from graph_loader.sources.table_words import parse_document, parse_number, parse_status
from ontology.errors import UsageError
from ontology.schemes import notations

RECOMMENDATIONS = """\
review,number,states,summary,refers_to
SMR-9,4.1,Fiji|ISL,Paint every lighthouse blue,crpd|op-crpd
SMR-9,4.2,Türkiye,Give each snail a vote,
SMR-9,4.10,"Bolivia (Plurinational State of)|TUV",Teach goats to read,paris-principles
"""


def read(text: str, name: str = "table.csv", review: str | None = None) -> SourceReading:
    return read_table(text.encode(), name, review)


def errors(reading: SourceReading) -> list[Problem]:
    return [problem for problem in reading.problems if problem.severity == "error"]


def messages(reading: SourceReading) -> str:
    return "\n".join(problem.message for problem in reading.problems)


def test_recommendations_keep_number_states_and_place() -> None:
    reading = read(RECOMMENDATIONS)
    assert reading.problems == ()
    assert reading.recommendations == (
        RecommendationRecord(
            "SMR-9",
            "4.1",
            ("FJI", "ISL"),
            summary="Paint every lighthouse blue",
            refers_to=("crpd", "op-crpd"),
            place="row=2",
        ),
        RecommendationRecord("SMR-9", "4.2", ("TUR",), summary="Give each snail a vote", place="row=3"),
        RecommendationRecord(
            "SMR-9",
            "4.10",
            ("BOL", "TUV"),
            summary="Teach goats to read",
            refers_to=("paris-principles",),
            place="row=4",
        ),
    )
    assert (reading.format, reading.reader, reading.pairs) == ("table", "table 3", 5)


def test_review_table() -> None:
    reading = read(
        "State,Cycle,Session,Review date,Adoption date,List complete,Troika\n"
        "San Marino,4,48,2025-01-30,2025-07,yes,Fiji|Iceland|Tuvalu\n"
    )
    assert reading.reviews == (
        ReviewRecord(
            "SMR",
            4,
            48,
            "2025-01-30",
            "2025-07",
            True,
            troika=("FJI", "ISL", "TUV"),
            standing="confirmed",
            place="row=2",
        ),
    )
    assert reading.problems == ()


def test_positions_of_one_recommendation_keep_their_history() -> None:
    reading = read(
        "review,number,status,document,stated_on,paragraph,note\n"
        "SMR-9,4.1,Pending,A/HRC/99/10,2030-01-01,4,\n"
        "SMR-C9,4.1,Accepted (once the paint is dry),A/HRC/99/2 para 602,2030-06,,\n"
    )
    assert reading.problems == ()
    assert reading.positions == (
        PositionRecord("SMR-9-4.1", "pending", "A/HRC/99/10", "2030-01-01", "4", None, "row=2"),
        PositionRecord(
            "SMR-9-4.1", "supported", "A/HRC/99/2", "2030-06", "602", "once the paint is dry", "row=3"
        ),
    )


def test_tally_that_counts_only_what_its_source_says() -> None:
    reading = read(
        "review,document,total,supported,standing,note\nSMR-9,lighthouse-news,12,9,partly,Noted not told\n"
    )
    assert reading.tallies == (
        TallyRecord(
            "SMR-9", "lighthouse-news", 12, 9, standing="partly", note="Noted not told", place="row=2"
        ),
    )


def test_law_keys_are_made_from_date_and_number_or_title() -> None:
    reading = read(
        "state,kind,title,date,number,repeals,key,concerns_treaty\n"
        "SMR,Constitutional law,Law on Lighthouses,2030-05-01,8-VIII,2029-snail-law,,OP-CRPD\n"
        "SMR,law,Snail law,2029,,,,\n"
        "SMR,code,Code of Goats,,43/109 bis,,goats,\n"
        "SMR,decree,Decree on paint,2031-01,No. 7/b,,,\n"
    )
    assert reading.problems == ()
    assert [law.key for law in reading.laws] == [
        "2030-05-01-8-VIII",
        "2029-snail-law",
        "goats",
        "2031-01-No.-7-b",
    ]
    assert reading.laws[0] == LawRecord(
        "SMR",
        "2030-05-01-8-VIII",
        "constitutional-law",
        "Law on Lighthouses",
        "2030-05-01",
        "8-VIII",
        repeals=("2029-snail-law",),
        concerns_treaty="op-crpd",
        place="row=2",
    )


def test_documents_have_a_symbol_or_a_key() -> None:
    reading = read("key,symbol,kind,url\n,A/HRC/99/10,addendum,\nnews-1,,news item,https://example.org/1\n")
    assert reading.problems == ()
    assert [(d.key, d.symbol, d.kind) for d in reading.documents] == [
        ("A/HRC/99/10", "A/HRC/99/10", "addendum"),
        ("news-1", None, "news-item"),
    ]


def test_link_names_one_thing_and_its_reason() -> None:
    reading = read(
        "recommendation,relation,target,basis,source_url\n"
        "SMR-C9-4.1,addresses,measure/SMR/adoption-2030-05-01-8-VIII,blue paint,https://example.org/\n"
    )
    assert reading.links == (
        LinkRecord(
            "SMR-9-4.1",
            "addresses",
            "measure/SMR/adoption-2030-05-01-8-VIII",
            "blue paint",
            source_url="https://example.org/",
            place="row=2",
        ),
    )


def test_other_tables_are_read() -> None:
    acts = read("state,instrument,act,date\nSMR,cat,entry into force,2030-01\n")
    measures = read(
        "state,kind,title,results_in\nSMR,practice,Snail census,body/SMR/snail-office|law/SMR/goats\n"
    )
    bodies = read("state,kind,name\nSMR,NHRI,Snail Ombudsman\n")
    accreditations = read("state,body,status,valid_from\nSMR,snail-ombudsman,b,2030\n")
    plans = read("state,title,plan_for\nSMR,Plan for Goats,SMR-9\n")
    assert acts.treaty_acts[0].act == "entry-into-force"
    assert measures.measures[0].results_in == ("body/SMR/snail-office", "law/SMR/goats")
    assert measures.measures[0].key == "snail-census"
    assert (bodies.bodies[0].key, bodies.bodies[0].kind) == ("snail-ombudsman", "nhri")
    assert accreditations.accreditations[0].status == "B"
    assert (plans.plans[0].key, plans.plans[0].plan_for) == ("plan-for-goats", "SMR-9")
    assert not any(r.problems for r in (acts, measures, bodies, accreditations, plans))


R = "review,number,states,text\n"
P = "review,number,status,document\n"
L = "state,kind,title,number,date,source_url,standing\n"


@pytest.mark.parametrize(
    ("text", "row", "message"),
    [
        pytest.param(
            R + "SMR-9,1,Icland,x\n", 2, r"'Icland' in 'states' .*Did they mean Iceland", id="unknown State"
        ),
        pytest.param(
            R + "SMR-9,1,Fiji; Iceland,x\n", 2, r"several are joined by \|", id="wrong list separator"
        ),
        pytest.param(R + "SMR-9,1,Korea,x\n", 2, "'Korea' in 'states'", id="State that is nobody"),
        pytest.param(
            R + "SMR-9,1.10,Fiji,x\nSMR-9,1.1,Fiji,y\nSMR-9,1.1,Fiji,z\n",
            4,
            r"Rows 3 and 4 both describe recommendation SMR-9-1\.1\..*1\.1 of 1\.10",
            id="number twice",
        ),
        pytest.param(
            P + "SMR-9,1,noted,A/HRC/9/1\nSMR-9,1,supported,A/HRC/9/1\n",
            3,
            "Rows 2 and 3",
            id="two answers in one document",
        ),
        pytest.param(R + "ZZZ-9,1,Fiji,x\n", 2, "'ZZZ-9' in 'review' is no review", id="review of no State"),
        pytest.param(R + "2014,1,Fiji,x\n", 2, "such as KAZ-2", id="bad review"),
        pytest.param(R + "SMR-9,first,Fiji,x\n", 2, "'first' in 'number'", id="bad number"),
        pytest.param(R + "SMR-9,1,,x\n", 2, "'states' is empty", id="missing required cell"),
        pytest.param(R + "SMR-9,1,Fiji,\n", 2, "neither 'text' nor 'summary'", id="no wording at all"),
        pytest.param(
            "number,states\n1,Fiji\n", 1, r"no column 'review', 'text or summary'", id="missing columns"
        ),
        pytest.param(R.replace("text", "text,Text"), 1, "read as 'text'", id="column twice"),
        pytest.param(
            P + "SMR-9,1,perhaps,A/HRC/9/1\n", 2, "'perhaps' in 'status' is no answer", id="unknown status"
        ),
        pytest.param(
            P + "SMR-9,1,Supported (in part),A/HRC/9/1\n", 2, "is no answer", id="answer turned round"
        ),
        pytest.param(P + "SMR-9,1,noted,the report\n", 2, "neither a symbol", id="bad document"),
        pytest.param(P + "SMR-9,1,noted,\n", 2, "'document' is empty", id="position without document"),
        pytest.param(
            L + "SMR,edict,Law,1,,,\n", 2, "'edict' in 'kind' is not known. Use one of: code", id="kind"
        ),
        pytest.param(L + "SMR,law,Law,1,2030-02-30,,\n", 2, "'2030-02-30' in 'date' is no date", id="day"),
        pytest.param(L + "SMR,law,Law,1,30.02.2030,,\n", 2, "Write 2014-10-30", id="date as people write it"),
        pytest.param(L + "SMR,law,Law,1,,see page,\n", 2, "'see page' in 'source_url'", id="web address"),
        pytest.param(L + "SMR,law,Law,1,,https://a b,\n", 2, "no web address", id="address with words"),
        pytest.param(L + "SMR,law,Law,1,,,surely\n", 2, "confirmed, inferred, partly", id="unknown standing"),
        pytest.param(L + "SMR,law,Закон,,,,\n", 2, "Fill in a cell 'key'", id="no key can be made"),
        pytest.param(
            "state,instrument,act,date\nSMR,opcrpd,signature,2030\n",
            2,
            "no instrument that is known .*op-crpd",
            id="unknown instrument",
        ),
        pytest.param(
            "state,instrument,act,date\nSMR,cat,waving,2030\n",
            2,
            "'waving' in 'act' is not known",
            id="unknown act",
        ),
        pytest.param(
            "recommendation,relation,target,basis\nSMR-9-1,addresses,the law,x\n",
            2,
            "'the law' in 'target'",
            id="target",
        ),
        pytest.param(
            "recommendation,relation,target,basis\nSMR-9-1,resulted in body,law/SMR/x,x\n",
            2,
            "no path such as body/KAZ",
            id="body that is a law",
        ),
        pytest.param(
            "recommendation,relation,target,basis\nSMR,addresses,law/SMR/x,x\n",
            2,
            "'SMR' in 'recommendation'",
            id="bad recommendation",
        ),
        pytest.param("state,cycle\nSMR,0\n", 2, "no cycle of the review", id="cycle"),
        pytest.param("state,cycle,list_complete\nSMR,1,maybe\n", 2, "neither yes nor no", id="yes or no"),
        pytest.param(
            "review,document,supported,noted\nSMR-9,a,many,1\n", 2, "no whole number", id="count in words"
        ),
        pytest.param("review,document,supported,noted\nSMR-9,a,,\n", 2, "counts nothing", id="empty tally"),
        pytest.param(
            "kind,symbol,key\naddendum,A/HRC/9/1,other\n", 2, "has it for its key", id="two document keys"
        ),
        pytest.param(R + "SMR-9,1,Fiji,x,y\n", 2, "5 cells, the header 4", id="too many cells"),
        pytest.param(R + 'SMR-9,1,Fiji,"x\n', 2, "opened and never closed", id="unclosed quotation mark"),
        pytest.param(
            R + 'SMR-9,1,Fiji,"x"y\n', 2, "follows a closing quotation", id="badly quoted quotation"
        ),
        pytest.param(R + "SMR-9,1,Fiji,a\0b\n", 2, r"control character U\+0000", id="NUL"),
        pytest.param(R + f"SMR-9,1,Fiji,{'x' * 20_001}\n", 2, "20,001 characters", id="long cell"),
        pytest.param(R + f"SMR-9,1,Fiji,{'x' * 1_000_001}\n", 2, "this is no table", id="endless line"),
        pytest.param(R, 1, "a header and no rows", id="header only"),
        pytest.param("a,b\n1,2\n", 1, "The tables are accreditations, assessments, bodies", id="no table"),
    ],
)
def test_what_is_wrong_is_told_with_its_row(text: str, row: int, message: str) -> None:
    reading = read(text, "list.csv")
    found = [p for p in reading.problems if p.place == f"list.csv#row={row}"]
    assert any(re.search(message, problem.message) for problem in found), reading.problems
    assert errors(reading)
    assert not (reading.recommendations or reading.positions or reading.laws or reading.links)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\r\n \r\n", b"\xff\xfe"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert [p.message.split(".")[0] for p in read_table(data, "list.csv").problems] == ["The file is empty"]


def test_a_file_beyond_the_size_limit_is_refused_unread() -> None:
    reading = read_table(bytes(table_text.LARGEST_FILE + 1), "list.csv")
    assert "at most 64 are read" in messages(reading)


@pytest.mark.slow
def test_a_table_beyond_the_row_limit_is_refused() -> None:
    rows = (f"SMR,cat,signature,{1000 + i % 9000}\n" for i in range(table_text.MOST_ROWS + 1))
    reading = read("state,instrument,act,date\n" + "".join(rows))
    assert "more than 200,000 rows" in messages(reading)


def test_a_million_blank_rows_are_refused() -> None:
    reading = read(RECOMMENDATIONS + "\n" * 1_100_000)
    assert "delete blank rows" in messages(reading)


def test_all_problems_are_collected_up_to_a_hundred() -> None:
    reading = read(R + "".join(f"SMR-9,{i},Atlantis,x\n" for i in range(250)))
    assert len(reading.problems) == 101
    assert reading.problems[-1] == Problem("error", "150 more of this kind are not listed.", "table.csv")


def test_a_row_with_an_error_is_not_also_called_a_double() -> None:
    reading = read(R + "SMR-9,x,Fiji,a\nSMR-9,y,Fiji,b\n")
    assert len(reading.problems) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_every_way_spreadsheet_programs_write_is_read(encoding: str, separator: str, line_end: str) -> None:
    lines = [
        ["review", "number", "states", "summary"],
        ["SMR-9", "4.1", "Türkiye|Côte d’Ivoire", '"Paint, or; scrub\ta lighthouse’s ""door"""'],
        ["SMR-9", "4.2", "ISL", "Give each snail a vote"],
    ]
    text = line_end.join(separator.join(line) for line in lines)
    reading = read_table(text.encode(encoding), "table.csv")
    assert errors(reading) == []
    assert [r.states for r in reading.recommendations] == [("TUR", "CIV"), ("ISL",)]
    assert reading.recommendations[0].summary == 'Paint, or; scrub a lighthouse’s "door"'
    assert is_table(text.encode(encoding))


def test_windows_1252_is_mentioned_because_it_is_a_guess() -> None:
    reading = read_table(RECOMMENDATIONS.encode("cp1252"), "table.csv")
    assert [p.severity for p in reading.problems] == ["info"]


def test_bytes_of_no_known_encoding_are_refused() -> None:
    reading = read_table(R.encode() + b"SMR-9,1,Fiji,\x81\x8d\n", "table.csv")
    assert "neither UTF-8, nor UTF-16" in messages(reading)


def test_rows_are_counted_with_header_blank_rows_and_quoted_line_breaks() -> None:
    reading = read(R + '\n,,,\nSMR-9,1,Fiji,"one\ntwo"\nSMR-9,2,Fiji,x\n')
    assert [(r.place, r.text) for r in reading.recommendations] == [("row=4", "one two"), ("row=5", "x")]


def test_the_separator_line_of_excel_is_row_one() -> None:
    reading = read("sep=;\r\n" + (R + "SMR-9;1;Fiji;x\n").replace(",", ";"))
    assert reading.recommendations[0].place == "row=3"


def test_formulas_are_text() -> None:
    reading = read(R + "SMR-9,1,Fiji,=HYPERLINK(A1)\n")
    assert reading.recommendations[0].text == "=HYPERLINK(A1)"


def test_short_rows_and_blank_columns_of_spreadsheets_are_read() -> None:
    reading = read("review,number,states,text,,\nSMR-9,1,Fiji,x,,\nSMR-9,2,Fiji,y\n")
    assert len(reading.recommendations) == 2


def test_unknown_columns_are_named_and_fact_is_not() -> None:
    reading = read("review,number,states,text,colour,fact\nSMR-9,1,Fiji,x,blue,f-1\n")
    assert reading.problems == (
        Problem("warning", "Columns that are not read: 'colour'.", "table.csv#row=1"),
    )
    assert len(reading.recommendations) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (R + "SMR-9,1,Fiji|FJI,x\n", "names a State twice"),
        ("review,number,states,summary\nSMR-9,1,Fiji," + "snail " * 21 + "\n", "21 words"),
        ("state,cycle,session\nSMR,1,48\n", "Session 48 belongs to cycle 4, not 1"),
        ("state,kind,title,amends\nSMR,law,Snail law,1999-1\n", "'1999-1', amended or repealed here"),
        (R.replace("text", "text,status") + "SMR-9,1,Fiji,x,noted\n", "1 positions, .*name no document"),
    ],
)
def test_what_is_doubtful_is_read_with_a_warning(text: str, message: str) -> None:
    reading = read(text)
    assert [p.severity for p in reading.problems] == ["warning"]
    assert re.search(message, reading.problems[0].message)


def test_the_review_of_the_caller_fills_blank_cells() -> None:
    assert read("number,states,text\n1,Fiji,x\n", review="SMR-C9").recommendations[0].key == "SMR-9-1"
    assert read(R + ",1,Fiji,x\n", review="SMR-9").recommendations[0].key == "SMR-9-1"
    other = read(R + "SMR-8,1,Fiji,x\n", review="SMR-9")
    assert "about review SMR-8, but SMR-9 was asked for" in messages(other)
    with pytest.raises(UsageError, match="such as KAZ-2"):
        read(R, review="ninth")


def test_positions_beside_recommendations_are_read_where_they_name_a_document() -> None:
    reading = read(
        "review,paragraph,position,sponsors,text,final_position,final_source,source_of_position\n"
        "SMR-C9,1,To be examined,Fiji,x,Supported,A/HRC/9/2 para 602 (changed at adoption),A/HRC/9/1\n"
        "SMR-C9,2,Noted (did not enjoy support),Fiji,y,,,A/HRC/9/1/Add.1 - Para.3vv\n"
    )
    assert reading.problems == ()
    assert reading.positions == (
        PositionRecord("SMR-9-1", "pending", "A/HRC/9/1", place="row=2"),
        PositionRecord(
            "SMR-9-1", "supported", "A/HRC/9/2", None, "602", "changed at adoption", place="row=2"
        ),
        PositionRecord("SMR-9-2", "noted", "A/HRC/9/1/Add.1", None, "3", place="row=3"),
    )


def test_two_answers_beside_one_recommendation_need_two_documents() -> None:
    header = "review,number,states,text,status,document,final_status,final_document\n"
    same = read(header + "SMR-9,1,Fiji,x,noted,A/1,noted,A/1\n")
    other = read(header + "SMR-9,1,Fiji,x,noted,A/1,supported,A/1\n")
    assert len(same.positions) == 1
    assert "two answers" in messages(other)


def test_a_number_used_twice_in_a_document_has_a_letter() -> None:
    reading = read(R + "SMR-9,126.3-a,Fiji,x\nSMR-9,126.3-b,Fiji,y\n")
    assert [(r.number, r.suffix, r.key) for r in reading.recommendations] == [
        ("126.3", "a", "SMR-9-126.3-a"),
        ("126.3", "b", "SMR-9-126.3-b"),
    ]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("recommendations.csv", "table/SMR-9/recommendations"),
        ("Our list (final).csv", "table/SMR-9/recommendations/our-list-final"),
        ("список.csv", "table/SMR-9/recommendations/02a06e17"),
        ("-", "table/SMR-9/recommendations"),
        ("C:\\data\\recommendations.csv", "table/SMR-9/recommendations"),
    ],
)
def test_the_key_of_a_reading_says_state_kind_and_file(name: str, key: str) -> None:
    assert read(RECOMMENDATIONS, name).key == key


def test_the_key_of_a_reading_about_several_states() -> None:
    four = "".join(f"{s}-1,1,Fiji,x\n" for s in ("SMR", "AND", "MCO", "VAT"))
    assert read(R + four, "recommendations.csv").key == "table/AND-1+MCO-1+SMR-1+VAT-1/recommendations"
    assert read(R + four + "LIE-1,1,Fiji,x\n", "recommendations.csv").key == "table/many/recommendations"


def test_tables_of_two_reviews_of_one_state_are_two_sources() -> None:
    keys = {read(f"{R}SMR-{cycle},1,Fiji,x\n", "recommendations.csv").key for cycle in (1, 2)}
    assert keys == {"table/SMR-1/recommendations", "table/SMR-2/recommendations"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7\n",
        b"PK\x03\x04" + bytes(200),
        b"name,alpha-2,alpha-3\nFiji,FJ,FJI\n",
        b"To,From,Text,Response,Session\nFiji,Spain,x,Accepted,20\n",
        b"id,type,name,date,number,status,note\n",
        b"<html><body>state,cycle</body></html>",
        b'"state,cycle\n',
    ],
)
def test_other_files_are_no_tables(data: bytes) -> None:
    assert not is_table(data)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Supported", ("supported", None)),
        ("ACCEPTED", ("supported", None)),
        ("Enjoys the support", ("supported", None)),
        ("Supported (already implemented, para 96)", ("supported", "already implemented, para 96")),
        ("Supported - in the process", ("supported", "in the process")),
        ("did not enjoy support", ("noted", None)),
        ("Noted (did not enjoy support)", ("noted", None)),
        ("to be examined", ("pending", None)),
        ("Partially-supported", ("partially-supported", None)),
        ("Supported/Noted", ("partially-supported", None)),
        ("Supported (partially)", None),
        ("Supported, in part", None),
        ("Noted (accepted)", None),
        ("supported in principle", None),
        ("", None),
    ],
)
def test_answers_as_people_write_them(cell: str, expected: tuple[str, str | None] | None) -> None:
    assert parse_status(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("A/HRC/9/10", ("A/HRC/9/10", None, None)),
        ("A/HRC/9/2 paras 601-602", ("A/HRC/9/2", "601-602", None)),
        ("A/HRC/9/2, paragraph 7", ("A/HRC/9/2", "7", None)),
        ("A/HRC/9/15/Add.1, para. 3 - Para. 3", ("A/HRC/9/15/Add.1", "3", None)),
        ("ministry-letter-2030", ("ministry-letter-2030", None, None)),
        ("the report", None),
        ("A//HRC", None),
        ("", None),
    ],
)
def test_references_to_documents(cell: str, expected: tuple[str, str | None, str | None] | None) -> None:
    assert parse_document(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("140. 7", "140.7"), ("6.", "6"), ("126.3-a", "126.3-a"), ("1.2.3.4.5", None), ("١", None)],
)
def test_numbers_of_recommendations(cell: str, expected: str | None) -> None:
    assert parse_number(cell) == expected


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    is_table(data)
    read_table(data, "table.csv")
    read_table(RECOMMENDATIONS.encode() + data, "table.csv")


CELLS = st.lists(st.text(max_size=12), max_size=9).map(lambda cells: ",".join(cells) + "\n")


@given(st.sampled_from(TABLES), st.lists(CELLS, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_no_cells_make_the_reader_raise(table: Table, rows: list[str]) -> None:
    header = ",".join(names[0] for names in table.required) + "," + ",".join(table.optional) + "\n"
    reading = read(header + "".join(rows))
    assert all(p.place and p.place.startswith("table.csv") for p in reading.problems)


def readme() -> str:
    return (files("graph_loader") / "curated" / "README.md").read_text(encoding="utf-8")


SECTIONS = {section.split("\n", 1)[0]: section for section in readme().split("\n### ")[1:]}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.kind)
def test_the_format_page_names_every_column_and_its_example_is_read(table: Table) -> None:
    section = SECTIONS[table.kind].split("\n## ")[0]
    for column in table.columns:
        assert re.search(rf"\b{column}\b", section), column
    example = section.split("```csv\n")[1].split("```")[0]
    reading = read(example, f"{table.kind}.csv")
    assert reading.problems == ()
    assert len(getattr(reading, table.kind)) == example.count("\n") - 1


CLOSED_LISTS = {
    "acts": table_act_rows.TREATY_ACTS,
    "measures": table_act_rows.MEASURE_KINDS,
    "bodies": table_body_rows.BODY_KINDS,
    "statements": table_statement_rows.STATEMENT_KINDS,
    "accreditations": table_body_rows.accreditation_statuses(),
    **{scheme: notations(scheme) for scheme in ("document", "law", "link-method", "link-relation")},
    **{scheme: notations(scheme) for scheme in ("role", "rating")},
}


@pytest.mark.parametrize("words", CLOSED_LISTS.values(), ids=CLOSED_LISTS)
def test_the_format_page_names_every_word_of_short_lists(words: frozenset[str]) -> None:
    assert words
    assert not [word for word in words if f"`{word}`" not in readme()]


@pytest.mark.parametrize("scheme", ["theme", "affected-group", "measure"])
def test_the_format_page_tells_where_the_words_of_long_lists_are(scheme: str) -> None:
    assert f"`ontology/vocab/{scheme}.ttl`" in readme()


def test_every_relation_of_the_ontology_says_what_its_target_can_be() -> None:
    assert set(table_statement_rows.LINK_TARGETS) == notations("link-relation")


def test_a_table_that_ends_within_a_row_is_cut_off() -> None:
    whole = "review,number,states,summary\nSMR-9,4.1,Fiji,Paint it blue\nSMR-9,4.2,Fiji,Feed the gulls"
    assert read(whole).problems == ()  # RFC 4180, section 2, item 2: the last line need not end
    problems = read(whole.rpartition(",")[0]).problems
    (cut,) = [problem for problem in problems if "it may be cut off" in problem.message]
    assert (cut.severity, cut.place) == ("error", "table.csv#row=3")
