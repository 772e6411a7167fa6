"""Answers in the sentences of an addendum: to recommendations by number, to lists, to all the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from graph_loader.records import Status
from graph_loader.sources.addendum_answers import (
    Answer,
    answers,
    in_parts,
    one_answer,
    qualification,
)
from graph_loader.sources.addendum_blocks import Block
from graph_loader.sources.addendum_found import Context, Found, Reason, Statement, Unlisted
from graph_loader.sources.addendum_numbers import Named, NumberList, number_lists

_SENTENCE_END: Final = re.compile(r"[.!?][”\"’)]{0,2}\s+(?=[“\"(]?[A-Z])|(?<=[a-z]);\s+(?=[A-Z])")
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(])(?:[Nn]os?|sects?|[Pp]aras?|Mr|Ms|Mrs|Dr|[Aa]rts?|Add|Rev|Corr|St|chaps?|[Rr]ecs?|e\.g|i\.e|etc|[A-Z])\.$"
)
_REFERENCE: Final = re.compile(
    r"\b(?:see(?:\s+also)?|refers?\s+to|referring\s+to|reply\s+to|replies\s+to|responses?\s+to|answers?\s+to|comments?\s+(?:on|to|under)"
    r"|information\s+(?:on|under|provided)|explanations?\s+(?:on|to|under|for)|in\s+connection\s+with|as\s+(?:with|in|for|under)|same\s+as"
    r"|(?<!^)(?:regarding|concerning|with\s+(?:regard|respect)\s+to|under)|identical\s+to|similar\s+to|cf\.?)"
    r"(?:\s+(?:the|its|our|also|under|above|on|to|in|and|reply|response|answer|comments?))*\s*(?:recommendations?|recs?\.?|Nos?\.?|paragraphs?|numbers?)?\s*$",
    re.IGNORECASE,
)
_ALL_OTHERS: Final = re.compile(
    r"\b(?:all\s+(?:of\s+)?(?:the\s+)?(?:other|remaining|rest|\d{1,3}\s+)?\s*(?:of\s+the\s+)?recommendations"
    r"|(?:the\s+)?(?:other|remaining)\s+(?:\d{1,3}\s+)?recommendations|the\s+rest\s+of\s+the\s+recommendations|all\s+(?:the\s+)?others"
    r"|the\s+(?:rest|remainder)|recommendations\s+in\s+paragraph\s+\d{1,3}(?!\.?\d| ?\())\b",
    re.IGNORECASE,
)
_EXCEPT: Final = re.compile(
    r"\b(?:except(?:ing)?(?:\s+for)?|with\s+the\s+exceptions?\s+of|apart\s+from|other\s+than|excluding|save\s+for)\b",
    re.I,
)
_ANNOUNCES: Final = re.compile(
    r"\b(?:following|below|listed\s+hereunder|set\s+out\s+in\s+the\s+table)\b", re.IGNORECASE
)
STANDS_FOR: Final = "Recommendations"
"""What an entry that is read as a sentence begins with, in place of its numbers."""


def read_paragraph(block: Block, context: Context, known: frozenset[int], found: Found) -> bool:
    """Read the answers of a paragraph; tells whether it names recommendations or announces a list of them."""
    named = read_sentences(block, context, None, found, known)
    if _announces(block.text, named):
        last = (
            block.text[sentence_ends(block.text)[-2] :] if len(sentence_ends(block.text)) > 1 else block.text
        )
        status = one_answer(last)
        if status is not None:
            context.status, context.note, context.marker = status, qualification(block.text), "."
            context.announced_in = None if named else block.paragraph
            return True
    return named


def _announces(text: str, named: bool) -> bool:
    """Whether a list follows; a paragraph that names numbers itself announces one by its colon only."""
    if "recommendation" not in text.lower():
        return False
    return text.rstrip().endswith(":") or (not named and _ANNOUNCES.search(text) is not None)


def read_sentences(
    block: Block,
    context: Context,
    numbers: NumberList | None,
    found: Found,
    known: frozenset[int] = frozenset(),
) -> bool:
    """Read the answers of a text sentence by sentence; tells whether it names recommendations.

    `numbers` are those of the entry that the text belongs to, where it is one.
    """
    begin = 0
    any_named = False
    answered: tuple[Named, ...] = ()
    for end in sentence_ends(block.text):
        sentence = block.text[begin:end]
        lists = list(own_lists(sentence, known))
        if numbers is not None and begin == 0:
            lists.insert(0, NumberList(0, len(STANDS_FOR), numbers.names, ()))
        found.broken += [(each, block.place) for each_list in lists for each in each_list.broken]
        if lists or _ALL_OTHERS.search(sentence):
            any_named |= _read_sentence(sentence, lists, block, context, found)
            answered = tuple(named for each in lists for named in each.names) if any_named else ()
        elif answered and not _LEADS_ON.search(sentence):
            found.reasons.append(Reason(answered, sentence.strip(), block.paragraph, block.place))
        begin = end
    return any_named


_LEADS_ON: Final = re.compile(
    r":$|\b(?:following|additional|further)\s+(?:\w+\s+)?(?:information|comments?|explanations?|remarks?|recommendations?)\b"
    r"|\bas\s+follows\b|\bset\s+out\s+below\b|\bimplement(?:ed|ation)\b",
    re.IGNORECASE,
)
"""A sentence that leads on to what is said below, or qualifies the acceptance, is no reason."""


def own_lists(sentence: str, known: frozenset[int]) -> Iterator[NumberList]:
    """Lists that are answered, not only pointed to: `See recommendation 24`."""
    for each in number_lists(sentence, known):
        if _REFERENCE.search(sentence[: each.start]) is None:
            yield each


def _read_sentence(
    sentence: str, lists: Sequence[NumberList], block: Block, context: Context, found: Found
) -> bool:
    given = _main_answers(sentence)
    found.unanswered += [(named, block.place) for each in lists for named in each.names]
    everything = _ALL_OTHERS.search(sentence)
    if everything is not None and _is_answered(everything, given, sentence):
        return _read_everything(sentence, lists, given, block, found)
    if not lists:
        return False
    if not given:
        return _read_without_answer(sentence, lists, block, context, found)
    note = qualification(sentence) or _same_heading_note(given, context)
    statuses = _statuses(lists, given, sentence)
    if len(lists) == len(lists[0].names) == 1 and in_parts(sentence):
        statuses = ["partially-supported"]
    _add_clause(sentence, lists, statuses, given, block, found)
    for each, status in zip(lists, statuses, strict=True):
        if status is None:
            continue
        for named in each.names:
            own: Status = "partially-supported" if named.partial and status == "supported" else status
            found.statements.append(
                Statement(
                    named, own, "listed", note if own == "supported" else None, block.paragraph, block.place
                )
            )
    return True


_BECAUSE: Final = re.compile(
    r"[\s,]*(?P<reason>(?:because|since|as\s+(?:it|the|this|these|they|its|such)|due\s+to|owing\s+to|given|in\s+view\s+of"
    r"|on\s+the\s+grounds?|for\s+the\s+reasons?|considering)\b.+)",
    re.IGNORECASE | re.DOTALL,
)


def _add_clause(
    sentence: str,
    lists: Sequence[NumberList],
    statuses: Sequence[Status | None],
    given: Sequence[Answer],
    block: Block,
    found: Found,
) -> None:
    """The reason that the sentence itself gives for one answer: `does not accept 5.4, since it …`."""
    own = [each for each, status in zip(lists, statuses, strict=True) if status is not None]
    if len({status for status in statuses if status is not None}) != 1:
        return
    ends = [own[-1].end, *(answer.end for answer in given if answer.start < own[-1].end)]
    after = next((answer.end for answer in given if answer.start >= own[-1].end and answer.passive), 0)
    clause = _BECAUSE.match(sentence, max(*ends, after))
    if clause is not None:
        names = tuple(named for each in own for named in each.names)
        found.reasons.append(Reason(names, clause["reason"].strip(), block.paragraph, block.place))


def _same_heading_note(given: Sequence[Answer], context: Context) -> str | None:
    return context.note if {answer.status for answer in given} == {context.status} else None


def _read_without_answer(
    sentence: str, lists: Sequence[NumberList], block: Block, context: Context, found: Found
) -> bool:
    """A bare list below a heading: `140.1, 140.2 and 140.5`."""
    outside = len(sentence) - sum(each.end - each.start for each in lists)
    if context.status is None or outside > _LONGEST_REST or re.search(r"\bnot\b", sentence):
        return False
    for each in lists:
        found.statements += [
            context.answer_for(named, context.status, "heading", block) for named in each.names
        ]
    return True


_LONGEST_REST: Final = 40
"""Characters beside its numbers that a bare list may have: `Recommendations Nos.`"""


def _is_answered(everything: re.Match[str], given: Sequence[Answer], sentence: str) -> bool:
    """`Accepts all recommendations`, but not `position on all of them, of which 217 are supported`."""
    return any(
        _NEAR.fullmatch(sentence[answer.end : everything.start()]) is not None
        if answer.end <= everything.start()
        else _NEAR.fullmatch(sentence[everything.end() : answer.start]) is not None
        for answer in given
    )


_NEAR: Final = re.compile(
    r"(?:[^,;.\d]|,(?! of which)){0,70}(?:\b(?:except|with the exceptions? of|apart from"
    r"|other than)[^;.]{0,400})?",
    re.I,
)


def _read_everything(
    sentence: str, lists: Sequence[NumberList], given: Sequence[Answer], block: Block, found: Found
) -> bool:
    """`Accepts all recommendations except 140.5 and 140.7`: the exceptions are answered the other way."""
    exception = _EXCEPT.search(sentence)
    excepted = [each for each in lists if exception is not None and each.start >= exception.end()]
    status = given[0].status
    found.unlisted.append(Unlisted(sentence.strip()[:200], status, bool(excepted), block.place))
    own = next((a.status for a in given[1:] if exception is not None and a.start > exception.end()), None)
    other: Status | None = own if own not in (None, status) else ("noted" if status == "supported" else None)
    if other is not None:
        for each in excepted:
            found.statements += [
                Statement(named, other, "listed", None, block.paragraph, block.place) for named in each.names
            ]
    rest = [each for each in lists if each not in excepted]
    for each, said in zip(rest, _statuses(rest, given, sentence), strict=True):
        found.statements += [
            Statement(named, said, "listed", None, block.paragraph, block.place)
            for named in each.names
            if said
        ]
    return bool(lists)


_RELATIVE: Final = re.compile(r",\s+(?:which|that)\s+[^,;]{1,120},")


def _main_answers(sentence: str) -> tuple[Answer, ...]:
    """Without those of a clause between commas, `which were left pending`, where another one holds."""
    given = answers(sentence)
    inside = [match.span() for match in _RELATIVE.finditer(sentence)] if len(given) > 1 else []
    main = tuple(a for a in given if not any(start <= a.start < end for start, end in inside))
    return main or given


def _statuses(lists: Sequence[NumberList], given: Sequence[Answer], sentence: str) -> list[Status | None]:
    """The answer to each list: the one before it (`accepts 1–5`), or after it (`1–5 are accepted`)."""
    passive = bool(lists) and lists[0].start < given[0].start
    return [
        _status_for(each, position, lists, given, passive, sentence) for position, each in enumerate(lists)
    ]


_ALSO: Final = re.compile(
    r"[,;]?\s*(?:(?:and|as|also|are|is|were|together\s+with|recommendations?)\s*){1,5}$", re.IGNORECASE
)


def _status_for(
    each: NumberList,
    position: int,
    lists: Sequence[NumberList],
    given: Sequence[Answer],
    passive: bool,
    sentence: str,
) -> Status | None:
    before = [answer for answer in given if answer.end <= each.start]
    after = [answer for answer in given if answer.start >= each.end]
    last_end = lists[position - 1].end if position else 0
    next_start = lists[position + 1].start if position + 1 < len(lists) else 1 << 30
    close_before = [answer for answer in before if answer.start >= last_end]
    close_after = [answer for answer in after if answer.end <= next_start]
    if passive or (not close_before and close_after and close_after[0].passive):
        chosen = close_after[:1] or after[:1]
        if not chosen and before and _ALSO.match(sentence, before[-1].end, each.start):
            chosen = before[-1:]
    else:
        chosen = close_before[-1:] or before[-1:] or after[:1]
    return chosen[0].status if chosen else None


def sentence_ends(text: str) -> tuple[int, ...]:
    """Where sentences end, the last at the end of the text; full stops inside lists of numbers end none."""
    ends = [
        match.end()
        for match in _SENTENCE_END.finditer(text)
        if not _ABBREVIATION.search(text[max(match.start() - 8, 0) : match.start() + 1])
    ]
    return (*ends, len(text)) if not ends or ends[-1] < len(text) else tuple(ends)
