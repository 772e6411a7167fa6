"""What an addendum says of each recommendation, block by block: entries, and what headings say of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from graph_loader.records import Status
from graph_loader.sources.addendum_answers import (
    Reply,
    answers,
    one_answer,
    qualification,
    read_reply,
)
from graph_loader.sources.addendum_blocks import Block
from graph_loader.sources.addendum_found import LONGEST_REASON, Context, Force, Found, Reason, Statement
from graph_loader.sources.addendum_numbers import Named, NumberList, number_lists
from graph_loader.sources.addendum_sentences import (
    STANDS_FOR,
    own_lists,
    read_paragraph,
    read_sentences,
    sentence_ends,
)
from graph_loader.sources.wg_brackets import states_in_brackets

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


def read_blocks(blocks: Sequence[Block], known: frozenset[int]) -> Found:
    """Read all blocks of an addendum; `known` are the paragraphs before the dot that count."""
    found = Found()
    context = Context()
    entry: Block | None = None
    for block in (part for whole in blocks for part in _parted(_as_entry(whole), known)):
        if block.kind == "heading":
            context.heading(block)
            entry = None
        elif block.kind == "entry" and block.numbers is not None:
            entry = block
            _read_entry(block, block.numbers, context, known, found)
        elif (own := read_paragraph(block, context, known, found)) or entry is None or entry.numbers is None:
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
    block: Block, numbers: NumberList, context: Context, known: frozenset[int], found: Found
) -> None:
    found.broken += [(each, block.place) for each in numbers.broken]
    if _continues_as_sentence(block.text) and read_sentences(
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
            found.statements.append(context.answer_for(named, context.status, below, block))
    if reply.status is not None:
        _answer_those_above(reply, note, numbers, context, found)
        _answer_those_named(reply, note, block, known, found)
    elif context.status is None:
        context.open.append((block, numbers))
    _add_reason(numbers, reply.reason, block, found)


def _answer_those_above(
    reply: Reply, note: str | None, numbers: NumberList, context: Context, found: Found
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
    for each in own_lists(reply.answer, known):
        if _PLURAL_BEFORE.search(reply.answer, 0, each.start):
            found.statements += [
                Statement(named, reply.status, "own", note, block.paragraph, block.place)
                for named in each.names
                if block.numbers is None or named.number not in {own.number for own in block.numbers.names}
            ]


_PLURAL_BEFORE: Final = re.compile(r"\brecommendations\s(?:(?:Nos?\.?|numbers)\s)?$", re.IGNORECASE)
_OF_SEVERAL: Final = re.compile(r"\b(?:these|both|above|all)\s(?:\w+\s){0,2}recommendations\b", re.IGNORECASE)


def _continue_entry(entry: Block, numbers: NumberList, block: Block, context: Context, found: Found) -> None:
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
    return Block("paragraph", f"{STANDS_FOR} {block.text}", block.place, block.paragraph, numbers)


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
