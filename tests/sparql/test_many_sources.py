"""Each named query on facts that one source tells, and on the same facts told by several.

`many_sources/report.trig` is a report and what a State did; `others.trig` has the same facts from a thematic
list, an index and a database; `further.trig` has what only these know. What several sources say of one
recommendation must neither double a row nor a count: where the answer differs, it is listed here with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, QueryTriples, RdfFormat, Store, parse

from graph_loader import shipped
from graph_loader.derive import derive, infer
from graph_loader.provenance import meta_quads
from ontology.prefixes import BASE
from ontology.terms import upr
from sparql.catalogue import bind, catalogue

FOLDER = Path(__file__).parent / "many_sources"
Rows = Counter[tuple[str, ...]]
Change = Callable[[Iterable[Quad]], Iterable[Quad]]


@dataclass(frozen=True)
class Difference:
    """Rows that come and go, reduced to some columns; of a CONSTRUCT, those that come need not be listed."""

    reason: str
    columns: tuple[str, ...]
    added: tuple[tuple[str, ...], ...] = ()
    removed: tuple[tuple[str, ...], ...] = ()


OTHERS: Mapping[str, Difference] = {
    "claimed-before-law": Difference(
        "two sources link the law, each with its reason",
        ("number", "basis"),
        (("1.11", "Parliament says so | The law says so"),),
        (("1.11", "The law says so"),),
    ),
    "measures-for-paris-principles": Difference(
        "two sources link the law, each with its reason",
        ("number", "basis"),
        (("1.11", "Parliament says so | The law says so"),),
        (("1.11", "The law says so"),),
    ),
    "noted-then-acted": Difference(
        "two sources link the law, each with its reason",
        ("number", "basis"),
        (("1.11", "Parliament says so | The law says so"),),
        (("1.11", "The law says so"),),
    ),
    "recommendation-trail": Difference(
        "it tells who says so, source by source",
        ("step", "thingLabel", "detail", "graph"),
        (
            ("1 made by", "Belluria", "", "graph/database"),
            ("1 made by", "Belluria", "", "graph/list"),
            ("1 made by", "Cantonia", "", "graph/database"),
            ("1 made by", "Cantonia", "", "graph/list"),
            ("2 entry", "Guard the guards at last.", "same wording", "graph/entries"),
            ("2 group", "persons deprived of their liberty", "", "graph/list"),
            (
                "2 theme",
                "Prohibition of torture & cruel, inhuman or degrading treatment",
                "",
                "graph/list",
            ),
            ("2 theme", "Torture and other CID treatment", "", "graph/database"),
            ("3 position", "Database", "supported", "graph/database"),
            ("3 position", "Thematic list", "supported", "graph/list"),
        ),
    ),
    "reviews-overview": Difference(
        "it names the documents that state positions",
        ("cycle", "received", "supported", "noted", "sources"),
        (("2", "4", "3", "1", "Addendum | Database | Report | Thematic list"),),
        (("2", "4", "3", "1", "Addendum | Report"),),
    ),
    "support-by-action-category": Difference(
        "two sources put one recommendation in two categories, and it counts in both",
        ("cycle", "actionLabel", "received"),
        (("2", "considering action", "1"),),
    ),
    "undescribed-graphs": Difference(
        "it lists graphs",
        ("graph",),
        (
            ("graph/database",),
            ("graph/entries",),
            ("graph/index",),
            ("graph/list",),
            ("graph/more-acts",),
        ),
    ),
}
"""What the same facts from other sources change."""

KINDS = (("index-1", "recommendation of another mechanism"), ("ZZA-2-pledge-1", "pledge"))
PLEDGE = ("id/recommendation/ZZA-2-pledge-1",)
MECHANISM = ("id/recommendation/index-1",)
WITHOUT_NUMBER = ("id/recommendation/ZZA-2-base-2",)
BOTH = tuple((f"id/recommendation/{key}", kind) for key, kind in KINDS)

FURTHER: Mapping[str, Difference] = {
    "alternative-reports": Difference(
        "the report rates the pledge and the other recommendation too",
        ("recommendation",),
        (PLEDGE, MECHANISM),
    ),
    "changes-since": Difference(
        "the observations of a treaty body are a document of that time",
        ("on", "kind", "thingLabel", "concernedLabel"),
        (("2014-07-07", "document", "Observations", "Ardania"),),
    ),
    "claimed-before-law": Difference(
        "the claim and the law are about the pledge and the other recommendation too",
        ("recommendation", "kind"),
        BOTH,
    ),
    "contested-assessments": Difference(
        "both are rated by the State and by others", ("about",), (PLEDGE, MECHANISM)
    ),
    "declared-and-counted": Difference(
        "one recommendation more is counted, and neither the pledge nor that of another mechanism",
        ("cycle", "declaredTotal", "countedTotal", "countedSupported", "countedNoted"),
        (("2", "4", "5", "4", "1"),),
        (("2", "4", "4", "3", "1"),),
    ),
    "implementation-claims": Difference(
        "the claim names the pledge and the other recommendation",
        ("recommendation", "recommendedIn"),
        ((*PLEDGE, ""), (*MECHANISM, "")),
    ),
    "laws-from-recommendations": Difference(
        "the law bears on the pledge and the other recommendation too", ("recommendation", "kind"), BOTH
    ),
    "measures-for-paris-principles": Difference(
        "the other recommendation refers to them", ("recommendation",), (MECHANISM,)
    ),
    "next-report-table": Difference(
        "one recommendation more, without a number",
        ("number", "recommendation", "positionLabel"),
        (("", *WITHOUT_NUMBER, "supported"),),
    ),
    "open-by-body": Difference(
        "one recommendation more is open, without a number to list",
        ("bodyLabel", "open", "supported", "noted", "numbers"),
        (("no body named by a source", "3", "3", "0", "1.10 | 1.12"),),
        (("no body named by a source", "2", "2", "0", "1.10 | 1.12"),),
    ),
    "platform-discussions": Difference(
        "one recommendation more was not discussed",
        ("kind", "thingLabel"),
        (("no meeting known", "Found a second ombudsman"),),
    ),
    "ratification-supported-still-open": Difference(
        "one recommendation more asks for the protocol, supported on an unknown day",
        ("instrument", "since", "recommendations", "numbers"),
        (("id/instrument/op-crpd", "2014-11-06", "2", "2-1.12"),),
        (("id/instrument/op-crpd", "2014-11-06", "1", "2-1.12"),),
    ),
    "recommendation-trail": Difference(
        "a part of it is known",
        ("step", "thingLabel", "detail"),
        (("2 part", "guard the guards twice", "asked by Cantonia"),),
    ),
    "recommendations-by-sdg-goal": Difference(
        "one recommendation more that no source relates to a goal",
        ("goalLabel", "recommendations"),
        (("no goal given by a source", "5"),),
        (("no goal given by a source", "4"),),
    ),
    "recommendations-on-theme": Difference(
        "one recommendation more, the pledge and the other recommendation have the theme",
        ("recommendation", "kind"),
        ((*WITHOUT_NUMBER, "recommendation"), *BOTH),
    ),
    "responsible-body-on-date": Difference(
        "the plan item is there for both", ("recommendation",), (PLEDGE, MECHANISM)
    ),
    "reviews-overview": Difference(
        "one recommendation more is counted, and neither the pledge nor that of another mechanism",
        ("cycle", "received", "supported", "noted"),
        (("2", "5", "4", "1"),),
        (("2", "4", "3", "1"),),
    ),
    "support-by-action-category": Difference(
        "one recommendation more that no source puts in a category",
        ("actionLabel", "received"),
        (("no category given by a source", "2"),),
        (("no category given by a source", "1"),),
    ),
    "supported-without-plan-or-measure": Difference(
        "one recommendation more, supported on an unknown day",
        ("recommendation", "supportedOn", "documentLabel"),
        ((*WITHOUT_NUMBER, "", "Database"),),
    ),
    "who-recommends-what": Difference(
        "one recommendation more on the theme",
        ("fromLabel", "themeLabel", "recommendations", "supported"),
        (("Belluria", "torture and other ill-treatment", "3", "3"),),
        (("Belluria", "torture and other ill-treatment", "2", "2"),),
    ),
}
"""What is known to other sources only: a recommendation without a number, a part of one, a pledge, one of a treaty body."""

NUMBERED: Mapping[str, tuple[str, ...]] = {
    "changes-since": ("thingLabel",),
    "open-by-body": ("numbers",),
    "overdue-plan-items": (),
    "platform-discussions": ("thingLabel",),
    "ratification-supported-still-open": ("numbers",),
    "undescribed-graphs": ("triples",),
}
"""Columns that hold numbers of recommendations, where they have another name or none."""

GROW = {"review-as-graph", "who-says-so"}
"""They give statements as they are: those of other sources are added to them."""

UNDATED: Mapping[str, Difference] = {
    "changes-since": Difference(
        "what has no day came on no day",
        ("kind", "thing"),
        removed=tuple(
            ("position", f"id/position/{key}")
            for key in (
                "ZZA-2-1.10-report",
                "ZZA-2-1.11-report",
                "ZZA-2-1.12-report",
                "ZZA-2-1.9-addendum",
            )
        ),
    ),
    "months-to-ratify": Difference("months need two days", ("number",), removed=(("1.10",),)),
    "noted-then-acted": Difference("later needs two days", ("number",), removed=(("1.11",),)),
    "recommendation-trail": Difference(
        "the day is what is missing",
        ("step", "thing", "date"),
        (("3 position", "id/position/ZZA-2-1.9-addendum", ""),),
        (("3 position", "id/position/ZZA-2-1.9-addendum", "2015-03-02"),),
    ),
}
"""What is lost where no source tells the day of an answer."""

PARAMETERS = {
    "date": "2014-01-01",
    "recommendation": "ZZA-2-1.9",
    "resource": "recommendation/ZZA-2-1.9",
    "review": "ZZA-2",
    "state": "ZZA",
    "theme": "torture",
}
OWN_PARAMETERS = {
    "overdue-plan-items": {"date": "2018-01-01"},
    "responsible-body-on-date": {"date": "2018-01-01"},
    "treaty-status-on-date": {"date": "2018-01-01"},
    "similar-recommendations-elsewhere": {"recommendation": "ZZA-2-1.12"},
}
NOT_ASKED = {"source-disagreements"}
"""It asks for what differs from source to source."""
EMPTY = {"dangling-links", "law-history", "undeclared-or-deprecated-terms"}
"""Nothing here dangles, no law changes another, and the ontology has all terms."""
QUERIES = sorted(set(catalogue()) - NOT_ASKED)


@pytest.fixture(scope="module")
def base() -> list[Quad]:
    """The ontology, the reference data and what describes them, in their graphs and in the union."""
    return [*_both([*shipped.base_quads(), *meta_quads(shipped.base_descriptions())])]


def _both(quads: Iterable[Quad]) -> Iterator[Quad]:
    for quad in quads:
        yield quad
        yield Quad(*quad.triple)


def _world(base: list[Quad], *names: str, change: Change = iter) -> Store:
    store = Store()
    store.bulk_extend(base)
    for name in names:
        quads = parse((FOLDER / f"{name}.trig").read_bytes(), RdfFormat.TRIG)
        store.bulk_extend(_both(change(quads)))
    for run in (derive, infer):
        store.bulk_load(b"".join(run(store)), RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="module")
def one_source(base: list[Quad]) -> Store:
    return _world(base, "report")


@pytest.fixture(scope="module")
def many_sources(base: list[Quad]) -> Store:
    return _world(base, "report", "others")


@pytest.fixture(scope="module")
def further_facts(base: list[Quad]) -> Store:
    return _world(base, "report", "others", "further")


@pytest.fixture(scope="module")
def without_numbers(base: list[Quad]) -> Store:
    return _world(base, "report", change=lambda quads: (q for q in quads if q.predicate.value != upr.number))


@pytest.fixture(scope="module")
def last_answers(base: list[Quad]) -> Store:
    return _world(base, "report", change=_last_answers)


@pytest.fixture(scope="module")
def without_days(base: list[Quad]) -> Store:
    return _world(base, "report", change=lambda quads: _last_answers(q for q in quads if not _is_day(q)))


@pytest.fixture(scope="module")
def answer_by_item(base: list[Quad]) -> Store:
    return _world(base, "report", "by-item")


def _last_answers(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Without the answer that the State changed: which of two counts is told by their days."""
    return (quad for quad in quads if not str(quad.subject).endswith("/ZZA-2-1.9-report>"))


