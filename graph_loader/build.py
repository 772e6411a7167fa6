"""Assembles all sources, derives, validates, and publishes a snapshot."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from typing import Final, Literal

from pyoxigraph import Quad, Store

from graph_loader import entries, gazetteer_links, shipped
from graph_loader.derive import derive, infer
from graph_loader.entries import settle_entries
from graph_loader.mapping import reading_quads
from graph_loader.provenance import CC_BY, UN_TERMS, GraphDescription, meta_quads
from graph_loader.snapshot import (
    Content,
    Manifest,
    building_store,
    content_of,
    keep,
    load,
    load_union,
    n_quads,
    unique,
)
from graph_loader.workspace import StoredSource, Workspace
from shapes.report import to_json
from shapes.validate import Report, validate

FailOn = Literal["violation", "warning", "never"]

_LABELS: Final = {
    "working-group-report": "Working Group report",
    "council-report": "Human Rights Council report, section",
    "thematic-list": "Thematic list of recommendations",
    "addendum": "Addendum to a Working Group report",
    "council-decision": "Decision of the Human Rights Council",
    "upr-info": "Export of UPR Info",
    "uhri": "Export of the Universal Human Rights Index",
    "treaty-status": "Status of treaties",
    "follow-up": "Follow-up workbook",
    "rdf": "RDF file",
    "table": "Table",
}


@dataclass(frozen=True, slots=True)
class Built:
    """Outcome of a build; `published` is False when the report forbade it."""

    content: Content
    report: Report
    published: bool

    def summary(self) -> dict[str, object]:
        """The contract's JSON of `build`."""
        return {
            "snapshot": self.content.snapshot,
            "quads": self.content.quads,
            "triples": self.content.triples,
            "graphs": self.content.graphs,
            "recommendations": self.content.recommendations,
            "validation": _verdict(self.report),
        }


def build(workspace: Workspace, *, with_shipped: bool | None = None, fail_on: FailOn = "violation") -> Built:
    """Build a snapshot of everything in the workspace and make it current.

    `with_shipped` None keeps the workspace's choice. When the report has results at or above `fail_on`,
    nothing is published and the choice is not kept. Raises WorkspaceError when another build is under way.
    """
    with workspace.lock(), building_store(workspace) as (store, beside):
        use_shipped = workspace.shipped if with_shipped is None else with_shipped
        sources = workspace.sources()
        lines, descriptions = gather(workspace, sources, use_shipped)
        # Loading to disk takes as long as the rest together, and Oxigraph works outside Python's lock.
        with ThreadPoolExecutor(1) as beside_the_rest:
            loading = beside_the_rest.submit(load_whole, store, lines)
            union, last = compose(lines, descriptions)
            report = validate(union, union_in_default=True)
            loading.result()
        load(store, last)
        content = content_of(store, all_lines(lines, last))
        published = not fails(report, fail_on)
        store.flush()
        del store  # its files are about to be moved or removed
        if published:
            keep(workspace, beside, _manifest(content, report, sources), to_json(report))
            workspace.keep_shipped(use_shipped)
        return Built(content, report, published)


def fails(report: Report, fail_on: FailOn) -> bool:
    """Whether a report has results at or above a severity."""
    bad = report.counts["violation"] + (report.counts["warning"] if fail_on == "warning" else 0)
    return fail_on != "never" and bad > 0


def gather(
    workspace: Workspace, sources: tuple[StoredSource, ...], use_shipped: bool
) -> tuple[list[bytes], list[GraphDescription]]:
    """N-Quads lines of the reference data, the shipped tables and the sources, sorted; what each graph is."""
    lines = n_quads(shipped.reference_quads()).splitlines(keepends=True)
    descriptions = [*shipped.base_descriptions()]
    if use_shipped:
        for reading, description in shipped.curated_readings():
            lines += n_quads(reading_quads(reading)).splitlines(keepends=True)
            descriptions.append(description)
    for source in sources:
        lines += workspace.quads_file(source).read_bytes().splitlines(keepends=True)
        descriptions.append(_description(source))
    read = tuple(one.key for one in descriptions if one.reader)
    descriptions.append(_gazetteer_graph(read))
    lines.sort()
    lines = list(unique(lines))
    settled = settle_entries(lines)
    if settled is not lines:
        descriptions.append(_entries_graph(read))
    return settled, descriptions


