"""Numbers by which a sentence names recommendations: lists, ranges, and `that recommendation`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from graph_loader.sources.council_answers import NUMBER, Answer, number_value

MOST_NUMBERS: Final = 500
"""A longer list or range is a misprint: no review has had as many recommendations in one list."""


BLANK: Final = "#"
"""What stands for a number of a recommendation where counts are read."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that name recommendations."""

    start: int
    end: int
    kind: Literal["numbered", "named", "said before", "pronoun"]
    """By number, as `that recommendation`, as `the recommendation`, or as `it`."""
    plural: bool
    numbers: tuple[str, ...] = ()
    trouble: str | None = None
    """Why the numbers cannot be told."""


_LAST: Final = r"(?!\d|\.\d|\s*(?:per\s+cent|%|million|billion))"
_DASH: Final = r"\s?[-–—−]\s?"
_DOTTED: Final = rf"(?<![\d./])\d{{1,3}}\.\d{{1,3}}{_LAST}"
_PLAIN: Final = rf"(?<![\d./])\d{{1,3}}(?!/){_LAST}"
_LABEL: Final = (
    r"(?:(?:recommendations?|paragraphs?|paras?\.|[Nn]os?\.|numbers?|those|in|contained|the)\s+){0,4}"
)
_AND: Final = (
    r"(?:\s*[,;]\s*(?:(?:and|or|as\s+well\s+as)\s+)?|\s+(?:and|or|as\s+well\s+as|together\s+with|&)\s+)"
)
_DOTTED_RANGE: Final = rf"{_DOTTED}(?:{_DASH}(?:{_DOTTED}|{_PLAIN})|\s+(?:to|through)\s+{_LABEL}{_DOTTED})?"
_PLAIN_RANGE: Final = rf"{_PLAIN}(?:(?:{_DASH}|\s+to\s+){_PLAIN})?"
_DOTTED_LIST: Final = rf"{_DOTTED_RANGE}(?:{_AND}{_LABEL}{_DOTTED_RANGE}){{0,{MOST_NUMBERS}}}"
_PLAIN_LIST: Final = rf"{_PLAIN_RANGE}(?:{_AND}{_PLAIN_RANGE}){{0,{MOST_NUMBERS}}}"

