"""Which table a header belongs to, and what is wrong in rows of it. Everything here is invented."""

import re
from pathlib import Path

import pytest

from graph_loader.sources.table import read_table
from graph_loader.sources.table_columns import recognise
from graph_loader.sources.table_kinds import TABLES, Table
from graph_loader.sources.table_paths import EXAMPLES, THINGS, parse_path
from graph_loader.sources.table_words import parse_sdg, symbol_behind

SDG_FILE = (
    Path(__file__).resolve().parents[2].parent
    / "shared/data/reference/sdg/sdg-kos-goals-targets-indicators.ttl"
)


def kind_of(columns: list[str]) -> str | None:
    header = recognise(columns)
    return header.table.kind if header else None


@pytest.mark.parametrize(
    "header",
    [
        "SuR,Rgrp,Org,Recommendation,RS,Rgrp,Org,Response,Action,Issue,Session",
        "State,Recommendation,Recommending State,Response,Issues,Cycle",
    ],
)
def test_exports_of_a_database_are_no_curated_table(header: str) -> None:
    assert kind_of(header.split(",")) is None


NEEDS_ONE_MORE = {"plans", "laws", "consultations", "classifications", "documents", "tallies"}
"""Tables that their required columns alone do not tell from all others."""


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.kind)
def test_every_table_is_recognised_by_its_own_columns_in_any_order(table: Table) -> None:
    full = [*sorted(table.columns), "fact"]
    assert kind_of(full) == kind_of(full[::-1]) == table.kind
    if table.kind not in NEEDS_ONE_MORE:
        required = [names[0] for names in table.required]
        assert kind_of(required) == kind_of(required[::-1]) == table.kind


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.kind)
def test_each_set_of_marks_is_enough(table: Table) -> None:
    for marks in table.marks:
        assert kind_of(sorted(marks)) == table.kind, marks


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("review,paragraph,position,sponsors,text,final_position,final_source", "recommendations"),
        ("paragraph,recommendation,recommending_states,themes,response", "recommendations"),
        ("review,number,status,document,stated_on,paragraph,note", "positions"),
        ("recommendation,relation,target,basis,method,source_url,standing,fact", "links"),
        ("key,symbol,kind,title,date,url,review,standing,note,fact", "documents"),
        ("state,key,kind,title,date,results_in", "measures"),
        ("state,title,plan_for", "plans"),
        ("state,kind,title,date,number", "laws"),
        ("state,body,status,valid_from", "accreditations"),
        ("state,kind,name", "bodies"),
        ("review,document,total,supported,noted,as_of,paragraph", "tallies"),
        ("key,review,kind,stated_by,summary,source_url", "statements"),
        ("state,key,claimed_by,review,summary,paragraph,document", "claims"),
        ("state,plan,number,title", "plan_items"),
        ("state,key,title,date,participants", "consultations"),
        ("state,key,title,date,platform,chairs,Valid from", "consultations"),
        ("state,key,title,date,platform,Valid from", "consultations"),
        ("review,kind,count,document,total,supported", "counts"),
        ("state,body,role,target,basis,Status", "responsibilities"),
        ("state,body,role,target,basis,Status,valid from", "responsibilities"),
        ("state,key,title,date,number", "plans"),
        ("state,key,kind,title,date,number", "laws"),
        ("state,title,number", "laws"),
        ("state,key,name,body,Kind", "posts"),
        ("To,From,Text,Response,Session", None),
        ("state,key,title,date", None),
        ("role,target", None),
        ("state,from,to", None),
    ],
)
def test_headers_as_people_have_them(header: str, kind: str | None) -> None:
    assert kind_of(header.split(",")) == kind


CLASSIFICATIONS = "recommendation,themes,groups,action,sdg_targets,method\n"
CLAIMS = "state,key,claimed_by,review,summary,document,measures,recommendations\n"
STATEMENTS = "key,review,kind,stated_by,summary,status,asks_for\n"
DUTIES = "state,body,role,target,basis\n"
ITEMS = "state,plan,number,title,deadline,recommendations\n"
LINKS = "recommendation,relation,target,basis,method,version,score\n"
RATINGS = "recommendation,assessed_by,rating,as_of,evidence\n"
MEETINGS = "state,key,title,date,platform,chairs,participants\n"
MEASURES = "state,kind,title,norms,carried_out_through,mandate_of,fulfils,measure_kind\n"


