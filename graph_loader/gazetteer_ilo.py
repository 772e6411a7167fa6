"""Numbered conventions of the International Labour Organization in a text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from graph_loader.gazetteer_phrases import Hit, NormMatch, Token
from graph_loader.reference_data import instrument_ids

_CONVENTION: Final = frozenset({"convention", "conventions"})
_BEFORE_ILO_NUMBER: Final = frozenset({"no", "nos", "number", "numbers", "n", "s", "c"})
_REACH: Final = 8
"""Tokens between the letters ILO and the word Convention."""


def ilo_conventions(tokens: tuple[Token, ...], hits: tuple[Hit, ...]) -> Iterator[NormMatch]:
    """ "ILO Conventions Nos. 169 and 189", "Convention No. 182 of the International Labour Organization" """
    named = {index for hit in hits for index in range(hit.first, hit.last + 1)}
    organization = -_REACH
    for index, token in enumerate(tokens):
        if token.text == "ILO" or (token.key == "labour" and _next_starts(tokens, index, "organi")):
            organization = index
        if token.key not in _CONVENTION or index in named:
            continue
        if index - organization <= _REACH or _ilo_follows(tokens, index):
            yield from _numbers(tokens, index)


def _next_starts(tokens: tuple[Token, ...], index: int, start: str) -> bool:
    return index + 1 < len(tokens) and tokens[index + 1].key.startswith(start)


def _ilo_follows(tokens: tuple[Token, ...], index: int) -> bool:
    ahead = tokens[index + 1 : index + 1 + _REACH]
    return any(
        token.text == "ILO" or (token.key == "labour" and _next_starts(tokens, index + 1 + offset, "organi"))
        for offset, token in enumerate(ahead)
    )


def _numbers(tokens: tuple[Token, ...], index: int) -> Iterator[NormMatch]:
    for place in range(index + 1, len(tokens)):
        token = tokens[place]
        if token.key in _BEFORE_ILO_NUMBER or token.key == "and":
            continue
        if not token.text.isascii() or not token.text.isdigit() or len(token.text) > 3:
            return
        norm = f"ilo-c{int(token.text):03}"
        if norm in instrument_ids():
            yield NormMatch(norm, "ILO Convention No.", tokens[index].start, token.end, 1.0)
