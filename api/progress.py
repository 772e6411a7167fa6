"""A bar on the terminal for what takes long; nothing where standard error is no terminal."""

from __future__ import annotations

import sys
import time
from typing import Final, Self

from api.terminal import error_width
from sparql.table import display_width

_WIDTH: Final = 24
_NARROW: Final = 60
"""Cells of a terminal below which the bar is short, and says less."""
_PATIENCE: Final = 0.5
"""Seconds after which there is something to show."""


class Bar:
    """One line of the terminal that is written anew; as a context, it is wiped at the end."""

    def __init__(self, quiet: bool = False) -> None:
        self._shows = sys.stderr.isatty() and not quiet
        self._from = time.monotonic() + _PATIENCE
        self._is_drawn = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.wipe()

    def show(self, what: str, part: float, found: str) -> None:
        """Draw how much of something is done, from 0 to 1, and what was found so far."""
        if not self._shows or time.monotonic() < self._from:
            return
        sys.stderr.write(f"\r{_line(what, min(1.0, max(0.0, part)), found, error_width() or 0)}\033[K")
        sys.stderr.flush()
        self._is_drawn = True

    def wipe(self) -> None:
        """Take the bar off the terminal."""
        if self._is_drawn:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
            self._is_drawn = False


def _line(what: str, part: float, found: str, columns: int) -> str:
    """Fits into the terminal with a cell to spare, so that no line begins: a long name is cut."""
    width = _WIDTH if columns >= _NARROW else columns // 4
    full = round(part * width)
    rest = f"[{'#' * full}{'.' * (width - full)}] {part:4.0%}"
    if columns >= _NARROW:
        rest += f"  {found}"
    return f"{_cut(what, columns - len(rest) - 3)}  {rest}"


def _cut(text: str, width: int) -> str:
    if display_width(text) <= width:
        return text
    while text and display_width(text) > width - 1:
        text = text[:-1]
    return f"{text}…"
