"""Entries of databases meet the numbered recommendations of other sources."""

from __future__ import annotations

import csv
import io
import random
import time
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from graph_loader import iris
from graph_loader.entries import settle_entries
from graph_loader.entries_match import Entry, Numbered, match_entries
from graph_loader.mapping import entry, reading_quads, recommendation
from graph_loader.records import (
    ClassificationRecord,
    EntryRecord,
    PositionRecord,
    RecommendationRecord,
    ReviewRecord,
    SourceReading,
    Status,
)
from graph_loader.snapshot import n_quads
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.upr_info import read_upr_info
from graph_loader.sources.working_group_report import read_working_group_report
from ontology.terms import upr

RIVER = "Protect the river spirits of the north"
LAMPS = "Light the harbour lamps in winter, and keep them lit until the last boat is home"


def lines_of(*readings: SourceReading) -> list[bytes]:
    return sorted(
        {line for one in readings for line in n_quads(reading_quads(one)).splitlines(keepends=True)}
    )


def listed(*records: RecommendationRecord, complete: bool = False) -> SourceReading:
    review = ReviewRecord("KAZ", 2, list_complete=complete)
    return SourceReading("x", "x", "A/HRC/0/1", reviews=(review,), recommendations=records)


def database(
    *entries: tuple[str, tuple[str, ...], Status], graph: str = "upr-info/KAZ-2"
) -> tuple[SourceReading, list[str]]:
    """A reading of entries (text, States, position), and their keys."""
    records = [
        EntryRecord("KAZ-2", f"upr-info-{iris.digest(text + status)}", states, text, place=f"row={row}")
        for row, (text, states, status) in enumerate(entries, start=2)
    ]
    positions = [
        PositionRecord(record.key, status, "upr-info", place=record.place)
        for record, (_, _, status) in zip(records, entries, strict=True)
    ]
    about = [ClassificationRecord(record.key, action="4") for record in records]
    reading = SourceReading(
        "upr-info",
        "x",
        graph,
        entries=tuple(records),
        positions=tuple(positions),
        classifications=tuple(about),
    )
    return reading, [record.key for record in records]


def said_of(lines: list[bytes], subject: str) -> set[tuple[str, str, str]]:
    """Last parts of predicate, object and graph of what is said of a thing."""
    found = set()
    for line in lines:
        if line.startswith(f"<{subject}> ".encode()):
            _, predicate, rest = line.decode().removesuffix(" .\n").split(" ", 2)
            value, _, graph = rest.rpartition(" ")
            found.add(
                (predicate.strip("<>").rpartition("#")[2], value, graph.rpartition("/graph/")[2].strip(">"))
            )
    return found


def of_entry(lines: list[bytes], key: str) -> list[tuple[str, str]]:
    return [(o, g) for p, o, g in said_of(lines, iris.entry(key)) if p == "entryOf"]


ONE = RecommendationRecord("KAZ-2", "126.1", ("NOR",), text=RIVER)


def test_one_wording_under_two_numbers_goes_to_each_with_the_states_that_made_it() -> None:
    other = RecommendationRecord("KAZ-2", "126.2", ("CHL", "FJI"), text=RIVER)
    reading, (key,) = database((RIVER, ("NOR", "CHL", "PER"), "noted"))
    lines = settle_entries(lines_of(listed(ONE, other), reading))

    assert {o for o, _ in of_entry(lines, key)} == {
        f"<{iris.recommendation(f'KAZ-2-126.{n}')}>" for n in (1, 2)
    }
    for n, states in ((1, {"NOR", "PER"}), (2, {"CHL"})):
        said = said_of(lines, iris.recommendation(f"KAZ-2-126.{n}"))
        from_database = {o[-4:-1] for p, o, g in said if p == "madeBy" and g == "upr-info/KAZ-2"}
        assert from_database == states
        assert said_of(lines, iris.position(f"KAZ-2-126.{n}", "upr-info"))


def test_without_entries_the_lines_come_back_as_they_are() -> None:
    lines = lines_of(listed(ONE))
    assert settle_entries(lines) is lines


def test_an_entry_whose_words_agree_is_one_of_the_numbered_recommendation() -> None:
    reading, (key,) = database(("Protect the River-Spirits of  the north.", ("NOR", "CHL"), "noted"))
    lines = settle_entries(lines_of(listed(ONE), reading))

    assert of_entry(lines, key) == [(f"<{iris.recommendation('KAZ-2-126.1')}>", "entries")]
    said = said_of(lines, iris.recommendation("KAZ-2-126.1"))
    assert {(o.rpartition("/")[2], g) for p, o, g in said if p == "madeBy"} == {
        ("NOR>", "A/HRC/0/1"),
        ("NOR>", "upr-info/KAZ-2"),
        ("CHL>", "upr-info/KAZ-2"),
    }
    assert {g for p, _, g in said if p == "sortKey"} == {"A/HRC/0/1"}
    assert {g for p, _, g in said if p == "actionCategory"} == {"upr-info/KAZ-2"}
    position = said_of(lines, iris.position("KAZ-2-126.1", "upr-info"))
    assert ("positionOn", f"<{iris.recommendation('KAZ-2-126.1')}>", "upr-info/KAZ-2") in position
    assert not said_of(lines, iris.recommendation(key))
    assert lines == sorted(set(lines))


