"""Paths of things below `id/`, as cells name them: `body/KAZ/ministry-of-justice`."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from graph_loader.reference_data import instrument_ids, load_regional_groups
from graph_loader.sources.table_words import is_document, parse_recommendation, parse_review
from graph_loader.states import state_code

_KEY: Final = r"\w[\w.()+-]{0,199}"
_OF_STATE: Final = re.compile(rf"([A-Z]{{3}})/{_KEY}")
_OF_PLAN: Final = re.compile(rf"([A-Z]{{3}})/{_KEY}/{_KEY}")
_OF_BODY: Final = re.compile(rf"([A-Z]{{3}})/{_KEY}/{_KEY}/{_KEY}")

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
    "responsibility": "responsibility/KAZ/ministry-of-justice/lead/review-KAZ-3",
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


def parse_path(cell: str) -> str | None:
    """The path, its keys as the graph writes them; None for what names no thing."""
    kind, _, rest = cell.partition("/")
    parse = _PARSERS.get(kind)
    key = parse(rest) if parse else None
    return f"{kind}/{key}" if key else None


def parse_instrument(cell: str) -> str | None:
    """The id of an instrument or provision, whatever its case."""
    return _instruments().get(cell.lower())


@cache
def _instruments() -> dict[str, str]:
    return {key.lower(): key for key in instrument_ids()}


def _state(rest: str) -> str | None:
    return rest if state_code(rest) == rest else None


def _group(rest: str) -> str | None:
    return rest if any(group.key == rest for group in load_regional_groups()) else None


def _document(rest: str) -> str | None:
    return rest if is_document(rest) else None


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    def parse(rest: str) -> str | None:
        found = pattern.fullmatch(rest)
        return rest if found and _state(found.group(1)) else None

    return parse


_PARSERS: Final[dict[str, Callable[[str], str | None]]] = {
    **dict.fromkeys(EXAMPLES, _matching(_OF_STATE)),
    "document": _document,
    "group": _group,
    "instrument": parse_instrument,
    "plan-item": _matching(_OF_PLAN),
    "recommendation": parse_recommendation,
    "responsibility": _matching(_OF_BODY),
    "review": parse_review,
    "state": _state,
}
