"""The shipped lists are complete, consistent and say where they come from."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad

from graph_loader import iris, reference_data, states
from graph_loader.accreditation import AccreditationPeriod, load_accreditation_periods, periods
from graph_loader.mapping_reference import reference_quads
from graph_loader.organisations import load_members, load_organisations
from graph_loader.quads import node
from graph_loader.records import cycle_of_session
from graph_loader.reference_data import (
    GeneralObservation,
    Instrument,
    Provision,
    instrument_ids,
    load_general_observations,
    load_instruments,
    load_provisions,
    load_regional_groups,
    load_sessions,
    load_theme_norms,
)
from graph_loader.sustainable_development import load_goals, load_targets
from ontology.modules import turtle_files
from ontology.terms import org, skos, upr, xsd

TABLES = sorted((Path(reference_data.__file__).parent / "reference").glob("*.csv"))
SOURCE_KEY = re.compile(r"^\| `([a-z0-9-]+)` \|", re.MULTILINE)
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
REFERENCE = node(iris.graph("reference"))


def test_there_are_five_regional_groups() -> None:
    names = {group.key: group.name for group in load_regional_groups()}
    assert names == {
        "african": "African Group",
        "asia-pacific": "Asia-Pacific Group",
        "eastern-european": "Eastern European Group",
        "grulac": "Latin American and Caribbean Group (GRULAC)",
        "weog": "Western European and Others Group (WEOG)",
    }


def test_regional_groups_have_names_in_other_languages_as_far_as_a_source_has_them() -> None:
    names = {group.key: dict(group.names) for group in load_regional_groups()}
    assert all({"fr", "es"} <= set(languages) for languages in names.values())
    assert names["african"]["ru"] == "Группа африканских государств"
    assert {row["group"] for row in reference_data.rows("regional_group_names.csv")} == set(names)


def test_sessions_follow_each_other_in_years_and_cycles() -> None:
    sessions = load_sessions()
    assert [session.number for session in sessions] == list(range(1, len(sessions) + 1))
    assert [session.year for session in sessions] == sorted(session.year for session in sessions)
    assert all(session.cycle == cycle_of_session(session.number) for session in sessions)
    assert (sessions[19].year, sessions[19].cycle) == (2014, 2)


def test_there_are_nine_core_treaties_and_nine_optional_protocols() -> None:
    types = Counter(instrument.type for instrument in load_instruments())
    assert (types["core"], types["optional_protocol"], types["soft_law"]) == (9, 9, 9)


def test_instruments_of_the_treaty_acts_of_kazakhstan_are_listed() -> None:
    asked = (
        "hostages terrorist-bombings terrorism-financing nuclear-terrorism slavery53-protocol cets173 cets185"
    )
    assert set(asked.split()) <= instrument_ids()


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
            assert instrument.adopted < instrument.in_force, instrument.id


def test_the_paris_principles_are_an_instrument_with_provisions() -> None:
    provisions = {provision.id: provision for provision in load_provisions()}
    assert len(provisions) == 37
    assert [provision for provision in provisions if "." not in provision] == ["A", "B", "C", "D"]
    assert provisions["B.2"].key == "paris-principles/B.2"
    assert all(provision.id[0] == provision.section[0] for provision in provisions.values())
    for provision in provisions:
        assert "." not in provision or provision.rpartition(".")[0] in provisions


def test_human_rights_treaties_have_official_titles_in_other_languages() -> None:
    titles = {instrument.id: dict(instrument.names) for instrument in load_instruments()}
    assert titles["crpd"]["fr"] == "Convention relative aux droits des personnes handicapées"
    assert all("zh" in titles[i.id] for i in load_instruments() if i.type in ("core", "optional_protocol"))
    assert {language for names in titles.values() for language in names} == {"fr", "es", "ru", "ar", "zh"}
    assert {row["instrument"] for row in reference_data.rows("instrument_names.csv")} <= set(titles)


def test_the_universal_declaration_has_its_title_in_all_six_languages() -> None:
    titles = {instrument.id: dict(instrument.names) for instrument in load_instruments()}
    assert set(titles["udhr"]) == {"fr", "es", "ru", "ar", "zh"}
    assert titles["udhr"]["es"] == "Declaración Universal de Derechos Humanos"


@pytest.mark.parametrize("table", ["instrument_names.csv", "regional_group_names.csv"])
def test_a_thing_has_one_name_in_a_language(table: str) -> None:
    keys = Counter(tuple(row.values())[:2] for row in reference_data.rows(table))
    assert [key for key, count in keys.items() if count > 1] == []


def test_general_observations_read_provisions_that_exist() -> None:
    observations = {observation.number: observation for observation in load_general_observations()}
    provisions = {provision.id for provision in load_provisions()}
    assert len(observations) == 13
    assert observations["1.10"].provisions == ("B.2",)
    assert all(set(observation.provisions) <= provisions for observation in observations.values())


def test_norms_of_themes_and_the_themes_exist() -> None:
    pairs = load_theme_norms()
    assert len({(pair.theme, pair.norm) for pair in pairs}) == len(pairs)
    assert {pair.norm for pair in pairs} <= instrument_ids()
    vocabulary = "".join(
        file.read_text(encoding="utf-8") for file in turtle_files() if file.name == "theme.ttl"
    )
    assert {pair.theme for pair in pairs} <= set(re.findall(r"^theme:([a-z-]+)", vocabulary, re.MULTILINE))


def test_members_of_organisations_are_states_and_say_as_of_when() -> None:
    organisations = {organisation.key: organisation.upr_info_label for organisation in load_organisations()}
    assert organisations["oic"] == "OIC" and len(organisations) == 12
    codes = {state.iso3 for state in states.load_states()}
    for member in load_members():
        assert member.organisation in organisations and member.state in codes and member.as_of == "2014"
    assert {m.organisation for m in load_members() if m.state == "KAZ"} == {"cis", "oic"}


def test_accreditation_covers_every_state_and_only_known_letters() -> None:
    table = list(reference_data.rows("nhri_accreditation_by_year.csv"))
    assert {row["iso3"] for row in table} == {state.iso3 for state in states.load_states()}
    letters = Counter(cell for row in table for name, cell in row.items() if name.isdigit())
    assert letters == {"A": 1041, "B": 359, "D": 1330}


def test_a_period_of_accreditation_is_what_the_table_shows_and_no_more() -> None:
    row = {"iso3": "XXA", "2000": "A", "2005": "A", "2006": "A", "2007": "D", "2008": "B", "2009": "B"}
    assert list(periods(row)) == [
        AccreditationPeriod("XXA", "A", 2000, 2000, reaches_end=False),
        AccreditationPeriod("XXA", "A", 2005, 2006, reaches_end=False),
        AccreditationPeriod("XXA", "B", 2008, 2009, reaches_end=True),
    ]


def test_every_letter_of_the_accreditation_table_is_in_one_period() -> None:
    years = sum(period.last - period.first + 1 for period in load_accreditation_periods())
    assert years == 1041 + 359
    keys = [period.key for period in load_accreditation_periods()]
    assert len(keys) == len(set(keys))
    assert "KAZ/2015-B" in keys


def test_there_are_17_goals_and_169_targets() -> None:
    goals = {goal.number: goal.label for goal in load_goals()}
    assert list(goals) == [str(number) for number in range(1, 18)]
    assert goals["5"] == "Gender equality"
    assert all(
        dict(goal.names).keys() == {"fr", "es"} and all(dict(goal.names).values()) for goal in load_goals()
    )
    assert len(load_targets()) == 169
    assert all(target.number.split(".")[0] == target.goal for target in load_targets())


def test_the_reference_graph_says_what_the_tables_say() -> None:
    quads = set(reference_quads(REFERENCE))

    def said(subject: str, predicate: str, value: str | Literal) -> bool:
        return (
            Quad(node(subject), node(predicate), node(value) if isinstance(value, str) else value, REFERENCE)
            in quads
        )

    period = iris.thing("accreditation/KAZ/2015-B")
    assert said(
        iris.thing("general-observation/1.10"), upr.interprets, iris.instrument("paris-principles/B.2")
    )
    assert said(iris.concept("theme", "torture-prevention"), upr.relatedNorm, iris.instrument("opcat"))
    assert said(iris.membership("KAZ", "oic"), org.organization, iris.organisation("oic"))
    assert said(iris.instrument("crpd"), skos.prefLabel, Literal("残疾人权利公约", language="zh"))
    assert said(iris.sdg("16.3"), skos.prefLabel, Literal("Target 16.3", language="en"))
    assert said(period, upr.accreditationIn, iris.state("KAZ"))
    assert said(period, upr.validFrom, Literal("2015", datatype=node(xsd.gYear)))
    assert said(period, upr.asOf, Literal("2025", datatype=node(xsd.gYear)))
    assert not any(q.subject == node(period) and q.predicate == node(upr.validTo) for q in quads)


def test_ids_cover_instruments_and_provisions() -> None:
    ids = instrument_ids()
    assert {"op-crpd", "iccpr-op2", "op-crc-ic", "paris-principles", "paris-principles/B.2"} <= ids
    assert "B.2" not in ids
    assert len(ids) == len(load_instruments()) + len(load_provisions())


def test_no_fact_from_memory_is_shipped() -> None:
    facts: list[Instrument | Provision | GeneralObservation] = [
        *load_instruments(),
        *load_provisions(),
        *load_general_observations(),
    ]
    for fact in facts:
        assert fact.source, fact
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


@pytest.mark.parametrize(
    "name",
    [
        *(
            "states",
            "state_spellings",
            "not_states",
            "regional_groups",
            "sessions",
            "organisations",
            "organisation_members",
        ),
        *("nhri_accreditation_by_year", "sdg", "norm_phrases", "theme_norms"),
    ],
)
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
