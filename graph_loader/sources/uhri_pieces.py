"""Recommendations of OHCHR's index as readings: pieces of one graph."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from graph_loader.labels import find_label, new_label
from graph_loader.mechanisms import find_mechanism, new_mechanism
from graph_loader.records import (
    ClassificationRecord,
    DocumentRecord,
    EntryRecord,
    LabelRecord,
    PositionRecord,
    RecommendationRecord,
    ReviewRecord,
)
from graph_loader.records_mechanisms import (
    MechanismDocumentRecord,
    MechanismKind,
    MechanismReading,
    MechanismRecommendationRecord,
    MechanismRecord,
)
from graph_loader.sources.uhri_annotation import Annotation
from graph_loader.sources.uhri_findings import Findings
from graph_loader.sources.uhri_gathered import Gathered, Placed
from graph_loader.sustainable_development import load_goals, load_targets

FORMAT: Final = "uhri"
READER: Final = "uhri 1"
_TITLE: Final = "Universal Human Rights Index of the Office of the High Commissioner for Human Rights"

_IN_A_PIECE: Final = 2_000
_CHARACTERS_OF_A_PIECE: Final = 4 << 20
_STATES_OF_ALL: Final = 150
_COUNT_OF_ALL: Final = 100_000
"""States and recommendations from which an export is taken for the full one."""
_STATES_IN_KEY: Final = 3
_MOST_LABELS: Final = 100
_THEMES: Final = ("ohchr-theme-renamed", "ohchr-theme-plain")
_GROUPS: Final = ("affected-group",)
_DOCUMENT_KINDS: Final[dict[MechanismKind, str]] = {
    "treaty-body": "treaty-body-document",
    "special-procedure": "special-procedure-report",
}


class Pieces:
    """Makes the readings of one export."""

    def __init__(self, gathered: Gathered, findings: Findings) -> None:
        self._gathered = gathered
        self._findings = findings
        self._key = _graph_key(gathered)
        # Two exports of different days may differ, so each is a document of its own.
        self._document = DocumentRecord(
            self._key.replace("/", "-"), "database-export", _TITLE, url="https://uhri.ohchr.org/"
        )
        self._described: set[str] = set()

    def __iter__(self) -> Iterator[MechanismReading]:
        """The readings in their order; the caller adds the problems."""
        some: list[Placed] = []
        characters = 0
        for placed in self._gathered.placed():
            some.append(placed)
            characters += len(placed.annotation.text)
            if len(some) >= _IN_A_PIECE or characters >= _CHARACTERS_OF_A_PIECE:
                yield self._piece(some)
                some, characters = [], 0
        if some:
            yield self._piece(some)

    def reading(self) -> MechanismReading:
        """A reading of this export without records."""
        return MechanismReading(FORMAT, READER, self._key, self._document)

    def _piece(self, placed: Sequence[Placed]) -> MechanismReading:
        of_review = [one for one in placed if one.review]
        of_mechanisms = [one for one in placed if not one.review]
        mechanisms = [(one, self._mechanism(one.annotation)) for one in of_mechanisms]
        named = [(one, mechanism) for one, mechanism in mechanisms if mechanism]
        kept = (*of_review, *(one for one, _ in named))
        return MechanismReading(
            FORMAT,
            READER,
            self._key,
            self._document,
            reviews=tuple(self._reviews(of_review)),
            recommendations=tuple(_recommendation(one) for one in of_review if one.annotation.number),
            entries=tuple(_entry(one) for one in of_review if not one.annotation.number),
            positions=tuple(record for one in of_review if (record := _position(one, self._document.key))),
            classifications=tuple(found for one in kept if (found := self._classification(one))),
            mechanisms=tuple(self._new_mechanisms(mechanism for _, mechanism in named)),
            mechanism_documents=tuple(self._documents(named)),
            mechanism_recommendations=tuple(_of_mechanism(one, mechanism) for one, mechanism in named),
        )

    def _is_new(self, what: str) -> bool:
        """Whether a thing has not been described by an earlier piece."""
        if what in self._described:
            return False
        self._described.add(what)
        return True

    def _reviews(self, placed: Iterable[Placed]) -> Iterator[ReviewRecord]:
        for review in dict.fromkeys(one.review for one in placed if one.review):
            if self._is_new(f"review {review}"):
                state, _, cycle = review.rpartition("-")
                yield ReviewRecord(state, int(cycle), self._gathered.session_of(review))

    def _mechanism(self, annotation: Annotation) -> MechanismRecord | None:
        mechanism = _mechanism(annotation.body)
        if mechanism is None:
            self._findings.lose("no body", "The record names no recommending body.", annotation.place)
        elif find_mechanism(annotation.body) is None and self._is_new(f"told {mechanism.key}"):
            message = (
                f"Mechanism {annotation.body!r} is not in the list of those known; it was kept by its label."
            )
            self._findings.tell("mechanisms unknown", "info", message, annotation.place)
        return mechanism

    def _new_mechanisms(self, mechanisms: Iterable[MechanismRecord]) -> Iterator[MechanismRecord]:
        for mechanism in dict.fromkeys(mechanisms):
            if find_mechanism(mechanism.label) is None and self._is_new(f"mechanism {mechanism.key}"):
                yield mechanism

    def _documents(
        self, named: Iterable[tuple[Placed, MechanismRecord]]
    ) -> Iterator[MechanismDocumentRecord]:
        for one, mechanism in named:
            symbol = one.annotation.symbol
            if symbol and self._is_new(f"document {symbol}"):
                kind = _DOCUMENT_KINDS.get(mechanism.kind)
                yield MechanismDocumentRecord(symbol, kind, one.annotation.published)

    def _classification(self, one: Placed) -> ClassificationRecord | None:
        annotation = one.annotation
        labels = (
            *self._labels(_THEMES, annotation.themes, annotation.place),
            *self._labels(_GROUPS, annotation.groups, annotation.place),
        )
        goals = tuple(goal for label in annotation.sdgs if (goal := self._goal(label, annotation.place)))
        if not labels and not goals:
            return None
        return ClassificationRecord(
            _key(one), labels=tuple(dict.fromkeys(labels)), sdgs=tuple(dict.fromkeys(goals))
        )

    def _labels(self, schemes: tuple[str, ...], labels: tuple[str, ...], place: str) -> Iterator[LabelRecord]:
        for label in labels[:_MOST_LABELS]:
            record = _label(schemes, label)
            if record is None:
                continue
            if record.is_new and self._is_new(f"label {record.scheme} {record.key}"):
                what = "Theme" if schemes is _THEMES else "Group of persons"
                message = f"{what} {record.label!r} is not in the list of labels known; it was kept."
                self._findings.tell("labels unknown", "warning", message, place)
            yield record

    def _goal(self, label: str, place: str) -> str | None:
        goal = _goal(label)
        if goal is None:
            message = f"{label[:80]!r} is no goal or target of the 2030 Agenda; it was left out."
            self._findings.tell("goals unknown", "warning", message, place)
        return goal


def _graph_key(gathered: Gathered) -> str:
    """`uhri` for the full export; for the result of a search, what it is about.

    So the full export replaces the full export, a search about a State the last one about it, and neither
    the other.
    """
    if len(gathered.states) >= _STATES_OF_ALL and gathered.count >= _COUNT_OF_ALL:
        return "uhri"
    if len(gathered.reviews) == 1 and not gathered.has_mechanisms:
        return f"uhri/{next(iter(gathered.reviews))}"
    states = sorted(gathered.states)
    if len(states) <= _STATES_IN_KEY:
        return f"uhri/{'-'.join(states)}"
    return f"uhri/{hashlib.sha256(' '.join(states).encode()).hexdigest()[:12]}"


def _key(one: Placed) -> str:
    annotation = one.annotation
    if not one.review:
        return one.key
    if not annotation.number:
        return f"{one.review}-{one.key}"
    return f"{one.review}-{annotation.number}" + (f"-{one.suffix}" if one.suffix else "")


def _recommendation(one: Placed) -> RecommendationRecord:
    annotation = one.annotation
    return RecommendationRecord(
        one.review or "",
        annotation.number or "",
        annotation.states,
        annotation.text,
        suffix=one.suffix,
        document=annotation.symbol,
        place=annotation.place,
    )


def _entry(one: Placed) -> EntryRecord:
    annotation = one.annotation
    return EntryRecord(one.review or "", one.key, annotation.states, annotation.text, annotation.place)


def _position(one: Placed, document: str) -> PositionRecord | None:
    annotation = one.annotation
    if annotation.status is None:
        return None
    return PositionRecord(_key(one), annotation.status, document, place=annotation.place)


def _of_mechanism(one: Placed, mechanism: MechanismRecord) -> MechanismRecommendationRecord:
    annotation = one.annotation
    return MechanismRecommendationRecord(
        one.key,
        mechanism.key,
        annotation.countries,
        annotation.text,
        annotation.symbol,
        annotation.number,
        annotation.place,
    )


@lru_cache(maxsize=1024)
def _mechanism(label: str) -> MechanismRecord | None:
    return find_mechanism(label) or new_mechanism(label)


@lru_cache(maxsize=4096)
def _label(schemes: tuple[str, ...], label: str) -> LabelRecord | None:
    return find_label(schemes, label) or new_label(schemes[0], label)


@lru_cache(maxsize=1024)
def _goal(label: str) -> str | None:
    """`16` or `16.2` of `16.2 - Protect children …`."""
    number = label.strip().split(" ", 1)[0].rstrip(".:").lower()
    return number if number in _goals() else None


@lru_cache(maxsize=1)
def _goals() -> frozenset[str]:
    return frozenset((*(goal.number for goal in load_goals()), *(target.number for target in load_targets())))
