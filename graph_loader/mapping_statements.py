"""Records of what is said of a review to quads: claims, statements, accounts of positions, meetings."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad

from graph_loader import iris
from graph_loader.mapping_source import document, sourced, things
from graph_loader.quads import Statement, day, describe, iri, node, plain, text
from graph_loader.records import ClaimRecord, ConsultationRecord, SourceReading, StatementRecord
from ontology.terms import prov, skos, upr


def statement_quads(graph: NamedNode, reading: SourceReading) -> Iterator[Quad]:
    """The claims, statements and meetings of a reading."""
    key = reading.key
    for claim_record in reading.claims:
        yield from claim(graph, key, claim_record)
    for statement_record in reading.statements:
        yield from statement(graph, key, statement_record)
    for meeting in reading.consultations:
        yield from consultation(graph, key, meeting)


def claim(graph: NamedNode, key: str, record: ClaimRecord) -> Iterator[Quad]:
    """What an agent says was done about a review."""
    return describe(
        graph,
        iris.claim(record.state, record.key),
        (upr.ImplementationClaim,),
        (
            *things(upr.claimsMeasure, record.measures),
            *things(upr.claimsSubject, record.subjects),
            *((upr.claimsOn, node(iris.recommendation(each))) for each in record.recommendations),
            *_said(record.claimed_by, record),
            *sourced(key, record),
        ),
    )


def statement(graph: NamedNode, key: str, record: StatementRecord) -> Iterator[Quad]:
    """What an agent says that it recommended, or what it says that the State under review answered."""
    is_position = record.kind == "position"
    status = iris.concept("position", record.status) if record.status else None
    return describe(
        graph,
        iris.statement(record.review.partition("-")[0], record.key),
        (upr.PositionAccount if is_position else upr.RecommendationStatement,),
        (
            (upr.accountedStatus, iri(status)),
            *((upr.asksFor, node(iris.instrument(norm))) for norm in record.asks_for),
            *_said(record.stated_by, record),
            *sourced(key, record),
        ),
    )


def _said(speaker: str, record: ClaimRecord | StatementRecord) -> tuple[Statement, ...]:
    return (
        (upr.statedBy, node(iris.thing(speaker))),
        (upr.underReview, node(iris.review(record.review))),
        (upr.summary, text(record.summary)),
        (skos.prefLabel, text(record.summary)),
        document(record.document),
        (upr.paragraph, plain(record.paragraph)),
        (upr.statedOn, day(record.date)),
    )


def consultation(graph: NamedNode, key: str, record: ConsultationRecord) -> Iterator[Quad]:
    """A meeting: under which platform, who convened, chaired and took part, and what was discussed."""
    return describe(
        graph,
        iris.consultation(record.state, record.key),
        (prov.Activity, upr.Consultation),
        (
            (upr.date, day(record.date)),
            (upr.dateBasis, text(record.date_basis)),
            (upr.heldUnder, _body(record.state, record.platform)),
            (upr.organizedBy, _body(record.state, record.organizer)),
            *things(upr.chairedBy, record.chairs),
            *things(upr.participant, record.participants),
            *things(upr.discussed, record.discussed),
            (skos.prefLabel, text(record.title)),
            *sourced(key, record),
        ),
    )


def _body(state: str, key: str | None) -> NamedNode | None:
    return node(iris.body(state, key)) if key else None
