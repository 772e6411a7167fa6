"""What people write in cells, as values: answers of States, references to documents, reviews, dates."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Final

from graph_loader.records import Status
from graph_loader.states import state_code
from graph_loader.sustainable_development import load_goals, load_targets

_ANSWERS: Final[dict[Status, tuple[str, ...]]] = {
    "supported": (
        "supported",
        "support",
        "supports",
        "accepted",
        "accept",
        "accepts",
        "enjoys support",
        "enjoys the support",
        "enjoy support",
        "enjoy the support",
        "enjoyed the support",
    ),
    "noted": (
        "noted",
        "note",
        "notes",
        "rejected",
        "not supported",
        "not accepted",
        "did not enjoy support",
        "did not enjoy the support",
        "does not enjoy support",
        "does not enjoy the support",
        "do not enjoy support",
        "do not enjoy the support",
    ),
    "pending": (
        "pending",
        "to be examined",
        "will be examined",
        "under examination",
        "to be considered",
        "under consideration",
    ),
    "partially-supported": (
        "partially supported",
        "partly supported",
        "supported in part",
        "partially accepted",
        "partly accepted",
        "accepted in part",
        "supported/noted",
        "partially supported/noted",
    ),
}
_STATUS_BY_ANSWER: Final = {answer: status for status, answers in _ANSWERS.items() for answer in answers}

_ADDITION: Final = re.compile(r" ?[(:;,] ?| [-–] ")
_IN_PART: Final = re.compile(r"\bpart(?:s|ly|ial|ially)?\b", re.IGNORECASE)
_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_REVIEW: Final = re.compile(r"([A-Z]{3})-C?([1-9][0-9]?)")
_NUMBER: Final = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}(?:-[a-z])?", re.IGNORECASE | re.ASCII)
_RECOMMENDATION: Final = re.compile(
    rf"(?P<review>{_REVIEW.pattern})-(?P<number>{_NUMBER.pattern})", re.IGNORECASE | re.ASCII
)
_DOCUMENT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._()-]*(?:/[A-Za-z0-9][A-Za-z0-9._()-]*)*")
_LONGEST_DOCUMENT: Final = 200
# Bodies that UN symbols begin with (ST/LIB/SER.B/5), and the hyphens of what was once such a symbol.
_HYPHENATED: Final = re.compile(
    r"(?:A|CAT|CCPR|CED|CEDAW|CERD|CMW|CRC|CRPD|DP|E|HRI|OPCAT|S|ST|T)"
    r"(?:-(?:[A-Z0-9][A-Z0-9.()]*|(?:Add|Corr|Rev)\.[0-9]+)){2,9}"
)
_PARAGRAPH: Final = re.compile(
    r"\bpara(?:graph)?s?\.? ?([0-9]+(?:\.[0-9]+)?(?:[-–][0-9]+(?:\.[0-9]+)?)?)", re.IGNORECASE
)
_REMARK: Final = re.compile(r"\(([^()]*)\)$")
_ADOPTION: Final = re.compile(r"adoption-", re.IGNORECASE)
_NOT_IN_KEYS: Final = re.compile(r"[^\w.()+-]+")


def parse_status(cell: str) -> tuple[Status, str | None] | None:
    """The answer of a State, and what the cell adds in brackets or after a colon, comma or dash.

    None for words nobody knows, and where the addition turns the answer round: `Supported (in part)`.
    """
    answer, addition = _split(cell)
    status = _STATUS_BY_ANSWER.get(answer)
    again = _STATUS_BY_ANSWER.get(_split(addition)[0])
    if status is None or again not in (None, status):
        return None
    if status != "partially-supported" and _IN_PART.search(addition):
        return None
    return status, addition if addition and not again else None


def parse_document(cell: str) -> tuple[str, str | None, str | None] | None:
    """Document, paragraph and remark of a reference like `A/HRC/28/2 para 602 (changed at adoption)`."""
    document, _, rest = cell.replace(",", " ", 1).partition(" ")
    paragraph, remark = _PARAGRAPH.search(rest), _REMARK.search(rest)
    if not is_document(document):
        return None
    if rest.strip() and not paragraph:
        return None
    return document, paragraph and paragraph.group(1), remark and remark.group(1)


def is_document(key: str) -> bool:
    """True for a UN symbol, or another key of a document."""
    return len(key) <= _LONGEST_DOCUMENT and bool(_DOCUMENT.fullmatch(key))


def symbol_behind(key: str) -> str | None:
    """The UN symbol that a key without slashes seems to be: `A/HRC/47/11` for `A-HRC-47-11`.

    Positions are named by documents with hyphens for slashes, so the two would give one position.
    """
    digit = any(map(str.isdigit, key))
    return key.replace("-", "/") if digit and _HYPHENATED.fullmatch(key) else None


def parse_review(cell: str) -> str | None:
    """`KAZ-2` from `KAZ-2` or `KAZ-C2`; None for anything else, and for a State that nobody knows."""
    found = _REVIEW.fullmatch(cell.upper())
    if not found or state_code(found.group(1)) is None:
        return None
    return f"{found.group(1)}-{found.group(2)}"


def parse_number(cell: str) -> str | None:
    """The number of a recommendation, `126.27` or `126.3-a`; spaces and a last full stop do not count."""
    number = cell.replace(" ", "").rstrip(".")
    return number.lower() if _NUMBER.fullmatch(number) else None


def parse_recommendation(cell: str) -> str | None:
    """`KAZ-2-126.27` from that, from `KAZ-C2-126.27` or `kaz-2-126.27`."""
    found = _RECOMMENDATION.fullmatch(cell)
    review = parse_review(found.group("review")) if found else None
    return f"{review}-{found.group('number').lower()}" if found and review else None


def parse_sdg(cell: str) -> str | None:
    """A goal (`16`) or target (`16.3`, `16.a`) of the 2030 Agenda; None for what is neither."""
    key = cell.lower()
    return key if key in _sdg_keys() else None


@cache
def _sdg_keys() -> frozenset[str]:
    return frozenset([*(goal.number for goal in load_goals()), *(target.number for target in load_targets())])


def is_date(cell: str) -> bool:
    """True for `2014`, `2014-10` and `2014-10-30` (ISO 8601) where the calendar has such a day."""
    found = _DATE.fullmatch(cell)
    if not found:
        return False
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def fold(kind: str, key: str) -> str:
    """The key of a thing of that kind in the case that the graph has it in.

    Keys that hold the number of a law keep their case (`2023-06-07-8-VIII`), and so do documents and the
    numbers of items of plans; all others are in lower case.
    """
    kept = kind in ("law", "effect", "document", "plan-item") or (kind == "measure" and _ADOPTION.match(key))
    return key if kept else key.lower()


def key_from(text: str) -> str:
    """A text as part of a key, its letters as written: `43/109` becomes `43-109`."""
    return _NOT_IN_KEYS.sub("-", text).strip("-")


def _split(cell: str) -> tuple[str, str]:
    head, *addition = _ADDITION.split(cell, maxsplit=1)
    return head.lower().replace("-", " ").strip(" ."), "".join(addition).strip(" )")
