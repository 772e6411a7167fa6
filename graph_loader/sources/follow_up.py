"""Follow-up workbooks (.xlsx): a State's laws, measures, plans, duties and meetings, one sheet for each.

`upr-graph template` makes an empty one; the sheets are those of `follow_up_sheets`. Each is read like the
curated table of its kind, and things are called by their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import PurePosixPath
from typing import Final

from graph_loader import iris
from graph_loader.records import PlanItemRecord, Problem, SourceReading
from graph_loader.sources.follow_up_cells import FilledSheet, SheetFindings, stand_in, table_rows
from graph_loader.sources.follow_up_names import Names
from graph_loader.sources.follow_up_sheets import (
    KNOWN,
    LISTS,
    MARK,
    RECOMMENDATIONS,
    START,
    SheetForm,
    folded,
    form_of,
    form_of_columns,
)
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.spreadsheet import Sheet, SheetRow, first_rows, sheets
from graph_loader.sources.spreadsheet_rows import column_letters
from graph_loader.sources.table_columns import IGNORED
from graph_loader.sources.table_findings import Findings
from graph_loader.sources.table_records import add_records
from graph_loader.sources.table_words import parse_recommendation, parse_review
from graph_loader.states import state_code
from ontology.errors import UsageError

FORMAT: Final = "follow-up"
READER: Final = "follow-up 1"
MOST_ROWS: Final = 20_000
"""Filled rows of the longest sheet that is read."""

_HEADER_ROWS: Final = 10
_MOST_COLUMNS: Final = 100
_MOST_STATES: Final = 4
_MOST_TOLD: Final = 20
_NAMING: Final = ("bodies", "laws", "measures", "plans", "plan_items", "posts")
"""Tables whose rows other sheets name, in the order in which they name each other."""


def is_follow_up(file: SourceFile) -> bool:
    """Whether a file is a workbook of the template, or has a sheet with the name and columns of one."""
    if file.kind not in ("xlsx", "xls"):
        return False
    for name, rows in first_rows(file):
        if _has_mark(rows):
            return True
        form = form_of(name)
        if form and form.about and any(_fits(form, row) for row in rows[:_HEADER_ROWS]):
            return True
    return False


def _has_mark(rows: Iterable[SheetRow]) -> bool:
    return any(MARK in cell for row in rows for cell in row.cells[:_MOST_COLUMNS])


def _fits(form: SheetForm, row: SheetRow) -> bool:
    found = {column.name for cell in row.cells if (column := form.column(cell))}
    return form.required <= found


def read_follow_up(file: SourceFile, review: str | None = None) -> Iterator[SourceReading]:
    """Read a follow-up workbook: one reading with the records of all its sheets.

    `review` says which State and review it is about where its first sheet does not. All that is wrong is in
    the problems; with an error among them the reading holds no records. Raises SourceError for a workbook
    that is damaged, UsageError when `review` is not like `KAZ-2`.
    """
    wanted = parse_review(review) if review else None
    if review and not wanted:
        raise UsageError(f"'{review}' is no review. Write State and cycle, such as KAZ-2.")
    book = _book(file)
    if wanted and book.review and book.review != wanted:
        message = f"The workbook is about review {book.review}, but {wanted} was asked for."
        book.findings.add("error", message)
    yield _reading(file.name, replace(book, review=wanted or book.review))


# --- the sheets ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Book:
    """A workbook: what its first sheet says, what its sheets name, and those that are filled in."""

    findings: SheetFindings
    filled: list[FilledSheet] = field(default_factory=list)
    known: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """(path, names) of things that the sheets 'known' and 'recommendations' list."""
    state: str = ""
    review: str | None = None


def _book(file: SourceFile) -> _Book:
    book = _Book(SheetFindings(file.name, sheet=START, letters={"value": "B"}))
    state, review = "", None
    for sheet in sheets(file):
        name = folded(sheet.name)
        if name == START:
            state, review = _start(sheet, book.findings)
        elif name == KNOWN:
            book.known.extend((path, (name,)) for path, name in _columns(sheet, "key", "name") if path)
        elif name == RECOMMENDATIONS:
            book.known.extend(_recommendations(sheet))
        elif form := form_of(sheet.name):
            _take(sheet, form, file.name, book)
        elif name != LISTS:
            first = [*islice(sheet.rows, _HEADER_ROWS)]
            whole = replace(sheet, rows=chain(first, sheet.rows))
            if _has_mark(first):
                book.findings.sheet = sheet.name
                state, review = _start(whole, book.findings)
            else:
                _take_renamed(whole, first, file.name, book)
    return replace(book, state=state, review=review)


def _start(sheet: Sheet, findings: Findings) -> tuple[str, str | None]:
    """The State and the review that the first sheet names."""
    said: dict[str, str] = {}
    at: dict[str, int] = {}
    for row in islice(sheet.rows, 60):
        if len(row.cells) > 1 and row.cells[1].strip():
            said.setdefault(folded(row.cells[0]), row.cells[1].strip())
            at.setdefault(folded(row.cells[0]), row.number)
    state, review = state_code(said.get("state", "")), parse_review(said.get("review", ""))
    for what, found in (("state", state), ("review", review)):
        if what in said and not found:
            message = f"'{said[what][:60]}' is no {what} that is known. Write {_EXAMPLES[what]}."
            findings.add("error", message, at[what], column="value")
    if state and review and not review.startswith(state):
        message = f"{review} is no review of {state}. Correct the State or the review."
        findings.add("error", message, at["review"], column="value")
    return state or "", review


_EXAMPLES: Final = {
    "state": "a name or code, such as Kazakhstan or KAZ",
    "review": "State and cycle, such as KAZ-2",
}


def _columns(sheet: Sheet, *titles: str) -> Iterator[tuple[str, ...]]:
    """Cells of these columns in each row below the header, blank where a row ends before."""
    header: list[str] = []
    for row in islice(sheet.rows, MOST_ROWS):
        cells = [" ".join(cell.split()) for cell in row.cells[:_MOST_COLUMNS]]
        if not header:
            found = [folded(cell) for cell in cells]
            header = found if set(titles) <= set(found) else []
            continue
        at = [header.index(title) for title in titles]
        yield tuple(cells[index] if index < len(cells) else "" for index in at)


def _recommendations(sheet: Sheet) -> Iterator[tuple[str, tuple[str, ...]]]:
    for (cell,) in _columns(sheet, "key"):
        key = parse_recommendation(cell)
        if key:
            yield f"recommendation/{key}", (key,)


def _take_renamed(sheet: Sheet, first: list[SheetRow], file: str, book: _Book) -> None:
    """Read a sheet of a name that is none of the template's by its columns, or say why it is not read."""
    form = next(filter(None, (form_of_columns(row.cells) for row in first)), None)
    if form:
        message = f"The sheet '{sheet.name[:60]}' is read as '{form.name}', whose columns it has."
        book.findings.add("info", message)
        _take(sheet, form, file, book)
    elif first and not sheet.hidden:
        message = f"The sheet '{sheet.name[:60]}' is not read: it has not the name of one of the template."
        book.findings.add("warning", message)


