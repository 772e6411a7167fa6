"""What an addendum does not have, though it should: its end, pages, paragraphs, answers that it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from graph_loader.records import Status, TallyRecord
from graph_loader.sources.addendum_blocks import Block
from graph_loader.sources.cut_off import (
    Missing,
    ends_a_sentence,
    last_line,
    quoted_end,
    skipped,
    stops_inside,
)
from graph_loader.sources.pages import Line

_PROSE: Final = 100
"""Characters of a text that is no label or cell of a table."""
_FEWEST: Final = 5
_NEARLY_ALL: Final = 0.8


def missing_parts(
    lines: Sequence[Line], blocks: Sequence[Block], statuses: Iterable[Status], tallies: Sequence[TallyRecord]
) -> Iterator[Missing]:
    """What is missing by what is there.

    `lines` are those below the title page, `blocks` what they were put together to, `statuses` the answers
    read. States end their addenda in many ways: the other blocks tell what a whole one looks like.
    """
    last = last_line(lines)
    if last is None:
        return
    yield from skipped(lines, "the addendum")
    if stops_inside(last.text) or last.text.endswith(";") or _is_broken(blocks, last):
        yield Missing(
            "warning",
            f"The addendum breaks off: {quoted_end(last.text)!r}. Answers may be missing. "
            "Get the whole document.",
            last,
        )
    for tally in tallies[:1]:
        yield from _uncounted(tally, Counter(statuses), last)


def _is_broken(blocks: Sequence[Block], last: Line) -> bool:
    """Whether the last block stops where the others of its kind do not."""
    if not blocks or not _ends_with(blocks[-1], last):
        return False
    others = [block for block in blocks[:-1] if block.kind != "heading"]
    if blocks[-1].kind == "entry" and not blocks[-1].text:
        entries = [block for block in others if block.kind == "entry"]
        return _nearly_all([bool(block.text) for block in entries])
    prose = [ends_a_sentence(block.text) for block in others if len(block.text) >= _PROSE]
    return len(blocks[-1].text) >= _PROSE and not ends_a_sentence(last.text) and _nearly_all(prose)


def _ends_with(block: Block, last: Line) -> bool:
    """Whether the block is the end of the document, and no note or table comes after it."""
    return block.text.endswith(last.text) or (not block.text and block.place == last.fragment)


def _nearly_all(these: Sequence[bool]) -> bool:
    return len(these) >= _FEWEST and sum(these) >= _NEARLY_ALL * len(these)


def _uncounted(tally: TallyRecord, read: Counter[Status], last: Line) -> Iterator[Missing]:
    """Fewer answers than declared, though those of another kind are all there: they are listed by kind."""
    declared: dict[Status, int] = {"supported": tally.supported or 0, "noted": tally.noted or 0}
    counted = {status: number for status, number in declared.items() if number}
    if read.total() >= sum(counted.values()) or all(read[status] != n for status, n in counted.items()):
        return
    for status, number in counted.items():
        if read[status] < number:
            yield Missing(
                "warning",
                f"The addendum declares {number} recommendations as {status}, but only {read[status]} "
                "such answers were read, while those of another kind are all there: a part may be missing. "
                "Get the whole document.",
                last,
                from_list=True,
            )
