"""Which column of a thematic list holds what, by the words of its header row, whatever their order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from graph_loader.sources.docx import Cell, Row
from graph_loader.sources.wg_brackets import ends_with_states

Role = Literal[
    "recommendation",
    "number",
    "states",
    "position",
    "source",
    "themes",
    "persons",
    "sdgs",
    "comments",
    "other",
]
"""What a column is for; `other` is a column whose header says nothing that is known."""

WORDS: Final = "Recommendation, Position, Themes (or Rights), Recommending State, Affected persons, SDGs"
"""Header words to name in messages."""

_ROLE: Final = re.compile(
    r"(?P<comments>\b(?:assessments?|comments?|remarks?|observations?|implementation|actions?)\b"
    r"|\b(?:level|status|state|degree) of implementation\b)"
    r"|(?P<source>\bsources?\b)"
    r"|(?P<number>^(?:no|nr|n|recs?|para|paragraph|ref|reference)$|\bnumbers?\b"
    r"|\b(?:recommendation|recs?|paragraph|para|ref|reference) (?:no|nr)\b)"
    r"|(?P<states>\brecommending\b|\b(?:recommended|made|proposed) by\b"
    r"|\b(?:states?|countr(?:y|ies)|delegations?) (?:(?:that|which) )?(?:making|made|issuing|proposing)\b"
    r"|^(?:name of (?:the )?)?(?:(?:member|reviewing|peer) )?(?:states?|countr(?:y|ies)|delegations?)$)"
    r"|(?P<recommendation>\brecommendations?\b)"
    r"|(?P<position>\bpositions?\b|\bresponses?\b|\banswers?\b|\brepl(?:y|ies)\b|\bstatus\b"
    r"|^(?:decision|outcome|acceptance|support)\b"
    r"|^(?:supported|accepted|noted)(?: (?:and |or )?(?:not )?(?:supported|accepted|noted))+$)"
    r"|(?P<sdgs>\bsdgs?\b|\bsustainable development\b|\b2030 agenda\b|^(?:relevant |related )?goals$)"
    r"|(?P<themes>\bthemes?\b|\bthematic\b|\brights?\b(?! recommendation)|\bissues?\b|\bareas?\b|\btopics?\b"
    r"|\bclusters?\b|^(?:categor(?:y|ies)|subjects?|keywords?)$)"
    r"|(?P<persons>\bgroups? of persons\b|\bpersons?\b|\baffected\b|\bgroups?\b)"
)
"""The word that comes first decides: `Recommendation and recommending State` holds recommendations."""
_LONGEST_HEADER: Final = 120
_NUMBER_SIGN: Final = re.compile(r"[#№]|\bn[°º]")
_NOT_WORDS: Final = re.compile(r"[\W_]+")
_THEME_WORD: Final = re.compile(
    r"^(?:(?:human )?rights? or area|(?:main )?themes?|(?:human )?rights?|areas?|issues?|topics?) ?: ?",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"^(?:rec(?:ommendation)?s?\.? )?\(?\d{1,3} ?\. ?\d{1,3}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Value:
    """What one row says in the columns of one role."""

    paragraphs: tuple[str, ...]
    continues: bool
    """True where the cell is merged with the one above it."""

    @property
    def text(self) -> str:
        """The paragraphs as one line."""
        return " ".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Header:
    """Columns of a table: (first column of the grid, column after the last, role)."""

    columns: tuple[tuple[int, int, Role], ...]
    unread: tuple[str, ...] = ()
    """Headers of columns that say nothing that is known."""

    def has(self, role: Role) -> bool:
        """Whether a column has that role."""
        return any(each == role for _, _, each in self.columns)

    def fits(self, row: Row) -> bool:
        """Whether a row has cells for as many columns."""
        return (
            len(row.cells) == len(self.columns) or sum(cell.span for cell in row.cells) == self.columns[-1][1]
        )

    def goes_on(self, row: Row) -> bool:
        """Whether a row below the header is its second one: merged with it in the recommendations."""
        return any(role == "recommendation" and cell.continues for role, cell in self._cells(row))

    def refined(self, row: Row) -> Header:
        """The columns with those that the second row of a header divides."""
        columns: list[tuple[int, int, Role]] = []
        start = 0
        for cell in row.cells:
            role = _role(cell.text)
            if role == "other":
                role = next((each for first, last, each in self.columns if first <= start < last), role)
            columns.append((start, start + cell.span, role))
            start += cell.span
        return Header(tuple(columns), self.unread)

    def values(self, row: Row) -> Mapping[Role, Value]:
        """The cells of a row by role; a row with as many cells as the header is read cell by cell."""
        values: dict[Role, Value] = {}
        for role, cell in self._cells(row):
            before = values.get(role)
            paragraphs = (*before.paragraphs, *cell.paragraphs) if before else cell.paragraphs
            values[role] = Value(paragraphs, cell.continues and (before is None or before.continues))
        return values

    def _cells(self, row: Row) -> list[tuple[Role, Cell]]:
        if len(row.cells) == len(self.columns):
            return [(role, cell) for (_, _, role), cell in zip(self.columns, row.cells, strict=True)]
        found: list[tuple[Role, Cell]] = []
        start = 0
        for cell in row.cells:
            role = next((role for first, last, role in self.columns if first <= start < last), None)
            if role is not None:
                found.append((role, cell))
            start += cell.span
        return found


def read_header(row: Row) -> Header | None:
    """The columns that a row announces, None for a row that is no header."""
    columns: list[tuple[int, int, Role]] = []
    start = 0
    for cell in row.cells:
        columns.append((start, start + cell.span, _role(cell.text)))
        start += cell.span
    roles = {role for _, _, role in columns}
    texts = [cell.text for cell in row.cells]
    if "recommendation" not in roles or not roles & {"position", "themes", "states"}:
        return None
    if any(len(text) > _LONGEST_HEADER or _NUMBERED.match(text) or ends_with_states(text) for text in texts):
        return None
    pairs = zip(texts, columns, strict=True)
    return Header(tuple(columns), tuple(text for text, (_, _, role) in pairs if text and role == "other"))


def header_at(rows: Sequence[Row], index: int) -> Header | None:
    """The columns that a row announces, alone or with the row below that is merged with it."""
    if (alone := read_header(rows[index])) is not None or index + 1 == len(rows):
        return alone
    first, second = rows[index], rows[index + 1]
    if not any(
        cell.continues and "recommendation" in cell_above.text.lower()
        for cell, cell_above in _pairs(second, first)
    ):
        return None
    cells = (
        replace(above, span=cell.span) if cell.continues else cell for cell, above in _pairs(second, first)
    )
    return read_header(Row(first.number, tuple(cells)))


def _pairs(row: Row, above: Row) -> Iterator[tuple[Cell, Cell]]:
    """Each cell of a row with that above its first column."""
    over = [cell for cell in above.cells for _ in range(cell.span)]
    start = 0
    for cell in row.cells:
        if start < len(over):
            yield cell, over[start]
        start += cell.span


def heading_of(row: Row) -> str | None:
    """The text of a row that is a heading: one cell merged across, or alone with text, or repeated."""
    texts = {cell.text for cell in row.cells if cell.paragraphs}
    if len(texts) != 1 or any(cell.continues for cell in row.cells):
        return None
    text = next(iter(texts))
    if has_theme_word(text):
        return text
    first_alone = row.cells[0].text == text
    return text if first_alone and not ends_with_states(text) and not _is_cell(row, text) else None


def _is_cell(row: Row, text: str) -> bool:
    """Whether a numbered text is a recommendation whose other cells are empty, not a numbered theme."""
    return _NUMBERED.match(text) is not None and len(row.cells) > 1 and row.cells[-1].text != text


def has_theme_word(text: str) -> bool:
    """Whether a heading says that it is a theme: `Theme: …`, `Right or area: …`."""
    return _THEME_WORD.match(text) is not None


def without_theme_word(text: str) -> str:
    """The label of a heading."""
    return _THEME_WORD.sub("", text)


def _role(text: str) -> Role:
    words = _NOT_WORDS.sub(" ", _NUMBER_SIGN.sub(" no ", text[:_LONGEST_HEADER].lower())).strip()
    found = _ROLE.search(words)
    for role in _ROLES:
        if found is not None and found.lastgroup == role:
            return role
    return "other"


_ROLES: Final[tuple[Role, ...]] = (
    *("recommendation", "number", "states", "position", "source"),
    *("themes", "persons", "sdgs", "comments"),
)
