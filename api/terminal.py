"""What the terminal is like."""

from __future__ import annotations

import shutil
import sys
from typing import Final

_WIDTH_OF_A_FILE: Final = 200


def width() -> int:
    """Cells in a line of the terminal; a wide one where standard output is a file or a pipe."""
    if sys.stdout.isatty():
        return shutil.get_terminal_size((100, 24)).columns
    return _WIDTH_OF_A_FILE


def error_width() -> int | None:
    """Cells in a line of the terminal that shows standard error; None where it is a file or a pipe."""
    return shutil.get_terminal_size((100, 24)).columns if sys.stderr.isatty() else None
