"""Rows of the tables of what is said about a review as records: links, claims, statements, meetings."""

from __future__ import annotations

from typing import Final

from graph_loader import iris
from graph_loader.records import ClaimRecord, ConsultationRecord, LinkRecord, StatementRecord
from graph_loader.sources.table_paths import AGENTS, CHAIRS, MEASURES, RESULTS, THINGS
from graph_loader.sources.table_row import Row

STATEMENT_KINDS: Final = frozenset({"recommendation", "position"})

LINK_TARGETS: Final = {
    # A law or plan is no act: its adoption is, and that is what bears on a recommendation.
    "addresses": MEASURES,
    "entry-of": frozenset(),  # made by a build alone
    "open-since": RESULTS,
    "resulted-in-body": frozenset({"body"}),
    "refers-to": frozenset({"instrument"}),
    "repeats": frozenset({"recommendation"}),
    "similar-to": frozenset({"recommendation"}),
}
"""What the target of a link can be, by relation."""


def link(row: Row) -> LinkRecord:
    """A link between a recommendation and another thing."""
    relation = row.notation("relation", "link-relation")
    is_software = row.other_notation("method", "link-method") == "software"
    record = LinkRecord(
        recommendation=row.recommendation(),
        relation=relation,
        target=row.path("target", LINK_TARGETS.get(relation, THINGS)),
        basis=row.needed("basis"),
        method="software" if is_software else "manual",
        version=row.text("version"),
        score=row.fraction("score"),
        **row.source(),
    )
    if is_software and not record.version:
        row.error("A link made by software names its version. Fill in 'version', such as gazetteer-1.")
    if record.score and not is_software:
        row.error("Only software gives a score. Empty the cell 'score', or write 'software' for the method.")
    if relation == "repeats" and record.recommendation and record.target and not _is_later(record):
        row.error("A recommendation repeats one of an earlier review of the same State. Correct 'target'.")
    if record.target == f"recommendation/{record.recommendation}":
        row.error("The row links a recommendation to itself. Correct 'target', or remove the row.")
    named = "" if relation in iris.UNNAMED_RELATIONS else f" ({relation})"
    how = " made by software" if is_software else ""
    row.claim(f"link from {record.recommendation} to {record.target}{named}{how}")
    return record


def _is_later(record: LinkRecord) -> bool:
    state, cycle = record.recommendation.split("-")[:2]
    other_state, other_cycle = record.target.removeprefix("recommendation/").split("-")[:2]
    return state == other_state and int(cycle) > int(other_cycle)


def claim(row: Row) -> ClaimRecord:
    """What an agent says was done about a review."""
    row.needed("document")
    document, paragraph, _ = row.stated_in()
    record = ClaimRecord(
        state=row.state(),
        key=row.key_in("key", "claim"),
        claimed_by=row.path("claimed_by", AGENTS),
        review=row.review(),
        summary=row.needed("summary"),
        measures=row.paths("measures", MEASURES),
        subjects=row.paths("subjects", THINGS),
        recommendations=row.recommendations("recommendations"),
        document=document or None,
        paragraph=paragraph,
        date=row.date("date"),
        **row.source(),
    )
    row.claim(f"claim {record.state} {record.key}")
    return record


def statement(row: Row) -> StatementRecord:
    """What an agent says that it recommended, or that the State under review answered."""
    document, paragraph, _ = row.stated_in()
    status = row.status("status")
    record = StatementRecord(
        key=row.key_in("key", "statement"),
        review=row.review(),
        kind="position" if row.word("kind", STATEMENT_KINDS) == "position" else "recommendation",
        stated_by=row.path("stated_by", AGENTS),
        summary=row.needed("summary"),
        status=status[0] if status else None,
        asks_for=row.instruments("asks_for"),
        document=document or None,
        paragraph=paragraph,
        date=row.date("date"),
        **row.source(),
    )
    if record.kind == "position":
        row.needed("status")
    elif status:
        row.error(
            "A recommendation has no answer of its own. Empty 'status', or write a row of kind position."
        )
    if record.kind == "position" and record.asks_for:
        row.error("Only a recommendation asks for a norm. Empty 'asks_for'.")
    if record.kind == "recommendation" and record.stated_by == f"state/{record.review[:3]}":
        row.error("The State under review recommends to itself. Correct 'stated_by' or 'kind'.")
    row.claim(f"statement {record.review[:3]} {record.key}")
    return record


def consultation(row: Row) -> ConsultationRecord:
    """A meeting about a review."""
    row.needed("date")
    record = ConsultationRecord(
        state=row.state(),
        key=row.key_in("key", "consultation"),
        title=row.needed("title"),
        date=row.date("date") or "",
        date_basis=row.text("date_basis"),
        platform=row.other_key("platform", "body"),
        organizer=row.other_key("organizer", "body"),
        chairs=row.paths("chairs", CHAIRS),
        participants=row.paths("participants", AGENTS),
        discussed=row.paths("discussed", THINGS),
        **row.source(),
    )
    row.claim(f"consultation {record.state} {record.key}")
    return record
