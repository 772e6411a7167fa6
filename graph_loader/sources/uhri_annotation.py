"""A record of OHCHR's index as a recommendation of the review or of another mechanism, or as none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from graph_loader import iris
from graph_loader.mechanisms import LONGEST_LABEL
from graph_loader.records import Status, cycle_of_session
from graph_loader.sources.uhri_fields import RawRecord, values_of
from graph_loader.sources.uhri_findings import Findings
from graph_loader.sources.uhri_text import (
    LONGEST_TEXT,
    Numbered,
    clean,
    read_paragraph,
    read_recommendation,
    states_in,
)
from graph_loader.sources.wg_brackets import closest_spelling, split_states
from graph_loader.states import load_states, state_code

REVIEW: Final = "UPR"
"""Body of the recommendations of the review."""

_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")
_SESSION: Final = re.compile(
    r"\b(\d{1,2})\s?(?:st|nd|rd|th)?\s*session\b|\bsession\s*(?:no\.?\s*)?(\d{1,2})\b|^(\d{1,2})$",
    re.IGNORECASE,
)
_CYCLE: Final = re.compile(
    r"\bcycle\s*(?:no\.?\s*)?([1-9]|IV|I{1,3})\b|\b([1-9])\s?(?:st|nd|rd|th)\s+cycle\b|"
    r"\b(first|second|third|fourth|fifth)\s+cycle\b|^([1-9])(?:\.0)?$",
    re.IGNORECASE,
)
_CYCLES: Final = {
    **{str(cycle): cycle for cycle in range(1, 10)},
    **{"i": 1, "ii": 2, "iii": 3, "iv": 4},
    **{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5},
}
_LAST_SESSION: Final = 80
_POSITIONS: Final[dict[str, Status]] = {
    "supported": "supported",
    "accepted": "supported",
    "noted": "noted",
    "rejected": "noted",
    "supported/noted": "partially-supported",
    "noted/supported": "partially-supported",
    "partially supported": "partially-supported",
    "partially accepted": "partially-supported",
    "pending": "pending",
}
_SYMBOL: Final = re.compile(
    r"[A-Z]{1,8}(/([A-Z0-9][A-Z0-9.-]*|[A-Z][a-z]{1,8}\.[0-9]{1,4}))+( [A-Z])?( ?\([A-Za-z0-9. -]{1,20}\))?"
)
_LONGEST_SYMBOL: Final = 80
_STATE_IN_SYMBOL: Final = re.compile(r"/(?:C|OP|TYP)/([A-Z]{3})/")
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]|$)")
_RESPONSE: Final = re.compile(r"Responses? of\b", re.IGNORECASE)
_LONGEST_CLEANED: Final = 100_000
_UNKNOWN: Final = "States unknown"
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Annotation:
    """A recommendation as the index has it, before it is compared with the other records."""

    place: str
    key: str
    """Its id in the index, hexadecimal digits alone; a digest of its content where it has none."""
    body: str
    """`UPR`, or how the index writes the mechanism."""
    countries: tuple[str, ...]
    """ISO 3166-1 alpha-3 codes of the States that it is addressed to."""
    text: str
    number: str | None
    symbol: str | None
    published: str | None
    themes: tuple[str, ...]
    groups: tuple[str, ...]
    sdgs: tuple[str, ...]
    cycle: int | None = None
    session: int | None = None
    states: tuple[str, ...] = ()
    status: Status | None = None


def read_annotation(raw: RawRecord, findings: Findings) -> Annotation | None:
    """The recommendation in a record; None where there is none, which is counted or told."""
    values = raw.values
    body = _first(values.get("body"))
    is_review = body.upper() == REVIEW or body.casefold() == "universal periodic review"
    if not _is_recommendation(raw, is_review, findings):
        return None
    text = _text(raw, findings)
    if text is None:
        return None
    if is_review and _RESPONSE.match(text):
        findings.leave_out("Response of …")
        return None
    if not _is_body(body, raw.place, findings):
        return None
    symbol = _symbol(raw, findings)
    countries = _countries(raw, symbol, findings)
    if not countries:
        return None
    return (_of_review if is_review else _of_mechanism)(raw, body, countries, text, symbol, findings)


def _is_recommendation(raw: RawRecord, is_review: bool, findings: Findings) -> bool:
    kinds = values_of(raw.values.get("type"))
    if any(kind.casefold().startswith("recommendation") for kind in kinds):
        return True
    named = [kind for kind in kinds if not _UUID.fullmatch(kind)]
    # Some records have an id in place of the type, or nothing: only recommendations of the review have these.
    if not named and is_review and any(values_of(raw.values.get(name)) for name in ("states", "position")):
        return True
    findings.leave_out(" + ".join(named) or "type not told")
    return False


def _is_body(body: str, place: str, findings: Findings) -> bool:
    if not body:
        findings.lose("no body", "The record names no recommending body.", place)
    elif len(body) > LONGEST_LABEL:
        message = f"The recommending body has more than {LONGEST_LABEL} characters."
        findings.lose("body too long", message, place)
    return 0 < len(body) <= LONGEST_LABEL


def _text(raw: RawRecord, findings: Findings) -> str | None:
    text = raw.values.get("text")
    if isinstance(text, str) and len(text) > LONGEST_TEXT:
        findings.lose("text too long", f"The text has more than {LONGEST_TEXT:,} characters.", raw.place)
        return None
    cleaned = clean(text) if isinstance(text, str) else ""
    if len(cleaned) > _LONGEST_CLEANED:
        findings.lose("text too long", f"The text has more than {_LONGEST_CLEANED:,} characters.", raw.place)
        return None
    if not _LETTER.search(cleaned):
        findings.lose("no text", "The record has no text.", raw.place)
        return None
    return cleaned


def _of_mechanism(
    raw: RawRecord, body: str, countries: tuple[str, ...], text: str, symbol: str | None, _: Findings
) -> Annotation:
    key = _key(raw, symbol, countries, text)
    return _annotation(raw, key, body, countries, symbol, read_paragraph(text))


def _of_review(
    raw: RawRecord, _: str, countries: tuple[str, ...], text: str, symbol: str | None, findings: Findings
) -> Annotation | None:
    read = read_recommendation(text)
    if not _LETTER.search(read.text):
        findings.lose("no text", "The record has a number and no text.", raw.place)
        return None
    states = _recommending(raw, text, findings)
    if not states:
        return None
    session, cycle = _session_and_cycle(raw, findings)
    key = _key(raw, symbol, countries, text)
    status = _status(raw, findings)
    return _annotation(raw, key, REVIEW, countries, symbol, read, cycle, session, states, status)


def _annotation(
    raw: RawRecord,
    key: str,
    body: str,
    countries: tuple[str, ...],
    symbol: str | None,
    read: Numbered,
    cycle: int | None = None,
    session: int | None = None,
    states: tuple[str, ...] = (),
    status: Status | None = None,
) -> Annotation:
    return Annotation(
        place=raw.place,
        key=key,
        body=body,
        countries=countries,
        text=read.text,
        number=read.number,
        symbol=symbol,
        published=_day(raw),
        themes=values_of(raw.values.get("themes")),
        groups=values_of(raw.values.get("groups")),
        sdgs=values_of(raw.values.get("sdgs")),
        cycle=cycle,
        session=session,
        states=states,
        status=status,
    )


def _first(value: object) -> str:
    values = values_of(value)
    return " ".join(values[0].split()) if values else ""


def _key(raw: RawRecord, symbol: str | None, countries: tuple[str, ...], text: str) -> str:
    found = _first(raw.values.get("annotation"))
    if _UUID.fullmatch(found):
        return found.replace("-", "").lower()
    return iris.digest(found or "\n".join((symbol or "", *countries, text)))


def _symbol(raw: RawRecord, findings: Findings) -> str | None:
    symbol = _first(raw.values.get("symbol"))
    if not symbol:
        return None
    if len(symbol) <= _LONGEST_SYMBOL and _SYMBOL.fullmatch(symbol):
        return symbol
    findings.tell(
        "symbols that are none",
        "warning",
        f"{symbol[:80]!r} is no symbol of a UN document; the record was read without it.",
        raw.place,
    )
    return None


def _day(raw: RawRecord) -> str | None:
    found = _DAY.match(_first(raw.values.get("published")))
    try:
        return date.fromisoformat(found[1]).isoformat() if found and found[1] > "1945" else None
    except ValueError:
        return None


def _countries(raw: RawRecord, symbol: str | None, findings: Findings) -> tuple[str, ...]:
    values = values_of(raw.values.get("countries"))
    codes, unknown = _states(values)
    if unknown:
        _lose_unknown("The State concerned", unknown[0], raw.place, findings)
        return ()
    if not codes and symbol and (found := _STATE_IN_SYMBOL.search(symbol)) and (code := state_code(found[1])):
        message = f"The record names no State concerned; {code} was taken from the symbol {symbol}."
        findings.tell("States taken from the symbol", "info", message, raw.place)
        return (code,)
    if not codes:
        findings.lose("no State", "The record names no State concerned.", raw.place)
    return codes


def _recommending(raw: RawRecord, text: str, findings: Findings) -> tuple[str, ...]:
    codes, unknown = _states(values_of(raw.values.get("states")))
    if not codes and not unknown:
        codes, unknown = states_in(text)
    if unknown:
        _lose_unknown("A recommending State", unknown[0], raw.place, findings)
        return ()
    if not codes:
        findings.lose("no recommending State", "The record names no recommending State.", raw.place)
    return codes


def _states(values: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes in the order of the values, and the values that name no State known."""
    found: list[str] = []
    unknown: list[str] = []
    for value in values:
        codes = _state(value)
        found += codes
        if not codes:
            unknown.append(value)
    return tuple(dict.fromkeys(found)), tuple(unknown)


