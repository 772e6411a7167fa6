"""Records of a review to quads: reviews, documents, recommendations, positions, tallies.

Pure: the same reading gives the same quads, in the same order. No blank nodes.
Laws and measures, bodies, plans, links and statements are in the other `mapping_…` modules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph_loader import iris
from graph_loader.gazetteer_links import gazetteer_quads
from graph_loader.mapping_bodies import body_quads
from graph_loader.mapping_council import intervention_quads
from graph_loader.mapping_facts import act_quads
from graph_loader.mapping_links import link_quads
from graph_loader.mapping_mechanisms import mechanism_quads
from graph_loader.mapping_plans import plan_quads
from graph_loader.mapping_source import found_at, in_words, sourced, standing, things
from graph_loader.mapping_statements import statement_quads
from graph_loader.quads import day, describe, iri, node, number, plain, text
from graph_loader.records import (
    DeclaredCountRecord,
    DocumentRecord,
    EntryRecord,
    ItemPositionRecord,
    PledgeRecord,
    PositionRecord,
    RecommendationRecord,
    ReviewRecord,
    SourceReading,
    Status,
    TallyRecord,
    sort_key,
)
from graph_loader.states import load_states
from ontology.terms import dcterms, prov, skos, upr

_DOCUMENT_CLASSES: Final = {
    "working-group-report": upr.WorkingGroupReport,
    "addendum": upr.ReportAddendum,
    "council-report": upr.CouncilReport,
    "national-report": upr.NationalReport,
    "mid-term-report": upr.MidTermReport,
    "stakeholder-submission": upr.StakeholderSubmission,
}
_RECOMMENDATION: Final = (upr.HumanRightsRecommendation, upr.Recommendation)
_TRUE: Final = Literal(True)


def reading_quads(reading: SourceReading) -> Iterator[Quad]:
    """All quads of one source in the graph of its key, and the links that software makes of it in theirs."""
    graph = node(iris.graph(reading.key))
    if reading.document:
        yield from document(graph, reading.key, reading.document)
    stated_in = iris.document(reading.document.key) if reading.document else None
    for review_record in reading.reviews:
        yield from review(graph, reading.key, review_record)
    for document_record in reading.documents:
        yield from document(graph, reading.key, document_record)
    yield from cited_documents(graph, reading)
    for recommendation_record in reading.recommendations:
        yield from recommendation(graph, reading.key, recommendation_record, stated_in)
    answers = _answers(reading) if reading.entries else {}
    for entry_record in reading.entries:
        yield from entry(graph, reading.key, entry_record, stated_in, answers.get(entry_record.key, ()))
    for pledge_record in reading.pledges:
        yield from pledge(graph, reading.key, pledge_record, stated_in)
    for position_record in reading.positions:
        yield from position(graph, reading.key, position_record)
    for item_record in reading.item_positions:
        yield from item_position(graph, reading.key, item_record)
    for tally_record in reading.tallies:
        yield from tally(graph, reading.key, tally_record)
    for count_record in reading.counts:
        yield from declared_count(graph, reading.key, count_record)
    for quads in (act_quads, body_quads, plan_quads, link_quads, statement_quads, mechanism_quads):
        yield from quads(graph, reading)
    yield from intervention_quads(graph, reading.key, reading.interventions)
    yield from reading.quads
    yield from gazetteer_quads(reading)


def review(graph: NamedNode, key: str, record: ReviewRecord) -> Iterator[Quad]:
    """A review: its State, cycle, session, dates, troika."""
    label = f"Review of {_state_name(record.state)}, cycle {record.cycle}"
    return describe(
        graph,
        iris.review(record.key),
        (upr.Review,),
        (
            (upr.reviewOf, node(iris.state(record.state))),
            (upr.cycle, number(record.cycle)),
            (upr.session, number(record.session)),
            (upr.heldInSession, iri(iris.session(record.session)) if record.session else None),
            (upr.reviewDate, day(record.review_date)),
            (upr.adoptionDate, day(record.adoption_date)),
            (upr.listComplete, _TRUE if record.list_complete else None),
            *((upr.troikaMember, node(iris.state(member))) for member in record.troika),
            (skos.prefLabel, text(label)),
            *standing(record.standing, record.source_url, record.note),
            found_at(key, record.place),
        ),
    )


def _state_name(iso3: str) -> str:
    return next((state.name for state in load_states() if state.iso3 == iso3), iso3)


def document(graph: NamedNode, key: str, record: DocumentRecord) -> Iterator[Quad]:
    """A document that is read or cited."""
    kind = _DOCUMENT_CLASSES.get(record.kind)
    return describe(
        graph,
        iris.document(record.key),
        (upr.Document, kind) if kind else (upr.Document,),
        (
            (upr.symbol, plain(record.symbol)),
            (upr.documentKind, node(iris.concept("document", record.kind))),
            (upr.documentOf, iri(iris.review(record.review)) if record.review else None),
            (dcterms.title, text(record.title)),
            (dcterms.issued, day(record.date)),
            *things(upr.preparedBy, record.prepared_by),
            *things(upr.contributor, record.contributors),
            (skos.prefLabel, text(record.symbol or record.title or record.key)),
            *standing(record.standing, record.url, record.note),
            found_at(key, record.place),
        ),
    )


def cited_documents(graph: NamedNode, reading: SourceReading) -> Iterator[Quad]:
    """UN documents that positions and tallies cite by symbol and the reading does not describe itself."""
    described = {record.key for record in reading.documents}
    if reading.document:
        described.add(reading.document.key)
    for symbol in sorted(key for key in _cited(reading) - described if "/" in key):
        yield from describe(
            graph,
            iris.document(symbol),
            (upr.Document,),
            ((upr.symbol, plain(symbol)), (skos.prefLabel, text(symbol))),
        )


def _cited(reading: SourceReading) -> set[str]:
    cited = {record.document for record in reading.positions}
    cited.update(record.document for record in reading.recommendations if record.document)
    cited.update(record.document for record in reading.item_positions)
    cited.update(record.primary_source for record in reading.positions if record.primary_source)
    cited.update(record.document for record in reading.tallies)
    cited.update(record.document for record in reading.counts)
    for told in (reading.claims, reading.statements, reading.assessments):
        cited.update(record.document for record in told if record.document)
    return cited


def recommendation(
    graph: NamedNode, key: str, record: RecommendationRecord, stated_in: str | None
) -> Iterator[Quad]:
    """One recommendation: number, review, States, wording or summary, norms; the wordings it joins."""
    yield from describe(
        graph,
        iris.recommendation(record.key),
        _RECOMMENDATION,
        (
            (upr.number, plain(record.number)),
            (upr.numberSuffix, plain(record.suffix or None)),
            (upr.sortKey, plain(sort_key(record.number) + record.suffix)),
            (upr.inReview, node(iris.review(record.review))),
            *((upr.madeBy, node(iris.state(made_by))) for made_by in record.states),
            (upr.text, text(record.text)),
            (upr.summary, text(record.summary)),
            *((upr.refersTo, node(iris.instrument(norm))) for norm in record.refers_to),
            (upr.statedIn, iri(stated_in)),
            (upr.statedIn, iri(iris.document(record.document)) if record.document else None),
            found_at(key, record.place),
        ),
    )
    for position_in_text, part in enumerate(record.parts, start=1):
        yield from describe(
            graph,
            iris.part(record.key, position_in_text),
            (upr.RecommendationPart,),
            (
                (upr.partOf, node(iris.recommendation(record.key))),
                (upr.text, text(part.text)),
                *((upr.askedBy, node(iris.state(state))) for state in part.states),
                found_at(key, record.place),
            ),
        )


def _answers(reading: SourceReading) -> dict[str, tuple[Status, ...]]:
    """Statuses of the positions of a reading by the key of what they are on."""
    found: dict[str, tuple[Status, ...]] = {}
    for record in reading.positions:
        found[record.recommendation] = (*found.get(record.recommendation, ()), record.status)
    return found


def entry(
    graph: NamedNode, key: str, record: EntryRecord, stated_in: str | None, answers: Iterable[Status] = ()
) -> Iterator[Quad]:
    """An entry of a database, and the recommendation it is an entry of, under the entry's own key.

    Where another source gives the number, `entries` puts that recommendation in its place when a snapshot is
    built.
    """
    yield from describe(
        graph,
        iris.entry(record.key),
        (upr.DatabaseEntry,),
        (
            (upr.entryOf, node(iris.recommendation(record.key))),
            (upr.entryInReview, node(iris.review(record.review))),
            *((upr.entryAnswer, node(iris.concept("position", answer))) for answer in answers),
            (upr.text, text(record.text)),
            (upr.statedIn, iri(stated_in)),
            found_at(key, record.place),
        ),
    )
    yield from describe(
        graph,
        iris.recommendation(record.key),
        _RECOMMENDATION,
        (
            (upr.sortKey, plain(record.entry)),
            (upr.inReview, node(iris.review(record.review))),
            *((upr.madeBy, node(iris.state(made_by))) for made_by in record.states),
            (upr.text, text(record.text)),
            (upr.statedIn, iri(stated_in)),
            found_at(key, record.place),
        ),
    )


def pledge(graph: NamedNode, key: str, record: PledgeRecord, stated_in: str | None) -> Iterator[Quad]:
    """A voluntary pledge: its review and its wording."""
    return describe(
        graph,
        iris.recommendation(record.key),
        (upr.VoluntaryPledge,),
        (
            (upr.pledgedIn, node(iris.review(record.review))),
            (upr.text, text(record.text)),
            (upr.statedIn, iri(stated_in)),
            found_at(key, record.place),
        ),
    )


def position(graph: NamedNode, key: str, record: PositionRecord) -> Iterator[Quad]:
    """What the State said of one recommendation in one document."""
    return describe(
        graph,
        iris.position(record.recommendation, record.document),
        (upr.Position,),
        (
            (upr.positionOn, node(iris.recommendation(record.recommendation))),
            (upr.positionStatus, node(iris.concept("position", record.status))),
            (upr.statedIn, node(iris.document(record.document))),
            (upr.statedOn, day(record.stated_on)),
            (upr.paragraph, plain(record.paragraph)),
            (upr.qualification, text(record.note)),
            (upr.reason, text(record.reason)),
            (
                prov.hadPrimarySource,
                iri(iris.document(record.primary_source)) if record.primary_source else None,
            ),
            found_at(key, record.place),
        ),
    )


def item_position(graph: NamedNode, key: str, record: ItemPositionRecord) -> Iterator[Quad]:
    """A position on a recommendation that its document names by the item alone."""
    return describe(
        graph,
        iris.position(f"{record.review}-item-{record.item}", record.document),
        (upr.Position,),
        (
            (upr.onItem, plain(record.item)),
            (upr.onItemOf, node(iris.review(record.review))),
            (upr.positionStatus, node(iris.concept("position", record.status))),
            (upr.statedIn, node(iris.document(record.document))),
            (upr.statedOn, day(record.stated_on)),
            (upr.paragraph, plain(record.paragraph)),
            (upr.qualification, text(record.note)),
            (upr.reason, text(record.reason)),
            found_at(key, record.place),
        ),
    )


def tally(graph: NamedNode, key: str, record: TallyRecord) -> Iterator[Quad]:
    """Counts that one document declares for one review."""
    return describe(
        graph,
        iris.tally(record.review, record.document),
        (upr.Tally,),
        (
            (upr.tallyOf, node(iris.review(record.review))),
            (upr.statedIn, node(iris.document(record.document))),
            (upr.totalCount, number(record.total)),
            (upr.supportedCount, number(record.supported)),
            (upr.notedCount, number(record.noted)),
            (upr.otherCount, number(record.other)),
            (upr.asOf, day(record.as_of)),
            (upr.paragraph, plain(record.paragraph)),
            (upr.notedWording, text(record.noted_wording)),
            *sourced(key, record),
        ),
    )


def declared_count(graph: NamedNode, key: str, record: DeclaredCountRecord) -> Iterator[Quad]:
    """How many documents of one kind a document says there are for a review."""
    return describe(
        graph,
        iris.declared_count(record.review, record.kind, record.document),
        (upr.DeclaredCount,),
        (
            (upr.countOf, node(iris.review(record.review))),
            (upr.countedKind, node(iris.concept("document", record.kind))),
            (upr.count, number(record.count)),
            (upr.statedIn, node(iris.document(record.document))),
            (upr.asOf, day(record.as_of)),
            (upr.paragraph, plain(record.paragraph)),
            (skos.prefLabel, text(f"{in_words(record.kind)}: {record.count}")),
            *sourced(key, record),
        ),
    )
