"""The rows of a curated table as records, one function a kind of table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from graph_loader.records import (
    AccreditationRecord,
    BodyRecord,
    DocumentRecord,
    LawRecord,
    LinkRecord,
    MeasureRecord,
    PlanRecord,
    PositionRecord,
    RecommendationRecord,
    ReviewRecord,
    SourceReading,
    TallyRecord,
    TreatyActRecord,
    cycle_of_session,
)
from graph_loader.sources.table_cells import Row
from graph_loader.sources.table_words import key_from

DOCUMENT_KINDS: Final = frozenset(
    {
        "working-group-report",
        "addendum",
        "council-report",
        "council-decision",
        "national-report",
        "un-compilation",
        "stakeholder-summary",
        "stakeholder-submission",
        "news-item",
        "web-page",
    }
)
LAW_KINDS: Final = frozenset(
    {"law", "constitutional-law", "code", "decree", "resolution", "constitutional-amendment"}
)
TREATY_ACTS: Final = frozenset(
    {
        "signature",
        "ratification",
        "accession",
        "succession",
        "acceptance",
        "approval",
        "formal-confirmation",
        "definitive-signature",
        "deposit",
        "entry-into-force",
        "denunciation",
        "invitation",
        "not-party",
    }
)
MEASURE_KINDS: Final = frozenset({"institutional", "legislative", "policy", "practice"})
BODY_KINDS: Final = frozenset(
    {"government-body", "nhri", "civil-society", "dialogue-platform", "intergovernmental", "other"}
)
ACCREDITATION_STATUSES: Final = frozenset({"A", "B", "C", "apf-associate"})
LINK_RELATIONS: Final = frozenset({"addresses", "resulted-in-body", "open-since"})
LINK_METHODS: Final = frozenset({"manual", "software"})

_LAST_CYCLE: Final = 99
_MOST_SUMMARY_WORDS: Final = 20
_SPREADSHEET_HINT: Final = (
    " A spreadsheet program may have made 1.1 of 1.10: give the column the format text, and type it again."
)


def add_records(kind: str, rows: Iterator[Row], reading: SourceReading) -> SourceReading:
    """The reading with the records of all rows of a table of this kind."""
    return _BY_KIND[kind](reading, rows)


def _review(row: Row) -> ReviewRecord:
    row.needed("cycle")
    record = ReviewRecord(
        state=row.state(),
        cycle=row.whole_number("cycle") or 0,
        session=row.whole_number("session"),
        review_date=row.date("review_date"),
        adoption_date=row.date("adoption_date"),
        list_complete=row.yes_no("list_complete"),
        troika=row.states("troika"),
        source_url=row.url(),
        standing=row.standing(),
        note=row.text("note"),
        place=row.place,
    )
    if row.text("cycle") and not 1 <= record.cycle <= _LAST_CYCLE:
        row.error(f"'{row.text('cycle')}' is no cycle of the review. Write 1, 2, 3 …")
    if record.session and cycle_of_session(record.session) != record.cycle:
        cycle = cycle_of_session(record.session)
        row.warn(f"Session {record.session} belongs to cycle {cycle}, not {record.cycle}.")
    row.claim(f"review {record.key}")
    return record


def _recommendations(reading: SourceReading, rows: Iterable[Row]) -> SourceReading:
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


def _position(row: Row) -> PositionRecord:
    row.needed("status")
    row.needed("document")
    status, qualification = row.status("status") or ("pending", None)
    document, paragraph, remark = row.document("document")
    record = PositionRecord(
        recommendation=f"{row.review()}-{row.paragraph_number()}",
        status=status,
        document=document,
        stated_on=row.date("stated_on"),
        paragraph=row.text("paragraph") or paragraph,
        note=row.text("note") or qualification or remark,
        place=row.place,
    )
    row.claim(f"recommendation {record.recommendation} in {record.document}")
    return record


def _tally(row: Row) -> TallyRecord:
    row.needed("document")
    document, paragraph, remark = row.document("document")
    record = TallyRecord(
        review=row.review(),
        document=document,
        total=row.whole_number("total"),
        supported=row.whole_number("supported"),
        noted=row.whole_number("noted"),
        other=row.whole_number("other"),
        as_of=row.date("as_of"),
        paragraph=row.text("paragraph") or paragraph,
        standing=row.standing(),
        source_url=row.url(),
        note=row.text("note") or remark,
        place=row.place,
    )
    if record.total is record.supported is record.noted is None:
        row.error("The row counts nothing. Fill in 'total', 'supported' or 'noted'.")
    row.claim(f"tally of {record.review} in {record.document}")
    return record


def _document(row: Row) -> DocumentRecord:
    symbol, _, _ = row.document("symbol")
    key, _, _ = row.document("key")
    if not (row.text("symbol") or row.text("key")):
        row.error("The row has neither 'symbol' nor 'key'. Fill in one of the two.")
    if symbol and key and symbol != key:
        row.error("A document with a symbol has it for its key. Empty the cell 'key'.")
    record = DocumentRecord(
        key=key or symbol,
        kind=row.word("kind", DOCUMENT_KINDS),
        title=row.text("title"),
        symbol=symbol or (key if "/" in key else None),
        date=row.date("date"),
        url=row.url("url"),
        review=row.other_review("review"),
        standing=row.standing(),
        note=row.text("note"),
        place=row.place,
    )
    row.claim(f"document {record.key}")
    return record


def _laws(rows: Iterable[Row]) -> tuple[LawRecord, ...]:
    laws: list[LawRecord] = []
    named: list[tuple[Row, str, str]] = []
    for row in rows:
        record = _law(row)
        laws.append(record)
        named += [(row, record.state, key) for key in (*record.amends, *record.repeals)]
    known = {(record.state, record.key) for record in laws}
    for row, state, key in named:
        if (state, key) not in known:
            row.warn(
                f"The law '{key[:60]}', amended or repealed here, is not in this table. Add a row for it."
            )
    return tuple(laws)


def _law(row: Row) -> LawRecord:
    date, number, title = row.date("date"), row.text("number"), row.needed("title")
    record = LawRecord(
        state=row.state(),
        key=_law_key(row, date, number, title),
        kind=row.word("kind", LAW_KINDS),
        title=title,
        date=date,
        number=number,
        in_force_from=row.date("in_force_from"),
        amends=row.keys("amends"),
        repeals=row.keys("repeals"),
        concerns_treaty=row.instrument("concerns_treaty"),
        source_url=row.url(),
        standing=row.standing(),
        note=row.text("note"),
        place=row.place,
    )
    row.claim(f"law {record.state} {record.key}")
    return record


def _law_key(row: Row, date: str | None, number: str | None, title: str) -> str:
    """The cell `key`, else date and number, else date and title, else the title."""
    if row.text("key") or not date:
        return row.key(title)
    return f"{date}-{(key_from(number) if number else '') or row.key(title)}"


def _treaty_act(row: Row) -> TreatyActRecord:
    row.needed("instrument")
    row.needed("date")
    record = TreatyActRecord(
        state=row.state(),
        instrument=row.instrument("instrument") or "",
        act=row.word("act", TREATY_ACTS),
        date=row.date("date") or "",
        source_url=row.url(),
        standing=row.standing(),
        note=row.text("note"),
        place=row.place,
    )
    row.claim(f"{record.act} of {record.instrument} by {record.state} on {record.date}")
    return record


def _measure(row: Row) -> MeasureRecord:
    title = row.needed("title")
    record = MeasureRecord(
        state=row.state(),
        key=row.key(title),
        kind=row.word("kind", MEASURE_KINDS),
        title=title,
        date=row.date("date"),
        results_in=row.targets("results_in"),
        source_url=row.url(),
        standing=row.standing(),
        note=row.text("note"),
        place=row.place,
    )
    row.claim(f"measure {record.state} {record.key}")
    return record


def _body(row: Row) -> BodyRecord:
    name = row.needed("name")
    record = BodyRecord(
        state=row.state(),
        key=row.key(name),
        kind=row.word("kind", BODY_KINDS),
        name=name,
        date=row.date("date"),
        source_url=row.url(),
        standing=row.standing(),
        note=row.text("note"),
        place=row.place,
    )
    row.claim(f"body {record.state} {record.key}")
    return record


def _accreditation(row: Row) -> AccreditationRecord:
    row.needed("valid_from")
    record = AccreditationRecord(
        state=row.state(),
        body=row.key_in("body"),
        status=row.word("status", ACCREDITATION_STATUSES),
        valid_from=row.date("valid_from") or "",
        source_url=row.url(),
        standing=row.standing(),
        note=row.text("note"),
        place=row.place,
    )
    row.claim(f"accreditation of {record.state} {record.body} from {record.valid_from}")
    return record


def _plan(row: Row) -> PlanRecord:
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
        source_url=row.url(),
        standing=row.standing(),
        note=row.text("note"),
        place=row.place,
    )
    row.claim(f"plan {record.state} {record.key}")
    return record


def _link(row: Row) -> LinkRecord:
    target = row.needed("target")
    record = LinkRecord(
        recommendation=row.recommendation(),
        relation=row.word("relation", LINK_RELATIONS),
        target=target,
        basis=row.needed("basis"),
        method="software"
        if row.text("method") and row.word("method", LINK_METHODS) == "software"
        else "manual",
        source_url=row.url(),
        standing=row.standing(),
        place=row.place,
    )
    row.targets("target")
    if "|" in target:
        row.error("The cell 'target' names several things. Write a row for each.")
    if record.relation == "resulted-in-body" and not target.startswith("body/"):
        row.error("What resulted in a body needs a target such as body/KAZ/ministry-of-justice.")
    row.claim(f"link from {record.recommendation} to {target}")
    return record


_BY_KIND: Final[dict[str, Callable[[SourceReading, Iterator[Row]], SourceReading]]] = {
    "reviews": lambda reading, rows: replace(reading, reviews=tuple(map(_review, rows))),
    "recommendations": _recommendations,
    "positions": lambda reading, rows: replace(reading, positions=tuple(map(_position, rows))),
    "tallies": lambda reading, rows: replace(reading, tallies=tuple(map(_tally, rows))),
    "documents": lambda reading, rows: replace(reading, documents=tuple(map(_document, rows))),
    "laws": lambda reading, rows: replace(reading, laws=_laws(rows)),
    "treaty_acts": lambda reading, rows: replace(reading, treaty_acts=tuple(map(_treaty_act, rows))),
    "measures": lambda reading, rows: replace(reading, measures=tuple(map(_measure, rows))),
    "bodies": lambda reading, rows: replace(reading, bodies=tuple(map(_body, rows))),
    "accreditations": lambda reading, rows: replace(reading, accreditations=tuple(map(_accreditation, rows))),
    "plans": lambda reading, rows: replace(reading, plans=tuple(map(_plan, rows))),
    "links": lambda reading, rows: replace(reading, links=tuple(map(_link, rows))),
}
