"""What a follow-up template holds of a snapshot: a State's recommendations, and what is known by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from graph_loader import iris
from graph_loader.quads import node
from graph_loader.records import sort_key
from graph_loader.states import load_states
from ontology.prefixes import BASE
from ontology.terms import skos, upr

_DEFAULT: Final = DefaultGraph()
KNOWN_KINDS: Final = ("body", "post", "law", "measure", "plan", "plan-item")
"""Kinds of things that a workbook may name without a row for them."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A recommendation as the template lists it."""

    key: str
    number: str
    cycle: int
    text: str
    """Summary where there is one, else the wording."""
    position: str
    """`supported`, `noted` …; blank where none is known."""
    states: str


@dataclass(frozen=True, slots=True)
class Known:
    """Something of the State that the graph knows."""

    kind: str
    name: str
    path: str
    """Below `id/`: `body/KAZ/ministry-of-justice`."""


@dataclass(frozen=True, slots=True)
class TemplateContent:
    """What to write into a template."""

    state: str
    state_name: str
    review: str | None
    reviews: tuple[str, ...]
    """Keys of all reviews of the State that the graph knows, the first cycle first."""
    recommendations: tuple[Listed, ...]
    known: tuple[Known, ...]


def template_content(store: Store, state: str, review: str | None = None) -> TemplateContent:
    """What the default graph of a snapshot says of a State, and of one review where it is given.

    `state` is an ISO 3166-1 alpha-3 code that `states.load_states` has, `review` like `KAZ-2`.
    """
    reviews = sorted(
        (key for key in _reviews(store, state)), key=lambda key: (int(key.partition("-")[2]), key)
    )
    chosen = [key for key in reviews if review in (None, key)]
    listed = (one for key in chosen for one in _recommendations(store, key))
    return TemplateContent(
        state,
        next(one.name for one in load_states() if one.iso3 == state),
        review,
        tuple(reviews),
        tuple(sorted(listed, key=lambda one: (one.cycle, sort_key(one.number), one.key))),
        tuple(_known(store, state)),
    )


def _reviews(store: Store, state: str) -> Iterator[str]:
    start = iris.review("")
    for quad in store.quads_for_pattern(None, node(upr.reviewOf), node(iris.state(state)), _DEFAULT):
        key = _iri(quad.subject).removeprefix(start)
        if key.partition("-")[2].isdigit():
            yield key


def _recommendations(store: Store, review: str) -> Iterator[Listed]:
    start = iris.recommendation("")
    for quad in store.quads_for_pattern(None, node(upr.inReview), node(iris.review(review)), _DEFAULT):
        one = _iri(quad.subject)
        number = _text(store, one, upr.number)
        if not number:
            continue  # an entry of a database, whose number is not known
        yield Listed(
            one.removeprefix(start),
            number + (f"-{suffix}" if (suffix := _text(store, one, upr.numberSuffix)) else ""),
            int(review.partition("-")[2]),
            _text(store, one, upr.summary) or _text(store, one, upr.text),
            _position(store, one),
            ", ".join(sorted(_label(store, state) for state in _values(store, one, upr.madeBy))),
        )


def _position(store: Store, recommendation: str) -> str:
    for position in _values(store, recommendation, upr.currentPosition):
        for status in _values(store, position, upr.positionStatus):
            return status.rpartition("/")[2].replace("-", " ")
    return ""


def _known(store: Store, state: str) -> Iterator[Known]:
    """Things of the State by kind and name; a second one of the same name has its key behind it."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in KNOWN_KINDS}
    for quad in store.quads_for_pattern(None, node(skos.prefLabel), None, _DEFAULT):
        path = _iri(quad.subject).removeprefix(f"{BASE}id/")
        kind, _, rest = path.partition("/")
        value = quad.object
        is_named = kind in found and rest.startswith(f"{state}/")
        if is_named and isinstance(value, Literal) and value.language in ("en", None):
            found[kind][path] = min(value.value, found[kind].get(path, value.value))
    for kind, labels in found.items():
        taken: set[str] = set()
        for path, label in sorted(labels.items(), key=lambda pair: (pair[1].casefold(), pair[0])):
            is_second = label.casefold() in taken
            taken.add(label.casefold())
            yield Known(kind, f"{label} ({path.rpartition('/')[2]})" if is_second else label, path)


def _values(store: Store, subject: str, predicate: str) -> list[str]:
    quads = store.quads_for_pattern(node(subject), node(predicate), None, _DEFAULT)
    return sorted(_iri(quad.object) for quad in quads)


def _text(store: Store, subject: str, predicate: str) -> str:
    """The first text in English or without a language."""
    quads = store.quads_for_pattern(node(subject), node(predicate), None, _DEFAULT)
    found = [quad.object for quad in quads if isinstance(quad.object, Literal)]
    return min((text.value for text in found if text.language in ("en", None)), default="")


def _label(store: Store, thing: str) -> str:
    return _text(store, thing, skos.prefLabel) or thing.rpartition("/")[2]


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""
