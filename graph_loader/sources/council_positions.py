"""Positions that a section of a report of the Human Rights Council states by number.

`Had accepted recommendations 126.3 and 126.5`, `recommendation 126.27 had now been accepted`, or the number
in one sentence and `that recommendation had now been accepted` in the next. A number that is only mentioned
gives no position, and words that could be read two ways give a finding without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from graph_loader.records import Status
from graph_loader.sources.council_answers import (
    OWN_SUBJECT,
    Answer,
    Reviewed,
    answers,
    is_about_another_review,
)
from graph_loader.sources.council_references import DESCRIPTION, Reference, joined, references
from graph_loader.sources.council_text import sentences


@dataclass(frozen=True, slots=True)
class Finding:
    """What a sentence says of numbered recommendations."""

    numbers: tuple[str, ...]
    status: Status | None
    """None where a position seems to be stated and cannot be told."""
    offset: int
    """Where in the paragraph."""
    note: str | None = None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    """One answer that governs one reference."""

    reference: Reference
    status: Status | None
    now: bool


@dataclass(frozen=True, slots=True)
class _Before:
    """What the sentence before named by number, and whether it told of a change."""

    named: tuple[Reference, ...] = ()
    changed: bool = False
    others: frozenset[str] = frozenset()
    """`recommendation`, `recommendations`: words that name more of them without a number."""
    just_before: bool = True


def findings(text: str, reviewed: Reviewed) -> Iterator[Finding]:
    """All findings of one paragraph in which the State under review, or the Council's President, speaks."""
    before = _Before()
    unresolved: Finding | None = None
    for start, sentence in sentences(text):
        found, before = _read_sentence(sentence, before, reviewed)
        if unresolved and not any(set(finding.numbers) >= set(unresolved.numbers) for finding in found):
            yield unresolved
        unresolved = None
        for finding in found:
            yield Finding(
                finding.numbers, finding.status, start + finding.offset, finding.note, finding.trouble
            )
        if not found:
            unresolved = _open_change(before, start)
    if unresolved:
        yield unresolved


_CHANGED: Final = re.compile(
    r"\b(?:had|has|have|having)\s+(?:\w+\s+){0,2}(?:reconsidered|changed|revised|modified|reversed|altered|moved|transferred|upgraded|reclassified)\b|\breconsideration\b",
    re.IGNORECASE,
)


def _open_change(told: _Before, start: int) -> Finding | None:
    numbers = tuple(number for reference in told.named for number in reference.numbers)
    if not numbers or not told.changed:
        return None
    trouble = "it reconsiders the position without saying clearly what it is now"
    return Finding(numbers, None, start + told.named[0].start, trouble=trouble)


def _read_sentence(sentence: str, before: _Before, reviewed: Reviewed) -> tuple[list[Finding], _Before]:
    """Findings of a sentence, and the numbers that the next one may call `that recommendation`."""
    said = answers(sentence, reviewed)
    found = joined(references(sentence), sentence, said)
    numbered = tuple(reference for reference in found if reference.kind == "numbered")
    results = _moved(sentence, numbered)
    if results is None:
        results = _answered(sentence, found, said, before)
    if is_about_another_review(sentence, reviewed):
        trouble = "the sentence speaks of another review as well"
        results = [Finding(f.numbers, None, f.offset, trouble=trouble) for f in results]
    return results, _told(sentence, found, before)


_NOUN: Final = re.compile(r"\brecommendations?\b", re.IGNORECASE)


def _told(sentence: str, found: Sequence[Reference], before: _Before) -> _Before:
    numbered = tuple(reference for reference in found if reference.kind == "numbered")
    others = frozenset(
        noun.group().lower()
        for noun in _NOUN.finditer(sentence)
        if not any(reference.start <= noun.start() < reference.end for reference in found)
    )
    if numbered:
        return _Before(numbered, _CHANGED.search(sentence) is not None, others)
    if any(reference.kind == "named" for reference in found):
        return replace(before, others=before.others | others)
    return _Before() if others else replace(before, changed=False, just_before=False)


# Changed from … to …