def _take(sheet: Sheet, form: SheetForm, file: str, book: _Book) -> None:
    """Add a sheet to those that are filled in."""
    if any(other.form.kind == form.kind for other in book.filled):
        book.findings.add("error", f"Two sheets are read as {form.name}. Put their rows on one.")
        return
    filled = _filled(sheet, form, file)
    if filled:
        book.filled.append(filled)


def _filled(sheet: Sheet, form: SheetForm, file: str) -> FilledSheet | None:
    """The rows of a sheet below its header; None where there are none."""
    rows = [*islice(sheet.rows, MOST_ROWS + _HEADER_ROWS + 1)]
    findings = SheetFindings(file, sheet=sheet.name)
    at = max(range(min(len(rows), _HEADER_ROWS)), key=lambda i: len(_names(form, rows[i])), default=0)
    below = rows[at + 1 :]
    if not below and len(rows) < 2:
        return None
    header, names = rows[at], _names(form, rows[at])
    findings.letters = {name: column_letters(index + 1) for index, name in names.items()}
    _check_header(form, header, names, findings)
    if len(below) > MOST_ROWS:
        findings.add("error", f"The sheet has more than {MOST_ROWS:,} rows. Split it.", below[-1].number)
    titles = {name: " ".join(header.cells[index].split()).rstrip(" *") for index, name in names.items()}
    found = (_cells(row, names, len(header.cells), findings) for row in below[:MOST_ROWS])
    fractions = frozenset((row.number, names[at]) for row in below for at in row.fractions if at in names)
    return FilledSheet(form, titles, tuple(one for one in found if one[1]), findings, fractions)


def _names(form: SheetForm, row: SheetRow) -> dict[int, str]:
    """Names of the table's columns by position; of two columns of one name the first."""
    found: dict[int, str] = {}
    for index, cell in enumerate(row.cells[:_MOST_COLUMNS]):
        column = form.column(cell)
        if column and column.name not in found.values():
            found[index] = column.name
    return found


def _check_header(form: SheetForm, header: SheetRow, names: dict[int, str], findings: SheetFindings) -> None:
    given = {*names.values(), *form.filled_in}
    missing = [columns for columns in form.table.required if given.isdisjoint(columns)]
    if missing:
        titles = ", ".join(" or ".join(f"'{form.title(name)}'" for name in columns) for columns in missing)
        findings.add("error", f"The sheet has no column {titles}. Add it to the header row.", header.number)
    unread = [
        f"'{cell.strip()[:60]}'"
        for index, cell in enumerate(header.cells)
        if index not in names and cell.strip() and folded(cell) not in IGNORED
    ]
    if unread:
        more = f" and {len(unread) - _MOST_TOLD} more" if len(unread) > _MOST_TOLD else ""
        listed = f"{', '.join(unread[:_MOST_TOLD])}{more}"
        findings.add("warning", f"Columns that are not read: {listed}.", header.number)


