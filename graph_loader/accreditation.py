"""Accreditation of national human rights institutions by State and year, as periods.

The table has a letter for each State in some years: A and B are accreditation, D is none. It has no day of a
decision and no institution, so that a period is what the table shows and no more: it never runs over a year
for which the table has no column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final

from graph_loader.reference_data import rows

NO_STATUS: Final = "D"


@dataclass(frozen=True, slots=True)
class AccreditationPeriod:
    """Years in a row in which the table shows one letter for a State."""

    state: str
    """ISO 3166-1 alpha-3 code."""
    status: str
    """`A` or `B`."""
    first: int
    last: int
    reaches_end: bool
    """The table ends with `last`: nobody says that the accreditation did."""

    @property
    def key(self) -> str:
        """The key of its IRI: `KAZ/2015-B`."""
        return f"{self.state}/{self.first}-{self.status}"


@cache
def load_accreditation_periods() -> tuple[AccreditationPeriod, ...]:
    """Periods of all States, in the order of the table."""
    return tuple(period for row in rows("nhri_accreditation_by_year.csv") for period in periods(row))


def periods(row: dict[str, str]) -> Iterator[AccreditationPeriod]:
    """Periods of one row: `iso3`, and a letter under every year that is a column."""
    years = [int(name) for name in row if name.isdigit()]
    runs = groupby(enumerate(years), key=lambda place: (place[1] - place[0], row[str(place[1])]))
    for (_, status), run in runs:
        first, *rest = [year for _, year in run]
        last = rest[-1] if rest else first
        if status != NO_STATUS:
            yield AccreditationPeriod(row["iso3"], status, first, last, last == years[-1])
