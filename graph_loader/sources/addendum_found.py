"""What is found in an addendum, and what its headings say of what follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from graph_loader.records import Status
from graph_loader.sources.addendum_answers import (
    one_answer,
    qualification,
)
from graph_loader.sources.addendum_blocks import Block
from graph_loader.sources.addendum_numbers import Named, NumberList

Force = Literal["listed", "own", "heading"]
"""How an answer is given: by number in a sentence, in an entry's own words, or by the heading above."""

LONGEST_REASON: Final = 20_000
"""Characters of a reason that are kept."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One answer to one recommendation."""

    named: Named
    status: Status
    force: Force
    note: str | None
    paragraph: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Reason:
    """What the State says about recommendations beyond its answer."""

    names: tuple[Named, ...]
    text: str
    paragraph: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Unlisted:
    """An answer to recommendations that are not named: `accepts all the others`."""

    text: str
    status: Status
    excepted: bool
    """True where it names exceptions, which are then answered the other way."""
    place: str


@dataclass(slots=True)
class Found:
    """Everything read so far, in the order of the document."""

    statements: list[Statement] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    unlisted: list[Unlisted] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)
    """Ranges that cannot be written out, with their place."""
    unanswered: list[tuple[Named, str]] = field(default_factory=list)
    """Recommendations that an entry is about, with its place; some are answered elsewhere."""


@dataclass(slots=True)
class Context:
    """What the headings above say: a status, how it is qualified, and how that heading is marked."""

    status: Status | None = None
    note: str | None = None
    marker: str = ""
    announced_in: str | None = None
    """Number of the paragraph that announces a list, where it is no heading that says so."""
    open: list[tuple[Block, NumberList]] = field(default_factory=list)
    """The entries since the last answer, which one to `these recommendations` may be meant for."""

    def heading(self, block: Block) -> None:
        """A heading with an answer sets it; one of the same rank without an answer ends it."""
        self.open.clear()
        status = one_answer(block.text)
        if status is not None:
            self.status, self.note, self.marker = status, qualification(block.text), block.marker
            self.announced_in = None
        elif _rank(block.marker) >= _rank(self.marker):
            self.status = self.note = None

    def answer_for(self, named: Named, status: Status, force: Force, block: Block) -> Statement:
        """The answer of the heading above, in part where a remark behind the number says so."""
        own: Status = "partially-supported" if named.partial and status == "supported" else status
        note = self.note if own == status else None
        return Statement(named, own, force, note, block.paragraph, block.place)


def _rank(marker: str) -> int:
    if not marker:
        return 0
    return 2 if set(marker) <= set("IVX") else 1