def _is_day(quad: Quad) -> bool:
    return quad.predicate.value == upr.statedOn and "/position/" in str(quad.subject)


def _parameters(name: str) -> dict[str, str]:
    """A State, a day, and what the query requires."""
    given = PARAMETERS | OWN_PARAMETERS.get(name, {})
    parameters = catalogue()[name].parameters
    return {p.name: given[p.name] for p in parameters if p.required or p.name in {"date", "state"}}


def _ask(store: Store, name: str, parameters: dict[str, str]) -> list[dict[str, str]]:
    found = store.query(bind(catalogue()[name], parameters))
    if isinstance(found, QuerySolutions):
        names = [variable.value for variable in found.variables]
        return [{n: _shown(solution[n]) for n in names} for solution in found]
    assert isinstance(found, QueryTriples)
    parts = ("subject", "predicate", "object")
    return [dict(zip(parts, map(_shown, (t.subject, t.predicate, t.object)), strict=True)) for t in found]


def _shown(term: object) -> str:
    return term.value.removeprefix(BASE) if isinstance(term, NamedNode | Literal) else ""


def _reduced(
    rows: list[dict[str, str]], columns: Iterable[str] | None = None, without: Iterable[str] = ()
) -> Rows:
    chosen = columns if columns is not None else [c for c in (rows[0] if rows else ()) if c not in without]
    return Counter(tuple(row[column] for column in chosen) for row in rows)


