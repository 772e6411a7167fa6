"""Records of bodies to quads: bodies, their posts and changes, accreditations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import NamedNode, Quad

from graph_loader import iris
from graph_loader.mapping_source import in_words, sourced
from graph_loader.quads import Statement, day, describe, iri, node, text
from graph_loader.records import (
    AccreditationRecord,
    BodyChangeRecord,
    BodyRecord,
    PostRecord,
    SourceReading,
)
from ontology.terms import acc, org, prov, skos, upr

BODY_CLASSES: Final[dict[str, tuple[str, ...]]] = {
    "government-body": (org.Organization, org.FormalOrganization, upr.GovernmentBody),
    "nhri": (org.Organization, org.FormalOrganization, upr.NationalHumanRightsInstitution),
    "civil-society": (org.Organization, upr.CivilSocietyOrganization),
    "dialogue-platform": (org.Organization, org.OrganizationalCollaboration, upr.DialoguePlatform),
    "intergovernmental": (org.Organization, upr.IntergovernmentalBody),
    "other": (org.Organization,),
}

_NO_ORGANS: Final = frozenset({"civil-society", "intergovernmental"})
"""Kinds of bodies that work in a State without being an organ of it."""

_ACCREDITATION: Final = {"A": acc.A, "B": acc.B, "C": acc.C}
_ASIA_PACIFIC_FORUM: Final = "asia-pacific-forum"


def body_quads(graph: NamedNode, reading: SourceReading) -> Iterator[Quad]:
    """The bodies of a reading, and what is said of them."""
    key = reading.key
    for body_record in reading.bodies:
        yield from body(graph, key, body_record)
    for post_record in reading.posts:
        yield from post(graph, key, post_record)
    for change in reading.body_changes:
        yield from body_change(graph, key, change)
    for accreditation_record in reading.accreditations:
        yield from accreditation(graph, key, accreditation_record)


def body(graph: NamedNode, key: str, record: BodyRecord) -> Iterator[Quad]:
    """A body of a State, or an organization that works there."""
    parent = iris.body(record.state, record.parent) if record.parent else None
    return describe(
        graph,
        iris.body(record.state, record.key),
        BODY_CLASSES[record.kind],
        (
            (upr.worksIn if record.kind in _NO_ORGANS else upr.organOf, node(iris.state(record.state))),
            (upr.date, day(record.date)),
            (org.subOrganizationOf, iri(parent)),
            (upr.validFrom, day(record.valid_from)),
            (upr.validTo, day(record.valid_to)),
            (skos.prefLabel, text(record.name)),
            (skos.prefLabel, text(record.name_ru, "ru")),
            (skos.prefLabel, text(record.name_kk, "kk")),
            *sourced(key, record),
        ),
    )


def post(graph: NamedNode, key: str, record: PostRecord) -> Iterator[Quad]:
    """An office in a body, whoever holds it."""
    return describe(
        graph,
        iris.post(record.state, record.key),
        (org.Post,),
        (
            (org.postIn, node(iris.body(record.state, record.body))),
            (skos.prefLabel, text(record.name)),
            *sourced(key, record),
        ),
    )


def body_change(graph: NamedNode, key: str, record: BodyChangeRecord) -> Iterator[Quad]:
    """A renaming, merger or division: which bodies there were before, and which after."""
    label = f"{_in_words(record.before)} became {_in_words(record.after)}"
    return describe(
        graph,
        iris.body_change(record.state, record.key),
        (prov.Activity, org.ChangeEvent),
        (
            (upr.date, day(record.date)),
            *((org.originalOrganization, node(iris.body(record.state, old))) for old in record.before),
            *((org.resultingOrganization, node(iris.body(record.state, new))) for new in record.after),
            (skos.prefLabel, text(label)),
            *sourced(key, record),
        ),
    )


def _in_words(keys: tuple[str, ...]) -> str:
    # The names stand in another table, so the keys have to do.
    return ", ".join(in_words(key) for key in keys)


def accreditation(graph: NamedNode, key: str, record: AccreditationRecord) -> Iterator[Quad]:
    """A status under the Paris Principles, or (`apf-associate`) membership of the Asia Pacific Forum."""
    institution = node(iris.body(record.state, record.body))
    status = _ACCREDITATION.get(record.status)
    if status:
        subject = iris.accreditation(record.state, record.body, record.valid_from)
        types: tuple[str, ...] = (upr.Accreditation,)
        own: tuple[Statement, ...] = (
            (upr.accreditationOf, institution),
            (upr.accreditationStatus, node(status)),
        )
    else:
        subject = iris.body_membership(record.state, record.body, _ASIA_PACIFIC_FORUM, record.valid_from)
        types = (org.Membership,)
        own = (
            (org.member, institution),
            (org.organization, node(iris.thing(f"body/{_ASIA_PACIFIC_FORUM}"))),
        )
        yield from describe(
            graph,
            iris.thing(f"body/{_ASIA_PACIFIC_FORUM}"),
            (org.Organization,),
            ((skos.prefLabel, text("Asia Pacific Forum of National Human Rights Institutions")),),
        )
    yield from describe(
        graph,
        subject,
        types,
        (
            *own,
            (upr.validFrom, day(record.valid_from)),
            *sourced(key, record),
        ),
    )
