"""`upr-graph list`: reviews, named queries, shapes, sources and snapshots."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from api import terminal
from api.commands.build import ensure_snapshot
from api.outcome import Outcome, json_text
from api.rows import values
from api.service import limits_of
from api.settings import Settings
from graph_loader.snapshot import read_manifest, snapshot_ids, store_path
from graph_loader.workspace import Workspace
from ontology.errors import UprGraphError
from ontology.visible import visible
from shapes.catalogue import shape_list
from sparql.catalogue import bind, catalogue
from sparql.results import JSON
from sparql.table import lay_out
from sparql.workers import QueryWorkers

LISTS: Final = ("reviews", "queries", "shapes", "sources", "snapshots")

_Row = Mapping[str, object]


def list_command(settings: Settings, what: str, as_json: bool, say: Callable[[str], None]) -> Outcome:
    """List what there is, as a table or as a JSON array of objects with the same keys in each."""
    workspace = Workspace(settings.home)
    lists: dict[str, Callable[[], list[_Row]]] = {
        "reviews": lambda: _reviews(settings, workspace, say),
        "queries": _queries,
        "shapes": _shapes,
        "sources": lambda: _sources(workspace),
        "snapshots": lambda: _snapshots(workspace, say),
    }
    rows = lists[what]()
    return Outcome(json_text(rows) if as_json else _table(rows))


_COUNTS: Final = ("received", "supported", "noted", "pending")


def _reviews(settings: Settings, workspace: Workspace, say: Callable[[str], None]) -> list[_Row]:
    """Reviews with their counts, None where the list of a review is not loaded."""
    path = store_path(workspace, ensure_snapshot(workspace, say))
    text = bind(catalogue()["reviews-overview"], {})
    with QueryWorkers(path, size=1, limits=limits_of(settings)) as workers:
        found = values(workers.query(text, format=JSON).body)
    return [
        {
            "review": row["review"].rsplit("/", 1)[1],
            "reviewLabel": row.get("reviewLabel"),
            "cycle": int(row["cycle"]),
            **{name: int(row[name]) if name in row else None for name in _COUNTS},
        }
        for row in found
    ]


def _queries() -> list[_Row]:
    return [
        {"name": query.name, "title": query.title, "parameters": [p.name for p in query.parameters]}
        for query in catalogue().values()
    ]


def _shapes() -> list[_Row]:
    return [
        {"code": one.code, "severity": one.severity, "name": one.name, "shape": one.iri}
        for one in shape_list()
    ]


def _sources(workspace: Workspace) -> list[_Row]:
    return [
        {"key": one.key, "file": one.file, "format": one.format, "review": one.review, "sha256": one.sha256}
        for one in workspace.sources()
    ]


def _snapshots(workspace: Workspace, say: Callable[[str], None]) -> list[_Row]:
    current = ensure_snapshot(workspace, say)
    return [
        {"snapshot": name, "current": name == current, **_numbers(workspace, name)}
        for name in snapshot_ids(workspace)
    ]


def _numbers(workspace: Workspace, snapshot_id: str) -> _Row:
    """What a snapshot holds; nothing is known of one that another version wrote."""
    try:
        manifest = read_manifest(workspace, snapshot_id)
    except UprGraphError:
        return {"recommendations": None, "triples": None}
    return {"recommendations": manifest.recommendations, "triples": manifest.triples}


def _table(rows: Sequence[_Row]) -> str:
    if not rows:
        return ""
    names = list(rows[0])
    cells = [[_cell(row[name]) for name in names] for row in rows]
    right = [
        all(isinstance(row[name], int | None) and not isinstance(row[name], bool) for row in rows)
        for name in names
    ]
    return lay_out(names, cells, right, terminal.width())


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, list):
        return visible(", ".join(value))
    return "" if value is None else visible(str(value))
