"""Records of a review: recommendations, positions, documents and what they count."""

from __future__ import annotations

from dataclasses import dataclass

from graph_loader.records_common import Sourced, Standing, Status


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
class PartRecord:
    """One of several wordings under one number, with the States that asked for it."""

    text: str
    states: tuple[str, ...]


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
    document: str | None = None
    """Symbol of the document that states it, where a list or a database names that."""
    parts: tuple[PartRecord, ...] = ()
    """The wordings that the number joins; empty where it has one."""

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
    reason: str | None = None
    """The State's own words on this recommendation, English."""
    primary_source: str | None = None
    """Symbol of the document that `document`, a list or a database, names as its source."""


@dataclass(frozen=True, slots=True)
class ItemPositionRecord:
    """What the State said of a recommendation that the document names by its item alone: 7 of 126.7.

    Which recommendation it is shows when the review's list is at hand: the rule `answers-by-item` finds it.
    """

    review: str
    item: str
    status: Status
    document: str
    stated_on: str | None = None
    paragraph: str | None = None
    note: str | None = None
    place: str = ""
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """A recommendation as a database keeps it: without its paragraph number, under a key of its own."""

    review: str
    entry: str
    """`upr-info-3f2a9c1b04d7`: the database, and a digest of what makes the entry one."""
    states: tuple[str, ...]
    text: str
    place: str = ""

    @property
    def key(self) -> str:
        """`KAZ-2-upr-info-3f2a9c1b04d7`: in the place of `KAZ-2-126.27` until that is found."""
        return f"{self.review}-{self.entry}"


@dataclass(frozen=True, slots=True)
class PledgeRecord:
    """What the State under review pledged of its own accord."""

    review: str
    pledge: str
    """`upr-info-3f2a9c1b04d7`, or a number."""
    text: str
    place: str = ""

    @property
    def key(self) -> str:
        """`KAZ-2-pledge-upr-info-3f2a9c1b04d7`."""
        return f"{self.review}-pledge-{self.pledge}"


@dataclass(frozen=True, slots=True)
class TallyRecord(Sourced):
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
    noted_wording: str | None = None
    """The source's own word for `noted`, such as `taken into account`."""


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
    prepared_by: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    """Paths of agents below `id/`: `state/KAZ`, `body/KAZ/ministry-of-justice`."""


@dataclass(frozen=True, slots=True)
class DeclaredCountRecord(Sourced):
    """How many documents of one kind another document says there are for a review."""

    review: str
    kind: str
    """Notation of the document-kind scheme: `stakeholder-submission`."""
    count: int
    document: str
    """Key of the document that says so."""
    as_of: str | None = None
    paragraph: str | None = None


@dataclass(frozen=True, slots=True)
class LabelRecord:
    """A label that a document gives a recommendation, as a concept of the scheme of its generation."""

    scheme: str
    """`ohchr-theme-plain`, `upr-info-issue`, `affected-group` … (ontology/vocab)."""
    key: str
    """Last part of the concept's IRI."""
    label: str
    """As the document writes it."""
    is_new: bool = False
    """True where the scheme does not know it: then the source's graph describes it."""


@dataclass(frozen=True, slots=True)
class ClassificationRecord:
    """What a recommendation is about, as whoever made the table judges: the graph says who that was."""

    recommendation: str
    themes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    action: str | None = None
    """Notations of the schemes theme, affected-group and action (ontology/vocab)."""
    sdgs: tuple[str, ...] = ()
    """Goals (`16`) and targets (`16.3`) of the 2030 Agenda."""
    labels: tuple[LabelRecord, ...] = ()
    """Labels of the source's own schemes, as `graph_loader.labels` finds them."""
