from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph_loader.mapping import reading_quads
from graph_loader.mapping_reference import reference_quads
from graph_loader.records import (
    AccreditationRecord,
    BodyRecord,
    DocumentRecord,
    LawRecord,
    LinkRecord,
    PartRecord,
    PlanRecord,
    PositionRecord,
    RecommendationRecord,
    ReviewRecord,
    SourceReading,
    TallyRecord,
    TreatyActRecord,
    cycle_of_session,
    sort_key,
)
from ontology.prefixes import BASE, PREFIXES

UPR = PREFIXES["upr"]
EMPTY = SourceReading(format="table", reader="table 1", key="table/FRA/test")


def statements(reading: SourceReading, path: str) -> set[tuple[str, str]]:
    """(predicate, object) of one thing, both shortened."""
    subject = NamedNode(BASE + path)
    return {(short(q.predicate), short(q.object)) for q in reading_quads(reading) if q.subject == subject}


def short(term: object) -> str:
    if isinstance(term, Literal):
        tag = term.language or term.datatype.value.rsplit("#")[-1]
        return f"{term.value}@{tag}"
    text = term.value if isinstance(term, NamedNode) else str(term)
    return text.removeprefix(UPR).removeprefix(BASE)


def test_a_recommendation_says_where_it_was_read() -> None:
    record = RecommendationRecord(
        "FRA-2", "126.9", ("KAZ", "DEU"), summary="Plant trees", refers_to=("crpd",), place="row=12"
    )
    assert statements(replace(EMPTY, recommendations=(record,)), "id/recommendation/FRA-2-126.9") == {
        (PREFIXES["rdf"] + "type", "HumanRightsRecommendation"),
        (PREFIXES["rdf"] + "type", "Recommendation"),
        ("number", "126.9@string"),
        ("sortKey", "00126.00009@string"),
        ("inReview", "id/review/FRA-2"),
        ("madeBy", "id/state/KAZ"),
        ("madeBy", "id/state/DEU"),
        ("summary", "Plant trees@en"),
        ("refersTo", "id/instrument/crpd"),
        ("foundAt", "graph/table/FRA/test#row=12"),
    }


def test_two_recommendations_under_one_number_are_two_things() -> None:
    records = tuple(
        RecommendationRecord("FRA-2", "126.3", ("KAZ",), text=t, suffix=s)
        for t, s in (("A", "a"), ("B", "b"))
    )
    quads = list(reading_quads(replace(EMPTY, recommendations=records)))
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    assert subjects == {BASE + "id/recommendation/FRA-2-126.3-a", BASE + "id/recommendation/FRA-2-126.3-b"}


def test_a_position_is_named_by_recommendation_and_document() -> None:
    record = PositionRecord("FRA-2-1.1", "noted", "A/HRC/99/9", "2014-11-04", "126", "in part")
    assert statements(replace(EMPTY, positions=(record,)), "id/position/FRA-2-1.1/A-HRC-99-9") >= {
        ("positionOn", "id/recommendation/FRA-2-1.1"),
        ("positionStatus", "vocab/position/noted"),
        ("statedIn", "id/document/A/HRC/99/9"),
        ("statedOn", "2014-11-04@date"),
        ("paragraph", "126@string"),
        ("qualification", "in part@en"),
    }


@pytest.mark.parametrize(
    ("date", "kind"), [("2009", "gYear"), ("2009-05", "gYearMonth"), ("2009-05-04", "date")]
)
def test_a_date_is_as_exact_as_its_source(date: str, kind: str) -> None:
    record = LawRecord("FRA", "some-law", "law", "Some law", date=date)
    assert ("date", f"{date}@{kind}") in statements(
        replace(EMPTY, laws=(record,)), "id/measure/FRA/adoption-some-law"
    )


def test_a_law_of_ratification_is_no_treaty_action() -> None:
    record = LawRecord("FRA", "2001-01-01-1", "law", "Approval", "2001-01-01", concerns_treaty="crpd")
    found = statements(replace(EMPTY, laws=(record,)), "id/measure/FRA/adoption-2001-01-01-1")
    kinds = {o for p, o in found if p.endswith("#type")}
    assert kinds == {"Measure", "LegislativeMeasure", "LawAdoption"}
    assert ("concernsTreaty", "id/instrument/crpd") in found


