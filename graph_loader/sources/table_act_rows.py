"""Rows of the tables of what was done as records: laws, treaty acts and other measures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from graph_loader.mapping_facts import MEASURE_CLASSES, TREATY_ACT_CLASSES
from graph_loader.records import LawRecord, MeasureRecord, TreatyActRecord
from graph_loader.sources.table_paths import MEASURES, PLAN_ITEMS, RESULTS
from graph_loader.sources.table_row import Row
from graph_loader.sources.table_words import key_from

TREATY_ACTS: Final = frozenset(TREATY_ACT_CLASSES)
MEASURE_KINDS: Final = frozenset(MEASURE_CLASSES)


def laws(rows: Iterable[Row]) -> tuple[LawRecord, ...]:
    """The laws of all rows."""
    laws: list[LawRecord] = []
    named: list[tuple[Row, str, str]] = []
    for row in rows:
        record = _law(row)
        laws.append(record)
        named += [(row, record.state, key) for key in (*record.amends, *record.repeals)]
    known = {(record.state, record.key) for record in laws}
    for row, state, key in named:
        if (state, key) not in known and f"law {state} {key}" not in row.findings.known:
            row.warn(
                f"The law '{key[:60]}', amended or repealed here, is not in this table. Add a row for it."
            )
    return tuple(laws)


def _law(row: Row) -> LawRecord:
    date, number, title = row.date("date"), row.text("number"), row.needed("title")
    record = LawRecord(
        state=row.state(),
        key=_law_key(row, date, number, title),
        kind=row.notation("kind", "law"),
        title=title,
        date=date,
        number=number,
        in_force_from=row.date("in_force_from"),
        amends=row.keys("amends", "law"),
        repeals=row.keys("repeals", "law"),
        concerns_treaty=row.instrument("concerns_treaty"),
        title_ru=row.russian("title_ru"),
        title_kk=row.kazakh("title_kk"),
        **row.source(),
    )
    if record.key in (*record.amends, *record.repeals):
        row.error("The law amends or repeals itself. Correct 'amends' or 'repeals'.")
    row.claim(f"law {record.state} {record.key}")
    return record


def _law_key(row: Row, date: str | None, number: str | None, title: str) -> str:
    """The cell `key`, else date and number, else date and title, else the title."""
    if row.text("key") or not date:
        return row.key(title, "law")
    return f"{date}-{(key_from(number) if number else '') or row.key(title)}"


def treaty_act(row: Row) -> TreatyActRecord:
    """An act of a State towards a treaty, or its effect."""
    row.needed("instrument")
    row.needed("date")
    record = TreatyActRecord(
        state=row.state(),
        instrument=row.instrument("instrument") or "",
        act=row.word("act", TREATY_ACTS),
        date=row.date("date") or "",
        **row.source(),
    )
    row.claim(f"{record.act} of {record.instrument} by {record.state} on {record.date}")
    return record


def measure(row: Row) -> MeasureRecord:
    """An institutional, policy, practice or other legislative measure."""
    title = row.needed("title")
    record = MeasureRecord(
        state=row.state(),
        key=row.key(title, "measure"),
        kind=row.word("kind", MEASURE_KINDS),
        title=title,
        date=row.date("date"),
        results_in=row.paths("results_in", RESULTS),
        norms=row.instruments("norms"),
        carried_out_through=row.paths("carried_out_through", MEASURES),
        mandate_of=row.other_key("mandate_of", "body"),
        fulfils=row.paths("fulfils", PLAN_ITEMS),
        measure_kind=row.other_notation("measure_kind", "measure"),
        **row.source(),
    )
    if record.mandate_of and record.kind != "institutional":
        row.error(
            "Only an institutional measure sets the mandate of a body. Change 'kind', or empty 'mandate_of'."
        )
    _check_outcome(row, record)
    row.claim(f"measure {record.state} {record.key}")
    return record


def _check_outcome(row: Row, record: MeasureRecord) -> None:
    if f"measure/{record.state}/{record.key}" in (*record.results_in, *record.carried_out_through):
        row.error("The measure leads to itself. Correct 'results_in' or 'carried_out_through'.")
    for path in record.results_in:
        kind, _, key = path.partition("/")
        if kind in ("law", "plan") and record.state and key[:3] != record.state:
            row.error(f"A measure of {record.state} makes no {kind} of {key[:3]}. Correct 'results_in'.")
