"""What the fields of an export of OHCHR's index are called, in JSON and in spreadsheets, and their values."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

Values = dict[str, object]
"""Values by field name of ours, as the file has them: text, lists of text, numbers, None."""

_NAMES: Final = {
    "text": ("Text",),
    "countries": ("Countries", "Countries Concerned", "Country Concerned", "Country"),
    "body": ("Body", "Reccomending Body", "Recommending Body", "Mechanism"),
    "symbol": ("Symbol", "Document Symbol"),
    "themes": ("Themes", "Theme"),
    "groups": ("AffectedPersons", "Affected Persons"),
    "sdgs": ("Sdgs", "SDG"),
    "published": ("PublicationDate", "Document Publication Date", "date"),
    "states": (
        "UprRecommendingCountry",
        "UprRecommendingCountries",
        "UPR Reccomending States",
        "UPR Recommending States",
    ),
    "position": ("UprPositions", "UPR Position"),
    "type": ("AnnotationType", "Type"),
    "annotation": ("AnnotationId", "OHCHR Annotation Id", "_id"),
    "session": ("UprSession", "UPR Session"),
    "cycle": ("UprCycle", "UPR Cycle"),
}
_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_BULLET: Final = re.compile(r"\s*[-–•]\s+")
_FIELDS: Final = {
    _NOT_LETTERS.sub("", name).casefold(): field for field, names in _NAMES.items() for name in names
}
_NEEDED: Final = frozenset({"text", "countries", "body"})
_TELLING: Final = frozenset({"annotation", "type", "states", "position", "session"})
"""Fields that few tables but this have."""
_SURROGATES: Final = dict.fromkeys(range(0xD800, 0xE000))
"""Halves of characters, which JSON can hold and no text may."""
_MOST_VALUES: Final = 500
_SHORT: Final = 200


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record of an export, and where it stands."""

    place: str
    """Fragment in the file: a JSON Pointer (RFC 6901, section 6), `record=3` or `row=12`."""
    values: Values


@lru_cache(maxsize=1024)
def field_of(name: str) -> str | None:
    """Our name of a field by its name in the file; case, spaces and signs do not count."""
    return _FIELDS.get(_NOT_LETTERS.sub("", name[:80]).casefold())


def is_record(names: Iterable[str]) -> bool:
    """Whether fields of these names make a record of an export."""
    fields = {field_of(name) for name in names}
    return fields >= _NEEDED and len(fields & _TELLING) >= 2


def values_of(value: object) -> tuple[str, ...]:
    """The single values of a field: of a list, or of the lines of a cell, without their leading `- `."""
    if isinstance(value, str):
        return _of_short(value) if len(value) <= _SHORT else tuple(_lines(value))
    if isinstance(value, list):
        return tuple(one for item in value[:_MOST_VALUES] for one in values_of(item))
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return (str(int(value)) if value == int(value) else str(value),)
    return ()  # also of NaN, which programs write for a field that is blank


@lru_cache(maxsize=16_384)
def _of_short(value: str) -> tuple[str, ...]:
    """Labels, names and codes repeat: looking one up costs a fifth of reading it again."""
    return tuple(_lines(value))


def _lines(value: str) -> Iterator[str]:
    for line in value.splitlines()[:_MOST_VALUES]:
        if one := _without_bullet(line):
            yield one


def _without_bullet(value: str) -> str:
    if not value.isascii():
        value = value.translate(_SURROGATES)
    return _BULLET.sub("", value, count=1).strip() if _BULLET.match(value) else value.strip("\u00a0 \t\r\n")