def _gazetteer_graph(read: tuple[str, ...]) -> GraphDescription:
    """Without a version: each link says which one made it, as sources added earlier keep their links."""
    return GraphDescription(
        gazetteer_links.GRAPH,
        "Links that software made: norms that recommendations name",
        license=CC_BY,
        by_developers=True,
        derived_from=read,
    )


def _entries_graph(read: tuple[str, ...]) -> GraphDescription:
    return GraphDescription(
        entries.GRAPH,
        "Links that software made: entries of databases and the recommendations they are about",
        license=CC_BY,
        by_developers=True,
        derived_from=read,
    )


def compose(lines: list[bytes], descriptions: list[GraphDescription]) -> tuple[Store, list[bytes]]:
    """The union of all graphs in memory, with what rules derive and what describes each graph.

    Takes sorted lines and leaves them as they are; returns the union, and the sorted lines of the derived and
    the meta graph.
    """
    union = Store()
    load_union(union, lines)
    union.bulk_extend(_in_union(quad) for quad in shipped.ontology_quads())
    made = derive(union) + infer(union)
    described = n_quads(meta_quads((*descriptions, *_made_graphs(descriptions)))).splitlines(keepends=True)
    load_union(union, sorted(described))
    return union, sorted(made + described)


def _made_graphs(descriptions: list[GraphDescription]) -> Iterator[GraphDescription]:
    """What is to be said of the two graphs that rules make."""
    stated = tuple(one.key for one in descriptions if one.key != "ontology")
    labels = {
        "derived": "What rules choose: current positions, order of positions, effects",
        "inferred": "What follows: norms advanced, broader themes, classes by definition",
    }
    sources = {"derived": stated, "inferred": (*stated, "derived", "ontology")}
    for key, label in labels.items():
        yield GraphDescription(key, label, license=CC_BY, by_developers=True, derived_from=sources[key])


def load_whole(store: Store, lines: list[bytes]) -> None:
    """Load sorted lines and the ontology into a store: named graphs, and their union as default graph."""
    load(store, lines)
    # As quads: text that is parsed again would give the ontology's blank nodes other labels.
    store.bulk_extend(q for quad in shipped.ontology_quads() for q in (quad, _in_union(quad)))


def all_lines(lines: list[bytes], last: list[bytes]) -> list[bytes]:
    """Every line of a snapshot, sorted: the sources', the derived and meta graphs', the ontology's."""
    return sorted([*lines, *last, *n_quads(shipped.ontology_quads()).splitlines(keepends=True)])


def _in_union(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object)


def _description(source: StoredSource) -> GraphDescription:
    # A database has one document and many exports, which their keys tell apart.
    named = source.key.partition("/")[2] if source.format in ("upr-info", "uhri") else source.document
    label = f"{_LABELS.get(source.format, source.format)}: {named or source.key}"
    return GraphDescription(
        source.key,
        label,
        file=source.file,
        sha256=source.sha256,
        reader=source.reader,
        license=source.license or _terms_of(source),
        document=source.document,
    )


def _terms_of(source: StoredSource) -> str | None:
    """The terms of use of the United Nations for its documents and databases; of others nobody said."""
    of_others = source.document is None or source.format in (
        "upr-info",
        "treaty-status",
        "table",
        "follow-up",
    )
    return None if of_others else UN_TERMS


def _verdict(report: Report) -> dict[str, object]:
    counts = report.counts
    return {
        "conforms": report.conforms,
        "violations": counts["violation"],
        "warnings": counts["warning"],
        "infos": counts["info"],
    }


def _manifest(content: Content, report: Report, sources: tuple[StoredSource, ...]) -> Manifest:
    listed = [asdict(replace(source, problems=())) for source in sources]
    return Manifest(
        content.snapshot,
        content.sha256,
        content.quads,
        content.triples,
        content.graphs,
        content.recommendations,
        _verdict(report),
        tuple(json.loads(json.dumps(listed))),
    )
