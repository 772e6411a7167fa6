"""What an addendum says of each recommendation: answers of its paragraphs, entries, tables and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from graph_loader.records import Status
from graph_loader.sources.addendum_answers import (
    Answer,
    Reply,
    answers,
    in_parts,
    one_answer,
    qualification,
    read_reply,
)
from graph_loader.sources.addendum_blocks import Block
from graph_loader.sources.addendum_numbers import Named, NumberList, number_lists
from graph_loader.sources.wg_brackets import states_in_brackets

Force = Literal["listed", "own", "heading"]
"""How an answer is given: by number in a sentence, in an entry's own words, or by the heading above."""

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
_VERBS: Final = """
accede accelerate adapt address adopt align allocate allow amend amplify analyse apply appoint ban
boost bring broaden build carry combat complete conduct consider consolidate continue cooperate
create criminalise criminalize decriminalize deepen deploy designate develop devote effectively
elaborate eliminate empower enact encourage end enforce engage enhance enlarge ensure establish
examine expand expedite explore extend facilitate fight finalise finalize foster fulfil fully
further give grant guarantee harmonize implement improve include incorporate increase increment
initiate institute integrate intensify introduce invest investigate invite issue join keep lift
maintain make mobilize monitor move organize pass pay persevere prevent proceed prohibit promote
protect provide pursue put raise ratify recognize reduce reform refrain reinforce remove repeal
respect review revise safeguard scale secure set sign simplify speed step stop strengthen submit
support sustain tackle take train undertake update uphold use withdraw work
"""
_IMPERATIVE: Final = frozenset(_VERBS.split())
"""Verbs with which recommendations begin."""
LONGEST_REASON: Final = 20_000
"""Characters of a reason that are kept."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One answer to one recommendation."""

    named: Named
    status: Status
    force: Force
    note: str | None
    paragraph: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Reason:
    """What the State says about recommendations beyond its answer."""

    names: tuple[Named, ...]
    text: str
    paragraph: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Unlisted:
    """An answer to recommendations that are not named: `accepts all the others`."""

    text: str
    status: Status
    excepted: bool
    """True where it names exceptions, which are then answered the other way."""
    place: str


@dataclass(slots=True)
class Found:
    """Everything read so far, in the order of the document."""

    statements: list[Statement] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    unlisted: list[Unlisted] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)
    """Ranges that cannot be written out, with their place."""
    unanswered: list[tuple[Named, str]] = field(default_factory=list)
    """Recommendations that an entry is about, with its place; some are answered elsewhere."""


@dataclass(slots=True)
class _Context:
    """What the headings above say: a status, how it is qualified, and how that heading is marked."""

    status: Status | None = None
    note: str | None = None
    marker: str = ""
    announced_in: str | None = None
    """Number of the paragraph that announces a list, where it is no heading that says so."""
    open: list[tuple[Block, NumberList]] = field(default_factory=list)
    """The entries since the last answer, which one to `these recommendations` may be meant for."""

    def heading(self, block: Block) -> None:
        """A heading with an answer sets it; one of the same rank without an answer ends it."""
        self.open.clear()
        status = one_answer(block.text)
        if status is not None:
            self.status, self.note, self.marker = status, qualification(block.text), block.marker
            self.announced_in = None
        elif _rank(block.marker) >= _rank(self.marker):
            self.status = self.note = None


def _rank(marker: str) -> int:
    if not marker:
        return 0
    return 2 if set(marker) <= set("IVX") else 1


def read_blocks(blocks: Sequence[Block], known: frozenset[int]) -> Found:
    """Read all blocks of an addendum; `known` are the paragraphs before the dot that count."""
    found = Found()
    context = _Context()
    entry: Block | None = None
    for block in (part for whole in blocks for part in _parted(_as_entry(whole), known)):
        if block.kind == "heading":
            context.heading(block)
            entry = None
        elif block.kind == "entry" and block.numbers is not None:
            entry = block
            _read_entry(block, block.numbers, context, known, found)
        elif (own := _read_paragraph(block, context, known, found)) or entry is None or entry.numbers is None:
            entry = None if own or block.paragraph != (entry.paragraph if entry else None) else entry
            if own:
                context.open.clear()
        elif block.paragraph == entry.paragraph:
            _continue_entry(entry, entry.numbers, block, context, found)
        else:
            entry = None
    return found


# Entries


