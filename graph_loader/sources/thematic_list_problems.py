"""Problems of a thematic list: each kind told a bounded number of times, each finding once."""

from __future__ import annotations

from collections import Counter
from typing import Final

from graph_loader.records import Problem, ProblemSeverity

_MOST_OF_A_KIND: Final = 50


class Problems:
    """Problems of one file as they are met; a finding that is met again is not told again."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._told: dict[tuple[ProblemSeverity, str], Problem] = {}
        self._kinds: Counter[tuple[ProblemSeverity, str]] = Counter()

    def add(self, severity: ProblemSeverity, kind: str, message: str, place: str) -> None:
        """Tell of something; `kind` groups findings, `place` is the fragment."""
        if (severity, message) in self._told:
            return
        self._kinds[severity, kind] += 1
        if self._kinds[severity, kind] <= _MOST_OF_A_KIND:
            self._told[severity, message] = Problem(severity, message, f"{self._name}#{place}")

    def found(self) -> tuple[Problem, ...]:
        """All of them, with how many of a kind are not listed."""
        more = (
            Problem(severity, f"{number - _MOST_OF_A_KIND} more problems of this kind: {kind}.", self._name)
            for (severity, kind), number in self._kinds.items()
            if number > _MOST_OF_A_KIND
        )
        return (*self._told.values(), *more)
