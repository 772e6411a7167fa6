"""Rules of the gazetteer: protocols by the treaty they belong to, and acronyms that repeat a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from graph_loader.gazetteer_ilo import ilo_conventions
from graph_loader.gazetteer_phrases import Hit, NormMatch, Phrase, Token
from graph_loader.reference_data import load_instruments

_PROTOCOL: Final = frozenset({"protocol", "protocols"})
_QUALIFIERS: Final = frozenset(
    {
        *("optional", "additional", "facultative", "and", "two", "both", "three", "st", "nd", "rd"),
        *("first", "second", "third", "1", "2", "3", "i", "ii", "iii"),
    }
)
_ORDINALS: Final = {"first": 0, "1": 0, "i": 0, "second": 1, "2": 1, "ii": 1, "third": 2, "3": 2, "iii": 2}
_ROMAN: Final = frozenset({"i", "ii", "iii"})
_BEFORE_TREATY: Final = _ROMAN | {"and", "no", "nos"}
"""Words that may stand between "Protocol" and its treaty: "Protocol No. II to"."""
_OP: Final = frozenset({"OP", "OPs"})
_PLURALS: Final = frozenset({"protocols", "ops"})
_NUMBERS: Final = {"both": 2, "two": 2, "three": 3}
_SEVERAL: Final = _NUMBERS.keys() | _PLURALS
_LIST_WORDS: Final = frozenset({"and", "the", "to", "its", "of", "as", "well", "un", "international"})
_ACTS: Final = frozenset(
    {"sign", "signing", "ratify", "ratifying", "accede", "acceding", "implement", "also"}
)
_BETWEEN: Final = _LIST_WORDS | _QUALIFIERS | _ACTS | {"their"}
"""Words that may stand between a treaty and "its Protocol"."""
_CRC_SUBJECTS: Final = {
    "armed": "op-crc-ac",
    "sale": "op-crc-sc",
    "prostitution": "op-crc-sc",
    "communications": "op-crc-ic",
    "communication": "op-crc-ic",
    "complaints": "op-crc-ic",
}
_SUBJECT_REACH: Final = 15
_COMMITTEE: Final = frozenset({"committee", "committees"})
_TREATY: Final = frozenset({"convention", "covenant", "treaty", "statute"})
_ITSELF_REACH: Final = 10
_GENEVA: Final = "gc1949"
_REST_OF_LIST: Final = 0.7
"""How surely a plural at the head of a list also holds for its later treaties."""


@dataclass(frozen=True, slots=True)
class _Protocol:
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


def apply_rules(tokens: tuple[Token, ...], hits: tuple[Hit, ...]) -> tuple[NormMatch, ...]:
    """Norms of the phrases found: protocols are told from their treaties, committees are left out."""
    found = [*_of_hits(tokens, hits), *ilo_conventions(tokens, hits)]
    return tuple(sorted(found, key=lambda match: (match.start, match.end, match.norm)))


def _of_hits(tokens: tuple[Token, ...], hits: tuple[Hit, ...]) -> Iterator[NormMatch]:
    hits = tuple(_without_bare_protocols(tokens, tuple(_committees_shielded(tokens, hits))))
    head: _Protocol | None = None
    used = -1  # the last token that belongs to a protocol already told
    for position, hit in enumerate(hits):
        before = hits[position - 1] if position else None
        if _repeats(tokens, before, hit):
            continue
        floor = max(used, before.last if before else -1)
        head = _protocol_of(tokens, before, hit, head, floor)
        if not head and _names_a_protocol(tokens, hit, floor):
            continue  # to a treaty whose protocols are not listed
        if head:
            used = head.last
            yield from _protocols(tokens, hit, head)
            if _and_itself(tokens, hit, hits[position + 1 : position + 2]):
                yield from _plain(tokens, hit)
            continue
        yield from _plain(tokens, hit)
        following = _and_its_protocol(tokens, hit, hits[position + 1 : position + 3])
        if following:
            used = following.last
            yield from _protocols(tokens, hit, following)


def _committees_shielded(tokens: tuple[Token, ...], hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """ "Convention on ... Committee" names the committee; the hit stays, since "(CEDAW)" may repeat it."""
    for position, hit in enumerate(hits):
        after = hit.last + 1
        free = position + 1 == len(hits) or hits[position + 1].first > after
        if free and after < len(tokens) and tokens[after].key in _COMMITTEE and not _parted(tokens[after]):
            yield Hit(hit.first, after, Phrase("committee", (), 1, ()))
        else:
            yield hit


def _parted(token: Token) -> bool:
    return token.after_break or token.after_comma


def _without_bare_protocols(tokens: tuple[Token, ...], hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Leave out "Second Optional Protocol" where the treaty follows: then the treaty tells which it is."""
    for position, hit in enumerate(hits):
        after = hits[position + 1] if position + 1 < len(hits) else None
        bare = after and tokens[hit.last].key in _PROTOCOL and _protocol_before(tokens, after, -1)
        if not (after and bare and all(token.small for token in tokens[hit.last + 1 : after.first])):
            yield hit


