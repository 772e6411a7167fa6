"""The curated tables: which columns each has, and which of them tell it from the others.

The same list in words, for whoever fills in a table, is graph_loader/curated/README.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_SOURCE: Final = ("source_url", "standing", "note")
_OF_DATABASE: Final = frozenset(
    {
        *("response", "response_to_recommendation", "recommending_state", "recommending_states"),
        *("rs", "sur", "from", "to", "state_under_review"),
    }
)
"""Columns of databases with a row for each recommendation and its wording, which other readers read."""


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of table."""

    kind: str
    """Also the field of `SourceReading` that its rows go to."""
    marks: tuple[frozenset[str], ...]
    """The table is recognised where all columns of one of these sets are there."""
    required: tuple[tuple[str, ...], ...]
    """Columns that must be there, each with its alternatives."""
    optional: tuple[str, ...]
    unless: frozenset[str] = frozenset()
    """Columns that tell it is another table."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Other names of columns, in lists made by other people."""

    @property
    def columns(self) -> frozenset[str]:
        """Every column that is read."""
        return frozenset(self.optional).union(*self.required)


def _marks(*sets: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(names.split()) for names in sets)


def _each(names: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(name.split("|")) for name in names.split())


TABLES: Final = (
    Table(
        "tallies",
        _marks("supported noted", "total supported"),
        _each("review document total|supported|noted"),
        ("other", "noted_wording", "as_of", "paragraph", *_SOURCE),
        unless=frozenset({"number"}),
    ),
    Table(
        "claims",
        _marks("state claimed_by", "claimed_by review"),
        _each("state key claimed_by review summary document"),
        ("measures", "subjects", "recommendations", "paragraph", "date", *_SOURCE),
    ),
    Table(
        "statements",
        _marks("stated_by kind", "stated_by summary"),
        _each("key review kind stated_by summary"),
        ("status", "asks_for", "document", "paragraph", "date", *_SOURCE),
    ),
    Table(
        "recommendations",
        _marks("number states", "review number text", "review number summary"),
        _each("review number states text|summary"),
        (
            *("refers_to", "listed_in"),
            *("status", "document", "stated_on", "paragraph", "note"),
            *("final_status", "final_document"),
        ),
        aliases={
            "paragraph": "number",
            "paragraph_number": "number",
            "recommendation_number": "number",
            "sponsors": "states",
            "recommending_states": "states",
            "recommending_state": "states",
            "recommending_state_s": "states",
            "recommendation": "text",
            "instruments": "refers_to",
            "position": "status",
            "response": "status",
            "source_of_position": "document",
            "final_position": "final_status",
            "final_source": "final_document",
        },
    ),
    Table(
        "positions",
        _marks("number status document", "number status review"),
        _each("review number status document"),
        ("stated_on", "paragraph", "note"),
        aliases={"position": "status", "response": "status"},
    ),
    Table(
        "links",
        _marks("recommendation relation", "recommendation target"),
        _each("recommendation relation target basis"),
        ("method", "version", "score", *_SOURCE),
    ),
    Table(
        "treaty_acts",
        _marks("instrument act"),
        _each("state instrument act date"),
        _SOURCE,
    ),
    Table(
        "accreditations",
        _marks("state body status"),
        _each("state body status valid_from"),
        _SOURCE,
    ),
    Table(
        "counts",
        _marks("review kind count"),
        _each("review kind count document"),
        ("as_of", "paragraph", *_SOURCE),
    ),
    Table(
        "documents",
        _marks("kind symbol", "kind key url"),
        _each("key|symbol kind"),
        ("title", "date", "url", "review", "prepared_by", "contributors", "standing", "note"),
        unless=frozenset({"state"}),
        aliases={"source_url": "url"},
    ),
    Table(
        "plan_items",
        _marks("state plan number"),
        _each("state plan number title"),
        ("deadline", "recommendations", "indicator", *_SOURCE),
    ),
    Table(
        "plans",
        _marks(
            "state title plan_for",
            "state title valid_from",
            "state title valid_to",
            "state title date number",
        ),
        _each("state title"),
        ("key", "date", "number", "valid_from", "valid_to", "plan_for", *_SOURCE),
    ),
    Table(
        "laws",
        _marks(
            "state title number",
            "state title in_force_from",
            "state title amends",
            "state title repeals",
            "state title concerns_treaty",
        ),
        _each("state kind title"),
        (
            *("key", "date", "number", "in_force_from", "amends", "repeals", "concerns_treaty"),
            *("title_ru", "title_kk", *_SOURCE),
        ),
    ),
    Table(
        "bodies",
        _marks("state kind name"),
        _each("state kind name"),
        ("key", "date", "parent", "valid_from", "valid_to", "name_ru", "name_kk", *_SOURCE),
    ),
    Table(
        "measures",
        _marks("state kind title"),
        _each("state kind title"),
        (
            *("key", "date", "results_in", "norms", "carried_out_through", "mandate_of", "fulfils"),
            *("measure_kind", *_SOURCE),
        ),
    ),
    Table(
        "reviews",
        _marks("state cycle"),
        _each("state cycle"),
        ("session", "review_date", "adoption_date", "list_complete", "troika", *_SOURCE),
        unless=_OF_DATABASE,
    ),
    Table(
        "classifications",
        _marks(
            "recommendation themes",
            "recommendation groups",
            "recommendation action",
            "recommendation sdg_targets",
        ),
        _each("recommendation"),
        ("themes", "groups", "action", "sdg_targets", "method", "basis", *_SOURCE),
        unless=_OF_DATABASE,
    ),
    Table(
        "assessments",
        _marks("recommendation rating", "recommendation assessed_by"),
        _each("recommendation assessed_by rating"),
        ("as_of", "document", "paragraph", "evidence", *_SOURCE),
    ),
    Table(
        "responsibilities",
        _marks("state body role", "body role target"),
        _each("state body role target basis"),
        ("valid_from", "valid_to", *_SOURCE),
    ),
    Table(
        "consultations",
        _marks(
            "state title platform",
            "state title organizer",
            "state title chairs",
            "state title participants",
            "state title discussed",
            "state title date_basis",
        ),
        _each("state key title date"),
        ("date_basis", "platform", "organizer", "chairs", "participants", "discussed", *_SOURCE),
    ),
    Table(
        "posts",
        _marks("state name body"),
        _each("state key name body"),
        _SOURCE,
    ),
    Table(
        "body_changes",
        _marks("state key from to", "state date from to"),
        _each("state key date from to"),
        _SOURCE,
    ),
)
"""Where a header fits several equally well, it belongs to the first: the most telling columns first."""
