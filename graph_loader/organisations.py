"""Intergovernmental organisations that States belong to, as UPR Info lists them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from graph_loader.reference_data import rows


@dataclass(frozen=True, slots=True)
class Organisation:
    """An intergovernmental organisation."""

    key: str
    """Slug: `oic`."""
    name: str
    upr_info_label: str
    """As UPR Info writes it: `OIC`."""


@dataclass(frozen=True, slots=True)
class Member:
    """A State in an organisation, as of a year: who has left since is still listed."""

    organisation: str
    state: str
    """ISO 3166-1 alpha-3 code."""
    as_of: str
    """Year of the list."""


@cache
def load_organisations() -> tuple[Organisation, ...]:
    """The organisations that UPR Info's exports name."""
    return tuple(
        Organisation(row["key"], row["name"], row["upr_info_label"]) for row in rows("organisations.csv")
    )


@cache
def load_members() -> tuple[Member, ...]:
    """Members among the States that the export in hand names, by organisation and code."""
    return tuple(
        Member(row["organisation"], row["iso3"], row["as_of"]) for row in rows("organisation_members.csv")
    )
