"""Entries of databases meet the numbered recommendations of other sources, when a snapshot is built.

A database that gives no paragraph numbers has its entries, and what it says of their recommendations, under
keys of its own (`mapping.entry`). Here the sources come together: where another one has the recommendation
with its number, that takes the place of the database's key. Pure: lines of N-Quads in, lines out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Quad

from graph_loader import iris
from graph_loader.entries_match import Entry, Match, Numbered, match_entries
from graph_loader.mapping_links import link
from graph_loader.quads import node
from graph_loader.records import LinkRecord
from graph_loader.snapshot import n_quads, unique
from ontology.terms import upr

GRAPH: Final = "entries"
"""Key of the graph that says which recommendation an entry is of: software found it, no source says so."""
VERSION: Final = "1"

_ENTRY: Final = f"<{iris.entry('')}".encode()
_RECOMMENDATION: Final = f"<{iris.recommendation('')}".encode()
_POSITION: Final = f"<{iris.position('', '').removesuffix('/')}".encode()
_REVIEW: Final = f"<{iris.review('')}".encode()
_STATE: Final = f"<{iris.state('')}".encode()


def _predicate(iri: str) -> bytes:
    return f"<{iri}>".encode()


_ENTRY_OF: Final = _predicate(upr.entryOf)
_IN_REVIEW: Final = _predicate(upr.entryInReview)
_LIST_COMPLETE: Final = _predicate(upr.listComplete)
_MADE_BY: Final = _predicate(upr.madeBy)
_NUMBER: Final = _predicate(upr.number)
_SORT_KEY: Final = _predicate(upr.sortKey)
_STATUS: Final = _predicate(upr.positionStatus)
_TEXT: Final = _predicate(upr.text)

_OF_DATABASE: Final = re.compile(r"-([0-9A-Za-z][0-9A-Za-z-]*-)[0-9a-f]{12}")
_ESCAPE: Final = re.compile(rb'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf"\'\\]))')
_ESCAPED: Final = {b"t": b"\t", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"f": b"\f"}
_BASIS: Final = {
    "equal": "same review, recommending States in common, wording the same in all letters and digits",
    "near": "same review, recommending States in common, wording nearly the same",
    "part": "same review, recommending States in common, wording a part of the recommendation's",
}


@dataclass(slots=True)
class _Found:
    """An entry as the lines describe it, with what is said of its recommendation."""

    key: str
    review: str = ""
    text: str = ""
    states: set[str] = field(default_factory=set)
    statuses: dict[bytes, set[bytes]] = field(default_factory=dict)
    """Statuses by the last part of the position's IRI, which stands for the document."""


@dataclass(slots=True)
class _Plan:
    """What becomes of the keys of entries."""

    targets: dict[bytes, tuple[bytes, ...]] = field(default_factory=dict)
    """Keys of the recommendations that take the place of an entry's; none where nothing does."""
    states: dict[tuple[bytes, bytes], frozenset[bytes]] = field(default_factory=dict)
    """States that an entry gives a target, by both keys."""
    keep_text: set[tuple[bytes, bytes]] = field(default_factory=set)
    """Entries whose wording is one of a target, by both keys."""
    no_position: set[tuple[bytes, bytes]] = field(default_factory=set)
    """Positions that are left out: `<key of the entry>/<document>`, and the target they would be on."""


def settle_entries(lines: list[bytes]) -> list[bytes]:
    """Put numbered recommendations in the place of those that databases keep without a number.

    Takes the sorted N-Quads lines of all sources; gives sorted lines, none twice. Of a database's entries
    - one that agrees with a recommendation of its review becomes an entry of that; a link statement says how
      it was found. A wording that stands under several numbers goes to each with the States that made it.
      Where entries of one database on one recommendation give different positions, none of them is kept: each
      may be about a part;
    - one that agrees with none, in a review whose list another source has in full, is an entry of nothing:
      what was said of its recommendation is left out, since that is counted already;
    - the others stay recommendations without a number.
    """
    found = _entries(lines)
    if not found:
        return lines
    matches = sorted(_matches(lines, found), key=lambda one: (one.entry, one.recommendation))
    plan = _plan(lines, found, matches)
    markers = {_marker(entry).encode() for entry in found.values()}
    touched = sorted({at for marker in markers for at, line in enumerate(lines) if marker in line})
    kept = list(_links(matches))
    before = 0
    for at in touched:
        kept += lines[before:at]
        before = at + 1
        kept += _settled(lines[at], plan)
    kept += lines[before:]
    kept.sort()
    return list(unique(kept))


