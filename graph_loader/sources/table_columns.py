"""Which table a header row belongs to.

A table is recognised by the names of its columns, never by the name of its file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from graph_loader.sources.table_kinds import TABLES, Table

IGNORED: Final = frozenset({"fact"})
"""Columns that may stand in any table and are not read: `fact` names a row of the research notes."""


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
    runner_up: str | None = None
    """Kind of the table that fits second best."""

    def missing(self, given: frozenset[str] = frozenset()) -> list[str]:
        """Required columns that are neither there nor `given` from outside, alternatives joined by ` or `."""
        present = given.union(name for name in self.names if name)
        return [" or ".join(names) for names in self.table.required if present.isdisjoint(names)]


def recognise(cells: Sequence[str]) -> Header | None:
    """The table whose header this row is, or None where it is no header of ours.

    Of several whose marks are there it is the one that misses the fewest required columns, then that which
    leaves the fewest columns unread, then that which asks for more.
    Case, spaces and punctuation in column names do not count: `Review date` is `review_date`.
    """
    written = [_snake_case(cell) for cell in cells]
    found = sorted((h for table in TABLES if (h := _match(table, written, cells))), key=_misfit)
    return replace(found[0], runner_up=found[1].table.kind if found[1:] else None) if found else None


def _misfit(header: Header) -> tuple[int, int, int]:
    # The review may be given from outside.
    return len(header.missing(frozenset({"review"}))), len(header.unread), -len(header.table.required)


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
