"""Tables of an addendum in Word: number, position and comment of each recommendation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph_loader.records import Status
from graph_loader.sources.addendum_answers import one_answer, qualification, read_reply
from graph_loader.sources.addendum_found import Found, Reason, Statement
from graph_loader.sources.addendum_numbers import NumberList, list_at
from graph_loader.sources.addendum_sentences import sentence_ends
from graph_loader.sources.docx import Row, Table
from graph_loader.sources.pages import Line

_NUMBER: Final = re.compile(
    r"^(?:UPR )?recs?\.?$"
    r"|^(?:(?:UPR )?rec(?:ommendation)?s?\.? ?)?(?:nos?\.?|n°|numbers?|#|paras?\.?|paragraphs?"
    r"|ref(?:erence)?\.?)(?: .{0,40})?$",
    re.I,
)
_POSITION: Final = re.compile(
    r"\b(?:position|response|reply|answer|status|decision|outcome|accept\w*/|support\w*/)", re.I
)
_COMMENT: Final = re.compile(
    r"\b(?:comments?|explanations?|reasons?|remarks?|observations?|justification|rationale|clarifications?|notes|views)\b",
    re.I,
)
_TEXT: Final = re.compile(r"^(?:(?:text of (?:the )?)?(?:UPR )?recommendations?|wording)\b", re.I)
_TICK: Final = frozenset({"x", "×", "✓", "✔", "☒", "☑", "√", "yes", "•", "✗", "✕"})
_LEADING_WORD: Final = re.compile(
    r"^(?:(?:recommendations?|recs?\.?|nos?\.?|paragraphs?|paras?\.?)\s*){0,3}", re.I
)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Index of each column, counted in the table's grid."""

    number: int | None = None
    text: int | None = None
    position: int | None = None
    comment: int | None = None
    answers: tuple[tuple[int, Status], ...] = ()
    """Columns headed by an answer, in which a mark or the numbers stand."""

    @property
    def any(self) -> bool:
        return self.answers != () or (
            (self.number is not None or self.text is not None)
            and (self.position is not None or self.comment is not None)
        )


def without_tables(lines: Sequence[Line], tables: Sequence[Table]) -> tuple[Line, ...]:
    """The lines that stand in none of the tables that are read as tables."""
    filled = [(index, line.text) for index, line in enumerate(lines) if line.text]
    dropped: set[int] = set()
    position = 0
    for table, _ in _with_columns(tables):
        texts = [text for row in table.rows for cell in row.cells for text in cell.paragraphs if text]
        start = _find(filled, texts, position)
        if start is not None:
            position = start + len(texts)
            dropped.update(index for index, _ in filled[start:position])
    return tuple(line for index, line in enumerate(lines) if index not in dropped)


def _find(filled: Sequence[tuple[int, str]], texts: Sequence[str], start: int) -> int | None:
    """Where the paragraphs of a table stand among the lines, one after the other."""
    for begin in range(start, len(filled) - len(texts) + 1):
        if all(filled[begin + offset][1] == text for offset, text in enumerate(texts)):
            return begin
    return None


def read_tables(tables: Iterable[Table], known: frozenset[int], found: Found) -> None:
    """Add what tables say to what paragraphs said."""
    for table, columns in _with_columns(tables):
        _read_table(table, columns, known, found)


def _with_columns(tables: Iterable[Table]) -> Iterator[tuple[Table, _Columns]]:
    """The tables that say what their columns are, and those that go on with the one before."""
    before: tuple[_Columns, int] | None = None
    for table in tables:
        columns = _columns_of(table)
        if columns is not None:
            before = columns, max(len(row.cells) for row in table.rows)
        elif before is not None and _goes_on(table, *before):
            columns = before[0]
        if columns is not None:
            yield table, columns


def _goes_on(table: Table, columns: _Columns, width: int) -> bool:
    index = columns.number if columns.number is not None else columns.text or 0
    return all(
        len(row.cells) in (1, width) and (len(row.cells) == 1 or re.match(r"\d", _grid(row).get(index, "")))
        for row in table.rows
    )


