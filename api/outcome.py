"""What a command of the command line gives back: its result, what else it says, its exit code."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final

FINE: Final = 0
NO: Final = 1
"""The answer is no: violations, a file with errors, a query stopped at a limit."""
COULD_NOT_RUN: Final = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """`result` goes to standard output, `errors` to standard error, `messages` too unless it is quiet."""

    result: str | bytes = ""
    code: int = FINE
    messages: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


_HALF: Final = re.compile("[\ud800-\udfff]")


def json_text(value: object) -> str:
    """A value as the JSON that commands print, which is UTF-8 (RFC 8259, 8.1).

    A byte of a file name that is no UTF-8 becomes U+FFFD.
    """
    return _HALF.sub("\ufffd", json.dumps(value, ensure_ascii=False, indent=1)) + "\n"
