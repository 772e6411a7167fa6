"""States are found under every spelling that reports use, and nothing else is taken for a State."""

from __future__ import annotations

import csv
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from graph_loader.reference_data import load_regional_groups
from graph_loader.states import LANGUAGES, known_spellings, load_spellings, load_states, state_code

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
    "Albanie (l’)": "ALB",
    "Brésil (le)": "BRA",
    "Bahamas, The": "BHS",
    "États-Unis d'Amérique (les)": "USA",
    "Holy See (the) *": "VAT",
    "State of Palestine*": "PSE",
    "Palestine (State of)**": "PSE",
    "Kazakhstan¹": "KAZ",
    "Kazakhstan [a]": "KAZ",
    "Kazakhstan (2)": "KAZ",
    "the UK": "GBR",
    "The US": "USA",
    "UAE": "ARE",
    "RoK": "KOR",
    "S. Korea": "KOR",
    "U.S.A.": "USA",
    "DRC": "COD",
    "FYROM": "MKD",
    "Congo, Dem. Rep.": "COD",
    "Congo, Rep.": "COG",
    "Korea, Rep.": "KOR",
    "Korea, Dem. People's Rep.": "PRK",
    "Korea (the Republic of)": "KOR",
    "Korea (the Democratic People's Republic of)": "PRK",
    "Micronesia, Fed. Sts.": "FSM",
    "Venezuela, RB": "VEN",
    "Egypt, Arab Rep.": "EGY",
    "Yemen, Rep.": "YEM",
    "Slovak Rep.": "SVK",
    "Moldova (the Republic of)": "MDA",
    "Macedonia, the former Yugoslav Republic of": "MKD",
    "Venezuela (République bolivarienne du)": "VEN",
    "Corée (République de)": "KOR",
    "Eswatini (Swaziland)": "SWZ",
    "Türkiye (formerly Turkey)": "TUR",
    "Kazakhstan (KAZ)": "KAZ",
    "C&ocirc;te d&rsquo;Ivoire": "CIV",
    "Bosnia &amp;amp; Herzegovina": "BIH",
    "Cote D Ivoire": "CIV",
    "Lao Peoples Democratic Republic": "LAO",
    "Dahomey": "BEN",
    "Upper Volta": "BFA",
    "Ceylon": "LKA",
    "Zaire": "COD",
    "Burma": "MMR",
    "Western Samoa": "WSM",
    "East Timor": "TLS",
    "Byelorussian SSR": "BLR",
    "Sudan": "SDN",
    "Россия": "RUS",
    "США": "USA",
    "كازاخستـان": "KAZ",
    "سوريا": "SYR",
    "سورية": "SYR",
    "中 国": "CHN",
    "阿尔 巴尼亚": "ALB",
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
    "OP",
    "OPCAT",
    "ICC",
    "ILO",
    "NHRI",
    "LGBT",
    "the MDG",
    "Rok",
    "Fiji is",
    "of Palau, the Republic",
    "Republic, Finland",
    "Kingdom, Sweden",
    "Republic of China",
    "China, Republic of",
    "China (Taiwan)",
    "Taiwan (Province of China)",
    "Hong Kong SAR, China",
    "Niger (Nigeria)",
    "Ireland, Northern",
    "Samoa, American",
    "Virgin Islands (U.S.)",
    "Kosovo*",
    "Cook Islands",
    "Niue",
    "USSR",
    "Czechoslovakia",
    "German Democratic Republic",
    "Southern Sudan",
    "EU",
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


def test_a_former_name_says_until_when_where_a_source_tells() -> None:
    former = {spelling.text: spelling for spelling in load_spellings() if spelling.use == "former"}
    assert former["Swaziland"].valid_to == "2018-04-19"
    assert former["Ceylon"].valid_to == "1972"
    assert former["Western Samoa"].valid_to is None
    for spelling in load_spellings():
        assert spelling.use in ("formal", "name", "former", "variant")
        assert spelling.language is None or spelling.language in LANGUAGES
        assert spelling.valid_to is None or spelling.use == "former"
        assert spelling.valid_to is None or re.fullmatch(r"\d{4}(-\d\d){0,2}", spelling.valid_to)


def test_other_names_of_a_state_are_neither_its_short_names_nor_misprints() -> None:
    states = {state.iso3: state for state in load_states()}
    assert ("en", "Swaziland") in states["SWZ"].other_names
    assert ("fr", "Royaume d’Eswatini") in states["SWZ"].other_names
    assert ("en", "Kazakstan") not in states["KAZ"].other_names
    for state in states.values():
        assert not set(state.names) & set(state.other_names)
        assert len(set(state.other_names)) == len(state.other_names)


