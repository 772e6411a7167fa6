"""Names and texts from outside, shown without what drives a terminal."""

from __future__ import annotations

import pytest

from ontology.visible import visible, visible_lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Côte d’Ivoire, 国家, قطر", "Côte d’Ivoire, 国家, قطر"),
        ("\x1b[2Jred\x07", r"\x1b[2Jred\x07"),
        ("a\nb\rc\td", r"a\nb\rc\td"),
        ("\x9b31m\x7f", r"\x9b31m\x7f"),
        ("a\u202egpj.exe\u2066\u200f", r"a\u202egpj.exe\u2066\u200f"),
        ("line\u2028paragraph\u2029", r"line\u2028paragraph\u2029"),
        ("\udcff and half \ud83d", r"\xff and half \ud83d"),
        ("", ""),
    ],
)
def test_what_drives_a_terminal_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_lines_of_our_own_stay_lines() -> None:
    assert visible_lines("problem  place\n\x1b[1m  a.csv\n") == "problem  place\n\\x1b[1m  a.csv\n"
