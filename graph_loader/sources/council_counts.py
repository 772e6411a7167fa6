"""Counts of recommendations as a section of a report of the Human Rights Council declares them.

Example: `out of 245 recommendations received, 214 had enjoyed the support of … and 31 had been noted`.
What the presiding officer of the Council states at the adoption goes before what the State says of itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final, Literal

from graph_loader.sources.council_answers import (
    NUMBER,
    Answer,
    Reviewed,
    answers,
    is_about_another_review,
    number_value,
)
from graph_loader.sources.council_references import BLANK, without_numbers_of_recommendations
from graph_loader.sources.council_text import Paragraph, sentences

Kind = Literal["total", "supported", "noted", "other"]
_ALL_KINDS: Final[tuple[Kind, ...]] = ("total", "supported", "noted", "other")
_ALL: Final = -1
"""Stands for `all of them`, until the total is known."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Declared counts with their place; what is not said stays None."""

    total: int | None
    supported: int | None
    noted: int | None
    other: int | None
    paragraph: Paragraph
    offset: int

    @property
    def said(self) -> int:
        """How many of the four are said."""
        return sum(value is not None for value in (self.total, self.supported, self.noted, self.other))

    @property
    def adds_up(self) -> bool:
        """False only where all parts and the total are said and disagree."""
        if self.total is None or self.supported is None or self.noted is None:
            return True
        return self.total == self.supported + self.noted + (self.other or 0)

    def same_as(self, other: Counts) -> bool:
        """Whether no count that both say differs."""
        pairs = zip(self._values(), other._values(), strict=True)
        return all(a is None or b is None or a == b for a, b in pairs)

    def _values(self) -> tuple[int | None, ...]:
        return self.total, self.supported, self.noted, self.other


@dataclass(frozen=True, slots=True)
class DeclaredCounts:
    """What a section declares, by speaker."""

    president: Counts | None
    state: Counts | None
    initial: Counts | None
    """The State's answer before the adoption, where the section recalls it."""
    unclear: tuple[tuple[Paragraph, int], ...]
    """Places with counts that contradict each other."""

    @property
    def final(self) -> Counts | None:
        """The President's, else the State's."""
        return self.president or self.state


@dataclass(frozen=True, slots=True)
class _Count:
    kind: Kind
    value: int
    offset: int
    initial: bool = False


_PRESIDENT: Final = re.compile(
    r"\b(?:Vice-|Acting\s+)?President(?P<council>\s+of\s+the\s+(?:Human\s+Rights\s+)?Council)?"
    r"(?:\s+and\s+Rapporteur)?(?:,[^,;]{1,60},)?\s+"
    r"(?:\w+ly\s+|then\s+|also\s+)?"
    r"(?:stated|informed|announced|said|noted|indicated|declared|observed|mentioned|recalled|summarized|reported)\b"
)


def declared_counts(paragraphs: Sequence[Paragraph], reviewed: Reviewed) -> DeclaredCounts:
    """Every declaration of counts by the Council's presiding officer or by the State under review."""
    unclear: list[tuple[Paragraph, int]] = []
    presidents = [_reduced(*found, unclear) for found in _by_president(paragraphs, reviewed)]
    own = [(paragraph, tuple(_counts(paragraph.text, reviewed))) for paragraph in _by_state(paragraphs)]
    final = [(paragraph, tuple(c for c in counts if not c.initial)) for paragraph, counts in own]
    initial = [(paragraph, tuple(c for c in counts if c.initial)) for paragraph, counts in own]
    return DeclaredCounts(
        _fullest(presidents),
        _states_own(final, unclear),
        _fullest(_reduced(paragraph, counts, []) for paragraph, counts in initial),
        tuple(unclear),
    )


def _by_president(
    paragraphs: Sequence[Paragraph], reviewed: Reviewed
) -> Iterator[tuple[Paragraph, tuple[_Count, ...]]]:
    for paragraph in paragraphs:
        match = _PRESIDENT.search(paragraph.text)
        if match and (match["council"] or paragraph.role == "state"):
            counts = tuple(_counts(paragraph.text, reviewed, match.start()))
            yield paragraph, tuple(count for count in counts if not count.initial)