def test_a_link_says_how_an_entry_was_found() -> None:
    reading, (key,) = database((RIVER, ("NOR",), "noted"))
    lines = settle_entries(lines_of(listed(ONE), reading))
    said = said_of(lines, iris.software_link("KAZ-2-126.1", "entry-of", f"entry/{key}", "entries"))

    assert {g for _, _, g in said} == {"entries"}
    values = {p: o for p, o, _ in said}
    assert (values["linkFrom"], values["linkTo"]) == (
        f"<{iris.entry(key)}>",
        f"<{iris.recommendation('KAZ-2-126.1')}>",
    )
    assert values["methodVersion"] == '"entries 1"'
    assert values["score"].startswith('"1"')


def test_entries_with_different_positions_on_one_recommendation_leave_them_out() -> None:
    reading, keys = database((RIVER, ("NOR",), "noted"), (RIVER, ("CHL",), "supported"))
    both = RecommendationRecord("KAZ-2", "126.1", ("NOR", "CHL"), text=RIVER)
    lines = settle_entries(lines_of(listed(both), reading))

    assert [len(of_entry(lines, key)) for key in keys] == [1, 1]
    assert not said_of(lines, iris.position("KAZ-2-126.1", "upr-info"))
    assert not said_of(lines, iris.position(keys[0], "upr-info"))


def test_entries_with_one_position_on_a_recommendation_of_two_parts() -> None:
    text = f"{RIVER} (Norway); {LAMPS} (Chile); call it a day"
    both = RecommendationRecord("KAZ-2", "126.1", ("NOR", "CHL"), text=text)
    reading, keys = database((RIVER, ("NOR",), "noted"), (LAMPS, ("CHL",), "noted"))
    lines = settle_entries(lines_of(listed(both), reading))

    assert [len(of_entry(lines, key)) for key in keys] == [1, 1]
    position = said_of(lines, iris.position("KAZ-2-126.1", "upr-info"))
    assert len({o for p, o, _ in position if p == "foundAt"}) == 1
    texts = {g for p, _, g in said_of(lines, iris.recommendation("KAZ-2-126.1")) if p == "text"}
    assert texts == {"A/HRC/0/1"}


def test_an_entry_that_agrees_with_none_of_a_complete_list_is_no_further_recommendation() -> None:
    reading, (key,) = database((LAMPS, ("NOR",), "noted"))
    lines = settle_entries(lines_of(listed(ONE, complete=True), reading))

    assert of_entry(lines, key) == []
    assert {p for p, _, _ in said_of(lines, iris.entry(key))} >= {"type", "text", "entryInReview"}
    assert not said_of(lines, iris.recommendation(key))
    assert not said_of(lines, iris.position(key, "upr-info"))


def test_an_entry_that_agrees_with_none_of_a_list_with_gaps_stays_a_recommendation() -> None:
    reading, (key,) = database((LAMPS, ("NOR",), "noted"))
    lines = lines_of(listed(ONE), reading)

    assert settle_entries(lines) == lines
    assert of_entry(lines, key) == [(f"<{iris.recommendation(key)}>", "upr-info/KAZ-2")]


def test_two_exports_that_answer_one_entry_differently_leave_its_position_out() -> None:
    (older, (key,)), (newer, _) = (
        database((RIVER, ("NOR",), "pending")),
        database((RIVER, ("NOR",), "pending")),
    )
    changed = PositionRecord(key, "supported", "upr-info", place="row=9")
    newer = SourceReading(
        "upr-info", "x", "upr-info/sessions-20", entries=newer.entries, positions=(changed,)
    )
    lines = settle_entries(lines_of(older, newer))

    assert not said_of(lines, iris.position(key, "upr-info"))
    assert said_of(lines, iris.recommendation(key))


def test_words_that_name_a_key_stay_as_they_are() -> None:
    reading, (key,) = database((RIVER, ("NOR",), "noted"))
    note = PositionRecord("KAZ-2-126.1", "noted", "A/HRC/0/1", note=f"see <{iris.recommendation(key)}>")
    told = SourceReading("x", "x", "A/HRC/0/1", positions=(note,))
    lines = settle_entries(lines_of(listed(ONE), told, reading))

    assert any(f'"see <{iris.recommendation(key)}>"'.encode() in line for line in lines)


