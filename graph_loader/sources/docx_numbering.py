"""Numbers that Word puts before paragraphs by itself (ECMA-376 part 1, 17.9), written out as text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Final
from xml.etree.ElementTree import Element

from graph_loader.sources.docx_text import is_on, w

_LEVELS: Final = 9
_LONGEST_PATTERN: Final = 100
_PLACEHOLDER: Final = re.compile(r"%([1-9])")
_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MOST_LETTERS: Final = 10


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered."""

    start: int = 0
    format: str = "decimal"
    pattern: str = ""
    """`%1.%2`: each placeholder is the number of that level."""
    gap: str = " "
    legal: bool = False
    """All numbers in figures, whatever their level's own format."""
    restart: int | None = None
    """Level (from 1) whose use restarts this one; 0 is none, None is every higher one."""
    style: str | None = None
    """Paragraph style that stands for this level."""


@dataclass(frozen=True, slots=True)
class _List:
    """One use of a list definition: lists of the same definition go on counting."""

    definition: str
    levels: tuple[_Level, ...]
    restarts: frozenset[int]
    """Levels that begin anew when this list is first used."""


@dataclass(frozen=True, slots=True)
class _Style:
    number: tuple[str | None, int | None]
    """Its own list and level."""
    based_on: str | None
    is_default: bool


