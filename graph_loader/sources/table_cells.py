"""The cells of one row as plain values: texts, dates, numbers, words, keys, addresses.

What is wrong with them is collected. Cells that name things of the graph are read by `table_row`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from pyoxigraph import NamedNode

from graph_loader import iris
from graph_loader.records import Standing
from graph_loader.sources.table_findings import Findings
from graph_loader.sources.table_words import fold, is_date
from ontology.schemes import notations

_STANDINGS: Final[dict[str, Standing]] = {
    "confirmed": "confirmed",
    "partly": "partly",
    "inferred": "inferred",
}
_YES_NO: Final = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_KEY: Final = re.compile(r"\w[\w.()+-]{0,199}")
_FRACTION: Final = re.compile(r"0(?:\.[0-9]{1,9})?|1(?:\.0{1,9})?")
_WEB: Final = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_MISREAD: Final = re.compile(r"[\u0080-\u00ff]")
_SAVE_AGAIN: Final = "Save the table again as CSV UTF-8"
_LONGEST_URL: Final = 2_000
_LONGEST_MADE_KEY: Final = 100
_LONGEST_QUOTE: Final = 60
_LONGEST_COMPARED: Final = 80
_MOST_WORDS_LISTED: Final = 20


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of a row by column name, blank ones left out.

    The methods take the name of a column and read its cell. When it is not what it should be they add an
    error to `findings`; the value they then give back is a stand-in that never leaves a refused file.
    """

    number: int
    cells: Mapping[str, str]
    findings: Findings
    titles: Mapping[str, str] = field(default_factory=dict)
    """Names of the columns as the file writes them, for messages."""

    @property
    def place(self) -> str:
        """Where the row is in its file: `row=12` (RFC 7111, section 2)."""
        return self.findings.fragment(self.number)

    def title(self, column: str) -> str:
        """The column's name as the file writes it."""
        return self.titles.get(column, column)

    def error(self, message: str, column: str | None = None) -> None:
        """Refuse the file for something in this row, or in its cell of a column."""
        self.findings.add("error", message, self.number, column=column)

    def warn(self, message: str) -> None:
        """Tell the user about something in this row that is read all the same."""
        self.findings.add("warning", message, self.number)

    def claim(self, thing: str, hint: str = "") -> None:
        """Refuse the file when an earlier row describes the same thing: `law KAZ 2023-06-07-8-VIII`."""
        if self.number in self.findings.faulty:
            return
        first = self.findings.claims.setdefault(thing, self.number)
        if first != self.number:
            self.error(f"Rows {first} and {self.number} both describe {thing}. Remove or correct one.{hint}")

    def text(self, column: str) -> str | None:
        """The cell as it is, None when blank."""
        return self.cells.get(column)

    def russian(self, column: str) -> str | None:
        """A text in Russian: without a Cyrillic letter its bytes were read in the wrong encoding."""
        cell = self.cells.get(column)
        if cell and not _CYRILLIC.search(cell):
            self.wrong(column, cell, f"no Russian: it holds no Cyrillic letter. {_SAVE_AGAIN}")
        return cell

    def kazakh(self, column: str) -> str | None:
        """A text in Kazakh, which is written in Latin letters too."""
        cell = self.cells.get(column) or ""
        if 2 * len(_MISREAD.findall(cell)) > sum(map(str.isalpha, cell)):
            self.warn(f"'{_quote(cell)}' in '{self.title(column)}' looks misread. {_SAVE_AGAIN}.")
        return cell or None

    def period(self) -> tuple[str | None, str | None]:
        """The cells `valid_from` and `valid_to`."""
        first, last = self.date("valid_from"), self.date("valid_to")
        # As far as both are exact: 2020 may end after 2020-05.
        if first and last and last[: len(first)] < first[: len(last)]:
            self.error(f"The period ends ({last}) before it starts ({first}). Correct one of the two.")
        return first, last

    def needed(self, column: str) -> str:
        """A cell that may not be blank."""
        cell = self.cells.get(column)
        if cell is None:
            self.error(f"The cell '{self.title(column)}' is empty and may not be. Fill it in.", column)
        return cell or ""

    def parts(self, column: str) -> tuple[str, ...]:
        """A list joined by `|`, without blank parts."""
        return tuple(part for piece in self.cells.get(column, "").split("|") if (part := piece.strip()))

    def date(self, column: str) -> str | None:
        """`2014`, `2014-10` or `2014-10-30`, as exact as the cell."""
        cell = self.cells.get(column)
        if cell and not is_date(cell):
            self.wrong(
                column, cell, "no date. Write 2014-10-30, or 2014-10 or 2014 where the day is not known"
            )
        return cell

    def whole_number(self, column: str) -> int | None:
        """A count of at most six digits."""
        cell = self.cells.get(column)
        if not cell:
            return None
        if not (cell.isascii() and cell.isdigit() and len(cell) <= 6):
            self.wrong(column, cell, "no whole number. Write digits only, such as 194")
            return None
        return int(cell)

    def fraction(self, column: str) -> str | None:
        """Digits of a decimal number from 0 to 1."""
        cell = self.cells.get(column)
        if cell and not _FRACTION.fullmatch(cell):
            self.wrong(column, cell, "no number from 0 to 1, such as 0.85")
        return cell

    def yes_no(self, column: str) -> bool:
        """Blank is no."""
        cell = self.cells.get(column, "no")
        answer = _YES_NO.get(cell.lower())
        if answer is None:
            self.wrong(column, cell, "neither yes nor no")
        return bool(answer)

    def word(self, column: str, words: frozenset[str]) -> str:
        """A word of a closed list; case, spaces and underscores do not count."""
        cell = self.needed(column)
        return self._word(column, cell, words) if cell else ""

    def notation(self, column: str, scheme: str) -> str:
        """The notation of a concept of a scheme in ontology/vocab, which may not be blank."""
        return self.word(column, notations(scheme))

    def other_notation(self, column: str, scheme: str) -> str | None:
        """The notation of a concept of a scheme, None when blank."""
        return self.notation(column, scheme) if self.cells.get(column) else None

    def notations(self, column: str, scheme: str) -> tuple[str, ...]:
        """Notations of concepts of a scheme, in the order of the cell."""
        words = notations(scheme)
        return tuple(dict.fromkeys(self._word(column, part, words, True) for part in self.parts(column)))

    def _word(self, column: str, cell: str, words: frozenset[str], is_part: bool = False) -> str:
        word = _by_lower_case(words).get(re.sub(r"[\s_-]+", "-", cell).lower())
        if word is None:
            few = len(words) <= _MOST_WORDS_LISTED
            hint = f". Use one of: {', '.join(sorted(words))}" if few else self.near(cell, words)
            self.wrong(column, cell, f"not known{hint}", is_part)
        return word or ""

    def standing(self) -> Standing:
        """How well the source carries the row; blank is confirmed."""
        if not self.cells.get("standing"):
            return "confirmed"
        return _STANDINGS.get(self.word("standing", frozenset(_STANDINGS)), "confirmed")

    def key(self, made_from: str, kind: str = "") -> str:
        """The cell `key`, or a key made from a name or title."""
        if self.cells.get("key"):
            return self.key_in("key", kind)
        made = iris.slug(made_from)[:_LONGEST_MADE_KEY].strip("-")
        if made_from and not made:
            self.error("No key can be made from letters that are not Latin. Fill in a cell 'key'.")
        return made

    def key_in(self, column: str, kind: str = "") -> str:
        """A key that is written out; `kind` of thing tells whether its case counts."""
        cell = self.needed(column)
        if cell and not _KEY.fullmatch(cell):
            self.wrong(column, cell, "no key. Use letters, digits, dots and hyphens, such as supreme-court")
        return fold(kind, cell)

    def other_key(self, column: str, kind: str = "") -> str | None:
        """A key, None when blank."""
        return self.key_in(column, kind) if self.cells.get(column) else None

    def keys(self, column: str, kind: str = "") -> tuple[str, ...]:
        """Keys of other things, joined by `|`."""
        for part in self.parts(column):
            if not _KEY.fullmatch(part):
                self.wrong(column, part, "no key, such as 2023-06-07-8-VIII", True)
        return tuple(dict.fromkeys(fold(kind, part) for part in self.parts(column)))

    def url(self, column: str = "source_url") -> str | None:
        """An absolute address of the web."""
        cell = self.cells.get(column)
        if cell and not _is_web_address(cell):
            self.wrong(column, cell, "no web address. Write one that starts with https://, nothing else")
        return cell

    def wrong(self, column: str, cell: str, what: str, is_part: bool = False) -> None:
        """Refuse the file because a cell, or a part of a list, is `no date …`."""
        hint = "; several are joined by |" if is_part and re.search("[;,]", cell) else ""
        self.error(f"'{_quote(cell)}' in '{self.title(column)}' is {what}{hint}.", column)

    def near(self, word: str, known: Collection[str]) -> str:
        """` (did you mean …?)` with the nearest known words, or nothing."""
        # Comparing with every spelling costs milliseconds, so not for problems that are only counted.
        return "" if self.findings.full("error") else _did_you_mean(word[:_LONGEST_COMPARED], known)


def _is_web_address(cell: str) -> bool:
    """True for an absolute IRI (RFC 3987) of the web, as the graph can hold it."""
    if not _WEB.match(cell) or len(cell) > _LONGEST_URL:
        return False
    try:
        NamedNode(cell)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=32)
def _by_lower_case(words: frozenset[str]) -> dict[str, str]:
    return {word.lower(): word for word in words}


def _did_you_mean(word: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(word, sorted(known), n=3, cutoff=0.6)
    return f" (did you mean {' or '.join(near)}?)" if near else ""


def _quote(cell: str) -> str:
    return cell if len(cell) <= _LONGEST_QUOTE else f"{cell[: _LONGEST_QUOTE - 1]}…"
