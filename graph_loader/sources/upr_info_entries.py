"""Rows of UPR Info's database as entries: it has a row for each State that made a recommendation.

Rows of one review whose texts agree in letters and digits are one recommendation, unless their responses
differ: then the State answered two recommendations of that wording, or two parts of one, and there are two
entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from graph_loader import iris
from graph_loader.records import (
    ClassificationRecord,
    DocumentRecord,
    EntryRecord,
    PledgeRecord,
    PositionRecord,
    ReviewRecord,
    Status,
)
from graph_loader.sources.upr_info_cells import letters
from graph_loader.sources.upr_info_rows import Findings, Row

DATABASE: Final = "upr-info"
"""Key of the database as a document, and the first part of the keys of its entries."""

DOCUMENT: Final = DocumentRecord(
    DATABASE,
    "database-export",
    title="UPR Info, Database of UPR Recommendations and Voluntary Pledges",
)
"""One document for all exports: they are pieces of one database."""

Found = tuple[list[EntryRecord], list[PledgeRecord], list[PositionRecord], list[ClassificationRecord]]


def to_records(rows: Sequence[Row], findings: Findings) -> Found:
    """Entries, pledges, positions and classifications, in the order of their first rows."""
    found: Found = ([], [], [], [])
    entries, pledges, positions, classifications = found
    for (review, wording), alike in _by_wording(row for row in rows if not row.is_pledge).items():
        parts = _by_status(alike)
        for status, part in parts.items():
            told_apart = f"{wording}\n{status}" if len(parts) > 1 else wording
            entry = _entry(review, iris.digest(told_apart), part, findings)
            entries.append(entry)
            if status:
                note = next((row.note for row in part if row.note), None)
                positions.append(PositionRecord(entry.key, status, DATABASE, note=note, place=part[0].place))
            classifications += _classifications(entry.key, part)
    for (review, wording), alike in _by_wording(row for row in rows if row.is_pledge).items():
        pledge = PledgeRecord(review, f"{DATABASE}-{iris.digest(wording)}", alike[0].text, alike[0].place)
        pledges.append(pledge)
        classifications += _classifications(pledge.key, alike)
    return found


def to_reviews(rows: Iterable[Row], findings: Findings) -> Iterator[ReviewRecord]:
    """The reviews of the rows, each with its session where all its rows agree."""
    by_review: dict[str, list[Row]] = {}
    for row in rows:
        by_review.setdefault(row.review, []).append(row)
    for key, alike in by_review.items():
        sessions = sorted({row.session for row in alike if row.session})
        if len(sessions) > 1:
            message = f"The review {key} has rows of sessions {sessions}; its session stays unknown."
            findings.add("warning", "reviews in two sessions", message, alike[0].place)
        state, _, cycle = key.partition("-")
        session = sessions[0] if len(sessions) == 1 else None
        yield ReviewRecord(state, int(cycle), session, place=alike[0].place)


def _by_wording(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row.review, letters(row.text)), []).append(row)
    return found


def _by_status(rows: Sequence[Row]) -> dict[Status | None, list[Row]]:
    """Rows by response; one without a response goes with the others where these agree."""
    statuses = {row.status for row in rows if row.status}
    if len(statuses) < 2:
        return {next(iter(statuses), None): [*rows]}
    found: dict[Status | None, list[Row]] = {}
    for row in rows:
        found.setdefault(row.status, []).append(row)
    return found


def _entry(review: str, digest: str, rows: Sequence[Row], findings: Findings) -> EntryRecord:
    states: dict[str, Row] = {}
    for row in rows:
        for state in row.states:
            if state in states and states[state] is not row:
                message = f"Says the same as {states[state].place}: State, text and response; read once."
                findings.add("warning", "said before; read once", message, row.place)
            states.setdefault(state, row)
    return EntryRecord(review, f"{DATABASE}-{digest}", tuple(states), rows[0].text, rows[0].place)


def _classifications(key: str, rows: Sequence[Row]) -> Iterator[ClassificationRecord]:
    """What all rows say it is about; where they differ in the action category, each one has a record."""
    labels = {label.key: label for row in rows for label in row.issues}
    # A pledge is no recommendation, and only these have an action category.
    actions = [] if rows[0].is_pledge else [*dict.fromkeys(row.action for row in rows if row.action)]
    if labels or actions:
        first = actions[0] if actions else None
        yield ClassificationRecord(key, action=first, labels=tuple(labels.values()))
    yield from (ClassificationRecord(key, action=action) for action in actions[1:])