def _as_entry(block: Block) -> Block:
    """`3. Paint the lighthouse (Peru): accepted.` is an entry on item 3: wording, States, answer."""
    if block.kind != "paragraph" or block.paragraph is None:
        return block
    end = states_in_brackets(block.text)
    if end is None or end > _LONGEST_WORDING or not block.text[end:].strip(" ;.:,–—-"):
        return block
    rest = block.text[end:]
    if read_reply(rest, sentence_ends(rest)).status is None:
        return block
    named = Named(None, int(block.paragraph))
    return Block("entry", block.text, block.place, None, NumberList(0, 0, (named,)))


_LONGEST_WORDING: Final = 1_500


def _parted(block: Block, known: frozenset[int]) -> Iterator[Block]:
    """Part entries that share a line: `5.1 accepted; 5.2 rejected`."""
    if block.kind != "entry":
        yield block
        return
    begins = [found for found in number_lists(block.text, known) if _begins_entry(block.text, found)]
    ends = [*(found.start for found in begins), len(block.text)]
    yield replace(block, text=block.text[: ends[0]].rstrip(" ;"))
    for found, end in zip(begins, ends[1:], strict=True):
        yield replace(block, text=block.text[found.end : end].lstrip(" :–—-").rstrip(" ;"), numbers=found)


def _begins_entry(text: str, found: NumberList) -> bool:
    """After a semicolon or a full stop, and at once before an answer."""
    given = answers(text[found.end : found.end + 60])
    return (
        re.search(r"[;.]\s*$", text[: found.start]) is not None
        and bool(given)
        and text[found.end : found.end + given[0].start].strip(" :–—-") in ("", "is", "are", "was", "were")
    )


def _read_entry(
    block: Block, numbers: NumberList, context: _Context, known: frozenset[int], found: Found
) -> None:
    found.broken += [(each, block.place) for each in numbers.broken]
    if _continues_as_sentence(block.text) and _read_sentences(
        _prefixed(block, numbers), context, numbers, found, known
    ):
        return
    reply = read_reply(text := _without_wording(block.text), sentence_ends(text))
    note = qualification(reply.answer) or (
        qualification(reply.reason) if reply.status == "supported" else None
    )
    listed = not block.text and block.paragraph is not None and block.paragraph == context.announced_in
    below: Force = "listed" if listed else "heading"
    for named in numbers.names:
        found.unanswered.append((named, block.place))
        if reply.status is not None:
            status: Status = "partially-supported" if named.partial else reply.status
            found.statements.append(Statement(named, status, "own", note, block.paragraph, block.place))
        elif context.status is not None:
            found.statements.append(_headed(named, context.status, below, context, block))
    if reply.status is not None:
        _answer_those_above(reply, note, numbers, context, found)
        _answer_those_named(reply, note, block, known, found)
    elif context.status is None:
        context.open.append((block, numbers))
    _add_reason(numbers, reply.reason, block, found)


def _answer_those_above(
    reply: Reply, note: str | None, numbers: NumberList, context: _Context, found: Found
) -> None:
    """`Samoa accepts these recommendations`, below several that stand one after the other."""
    if reply.status is not None and _OF_SEVERAL.search(reply.answer):
        for block, above in context.open:
            found.statements += [
                Statement(named, reply.status, "own", note, block.paragraph, block.place)
                for named in above.names
                if above is not numbers
            ]
    context.open.clear()


def _answer_those_named(
    reply: Reply, note: str | None, block: Block, known: frozenset[int], found: Found
) -> None:
    """`Samoa accepts recommendations 140.1 and 140.2`, below the second of them."""
    if reply.status is None:
        return
    for each in _own_lists(reply.answer, known):
        if _PLURAL_BEFORE.search(reply.answer, 0, each.start):
            found.statements += [
                Statement(named, reply.status, "own", note, block.paragraph, block.place)
                for named in each.names
                if block.numbers is None or named.number not in {own.number for own in block.numbers.names}
            ]


_PLURAL_BEFORE: Final = re.compile(r"\brecommendations\s(?:(?:Nos?\.?|numbers)\s)?$", re.IGNORECASE)
_OF_SEVERAL: Final = re.compile(r"\b(?:these|both|above|all)\s(?:\w+\s){0,2}recommendations\b", re.IGNORECASE)


def _headed(named: Named, status: Status, force: Force, context: _Context, block: Block) -> Statement:
    """The answer of the heading above, in part where a remark behind the number says so."""
    own: Status = "partially-supported" if named.partial and status == "supported" else status
    note = context.note if own == status else None
    return Statement(named, own, force, note, block.paragraph, block.place)