def _read_table(table: Table, columns: _Columns, known: frozenset[int], found: Found) -> None:
    above: Status | None = None
    note: str | None = None
    cells: dict[int, str] = {}
    for row in table.rows:
        cells = _grid(row, cells)
        place = f"table={table.number};row={row.number}"
        filled = [text for text in cells.values() if text]
        if len(filled) == 1 and len(row.cells) == 1:
            above, note = one_answer(filled[0]), qualification(filled[0])
            continue
        if _columns(row).any:
            continue
        for numbers, status, answer, reason in _answers_of(cells, columns, known):
            _add(
                numbers,
                status or above,
                status is None,
                qualification(answer) or (None if status else note),
                reason,
                place,
                found,
            )


def _add(
    numbers: NumberList,
    status: Status | None,
    from_heading: bool,
    note: str | None,
    reason: str,
    place: str,
    found: Found,
) -> None:
    found.broken += [(each, place) for each in numbers.broken]
    for named in numbers.names:
        found.unanswered.append((named, place))
        if status is not None:
            own: Status = "partially-supported" if named.partial else status
            found.statements.append(
                Statement(named, own, "heading" if from_heading else "own", note, None, place)
            )
    if len(reason) > 2:
        found.reasons.append(Reason(numbers.names, reason, None, place))


def _answers_of(
    cells: dict[int, str], columns: _Columns, known: frozenset[int]
) -> Iterator[tuple[NumberList, Status | None, str, str]]:
    comment = cells.get(columns.comment, "") if columns.comment is not None else ""
    own = _numbers_in(
        cells.get(columns.number if columns.number is not None else columns.text or 0, ""), known
    )
    for index, headed in columns.answers:
        cell = cells.get(index, "").strip()
        listed = _numbers_in(cell, known)
        if listed is not None:
            yield listed, headed, "", comment
        elif own is not None and (cell.lower().strip("[]() .") in _TICK):
            yield own, headed, "", comment
    if columns.answers or own is None:
        return
    answer = cells.get(columns.position, "") if columns.position is not None else ""
    if not answer and columns.text is not None and columns.position is None:
        answer, comment = comment, ""
    reply = read_reply(answer, sentence_ends(answer))
    status = reply.status or one_answer(answer[:200])
    yield (
        own,
        status,
        reply.answer or answer[:200],
        " ".join(filter(None, (reply.reason, comment))),
    )


def _numbers_in(cell: str, known: frozenset[int]) -> NumberList | None:
    """The numbers that a cell begins with."""
    word = _LEADING_WORD.match(cell)
    start = word.end() if word else 0
    dotted = re.match(r"(\d{1,3})\.\d{1,3}(?!\d)", cell[start:])
    paragraphs = known | {int(dotted[1])} if dotted else known
    return list_at(cell, start, paragraphs, bare=True)


def _columns_of(table: Table) -> _Columns | None:
    for row in table.rows[:4]:
        columns = _columns(row)
        if columns.any:
            return columns
    return None


def _columns(row: Row) -> _Columns:
    """What the cells of a row say if it is the head of a table."""
    cells = _grid(row)
    if len([text for text in cells.values() if text]) < 2 or any(len(text) > 120 for text in cells.values()):
        return _Columns()
    named: dict[str, int] = {}
    headed: list[tuple[int, Status]] = []
    for index, text in cells.items():
        kind = _kind(text)
        if kind:
            named.setdefault(kind, index)
        elif not any(char.isdigit() for char in text) and (status := one_answer(text)) is not None:
            headed.append((index, status))
    if (
        len(headed) == 1
        and "number" in named
        and "position" not in named
        and _is_position_head(cells[headed[0][0]])
    ):
        named["position"], headed = headed[0][0], []
    answers = tuple(headed) if len(headed) > 1 or (headed and "number" in named) else ()
    return _Columns(
        named.get("number"), named.get("text"), named.get("position"), named.get("comment"), answers
    )


def _is_position_head(text: str) -> bool:
    return "/" in text


def _kind(text: str) -> str | None:
    if _NUMBER.match(text):
        return "number"
    if _POSITION.search(text):
        return "position"
    if _TEXT.match(text):
        return "text"
    return "comment" if _COMMENT.search(text) else None


def _grid(row: Row, above: Mapping[int, str] | None = None) -> dict[int, str]:
    """Text of the cells by their column in the grid; a cell merged with the one above has that one's text."""
    cells: dict[int, str] = {}
    column = 0
    for cell in row.cells:
        cells[column] = (above or {}).get(column, "") if cell.continues else cell.text.strip()
        column += cell.span
    return cells
