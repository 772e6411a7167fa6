"""The bytes of a CSV file as numbered rows of cells, whatever a spreadsheet program made of it.

Encodings: UTF-8 with or without byte order mark, UTF-16 with one, else Windows-1252. Line ends: CRLF,
CR or LF. Rows are numbered as in RFC 7111, section 2: the first row is 1, also when it is a header.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from itertools import count
from typing import Final

from ontology.errors import SourceError

LARGEST_FILE: Final = 64 * 1024 * 1024
"""Bytes of the largest file that is read."""
MOST_ROWS: Final = 200_000
"""Rows below the header of the longest table that is read."""
LONGEST_CELL: Final = 20_000
"""Characters of the longest cell that is read."""

_LONGEST_LINE: Final = 1_000_000
_LAST_ROW: Final = 1_048_576  # of a sheet in Excel, which may export all its blank rows
SEPARATORS: Final = (",", ";", "\t")

_UTF16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_EXCEL_SEPARATOR: Final = re.compile(r'"?sep=([,;\t|])"?(?:\r\n|\r|\n)', re.IGNORECASE)
# What XML 1.0 (2.2, Char) leaves out, so that no answer could carry it; white space is folded before.
# And what turns the order of text around (Unicode Standard Annex 9, 2.1 to 2.4): a title reads as another.
_FORBIDDEN: Final = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


_LINE_ENDS: Final = ("\n", "\r")


def decode(data: bytes) -> tuple[str, str]:
    """The text of the file without byte order mark, and the encoding it was read in.

    Raises SourceError when the bytes are in none of the encodings known.
    """
    for encoding in ("utf-16",) if data.startswith(_UTF16_MARKS) else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise SourceError(
        "The file is neither UTF-8, nor UTF-16 with a byte order mark, nor Windows-1252."
        " Save it as CSV UTF-8."
    )


def beginning(data: bytes, size: int) -> str:
    """About the first `size` bytes as text, with replacement characters where they do not decode."""
    start = data[:size]
    return start.decode("utf-16" if start.startswith(_UTF16_MARKS) else "utf-8-sig", errors="replace")


def rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank with its number; white space inside cells is folded to single spaces.

    Blank rows are counted as a spreadsheet program counts them. Raises SourceError with the place
    `row=N` where the CSV is malformed (RFC 4180, section 2, items 5 to 7), cut off or beyond the limits.
    """
    reader = csv.reader(_lines(text), delimiter=separator, strict=True)
    filled = wide = last = 0
    for number in count(2 if _EXCEL_SEPARATOR.match(text) else 1):
        cells = _next(reader, number)
        if cells is None:
            if last < wide and not text.endswith(_LINE_ENDS):
                raise SourceError(cut_off(last, wide), f"row={number - 1}")
            return
        blank = not any(map(str.strip, cells))
        filled += not blank
        if filled > MOST_ROWS + 1 or number > _LAST_ROW:
            message = f"The table has more than {MOST_ROWS:,} rows. Split it, or delete blank rows."
            raise SourceError(message, f"row={number}")
        if blank:
            continue
        wide, last = wide or len(cells), len(cells)
        yield number, [" ".join(cell.split()) for cell in cells]


def cut_off(cells: int, wide: int) -> str:
    """What to tell of a last row that has fewer cells than the others and no end of its line."""
    return (
        f"The file ends within this row, which has {cells} of {wide} cells: it may be cut off. Get the whole"
        " file, or end the row with a line break."
    )


def _next(reader: Iterator[list[str]], number: int) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        raise SourceError(_why(error), f"row={number}") from error
    except SourceError as error:
        raise SourceError(str(error), f"row={number}") from error


def separators(text: str) -> tuple[str, ...]:
    """Separators to try, in this order: the one that an Excel line `sep=;` names, or all that are known."""
    named = _EXCEL_SEPARATOR.match(text)
    return (named.group(1),) if named else SEPARATORS


def cell_fault(cell: str) -> str | None:
    """What is wrong with the characters of a cell, or None."""
    if len(cell) > LONGEST_CELL:
        return (
            f"has {len(cell):,} characters; at most {LONGEST_CELL:,} are read. Is a quotation mark missing?"
        )
    forbidden = _FORBIDDEN.search(cell)
    if forbidden:
        code = f"U+{ord(forbidden.group()):04X}"
        return f"holds the control character {code}. Remove it, or save the table again as CSV UTF-8."
    return None


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends; not `splitlines`, which also splits at characters that are text in CSV."""
    named = _EXCEL_SEPARATOR.match(text)
    for line in _LINE.finditer(text, named.end() if named else 0):
        if line.end() - line.start() > _LONGEST_LINE:
            raise SourceError(f"A line has more than {_LONGEST_LINE:,} characters, so this is no table.")
        yield line.group()


def _why(error: csv.Error) -> str:
    reason = str(error)
    if "field larger" in reason:
        reason = "a cell does not end; perhaps a quotation mark is missing"
    elif "unexpected end" in reason:
        reason = "a quotation mark is opened and never closed"
    elif "expected after" in reason:
        reason = "text follows a closing quotation mark; inside a quoted cell, double the mark"
    return f"The CSV is malformed: {reason}. Save the table again as CSV."