def _by_state(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    for paragraph in paragraphs:
        presided = _PRESIDENT.search(paragraph.text)
        if paragraph.role == "state" and not (presided and presided["council"]):
            yield paragraph


def _states_own(
    found: Sequence[tuple[Paragraph, tuple[_Count, ...]]], unclear: list[tuple[Paragraph, int]]
) -> Counts | None:
    """A single count may be about a part only: it is taken where the State says how many it supported."""
    reduced = [counts for each in found if (counts := _reduced(*each, unclear))]
    whole = _fullest(counts for counts in reduced if counts.said > 1)
    if whole or not reduced:
        return whole
    together = _reduced(
        reduced[0].paragraph, tuple(count for paragraph, counts in found for count in counts), unclear
    )
    return together if together and (together.supported is not None) else None


def _fullest(found: Iterable[Counts | None]) -> Counts | None:
    known = [counts for counts in found if counts]
    return max(known, key=lambda counts: counts.said, default=None)


def said_total(paragraphs: Sequence[Paragraph], reviewed: Reviewed) -> int | None:
    """The number of recommendations that the paragraphs say there are in all; None where they say several."""
    totals = {
        count.value
        for paragraph in paragraphs
        for count in _counts(paragraph.text, reviewed)
        if count.kind == "total"
    }
    return totals.pop() if len(totals) == 1 else None


# From words to counts

_AUXILIARY: Final = (
    r"(?:(?:had|has|have|was|were|is|are|been|being|be|did|does|do|also|now|fully|initially|originally|previously"
    r"|could|only|remain(?:ed|s)?|still|would|that|which)\s+)*"
)
_BEFORE_NUMBER: Final = (
    r"(?:\s+(?:in\s+full|fully|only|all|the|its|remaining|other|another|an?|further|additional|total|of|some|to|for|up))*"
    r"\s+"
)
_ITS_NOUN: Final = (
    r"(?:\s+(?:of|them|those|these|which|the|UPR|recommendations?|others?|remaining|received|more|made))*"
)
_EVERY: Final = (
    r"(?:all|every\s+one)(?=\s+(?:(?:of\s+)?(?:them|these|those|which|the\s+recommendations|recommendations)"
    r"|had|have|were|are|enjoy(?:ed)?)\b)"
)
_VALUE: Final = rf"(?P<value>{NUMBER}|\b{_EVERY})"
_AFTER_NUMBER: Final = (
    r"(?=\s*(?:[,.;:)(]|$)|\s+(?:(?:UPR\s+)?recommendations?|of\s+(?:them|those|these|the|which)|others?|out\s+of|more|"
    r"further|and|while|whereas|but|with|as|received)\b)"
)
_AFTER_ANSWER: Final = re.compile(rf"{_BEFORE_NUMBER}{_VALUE}{_AFTER_NUMBER}", re.IGNORECASE)
_BEFORE_ANSWER: Final = re.compile(
    rf"{_VALUE}(?:\s+(?:out\s+)?of\s+(?:(?:the|its|all)\s+){{0,2}}{NUMBER})?{_ITS_NOUN}(?:\s*\([{BLANK}\s]+\))?(?:\s*,\s*or\s+[^,;]{{1,60}},)?(?:\s*,)?\s+{_AUXILIARY}$",
    re.IGNORECASE,
)
_TOTALS: Final = (
    rf"\bout\s+of\s+(?:(?:the|all|a|its|total|of)\s+){{0,5}}(?P<value>{NUMBER})",
    rf"(?:^|[,;:(]\s*|\b(?:that|and|{NUMBER})\s+)of\s+(?:(?:the|all|a|its|total|of)\s+){{0,5}}(?P<value>{NUMBER})(?:\s+UPR)?\s+recommendations?\b",
    rf"\breceiv(?:ed|ing)\s+(?:(?:a|total|of|the|in|all)\s+){{0,5}}(?P<value>{NUMBER})(?:\s+UPR)?\s+recommendations?\b",
    rf"\b(?:considered|examined|reviewed|studied|analysed)\s+(?:all\s+)?(?:the|its|all)\s+(?P<value>{NUMBER})\s+recommendations?\b",
    rf"\breport\s+(?:of\s+the\s+Working\s+Group\s+)?contain(?:s|ed|ing)\s+(?:(?:a|total|of)\s+){{0,3}}(?P<value>{NUMBER})\s+recommendations?\b",
    rf"(?P<value>{NUMBER})\s+recommendations?\s+(?:(?:that|which|had|have|been|were|it|was)\s+){{0,4}}"
    r"(?:received|made|put\s+forward|addressed|formulated)\b",
)
_TOTAL: Final = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _TOTALS)
_ALL_OF_A_NUMBER: Final = re.compile(
    rf"\ball\s+(?:of\s+)?(?:the\s+|its\s+)?(?P<value>{NUMBER})(?:\s+UPR)?\s+recommendations?\b", re.IGNORECASE
)
_ANSWERED_ONLY: Final = re.compile(
    r"(?:\s+(?:recommendations?|that|which|it|had|has|have|been|were|was))*\s+(?:accepted|supported|noted|rejected)\b"
)
_CLARIFIED: Final = re.compile(
    r"\b(?:clarifications?\s+(?:(?:had|has|have|was|were|is|are|been)\s+)*(?:provided|given|made)"
    r"|provid(?:ed|ing)\s+(?:\w+\s+)?clarifications?)\s+"
    rf"(?:on|for|regarding|concerning|to|in\s+(?:relation|respect)\s+(?:to|of))"
    rf"(?:{_BEFORE_NUMBER}(?P<value>{NUMBER})\b|\s+(?:another|the\s+(?:remaining|other))\s+recommendation\b)",
    re.IGNORECASE,
)
"""`…on another 2 recommendations, indicating which part had been supported and which part had been noted`."""

