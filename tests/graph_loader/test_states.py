"""States are found under every spelling that reports use, and nothing else is taken for a State."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path

import pytest

from graph_loader.reference_data import load_regional_groups
from graph_loader.states import LANGUAGES, known_spellings, load_states, state_code

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")

OBSERVERS = {"VAT", "PSE"}

SPELLINGS = {
    "Brazil": "BRA",
    "KAZ": "KAZ",
    " KAZ ": "KAZ",
    "kazakhstan": "KAZ",
    "KAZAKHSTAN;": "KAZ",
    "the Netherlands": "NLD",
    "Netherlands (Kingdom of the)": "NLD",
    "The Bahamas": "BHS",
    "Gambia (the)": "GMB",
    "Czech Republic": "CZE",
    "Czechia": "CZE",
    "Swaziland": "SWZ",
    "Eswatini": "SWZ",
    "Macedonia": "MKD",
    "North Macedonia": "MKD",
    "The former Yugoslav Republic of Macedonia": "MKD",
    "“the former Yugoslav Republic of Macedonia”": "MKD",
    "Macedonia FYR": "MKD",
    "Turkey": "TUR",
    "Türkiye": "TUR",
    "TÜRKİYE": "TUR",
    "Turkiye": "TUR",
    "Cape Verde": "CPV",
    "Cabo Verde": "CPV",
    "Holy See": "VAT",
    "State of Palestine": "PSE",
    "Palestine": "PSE",
    "Venezuela (Bolivarian Republic of)": "VEN",
    "Bolivarian Republic of Venezuela": "VEN",
    "Venezuela, Bolivarian Republic of": "VEN",
    "Bolivia (Plurinational State of)": "BOL",
    "Plurinational State of Bolivia": "BOL",
    "Iran (Islamic Republic of)": "IRN",
    "Iran (the Islamic Republic of)": "IRN",
    "Islamic Republic of Iran": "IRN",
    "Micronesia (Federated States of)": "FSM",
    "Lao People's Democratic Republic": "LAO",
    "Lao People’s Democratic Republic": "LAO",
    "Lao PDR": "LAO",
    "Laos": "LAO",
    "Democratic People's Republic of Korea": "PRK",
    "DPRK": "PRK",
    "DPR Korea": "PRK",
    "Republic of Korea": "KOR",
    "South Korea": "KOR",
    "Russian Federation": "RUS",
    "Russia": "RUS",
    "United Kingdom of Great Britain and Northern Ireland": "GBR",
    "United Kingdom of Great Britain & Northern Ireland": "GBR",
    "UK": "GBR",
    "U.K.": "GBR",
    "United States of America": "USA",
    "United States": "USA",
    "USA": "USA",
    "U.S.": "USA",
    "Viet Nam": "VNM",
    "Vietnam": "VNM",
    "Viet-Nam": "VNM",
    "Syrian Arab Republic": "SYR",
    "Syria": "SYR",
    "United Republic of Tanzania": "TZA",
    "Tanzania": "TZA",
    "Côte d'Ivoire": "CIV",
    "Côte d’Ivoire": "CIV",
    "Côte d´Ivoire": "CIV",
    "Co\u0302te d'Ivoire": "CIV",
    "Cote d'Ivoire": "CIV",
    "Ivory Coast": "CIV",
    "Republic of Moldova": "MDA",
    "Moldova": "MDA",
    "Libyan Arab Jamahiriya": "LBY",
    "Libya": "LBY",
    "Timor-Leste": "TLS",
    "Timor\u2011Leste": "TLS",
    "Timor Leste": "TLS",
    "Brunei Darussalam": "BRN",
    "Congo": "COG",
    "the Congo": "COG",
    "Republic of the Congo": "COG",
    "Democratic Republic of the Congo": "COD",
    "Congo, Democratic Republic of the": "COD",
    "Dem. Rep. of the Congo": "COD",
    "Guinea": "GIN",
    "Guinea Bissau": "GNB",
    "Guinea-Bissau": "GNB",
    "Equatorial Guinea": "GNQ",
    "Niger": "NER",
    "Nigeria": "NGA",
    "Dominica": "DMA",
    "Dominican Republic": "DOM",
    "Bosnia & Herzegovina": "BIH",
    "Bosnia &amp; Herzegovina": "BIH",
    "St. Lucia": "LCA",
    "St Vincent & the Grenadines": "VCT",
    "Sao Tome and Principe": "STP",
    "São Tomé  and\u00a0Príncipe": "STP",
    "Kazakh- stan": "KAZ",
    "Kazakh\u00adstan": "KAZ",
    "Lao People' s Democratic Republic": "LAO",
    "l'Albanie": "ALB",
    "Королевство Марокко": "MAR",
    "中国": "CHN",
    "مصر": "EGY",
}

NOT_STATES = [
    "",
    " ",
    "None",
    "null",
    "N/A",
    "-",
    "()",
    "&#40;Unknown&#41;",
    "Korea",
    "us",
    "the us",
    "uk",
    "usa",
    "can",
    "Per",
    "the",
    "and",
    "to go",
    "i ran",
    "CRC",
    "CAT",
    "OP-ICESCR",
    "Northern Ireland",
    "Yugoslavia",
    "Serbia and Montenegro",
    "Åland Islands",
    "Hong Kong",
    "China, Hong Kong Special Administrative Region",
    "American Samoa",
    "Western Sahara",
    "European Union",
    "Spain, Chile",
    "Spain and Chile",
    "\x00\x00",
    "\u200b",
]


def test_there_are_193_members_and_two_observers() -> None:
    states = load_states()
    assert len(states) == 195
    assert {state.iso3 for state in states} > OBSERVERS
    for codes in ([s.iso3 for s in states], [s.iso2 for s in states], [s.m49 for s in states]):
        assert len(set(codes)) == 195


def test_codes_have_their_standard_form() -> None:
    for state in load_states():
        assert len(state.iso3) == 3 and state.iso3.isupper()
        assert len(state.iso2) == 2 and state.iso2.isupper()
        assert len(state.m49) == 3 and state.m49.isdigit()


def test_every_state_has_a_name_in_the_six_languages() -> None:
    for state in load_states():
        assert tuple(language for language, _ in state.names) == LANGUAGES
        assert state.names[0] == ("en", state.name)
        assert not any("*" in name or name != name.strip() for _, name in state.names)


def test_the_group_of_a_state_is_one_of_the_five_or_unknown() -> None:
    keys = {group.key for group in load_regional_groups()}
    groups = {state.iso3: state.group for state in load_states()}
    assert {group for group in groups.values() if group} == keys
    assert groups["KAZ"] == "asia-pacific"
    assert groups["SVN"] == "eastern-european"
    assert not any(groups[observer] for observer in OBSERVERS)


@pytest.mark.parametrize(("spelling", "code"), SPELLINGS.items(), ids=[ascii(s) for s in SPELLINGS])
def test_a_state_is_found_by(spelling: str, code: str) -> None:
    assert state_code(spelling) == code


@pytest.mark.parametrize("spelling", NOT_STATES, ids=ascii)
def test_no_state_is(spelling: str) -> None:
    assert state_code(spelling) is None


def test_every_code_and_every_spelling_of_the_tables_is_found() -> None:
    for state in load_states():
        assert state_code(state.iso3) == state.iso3
    for spelling, code in known_spellings():
        assert state_code(spelling) == code, spelling


@pytest.mark.parametrize("character", ["K", " ", "(", "'", "\u0301", "-", "l'", "ﷺ"], ids=ascii)
def test_a_long_text_is_no_state_and_takes_no_time(character: str) -> None:
    begin = time.perf_counter()
    for size in (10_000, 100, 149):
        assert state_code((character * size)[:size]) is None
    assert time.perf_counter() - begin < 0.5


@needs_shared
def test_every_spelling_that_was_seen_is_known() -> None:
    vocabulary = json.loads((SHARED / "reference" / "vocabularies_observed.json").read_text("utf-8"))
    seen = {name for name in vocabulary["UPRInfo/state_names"] if "Unknown" not in name}
    for table in ("kazakhstan/KAZ-C1", "kazakhstan/KAZ-C2", "thematic_lists/SVN-C2", "thematic_lists/SVN-C4"):
        with (SHARED / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            seen.update(sponsor for row in csv.DictReader(file) for sponsor in row["sponsors"].split("|"))
    assert len(seen) > 195
    assert sorted(name for name in seen if state_code(name) is None) == []


@needs_shared
def test_territories_of_m49_are_no_states() -> None:
    path = SHARED / "reference" / "countries" / "UNSD_Methodology_M49.csv"
    codes = {state.iso3 for state in load_states()}
    with path.open(encoding="utf-8-sig", newline="") as file:
        areas = {
            row["Country or Area"]: row["ISO-alpha3 Code"] for row in csv.DictReader(file, delimiter=";")
        }
    assert len(areas) > 240
    for area, code in areas.items():
        assert state_code(area) == (code if code in codes else None), area
