"""Each named query on the shipped Kazakhstan graph: the rows that outside tools rely on."""

from collections.abc import Callable

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from ontology.prefixes import BASE
from sparql.catalogue import bind, catalogue
from sparql.lexer import query_form

Row = dict[str, str]
Ask = Callable[..., list[Row]]


@pytest.fixture(scope="session")
def ask(kazakhstan: Store) -> Ask:
    def run(name: str, **parameters: str) -> list[Row]:
        found = kazakhstan.query(bind(catalogue()[name], parameters))
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{n: s[n].value for n in names if isinstance(s[n], Literal | NamedNode)} for s in found]

    return run


def test_reviews_overview_counts_each_cycle_that_is_loaded(ask: Ask) -> None:
    rows = ask("reviews-overview", state="KAZ")
    counts = {r["cycle"]: (r["received"], r["supported"], r["noted"], r["pending"]) for r in rows[:2]}
    assert counts == {"1": ("128", "121", "7", "0"), "2": ("194", "144", "50", "0")}


def test_reviews_overview_leaves_counts_unbound_where_the_list_is_not_loaded(ask: Ask) -> None:
    rows = ask("reviews-overview", state="KAZ")
    assert [r["cycle"] for r in rows] == ["1", "2", "3", "4"]
    assert not any("received" in r or "supported" in r for r in rows[2:])


def test_declared_and_counted_has_the_four_cycles(ask: Ask) -> None:
    columns = ("declaredTotal", "declaredSupported", "declaredNoted", "countedTotal", "countedSupported")
    rows = {r["cycle"]: tuple(r.get(c) for c in columns) for r in ask("declared-and-counted", state="KAZ")}
    assert rows == {
        "1": ("128", "121", "7", "128", "121"),
        "2": ("194", "144", "50", "194", "144"),
        "3": ("245", "214", "31", None, None),
        "4": ("294", "259", None, None, None),
    }


def test_noted_then_acted_has_the_protocols_on_disability_and_on_the_death_penalty(ask: Ask) -> None:
    rows = {(r["number"], r["date"]) for r in ask("noted-then-acted", state="KAZ")}
    assert {("126.8", "2023-06-07"), ("126.5", "2022-03-24")} <= rows
    assert all(r["positionLabel"] == "noted" for r in ask("noted-then-acted", state="KAZ"))


def test_noted_then_acted_of_one_review(ask: Ask) -> None:
    assert {r["reviewLabel"] for r in ask("noted-then-acted", review="KAZ-C2")} == {
        "Review of Kazakhstan, cycle 2"
    }


def test_position_changes_has_126_27_from_noted_to_supported(ask: Ask) -> None:
    rows = ask("position-changes", review="KAZ-2")
    assert [(r["number"], r["beforeLabel"], r["afterLabel"], r["documentLabel"]) for r in rows] == [
        ("126.27", "noted", "supported", "A/HRC/28/2")
    ]


def test_treaty_acts_shows_the_four_steps_of_one_protocol_each_with_its_source(ask: Ask) -> None:
    rows = ask("treaty-acts", state="KAZ", instrument="iccpr-op2")
    assert [(r["act"], r["date"]) for r in rows] == [
        ("signature", "2020-09-23"),
        ("law", "2021-01-02"),
        ("deposit", "2022-03-24"),
        ("entry into force", "2022-06-24"),
    ]
    assert all(r["source"].startswith("http") for r in rows)


def test_treaty_acts_claims_no_deposit_where_none_was_found(ask: Ask) -> None:
    acts = [r["act"] for r in ask("treaty-acts", state="KAZ", instrument="op-crpd")]
    assert acts == ["signature", "law"]


def test_laws_from_recommendations_shows_the_law_that_was_repealed(ask: Ask) -> None:
    rows = ask("laws-from-recommendations", state="KAZ", law="KAZ/2022-11-05-154-VII")
    assert {(r["relation"], r["older"]) for r in rows} == {("repeals", BASE + "id/law/KAZ/2021-12-29-90-VII")}
    assert "125.11" in {r["number"] for r in rows}


def test_who_says_so_names_the_graph_of_each_statement(ask: Ask) -> None:
    rows = ask("who-says-so", resource="recommendation/KAZ-2-126.27")
    graphs = {r["graph"].removeprefix(BASE + "graph/") for r in rows}
    assert graphs >= {"curated/kazakhstan/recommendations", "derived", "inferred"}


def test_who_says_so_names_the_rule_of_what_is_inferred(ask: Ask) -> None:
    rows = ask("who-says-so", resource="recommendation/KAZ-2-126.27")
    by_rule = {r["property"].rpartition("#")[2]: r["ruleLabel"] for r in rows if "ruleLabel" in r}
    assert by_rule["addressedTo"] == "addressed to"
    assert by_rule["currentPosition"] == "current position"
    assert all("ruleLabel" in r for r in rows if r["graph"].endswith(("/derived", "/inferred")))


def test_recommendation_trail_goes_from_the_recommending_state_to_the_law(ask: Ask) -> None:
    rows = ask("recommendation-trail", recommendation="KAZ-2-126.8")
    steps = [r["step"] for r in rows]
    assert steps == sorted(steps)
    assert {"1 made by", "2 refers to", "3 position", "4 linked", "5 result"} <= set(steps)
    assert all(r["graphLabel"] for r in rows)


SELECTS = [name for name, query in catalogue().items() if query_form(query.text) == "SELECT"]


@pytest.mark.parametrize("name", SELECTS)
def test_an_iri_that_is_shown_has_its_text_beside_it(name: str, ask: Ask) -> None:
    required = {
        "date": "2024-01-01",
        "recommendation": "KAZ-2-126.8",
        "resource": "recommendation/KAZ-2-126.27",
        "review": "KAZ-2",
        "state": "KAZ",
        "theme": "torture",
    }
    parameters = {p.name: required[p.name] for p in catalogue()[name].parameters if p.required}
    columns = catalogue()[name].columns
    bare = {
        c
        for r in ask(name, **parameters)
        for c, v in r.items()
        if v.startswith(BASE) and f"{c}Label" not in r
    }
    assert {c for c in bare if f"{c}Label" not in columns} == set()
