"""Records of what was done to quads: laws, treaty acts, other measures, bodies, plans, links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph_loader import iris
from graph_loader.quads import Statement, day, describe, iri, node, plain, text
from graph_loader.records import (
    AccreditationRecord,
    BodyRecord,
    LawRecord,
    LinkRecord,
    MeasureRecord,
    PlanRecord,
    SourceReading,
    Standing,
    TreatyActRecord,
)
from graph_loader.reference_data import load_instruments
from ontology.terms import acc, eli, foaf, org, prov, skos, upr

TRUE: Final = Literal(True)

_CONSENT: Final = (upr.Measure, upr.TreatyAction, upr.ConsentToBeBound)
TREATY_ACT_CLASSES: Final[dict[str, tuple[str, ...]]] = {
    "signature": (upr.Measure, upr.TreatyAction, upr.Signature),
    "ratification": (*_CONSENT, upr.Ratification),
    "accession": (*_CONSENT, upr.Accession),
    "succession": (*_CONSENT, upr.Succession),
    "acceptance": (*_CONSENT, upr.Acceptance),
    "approval": (*_CONSENT, upr.Approval),
    "formal-confirmation": (*_CONSENT, upr.FormalConfirmation),
    "definitive-signature": (*_CONSENT, upr.DefinitiveSignature),
    "deposit": _CONSENT,
    "denunciation": (upr.Measure, upr.TreatyAction, upr.Denunciation),
    "invitation": (upr.Measure, upr.TreatyAction, upr.InvitationToAccede),
    "entry-into-force": (upr.EntryIntoForce,),
    "not-party": (upr.NonPartyStatement,),
}
"""Classes by word of the column `act`; the last two are an effect and a statement, no acts."""

MEASURE_CLASSES: Final[dict[str, str]] = {
    "institutional": upr.InstitutionalMeasure,
    "legislative": upr.LegislativeMeasure,
    "policy": upr.PolicyMeasure,
    "practice": upr.PracticeMeasure,
}

BODY_CLASSES: Final[dict[str, tuple[str, ...]]] = {
    "government-body": (org.Organization, org.FormalOrganization, upr.GovernmentBody),
    "nhri": (org.Organization, org.FormalOrganization, upr.NationalHumanRightsInstitution),
    "civil-society": (org.Organization, upr.CivilSocietyOrganization),
    "dialogue-platform": (org.Organization, org.OrganizationalCollaboration, upr.DialoguePlatform),
    "intergovernmental": (org.Organization, upr.IntergovernmentalBody),
    "other": (org.Organization,),
}

_ACCREDITATION: Final = {"A": acc.A, "B": acc.B, "C": acc.C}
_ASIA_PACIFIC_FORUM: Final = "asia-pacific-forum"


def fact_quads(graph: NamedNode, reading: SourceReading) -> Iterator[Quad]:
    """Everything in a reading that is not about the review itself."""
    key = reading.key
    for law_record in reading.laws:
        yield from law(graph, key, law_record)
    for act in reading.treaty_acts:
        yield from treaty_act(graph, key, act)
    for measure_record in reading.measures:
        yield from measure(graph, key, measure_record)
    for body_record in reading.bodies:
        yield from body(graph, key, body_record)
    for accreditation_record in reading.accreditations:
        yield from accreditation(graph, key, accreditation_record)
    for plan_record in reading.plans:
        yield from plan(graph, key, plan_record)
    for link_record in reading.links:
        yield from link(graph, key, link_record)


def standing(value: Standing | None, url: str | None, note: str | None) -> tuple[Statement, ...]:
    """How well the source carries a row, the page that is its source, and a note."""
    return (
        (upr.standing, iri(iris.concept("standing", value)) if value else None),
        (foaf.page, iri(url)),
        (upr.sourceNote, text(note)),
    )


def found_at(key: str, fragment: str) -> Statement:
    """Where in the file behind the graph of that key a thing was read."""
    return upr.foundAt, iri(iris.place(key, fragment)) if fragment else None


def law(graph: NamedNode, key: str, record: LawRecord) -> Iterator[Quad]:
    """A law (eli:LegalResource), its adoption as a measure, and when it entered into force."""
    of_state = node(iris.state(record.state))
    legal_resource = iris.law(record.state, record.key)
    source = standing(record.standing, record.source_url, record.note)
    yield from describe(
        graph,
        legal_resource,
        (eli.LegalResource,),
        (
            (upr.lawOf, of_state),
            (upr.lawKind, node(iris.concept("law", record.kind))),
            (eli.number, plain(record.number)),
            (eli.date_document, day(record.date)),
            *((eli.amends, node(iris.law(record.state, other))) for other in record.amends),
            *((eli.repeals, node(iris.law(record.state, other))) for other in record.repeals),
            (skos.prefLabel, text(record.title)),
            *source,
            found_at(key, record.place),
        ),
    )
    adoption = iris.measure(record.state, f"adoption-{record.key}")
    yield from describe(
        graph,
        adoption,
        (upr.Measure, upr.LegislativeMeasure, upr.LawAdoption),
        (
            (upr.takenBy, of_state),
            (upr.date, day(record.date)),
            (upr.resultsIn, node(legal_resource)),
            (upr.concernsTreaty, iri(_instrument(record.concerns_treaty))),
            (skos.prefLabel, text(f"Adoption: {record.title}")),
            *source,
            found_at(key, record.place),
        ),
    )
    if record.in_force_from:
        yield from describe(
            graph,
            iris.effect(record.state, f"{record.key}-in-force"),
            (upr.EntryIntoForce,),
            (
                (upr.effectOf, node(legal_resource)),
                (upr.concernsState, of_state),
                (upr.effectiveFrom, day(record.in_force_from)),
                *source,
                found_at(key, record.place),
            ),
        )


def _instrument(key: str | None) -> str | None:
    return iris.instrument(key) if key else None


def treaty_act(graph: NamedNode, key: str, record: TreatyActRecord) -> Iterator[Quad]:
    """A signature, a consent, a denunciation; or the effect or statement that such rows can hold."""
    local = f"{record.instrument}-{record.act}-{record.date}"
    of_state = node(iris.state(record.state))
    if record.act == "entry-into-force":
        subject = iris.effect(record.state, local)
        own: tuple[Statement, ...] = (
            (upr.concernsState, of_state),
            (upr.effectiveFrom, day(record.date)),
        )
    elif record.act == "not-party":
        subject = iris.thing(f"statement/{record.state}/{local}")
        own = ((upr.concernsState, of_state), (upr.asOf, day(record.date)))
    else:
        subject = iris.measure(record.state, local)
        own = ((upr.takenBy, of_state), (upr.date, day(record.date)))
    label = f"{_instrument_name(record.instrument)}: {record.act.replace('-', ' ')}"
    return describe(
        graph,
        subject,
        TREATY_ACT_CLASSES[record.act],
        (
            *own,
            (upr.concernsTreaty, node(iris.instrument(record.instrument))),
            (skos.prefLabel, text(label)),
            *standing(record.standing, record.source_url, record.note),
            found_at(key, record.place),
        ),
    )


def _instrument_name(key: str) -> str:
    return next((found.short or found.name for found in load_instruments() if found.id == key), key)


def measure(graph: NamedNode, key: str, record: MeasureRecord) -> Iterator[Quad]:
    """An institutional, policy, practice or other legislative measure."""
    return describe(
        graph,
        iris.measure(record.state, record.key),
        (upr.Measure, MEASURE_CLASSES[record.kind]),
        (
            (upr.takenBy, node(iris.state(record.state))),
            (upr.date, day(record.date)),
            *((upr.resultsIn, node(iris.thing(path))) for path in record.results_in),
            (skos.prefLabel, text(record.title)),
            *standing(record.standing, record.source_url, record.note),
            found_at(key, record.place),
        ),
    )


def body(graph: NamedNode, key: str, record: BodyRecord) -> Iterator[Quad]:
    """A body of a State, or an organization that works there."""
    return describe(
        graph,
        iris.body(record.state, record.key),
        BODY_CLASSES[record.kind],
        (
            (upr.organOf, node(iris.state(record.state))),
            (upr.date, day(record.date)),
            (skos.prefLabel, text(record.name)),
            *standing(record.standing, record.source_url, record.note),
            found_at(key, record.place),
        ),
    )


def accreditation(graph: NamedNode, key: str, record: AccreditationRecord) -> Iterator[Quad]:
    """A status under the Paris Principles, or (`apf-associate`) membership of the Asia Pacific Forum."""
    subject = iris.accreditation(record.state, record.body, record.valid_from)
    institution = node(iris.body(record.state, record.body))
    status = _ACCREDITATION.get(record.status)
    if status:
        types: tuple[str, ...] = (upr.Accreditation,)
        own: tuple[Statement, ...] = (
            (upr.accreditationOf, institution),
            (upr.accreditationStatus, node(status)),
        )
    else:
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
            *standing(record.standing, record.source_url, record.note),
            found_at(key, record.place),
        ),
    )


def plan(graph: NamedNode, key: str, record: PlanRecord) -> Iterator[Quad]:
    """An action plan."""
    return describe(
        graph,
        iris.plan(record.state, record.key),
        (prov.Entity, prov.Plan, upr.ActionPlan),
        (
            (upr.planOf, node(iris.state(record.state))),
            (upr.planFor, iri(iris.review(record.plan_for)) if record.plan_for else None),
            (upr.date, day(record.date)),
            (eli.number, plain(record.number)),
            (upr.validFrom, day(record.valid_from)),
            (upr.validTo, day(record.valid_to)),
            (skos.prefLabel, text(record.title)),
            *standing(record.standing, record.source_url, record.note),
            found_at(key, record.place),
        ),
    )


def link(graph: NamedNode, key: str, record: LinkRecord) -> Iterator[Quad]:
    """A link statement; where it says `addresses`, the direct statement beside it."""
    source = node(iris.thing(record.target))
    recommendation = node(iris.recommendation(record.recommendation))
    if record.relation == "addresses":
        yield Quad(source, node(upr.addresses), recommendation, graph)
    yield from describe(
        graph,
        iris.link(record.recommendation, record.target),
        (upr.LinkStatement,),
        (
            (upr.linkFrom, source),
            (upr.linkTo, recommendation),
            (upr.linkRelation, node(iris.concept("link-relation", record.relation))),
            (upr.linkMethod, node(iris.concept("link-method", record.method))),
            (upr.basis, text(record.basis)),
            *standing(record.standing, record.source_url, None),
            found_at(key, record.place),
        ),
    )