class Numbering:
    """Counts the numbered paragraphs of one document, which must be asked about in reading order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._styles = {
            id_: _style(each) for each in _all(styles, "style") if (id_ := each.get(w("styleId")))
        }
        self._default = next((id_ for id_, each in self._styles.items() if each.is_default), None)
        self._lists = _lists(numbering, self._styles)
        self._counts: defaultdict[str, list[int | None]] = defaultdict(lambda: [None] * _LEVELS)
        self._begun: set[tuple[str, int]] = set()

    def label(self, paragraph: Element) -> str:
        """The number of a paragraph with the space after it, or "" for one without; counts it."""
        key, level = self._list_and_level(paragraph)
        list_ = self._lists.get(key or "")
        if key is None or list_ is None or level >= len(list_.levels):
            return ""
        counts = self._counts[list_.definition]
        for above in range(level + 1):
            if above in list_.restarts and (key, above) not in self._begun:
                self._begun.add((key, above))
                counts[above] = None
        count = counts[level]
        counts[level] = list_.levels[level].start if count is None else count + 1
        for below in range(level + 1, len(list_.levels)):
            restart = list_.levels[below].restart
            if restart is None or level < restart:
                counts[below] = None
        return _written(list_, level, counts)

    def _list_and_level(self, paragraph: Element) -> tuple[str | None, int]:
        properties = paragraph.find(w("pPr"))
        own, level = _list_of(properties)
        if own is not None and level is not None:
            return own, level
        named = properties.find(w("pStyle")) if properties is not None else None
        by_style, style_level = self._of_style(named.get(w("val")) if named is not None else self._default)
        return own or by_style, level if level is not None else (style_level if own is None else 0)

    def _of_style(self, id_: str | None) -> tuple[str | None, int]:
        """List and level of a style, or of the nearest of those it is based on."""
        seen: set[str] = set()
        while id_ is not None and id_ not in seen and (style := self._styles.get(id_)) is not None:
            seen.add(id_)
            key, level = style.number
            if key is not None:
                list_ = self._lists.get(key)
                levels = list_.levels if list_ is not None else ()
                linked = next((n for n, each in enumerate(levels) if each.style == id_), None)
                return key, linked if linked is not None else (level or 0)
            id_ = style.based_on
        return None, 0


def _lists(numbering: Element | None, styles: dict[str, _Style]) -> dict[str, _List]:
    definitions = {each.get(w("abstractNumId"), ""): each for each in _all(numbering, "abstractNum")}
    uses = {each.get(w("numId"), ""): each for each in _all(numbering, "num")}
    lists: dict[str, _List] = {}
    for key, use in uses.items():
        definition = _resolved(_value(use, "abstractNumId") or "", definitions, uses, styles)
        if key != "0" and definition is not None:
            lists[key] = _list(use, definition, definitions[definition])
    return lists


def _resolved(
    definition: str, definitions: dict[str, Element], uses: dict[str, Element], styles: dict[str, _Style]
) -> str | None:
    """The definition that has the levels: one may only name a numbering style, which names a list."""
    if definition not in definitions:
        return None
    link = _value(definitions[definition], "numStyleLink")
    style = styles.get(link) if link is not None else None
    target = uses.get(style.number[0] or "") if style is not None else None
    linked = _value(target, "abstractNumId") if target is not None else None
    return linked if linked in definitions else definition


def _list(use: Element, key: str, definition: Element) -> _List:
    levels = [_Level()] * _LEVELS
    for each in definition.findall(w("lvl")):
        _put(levels, each)
    restarts = set()
    for override in use.findall(w("lvlOverride")):
        number = _whole(override.get(w("ilvl")))
        for each in override.findall(w("lvl")):
            _put(levels, each)
        start = _whole(_value(override, "startOverride"))
        if start is not None and number is not None and number < _LEVELS:
            restarts.add(number)
            levels[number] = replace(levels[number], start=start)
    return _List(key, tuple(levels), frozenset(restarts))


def _put(levels: list[_Level], element: Element) -> None:
    number = _whole(element.get(w("ilvl")))
    if number is None or number >= _LEVELS:
        return
    hidden = is_on(element.find(f"{w('rPr')}/{w('vanish')}"))
    levels[number] = _Level(
        start=_whole(_value(element, "start")) or 0,
        format=_value(element, "numFmt") or "decimal",
        pattern="" if hidden else (_value(element, "lvlText") or "")[:_LONGEST_PATTERN],
        gap="" if _value(element, "suff") == "nothing" else " ",
        legal=is_on(element.find(w("isLgl"))),
        restart=_whole(_value(element, "lvlRestart")),
        style=_value(element, "pStyle"),
    )


def _written(list_: _List, level: int, counts: list[int | None]) -> str:
    own = list_.levels[level]
    if own.format == "bullet":
        return ""

    def number(match: re.Match[str]) -> str:
        position = int(match[1]) - 1
        each = list_.levels[position]
        count = counts[position]
        return _in_format(each.start if count is None else count, "decimal" if own.legal else each.format)

    text = _PLACEHOLDER.sub(number, own.pattern)
    return text + own.gap if text else ""


def _in_format(number: int, format: str) -> str:
    if format in ("none", "bullet"):
        return ""
    if format == "decimalZero":
        return f"{number:02}"
    if format in ("lowerLetter", "upperLetter") and 0 < number <= 26 * _MOST_LETTERS:
        repeated, letter = divmod(number - 1, 26)
        text = chr(ord("a") + letter) * (repeated + 1)  # 27 is aa, 28 is bb
    elif format in ("lowerRoman", "upperRoman") and 0 < number < 4_000:
        text = _roman(number)
    else:
        return str(number)
    return text.upper() if format.startswith("upper") else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text


def _style(element: Element) -> _Style:
    return _Style(
        number=_list_of(element.find(w("pPr"))),
        based_on=_value(element, "basedOn"),
        is_default=element.get(w("type")) == "paragraph"
        and element.get(w("default"), "0") in ("1", "true", "on"),
    )


def _list_of(properties: Element | None) -> tuple[str | None, int | None]:
    """List and level that paragraph properties give; list `0` takes the number away."""
    number = properties.find(w("numPr")) if properties is not None else None
    if number is None:
        return None, None
    level = _whole(_value(number, "ilvl"))
    return _value(number, "numId"), level


def _all(root: Element | None, name: str) -> list[Element]:
    return root.findall(w(name)) if root is not None else []


def _value(element: Element, name: str) -> str | None:
    child = element.find(w(name))
    return child.get(w("val")) if child is not None else None


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 8 else None
