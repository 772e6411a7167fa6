"""Paths of things below `id/`, as cells name them: `body/KAZ/ministry-of-justice`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection
from functools import cache
from typing import Final

from graph_loader.reference_data import instrument_ids, load_regional_groups
from graph_loader.sources.table_words import fold, is_document, parse_recommendation, parse_review
from graph_loader.states import load_states, state_code

_KEY: Final = r"\w[\w.()+-]{0,199}"
_OF_STATE: Final = re.compile(rf"([A-Z]{{3}})/({_KEY})", re.IGNORECASE)
_OF_PLAN: Final = re.compile(rf"([A-Z]{{3}})/({_KEY})/({_KEY})", re.IGNORECASE)
_DUTY: Final = re.compile(
    rf"([A-Z]{{3}}/{_KEY}/{_KEY}(?:/[0-9]{{4}}(?:-[0-9]{{2}}){{0,2}})?)/(.+)", re.IGNORECASE
)
_LONGEST_PATH: Final = 1_000
_LONGEST_COMPARED: Final = 80

EXAMPLES: Final = {
    "body": "body/KAZ/ministry-of-justice",
    "body-change": "body-change/KAZ/ministry-renamed-2019",
    "claim": "claim/KAZ/torture-made-criminal",
    "consultation": "consultation/KAZ/subgroup-2024",
    "document": "document/A/HRC/28/10",
    "effect": "effect/KAZ/2023-06-07-8-VIII-in-force",
    "group": "group/asia-pacific",
    "instrument": "instrument/op-crpd",
    "law": "law/KAZ/2023-06-07-8-VIII",
    "measure": "measure/KAZ/adoption-2023-06-07-8-VIII",
    "plan": "plan/KAZ/upr-2020-2024",
    "plan-item": "plan-item/KAZ/upr-2020-2024/1",
    "post": "post/KAZ/minister-of-justice",
    "recommendation": "recommendation/KAZ-2-126.27",
    "responsibility": "responsibility/KAZ/ministry-of-justice/lead/review/KAZ-3",
    "review": "review/KAZ-2",
    "state": "state/KAZ",
    "statement": "statement/KAZ/norway-on-torture",
}
"""A path of each kind of thing that a cell can name."""

AGENTS: Final = frozenset({"body", "group", "state"})
CHAIRS: Final = AGENTS | {"post"}
MEASURES: Final = frozenset({"measure"})
PLAN_ITEMS: Final = frozenset({"plan-item"})
RESULTS: Final = frozenset({"body", "law", "measure", "plan"})
THINGS: Final = frozenset(EXAMPLES)
DUTIES: Final = THINGS - {"responsibility"}
"""What a body can be responsible for."""


def parse_path(cell: str) -> str | None:
    """The path, its kind and keys as the graph writes them; None for what names no thing."""
    kind, _, rest = cell.partition("/")
    kind = kind.lower()
    parse = _PARSERS.get(kind)
    key = parse(rest) if parse and len(cell) <= _LONGEST_PATH else None
    return f"{kind}/{key}" if key else None


def nearest_path(cell: str, kinds: frozenset[str]) -> str:
    """The path that was probably meant, or nothing: a known name near it, or a known kind of thing."""
    kind, _, rest = cell[:_LONGEST_COMPARED].partition("/")
    kind = _nearest(kind.lower(), kinds)
    if not kind:
        return ""
    if kind in _NAMES:
        code = state_code(rest) if kind == "state" else None
        name = code or _nearest(rest.lower(), _NAMES[kind]())
        return f"{kind}/{name}" if name else ""
    return parse_path(f"{kind}/{rest}") or ""


def _nearest(word: str, known: Collection[str]) -> str:
    by_lower_case = {each.lower(): each for each in known}
    found = difflib.get_close_matches(word, by_lower_case, n=1, cutoff=0.6)
    return by_lower_case[found[0]] if found else ""


def parse_instrument(cell: str) -> str | None:
    """The id of an instrument or provision, whatever its case."""
    return _instruments().get(cell.lower())


@cache
def _instruments() -> dict[str, str]:
    return {key.lower(): key for key in instrument_ids()}


def _state(rest: str) -> str | None:
    code = rest.upper()
    return code if state_code(code) == code else None


def _group(rest: str) -> str | None:
    return rest.lower() if rest.lower() in _group_keys() else None


def _group_keys() -> frozenset[str]:
    return frozenset(group.key for group in load_regional_groups())


def _document(rest: str) -> str | None:
    return rest if is_document(rest) else None


def _of_state(kind: str) -> Callable[[str], str | None]:
    def parse(rest: str) -> str | None:
        found = _OF_STATE.fullmatch(rest)
        state = _state(found.group(1)) if found else None
        return f"{state}/{fold(kind, found.group(2))}" if found and state else None

    return parse


def _plan_item(rest: str) -> str | None:
    found = _OF_PLAN.fullmatch(rest)
    state = _state(found.group(1)) if found else None
    if not (found and state):
        return None
    return f"{state}/{fold('plan', found.group(2))}/{found.group(3).rstrip('.')}"


def _responsibility(rest: str) -> str | None:
    found = _DUTY.fullmatch(rest)
    state = _state(rest[:3]) if found else None
    # A duty for a duty is none: so this calls itself no second time.
    target = found.group(2) if found else ""
    path = None if target.lower().startswith("responsibility/") else parse_path(target)
    return f"{state}{found.group(1)[3:].lower()}/{path}" if found and state and path else None


_NAMES: Final[dict[str, Callable[[], Collection[str]]]] = {
    "group": _group_keys,
    "instrument": instrument_ids,
    "state": lambda: [state.iso3 for state in load_states()],
}
"""All names of a kind, where they are known."""


_PARSERS: Final[dict[str, Callable[[str], str | None]]] = {
    **{kind: _of_state(kind) for kind in EXAMPLES},
    "document": _document,
    "group": _group,
    "instrument": parse_instrument,
    "plan-item": _plan_item,
    "recommendation": parse_recommendation,
    "responsibility": _responsibility,
    "review": parse_review,
    "state": _state,
}
