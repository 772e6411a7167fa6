"""What has to be known of a whole export before its first record can be kept.

The recommendations wait in a temporary file meanwhile: an export of 360 MB is read once, in little memory.
"""

from __future__ import annotations

import pickle
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from types import TracebackType
from typing import IO, Final, Self

from graph_loader import iris
from graph_loader.sources.uhri_annotation import REVIEW, Annotation
from graph_loader.sources.uhri_findings import Findings

_AT_ONCE: Final = 500
_LONG: Final = 20_000
_MOST_HELD: Final = 32 << 20
"""Characters of texts that are kept in memory until the end, to be compared with others."""
_KEY_LENGTH: Final = 12
_in_order: Final = attrgetter(*(field.name for field in fields(Annotation)))
_NOT_LETTERS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Placed:
    """A recommendation of the review whose review and number are settled; of a mechanism, as it is."""

    annotation: Annotation
    review: str | None
    key: str
    """`uhri-3f2a9c1b04d7`."""
    suffix: str = ""


class Gathered:
    """The recommendations of one export. A context: leaving it deletes the temporary file."""

    def __init__(self, findings: Findings, review: str | None) -> None:
        self._findings = findings
        self._only = review
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed by __exit__
        self._waiting: list[Annotation] = []
        self._held: list[Annotation] = []
        self._held_characters = 0
        self._ids: dict[str, int] = {}
        """By id, a number that stands for what the record says."""
        self._short_ids: Counter[str] = Counter()
        self._numbers: set[str] = set()
        self._shared: set[str] = set()
        self._reviews_of: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._sessions: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self.states: set[str] = set()
        self.reviews: set[str] = set()
        self.count = 0
        self.has_mechanisms = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, annotation: Annotation) -> None:
        """Take a recommendation in, unless it is there already."""
        says = hash(_content(annotation))
        if self._ids.get(annotation.key, says) != says:
            annotation = replace(annotation, key=iris.digest(f"{annotation.key}\n{_content(annotation)}"))
            message = "The record has the id of an earlier one and says something else; both were read."
            self._findings.tell("ids of several records", "warning", message, annotation.place)
        if annotation.key in self._ids:
            message = "The record has the id of an earlier one; it was read once."
            self._findings.tell("records with one id", "warning", message, annotation.place)
            return
        self._ids[annotation.key] = says
        self._short_ids[annotation.key[:_KEY_LENGTH]] += 1
        if annotation.body == REVIEW and (len(annotation.countries) > 1 or annotation.cycle is None):
            self._held_characters += len(annotation.text)
            if self._held_characters < _MOST_HELD:
                self._held.append(annotation)
            else:
                self._findings.lose(
                    "reviews not told", "The record does not tell its review.", annotation.place
                )
        else:
            self._take(annotation)

    def close(self) -> None:
        """Say that there are no more: what only the other records can tell is now decided."""
        for annotation in self._held:
            if decided := self._decided(annotation):
                self._take(decided)
        self._held.clear()
        self._write()

    def session_of(self, review: str) -> int | None:
        """The session that most records of a review name."""
        named = self._sessions[review].most_common(1)
        return named[0][0] if named else None

    def placed(self) -> Iterator[Placed]:
        """The recommendations, those last whose number names several."""
        shared: defaultdict[str, list[Annotation]] = defaultdict(list)
        held = 0
        for annotation in self._stored():
            review = _review_key(annotation)
            if review and annotation.number and f"{review}-{annotation.number}" in self._shared:
                held += len(annotation.text)
                if held > _MOST_HELD:
                    message = "Too many records have one number."
                    self._findings.lose("numbers of too many records", message, annotation.place)
                    continue
                shared[f"{review}-{annotation.number}"].append(annotation)
            else:
                yield Placed(annotation, review, self._key(annotation))
        for key, records in shared.items():
            yield from self._told_apart(key, records)

    def _take(self, annotation: Annotation) -> None:
        review = _review_key(annotation)
        if self._only and review != self._only:
            self._findings.leave_out(f"not of review {self._only}")
            return
        if review and annotation.countries[0] in annotation.states:
            message = f"{annotation.countries[0]} is both the State under review and a recommending State."
            self._findings.lose("recommendations to oneself", message, annotation.place)
            return
        self.states.update(annotation.countries)
        self.count += 1
        if review is None:
            self.has_mechanisms = True
        else:
            self._note(annotation, review)
        self._waiting.append(annotation)
        if len(self._waiting) >= _AT_ONCE or len(annotation.text) > _LONG:
            self._write()

    def _note(self, annotation: Annotation, review: str) -> None:
        self.reviews.add(review)
        if annotation.session:
            self._sessions[review][annotation.session] += 1
        if annotation.symbol:
            self._reviews_of[annotation.symbol][review] += 1
        if annotation.number:
            key = f"{review}-{annotation.number}"
            (self._shared if key in self._numbers else self._numbers).add(key)

    def _decided(self, annotation: Annotation) -> Annotation | None:
        """A record that names two States, or no session, by the other records of its document."""
        fitting = [
            review
            for review in ([self._only] if self._only else self._reviews_of.get(annotation.symbol or "", ()))
            if review[:3] in annotation.countries
            and annotation.cycle in (None, int(review.rpartition("-")[2]))
        ]
        if len(fitting) != 1:
            several = " and ".join(annotation.countries)
            what = f"States {several}" if len(annotation.countries) > 1 else "no session and no cycle"
            message = f"The record names {what}, and the other records do not tell which review it is of."
            self._findings.lose("reviews not told", message, annotation.place)
            return None
        state, _, cycle = fitting[0].rpartition("-")
        message = f"The record does not tell its review; the others of its document are of {fitting[0]}."
        self._findings.tell("reviews told by other records", "warning", message, annotation.place)
        return replace(annotation, countries=(state,), cycle=int(cycle))

    def _write(self) -> None:
        # Unpickled is only what this process has pickled into its own nameless file. Tuples are the fastest.
        pickle.dump([_in_order(one) for one in self._waiting], self._file, pickle.HIGHEST_PROTOCOL)
        self._waiting = []

    def _stored(self) -> Iterator[Annotation]:
        end = self._file.tell()
        self._file.seek(0)
        while self._file.tell() < end:
            for values in pickle.load(self._file):
                yield Annotation(*values)

    def _key(self, annotation: Annotation) -> str:
        short = annotation.key[:_KEY_LENGTH]
        return f"uhri-{short if self._short_ids[short] == 1 else iris.digest(annotation.key)}"

    def _told_apart(self, key: str, records: Iterable[Annotation]) -> Iterator[Placed]:
        """Records under one number: those with one text are one recommendation, others get a suffix each."""
        texts: defaultdict[str, list[Annotation]] = defaultdict(list)
        # By id, so that the order of the file, which a search can change, decides nothing.
        for annotation in sorted(records, key=lambda one: one.key):
            texts[_NOT_LETTERS.sub("", annotation.text).casefold()].append(annotation)
        for number, alike in enumerate(texts.values()):
            one = self._merged(key, alike) if len(alike) > 1 else alike[0]
            suffix = _letters(number) if len(texts) > 1 else ""
            if suffix:
                message = f"{key} names {len(texts)} different recommendations; this one is {key}-{suffix}."
                self._findings.tell("numbers of several recommendations", "warning", message, one.place)
            yield Placed(one, _review_key(one), self._key(one), suffix)

    def _merged(self, key: str, alike: list[Annotation]) -> Annotation:
        first = alike[0]
        message = f"{key} is there {len(alike)} times with one text; it was read once."
        self._findings.tell("recommendations that are there twice", "warning", message, first.place)
        statuses = {annotation.status for annotation in alike if annotation.status}
        if len(statuses) > 1:
            message = f"{key} has the positions {' and '.join(sorted(statuses))}; it was read without one."
            self._findings.tell("positions that contradict each other", "warning", message, first.place)
        return replace(
            first,
            states=tuple(dict.fromkeys(state for one in alike for state in one.states)),
            status=statuses.pop() if len(statuses) == 1 else None,
        )


def _content(annotation: Annotation) -> tuple[object, ...]:
    """What makes two records with one id two recommendations."""
    return (annotation.body, annotation.countries, annotation.number, annotation.text, annotation.status)


def _review_key(annotation: Annotation) -> str | None:
    if annotation.body != REVIEW:
        return None
    return f"{annotation.countries[0]}-{annotation.cycle}"


def _letters(number: int) -> str:
    """`a` to `z`, then `aa`, `ab` …"""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
