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
    assert reading(name).key.endswith(f"/{name.removesuffix('.csv')}")


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_one_line_a_row_in_utf_8(name: str) -> None:
    text = (FOLDER / name).read_bytes().decode("utf-8")
    assert "\r" not in text
    assert text.count("\n") == len(rows(text)) + 1


def test_all_tables_are_there() -> None:
    assert {name.removesuffix(".csv") for name in TABLES} == {
        "accreditations",
        "bodies",
        "documents",
        "laws",
        "links",
        "plans",
        "positions",
        "recommendations",
        "reviews",
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
    assert {t.review: (t.total, t.supported, t.noted) for t in reading("tallies.csv").tallies} == {
        "KAZ-1": (128, 121, 7),
        "KAZ-2": (194, 144, 50),
        "KAZ-3": (245, 214, 31),
        "KAZ-4": (294, 259, None),
    }


def test_recommendations_ship_without_un_text() -> None:
    for recommendation in reading("recommendations.csv").recommendations:
        assert recommendation.text is None
        assert 0 < len(words(recommendation.summary or "")) <= 20, recommendation.key


def test_every_position_is_on_a_recommendation_and_every_recommendation_has_one() -> None:
    stated = {p.recommendation for p in reading("positions.csv").positions}
    assert stated == {r.key for r in reading("recommendations.csv").recommendations}


def test_every_document_that_is_cited_is_described() -> None:
    cited = {p.document for p in reading("positions.csv").positions}
    cited |= {t.document for t in reading("tallies.csv").tallies}
    assert cited <= {d.key for d in reading("documents.csv").documents}


def test_every_review_that_is_named_is_described() -> None:
    named = {r.review for r in reading("recommendations.csv").recommendations}
    named |= {t.review for t in reading("tallies.csv").tallies}
    named |= {d.review for d in reading("documents.csv").documents if d.review}
    named |= {p.plan_for for p in reading("plans.csv").plans if p.plan_for}
    assert named <= {r.key for r in reading("reviews.csv").reviews}


def test_every_link_joins_two_things_that_are_there() -> None:
    recommendations = {r.key for r in reading("recommendations.csv").recommendations}
    targets = {f"measure/KAZ/adoption-{law.key}" for law in reading("laws.csv").laws}
    targets |= {
        f"measure/KAZ/{a.instrument}-{a.act}-{a.date}" for a in reading("treaty_acts.csv").treaty_acts
    }
    targets |= {f"body/KAZ/{body.key}" for body in reading("bodies.csv").bodies}
    for link in reading("links.csv").links:
        assert link.recommendation in recommendations
        assert link.target in targets


def test_laws_that_are_amended_or_repealed_are_older() -> None:
    dates = {law.key: law.date for law in reading("laws.csv").laws}
    for law in reading("laws.csv").laws:
        for other in (*law.amends, *law.repeals):
            assert (dates[other] or "") <= (law.date or ""), law.key
    assert any(law.repeals == ("2021-12-29-90-VII",) for law in reading("laws.csv").laws)


def test_accreditations_are_of_a_body_that_is_there() -> None:
    bodies = {body.key for body in reading("bodies.csv").bodies}
    assert {a.body for a in reading("accreditations.csv").accreditations} <= bodies


SOURCED = [name for name in TABLES if name not in ("positions.csv", "recommendations.csv")]


@pytest.mark.parametrize("name", SOURCED)
def test_every_fact_has_its_source(name: str) -> None:
    column = "url" if name == "documents.csv" else "source_url"
    assert all(row[column] and row["standing"] in ("confirmed", "partly") for row in shipped(name))


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


@needs_shared
def test_every_fact_that_a_source_carries_is_there_with_its_standing() -> None:
    expected = {
        row["id"]: row["status"].lower()
        for row in research("kazakhstan/kazakhstan_facts.csv")
        if row["status"] in ("CONFIRMED", "PARTLY") and row["source_url"]
    }
    found = {
        row["fact"]: row["standing"]
        for name in SOURCED
        if name != "links.csv"
        for row in shipped(name)
        if row["fact"]
    }
    assert found == expected
    assert len(expected) == 122


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
    assert found == expected


@needs_shared
def test_every_link_points_at_the_thing_of_its_fact() -> None:
    places: dict[str, str] = {}
    for name, things in (
        ("laws.csv", [f"measure/KAZ/adoption-{law.key}" for law in reading("laws.csv").laws]),
        (
            "treaty_acts.csv",
            [f"measure/KAZ/{a.instrument}-{a.act}-{a.date}" for a in reading("treaty_acts.csv").treaty_acts],
        ),
        ("bodies.csv", [f"body/KAZ/{body.key}" for body in reading("bodies.csv").bodies]),
    ):
        places |= {row["fact"]: thing for row, thing in zip(shipped(name), things, strict=True)}
    for row in shipped("links.csv"):
        assert row["target"] == places[row["fact"]]


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


@needs_shared
@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("recommendations.csv", "summary"),
        ("positions.csv", "note"),
        ("tallies.csv", "note"),
        ("laws.csv", "note"),
        ("links.csv", "basis"),
    ],
)
def test_no_wording_of_the_united_nations_is_copied(name: str, column: str) -> None:
    theirs = {run for text in un_texts() for run in runs(text)}
    copied = [row for row in shipped(name) if any(run in theirs for run in runs(row[column]))]
    assert copied == []
