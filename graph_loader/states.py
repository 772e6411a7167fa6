"""Member and observer States of the United Nations, and the spellings under which reports name them."""

from __future__ import annotations

import html
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

_FOLDED: Final = {
    **dict.fromkeys(map(ord, "'’‘ʼʻ`´′‛"), None),
    # Arabic is typed with and without the stretching bar and the dots of its final letters.
    **{ord("ـ"): None, ord("ى"): "ي", ord("ة"): "ه"},
}
_ARTICLES: Final = frozenset({"the", "le", "la", "les", "el", "los", "las"})
_ABBREVIATIONS: Final = {"st": "saint", "rep": "republic", "dem": "democratic"}
_FRENCH_ELISION: Final = re.compile(r"\s*[lL]['’]\s*")
_FIRST_ARTICLE: Final = re.compile(r"(?:the|le|la|les|el|los|las)\s+", re.IGNORECASE)
_LAST_ARTICLE: Final = re.compile(r"\s*[(,]\s*(?:the|le|la|les|el|los|las|l['’])\s*\)?\s*$", re.IGNORECASE)
"""Lists in the order of the alphabet put it last: `Brésil (le)`, `Bahamas, The`."""
_MARKS: Final = re.compile(r"(?:[\s*†‡§.,;:ªº²³¹⁰-₎]|\[\w{1,3}\]|\(\d{1,2}\))+$")
"""Marks of footnotes and punctuation at the end: `State of Palestine*`, `Kazakhstan [1]`."""
_INVERTED: Final = re.compile(r"(?!of\b)([^,()]+)(?:,([^,()]+)|\(([^,()]+)\))", re.IGNORECASE)
_FORMERLY: Final = re.compile(r"\s*(?:formerly|former|ex)\b[\s-]*", re.IGNORECASE)
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
    other_names: tuple[tuple[str, str], ...]
    """(language, name): formal names, other names in use and former ones; no mere variants of spelling."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a State is called beside its short names."""

    text: str
    iso3: str
    language: str | None
    """None for a spelling of none of the six `LANGUAGES`."""
    use: str
    """`formal`, `name` (another one in use), `former`, or `variant`: inversion, abbreviation, misprint."""
    valid_to: str | None
    """Day, month or year when a former name gave way to another, as exact as the source; None if unknown."""


def state_code(spelling: str) -> str | None:
    """ISO 3166-1 alpha-3 code of the State written so, or None where no table knows it.

    Takes the code itself in upper case, and names in any of the six languages, former names of a State that
    still exists among them: who is late with a name means the same State. Case, accents, articles,
    apostrophes, hyphens, brackets, `&`, HTML entities, marks of notes and spaces inside words do not count,
    nor does the order of `Korea, Rep.`; abbreviations of up to three letters (`UK`) must be in upper case,
    so that `us` is no State. `Congo` is COG, its short name; `Korea` is nobody.
    """
    if not spelling or len(spelling) > _LONGEST_SPELLING:
        return None
    return _look_up(spelling)


@cache
def load_states() -> tuple[State, ...]:
    """The 193 Members of the United Nations and its two observer States, in the order of their codes."""
    return tuple(_state(row) for row in rows("states.csv"))


@cache
def load_spellings() -> tuple[Spelling, ...]:
    """Every row of state_spellings.csv, in its order."""
    return tuple(
        Spelling(
            text=row["spelling"],
            iso3=row["iso3"],
            language=row["language"] or None,
            use=row["use"],
            valid_to=row["valid_to"] or None,
        )
        for row in rows("state_spellings.csv")
    )


def known_spellings() -> Iterator[tuple[str, str]]:
    """Every (spelling, code) of the two tables, names in all languages first."""
    for state in load_states():
        yield from ((name, state.iso3) for _, name in state.names)
    for spelling in load_spellings():
        yield spelling.text, spelling.iso3


def words_of(spelling: str) -> list[str]:
    """The words by which spellings are compared: folded, without articles, notes and apostrophes."""
    return _words(_bare(spelling))


