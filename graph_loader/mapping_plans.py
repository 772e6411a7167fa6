"""Records of plans and duties to quads: plans, their items, who is responsible, who judges the outcome."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad

from graph_loader import iris
from graph_loader.mapping_source import document, in_words, sourced, things
from graph_loader.quads import day, describe, iri, node, plain, text
from graph_loader.records import (
    AssessmentRecord,
    PlanItemRecord,
    PlanRecord,
    ResponsibilityRecord,
    SourceReading,
    sort_key,
)
from ontology.terms import eli, prov, skos, upr


def plan_quads(graph: NamedNode, reading: SourceReading) -> Iterator[Quad]:
    """The plans, duties and judgments of a reading."""
    key = reading.key
    for plan_record in reading.plans:
        yield from plan(graph, key, plan_record)
    for item in reading.plan_items:
        yield from plan_item(graph, key, item)
    for duty in reading.responsibilities:
        yield from responsibility(graph, key, duty)
    for judgment in reading.assessments:
        yield from assessment(graph, key, judgment)


def plan(graph: NamedNode, key: str, record: PlanRecord) -> Iterator[Quad]:
    """An action plan."""
    return describe(
        graph,
        iris.plan(record.state, record.key),
        (prov.Entity, prov.Plan, upr.ActionPlan),
        (
            (upr.planOf, node(iris.state(record.state))),
            (upr.planFor, iri(iris.review(record.plan_for)) if record.plan_for else None),
            (upr.date, day(record.date)),
            (eli.number, plain(record.number)),
            (upr.validFrom, day(record.valid_from)),
            (upr.validTo, day(record.valid_to)),
            (skos.prefLabel, text(record.title)),
            *sourced(key, record),
        ),
    )


def plan_item(graph: NamedNode, key: str, record: PlanItemRecord) -> Iterator[Quad]:
    """One numbered measure of a plan, and how its completion is told."""
    at = (record.state, record.plan, record.number)
    indicator = iris.indicator(*at) if record.indicator else None
    yield from describe(
        graph,
        iris.plan_item(*at),
        (prov.Entity, prov.Plan, upr.PlanItem),
        (
            (upr.itemOf, node(iris.plan(record.state, record.plan))),
            (upr.itemNumber, plain(record.number)),
            (upr.sortKey, plain(sort_key(record.number))),
            (upr.deadline, day(record.deadline)),
            *((upr.plansFor, node(iris.recommendation(each))) for each in record.recommendations),
            (upr.indicator, iri(indicator)),
            (skos.prefLabel, text(record.title)),
            *sourced(key, record),
        ),
    )
    if indicator:
        label = ((skos.prefLabel, text(record.indicator)), *sourced(key, record))
        yield from describe(graph, indicator, (upr.Indicator,), label)


def responsibility(graph: NamedNode, key: str, record: ResponsibilityRecord) -> Iterator[Quad]:
    """The duty of one body for one thing, in one role."""
    # The body's name stands in another table, so its key has to do.
    label = f"{in_words(record.body)}: {record.role}"
    return describe(
        graph,
        iris.responsibility(record.state, record.body, record.role, record.target, record.valid_from),
        (upr.Responsibility,),
        (
            (upr.responsibleBody, node(iris.body(record.state, record.body))),
            (upr.responsibleFor, node(iris.thing(record.target))),
            (upr.role, node(iris.concept("role", record.role))),
            (upr.validFrom, day(record.valid_from)),
            (upr.validTo, day(record.valid_to)),
            (upr.basis, text(record.basis)),
            (skos.prefLabel, text(label)),
            *sourced(key, record),
        ),
    )


def assessment(graph: NamedNode, key: str, record: AssessmentRecord) -> Iterator[Quad]:
    """What one assessor holds of one recommendation."""
    label = f"{record.recommendation}: {record.rating.replace('-', ' ')}"
    return describe(
        graph,
        iris.assessment(record.recommendation, record.assessed_by, record.as_of),
        (upr.Assessment,),
        (
            (upr.assesses, node(iris.recommendation(record.recommendation))),
            (upr.assessedBy, node(iris.thing(record.assessed_by))),
            (upr.rating, node(iris.concept("rating", record.rating))),
            (upr.asOf, day(record.as_of)),
            document(record.document),
            (upr.paragraph, plain(record.paragraph)),
            *things(upr.evidence, record.evidence),
            (skos.prefLabel, text(label)),
            *sourced(key, record),
        ),
    )
