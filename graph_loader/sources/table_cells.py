"""The cells of one row as values: States, dates, words of closed lists, keys. What is wrong is collected."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from graph_loader import iris
from graph_loader.records import Problem, ProblemSeverity, Standing, Status
from graph_loader.reference_data import instrument_ids
from graph_loader.states import known_spellings, state_code

MOST_PROBLEMS: Final = 100
"""Problems of one severity that are told one by one."""

_STANDINGS: Final[dict[str, Standing]] = {
    "confirmed": "confirmed",
    "partly": "partly",
    "inferred": "inferred",
}
_STATUS_WORDS: Final[dict[Status, str]] = {
    "supported": "supported, support, supports, accepted, accept, accepts, enjoys the support, enjoy the support, "
    "enjoys support, enjoy support, enjoyed the support",
    "noted": "noted, note, notes, not supported, not accepted, rejected, did not enjoy support, "
    "did not enjoy the support, does not enjoy support, does not enjoy the support, "
    "do not enjoy support, do not enjoy the support",
    "pending": "pending, to be examined, will be examined, under examination, to be considered, "
    "under consideration",
    "partially-supported": "partially supported, partly supported, supported in part, partially accepted, "
    "partly accepted, accepted in part, supported/noted, partially supported/noted",
}
_STATUSES: Final[dict[str, Status]] = {
    word: status for status, words in _STATUS_WORDS.items() for word in words.split(", ")
}
_YES_NO: Final = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}

_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_REVIEW: Final = re.compile(r"([A-Z]{3})-C?([1-9][0-9]?)")
_NUMBER: Final = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}(?:-[a-z])?")
_KEY: Final = re.compile(r"\w[\w.()+-]{0,199}")
_DOCUMENT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._()-]*(?:/[A-Za-z0-9][A-Za-z0-9._()-]*)*")
_PARAGRAPHS: Final = re.compile(r"\bpara(?:graph)?s?\.? ?([0-9]+(?:\.[0-9]+)?(?:[-–][0-9]+(?:\.[0-9]+)?)?)", re.I)
_BRACKETED_END: Final = re.compile(r"\(([^()]*)\)$")
_TARGET: Final = re.compile(r"(?:measure|law|plan|body)/([A-Z]{3})/[\w.()+-]+")
_URL: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_NOT_IN_KEYS: Final = re.compile(r"[^\w.()+-]+")


@dataclass(slots=True)
class Findings:
    """What was found wrong in one file, and what its rows have claimed so far."""

    file: str
    states: set[str] = field(default_factory=set)
    """Codes of the States the table is about."""
    claimed: dict[str, int] = field(default_factory=dict)
    """Rows by the thing they describe, to find two rows that describe the same."""
    _problems: dict[ProblemSeverity, list[Problem]] = field(
        default_factory=lambda: {"error": [], "warning": [], "info": []}
    )
    _untold: dict[ProblemSeverity, int] = field(default_factory=lambda: {"error": 0, "warning": 0, "info": 0})

    @property
    def refused(self) -> bool:
        """True when there is an error, which refuses the whole file."""
        return bool(self._problems["error"])

    def full(self, severity: ProblemSeverity) -> bool:
        """True when further problems of this severity are only counted."""
        return len(self._problems[severity]) >= MOST_PROBLEMS

    def add(self, severity: ProblemSeverity, message: str, row: int | None = None) -> None:
        """Keep a problem, or count it when there are enough of its severity."""
        if self.full(severity):
            self._untold[severity] += 1
            return
        place = self.file if row is None else f"{self.file}#row={row}"
        self._problems[severity].append(Problem(severity, message, place))

    def problems(self) -> tuple[Problem, ...]:
        """All problems, errors first, with a last line for those that were only counted."""
        found: list[Problem] = []
        for severity, problems in self._problems.items():
            found += problems
            if self._untold[severity]:
                message = f"{self._untold[severity]:,} more like these are not listed."
                found.append(Problem(severity, message, self.file))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: cells by column name, blank ones left out.

    Each method takes the name of a column, reads its cell and adds an error to `findings` when the cell is
    not what it should be; the value it then gives back is a stand-in that never leaves a refused file.
    """

    number: int
    cells: Mapping[str, str]
    findings: Findings
    titles: Mapping[str, str] = field(default_factory=dict)
    """Names of the columns as the file writes them, for messages."""
    default_review: str | None = None

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

    def claim(self, thing: str) -> None:
        """Refuse the file when an earlier row already describes the thing, such as `law 2023-06-07-8-VIII`."""
        first = self.findings.claimed.setdefault(thing, self.number)
        if first == self.number:
            return
        hint = ""
        if "." in thing and thing.startswith("recommendation"):
            hint = " A spreadsheet program may have turned 1.10 into 1.1: format the column as text."
        self.error(
            f"Rows {first} and {self.number} both describe {thing}. Remove one, or correct its key.{hint}"
        )

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
        """The State that the row is about."""
        cell = self.needed(column)
        code = self._code(cell) if cell else ""
        if code:
            self.findings.states.add(code)
        return code

    def state_list(self, column: str, needed: bool = False) -> tuple[str, ...]:
        """Other States, in the order of the cell."""
        if needed and not self.parts(column):
            self.needed(column)
        codes = [self._code(part) for part in self.parts(column)]
        if len(set(codes)) < len(codes) and all(codes):
            self.warn(f"The cell '{self.title(column)}' names a State twice; it is read once.")
        return tuple(dict.fromkeys(codes))

    def date(self, column: str, needed: bool = False) -> str | None:
        """`2014`, `2014-10` or `2014-10-30`, a day of the calendar (ISO 8601)."""
        cell = self.needed(column) if needed else self.cells.get(column)
        if not cell:
            return None
        if not _is_date(cell):
            self.error(
                f"'{_short(cell)}' in '{self.title(column)}' is no date. Write 2014-10-30, or 2014-10 or 2014 where the day"
                " is not known."
            )
        return cell

    def whole_number(self, column: str, needed: bool = False) -> int | None:
        """A number of things, at most six digits."""
        cell = self.needed(column) if needed else self.cells.get(column)
        if not cell:
            return None
        if not (cell.isascii() and cell.isdigit() and len(cell) <= 6):
            self.error(f"'{_short(cell)}' in '{self.title(column)}' is no whole number. Write digits only, such as 194.")
            return None
        return int(cell)

    def yes_no(self, column: str) -> bool:
        """Blank is no."""
        cell = self.cells.get(column, "no")
        answer = _YES_NO.get(cell.lower())
        if answer is None:
            self.error(f"'{_short(cell)}' in '{self.title(column)}' is neither yes nor no.")
        return bool(answer)

    def word(self, column: str, words: frozenset[str]) -> str:
        """A word of a closed list; case, spaces and underscores do not count."""
        cell = self.needed(column)
        word = _by_notation(words).get(_notation(cell))
        if cell and word is None:
            self.error(f"'{_short(cell)}' in '{self.title(column)}' is not known. Use one of: {', '.join(sorted(words))}.")
        return word or ""

    def standing(self) -> Standing:
        """How well the source carries the row; blank is confirmed."""
        cell = self.cells.get("standing")
        word = self.word("standing", frozenset(_STANDINGS)) if cell else "confirmed"
        return _STANDINGS.get(word, "confirmed")

    def status(self, column: str) -> tuple[Status, str | None] | None:
        """What the State answered and its qualification; None when blank or not understood."""
        cell = self.cells.get(column)
        if not cell:
            return None
        answer = parse_status(cell)
        if answer is None:
            self.error(
                f"'{_short(cell)}' in '{self.title(column)}' is no answer that is known. Use supported, noted, pending or"
                " partially supported."
            )
        return answer

    def review(self, column: str = "review") -> str:
        """A review such as `KAZ-2`, from the cell or from the caller; `KAZ-C2` is read too."""
        cell = self.cells.get(column) or self.default_review or self.needed(column)
        key = self._review(cell, column) if cell else ""
        if column == "review" and key and self.default_review not in (None, key):
            self.error(f"The row is about review {key}, but {self.default_review} was asked for.")
        return key

    def optional_review(self, column: str) -> str | None:
        """A review that the row need not name."""
        cell = self.cells.get(column)
        return self._review(cell, column) if cell else None

    def paragraph_number(self, column: str = "number") -> str:
        """The number of a recommendation: `126.27`, with `-a` where a document uses a number twice."""
        cell = self.needed(column).replace(" ", "").rstrip(".")
        if cell and not _NUMBER.fullmatch(cell):
            self.error(f"'{_short(cell)}' in '{self.title(column)}' is no number of a recommendation, such as 126.27.")
        return cell

    def recommendation(self, column: str = "recommendation") -> str:
        """The key of a recommendation: `KAZ-2-126.27`."""
        cell = self.needed(column)
        review, _, number = cell.rpartition("-")
        if number.isalpha():
            review, _, before = review.rpartition("-")
            number = f"{before}-{number}"
        if cell and not (_NUMBER.fullmatch(number) and _REVIEW.fullmatch(review.upper())):
            self.error(f"'{_short(cell)}' in '{self.title(column)}' is no recommendation, such as KAZ-2-126.27.")
            return ""
        return f"{self._review(review, column)}-{number}" if cell else ""

    def key(self, made_from: str) -> str:
        """The cell `key`, or a key made from a name or title."""
        if self.cells.get("key"):
            return self.key_of("key")
        made = iris.slug(made_from)[:100].strip("-")
        if made_from and not made:
            self.error(
                "No key can be made from letters that are not Latin. Fill in 'key', such as ministry-of-justice."
            )
        return made

    def key_of(self, column: str) -> str:
        """A key that is written out."""
        cell = self.needed(column)
        if cell and not _KEY.fullmatch(cell):
            self.error(
                f"'{_short(cell)}' in '{self.title(column)}' is no key. Use letters, digits, dots and hyphens."
            )
        return cell

    def document(self, column: str, needed: bool = True) -> tuple[str, str | None, str | None]:
        """A UN symbol or the key of a document, with paragraph and bracketed remark if the cell tells them."""
        cell = self.needed(column) if needed else self.cells.get(column, "")
        reference = parse_document(cell)
        if cell and reference is None:
            self.error(
                f"'{_short(cell)}' in '{self.title(column)}' is neither a symbol such as A/HRC/28/10 nor a document key."
            )
        return reference or ("", None, None)

    def instrument(self, column: str, needed: bool = True) -> str | None:
        """An id of the instruments known."""
        cell = self.needed(column) if needed else self.cells.get(column)
        return self._instrument(cell, column) if cell else None

    def instruments(self, column: str) -> tuple[str, ...]:
        """Ids of instruments or of their provisions, in the order of the cell."""
        return tuple(dict.fromkeys(self._instrument(part, column) for part in self.parts(column)))

    def url(self, column: str = "source_url") -> str | None:
        """An absolute address of the web."""
        cell = self.cells.get(column)
        if cell and not (_URL.fullmatch(cell) and len(cell) <= 2_000):
            self.error(
                f"'{_short(cell)}' in '{self.title(column)}' is no web address. Write one address that starts with https://;"
                " other words go into 'note'."
            )
        return cell

    def targets(self, column: str) -> tuple[str, ...]:
        """Things of the graph as paths below `id/`: `measure/KAZ/…`, `law/…`, `plan/…`, `body/…`."""
        for part in self.parts(column):
            found = _TARGET.fullmatch(part)
            if not found or state_code(found.group(1)) is None:
                self.error(
                    f"'{_short(part)}' in '{self.title(column)}' is no path such as measure/KAZ/adoption-2023-06-07-8-VIII,"
                    " law/KAZ/…, plan/KAZ/… or body/KAZ/…."
                )
        return self.parts(column)

    def _code(self, spelling: str) -> str:
        code = state_code(spelling)
        if code is None:
            # Searching near names costs; a problem that is only counted needs none.
            near = "" if self.findings.full("error") else _nearest_state(spelling[:80])
            self.error(f"'{_short(spelling)}' is no State that is known.{near} Several States are joined by |.")
        return code or ""

    def _review(self, cell: str, column: str) -> str:
        key = parse_review(cell)
        if key is None:
            self.error(f"'{_short(cell)}' in '{self.title(column)}' is no review. Write State and cycle, such as KAZ-2.")
            return ""
        self.findings.states.add(key[:3])
        return key

    def _instrument(self, cell: str, column: str) -> str:
        key = cell.lower() if cell.lower() in instrument_ids() else cell
        if key not in instrument_ids():
            near = "" if self.findings.full("error") else _did_you_mean(cell.lower()[:80], instrument_ids())
            self.error(f"'{_short(cell)}' in '{self.title(column)}' is no instrument that is known.{near}")
        return key


