"""Rows of an export of UPR Info's database, each one understood, and what is wrong with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from graph_loader.records import LabelRecord, Problem, ProblemSeverity, Status, cycle_of_session
from graph_loader.sources import upr_info_cells as cells
from graph_loader.sources.spreadsheet import SheetRow
from graph_loader.sources.spreadsheet_rows import is_error_value
from graph_loader.sources.upr_info_columns import Columns
from graph_loader.sources.wg_brackets import closest_spelling

_MOST_OF_A_KIND: Final = 50
_LONGEST_TEXT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row: one recommendation by one State (or several), or a pledge."""

    place: str
    review: str
    session: int | None
    text: str
    states: tuple[str, ...]
    """Empty for a pledge."""
    status: Status | None
    note: str | None
    action: str | None
    issues: tuple[LabelRecord, ...]
    is_pledge: bool


@dataclass(slots=True)
class Findings:
    """Collects the problems of one file; of one kind no more than fifty are told one by one."""

    file: str
    _problems: list[Problem] = field(default_factory=list)
    _kinds: Counter[tuple[ProblemSeverity, str]] = field(default_factory=Counter)

    def add(self, severity: ProblemSeverity, kind: str, message: str, place: str = "") -> None:
        """Keep a problem, or only count it when enough of its kind are told; `kind` is what the rest are."""
        self._kinds[severity, kind] += 1
        if self._kinds[severity, kind] <= _MOST_OF_A_KIND:
            where = f"{self.file}#{place}" if place else self.file
            self._problems.append(Problem(severity, message, where))

    def problems(self) -> tuple[Problem, ...]:
        """All problems in the order of the file, then how many more there are of each kind."""
        more = (
            Problem(severity, f"{number - _MOST_OF_A_KIND:,} more rows: {kind}.", self.file)
            for (severity, kind), number in self._kinds.items()
            if number > _MOST_OF_A_KIND
        )
        return (*self._problems, *more)


