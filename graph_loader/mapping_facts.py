"""Records of what was done to quads: laws, treaty acts and other measures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from pyoxigraph import NamedNode, Quad

from graph_loader import iris
from graph_loader.mapping_source import sourced, things
from graph_loader.quads import Statement, day, describe, iri, node, plain, text
from graph_loader.records import LawRecord, MeasureRecord, SourceReading, TreatyActRecord
from graph_loader.reference_data import load_instruments
from ontology.terms import eli, skos, upr

_STATUS: Final = (upr.TreatyStatusStatement,)
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
    "invitation": (upr.InvitationToAccede,),
    "entry-into-force": (upr.EntryIntoForce,),
    "party": (*_STATUS, upr.PartyStatement),
    "not-party": (*_STATUS, upr.NonPartyStatement),
    "signatory": (*_STATUS, upr.NonPartyStatement, upr.SignatoryStatement),
    "no-action": (*_STATUS, upr.NonPartyStatement, upr.NoActionStatement),
}
"""Classes by word of the column `act`; from `entry-into-force` on an effect and statements, no acts."""

STATUS_WORDS: Final = frozenset(
    word for word, classes in TREATY_ACT_CLASSES.items() if upr.TreatyStatusStatement in classes
)
"""Words for statements of how a State stood towards a treaty, which are as of a date."""

MEASURE_CLASSES: Final[dict[str, str]] = {
    "institutional": upr.InstitutionalMeasure,
    "legislative": upr.LegislativeMeasure,
    "policy": upr.PolicyMeasure,
    "practice": upr.PracticeMeasure,
}


def act_quads(graph: NamedNode, reading: SourceReading) -> Iterator[Quad]:
    """The laws, treaty acts and other measures of a reading."""
    key = reading.key
    for law_record in reading.laws:
        yield from law(graph, key, law_record)
    for act in reading.treaty_acts:
        yield from treaty_act(graph, key, act)
    for measure_record in reading.measures:
        yield from measure(graph, key, measure_record)


def law(graph: NamedNode, key: str, record: LawRecord) -> Iterator[Quad]:
    """A law (eli:LegalResource), its adoption as a measure, and when it entered into force."""
    of_state = node(iris.state(record.state))
    legal_resource = iris.law(record.state, record.key)
    source = sourced(key, record)
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
            (skos.prefLabel, text(record.title_ru, "ru")),
            (skos.prefLabel, text(record.title_kk, "kk")),
            *source,
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
            ),
        )


def _instrument(key: str | None) -> str | None:
    return iris.instrument(key) if key else None


def treaty_act(graph: NamedNode, key: str, record: TreatyActRecord) -> Iterator[Quad]:
    """A signature, a consent, a denunciation; or the effect or statement that such rows can hold."""
    subject, own = _status(record) if record.act in STATUS_WORDS else _act(record)
    label = f"{_instrument_name(record.instrument)}: {record.act.replace('-', ' ')}"
    return describe(
        graph,
        subject,
        TREATY_ACT_CLASSES[record.act],
        (
            *own,
            (upr.concernsTreaty, node(iris.instrument(record.instrument))),
            (skos.prefLabel, text(label)),
            *sourced(key, record),
        ),
    )


def _act(record: TreatyActRecord) -> tuple[str, tuple[Statement, ...]]:
    """The IRI of an act or effect: the same act of two sources is one thing."""
    local = f"{record.instrument}-{record.act}-{record.date}"
    state = node(iris.state(record.state))
    if record.act == "entry-into-force":
        return iris.effect(record.state, local), (
            (upr.concernsState, state),
            (upr.effectiveFrom, day(record.date)),
        )
    own: tuple[Statement, ...] = ((upr.date, day(record.date)),)
    if record.act == "invitation":
        return iris.measure(record.state, local), ((upr.concernsState, state), *own)
    own = ((upr.takenBy, state), *own)
    if upr.ConsentToBeBound in TREATY_ACT_CLASSES[record.act]:
        own = (*own, (upr.consentGivenBy, state))
    return iris.measure(record.state, local), own


def _status(record: TreatyActRecord) -> tuple[str, tuple[Statement, ...]]:
    """The IRI of a statement: by its day, and by the date of consent, about which two sources may differ."""
    since = f"-since-{record.consent_date}" if record.consent_date else ""
    local = f"{record.instrument}-{record.act}-{record.date or 'undated'}{since}"
    return iris.statement(record.state, local), (
        (upr.concernsState, node(iris.state(record.state))),
        (upr.asOf, day(record.date)),
        (upr.consentDate, day(record.consent_date)),
    )


@cache
def _instrument_name(key: str) -> str:
    return next((found.short or found.name for found in load_instruments() if found.id == key), key)


def measure(graph: NamedNode, key: str, record: MeasureRecord) -> Iterator[Quad]:
    """An institutional, policy, practice or other legislative measure."""
    mandate_of = iris.body(record.state, record.mandate_of) if record.mandate_of else None
    kind = iris.concept("measure", record.measure_kind) if record.measure_kind else None
    return describe(
        graph,
        iris.measure(record.state, record.key),
        (upr.Measure, MEASURE_CLASSES[record.kind]),
        (
            (upr.takenBy, node(iris.state(record.state))),
            (upr.date, day(record.date)),
            *things(upr.resultsIn, record.results_in),
            *((upr.addressesNorm, node(iris.instrument(norm))) for norm in record.norms),
            *things(upr.carriedOutThrough, record.carried_out_through),
            (upr.mandateOf, iri(mandate_of)),
            *things(upr.fulfils, record.fulfils),
            (upr.measureKind, iri(kind)),
            (skos.prefLabel, text(record.title)),
            *sourced(key, record),
        ),
    )
