"""The rules of ontology/rules on small made-up reviews."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, parse

from graph_loader.derive import derive
from graph_loader.mapping import reading_quads
from graph_loader.records import (
    ItemPositionRecord,
    PositionRecord,
    RecommendationRecord,
    ReviewRecord,
    SourceReading,
    Status,
    TallyRecord,
    TreatyActRecord,
)
from graph_loader.snapshot import load, n_quads
from ontology.prefixes import BASE, PREFIXES

UPR = PREFIXES["upr"]
REPORT, COUNCIL = "A/HRC/90/1", "A/HRC/91/2"
REVIEW = ReviewRecord("FRA", 1, review_date="2010-02-12", adoption_date="2010-06-09", list_complete=True)
EMPTY = SourceReading(format="table", reader="test 1", key="test")


def derived(reading: SourceReading, predicate: str) -> set[tuple[str, str]]:
    """(subject, object) of a derived statement, both as paths below the base."""
    store = Store()
    load(store, sorted(n_quads(reading_quads(reading)).splitlines(keepends=True)))
    quads = list(parse(b"".join(derive(store)), RdfFormat.N_QUADS))
    return {(path(q.subject), path(q.object)) for q in quads if q.predicate == NamedNode(UPR + predicate)}


def path(term: object) -> str:
    assert isinstance(term, NamedNode)
    return term.value.removeprefix(BASE)


def recommendations(count: int) -> tuple[RecommendationRecord, ...]:
    return tuple(
        RecommendationRecord("FRA-1", f"97.{n}", ("KAZ",), summary="Do it") for n in range(1, count + 1)
    )


def positions(document: str, day: str, answers: Iterable[tuple[int, Status]]) -> tuple[PositionRecord, ...]:
    return tuple(PositionRecord(f"FRA-1-97.{n}", answer, document, day) for n, answer in answers)


def adopted(
    answers: Sequence[Status], later: Sequence[tuple[int, Status]], tally: TallyRecord
) -> SourceReading:
    first = positions(REPORT, "2010-02-16", list(enumerate(answers, 1)))
    return replace(
        EMPTY,
        reviews=(REVIEW,),
        recommendations=recommendations(len(answers)),
        positions=(*first, *positions(COUNCIL, "2010-06-09", later)),
        tallies=(tally,),
    )


def tally(supported: int | None, noted: int | None) -> TallyRecord:
    return TallyRecord("FRA-1", COUNCIL, None, supported, noted, as_of="2010-06-09")


def test_the_latest_position_is_the_current_one() -> None:
    reading = adopted(["noted", "supported"], [(1, "supported")], tally(2, 0))
    assert derived(reading, "currentPosition") == {
        ("id/recommendation/FRA-1-97.1", "id/position/FRA-1-97.1/A-HRC-91-2"),
        ("id/recommendation/FRA-1-97.2", "id/position/FRA-1-97.2/A-HRC-90-1"),
    }


def test_a_later_position_supersedes_the_earlier_one_only() -> None:
    reading = adopted(["noted", "supported"], [(1, "supported")], tally(2, 0))
    assert derived(reading, "supersedes") == {
        ("id/position/FRA-1-97.1/A-HRC-91-2", "id/position/FRA-1-97.1/A-HRC-90-1")
    }


def test_a_position_without_a_date_is_current_where_it_is_the_only_one() -> None:
    record = PositionRecord("FRA-1-97.1", "noted", REPORT)
    reading = replace(EMPTY, recommendations=recommendations(1), positions=(record,))
    assert derived(reading, "currentPosition") == {
        ("id/recommendation/FRA-1-97.1", "id/position/FRA-1-97.1/A-HRC-90-1")
    }


def test_pending_ones_are_supported_when_the_declared_count_leaves_no_other_way() -> None:
    reading = adopted(["supported", "pending", "pending", "pending"], [(2, "noted")], tally(3, 1))
    assert derived(reading, "positionStatus") == {
        ("id/position/FRA-1-97.3/derived", "vocab/position/supported"),
        ("id/position/FRA-1-97.4/derived", "vocab/position/supported"),
    }
    assert ("id/recommendation/FRA-1-97.3", "id/position/FRA-1-97.3/derived") in derived(
        reading, "currentPosition"
    )


def test_pending_ones_are_noted_when_the_declared_count_of_noted_ones_says_so() -> None:
    reading = adopted(["supported", "pending"], [], tally(1, 1))
    assert derived(reading, "positionStatus") == {("id/position/FRA-1-97.2/derived", "vocab/position/noted")}


def test_pending_ones_stay_pending_when_counts_leave_it_open() -> None:
    reading = adopted(["supported", "pending", "pending"], [], tally(2, 1))
    assert derived(reading, "positionStatus") == set()


def test_pending_ones_stay_pending_without_a_complete_list() -> None:
    reading = adopted(["supported", "pending"], [], tally(1, 1))
    assert (
        derived(replace(reading, reviews=(replace(REVIEW, list_complete=False),)), "positionStatus") == set()
    )


def test_a_statement_in_two_graphs_is_counted_once() -> None:
    reading = adopted(["supported", "pending"], [], tally(1, 1))
    store = Store()
    texts = (n_quads(reading_quads(replace(reading, key=key))) for key in ("one", "two"))
    load(store, sorted(line for text in texts for line in text.splitlines(keepends=True)))
    derive(store)
    noted = NamedNode(BASE + "vocab/position/noted")
    found = store.quads_for_pattern(None, NamedNode(UPR + "positionStatus"), noted, DefaultGraph())
    assert [path(q.subject) for q in found] == ["id/position/FRA-1-97.2/derived"]


def test_entry_into_force_is_the_effect_of_the_consent_before_it() -> None:
    acts = (
        TreatyActRecord("FRA", "crpd", "signature", "2007-03-30"),
        TreatyActRecord("FRA", "crpd", "ratification", "2010-02-18"),
        TreatyActRecord("FRA", "crpd", "entry-into-force", "2010-03-20"),
    )
    reading = replace(EMPTY, treaty_acts=acts)
    assert derived(reading, "effectOf") == {
        ("id/effect/FRA/crpd-entry-into-force-2010-03-20", "id/measure/FRA/crpd-ratification-2010-02-18")
    }


def test_an_entry_into_force_is_the_effect_of_no_consent_where_two_may_have_come_before_it() -> None:
    acts = (
        TreatyActRecord("FRA", "crpd", "accession", "1994-06-02"),
        TreatyActRecord("FRA", "crpd", "ratification", "1994"),
        TreatyActRecord("FRA", "crpd", "entry-into-force", "1994-07-02"),
    )
    assert derived(replace(EMPTY, treaty_acts=acts), "effectOf") == set()


ITEM = ItemPositionRecord("FRA-1", "2", "noted", "A/HRC/90/1/Add.1", "2010-05-01")


def test_an_answer_by_item_is_on_the_only_recommendation_with_that_item() -> None:
    reading = replace(EMPTY, reviews=(REVIEW,), recommendations=recommendations(3), item_positions=(ITEM,))
    answer = "id/position/FRA-1-item-2/A-HRC-90-1-Add.1"
    assert derived(reading, "positionOn") == {(answer, "id/recommendation/FRA-1-97.2")}
    assert derived(reading, "currentPosition") == {("id/recommendation/FRA-1-97.2", answer)}


def test_an_answer_by_item_that_two_paragraphs_have_stays_open() -> None:
    other = RecommendationRecord("FRA-1", "98.2", ("KAZ",), summary="Do more")
    reading = replace(
        EMPTY, reviews=(REVIEW,), recommendations=(*recommendations(3), other), item_positions=(ITEM,)
    )
    assert derived(reading, "positionOn") == set()


def current(*records: PositionRecord) -> str:
    reading = replace(EMPTY, reviews=(REVIEW,), recommendations=recommendations(1), positions=records)
    ((_, position),) = derived(reading, "currentPosition")
    return position.rpartition("/")[2]


PENDING = PositionRecord("FRA-1-97.1", "pending", REPORT, "2010-02-16")
ANSWERED = PositionRecord("FRA-1-97.1", "noted", COUNCIL, "2010-06-09")
LISTED = PositionRecord("FRA-1-97.1", "supported", "thematic-list-FRA-1")
UNANSWERED = PositionRecord("FRA-1-97.1", "pending", "thematic-list-FRA-1")


def test_a_list_without_dates_tells_the_answer_where_the_dated_documents_do_not() -> None:
    assert current(PENDING, LISTED) == "thematic-list-FRA-1"
    assert current(LISTED) == "thematic-list-FRA-1"


def test_a_dated_answer_counts_before_a_list_without_dates() -> None:
    assert current(PENDING, LISTED, ANSWERED) == "A-HRC-91-2"
    assert current(PENDING, UNANSWERED) == "A-HRC-90-1"


def test_on_one_day_an_answer_counts_before_one_to_come() -> None:
    late = replace(PENDING, document="A/HRC/99/9", stated_on="2010-06-09")
    assert current(late, ANSWERED) == "A-HRC-91-2"
