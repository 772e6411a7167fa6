"""What the gazetteer finds in 200 texts, against what a reader labelled in them (docs/howto/gazetteer.md).

The texts stay where they are: `gazetteer_labels.csv` has the row, the start of the checksum of its text, and the labels.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from graph_loader.gazetteer import VERSION, find_norms
from graph_loader.reference_data import instrument_ids

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
LABELS = Path(__file__).with_name("gazetteer_labels.csv")
NAMED = 0.6
TABLES = {
    "upr-info-17-20": ("upr_info/17-20.csv", "mac_roman", "Text"),
    "upr-info-rows": ("working_group_reports/upr_info_rows.csv", "utf-8", "Text"),
    "svn-c2": ("thematic_lists/SVN-C2.csv", "utf-8", "text"),
    "svn-c4": ("thematic_lists/SVN-C4.csv", "utf-8", "text"),
}
UHRI = "uhri/normalised_samples_2026-03"
FLOORS = {"tune": (1.0, 1.0, 1.0), "held-out": (0.98, 1.0, 0.99)}
"""Precision, recall and share of texts without any error; of held-out at the one measurement."""

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")


@dataclass(frozen=True, slots=True)
class Label:
    """What was labelled by reading the text of a row."""

    source: str
    row: int
    """As a spreadsheet counts: the header is row 1."""
    checksum: str
    """First 12 hexadecimal digits of the SHA-256 of the text in UTF-8."""
    norms: frozenset[str]
    set: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Matches counted over all texts of a set."""

    right: int
    wrong: int
    missed: int
    exact: int
    texts: int

    @property
    def shares(self) -> tuple[float, float, float]:
        """Precision, recall and share of texts without any error."""
        right = self.right
        return right / (right + self.wrong), right / (right + self.missed), self.exact / self.texts


@cache
def labels() -> tuple[Label, ...]:
    return tuple(
        Label(
            row["source"],
            int(row["row"]),
            row["sha256"],
            frozenset(filter(None, row["norms"].split("|"))),
            row["set"],
        )
        for row in csv.DictReader(io.StringIO(LABELS.read_text(encoding="utf-8")))
    )


@cache
def table(source: str) -> tuple[str, ...]:
    path, encoding, column = TABLES[source]
    lines = (SHARED / path).read_bytes().decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    return tuple(row[column] for row in csv.DictReader(io.StringIO(lines)))


def text_of(label: Label) -> str:
    if label.source in TABLES:
        return table(label.source)[label.row - 2]
    (file,) = (SHARED / UHRI).glob(f"{label.source.removeprefix('uhri-')}-*.json")
    return str(json.loads(file.read_text(encoding="utf-8"))["text"])


def measured(labelled: tuple[Label, ...]) -> Figures:
    right = wrong = missed = exact = 0
    for label in labelled:
        found = {match.norm for match in find_norms(text_of(label)) if match.score >= NAMED}
        right += len(found & label.norms)
        wrong += len(found - label.norms)
        missed += len(label.norms - found)
        exact += found == label.norms
    return Figures(right, wrong, missed, exact, len(labelled))


def differences(labelled: tuple[Label, ...]) -> Iterator[str]:
    for label in labelled:
        found = {match.norm for match in find_norms(text_of(label)) if match.score >= NAMED}
        if found != label.norms:
            missed, wrong = sorted(label.norms - found), sorted(found - label.norms)
            yield f"{label.source} row {label.row}: missed {missed}, wrong {wrong}"


def of_set(name: str) -> tuple[Label, ...]:
    return tuple(label for label in labels() if label.set == name)


def test_each_set_has_a_hundred_texts_and_no_row_twice() -> None:
    assert Counter(label.set for label in labels()) == {"tune": 100, "held-out": 100}
    assert len({(label.source, label.row) for label in labels()}) == 200


def test_every_label_is_an_instrument_of_the_list() -> None:
    assert {norm for label in labels() for norm in label.norms} <= instrument_ids()


@needs_shared
def test_the_rows_are_those_that_were_labelled() -> None:
    for label in labels():
        checksum = hashlib.sha256(text_of(label).encode()).hexdigest()[:12]
        assert checksum == label.checksum, f"{label.source} row {label.row} has another text: label it again."


@needs_shared
@pytest.mark.parametrize("name", FLOORS)
def test_precision_and_recall_are_no_lower_than_measured(name: str) -> None:
    figures = measured(of_set(name))
    reached = figures.shares
    report = f"gazetteer {VERSION}, {name}: precision {reached[0]:.3f}, recall {reached[1]:.3f}, exact {reached[2]:.3f}"
    errors = "\n".join(differences(of_set(name)))
    assert all(share >= floor for share, floor in zip(reached, FLOORS[name], strict=True)), (
        f"{report}; {figures}\n{errors}"
    )
