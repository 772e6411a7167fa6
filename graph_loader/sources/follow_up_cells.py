"""The cells of a follow-up workbook as those of curated tables: places, dates, names as keys and paths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from urllib.parse import quote

from graph_loader import iris
from graph_loader.sources.follow_up_names import Found, Names
from graph_loader.sources.follow_up_sheets import Column, SheetForm
from graph_loader.sources.spreadsheet_rows import is_error_value
from graph_loader.sources.table_findings import Findings
from graph_loader.sources.table_row import Row
from graph_loader.sources.table_statement_rows import LINK_TARGETS
from graph_loader.sources.table_text import cell_fault
from graph_loader.sources.table_words import is_date

_SEPARATORS: Final = re.compile(r"\s*[;|\r\n]\s*")
_YEAR: Final = r"(?P<year>[0-9]{4})"
_DAY: Final = r"(?P<day>[0-9]{1,2})"
_DIGITS: Final = r"(?P<month>[0-9]{1,2})"
_WORD: Final = r"(?P<month>[A-Za-zА-Яа-я]{3,9})\.?"
_FORMS: Final = tuple(
    map(
        re.compile,
        (
            r"(?P<year>[0-9]{4})[-/](?P<month>[0-9]{2})[-/](?P<day>[0-9]{2})(?:[T ][0-9:.]+)?",
            rf"{_DAY}\.{_DIGITS}\.{_YEAR}",
            rf"(?P<day>1[3-9]|[23][0-9])[-/]{_DIGITS}[-/]{_YEAR}",
            rf"{_DIGITS}[-/](?P<day>1[3-9]|[23][0-9])[-/]{_YEAR}",
            rf"{_DAY}(?:st|nd|rd|th)?[ -]{_WORD},?[ -]{_YEAR}",
            rf"{_WORD} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}",
            rf"{_WORD},?[ -]{_YEAR}",
            rf"(?P<month>[0-9]{{2}})\.{_YEAR}",
        ),
    )
)
_YEAR_WORD: Final = re.compile(r"(?<=[0-9]) ?г(?:\.|ода)?$")
_MONTHS: Final = (
    ("january", "января", "январь"),
    ("february", "февраля", "февраль"),
    ("march", "марта", "март"),
    ("april", "апреля", "апрель"),
    ("may", "мая", "май"),
    ("june", "июня", "июнь"),
    ("july", "июля", "июль"),
    ("august", "августа", "август"),
    ("september", "сентября", "сентябрь"),
    ("october", "октября", "октябрь"),
    ("november", "ноября", "ноябрь"),
    ("december", "декабря", "декабрь"),
)
_LONGEST_MADE_KEY: Final = 100
_ADOPTION: Final = "measure/{state}/adoption-{key}"


@dataclass(slots=True)
class SheetFindings(Findings):
    """What is wrong on one sheet; places are cells: `follow-up.xlsx#laws!C7`."""

    sheet: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    """Letter of each column by the name that the table has for it."""

    def fragment(self, row: int, column: str | None = None) -> str:
        """`laws!C7`, or `laws!7` for a row."""
        letter = self.letters.get(column, "") if column else ""
        return f"{quote(self.sheet)}!{letter}{row}"


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """A sheet that somebody filled in, its columns found."""

    form: SheetForm
    titles: Mapping[str, str]
    """What the sheet calls each column."""
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    """Number and cells by column, blank ones left out."""
    findings: SheetFindings
    fractions: frozenset[tuple[int, str]] = frozenset()
    """Row and column of the cells that hold a number with a fraction, in which 126.10 is 126.1."""


def table_rows(
    sheet: FilledSheet, state: str, review: str | None, names: Names | None, findings: Findings
) -> Iterator[Row]:
    """The rows as those of the curated table; without `names`, what cells name is left out of them."""
    for number, cells in sheet.rows:
        yield Row(
            number, _as_in_table(sheet, number, cells, state, names, findings), findings, sheet.titles, review
        )


def _as_in_table(
    sheet: FilledSheet,
    number: int,
    cells: Mapping[str, str],
    state: str,
    names: Names | None,
    findings: Findings,
) -> dict[str, str]:
    form = sheet.form
    found = {"state": state} if state and "state" in form.table.columns else {}
    for name, cell in cells.items():
        column = form.column(name) or Column(name, name, "")
        fault = cell_fault(" ".join(cell.split()))
        if is_error_value(cell):
            fault = f"holds {cell}, which Excel shows in place of a value. Put the value there."
        if fault:
            findings.add("error", f"The cell '{sheet.titles[name]}' {fault}", number, column=name)
        if column.refers_to and names is None:
            continue
        if column.refers_to and names is not None:
            kinds = _kinds(column, cells)
            told = _Cell(sheet, number, column, findings)
            several = column.several and not names.knows(cell, kinds)
            parts = (part for part in _parts(cell, several) if part)
            found[name] = "|".join(told.named(names, part, kinds, state) for part in parts)
        elif column.is_date:
            found[name] = iso_date(" ".join(cell.split()))
        else:
            found[name] = " ".join(cell.split())
    return _filled_in(form.kind, found)


def _parts(cell: str, several: bool) -> list[str]:
    return _SEPARATORS.split(cell.strip()) if several else [" ".join(cell.split())]


def _kinds(column: Column, cells: Mapping[str, str]) -> frozenset[str]:
    """Kinds of things that a cell may name; those of a link depend on its relation."""
    if "relation" not in cells and column.name != "target":
        return column.refers_to
    relation = re.sub(r"[\s_-]+", "-", cells.get("relation", "addresses").strip()).lower()
    if column.name != "target" or relation not in LINK_TARGETS or "role" in cells:
        return column.refers_to
    return LINK_TARGETS[relation] | (frozenset({"law"}) if relation == "addresses" else frozenset())


def _filled_in(kind: str, cells: dict[str, str]) -> dict[str, str]:
    """What the workbook need not say: the relation of a link, the key of a meeting."""
    if kind == "links":
        cells.setdefault("relation", "addresses")
    if kind == "consultations" and "key" not in cells and "title" in cells:
        title = iris.slug(cells["title"])[:_LONGEST_MADE_KEY].strip("-")
        day = cells.get("date", "")
        cells["key"] = f"{title}-{day}" if is_date(day) else title
    return cells


@dataclass(frozen=True, slots=True)
class _Cell:
    """Where a name stands, to say what is wrong with it."""

    sheet: FilledSheet
    row: int
    column: Column
    findings: Findings

    def named(self, names: Names, part: str, kinds: frozenset[str], state: str) -> str:
        """The key or path of what a part of the cell names; a stand-in where that is not known."""
        # Looking for the nearest name takes long, so not for problems that are only counted.
        found = names.find(part, kinds, with_nearest=not self.findings.full("error"))
        longer = names.with_nought(found.path) if self._is_fraction() and found.path else None
        if longer:
            short = (found.path or "").partition("/")[2]
            found = Found(
                None,
                f"is a number in the workbook, so that it may be {short} or {longer}. Write the key, or give "
                "the cell the format Text and write the number anew.",
            )
        path = self._checked(part, found) or stand_in(kinds, state)
        if self._takes_adoption(path, kinds):
            _, code, key = path.split("/", 2)
            path = _ADOPTION.format(state=code, key=key)
        if not self.column.as_key:
            return path
        self.findings.known.add(" ".join(path.split("/", 2)))
        kind, _, key = path.partition("/")
        return key if kind in ("instrument", "recommendation") else key.partition("/")[2]

    def _is_fraction(self) -> bool:
        return (self.row, self.column.name) in self.sheet.fractions

    def _checked(self, part: str, found: Found) -> str | None:
        if found.message:
            shown = part if len(part) <= 60 else f"{part[:59]}…"
            title = self.sheet.titles[self.column.name]
            self.findings.add(
                "warning" if found.path else "error",
                f"'{shown}' in '{title}' {found.message}",
                self.row,
                column=self.column.name,
            )
        return found.path

    def _takes_adoption(self, path: str, kinds: frozenset[str]) -> bool:
        """Whether a law stands for its adoption: what bears on a recommendation is an act."""
        wants_measure = self.sheet.form.kind == "links" and "measure" in kinds and "body" not in kinds
        by_way_of = self.column.name == "carried_out_through"
        return path.startswith("law/") and (wants_measure or by_way_of)


def stand_in(kinds: frozenset[str], state: str) -> str:
    """A path for what is not known, so that it is told once; it never leaves a refused file."""
    state = state or "KAZ"
    named = next((kind for kind in ("body", "law", "measure", "plan") if kind in kinds), "")
    if named:
        return f"{named}/{state}/unknown"
    return f"recommendation/{state}-1-1" if "recommendation" in kinds else f"plan-item/{state}/unknown/1"


def iso_date(cell: str) -> str:
    """A date as ISO 8601 text where it is written so, `3.5.2030`, `3 May 2030` or `May 2030`; else as it is.

    `3/5/2030` stays as it is, since it is two days in two countries; `13/5/2030` is one. Months may be in
    Russian too, and `г.` may stand behind the year.
    """
    text = _YEAR_WORD.sub("", cell)
    for pattern in _FORMS:
        if found := pattern.fullmatch(text):
            return _iso(**found.groupdict()) or cell
    return cell


def _iso(year: str, month: str, day: str | None = None) -> str | None:
    number = int(month) if month.isdecimal() else _month(month.lower())
    try:
        found = date(int(year), number, int(day or 1))
    except ValueError:
        return None
    return found.isoformat() if day else found.isoformat()[:7]


def _month(word: str) -> int:
    """Number of a month by the beginning of its name, of three letters or more; 0 where it is none."""
    found = {number for number, names in enumerate(_MONTHS, 1) for name in names if name.startswith(word)}
    return found.pop() if len(found) == 1 else 0