_MOVED: Final = re.compile(
    r"\bfrom\s+(?:being\s+)?[“\"']?(?:not\s+)?(?:partially\s+)?\w+[”\"']?\s+to\s+(?:being\s+)?[“\"']?"
    r"(?:the\s+(?:list|category|group|column)\s+of\s+)?(?P<to>(?:partially\s+|not\s+)?(?:supported|accepted|noted|rejected))\b"
    r"|\b(?:chang|mov|revis|shift|upgrad|modif|alter|convert|transfer|reclassif)\w{1,5}\b[^;]{1,400}?\bto\s+(?:be\s+|being\s+)?"
    r"(?:the\s+(?:list|category|group|column)\s+of\s+)?[“\"']?(?P<also>(?:partially\s+|not\s+)?(?:supported|accepted|noted|rejected))\b",
    re.IGNORECASE,
)
_STATUS_OF_WORDS: Final[dict[str, Status]] = {
    "supported": "supported",
    "accepted": "supported",
    "noted": "noted",
    "rejected": "noted",
    "not accepted": "noted",
    "not supported": "noted",
    "partially supported": "partially-supported",
    "partially accepted": "partially-supported",
}
_NOT_YET: Final = re.compile(
    r"\b(?:would|could|might|may|should|if|whether|not|consider(?:ing)?|never)\b", re.IGNORECASE
)


def _moved(sentence: str, numbered: Sequence[Reference]) -> list[Finding] | None:
    """`Changed its position on … from noted to supported`; None where nothing is moved."""
    match = _MOVED.search(sentence)
    if not match or not numbered:
        return None
    words = " ".join((match["to"] or match["also"]).lower().split())
    certain = len(numbered) == 1 and not _NOT_YET.search(sentence[: match.start()])
    return [
        _finding(reference, _STATUS_OF_WORDS.get(words) if certain else None, sentence)
        for reference in numbered
    ]


# Accepted, noted, rejected


def _answered(
    sentence: str,
    found: Sequence[Reference],
    said: Sequence[Answer],
    before: _Before,
) -> list[Finding]:
    per_target: dict[tuple[str, ...], tuple[Reference, list[_Said]]] = {}
    excepted = [each for each in found if _EXCEPTED.search(sentence[: each.start])]
    for index, reference in enumerate(found):
        governing = [] if reference in excepted else _governing(sentence, reference, said)
        target = _target(reference, found[:index], before, sentence)
        if target and (governing or reference.kind == "numbered"):
            _, known = per_target.setdefault(target.numbers, (target, []))
            known += governing
    results = []
    for target, known in per_target.values():
        finding = _concluded(sentence, target, known, said)
        if finding:
            results.append(_without(finding, excepted))
    return results


def _without(finding: Finding, excepted: Sequence[Reference]) -> Finding:
    """`82.1 to 82.10, except 82.4`: what is excepted has no part in the answer."""
    left_out = {number for reference in excepted for number in reference.numbers}
    if finding.status is None:
        return finding
    return replace(finding, numbers=tuple(number for number in finding.numbers if number not in left_out))


def _target(
    reference: Reference, earlier: Sequence[Reference], before: _Before, sentence: str
) -> Reference | None:
    """The numbered reference that is meant; one that may be another has trouble."""
    if reference.kind == "numbered":
        return reference
    here = [other for other in earlier if other.kind == "numbered"]
    candidates = here or list(before.named)
    if not candidates or not (here or _may_look_back(reference, before, sentence)):
        return None
    last = candidates[-1]
    fits = last.plural == reference.plural and (reference.plural is False or len(candidates) == 1)
    noun = "recommendations" if reference.plural else "recommendation"
    fits = fits and (bool(here) or noun not in before.others)
    if fits:
        return Reference(reference.start, reference.end, "numbered", last.plural, last.numbers, last.trouble)
    if reference.kind != "named":
        return None
    trouble = "it is not clear which of them are meant"
    numbers = tuple(number for other in candidates for number in other.numbers)
    return Reference(reference.start, reference.end, "numbered", True, numbers, trouble)


def _may_look_back(reference: Reference, before: _Before, sentence: str) -> bool:
    """Whether words may mean what the sentence before named."""
    if reference.kind == "pronoun":
        return before.just_before and not sentence[: reference.start].strip()
    return reference.kind == "named" or before.changed


def _concluded(
    sentence: str, target: Reference, known: Sequence[_Said], said: Sequence[Answer]
) -> Finding | None:
    present = [each for each in known if each.now] or known
    statuses = {each.status for each in present}
    if len(statuses) == 1 and not _EXCEPTS_A_PART.search(sentence):
        return _finding(target, statuses.pop(), sentence)
    if statuses:
        return _finding(target, None, sentence)
    return _unanswered(sentence, target, said)


