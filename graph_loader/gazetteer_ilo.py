"""Numbered conventions of the International Labour Organization in a text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from graph_loader.gazetteer_phrases import Hit, NormMatch, Token
from graph_loader.reference_data import instrument_ids

_CONVENTION: Final = frozenset({"convention", "conventions"})
_BEFORE_ILO_NUMBER: Final = frozenset({"no", "nos", "number", "numbers", "n", "s", "c"})
_BEHIND_BARE_NUMBER: Final = frozenset({"and", "or", "as", "without", "before", "convention", "conventions"})
_REACH: Final = 8
"""Tokens between the letters ILO and the word Convention."""
_BARE: Final = 0.9
"""How surely "ILO 169" means the Convention."""


def ilo_conventions(tokens: tuple[Token, ...], hits: tuple[Hit, ...]) -> Iterator[NormMatch]:
    """ "ILO Conventions Nos. 169 and 189", "Convention No. 182 of the International Labour Organization" """
    named = {index for hit in hits for index in range(hit.first, hit.last + 1)}
    organization = -_REACH
    for index, token in enumerate(tokens):
        if token.text == "ILO" or (token.key == "labour" and _next_starts(tokens, index, "organi")):
            organization = index
        if token.text == "ILO" and _number_stands_alone(tokens, index):
            yield from _numbers(tokens, index, _BARE)
        if token.key not in _CONVENTION or index in named:
            continue
        if index - organization <= _REACH or _ilo_follows(tokens, index):
            yield from _numbers(tokens, index, 1.0)


def _next_starts(tokens: tuple[Token, ...], index: int, start: str) -> bool:
    return index + 1 < len(tokens) and tokens[index + 1].key.startswith(start)


def _ilo_follows(tokens: tuple[Token, ...], index: int) -> bool:
    ahead = tokens[index + 1 : index + 1 + _REACH]
    return any(
        token.text == "ILO" or (token.key == "labour" and _next_starts(tokens, index + 1 + offset, "organi"))
        for offset, token in enumerate(ahead)
    )


def _number_stands_alone(tokens: tuple[Token, ...], index: int) -> bool:
    """ "ILO C190", "ILO 169 and 189"; not "ILO 100th anniversary", "the ILO 15 years ago" """
    ahead = tokens[index + 1 : index + 4]
    if ahead and ahead[0].key in _BEFORE_ILO_NUMBER:
        return True
    if len(ahead) < 2 or ahead[1].after_break or ahead[1].after_comma:
        return True
    return ahead[1].small or ahead[1].key in _BEHIND_BARE_NUMBER


def _numbers(tokens: tuple[Token, ...], index: int, score: float) -> Iterator[NormMatch]:
    start, place, found = index, index + 1, False
    while place < len(tokens):
        token = tokens[place]
        if token.key in _BEFORE_ILO_NUMBER or token.key == "and":
            place += 1
            continue
        if not _is_number(token):
            further = _number_behind_a_bracket(tokens, place) if found else None
            if further is None:
                return
            place = further
            continue
        norm, found = f"ilo-c{int(token.text):03}", True
        if norm in instrument_ids():
            yield NormMatch(norm, "ILO Convention No.", tokens[start].start, token.end, score)
        place += 1


def _is_number(token: Token) -> bool:
    return token.text.isascii() and token.text.isdigit() and len(token.text) <= 3


def _number_behind_a_bracket(tokens: tuple[Token, ...], place: int) -> int | None:
    """Place of the number in "Convention 111 (Discrimination) and No. 100", seen from "Discrimination"."""
    if not tokens[place].after_break or tokens[place].after_end:
        return None
    for index in range(place + 1, min(place + _REACH, len(tokens) - 1)):
        if tokens[index].after_end:
            return None
        if tokens[index].after_break:  # the bracket closes
            numbered = tokens[index].key in _BEFORE_ILO_NUMBER | {"and"} and (
                _is_number(tokens[index + 1]) or tokens[index + 1].key in _BEFORE_ILO_NUMBER
            )
            return index if numbered else None
    return None
