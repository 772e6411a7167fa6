"""`upr-graph validate`: RDF files, or the current snapshot, against the shapes and the ontology."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Final, Literal

from api import files
from api.commands.build import first_build, usable_snapshot
from api.commands.validate_owl import Owl, owl_check
from api.outcome import FINE, NO, Outcome
from api.settings import Settings
from graph_loader.build import FailOn, fails
from graph_loader.shipped import base_quads
from graph_loader.snapshot import open_store
from graph_loader.workspace import Workspace
from ontology.reasoning import Limits
from ontology.visible import visible
from shapes.data import MAX_BYTES, read_graph
from shapes.merged import Merged, merge
from shapes.report import to_json, to_text
from shapes.results import report_of
from shapes.validate import Report, validate, validate_foreign

REPORT_FORMATS: Final = ("text", "json")

Engine = Literal["shacl", "pyshacl"]


def validate_command(
    settings: Settings,
    names: Sequence[str],
    shapes: str | None,
    engine: Engine,
    format: str,
    fail_on: FailOn,
    show_all: bool,
    owl: Limits | None,
    say: Callable[[str], None],
) -> Outcome:
    """Validate files, or the current snapshot where none is named; with `owl` also for consistency.

    Where the reasoner was stopped at a limit the answer is no, whatever `fail_on` says: nothing is known.
    """
    report, verdict = _report(settings, names, shapes, engine, owl, say)
    text = _json(report, verdict) if format == "json" else _text(report, verdict, show_all)
    unknown = verdict is not None and verdict.consistent is None
    return Outcome(text, NO if unknown or fails(report, fail_on) else FINE)


def _json(report: Report, verdict: Owl | None) -> str:
    return to_json(report) if verdict is None else to_json(report, owl=asdict(verdict))


def _text(report: Report, verdict: Owl | None, show_all: bool) -> str:
    text = to_text(report, all=show_all)
    if verdict is None or verdict.consistent is not None:
        return text
    return "OWL: nothing is known. What follows is of the shapes only.\n" + text


def _report(
    settings: Settings,
    names: Sequence[str],
    shapes: str | None,
    engine: Engine,
    owl: Limits | None,
    say: Callable[[str], None],
) -> tuple[Report, Owl | None]:
    if names:
        store = read_graph(files.read(names[0], MAX_BYTES), names[0])
        for name in names[1:]:
            store.bulk_extend(read_graph(files.read(name, MAX_BYTES), name))
        if not len(store):
            shown = ", ".join(map(visible, names))
            say(f"{shown}: not one triple, so nothing could be wrong. Is it the right file?")
    else:
        workspace = Workspace(settings.home)
        current = usable_snapshot(workspace)
        if current is None:
            built = first_build(workspace, say)
            if not built.published:
                return built.report, None if owl is None else Owl()
            current = built.content.snapshot
        store = open_store(workspace, current)
    # A snapshot holds the union of its graphs as the default graph already.
    union = None if names else True
    if shapes:
        report = validate_foreign(store, files.read(shapes), shapes, engine=engine)
    else:
        background = (quad.triple for quad in base_quads()) if names else ()
        report = validate(store, engine=engine, background=background, union_in_default=union)
    if owl is None:
        return report, None
    graph = Merged(merge(store, union_in_default=union))
    verdict, results = owl_check(graph, bool(names), owl, say)
    return report_of([*report.results, *results]), verdict