_EXCEPTED: Final = re.compile(
    r"\b(?:except(?:\s+for)?|excluding|exception\s+of|apart\s+from|other\s+than|but\s+not|all\s+but)\s*$",
    re.IGNORECASE,
)


_EXCEPTS_A_PART: Final = re.compile(
    r"\b(?:except(?:\s+for)?|excluding|exception\s+of|apart\s+from)\s+(?!(?:the\s+|for\s+)?(?:recommendations?|paras?\.?|"
    r"paragraphs?|[Nn]os?\.?|those)\b|\d)",
    re.IGNORECASE,
)


def _unanswered(sentence: str, target: Reference, said: Sequence[Answer]) -> Finding | None:
    """A number near words of acceptance that do not govern it is either a mention or unclear."""
    strong = [answer for answer in said if answer.strong and not answer.earlier]
    lead = sentence[: target.start]
    near = any(
        answer.end <= target.start and not set(",;") & set(sentence[answer.end : target.start])
        for answer in strong
    )
    mentioned = not (near or _is_subject(lead) or _EXCEPTED.search(lead))
    if len({answer.status for answer in strong}) > 1 or (strong and not mentioned):
        return _finding(target, None, sentence)
    return None


_UNCLEAR: Final = "its words of acceptance or rejection can be read in more than one way"


def _finding(target: Reference, status: Status | None, sentence: str) -> Finding:
    if target.trouble or not target.numbers:
        return Finding(target.numbers, None, target.start, trouble=target.trouble)
    if status == "pending":
        trouble = "it leaves the position open, which no State can do beyond the adoption of the outcome"
        return Finding(target.numbers, None, target.start, trouble=trouble)
    if status is None:
        return Finding(target.numbers, None, target.start, trouble=_UNCLEAR)
    return Finding(target.numbers, status, target.start, _note(sentence) if status == "supported" else None)


_IMPLEMENTED: Final = re.compile(
    r"\b(?:considered|regarded|deemed)\b[^.;]{0,60}\bimplement(?:ed|ation)\b"
    r"|\balready\b[^.;,]{0,30}\bimplemented\b",
    re.IGNORECASE,
)


def _note(sentence: str) -> str | None:
    match = _IMPLEMENTED.search(sentence)
    if not match and re.search(r"\bin\s+principle\b", sentence):
        return "accepted in principle"
    if not match or re.search(r"\bnot\b", match.group()):
        return None
    return (
        "considered in the process of implementation"
        if "process" in match.group()
        else "considered implemented"
    )


# Which answer governs which reference

_BEFORE_REFERENCE: Final = re.compile(
    r"\s*(?:,[^,;]{1,120},\s*)?(?:(?:to|of|for|also|in\s+full|fully|only|both|all|the|as\s+follows|:)\s*)*"
)
_A_PART: Final = re.compile(
    r"\s+(?:only\s+)?(?:the\s+|a\s+)?(?:\w+\s+)?(?:parts?|elements?|portions?)\s+of\s+", re.IGNORECASE
)
_AUX: Final = (
    r"(?:had|has|have|was|were|is|are|be|been|being|did|does|do|could|can|would|will|also|now|therefore|thus|finally|"
    r"subsequently|since|both|all|fully|already|only|merely|duly|simply|likewise|remain(?:ed|s)?|still|initially|"
    r"originally|previously|not)"
)
_REVISITED: Final = r"(?:reconsidered|reviewed|re-examined|discussed|examined|studied|revisited|considered)"
_AFTER_REFERENCE: Final = re.compile(
    rf"\)?{DESCRIPTION}(?:\s*,[^,;]{{1,250}},)?,?\s+(?P<aux>(?:{_AUX}\s+)*(?:{_REVISITED}(?:\s+[\w-]+){{0,3}}\s+and\s+(?:{_AUX}\s+)*)?)",
    re.IGNORECASE,
)
_RELATIVE: Final = re.compile(
    rf"\)?{DESCRIPTION}\s*,?\s*(?:which|that)\s+"
    rf"(?P<subject>(?:it|they|{OWN_SUBJECT}|(?!{_AUX}\b)[A-Z][\w’'-]*(?:\s+(?:of|and|the|[A-Z][\w’'-]+)){{0,8}})\s+)?"
    rf"(?P<aux>(?:{_AUX}\s+)*)"
)
_IS: Final = re.compile(r"\b(?:be|been|being|was|were|is|are|remain\w*)\b", re.IGNORECASE)
_FARTHEST: Final = 700


