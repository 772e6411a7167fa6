"""Texts of OHCHR's index as people read them: no markup, entities, paragraph numbers and States in brackets.

The index keeps what was pasted into it, from Word and from web pages. Words that are broken there stay broken
(`heal thcare`). Every step takes time that grows with the length of the text and no faster.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.entities import html5
from typing import Final

from graph_loader.sources.wg_brackets import read_brackets, split_states

LONGEST_TEXT: Final = 1_000_000
"""Characters of a text that is read; what Word leaves in a text can be longer than the text."""

_HIDDEN: Final = (("<!--", "-->"), ("<style", "</style>"), ("<script", "</script>"), ("<xml", "</xml>"))
_BLOCK_TAG: Final = re.compile(
    r"<(?:/?(?:p|div|li|ul|ol|tr|td|th|table|h[1-6])|/?br)\b[^<>]*>", re.IGNORECASE
)
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>|<!\[?[A-Za-z][^<>]*>|<\?[A-Za-z][^<>]*>")
_ENTITY: Final = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30})(;?)")
_ACCENTED: Final = re.compile(r"[A-Za-z]{1,2}(?:grave|acute|circ|tilde|uml|cedil|ring|slash)|nbsp|szlig")
"""Names that are read without a semicolon even where letters follow: `caf&eacutes`."""
_TO_SPACE: Final = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2028\u2029\t\n\r\f\v"), " ")
_TO_NOTHING: Final = dict.fromkeys(
    (*range(0x20), 0x7F, *range(0x80, 0xA0), 0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0xFEFF)
)
_CHARACTERS: Final = {**_TO_NOTHING, **_TO_SPACE, 0x2011: "-", **dict.fromkeys(range(0xD800, 0xE000))}
_PLAIN: Final = re.compile(r"[ -%'-;=?-~’‘“”–—é]*")
"""Text that needs nothing but its spaces put right: no `&`, `<` or `>`."""

_END: Final = " ;.,:"
_LONGEST_BRACKET: Final = 1_500

_PARAGRAPH: Final = r"par(?:a|as|agraph|agraphs)?\b\.?\s{0,3}"
_NUMBER: Final = r"(?P<number>[0-9]{1,3}(?:\s?\.\s?[0-9]{1,3}){0,2})"
_LETTER: Final = r"(?P<letter>\s?\([a-z]{1,4}\))?"
_BEGINNINGS: Final = (
    re.compile(
        r"(?:R\s{1,3})?\(?(?P<number>[0-9]{1,3}\.\s?[0-9]{1,3}(?:\.[0-9]{1,3})?)(?![0-9%])"
        rf"{_LETTER}\)?\s?[.:;)–—-]?\s*"
    ),
    re.compile(
        r"(?:R\s{1,3})?recommendations?\s{0,3}(?:nos?\b\.?|n°|number|#)?\s{0,3}(?P<item>[0-9]{1,3})\b"
        rf"(?P<between>[^:0-9]{{0,60}}?(?:\b[A-Z]{{1,5}}(?:/[A-Z0-9.-]{{1,12}}){{1,6}}[^:0-9]{{0,40}}?)?)\b{_PARAGRAPH}{_NUMBER}{_LETTER}"
        r"[^:]{0,60}?(?::|\)\s?[-–—:]?|[-–—])\s*",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:R\s{{1,3}})?recommendations?\b[^:0-9]{{0,60}}?\b{_PARAGRAPH}{_NUMBER}{_LETTER}(?:[^:]{{0,60}}:|[.,;)–—-]?)\s*",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:R\s{{1,3}})?\(?{_PARAGRAPH}{_NUMBER}(?![0-9])(?:{_LETTER})\)?\s?[.:;,)–—-]?\s*", re.IGNORECASE
    ),
)
"""How texts begin: `136.1 `, `Recommendation No. 5 … para. 96:`, `Recommendations … para. 57:`, `para 23`."""
_ITEM: Final = re.compile(r"(?:R\s{1,3})?\(?[0-9]{1,3}[.)]\s{0,3}(?=[A-Z\"“‘(])")
_STRAY: Final = re.compile(r"R\s{1,3}(?=[A-Z])")
_BODY_PARAGRAPH: Final = re.compile(r"(?P<number>[0-9]{1,3})\s?\.(?![0-9])\s*(?=\S)")
_AFTER_HEADING: Final = re.compile(
    r"(?:^|[\s.:;])(?P<number>[0-9]{1,3})\s?\.\s?(?=(?:The|It|While|In|Recalling|Reiterating)\b)"
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A text taken apart."""

    number: str | None
    text: str