@pytest.mark.parametrize(
    ("text", "row", "message"),
    [
        pytest.param(
            CLASSIFICATIONS + "SMR-9-1,tortur,,,,\n",
            2,
            r"'tortur' in 'themes' is not known \(did you mean torture",
            id="theme",
        ),
        pytest.param(
            CLASSIFICATIONS + "SMR-9-1,torture,womens,,,\n",
            2,
            "'womens' in 'groups' .*did you mean women",
            id="group",
        ),
        pytest.param(
            CLASSIFICATIONS + "SMR-9-1,torture,,6,,\n",
            2,
            "'6' in 'action' is not known. Use one of: 1, 2, 3, 4, 5",
            id="action",
        ),
        pytest.param(
            CLASSIFICATIONS + "SMR-9-1,,,,16.11,\n", 2, "'16.11' in 'sdg_targets' is no goal", id="target"
        ),
        pytest.param(CLASSIFICATIONS + "SMR-9-1,,,,18,\n", 2, "such as 16 or 16.3", id="goal"),
        pytest.param(CLASSIFICATIONS + "SMR-9-1,,,,,\n", 2, "says nothing. Fill in 'themes'", id="no theme"),
        pytest.param(
            CLASSIFICATIONS + "SMR-9-1,torture,,,,software\n", 2, "not read yet. Check them", id="by software"
        ),
        pytest.param(
            CLASSIFICATIONS + "SMR-9-1,torture,,,,\nSMR-C9-1,women,,,,\n",
            3,
            "Rows 2 and 3 both describe classification of SMR-9-1",
            id="classified twice",
        ),
        pytest.param(
            CLAIMS + "SMR,a,snail-office,SMR-9,x,a-1,,\n",
            2,
            "'snail-office' in 'claimed_by' is no path such as body/KAZ/ministry-of-justice",
            id="agent without path",
        ),
        pytest.param(
            CLAIMS + "SMR,a,law/SMR/x,SMR-9,x,a-1,,\n", 2, "begin with body, group, state", id="no agent"
        ),
        pytest.param(
            CLAIMS + "SMR,a,state/SMR,SMR-9,x,a-1,law/SMR/x,\n",
            2,
            "'law/SMR/x' in 'measures'",
            id="no measure",
        ),
        pytest.param(
            CLAIMS + "SMR,a,state/SMR,SMR-9,x,a-1,,4.1\n",
            2,
            "'4.1' in 'recommendations' is no recommendation, such as KAZ",
            id="no recommendation",
        ),
        pytest.param(CLAIMS + "SMR,a,state/SMR,SMR-9,,a-1,,\n", 2, "'summary' is empty", id="empty claim"),
        pytest.param(
            CLAIMS + "SMR,a,state/SMR,SMR-9,x,a-1,,\nSMR,a,state/SMR,SMR-8,y,a-1,,\n",
            3,
            "both describe claim SMR a",
            id="claim twice",
        ),
        pytest.param(
            STATEMENTS + "a,SMR-9,position,state/FJI,x,,\n",
            2,
            "'status' is empty",
            id="account without status",
        ),
        pytest.param(
            STATEMENTS + "a,SMR-9,recommendation,state/FJI,x,noted,\n",
            2,
            "no answer of its own. Empty 'status'",
            id="recommendation with status",
        ),
        pytest.param(
            STATEMENTS + "a,SMR-9,position,state/FJI,x,noted,crc\n",
            2,
            "Only a recommendation asks for a norm",
            id="account that asks",
        ),
        pytest.param(
            STATEMENTS + "a,SMR-9,rumour,state/FJI,x,,\n",
            2,
            "Use one of: position, recommendation",
            id="kind of statement",
        ),
        pytest.param(
            DUTIES + "SMR,paint,boss,law/SMR/x,y\n", 2, "'boss' in 'role' is not known. Use one of", id="role"
        ),
        pytest.param(DUTIES + "SMR,paint,lead,law/SMR/x,\n", 2, "'basis' is empty", id="duty without basis"),
        pytest.param(
            DUTIES + "SMR,paint,lead,plan-item/SMR/1,x\n", 2, "'plan-item/SMR/1' in 'target'", id="short path"
        ),
        pytest.param(
            DUTIES + "SMR,paint,lead,law/SMR/x|law/SMR/y,z\n", 2, "names several things", id="two targets"
        ),
        pytest.param(
            DUTIES + "SMR,paint,lead,law/SMR/x,y\nSMR,paint,lead,law/SMR/x,z\n",
            3,
            "both describe SMR paint as lead for law/SMR/x",
            id="duty twice",
        ),
        pytest.param(ITEMS + "SMR,plan,1 and 2,x,,\n", 2, "'1 and 2' in 'number' is no key", id="number"),
        pytest.param(ITEMS + "SMR,plan,1,x,soon,\n", 2, "'soon' in 'deadline' is no date", id="deadline"),
        pytest.param(
            ITEMS + "SMR,plan,1,x,,\nSMR,plan,1,y,,\n", 3, "item 1 of plan SMR plan", id="item twice"
        ),
        pytest.param(
            LINKS + "SMR-9-1,refers-to,measure/SMR/x,y,,,\n",
            2,
            "no path such as instrument/op-crpd",
            id="norm that is a measure",
        ),
        pytest.param(
            LINKS + "SMR-9-1,refers-to,instrument/opcrpd,y,,,\n", 2, "'instrument/opcrpd'", id="unknown norm"
        ),
        pytest.param(
            LINKS + "SMR-9-1,repeats,recommendation/SMR-9-2,y,,,\n",
            2,
            "one of an earlier review of the same State",
            id="repeats its own review",
        ),
        pytest.param(
            LINKS + "SMR-9-1,repeats,recommendation/FJI-2-2,y,,,\n",
            2,
            "one of an earlier review of the same State",
            id="repeats another State",
        ),
        pytest.param(
            LINKS + "SMR-9-1,similar-to,recommendation/SMR-C9-1,y,,,\n", 2, "to itself", id="link to itself"
        ),
        pytest.param(
            LINKS + "SMR-9-1,addresses,measure/SMR/x,y,software,,0.5\n",
            2,
            "Fill in 'version', such as gazetteer-1",
            id="software without version",
        ),
        pytest.param(
            LINKS + "SMR-9-1,addresses,measure/SMR/x,y,software,1,1.2\n",
            2,
            "'1.2' in 'score' is no number from 0 to 1",
            id="score",
        ),
        pytest.param(
            LINKS + "SMR-9-1,addresses,measure/SMR/x,y,,,0.5\n",
            2,
            "Only software gives a score",
            id="who scored",
        ),
        pytest.param(
            LINKS + "SMR-9-1,open-since,measure/SMR/x,y,,,\nSMR-9-1,open-since,measure/SMR/x,z,,,\n",
            3,
            "both describe link from SMR-9-1 to measure/SMR/x",
            id="link twice",
        ),
        pytest.param(RATINGS + "SMR-9-1,state/SMR,half,,\n", 2, "'half' in 'rating'", id="rating"),
        pytest.param(
            RATINGS + "SMR-9-1,state/SMR,not-implemented,,the law\n",
            2,
            "'the law' in 'evidence'",
            id="evidence",
        ),
        pytest.param(
            MEETINGS + "SMR,a,x,2030,forum of lamps,,\n",
            2,
            "'forum of lamps' in 'platform' is no key",
            id="key",
        ),
        pytest.param(
            MEETINGS + "SMR,a,x,2030,,the keeper,\n", 2, "'the keeper' in 'chairs' is no path", id="chair"
        ),
        pytest.param(
            MEETINGS + "SMR,a,x,2030,,,post/SMR/keeper\n",
            2,
            "'post/SMR/keeper' in 'participants'",
            id="post that takes part",
        ),
        pytest.param(
            "state,key,name,body\nSMR,,Keeper,paint\n",
            2,
            "'key' is empty and may not be",
            id="post without key",
        ),
        pytest.param(
            "state,key,date,from,to\nSMR,a,2030,,paint\n", 2, "'from' is empty", id="change out of nothing"
        ),
        pytest.param(
            "review,kind,count,document\nSMR-9,stakeholder-submision,8,a\n",
            2,
            "'stakeholder-submision' in 'kind' is not known",
            id="kind of documents",
        ),
        pytest.param(
            "review,kind,count,document\nSMR-9,addendum,eight,a\n", 2, "no whole number", id="count in words"
        ),
        pytest.param(
            MEASURES + "SMR,policy,x,,,snail-office,,\n",
            2,
            "Only an institutional measure sets the mandate",
            id="mandate by policy",
        ),
        pytest.param(MEASURES + "SMR,policy,x,crpb,,,,\n", 2, "no instrument .*crpd", id="norm of measure"),
        pytest.param(
            MEASURES + "SMR,policy,x,,,,law/SMR/x,\n",
            2,
            "no path such as plan-item/KAZ/upr-2020-2024/1",
            id="fulfils a law",
        ),
        pytest.param(
            MEASURES + "SMR,policy,x,,,,,trainning\n", 2, "did you mean training", id="kind of measure"
        ),
        pytest.param(
            "key,kind,url,prepared_by\na,web-page,,the ministry\n",
            2,
            "'the ministry' in 'prepared_by'",
            id="author",
        ),
    ],
)
def test_what_is_wrong_in_a_row_is_told_with_a_hint(text: str, row: int, message: str) -> None:
    reading = read_table(text.encode(), "list.csv")
    found = [
        p.message for p in reading.problems if p.place == f"list.csv#row={row}" and p.severity == "error"
    ]
    assert any(re.search(message, problem) for problem in found), reading.problems


