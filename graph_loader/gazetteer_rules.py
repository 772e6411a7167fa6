"""Rules of the gazetteer: protocols by the treaty they belong to, and acronyms that repeat a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from graph_loader.gazetteer_bare import bare_protocols
from graph_loader.gazetteer_bodies import committees_shielded
from graph_loader.gazetteer_ilo import ilo_conventions
from graph_loader.gazetteer_phrases import Hit, NormMatch, Token
from graph_loader.gazetteer_protocols import (
    QUALIFIERS,
    Protocol,
    children,
    is_acronym,
    is_child,
    is_protocol,
    names_protocol,
    numbers_after,
    protocol,
    qualifiers_from,
    which,
)

_ROMAN: Final = frozenset({"i", "ii", "iii"})
_BEFORE_TREATY: Final = _ROMAN | {"and", "no", "nos"}
"""Words that may stand between "Protocol" and its treaty: "Protocol No. II to"."""
_LIST_WORDS: Final = frozenset({"and", "the", "to", "its", "of", "as", "well", "un", "international"})
_JOINS: Final = frozenset({"and", "as"})
_ACTS: Final = frozenset(
    {"sign", "signing", "ratify", "ratifying", "accede", "acceding", "implement", "also"}
)
_BETWEEN: Final = _LIST_WORDS | QUALIFIERS | _ACTS | {"their", "respective"}
"""Words that may stand between a treaty and "its Protocol"."""
_TREATY: Final = frozenset({"convention", "covenant", "treaty", "statute"})
_ITSELF_REACH: Final = 10
_GENEVA: Final = "gc1949"
_REST_OF_LIST: Final = 0.9
"""How surely a plural at one end of a list also holds for its other treaties."""
_LONGEST_LIST: Final = 12


def apply_rules(tokens: tuple[Token, ...], hits: tuple[Hit, ...]) -> tuple[NormMatch, ...]:
    """Norms of the phrases found: protocols are told from their treaties, committees are left out."""
    found = _in_order([*_of_hits(tokens, hits), *ilo_conventions(tokens, hits)])
    bare = tuple(bare_protocols(tokens, hits, found))
    return _in_order([*found, *bare]) if bare else found


def _in_order(matches: list[NormMatch]) -> tuple[NormMatch, ...]:
    return tuple(sorted(matches, key=lambda match: (match.start, match.end, match.norm)))


def _of_hits(tokens: tuple[Token, ...], hits: tuple[Hit, ...]) -> Iterator[NormMatch]:
    hits = tuple(_without_bare_protocols(tokens, tuple(committees_shielded(tokens, hits))))
    head: Protocol | None = None
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
            if "their" in _keys(tokens[following.first : following.last]):
                for other in _listed_before(tokens, hits[: position + 1]):
                    yield from _protocols(tokens, other, replace(following, inherited=True))


def _parted(token: Token) -> bool:
    return token.after_break or token.after_comma


def _without_bare_protocols(tokens: tuple[Token, ...], hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Leave out "Second Optional Protocol" where the treaty follows: then the treaty tells which it is."""
    for position, hit in enumerate(hits):
        after = hits[position + 1] if position + 1 < len(hits) else None
        bare = after and names_protocol(tokens[hit.last]) and _protocol_before(tokens, after, -1)
        if not (after and bare and all(token.small for token in tokens[hit.last + 1 : after.first])):
            yield hit


def _repeats(tokens: tuple[Token, ...], before: Hit | None, hit: Hit) -> bool:
    """An acronym behind the full name repeats it, be it that of a norm or, in brackets, of a committee."""
    if before is None or hit.first != before.last + 1 or tokens[hit.first].after_end:
        return False
    if not tokens[hit.first].after_break:
        behind = before.first < before.last and not tokens[hit.first].after_comma
        acronym = behind and tokens[hit.first].text.isupper()
        return acronym and hit.phrase.norms == before.phrase.norms and not _protocol_after(tokens, hit)
    return not before.phrase.norms or set(hit.phrase.norms) <= set(before.phrase.norms)


def _plain(tokens: tuple[Token, ...], hit: Hit) -> Iterator[NormMatch]:
    for norm in hit.phrase.norms:
        yield NormMatch(
            norm, hit.phrase.text, tokens[hit.first].start, tokens[hit.last].end, hit.phrase.score
        )


def _protocol_of(
    tokens: tuple[Token, ...], before: Hit | None, hit: Hit, head: Protocol | None, floor: int
) -> Protocol | None:
    if len(hit.phrase.norms) != 1 or not children(hit.phrase.norms[0]):
        return None
    found = _protocol_before(tokens, hit, floor) or _protocol_after(tokens, hit)
    if found:
        return found
    if head and before and _in_one_list(tokens, before, hit, head):
        return replace(head, inherited=True)
    return None