LONG_SPELLINGS = st.sampled_from(
    [pair for pair in known_spellings() if sum(char.isalpha() for char in pair[0]) > 3]
)
IN_OTHER_CASE = st.sampled_from([str.upper, str.lower, str.title, str.swapcase, str.casefold])


@settings(max_examples=300, deadline=None)
@given(LONG_SPELLINGS, IN_OTHER_CASE, st.sampled_from("'’‘ʼ`´"), st.sampled_from(["  ", "\u00a0", "\u00ad "]))
def test_case_apostrophes_and_spaces_never_change_the_answer(
    pair: tuple[str, str], in_other_case: Callable[[str], str], apostrophe: str, space: str
) -> None:
    spelling, code = pair
    typed = in_other_case(re.sub("['’]", apostrophe, spelling))
    assert state_code(f" {typed.replace(' ', space)}*") == code


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=160))
def test_any_text_has_an_answer(text: str) -> None:
    assert state_code(text) in {None, *(state.iso3 for state in load_states())}


def rows(path: str, encoding: str = "utf-8-sig", delimiter: str = ",") -> list[dict[str, str]]:
    with (SHARED / path).open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def seen_in_lists() -> Iterator[str]:
    for table in ("kazakhstan/KAZ-C1", "kazakhstan/KAZ-C2", "thematic_lists/SVN-C2", "thematic_lists/SVN-C4"):
        for row in rows(f"{table}.csv"):
            yield from row["sponsors"].split("|")


def seen_by_upr_info() -> Iterator[str]:
    vocabulary = json.loads((SHARED / "reference" / "vocabularies_observed.json").read_text("utf-8"))
    yield from vocabulary["UPRInfo/state_names"]
    tables = (
        ("working_group_reports/upr_info_rows.csv", "utf-8-sig"),
        ("kazakhstan/upr_info_kazakhstan_s7_s20.csv", "utf-8-sig"),
        ("upr_info/17-20.csv", "mac_roman"),
    )
    for path, encoding in tables:
        for row in rows(path, encoding):
            yield from filter(None, (row["To"], row["From"]))


def seen_in_the_index() -> Iterator[str]:
    for path in sorted((SHARED / "uhri").glob("*/*.json")):
        record = json.loads(path.read_text("utf-8"))
        yield from record["countries"]
        yield from record["upr_recommending_country"] or ()


def seen_in_treaties() -> Iterator[str]:
    for path in sorted((SHARED / "treaties" / "status_2022").glob("*.csv")):
        yield from (row["member"] for row in rows(str(path.relative_to(SHARED))))


@needs_shared
@pytest.mark.parametrize(
    ("seen", "fewest"),
    [(seen_in_lists, 100), (seen_by_upr_info, 195), (seen_in_the_index, 1), (seen_in_treaties, 195)],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_spelling_that_was_seen_is_known(seen: Callable[[], Iterator[str]], fewest: int) -> None:
    spellings = set(seen())
    assert len(spellings) >= fewest
    unknown = {spelling for spelling in spellings if state_code(spelling) is None}
    assert unknown <= {"&#40;Unknown&#41;", "Montserrat"}


@needs_shared
def test_every_name_of_the_terminology_database_is_known_as_the_same_state() -> None:
    path = SHARED / "reference" / "countries" / "UNTERM_countries_6lang.xlsx"
    sheet = load_workbook(path, read_only=True).worksheets[0]
    found, names = set(), 0
    for row in sheet.iter_rows(min_row=2, values_only=True):
        cells = [str(cell) for cell in row if cell]
        if len(cells) < 11 or cells[0].endswith("**"):
            assert not any(state_code(cell) for cell in cells), cells  # members of agencies only, and notes
            continue
        codes = {state_code(cell) for cell in cells}
        assert len(codes) == 1 and None not in codes, cells
        found |= codes
        names += len(cells)
    assert len(found) == 195 and names == 2339


@needs_shared
def test_names_of_iso_3166_are_known_unless_they_are_of_territories() -> None:
    codes = {state.iso3 for state in load_states()}
    areas = rows("reference/countries/iso3166_lukes_all.csv")
    assert len(areas) == 249
    for area in areas:
        assert state_code(area["name"]) == (area["alpha-3"] if area["alpha-3"] in codes else None), area


@needs_shared
def test_territories_of_m49_are_no_states() -> None:
    codes = {state.iso3 for state in load_states()}
    table = rows("reference/countries/UNSD_Methodology_M49.csv", delimiter=";")
    areas = {row["Country or Area"]: row["ISO-alpha3 Code"] for row in table}
    assert len(areas) > 240
    for area, code in areas.items():
        assert state_code(area) == (code if code in codes else None), area