def numbered(*texts: str, states: str = "NOR") -> list[Numbered]:
    return [Numbered(f"KAZ-2-1.{n}", (text,), frozenset(states.split())) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("text", "others", "expected"),
    [
        (RIVER, [RIVER, f"{RIVER} and of the south"], ("KAZ-2-1.0", "equal")),
        (f"That it {LAMPS.lower()}", [LAMPS, RIVER], ("KAZ-2-1.0", "near")),
        (
            RIVER,
            [f"{LAMPS}, and {RIVER.lower()} as it was promised before the long winter"],
            ("KAZ-2-1.0", "part"),
        ),
        ("Dig wells", ["Dig wells (Norway); Dig deep wells"], ("KAZ-2-1.0", "part")),
        ("Dig wells", ["Dig wells and plant trees"], None),
        (
            "Punish those who cut down the oak trees of the king",
            ["Punish those who poison the wells of the king"],
            None,
        ),
    ],
    ids=["equal", "near", "part", "piece", "short", "other"],
)
def test_what_agrees(text: str, others: list[str], expected: tuple[str, str] | None) -> None:
    found = [*match_entries([Entry("e", text, frozenset({"NOR"}))], numbered(*others))]
    assert [(match.recommendation, match.how) for match in found] == ([expected] if expected else [])


def test_an_entry_of_other_states_is_another_recommendation() -> None:
    assert not [*match_entries([Entry("e", RIVER, frozenset({"CHL"}))], numbered(RIVER))]


def test_two_entries_of_one_wording_go_to_the_two_recommendations_with_it() -> None:
    two = [
        Numbered("KAZ-2-1.1-a", (RIVER,), frozenset({"NOR", "CHL"})),
        Numbered("KAZ-2-1.1-b", (RIVER,), frozenset({"CHL"})),
    ]
    entries = [Entry("e1", RIVER, frozenset({"CHL"})), Entry("e2", RIVER, frozenset({"NOR"}))]
    found = {match.entry: match.recommendation for match in match_entries(entries, two)}

    assert found == {"e1": "KAZ-2-1.1-b", "e2": "KAZ-2-1.1-a"}


# --- the real sources ---


@pytest.mark.slow
def test_nearly_all_entries_of_fifteen_reports_find_their_number(shared: Path) -> None:
    folder = shared / "data" / "working_group_reports"
    entries = next(read_upr_info(SourceFile("rows.csv", path=folder / "upr_info_rows.csv")))
    files = {
        row["file"] for row in csv.DictReader(io.StringIO((folder / "upr_info_rows.csv").read_text("utf-8")))
    }
    reports = [
        read_working_group_report(SourceFile(name, path=folder / "texts" / name).lines, name, None)
        for name in files
    ]
    lines = settle_entries(lines_of(entries, *reports))

    assert (len(files), len(entries.entries)) == (15, 2_036)
    assert sum(b"link-relation/entry-of" in line for line in lines) >= 2_010


def test_every_entry_of_kazakhstan_finds_its_number(shared: Path) -> None:
    folder = shared / "data" / "kazakhstan"
    entries = next(read_upr_info(SourceFile("rows.csv", path=folder / "upr_info_kazakhstan_s7_s20.csv")))
    reports = [
        read_working_group_report(SourceFile(name, path=folder / name).lines, name, None)
        for name in ("kazakhstan2010.txt", "kazakhstan2014.txt")
    ]
    lines = settle_entries(lines_of(entries, *reports))

    entry_of = [line.split(b" ", 1)[0] for line in lines if upr.entryOf.encode() in line]
    assert len(set(entry_of)) == len(entries.entries) == 318
    # Some wordings stand under several numbers, such as that for the end of the death penalty.
    assert len(entry_of) == 323
    made_by = {tuple(line.split(b" ")[::2][:2]) for line in lines if upr.madeBy.encode() in line}
    assert len(made_by) == 129 + 198


@pytest.mark.slow
def test_eight_thousand_entries_among_a_hundred_thousand_recommendations_take_little_time() -> None:
    random.seed(7)
    words = ["protect", "rivers", "lamps", "of", "all", "who", "live", "by", "them", "with", "care", "always"]
    graph = NamedNode(iris.graph("x"))
    quads: list[Quad] = []
    for n in range(100_000):
        review, text = f"KAZ-{n // 200 + 10}", " ".join(random.choices(words, k=25))
        quads += recommendation(graph, "x", RecommendationRecord(review, f"1.{n}", ("NOR",), text=text), None)
        if n < 8_000:
            record = EntryRecord(review, f"upr-info-{iris.digest(text)}", ("NOR",), text)
            quads += entry(graph, "x", record, None)
    lines = sorted(n_quads(quads).splitlines(keepends=True))
    started = time.process_time()
    settled = settle_entries(lines)

    assert time.process_time() - started < 6  # 2 on a free machine
    assert sum(f"<{upr.entryOf}>".encode() in line for line in settled) == 8_000