def _continue_entry(entry: Block, numbers: NumberList, block: Block, context: _Context, found: Found) -> None:
    """A further paragraph of an entry: its answer where it has none so far, else more of its reason."""
    named = {each.number for each in numbers.names}
    answered = any(
        s.named.number in named and s.force == "own" and s.place == entry.place for s in found.statements
    )
    if answered:
        _add_reason(numbers, block.text, block, found)
        return
    reply = read_reply(block.text, sentence_ends(block.text))
    if reply.status is not None:
        note = qualification(reply.answer)
        wording = [
            each for each in found.reasons if each.names is numbers.names and each.place == entry.place
        ]
        found.reasons = [each for each in found.reasons if each not in wording]
        found.statements += [
            Statement(each, reply.status, "own", note, entry.paragraph, entry.place) for each in numbers.names
        ]
        _answer_those_above(reply, note, numbers, context, found)
    _add_reason(numbers, reply.reason, block, found)


def _add_reason(numbers: NumberList, text: str, block: Block, found: Found) -> None:
    text = text.strip(" \t–—-")
    if len(text) > 2:
        found.reasons.append(Reason(numbers.names, text[:LONGEST_REASON], block.paragraph, block.place))


_AS_SENTENCE: Final = re.compile(
    r"(?:,\s*)?(?:(?:which|that|have|has|are|is|were|was|enjoys?|cannot|do|does|did|will|would|can|could)\b|in\s+full\b)"
)


def _continues_as_sentence(text: str) -> bool:
    """`Recommendations 1 and 2` … `are accepted`."""
    return _AS_SENTENCE.match(text) is not None


def _prefixed(block: Block, numbers: NumberList) -> Block:
    """The entry as a paragraph, with its numbers as a word in front that stands for them."""
    return Block("paragraph", f"{_STANDS_FOR} {block.text}", block.place, block.paragraph, numbers)


_STANDS_FOR: Final = "Recommendations"


def _without_wording(text: str) -> str:
    """What follows the wording of the recommendation, where the addendum repeats it before its answer."""
    end = states_in_brackets(text)
    if end is not None:
        return text[end:].lstrip(" .;:,–—-")
    first = text.split(" ", 1)[0].lower().strip(",.;:")
    if first in _IMPERATIVE and not (answers(text[:40]) and one_answer(text[:20])):
        ends = sentence_ends(text)
        return text[ends[0] :].strip()
    return text


# Paragraphs


def _read_paragraph(block: Block, context: _Context, known: frozenset[int], found: Found) -> bool:
    """Read the answers of a paragraph; tells whether it names recommendations or announces a list of them."""
    named = _read_sentences(block, context, None, found, known)
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


def _read_sentences(
    block: Block,
    context: _Context,
    numbers: NumberList | None,
    found: Found,
    known: frozenset[int] = frozenset(),
) -> bool:
    begin = 0
    any_named = False
    answered: tuple[Named, ...] = ()
    for end in sentence_ends(block.text):
        sentence = block.text[begin:end]
        lists = list(_own_lists(sentence, known))
        if numbers is not None and begin == 0:
            lists.insert(0, NumberList(0, len(_STANDS_FOR), numbers.names, ()))
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


def _own_lists(sentence: str, known: frozenset[int]) -> Iterator[NumberList]:
    """Lists that are answered, not only pointed to: `See recommendation 24`."""
    for each in number_lists(sentence, known):
        if _REFERENCE.search(sentence[: each.start]) is None:
            yield each


def _read_sentence(
    sentence: str, lists: Sequence[NumberList], block: Block, context: _Context, found: Found
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


def _same_heading_note(given: Sequence[Answer], context: _Context) -> str | None:
    return context.note if {answer.status for answer in given} == {context.status} else None


def _read_without_answer(
    sentence: str, lists: Sequence[NumberList], block: Block, context: _Context, found: Found
) -> bool:
    """A bare list below a heading: `140.1, 140.2 and 140.5`."""
    outside = len(sentence) - sum(each.end - each.start for each in lists)
    if context.status is None or outside > _LONGEST_REST or re.search(r"\bnot\b", sentence):
        return False
    for each in lists:
        found.statements += [
            _headed(named, context.status, "heading", context, block) for named in each.names
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
