"""Pages that a PDF does not have: the numbers printed on its pages tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

Pages = tuple[int, int]
"""The printed numbers of the first and the last page of several in a row."""

_JOB_NUMBER: Final = re.compile(r"\bGE\.\d\S*(?: ?\([A-Z]\))?(?: \d{6})*")
_FOLIO: Final = re.compile(r"(?<!\S)\d{1,4}(?!\S)")
_WIDEST_JUMP: Final = 500
"""Pages; more is a year or another figure at the edge of a page."""


def folios_in(heads: Iterable[str]) -> frozenset[int]:
    """Figures among the running heads of a page that can be its number; 1 for the title page.

    The first page of a UN document has its job number (`GE.14-23954 (E)`), but no page number.
    """
    texts = list(heads)
    found = {int(figure) for text in texts for figure in _FOLIO.findall(_JOB_NUMBER.sub(" ", text))}
    is_title_page = not found and any(_JOB_NUMBER.search(text) for text in texts)
    return frozenset({1} if is_title_page else found)


def lost_pages(folios: Sequence[frozenset[int]]) -> Mapping[int, Pages]:
    """Pages missing before a page, by its index: where the printed numbers go on further ahead.

    `folios` are the figures on each page that can be its number. A jump counts where the next page that is
    numbered goes on from it, or where there is no further page.
    """
    lost: dict[int, Pages] = {}
    ahead: int | None = None
    for index, here in enumerate(folios):
        if not here:
            continue
        if ahead is None:
            ahead = min(here) - index
        elif index + ahead not in here and (jump := _jump(folios, index, ahead)) is not None:
            lost[index] = (index + ahead, index + jump - 1)
            ahead = jump
    return lost


def _jump(folios: Sequence[frozenset[int]], index: int, ahead: int) -> int | None:
    """How far ahead of its index the number of a page is from here on."""
    following = next(((n, figures) for n, figures in enumerate(folios) if n > index and figures), None)
    for folio in sorted(folios[index]):
        jump = folio - index
        goes_on = following is None or following[0] + jump in following[1]
        if ahead < jump <= ahead + _WIDEST_JUMP and goes_on:
            return jump
    return None
