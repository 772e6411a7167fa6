"""The tables of a file of treaty status: heading, columns and rows of each."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from graph_loader.sources.treaty_columns import Columns, is_header, read_columns
from graph_loader.sources.treaty_names import find_instrument, participant
from graph_loader.sources.treaty_rows import TableRow

_MOST_HEADING_LINES: Final = 200
_BELOW: Final = re.compile(
    r"\s*\(?(?:declarations?|reservations?|objections?|(?:end ?)?notes?\b|territorial|notifications?"
    r"|unless otherwise|go to top|source\s*:|déclarations?|réserves?)",
    re.IGNORECASE,
)
"""How what stands below a table begins."""
_COUNT: Final = re.compile(r"(signatories|parties)\s*:\s*(\d{1,4})\b", re.IGNORECASE)


@dataclass(slots=True)
class Table:
    """A table, and the lines above it."""

    heading: tuple[str, ...]
    columns: Columns
    place: str
    """Where the names of its columns stand."""
    rows: list[TableRow] = field(default_factory=list)

    def cell(self, row: TableRow, index: int | None) -> str:
        """A cell of a row; empty where there is no such column."""
        return row.cells[index] if index is not None and index < len(row.cells) else ""

    def counts(self) -> dict[str, int]:
        """How many signatories and parties the heading declares."""
        return {
            found[1].casefold(): int(found[2])
            for line in self.heading
            for found in _COUNT.finditer(line[:400])
        }


def tables(rows: Iterable[TableRow]) -> Iterator[Table]:
    """Every table of a file; what stands between two is the heading of the second.

    A table ends at a line that is no row of it, such as the title of the declarations below it; its header
    may be repeated, as on every page of a print.
    """
    heading: deque[str] = deque(maxlen=_MOST_HEADING_LINES)
    table: Table | None = None
    ended = True
    for row in rows:
        if is_header(row.cells):
            columns = read_columns(row.cells)
            if table is not None and columns.names == table.columns.names and (not ended or not heading):
                ended = False
                continue
            if table is not None:
                yield table
            table, ended = Table(tuple(heading), columns, row.place), False
            heading.clear()
        elif table is not None and not ended and _belongs(table, row):
            table.rows.append(row)
        else:
            ended = True
            heading.append(row.line)
    if table is not None:
        yield table


def _belongs(table: Table, row: TableRow) -> bool:
    """Whether a row is of the table: with a cell beside its names, or a participant or treaty alone."""
    if _BELOW.match(row.line):
        return False
    columns = table.columns
    names = {columns.participant, *columns.treaties}
    if any(cell for index, cell in enumerate(row.cells) if index not in names):
        return True
    if columns.participant is None:
        return any(find_instrument(table.cell(row, index)) for index in columns.treaties)
    _, code, kind = participant(table.cell(row, columns.participant))
    return bool(code or kind)
