"""Records of plans and duties, and of how far recommendations are said to be implemented."""

from __future__ import annotations

from dataclasses import dataclass

from graph_loader.records_common import Sourced


@dataclass(frozen=True, slots=True)
class PlanRecord(Sourced):
    """An action plan, and what it is for."""

    state: str
    key: str
    title: str
    date: str | None = None
    number: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    plan_for: str | None = None
    """Review whose recommendations it covers."""


@dataclass(frozen=True, slots=True)
class PlanItemRecord(Sourced):
    """One numbered measure of an action plan."""

    state: str
    plan: str
    number: str
    title: str
    deadline: str | None = None
    recommendations: tuple[str, ...] = ()
    """Recommendations that it is to carry out."""
    indicator: str | None = None
    """How its completion is told, in words."""


@dataclass(frozen=True, slots=True)
class ResponsibilityRecord(Sourced):
    """The duty of one body for one thing, in one role."""

    state: str
    body: str
    role: str
    """Notation of the role scheme (ontology/vocab/role.ttl): `lead`, `co-executor` …"""
    target: str
    """Path below `id/`: `law/KAZ/…`, `plan-item/KAZ/…/1`."""
    basis: str
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class AssessmentRecord(Sourced):
    """The judgment of one assessor of how far a recommendation is implemented."""

    recommendation: str
    assessed_by: str
    """Path of an agent: `state/KAZ`, `body/KAZ/…`."""
    rating: str
    """Notation of the rating scheme (ontology/vocab/rating.ttl)."""
    as_of: str | None = None
    document: str | None = None
    paragraph: str | None = None
    evidence: tuple[str, ...] = ()
    """Paths of measures, laws and documents that it relies on."""
