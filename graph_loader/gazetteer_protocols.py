"""Optional and additional protocols: how a text counts them, and which of a treaty's are meant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from graph_loader.gazetteer_phrases import Token
from graph_loader.reference_data import load_instruments

_PROTOCOL_WORDS: Final = frozenset({"protocol", "protocols"})
_OP: Final = frozenset({"OP", "OPs"})
QUALIFIERS: Final = frozenset(
    {
        *("optional", "additional", "facultative", "and", "two", "both", "three", "st", "nd", "rd"),
        *("first", "second", "third", "1", "2", "3", "i", "ii", "iii"),
    }
)
"""Words that may stand before "Protocol" and belong to it."""
_ORDINALS: Final = {"first": 0, "1": 0, "i": 0, "second": 1, "2": 1, "ii": 1, "third": 2, "3": 2, "iii": 2}
_PLURALS: Final = frozenset({"protocols", "ops"})
_NUMBERS: Final = {"both": 2, "two": 2, "three": 3}
_SEVERAL: Final = _NUMBERS.keys() | _PLURALS
_SUBJECT_REACH: Final = 15
_SUBJECTS: Final = {
    "crc": {
        "armed": "op-crc-ac",
        "sale": "op-crc-sc",
        "prostitution": "op-crc-sc",
        "communications": "op-crc-ic",
        "communication": "op-crc-ic",
        "complaints": "op-crc-ic",
    },
    "untoc": {
        "persons": "palermo-a",
        "human": "palermo-a",
        "trafficking": "palermo-a",
        "smuggling": "palermo-b",
        "firearms": "palermo-c",
    },
}
"""Words behind a protocol that tell which one of the treaty it is."""


@dataclass(frozen=True, slots=True)
class Protocol:
    """Words that turn the name of a treaty into the name of a protocol to it."""

    first: int
    last: int
    ordinals: tuple[int, ...]
    several: bool
    count: int | None
    open_plural: bool
    """ "protocols" without a number: of one treaty or of several."""
    inherited: bool = False
    """Carried on from the treaty before in a list."""


def names_protocol(token: Token) -> bool:
    """ "Protocol" or "Protocols", written out."""
    return token.key in _PROTOCOL_WORDS


def is_protocol(token: Token) -> bool:
    """ "Protocol" or "OP" """
    return token.key in _PROTOCOL_WORDS or is_acronym(token)


def is_acronym(token: Token) -> bool:
    """ "OP" or "OPs" """
    return token.text in _OP


def numbers_after(tokens: tuple[Token, ...], last: int) -> int:
    """Index of the last of the numbers behind `last`: "1", "I and II", "1 and OP 2"; or `last`."""
    index = last + 1
    while index < len(tokens) and not tokens[index].after_break:
        if tokens[index].key in _ORDINALS:
            last = index
        elif not (tokens[index].key == "and" or tokens[index].text in _OP) or index - last > 2:
            break
        index += 1
    return last


def qualifiers_from(tokens: tuple[Token, ...], index: int, floor: int) -> int:
    """Index of the first word that belongs to the protocol at `index`; it lies behind `floor`."""
    while index - 1 > floor and not tokens[index].after_break and tokens[index - 1].key in QUALIFIERS:
        index -= 1
    while tokens[index].key == "and":
        index += 1
    return index


def protocol(tokens: tuple[Token, ...], first: int, last: int, more: tuple[Token, ...] = ()) -> Protocol:
    """What the tokens `first` to `last`, and `more` behind the treaty, say about number."""
    keys = [token.key for token in (*tokens[first : last + 1], *more)]
    ordinals = tuple(_ORDINALS[key] for key in keys if key in _ORDINALS)
    count = next((_NUMBERS[key] for key in keys if key in _NUMBERS), None)
    open_plural = bool(_PLURALS.intersection(keys)) and not ordinals and count is None
    return Protocol(first, last, ordinals, bool(_SEVERAL.intersection(keys)), count, open_plural)


def which(
    treaty: str, head: Protocol, tokens: tuple[Token, ...], behind: int
) -> tuple[tuple[str, ...], float]:
    """The protocols of a treaty that are meant, and how surely; words after index `behind` may tell."""
    protocols = children(treaty)
    if len(protocols) == 1:
        return protocols, 1.0
    named = tuple(protocols[ordinal] for ordinal in head.ordinals if ordinal < len(protocols))
    if named:
        return named, 1.0
    words = _words_behind(tokens, behind)
    told = _SUBJECTS.get(treaty, {})
    if about := {told[word] for word in words if word in told}:
        return tuple(sorted(about)), 0.9
    if head.several:
        return _several(treaty, head, protocols)
    if treaty == "iccpr":
        return _first_or_second(protocols, words, _words_before(tokens, head.first))
    return protocols, 0.5


def _several(treaty: str, head: Protocol, protocols: tuple[str, ...]) -> tuple[tuple[str, ...], float]:
    """ "both Optional Protocols to CRC" are those of 2000; of others the text says no more than a number."""
    if head.count == len(protocols):
        return protocols, 1.0
    if treaty == "crc" and head.count == 2:
        return protocols[:2], 0.8
    return protocols, 0.7


def _first_or_second(
    protocols: tuple[str, ...], behind: frozenset[str], before: frozenset[str]
) -> tuple[tuple[str, ...], float]:
    """Without a number it is the first Protocol, unless it is about the death penalty."""
    if "penalty" in behind:
        return protocols[1:2], 0.8
    return (protocols[1:2], 0.7) if "penalty" in before else (protocols[:1], 0.8)


def _words_before(tokens: tuple[Token, ...], first: int) -> frozenset[str]:
    """Words before a protocol, back to the start of its sentence or another protocol."""
    words: list[str] = []
    for index in range(first - 1, max(first - 1 - _SUBJECT_REACH, -1), -1):
        if tokens[index + 1].after_end or is_protocol(tokens[index]):
            break
        words.append(tokens[index].key)
    return frozenset(words)


def _words_behind(tokens: tuple[Token, ...], last: int) -> frozenset[str]:
    """Words that may tell what a protocol is about: up to the next protocol or the next act."""
    words: list[str] = []
    for token in tokens[last + 1 : last + 1 + _SUBJECT_REACH]:
        if names_protocol(token) or token.key in ("ratify", "accede"):
            break
        words.append(token.key)
    return frozenset(words)


@cache
def children(treaty: str) -> tuple[str, ...]:
    """Protocols of a treaty in the order of the list, which is that of their adoption."""
    return tuple(norm for norm, parent in _parents().items() if parent == treaty)


def is_child(norm: str) -> bool:
    """Is it a protocol to a treaty of the list?"""
    return norm in _parents()


@cache
def _parents() -> dict[str, str]:
    return {
        instrument.id: instrument.parent
        for instrument in load_instruments()
        if instrument.parent and instrument.type in ("optional_protocol", "protocol", "ihl", "ilo")
    }
