"""Rows of the tables of bodies as records: bodies, their posts and changes, accreditations."""

from __future__ import annotations

from typing import Final

from graph_loader.mapping_bodies import BODY_CLASSES
from graph_loader.records import AccreditationRecord, BodyChangeRecord, BodyRecord, PostRecord
from graph_loader.sources.table_row import Row
from ontology.schemes import notations

BODY_KINDS: Final = frozenset(BODY_CLASSES)
_APF_ASSOCIATE: Final = "apf-associate"


def body(row: Row) -> BodyRecord:
    """A body of a State, or an organization that works there."""
    name = row.needed("name")
    valid_from, valid_to = row.period()
    record = BodyRecord(
        state=row.state(),
        key=row.key(name, "body"),
        kind=row.word("kind", BODY_KINDS),
        name=name,
        date=row.date("date"),
        parent=row.other_key("parent", "body"),
        valid_from=valid_from,
        valid_to=valid_to,
        name_ru=row.russian("name_ru"),
        name_kk=row.kazakh("name_kk"),
        **row.source(),
    )
    if record.parent and record.parent == record.key:
        row.error("The body is part of itself. Correct 'parent', or empty it.")
    row.claim(f"body {record.state} {record.key}")
    return record


def post(row: Row) -> PostRecord:
    """An office in a body."""
    record = PostRecord(
        state=row.state(),
        key=row.key_in("key", "post"),
        name=row.needed("name"),
        body=row.key_in("body", "body"),
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
        key=row.key_in("key", "body-change"),
        date=row.date("date") or "",
        before=row.keys("from", "body"),
        after=row.keys("to", "body"),
        **row.source(),
    )
    for column, keys in (("from", record.before), ("to", record.after)):
        if row.text(column) and not keys:
            row.error(f"The cell '{row.title(column)}' names no body. Fill it in.")
    if record.before and set(record.before) == set(record.after):
        row.error("The bodies before and after are the same. Correct 'from' or 'to'.")
    row.claim(f"body change {record.state} {record.key}")
    return record


def accreditation(row: Row) -> AccreditationRecord:
    """A status of a national human rights institution from a day on."""
    row.needed("valid_from")
    record = AccreditationRecord(
        state=row.state(),
        body=row.key_in("body", "body"),
        status=row.word("status", accreditation_statuses()),
        valid_from=row.date("valid_from") or "",
        **row.source(),
    )
    what = "membership" if record.status == _APF_ASSOCIATE else "accreditation"
    row.claim(f"{what} of {record.state} {record.body} from {record.valid_from}")
    return record


def accreditation_statuses() -> frozenset[str]:
    """Those of the scheme, and membership of the Asia Pacific Forum."""
    return notations("accreditation") | {_APF_ASSOCIATE}
