"""Links from recommendations to the norms that their words name, made by the gazetteer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Quad

from graph_loader import iris
from graph_loader.gazetteer import VERSION, NormMatch, find_norms
from graph_loader.mapping_links import link
from graph_loader.quads import node
from graph_loader.records import LinkRecord, RecommendationRecord, SourceReading

GRAPH: Final = "gazetteer"
"""Key of the graph of these links: what software found in a text is not what the source says."""

_NAMES: Final = 0.6
"""Score from which a text names a norm; below, it asks for what a norm asks."""


def gazetteer_quads(reading: SourceReading) -> Iterator[Quad]:
    """A link statement with method, version and score, and the direct statement, for each norm named.

    Reads the wording of the document, or the summary where that is all there is. Their place is that of the
    recommendation in its own file.
    """
    graph = node(iris.graph(GRAPH))
    for record in reading.recommendations:
        for match in _named(record):
            yield from link(graph, reading.key, _link(record, match))


def _named(record: RecommendationRecord) -> tuple[NormMatch, ...]:
    """The surest match of each norm, in the order of the norms' keys."""
    best: dict[str, NormMatch] = {}
    for match in find_norms(record.text or record.summary or ""):
        if match.score >= max(_NAMES, best[match.norm].score if match.norm in best else 0):
            best[match.norm] = match
    return tuple(best[norm] for norm in sorted(best))


def _link(record: RecommendationRecord, match: NormMatch) -> LinkRecord:
    read = "text" if record.text else "summary"
    return LinkRecord(
        recommendation=record.key,
        relation="refers-to",
        target=f"instrument/{match.norm}",
        basis=f"named in the {read}: {match.phrase}",
        method="software",
        version=f"gazetteer {VERSION}",
        score=f"{match.score:g}",
        standing=None,
        place=record.place,
    )
