"""Words by which a State accepts, notes, rejects or leaves open recommendations in its own written reply.

Replies are direct speech and short: `accepts`, `cannot accept`, `takes note of`, `does not enjoy support`,
`Accepted in part`, `will be considered`. Only recommendations of the second cycle on are `noted`; a rejection
is the same answer in other words (Human Rights Council resolution 5/1, annex, paragraph 32).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from graph_loader.records import Status
from graph_loader.sources.wg_headings import qualification_of

_WORDS_PATTERN: Final = r"""
    (?P<no>\b(?:not|cannot|can\s?not|never|unable|no\s+longer|neither|nor)\b(?:\s+(?!(?:and|but|or|only|that|however)\b)[a-z’']+){0,7}?\s+
        |\b(?:declin|refus)(?:es|ed|e|ing)\s+to\s+
        |\b(?:un|non-|not\s+)(?=accept|support))?
    (?P<part>\b(?:partially|partly|in\s+part|partial)\s+)?
    (?:(?<=\bun)|\b)(?:
        (?P<support>accept(?:s|ed|ance\s+of|ance(?=\s*(?:$|[.;:,/]))|able|ing)?|support(?:s|ed|ing)?|endors(?:es|ed|e|ing)|approv(?:es|ed|e)
            |agree(?:s|d)?(?:\s+(?:to|with))?|adopt(?:s|ed)(?=\s+(?:the\s+)?recommendations?)
            |(?:enjoy|have|has|had|receive|given?|gives)(?:s|ed|d)?\s+(?:(?:the|its|their|our|full)\s+)*support(?!\s+(?:for|to))
            |welcomes\s+and\s+accepts|(?:is\s+)?in\s+favour\s+of)
        |(?P<note>not(?:es|ed|e)(?!\s+(?:that|with|how|as|above|below|earlier|before|previously)\b)|t(?:ake|akes|ook|aken|aking)\s+(?:due\s+|full\s+)?note)
        |(?P<reject>reject(?:s|ed|ing)?|declin(?:es|ed|e)|refus(?:es|ed|e)|unacceptable|oppos(?:es|ed|e)|rejection(?:\s+of|(?=\s*(?:$|[.;:,/])))
            |disagree(?:s|d)?(?:\s+with)?|object(?:s|ed)?\s+to)
        |(?P<open>pending|deferred|under\s+(?:further\s+)?(?:consideration|examination|review|study)
            |(?:will|to|shall|would|needs?\s+to|requires?)\s+(?:be\s+)?(?:\w+\s+){0,2}?(?:considered|consider|examined?|studied|study|reviewed|review|consideration|examination|study)
            |reserves?\s+its\s+position)
    )\b
    (?P<part_after>,?\s+(?:only\s+)?(?:partially|partly|in\s+part|partial)\b|-in-part\b)?
    """
_WORDS: Final = re.compile(_WORDS_PATTERN.replace(r"\s+", r"\s{1,3}"), re.VERBOSE | re.IGNORECASE)
"""Lines have single spaces; bounded repetition keeps any other text from taking long."""
_HYPOTHETICAL: Final = re.compile(
    r"\b(?:would|could|may|might|if|whether|should|unless|in\s+order\s+to|ready\s+to|continues?\s+to|wish(?:es)?\s+to"
    r"|be\s+able\s+to|possibility\s+of|it\s+is|it\s+should\s+be|it\s+must\s+be|as\s+already|please)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_PASSIVE: Final = re.compile(
    r"\b(?:is|are|was|were|be|been|being|have|has|cannot\s+be|do|does|did|may|will|not)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_ACTIVE_FORM: Final = re.compile(
    r"(?:accepts|supports|endorses|approves|agrees|notes|takes|take|took|taking|rejects|declines|refuses|opposes|adopts|disagrees)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """Words of an answer in a sentence."""

    start: int
    end: int
    status: Status
    passive: bool
    """True where what is answered stands before the words: `are accepted`, `enjoy the support`."""


def answers(sentence: str) -> tuple[Answer, ...]:
    """Every answer in a sentence, in order; what is only possible or wished for is none."""
    return tuple(_answers(sentence))


def _answers(sentence: str) -> Iterator[Answer]:
    for match in _WORDS.finditer(sentence):
        before = sentence[max(match.start() - 60, 0) : match.start()]
        if match["open"] is None and match["no"] is None and _HYPOTHETICAL.search(before):
            continue
        yield Answer(match.start(), match.end(), _status(match), _is_passive(match, before))


def _is_passive(match: re.Match[str], before: str) -> bool:
    words = match.group().lower()
    if _ACTIVE_FORM.search(words) and not re.search(r"\bbe\b", words):
        return False
    return (
        "enjoy" in words
        or bool(match["open"])
        or words.endswith(("table", "partially", "partly", "in part"))
        or _PASSIVE.search(before) is not None
        or re.search(r"\b(?:be|been)\s", words) is not None
    )


def _status(match: re.Match[str]) -> Status:
    if match["part"] or match["part_after"]:
        return "partially-supported"
    if match["support"]:
        return "noted" if match["no"] else "supported"
    if match["open"]:
        return "pending"
    return "supported" if match["reject"] and match["no"] else "noted"


def one_answer(text: str) -> Status | None:
    """The answer that a short text gives, None where it gives none or several: `Accepted`, `Noted`.

    A heading of acceptance `in part`, or of recommendations `accepted … or noted`, is read as it stands.
    """
    found = [answer.status for answer in answers(text)]
    if not found:
        return None
    divided = set(found) == {"supported", "noted"} and re.search(r"/|\bboth\b", text) is not None
    if "partially-supported" in found or divided:
        return "partially-supported"
    return found[0] if len(set(found)) == 1 else None


def in_parts(text: str) -> bool:
    """Whether parts of one recommendation are answered differently: `the first part is accepted, …`."""
    if _OF_PARTS.search(text) is None:
        return False
    given = {answer.status for answer in answers(text)}
    return {"supported", "noted"} <= given or (
        "supported" in given and _EXCEPT_A_PART.search(text) is not None
    )


_PARTS_PATTERN: Final = (
    r"\b(?:first|second|third|last|latter|former|other|remaining|final)\s(?:\w+\s)?"
    r"(?:part|half|sentence|portion|clause)s?\b"
)
_OF_PARTS: Final = re.compile(_PARTS_PATTERN, re.IGNORECASE)
_EXCEPT_A_PART: Final = re.compile(
    r"\b(?:except(?:\sfor)?|only|with\sthe\sexception\sof|apart\sfrom)\s(?:the\s)?" + _PARTS_PATTERN,
    re.IGNORECASE,
)


def qualification(text: str) -> str | None:
    """How the State qualifies its acceptance, in our words."""
    return qualification_of(text) or ("in principle" if _IN_PRINCIPLE.search(text) else None)


_IN_PRINCIPLE: Final = re.compile(
    r"\b(?:accept\w*|support\w*|agree\w*) in principle\b|\bin principle (?:accept|support|agree)", re.I
)


# The answer that an entry on one recommendation or a few gives

_LABEL: Final = re.compile(
    r"\s*(?:[-–—:.;•]\s*)?(?:(?:position|response|reply|answer|status|decision|government(?:[’']s)?\s+(?:position|response|reply)"
    r"|state(?:[’']s)?\s+(?:position|response)|comments?|explanation|reason(?:s|ing)?|remarks?|views?)"
    r"(?:\s+of\s+[^:.]{3,80})?\s*[:–—-]\s*)?",
    re.IGNORECASE,
)
_LEADING: Final = re.compile(
    r"(?:(?:it|this|these|is|are|was|were|has|have|been|both|fully|we|the|recommendations?|government|state|of|therefore|also"
    r"|all|do|does|did|hereby|be|may|can|each)\s+){0,8}$",
    re.IGNORECASE,
)
_OF_THIS: Final = re.compile(
    r"\s+(?:all\s+(?:of\s+)?|both\s+(?:of\s+)?|to\s+|of\s+|with\s+|the\s+spirit\s+of\s+)?"
    r"(?:this|these|it\b|them\b|the\s+(?:present\s+|above\s+|said\s+)?recommendations?|recommendations?\b|both\b)",
    re.IGNORECASE,
)
_THIS_IS: Final = re.compile(
    r"\b(?:this|these|the|both|all)\s+(?:(?:\w+\s+){0,2}recommendations?\s+)(?:(?!\b(?:that|which|and|of)\b)\w+\s+){0,5}$",
    re.IGNORECASE,
)
_SHORT: Final = 60
"""Characters of a sentence that is an answer and nothing else: `Freedonia cannot accept.`"""


@dataclass(frozen=True, slots=True)
class Reply:
    """What follows the number of a recommendation, taken apart."""

    status: Status | None
    reason: str
    """The rest: what the State says beyond the answer itself."""
    answer: str = ""
    """The words of the answer, for its qualification."""


def read_reply(text: str, sentence_ends: tuple[int, ...]) -> Reply:
    """Take apart what follows a number; `sentence_ends` are the ends of its sentences."""
    label = _LABEL.match(text)
    start = label.end() if label is not None else 0
    begin = start
    for position, end in enumerate(sentence_ends):
        sentence = text[begin:end] if end > begin else ""
        own = _own_answer(sentence, first=position == 0)
        if own is not None:
            if in_parts(sentence):
                own = replace(own, status="partially-supported")
            return _split_off(text, start, begin, end, own)
        begin = max(end, begin)
    return Reply(None, text[start:].strip())


def _own_answer(sentence: str, first: bool) -> Answer | None:
    found = answers(sentence)
    for answer in found:
        before, after = sentence[: answer.start], sentence[answer.end :]
        bare = sentence.strip()
        leading = (
            first and (_LEADING.fullmatch(before) is not None) and not _SPEAKS_ON.match(sentence, answer.end)
        )
        if leading or _OF_THIS.match(after) or (answer.passive and _THIS_IS.search(before)):
            return _joined(sentence, answer, found)
        if (
            len(bare) <= _SHORT
            and first
            and not _SPEAKS_ON.match(sentence, answer.end)
            and after.strip(" .;:!") == ""
        ):
            return _joined(sentence, answer, found)
    return None


_NEXT_LABEL: Final = (
    r"(?i:comments?|explanations?|reasons?|remarks?|responses?|justification|rationale)\s*[:–—-]"
)
_SPEAKS_ON: Final = re.compile(
    rf"(?<!ed)(?<!part)(?<!full)\s+(?!{_NEXT_LABEL})(?=[A-Z])"
    r"|\s+(?!in\s+|by\s+|and\s+|as\s+|because|since|with\s+|but\s+|to\s+the\s+extent|to\s+follow|due\s+to|under\s+|at\s+|of\b|this|these"
    r"|the\s+rec|for\s+the|recommendation)[a-z]"
)
"""`Support international efforts` is a wording; `Accepted in full` is an answer."""


def _joined(sentence: str, answer: Answer, found: tuple[Answer, ...]) -> Answer:
    """`Accepted/Noted` and `Accepted in part, noted in part` are partial; else the first answer holds."""
    second = next((other for other in found if other.start >= answer.end), None)
    if second is not None and second.status != answer.status:
        between = sentence[answer.end : second.start]
        if between.strip() in ("/", "") or (
            "partially-supported" in (answer.status, second.status) and len(between) < 12
        ):
            return Answer(answer.start, second.end, "partially-supported", answer.passive)
    return answer


_REST_OF_CLAUSE: Final = re.compile(
    r"\s*(?:(?:all\s+)?(?:(?:of\s+)?(?:this|these|the)\s+recommendations?|recommendations?|in\s+full|fully|it|them|this|these)\b)?"
    rf"(?:\s*[.;:,–—-]+\s*|\s*$|\s+(?=[A-Z])|\s+(?={_NEXT_LABEL}))"
)


def _split_off(text: str, start: int, begin: int, end: int, own: Answer) -> Reply:
    """Without an answer that fills its clause; one inside a sentence stays with the sentence."""
    answer_end = begin + own.end
    after = text[answer_end:end]
    clause = _REST_OF_CLAUSE.match(after)
    before = text[start:begin].strip()
    words = text[begin:end].strip()
    if clause is not None and len(text[begin : begin + own.start].strip()) <= _SHORT:
        rest = text[answer_end + clause.end() :].strip()
        return Reply(own.status, " ".join(filter(None, (before, rest))), words)
    return Reply(own.status, text[start:].strip(), words)
