"""How many recommendations the 21 texts of reports have, against UPR Info's rows and counts by hand.

docs/working-group-report-counts.md is this table in words, and explains every difference.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from graph_loader.records import SourceReading
from graph_loader.sources.pages import read_lines
from graph_loader.sources.working_group_report import read_working_group_report
from graph_loader.states import state_code

COUNTED = re.compile(r"there are (\d+) texts and (\d+) pairs")


@dataclass(frozen=True)
class Counts:
    numbers: int
    pairs: int
    texts: int
    text_pairs: int


@dataclass(frozen=True)
class Row:
    state: str
    text: str
    response: str


ROWS = {
    "Macedonia2014": Counts(104, 136, 134, 137),
    "armenia2010": Counts(85, 165, 155, 166),
    "benin2012": Counts(129, 129, 129, 129),
    "comoros2009": Counts(59, 70, 69, 70),
    "france2008": Counts(33, 36, 36, 36),
    "guinea-bissau2010": Counts(108, 109, 111, 112),
    "iran2014": Counts(291, 299, 293, 299),
    "kenya2010": Counts(150, 159, 157, 159),
    "netherlands2012": Counts(119, 122, 119, 122),
    "republicofkorea2012": Counts(70, 173, 173, 175),
    "slovenia2014": Counts(163, 180, 168, 180),
    "srilanka2008": Counts(80, 88, 89, 94),
    "togo2011": Counts(133, 133, 133, 133),
    "unitedkingdom2012": Counts(132, 137, 134, 137),
    "zambia2012": Counts(125, 127, 125, 127),
}
"""Reports that upr_info_rows.csv has rows of."""
BY_HAND = {
    "burkinafaso2009": Counts(45, 83, 80, 90),
    "democraticpeoplesrepublicofkorea2010": Counts(167, 167, 167, 167),
    "luxembourg2009": Counts(18, 40, 40, 45),
    "micronesia2011": Counts(73, 74, 73, 74),
    "panama2011": Counts(92, 97, 92, 97),
    "serbia2009": Counts(24, 67, 70, 85),
}
"""Reports whose numbers were counted by hand."""
BEYOND_TWO_PER_CENT = {"srilanka2008"}
"""Where UPR Info parts two recommendations at an `and`, and 89 texts stand against 91."""


@pytest.mark.parametrize("name", [*ROWS, *BY_HAND])
def test_numbers_pairs_and_texts_of_a_report(name: str, shared: Path) -> None:
    assert counts(name, shared) == {**ROWS, **BY_HAND}[name]


@pytest.mark.parametrize("name", ROWS)
def test_texts_and_pairs_agree_with_upr_info_where_it_splits_none_by_the_answer(
    name: str, shared: Path
) -> None:
    ours = counts(name, shared)
    texts, pairs = joined_where_split_by_answer(reading(name, shared), rows(shared)[f"{name}.txt"])
    assert abs(ours.text_pairs - pairs) <= 0.02 * pairs
    assert (abs(ours.texts - texts) <= 0.02 * texts) is (name not in BEYOND_TWO_PER_CENT)


@cache
def reading(name: str, shared: Path) -> SourceReading:
    path = shared / "data" / "working_group_reports" / "texts" / f"{name}.txt"
    return read_working_group_report(read_lines(path.read_bytes(), path.name), path.name)


def counts(name: str, shared: Path) -> Counts:
    read = reading(name, shared)
    told = next((found for p in read.problems if (found := COUNTED.search(p.message))), None)
    numbers, pairs = len(read.recommendations), read.pairs
    return (
        Counts(numbers, pairs, int(told[1]), int(told[2])) if told else Counts(numbers, pairs, numbers, pairs)
    )


@cache
def rows(shared: Path) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    path = shared / "data" / "working_group_reports" / "upr_info_rows.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code = state_code(row["From"])
            assert code is not None
            found[row["file"]].append(Row(code, folded(row["Text"]), row["Response"]))
    return found


def folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def joined_where_split_by_answer(read: SourceReading, upr_info: list[Row]) -> tuple[int, int]:
    """UPR Info's distinct texts and rows, counting once what it parts because the State answered the parts differently.

    Its methodology: a recommendation accepted in part becomes two, one accepted and one noted.
    """
    groups: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in upr_info:
        groups[row.state, nearest(read, row)].append(row)
    kept = [
        row
        for group in groups.values()
        for row in (group[:1] if len({row.response for row in group}) > 1 else group)
    ]
    return len({row.text for row in kept}), len(kept)


def nearest(read: SourceReading, row: Row) -> str:
    """The number of the State's recommendation most like a row."""
    own = [record for record in read.recommendations if row.state in record.states]
    return max(own, key=lambda record: fuzz.partial_ratio(row.text, folded(record.text or ""))).number