def _entries(lines: Sequence[bytes]) -> dict[str, _Found]:
    found: dict[str, _Found] = {}
    for line in _beginning_with(lines, _ENTRY):
        subject, predicate, rest = line.split(b" ", 2)
        key = _key(subject, _ENTRY)
        entry = found.setdefault(key, _Found(key))
        if predicate == _IN_REVIEW:
            entry.review = _key(rest.split(b" ", 1)[0], _REVIEW)
        elif predicate == _TEXT:
            entry.text = _literal(rest)
    for entry in found.values():
        _complete(entry, lines)
    return {key: entry for key, entry in found.items() if entry.review and key.startswith(f"{entry.review}-")}


def _complete(entry: _Found, lines: Sequence[bytes]) -> None:
    """Add the States and positions that are said of the entry's recommendation."""
    for line in _beginning_with(lines, _RECOMMENDATION + entry.key.encode() + b">"):
        _, predicate, rest = line.split(b" ", 2)
        if predicate == _MADE_BY:
            entry.states.add(_key(rest.split(b" ", 1)[0], _STATE))
    before = _POSITION + entry.key.encode() + b"/"
    for line in _beginning_with(lines, before):
        subject, predicate, rest = line.split(b" ", 2)
        if predicate == _STATUS:
            status = rest.split(b" ", 1)[0]
            entry.statuses.setdefault(subject[len(before) : -1], set()).add(status)


def _matches(lines: Sequence[bytes], found: dict[str, _Found]) -> Iterator[Match]:
    by_review: dict[str, list[Entry]] = {}
    for one in found.values():
        by_review.setdefault(one.review, []).append(Entry(one.key, one.text, frozenset(one.states)))
    for review, entries in by_review.items():
        yield from match_entries(entries, _numbered(lines, review))


def _numbered(lines: Sequence[bytes], review: str) -> Iterator[Numbered]:
    """The recommendations of a review that have a number and a wording."""
    texts: dict[bytes, set[str]] = {}
    states: dict[bytes, set[str]] = {}
    numbered: dict[bytes, None] = {}
    for line in _beginning_with(lines, _RECOMMENDATION + f"{review}-".encode()):
        subject, predicate, rest = line.split(b" ", 2)
        if predicate == _NUMBER:
            numbered[subject] = None
        elif predicate == _TEXT:
            texts.setdefault(subject, set()).add(_literal(rest))
        elif predicate == _MADE_BY:
            states.setdefault(subject, set()).add(_key(rest.split(b" ", 1)[0], _STATE))
    for subject in numbered:
        if subject in texts:
            key = _key(subject, _RECOMMENDATION)
            yield Numbered(key, tuple(sorted(texts[subject])), frozenset(states.get(subject, ())))


def _plan(lines: Sequence[bytes], found: dict[str, _Found], matches: Sequence[Match]) -> _Plan:
    plan = _Plan()
    complete = {
        review for review in {entry.review for entry in found.values()} if _is_complete(lines, review)
    }
    groups: dict[tuple[str, str], list[Match]] = {}
    for match in matches:
        entry, target = match.entry.encode(), match.recommendation.encode()
        plan.targets[entry] = (*plan.targets.get(entry, ()), target)
        plan.states[entry, target] = frozenset(_STATE + state.encode() + b">" for state in match.states)
        groups.setdefault((match.recommendation, _marker(found[match.entry])), []).append(match)
    for key, one in found.items():
        if key.encode() in plan.targets:
            continue
        if one.review in complete:
            plan.targets[key.encode()] = ()
        else:
            _settle_positions(plan, [one], key)
    for (recommendation, _), group in groups.items():
        group.sort(key=lambda match: (match.how == "part", -match.score, match.entry))
        if group[0].how != "part":
            plan.keep_text.add((group[0].entry.encode(), recommendation.encode()))
        _settle_positions(plan, [found[match.entry] for match in group], recommendation)
    return plan


def _settle_positions(plan: _Plan, entries: Sequence[_Found], target: str) -> None:
    """Leave out the positions of entries on one recommendation that differ; of equal ones keep the first."""
    documents = sorted({document for entry in entries for document in entry.statuses})
    for document in documents:
        with_position = [entry for entry in entries if document in entry.statuses]
        differ = len(set().union(*(entry.statuses[document] for entry in with_position))) > 1
        for entry in with_position if differ else with_position[1:]:
            plan.no_position.add((entry.key.encode() + b"/" + document, target.encode()))


