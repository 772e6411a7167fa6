"""Numbers of spreadsheets as text: whole ones without decimal point, days and times as ISO 8601.

A day is a number of days with a number format that shows it as one (ECMA-376 part 1, 18.8.30, 18.17.4).
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Literal

Shown = Literal["number", "0.0", "0.00", "0.000", "year", "month", "day", "moment", "time"]
"""What a number format shows of a number; `month` is a month of a year, `moment` a day with its time."""

_BUILT_IN: Final[dict[int, Shown]] = {
    2: "0.00",
    **dict.fromkeys((14, 15, 16, *range(27, 32), *range(34, 37), *range(50, 59)), "day"),
    17: "month",
    22: "moment",
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 45, 46, 47), "time"),
}
_PLACES: Final[dict[str, Shown]] = {"0.0": "0.0", "0.00": "0.00", "0.000": "0.000"}
_NOT_SHOWN: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
"""Words, escaped characters, padding, colours and conditions."""
_FIRST: Final = datetime(1899, 12, 30)
_FIRST_OF_1904: Final = datetime(1904, 1, 1)
_LAST_DAY: Final = 2_958_465  # 31 December 9999


def shown(format_id: int, code: str | None) -> Shown:
    """What the number format of that id shows; `code` is the workbook's, where it has one of its own."""
    return _BUILT_IN.get(format_id, "number") if code is None else _shown_by(code)


@lru_cache(maxsize=1_024)
def _shown_by(code: str) -> Shown:
    letters = _NOT_SHOWN.sub("", code.split(";", 1)[0])[:200].lower()
    if "general" in letters:
        return "number"
    has_time = "h" in letters or "s" in letters
    if "y" in letters or "d" in letters:
        if has_time:
            return "moment"
        if "d" in letters:
            return "day"
        return "month" if "m" in letters else "year"
    if has_time:
        return "time"
    return "day" if "m" in letters else _PLACES.get(letters, "number")


def number_text(digits: str, how: Shown, from_1904: bool) -> str:
    """The number of a cell as text, shown as a day or time where its format does so.

    What is no number at all comes back as it is.
    """
    if how == "number" and digits.isdecimal() and len(digits) < 16:
        return digits
    try:
        value = float(digits)
    except ValueError:
        return digits
    if not math.isfinite(value):
        return digits
    if how in _PLACES:
        return _with_places(value, len(how) - 2)
    return float_text(value) if how == "number" else _day_text(value, how, from_1904)


def _with_places(value: float, places: int) -> str:
    """A number with the noughts at its end that the format shows: paragraph 126.10 is kept as 126.1."""
    text = float_text(value)
    whole, point, fraction = text.partition(".")
    return f"{whole}.{fraction.ljust(places, '0')}" if point and fraction.isdecimal() else text


def float_text(value: float) -> str:
    """A number with the fifteen digits that spreadsheet programs show."""
    return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else f"{value:.15g}"


def _day_text(value: float, how: Shown, from_1904: bool) -> str:
    if not 0 <= value <= _LAST_DAY:
        return float_text(value)
    first = _FIRST_OF_1904 if from_1904 else _FIRST
    if not from_1904 and value < 60:
        first += timedelta(days=1)  # since spreadsheet programs count a 29 February 1900
    seconds = round(value * 86_400)
    if how == "time" and value >= 1:
        return float_text(value)  # a duration of days
    return moment_text(first + timedelta(seconds=seconds), "time" if value < 1 and how == "moment" else how)


def moment_text(value: datetime | date | time, how: Shown) -> str:
    """A day, time or both as ISO 8601 text, no more exact than it is shown."""
    text = value.isoformat()
    if isinstance(value, datetime):
        if how == "time":
            return text[11:]
        if how == "moment":
            return text.removesuffix("T00:00:00")
        return text[: {"year": 4, "month": 7}.get(how, 10)]
    return text
