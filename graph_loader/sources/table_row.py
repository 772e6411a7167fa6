"""The cells of one row as things of the graph: States, reviews, recommendations, documents, norms, paths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from graph_loader.records import Standing, Status
from graph_loader.reference_data import instrument_ids
from graph_loader.sources.table_cells import Cells
from graph_loader.sources.table_paths import EXAMPLES, nearest_path, parse_instrument, parse_path
from graph_loader.sources.table_words import (
    parse_document,
    parse_number,
    parse_recommendation,
    parse_review,
    parse_sdg,
    parse_status,
    symbol_behind,
)
from graph_loader.state_hints import state_hint
from graph_loader.states import state_code


class Source(TypedDict):
    """The fields of a `records.Sourced`."""

    source_url: str | None
    standing: Standing
    note: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Row(Cells):
    """One row of a table; see `Cells` for how a wrong cell is told."""

    default_review: str | None = None
    """Review of rows that do not name one."""

    def source(self) -> Source:
        """Where the row comes from."""
        return Source(
            source_url=self.url(), standing=self.standing(), note=self.text("note"), place=self.place
        )

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

    def status(self, column: str) -> tuple[Status, str | None] | None:
        """What the State answered, and its qualification; None when blank or not understood."""
        cell = self.cells.get(column)
        if not cell:
            return None
        answer = parse_status(cell)
        if answer is None:
            self.wrong(
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
            self.wrong("number", cell, "no number of a recommendation, such as 126.27")
        return number or ""

    def recommendation(self) -> str:
        """The key of a recommendation: `KAZ-2-126.27`."""
        cell = self.needed("recommendation")
        return self._recommendation("recommendation", cell) if cell else ""

    def _recommendation(self, column: str, cell: str, is_part: bool = False) -> str:
        key = parse_recommendation(cell)
        if key:
            self.findings.states.add(key[:3])
        else:
            self.wrong(column, cell, "no recommendation, such as KAZ-2-126.27", is_part)
        return key or ""

    def recommendations(self, column: str) -> tuple[str, ...]:
        """Keys of recommendations, in the order of the cell."""
        return tuple(dict.fromkeys(self._recommendation(column, part, True) for part in self.parts(column)))

    def document(self, column: str) -> tuple[str, str | None, str | None]:
        """A UN symbol or other document key, with paragraph and remark where the cell tells them."""
        cell = self.cells.get(column)
        reference = parse_document(cell) if cell else None
        if cell and not reference:
            self.wrong(column, cell, "neither a symbol such as A/HRC/28/10 nor the key of a document")
        self._check_document(column, reference[0] if reference else "")
        return reference or ("", None, None)

    def stated_in(self) -> tuple[str, str | None, str | None]:
        """Document, paragraph and remark of the column `document`; a column `paragraph` says it better."""
        document, paragraph, remark = self.document("document")
        return document, self.text("paragraph") or paragraph, remark

    def _check_document(self, column: str, key: str) -> None:
        symbol = symbol_behind(key)
        if symbol:
            self.wrong(column, key, f"the key of no document: it looks like {symbol}. Write it with slashes")

    def instrument(self, column: str) -> str | None:
        """Id of an instrument."""
        cell = self.cells.get(column)
        return self._instrument(column, cell) if cell else None

    def instruments(self, column: str) -> tuple[str, ...]:
        """Ids of instruments or of their provisions, in the order of the cell."""
        return tuple(dict.fromkeys(self._instrument(column, part, True) for part in self.parts(column)))

    def sdgs(self, column: str) -> tuple[str, ...]:
        """Goals and targets of the 2030 Agenda: `16`, `16.3`."""
        for part in self.parts(column):
            if not parse_sdg(part):
                self.wrong(column, part, "no goal or target of the 2030 Agenda, such as 16 or 16.3", True)
        return tuple(dict.fromkeys(part.lower() for part in self.parts(column)))

    def paths(self, column: str, kinds: frozenset[str]) -> tuple[str, ...]:
        """Things of these kinds as paths below `id/`, in the order of the cell."""
        return tuple(dict.fromkeys(self._path(column, part, kinds, True) for part in self.parts(column)))

    def path(self, column: str, kinds: frozenset[str]) -> str:
        """One thing as a path below `id/`, which may not be blank."""
        cell = self.needed(column)
        if "|" in cell or ";" in cell:
            self.error(f"The cell '{self.title(column)}' names several things. Write a row for each.")
            return ""
        return self._path(column, cell, kinds) if cell else ""

    def _path(self, column: str, cell: str, kinds: frozenset[str], is_part: bool = False) -> str:
        path = parse_path(cell)
        kind, _, key = path.partition("/") if path else ("", "", "")
        if path and kind in kinds:
            if kind == "document":
                self._check_document(column, key)
            return path
        examples = " or ".join(EXAMPLES[kind] for kind in sorted(kinds)[:3])
        more = f"; it may begin with {', '.join(sorted(kinds))}" if len(kinds) > 1 else ""
        near = "" if path or self.findings.full("error") else nearest_path(cell, kinds)
        meant = f" (did you mean {near}?)" if near else ""
        self.wrong(column, cell, f"no path such as {examples}{meant}{more}", is_part)
        return ""

    def _state_code(self, column: str, spelling: str) -> str:
        code = state_code(spelling)
        if code is None:
            hint = state_hint(spelling).rstrip(".")  # the message ends its sentence itself
            joined = "no State that is known; several are joined by |"
            self.wrong(column, spelling, f"{joined}. {hint}" if hint else joined)
        return code or ""

    def _review(self, column: str, cell: str) -> str:
        key = parse_review(cell)
        if key:
            self.findings.states.add(key[:3])
        else:
            self.wrong(column, cell, "no review. Write the State and the cycle, such as KAZ-2")
        return key or ""

    def _instrument(self, column: str, cell: str, is_part: bool = False) -> str:
        key = parse_instrument(cell)
        if key is None:
            near = self.near(cell, instrument_ids())
            self.wrong(column, cell, f"no instrument that is known{near}", is_part)
        return key or ""