@lru_cache(maxsize=4096)
def _state(value: str) -> tuple[str, ...]:
    """The State that a value names, or the States where it names several by error; nothing for others."""
    name = value.rstrip("* ").lstrip("- ")
    code = state_code(name) or _two_letters().get(name)
    if code:
        return (code,)
    if " - " in name:
        codes = tuple(state_code(part.strip("* ")) for part in name.split(" - ")[:50])
        if all(codes):
            return tuple(code for code in codes if code)
    several, unknown = split_states(name)
    return () if unknown else several


@lru_cache(maxsize=1)
def _two_letters() -> dict[str, str]:
    return {state.iso2: state.iso3 for state in load_states()}


def _lose_unknown(what: str, spelling: str, place: str, findings: Findings) -> None:
    # Looking for the nearest name is slow, so it is done only where it will be shown.
    close = closest_spelling(spelling) if findings.shows(_UNKNOWN) else None
    hint = f" The nearest name known is {close}." if close else ""
    findings.lose(_UNKNOWN, f"{what}, {spelling[:80]!r}, is no State known.{hint}", place)


def _session_and_cycle(raw: RawRecord, findings: Findings) -> tuple[int | None, int | None]:
    told = values_of(raw.values.get("session"))
    session = next((number for value in told if (number := _session(value))), None)
    cycle = next(
        (number for value in (*told, *values_of(raw.values.get("cycle"))) if (number := _cycle(value))), None
    )
    if session is None:
        return None, cycle
    by_session = cycle_of_session(session)
    if cycle not in (None, by_session):
        message = (
            f"Session {session} is of cycle {by_session}, but the record says cycle {cycle}; "
            f"{by_session} was taken."
        )
        findings.tell("cycles that contradict the session", "warning", message, raw.place)
    return session, by_session


@lru_cache(maxsize=1024)
def _session(value: str) -> int | None:
    found = _SESSION.search(value)
    number = int(next(group for group in found.groups() if group)) if found else 0
    return number if 1 <= number <= _LAST_SESSION else None


@lru_cache(maxsize=1024)
def _cycle(value: str) -> int | None:
    found = _CYCLE.search(value)
    return _CYCLES[next(group for group in found.groups() if group).lower()] if found else None


def _status(raw: RawRecord, findings: Findings) -> Status | None:
    values = values_of(raw.values.get("position"))
    statuses = {_POSITIONS.get(" ".join(value.split()).casefold().replace(" / ", "/")) for value in values}
    if statuses == {"supported", "noted"}:
        return "partially-supported"
    if None in statuses or len(statuses) > 1:
        message = f"Position {', '.join(values)[:80]!r} is not known; the record was read without it."
        findings.tell("positions unknown", "warning", message, raw.place)
        return None
    return next(iter(statuses), None)