def _assert_differs(
    before: list[dict[str, str]],
    after: list[dict[str, str]],
    difference: Difference | None,
    without: Iterable[str] = (),
) -> None:
    """The rows are the same but for the difference; without one, the same in all columns."""
    columns = difference.columns if difference else None
    old, new = _reduced(before, columns, without), _reduced(after, columns, without)
    assert new - old == Counter(difference.added if difference else ())
    assert old - new == Counter(difference.removed if difference else ())


@pytest.mark.parametrize("name", QUERIES)
def test_one_source_gives_rows_to_compare(name: str, one_source: Store) -> None:
    assert bool(_ask(one_source, name, _parameters(name))) == (name not in EMPTY)


@pytest.mark.parametrize("with_state", [True, False], ids=["one State", "all States"])
@pytest.mark.parametrize("name", QUERIES)
def test_the_same_facts_from_many_sources_give_the_same_rows(
    name: str, with_state: bool, one_source: Store, many_sources: Store
) -> None:
    parameters = _parameters(name)
    if not with_state and not any(p.name == "state" and p.required for p in catalogue()[name].parameters):
        parameters.pop("state", None)
    one, many = (_ask(store, name, parameters) for store in (one_source, many_sources))

    if name in GROW:
        assert not _reduced(one) - _reduced(many)
    else:
        _assert_differs(one, many, OTHERS.get(name))


