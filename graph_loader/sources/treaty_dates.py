"""Dates in tables of treaty status, with the letters that tell the form of a consent, and days "as at"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

_MONTHS: Final = (
    ("jan", "janv", "january", "janvier", "enero", "ene"),
    ("feb", "fév", "févr", "fev", "february", "février", "febrero"),
    ("mar", "mars", "march", "marzo"),
    ("apr", "avr", "april", "avril", "abril", "abr"),
    ("may", "mai", "mayo"),
    ("jun", "juin", "june", "junio"),
    ("jul", "juil", "july", "juillet", "julio"),
    ("aug", "août", "aout", "august", "agosto", "ago"),
    ("sep", "sept", "september", "septembre", "septiembre"),
    ("oct", "october", "octobre", "octubre"),
    ("nov", "november", "novembre", "noviembre"),
    ("dec", "déc", "december", "décembre", "diciembre", "dic"),
)
_MONTH: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}

_WORD: Final = r"([^\W\d_]{3,10})\.?"
_YEAR: Final = r"(1[89]\d\d|20\d\d)"
_FORMS: Final = {
    "day month year": re.compile(rf"(\d{{1,2}})(?:er|st|nd|rd|th)?[ .-]*{_WORD}[ .,-]*{_YEAR}"),
    "month day year": re.compile(rf"{_WORD}[ .-]*(\d{{1,2}})(?:st|nd|rd|th)?[ .,-]+{_YEAR}"),
    "month year": re.compile(rf"{_WORD}[ .,-]*{_YEAR}"),
    "year month day": re.compile(rf"{_YEAR}[-/.](\d{{1,2}})[-/.](\d{{1,2}})(?:[ t]\d\d:\d\d(?::\d\d)?)?"),
    "numbers": re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.]{_YEAR}(?: \d{{1,2}}:\d\d(?::\d\d)?)?"),
    "year month": re.compile(rf"{_YEAR}[-/.](\d{{1,2}})"),
    "year": re.compile(_YEAR),
}
_CELL: Final = re.compile(
    r"(?P<open>\[?)\s*(?P<date>[^\[\]()]*?(?:1[89]|20)\d\d"
    r"(?:[-/.]\d{1,2}[-/.]\d{1,2}(?:[ T][\d:]+)?|[-/.]\d\d)?"
    r"(?: \d{1,2}:\d\d(?::\d\d)?)?)"
    r"\s*(?P<inner>\]?)\s*\(?\s*(?P<letter>[A-Za-z]{1,2})?\s*\)?\s*\]?\s*"
    r"(?P<notes>[\d¹²³⁴-⁹⁰,; *†‡]*|(?:\[\d+\]\s*)*)"
)
_AS_AT: Final = re.compile(
    r"\b(?:status\s+)?(?:as[\s_]+(?:at|of)|à la date du|au|last updated(?: on)?|updated on)\s*:?\s*(.{4,30})",
    re.I,
)
_STATUS: Final = re.compile(r"\b(?:status|as[ _]at|as[ _]of|état|updated|as_of)\b", re.I)


@dataclass(frozen=True, slots=True)
class DateCell:
    """A date as exact as the cell, the letter behind it, and whether square brackets stand around it."""

    date: str
    letter: str
    bracketed: bool


def read_cell(text: str, *, month_first: bool = False) -> DateCell | None:
    """The date of a cell such as `15 Dec 1989 a`, `23/10/1992 (d)` or `1976`; None where it is none."""
    found = _CELL.fullmatch(text[:80].strip())
    if found is None or len(text) > 80:
        return None
    day = read_date(found["date"], month_first=month_first)
    if day is None:
        return None
    return DateCell(day, found["letter"] or "", bool(found["open"]))


def read_date(text: str, *, month_first: bool = False) -> str | None:
    """A date as `1989-12-15`, `1989-12` or `1989`; None where the text is no date that exists."""
    text = " ".join(text.casefold().split())
    for form, pattern in _FORMS.items():
        if found := pattern.fullmatch(text):
            return _in_order(form, found.groups(), month_first)
    return None


def _in_order(form: str, parts: tuple[str, ...], month_first: bool) -> str | None:
    order = (
        form.split()
        if form != "numbers"
        else ["month", "day", "year"]
        if month_first
        else ["day", "month", "year"]
    )
    named = dict(zip(order, parts, strict=True))
    year = int(named["year"])
    if "month" not in named:
        return named["year"]
    month = int(named["month"]) if named["month"].isdigit() else _MONTH.get(named["month"], 0)
    if not 1 <= month <= 12:
        return None
    if "day" not in named:
        return f"{year}-{month:02}"
    try:
        return date(year, month, int(named["day"])).isoformat()
    except ValueError:
        return None


def is_month_first(cells: Iterable[str]) -> bool:
    """Whether dates in numbers read as month, day, year: no cell has a month above 12 then, and one a day."""
    pairs = [
        (int(found[1]), int(found[2]))
        for cell in cells
        if (found := re.match(r"\[?\s*(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}", cell))
    ]
    return any(second > 12 for _, second in pairs) and all(first <= 12 for first, _ in pairs)


_IN_NUMBERS: Final = re.compile(r"\[?\s*(\d{1,2})[-/](\d{1,2})[-/]\d{4}")


def are_of_two_orders(cells: Iterable[str]) -> bool:
    """Whether cells have dates such as `3/5/1990`, and none tells whether day or month comes first.

    Dates with full stops have the day first everywhere.
    """
    pairs = [(int(found[1]), int(found[2])) for cell in cells if (found := _IN_NUMBERS.match(cell))]
    return any(first != second for first, second in pairs) and all(max(pair) <= 12 for pair in pairs)


def as_at(line: str) -> str | None:
    """The day that a line such as `STATUS AS AT : 24-11-2026 05:00:40 EDT` gives."""
    if not _STATUS.search(line[:200]):
        return None
    for found in _AS_AT.finditer(line[:200]):
        words = found[1].split()
        for length in range(min(len(words), 4), 0, -1):
            if day := read_date(" ".join(words[:length]).strip(" .;,)")):
                return day
    return None


_IN_NAME: Final = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)[-_. ](0[1-9]|1[0-2])(?!\d)"),
)
_WORDS_IN_NAME: Final = re.compile(r"(?<!\d)(?:(\d{1,2})[-_ ])?([A-Za-zéû]{3,10})[-_ ]?((?:19|20)\d\d)(?!\d)")
_YEAR_IN_NAME: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def in_file_name(name: str) -> str | None:
    """A date in the name of a file or folder: `crpd_2022-08.csv`, `status August 2022`, `status_2022`."""
    for pattern in _IN_NAME:
        if found := pattern.search(name):
            return "-".join(found.groups())
    for found in _WORDS_IN_NAME.finditer(name):
        if day := read_date(" ".join(filter(None, found.groups()))):
            return day
    years = set(_YEAR_IN_NAME.findall(name))
    return years.pop() if len(years) == 1 else None
