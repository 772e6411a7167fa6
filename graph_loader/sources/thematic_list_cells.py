"""Cells of a thematic list taken apart: number, States, position, source, themes, persons, goals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final, Literal

from graph_loader.records import Status
from graph_loader.sources.wg_brackets import ends_with_states, read_brackets, read_parts, split_states
from graph_loader.sources.wg_headings import status_of
from graph_loader.sustainable_development import load_goals, load_targets

_LONGEST: Final = 10_000
_NUMBER: Final = re.compile(
    r"^(?:rec(?:ommendation)?s?\.? )?\(?(\d{1,3}) ?\. ?(\d{1,3})(?!\d|\.\d|[-–]\d)[.)]? *(?:[-–:] )?",
    re.IGNORECASE,
)
_SOURCE: Final = re.compile(
    r"\(?\b(?:source of (?:the )?(?:state[’']?s? )?positions?|position source) ?:? ?"
    r"|\(?\bsources? ?: ?(?=A/)",
    re.IGNORECASE,
)
_SYMBOL: Final = re.compile(
    r"\bA/(?:[A-Z]{2,6}/)?(?:WG\.6/)?\d{1,3}/(?:L\.)?\d{1,4}(?: ?/ ?(?:Add|Corr|Rev)\. ?\d{1,2})*"
)
_PARAGRAPH: Final = re.compile(
    r"\bpara(?:graph)?s?\.? ?(\d{1,3}(?: ?(?:[/,&–-]|and) ?\d{1,3})*)((?:[a-z]+|\([a-z]\))?)", re.IGNORECASE
)
_NOT_LETTERS: Final = re.compile(r"[^a-z]+")
_QUALIFIER: Final = re.compile(r"\([^()]*\)|\*")
_BOTH: Final = re.compile(r"\b(?:supported|accepted)\b.*\bnoted\b|\bnoted\b.*\b(?:supported|accepted)\b")
_NEGATED: Final = re.compile(r"\bnot (?:\w+ )?(?:supported|accepted)\b")

_OFFICIAL: Final[dict[str, Status]] = {
    "supported": "supported",
    "noted": "noted",
    "supported noted": "partially-supported",
    "noted supported": "partially-supported",
    "supported and noted": "partially-supported",
    "partially supported": "partially-supported",
}
_OTHER: Final[dict[str, Status]] = {
    **dict.fromkeys(
        ("accepted", "accept", "accepts", "support", "supports", "enjoys support", "agreed"), "supported"
    ),
    **dict.fromkeys(("not supported", "not accepted", "rejected", "takes note", "taken note of"), "noted"),
    **dict.fromkeys(("note", "notes", "does not enjoy support", "not enjoying support"), "noted"),
    **dict.fromkeys(
        (
            "partly supported",
            "supported in part",
            "partially accepted",
            "partly accepted",
            "accepted in part",
        ),
        "partially-supported",
    ),
    **dict.fromkeys(
        (
            "partially noted",
            "partly noted",
            "noted in part",
            "accepted noted",
            "supported in part noted in part",
        ),
        "partially-supported",
    ),
    **dict.fromkeys(("pending", "deferred", "under consideration", "under examination"), "pending"),
    **dict.fromkeys(("to be examined", "will be examined", "to be considered"), "pending"),
    **dict.fromkeys(("awaiting response", "to be determined", "no response yet"), "pending"),
}

Block = Literal["themes", "persons", "sdgs"]

_BULLET: Final = re.compile(r"^(?:[-–—•·*▪●○◦‣]|\uf0b7|o(?= )) ?")
_BLOCK: Final[tuple[tuple[Block, re.Pattern[str]], ...]] = (
    (
        "persons",
        re.compile(
            r"^(?:affected (?:persons|groups)|(?:persons|groups) affected|groups? of persons) ?(?::|$)",
            re.IGNORECASE,
        ),
    ),
    ("sdgs", re.compile(r"^(?:relevant )?(?:SDGs?|sustainable development goals?) ?(?::|$)", re.IGNORECASE)),
    (
        "themes",
        re.compile(r"^(?:other |full list of |human rights )?(?:themes?|rights?) ?(?::|$)", re.IGNORECASE),
    ),
)
_GOAL: Final = re.compile(
    r"^(?:(?:SDGs?|goals?|targets?) ?)*:? ?(\d{1,2}(?: ?\. ?(?:\d{1,2}|[a-d]\b))?)(?!\d)(?!\.\w)",
    re.IGNORECASE,
)
_GOALS: Final = re.compile(
    r"^(?:(?:SDGs?|goals?|targets?) ?:? ?)*\d{1,2}(?:\.(?:\d{1,2}|[a-d]))?(?: ?(?:[,;/&]|and) ?"
    r"(?:(?:SDGs?|goals?|targets?) ?)*\d{1,2}(?:\.(?:\d{1,2}|[a-d]))?)+\.?$",
    re.IGNORECASE,
)
_GOAL_WITH_NAME: Final = re.compile(
    r"\b(?:(?:SDGs?|goals?|targets?) ?:? ?){0,3}\d{1,2}(?! ?\. ?(?:\d|[a-d]\b))(?= ?[-–—.:]? ?[A-Z])",
    re.IGNORECASE,
)
"""The number before the name of a goal; no name has a figure in it."""
_RANGE_OF_GOALS: Final = re.compile(
    r"^(?:(?:SDGs?|goals?) ?:? ?)+(\d{1,2}) ?(?:[-–]|to) ?(\d{1,2})\.?$", re.IGNORECASE
)
_KEY: Final = re.compile(r"\d{1,2}(?:\.(?:\d{1,2}|[a-d]))?")


@dataclass(frozen=True, slots=True)
class Wording:
    """A cell with a recommendation."""

    number: str | None
    """`115.1`; None where it has none."""
    text: str
    """Wording and States, without number and source."""
    source: str
    """What stands after `Source of position:`."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the list says that it has a position from."""

    symbol: str | None
    paragraph: str | None
    slip: str | None
    """How the paragraph is written where letters follow it that mean nothing: `3vv`."""


