"""Rows of the tables of plans and duties as records, and of judgments of what came of them."""

from __future__ import annotations

from graph_loader.records import AssessmentRecord, PlanItemRecord, PlanRecord, ResponsibilityRecord
from graph_loader.sources.table_paths import AGENTS, DUTIES, THINGS
from graph_loader.sources.table_row import Row


def plan(row: Row) -> PlanRecord:
    """An action plan."""
    title = row.needed("title")
    valid_from, valid_to = row.period()
    record = PlanRecord(
        state=row.state(),
        key=row.key(title, "plan"),
        title=title,
        date=row.date("date"),
        number=row.text("number"),
        valid_from=valid_from,
        valid_to=valid_to,
        plan_for=row.other_review("plan_for"),
        **row.source(),
    )
    if record.plan_for and record.state and record.plan_for[:3] != record.state:
        row.error(f"{record.plan_for} is no review of {record.state}. Correct 'state' or 'plan_for'.")
    row.claim(f"plan {record.state} {record.key}")
    return record


def plan_item(row: Row) -> PlanItemRecord:
    """One numbered measure of a plan."""
    record = PlanItemRecord(
        state=row.state(),
        plan=row.key_in("plan", "plan"),
        number=row.key_in("number", "plan-item").rstrip("."),
        title=row.needed("title"),
        deadline=row.date("deadline"),
        recommendations=row.recommendations("recommendations"),
        indicator=row.text("indicator"),
        **row.source(),
    )
    for key in record.recommendations:
        if key and record.state and key[:3] != record.state:
            row.error(f"{key} was not made to {record.state}. Correct 'state' or 'recommendations'.")
    row.claim(f"item {record.number} of plan {record.state} {record.plan}")
    return record


def responsibility(row: Row) -> ResponsibilityRecord:
    """The duty of one body for one thing, in one role."""
    valid_from, valid_to = row.period()
    record = ResponsibilityRecord(
        state=row.state(),
        body=row.key_in("body", "body"),
        role=row.notation("role", "role"),
        target=row.path("target", DUTIES),
        basis=row.needed("basis"),
        valid_from=valid_from,
        valid_to=valid_to,
        **row.source(),
    )
    since = f" from {record.valid_from}" if record.valid_from else ""
    row.claim(f"{record.state} {record.body} as {record.role} for {record.target}{since}")
    return record


def assessment(row: Row) -> AssessmentRecord:
    """What one assessor holds of one recommendation."""
    document, paragraph, _ = row.stated_in()
    record = AssessmentRecord(
        recommendation=row.recommendation(),
        assessed_by=row.path("assessed_by", AGENTS),
        rating=row.notation("rating", "rating"),
        as_of=row.date("as_of"),
        document=document or None,
        paragraph=paragraph,
        evidence=row.paths("evidence", THINGS),
        **row.source(),
    )
    if f"recommendation/{record.recommendation}" in record.evidence:
        row.error("A recommendation is no evidence of its own implementation. Correct 'evidence'.")
    when = f" as of {record.as_of}" if record.as_of else ""
    row.claim(f"assessment of {record.recommendation} by {record.assessed_by}{when}")
    return record