class RowReader:
    """Reads the rows below a header."""

    def __init__(self, columns: Columns, commas: bool, review: str | None, findings: Findings) -> None:
        self._columns = columns
        self._commas = commas
        self._review = review
        self._findings = findings

    def read(self, rows: Iterable[tuple[str, SheetRow]]) -> Iterator[Row]:
        """Each row that can be read, with its place; what is wrong with the others is in the findings."""
        for place, row in rows:
            if self._is_note(place, row.cells):
                continue
            if len(row.cells) > self._columns.width:
                self._tell_too_many(place, len(row.cells))
            if read := self._row(place, row.cells):
                yield read

    def _is_note(self, place: str, values: tuple[str, ...]) -> bool:
        """Whether a row is a line of text below the table, such as `Source: …`; that is told."""
        filled = [cell for value in values if (cell := cells.plain(value))]
        if len(filled) != 1 or not (":" in filled[0] or filled[0].count(" ") > 1):
            return False
        if cells.states(filled[0])[0] or closest_spelling(filled[0]):
            return False  # a row that breaks off behind its first cell
        message = (
            f"The row holds {filled[0][:80]!r} and nothing else; it is no row of the table, and left out."
        )
        self._findings.add("warning", "one cell alone; left out", message, place)
        return True

    def _holds_error(self, place: str, values: tuple[str, ...]) -> bool:
        """Whether a cell that is read holds what Excel shows in place of a value; that is told."""
        columns = self._columns
        read = (columns.under_review, columns.text, columns.recommending, columns.response, columns.session)
        found = next((cell for at in read if is_error_value(cell := _at(values, at))), None)
        if found is None:
            return False
        message = f"A cell holds {found}, which Excel shows in place of a value. Put the value there."
        self._findings.add("error", "an error of Excel in place of a value", message, place)
        return True

    def _tell_too_many(self, place: str, count: int) -> None:
        message = (
            f"The row has {count} cells, the header {self._columns.width}; the last are not read. Put a cell "
            "that holds the separator in quotation marks."
        )
        self._findings.add("warning", "more cells than the header", message, place)

    def _row(self, place: str, values: tuple[str, ...]) -> Row | None:
        columns = self._columns
        if self._holds_error(place, values):
            return None
        review = self._review_of(place, values)
        if review is None:
            return None
        key, session = review
        states, is_pledge = self._states(place, values, key)
        text = cells.wording(_at(values, columns.text), states)
        if not cells.letters(text):
            self._findings.add("error", "no text", "The row has no text. Fill in the recommendation.", place)
            return None
        if len(text) > _LONGEST_TEXT:
            message = f"The text has {len(text):,} characters; is a quotation mark missing?"
            self._findings.add("error", "a text too long", message, place)
            return None
        if not states and not is_pledge:
            return None
        status, note = (None, None) if is_pledge else self._response(place, values)
        issues = self._issues(place, values)
        action = self._action(place, values)
        return Row(place, key, session, text, states, status, note, action, issues, is_pledge)

    def _review_of(self, place: str, values: tuple[str, ...]) -> tuple[str, int | None] | None:
        cell = cells.plain(_at(values, self._columns.under_review))
        if cells.is_unknown(cell):
            message = "The row names no State under review, so it belongs to no review; it is left out."
            self._findings.add("warning", "no State under review; left out", message, place)
            return None
        codes, unknown = cells.states(cell)
        if len(codes) != 1 or unknown:
            self._unknown_state("State under review", (unknown or (cell,))[0], place)
            return None
        session = self._session(place, values)
        cycle = self._cycle(place, values, session)
        if cycle is None:
            return None
        key = f"{codes[0]}-{cycle}"
        if self._review and key != self._review:
            message = f"The row is about the review {key}; {self._review} was asked for. Leave --review out."
            self._findings.add("error", "about another review", message, place)
            return None
        return key, session

    def _session(self, place: str, values: tuple[str, ...]) -> int | None:
        cell = cells.plain(_at(values, self._columns.session))
        session = cells.session(cell)
        if session is None and not cells.is_unknown(cell):
            message = f"The session {cell[:40]!r} is no number of a session; it is left out."
            self._findings.add("warning", "no number of a session; left out", message, place)
        return session

    def _cycle(self, place: str, values: tuple[str, ...], session: int | None) -> int | None:
        told = cells.cycle(cells.plain(_at(values, self._columns.cycle)))
        if session is None:
            if told is None and self._review:
                return int(self._review.partition("-")[2])
            if told is None:
                cell = _at(values, self._columns.session)[:40]
                message = (
                    f"The row tells neither session nor cycle ({cell!r}). Write the number of the session."
                )
                self._findings.add("error", "no session", message, place)
            return told
        cycle = cycle_of_session(session)
        if told not in (None, cycle):
            message = (
                f"Session {session} is of cycle {cycle}, the row says cycle {told}; read as cycle {cycle}."
            )
            self._findings.add("warning", "session and cycle disagree", message, place)
        return cycle

    def _states(self, place: str, values: tuple[str, ...], review: str) -> tuple[tuple[str, ...], bool]:
        """The recommending States, and whether the row is a pledge of the State under review itself."""
        columns = self._columns
        is_pledge = any(
            cells.is_pledge(_at(values, column))
            for column in (columns.kind, columns.response, columns.recommending)
        )
        cell = cells.plain(_at(values, columns.recommending))
        if is_pledge:
            return (), True
        if cells.is_unknown(cell):
            message = "The row names no recommending State; it is left out, since a recommendation has one."
            self._findings.add("warning", "no recommending State; left out", message, place)
            return (), False
        codes, unknown = cells.states(cell)
        for spelling in unknown or (() if codes else (cell,)):
            self._unknown_state("recommending State", spelling, place)
        if codes == (review.partition("-")[0],):
            message = "The State under review recommends to itself; read as a voluntary pledge."
            self._findings.add("warning", "the State recommends to itself; read as a pledge", message, place)
            return (), True
        return codes, False

    def _unknown_state(self, what: str, spelling: str, place: str) -> None:
        close = closest_spelling(spelling)
        hint = (
            f"Did you mean {close!r}?"
            if close
            else "Write its name as the United Nations do, or its ISO code."
        )
        message = f"The {what} {spelling[:80]!r} is in no table of States. {hint}"
        self._findings.add("error", f"an unknown {what}", message, place)

    def _response(self, place: str, values: tuple[str, ...]) -> tuple[Status | None, str | None]:
        cell = cells.plain(_at(values, self._columns.response))
        if cells.is_unknown(cell):
            if self._columns.response is not None:
                message = "The row has no response, so it gives no position."
                self._findings.add("warning", "no response", message, place)
            return None, None
        status, note = cells.response(cell)
        if status is None:
            message = (
                f"The response {cell[:80]!r} is not known, so that its position is not. Known are Accepted, "
                "Supported, Noted, Rejected, Pending, No response, General response and the like."
            )
            self._findings.add("error", "an unknown response", message, place)
        return status, note

    def _action(self, place: str, values: tuple[str, ...]) -> str | None:
        cell = cells.plain(_at(values, self._columns.action))
        action = cells.action(cell)
        if action is None and not cells.is_unknown(cell) and cell != "0":
            message = f"The action category {cell[:80]!r} is none from 1 to 5; it is left out."
            self._findings.add("warning", "an unknown action category; left out", message, place)
        return action

    def _issues(self, place: str, values: tuple[str, ...]) -> tuple[LabelRecord, ...]:
        issues = cells.issues(cells.plain_lines(_at(values, self._columns.issues)), self._commas)
        for label in issues:
            if label.is_new:
                message = f"The issue {label.label[:80]!r} is not in the list of labels known; kept."
                self._findings.add("warning", f"the issue {label.label[:80]!r}", message, place)
        return issues


def _at(values: tuple[str, ...], column: int | None) -> str:
    return values[column] if column is not None and column < len(values) else ""
