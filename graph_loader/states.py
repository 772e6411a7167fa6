"""Member and observer States of the United Nations, and the spellings under which reports name them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from graph_loader.reference_data import rows

LANGUAGES: Final = ("en", "fr", "es", "ru", "ar", "zh")
"""The official languages of the United Nations (BCP 47)."""

_LONGEST_SPELLING: Final = 150
_SHORTEST_JOINED: Final = 6

_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘ʼ`´′‛"))
_ARTICLES: Final = frozenset({"the", "le", "la", "les", "el", "los", "las"})
_ABBREVIATIONS: Final = {"st": "saint", "rep": "republic", "dem": "democratic"}
_FRENCH_ELISION: Final = re.compile(r"\s*[lL]['’]\s*")
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class State:
    """A State: its codes, its short names, and the regional group it sits in."""

    iso3: str
    """ISO 3166-1 alpha-3, the key of a State everywhere in the project."""
    iso2: str
    m49: str
    """Three digits of UN M49, leading zeros kept: `398`, `004`."""
    name: str
    """Short English name of the UN terminology database, without article."""
    names: tuple[tuple[str, str], ...]
    """(language, short name) in the order of `LANGUAGES`; a language without an official name is left out."""
    group: str | None
    """Key of regional_groups.csv; None for observers and where no source in hand tells."""


def state_code(spelling: str) -> str | None:
    """ISO 3166-1 alpha-3 code of the State written so, or None where no table knows it.

    Takes the code itself in upper case, and names in any of the six languages. Case, accents, articles,
    apostrophes, hyphens, brackets, `&` and spaces inside words do not count; abbreviations of up to three
    letters (`UK`) must be in upper case, so that `us` is no State. `Congo` is COG; `Korea` is nobody.
    """
    if not spelling or len(spelling) > _LONGEST_SPELLING:
        return None
    return _look_up(spelling)


@cache
def load_states() -> tuple[State, ...]:
    """The 193 Members of the United Nations and its two observer States, in the order of their codes."""
    return tuple(_state(row) for row in rows("states.csv"))


@lru_cache(maxsize=4096)
def _look_up(spelling: str) -> str | None:
    words = _words(spelling)
    joined = "".join(words)
    if joined.isascii() and len(joined) <= 3:
        return _short(spelling, words)
    by_words, by_letters = _index()
    # Text taken from PDF splits words anywhere ("Kazakh- stan"); short ones would match prose ("to go").
    return by_words.get(" ".join(words)) or (
        by_letters.get(joined) if len(joined) >= _SHORTEST_JOINED else None
    )


def _short(spelling: str, words: list[str]) -> str | None:
    if not spelling.isupper():
        return None
    code = spelling.strip()
    return code if code in _codes() else _index()[0].get(" ".join(words))


@cache
def _codes() -> frozenset[str]:
    return frozenset(state.iso3 for state in load_states())


@cache
def _index() -> tuple[dict[str, str], dict[str, str]]:
    """Codes by words and by letters without spaces; a spelling that names two States is a broken table."""
    by_words: dict[str, str] = {}
    by_letters: dict[str, str] = {}
    for spelling, iso3 in known_spellings():
        words = _words(spelling)
        for table, key in ((by_words, " ".join(words)), (by_letters, "".join(words))):
            if table.setdefault(key, iso3) != iso3:
                raise ValueError(f"state_spellings.csv: '{spelling}' means {table[key]} and {iso3}")
    return by_words, by_letters


def known_spellings() -> Iterator[tuple[str, str]]:
    """Every (spelling, code) of the two tables, names in all languages first."""
    for state in load_states():
        yield from ((name, state.iso3) for _, name in state.names)
    for row in rows("state_spellings.csv"):
        yield row["spelling"], row["iso3"]


def _words(spelling: str) -> list[str]:
    text = _FRENCH_ELISION.sub("", spelling, count=1) if _FRENCH_ELISION.match(spelling) else spelling
    # Before NFKC, which turns an acute accent used as apostrophe into a space.
    text = text.translate(_APOSTROPHES).replace("&amp;", "&").replace("&", " and ")
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    # Mn: accents. Cf: soft hyphens, zero-width spaces and direction marks.
    text = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cf")).replace("ı", "i")
    words = [_ABBREVIATIONS.get(word, word) for word in _WORD.findall(text)]
    if words and words[0] in _ARTICLES:
        del words[0]
    return [word for word in words if word != "the"]


def _state(row: dict[str, str]) -> State:
    columns = (("en", "name"), *((language, f"name_{language}") for language in LANGUAGES[1:]))
    return State(
        iso3=row["iso3"],
        iso2=row["iso2"],
        m49=row["m49"],
        name=row["name"],
        names=tuple((language, row[column]) for language, column in columns if row[column]),
        group=row["group"] or None,
    )
