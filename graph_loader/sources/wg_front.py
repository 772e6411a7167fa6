"""Title page and introduction of a Working Group report: what it is, of whom, from when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph_loader.sources.pages import Line
from graph_loader.sources.wg_brackets import split_states
from graph_loader.states import state_code

_TITLE_PAGE: Final = 80
"""Lines with text among which the title stands; 2008 reports begin with a page of distribution notes."""
_FRONT: Final = 400
"""Lines with text among which title page and introduction end."""

_LONGEST_LINE: Final = 3_000

_TITLE: Final = re.compile(
    r"^(?:draft )?report of the working group on the universal ?periodic ?review ?[*/0-9]{0,4}", re.IGNORECASE
)
_OTHER_PART: Final = re.compile(
    r"^(?:addendum|corrigendum|views on conclusions\b)|\bA/HRC/\d{1,3}/\d{1,3}/(?:Add|Corr)\b", re.IGNORECASE
)
_SYMBOL: Final = re.compile(r"\bA/HRC/(?:WG\.6/\d{1,2}/L\.\d{1,2}|\d{1,3}/\d{1,3})\b(?!/)")
_EARLIER_SYMBOL: Final = re.compile(r"\bA/HRC/WG\.6/(\d{1,2})\.?/L\.(\d{1,2})")
_PAPER_SYMBOL: Final = re.compile(r"\bA/HRC/WG\.6/(\d{1,2})/[A-Z]{3} ?/\d")

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DATE: Final = rf"(\d{{1,2}}) ({'|'.join(_MONTHS)}),? ((?:19|20)\d\d)"
_FULL_DATE: Final = re.compile(rf"(?<![–-])(?<!on )\b{_DATE}\b")
_SESSION: Final = re.compile(
    r"\bheld its ([a-z]{3,12}(?:[- ]{1,2}[a-z]{5,7})?|\d{1,2}(?:st|nd|rd|th)) session\b", re.IGNORECASE
)
_REVIEW: Final = re.compile(rf"\breview of (.{{2,90}}?) was held\b(?:(?! review of ).){{0,80}}? on {_DATE}")
_REVIEW_OF: Final = re.compile(r"\breview of (.{2,90}?) was held\b")
_ADOPTED: Final = re.compile(
    rf"meeting,? (?:held )?on {_DATE},? the Working Group adopted (?:the|this|its) (?:present |draft )?report"
)
_TROIKA: Final = re.compile(r"\(troika\)[^:]{0,160}: ?([^.;]{3,200})")

_UNITS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS: Final = (
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth"),
    *("fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
)
_TENS: Final = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60}


@dataclass(frozen=True, slots=True)
class Front:
    """What title page and introduction say; unknown values stay None."""

    symbol: str | None
    """Symbol of the report; the one it was issued under before where the text names no other."""
    state: str | None
    state_spelling: str | None
    date: str | None
    """Day of the document."""
    session: int | None
    review_date: str | None
    adopted_on: str | None
    """Day on which the Working Group adopted the report."""
    troika: tuple[str, ...]
    troika_unknown: tuple[str, ...]
    title_line: Line


def title_line(lines: Sequence[Line]) -> int | None:
    """Index of the line that begins the title of a Working Group report, None for any other document.

    Addenda and corrigenda carry the same title with a further one below, so they are told by that.
    """
    found: int | None = None
    for position in filled(lines, _TITLE_PAGE):
        if _OTHER_PART.search(lines[position].text[:_LONGEST_LINE]):
            return None
        if found is None and _is_title(lines, position):
            found = position
        if found is not None and position > found + 40:
            break
    return found


def read_front(lines: Sequence[Line], title: int) -> Front:
    """Read title page and introduction; `title` is the index that `title_line` gave."""
    text = " ".join(lines[position].text[:_LONGEST_LINE] for position in filled(lines, _FRONT))
    intro = text.find("established in accordance with")
    head = text[: intro if intro > 0 else 3_000]
    reviewed = _REVIEW_OF.search(text)
    spelling, state = state_on_title_page(lines, title)
    if state is None and reviewed is not None:
        spelling, state = reviewed.group(1), state_code(reviewed.group(1))
    review, adopted = _REVIEW.search(text), _ADOPTED.search(text)
    troika, unknown = _troika(text)
    return Front(
        symbol=_symbol(head),
        state=state,
        state_spelling=spelling,
        date=document_date(head),
        session=_session(text),
        review_date=_iso(review.groups()[1:]) if review else None,
        adopted_on=_iso(adopted.groups()) if adopted else None,
        troika=troika,
        troika_unknown=unknown,
        title_line=lines[title],
    )


def ordinal(words: str) -> int | None:
    """Number behind an English ordinal up to 69: `forty-eighth` or `48th` is 48."""
    words = re.sub(r"[- ]+", "-", words.lower())
    if words[:-2].isdigit():
        return int(words[:-2])
    simple = [*_UNITS, *_TEENS]
    if words in simple:
        return simple.index(words) + 1
    tens, _, unit = words.partition("-")
    base = _TENS.get(tens.removesuffix("ieth").removesuffix("y"))
    if base is None or (unit and unit not in _UNITS):
        return None
    return base + (_UNITS.index(unit) + 1 if unit else 0)


def filled(lines: Sequence[Line], limit: int) -> list[int]:
    """Indices of the first `limit` lines with text."""
    found: list[int] = []
    for position, line in enumerate(lines):
        if line.text:
            found.append(position)
        if len(found) == limit:
            break
    return found


def _is_title(lines: Sequence[Line], position: int) -> bool:
    """A title fills one line or two; only a State may follow it on the same line."""
    first = lines[position].text[:200]
    if not first.lower().startswith(("report of the working", "draft report of the")):
        return False
    second = next((line.text[:200] for line in lines[position + 1 : position + 4] if line.text), "")
    for text in (first, f"{first} {second}"):
        match = _TITLE.match(text)
        if match is not None and (
            not (rest := text[match.end() :].strip()) or state_code(rest.removeprefix("on "))
        ):
            return True
    return False


def state_on_title_page(lines: Sequence[Line], title: int) -> tuple[str | None, str | None]:
    """(spelling, code) of the State below the title, in one to three lines; (None, None) if there is none."""
    texts = [line.text.strip(" */") for line in lines[title : title + 14] if line.text]
    below = [text for text in texts[1:7] if text]
    for first in range(len(below)):
        for last in range(min(first + 3, len(below)), first, -1):
            spelling = " ".join(below[first:last])
            if (code := state_code(spelling)) is not None:
                return spelling, code
    return None, None


def _symbol(head: str) -> str | None:
    found = _SYMBOL.search(_EARLIER_SYMBOL.sub(" ", head))
    if found is not None:
        return found.group()
    earlier = _EARLIER_SYMBOL.search(head)
    return f"A/HRC/WG.6/{earlier.group(1)}/L.{earlier.group(2)}" if earlier else None


def document_date(head: str) -> str | None:
    """The first full date after `Distr.`; session dates such as `16 June–11 July 2025` are passed over."""
    start = max(head.find("Distr."), 0)
    found = _FULL_DATE.search(head, start) or _FULL_DATE.search(head)
    return _iso(found.groups()) if found else None


def _session(text: str) -> int | None:
    found = _SESSION.search(text)
    if found is not None and (number := ordinal(found.group(1))) is not None:
        return number
    paper = _PAPER_SYMBOL.search(text) or _EARLIER_SYMBOL.search(text)
    return int(paper.group(1)) if paper else None


def _troika(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = _TROIKA.search(text)
    return split_states(found.group(1)) if found else ((), ())


def full_dates(text: str) -> list[tuple[int, str]]:
    """Where in a text a full date stands, and the date: `4 November 2014` as `2014-11-04`."""
    return [(found.start(), _iso(found.groups())) for found in _FULL_DATE.finditer(text)]


def _iso(groups: Sequence[str]) -> str:
    day, month, year = groups
    return f"{year}-{_MONTHS.index(month) + 1:02}-{int(day):02}"
