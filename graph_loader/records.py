"""Frozen records: what readers hand to the mapping.

Keys, not IRIs: a State is its ISO 3166-1 alpha-3 code, a review is `KAZ-2` (State and cycle), a
recommendation `KAZ-2-126.27`, a document its UN symbol (or another key of `iris.document`).
Dates are text as exact as the source and no more: `2014-10-30`, `2012-03` or `2009`.
The records stand in a module a concern (`records_review`, `records_acts` …); all are to be had from here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Quad

from graph_loader.records_acts import (
    AccreditationRecord,
    BodyChangeRecord,
    BodyRecord,
    LawRecord,
    MeasureRecord,
    PostRecord,
    TreatyActRecord,
)
from graph_loader.records_common import (
    Problem,
    ProblemSeverity,
    Sourced,
    Standing,
    Status,
    cycle_of_session,
    sort_key,
)
from graph_loader.records_council import InterventionRecord, SpeakerRecord
from graph_loader.records_plans import (
    AssessmentRecord,
    PlanItemRecord,
    PlanRecord,
    ResponsibilityRecord,
)
from graph_loader.records_review import (
    ClassificationRecord,
    DeclaredCountRecord,
    DocumentRecord,
    EntryRecord,
    ItemPositionRecord,
    LabelRecord,
    PartRecord,
    PledgeRecord,
    PositionRecord,
    RecommendationRecord,
    ReviewRecord,
    TallyRecord,
)
from graph_loader.records_statements import (
    ClaimRecord,
    ConsultationRecord,
    LinkRecord,
    StatementRecord,
)

__all__ = [
    "AccreditationRecord",
    "AssessmentRecord",
    "BodyChangeRecord",
    "BodyRecord",
    "ClaimRecord",
    "ClassificationRecord",
    "ConsultationRecord",
    "DeclaredCountRecord",
    "DocumentRecord",
    "EntryRecord",
    "InterventionRecord",
    "ItemPositionRecord",
    "LabelRecord",
    "LawRecord",
    "LinkRecord",
    "MeasureRecord",
    "PartRecord",
    "PlanItemRecord",
    "PlanRecord",
    "PledgeRecord",
    "PositionRecord",
    "PostRecord",
    "Problem",
    "ProblemSeverity",
    "RecommendationRecord",
    "ResponsibilityRecord",
    "ReviewRecord",
    "SourceReading",
    "Sourced",
    "SpeakerRecord",
    "Standing",
    "StatementRecord",
    "Status",
    "TallyRecord",
    "TreatyActRecord",
    "cycle_of_session",
    "sort_key",
]


_FURTHER: Final = {
    "pledges": "pledges",
    "treatyActs": "treaty_acts",
    "laws": "laws",
    "measures": "measures",
    "bodies": "bodies",
    "planItems": "plan_items",
    "responsibilities": "responsibilities",
    "assessments": "assessments",
    "consultations": "consultations",
    "statements": "statements",
    "claims": "claims",
    "links": "links",
    "tallies": "tallies",
}
"""Fields of a reading whose number is told where there is anything, by the name in `counts`."""


@dataclass(frozen=True, slots=True)
class SourceReading:
    """All that was read from one file, and what could not be read.

    A reading with a problem of severity `error` is never stored.
    """

    format: str
    """Name of the reader's format (`readers.FORMATS`): `working-group-report`, `table` …"""
    reader: str
    """Reader and version, such as `working-group-report 1`: part of the provenance."""
    key: str
    """Names the graph: a UN symbol (`A/HRC/28/10`), with the review for a section, or `table/KAZ/laws`."""
    document: DocumentRecord | None = None
    reviews: tuple[ReviewRecord, ...] = ()
    recommendations: tuple[RecommendationRecord, ...] = ()
    positions: tuple[PositionRecord, ...] = ()
    tallies: tuple[TallyRecord, ...] = ()
    documents: tuple[DocumentRecord, ...] = ()
    laws: tuple[LawRecord, ...] = ()
    treaty_acts: tuple[TreatyActRecord, ...] = ()
    measures: tuple[MeasureRecord, ...] = ()
    bodies: tuple[BodyRecord, ...] = ()
    accreditations: tuple[AccreditationRecord, ...] = ()
    plans: tuple[PlanRecord, ...] = ()
    links: tuple[LinkRecord, ...] = ()
    counts: tuple[DeclaredCountRecord, ...] = ()
    classifications: tuple[ClassificationRecord, ...] = ()
    posts: tuple[PostRecord, ...] = ()
    body_changes: tuple[BodyChangeRecord, ...] = ()
    plan_items: tuple[PlanItemRecord, ...] = ()
    responsibilities: tuple[ResponsibilityRecord, ...] = ()
    assessments: tuple[AssessmentRecord, ...] = ()
    claims: tuple[ClaimRecord, ...] = ()
    statements: tuple[StatementRecord, ...] = ()
    consultations: tuple[ConsultationRecord, ...] = ()
    entries: tuple[EntryRecord, ...] = ()
    pledges: tuple[PledgeRecord, ...] = ()
    item_positions: tuple[ItemPositionRecord, ...] = ()
    interventions: tuple[InterventionRecord, ...] = ()
    quads: tuple[Quad, ...] = ()
    """Statements of an RDF file, in the graph of `key`."""
    problems: tuple[Problem, ...] = field(default=())

    @property
    def pairs(self) -> int:
        """Number of (recommendation, recommending State) pairs."""
        listed: list[RecommendationRecord | EntryRecord] = [*self.recommendations, *self.entries]
        return sum(len(one.states) for one in listed)

    @property
    def found(self) -> dict[str, int]:
        """How much was found, by the names of `counts` in `add --json`; of further things what is there."""
        further = {name: len(getattr(self, field)) for name, field in _FURTHER.items()}
        return {
            "recommendations": len(self.recommendations) + len(self.entries),
            "pairs": self.pairs,
            "positions": len(self.positions) + len(self.item_positions),
            **{name: number for name, number in (further | self._joined()).items() if number},
        }

    def _joined(self) -> dict[str, int]:
        """How many wordings there are where numbers join several: UPR Info counts each by itself."""
        if not any(one.parts for one in self.recommendations):
            return {}
        parts = [
            part
            for one in self.recommendations
            for part in one.parts or (PartRecord(one.text or one.key, one.states),)
        ]
        return {
            "texts": len({part.text.casefold() for part in parts}),
            "textPairs": sum(len(part.states) for part in parts),
        }

    @property
    def about_reviews(self) -> frozenset[str]:
        """Keys of the reviews that the records are about."""
        found = {review.key for review in self.reviews}
        listed: list[RecommendationRecord | EntryRecord] = [*self.recommendations, *self.entries]
        found.update(one.review for one in listed)
        found.update(pledge.review for pledge in self.pledges)
        found.update(position.review for position in self.item_positions)
        found.update("-".join(position.recommendation.split("-")[:2]) for position in self.positions)
        return frozenset(found)
