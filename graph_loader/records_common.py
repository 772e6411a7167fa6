"""What all records share: how well a source carries them, problems, the order of numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Status = Literal["supported", "noted", "pending", "partially-supported"]
"""Notations of the position scheme (ontology/vocab/position.ttl)."""

Standing = Literal["confirmed", "partly", "inferred"]
"""How well its source carries a curated fact (ontology/vocab/standing.ttl)."""

ProblemSeverity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to tell the user about a file: an `error` refuses the whole file.

    `place` is the file name with a fragment: `list.csv#row=12`, `report.pdf#page=5`, `report.txt#line=40`.
    """

    severity: ProblemSeverity
    message: str
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """A row of a curated table: the page that shows it, how well that page carries it, a note, its place."""

    source_url: str | None = None
    standing: Standing | None = "confirmed"
    """None where nobody judged it, as for what software found."""
    note: str | None = None
    place: str = ""


_NUMBER_PART = re.compile(r"(\d+)")


def sort_key(number: str) -> str:
    """Text that sorts paragraph numbers as people count: `126.9` before `126.10`.

    Every run of digits is padded to five places: `00126.00010`.
    """
    return _NUMBER_PART.sub(lambda m: m.group(1).zfill(5), number)


def cycle_of_session(session: int) -> int:
    """Cycle of a Working Group session.

    Sessions 1-12 are the first cycle, 13-26 the second, 27-40 the third, 41-54 the fourth: 12 sessions
    in four years, then 14 in four and a half (Human Rights Council decision 17/119, resolution 16/21, and
    the calendar of each cycle).
    """
    for cycle, last in ((1, 12), (2, 26), (3, 40), (4, 54)):
        if session <= last:
            return cycle
    return 5
