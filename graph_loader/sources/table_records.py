"""The rows of a curated table as the records of a reading; the `table_…_rows` modules read each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from graph_loader.records import SourceReading
from graph_loader.sources import (
    table_act_rows,
    table_body_rows,
    table_plan_rows,
    table_review_rows,
    table_statement_rows,
)
from graph_loader.sources.table_row import Row


def add_records(kind: str, rows: Iterator[Row], reading: SourceReading) -> SourceReading:
    """The reading with the records of all rows of a table of this kind."""
    if kind == "recommendations":
        return table_review_rows.recommendations(reading, rows)
    if kind == "laws":
        return replace(reading, laws=table_act_rows.laws(rows))
    # mypy cannot see that each function gives the records of the field it stands beside; the tests do.
    changes: dict[str, Any] = {kind: tuple(map(_ROW_BY_ROW[kind], rows))}
    return replace(reading, **changes)


_ROW_BY_ROW: Final[dict[str, Callable[[Row], object]]] = {
    "reviews": table_review_rows.review,
    "positions": table_review_rows.position,
    "tallies": table_review_rows.tally,
    "documents": table_review_rows.document,
    "counts": table_review_rows.declared_count,
    "classifications": table_review_rows.classification,
    "treaty_acts": table_act_rows.treaty_act,
    "measures": table_act_rows.measure,
    "bodies": table_body_rows.body,
    "posts": table_body_rows.post,
    "body_changes": table_body_rows.body_change,
    "accreditations": table_body_rows.accreditation,
    "plans": table_plan_rows.plan,
    "plan_items": table_plan_rows.plan_item,
    "responsibilities": table_plan_rows.responsibility,
    "assessments": table_plan_rows.assessment,
    "links": table_statement_rows.link,
    "claims": table_statement_rows.claim,
    "statements": table_statement_rows.statement,
    "consultations": table_statement_rows.consultation,
}