def _names_a_protocol(tokens: tuple[Token, ...], hit: Hit, floor: int) -> bool:
    if len(hit.phrase.norms) != 1 or names_protocol(tokens[hit.last]) or is_child(hit.phrase.norms[0]):
        return False
    return _protocol_before(tokens, hit, floor) is not None


def _protocol_before(tokens: tuple[Token, ...], hit: Hit, floor: int) -> Protocol | None:
    """ "the first and second Optional Protocols to", "OP II to", "OP-"; no token up to `floor`"""
    index = hit.first
    while index > floor + 1 and not _parted(tokens[index]):
        index -= 1
        token = tokens[index]
        if not (token.small or token.text.isdigit() or token.key in _BEFORE_TREATY):
            break
    if index <= floor or index == hit.first or not is_protocol(tokens[index]):
        return None
    first = qualifiers_from(tokens, index, floor)
    acronym = index == hit.first - 1 and is_acronym(tokens[index])
    last = numbers_after(tokens, hit.last) if acronym else hit.last  # "OP-ICCPR-2"
    found = protocol(tokens, first, hit.first - 1, tokens[hit.last + 1 : last + 1])
    return replace(found, last=last if last > hit.last else found.last)


def _protocol_after(tokens: tuple[Token, ...], hit: Hit) -> Protocol | None:
    """ "ICCPR-OP 1 and 2", "the CEDAW Optional Protocol", "CEDAW's Optional Protocol" """
    index = hit.last + 1
    last = None
    while index < len(tokens) and not _parted(tokens[index]):
        token = tokens[index]
        if is_protocol(token):
            last = index
        elif token.key not in QUALIFIERS - {"and"} and not (token.key == "s" and index == hit.last + 1):
            break
        index += 1
    return None if last is None else protocol(tokens, hit.last + 1, numbers_after(tokens, last))


def _and_its_protocol(tokens: tuple[Token, ...], hit: Hit, later: tuple[Hit, ...]) -> Protocol | None:
    """ "... and its two Optional Protocols", "... and the Optional Protocol thereto" """
    if len(hit.phrase.norms) != 1 or not children(hit.phrase.norms[0]):
        return None
    ceiling = min(hit.last + 12, len(tokens))
    index = hit.last + 1
    if index < ceiling and tokens[index].after_break:
        while index < ceiling and tokens[index].text.isupper():  # the acronym in brackets
            index += 1
    first = index
    own = hit.phrase.norms[0] == _GENEVA and "additional" in _keys(tokens[first:ceiling])
    while index < ceiling and tokens[index].key in _BETWEEN:
        own = own or tokens[index].key in ("its", "their")
        index += 1
    if index >= ceiling or not is_protocol(tokens[index]) or index == first:
        return None
    thereto = index + 1 < len(tokens) and tokens[index + 1].key == "thereto"
    inside_name = any(other.first <= index <= other.last for other in later)
    last = numbers_after(tokens, index)
    return protocol(tokens, first, last) if (own or thereto) and not inside_name else None


def _listed_before(tokens: tuple[Token, ...], hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """The treaties before the last hit in its list: "CEDAW, CAT and CRPD and their Optional Protocols" """
    for position in range(len(hits) - 1, max(len(hits) - _LONGEST_LIST, 0), -1):
        hit = hits[position - 1]
        between = tokens[hit.last + 1 : hits[position].first]
        if any(token.key not in _LIST_WORDS for token in between) or tokens[hits[position].first].after_end:
            return
        if len(hit.phrase.norms) == 1 and children(hit.phrase.norms[0]):
            yield hit


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


def _in_one_list(tokens: tuple[Token, ...], before: Hit, hit: Hit, head: Protocol) -> bool:
    """ "Optional Protocols to A and B", "the two Optional Protocols to A and to B": a plural carries on."""
    between = tokens[before.last + 1 : hit.first]
    if any(token.key not in _LIST_WORDS or token.after_break for token in between):
        return False
    if not _JOINS.intersection(_keys(between)) and not any(
        token.after_comma for token in (*between, tokens[hit.first])
    ):
        return False  # a dash
    return head.open_plural or (head.several and "to" in {token.key for token in between})


def _protocols(tokens: tuple[Token, ...], hit: Hit, head: Protocol) -> Iterator[NormMatch]:
    treaty = hit.phrase.norms[0]
    norms, sure = which(treaty, head, tokens, max(head.last, hit.last))
    score = round(sure * hit.phrase.score * (_REST_OF_LIST if head.inherited else 1), 2)
    start = min(tokens[head.first].start, tokens[hit.first].start)
    end = max(tokens[head.last].end, tokens[hit.last].end)
    for norm in norms:
        yield NormMatch(norm, f"protocol: {hit.phrase.text}", start, end, score)
