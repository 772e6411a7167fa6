"""Frozen records: what readers hand to the mapping.

Keys, not IRIs: a State is its ISO 3166-1 alpha-3 code, a review is `KAZ-2` (State and cycle), a
recommendation `KAZ-2-126.27`, a document its UN symbol (or another key of `iris.document`).
Dates are text as exact as the source and no more: `2014-10-30`, `2012-03` or `2009`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

Status = Literal["supported", "noted", "pending", "partially-supported"]
"""Notations of the position scheme (ontology/vocab/position.ttl)."""

Standing = Literal["confirmed", "partly", "inferred"]
"""How well its source carries a curated fact (ontology/vocab/standing.ttl)."""

ProblemSeverity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to tell the user about a file: an `error` refuses the whole file.

    `place` is the file name with a fragment: `list.csv#row=12`, `report.pdf#page=5`, `report.txt#line=40`.
    """

    severity: ProblemSeverity
    message: str
    place: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """One review of one State in one cycle; unknown values stay None."""

    state: str
    cycle: int
    session: int | None = None
    review_date: str | None = None
    adoption_date: str | None = None
    list_complete: bool = False
    """True where this source lists every recommendation of the review."""
    troika: tuple[str, ...] = ()
    source_url: str | None = None
    standing: Standing | None = None
    """None where a document itself was read: then it needs no judgment of how well it carries a fact."""
    note: str | None = None
    place: str = ""
    """Fragment in the file, such as `row=12`, `page=5` or `line=40`."""

    @property
    def key(self) -> str:
        """`KAZ-2`."""
        return f"{self.state}-{self.cycle}"


@dataclass(frozen=True, slots=True)
class RecommendationRecord:
    """One recommendation, with the States that made it in the order of the source."""

    review: str
    number: str
    states: tuple[str, ...]
    text: str | None = None
    """Wording of the UN document, English; None where only a summary is shipped."""
    summary: str | None = None
    """Our own words, English, at most 20 of them."""
    refers_to: tuple[str, ...] = ()
    """Ids of instruments.csv, or `paris-principles`, or a provision such as `paris-principles/B.2`."""
    suffix: str = ""
    """`a`, `b` … where a UN document uses one number for several recommendations, else empty."""
    place: str = ""

    @property
    def key(self) -> str:
        """`KAZ-2-126.27`, or `KAZ-2-126.3-a` with a suffix."""
        return f"{self.review}-{self.number}" + (f"-{self.suffix}" if self.suffix else "")


@dataclass(frozen=True, slots=True)
class PositionRecord:
    """What the State under review said of one recommendation in one document."""

    recommendation: str
    status: Status
    document: str
    """Symbol of the document that states it."""
    stated_on: str | None = None
    """Day on which the Working Group adopted its report or the Council met, or the addendum's date."""
    paragraph: str | None = None
    note: str | None = None
    """The State's qualification in our words, such as `considered already implemented`."""
    place: str = ""


