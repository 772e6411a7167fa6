"""Records of links and themes to quads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph_loader import iris
from graph_loader.mapping_source import sourced
from graph_loader.quads import describe, node, plain, text
from graph_loader.records import ClassificationRecord, LabelRecord, LinkRecord, SourceReading
from ontology.terms import skos, upr, xsd

_DIRECT: Final = {
    "addresses": upr.addresses,
    "refers-to": upr.refersTo,
    "repeats": upr.repeats,
    "similar-to": upr.similarTo,
}
"""Property of the statement that stands beside a link, by its relation; the other relations have none."""
_GROUPS: Final = "affected-group"
_FROM_RECOMMENDATION: Final = frozenset({"refers-to", "repeats", "similar-to"})


def link_quads(graph: NamedNode, reading: SourceReading) -> Iterator[Quad]:
    """The links and classifications of a reading."""
    for link_record in reading.links:
        yield from link(graph, reading.key, link_record)
    for record in reading.classifications:
        yield from classification(graph, record)


def link(graph: NamedNode, key: str, record: LinkRecord) -> Iterator[Quad]:
    """A link statement, and beside it the direct statement where its relation has one.

    What was done leads to the recommendation; a recommendation leads to the norm that it refers to and to
    the recommendation that it repeats or resembles.
    """
    recommendation = node(iris.recommendation(record.recommendation))
    target = node(iris.thing(record.target))
    ends = (recommendation, target) if record.relation in _FROM_RECOMMENDATION else (target, recommendation)
    if record.relation in _DIRECT:
        yield Quad(ends[0], node(_DIRECT[record.relation]), ends[1], graph)
    yield from describe(
        graph,
        _link_iri(key, record),
        (upr.LinkStatement,),
        (
            (upr.linkFrom, ends[0]),
            (upr.linkTo, ends[1]),
            (upr.linkRelation, node(iris.concept("link-relation", record.relation))),
            (upr.linkMethod, node(iris.concept("link-method", record.method))),
            (upr.methodVersion, plain(record.version)),
            (upr.score, _decimal(record.score)),
            (upr.basis, text(record.basis)),
            *sourced(key, record),
        ),
    )


def _link_iri(key: str, record: LinkRecord) -> str:
    if record.method == "software":
        return iris.software_link(record.recommendation, record.relation, record.target, key)
    return iris.link(record.recommendation, record.relation, record.target)


def _decimal(digits: str | None) -> Literal | None:
    return None if digits is None else Literal(digits, datatype=node(xsd.decimal))


def classification(graph: NamedNode, record: ClassificationRecord) -> Iterator[Quad]:
    """Themes, groups, action category, goals and targets; who says so is said of the graph."""
    for label in record.labels:
        if label.is_new:
            yield from _new_concept(graph, label)
    yield from describe(
        graph,
        iris.recommendation(record.recommendation),
        (),
        (
            *((upr.theme, node(iris.concept("theme", theme))) for theme in record.themes),
            *((upr.affectedGroup, node(iris.concept("affected-group", group))) for group in record.groups),
            *((_labelled(label), node(iris.concept(label.scheme, label.key))) for label in record.labels),
            (upr.actionCategory, node(iris.concept("action", record.action)) if record.action else None),
            *((upr.sdgTarget if "." in sdg else upr.sdgGoal, node(iris.sdg(sdg))) for sdg in record.sdgs),
        ),
    )


def _labelled(label: LabelRecord) -> str:
    return upr.affectedGroup if label.scheme == _GROUPS else upr.theme


def _new_concept(graph: NamedNode, label: LabelRecord) -> Iterator[Quad]:
    """A label that its scheme does not know, as a concept that the source's graph describes."""
    return describe(
        graph,
        iris.concept(label.scheme, label.key),
        (skos.Concept, upr.AffectedGroup if label.scheme == _GROUPS else upr.Theme),
        (
            (skos.prefLabel, text(label.label)),
            (skos.inScheme, node(iris.scheme(label.scheme))),
        ),
    )