def _is_complete(lines: Sequence[bytes], review: str) -> bool:
    about = _beginning_with(lines, _REVIEW + review.encode() + b"> " + _LIST_COMPLETE)
    return any(line.split(b" ", 2)[2].startswith(b'"true"') for line in about)


def _settled(line: bytes, plan: _Plan) -> Iterator[bytes]:
    """A line with the keys that take the place of an entry's: one for each, or none where it is left out."""
    subject, predicate, _ = line.split(b" ", 2)
    if subject.startswith(_ENTRY):
        if predicate != _ENTRY_OF or subject[len(_ENTRY) : -1] not in plan.targets:
            yield line
        return
    key = next((found[2] for found in _KEYED.finditer(_terms(line)) if found[2] in plan.targets), None)
    if key is None:
        own = subject[len(_POSITION) : -1] if subject.startswith(_POSITION) else b""
        if (own, own.partition(b"/")[0]) not in plan.no_position:
            yield line
        return
    for target in plan.targets[key]:
        if _belongs(line, key, target, plan):
            yield _with_target(line, key, target)


def _belongs(line: bytes, key: bytes, target: bytes, plan: _Plan) -> bool:
    """Whether what an entry says of its recommendation is to be said of one that takes its place."""
    subject, predicate, rest = line.split(b" ", 2)
    if subject.startswith(_POSITION):
        return (subject[len(_POSITION) : -1], target) not in plan.no_position
    if not subject.startswith(_RECOMMENDATION):
        return True
    if predicate == _MADE_BY:
        return rest.split(b" ", 1)[0] in plan.states[key, target]
    return predicate != _SORT_KEY and (predicate != _TEXT or (key, target) in plan.keep_text)


_KEYED: Final = re.compile(rb"(<" + re.escape(iris.thing("").encode()) + rb"(?!entry/)[a-z-]+/)([^/>]+)")


def _terms(line: bytes) -> bytes:
    """A line without the words of a source, in which keys stay as they are."""
    before, _, rest = line.partition(b'"')
    return before + rest.rpartition(b'"')[2]


def _with_target(line: bytes, key: bytes, target: bytes) -> bytes:
    before, quote, rest = line.partition(b'"')
    literal, end, after = rest.rpartition(b'"')

    def exchanged(found: re.Match[bytes]) -> bytes:
        return found[1] + (target if found[2] == key else found[2])

    return _KEYED.sub(exchanged, before) + quote + literal + end + _KEYED.sub(exchanged, after)


def _links(matches: Iterable[Match]) -> list[bytes]:
    """Lines that say which recommendation an entry is of, with method, version and score."""
    graph = node(iris.graph(GRAPH))
    quads: list[Quad] = []
    for match in matches:
        record = LinkRecord(
            recommendation=match.recommendation,
            relation="entry-of",
            target=f"entry/{match.entry}",
            basis=_BASIS[match.how],
            method="software",
            version=f"entries {VERSION}",
            score=f"{match.score:.3g}",
            standing=None,
        )
        entry, recommendation = iris.entry(match.entry), iris.recommendation(match.recommendation)
        quads.append(Quad(node(entry), node(upr.entryOf), node(recommendation), graph))
        quads += link(graph, GRAPH, record)
    return n_quads(quads).splitlines(keepends=True)


def _beginning_with(lines: Sequence[bytes], prefix: bytes) -> Iterator[bytes]:
    for at in range(bisect_left(lines, prefix), len(lines)):
        if not lines[at].startswith(prefix):
            return
        yield lines[at]


def _key(iri: bytes, before: bytes) -> str:
    return iri[len(before) : -1].decode()


def _marker(entry: _Found) -> str:
    """What the keys of all entries of a database have in common: `-upr-info-`."""
    found = _OF_DATABASE.fullmatch(entry.key.removeprefix(entry.review))
    return f"-{found[1]}" if found else entry.key


def _literal(rest: bytes) -> str:
    """The text of the literal that a line has as its object (RDF 1.1 N-Quads, 3)."""
    text = rest[1 : rest.rindex(b'"')]
    return (_ESCAPE.sub(_unescaped, text) if b"\\" in text else text).decode()


def _unescaped(found: re.Match[bytes]) -> bytes:
    if code := found[1] or found[2]:
        return chr(int(code, 16)).encode()
    return _ESCAPED.get(found[3], found[3])
