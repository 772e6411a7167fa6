"""A bar on the terminal for what takes long; nothing where standard error is no terminal."""

from __future__ import annotations

import shutil
import sys
import time
from typing import Final, Self

_WIDTH: Final = 24
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
        full = round(min(1.0, max(0.0, part)) * _WIDTH)
        line = f"{what}  [{'#' * full}{'.' * (_WIDTH - full)}] {part:4.0%}  {found}"
        columns = shutil.get_terminal_size((80, 24)).columns
        sys.stderr.write(f"\r{line[: columns - 1]:<{columns - 1}}")
        sys.stderr.flush()
        self._is_drawn = True

    def wipe(self) -> None:
        """Take the bar off the terminal."""
        if self._is_drawn:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
            self._is_drawn = False