BODIES = "state,key,kind,name,parent,valid_from,valid_to,name_ru,name_kk\n"
CHANGES = "state,key,date,from,to\n"
LAWS = "state,key,kind,title,date,number,amends,repeals,title_ru\n"
PLANS = "state,key,title,valid_from,valid_to,plan_for\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (CLAIMS + "SMR,a,state/SMR,SMR-9,x,,,\n", "'document' is empty"),
        (BODIES + "SMR,lamps,other,Lamps,Lamps,,,,\n", "part of itself"),
        (BODIES + "SMR,lamps,other,Lamps,,2031,2030-05,,\n", r"ends \(2030-05\) before it starts \(2031\)"),
        (PLANS + "SMR,a,Plan,2030-05-02,2030-05-01,\n", "before it starts"),
        (DUTIES[:-1] + ",valid_from,valid_to\nSMR,a,lead,law/SMR/x,y,2030,2029\n", "before it starts"),
        (CHANGES + "SMR,a,2030,lamps|paint,Paint|lamps\n", "before and after are the same"),
        (CHANGES + "SMR,a,2030,|,paint\n", "'from' names no body"),
        (LAWS + "SMR,x,law,Law,,,x,,\n", "amends or repeals itself"),
        (LAWS + "SMR,,law,Law,2030-01-01,8-VIII,,2030-01-01-8-VIII,\n", "amends or repeals itself"),
        ("state,key,kind,title,results_in\nSMR,a,policy,x,state/SMR\n", "no path such as"),
        ("state,key,kind,title,carried_out_through\nSMR,a,policy,x,measure/SMR/A\n", "leads to itself"),
        ("state,key,kind,title,results_in\nSMR,a,policy,x,law/FJI/a\n", "SMR makes no law of FJI"),
        (PLANS + "SMR,a,Plan,,,FJI-2\n", "FJI-2 is no review of SMR"),
        (ITEMS + "SMR,plan,1,x,,FJI-2-1\n", "FJI-2-1 was not made to SMR"),
        (RATINGS + "SMR-9-1,state/SMR,not-implemented,,recommendation/smr-9-1\n", "no evidence of its own"),
        (STATEMENTS + "a,SMR-9,recommendation,state/SMR,x,,\n", "recommends to itself"),
        (ITEMS + "SMR,plan,1,x,,\nSMR,Plan,1.,y,,\n", "item 1 of plan SMR plan"),
        (DUTIES + "SMR,a,lead,responsibility/SMR/a/lead/law/SMR/x,y\n", "no path such as"),
    ],
)
def test_what_one_row_shows_to_be_impossible_is_refused(text: str, message: str) -> None:
    reading = read_table(text.encode(), "list.csv")
    assert any(re.search(message, p.message) for p in reading.problems), reading.problems
    assert any(p.severity == "error" for p in reading.problems)


