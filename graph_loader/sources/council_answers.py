"""Words of acceptance and rejection in reports of the Human Rights Council, and whose words they are.

Reports are reported speech in a formal style: `had supported`, `could not accept`, `had been noted`,
`enjoyed the support of`. An answer that is hypothetical, someone else's or about another time says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graph_loader.records import Status
from graph_loader.states import state_code


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The State and cycle whose section is read."""

    state: str
    cycle: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Words that accept, note, reject or leave open, in one sentence."""

    start: int
    end: int
    status: Status | None
    """None where the words contradict each other or do not commit the State."""
    earlier: bool
    """Told as past: `had initially accepted`."""
    now: bool
    """Told as present against that past: `had now been accepted`."""
    strong: bool
    """False for words that are often no answer at all, such as `support`."""
    complete: bool
    """True where no `been` or `was` is needed: `enjoyed the support`, `under examination`."""


_CLAUSE: Final = r"\s+that\b(?!\s+recommendations?\s*[.,;])"
"""`Noted that recommendation 126.27 was …` is no answer, `noted that recommendation.` is one."""

_STARTS: Final = re.compile(
    r"""
    (?P<no>\b(?:not|never|cannot|unable|no\s+longer)\b(?:\s*,[^,;.]{1,60},)?
            (?:\s+(?!(?:and|but|or|only|that)\b)[a-z]+){0,6}?\s+
        |\bnor\s+(?:could|did|would|was|were)\s+(?:it|they|the\s+\w+|\w+)\s+(?:able\s+to\s+)?
        |\b(?:refus|declin)(?:e|es|ed|ing)\s+to\s+)?
    (?P<part>\b(?:partially|partly|in\s+part)\s+)?
    \b(?:
        (?P<support>accept(?:ed|ing|s)?(?!{that})|support(?:ed|ing|s)?|endors(?:ed?|es|ing)|agree(?:d|s)?\s+(?:to|with)
            |enjoy(?:ed|s|ing)?\s+(?:(?:the|its|full)\s+)*support|acceptance\s+of|support\s+(?:for|to))
        |(?P<note>not(?:ed?|es|ing)(?!{that}|\s+(?:with|how)\b)|t(?:ake|akes|ook|aken|aking)\s+(?:due\s+)?note(?:\s+with\s+\w+)?\s+of
            |t(?:ook|aken)\s+note)
        |(?P<reject>reject(?:ed|ing|s)?|declin(?:ed|ing)|refus(?:ed|ing)|rejection\s+of)
        |(?P<open>pending|under\s+(?:further\s+)?(?:consideration|examination|review|study)|deferred
            |(?:be|being)\s+(?:further\s+)?(?:examined|studied))
    )\b
    (?P<part_after>\s+(?:partially|partly|in\s+part)\b)?
    """.replace("{that}", _CLAUSE),
    re.VERBOSE | re.IGNORECASE,
)

_ONCE: Final = (
    r"initially|originally|previously|at\s+first|earlier|formerly"
    r"|(?:during|at)\s+the\s+(?:\w+\s+)?session\s+of\s+the\s+Working\s+Group"
    r"|in\s+the\s+Working\s+Group|during\s+the\s+interactive\s+dialogue|at\s+the\s+time\s+of\s+the\s+review"
)
_ONCE_WORD: Final = re.compile(rf"\b(?:{_ONCE})\b", re.IGNORECASE)
_AGAINST_ONCE: Final = re.compile(
    r"\b(?:now|but|however|currently|subsequently|since|eventually|finally|later|thereafter|today|final"
    r"|had\s+decided|reconsider\w*|following|after)\b",
    re.IGNORECASE,
)
_NOW: Final = re.compile(r"\b(?:now|decided\s+to|subsequently|currently|since\s+then)\b", re.IGNORECASE)
_CLAUSE_END: Final = re.compile(r"[,;.]|\b(?:and|but|while|whereas|because|as|since|although|which|that)\b")

_UNCOMMITTED: Final = re.compile(
    r"\b(?:would|may|might|should|will|shall|if|whether|unless|consider(?:ing)?|hop(?:ed|ing)|ready|"
    r"difficult(?:y|ies)?|withdr(?:ew|awn|awing)|refrain(?:ed|ing)?|fail(?:ed|ing)|postpon(?:ed|ing)|delay(?:ed|ing)|"
    r"readiness|willing|willingness|possib(?:le|ility)|intend(?:ed|ing)?|plan(?:ned|ning)|urg(?:ed|ing)|"
    r"encourag(?:ed|ing)|call(?:ed|ing)\s+(?:up)?on|ask(?:ed|ing)|invit(?:ed|ing)|request(?:ed|ing))\b"
    r"(?:\s+[\w’'-]+){0,4}\s*$",
    re.IGNORECASE,
)
_ABLE: Final = re.compile(r"\b(?:could|can)(?:\s+[\w’'-]+){0,4}\s*$", re.IGNORECASE)
"""`Could accept` may be a wish; `could now accept` is reported speech for `can now accept`."""


def answers(sentence: str, reviewed: Reviewed) -> tuple[Answer, ...]:
    """Every answer in a sentence, in order."""
    return tuple(_answers(sentence, reviewed))


def _answers(sentence: str, reviewed: Reviewed) -> Iterator[Answer]:
    told_as_past = False
    past_the_last = 0
    for match in _STARTS.finditer(sentence):
        lead = sentence[past_the_last : match.end()]
        told_as_past = _told_as_past(lead, told_as_past)
        now = _NOW.search(lead[-80:]) is not None
        words = match.group().lower()
        yield Answer(
            match.start(),
            match.end(),
            _status(match) if _commits(sentence, match, now, reviewed) else None,
            told_as_past or _past_follows(sentence[match.end() : match.end() + 200]),
            now,
            bool(match["no"] or match["reject"] or match["part"]) or not _may_be_a_noun(words),
            bool(match["open"]) or "enjoy" in words,
        )
        past_the_last = match.end()


def _told_as_past(lead: str, before: bool) -> bool:
    once = [match.end() for match in _ONCE_WORD.finditer(lead)]
    against = [match.end() for match in _AGAINST_ONCE.finditer(lead)]
    if not once and not against:
        return before
    return max(once, default=-1) > max(against, default=-1)


def _past_follows(rest: str) -> bool:
    end = _CLAUSE_END.search(rest)
    return _ONCE_WORD.search(rest[: end.start()] if end else rest) is not None


def _may_be_a_noun(words: str) -> bool:
    return words.endswith(("support", "support for", "support to", "note", "accept", "endorse", "supporting"))


def _status(match: re.Match[str]) -> Status | None:
    partly = bool(match["part"] or match["part_after"])
    if match["support"]:
        if match["no"]:
            return None if partly else "noted"
        return "partially-supported" if partly else "supported"
    if match["no"] or partly:
        return None
    return "pending" if match["open"] else "noted"


def _commits(sentence: str, match: re.Match[str], now: bool, reviewed: Reviewed) -> bool:
    """Whether the State under review says so of itself: not `might accept`, not `accepted by Parliament`."""
    before, after = sentence[max(match.start() - 120, 0) : match.start()], sentence[match.end() :]
    hypothetical = _UNCOMMITTED.search(before) or (_ABLE.search(before) and not now)
    if match["no"]:
        firm = not re.search(r"\byet\b", match["no"])
    else:
        firm = bool(match["open"]) or not (hypothetical or _DENIED.search(before))
    return (
        firm
        and not _is_other_subject(before, reviewed)
        and not _is_other_agent(match.group(), after, reviewed)
    )


_DENIED: Final = re.compile(
    r"\b(?:not(?!\s+only)|never|neither|nor|without|instead\s+of|rather\s+than)\b"
    r"(?:(?!\b(?:had|has|have|was|were|is|are|did|does|would|could)\b)[^;.])*$",
    re.IGNORECASE,
)
"""A denial further off, with no other verb after it, may be meant for the answer."""


# Whose words

OWN_SUBJECT: Final = r"the\s+(?:State|Government|delegation|country|authorities)(?:\s+under\s+review)?"
_AUXILIARY_BEFORE: Final = re.compile(
    r"(?:\s+(?:had|has|have|was|were|is|are|be|been|did|does|do|also|now|therefore|thus|subsequently|fully|all|both"
    r"|initially|originally|previously|already|decided|agreed|to|could|would|might|may|can|will|only|either))+\s*$"
)
_PASSIVE: Final = re.compile(r"\b(?:was|were|is|are|be|been)\b")
_OTHER_BODY: Final = re.compile(
    r"\b(?:Parliament|Committee|Court|Commission|Assembly|Senate|Council|Rapporteur|organizations?|delegations"
    r"|(?:[Nn]o|[Aa]ny|[Aa]nother|[Ee]very|[Ee]ach|[Oo]ther)\s+State|stakeholders|institutions?|society|States|countries|parties|experts|courts|representatives)$"
)


def _is_other_subject(before: str, reviewed: Reviewed) -> bool:
    auxiliary = _AUXILIARY_BEFORE.search(before)
    if auxiliary and _PASSIVE.search(auxiliary.group()):
        return False
    subject = before[: auxiliary.start()] if auxiliary else before.rstrip()
    return _OTHER_BODY.search(subject) is not None or _names_other_state(subject, reviewed)


def _names_other_state(subject: str, reviewed: Reviewed) -> bool:
    """The longest ending that is a State's name counts: `South Sudan`, not `Sudan`."""
    words = subject.split()[-8:]
    for start, word in enumerate(words):
        code = state_code(" ".join(words[start:])) if word[0].isupper() or word == "the" else None
        if code:
            return code != reviewed.state
    return False


