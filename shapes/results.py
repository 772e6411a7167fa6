"""Validation results and reports, the same from every engine."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

Severity = Literal["violation", "warning", "info"]

SEVERITIES: Final[tuple[Severity, ...]] = ("violation", "warning", "info")
"""Worst first."""


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result (SHACL 1.0, 3.6.2), all of it text."""

    shape: str
    """IRI of the shape, or of the nearest shape around it that has one."""
    code: str
    """Stable code of one of our rules (`R01`); of other shapes the local name."""
    severity: Severity
    focus: str
    """IRI of the thing that is wrong; `_:label` for a blank node."""
    path: str | None
    """IRI of a property, or a SPARQL property path with IRIs in angle brackets."""
    value: str | None
    """The value that is wrong: an IRI or the text of a literal. None where something is missing."""
    message: str
    source: str | None = None
    """Where the thing was read: `laws.csv#row=12`."""


@dataclass(frozen=True, slots=True)
class Report:
    """All results of one validation, worst first, in a stable order and each once.

    `conforms` means: no violations. SHACL 1.0, 3.6.1 counts warnings and infos as well; here they are what
    their names say, and a graph with warnings may be published.
    """

    conforms: bool
    counts: dict[Severity, int]
    results: tuple[Result, ...]


def report_of(results: Iterable[Result]) -> Report:
    """Make a report: drop doubles, sort, count."""
    ordered = tuple(sorted(set(results), key=_order))
    counted = Counter(result.severity for result in ordered)
    counts = {severity: counted[severity] for severity in SEVERITIES}
    return Report(counts["violation"] == 0, counts, ordered)


def _order(result: Result) -> tuple[object, ...]:
    return (
        SEVERITIES.index(result.severity),
        result.code,
        result.shape,
        # Labels of blank nodes are made anew at each reading and would shuffle the results.
        "" if result.focus.startswith("_:") else _as_people_count(result.focus),
        result.path or "",
        result.value or "",
        result.message,
        result.focus,
    )


def _as_people_count(text: str) -> str:
    return re.sub(r"[0-9]+", lambda digits: digits.group().zfill(6), text)
