"""Rows of tables of treaty status as records of acts and of statements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from graph_loader.records import ProblemSeverity, TreatyActRecord
from graph_loader.sources.findings import Findings
from graph_loader.sources.treaty_columns import CONSENTS, ActColumn, act_of_word
from graph_loader.sources.treaty_dates import (
    DateCell,
    are_of_two_orders,
    is_month_first,
    read_cell,
    read_date,
)
from graph_loader.sources.treaty_names import find_instrument, is_of_procedure, participant
from graph_loader.sources.treaty_rows import TableRow
from graph_loader.sources.treaty_table import Table
from graph_loader.sources.wg_brackets import closest_spelling

_BLANK: Final = frozenset({"", "-", "--", "–", "—", "n/a", ".", "..", "...", "…"})
_STATUS: Final = {
    "party": "state party|states parties|party|ratified|acceded|ratification|accession|succession|r",
    "signatory": "signatory|signatory state|signatory only|signed|signed only|signature|signature only|s",
    "no-action": "no action|no signature or ratification|none",
    "not-party": "not party|not a party|non party|non-party|not a state party",
}
_STATUS_OF_WORD: Final = {word: status for status, words in _STATUS.items() for word in words.split("|")}
_FLAGS: Final = {
    "1": True,
    "yes": True,
    "y": True,
    "true": True,
    "0": False,
    "no": False,
    "n": False,
    "false": False,
}
_DENOUNCED: Final = re.compile(
    r"\b(?:denounced|denunciation|withdrew|withdrawal)\b.{0,40}?\b((?:19|20)\d\d)\b", re.I
)
_TO_THE_DAY: Final = len("2022-08-15")


class RowReader:
    """Reads the rows of one table; the treaty, the State and the day may be those of the whole table."""

    def __init__(
        self, table: Table, findings: Findings, instrument: str | None, state: str | None, as_of: str | None
    ) -> None:
        self._table = table
        self._findings = findings
        self._instrument = instrument
        self._state = state
        self._month_first = is_month_first(cell for row in table.rows for cell in row.cells)
        self.as_of = self._possible(as_of)
        """The day of the table; None where nothing tells it."""
        self._met: dict[tuple[str, str], TableRow] = {}
        self._seen = {"signatories": 0, "parties": 0}

    def read(self) -> tuple[TreatyActRecord, ...]:
        """Acts and statements of all rows, in their order."""
        records = tuple(record for row in self._table.rows for record in self._row(row))
        if any(record.date is None for record in records):
            message = (
                "Nothing tells on which day these statuses hold, so they are kept without one. Write it "
                "into a line above "
                "the table ('Status as of 15 August 2022') or into the name of the file "
                "('op-crpd_2022-08.csv')."
            )
            self._findings.add("warning", "day", message, self._table.place)
        if are_of_two_orders(cell for row in self._table.rows for cell in row.cells):
            message = (
                "No date of the table tells whether day or month comes first (3/5/1990 is two days in two "
                "countries); they were read day first. Write the months in letters, or dates as 1990-05-03."
            )
            self._findings.add("warning", "order of dates", message, self._table.place)
        self._check_counts()
        return records

    def _add(self, severity: ProblemSeverity, kind: str, message: str, row: TableRow) -> None:
        self._findings.add(severity, kind, message, row.place)

    def _possible(self, as_of: str | None) -> str | None:
        """The day, unless the table holds dates after it."""
        columns = self._table.columns
        latest = ""
        for row in self._table.rows:
            for index in (*(act.index for act in columns.acts), columns.action_date):
                found = self._date(self._table.cell(row, index))
                latest = max(latest, found.date if found else "")
        if as_of is None or latest[: len(as_of)] <= as_of:
            return as_of
        message = (
            f"The table is said to hold for {as_of}, and has acts up to {latest}. The day is left out; "
            "correct it."
        )
        self._findings.add("warning", "day", message, self._table.place)
        return None

    def _date(self, cell: str) -> DateCell | None:
        return read_cell(cell, month_first=self._month_first) if cell else None

    # ---------- Rows ----------

    def _row(self, row: TableRow) -> Iterator[TreatyActRecord]:
        state, instrument = self._state_of(row), self._instrument_of(row)
        columns = self._table.columns
        if state is None:
            return
        if columns.matrix:
            for index, named in columns.matrix:
                yield from self._matrix_cell(row, state, named, self._table.cell(row, index).strip())
        if instrument is None or self._repeats(row, state, instrument):
            return
        if columns.status is not None or columns.party is not None:
            yield from self._status_row(row, state, instrument)
        elif columns.action is not None:
            yield from self._action_row(row, state, instrument)
        elif columns.acts:
            yield from self._act_row(row, state, instrument)

    def _state_of(self, row: TableRow) -> str | None:
        if self._table.columns.participant is None:
            return self._state
        cell = self._table.cell(row, self._table.columns.participant)
        name, code, kind = participant(cell)
        if code is not None:
            return code
        if kind is not None:
            message = f"'{name}' is no State that the graph has ({kind}); the row is left out."
            self._add("info", "left out", message, row)
            self._count(row)
            return None
        close = closest_spelling(name)
        hint = f" The nearest known spelling is '{close}'." if close else ""
        message = f"'{name[:80]}' is no State that is known.{hint} Correct the name, or remove the row."
        self._add("error", "unknown State", message, row)
        return None

    def _instrument_of(self, row: TableRow) -> str | None:
        columns = self._table.columns
        if not columns.treaties:
            return self._instrument
        cells = [cell for index in columns.treaties if (cell := self._table.cell(row, index))]
        if any(map(is_of_procedure, cells)):
            message = (
                f"'{cells[0][:80]}' is about a procedure under a treaty, which is not read; the row is "
                "left out."
            )
            self._add("info", "procedure", message, row)
            return None
        found = next(filter(None, map(find_instrument, cells)), None)
        if found is None:
            seen = "', '".join(cell[:80] for cell in cells) or "nothing"
            message = (
                f"'{seen}' is no treaty that is known. Give its title, its short name or its number in the "
                "Treaty "
                "Collection ('IV-15-a'), or remove the row."
            )
            self._add("error", "unknown treaty", message, row)
        return found

    def _repeats(self, row: TableRow, state: str, instrument: str) -> bool:
        """Whether a State stands in the table once more; an error where the two rows differ."""
        if self._table.columns.action is not None:
            return False
        earlier = self._met.setdefault((state, instrument), row)
        if earlier is row:
            return False
        alike = earlier.cells[1:] == row.cells[1:]
        what = "the same as in" if alike else "otherwise than in"
        message = f"{state} stands here once more, {what} {earlier.place}." + (
            "" if alike else " Remove one of the rows."
        )
        self._add("warning" if alike else "error", "twice", message, row)
        return True

    # ---------- Columns of dates ----------

    def _act_row(self, row: TableRow, state: str, instrument: str) -> Iterator[TreatyActRecord]:
        """A row of a list of participants: signature and consent, with a letter for its form."""
        acts: list[str] = []
        ended = False
        for column in self._table.columns.acts:
            cell = self._table.cell(row, column.index)
            for record, bracketed in self._act_cell(row, state, instrument, column, cell):
                acts.append(record.act)
                ended = ended or bracketed or record.act == "denunciation"
                yield record
        if effect := self._date(self._table.cell(row, self._table.columns.effect)):
            yield self._record(row, state, instrument, "entry-into-force", effect.date)
        consented = any(act in CONSENTS or act == "party" for act in acts)
        self._seen["signatories"] += "signature" in acts
        self._seen["parties"] += consented and not ended
        if self.as_of is None or ended or not acts:
            return
        if consented and "party" not in acts:
            yield self._record(row, state, instrument, "party", self.as_of)
        elif not consented and any(column.act != "signature" for column in self._table.columns.acts):
            yield self._record(row, state, instrument, "signatory", self.as_of)

    def _act_cell(
        self, row: TableRow, state: str, instrument: str, column: ActColumn, cell: str
    ) -> Iterator[tuple[TreatyActRecord, bool]]:
        if cell.casefold() in _BLANK:
            return
        found = self._date(cell)
        act = column.act_of(found.letter) if found else None
        if found is None or act is None:
            what = (
                "is no date"
                if found is None
                else f"has a letter '{found.letter}' that the name of the column does not explain"
            )
            message = f"{state}: '{cell[:60]}' {what}. Write it as '15 Dec 1989 a'."
            self._add("error", "date", message, row)
            return
        if found.bracketed:
            message = (
                f"{state}: '{cell[:60]}' stands in square brackets, as a participation that ended does. "
                "The act is kept; "
                "add the denunciation from the notes below the table."
            )
            self._add("warning", "brackets", message, row)
        if act in CONSENTS and len(found.date) < _TO_THE_DAY:
            yield self._record(row, state, instrument, "party", self.as_of, found.date), found.bracketed
        else:
            yield self._record(row, state, instrument, act, found.date), found.bracketed

    def _action_row(self, row: TableRow, state: str, instrument: str) -> Iterator[TreatyActRecord]:
        """A row for each act, as the UN Treaty Series has them: word, day, and day of effect."""
        columns = self._table.columns
        word, cell = self._table.cell(row, columns.action), self._table.cell(row, columns.action_date)
        act, found = act_of_word(word), self._date(cell)
        if act is None:
            self._add(
                "info",
                "other act",
                f"{state}: '{word[:60]}' is no act that is read; the row is left out.",
                row,
            )
            return
        if found is None:
            self._add("error", "date", f"{state}: '{cell[:60]}' is no date. Write it as '15 Dec 1989'.", row)
            return
        if act in CONSENTS and len(found.date) < _TO_THE_DAY:
            yield self._record(row, state, instrument, "party", self.as_of, found.date)
        else:
            yield self._record(row, state, instrument, act, found.date)
        effect = self._date(self._table.cell(row, columns.effect))
        if effect and act in CONSENTS:
            yield self._record(row, state, instrument, "entry-into-force", effect.date)

    # ---------- Statuses ----------

    def _status_row(self, row: TableRow, state: str, instrument: str) -> Iterator[TreatyActRecord]:
        """A row with a status, flags that say the same once more, and perhaps the year of consent."""
        table, columns = self._table, self._table.columns
        as_of = read_date(table.cell(row, columns.as_of)) or self.as_of
        dates = (*(act.index for act in columns.acts), columns.action_date)
        year = next((found for index in dates if (found := self._date(table.cell(row, index)))), None)
        note = table.cell(row, columns.note)
        status = self._status(row, state, year)
        if denounced := _DENOUNCED.search(note):
            message = (
                f"{state}: a note tells a denunciation in {denounced[1]}, which the status does not. The "
                "denunciation is "
                "kept, and no status."
            )
            self._add("warning", "denunciation", message, row)
            yield self._record(row, state, instrument, "denunciation", denounced[1], note=note)
        elif status == "party" and year is not None and len(year.date) == _TO_THE_DAY:
            yield self._record(row, state, instrument, "deposit", year.date, note=note)
            yield self._record(row, state, instrument, "party", as_of, note=note)
        elif status is not None:
            since = year.date if year is not None and status == "party" else None
            yield self._record(row, state, instrument, status, as_of, since, note)

    def _status(self, row: TableRow, state: str, year: DateCell | None) -> str | None:
        """The status that word and flags of a row tell together; None, and a warning, where they cannot."""
        table, columns = self._table, self._table.columns
        word = table.cell(row, columns.status).casefold()
        flags = {
            "party": _FLAGS.get(table.cell(row, columns.party).casefold()),
            "signatory": _FLAGS.get(table.cell(row, columns.signatory).casefold()),
            "no-action": _FLAGS.get(table.cell(row, columns.no_action).casefold()),
        }
        told = [status for status, flag in flags.items() if flag]
        if word not in _BLANK and word not in _STATUS_OF_WORD:
            self._add(
                "error",
                "status",
                f"{state}: '{word[:60]}' is no status. Write 'state party', 'signatory' or 'no action'.",
                row,
            )
            return None
        status = _STATUS_OF_WORD.get(word) or (told[0] if len(told) == 1 else None)
        evidence = status in told or not any(flag is not None for flag in flags.values())
        if status == "party":
            evidence = evidence or year is not None
        elif status is not None:
            evidence = (evidence or not told) and year is None and not flags["party"]
        if status is None or not evidence:
            self._add(
                "warning",
                "status",
                f"{state}: the cells of this row contradict each other; it is left out.",
                row,
            )
            return None
        if (status in flags and flags[status] is False) or any(other != status for other in told):
            message = f"{state}: read as '{word or status}', though another cell of the row says otherwise."
            self._add("warning", "flag", message, row)
        return status

    def _matrix_cell(
        self, row: TableRow, state: str, instrument: str, cell: str
    ) -> Iterator[TreatyActRecord]:
        """A cell of a table with a column for each treaty: a date with a letter, a year, or a word."""
        if cell.casefold() in _BLANK:
            return
        found = self._date(cell)
        if found is None:
            status = _STATUS_OF_WORD.get(cell.casefold())
            if status is None:
                message = (
                    f"{state}, {instrument}: '{cell[:60]}' is neither a date nor a status such as 'state "
                    "party'."
                )
                self._add("error", "cell", message, row)
            else:
                yield self._record(row, state, instrument, status, self.as_of)
            return
        act = "signature" if found.letter in ("s", "S") else ActColumn(0, "deposit").act_of(found.letter)
        if act is None:
            self._add(
                "error", "date", f"{state}, {instrument}: the letter of '{cell[:60]}' is not known.", row
            )
        elif act in CONSENTS and len(found.date) < _TO_THE_DAY:
            yield self._record(row, state, instrument, "party", self.as_of, found.date)
        else:
            yield self._record(row, state, instrument, act, found.date)

    def _record(
        self,
        row: TableRow,
        state: str,
        instrument: str,
        act: str,
        date: str | None,
        consent_date: str | None = None,
        note: str = "",
    ) -> TreatyActRecord:
        return TreatyActRecord(
            state, instrument, act, date, consent_date, standing=None, note=note or None, place=row.place
        )

    # ---------- Totals ----------

    def _count(self, row: TableRow) -> None:
        """Count a participant that is left out, since the totals of the heading have it."""
        for column in self._table.columns.acts:
            found = self._date(self._table.cell(row, column.index))
            if found is not None and not found.bracketed:
                self._seen["signatories" if column.act == "signature" else "parties"] += 1

    def _check_counts(self) -> None:
        """Compare what was read with the totals that the heading declares."""
        if self._table.columns.action is not None or not self._table.columns.acts:
            return
        for word, declared in self._table.counts().items():
            if (read := self._seen[word]) != declared:
                message = (
                    f"The heading says {declared} {word}, and the table has {read}. Check that the whole "
                    "table was saved."
                )
                self._findings.add("warning", "totals", message, self._table.place)