@lru_cache(maxsize=4096)
def _look_up(spelling: str) -> str | None:
    text = _bare(spelling)
    return _named(text) or _named_in_two(text)


def _bare(spelling: str) -> str:
    """Without HTML entities, marks of notes, and an article that stands last."""
    # Twice, since exports of exports escape twice ("&amp;rsquo;").
    text = html.unescape(html.unescape(spelling)) if "&" in spelling else spelling
    return _LAST_ARTICLE.sub("", _MARKS.sub("", text.strip())).strip()


def _named(text: str) -> str | None:
    words = _words(text)
    joined = "".join(words)
    if joined.isascii() and len(joined) <= 3:
        return _short(text, words)
    index = _index()
    # Text taken from PDF splits words anywhere ("Kazakh- stan"); short ones would match prose ("to go").
    long_enough = len(joined) >= _SHORTEST_JOINED or _is_chinese(joined)
    return index.by_words.get(" ".join(words)) or (index.by_letters.get(joined) if long_enough else None)


def _is_chinese(text: str) -> bool:
    return bool(text) and "\u4e00" <= text[0] <= "\u9fff"


def _short(text: str, words: list[str]) -> str | None:
    if text in _codes():
        return text
    abbreviation = _FIRST_ARTICLE.sub("", text, count=1)
    if not abbreviation.isupper() and abbreviation not in _mixed_case():
        return None
    return _index().by_words.get(" ".join(words))


def _named_in_two(text: str) -> str | None:
    """`Korea, Rep.` and `Iran (Islamic Republic of)` turned round; `Eswatini (Swaziland)`, said twice."""
    if (parts := _INVERTED.fullmatch(text)) is None:
        return None
    name, after_comma, in_brackets = parts.groups()
    turned = "".join(_words(f"{after_comma or in_brackets} {name}"))
    if len(turned) >= _SHORTEST_JOINED and (code := _index().turned.get(turned)):
        return code
    code = _named(name.strip()) if in_brackets else None
    return code if code and code == _named(_FORMERLY.sub("", in_brackets, count=1).strip()) else None


@cache
def _codes() -> frozenset[str]:
    return frozenset(state.iso3 for state in load_states())


@cache
def _mixed_case() -> frozenset[str]:
    """Abbreviations that are written with a small letter, such as `RoK`."""
    return frozenset(spelling for spelling, _ in known_spellings() if len(spelling) <= 3)


@dataclass(frozen=True, slots=True)
class _Index:
    """Codes by the words of a spelling, by its letters, and by its letters with `of` left out as well."""

    by_words: dict[str, str]
    by_letters: dict[str, str]
    turned: dict[str, str]


@cache
def _index() -> _Index:
    """A spelling that names two States is a broken table."""
    index = _Index({}, {}, {})
    for spelling, iso3 in known_spellings():
        words = _words(spelling)
        letters, without_of = "".join(words), "".join(word for word in words if word != "of")
        for table, key in (
            (index.by_words, " ".join(words)),
            (index.by_letters, letters),
            (index.turned, letters),
            (index.turned, without_of),
        ):
            if table.setdefault(key, iso3) != iso3:
                raise ValueError(f"state_spellings.csv: '{spelling}' means {table[key]} and {iso3}")
    return index


def _words(spelling: str) -> list[str]:
    text = _FRENCH_ELISION.sub("", spelling, count=1) if _FRENCH_ELISION.match(spelling) else spelling
    # Before NFKC, which turns an acute accent used as apostrophe into a space.
    text = text.translate(_FOLDED).replace("&", " and ")
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
        other_names=_other_names().get(row["iso3"], ()),
    )


@cache
def _other_names() -> dict[str, tuple[tuple[str, str], ...]]:
    names: dict[str, tuple[tuple[str, str], ...]] = {}
    for spelling in load_spellings():
        if spelling.language and spelling.use != "variant":
            names[spelling.iso3] = (*names.get(spelling.iso3, ()), (spelling.language, spelling.text))
    return names