def _governing(sentence: str, reference: Reference, said: Sequence[Answer]) -> list[_Said]:
    found: list[_Said] = []
    for index, answer in enumerate(said):
        if answer.earlier or not -_FARTHEST < answer.start - reference.start < _FARTHEST:
            continue
        if answer.end <= reference.start:
            governing = _active(sentence, reference, answer)
        elif answer.start >= reference.end and _follows(sentence, reference, answer):
            governing = [_Said(reference, answer.status, answer.now)]
        else:
            continue
        contested = governing and _is_contested(sentence, said[max(index - 1, 0) : index + 2])
        found += [replace(each, status=None) for each in governing] if contested else governing
    return found


_BARE_AND: Final = re.compile(r"\s*,?\s*(?:and|or|nor|and/or|but)\s+(?:also\s+)?", re.IGNORECASE)


def _is_contested(sentence: str, neighbours: Sequence[Answer]) -> bool:
    """`accepted and rejected`: two answers in one breath."""
    return any(
        a.status != b.status and _BARE_AND.fullmatch(sentence, a.end, b.start)
        for a, b in pairwise(neighbours)
    )


def _active(sentence: str, reference: Reference, answer: Answer) -> list[_Said]:
    """`accepted recommendation 126.27`, `accepted the first part of recommendation 126.27`."""
    gap = sentence[answer.end : reference.start]
    if reference.kind == "pronoun":
        return [_Said(reference, answer.status, answer.now)] if not gap.strip() else []
    if _BEFORE_REFERENCE.fullmatch(gap):
        partly = _partly_after(sentence, reference)
        status = _in_part(answer.status) if partly else answer.status
        return [_Said(reference, status, answer.now)]
    if _A_PART.fullmatch(gap):
        return [_Said(reference, _in_part(answer.status), answer.now)]
    return []


def _partly_after(sentence: str, reference: Reference) -> bool:
    return re.match(r"\)?,?\s+(?:partially|partly|in\s+part)\b", sentence[reference.end :]) is not None


def _in_part(status: Status | None) -> Status | None:
    return "partially-supported" if status in ("supported", "partially-supported") else None


def _follows(sentence: str, reference: Reference, answer: Answer) -> bool:
    """`recommendation 126.27 had now been accepted`, `recommendation 126.27, which it had accepted`."""
    words = sentence[answer.start : answer.end]
    if reference.kind == "numbered" and _is_elliptic(sentence, reference, answer):
        return True
    gap = sentence[reference.end : answer.start]
    relative = _RELATIVE.fullmatch(gap)
    if relative and reference.kind == "numbered":
        return bool(relative["subject"]) or _is_passive(relative["aux"], words, answer)
    after = _AFTER_REFERENCE.fullmatch(gap)
    if not after or not _is_subject(sentence[: reference.start]):
        return False
    if sentence[reference.start : reference.end].lower() == "it" and "noted" in words and not answer.now:
        return False
    return _is_passive(after["aux"], words, answer)


_ELLIPSIS_END: Final = re.compile(r"\s*(?:[.,;)]|$)|\s+(?:and|while)\b")


def _is_elliptic(sentence: str, reference: Reference, answer: Answer) -> bool:
    """`126.3 had been accepted and 126.4 noted`."""
    return (
        not sentence[reference.end : answer.start].strip()
        and _IS.search(sentence[: reference.start]) is not None
        and _is_subject(sentence[: reference.start])
        and _ELLIPSIS_END.match(sentence, answer.end) is not None
    )


def _is_passive(auxiliary: str, words: str, answer: Answer) -> bool:
    return answer.complete or _IS.search(f"{auxiliary} {words}") is not None


_SUBJECT_AFTER: Final = re.compile(
    r"(?:^|[,;:(“]|\b(?:that|and|while|whereas|but|however|as|therefore|also|though|although|because|since|or|when))\s*$",
    re.IGNORECASE,
)


def _is_subject(before: str) -> bool:
    """Whether a sentence could go on with its subject here: not after `with regard to`."""
    return _SUBJECT_AFTER.search(before) is not None