def test_a_period_may_end_within_the_year_in_which_it_starts() -> None:
    assert not read_table((PLANS + "SMR,a,Plan,2030-05,2030,\n").encode(), "list.csv").problems


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (LINKS + "SMR-9-1,refers-to,instrument/opcrpd,y,,,\n", "did you mean instrument/op-crpd"),
        (LINKS + "SMR-9-1,addresses,misure/smr/x,y,,,\n", "did you mean measure/SMR/x"),
        (RATINGS + "SMR-9-1,state/Fiji,not-implemented,,\n", "did you mean state/FJI"),
        (ITEMS + "SMR,plan,1,x,,SMR-9-1;SMR-9-2\n", r"joined by \|"),
        (MEETINGS + 'SMR,a,x,2030,,,"state/FJI, state/ISL"\n', r"joined by \|"),
        (CLASSIFICATIONS + "SMR-9-1,torture;women,,,,\n", r"joined by \|"),
        (DUTIES + "SMR,a,lead,law/SMR/x;law/SMR/y,z\n", "Write a row for each"),
        (MEASURES + "SMR,policy,x,crpd;crc,,,,\n", r"joined by \|"),
        (
            "review,kind,count,document\nSMR-9,addendum,8,A-HRC-47-11\n",
            "looks like A/HRC/47/11. Write it with",
        ),
        (RATINGS + "SMR-9-1,state/SMR,not-implemented,,document/A-HRC-9-15-Add.1\n", "looks like A/HRC/9/15"),
    ],
)
def test_what_was_probably_meant_is_told(text: str, message: str) -> None:
    reading = read_table(text.encode(), "list.csv")
    assert any(re.search(message, p.message) for p in reading.problems), reading.problems


