"""What the cells of an export of UPR Info's database mean: States, responses, sessions, actions, issues."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Final

from graph_loader import labels
from graph_loader.records import LabelRecord, Status
from graph_loader.sources.wg_brackets import read_brackets, split_states
from graph_loader.states import state_code

ISSUES: Final = "upr-info-issue"
"""Scheme of the issues."""

_NOT_WORDS: Final = re.compile(r"[\W_]+")
_BETWEEN: Final = re.compile(r"\s*[|\n;]\s*")
_UNKNOWN: Final = frozenset({"unknown", "na", "none", "notavailable"})

# UPR Info, "Methodology: Responses to recommendations", October 2014: what is not clearly accepted is noted,
# also what was rejected, answered in general or not at all. Partial support is an answer of its own here, as
# the project keeps what a source says. The first pattern that is found decides.
_RESPONSES: Final[tuple[tuple[re.Pattern[str], Status, bool], ...]] = (
    (re.compile(r"\b(?:pending|deferred|postponed)\b"), "pending", True),
    (
        re.compile(
            r"\bpart(?:s|ly|ial|ially)?\b"
            r"|^(?:supported|accepted) (?:and )?(?:noted|rejected)$"
            r"|^(?:noted|rejected) (?:and )?(?:supported|accepted)$"
        ),
        "partially-supported",
        True,
    ),
    (re.compile(r"^noted$"), "noted", True),
    (
        re.compile(r"\b(?:no|not|non|cannot|does|reject\w*|refus\w*|general|unclear|principle)\b"),
        "noted",
        False,
    ),
    (re.compile(r"\bnoted\b"), "noted", False),
    (re.compile(r"\b(?:examin\w*|consider\w*|consideration)\b"), "pending", True),
    (re.compile(r"\b(?:accept\w*|support\w*|agree\w*)\b"), "supported", True),
)
_PLEDGE: Final = re.compile(r"\bpledges?\b|\bcommitments?\b|^vp$")
_ACTIONS: Final = {"minimal": "1", "continuing": "2", "considering": "3", "general": "4", "specific": "5"}
_NUMBER: Final = re.compile(r"(?<![\d/.-])(\d{1,3})(?:st|nd|rd|th)?(?!\d|[/.-]\d)")
"""A number that is no part of a date or range."""
_SESSION: Final = re.compile(
    r"\bsessions?\s*(?:no\.?\s*|#\s*)?(\d{1,3})(?!\d)|(?<![\d/.-])(\d{1,3})(?:st|nd|rd|th)?\s+session\b",
    re.IGNORECASE,
)
_DAYS: Final = re.compile(r"\d{1,2}(?:\s[^\W\d_]{3,9})?\s?[-\u2013]\s?\d{1,2}\s[^\W\d_]{3,9}\b.*")
"""The days of a session, `14 - 25 May 2012`, which are not its number."""
_CYCLE: Final = re.compile(
    r"\bcycle\s*(?:no\.?\s*)?(\d)(?!\d)|(?<!\d)(\d)(?:st|nd|rd|th)?\s+cycle\b", re.IGNORECASE
)
_ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_LAST_SESSION: Final = 120
_LAST_CYCLE: Final = 9


def plain(cell: str) -> str:
    """A cell on one line, with the characters that HTML entities stand for (`&#40;` is a bracket)."""
    text = html.unescape(cell) if "&" in cell else cell
    return " ".join(text.split())


def plain_lines(cell: str) -> str:
    """A cell with its entities resolved and its lines kept, which separate values."""
    return html.unescape(cell) if "&" in cell else cell


def wording(cell: str, states: tuple[str, ...]) -> str:
    """The wording of a recommendation: without the States in brackets at its end that the row names too."""
    text = plain(cell).rstrip(" ;.,:")
    if text.endswith(")"):
        found = read_brackets(text)
        if states and set(states) <= set(found.states):
            return found.text
    return text


def letters(text: str) -> str:
    """Letters and digits alone, in lower case: two texts that agree in them are one."""
    return _NOT_WORDS.sub("", text.casefold())


@lru_cache(maxsize=4_096)
def is_unknown(cell: str) -> bool:
    """Whether the database itself says that it does not know."""
    return letters(cell) in _UNKNOWN or not letters(cell)


@lru_cache(maxsize=16_384)
def states(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of the States of a cell, and the spellings in it that no table knows."""
    if code := state_code(cell):
        return (code,), ()
    codes: list[str] = []
    unknown: list[str] = []
    for piece in filter(None, _BETWEEN.split(cell)):
        if code := state_code(piece):
            codes.append(code)
            continue
        found, unread = split_states(piece)
        codes += found
        unknown += unread
    return tuple(dict.fromkeys(codes)), tuple(unknown)


