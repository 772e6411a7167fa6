"""Column names of tables of treaty status, and what the letters behind their dates mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from graph_loader.sources.treaty_names import find_instrument, is_name

_PARTICIPANT: Final = frozenset(
    {
        *("participant", "participants", "state", "states", "country", "countries", "member", "member state"),
        *("party", "parties", "name", "country name", "state name", "country territory", "state or entity"),
        *(
            "pays",
            "etat",
            "etats",
            "etat partie",
            "estado",
            "estado parte",
            "participante",
            "state signatory",
        ),
    }
)
_TREATY: Final = frozenset(
    {
        *("treaty", "treaty name", "treaty description", "treaty title", "treaty short name", "instrument"),
        *("convention", "treaties", "human rights treaty", "title of treaty", "traite", "tratado"),
    }
)
_NOTE: Final = frozenset({"note", "notes", "remarks", "comment", "comments"})
_AS_OF: Final = frozenset({"as of", "as at", "status as of", "status as at", "status date", "date of status"})
_ACTION: Final = frozenset({"action", "action type", "type of action", "act"})
_ACTION_DATE: Final = frozenset(
    {
        "date",
        "date of notification deposit",
        "date of deposit",
        "deposit date",
        "date of action",
        "year",
        "action date",
    }
)
_EFFECT: Final = frozenset(
    {"date of effect", "entry into force", "date of entry into force", "in force", "effect"}
)
_NO_CONSENT: Final = (
    "complaint",
    "inquiry",
    "communication",
    "procedure",
    "provisional",
    "reservation",
    "territor",
)

ACTS: Final[Mapping[str, str]] = {
    "definitive signature": "definitive-signature",
    "signature definitive": "definitive-signature",
    "succession to signature": "signature",
    "formal confirmation": "formal-confirmation",
    "confirmation formelle": "formal-confirmation",
    "consent to be bound": "deposit",
    "participation": "deposit",
    "ratification": "ratification",
    "ratified": "ratification",
    "accession": "accession",
    "acceded": "accession",
    "adhesion": "accession",
    "succession": "succession",
    "acceptance": "acceptance",
    "acceptation": "acceptance",
    "approval": "approval",
    "approbation": "approval",
    "denunciation": "denunciation",
    "denonciation": "denunciation",
    "withdrawal": "denunciation",
    "signature": "signature",
    "signed": "signature",
    "firma": "signature",
}
"""Acts by the words of column names; the first that a name contains counts."""

CONSENTS: Final = frozenset(ACTS.values()) - {"signature", "denunciation"}
_USUAL_LETTERS: Final[Mapping[str, str]] = {
    "a": "accession",
    "d": "succession",
    "A": "acceptance",
    "AA": "approval",
    "c": "formal-confirmation",
}
"""As the UN Treaty Collection uses them everywhere; others only where the column name explains them."""

_TERM: Final = re.compile(r"([^,;/()]+)(?:\(\s*([A-Za-z]{1,2})\s*\))?")
_LETTERS: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class ActColumn:
    """A column of dates: the act that a bare date tells, and those of its letters."""

    index: int
    act: str
    letters: Mapping[str, str] = field(default_factory=dict)

    def act_of(self, letter: str) -> str | None:
        """The act of a date with that letter; None for a letter that nothing explains."""
        if not letter:
            return self.act
        if self.act == "signature" and letter == "d":
            return "signature"  # succession to signature
        return self.letters.get(letter) or _USUAL_LETTERS.get(letter)


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of one table are, by their index."""

    participant: int | None = None
    treaties: tuple[int, ...] = ()
    """Columns that name the treaty, in different ways."""
    acts: tuple[ActColumn, ...] = ()
    effect: int | None = None
    action: int | None = None
    action_date: int | None = None
    status: int | None = None
    party: int | None = None
    signatory: int | None = None
    no_action: int | None = None
    note: int | None = None
    as_of: int | None = None
    matrix: tuple[tuple[int, str], ...] = ()
    """Columns that are named after treaties, with their ids."""
    names: tuple[str, ...] = ()

    @property
    def is_table(self) -> bool:
        """Whether these are the columns of a table of treaty status."""
        if self.participant is None:
            return bool(self.treaties and self.acts)
        tells_acts = bool(self.acts) or (self.action is not None and self.action_date is not None)
        tells_status = self.status is not None and bool(self.treaties or self.party is not None)
        named = {treaty for index, treaty in self.matrix if index > self.participant}
        return tells_acts or tells_status or len(named) > 1