@pytest.mark.parametrize("key", ["A-HRC-47-11", "CCPR-C-KAZ-CO-2", "A-HRC-WG.6-7-KAZ-1"])
def test_a_symbol_with_hyphens_is_no_key_of_a_document(key: str) -> None:
    assert symbol_behind(key) == key.replace("-", "/")


@pytest.mark.parametrize(
    "key", ["a-hrc-47-11", "UK-statement-2019", "A/HRC/47/11", "public-account-2024", "A-1"]
)
def test_other_keys_of_documents_are_no_symbols(key: str) -> None:
    assert symbol_behind(key) is None


def test_the_table_that_fits_second_best_is_named_beside_unread_columns() -> None:
    reading = read_table(b"state,key,name,body,Kind\nSMR,a,Keeper,lamps,x\n", "list.csv")
    assert [p.message for p in reading.problems] == [
        "Columns that are not read: 'Kind'. The table was read as one of posts; it could also be one of bodies."
    ]


def test_russian_that_was_read_in_the_wrong_encoding_is_refused() -> None:
    text = BODIES + "SMR,lamps,other,Lamps,,,,Министерство,\n"
    reading = read_table(text.encode("cp1251"), "list.csv")
    assert any("no Cyrillic letter. Save the table again as CSV UTF-8" in p.message for p in reading.problems)
    assert read_table(text.encode(), "list.csv").problems == ()


def test_kazakh_may_be_in_latin_letters_but_looks_misread_where_few_are_ascii() -> None:
    latin = BODIES + "SMR,lamps,other,Lamps,,,,,Ádilet ministrligi\n"
    misread = BODIES + "SMR,lamps,other,Lamps,,,,,Ìèíèñòðëіãі\n"
    assert read_table(latin.encode(), "list.csv").problems == ()
    assert [p.severity for p in read_table(misread.encode(), "list.csv").problems] == ["warning"]


