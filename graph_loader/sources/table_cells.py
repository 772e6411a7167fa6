"""The cells of one row as values; what is wrong with them is collected."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final

from pyoxigraph import NamedNode

from graph_loader import iris
from graph_loader.records import Standing, Status
from graph_loader.reference_data import instrument_ids
from graph_loader.sources.table_findings import Findings
from graph_loader.sources.table_words import (
    is_date,
    parse_document,
    parse_number,
    parse_recommendation,
    parse_review,
    parse_status,
)
from graph_loader.states import known_spellings, state_code

_STANDINGS: Final[dict[str, Standing]] = {
    "confirmed": "confirmed",
    "partly": "partly",
    "inferred": "inferred",
}
_YES_NO: Final = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_KEY: Final = re.compile(r"\w[\w.()+-]{0,199}")
_TARGET: Final = re.compile(r"(?:measure|law|plan|body)/([A-Z]{3})/\w[\w.()+-]{0,199}")
_WEB: Final = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_LONGEST_URL: Final = 2_000
_LONGEST_MADE_KEY: Final = 100
_LONGEST_QUOTE: Final = 60
_LONGEST_COMPARED: Final = 80


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: cells by column name, blank ones left out.

    The methods take the name of a column and read its cell. When it is not what it should be they add an
    error to `findings`; the value they then give back is a stand-in that never leaves a refused file.
    """

    number: int
    cells: Mapping[str, str]
    findings: Findings
    titles: Mapping[str, str] = field(default_factory=dict)
    """Names of the columns as the file writes them, for messages."""
    default_review: str | None = None
    """Review of rows that do not name one."""

    @property
    def place(self) -> str:
        """`row=12` (RFC 7111, section 2)."""
        return f"row={self.number}"

    def title(self, column: str) -> str:
        """The column's name as the file writes it."""
        return self.titles.get(column, column)

    def error(self, message: str) -> None:
        """Refuse the file for something in this row."""
        self.findings.add("error", message, self.number)

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

    def needed(self, column: str) -> str:
        """A cell that may not be blank."""
        cell = self.cells.get(column)
        if cell is None:
            self.error(f"The cell '{self.title(column)}' is empty and may not be. Fill it in.")
        return cell or ""

    def parts(self, column: str) -> tuple[str, ...]:
        """A list joined by `|`, without blank parts."""
        return tuple(part for piece in self.cells.get(column, "").split("|") if (part := piece.strip()))

    def state(self, column: str = "state") -> str:
        """Code of the State that the row is about."""
        cell = self.needed(column)
        code = self._state_code(column, cell) if cell else ""
        if code:
            self.findings.states.add(code)
        return code

    def states(self, column: str) -> tuple[str, ...]:
        """Codes of other States, in the order of the cell."""
        codes = [self._state_code(column, part) for part in self.parts(column)]
        known = [code for code in codes if code]
        if len(set(known)) < len(known):
            self.warn(f"The cell '{self.title(column)}' names a State twice; it is read once.")
        return tuple(dict.fromkeys(codes))

    def date(self, column: str) -> str | None:
        """`2014`, `2014-10` or `2014-10-30`, as exact as the cell."""
        cell = self.cells.get(column)
        if cell and not is_date(cell):
            self._wrong(
                column, cell, "no date. Write 2014-10-30, or 2014-10 or 2014 where the day is not known"
            )
        return cell

    def whole_number(self, column: str) -> int | None:
        """A count of at most six digits."""
        cell = self.cells.get(column)
        if not cell:
            return None
        if not (cell.isascii() and cell.isdigit() and len(cell) <= 6):
            self._wrong(column, cell, "no whole number. Write digits only, such as 194")
            return None
        return int(cell)

    def yes_no(self, column: str) -> bool:
        """Blank is no."""
        cell = self.cells.get(column, "no")
        answer = _YES_NO.get(cell.lower())
        if answer is None:
            self._wrong(column, cell, "neither yes nor no")
        return bool(answer)

    def word(self, column: str, words: frozenset[str]) -> str:
        """A word of a closed list; case, spaces and underscores do not count."""
        cell = self.needed(column)
        word = _by_lower_case(words).get(re.sub(r"[\s_-]+", "-", cell).lower())
        if cell and word is None:
            self._wrong(column, cell, f"not known. Use one of: {', '.join(sorted(words))}")
        return word or ""

    def standing(self) -> Standing:
        """How well the source carries the row; blank is confirmed."""
        if not self.cells.get("standing"):
            return "confirmed"
        return _STANDINGS.get(self.word("standing", frozenset(_STANDINGS)), "confirmed")

    def status(self, column: str) -> tuple[Status, str | None] | None:
        """What the State answered, and its qualification; None when blank or not understood."""
        cell = self.cells.get(column)
        if not cell:
            return None
        answer = parse_status(cell)
        if answer is None:
            self._wrong(
                column,
                cell,
                "no answer that is known. Use supported, noted, pending or partially supported",
            )
        return answer

    def review(self) -> str:
        """The review the row is about, such as `KAZ-2`."""
        cell = self.cells.get("review") or self.default_review or self.needed("review")
        key = self._review("review", cell) if cell else ""
        if key and self.default_review not in (None, key):
            self.error(f"The row is about review {key}, but {self.default_review} was asked for.")
        return key

    def other_review(self, column: str) -> str | None:
        """A review that the row need not name."""
        cell = self.cells.get(column)
        return self._review(column, cell) if cell else None

    def paragraph_number(self) -> str:
        """The number of a recommendation: `126.27`, with `-a` where a document uses a number twice."""
        cell = self.needed("number")
        number = parse_number(cell)
        if cell and not number:
            self._wrong("number", cell, "no number of a recommendation, such as 126.27")
        return number or ""

    def recommendation(self) -> str:
        """The key of a recommendation: `KAZ-2-126.27`."""
        cell = self.needed("recommendation")
        key = parse_recommendation(cell)
        if key:
            self.findings.states.add(key[:3])
        elif cell:
            self._wrong("recommendation", cell, "no recommendation, such as KAZ-2-126.27")
        return key or ""

    def key(self, made_from: str) -> str:
        """The cell `key`, or a key made from a name or title."""
        if self.cells.get("key"):
            return self.key_in("key")
        made = iris.slug(made_from)[:_LONGEST_MADE_KEY].strip("-")
        if made_from and not made:
            self.error("No key can be made from letters that are not Latin. Fill in a cell 'key'.")
        return made

    def key_in(self, column: str) -> str:
        """A key that is written out."""
        cell = self.needed(column)
        if cell and not _KEY.fullmatch(cell):
            self._wrong(column, cell, "no key. Use letters, digits, dots and hyphens, such as supreme-court")
        return cell

    def keys(self, column: str) -> tuple[str, ...]:
        """Keys of other things, joined by `|`."""
        for part in self.parts(column):
            if not _KEY.fullmatch(part):
                self._wrong(column, part, "no key, such as 2023-06-07-8-VIII")
        return self.parts(column)

    def document(self, column: str) -> tuple[str, str | None, str | None]:
        """A UN symbol or other document key, with paragraph and remark where the cell tells them."""
        cell = self.cells.get(column)
        reference = parse_document(cell) if cell else None
        if cell and not reference:
            self._wrong(column, cell, "neither a symbol such as A/HRC/28/10 nor the key of a document")
        return reference or ("", None, None)

    def instrument(self, column: str) -> str | None:
        """Id of an instrument."""
        cell = self.cells.get(column)
        return self._instrument(column, cell) if cell else None

    def instruments(self, column: str) -> tuple[str, ...]:
        """Ids of instruments or of their provisions, in the order of the cell."""
        return tuple(dict.fromkeys(self._instrument(column, part) for part in self.parts(column)))

    def url(self, column: str = "source_url") -> str | None:
        """An absolute address of the web."""
        cell = self.cells.get(column)
        if cell and not _is_web_address(cell):
            self._wrong(column, cell, "no web address. Write one that starts with https://, nothing else")
        return cell

    def targets(self, column: str) -> tuple[str, ...]:
        """Things of the graph as paths below `id/`: `measure/KAZ/…`, `law/…`, `plan/…`, `body/…`."""
        for part in self.parts(column):
            found = _TARGET.fullmatch(part)
            if not found or state_code(found.group(1)) is None:
                self._wrong(
                    column, part, "no path such as law/KAZ/2023-06-07-8-VIII (measure, law, plan, body)"
                )
        return self.parts(column)

    def _wrong(self, column: str, cell: str, what: str) -> None:
        self.error(f"'{_quote(cell)}' in '{self.title(column)}' is {what}.")

    def _state_code(self, column: str, spelling: str) -> str:
        code = state_code(spelling)
        if code is None:
            near = self._near(spelling, _state_names())
            self._wrong(column, spelling, f"no State that is known{near}; several are joined by |")
        return code or ""

    def _review(self, column: str, cell: str) -> str:
        key = parse_review(cell)
        if key:
            self.findings.states.add(key[:3])
        else:
            self._wrong(column, cell, "no review. Write the State and the cycle, such as KAZ-2")
        return key or ""

    def _instrument(self, column: str, cell: str) -> str:
        key = _by_lower_case(instrument_ids()).get(cell.lower())
        if key is None:
            self._wrong(column, cell, f"no instrument that is known{self._near(cell, instrument_ids())}")
        return key or ""

    def _near(self, word: str, known: frozenset[str]) -> str:
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


@cache
def _state_names() -> frozenset[str]:
    return frozenset(name for name, _ in known_spellings())


def _did_you_mean(word: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(word, sorted(known), n=3, cutoff=0.6)
    return f" (did you mean {' or '.join(near)}?)" if near else ""


def _quote(cell: str) -> str:
    return cell if len(cell) <= _LONGEST_QUOTE else f"{cell[: _LONGEST_QUOTE - 1]}…"
