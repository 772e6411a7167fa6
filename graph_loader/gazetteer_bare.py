"""Protocols that a text names without their treaty: "Ratify CAT. ... the Optional Protocol"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from graph_loader.gazetteer_phrases import Hit, NormMatch, Token
from graph_loader.gazetteer_protocols import (
    Protocol,
    children,
    is_protocol,
    numbers_after,
    protocol,
    qualifiers_from,
    which,
)

_OPTIONAL: Final = frozenset({"optional", "facultative"})
_DETERMINERS: Final = frozenset(
    {"the", "its", "their", "this", "that", "these", "said", "respective", "both"}
)
_OWN: Final = frozenset({"its", "their", "respective"})
_NAMES_ITS_TREATY: Final = frozenset({"to", "of", "under", "for"})
_NAMES_ITS_SUBJECT: Final = frozenset({"on", "concerning", "regarding", "relating", "aiming", "against"})
_TREATY: Final = frozenset({"convention", "covenant", "treaty"})
_TREATIES: Final = frozenset({"conventions", "covenants", "treaties", "instruments", "instrument", "charter"})
_BEGINS_A_TITLE: Final = frozenset({"on", "against", "for", "concerning", "relating", "relative"})
_LIST: Final = frozenset({"and", "the", "as", "well"})
_REACH: Final = 400
"""Tokens between a protocol and its treaty."""
_SURE: Final = 0.95
"""How surely the treaty named last before the protocol is its treaty."""


def bare_protocols(
    tokens: tuple[Token, ...], hits: tuple[Hit, ...], found: tuple[NormMatch, ...]
) -> Iterator[NormMatch]:
    """Protocols to the treaty that the text named last before them; none where it named none.

    `found` are the norms told so far, in their order: what lies within one of them is told already.
    """
    words = [index for index, token in enumerate(tokens) if is_protocol(token)] if found else []
    if not words:
        return
    taken = _taken(tokens, hits, found)
    for index in words:
        if index in taken:
            continue
        first = qualifiers_from(tokens, index, -1)
        if _stands_alone(tokens, first, index, taken):
            head = protocol(tokens, first, numbers_after(tokens, index))
            yield from _told(tokens, head, _named_before(tokens, head, found, taken))


def _taken(tokens: tuple[Token, ...], hits: tuple[Hit, ...], found: tuple[NormMatch, ...]) -> dict[int, int]:
    """Tokens within a phrase or a norm told, each with the first place in `found` that holds it, or -1."""
    taken = {index: -1 for hit in hits for index in range(hit.first, hit.last + 1)}
    place = 0
    for number, match in enumerate(found):
        while place < len(tokens) and tokens[place].end <= match.start:
            place += 1
        while place < len(tokens) and tokens[place].start < match.end:
            taken[place] = number
            place += 1
    return taken


def _stands_alone(tokens: tuple[Token, ...], first: int, index: int, taken: dict[int, int]) -> bool:
    """Is it a protocol of a treaty, and neither the treaty nor, without "its", the subject behind it?"""
    before = tokens[first - 1].key if first and not tokens[first].after_break else ""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    behind = after.key if after and not (after.after_break or after.after_comma) else ""
    if behind in _NAMES_ITS_TREATY or (behind in _NAMES_ITS_SUBJECT and before not in _OWN):
        return False
    if not _OPTIONAL.isdisjoint(token.key for token in tokens[first:index]):
        return before in _DETERMINERS or tokens[index].key == "protocol"
    treaty = first - 3  # "CAT and its protocol"
    joined = before in _OWN and treaty >= 0 and tokens[first - 2].key == "and"
    return joined and (taken.get(treaty, -1) >= 0 or tokens[treaty].key in _TREATY)


def _named_before(
    tokens: tuple[Token, ...], head: Protocol, found: tuple[NormMatch, ...], taken: dict[int, int]
) -> tuple[NormMatch, ...]:
    """What was named last, for "Protocols" all of its list; none if treaties without names come between."""
    numbers: set[int] = set()
    for index in range(head.first - 1, max(head.first - _REACH, 0) - 1, -1):
        number = taken.get(index, -1)
        if number >= 0:
            numbers.add(number)
            if not head.open_plural:
                break
        elif (numbers and tokens[index].key not in _LIST) or _another_treaty(tokens, index):
            break
    return tuple(match for number in sorted(numbers) for match in _same_place(found, number))


def _same_place(found: tuple[NormMatch, ...], number: int) -> Iterator[NormMatch]:
    """The match of that number and those of the same words ("the two Covenants"), which follow it."""
    place = (found[number].start, found[number].end)
    while number < len(found) and (found[number].start, found[number].end) == place:
        yield found[number]
        number += 1


def _another_treaty(tokens: tuple[Token, ...], index: int) -> bool:
    key = tokens[index].key
    if key in _TREATY:
        return index + 1 < len(tokens) and tokens[index + 1].key in _BEGINS_A_TITLE
    return key in _TREATIES


def _told(tokens: tuple[Token, ...], head: Protocol, treaties: tuple[NormMatch, ...]) -> Iterator[NormMatch]:
    for treaty in treaties:
        if not children(treaty.norm):
            continue
        norms, sure = which(treaty.norm, head, tokens, head.last)
        score = round(sure * treaty.score * _SURE, 2)
        for norm in norms:
            phrase = f"protocol after: {treaty.phrase}"
            yield NormMatch(norm, phrase, tokens[head.first].start, tokens[head.last].end, score)
