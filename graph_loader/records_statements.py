"""Records of what people and software say of recommendations: links, themes, claims, statements, meetings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graph_loader.records_common import Sourced, Status


@dataclass(frozen=True, slots=True)
class LinkRecord(Sourced):
    """A link between a recommendation and another thing, with its reason."""

    recommendation: str
    relation: str
    """`addresses`, `resulted-in-body`, `open-since`, `refers-to`, `repeats`, `similar-to`."""
    target: str
    """Path below `id/`: `measure/KAZ/…`, `body/KAZ/…`, `instrument/…`, `recommendation/…`."""
    basis: str
    method: Literal["manual", "software"] = "manual"
    version: str | None = None
    """Of the software that made the link."""
    score: str | None = None
    """How sure that software is, from 0 to 1, as a decimal number in digits."""


@dataclass(frozen=True, slots=True)
class ClaimRecord(Sourced):
    """What a State or a body says that it did about recommendations of a review."""

    state: str
    key: str
    claimed_by: str
    """Path of the agent that says so: `body/KAZ/ministry-of-foreign-affairs`."""
    review: str
    summary: str
    """Our own words, English."""
    measures: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    """Paths of the measures it points to, and of other things it is about."""
    recommendations: tuple[str, ...] = ()
    document: str | None = None
    paragraph: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class StatementRecord(Sourced):
    """What one agent says that it recommended, or what the State under review answered: never counted."""

    key: str
    review: str
    kind: Literal["recommendation", "position"]
    stated_by: str
    """Path of the agent: `state/NOR`, `body/KAZ/…`."""
    summary: str
    """Our own words, English."""
    status: Status | None = None
    """The answer that an account of a position tells; None for a recommendation."""
    asks_for: tuple[str, ...] = ()
    """Instruments and provisions that a recommendation asks for."""
    document: str | None = None
    paragraph: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class ConsultationRecord(Sourced):
    """A meeting in which the preparation or the follow-up of a review was discussed."""

    state: str
    key: str
    title: str
    date: str
    date_basis: str | None = None
    """How the date was told, where the source does not give all of it."""
    platform: str | None = None
    organizer: str | None = None
    """Keys of bodies of the same State."""
    chairs: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    discussed: tuple[str, ...] = ()
    """Paths below `id/`."""
