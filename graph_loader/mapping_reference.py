"""Reference data to quads: States, regional groups, sessions, instruments, provisions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph_loader import iris
from graph_loader.quads import day, describe, iri, node, number, plain, text
from graph_loader.reference_data import (
    Instrument,
    load_instruments,
    load_provisions,
    load_regional_groups,
    load_sessions,
)
from graph_loader.states import State, load_states
from ontology.terms import prov, skos, upr

_PROTOCOLS: Final = frozenset({"optional_protocol", "protocol", "amendment"})


def reference_quads(graph: NamedNode) -> Iterator[Quad]:
    """Everything in graph_loader/reference as quads of one graph."""
    for state in load_states():
        yield from _state(graph, state)
    for group in load_regional_groups():
        label = ((skos.prefLabel, text(group.name)), (skos.altLabel, text(group.upr_info_label)))
        yield from describe(graph, iris.regional_group(group.key), (prov.Agent, upr.RegionalGroup), label)
    for session in load_sessions():
        yield from describe(
            graph,
            iris.session(session.number),
            (upr.WorkingGroupSession,),
            (
                (upr.session, number(session.number)),
                (upr.sessionYear, day(str(session.year))),
                (upr.cycle, number(session.cycle)),
                (skos.prefLabel, text(f"Session {session.number} of the Working Group")),
            ),
        )
    for instrument in load_instruments():
        yield from _instrument(graph, instrument)
    for provision in load_provisions():
        yield from describe(
            graph,
            iris.instrument(provision.key),
            (upr.Norm, upr.Provision),
            (
                (upr.provisionOf, node(iris.instrument(provision.key.split("/")[0]))),
                (skos.notation, plain(provision.id)),
                (skos.prefLabel, text(provision.label)),
                (upr.standing, node(iris.concept("standing", provision.standing))),
                (upr.sourceNote, text(provision.source)),
            ),
        )


def _state(graph: NamedNode, state: State) -> Iterator[Quad]:
    return describe(
        graph,
        iris.state(state.iso3),
        (prov.Agent, upr.State),
        (
            (upr.iso3Code, plain(state.iso3)),
            (upr.m49Code, plain(state.m49)),
            (upr.memberOfGroup, iri(iris.regional_group(state.group)) if state.group else None),
            *((skos.prefLabel, Literal(name, language=language)) for language, name in state.names),
        ),
    )


def _instrument(graph: NamedNode, instrument: Instrument) -> Iterator[Quad]:
    parent = iri(iris.instrument(instrument.parent)) if instrument.parent else None
    return describe(
        graph,
        iris.instrument(instrument.id),
        _classes(instrument),
        (
            (skos.notation, plain(instrument.id)),
            (skos.prefLabel, text(instrument.name)),
            (skos.altLabel, text(instrument.short)),
            (upr.protocolTo, parent if instrument.type in _PROTOCOLS else None),
            (upr.treatyChapter, plain(instrument.chapter)),
            (upr.adoptedOn, day(instrument.adopted)),
            (upr.effectiveFrom, day(instrument.in_force)),
            (upr.standing, node(iris.concept("standing", instrument.standing))),
            (upr.sourceNote, text(instrument.source)),
        ),
    )


def _classes(instrument: Instrument) -> tuple[str, ...]:
    if instrument.type == "soft_law":
        return upr.Norm, upr.Instrument, upr.SoftLawInstrument
    treaty = (upr.Norm, upr.Instrument, upr.Treaty)
    return (*treaty, upr.OptionalProtocol) if instrument.type == "optional_protocol" else treaty
