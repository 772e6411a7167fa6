"""Rows of a thematic list that hold recommendations, out of all its tables, with the theme above them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from graph_loader.sources.docx import Row, Table, WordDocument
from graph_loader.sources.findings import Findings
from graph_loader.sources.thematic_list_cells import read_wording
from graph_loader.sources.thematic_list_columns import (
    Header,
    Role,
    Value,
    has_theme_word,
    header_at,
    heading_of,
    without_theme_word,
)
from graph_loader.sources.wg_brackets import ends_with_states
from graph_loader.sources.wg_headings import status_of

_GROUPS_OF_PERSONS: Final = "groups of persons"
_TOP_ROWS: Final = 3
"""Rows of a table among which a header is no surprise."""
_NOTHING: Final = Value((), False)


@dataclass(frozen=True, slots=True)
class Theme:
    """A heading above rows."""

    label: str
    is_named: bool
    """Whether it says that it is a theme; another heading may be a note."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One recommendation: its cells by what their columns are for."""

    place: str
    """`table=1;row=12`."""
    values: Mapping[Role, Value]
    theme: Theme | None
    has_states: bool
    """Whether the table has a column for States."""
    groups_of_persons: bool
    """Whether it speaks of `groups of persons`, as lists from about 2023 on do."""

    def text(self, role: Role) -> str:
        """What the columns of a role say, as one line."""
        return self.values.get(role, _NOTHING).text

    def paragraphs(self, role: Role) -> tuple[str, ...]:
        """The same, paragraph by paragraph."""
        return self.values.get(role, _NOTHING).paragraphs


def first_header(document: WordDocument) -> Header | None:
    """The columns of the first table with recommendations, positions and themes, or with recommendations."""
    headers = [
        header
        for table in document.tables
        for index in range(len(table.rows))
        if (header := header_at(table.rows, index))
    ]
    whole = (header for header in headers if header.has("position") and header.has("themes"))
    return next(whole, headers[0] if headers else None)


def list_rows(document: WordDocument, problems: Findings) -> Iterator[ListRow]:
    """All rows with recommendations; rows whose recommendation is merged with that above are one with it."""
    last: ListRow | None = None
    for row in _Rows(problems).read(document):
        if last is not None and row.values["recommendation"].continues:
            last = replace(last, values=_joined(last.values, row.values))
            continue
        if last is not None:
            yield last
        last = row
    if last is not None:
        yield last


class _Rows:
    """Goes through the tables: header and theme hold until the next one."""

    def __init__(self, problems: Findings) -> None:
        self._problems = problems
        self._header: Header | None = None
        self._theme: Theme | None = None
        self._groups_of_persons = False
        self._bare: str | None = None
        """Place of a theme that has no recommendation below it yet."""

    def read(self, document: WordDocument) -> Iterator[ListRow]:
        for table in document.tables:
            if self._belongs(table):
                yield from self._table(table)
        if self._bare is not None:
            message = (
                f"The list ends with the heading of a theme, {self._theme and self._theme.label!r}, and no "
                "recommendation below it: it may be cut off. Get the whole list."
            )
            self._problems.add("warning", "end of the list", message, self._bare)

    def _belongs(self, table: Table) -> bool:
        """Whether a table has a header of its own, or goes on with the one before."""
        if any(header_at(table.rows, index) for index in range(len(table.rows))):
            return True
        header = self._header
        return header is not None and any(
            header.fits(row) and read_wording(header.values(row).get("recommendation", _NOTHING).text).number
            for row in table.rows
        )

    def _table(self, table: Table) -> Iterator[ListRow]:
        above: Mapping[Role, Value] = {}
        under_header = False
        for index, row in enumerate(table.rows):
            place = f"table={table.number};row={row.number}"
            if (announced := self._announced(row, header_at(table.rows, index), under_header)) is not None:
                under_header = True
                self._begin(announced, row, place)
                continue
            under_header = False
            if self._header is None or not any(cell.paragraphs or cell.continues for cell in row.cells):
                continue
            if (heading := heading_of(row)) is not None and not _is_recommendation(heading):
                theme = _theme(heading)
                self._theme = theme or self._theme
                self._bare = place if theme is not None and theme.is_named else self._bare
            else:
                values = self._header.values(row)
                above = _with_merged(values, above)
                if self._has_recommendation(values, place):
                    self._bare = None
                    yield ListRow(
                        place,
                        values if values["recommendation"].continues else above,
                        self._theme,
                        self._header.has("states"),
                        self._groups_of_persons,
                    )

    def _announced(self, row: Row, announced: Header | None, under_header: bool) -> Header | None:
        """The columns of a header row, or of its second row; further down it has known columns only."""
        if under_header and self._header is not None and self._header.goes_on(row):
            return self._header.refined(row)
        if announced is None or announced == self._header or row.number <= _TOP_ROWS:
            return announced
        return None if self._header is not None and announced.unread else announced

    def _begin(self, header: Header, row: Row, place: str) -> None:
        self._header = header
        self._groups_of_persons |= any(_GROUPS_OF_PERSONS in cell.text.lower() for cell in row.cells)
        for text in header.unread:
            self._problems.add(
                "info", "columns not read", f"The column {text!r} is read for numbers and States only.", place
            )

    def _has_recommendation(self, values: Mapping[Role, Value], place: str) -> bool:
        value = values.get("recommendation", _NOTHING)
        if value.continues or value.paragraphs:
            return True
        told = next((each.text for each in values.values() if each.text), "")
        if told:
            message = f"Row {place} has {told[:60]!r}, but no recommendation. Complete or delete it."
            self._problems.add("error", "rows without a recommendation", message, place)
        return False


def _is_recommendation(text: str) -> bool:
    """Whether the only cell of a row is a recommendation whose other cells are lost."""
    wording = read_wording(text)
    return wording.number is not None and ends_with_states(wording.text)


def _theme(heading: str) -> Theme | None:
    """The theme that a heading row names; one that speaks of the recommendations themselves names none."""
    named = has_theme_word(heading)
    if not named and ("recommendation" in heading.lower() or status_of(heading) is not None):
        return None
    return Theme(without_theme_word(heading), named)


def _with_merged(values: Mapping[Role, Value], above: Mapping[Role, Value]) -> Mapping[Role, Value]:
    """The values of a row, those merged with the row above in full."""
    return {role: above.get(role, value) if value.continues else value for role, value in values.items()}


def _joined(first: Mapping[Role, Value], more: Mapping[Role, Value]) -> Mapping[Role, Value]:
    added = {
        role: replace(value, paragraphs=(*first.get(role, _NOTHING).paragraphs, *value.paragraphs))
        for role, value in more.items()
        if not value.continues
    }
    return {**first, **added}
