"""What every kind of spreadsheet is read into: sheets of numbered rows of text, within limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ontology.errors import SourceError

LONGEST_CELL: Final = 131_072
"""Characters of the longest cell that is read: four times what Excel allows."""
MOST_COLUMNS: Final = 2_000
MOST_ROWS: Final = 1_048_576
"""Rows of the longest sheet that is read: as many as Excel has."""
MOST_CELLS: Final = 30_000_000
"""Cells of the largest sheet that is read, the empty ones that it writes out too."""

# Control characters, which no answer in XML could carry (XML 1.0, 2.2) and exports hold as stray line breaks;
# and what turns the order of text around (Unicode Standard Annex 9, 2.1 to 2.4).
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\u202a-\u202e\u2066-\u2069]")

_ERRORS: Final = frozenset(
    {"#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that holds something: its number, from 1 as spreadsheet programs count, and its cells as text.

    Dates are ISO 8601 text as exact as the cell, whole numbers have no decimal point, blank cells are "".
    """

    number: int
    cells: tuple[str, ...]
    fractions: tuple[int, ...] = ()
    """Cells, from 0, that a workbook keeps as numbers with a fraction, in which 126.10 is 126.1."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name (empty for separated text) and its rows, which can be gone through once."""

    name: str
    rows: Iterator[SheetRow]
    hidden: bool = False
    """Whether the workbook hides it from its readers."""

    def place(self, row: int) -> str:
        """Fragment of a row: `row=12` (RFC 7111) for separated text, `Sheet1!12` in a workbook."""
        return f"{self.name}!{row}" if self.name else f"row={row}"


def clean(cell: str) -> str:
    """A cell without the characters that no answer could carry; what separated words separates them still."""
    return _FORBIDDEN.sub(" ", cell) if _FORBIDDEN.search(cell) else cell


def holds_something(cells: tuple[str, ...] | list[str]) -> bool:
    """Whether a row has a cell that is not blank."""
    return any(cell and not cell.isspace() for cell in cells)


def trimmed(cells: list[str]) -> tuple[str, ...]:
    """A row without the empty cells at its end."""
    last = len(cells)
    while last and not cells[last - 1]:
        last -= 1
    return tuple(cells[:last])


def is_error_value(cell: str) -> bool:
    """Whether a cell holds what a spreadsheet program shows in place of a value that it cannot work out.

    Excel makes `#NAME?` of a text that begins with a hyphen when it opens it as CSV.
    """
    return cell[:1] == "#" and cell.strip().upper() in _ERRORS


def column_letters(number: int) -> str:
    """Letters of a column by its number, from 1: `A`, `Z`, `AA`."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Number of a column by its letters, `A` is 1; 0 for what is none."""
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        return 0
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def refused(name: str, what: str, place: str = "") -> SourceError:
    """The error for a spreadsheet that cannot be read: what is wrong with it and what to do."""
    return SourceError(f"{name}: {what} Nothing was stored.", f"{name}#{place}" if place else name)
