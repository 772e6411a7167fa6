"""What the home page says: the figures of one State, and questions that run on a click."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from api.rows import values
from api.service import Served
from ontology.errors import QueryLimit
from sparql.catalogue import bind, catalogue
from sparql.results import JSON

_Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Example:
    """A question of the home page: a named query, what its rows are called, and who asks it.

    The parameters may hold `{state}`, the code of the State that the page is about.
    """

    name: str
    parameters: Mapping[str, str]
    question: str
    one: str
    many: str
    asked_by: str


_OF_STATE: Final = {"state": "{state}"}
EXAMPLES: Final = (
    Example(
        "noted-then-acted",
        _OF_STATE,
        "Which noted recommendations were acted on anyway?",
        "act after a noted recommendation",
        "acts after noted recommendations",
        "Researchers, NGOs",
    ),
    Example(
        "position-changes",
        _OF_STATE,
        "Which answers changed between the report and the adoption?",
        "answer that changed",
        "answers that changed",
        "Researchers, UN",
    ),
    Example(
        "treaty-acts",
        _OF_STATE,
        "Which treaties were signed, ratified, in force, and by which act?",
        "act or effect with its source",
        "acts and effects, each with its source",
        "Treaty bodies, OHCHR",
    ),
    Example(
        "laws-from-recommendations",
        _OF_STATE,
        "Which laws bear on recommendations, and what did they replace?",
        "pair of law and recommendation",
        "pairs of law and recommendation",
        "Parliament, ministries",
    ),
    Example(
        "declared-and-counted",
        _OF_STATE,
        "Do the totals that documents declare agree with the count?",
        "declared total beside the count",
        "declared totals beside the count",
        "Everybody",
    ),
    Example(
        "recommendation-trail",
        {"recommendation": "KAZ-2-126.8"},
        "What happened to recommendation 126.8 of Kazakhstan's second review?",
        "statement, from the recommending State to the law",
        "statements, from the recommending State to the law",
        "NHRI, NGOs",
    ),
)


@dataclass(frozen=True, slots=True)
class ReviewFigures:
    """One review on the home page; None is unknown, and said so."""

    cycle: int
    date: str | None
    total: int | None
    supported: int | None
    noted: int | None
    counted: bool
    """Whether the list is loaded; else the figures are the ones a document declares."""
    source: str


@dataclass(frozen=True, slots=True)
class Card:
    """An example question with the size of its answer in this snapshot, None where counting took too long."""

    href: str
    question: str
    count: int | None
    unit: str
    asked_by: str


@dataclass(frozen=True, slots=True)
class Home:
    """The figures of the home page; `state` is None while no review is loaded."""

    state: str | None
    reviews: tuple[ReviewFigures, ...] = ()
    acted: int = 0
    """Noted recommendations with a later act."""
    cards: tuple[Card, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every answer was counted."""
        return all(card.count is not None for card in self.cards)

    @property
    def total(self) -> int:
        """Recommendations received in the reviews whose number is known."""
        return sum(review.total or 0 for review in self.reviews)

    @property
    def supported(self) -> int:
        """Recommendations supported, as far as known."""
        return sum(review.supported or 0 for review in self.reviews)

    @property
    def declared(self) -> bool:
        """Whether a figure is what a document declares, and not counted."""
        return any(not review.counted for review in self.reviews)

    @property
    def largest(self) -> int:
        """The longest bar of the chart; never 0."""
        return max((review.total or 0 for review in self.reviews), default=0) or 1


def home(served: Served) -> Home:
    """Ask the snapshot for the figures of the State with the most reviews."""
    overview = _rows(served, "reviews-overview")
    if not overview:
        return Home(None)
    state = _most_reviewed(overview)
    declared = _by_review(_rows(served, "declared-and-counted", state=state))
    own = [row for row in overview if row["state"] == state]
    acted = _rows(served, "noted-then-acted", state=state)
    return Home(
        own[0]["stateLabel"],
        tuple(_figures(row, declared.get(row["review"], ())) for row in own),
        len({row["recommendation"] for row in acted}),
        tuple(card for example in EXAMPLES if (card := _card(served, example, state.rsplit("/", 1)[-1]))),
    )


def _rows(served: Served, name: str, **parameters: str) -> list[dict[str, str]]:
    return values(served.workers.query(bind(catalogue()[name], parameters), format=JSON).body)


def _most_reviewed(overview: Sequence[_Row]) -> str:
    counts = Counter(row["state"] for row in overview)
    return max(sorted(counts), key=lambda state: counts[state])


def _by_review(tallies: Iterable[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = defaultdict(list)
    for tally in tallies:
        found[tally["review"]].append(tally)
    return found


def _figures(row: _Row, tallies: Sequence[_Row]) -> ReviewFigures:
    """What the graph counts where the list is loaded, else what the document declares that says most.

    A part of the list, as a list on one theme has it, counts only where no document declares a total.
    """
    complete = row.get("listComplete") == "true" or not any("declaredTotal" in tally for tally in tallies)
    counted = "received" in row and complete
    if counted:
        total, supported, noted = (_number(row, name) for name in _COUNTED)
        source = row.get("sources", "")
    else:
        fullest = max(tallies, key=lambda tally: len(_declared(tally)), default={})
        total, supported, noted = (_number(fullest, name) for name in _DECLARED)
        agree = (t for t in tallies if _declared(t) == _declared(fullest))
        source = " | ".join(tally.get("sourceLabel", "") for tally in agree)
    return ReviewFigures(int(row["cycle"]), row.get("reviewDate"), total, supported, noted, counted, source)


_COUNTED: Final = ("received", "supported", "noted")
_DECLARED: Final = ("declaredTotal", "declaredSupported", "declaredNoted")


def _declared(tally: _Row) -> dict[str, str]:
    return {name: tally[name] for name in _DECLARED if name in tally}


def _number(row: _Row, name: str) -> int | None:
    return int(row[name]) if name in row else None


def _card(served: Served, example: Example, state: str) -> Card | None:
    """The card of a question; None where its answer has no rows in this snapshot."""
    parameters = {name: value.format(state=state) for name, value in example.parameters.items()}
    try:
        count: int | None = len(_rows(served, example.name, **parameters))
    except QueryLimit:
        count = None
    if count == 0:
        return None
    href = f"/queries/{example.name}?{urlencode(parameters)}"
    unit = example.one if count == 1 else example.many
    return Card(href, example.question, count, unit, example.asked_by)