_OWN_AGENT: Final = re.compile(rf"(?:it\b|{OWN_SUBJECT})", re.IGNORECASE)


def _is_other_agent(answer: str, after: str, reviewed: Reviewed) -> bool:
    preposition = r"\s+(?:of|by|from)\s+" if answer.lower().endswith("support") else r"\s+by\s+"
    match = re.match(preposition, after)
    if not match:
        return False
    agent = after[match.end() : match.end() + 150]
    return not (_OWN_AGENT.match(agent) or _starts_with_own_name(agent, reviewed))


def _starts_with_own_name(text: str, reviewed: Reviewed) -> bool:
    words = text.split()[:9]
    return any(state_code(" ".join(words[:count])) == reviewed.state for count in range(len(words), 0, -1))


_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


def is_about_another_review(sentence: str, reviewed: Reviewed) -> bool:
    """Whether a sentence speaks of the State's other cycles, whose numbers are other recommendations."""
    others = "|".join(word for number, word in enumerate(_ORDINALS, start=1) if number != reviewed.cycle)
    pattern = (
        rf"\b(?:{others}|previous|preceding|last|earlier|prior|past)\s+"
        r"(?:(?:and|second|third|universal|periodic|UPR)\s+){0,3}(?:reviews?|cycles?)\b"
    )
    return re.search(pattern, sentence, re.IGNORECASE) is not None