def _repeats(tokens: tuple[Token, ...], before: Hit | None, hit: Hit) -> bool:
    """An acronym in brackets repeats the full name before it, be it of a norm or of a committee."""
    if before is None or hit.first != before.last + 1 or not tokens[hit.first].after_break:
        return False
    return not before.phrase.norms or set(hit.phrase.norms) <= set(before.phrase.norms)


def _plain(tokens: tuple[Token, ...], hit: Hit) -> Iterator[NormMatch]:
    for norm in hit.phrase.norms:
        yield NormMatch(
            norm, hit.phrase.text, tokens[hit.first].start, tokens[hit.last].end, hit.phrase.score
        )


def _protocol_of(
    tokens: tuple[Token, ...], before: Hit | None, hit: Hit, head: _Protocol | None, floor: int
) -> _Protocol | None:
    if len(hit.phrase.norms) != 1 or not _children(hit.phrase.norms[0]):
        return None
    found = _protocol_before(tokens, hit, floor) or _protocol_after(tokens, hit)
    if found:
        return found
    if head and before and _in_one_list(tokens, before, hit, head):
        return replace(head, inherited=True)
    return None


def _names_a_protocol(tokens: tuple[Token, ...], hit: Hit, floor: int) -> bool:
    protocol = tokens[hit.last].key in _PROTOCOL
    return len(hit.phrase.norms) == 1 and not protocol and _protocol_before(tokens, hit, floor) is not None


def _protocol_before(tokens: tuple[Token, ...], hit: Hit, floor: int) -> _Protocol | None:
    """ "the first and second Optional Protocols to", "OP II to", "OP-"; no token up to `floor`"""
    index = hit.first
    while index > floor + 1 and not _parted(tokens[index]):
        index -= 1
        token = tokens[index]
        if not (token.small or token.text.isdigit() or token.key in _BEFORE_TREATY):
            break
    if index <= floor or index == hit.first or not _is_protocol(tokens[index]):
        return None
    first = _qualifiers_from(tokens, index, floor)
    acronym = index == hit.first - 1 and tokens[index].text in _OP
    last = _numbers_after(tokens, hit.last) if acronym else hit.last  # "OP-ICCPR-2"
    found = _protocol(tokens, first, hit.first - 1, tokens[hit.last + 1 : last + 1])
    return replace(found, last=last if last > hit.last else found.last)


def _is_protocol(token: Token) -> bool:
    return token.key in _PROTOCOL or token.text in _OP


def _numbers_after(tokens: tuple[Token, ...], last: int) -> int:
    """Index of the last of the numbers behind `last`: "1", "I and II", "1 and OP 2"; or `last`."""
    index = last + 1
    while index < len(tokens) and not tokens[index].after_break:
        if tokens[index].key in _ORDINALS:
            last = index
        elif not (tokens[index].key == "and" or tokens[index].text in _OP) or index - last > 2:
            break
        index += 1
    return last


def _qualifiers_from(tokens: tuple[Token, ...], index: int, floor: int) -> int:
    while index - 1 > floor and not tokens[index].after_break and tokens[index - 1].key in _QUALIFIERS:
        index -= 1
    while tokens[index].key == "and":
        index += 1
    return index


def _protocol_after(tokens: tuple[Token, ...], hit: Hit) -> _Protocol | None:
    """ "ICCPR-OP 1 and 2", "the CEDAW Optional Protocol", "CEDAW's Optional Protocol" """
    index = hit.last + 1
    last = None
    while index < len(tokens) and not _parted(tokens[index]):
        token = tokens[index]
        if _is_protocol(token):
            last = index
        elif token.key not in _QUALIFIERS - {"and"} and not (token.key == "s" and index == hit.last + 1):
            break
        index += 1
    return None if last is None else _protocol(tokens, hit.last + 1, _numbers_after(tokens, last))


def _and_its_protocol(tokens: tuple[Token, ...], hit: Hit, later: tuple[Hit, ...]) -> _Protocol | None:
    """ "... and its two Optional Protocols", "... and the Optional Protocol thereto" """
    if len(hit.phrase.norms) != 1 or not _children(hit.phrase.norms[0]):
        return None
    ceiling = min(hit.last + 12, len(tokens))
    index = hit.last + 1
    while index < ceiling and tokens[index].text.isupper():  # the acronym in brackets
        index += 1
    first = index
    own = hit.phrase.norms[0] == _GENEVA and "additional" in _keys(tokens[first:ceiling])
    while index < ceiling and tokens[index].key in _BETWEEN:
        own = own or tokens[index].key in ("its", "their")
        index += 1
    if index >= ceiling or not _is_protocol(tokens[index]) or index == first:
        return None
    thereto = index + 1 < len(tokens) and tokens[index + 1].key == "thereto"
    inside_name = any(other.first <= index <= other.last for other in later)
    last = _numbers_after(tokens, index)
    return _protocol(tokens, first, last) if (own or thereto) and not inside_name else None


