"""`upr-graph validate --owl`: what contradicts the ontology, as results beside those of the shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final, Protocol

from graph_loader.mapping import reading_quads
from graph_loader.shipped import base_quads, curated_readings
from ontology import reasoning
from ontology.errors import ReasonerLimit
from ontology.prefixes import PREFIXES
from ontology.terms import upr
from shapes.merged import Merged
from shapes.results import Result

SHAPE: Final = PREFIXES["upr-shape"] + "OwlConsistency"
"""What the results name as their shape; no SHACL shape has this IRI."""
CODE: Final = "OWL"

_FOUND_AT: Final = f"<{upr.foundAt}>"
_SOURCE_FILE: Final = f"<{upr.sourceFile}>"


class _Triple(Protocol):
    """A triple of the store engine; its terms print as N-Triples."""

    @property
    def subject(self) -> object: ...
    @property
    def predicate(self) -> object: ...
    @property
    def object(self) -> object: ...


@dataclass(frozen=True, slots=True)
class Owl:
    """The verdict as the JSON report holds it under "owl"."""

    consistent: bool | None = None
    """None: the reasoner was stopped at a limit, or the snapshot was not built; nothing is known."""
    axioms: int | None = None
    """Statements of axioms, as the other two None where nothing is known."""
    statements: int | None = None
    summarised: bool | None = None


def owl_check(
    graph: Merged, is_file: bool, limits: reasoning.Limits, say: Callable[[str], None]
) -> tuple[Owl, tuple[Result, ...]]:
    """What contradicts the ontology; of the things that a file names, the shipped data is known besides.

    Raises ReasonerError where the reasoner cannot run.
    """
    try:
        found = _checked(graph, is_file, limits)
    except ReasonerLimit as limit:
        say(f"OWL: {limit}")
        return Owl(), ()
    say(_what_was_checked(found))
    places = _places(graph) if found.contradictions else {}
    verdict = Owl(found.consistent, found.axioms, found.checked, found.summarised)
    return verdict, tuple(_result(one, places) for one in found.contradictions)


def _checked(graph: Merged, is_file: bool, limits: reasoning.Limits) -> reasoning.Consistency:
    if is_file:
        known = _statements(chain(_base(), _curated()))
        return reasoning.check(_statements(graph.triples()), known=known, limits=limits)
    # The ontology as it was when the snapshot was built is part of it.
    return reasoning.check(_statements(graph.triples()), ontology=(), limits=limits)


def _result(one: reasoning.Contradiction, places: Mapping[str, str]) -> Result:
    return Result(
        SHAPE, CODE, "violation", one.focus, one.path, one.value, one.message, places.get(f"<{one.focus}>")
    )


def _statements(triples: Iterable[_Triple]) -> Iterator[reasoning.Statement]:
    return ((str(one.subject), str(one.predicate), str(one.object)) for one in triples)


def _base() -> Iterator[_Triple]:
    return (quad.triple for quad in base_quads())


def _curated() -> Iterator[_Triple]:
    return (quad.triple for reading, _ in curated_readings() for quad in reading_quads(reading))


def _places(graph: Merged) -> dict[str, str]:
    """Where things were read, the first of several places: `laws.csv#row=12`."""
    found: dict[str, str] = {}
    files: dict[str, str] = {}
    for subject, predicate, object in _statements(graph.triples()):
        if predicate == _FOUND_AT and object[0] == "<":
            found[subject] = min(object[1:-1], found.get(subject, object[1:-1]))
        elif predicate == _SOURCE_FILE:
            files[subject[1:-1]] = object[1:].rpartition('"')[0]
    return {thing: _with_file(place, files) for thing, place in found.items()}


def _with_file(place: str, files: Mapping[str, str]) -> str:
    graph, mark, fragment = place.partition("#")
    return f"{files.get(graph, graph)}{mark}{fragment}"


def _what_was_checked(found: reasoning.Consistency) -> str:
    number = len(found.contradictions)
    verdict = "consistent" if not number else f"{number} contradiction{'' if number == 1 else 's'}"
    how = " (so many that the reasoner saw a summary)" if found.summarised else ""
    return (
        f"OWL: {verdict}. Checked with {found.axioms:,} statements of axioms: "
        f"{found.checked:,} statements that an axiom can be about{how}."
    )
