"""Words of a text and the phrases of `reference/norm_phrases.csv` in them: leftmost, then longest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from graph_loader.gazetteer_spellings import put_right
from graph_loader.reference_data import rows

_MAX_TOKENS: Final = 40
_TOKEN: Final = re.compile(r"(?:the|of|on|to|and|for|in|with|its)(?=[A-Z])|[^\W\d_]+|\d+")
"""A word, a number, or a small word that lost the space behind it ("theConvention")."""
_BREAK: Final = re.compile(r"[;:?!()\[\]]|\.\s")
_END: Final = re.compile(r"[;:?!]|\.\s")
_PLAIN_GAPS: Final = frozenset({"", " "})
_PLAIN_GAP: Final = (False, False, False)
_BEFORE_NUMBER: Final = frozenset({"no", "nos", "art", "arts", "para", "paras", "n"})
_SMALL: Final = frozenset(
    {
        *(
            "the",
            "of",
            "on",
            "for",
            "to",
            "a",
            "an",
            "in",
            "with",
            "against",
            "from",
            "by",
            "at",
            "its",
            "their",
        ),
        *("relating", "relative", "concerning", "regarding", "international", "united", "nations", "un"),
        *("all", "any"),
    }
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a number of a text."""

    text: str
    """Full-width letters and the like as plain ones (NFKC)."""
    key: str
    """The word without regard to case, common misspellings put right."""
    start: int
    end: int
    after_break: bool
    """A bracket, a semicolon or the end of a sentence stands before it."""
    after_end: bool
    """The same without the brackets."""
    after_comma: bool

    @property
    def small(self) -> bool:
        """Does it count within a phrase?"""
        return self.key in _SMALL


@dataclass(frozen=True, slots=True)
class Phrase:
    """A row of norm_phrases.csv."""

    text: str
    norms: tuple[str, ...]
    """None of them: words that look like a norm and are not."""
    score: float
    needs: tuple[tuple[str, ...], ...]
    """Words of which one group must stand elsewhere in the text."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found at tokens `first` to `last`, both included."""

    first: int
    last: int
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class NormMatch:
    """A place in a text that names a norm, or asks for what it asks."""

    norm: str
    """Key of its IRI: `op-crpd`, `paris-principles/B.2`."""
    phrase: str
    """The phrase of the list, or the name of the rule, that led here."""
    start: int
    end: int
    """Characters `text[start:end]`."""
    score: float
    """How surely the words mean this norm, judged once for each phrase or rule and not measured.

    1: a title or an acronym of one norm; 0.8 to 0.9: a short form, a misprint, a protocol told by its
    subject; 0.5 to 0.7: one or more of several protocols; 0.5: a provision whose demand the text repeats
    without naming it. From 0.6 on the text names the norm.
    """


@dataclass(slots=True)
class _Node:
    """A step of the tree of phrases; filled once, when the list is read."""

    next: dict[str, _Node] = field(default_factory=dict)
    phrases: list[Phrase] = field(default_factory=list)


def tokenize(text: str) -> tuple[Token, ...]:
    """Words and numbers; `OP-CAT` and `OP2` are two each."""
    tokens: list[Token] = []
    end = 0
    for found in _TOKEN.finditer(text):
        word, start = found[0], found.start()
        after = _PLAIN_GAP
        if (gap := text[end:start]) not in _PLAIN_GAPS:
            numbered = tokens and tokens[-1].key in _BEFORE_NUMBER and gap.strip() == "."
            after = _PLAIN_GAP if numbered else (bool(_BREAK.search(gap)), bool(_END.search(gap)), "," in gap)
        if not word.isascii():
            word = unicodedata.normalize("NFKC", word)
        end = found.end()
        tokens.append(Token(word, put_right(word.casefold()), start, end, *after))
    return tuple(tokens)


def find_phrases(tokens: tuple[Token, ...]) -> Iterator[Hit]:
    """Phrases in their order, none over another."""
    present = _Present(tokens)
    root = _tree()
    index = 0
    while index < len(tokens):
        if _child(root, tokens[index]) is None:  # as most words
            index += 1
            continue
        hit = _longest(tokens, index, present)
        if hit:
            yield hit
        index = hit.last + 1 if hit else index + 1


class _Present:
    """Which groups of words a text has; each list of groups is looked up once."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._words = f" {' '.join(token.key for token in tokens)} "
        self._known: dict[tuple[tuple[str, ...], ...], bool] = {(): True}

    def one_of(self, groups: tuple[tuple[str, ...], ...]) -> bool:
        """True for no groups."""
        if groups not in self._known:
            self._known[groups] = any(f" {' '.join(group)} " in self._words for group in groups)
        return self._known[groups]


def _longest(tokens: tuple[Token, ...], first: int, present: _Present) -> Hit | None:
    best: Hit | None = None
    node = _tree()
    for index in range(first, min(first + _MAX_TOKENS, len(tokens))):
        token = tokens[index]
        if index > first and token.after_break:
            break
        child = _child(node, token)
        if child is None:
            if token.small and index > first:
                continue
            break
        node = child
        phrase = next((phrase for phrase in node.phrases if present.one_of(phrase.needs)), None)
        if phrase:
            best = Hit(first, index, phrase)
    return best


def _child(node: _Node, token: Token) -> _Node | None:
    if token.text.isupper() and len(token.text) > 1:
        exact = node.next.get("=" + token.text)
        if exact:
            return exact
    return node.next.get(token.key)


@cache
def load_phrases() -> tuple[Phrase, ...]:
    """The list, in its order."""
    return tuple(
        Phrase(
            text=row["phrase"],
            norms=tuple(filter(None, row["norm"].split("|"))),
            score=float(row["score"]),
            needs=tuple(tuple(token.key for token in tokenize(group)) for group in _parts(row["needs"])),
        )
        for row in rows("norm_phrases.csv")
    )


def _parts(cell: str) -> list[str]:
    return cell.split("|") if cell else []


@cache
def _tree() -> _Node:
    root = _Node()
    for phrase in load_phrases():
        node = root
        for token in tokenize(phrase.text):
            if token.small:
                continue
            acronym = token.text.isupper() and len(token.text) > 1
            node = node.next.setdefault("=" + token.text if acronym else token.key, _Node())
        node.phrases.append(phrase)
    return root
