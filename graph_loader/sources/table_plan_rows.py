"""Rows of the tables of plans and duties as records, and of judgments of what came of them."""

from __future__ import annotations

from graph_loader.records import AssessmentRecord, PlanItemRecord, PlanRecord, ResponsibilityRecord
from graph_loader.sources.table_paths import AGENTS, THINGS
from graph_loader.sources.table_row import Row


def plan(row: Row) -> PlanRecord:
    """An action plan."""
    title = row.needed("title")
    record = PlanRecord(
        state=row.state(),
        key=row.key(title),
        title=title,
        date=row.date("date"),
        number=row.text("number"),
        valid_from=row.date("valid_from"),
        valid_to=row.date("valid_to"),
        plan_for=row.other_review("plan_for"),
        **row.source(),
    )
    row.claim(f"plan {record.state} {record.key}")
    return record


def plan_item(row: Row) -> PlanItemRecord:
    """One numbered measure of a plan."""
    record = PlanItemRecord(
        state=row.state(),
        plan=row.key_in("plan"),
        number=row.key_in("number"),
        title=row.needed("title"),
        deadline=row.date("deadline"),
        recommendations=row.recommendations("recommendations"),
        indicator=row.text("indicator"),
        **row.source(),
    )
    row.claim(f"item {record.number} of plan {record.state} {record.plan}")
    return record


def responsibility(row: Row) -> ResponsibilityRecord:
    """The duty of one body for one thing, in one role."""
    record = ResponsibilityRecord(
        state=row.state(),
        body=row.key_in("body"),
        role=row.notation("role", "role"),
        target=row.path("target", THINGS),
        basis=row.needed("basis"),
        valid_from=row.date("valid_from"),
        valid_to=row.date("valid_to"),
        **row.source(),
    )
    row.claim(f"{record.state} {record.body} as {record.role} for {record.target}")
    return record


def assessment(row: Row) -> AssessmentRecord:
    """What one assessor holds of one recommendation."""
    document, paragraph, _ = row.document("document")
    record = AssessmentRecord(
        recommendation=row.recommendation(),
        assessed_by=row.path("assessed_by", AGENTS),
        rating=row.notation("rating", "rating"),
        as_of=row.date("as_of"),
        document=document or None,
        paragraph=row.text("paragraph") or paragraph,
        evidence=row.paths("evidence", THINGS),
        **row.source(),
    )
    when = f" as of {record.as_of}" if record.as_of else ""
    row.claim(f"assessment of {record.recommendation} by {record.assessed_by}{when}")
    return record
