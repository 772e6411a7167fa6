"""The shipped lists of norms, besides regional groups and sessions: instruments, provisions, what reads them.

They are tables of `reference/`; reference/README.md says where each comes from.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from graph_loader.records import Standing

PARIS_PRINCIPLES: Final = "paris-principles"
"""Id of the one instrument whose provisions are listed."""

_STANDINGS: Final[dict[str, Standing]] = {
    "confirmed": "confirmed",
    "partly": "partly",
    "inferred": "inferred",
}


@dataclass(frozen=True, slots=True)
class RegionalGroup:
    """One of the five regional groups of United Nations Member States."""

    key: str
    name: str
    upr_info_label: str
    """As UPR Info writes it: `Asia`, `EEG`."""
    names: tuple[tuple[str, str], ...] = ()
    """Language tag and name in the other official languages, where a source in hand has it."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session of the Working Group on the Universal Periodic Review."""

    number: int
    year: int
    cycle: int


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty, or another international instrument that recommendations name.

    Dates are as exact as the source: `1989-11-20` or `1948`; what no source in hand tells is None.
    """

    id: str
    """The key of its IRI: `op-crpd`."""
    name: str
    short: str | None
    type: str
    """`core`, `optional_protocol`, `protocol`, `amendment`, `other_un`, `ilo`, `ihl`, `unesco`, `coe`,
    `wipo`, `regional`, `hague` or `soft_law`."""
    parent: str | None
    """Id of the instrument that it supplements or amends."""
    chapter: str | None
    """Where its depositary lists it: a chapter of the UN Treaty Collection (`IV-15-a`), or `CETS 210`."""
    adopted: str | None
    in_force: str | None
    """First day in force at all, not for one State."""
    standing: Standing
    source: str
    names: tuple[tuple[str, str], ...] = ()
    """Language tag and title in the other official languages, where a source in hand has it."""


@dataclass(frozen=True, slots=True)
class Provision:
    """A numbered provision, or a section, of the Paris Principles."""

    id: str
    """`B.2`, lettered A to D as the accreditation committee of national institutions does."""
    section: str
    number: str | None
    """As the text numbers it within the section; None for the section itself."""
    label: str
    """Our own words, not the wording of the resolution."""
    standing: Standing
    source: str

    @property
    def key(self) -> str:
        """The key of its IRI: `paris-principles/B.2`."""
        return f"{PARIS_PRINCIPLES}/{self.id}"


@dataclass(frozen=True, slots=True)
class GeneralObservation:
    """How the accreditation committee of national institutions reads provisions of the Paris Principles."""

    number: str
    """`1.10`, which is not `1.1`."""
    label: str
    """Our own words, not its title."""
    provisions: tuple[str, ...]
    """Ids of the provisions that it reads: `B.2`."""
    standing: Standing
    source: str


@dataclass(frozen=True, slots=True)
class ThemeNorm:
    """A norm that speaks of a theme, by the project's judgment."""

    theme: str
    """Notation in the project's scheme: `torture-prevention`."""
    norm: str
    """`opcat`, `paris-principles/B.2`."""
    basis: str


@cache
def load_regional_groups() -> tuple[RegionalGroup, ...]:
    """The five groups."""
    names = _names("regional_group_names.csv", "group")
    return tuple(
        RegionalGroup(row["key"], row["name"], row["upr_info_label"], names.get(row["key"], ()))
        for row in rows("regional_groups.csv")
    )


@cache
def load_sessions() -> tuple[Session, ...]:
    """Sessions of the Working Group in their order, with the year and the cycle of each."""
    return tuple(
        Session(int(row["session"]), int(row["year"]), int(row["cycle"])) for row in rows("sessions.csv")
    )


@cache
def load_instruments() -> tuple[Instrument, ...]:
    """Treaties and other instruments, the human-rights treaties first."""
    names = _names("instrument_names.csv", "instrument")
    return tuple(_instrument(row, names.get(row["id"], ())) for row in rows("instruments.csv"))


@cache
def load_provisions() -> tuple[Provision, ...]:
    """Sections and provisions of the Paris Principles in the order of the text."""
    return tuple(
        Provision(
            id=row["id"],
            section=row["section"],
            number=row["number"] or None,
            label=row["label"],
            standing=_STANDINGS[row["standing"]],
            source=row["source"],
        )
        for row in rows("paris_principles.csv")
    )


@cache
def load_general_observations() -> tuple[GeneralObservation, ...]:
    """General Observations in the order of their numbers."""
    return tuple(
        GeneralObservation(
            number=row["number"],
            label=row["label"],
            provisions=tuple(row["provisions"].split("|")),
            standing=_STANDINGS[row["standing"]],
            source=row["source"],
        )
        for row in rows("general_observations.csv")
    )


@cache
def load_theme_norms() -> tuple[ThemeNorm, ...]:
    """Norms of themes, a theme after the other."""
    return tuple(ThemeNorm(row["theme"], row["norm"], row["basis"]) for row in rows("theme_norms.csv"))


@cache
def instrument_ids() -> frozenset[str]:
    """Every key that a recommendation can refer to: `op-crpd`, `paris-principles`, `paris-principles/B.2`."""
    instruments = (instrument.id for instrument in load_instruments())
    return frozenset((*instruments, *(provision.key for provision in load_provisions())))


def rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of a table of `reference/`, from a checkout or an installed wheel alike."""
    text = resources.files("graph_loader").joinpath("reference", name).read_text(encoding="utf-8")
    return iter(csv.DictReader(io.StringIO(text, newline="")))


def _names(table: str, key: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """What things are called in the other languages, by the key of the thing."""
    names: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in rows(table):
        names[row[key]] = (*names.get(row[key], ()), (row["language"], row["name"]))
    return names


def _instrument(row: dict[str, str], names: tuple[tuple[str, str], ...]) -> Instrument:
    return Instrument(
        id=row["id"],
        name=row["name"],
        short=row["short"] or None,
        type=row["type"],
        parent=row["parent"] or None,
        chapter=row["chapter"] or None,
        adopted=row["adopted"] or None,
        in_force=row["in_force"] or None,
        standing=_STANDINGS[row["standing"]],
        source=row["source"],
        names=names,
    )
