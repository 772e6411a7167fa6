"""What is said about a spelling that names no State: the nearest name or the reason, never a guess."""

from __future__ import annotations

import time

import pytest

from graph_loader.reference_data import rows
from graph_loader.state_hints import closest_spelling, not_state, state_hint
from graph_loader.states import load_states, state_code

CLOSEST = {
    "Fijji": "Fiji",
    "Kazakstn": "Kazakhstan",
    "Slovania": "Slovenia",
    "Southern Sudan": "South Sudan",
    "Untied States": "United States",
    "the Netherland": "Netherlands",
    "Phillipines": "Philippines",
    "Republic of Azerbaidjan": "Republic of Azerbaijan",
    "Republic of Albanai": "Republic of Albania",
    "Lao PRD": "Lao PDR",
    "Allemange": "Allemagne",
    "Казахстанн": "Казахстан",
}

HINTS = {
    "Fijji": "Did they mean Fiji?",
    "YUGOSLAVIA*": "Yugoslavia no longer exists. Write the State of today that is meant: Bosnia and Herzegovina, "
    "Croatia, North Macedonia, Montenegro, Serbia or Slovenia.",
    "U.S.S.R.": "USSR no longer exists. Write the State of today that is meant: Russian Federation.",
    "Korea": "Korea may be Republic of Korea or Democratic People's Republic of Korea. Write which.",
    "European Union (the)": "European Union is no Member or observer State of the United Nations.",
    "Cook Islands (the) **": "Cook Islands is no Member or observer State of the United Nations.",
    "Western Sahara": "Western Sahara is no Member or observer State of the United Nations.",
    "Ministry of Tides": "",
}


@pytest.mark.parametrize(("spelling", "name"), CLOSEST.items(), ids=[ascii(s) for s in CLOSEST])
def test_the_closest_name_is_an_english_one_if_any(spelling: str, name: str) -> None:
    assert state_code(spelling) is None
    assert closest_spelling(spelling) == name


@pytest.mark.parametrize(
    "spelling", ["Atlantis", "OP-ICESCR", "CRC", "LGBT", "Korea", "Western Sahara", "", "()"]
)
def test_nothing_is_close_to(spelling: str) -> None:
    assert closest_spelling(spelling) is None


@pytest.mark.parametrize(("spelling", "hint"), HINTS.items(), ids=[ascii(s) for s in HINTS])
def test_the_hint_is(spelling: str, hint: str) -> None:
    assert state_hint(spelling) == hint


def test_a_short_name_with_one_letter_more_is_still_close() -> None:
    for state in load_states():
        assert closest_spelling(f"{state.name}q") == state.name


def test_no_name_is_of_a_state_and_of_none() -> None:
    codes = {state.iso3 for state in load_states()}
    for row in rows("not_states.csv"):
        assert state_code(row["name"]) is None, row
        assert not_state(row["name"]) is not None
        assert row["kind"] in ("dissolved", "several", "organisation", "other")
        states = row["states"].split("|") if row["states"] else []
        assert set(states) <= codes
        assert bool(states) == (row["kind"] in ("dissolved", "several")), row


@pytest.mark.parametrize("character", ["K", "(", "an ", "ﷺ"], ids=ascii)
def test_a_long_text_takes_no_time(character: str) -> None:
    closest_spelling("Fijji")
    begin = time.perf_counter()
    assert state_hint((character * 100_000)[:100_000]) == ""
    assert time.perf_counter() - begin < 0.5
