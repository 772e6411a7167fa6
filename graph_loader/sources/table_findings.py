"""What is wrong in one table, and what its rows have claimed so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from graph_loader.records import Problem, ProblemSeverity

MOST_PROBLEMS: Final = 100
"""Problems of one severity that are told one by one; the others are only counted."""


def _none_yet() -> dict[ProblemSeverity, list[Problem]]:
    return {"error": [], "warning": [], "info": []}


def _zero() -> dict[ProblemSeverity, int]:
    return {"error": 0, "warning": 0, "info": 0}


@dataclass(slots=True)
class Findings:
    """Collects the problems of one file instead of stopping at the first."""

    file: str
    """Name of the file, for places such as `laws.csv#row=12`."""
    states: set[str] = field(default_factory=set)
    """Codes of the States the table is about."""
    claims: dict[str, int] = field(default_factory=dict)
    """Row by the thing it describes, to find two rows that describe the same."""
    known: set[str] = field(default_factory=set)
    """Things that rows may name though no row describes them: `law KAZ 2023-06-07-8-VIII`."""
    faulty: set[int] = field(default_factory=set)
    """Rows with an error, whose keys are not to be relied on."""
    _told: dict[ProblemSeverity, list[Problem]] = field(default_factory=_none_yet)
    _untold: dict[ProblemSeverity, int] = field(default_factory=_zero)

    @property
    def refused(self) -> bool:
        """True when there is an error, which refuses the whole file."""
        return bool(self._told["error"])

    def full(self, severity: ProblemSeverity) -> bool:
        """True when a further problem of this severity is only counted."""
        return len(self._told[severity]) >= MOST_PROBLEMS

    def fragment(self, row: int, column: str | None = None) -> str:
        """Where in the file a row is, or its cell in a column: `row=12` (RFC 7111, section 2)."""
        return f"row={row}"

    def add(
        self,
        severity: ProblemSeverity,
        message: str,
        row: int | None = None,
        always: bool = False,
        column: str | None = None,
    ) -> None:
        """Keep a problem, or (unless `always`) only count it when there are enough of its severity."""
        if severity == "error" and row is not None:
            self.faulty.add(row)
        if self.full(severity) and not always:
            self._untold[severity] += 1
            return
        place = self.file if row is None else f"{self.file}#{self.fragment(row, column)}"
        self._told[severity].append(Problem(severity, message, place))

    def problems(self) -> tuple[Problem, ...]:
        """All problems, errors first; after each severity a line for those that were only counted."""
        problems: list[Problem] = []
        for severity, told in self._told.items():
            problems += told
            if self._untold[severity]:
                more = f"{self._untold[severity]:,} more of this kind are not listed."
                problems.append(Problem(severity, more, self.file))
        return tuple(problems)
