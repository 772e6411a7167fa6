"""What the terminal is like."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Final

_WIDTH_OF_A_FILE: Final = 200
_WIDTH_UNKNOWN: Final = 100


def width() -> int:
    """Cells in a line of the terminal; a wide one where standard output is a file or a pipe."""
    if sys.stdout.isatty():
        return shutil.get_terminal_size((_WIDTH_UNKNOWN, 24)).columns
    return _WIDTH_OF_A_FILE


def error_width() -> int | None:
    """Cells in a line of the terminal that shows standard error; None where it is a file or a pipe."""
    if not sys.stderr.isatty():
        return None
    # `shutil` asks standard output, which may be a file.
    columns = os.get_terminal_size(sys.stderr.fileno()).columns or _WIDTH_UNKNOWN
    return shutil.get_terminal_size((columns, 24)).columns