@dataclass(frozen=True, slots=True)
class Made:
    """A recommendation, and who made it."""

    text: str
    states: tuple[str, ...]
    unknown: tuple[str, ...]
    """Spellings that are no State."""
    only_in_text: tuple[str, ...] = ()
    """States that a bracket within the text names and the column of States does not."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the column of positions says."""

    status: Status | None
    official: bool
    """True for the words that these lists use: supported, noted, supported/noted."""


@dataclass(frozen=True, slots=True)
class Goals:
    """Goals and targets of the 2030 Agenda, and what is none."""

    keys: tuple[str, ...]
    unknown: tuple[str, ...]


def read_wording(text: str) -> Wording:
    """Take a cell with number, wording, States and source apart."""
    found = _SOURCE.search(text)
    source = text[found.end() :] if found else ""
    body = text[: found.start()].strip() if found else text
    number = _NUMBER.match(body)
    if number is None:
        return Wording(None, body, source)
    return Wording(_without_zeros(number), body[number.end() :], source)


def read_number(text: str) -> str | None:
    """The number of a column for numbers alone."""
    number = _NUMBER.match(text)
    return _without_zeros(number) if number and number.end() == len(text) else None


def _without_zeros(number: re.Match[str]) -> str:
    return f"{int(number[1])}.{int(number[2])}"


def read_source(text: str) -> Source:
    """Document and paragraph of `A/HRC/28/15/Add.1 - Para. 3`; the last paragraph where it names several."""
    symbol = _SYMBOL.search(text[:_LONGEST])
    paragraphs = _PARAGRAPH.findall(text[:_LONGEST])
    number, letters = paragraphs[-1] if paragraphs else ("", "")
    slip = len(letters) > 1 and not letters.startswith("(")
    return Source(
        symbol[0].replace(" ", "") if symbol else None,
        (number if slip else number + letters) or None,
        number + letters if slip else None,
    )


def read_made(text: str, column: Sequence[str] | None) -> Made:
    """Wording and States: in the brackets of the text, or in a column of their own where there is one."""
    read = read_brackets(text[:_LONGEST])
    if column is None:
        return Made(read.text, read.states, read.unknown)
    states, unknown = _column_states(column)
    if set(read.states) <= set(states):
        return Made(read.text if read.states else _trimmed(text), states, unknown)
    only = tuple(code for code in _named_within(text[:_LONGEST]) if code not in states)
    return Made(_trimmed(text), (*only, *states), unknown, only)


def _named_within(text: str) -> tuple[str, ...]:
    """States in brackets that more wording follows: `text (Spain); other text`; the last may be wording."""
    parts = read_parts(text)
    if ends_with_states(text):
        parts = parts[:-1]
    return tuple(dict.fromkeys(code for part in parts for code in part.states))


