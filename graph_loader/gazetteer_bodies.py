"""Committees that a text calls by the acronym or the title of their treaty: "report to CEDAW"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from graph_loader.gazetteer_phrases import Hit, Phrase, Token
from graph_loader.reference_data import load_instruments

_COMMITTEE: Final = frozenset({"committee", "committees"})
_SAYS: Final = frozenset({"recommendation", "recommendations", "observations"})
"""What a committee issues and a treaty does not."""
_DOES: Final = frozenset({"recommended", "requested", "expressed", "raised", "urged"})
"""The same for what stands before "by"."""
_WHOSE: Final = frozenset({"of", "by", "from"})
_ISSUED: Final = frozenset(
    {*_WHOSE, "the", "made", "issued", "adopted", "submitted", "formulated", "provided", "no", "nos"}
)
_REPORTS: Final = frozenset({"report", "reports"})
_LIST: Final = frozenset({"and", "the", "or"})


def committees_shielded(tokens: tuple[Token, ...], hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """The hits; those that mean a committee stand for no norm, and stay, since "(CEDAW)" may repeat them."""
    before: Hit | None = None
    for position, hit in enumerate(hits):
        after = hits[position + 1].first if position + 1 < len(hits) else len(tokens)
        last = _last_token(tokens, hit, after, before)
        before = hit if last is None else Hit(hit.first, last, Phrase("committee", (), 1, ()))
        yield before


def _last_token(tokens: tuple[Token, ...], hit: Hit, after: int, before: Hit | None) -> int | None:
    """Index of the last token of the committee's name; None where the treaty is meant."""
    behind = hit.last + 1
    if behind < after and tokens[behind].key in _COMMITTEE and not _parted(tokens[behind]):
        return behind
    if hit.first < hit.last or len(hit.phrase.norms) != 1 or hit.phrase.norms[0] not in _with_committee():
        return None
    issues = _issues(tokens, hit.last, after) or _reported_to(tokens, hit.first)
    return hit.last if issues or _in_list_of_committees(tokens, before, hit) else None


def _issues(tokens: tuple[Token, ...], index: int, after: int) -> bool:
    """ "CRC recommendations", "CRC's concluding observations" """
    ahead = tokens[index + 1 : min(index + 4, after)]
    for token in ahead:
        if _parted(token) or token.key not in {"s", "concluding", *_SAYS}:
            return False
        if token.key in _SAYS:
            return True
    return False


def _reported_to(tokens: tuple[Token, ...], index: int) -> bool:
    """ "recommendations made by the CRC", "reports to CEDAW" """
    place = index
    while place and not _parted(tokens[place]) and _leads_on(tokens[place - 1]):
        place -= 1
    if not place or _parted(tokens[place]):
        return False
    if tokens[place - 1].key in _SAYS:
        return any(token.key in _WHOSE for token in tokens[place:index])
    if tokens[place - 1].key in _DOES:
        return tokens[place].key == "by"
    return place > 1 and tokens[place - 1].key == "to" and tokens[place - 2].key in _REPORTS


def _leads_on(token: Token) -> bool:
    return token.key in _ISSUED or token.text.isdigit()


def _in_list_of_committees(tokens: tuple[Token, ...], before: Hit | None, hit: Hit) -> bool:
    if before is None or before.phrase.text != "committee":
        return False
    between = tokens[before.last + 1 : hit.first]
    listed = all(token.key in _LIST and not token.after_break for token in between)
    return listed and not tokens[hit.first].after_end


def _parted(token: Token) -> bool:
    return token.after_break or token.after_comma


@cache
def _with_committee() -> frozenset[str]:
    return frozenset(instrument.id for instrument in load_instruments() if instrument.type == "core")
