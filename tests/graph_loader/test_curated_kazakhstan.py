"""The shipped Kazakhstan tables: known numbers, sources, and no wording of the United Nations."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from graph_loader.records import PositionRecord, SourceReading
from graph_loader.reference_data import instrument_ids
from graph_loader.sources.table import is_table, read_table
from graph_loader.states import state_code

FOLDER = files("graph_loader") / "curated" / "kazakhstan"
TABLES = sorted(file.name for file in FOLDER.iterdir() if file.name.endswith(".csv"))
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
LONGEST_RUN = 7
"""Words in a row that a summary may have in common with a United Nations text."""

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the source files are not here")


@cache
def reading(name: str) -> SourceReading:
    return read_table((FOLDER / name).read_bytes(), name)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def shipped(name: str) -> list[dict[str, str]]:
    return rows((FOLDER / name).read_text(encoding="utf-8"))


def research(name: str) -> list[dict[str, str]]:
    return rows((SHARED / name).read_text(encoding="utf-8"))


def latest(review: str) -> dict[str, PositionRecord]:
    """The position stated last for each recommendation of a review."""
    found: dict[str, PositionRecord] = {}
    for position in reading("positions.csv").positions:
        if position.recommendation.startswith(f"{review}-"):
            before = found.get(position.recommendation)
            if before is None or (before.stated_on or "") < (position.stated_on or ""):
                found[position.recommendation] = position
    return found


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_read_without_any_problem(name: str) -> None:
    assert is_table((FOLDER / name).read_bytes())
    assert reading(name).problems == ()


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_one_line_a_row_in_utf_8(name: str) -> None:
    text = (FOLDER / name).read_bytes().decode("utf-8")
    assert "\r" not in text
    assert text.count("\n") == len(rows(text)) + 1


def test_all_tables_are_there() -> None:
    assert {name.removesuffix(".csv") for name in TABLES} >= {
        "accreditations",
        "bodies",
        "body_changes",
        "claims",
        "consultations",
        "counts",
        "documents",
        "laws",
        "links",
        "measures",
        "plan_items",
        "plans",
        "positions",
        "posts",
        "recommendations",
        "responsibilities",
        "reviews",
        "statements",
        "tallies",
        "treaty_acts",
    }


@pytest.mark.parametrize(("review", "recommendations", "pairs"), [("KAZ-1", 128, 129), ("KAZ-2", 194, 198)])
def test_cycles_1_and_2_are_there_in_full(review: str, recommendations: int, pairs: int) -> None:
    found = [r for r in reading("recommendations.csv").recommendations if r.review == review]
    assert (len(found), sum(len(r.states) for r in found)) == (recommendations, pairs)


@pytest.mark.parametrize(
    ("review", "counts"),
    [
        ("KAZ-1", {"supported": 121, "noted": 7}),
        ("KAZ-2", {"supported": 144, "noted": 50}),
    ],
)
def test_latest_positions(review: str, counts: dict[str, int]) -> None:
    assert Counter(position.status for position in latest(review).values()) == counts


def test_positions_of_each_document() -> None:
    assert Counter((p.document, p.status) for p in reading("positions.csv").positions) == {
        ("A/HRC/14/10", "supported"): 102,
        ("A/HRC/14/10", "pending"): 26,
        ("A/HRC/14/37", "supported"): 19,
        ("A/HRC/14/37", "noted"): 7,
        ("A/HRC/28/10", "supported"): 143,
        ("A/HRC/28/10", "noted"): 51,
        ("A/HRC/28/2", "supported"): 1,
    }


def test_126_27_was_noted_and_then_supported() -> None:
    history = [p for p in reading("positions.csv").positions if p.recommendation == "KAZ-2-126.27"]
    assert [(p.status, p.document, p.stated_on) for p in history] == [
        ("noted", "A/HRC/28/10", "2014-11-04"),
        ("supported", "A/HRC/28/2", "2015-03-19"),
    ]


def test_declared_totals() -> None:
    assert [
        (t.review, t.document, t.total, t.supported, t.noted) for t in reading("tallies.csv").tallies
    ] == [
        ("KAZ-1", "A/HRC/14/37", 128, 121, 7),
        ("KAZ-2", "A/HRC/28/2", 194, 144, 50),
        ("KAZ-3", "A/HRC/43/2", 245, 214, 31),
        ("KAZ-4", "qazinform-2025-upr-report", 294, 259, None),
        ("KAZ-3", "public-account-2024", 245, 214, 31),
        ("KAZ-4", "mfa-upr-subgroup-2025", 294, None, None),
    ]


def test_the_account_says_took_into_account_where_the_council_says_noted() -> None:
    assert [
        row["document"] for row in shipped("tallies.csv") if row["noted_wording"] == "took into account"
    ] == ["public-account-2024"]


def test_recommendations_ship_without_un_text() -> None:
    for recommendation in reading("recommendations.csv").recommendations:
        assert recommendation.text is None
        assert 0 < len(words(recommendation.summary or "")) <= 20, recommendation.key


def test_every_position_is_on_a_recommendation_and_every_recommendation_has_one() -> None:
    stated = {p.recommendation for p in reading("positions.csv").positions}
    assert stated == {r.key for r in reading("recommendations.csv").recommendations}


def test_every_document_that_is_cited_is_described() -> None:
    described = {d.key for d in reading("documents.csv").documents}
    citing = ("positions", "tallies", "counts", "claims", "claims_reports", "statements")
    for name in (f"{table}.csv" for table in citing):
        assert {row["document"] for row in shipped(name)} <= described, name


def test_every_review_that_is_named_is_described() -> None:
    described = {r.key for r in reading("reviews.csv").reviews}
    for name in ("recommendations", "tallies", "documents", "counts", "claims", "statements"):
        assert {row["review"] for row in shipped(f"{name}.csv")} - {""} <= described, name
    assert {row["plan_for"] for row in shipped("plans.csv")} - {""} <= described


def things() -> set[str]:
    """Paths of all that the tables describe and that another row may point to."""
    laws = {law.key for law in reading("laws.csv").laws}
    found = {f"law/KAZ/{key}" for key in laws} | {f"measure/KAZ/adoption-{key}" for key in laws}
    found |= {f"measure/KAZ/{a.instrument}-{a.act}-{a.date}" for a in reading("treaty_acts.csv").treaty_acts}
    found |= {f"measure/KAZ/{measure.key}" for measure in reading("measures.csv").measures}
    found |= {f"body/KAZ/{body.key}" for body in reading("bodies.csv").bodies}
    found |= {f"plan/KAZ/{plan.key}" for plan in reading("plans.csv").plans}
    found |= {f"plan-item/KAZ/{row['plan']}/{row['number']}" for row in shipped("plan_items.csv")}
    found |= {f"post/KAZ/{row['key']}" for row in shipped("posts.csv")}
    found |= {f"review/{review.key}" for review in reading("reviews.csv").reviews}
    found |= {f"document/{document.key}" for document in reading("documents.csv").documents}
    return found | {f"instrument/{instrument}" for instrument in instrument_ids()}


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("responsibilities.csv", "target"),
        ("claims.csv", "claimed_by"),
        ("claims.csv", "measures"),
        ("claims.csv", "subjects"),
        ("claims_reports.csv", "measures"),
        ("claims_reports.csv", "subjects"),
        ("measures.csv", "carried_out_through"),
        ("measures.csv", "results_in"),
        ("consultations.csv", "chairs"),
        ("consultations.csv", "participants"),
        ("consultations.csv", "discussed"),
        ("documents.csv", "prepared_by"),
        ("documents.csv", "contributors"),
    ],
)
def test_every_path_points_at_a_thing_that_is_there(name: str, column: str) -> None:
    named = {path for row in shipped(name) for path in row[column].split("|") if path}
    assert named
    assert named <= things()


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("accreditations.csv", "body"),
        ("bodies.csv", "parent"),
        ("body_changes.csv", "from"),
        ("body_changes.csv", "to"),
        ("consultations.csv", "platform"),
        ("consultations.csv", "organizer"),
        ("posts.csv", "body"),
        ("responsibilities.csv", "body"),
    ],
)
def test_every_body_that_is_named_is_described(name: str, column: str) -> None:
    named = {key for row in shipped(name) for key in row[column].split("|") if key}
    assert named
    assert named <= {body.key for body in reading("bodies.csv").bodies}


def test_every_statement_is_by_a_state_or_a_body_that_is_there() -> None:
    for row in shipped("statements.csv"):
        kind, _, key = row["stated_by"].partition("/")
        assert state_code(key) == key if kind == "state" else row["stated_by"] in things()


def test_every_link_joins_two_things_that_are_there() -> None:
    recommendations = {r.key for r in reading("recommendations.csv").recommendations}
    targets = things()
    for link in reading("links.csv").links:
        assert link.recommendation in recommendations
        assert link.target in targets or link.relation not in ("addresses", "resulted-in-body", "open-since")


CLAUSES = {
    "account-interdepartmental-plan": "plan/KAZ/upr-2020-2024",
    "account-paris-principles": "measure/KAZ/adoption-2022-11-05-154-VII",
    "account-commissioner-resources": "measure/KAZ/adoption-2022-06-30-948",
    "account-op-crc": "measure/KAZ/adoption-2023-12-19-47-VIII",
    "account-op-crpd": "measure/KAZ/adoption-2023-06-07-8-VIII",
    "account-torture": "measure/KAZ/adoption-2023-03-17-212-VII",
    "account-violence-against-women-and-children": "measure/KAZ/adoption-2024-04-15-women-and-children",
    "account-trafficking": "measure/KAZ/adoption-2024-07-05-110-VIII",
    "account-political-parties": "law/KAZ/2002-07-15-344-II",
    "account-peaceful-assemblies": "measure/KAZ/adoption-2020-05-25-333-VI",
    "account-administrative-procedural-code": "measure/KAZ/adoption-2020-06-29-350-VI",
    "account-persons-with-disabilities": "measure/KAZ/adoption-2022-06-27-129-VII",
    "account-children-without-parental-care": "measure/KAZ/adoption-2019-12-27-292-VI",
}
"""Each thing that the public account of 2024 says was done, and one thing that its claim must point to."""


def test_every_clause_of_the_public_account_is_a_claim_under_the_review_of_2019() -> None:
    claims = {row["key"]: row for row in shipped("claims.csv") if row["document"] == "public-account-2024"}
    assert claims.keys() == CLAUSES.keys()
    for key, row in claims.items():
        assert CLAUSES[key] in row["measures"].split("|") + row["subjects"].split("|")
        assert (row["review"], row["claimed_by"]) == ("KAZ-3", "body/KAZ/ministry-of-foreign-affairs")


def test_the_plan_of_2022_names_who_must_agree_and_who_acts() -> None:
    roles = Counter(
        (row["target"].rpartition("/")[2], row["role"])
        for row in shipped("responsibilities.csv")
        if row["target"].startswith("plan-item/")
    )
    assert roles == {
        ("1", "co-executor"): 3,
        ("1", "in-agreement"): 1,
        ("2", "co-executor"): 3,
        ("2", "in-agreement"): 1,
        ("3", "co-executor"): 3,
        ("3", "in-agreement"): 2,
    }
    assert [row["deadline"] for row in shipped("plan_items.csv")] == ["2022", "2023", "2022-08"]


def test_laws_that_are_amended_or_repealed_are_older() -> None:
    dates = {law.key: law.date for law in reading("laws.csv").laws}
    for law in reading("laws.csv").laws:
        for other in (*law.amends, *law.repeals):
            assert (dates[other] or "") <= (law.date or ""), law.key
    assert any(law.repeals == ("2021-12-29-90-VII",) for law in reading("laws.csv").laws)


def test_a_law_whose_act_is_known_is_in_the_table_of_laws_and_no_measure_of_its_own() -> None:
    """Two changes of law are known from reports only, which do not say by which act they were made."""
    alone = {
        row["key"]
        for row in shipped("measures.csv")
        if row["measure_kind"] in ("law-adopted", "law-amended", "constitutional-amendment")
        and not row["carried_out_through"]
    }
    assert alone == {"court-authorised-arrest-2008", "death-penalty-narrowed-2007"}


def test_documents_of_treaty_bodies_have_their_kind() -> None:
    symbols = re.compile(r"(CCPR|CERD|CAT|CRC|CRPD|CEDAW|CED|CMW|E/C\.12)/")
    for row in shipped("documents.csv"):
        assert (row["kind"] == "treaty-body-document") == bool(symbols.match(row["symbol"])), row


def test_accreditations_are_of_a_body_that_is_there() -> None:
    bodies = {body.key for body in reading("bodies.csv").bodies}
    assert {a.body for a in reading("accreditations.csv").accreditations} <= bodies


SOURCED = [
    f"{name}.csv"
    for name in (
        "accreditations",
        "bodies",
        "body_changes",
        "claims",
        "consultations",
        "counts",
        "documents",
        "laws",
        "plan_items",
        "plans",
        "posts",
        "responsibilities",
        "reviews",
        "statements",
        "tallies",
        "treaty_acts",
    )
]
"""Tables made from the research notes, whose rows name them in `fact`."""


@pytest.mark.parametrize("name", SOURCED)
def test_every_fact_has_its_source(name: str) -> None:
    column = "url" if name == "documents.csv" else "source_url"
    assert all(row[column].startswith("http") or row["standing"] == "inferred" for row in shipped(name))


def test_only_documents_and_changes_of_bodies_are_inferred() -> None:
    inferred = {name for name in SOURCED for row in shipped(name) if row["standing"] == "inferred"}
    assert inferred == {"documents.csv", "body_changes.csv"}


@needs_shared
@pytest.mark.parametrize(("review", "parse"), [("KAZ-1", "KAZ-C1"), ("KAZ-2", "KAZ-C2")])
def test_numbers_and_states_are_those_of_the_report(review: str, parse: str) -> None:
    expected = [
        (row["paragraph"], tuple(state_code(name) for name in row["sponsors"].split("|")))
        for row in research(f"kazakhstan/{parse}.csv")
    ]
    found = [
        (r.number, r.states) for r in reading("recommendations.csv").recommendations if r.review == review
    ]
    assert found == expected


@needs_shared
@pytest.mark.parametrize(("review", "parse"), [("KAZ-1", "KAZ-C1"), ("KAZ-2", "KAZ-C2")])
def test_final_positions_are_those_of_the_council(review: str, parse: str) -> None:
    positions = latest(review)
    for row in research(f"kazakhstan/{parse}.csv"):
        assert positions[f"{review}-{row['paragraph']}"].status == row["final_position"].lower()


LEFT_OUT = {
    "kaz-act-women2-num": "a number without a source; the law is there without it",
    "kaz-act-npm-num": "a day and a number without a source; the law is there without them",
    "kaz-act-129vii#49": "tells of the report under CRPD, as #59 does, and nothing of a duty under the law",
    "kaz-act-212vii#54": "tells of reporting under CAT, as #64 does, and nothing of a duty under the law",
    "kaz-plan-followup2022#15": "says only that the agencies of measures 4 to 27 were not seen; in the plan's note",
    "src-ods": "where documents can be had; nothing about Kazakhstan",
    "src-uhri-en": "where documents can be had; nothing about Kazakhstan",
    "src-uhri-es": "where documents can be had; nothing about Kazakhstan",
}
"""Rows of the research notes that sources carry, and why no table has them."""

WITHOUT_OTHER_SOURCE = {"kaz-ngo-2024"}
"""Eight alternative reports: nobody but the account says so, which is what the declared count says."""


def noted_facts() -> dict[str, str]:
    """Every row of the research notes with its status; `kaz-act-345#51` is a row on a responsible body."""
    found = {
        row["id"]: row["status"]
        for name in ("facts", "treaty_acts", "c3_c4_statements")
        for row in research(f"kazakhstan/kazakhstan_{name}.csv")
    }
    responsible = research("kazakhstan/kazakhstan_responsible.csv")
    return found | {
        f"{row['fact_id']}#{number}": row["status"].partition(" ")[0]
        for number, row in enumerate(responsible, start=2)
    }


def used_facts() -> dict[str, set[str]]:
    """Ids in the column `fact`, with the standings of the rows that name them."""
    found: dict[str, set[str]] = {}
    for name in SOURCED:
        for row in shipped(name):
            for fact in filter(None, row["fact"].split("|")):
                found.setdefault(fact, set()).add(row["standing"])
    return found


@needs_shared
def test_every_row_of_the_notes_that_a_source_carries_is_used_or_left_out_for_a_reason() -> None:
    carried = {fact for fact, status in noted_facts().items() if status in ("CONFIRMED", "PARTLY")}
    assert carried - used_facts().keys() == LEFT_OUT.keys()


@needs_shared
def test_no_row_stands_better_than_the_notes() -> None:
    best = {"CONFIRMED": {"confirmed", "partly", "inferred"}, "PARTLY": {"partly"}, "INFERRED": {"inferred"}}
    noted = noted_facts()
    for name in ("laws", "treaty_acts", "bodies", "responsibilities", "plans", "documents", "body_changes"):
        for row in shipped(f"{name}.csv"):
            fact = row["fact"].partition("|")[0]
            if fact in noted and fact not in WITHOUT_OTHER_SOURCE and name not in BETTER_SEEN.get(fact, ()):
                assert row["standing"] in best[noted[fact]], (name, fact)


BETTER_SEEN = {
    "kaz-ref-2022": ("bodies",),
    "kaz-contact-111": ("bodies",),
    "kaz-c4-themes": ("documents",),
    "kaz-act-women1-num": ("documents",),
    "kaz-act-women1": ("laws",),
    "kaz-t-opcrpd-law#58": ("responsibilities",),
}
"""Where the row of a table says less than that of the notes, or another source was found for it."""


@needs_shared
def test_nothing_without_a_source_is_used() -> None:
    noted = noted_facts()
    kinds = {row["fact_id"] for row in research("kazakhstan/kazakhstan_responsible.csv")}
    for fact in used_facts():
        assert fact in noted or fact in kinds, fact
        assert noted.get(fact) != "UNCONFIRMED" or fact in WITHOUT_OTHER_SOURCE, fact


@needs_shared
def test_every_link_that_was_found_is_there() -> None:
    relations = {"addresses": "addresses", "resultedInBody": "resulted-in-body", "openSince": "open-since"}
    expected = Counter(
        (row["rec_id"].replace("-C", "-"), relations[row["relation"]], row["fact_id"], row["status"].lower())
        for row in research("kazakhstan/kazakhstan_links.csv")
        if row["status"] in ("CONFIRMED", "PARTLY")
    )
    found = Counter(
        (row["recommendation"], row["relation"], row["fact"], row["standing"]) for row in shipped("links.csv")
    )
    assert expected - found == Counter()


@needs_shared
def test_every_link_that_was_found_points_at_the_thing_of_its_fact() -> None:
    places: dict[str, set[str]] = {}
    for name, paths in (
        ("laws.csv", [f"measure/KAZ/adoption-{law.key}" for law in reading("laws.csv").laws]),
        (
            "treaty_acts.csv",
            [f"measure/KAZ/{a.instrument}-{a.act}-{a.date}" for a in reading("treaty_acts.csv").treaty_acts],
        ),
        ("bodies.csv", [f"body/KAZ/{body.key}" for body in reading("bodies.csv").bodies]),
    ):
        for row, path in zip(shipped(name), paths, strict=True):
            for fact in row["fact"].split("|"):
                places.setdefault(fact, set()).add(path)
    found = {row["fact_id"] for row in research("kazakhstan/kazakhstan_links.csv")}
    for row in shipped("links.csv"):
        if row["fact"] in found:
            assert row["target"] in places[row["fact"]], row


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "'"))


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of words that is too long to be shared by chance."""
    found = words(text)
    for start in range(len(found) - LONGEST_RUN):
        yield tuple(found[start : start + LONGEST_RUN + 1])