def _column_states(paragraphs: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """States one a paragraph, or several with commas or in brackets; a name may go over two paragraphs."""
    by_paragraph = [_states_of(each) for each in paragraphs]
    states = tuple(dict.fromkeys(code for codes, _ in by_paragraph for code in codes))
    unknown = tuple(spelling for _, spellings in by_paragraph for spelling in spellings)
    if unknown:
        joined, left = _states_of(" ".join(paragraphs))
        if not left:
            return joined, ()
    return states, unknown


def _states_of(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    text = _BULLET.sub("", text)
    if text.startswith("("):
        read = read_brackets(text)
        return read.states, read.unknown
    return split_states(text) if text.strip(" ;.,") else ((), ())


def _trimmed(text: str) -> str:
    return text.rstrip(" ;.,:")


def read_answer(text: str) -> Answer:
    """The position behind the words of a cell; no status where they say nothing that is known."""
    words = _plain(text).removeprefix("position ")
    if words in _OFFICIAL:
        return Answer(_OFFICIAL[words], True)
    if _BOTH.search(words) and not _NEGATED.search(words):
        return Answer("partially-supported", False)
    said = status_of(f"The recommendation is {text.lower()}.")
    bare = _plain(_QUALIFIER.sub(" ", text))
    known = _OTHER.get(words) or _OFFICIAL.get(bare) or _OTHER.get(bare)
    return Answer(known if said in (None, known) else said, False)


def _plain(text: str) -> str:
    return _NOT_LETTERS.sub(" ", text[:_LONGEST].lower().replace("&", " and ")).strip()


def read_blocks(paragraphs: Iterable[str], first: Block) -> dict[Block, list[str]]:
    """Labels of a cell by the heading above them; `first` is what stands before any heading."""
    blocks: dict[Block, list[str]] = {"themes": [], "persons": [], "sdgs": []}
    block = first
    for paragraph in paragraphs:
        rest = paragraph
        for name, heading in _BLOCK:
            if found := heading.match(_BULLET.sub("", paragraph)):
                block, rest = name, _BULLET.sub("", paragraph)[found.end() :].strip()
                break
        label = _BULLET.sub("", rest).rstrip(" ;")
        if label and label not in blocks[block]:
            blocks[block].append(label)
    return blocks


def read_goals(labels: Sequence[str]) -> Goals:
    """Goals (`16`) and targets (`16.3`) by number, or goals by name."""
    keys: list[str] = []
    unknown: list[str] = []
    for before, label in pairwise(("", *_one_by_one(labels))):
        found = list(_goal_keys(label))
        keys += found
        if not found and _plain(f"{before} {label}") not in _names_of_goals():
            unknown.append(label)
    return Goals(tuple(dict.fromkeys(keys)), tuple(unknown))


def _one_by_one(labels: Iterable[str]) -> Iterator[str]:
    """Goals that share a line: `1 - NO POVERTY; 2 - ZERO HUNGER`, with or without a mark between them."""
    for label in labels:
        starts = [found.start() for found in _GOAL_WITH_NAME.finditer(label[:_LONGEST])]
        ends = [*starts[1:], len(label)] if len(starts) > 1 else [len(label)]
        yield from (
            label[start:end].strip(" ;,-–—•") for start, end in zip((0, *starts[1:]), ends, strict=False)
        )


@cache
def _names_of_goals() -> frozenset[str]:
    return frozenset(_plain(goal.label) for goal in load_goals())


@cache
def _known_keys() -> frozenset[str]:
    return frozenset(goal.number for goal in load_goals()) | {target.number for target in load_targets()}


def _goal_keys(label: str) -> Iterator[str]:
    known = _known_keys()
    if _GOALS.match(label[:200]):
        keys = _KEY.findall(label.lower())
        if known.issuperset(keys):
            yield from keys
    elif through := _RANGE_OF_GOALS.match(label[:200]):
        keys = [str(number) for number in range(int(through[1]), int(through[2]) + 1)]
        if known.issuperset(keys):
            yield from keys
    elif number := _GOAL.match(label):
        key = number[1].replace(" ", "").lower()
        if key in known:
            yield key
    else:
        yield from (goal.number for goal in load_goals() if _plain(goal.label) == _plain(label))
