"""What the cells of a follow-up workbook call things, as paths below `id/`: names, titles, numbers, keys."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from rapidfuzz import fuzz, process

from graph_loader.reference_data import load_instruments
from graph_loader.sources.table_paths import parse_path
from graph_loader.sources.table_words import (
    is_document,
    parse_number,
    parse_recommendation,
    parse_review,
)
from graph_loader.states import state_code

_WORD: Final = re.compile(r"[^\W_]+")
_LONGEST_NAME: Final = 1_000
_LONGEST_COMPARED: Final = 120
_NEAR: Final = 70.0
"""Likeness in percent from which a name was probably meant."""
_UN_SYMBOL: Final = re.compile(r"[A-Z]{1,6}/[^ ]+")
SHEETS: Final = {
    "body": "bodies",
    "law": "laws",
    "measure": "measures",
    "plan": "plans",
    "plan-item": "plan-items",
    "recommendation": "recommendations",
}
"""Sheet on which things of a kind stand."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a cell names: a path, or what is wrong; a path with a message is read all the same."""

    path: str | None
    message: str = ""


class Names:
    """Everything that a workbook names, by its names."""

    def __init__(self, review: str | None = None) -> None:
        self._review = review
        self._by_name: dict[str, dict[str, None]] = defaultdict(dict)
        self._shown: dict[str, dict[str, str]] = defaultdict(dict)
        self._reviews: set[str] = set()
        self.paths: set[str] = set()

    def add(self, path: str, *names: str | None) -> None:
        """Learn a thing and what it is called."""
        self.paths.add(path)
        kind = path.partition("/")[0]
        if kind == "recommendation":
            self._reviews.add("-".join(path.partition("/")[2].split("-")[:2]))
        for name in names:
            if name and len(name) <= _LONGEST_NAME:
                self._by_name[_folded(name)][path] = None
                self._shown[kind].setdefault(_folded(name), name)

    def find(self, cell: str, kinds: frozenset[str], with_nearest: bool = True) -> Found:
        """The thing of one of these kinds that a cell names; else why there is none, and the nearest name."""
        named, name = self._called(cell, kinds), cell
        if not named:
            kinds, name = _narrowed(cell, kinds)
            named = self._called(name, kinds)
        if len(named) == 1:
            return Found(named[0])
        if named:
            choices = " or ".join(f"'{path.partition('/')[0]}: {name[:60]}'" for path in named[:3])
            if len({path.partition("/")[0] for path in named}) < len(named):
                choices = " or ".join(named[:3])
            return Found(None, f"is the name of several things. Write {choices}.")
        path = parse_path(name)
        if path and path.partition("/")[0] in kinds:
            return Found(path, self._unknown_path(path))
        found = self._recommendation(name, kinds, with_nearest) or _elsewhere(name, kinds)
        if found:
            return found
        return Found(None, self._why(name, kinds) if with_nearest else "is not known.")

    def with_nought(self, path: str) -> str | None:
        """The key of a recommendation whose number has a nought more at its end, if the workbook has it."""
        kind, _, key = path.partition("/")
        return f"{key}0" if kind == "recommendation" and f"{path}0" in self.paths else None

    def knows(self, cell: str, kinds: frozenset[str]) -> bool:
        """Whether a cell, as a whole, is the name of something."""
        return bool(self._called(cell, kinds))

    def _called(self, name: str, kinds: frozenset[str]) -> list[str]:
        return [path for path in self._by_name.get(_folded(name), ()) if path.partition("/")[0] in kinds]

    def _unknown_path(self, path: str) -> str:
        if path in self.paths or path.partition("/")[0] not in SHEETS:
            return ""
        return "is not in this workbook: it has to be in another source."

    def _recommendation(self, name: str, kinds: frozenset[str], with_nearest: bool) -> Found | None:
        """By its key, or by its number where the workbook is about one review."""
        if "recommendation" not in kinds:
            return None
        key = parse_recommendation(name)
        number = None if key else parse_number(name)
        review = self._review or (next(iter(self._reviews)) if len(self._reviews) == 1 else None)
        if number and not review:
            example = f"{max(self._reviews, default='KAZ-2')}-{number}"
            return Found(None, f"is a number in which review? Write the key, such as {example}.")
        if number:
            key = f"{review}-{number}"
        if not key:
            return None
        path = f"recommendation/{key}"
        if path in self.paths or not self._reviews:
            return Found(path)
        if "-".join(key.split("-")[:2]) in self._reviews:
            near = self._near(key, frozenset({"recommendation"})) if with_nearest else ""
            return Found(None, f"is not on the sheet 'recommendations'{near}. Correct it.")
        return Found(path, "is not on the sheet 'recommendations': it has to be in another source.")

    def _why(self, name: str, kinds: frozenset[str]) -> str:
        others = {path.partition("/")[0] for path in self._by_name.get(_folded(name), ())}
        if others:
            return f"is the name of a {_listed(others)}, and here a {_listed(kinds & set(SHEETS))} is meant."
        near = self._near(name, kinds)
        sheets = [sheet for kind, sheet in SHEETS.items() if kind in kinds and kind != "recommendation"]
        if not sheets:
            return f"is not known{near}. Correct it."
        return (
            f"is on no sheet of this workbook{near}. Correct it, or add a row for it to the sheet "
            f"{_listed(sheets)}."
        )

    def _near(self, name: str, kinds: frozenset[str]) -> str:
        known = {folded: shown for kind in kinds for folded, shown in self._names_of(kind).items()}
        found = process.extractOne(
            _folded(name)[:_LONGEST_COMPARED], list(known), scorer=fuzz.ratio, score_cutoff=_NEAR
        )
        return f" (did you mean {known[found[0]]}?)" if found else ""

    def _names_of(self, kind: str) -> dict[str, str]:
        return _instrument_names() if kind == "instrument" else self._shown[kind]


def _listed(words: Iterable[str]) -> str:
    *first, last = sorted(words)
    return f"{', '.join(first)} or {last}" if first else last


def _narrowed(cell: str, kinds: frozenset[str]) -> tuple[frozenset[str], str]:
    """A name with its kind before it, `law: Law on lighthouses`, says which kind it is."""
    before, colon, name = cell.partition(":")
    kind = before.strip().lower().replace(" ", "-")
    return (frozenset({kind}), name.strip()) if colon and kind in kinds and name.strip() else (kinds, cell)


def _elsewhere(name: str, kinds: frozenset[str]) -> Found | None:
    """Things that everybody knows: reviews, States, treaties, UN documents."""
    review = parse_review(name) if "review" in kinds else None
    state = state_code(name) if "state" in kinds else None
    norm = _instruments().get(_folded(name)) if "instrument" in kinds else None
    document = name if "document" in kinds and _UN_SYMBOL.fullmatch(name) and is_document(name) else None
    kind_of = {"review": review, "state": state, "instrument": norm, "document": document}
    return next((Found(f"{kind}/{key}") for kind, key in kind_of.items() if key), None)


@cache
def _instruments() -> dict[str, str]:
    """Ids of instruments by what they are called."""
    return {
        _folded(name): one.id
        for one in load_instruments()
        for name in (one.id, one.name, one.short or one.id, *(named for _, named in one.names))
    }


@cache
def _instrument_names() -> dict[str, str]:
    return {
        _folded(name): name
        for one in load_instruments()
        for name in (one.name, one.short or one.name, one.id)
    }


def _folded(name: str) -> str:
    """A name so that case, punctuation and kinds of white space do not count."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", name).casefold()))
