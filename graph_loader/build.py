"""Assembles all sources, derives, validates, and publishes a snapshot."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Final, Literal

from pyoxigraph import RdfFormat, Store
from shapes.report import to_json
from shapes.validate import Report, validate

from graph_loader import shipped
from graph_loader.derive import derive
from graph_loader.mapping import reading_quads
from graph_loader.provenance import UN_TERMS, GraphDescription, meta_quads
from graph_loader.snapshot import Content, Manifest, building_store, content_of, keep
from graph_loader.workspace import StoredSource, Workspace

FailOn = Literal["violation", "warning", "never"]

_LABELS: Final = {
    "working-group-report": "Working Group report",
    "council-report": "Human Rights Council report, section",
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
        assemble(store, workspace, sources, use_shipped)
        store.flush()
        report = validate(store)
        content = content_of(store)
        published = not fails(report, fail_on)
        if published:
            store.optimize()
            del store
            keep(workspace, beside, _manifest(content, report, sources), to_json(report))
            workspace.keep_shipped(use_shipped)
        return Built(content, report, published)


def fails(report: Report, fail_on: FailOn) -> bool:
    """Whether a report has results at or above a severity."""
    bad = report.counts["violation"] + (report.counts["warning"] if fail_on == "warning" else 0)
    return fail_on != "never" and bad > 0


def assemble(
    store: Store, workspace: Workspace, sources: tuple[StoredSource, ...], use_shipped: bool
) -> None:
    """Load every graph into an empty store: base, shipped tables, sources, derived, meta."""
    store.bulk_extend(shipped.base_quads())
    descriptions = [*shipped.base_descriptions()]
    if use_shipped:
        for reading, description in shipped.curated_readings():
            store.bulk_extend(reading_quads(reading))
            descriptions.append(description)
    for source in sources:
        store.bulk_load(path=workspace.quads_file(source), format=RdfFormat.N_QUADS)
        descriptions.append(_description(source))
    finish(store, descriptions)


def finish(store: Store, descriptions: list[GraphDescription]) -> None:
    """Derive, and describe every graph."""
    derive(store)
    derived = GraphDescription(
        "derived",
        "What rules derive: current positions, order of positions, effects",
        by_developers=True,
        derived_from=tuple(d.key for d in descriptions if d.key != "ontology"),
    )
    store.bulk_extend(meta_quads((*descriptions, derived)))


def _description(source: StoredSource) -> GraphDescription:
    label = f"{_LABELS.get(source.format, source.format)}: {source.document or source.key}"
    return GraphDescription(
        source.key,
        label,
        file=source.file,
        sha256=source.sha256,
        reader=source.reader,
        license=UN_TERMS if source.document else None,
        document=source.document,
    )


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