def clean(text: str) -> str:
    """A text without tags, comments, entities, invisible signs and runs of spaces."""
    if not _PLAIN.fullmatch(text):
        text = _characters(_without_markup(text))
    return " ".join(text.split())


def read_recommendation(text: str) -> Numbered:
    """The number of a cleaned recommendation of the review, and its wording without the States at its end."""
    number, rest = _number(text)
    wording = rest.rstrip(_END)
    has_states = False
    while wording.endswith(")") and (before := _before_states(wording)) is not None:
        wording, has_states = before, True
    return Numbered(number, (wording if has_states else rest.rstrip(" ;")) or rest)


def states_in(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """States in the brackets of a recommendation, and what stands there and is none that is known.

    `text (A); other text (B)` has both.
    """
    found = read_brackets(text)
    return found.states, found.unknown


def _before_states(text: str) -> str | None:
    """The text before the bracket at its end; None where that holds anything but States."""
    depth = 0
    for at in range(len(text) - 1, max(-1, len(text) - _LONGEST_BRACKET), -1):
        depth += (text[at] == ")") - (text[at] == "(")
        if depth == 0:
            states, unknown = split_states(text[at + 1 : -1])
            return None if unknown or not states else text[:at].rstrip(_END)
    return None


def read_paragraph(text: str) -> Numbered:
    """Take the cleaned recommendation of a mechanism apart into number of its paragraph and wording.

    A number that stands after a heading stays in the text, as the heading does.
    """
    if found := _BODY_PARAGRAPH.match(text):
        return Numbered(found["number"], text[found.end() :])
    found = _AFTER_HEADING.search(text, 0, 200)
    return Numbered(found["number"] if found else None, text)


def _number(text: str) -> tuple[str | None, str]:
    for pattern in _BEGINNINGS:
        found = pattern.match(text)
        if found:
            return _whole_number(found), text[found.end() :] or text
    rest = _ITEM.sub("", text, count=1) if _ITEM.match(text) else text
    return None, _STRAY.sub("", rest, count=1) if _STRAY.match(rest) else rest


def _whole_number(found: re.Match[str]) -> str:
    groups = found.groupdict()
    number = groups["number"].replace(" ", "")
    item = groups.get("item")
    if item and "." not in number:
        number = f"{number}.{item}"
    return number + (groups["letter"] or "").strip()


def _without_markup(text: str) -> str:
    for _ in range(2):  # what was escaped twice: `&amp;nbsp;`
        if "<" in text:
            for opening, closing in _HIDDEN:
                text = _cut(text, opening, closing)
            text = _TAG.sub("", _BLOCK_TAG.sub(" ", text))
        if "&" not in text:
            break
        text = _ENTITY.sub(_entity, text)
    return text


def _cut(text: str, opening: str, closing: str) -> str:
    """Without the stretches from an opening to a closing mark; one that is never closed is kept."""
    lower = text.lower()  # of the same length but for a few letters of Turkish and the like
    if len(lower) != len(text) or opening not in lower:
        return text
    kept: list[str] = []
    at = 0
    while (start := lower.find(opening, at)) >= 0:
        end = lower.find(closing, start + len(opening))
        if end < 0:
            break
        kept += (text[at:start], " ")
        at = end + len(closing)
    return "".join((*kept, text[at:]))


def _entity(found: re.Match[str]) -> str:
    name, closed = found[1], found[2]
    if name.startswith("#"):
        return html.unescape(f"&{name};")
    if character := html5.get(f"{name};"):
        return character if closed or len(name) > 2 or name in ("lt", "gt") else found[0]
    accented = _ACCENTED.match(name)
    if accented and (character := html5.get(f"{accented[0]};")):
        return character + name[accented.end() :] + closed
    return found[0]


def _characters(text: str) -> str:
    return text.translate(_CHARACTERS)