_ABOUT_A_PART: Final = re.compile(
    rf"(?:{NUMBER}|\ball)\s+(?:UPR\s+)?recommendations?(?:\s+(?:it\s+had\s+)?(?:received|made))?\s+"
    r"(?:on|relating|related|concerning|regarding|about|pertaining|addressing|calling|dealing|in\s+(?:the\s+)?(?:area|field)"
    r"|made\s+by\s+(?!States|Member|delegations|other)|from\s+(?!(?:the\s+)?(?:\d{1,3}\s+)?(?:UN\s+|United\s+Nations\s+)?(?:States|Members?|delegations|countries|other)\b|the\s+Working))\b",
    re.IGNORECASE,
)
_NOT_A_COUNT: Final = re.compile(
    r"\b(?:paragraphs?|paras?\.?|sections?|articles?|rules?|Nos?\.?|numbers?|sessions?|resolutions?|targets?|goals?|"
    r"annex|chapter|line|page)\s*\(?$",
    re.IGNORECASE,
)


def _counts(text: str, reviewed: Reviewed, begin: int = 0) -> Iterator[_Count]:
    """Counts of one speaker; one told as initial makes the following initial, up to a `now`."""
    initial = on_subject = False
    for start, sentence in sentences(text):
        speaks_of_them = "recommendation" in sentence.lower()
        usable = (on_subject or speaks_of_them) and not is_about_another_review(sentence, reviewed)
        on_subject = speaks_of_them
        if not usable or _ABOUT_A_PART.search(sentence) or start + len(sentence) <= begin:
            continue
        bare = without_numbers_of_recommendations(sentence)
        for count, answer in _sentence_counts(bare, reviewed):
            if answer:
                initial = answer.earlier or (initial and not _turns_to_now(bare[: count.offset]))
            keeps = count.kind != "total" and initial
            yield replace(count, offset=start + count.offset, initial=keeps)