# Numbers in words

_ONES: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS: Final = (
    *(
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ),
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES: Final = {
    "none": 0,
    "a": 1,
    **{word: value for value, word in enumerate((*_ONES, *_TEENS), start=1)},
    **{word: value for value, word in zip(range(20, 100, 10), _TENS, strict=True)},
}
_ONE: Final = "|".join(_ONES)
_SMALL: Final = rf"(?:(?:{'|'.join(_TENS)})(?:[-\s]\s?(?:{_ONE}))?|{'|'.join(_TEENS)}|{_ONE})"
NUMBER: Final = (
    r"(?:(?<![\d.,/–-])\d{1,3}(?![\d/]|[.,]\d|\s*(?:per\s+cent|%)|\s?[–-]\s?\d)"
    rf"|\b(?:(?:{_ONE}|a)\s+hundred(?:\s+(?:and\s+)?{_SMALL})?|{_SMALL}|none)(?!\s+hundred))\b(?<!no\sone)"
)
"""A count in figures or words up to 999, as a regular expression; not percentages, years, ranges."""


def number_value(text: str) -> int:
    """The value of what `NUMBER` matches: `thirty-one` is 31."""
    if text.isdigit():
        return int(text)
    total = 0
    for word in re.findall(r"[a-z]+", text.lower()):
        total = max(total, 1) * 100 if word == "hundred" else total + _VALUES.get(word, 0)
    return total
