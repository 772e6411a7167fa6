"""Cells merged downwards: what stands in the first of them is meant for the rows of all.

Of cells merged across, such as a title over the table, the first alone has the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from graph_loader.sources.spreadsheet_rows import column_number

_PIECE: Final = 1 << 20
_LONGEST_TAG: Final = 300
_LARGEST: Final = 64 << 20
"""Bytes of the largest sheet that is looked through: people merge cells, and do not write more."""
_MOST: Final = 100_000
"""Ranges of a sheet that are looked at."""
_RANGE: Final = re.compile(
    rb'<(?:\w{1,20}:)?mergeCell\s[^<>]{0,200}?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"'
)

Range = tuple[int, int, int]
"""First row, last row, from 1 as spreadsheet programs count, and the column of the first cell, from 0."""


class MergedCells:
    """Ranges of one sheet, whose rows are filled in their order."""

    def __init__(self, ranges: Iterable[Range]) -> None:
        self._starts: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for first, last, column in ranges:
            if last > first:
                self._starts[first].append((last, column))
        self._held: dict[int, tuple[int, str]] = {}
        """By column, the last row of the range that the row before was in, and what stands in it."""

    def fill(self, number: int, cells: list[str]) -> None:
        """Put into the blank cells of a row what the ranges that it lies in have in their first cells.

        To be called for each row that holds something of its own; a row with nothing else is no row.
        """
        for column, (last, text) in list(self._held.items()):
            if number > last:
                del self._held[column]
            elif column >= len(cells):
                cells += [""] * (column + 1 - len(cells))
                cells[column] = text
            elif not cells[column]:
                cells[column] = text
        for last, column in self._starts.pop(number, ()):
            if column < len(cells) and cells[column]:
                self._held[column] = (last, cells[column])


def ranges_in(part: BinaryIO, columns: int) -> Iterator[Range]:
    """The merged ranges that a sheet's part lists (ECMA-376 part 1, 18.3.1.55), of the first columns.

    They stand behind the rows, so that the part is gone through once more; as bytes, which takes little time.
    """
    before, found = b"", 0
    for _ in range(_LARGEST // _PIECE):
        if not (piece := part.read(_PIECE)):
            return
        text = before + piece
        end = 0
        for one in _RANGE.finditer(text):
            end = one.end()
            column = column_number(one[1].decode())
            if column <= columns and found < _MOST:
                found += 1
                yield int(one[2]), int(one[4]), column - 1
        before = text[max(end, len(text) - _LONGEST_TAG) :]