@pytest.mark.parametrize("mark", "\u202a\u202e\u2066\u2069")
def test_characters_that_turn_the_direction_of_text_are_refused(mark: str) -> None:
    reading = read_table(f"state,title,plan_for\nSMR,Plan {mark}for goats,SMR-9\n".encode(), "list.csv")
    assert f"U+{ord(mark):04X}" in reading.problems[0].message


def test_keys_are_folded_except_those_that_hold_the_number_of_a_law() -> None:
    bodies = read_table((BODIES + "SMR,Lamps,other,Lamps,Office,,,,\n").encode(), "list.csv").bodies
    laws = read_table((LAWS + "SMR,2030-8-VIII,law,Law,,,,,\n").encode(), "list.csv").laws
    assert (bodies[0].key, bodies[0].parent, laws[0].key) == ("lamps", "office", "2030-8-VIII")


@pytest.mark.parametrize("kind", sorted(THINGS))
def test_the_example_of_a_path_is_one(kind: str) -> None:
    assert parse_path(EXAMPLES[kind]) == EXAMPLES[kind]


@pytest.mark.parametrize(
    ("cell", "path"),
    [
        ("review/KAZ-C2", "review/KAZ-2"),
        ("instrument/Paris-Principles/b.2", "instrument/paris-principles/B.2"),
        ("recommendation/KAZ-C2-126.3-a", "recommendation/KAZ-2-126.3-a"),
        ("law/ZZZ/x", None),
        ("law/KAZ/", None),
        ("law/KAZ/a/b", None),
        ("law/KAZ/a b", None),
        ("state/Kazakhstan", None),
        ("State/kaz", "state/KAZ"),
        ("GROUP/Asia-Pacific", "group/asia-pacific"),
        ("Review/kaz-2", "review/KAZ-2"),
        ("recommendation/kaz-c2-126.3-A", "recommendation/KAZ-2-126.3-a"),
        ("Body/kaz/Ministry-of-Justice", "body/KAZ/ministry-of-justice"),
        ("law/kaz/2023-06-07-8-VIII", "law/KAZ/2023-06-07-8-VIII"),
        ("measure/KAZ/adoption-2023-06-07-8-VIII", "measure/KAZ/adoption-2023-06-07-8-VIII"),
        ("plan-item/kaz/Plan/1.A.", "plan-item/KAZ/plan/1.A"),
        (
            "responsibility/KAZ/a/lead/2022-01/plan-item/KAZ/p/1",
            "responsibility/KAZ/a/lead/2022-01/plan-item/KAZ/p/1",
        ),
        ("responsibility/KAZ/a/lead/responsibility/KAZ/a/lead/state/KAZ", None),
        ("responsibility/KAZ/a/lead/" * 1_000, None),
        ("responsibility/KAZ/a/lead", None),
        ("group/anybody", None),
        ("document/the report", None),
        ("document/", None),
        ("plan-item/KAZ/plan", None),
        ("lighthouse/KAZ/x", None),
        ("../law/KAZ/x", None),
        ("KAZ", None),
        ("", None),
    ],
)
def test_paths(cell: str, path: str | None) -> None:
    assert parse_path(cell) == path


@pytest.mark.parametrize("cell", ["0", "18", "16.0", "16.c", "16.11", "17.a", "1.6", "16.3.1", "x", "", "१"])
def test_what_is_no_goal_or_target(cell: str) -> None:
    assert parse_sdg(cell) is None


@pytest.mark.skipif(not SDG_FILE.is_file(), reason="the source files are not here")
def test_goals_and_targets_are_those_of_the_2030_agenda() -> None:
    listed = set(
        re.findall(r"^sdg:(\d+\.[0-9a-d]+) a sdgo:Target", SDG_FILE.read_text("utf-8"), re.MULTILINE)
    )
    candidates = {f"{goal}.{n}" for goal in range(1, 20) for n in (*range(25), *"abcdef")}
    assert {key for key in candidates if parse_sdg(key)} == listed
    assert len(listed) == 169
