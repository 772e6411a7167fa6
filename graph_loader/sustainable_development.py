"""Goals and targets of the 2030 Agenda by number, with short labels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from graph_loader.reference_data import rows


@dataclass(frozen=True, slots=True)
class Goal:
    """A Sustainable Development Goal."""

    number: str
    label: str
    """Its short title: `Gender equality`."""
    names: tuple[tuple[str, str], ...]
    """Language tag and full title in the other languages that its source has, which has no short ones."""


@dataclass(frozen=True, slots=True)
class Target:
    """A target of a goal; its wording is not shipped."""

    number: str
    """`16.3`, `16.a`."""
    goal: str
    label: str


@cache
def load_goals() -> tuple[Goal, ...]:
    """The 17 goals."""
    return tuple(
        Goal(row["number"], row["label"], (("fr", row["label_fr"]), ("es", row["label_es"])))
        for row in rows("sdg.csv")
        if not row["goal"]
    )


@cache
def load_targets() -> tuple[Target, ...]:
    """The 169 targets, numbers before letters within a goal."""
    return tuple(Target(row["number"], row["goal"], row["label"]) for row in rows("sdg.csv") if row["goal"])
