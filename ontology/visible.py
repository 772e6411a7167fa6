"""Text from outside as a terminal may show it: what would drive the terminal is written out."""

from __future__ import annotations

import re
from typing import Final

_DRIVES: Final = "\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029"
_TURNS: Final = "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069"
"""The directional characters of the Unicode Bidirectional Algorithm (UAX 9, 2)."""
_BYTES: Final = "\\ud800-\\udfff"
"""Bytes of a file name that are no UTF-8 come as these (PEP 383)."""
_NEVER_SHOWN: Final = re.compile(f"[{_DRIVES}{_TURNS}{_BYTES}]")
_SHORT: Final = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def visible(text: str) -> str:
    r"""One line that shows a text: ESC as `\x1b`, a line's end as `\n`, a byte that is no UTF-8 as `\xff`."""
    return _NEVER_SHOWN.sub(_written_out, text)


def visible_lines(text: str) -> str:
    """The lines of a text of our own, such as a table; names within it were made visible before."""
    return "\n".join(map(visible, text.split("\n")))


def _written_out(found: re.Match[str]) -> str:
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return _SHORT.get(found[0]) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