def read_columns(cells: tuple[str, ...]) -> Columns:
    """What the cells of a row are, taken as column names."""
    found: dict[str, int] = {}
    treaties: list[int] = []
    acts: list[ActColumn] = []
    matrix: list[tuple[int, str]] = []
    for index, cell in enumerate(cells):
        role = _role(" ".join(_words(cell)).rstrip(" 0123456789"))  # "Participant 3" has a note
        if role == "treaty":
            treaties.append(index)
        elif role is not None:
            found.setdefault(role, index)
        elif (act := _act_column(index, cell)) is not None:
            acts.append(act)
        elif is_name(cell) and (instrument := find_instrument(cell)):
            matrix.append((index, instrument))
    return Columns(
        **found,
        treaties=tuple(treaties),
        acts=tuple(acts),
        matrix=tuple(matrix),
        names=tuple(map(str.casefold, cells)),
    )


def is_header(cells: tuple[str, ...]) -> bool:
    """Whether the cells are the column names of a table of treaty status."""
    if len(cells) < 2 or any(len(cell) > 200 for cell in cells):
        return False
    # The OHCHR's pages on a State have tables of accepted procedures below that of ratifications.
    of_procedures = any(word in cell.casefold() for cell in cells for word in ("complaint", "inquiry"))
    return not of_procedures and read_columns(cells).is_table


_ROLES: Final[Mapping[str, frozenset[str]]] = {
    "participant": _PARTICIPANT,
    "treaty": _TREATY,
    "note": _NOTE,
    "as_of": _AS_OF,
    "action": _ACTION,
    "action_date": _ACTION_DATE,
    "effect": _EFFECT,
    "status": frozenset({"status", "ratification status", "treaty status", "participation status"}),
    "party": frozenset({"state party", "is party", "states parties"}),
    "signatory": frozenset({"signatory", "signatory only"}),
    "no_action": frozenset({"no action"}),
}


def _role(words: str) -> str | None:
    return next((role for role, names in _ROLES.items() if words in names), None)


def _act_column(index: int, cell: str) -> ActColumn | None:
    words = " ".join(_words(cell))
    if not words or any(word in words for word in _NO_CONSENT):
        return None
    terms = [(act, letter) for term, letter in _TERM.findall(_spaced(cell)) if (act := _act(term))]
    if not terms:
        return None
    if terms[0][0] == "signature":
        return ActColumn(index, "signature")
    letters = {letter: act for act, letter in terms if letter}
    plain = {act for act, letter in terms if not letter}
    if plain == {"denunciation"}:
        return ActColumn(index, "denunciation")
    # "Ratification, Accession(a)": a bare date is a ratification. "Ratification or accession" does not tell.
    return ActColumn(index, next(iter(plain)) if len(plain) == 1 else "deposit", letters)


def _spaced(cell: str) -> str:
    return re.sub(r"\s+(?:or|and|ou|et|y|o)\s+", " / ", cell[:200])


def _act(term: str) -> str | None:
    words = " ".join(_words(term))
    return next((act for name, act in ACTS.items() if name in words), None)


def act_of_word(word: str) -> str | None:
    """The act that a cell such as `Ratification` or `Accession` names."""
    return _act(word) if len(word) < 60 else None


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("_", " "))
    return _LETTERS.findall("".join(c for c in plain if not unicodedata.combining(c)))
