"""The shared strings of an Excel workbook (ECMA-376 part 1, 18.4), kept on disk.

A large export has some hundred megabytes of them. They are read no further than cells ask for, so that a look
at the first rows costs little.
"""

from __future__ import annotations

import os
import re
import tempfile
import weakref
from array import array
from collections.abc import Callable, Iterator
from typing import Final

from graph_loader.sources.spreadsheet_rows import LONGEST_CELL
from graph_loader.sources.spreadsheet_xml import End, PartFault, Start, Text

Parse = Callable[[Start, End, Text], Iterator[None]]

_MOST: Final = 8_000_000
_SHORT: Final = 200
"""Bytes up to which a string is kept in memory: names that cells repeat."""
_MOST_SHORT: Final = 50_000
_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """A text with what XML cannot hold, such as `_x000D_` for a carriage return (22.9.2.19 ST_Xstring)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class SharedStrings:
    """Strings by their index; `parse` goes through their part, piece by piece."""

    def __init__(self, parse: Parse) -> None:
        self._spool = tempfile.TemporaryFile()  # noqa: SIM115  # closed with this object
        weakref.finalize(self, self._spool.close)
        self._ends = array("Q", [0])
        self._waiting: list[bytes] = []
        self._short: dict[int, str] = {}
        self._collector = _Collector(self._keep)
        self._pieces = parse(self._collector.start, self._collector.end, self._collector.text)

    def __getitem__(self, index: int) -> str:
        """The string; raises PartFault where there is none of that index."""
        if (known := self._short.get(index)) is not None:
            return known
        while index >= len(self._ends) - 1:
            if next(self._pieces, self) is self:
                raise PartFault(f"names the shared string {index}, which it does not have. Save it again.")
            self._write()
        start, end = self._ends[index], self._ends[index + 1]
        text = os.pread(self._spool.fileno(), end - start, start).decode("utf-8", "surrogatepass")
        if end - start <= _SHORT and len(self._short) < _MOST_SHORT:
            self._short[index] = text
        return text

    def _keep(self, text: str) -> None:
        data = text.encode("utf-8", "surrogatepass")
        self._ends.append(self._ends[-1] + len(data))
        if len(self._ends) > _MOST:
            raise PartFault(f"has more than {_MOST:,} different texts. Split it.")
        self._waiting.append(data)

    def _write(self) -> None:
        self._spool.write(b"".join(self._waiting))
        self._spool.flush()
        self._waiting.clear()


class _Collector:
    """Puts the runs of each string together, without the phonetic ones."""

    def __init__(self, keep: Callable[[str], None]) -> None:
        self._keep = keep
        self._runs: list[str] = []
        self._length = 0
        self._reading = False
        self._phonetic = False

    def start(self, name: str, _: dict[str, str]) -> None:
        if name == "t":
            self._reading = not self._phonetic
        elif name == "si":
            self._runs, self._length = [], 0
        elif name == "rPh":
            self._phonetic = True

    def text(self, text: str) -> None:
        if self._reading:
            self._runs.append(text)
            self._length += len(text)
            if self._length > LONGEST_CELL:
                raise PartFault(f"has a cell of more than {LONGEST_CELL:,} characters.")

    def end(self, name: str) -> None:
        if name == "t":
            self._reading = False
        elif name == "si":
            self._keep(unescaped("".join(self._runs)))
        elif name == "rPh":
            self._phonetic = False
