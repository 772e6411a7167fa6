"""Names for the blank nodes of an RDF file (RDF 1.1 Concepts, 3.5), since data graphs have none.

A name depends on what is said of the node alone, so that the same graph has the same names however it is
written. This is colour refinement; RDFC-1.0 would do the same, but takes exponential time on graphs made to
that end.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad

from graph_loader import iris
from ontology.errors import UprGraphError

MOST_BLANK: Final = 200_000
"""Blank nodes that are named."""
_MOST_WORK: Final = 500_000
"""Looks at a neighbour of a blank node, of all rounds together …"""
_MOST_ROUNDS: Final = 20
"""… or so many rounds, where the file has very many blank nodes."""
_DIGITS: Final = 20

_Edge = tuple[str, BlankNode]
_Colours = dict[BlankNode, str]


class Indistinct(UprGraphError):
    """Blank nodes of a file that cannot be told apart within bounds."""


def named(quads: Sequence[Quad], key: str) -> tuple[list[Quad], int]:
    """The statements with IRIs for blank nodes, and how many of those there were; `key` is part of the IRIs.

    Raises Indistinct where too many of them are alike and linked to one another.
    """
    many = len({q.subject for q in quads if isinstance(q.subject, BlankNode)})
    if many > MOST_BLANK:
        raise Indistinct(
            f"The file has {many:,} blank nodes; at most {MOST_BLANK:,} are read. Give them IRIs."
        )
    colours = _told_apart(quads)
    names = {
        blank: NamedNode(iris.thing(f"genid/{key}/{colour[:_DIGITS]}")) for blank, colour in colours.items()
    }
    if not names:
        return list(quads), 0
    return [_renamed(quad, names) for quad in quads], len(names)


def _renamed(quad: Quad, names: Mapping[BlankNode, NamedNode]) -> Quad:
    subject = names[quad.subject] if isinstance(quad.subject, BlankNode) else quad.subject
    value = names[quad.object] if isinstance(quad.object, BlankNode) else quad.object
    return Quad(subject, quad.predicate, value, quad.graph_name)


def _told_apart(quads: Iterable[Quad]) -> _Colours:
    """A digest for each blank node, no two alike."""
    colours, edges = _first_colours(quads)
    left = max(_MOST_WORK, _MOST_ROUNDS * sum(map(len, edges.values())))
    while True:
        left -= _refine(colours, edges, left)
        alike = _alike(colours)
        linked = {b for group in alike.values() for b in group if _has_neighbour_in(alike, b, colours, edges)}
        for colour in sorted(alike):
            group = alike[colour]
            if linked.isdisjoint(group):  # the same is said of them: which is which makes no difference
                colours.update((blank, _digest(colour, str(number))) for number, blank in enumerate(group))
        if not linked:
            return colours
        # Any one of those alike: they are interchangeable in all but graphs made to deceive.
        first = min(linked, key=lambda blank: colours[blank])
        colours[first] = _digest(colours[first], "first")


def _first_colours(quads: Iterable[Quad]) -> tuple[_Colours, dict[BlankNode, list[_Edge]]]:
    """Digests of what is said of each without other blank nodes, and the links between these."""
    said: dict[BlankNode, list[str]] = defaultdict(list)
    edges: dict[BlankNode, list[_Edge]] = defaultdict(list)
    for quad in quads:
        subject, value = quad.subject, quad.object
        if isinstance(subject, BlankNode) and isinstance(value, BlankNode):
            said[subject].append(f"> {quad.predicate} self" if subject == value else f"> {quad.predicate}")
            said[value].append(f"< {quad.predicate}")
            edges[subject].append((f"> {quad.predicate}", value))
            edges[value].append((f"< {quad.predicate}", subject))
        elif isinstance(subject, BlankNode):
            said[subject].append(f"> {quad.predicate} {value}")
        elif isinstance(value, BlankNode):
            said[value].append(f"< {quad.predicate} {subject}")
    return {blank: _digest(*sorted(texts)) for blank, texts in said.items()}, edges


def _refine(colours: _Colours, edges: Mapping[BlankNode, list[_Edge]], most: int) -> int:
    """Add to each digest those of its neighbours until that tells no more nodes apart; what it cost."""
    cost = each = sum(map(len, edges.values()))
    before, classes = 0, len(set(colours.values()))
    while before < classes < len(colours):
        if cost > most:
            raise Indistinct(
                f"{len(colours):,} blank nodes are too much alike to be told apart. Give them IRIs."
            )
        colours.update(
            {
                blank: _digest(colours[blank], *sorted(f"{how} {colours[other]}" for how, other in links))
                for blank, links in edges.items()
            }
        )
        before, classes = classes, len(set(colours.values()))
        cost += each
    return cost


def _alike(colours: _Colours) -> dict[str, list[BlankNode]]:
    groups: dict[str, list[BlankNode]] = defaultdict(list)
    for blank, colour in colours.items():
        groups[colour].append(blank)
    return {colour: group for colour, group in groups.items() if len(group) > 1}


def _has_neighbour_in(
    alike: Mapping[str, list[BlankNode]],
    blank: BlankNode,
    colours: _Colours,
    edges: Mapping[BlankNode, list[_Edge]],
) -> bool:
    return any(colours[other] in alike for _, other in edges.get(blank, ()))


def _digest(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