def parse_status(cell: str) -> tuple[Status, str | None] | None:
    """The answer that a cell gives, and what it adds in brackets or after a colon or comma.

    None for words nobody knows, and where the addition turns the answer (`Supported (in part)`).
    """
    head, addition = _split_addition(cell)
    status = _STATUSES.get(head)
    if status is None:
        return None
    again = _STATUSES.get(_split_addition(addition)[0])
    partial = re.search(r"\bpart(?:s|ly|ial|ially)?\b", addition.lower())
    if again not in (None, status) or (partial and status != "partially-supported"):
        return None
    return status, addition if addition and not again else None


def parse_document(cell: str) -> tuple[str, str | None, str | None] | None:
    """Document, paragraph and remark of a reference such as `A/HRC/28/2 para 602 (changed at adoption)`."""
    document, _, rest = cell.replace(",", " ", 1).partition(" ")
    if not _DOCUMENT.fullmatch(document) or len(document) > 200:
        return None
    paragraph = _PARAGRAPHS.search(rest)
    remark = _BRACKETED_END.search(rest)
    if rest.strip() and not paragraph:
        return None
    return document, paragraph.group(1) if paragraph else None, remark.group(1) if remark else None


def parse_review(cell: str) -> str | None:
    """`KAZ-2` from `KAZ-2` or `KAZ-C2`; None for anything else, and for a State that is not known."""
    found = _REVIEW.fullmatch(cell.upper())
    if not found or state_code(found.group(1)) is None:
        return None
    return f"{found.group(1)}-{found.group(2)}"


def key_from(text: str) -> str:
    """A text as part of a key, with its letters as written: `43/109` becomes `43-109`."""
    return _NOT_IN_KEYS.sub("-", text).strip("-")


def _is_date(cell: str) -> bool:
    found = _DATE.fullmatch(cell)
    if not found:
        return False
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _split_addition(cell: str) -> tuple[str, str]:
    parts = re.split(r" ?[(:;,] ?| [-–] ", cell, maxsplit=1)
    return parts[0].lower().replace("-", " ").strip(" ."), parts[1].rstrip(" )") if len(parts) > 1 else ""


def _notation(cell: str) -> str:
    return re.sub(r"[\s_-]+", "-", cell).lower()


@lru_cache(maxsize=32)
def _by_notation(words: frozenset[str]) -> dict[str, str]:
    return {word.lower(): word for word in words}


def _short(cell: str) -> str:
    return cell if len(cell) <= 60 else f"{cell[:57]}…"


@lru_cache(maxsize=256)
def _nearest_state(spelling: str) -> str:
    return _did_you_mean(spelling, [name for name, _ in known_spellings()])


def _did_you_mean(word: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(word, known, n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(near)}?" if near else ""