@dataclass(frozen=True, slots=True)
class TallyRecord:
    """Counts of a review as one document declares them; what it does not say stays None."""

    review: str
    document: str
    total: int | None = None
    supported: int | None = None
    noted: int | None = None
    other: int | None = None
    """Partially supported, pending, under examination."""
    as_of: str | None = None
    paragraph: str | None = None
    standing: Standing = "confirmed"
    source_url: str | None = None
    note: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document that is cited or was read. `symbol` is None for web pages and press."""

    key: str
    """The UN symbol, or a slug for a document without one."""
    kind: str
    """Notation of the document-kind scheme: `working-group-report`, `council-report`, `addendum` …"""
    title: str | None = None
    symbol: str | None = None
    date: str | None = None
    url: str | None = None
    review: str | None = None
    standing: Standing = "confirmed"
    note: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class LawRecord:
    """A law, decree or code, and with it the act of adopting it."""

    state: str
    key: str
    """`2023-06-07-8-VIII`: date and number; a slug where either is unknown."""
    kind: str
    """Notation of the law scheme (ontology/vocab/law.ttl): `law`, `code`, `decree` …"""
    title: str
    date: str | None = None
    number: str | None = None
    in_force_from: str | None = None
    amends: tuple[str, ...] = ()
    repeals: tuple[str, ...] = ()
    """Keys of laws of the same State."""
    concerns_treaty: str | None = None
    """Instrument whose ratification (or signature) this act approves."""
    source_url: str | None = None
    standing: Standing = "confirmed"
    note: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class TreatyActRecord:
    """An act of a State towards a treaty, or its effect."""

    state: str
    instrument: str
    act: str
    """A key of `mapping_facts.TREATY_ACT_CLASSES`: `signature`, `ratification`, `deposit` (consent whose form
    the source does not tell), `entry-into-force`, `not-party` …; domestic laws are `LawRecord`s."""
    date: str
    source_url: str | None = None
    standing: Standing = "confirmed"
    note: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class MeasureRecord:
    """Another dated act or course of action: institutional, policy, practice, not being party to a treaty."""

    state: str
    key: str
    kind: str
    title: str
    date: str | None = None
    results_in: tuple[str, ...] = ()
    """Things brought about, as paths below `id/`: `law/KAZ/…`, `body/KAZ/…`, `plan/KAZ/…`."""
    source_url: str | None = None
    standing: Standing = "confirmed"
    note: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class BodyRecord:
    """A ministry, court, institution or organization."""

    state: str
    key: str
    kind: str
    """`government-body`, `nhri`, `civil-society`, `dialogue-platform`, `intergovernmental`, `other`."""
    name: str
    date: str | None = None
    """Founding, as exact as the source."""
    source_url: str | None = None
    standing: Standing = "confirmed"
    note: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class AccreditationRecord:
    """A status or membership of a national human rights institution from a date on."""

    state: str
    body: str
    status: str
    """`A`, `B`, `C`, or `apf-associate`."""
    valid_from: str
    source_url: str | None = None
    standing: Standing = "confirmed"
    note: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class PlanRecord:
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
    source_url: str | None = None
    standing: Standing = "confirmed"
    note: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """A link from a recommendation to what was done about it, with its reason."""

    recommendation: str
    relation: str
    """`addresses`, `resulted-in-body`, `open-since`."""
    target: str
    """Path below `id/`: `measure/KAZ/…`, `body/KAZ/…`."""
    basis: str
    method: Literal["manual", "software"] = "manual"
    source_url: str | None = None
    standing: Standing = "confirmed"
    place: str = ""


@dataclass(frozen=True, slots=True)
class SourceReading:
    """All that was read from one file, and what could not be read.

    A reading with a problem of severity `error` is never stored.
    """

    format: str
    """`working-group-report`, `council-report` or `table`."""
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
    problems: tuple[Problem, ...] = field(default=())

    @property
    def pairs(self) -> int:
        """Number of (recommendation, recommending State) pairs."""
        return sum(len(r.states) for r in self.recommendations)


_NUMBER_PART = re.compile(r"(\d+)")


def sort_key(number: str) -> str:
    """Text that sorts paragraph numbers as people count: `126.9` before `126.10`.

    Every run of digits is padded to five places: `00126.00010`.
    """
    return _NUMBER_PART.sub(lambda m: m.group(1).zfill(5), number)


def cycle_of_session(session: int) -> int:
    """Cycle of a Working Group session.

    Sessions 1-12 are the first cycle, 13-26 the second, 27-40 the third, 41-54 the fourth: 12 sessions
    in four years, then 14 in four and a half (Human Rights Council decision 17/119, resolution 16/21, and
    the calendar of each cycle).
    """
    for cycle, last in ((1, 12), (2, 26), (3, 40), (4, 54)):
        if session <= last:
            return cycle
    return 5
