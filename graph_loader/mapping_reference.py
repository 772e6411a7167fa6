"""Reference data to quads: States, groups, organisations, sessions, norms, accreditation, goals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph_loader import iris
from graph_loader.accreditation import AccreditationPeriod, load_accreditation_periods
from graph_loader.mapping_mechanisms import mechanism_reference_quads
from graph_loader.mapping_norms import norm_quads
from graph_loader.organisations import Member, Organisation, load_members, load_organisations
from graph_loader.quads import day, describe, iri, node, number, plain, text
from graph_loader.reference_data import load_regional_groups, load_sessions
from graph_loader.states import State, load_states
from graph_loader.sustainable_development import load_goals, load_targets
from ontology.terms import org, prov, sdgo, skos, upr

_MEMBER_NOTE: Final = (
    "List of 2014, incomplete: the members that UPR Info names in its export of sessions 18 to 20."
)
_PERIOD_NOTE: Final = (
    "From the yearly table behind SDG indicator 16.a.1 (UNDP): years, not decision dates, "
    "and no year that the table leaves out."
)


def reference_quads(graph: NamedNode) -> Iterator[Quad]:
    """Everything in graph_loader/reference as quads of one graph."""
    for state in load_states():
        yield from _state(graph, state)
    yield from _groups_and_sessions(graph)
    for organisation in load_organisations():
        yield from _organisation(graph, organisation)
    for member in load_members():
        yield from _member(graph, member)
    yield from norm_quads(graph)
    for period in load_accreditation_periods():
        yield from _accreditation(graph, period)
    yield from _goals(graph)
    yield from mechanism_reference_quads(graph)


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
            *((skos.altLabel, Literal(name, language=language)) for language, name in state.other_names),
        ),
    )


def _groups_and_sessions(graph: NamedNode) -> Iterator[Quad]:
    for group in load_regional_groups():
        labels = (
            (skos.prefLabel, text(group.name)),
            (skos.altLabel, text(group.upr_info_label)),
            *((skos.prefLabel, Literal(name, language=language)) for language, name in group.names),
        )
        yield from describe(
            graph,
            iris.regional_group(group.key),
            (prov.Agent, org.Organization, org.OrganizationalCollaboration, upr.RegionalGroup),
            labels,
        )
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


def _organisation(graph: NamedNode, organisation: Organisation) -> Iterator[Quad]:
    return describe(
        graph,
        iris.organisation(organisation.key),
        (prov.Agent, org.Organization, upr.IntergovernmentalBody),
        (
            (skos.prefLabel, text(organisation.name)),
            (skos.altLabel, text(organisation.upr_info_label)),
        ),
    )


def _member(graph: NamedNode, member: Member) -> Iterator[Quad]:
    """A membership as of a year: a plain relation would say of who left since that it still belongs."""
    state, organisation = node(iris.state(member.state)), node(iris.organisation(member.organisation))
    return describe(
        graph,
        iris.membership(member.state, member.organisation),
        (org.Membership,),
        (
            (org.member, state),
            (org.organization, organisation),
            (upr.asOf, day(member.as_of)),
            (upr.standing, node(iris.concept("standing", "partly"))),
            (upr.sourceNote, text(_MEMBER_NOTE)),
        ),
    )


def _accreditation(graph: NamedNode, period: AccreditationPeriod) -> Iterator[Quad]:
    """A period that the table does not see ending is left open, with the year of the table."""
    last = str(period.last)
    return describe(
        graph,
        iris.thing(f"accreditation/{period.key}"),
        (upr.Accreditation,),
        (
            (upr.accreditationIn, node(iris.state(period.state))),
            (upr.accreditationStatus, node(iris.concept("accreditation", period.status))),
            (upr.validFrom, day(str(period.first))),
            (upr.validTo, None if period.reaches_end else day(last)),
            (upr.asOf, day(last) if period.reaches_end else None),
            (upr.standing, node(iris.concept("standing", "confirmed"))),
            (upr.sourceNote, text(_PERIOD_NOTE)),
        ),
    )


def _goals(graph: NamedNode) -> Iterator[Quad]:
    for goal in load_goals():
        yield from describe(
            graph,
            iris.sdg(goal.number),
            (sdgo.Goal,),
            (
                (skos.notation, plain(goal.number)),
                (skos.prefLabel, text(goal.label)),
                *((skos.prefLabel, Literal(name, language=language)) for language, name in goal.names),
            ),
        )
    for target in load_targets():
        yield from describe(
            graph,
            iris.sdg(target.number),
            (sdgo.Target,),
            (
                (sdgo.isTargetOf, node(iris.sdg(target.goal))),
                (skos.notation, plain(target.number)),
                (skos.prefLabel, text(target.label)),
            ),
        )
