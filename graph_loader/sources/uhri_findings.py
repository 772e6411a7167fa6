"""Problems met in a large export: a few examples of each kind, and how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from graph_loader.records import Problem, ProblemSeverity

_EXAMPLES: Final = 20
_MOST_KINDS: Final = 40


class Findings:
    """What was found wrong in one file, by kind."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._problems: list[Problem] = []
        self._counts: Counter[str] = Counter()
        self._severities: dict[str, ProblemSeverity] = {}
        self._left_out: Counter[str] = Counter()
        self.lost = 0
        """Records that are recommendations and could not be read."""

    def tell(self, kind: str, severity: ProblemSeverity, message: str, place: str) -> None:
        """Report something about a record; after some examples of a kind only their number is kept."""
        self._counts[kind] += 1
        self._severities[kind] = severity
        if self._counts[kind] <= _EXAMPLES:
            self._problems.append(Problem(severity, message, f"{self._name}#{place}"))

    def shows(self, kind: str) -> bool:
        """Whether the next problem of a kind will be shown, or only counted."""
        return self._counts[kind] < _EXAMPLES

    def lose(self, kind: str, message: str, place: str) -> None:
        """Report that a recommendation was left out."""
        self.lost += 1
        self.tell(kind, "warning", f"{message} The record was left out.", place)

    def leave_out(self, kind: str) -> None:
        """Count a record that is no recommendation."""
        kind = kind[:80]
        if kind not in self._left_out and len(self._left_out) >= _MOST_KINDS:
            kind = "others"
        self._left_out[kind] += 1

    def problems(self) -> Iterator[Problem]:
        """Everything found: first what was left out, then the examples, and how many more there are."""
        if self._left_out:
            kinds = "; ".join(f"{kind}: {count:,}" for kind, count in self._left_out.most_common())
            total = self._left_out.total()
            yield Problem(
                "info",
                f"{total:,} records are no recommendations and were left out ({kinds}).",
                self._name,
            )
        if self.lost:
            yield Problem(
                "warning",
                f"{self.lost:,} recommendations could not be read and were left out; the problems say why.",
                self._name,
            )
        yield from self._problems
        for kind, count in self._counts.items():
            if count > _EXAMPLES:
                more = f"{kind}: {count - _EXAMPLES:,} more like those above, {count:,} in all."
                yield Problem(self._severities[kind], more, self._name)
