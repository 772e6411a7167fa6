"""Records of who took the floor in the Human Rights Council to quads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import NamedNode, Quad

from graph_loader import iris
from graph_loader.mapping_source import found_at
from graph_loader.quads import day, describe, node, plain, text
from graph_loader.records_council import InterventionRecord, SpeakerKind, SpeakerRecord
from ontology.terms import org, skos, upr

_CLASSES: Final[dict[SpeakerKind, tuple[str, ...]]] = {
    "intergovernmental": (org.Organization, upr.IntergovernmentalBody),
    "institution": (org.Organization, org.FormalOrganization, upr.NationalHumanRightsInstitution),
    "civil-society": (org.Organization, upr.CivilSocietyOrganization),
}


def intervention_quads(graph: NamedNode, key: str, records: Iterable[InterventionRecord]) -> Iterator[Quad]:
    """The interventions of a reading with that key, and the organizations that made them, once each."""
    described: set[str] = set()
    for record in records:
        for speaker in record.speakers:
            if speaker.kind != "state" and _agent(speaker) not in described:
                described.add(_agent(speaker))
                yield from describe(
                    graph, _agent(speaker), _CLASSES[speaker.kind], ((skos.prefLabel, text(speaker.name)),)
                )
        yield from _intervention(graph, key, record)


def _intervention(graph: NamedNode, key: str, record: InterventionRecord) -> Iterator[Quad]:
    names = ", ".join(speaker.name for speaker in record.speakers)
    return describe(
        graph,
        _iri(record),
        (upr.Intervention,),
        (
            *((upr.statedBy, node(_agent(speaker))) for speaker in record.speakers),
            (upr.underReview, node(iris.review(record.review))),
            (upr.statedIn, node(iris.document(record.document))),
            (upr.statedOn, day(record.stated_on)),
            (upr.paragraph, plain(record.paragraph)),
            (skos.prefLabel, text(f"{names} on {record.review}")),
            found_at(key, record.place),
        ),
    )


def _iri(record: InterventionRecord) -> str:
    """By review, document and first speaker: nobody takes the floor twice on one outcome."""
    first = record.speakers[0]
    return iris.intervention(record.review, record.document, first.state or iris.slug(first.name))


def _agent(speaker: SpeakerRecord) -> str:
    return iris.state(speaker.state) if speaker.state else iris.organisation(iris.slug(speaker.name))
