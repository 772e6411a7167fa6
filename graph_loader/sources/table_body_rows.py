"""Rows of the tables of bodies as records: bodies, their posts and changes, accreditations."""

from __future__ import annotations

from typing import Final

from graph_loader.records import AccreditationRecord, BodyChangeRecord, BodyRecord, PostRecord
from graph_loader.sources.table_row import Row
from ontology.schemes import notations

BODY_KINDS: Final = frozenset(
    {"government-body", "nhri", "civil-society", "dialogue-platform", "intergovernmental", "other"}
)
_APF_ASSOCIATE: Final = "apf-associate"


def body(row: Row) -> BodyRecord:
    """A body of a State, or an organization that works there."""
    name = row.needed("name")
    record = BodyRecord(
        state=row.state(),
        key=row.key(name),
        kind=row.word("kind", BODY_KINDS),
        name=name,
        date=row.date("date"),
        parent=row.other_key("parent"),
        valid_from=row.date("valid_from"),
        valid_to=row.date("valid_to"),
        name_ru=row.text("name_ru"),
        name_kk=row.text("name_kk"),
        **row.source(),
    )
    row.claim(f"body {record.state} {record.key}")
    return record


def post(row: Row) -> PostRecord:
    """An office in a body."""
    record = PostRecord(
        state=row.state(),
        key=row.key_in("key"),
        name=row.needed("name"),
        body=row.key_in("body"),
        **row.source(),
    )
    row.claim(f"post {record.state} {record.key}")
    return record


def body_change(row: Row) -> BodyChangeRecord:
    """A renaming, merger or division of bodies."""
    for column in ("date", "from", "to"):
        row.needed(column)
    record = BodyChangeRecord(
        state=row.state(),
        key=row.key_in("key"),
        date=row.date("date") or "",
        before=row.keys("from"),
        after=row.keys("to"),
        **row.source(),
    )
    row.claim(f"body change {record.state} {record.key}")
    return record


def accreditation(row: Row) -> AccreditationRecord:
    """A status of a national human rights institution from a day on."""
    row.needed("valid_from")
    record = AccreditationRecord(
        state=row.state(),
        body=row.key_in("body"),
        status=row.word("status", accreditation_statuses()),
        valid_from=row.date("valid_from") or "",
        **row.source(),
    )
    row.claim(f"accreditation of {record.state} {record.body} from {record.valid_from}")
    return record


def accreditation_statuses() -> frozenset[str]:
    """Those of the scheme, and membership of the Asia Pacific Forum."""
    return notations("accreditation") | {_APF_ASSOCIATE}