def _and_itself(tokens: tuple[Token, ...], hit: Hit, after: tuple[Hit, ...]) -> bool:
    """ "the Optional Protocol to ... and the Convention itself" """
    end = min(hit.last + 1 + _ITSELF_REACH, len(tokens), *(other.first for other in after))
    for index in range(hit.last + 1, end - 1):
        if tokens[index].after_end:
            return False
        if tokens[index].key in _TREATY and tokens[index + 1].key == "itself":
            return True
    return False


def _keys(tokens: tuple[Token, ...]) -> frozenset[str]:
    return frozenset(token.key for token in tokens)


def _protocol(tokens: tuple[Token, ...], first: int, last: int, more: tuple[Token, ...] = ()) -> _Protocol:
    keys = [token.key for token in (*tokens[first : last + 1], *more)]
    ordinals = tuple(_ORDINALS[key] for key in keys if key in _ORDINALS)
    count = next((_NUMBERS[key] for key in keys if key in _NUMBERS), None)
    open_plural = bool(_PLURALS.intersection(keys)) and not ordinals and count is None
    return _Protocol(first, last, ordinals, bool(_SEVERAL.intersection(keys)), count, open_plural)


def _in_one_list(tokens: tuple[Token, ...], before: Hit, hit: Hit, head: _Protocol) -> bool:
    """ "Optional Protocols to A and B", "the two Optional Protocols to A and to B": a plural carries on."""
    between = tokens[before.last + 1 : hit.first]
    if any(token.key not in _LIST_WORDS or token.after_break for token in between):
        return False
    return head.open_plural or (head.several and "to" in {token.key for token in between})


def _protocols(tokens: tuple[Token, ...], hit: Hit, head: _Protocol) -> Iterator[NormMatch]:
    treaty = hit.phrase.norms[0]
    norms, sure = _which(treaty, head, tokens, hit.last)
    score = round(sure * hit.phrase.score * (_REST_OF_LIST if head.inherited else 1), 2)
    start = min(tokens[head.first].start, tokens[hit.first].start)
    end = max(tokens[head.last].end, tokens[hit.last].end)
    for norm in norms:
        yield NormMatch(norm, f"protocol: {hit.phrase.text}", start, end, score)


def _which(
    treaty: str, head: _Protocol, tokens: tuple[Token, ...], hit_last: int
) -> tuple[tuple[str, ...], float]:
    children = _children(treaty)
    if len(children) == 1:
        return children, 1.0
    named = tuple(children[ordinal] for ordinal in head.ordinals if ordinal < len(children))
    if named:
        return named, 1.0
    subjects = _subjects(tokens, max(head.last, hit_last))
    if treaty == "crc" and (about := {_CRC_SUBJECTS[key] for key in subjects if key in _CRC_SUBJECTS}):
        return tuple(sorted(about)), 0.9
    if head.several:
        return children, 1.0 if head.count == len(children) else 0.7
    if treaty == "iccpr":
        return _first_or_second(children, subjects, _before(tokens, head.first))
    return children, 0.5


def _first_or_second(
    children: tuple[str, ...], behind: frozenset[str], before: frozenset[str]
) -> tuple[tuple[str, ...], float]:
    """Without a number it is the first Protocol, unless it is about the death penalty."""
    if "penalty" in behind:
        return children[1:2], 0.8
    return (children[1:2], 0.7) if "penalty" in before else (children[:1], 0.8)


def _before(tokens: tuple[Token, ...], first: int) -> frozenset[str]:
    """Words before a protocol, back to the start of its sentence or another protocol."""
    words: list[str] = []
    for index in range(first - 1, max(first - 1 - _SUBJECT_REACH, -1), -1):
        if tokens[index + 1].after_end or _is_protocol(tokens[index]):
            break
        words.append(tokens[index].key)
    return frozenset(words)


def _subjects(tokens: tuple[Token, ...], last: int) -> frozenset[str]:
    """Words that may tell what a protocol is about: to the end of the sentence or the next protocol."""
    words: list[str] = []
    for token in tokens[last + 1 : last + 1 + _SUBJECT_REACH]:
        if token.key in _PROTOCOL or token.key in ("ratify", "accede"):
            break
        words.append(token.key)
    return frozenset(words)


@cache
def _children(treaty: str) -> tuple[str, ...]:
    """Protocols of a treaty in the order of the list, which is that of their adoption."""
    return tuple(
        instrument.id
        for instrument in load_instruments()
        if instrument.parent == treaty and instrument.type in ("optional_protocol", "protocol", "ihl")
    )
