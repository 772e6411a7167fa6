"""Human rights mechanisms other than the review, by how OHCHR's index writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from graph_loader import iris
from graph_loader.records import Standing
from graph_loader.records_mechanisms import MechanismKind, MechanismRecord
from graph_loader.reference_data import rows

_KINDS: Final[dict[str, MechanismKind]] = {
    "treaty-body": "treaty-body",
    "special-procedure": "special-procedure",
}
_STANDINGS: Final[dict[str, Standing]] = {"confirmed": "confirmed", "partly": "partly"}
_NOT_WORDS: Final = re.compile(r"[\W_]+")
_SPECIAL_PROCEDURE: Final = re.compile(
    r"(?:SR|SRSG|IE|WG|RSG)\s|.*\b(?:Special Rapporteur|Independent Expert|Working Group|"
    r"Special Representative)\b",
    re.IGNORECASE,
)
LONGEST_LABEL: Final = 300
"""Characters of how a mechanism is written; the longest of the index has 139."""


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A row of mechanisms.csv."""

    record: MechanismRecord
    labels: tuple[str, ...]
    """Every way in which it is written; the first is the usual one."""
    standing: Standing
    """`partly` where its title or how the index writes it was not seen."""
    source: str


@cache
def load_mechanisms() -> tuple[Mechanism, ...]:
    """The ten treaty bodies, and special procedures whose title a source in hand gives."""
    return tuple(_mechanism(row) for row in rows("mechanisms.csv"))


def _mechanism(row: dict[str, str]) -> Mechanism:
    labels = tuple(row["labels"].split("|"))
    record = MechanismRecord(
        row["key"], _KINDS[row["kind"]], row["name"], labels[0], row["instrument"] or None
    )
    return Mechanism(record, labels, _STANDINGS[row["standing"]], row["source"])


def find_mechanism(label: str) -> MechanismRecord | None:
    """The mechanism that is written so, by abbreviation or title; case, spaces and signs do not count."""
    return _by_label().get(_plain(label))


def new_mechanism(label: str) -> MechanismRecord | None:
    """A mechanism that mechanisms.csv does not know, as its label tells it.

    None where the label has no letter, or more than `LONGEST_LABEL` characters.
    """
    name = " ".join(label.split())
    if len(name) > LONGEST_LABEL:
        return None
    key = iris.slug(name) or iris.digest(name)
    kind: MechanismKind = "special-procedure" if _SPECIAL_PROCEDURE.match(name) else "other"
    return MechanismRecord(key, kind, name, name) if _plain(name) else None


@cache
def _by_label() -> dict[str, MechanismRecord]:
    found: dict[str, MechanismRecord] = {}
    for mechanism in load_mechanisms():
        for label in (*mechanism.labels, mechanism.record.name):
            found[_plain(label)] = mechanism.record
    return found


def _plain(label: str) -> str:
    return _NOT_WORDS.sub(" ", label.casefold().replace("&", " and ")).strip()