_TURN: Final = re.compile(
    r"\b(?:now|but|however|currently|final(?:ly)?|subsequently|in\s+total|as\s+a\s+result)\b", re.I
)


def _turns_to_now(before: str) -> bool:
    return _TURN.search(before) is not None


def _sentence_counts(sentence: str, reviewed: Reviewed) -> list[tuple[_Count, Answer | None]]:
    found: list[tuple[_Count, Answer | None]] = []
    found += [(count, None) for count in _totals(sentence)]
    for match in _CLARIFIED.finditer(sentence):
        found.append((_Count("other", number_value(match["value"] or "one"), match.start()), None))
    for answer in answers(sentence, reviewed):
        found += [(count, answer) for count in _answered(sentence, answer)]
    return sorted(found, key=lambda pair: pair[0].offset)


def _totals(sentence: str) -> Iterator[_Count]:
    for pattern in _TOTAL:
        for match in pattern.finditer(sentence):
            if not _ANSWERED_ONLY.match(sentence, match.end("value")):
                yield _total(match)
    for match in _ALL_OF_A_NUMBER.finditer(sentence):
        yield _total(match)


def _total(match: re.Match[str]) -> _Count:
    return _Count("total", number_value(match["value"]), match.start("value"))


_KINDS: Final[dict[str, Kind]] = {
    "supported": "supported",
    "noted": "noted",
    "pending": "other",
    "partially-supported": "other",
}


def _answered(sentence: str, answer: Answer) -> Iterator[_Count]:
    """The number that an answer governs: after it (`supported 214`), else before it (`31 had been noted`)."""
    if answer.status is None:
        return
    match = _AFTER_ANSWER.match(sentence, answer.end)
    if not match:
        begin = max(answer.start - 200, 0)
        match = _BEFORE_ANSWER.search(sentence[begin : answer.start])
        offset = begin + match.start("value") if match else 0
    else:
        offset = match.start("value")
    if match and not _NOT_A_COUNT.search(sentence[max(offset - 20, 0) : offset]):
        word = match["value"]
        value = _ALL if word.lower().startswith(("all", "every")) else number_value(word)
        yield _Count(_KINDS[answer.status], value, offset)


# From counts to one declaration


def _reduced(
    paragraph: Paragraph, counts: Sequence[_Count], unclear: list[tuple[Paragraph, int]]
) -> Counts | None:
    """One value a kind; where several are said, those that add up to the total."""
    if not any(count.kind != "total" for count in counts):
        return None
    values: dict[Kind, tuple[int, ...]] = {kind: _values(counts, kind) for kind in _ALL_KINDS}
    totals = set(values["total"])
    total = totals.pop() if len(totals) == 1 else None
    choices = _choices(values, total)
    if totals or len(choices) != 1:
        unclear.append((paragraph, counts[0].offset))
        return None
    found = Counts(total, *choices[0], paragraph, counts[0].offset)
    return found if choices[0] != (None, None, None) else None


def _values(counts: Sequence[_Count], kind: Kind) -> tuple[int, ...]:
    return tuple(count.value for count in counts if count.kind == kind)


def _choices(
    values: dict[Kind, tuple[int, ...]], total: int | None
) -> list[tuple[int | None, int | None, int | None]]:
    supported, noted = (_candidates(values[kind], total) for kind in ("supported", "noted"))
    parts = [value for value in values["other"] if value != _ALL]
    other = sum(parts) if parts else None
    combinations = [(s, n, other) for s, n in product(supported, noted)]
    if len(combinations) > 1 and total is not None:
        return [c for c in combinations if sum(value or 0 for value in c) == total]
    return combinations


def _candidates(said: tuple[int, ...], total: int | None) -> list[int | None]:
    known = [total if value == _ALL else value for value in said]
    values = sorted({value for value in known if value is not None})
    if len(values) > 1:
        values.append(sum(value for value in known if value is not None))
    return list(values) or [None]
