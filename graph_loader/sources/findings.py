"""What is wrong in one file, without floods of the same message."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from graph_loader.records import Problem, ProblemSeverity

_MOST: Final = 50
_ORDER: Final[tuple[ProblemSeverity, ...]] = ("error", "warning", "info")


@dataclass(slots=True)
class Findings:
    """Collects the problems of one file."""

    file: str
    once: bool = False
    """Whether a message is told at its first place only."""
    _told: set[tuple[ProblemSeverity, str]] = field(default_factory=set)
    _problems: list[Problem] = field(default_factory=list)
    _count: Counter[tuple[ProblemSeverity, str]] = field(default_factory=Counter)

    def add(self, severity: ProblemSeverity, kind: str, message: str, place: str = "") -> None:
        """Keep a problem at a place of the file, or only count it where fifty of its kind are kept."""
        if self.once and (severity, message) in self._told:
            return
        self._told.add((severity, message))
        self._count[severity, kind] += 1
        if self._count[severity, kind] <= _MOST:
            self._problems.append(Problem(severity, message, f"{self.file}#{place}" if place else self.file))

    @property
    def refused(self) -> bool:
        """Whether something refuses the file."""
        return any(severity == "error" for severity, _ in self._count)

    def problems(self) -> tuple[Problem, ...]:
        """All problems, errors first, and how many of each kind are not told one by one."""
        more = [
            Problem(severity, f"{count - _MOST} more problems of this kind: {kind}.", self.file)
            for (severity, kind), count in self._count.items()
            if count > _MOST
        ]
        return tuple(sorted((*self._problems, *more), key=lambda problem: _ORDER.index(problem.severity)))
