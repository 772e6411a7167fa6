"""The meta graph: describes every named graph, itself too."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Quad

from graph_loader import iris
from graph_loader.quads import describe, iri, node, plain, text
from ontology.rule import Rule, rules
from ontology.terms import dcterms, prov, skos, upr

CC_BY: Final = "https://creativecommons.org/licenses/by/4.0/"
UN_TERMS: Final = "http://www.un.org/en/sections/about-website/terms-use/index.html"
"""Terms of use of UN content, at the address that the UN Digital Library's own terms of use name."""
DEVELOPERS: Final = "agent/upr-graph"


@dataclass(frozen=True, slots=True)
class GraphDescription:
    """What is to be said of one named graph."""

    key: str
    label: str
    file: str | None = None
    sha256: str | None = None
    reader: str | None = None
    license: str | None = None
    document: str | None = None
    """Key of the document it holds."""
    by_developers: bool = False
    derived_from: tuple[str, ...] = ()
    """Keys of graphs."""


def meta_quads(descriptions: Iterable[GraphDescription]) -> Iterator[Quad]:
    """The meta graph for these graphs, with a description of itself and of the rules that make statements."""
    graph = node(iris.graph("meta"))
    described = (
        *descriptions,
        GraphDescription("meta", "What each graph is", by_developers=True, license=CC_BY),
    )
    developers = iris.thing(DEVELOPERS)
    yield from describe(graph, developers, (prov.Agent,), ((skos.prefLabel, text("upr-graph developers")),))
    for one in described:
        yield from describe(
            graph,
            iris.graph(one.key),
            (upr.SourceGraph,),
            (
                (skos.prefLabel, text(one.label)),
                (upr.sourceFile, plain(one.file)),
                (upr.sha256, plain(one.sha256)),
                (upr.readBy, plain(one.reader)),
                (dcterms.license, iri(one.license)),
                (prov.hadPrimarySource, iri(iris.document(one.document)) if one.document else None),
                (prov.wasDerivedFrom, iri(_file_iri(one.sha256)) if one.sha256 else None),
                (prov.wasAttributedTo, node(developers) if one.by_developers else None),
                *((prov.wasDerivedFrom, node(iris.graph(key))) for key in one.derived_from),
            ),
        )

    for rule in (*rules("derived"), *rules("inferred")):
        yield from _rule(graph, rule)


def _rule(graph: NamedNode, rule: Rule) -> Iterator[Quad]:
    """A rule: a property, or a class where it makes types, is made by one rule only."""
    return describe(
        graph,
        iris.rule(rule.name),
        (upr.Rule,),
        (
            (skos.prefLabel, text(rule.name.lstrip("0123456789-").replace("-", " "))),
            (skos.definition, text(f"Infers {rule.infers}")),
            (skos.scopeNote, text(f"Sound because {rule.sound_because}")),
            *((upr.makes, node(term)) for term in rule.makes),
            (prov.wasAttributedTo, node(iris.thing(DEVELOPERS))),
        ),
    )


def _file_iri(sha256: str) -> str:
    """A file by its digest, without an address (RFC 6920, section 3)."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode("ascii").rstrip("=")
    return f"ni:///sha-256;{digest}"