_DETERMINER: Final = (
    r"(?:(?:the|all|its|these|those|following|remaining|other|both|some|most|many|several|only|further|additional|"
    r"majority|number|total|of|an?|(?:previously|initially|originally)\s+(?:not\s+)?(?:noted|rejected|accepted|supported)"
    rf"|(?P<count>{NUMBER}))\s+){{0,6}}"
)
_FILLER: Final = (
    r"(?:[\s,:(–]|\b(?:recommendations?|contained|set\s+(?:out|forth)|listed|found|included|including|such\s+as|notably|"
    r"namely|appearing|reflected|made|in|under|with|the|numbered|numbers?|from|of|paragraphs?|report|working\s+group|"
    r"following|below|as|follows|bearing|those)\b|\b(?:[Nn]os?|[Pp]aras?)\b\.?){1,30}?"
)
_IN_PARAGRAPH: Final = (
    r"(?:,?\s+(?:contained|set\s+out|listed|made|reflected))?\s+(?:in|of|under|from)\s+(?:the\s+)?"
    r"paragraph\s+"
)
_REFERENCE: Final = re.compile(
    rf"""
    \b(?!of\b){_DETERMINER}recommendations?\b(?:
        (?P<filler>{_FILLER})(?P<dotted>{_DOTTED_LIST})
      | (?:\s+(?:[Nn]os?\.|numbers?|numbered))?\s*\(?(?P<plain>{_PLAIN_LIST})\)?
        {_IN_PARAGRAPH}(?P<of>{_PLAIN})
      | {_IN_PARAGRAPH}(?P<under>{_PLAIN})\s*(?:\(|,?\s*(?:[Nn]os?\.|numbers?|items?|recommendations?)\s+)
        (?P<items>{_PLAIN_LIST})
      | {_IN_PARAGRAPH}(?P<whole>{_PLAIN})
      | (?P<marked>\s+(?:[Nn]os?\.|numbers?|numbered))?\s*\(?(?P<lost>{_PLAIN_LIST})
    )
    | \b(?:those|the\s+ones)\s+(?:contained\s+)?in\s+(?:paragraphs?|paras?\.)\s+(?P<those>{_DOTTED_LIST})
    | (?P<named>\b(?:that|this|those|these|the\s+(?:said|latter|above|same|former)
        |both(?:\s+of)?(?:\s+(?:these|those|the))?|all\s+(?:of\s+)?(?:these|those))\s+(?:{NUMBER}\s+)?recommendations?\b(?!\s+\d))
    | (?P<before>\bthe\s+recommendations?\b(?=\s*[.,;]|\s+(?:had|has|have|was|were|is|are|now)\b))
    | (?P<pronoun>\b(?:it|them|they
        |(?:these|those|both)(?=\s+(?:had|have|were|are|could|did|do|enjoy(?:ed)?)\b))\b)
    | (?P<bare>{_DOTTED_LIST})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NO_RECOMMENDATION: Final = re.compile(
    r"\b(?:articles?|sections?|rules?|resolutions?|targets?|goals?|decisions?|Protocols?|Conventions?|laws?|Acts?|chapters?|"
    r"annex|US|versions?|indicators?)\s*(?:[Nn]os?\.)?\s*$|[$€£]\s?$",
    re.IGNORECASE,
)
_UNREAD_REST: Final = re.compile(
    rf"\s*\([a-z]{{1,3}}\)|{_DASH}\d|\.\s+\d{{1,3}}\.\d|[a-z]\b|(?:\s*,|\s*,?\s+(?:and|or))\s+{_PLAIN}(?!\s+(?:others?|more|further|additional|recommendations?|had|have|were|was|of)\b)"
)


def references(sentence: str) -> tuple[Reference, ...]:
    """Every reference in a sentence, in order; numbers without the word `recommendation` near are none."""
    if "recommendation" not in sentence.lower():
        return tuple(r for r in _references(sentence) if r.kind == "pronoun")
    return tuple(_references(sentence))


def without_numbers_of_recommendations(sentence: str) -> str:
    """The sentence with their numbers blanked, so that they are not taken for counts; offsets stay."""
    text = sentence
    for match in _REFERENCE.finditer(sentence):
        for group in ("dotted", "plain", "items", "lost", "bare", "those"):
            if match[group] and not _is_count(match):
                start, end = match.span(group)
                text = text[:start] + BLANK * (end - start) + text[end:]
    return text


def _is_count(match: re.Match[str]) -> bool:
    """`Of 245 recommendations 214 had been supported`: one bare number without `No.` is no list."""
    return bool(match["lost"]) and not match["marked"] and match["lost"].isdigit()


def _references(sentence: str) -> Iterator[Reference]:
    for match in _REFERENCE.finditer(sentence):
        start, end = match.span()
        if match["pronoun"]:
            yield Reference(start, end, "pronoun", match["pronoun"].lower() != "it")
        elif match["named"]:
            yield Reference(start, end, "named", match["named"].lower().endswith("s"))
        elif match["before"]:
            yield Reference(start, end, "said before", match["before"].lower().endswith("s"))
        elif not _is_count(match) and not _NO_RECOMMENDATION.search(sentence[max(start - 30, 0) : start]):
            yield _numbered(match, sentence)


def _numbered(match: re.Match[str], sentence: str) -> Reference:
    numbers, trouble = _numbers(match)
    if not trouble and _UNREAD_REST.match(sentence, match.end()):
        trouble = "the list goes on with figures or letters that are no paragraph number"
    if not trouble and match["count"] and (match["filler"] or "").strip() in ("", "(", ":"):
        declared = number_value(match["count"])
        if declared != len(numbers):
            trouble = f"{declared} are announced and {len(numbers)} are listed"
    return Reference(match.start(), match.end(), "numbered", len(numbers) > 1, numbers, trouble)


def _numbers(match: re.Match[str]) -> tuple[tuple[str, ...], str | None]:
    if match["lost"]:
        return (), "the numbers come without the paragraph of the report they stand in"
    if match["whole"]:
        return (), f"it names paragraph {match['whole']} as a whole, not its recommendations one by one"
    if match["plain"] or match["items"]:
        return _expanded(match["plain"] or match["items"], match["of"] or match["under"])
    return _expanded(match["dotted"] or match["those"] or match["bare"], None)


_RANGE: Final = re.compile(
    rf"(\d{{1,3}}(?:\.\d{{1,3}})?)(?:(?:{_DASH}|\s+(?:to|through)\s+{_LABEL})(\d{{1,3}}(?:\.\d{{1,3}})?))?"
)


def _expanded(listed: str, paragraph: str | None) -> tuple[tuple[str, ...], str | None]:
    """Numbers of a list: `126.3–126.5` and `126.3–5` are three; those of a paragraph get it in front."""
    numbers: dict[str, None] = {}
    for first, last in _RANGE.findall(listed):
        run = _run(f"{paragraph}.{first}" if paragraph else first, last)
        if not run or len(numbers) + len(run) > MOST_NUMBERS:
            return (), f"the range {first}–{last} cannot be counted"
        numbers.update(dict.fromkeys(run))
    return tuple(numbers), None


def _run(first: str, last: str) -> list[str]:
    if not last:
        return [first]
    paragraph, _, begin = first.partition(".")
    last_paragraph, dot, end = last.rpartition(".")
    if dot and last_paragraph != paragraph:
        return []
    return [f"{paragraph}.{item}" for item in range(int(begin), int(end) + 1)][: MOST_NUMBERS + 1]


# Several references that belong together

DESCRIPTION: Final = (
    r"(?:\s*\((?!partial|partly|in\s+part|[a-z]{1,3}\))[^()]{1,120}\))?"
    r"(?:\s+(?:on|of|concerning|regarding|relating\s+to|related\s+to|about|made\s+by|from|by|calling|in|for|to)\b"
    r"(?:(?!\b(?:that|which|who|whose|had|has|have|was|were|is|are|did|would|could|called|asked)\b)[^,;]){0,250}?)?"
)
"""What a recommendation is about, without a verb: `on the exclusion of evidence obtained through torture`."""
_JOINT: Final = re.compile(
    rf"\)?{DESCRIPTION}\s*(?:[,;]\s*(?:and\s+|as\s+well\s+as\s+)?|\s(?:and|as\s+well\s+as)\s+)"
)


def joined(found: Sequence[Reference], sentence: str, answers: Sequence[Answer]) -> tuple[Reference, ...]:
    """Merge numbers of one list: `recommendations 126.3 on torture and 126.7 on women`."""
    merged: list[Reference] = []
    for reference in found:
        if merged and _is_joint(merged[-1], reference, sentence, answers):
            merged[-1] = _merged(merged[-1], reference)
        else:
            merged.append(reference)
    return tuple(merged)


def _merged(a: Reference, b: Reference) -> Reference:
    numbers = tuple(dict.fromkeys(a.numbers + b.numbers))
    return replace(a, end=b.end, plural=True, numbers=numbers, trouble=a.trouble or b.trouble)


def _is_joint(a: Reference, b: Reference, sentence: str, answers: Sequence[Answer]) -> bool:
    return (
        a.kind == b.kind == "numbered"
        and not any(a.end <= answer.start < b.start for answer in answers)
        and _JOINT.fullmatch(sentence, a.end, b.start) is not None
    )