@pytest.mark.parametrize("name", QUERIES)
def test_what_only_some_sources_know_adds_what_it_should(
    name: str, many_sources: Store, further_facts: Store
) -> None:
    before, after = (_ask(store, name, _parameters(name)) for store in (many_sources, further_facts))

    if name in GROW:
        assert not _reduced(before) - _reduced(after)
    else:
        _assert_differs(before, after, FURTHER.get(name), ("triples",))


@pytest.mark.parametrize("name", QUERIES)
def test_no_row_is_given_twice(name: str, further_facts: Store) -> None:
    rows = _reduced(_ask(further_facts, name, _parameters(name)))
    assert [row for row, times in rows.items() if times > 1] == []


@pytest.mark.parametrize("name", sorted(set(QUERIES) - GROW))
def test_recommendations_without_a_number_appear_as_with_one(
    name: str, one_source: Store, without_numbers: Store
) -> None:
    before, after = (_ask(store, name, _parameters(name)) for store in (one_source, without_numbers))
    _assert_differs(before, after, None, NUMBERED.get(name, ("number", "earlierNumber")))


@pytest.mark.parametrize("name", sorted(set(QUERIES) - GROW))
def test_answers_without_a_day_count_where_no_order_is_to_be_proven(
    name: str, last_answers: Store, without_days: Store
) -> None:
    before, after = (_ask(store, name, _parameters(name)) for store in (last_answers, without_days))
    _assert_differs(before, after, UNDATED.get(name), ("since", "supportedOn", "triples"))


def test_the_trail_gives_the_reason_in_the_words_of_the_state(many_sources: Store) -> None:
    rows = _ask(many_sources, "recommendation-trail", {"recommendation": "ZZA-2-1.9"})
    reasons = {row["thing"]: row["reason"] for row in rows if row["reason"]}
    assert reasons == {"id/position/ZZA-2-1.9-addendum": "The guards ask for it."}


def test_a_review_as_a_graph_has_the_reasons_of_the_state(many_sources: Store) -> None:
    rows = _ask(many_sources, "review-as-graph", {"review": "ZZA-2"})
    assert "The guards ask for it." in {row["object"] for row in rows}


def test_an_answer_by_item_is_a_step_of_the_trail_and_dated(answer_by_item: Store) -> None:
    trail = _ask(answer_by_item, "recommendation-trail", {"recommendation": "ZZA-2-1.12"})
    assert ("3 position", "noted", "graph/by-item") in {(r["step"], r["detail"], r["graph"]) for r in trail}
    changes = _ask(answer_by_item, "changes-since", {"date": "2015-01-01", "state": "ZZA"})
    assert ("position", "1.12: noted") in {(row["kind"], row["thingLabel"]) for row in changes}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("claimed-before-law", ["pledge", "recommendation"]),
        ("recommendations-on-theme", ["pledge", "recommendation", "recommendation"]),
    ],
)
def test_what_other_mechanisms_recommend_is_in_no_review(
    name: str, kept: list[str], further_facts: Store
) -> None:
    rows = _ask(further_facts, name, _parameters(name) | {"review": "ZZA-2"})
    assert sorted(row["kind"] for row in rows) == kept
