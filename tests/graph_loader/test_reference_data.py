"""The shipped lists are complete, consistent and say where they come from."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from graph_loader import reference_data, states
from graph_loader.records import cycle_of_session
from graph_loader.reference_data import (
    Instrument,
    Provision,
    instrument_ids,
    load_instruments,
    load_provisions,
    load_regional_groups,
    load_sessions,
)

TABLES = sorted((Path(reference_data.__file__).parent / "reference").glob("*.csv"))
SOURCE_KEY = re.compile(r"^\| `([a-z0-9-]+)` \|", re.MULTILINE)
DATE = re.compile(r"\d{4}(-\d\d-\d\d)?")


def test_there_are_five_regional_groups() -> None:
    names = {group.key: group.name for group in load_regional_groups()}
    assert names == {
        "african": "African Group",
        "asia-pacific": "Asia-Pacific Group",
        "eastern-european": "Eastern European Group",
        "grulac": "Latin American and Caribbean Group (GRULAC)",
        "weog": "Western European and Others Group (WEOG)",
    }


def test_sessions_follow_each_other_in_years_and_cycles() -> None:
    sessions = load_sessions()
    assert [session.number for session in sessions] == list(range(1, len(sessions) + 1))
    assert [session.year for session in sessions] == sorted(session.year for session in sessions)
    assert all(session.cycle == cycle_of_session(session.number) for session in sessions)
    assert (sessions[19].year, sessions[19].cycle) == (2014, 2)


def test_there_are_nine_core_treaties_and_nine_optional_protocols() -> None:
    types = Counter(instrument.type for instrument in load_instruments())
    assert (types["core"], types["optional_protocol"], types["soft_law"]) == (9, 9, 1)


def test_core_treaties_and_their_protocols_are_complete() -> None:
    for instrument in load_instruments():
        if instrument.type in ("core", "optional_protocol"):
            assert instrument.chapter and instrument.adopted and instrument.in_force, instrument.id
            assert bool(instrument.parent) == (instrument.type == "optional_protocol")


def test_every_parent_of_an_instrument_exists() -> None:
    instruments = {instrument.id: instrument for instrument in load_instruments()}
    assert len(instruments) == len(load_instruments())
    for instrument in instruments.values():
        assert instrument.parent is None or instrument.parent in instruments


def test_dates_of_instruments_are_days_or_years_in_order() -> None:
    for instrument in load_instruments():
        for date in (instrument.adopted, instrument.in_force):
            assert date is None or DATE.fullmatch(date), instrument.id
        if instrument.adopted and instrument.in_force:
            assert instrument.adopted < instrument.in_force


def test_the_paris_principles_are_an_instrument_with_provisions() -> None:
    provisions = {provision.id: provision for provision in load_provisions()}
    assert len(provisions) == 37
    assert [provision for provision in provisions if "." not in provision] == ["A", "B", "C", "D"]
    assert provisions["B.2"].key == "paris-principles/B.2"
    assert all(provision.id[0] == provision.section[0] for provision in provisions.values())
    for provision in provisions:
        assert "." not in provision or provision.rpartition(".")[0] in provisions


def test_ids_cover_instruments_and_provisions() -> None:
    ids = instrument_ids()
    assert {"op-crpd", "iccpr-op2", "op-crc-ic", "paris-principles", "paris-principles/B.2"} <= ids
    assert "B.2" not in ids
    assert len(ids) == len(load_instruments()) + len(load_provisions())


def test_no_fact_from_memory_is_shipped() -> None:
    facts: list[Instrument | Provision] = [*load_instruments(), *load_provisions()]
    for fact in facts:
        assert fact.source, fact.id
        assert "UNCONFIRMED" not in fact.source and "from memory" not in fact.source
        assert fact.standing in ("confirmed", "partly", "inferred")


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.name)
def test_every_row_of_a_table_names_its_source(table: Path) -> None:
    text = table.read_text(encoding="utf-8")
    assert "\r" not in text and text.endswith("\n")
    rows = list(csv.DictReader(text.splitlines()))
    assert rows
    for row in rows:
        assert row["source"], row
        assert None not in row and None not in row.values(), row
        assert all(cell == cell.strip() for cell in row.values()), row


@pytest.mark.parametrize("name", ["states", "state_spellings", "regional_groups", "sessions"])
def test_source_keys_are_explained_in_the_readme(name: str) -> None:
    folder = Path(reference_data.__file__).parent / "reference"
    explained = set(SOURCE_KEY.findall((folder / "README.md").read_text(encoding="utf-8")))
    used = {
        part.split(" ")[0] for row in reference_data.rows(f"{name}.csv") for part in row["source"].split("; ")
    }
    assert used <= explained


def test_the_readme_lists_the_states_without_a_group() -> None:
    readme = (Path(reference_data.__file__).parent / "reference" / "README.md").read_text(encoding="utf-8")
    unknown = [state.iso3 for state in states.load_states() if state.group is None]
    for code in unknown:
        assert code in ("PSE", "VAT") or f" {code}" in readme
