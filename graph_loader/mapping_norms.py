"""Norms to quads: instruments, provisions of the Paris Principles, General Observations, norms of themes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph_loader import iris
from graph_loader.quads import Statement, day, describe, iri, node, plain, text
from graph_loader.records import Standing
from graph_loader.reference_data import (
    PARIS_PRINCIPLES,
    GeneralObservation,
    Instrument,
    Provision,
    load_general_observations,
    load_instruments,
    load_provisions,
    load_theme_norms,
)
from ontology.terms import skos, upr

_PROTOCOLS: Final = frozenset({"optional_protocol", "protocol", "amendment"})


def norm_quads(graph: NamedNode) -> Iterator[Quad]:
    """Everything that is a norm, and the themes that norms speak of."""
    for instrument in load_instruments():
        yield from _instrument(graph, instrument)
    for provision in load_provisions():
        yield from _provision(graph, provision)
    for observation in load_general_observations():
        yield from _general_observation(graph, observation)
    for pair in load_theme_norms():
        about = node(iris.concept("theme", pair.theme))
        yield Quad(about, node(upr.relatedNorm), node(iris.instrument(pair.norm)), graph)


def _instrument(graph: NamedNode, instrument: Instrument) -> Iterator[Quad]:
    parent = iri(iris.instrument(instrument.parent)) if instrument.parent else None
    return describe(
        graph,
        iris.instrument(instrument.id),
        _classes(instrument),
        (
            (skos.notation, plain(instrument.id)),
            (skos.prefLabel, text(instrument.name)),
            *((skos.prefLabel, Literal(name, language=language)) for language, name in instrument.names),
            (skos.altLabel, text(instrument.short)),
            (upr.protocolTo, parent if instrument.type in _PROTOCOLS else None),
            (upr.treatyChapter, plain(instrument.chapter)),
            (upr.adoptedOn, day(instrument.adopted)),
            (upr.effectiveFrom, day(instrument.in_force)),
            *_source(instrument.standing, instrument.source),
        ),
    )


def _classes(instrument: Instrument) -> tuple[str, ...]:
    if instrument.type == "soft_law":
        return upr.Norm, upr.Instrument, upr.SoftLawInstrument
    treaty = (upr.Norm, upr.Instrument, upr.Treaty)
    return (*treaty, upr.OptionalProtocol) if instrument.type == "optional_protocol" else treaty


def _provision(graph: NamedNode, provision: Provision) -> Iterator[Quad]:
    return describe(
        graph,
        iris.instrument(provision.key),
        (upr.Norm, upr.Provision),
        (
            (upr.provisionOf, node(iris.instrument(PARIS_PRINCIPLES))),
            (skos.notation, plain(provision.id)),
            (skos.prefLabel, text(provision.label)),
            *_source(provision.standing, provision.source),
        ),
    )


def _general_observation(graph: NamedNode, observation: GeneralObservation) -> Iterator[Quad]:
    return describe(
        graph,
        iris.general_observation(observation.number),
        (upr.Norm, upr.GeneralObservation),
        (
            (skos.notation, plain(observation.number)),
            (skos.prefLabel, text(observation.label)),
            *(
                (upr.interprets, node(iris.instrument(f"{PARIS_PRINCIPLES}/{provision}")))
                for provision in observation.provisions
            ),
            *_source(observation.standing, observation.source),
        ),
    )


def _source(standing: Standing, source: str) -> tuple[Statement, ...]:
    return (upr.standing, node(iris.concept("standing", standing))), (upr.sourceNote, text(source))
