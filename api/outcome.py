"""What a command of the command line gives back: its result, its messages, its exit code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FINE: Final = 0
NO: Final = 1
"""The answer is no: violations, a file with errors, a query stopped at a limit."""
COULD_NOT_RUN: Final = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """`result` goes to standard output, `messages` to standard error."""

    result: str | bytes = ""
    code: int = FINE
    messages: tuple[str, ...] = ()
