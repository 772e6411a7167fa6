"""Statements of an RDF file that are the project's to make: derived, inferred, reference data, the ontology.

An export that is added again holds them. They would be stale from the next build on, so they are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from graph_loader import iris, shipped
from graph_loader.provenance import DEVELOPERS
from graph_loader.sources.rdf_file_text import RdfText, iri_of, tell_each
from graph_loader.sources.table_findings import Findings
from ontology.prefixes import PREFIXES, compact
from ontology.terms import rdf, upr

OWN_GRAPHS: Final = ("derived", "inferred", "meta", "ontology", "reference")
"""Keys of the graphs that every build makes anew."""

RULE_MADE: Final = frozenset(
    {
        upr.CivilSocietyAssessment,
        upr.DerivedPosition,
        upr.IndependentInstitutionAssessment,
        upr.NotedRecommendation,
        upr.StateAssessment,
        upr.SupportedRecommendation,
        upr.addressedTo,
        upr.advances,
        upr.affectsLaw,
        upr.currentPosition,
        upr.derivedBy,
        upr.hasConsentedTo,
        upr.hasResponsibleBody,
        upr.previousReview,
        upr.supersedes,
        upr.themeOrBroader,
    }
)
"""Properties and classes that rules alone make: no source states them."""

_OWN_GRAPH_NAMES: Final = frozenset(iris.graph(key) for key in OWN_GRAPHS)
_OWN_TYPES: Final = frozenset({upr.DerivedPosition, upr.Rule, upr.SourceGraph})
_OWL: Final = PREFIXES["owl"]

_Subject = NamedNode | BlankNode | Triple


def without_made(quads: Iterable[Quad], findings: Findings, text: RdfText) -> list[Quad]:
    """The statements without those that the project makes itself; says how many were left out."""
    own_graphs: Counter[str] = Counter()
    stated = []
    for quad in quads:
        graph = iri_of(quad.graph_name)
        if graph in _OWN_GRAPH_NAMES:
            own_graphs[graph] += 1
        else:
            stated.append(quad)
    if own_graphs:
        listed = ", ".join(f"{name} ({number:,})" for name, number in sorted(own_graphs.items()))
        findings.add("info", f"Statements of graphs that every build makes anew were left out: {listed}.")
    return _without_rule_made(_without_own_subjects(stated, findings), findings, text)


def _without_own_subjects(quads: list[Quad], findings: Findings) -> list[Quad]:
    """Without what describes terms, graphs, rules and derived positions, as the Turtle of an export does."""
    own = {quad.subject for quad in quads if quad.predicate.value == rdf.type and _is_own_type(quad.object)}
    terms = _terms()
    own.update(quad.subject for quad in quads if quad.subject in terms)
    if not own:
        return quads
    own |= _blank_below(own, quads)
    kept = [quad for quad in quads if quad.subject not in own]
    findings.add(
        "info",
        "Statements about terms of the ontology, graphs, rules and derived positions were left out "
        f"({len(quads) - len(kept):,}): every build makes them anew.",
    )
    return kept


def _is_own_type(kind: object) -> bool:
    return iri_of(kind) in _OWN_TYPES or iri_of(kind).startswith(_OWL)


def _blank_below(subjects: set[_Subject], quads: list[Quad]) -> set[_Subject]:
    """Blank nodes that only describe these subjects: restrictions and lists of OWL."""
    below: dict[_Subject, list[BlankNode]] = {}
    for quad in quads:
        if isinstance(quad.object, BlankNode):
            below.setdefault(quad.subject, []).append(quad.object)
    found: set[_Subject] = set()
    waiting = list(subjects)
    while waiting:
        for blank in below.pop(waiting.pop(), ()):
            found.add(blank)
            waiting.append(blank)
    return found


@cache
def _terms() -> frozenset[_Subject]:
    named = {quad.subject for quad in shipped.ontology_quads() if isinstance(quad.subject, NamedNode)}
    return frozenset({*named, NamedNode(iris.thing(DEVELOPERS))})


def _without_rule_made(quads: list[Quad], findings: Findings, text: RdfText) -> list[Quad]:
    left_out: Counter[str] = Counter()
    kept = []
    for quad in quads:
        made = _rule_made(quad)
        if made:
            left_out[made] += 1
        else:
            kept.append(quad)
    told = (
        (
            term,
            f"Statements with {compact(term)} were left out ({number:,}): only rules make them.",
        )
        for term, number in sorted(left_out.items())
    )
    tell_each(findings, text, "warning", told)
    return kept


def _rule_made(quad: Quad) -> str | None:
    """The term of a statement that only rules make."""
    if quad.predicate.value in RULE_MADE:
        return quad.predicate.value
    kind = iri_of(quad.object) if quad.predicate.value == rdf.type else ""
    return kind if kind in RULE_MADE else None
