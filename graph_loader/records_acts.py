"""Records of what was done: laws, treaty acts, other measures, and the bodies that did it."""

from __future__ import annotations

from dataclasses import dataclass

from graph_loader.records_common import Sourced


@dataclass(frozen=True, slots=True)
class LawRecord(Sourced):
    """A law, decree or code, and with it the act of adopting it."""

    state: str
    key: str
    """`2023-06-07-8-VIII`: date and number; a slug where either is unknown."""
    kind: str
    """Notation of the law scheme (ontology/vocab/law.ttl): `law`, `code`, `decree` …"""
    title: str
    """In English; the titles in the languages of the law are below."""
    date: str | None = None
    number: str | None = None
    in_force_from: str | None = None
    amends: tuple[str, ...] = ()
    repeals: tuple[str, ...] = ()
    """Keys of laws of the same State."""
    concerns_treaty: str | None = None
    """Instrument whose ratification (or signature) this act approves."""
    title_ru: str | None = None
    title_kk: str | None = None


@dataclass(frozen=True, slots=True)
class TreatyActRecord(Sourced):
    """An act of a State towards a treaty, its effect, or a statement of how the State stood towards it."""

    state: str
    instrument: str
    act: str
    """A key of `mapping_facts.TREATY_ACT_CLASSES`: `signature`, `ratification`, `deposit` (consent whose form
    the source does not tell), `entry-into-force`, `party`, `not-party` …; domestic laws are `LawRecord`s."""
    date: str | None
    """Day of the act, or the day as of which a statement holds; None only for a statement whose source does
    not tell."""
    consent_date: str | None = None
    """When the State consented, where a statement that it was a party tells it: `2022`."""


@dataclass(frozen=True, slots=True)
class MeasureRecord(Sourced):
    """Another dated act or course of action: institutional, policy, practice, not being party to a treaty."""

    state: str
    key: str
    kind: str
    title: str
    date: str | None = None
    results_in: tuple[str, ...] = ()
    """Things brought about, as paths below `id/`: `law/KAZ/…`, `body/KAZ/…`, `plan/KAZ/…`."""
    norms: tuple[str, ...] = ()
    """Instruments and provisions it is aimed at: `crpd`, `paris-principles/B.2`."""
    carried_out_through: tuple[str, ...] = ()
    """Paths of the measures by which it was done: `measure/KAZ/adoption-…`."""
    mandate_of: str | None = None
    """Key of the body whose mandate an institutional measure sets or changes."""
    fulfils: tuple[str, ...] = ()
    """Paths of items of plans: `plan-item/KAZ/…/1`."""
    measure_kind: str | None = None
    """Notation of the scheme of kinds of measures (ontology/vocab/measure.ttl)."""


@dataclass(frozen=True, slots=True)
class BodyRecord(Sourced):
    """A ministry, court, institution or organization."""

    state: str
    key: str
    kind: str
    """`government-body`, `nhri`, `civil-society`, `dialogue-platform`, `intergovernmental`, `other`."""
    name: str
    date: str | None = None
    """Founding, as exact as the source."""
    parent: str | None = None
    """Key of the body that it is part of."""
    valid_from: str | None = None
    valid_to: str | None = None
    """Period in which it had this name and form."""
    name_ru: str | None = None
    name_kk: str | None = None


@dataclass(frozen=True, slots=True)
class AccreditationRecord(Sourced):
    """A status or membership of a national human rights institution from a date on."""

    state: str
    body: str
    status: str
    """`A`, `B`, `C`, or `apf-associate`."""
    valid_from: str


@dataclass(frozen=True, slots=True)
class PostRecord(Sourced):
    """An office in a body, whoever holds it."""

    state: str
    key: str
    name: str
    body: str


@dataclass(frozen=True, slots=True)
class BodyChangeRecord(Sourced):
    """A renaming, merger or division: the bodies before and those after."""

    state: str
    key: str
    date: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    """Keys of bodies of the same State."""
