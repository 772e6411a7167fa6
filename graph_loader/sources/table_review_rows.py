"""Rows of the tables about a review as records: reviews, recommendations, positions, documents, counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from graph_loader.records import (
    ClassificationRecord,
    DeclaredCountRecord,
    DocumentRecord,
    PositionRecord,
    RecommendationRecord,
    ReviewRecord,
    SourceReading,
    TallyRecord,
    cycle_of_session,
)
from graph_loader.sources.table_paths import AGENTS
from graph_loader.sources.table_row import Row

_LAST_CYCLE: Final = 99
_MOST_SUMMARY_WORDS: Final = 20
_SPREADSHEET_HINT: Final = (
    " A spreadsheet program may have made 1.1 of 1.10: give the column the format text, and type it again."
)


def review(row: Row) -> ReviewRecord:
    """The review that a row describes."""
    row.needed("cycle")
    record = ReviewRecord(
        state=row.state(),
        cycle=row.whole_number("cycle") or 0,
        session=row.whole_number("session"),
        review_date=row.date("review_date"),
        adoption_date=row.date("adoption_date"),
        list_complete=row.yes_no("list_complete"),
        troika=row.states("troika"),
        **row.source(),
    )
    if row.text("cycle") and not 1 <= record.cycle <= _LAST_CYCLE:
        row.error(f"'{row.text('cycle')}' is no cycle of the review. Write 1, 2, 3 …")
    if record.session and cycle_of_session(record.session) != record.cycle:
        cycle = cycle_of_session(record.session)
        row.warn(f"Session {record.session} belongs to cycle {cycle}, not {record.cycle}.")
    row.claim(f"review {record.key}")
    return record


def recommendations(reading: SourceReading, rows: Iterable[Row]) -> SourceReading:
    """The recommendations of all rows, and the positions that stand beside them."""
    recommendations: list[RecommendationRecord] = []
    positions: list[PositionRecord] = []
    left_out: list[Row] = []
    for row in rows:
        record = _recommendation(row)
        recommendations.append(record)
        positions += _inline_positions(row, record.key, left_out)
    if left_out:
        first = left_out[0]
        first.warn(
            f"{len(left_out):,} positions, the first in this row, were left out: they name no document."
            " Add a column 'document', or fill in a table of positions."
        )
    return replace(reading, recommendations=tuple(recommendations), positions=tuple(positions))


def _recommendation(row: Row) -> RecommendationRecord:
    number, _, suffix = row.paragraph_number().partition("-")
    row.needed("states")
    record = RecommendationRecord(
        review=row.review(),
        number=number,
        states=row.states("states"),
        text=row.text("text"),
        summary=row.text("summary"),
        refers_to=row.instruments("refers_to"),
        suffix=suffix,
        place=row.place,
        document=row.document("listed_in")[0] or None,
    )
    if not (record.text or record.summary):
        row.error("The row has neither 'text' nor 'summary'. Fill in one of the two.")
    words = len((record.summary or "").split())
    if words > _MOST_SUMMARY_WORDS:
        row.warn(f"The summary has {words} words; at most {_MOST_SUMMARY_WORDS} read well in lists.")
    row.claim(f"recommendation {record.key}", _SPREADSHEET_HINT if "." in number else "")
    return record


def _inline_positions(row: Row, recommendation: str, left_out: list[Row]) -> list[PositionRecord]:
    """The first and the final position that stand beside a recommendation, where they name a document."""
    first = _inline_position(row, recommendation, "status", "document", left_out)
    final = _inline_position(row, recommendation, "final_status", "final_document", left_out)
    if first and final and first.document == final.document:
        if first.status != final.status:
            row.error(f"The row gives two answers and names {first.document} for both.")
        return [first]
    return [position for position in (first, final) if position]


def _inline_position(
    row: Row, recommendation: str, status_column: str, document_column: str, left_out: list[Row]
) -> PositionRecord | None:
    answer = row.status(status_column)
    document, paragraph, remark = row.document(document_column)
    if answer and not document:
        left_out.append(row)
    if not (answer and document):
        return None
    has_more = status_column == "status"
    return PositionRecord(
        recommendation=recommendation,
        status=answer[0],
        document=document,
        stated_on=row.date("stated_on") if has_more else None,
        paragraph=(row.text("paragraph") if has_more else None) or paragraph,
        note=(row.text("note") if has_more else None) or answer[1] or remark,
        place=row.place,
    )


def position(row: Row) -> PositionRecord:
    """One answer in one document."""
    row.needed("status")
    row.needed("document")
    status, qualification = row.status("status") or ("pending", None)
    document, paragraph, remark = row.stated_in()
    record = PositionRecord(
        recommendation=f"{row.review()}-{row.paragraph_number()}",
        status=status,
        document=document,
        stated_on=row.date("stated_on"),
        paragraph=paragraph,
        note=row.text("note") or qualification or remark,
        place=row.place,
    )
    row.claim(f"recommendation {record.recommendation} in {record.document}")
    return record


def tally(row: Row) -> TallyRecord:
    """What one document counts for one review."""
    row.needed("document")
    document, paragraph, remark = row.stated_in()
    record = TallyRecord(
        review=row.review(),
        document=document,
        total=row.whole_number("total"),
        supported=row.whole_number("supported"),
        noted=row.whole_number("noted"),
        other=row.whole_number("other"),
        as_of=row.date("as_of"),
        paragraph=paragraph,
        noted_wording=row.text("noted_wording"),
        source_url=row.url(),
        standing=row.standing(),
        note=row.text("note") or remark,
        place=row.place,
    )
    if record.total is record.supported is record.noted is None:
        row.error("The row counts nothing. Fill in 'total', 'supported' or 'noted'.")
    row.claim(f"tally of {record.review} in {record.document}")
    return record


def document(row: Row) -> DocumentRecord:
    """A document that is cited or was read."""
    symbol, _, _ = row.document("symbol")
    key, _, _ = row.document("key")
    if not (row.text("symbol") or row.text("key")):
        row.error("The row has neither 'symbol' nor 'key'. Fill in one of the two.")
    if symbol and key and symbol != key:
        row.error("A document with a symbol has it for its key. Empty the cell 'key'.")
    record = DocumentRecord(
        key=key or symbol,
        kind=row.notation("kind", "document"),
        title=row.text("title"),
        symbol=symbol or (key if "/" in key else None),
        date=row.date("date"),
        url=row.url("url"),
        review=row.other_review("review"),
        standing=row.standing(),
        note=row.text("note"),
        place=row.place,
        prepared_by=row.paths("prepared_by", AGENTS),
        contributors=row.paths("contributors", AGENTS),
    )
    row.claim(f"document {record.key}")
    return record


def declared_count(row: Row) -> DeclaredCountRecord:
    """How many documents of a kind a document says there are."""
    row.needed("count")
    row.needed("document")
    document, paragraph, _ = row.stated_in()
    record = DeclaredCountRecord(
        review=row.review(),
        kind=row.notation("kind", "document"),
        count=row.whole_number("count") or 0,
        document=document,
        as_of=row.date("as_of"),
        paragraph=paragraph,
        **row.source(),
    )
    row.claim(f"number of {record.kind} of {record.review} in {record.document}")
    return record


def classification(row: Row) -> ClassificationRecord:
    """What a recommendation is about, as a person judges."""
    record = ClassificationRecord(
        recommendation=row.recommendation(),
        themes=row.notations("themes", "theme"),
        groups=row.notations("groups", "affected-group"),
        action=row.other_notation("action", "action"),
        sdgs=row.sdgs("sdg_targets"),
    )
    if row.other_notation("method", "link-method") == "software":
        row.error(
            "Themes that software gave are not read yet. Check them, and write 'manual' for the method."
        )
    if not (record.themes or record.groups or record.action or record.sdgs):
        row.error("The row says nothing. Fill in 'themes', 'groups', 'action' or 'sdg_targets'.")
    row.claim(f"classification of {record.recommendation}")
    return record