@pytest.mark.parametrize(
    ("act", "path", "kind"),
    [
        ("signature", "id/measure/FRA/crpd-signature-2007-03-30", "Signature"),
        ("accession", "id/measure/FRA/crpd-accession-2007-03-30", "ConsentToBeBound"),
        ("deposit", "id/measure/FRA/crpd-deposit-2007-03-30", "ConsentToBeBound"),
        ("entry-into-force", "id/effect/FRA/crpd-entry-into-force-2007-03-30", "EntryIntoForce"),
        ("not-party", "id/statement/FRA/crpd-not-party-2007-03-30", "NonPartyStatement"),
    ],
)
def test_each_treaty_act_has_its_class(act: str, path: str, kind: str) -> None:
    record = TreatyActRecord("FRA", "crpd", act, "2007-03-30")
    found = statements(replace(EMPTY, treaty_acts=(record,)), path)
    assert (PREFIXES["rdf"] + "type", kind) in found
    assert ("concernsTreaty", "id/instrument/crpd") in found


def test_a_link_that_addresses_has_a_node_and_a_direct_statement() -> None:
    record = LinkRecord("FRA-2-1.1", "addresses", "measure/FRA/x", "same matter", standing="partly")
    reading = replace(EMPTY, links=(record,))
    assert statements(reading, "id/measure/FRA/x") == {("addresses", "id/recommendation/FRA-2-1.1")}
    assert ("standing", "vocab/standing/partly") in statements(reading, "id/link/FRA-2-1.1/measure-FRA-x")


def test_a_link_to_a_body_claims_no_measure() -> None:
    record = LinkRecord("FRA-2-1.1", "resulted-in-body", "body/FRA/x", "asks for the body")
    assert statements(replace(EMPTY, links=(record,)), "id/body/FRA/x") == set()


def test_the_whole_reading_stands_in_one_graph_without_blank_nodes() -> None:
    reading = replace(
        EMPTY,
        document=DocumentRecord("A/HRC/99/9", "working-group-report", symbol="A/HRC/99/9"),
        reviews=(ReviewRecord("FRA", 2, 20, troika=("KAZ",), list_complete=True),),
        tallies=(TallyRecord("FRA-2", "A/HRC/99/9", 2, 1, 1),),
        bodies=(BodyRecord("FRA", "ministry", "government-body", "Ministry"),),
        accreditations=(AccreditationRecord("FRA", "nhri", "A", "2001"),),
        plans=(PlanRecord("FRA", "plan", "Plan", plan_for="FRA-2"),),
    )
    quads = list(reading_quads(reading))
    assert {q.graph_name for q in quads} == {NamedNode(BASE + "graph/table/FRA/test")}
    assert all(isinstance(t, NamedNode | Literal) for q in quads for t in (q.subject, q.object))
    assert all(isinstance(q, Quad) for q in quads)


def test_numbers_sort_as_people_count() -> None:
    assert sorted(["126.10", "126.9", "95.1", "126.9a"], key=sort_key) == [
        "95.1",
        "126.9",
        "126.9a",
        "126.10",
    ]


@pytest.mark.parametrize(("session", "cycle"), [(1, 1), (12, 1), (13, 2), (26, 2), (27, 3), (40, 3), (41, 4)])
def test_a_session_is_in_its_cycle(session: int, cycle: int) -> None:
    assert cycle_of_session(session) == cycle


def test_a_membership_of_a_state_says_that_its_list_is_old_and_incomplete() -> None:
    subject = NamedNode(BASE + "id/membership/KAZ/oic")
    graph = NamedNode(BASE + "graph/reference")
    found = {(short(q.predicate), short(q.object)) for q in reference_quads(graph) if q.subject == subject}
    assert ("standing", "vocab/standing/partly") in found
    assert any(p == "sourceNote" and o.startswith("List of 2014, incomplete") for p, o in found)


def test_a_number_that_joins_two_wordings_is_one_recommendation_of_two_parts() -> None:
    parts = (PartRecord("Paint it", ("FJI",)), PartRecord("Sell it", ("ISL",)))
    joined = RecommendationRecord("SMR-9", "4.1", ("FJI", "ISL"), "Paint it (Fiji); sell it", parts=parts)
    reading = SourceReading("table", "test 1", "test", recommendations=(joined,))
    assert (reading.found["recommendations"], reading.found["texts"], reading.found["textPairs"]) == (1, 2, 2)
    asked = {
        (str(quad.subject), str(quad.object))
        for quad in reading_quads(reading)
        if quad.predicate.value == f"{PREFIXES['upr']}askedBy"
    }
    part = f"<{BASE}id/recommendation-part/SMR-9-4.1"
    assert asked == {
        (f"{part}/1>", f"<{BASE}id/state/FJI>"),
        (f"{part}/2>", f"<{BASE}id/state/ISL>"),
    }