@lru_cache(maxsize=4_096)
def response(cell: str) -> tuple[Status | None, str | None]:
    """Status that a response is (None: not known), and its words where the status says less than they do."""
    words = " ".join(_NOT_WORDS.sub(" ", cell.casefold()).split())
    for pattern, status, is_plain in _RESPONSES:
        if pattern.search(words):
            return status, None if is_plain else f"UPR Info's response: {cell[:100].casefold()}"
    return None, None


@lru_cache(maxsize=4_096)
def is_pledge(cell: str) -> bool:
    """Whether a response or kind says that the row is a voluntary pledge of the State under review."""
    return _PLEDGE.search(" ".join(_NOT_WORDS.sub(" ", cell.casefold()).split())) is not None


@lru_cache(maxsize=1_024)
def session(cell: str) -> int | None:
    """Number of a session: of `18`, `Session 18`, `44 - November 2023`; None for a date."""
    named = _SESSION.search(cell)
    rest = "" if _DAYS.fullmatch(cell) else _CYCLE.sub("", cell)
    found = named or _NUMBER.search(rest)
    number = int(found[found.lastindex or 0]) if found else 0
    return number if 1 <= number <= _LAST_SESSION else None


@lru_cache(maxsize=1_024)
def cycle(cell: str) -> int | None:
    """Number of a cycle: of `2`, `Cycle 2`, `2nd cycle`, `Second cycle (2012-2016)`."""
    found = _CYCLE.search(cell) or _NUMBER.search(cell)
    if found and 1 <= (number := int(found[found.lastindex or 0])) <= _LAST_CYCLE:
        return number
    return next((number for word, number in _ORDINALS.items() if word in cell.casefold()), None)


@lru_cache(maxsize=1_024)
def action(cell: str) -> str | None:
    """Notation of the action category: of `4`, `4 - General action`, `General action`."""
    if cell[:1] in {"1", "2", "3", "4", "5"} and not cell[1:2].isdigit():
        return cell[0]
    return next((number for word, number in _ACTIONS.items() if word in cell.casefold()), None)


@lru_cache(maxsize=16_384)
def issues(cell: str, commas: bool) -> tuple[LabelRecord, ...]:
    """The issues of a cell; `commas` tells whether they too separate them, as exports of the old site do.

    An issue with a comma in its name is found where the scheme knows it.
    """
    found: list[LabelRecord] = []
    for piece in _BETWEEN.split(cell):
        found += _issues(piece.strip(), commas)
    return tuple({label.key: label for label in found}.values())


def _issues(piece: str, commas: bool) -> list[LabelRecord]:
    parts = piece.split(",") if commas else [piece]
    found: list[LabelRecord] = []
    first = 0
    while first < len(parts):
        # The longest name comes first, since a name may hold a comma.
        for last in range(min(first + 4, len(parts)), first, -1):
            name = ",".join(parts[first:last]).strip()
            label = labels.find_label((ISSUES,), name)
            if label is None and last == first + 1 and name:
                label = labels.new_label(ISSUES, name)
            if label is not None:
                found.append(label)
                break
        first = last
    return found
