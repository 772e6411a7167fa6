"""The curated tables: their columns, and which table a header row belongs to.

A table is recognised by the names of its columns, never by the name of its file. The same list in
words, for whoever fills in a table, is graph_loader/curated/README.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

_SOURCE: Final = ("source_url", "standing", "note")

IGNORED: Final = frozenset({"fact"})
"""Columns that may stand in any table and are not read: `fact` names a row of the research notes."""


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
        ("other", "as_of", "paragraph", *_SOURCE),
        unless=frozenset({"number"}),
    ),
    Table(
        "recommendations",
        _marks("number states", "review number text", "review number summary"),
        _each("review number states text|summary"),
        (
            "refers_to",
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
        ("method", "source_url", "standing"),
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
        "documents",
        _marks("kind symbol", "kind key url"),
        _each("key|symbol kind"),
        ("title", "date", "url", "review", "standing", "note"),
        unless=frozenset({"state"}),
        aliases={"source_url": "url"},
    ),
    Table(
        "plans",
        _marks("state title plan_for", "state title valid_from", "state title valid_to"),
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
        ("key", "date", "number", "in_force_from", "amends", "repeals", "concerns_treaty", *_SOURCE),
    ),
    Table(
        "bodies",
        _marks("state kind name"),
        _each("state kind name"),
        ("key", "date", *_SOURCE),
    ),
    Table(
        "measures",
        _marks("state kind title"),
        _each("state kind title"),
        ("key", "date", "results_in", *_SOURCE),
    ),
    Table(
        "reviews",
        _marks("state cycle"),
        _each("state cycle"),
        ("session", "review_date", "adoption_date", "list_complete", "troika", *_SOURCE),
    ),
)
"""In the order in which a header is tried: the most telling columns first."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header row that belongs to a table."""

    table: Table
    names: tuple[str | None, ...]
    """Name of the table's column at each position; None where the column is not read."""
    titles: Mapping[str, str]
    """Name of each of these columns as the file writes it."""
    unread: tuple[str, ...]
    """Columns nobody knows, as written."""
    doubled: tuple[str, ...]
    """Columns of the table that several columns of the file claim to be."""

    def missing(self, given: frozenset[str] = frozenset()) -> list[str]:
        """Required columns that are neither there nor `given` from outside, alternatives joined by ` or `."""
        present = given.union(name for name in self.names if name)
        return [" or ".join(names) for names in self.table.required if present.isdisjoint(names)]


def recognise(cells: Sequence[str]) -> Header | None:
    """The table whose header this row is, or None where it is no header of ours.

    Case, spaces and punctuation in column names do not count: `Review date` is `review_date`.
    """
    written = [_snake_case(cell) for cell in cells]
    return next((header for table in TABLES if (header := _match(table, written, cells))), None)


def _match(table: Table, written: Sequence[str], cells: Sequence[str]) -> Header | None:
    aliases = {alias: name for alias, name in table.aliases.items() if name not in written}
    names = [aliases.get(name, name) for name in written]
    if table.unless.intersection(names) or not any(marks.issubset(names) for marks in table.marks):
        return None
    read = tuple(name if name in table.columns else None for name in names)
    return Header(
        table=table,
        names=read,
        titles={name: cell for name, cell in zip(read, cells, strict=True) if name},
        unread=tuple(
            cell.strip() or f"the {position}. column, which has no name"
            for position, (cell, name) in enumerate(zip(cells, names, strict=True), start=1)
            if name not in table.columns and name not in IGNORED
        ),
        doubled=tuple(sorted(name for name, count in Counter(read).items() if name and count > 1)),
    )


def _snake_case(cell: str) -> str:
    return re.sub(r"[\W_]+", "_", cell.lower()).strip("_")