def _cells(
    row: SheetRow, names: dict[int, str], width: int, findings: SheetFindings
) -> tuple[int, dict[str, str]]:
    beyond = [index for index, cell in enumerate(row.cells[width:], width) if cell.strip()]
    if beyond:
        message = (
            f"The cell {column_letters(beyond[0] + 1)}{row.number} stands below no title and is not read."
        )
        findings.add("warning", message, row.number)
    return row.number, {
        name: row.cells[index]
        for index, name in names.items()
        if row.cells[index : index + 1] and row.cells[index].strip()
    }


_NO_STATE: Final = (
    "The workbook does not say which State it is about. Write it on the sheet 'start', or use --review."
)


# --- what they say -------------------------------------------------------------------------------------


def _reading(name: str, book: _Book) -> SourceReading:
    state = book.state or (book.review or "")[:3]
    names = _all_names(book, state)
    reading = SourceReading(format=FORMAT, reader=READER, key="")
    for sheet in book.filled:
        if not state and "state" in sheet.form.table.columns and "state" not in sheet.titles:
            sheet.findings.add("error", _NO_STATE)
        rows = table_rows(sheet, state, book.review, names, sheet.findings)
        reading = add_records(sheet.form.kind, rows, reading)
    if not any(sheet.rows for sheet in book.filled):
        message = "No sheet of the workbook is filled in. Fill in rows below the header of a sheet."
        book.findings.add("error", message)
    states = {state, *(code for sheet in book.filled for code in sheet.findings.states)} - {""}
    key = _key(name, states)
    everything = (book.findings, *(sheet.findings for sheet in book.filled))
    problems = _in_order(problem for findings in everything for problem in findings.problems())
    if any(findings.refused for findings in everything):
        reading = SourceReading(format=FORMAT, reader=READER, key=key)
    return replace(reading, key=key, problems=problems)


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Errors first, then warnings; each in the order of the workbook."""
    order = ("error", "warning", "info")
    return tuple(sorted(problems, key=lambda problem: order.index(problem.severity)))


def _key(name: str, states: set[str]) -> str:
    """`follow-up/KAZ`; the file's name behind it where that says more."""
    stem = PurePosixPath(name.replace("\\", "/")).stem
    own = iris.slug(stem) or (iris.digest(stem) if stem.strip("-. ") else "")
    about = "+".join(sorted(states)) if 0 < len(states) <= _MOST_STATES else "many"
    return f"{FORMAT}/{about}" + (f"/{own}" if own not in ("", FORMAT) else "")


def _all_names(book: _Book, state: str) -> Names:
    """What the workbook's own sheets and its lists of known things call things."""
    names = Names(book.review)
    for path, called in book.known:
        names.add(path, *called)
    sheets_by_kind = {sheet.form.kind: sheet for sheet in book.filled}
    for kind in _NAMING:
        sheet = sheets_by_kind.get(kind)
        if sheet:
            _add_names(names, sheet, state)
    return names


def _add_names(names: Names, sheet: FilledSheet, state: str) -> None:
    """Add the things that the rows of a sheet describe, with the keys that their records will have."""
    aside = Findings(sheet.findings.file)  # what is wrong is told when the rows are read for good
    known = names if sheet.form.kind == "plan_items" else None
    rows = table_rows(sheet, state, None, known, aside)
    found = add_records(sheet.form.kind, rows, SourceReading(format=FORMAT, reader=READER, key=""))
    called = [
        *((f"body/{b.state}/{b.key}", (b.name, b.name_ru, b.name_kk, b.key)) for b in found.bodies),
        *(
            (f"law/{law.state}/{law.key}", (law.title, law.title_ru, law.title_kk, law.number, law.key))
            for law in found.laws
        ),
        *((f"measure/{m.state}/{m.key}", (m.title, m.key)) for m in found.measures),
        *((f"plan/{p.state}/{p.key}", (p.title, p.number, p.key)) for p in found.plans),
        *((f"post/{p.state}/{p.key}", (p.name, p.key)) for p in found.posts),
        *(
            (f"plan-item/{i.state}/{i.plan}/{i.number}", (i.title, *_numbered(i, cells)))
            for i, (_, cells) in zip(found.plan_items, sheet.rows, strict=False)
        ),
    ]
    for (path, named), (row, _) in zip(called, sheet.rows, strict=True):
        kind = path.partition("/")[0]
        names.add(stand_in(frozenset({kind}), state) if row in aside.faulty else path, *named)


def _numbered(item: PlanItemRecord, cells: Mapping[str, str]) -> Iterator[str]:
    """What an item of a plan is called by its number: `Action plan 2030-2034, item 2`."""
    for plan in (item.plan, " ".join(cells.get("plan", "").split())):
        yield from (f"{plan} {item.number}", f"{plan} item {item.number}")
