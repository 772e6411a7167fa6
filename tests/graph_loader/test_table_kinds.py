"""Which table a header belongs to, and what is wrong in rows of it. Everything here is invented."""

import re
from pathlib import Path

import pytest

from graph_loader.sources.table import read_table
from graph_loader.sources.table_columns import recognise
from graph_loader.sources.table_kinds import TABLES, Table
from graph_loader.sources.table_paths import EXAMPLES, THINGS, parse_path
from graph_loader.sources.table_words import parse_sdg

SDG_FILE = (
    Path(__file__).resolve().parents[2].parent
    / "shared/data/reference/sdg/sdg-kos-goals-targets-indicators.ttl"
)


def kind_of(columns: list[str]) -> str | None:
    header = recognise(columns)
    return header.table.kind if header else None


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
        ("To,From,Text,Response,Session", None),
        ("state,key,title,date", None),
        ("role,target", None),
        ("state,from,to", None),
    ],
)
def test_headers_as_people_have_them(header: str, kind: str | None) -> None:
    assert kind_of(header.split(",")) == kind


CLASSIFICATIONS = "recommendation,themes,groups,action,sdg_targets,method\n"
CLAIMS = "state,key,claimed_by,review,summary,measures,recommendations\n"
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
            CLAIMS + "SMR,a,snail-office,SMR-9,x,,\n",
            2,
            "'snail-office' in 'claimed_by' is no path such as body/KAZ/ministry-of-justice",
            id="agent without path",
        ),
        pytest.param(
            CLAIMS + "SMR,a,law/SMR/x,SMR-9,x,,\n", 2, "begin with body, group, state", id="no agent"
        ),
        pytest.param(
            CLAIMS + "SMR,a,state/SMR,SMR-9,x,law/SMR/x,\n", 2, "'law/SMR/x' in 'measures'", id="no measure"
        ),
        pytest.param(
            CLAIMS + "SMR,a,state/SMR,SMR-9,x,,4.1\n",
            2,
            "'4.1' in 'recommendations' is no recommendation, such as KAZ",
            id="no recommendation",
        ),
        pytest.param(CLAIMS + "SMR,a,state/SMR,SMR-9,,,\n", 2, "'summary' is empty", id="empty claim"),
        pytest.param(
            CLAIMS + "SMR,a,state/SMR,SMR-9,x,,\nSMR,a,state/SMR,SMR-8,y,,\n",
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
        ("state/kaz", None),
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
