"""Treaty bodies, special procedures and their recommendations to quads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import NamedNode, Quad

from graph_loader import iris
from graph_loader.mapping_source import found_at, standing
from graph_loader.mechanisms import load_mechanisms
from graph_loader.quads import Statement, day, describe, iri, node, plain, text
from graph_loader.records import SourceReading, sort_key
from graph_loader.records_mechanisms import (
    MechanismDocumentRecord,
    MechanismKind,
    MechanismReading,
    MechanismRecommendationRecord,
    MechanismRecord,
)
from ontology.terms import dcterms, org, prov, skos, upr

_CLASSES: Final[dict[MechanismKind, tuple[str, ...]]] = {
    "treaty-body": (prov.Agent, org.Organization, upr.IntergovernmentalBody, upr.TreatyBody),
    "special-procedure": (prov.Agent, org.Organization, upr.IntergovernmentalBody, upr.SpecialProcedure),
    "other": (prov.Agent, org.Organization, upr.IntergovernmentalBody),
}
_RECOMMENDATION: Final = (upr.HumanRightsRecommendation, upr.MechanismRecommendation)


def mechanism_reference_quads(graph: NamedNode) -> Iterator[Quad]:
    """Every row of mechanisms.csv, for the reference graph."""
    for mechanism in load_mechanisms():
        sourced = standing(mechanism.standing, None, f"Source: {mechanism.source}")
        yield from _mechanism(graph, mechanism.record, mechanism.labels, sourced)


def mechanism_quads(graph: NamedNode, reading: SourceReading) -> Iterator[Quad]:
    """The mechanisms that a reading describes, and their recommendations; nothing for other readings."""
    if not isinstance(reading, MechanismReading):
        return
    for record in reading.mechanisms:
        yield from _mechanism(graph, record, (record.label,), ())
    for document_record in reading.mechanism_documents:
        yield from document(graph, document_record)
    for recommendation_record in reading.mechanism_recommendations:
        yield from recommendation(graph, reading.key, recommendation_record)


def _mechanism(
    graph: NamedNode, record: MechanismRecord, labels: tuple[str, ...], sourced: tuple[Statement, ...]
) -> Iterator[Quad]:
    monitored = iris.instrument(record.instrument) if record.instrument else None
    return describe(
        graph,
        iris.mechanism(record.key),
        _CLASSES[record.kind],
        (
            (upr.monitorsTreaty, iri(monitored)),
            (skos.prefLabel, text(record.name)),
            *((skos.altLabel, text(label)) for label in labels if label != record.name),
            *sourced,
        ),
    )


def document(graph: NamedNode, record: MechanismDocumentRecord) -> Iterator[Quad]:
    """A document of a mechanism: symbol, kind and day of publication."""
    return describe(
        graph,
        iris.document(record.symbol),
        (upr.Document,),
        (
            (upr.symbol, plain(record.symbol)),
            (upr.documentKind, iri(iris.concept("document", record.kind)) if record.kind else None),
            (dcterms.issued, day(record.date)),
            (skos.prefLabel, text(record.symbol)),
        ),
    )


def recommendation(graph: NamedNode, key: str, record: MechanismRecommendationRecord) -> Iterator[Quad]:
    """One recommendation: who issued it, to which States, its wording, paragraph and document."""
    return describe(
        graph,
        iris.recommendation(record.key),
        _RECOMMENDATION,
        (
            (upr.number, plain(record.number)),
            (upr.sortKey, plain(sort_key(record.number)) if record.number else None),
            (upr.issuedBy, node(iris.mechanism(record.mechanism))),
            *((upr.addressedTo, node(iris.state(state))) for state in record.states),
            (upr.text, text(record.text)),
            (upr.statedIn, iri(iris.document(record.document)) if record.document else None),
            found_at(key, record.place),
        ),
    )
