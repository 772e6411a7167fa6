"""Columns of exports of UPR Info's database: names of the old site and of the new one, in any order.

The old site wrote `To`, `From` or `SuR`, `RS`, and a name twice where both States have such a column; the new
one (built with Uwazi) writes its field names, such as `State under Review` and `Recommending State`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_NOT_LETTERS: Final = re.compile(r"[\W_\d]+")

_NAMES: Final = {
    "under_review": (
        "to sur stateunderreview stateunderreviewsur sursateunderreview countryunderreview reviewedstate "
        "statereviewed reviewedcountry countryreviewed underreview recommendationto tostate statesunderreview"
    ),
    "recommending": (
        "from rs recommendingstate recommendingstates recommendingstaters recommendingstatesrs "
        "recommendingcountry "
        "recommendingcountries recommender recommendedby recommendationfrom fromstate madeby "
        "recommendingstateorstatemakingavoluntarypledge statemakingtherecommendation"
    ),
    "text": (
        "text recommendation recommendations recommendationtext textofrecommendation textoftherecommendation "
        "recommendationorvoluntarypledge recommendationvoluntarypledge recommendationpledge recommendationsvp"
    ),
    "title": "title",
    "response": (
        "response responses responsetorecommendation responsetotherecommendation sursresponse surresponse "
        "responseofthestate position"
    ),
    "action": "action actions actioncategory actioncategories actionlevel",
    "issues": "issue issues issuecontained issuecontainedinrecommendation",
    "session": "session sessions uprsession workinggroupsession sessionnumber",
    "cycle": "cycle cycles uprcycle cyclenumber",
    "kind": "type template kind typeofentry",
}
_FIELDS: Final = {name: field for field, names in _NAMES.items() for name in names.split()}
_EITHER_STATE: Final = frozenset({"state", "country", "states", "countries"})
"""Names that stand for the State under review the first time, for the recommending State the second time."""
_MOST_COLUMNS: Final = 200


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns stand, from 0; None for one that is not there."""

    under_review: int
    text: int
    response: int | None
    recommending: int | None
    action: int | None
    issues: int | None
    session: int | None
    cycle: int | None
    kind: int | None
    width: int
    """Cells of the header."""


def find_columns(header: Sequence[str]) -> Columns | None:
    """The columns of a header row, or None where it is none of an export of UPR Info."""
    if not 4 <= len(header) <= _MOST_COLUMNS:
        return None
    at = _positions(header)
    text = at.get("text", at.get("title"))
    tells_the_review = "session" in at or "cycle" in at
    usual = sum(field in at for field in ("recommending", "response", "action", "issues"))
    if text is None or "under_review" not in at or not tells_the_review or usual < 2:
        return None
    return Columns(
        at["under_review"],
        text,
        response=at.get("response"),
        recommending=at.get("recommending"),
        action=at.get("action"),
        issues=at.get("issues"),
        session=at.get("session"),
        cycle=at.get("cycle"),
        kind=at.get("kind"),
        width=len(header),
    )


def _positions(header: Sequence[str]) -> dict[str, int]:
    """Place of each field; of columns with one name the first."""
    at: dict[str, int] = {}
    for place, cell in enumerate(header):
        name = _NOT_LETTERS.sub("", cell[:120].casefold())
        field = _FIELDS.get(name)
        if name in _EITHER_STATE:
            field = "recommending" if "under_review" in at else "under_review"
        if field:
            at.setdefault(field, place)
    return at