def un_texts() -> Iterator[str]:
    for parse in ("KAZ-C1", "KAZ-C2"):
        yield from (row["text"] for row in research(f"kazakhstan/{parse}.csv"))
    for report in ("kazakhstan2010", "kazakhstan2014"):
        yield (SHARED / f"kazakhstan/{report}.txt").read_text(encoding="mac_roman")
    for section in ("A_HRC_14_37", "A_HRC_28_2", "A_HRC_43_2"):
        yield (SHARED / f"kazakhstan/{section}_KAZ_section.txt").read_text(encoding="utf-8")
    yield (SHARED / "kazakhstan/public_account.txt").read_text(encoding="utf-8")


@needs_shared
@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("recommendations.csv", "summary"),
        ("positions.csv", "note"),
        ("tallies.csv", "note"),
        ("laws.csv", "note"),
        ("links.csv", "basis"),
        ("claims.csv", "note"),
        ("claims.csv", "summary"),
        ("claims_reports.csv", "note"),
        ("claims_reports.csv", "summary"),
        ("consultations.csv", "note"),
        ("documents.csv", "note"),
        ("measures.csv", "note"),
        ("norm_links.csv", "basis"),
        ("plan_items.csv", "title"),
        ("plans.csv", "note"),
        ("repeats.csv", "basis"),
        ("reviews.csv", "note"),
        ("responsibilities.csv", "basis"),
        ("statements.csv", "note"),
        ("statements.csv", "summary"),
        ("treaty_acts.csv", "note"),
    ],
)
def test_no_wording_of_the_united_nations_or_of_the_account_is_copied(name: str, column: str) -> None:
    theirs = {run for text in un_texts() for run in runs(text)}
    copied = [row for row in shipped(name) if any(run in theirs for run in runs(row[column]))]
    assert copied == []
