"""Commands that change or leave the workspace: add, build, export; and list."""

from __future__ import annotations

import hashlib
import io
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from shapes.listing import shape_list
from shapes.report import to_text

from api.outcome import FINE, NO, Outcome
from api.rows import values
from api.service import limits_of
from api.settings import Settings
from graph_loader.add import Added, add_file, read_bytes
from graph_loader.build import FailOn, build
from graph_loader.export import EXPORT_FORMATS, dump
from graph_loader.snapshot import is_usable, open_store, read_manifest, snapshot_ids, store_path
from graph_loader.workspace import Workspace, replace_text
from ontology.errors import UnknownName, UsageError
from sparql.catalogue import bind, catalogue
from sparql.results import JSON
from sparql.workers import QueryWorkers


def ensure_snapshot(workspace: Workspace, say: Callable[[str], None]) -> str:
    """Id of the current snapshot; an empty workspace, or one of an older version, builds itself first."""
    current = workspace.current()
    if current and is_usable(workspace, current):
        return current
    say("Building a snapshot from the data at hand.")
    built = build(workspace)
    if not built.published:
        raise UsageError("The graph breaks rules, so no snapshot was published:\n" + to_text(built.report))
    return built.content.snapshot


def add(workspace: Workspace, files: list[str], format: str, review: str | None, as_json: bool) -> Outcome:
    """Read files into the workspace, each whole or not at all."""
    added = [_add_one(workspace, name, format, review) for name in files]
    code = NO if any(one.status == "refused" for one in added) else FINE
    if as_json:
        return Outcome(_json({"sources": [asdict(one) for one in added]}), code)
    messages = tuple(line for one in added for line in _problem_lines(one))
    text = "".join(f"{_sentence(one)}\n" for one in added)
    if any(one.status in ("added", "replaced") for one in added):
        messages = (*messages, "Run `upr-graph build` to publish a snapshot with it.")
    return Outcome(text, code, messages)


def _add_one(workspace: Workspace, name: str, format: str, review: str | None) -> Added:
    if name == "-":
        return add_file(workspace, None, sys.stdin.buffer.read(), format, review)
    path = Path(name)
    return add_file(workspace, path, read_bytes(path), format, review)


_DONE: Final = {
    "added": "added",
    "replaced": "added in place of an older reading of the same source",
    "unchanged": "already there, nothing changed",
    "refused": "refused, nothing of it was stored",
}


def _sentence(one: Added) -> str:
    counts = ", ".join(f"{number} {what}" for what, number in one.counts.items() if number)
    about = ", ".join(part for part in (one.format, one.review, counts) if part)
    return f"{one.file}: {_DONE[one.status]}" + (f" ({about})" if about else "")


def _problem_lines(one: Added) -> Iterable[str]:
    for problem in one.problems:
        place = (
            f"{problem.place}: " if problem.place and not problem.message.startswith(problem.place) else ""
        )
        yield f"{problem.severity}: {place}{problem.message}"


def build_command(workspace: Workspace, with_shipped: bool | None, fail_on: FailOn, as_json: bool) -> Outcome:
    """Build and publish a snapshot."""
    built = build(workspace, with_shipped=with_shipped, fail_on=fail_on)
    code = FINE if built.published else NO
    messages = () if built.published else ("Not published: the previous snapshot stays.",)
    if as_json:
        return Outcome(_json(built.summary()), code, messages)
    content = built.content
    text = (
        f"Snapshot {content.snapshot}: {content.recommendations} recommendations, {content.triples} triples "
        f"in {content.graphs} graphs\n{to_text(built.report)}"
    )
    return Outcome(text, code, messages)


def export(workspace: Workspace, output: Path, formats: str, say: Callable[[str], None]) -> Outcome:
    """Write dumps of the current snapshot, its manifest, and checksums into a folder."""
    names = [name.strip() for name in formats.split(",") if name.strip()]
    unknown = [name for name in names if name not in EXPORT_FORMATS]
    if unknown or not names:
        raise UnknownName(
            f"No export format {', '.join(unknown) or formats!r}; there are: {', '.join(EXPORT_FORMATS)}."
        )
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{output}: cannot be made a folder ({error.strerror}).") from error
    snapshot_id = ensure_snapshot(workspace, say)
    store = open_store(workspace, snapshot_id)
    sums, written = [], []
    for name in dict.fromkeys(names):
        path = output / f"upr-graph.{name}"
        data = dump(store, name)
        beside = path.with_suffix(path.suffix + ".part")
        beside.write_bytes(data)
        beside.replace(path)
        sums.append(f"{hashlib.sha256(data).hexdigest()}  {path.name}\n")
        written.append(f"{path}\n")
    manifest = json.dumps(asdict(read_manifest(workspace, snapshot_id)), indent=1)
    replace_text(output / "manifest.json", manifest)
    replace_text(output / "SHA256SUMS", "".join(sums))
    return Outcome("".join(written), FINE, (f"Snapshot {snapshot_id}, with manifest.json and SHA256SUMS.",))


LISTS: Final = ("reviews", "queries", "shapes", "sources", "snapshots")


def list_command(settings: Settings, what: str, as_json: bool, say: Callable[[str], None]) -> Outcome:
    """List what there is; `--json` gives an array of objects."""
    workspace = Workspace(settings.home)
    rows: Sequence[Mapping[str, object]]
    if what == "reviews":
        rows = _reviews(settings, workspace, ensure_snapshot(workspace, say))
    elif what == "queries":
        rows = [
            {"name": q.name, "title": q.title, "parameters": [p.name for p in q.parameters]}
            for q in catalogue().values()
        ]
    elif what == "shapes":
        rows = [dict(asdict(shape)) for shape in shape_list()]
    elif what == "sources":
        rows = [
            {"key": s.key, "file": s.file, "format": s.format, "review": s.review, "sha256": s.sha256}
            for s in workspace.sources()
        ]
    else:
        current = workspace.current()
        rows = [{"snapshot": name, "current": name == current} for name in snapshot_ids(workspace)]
    if as_json:
        return Outcome(_json(rows))
    return Outcome("".join(_row_text(row) + "\n" for row in rows))


def _reviews(settings: Settings, workspace: Workspace, snapshot_id: str) -> list[dict[str, str]]:
    text = bind(catalogue()["reviews-overview"], {})
    with QueryWorkers(store_path(workspace, snapshot_id), size=1, limits=limits_of(settings)) as workers:
        found = values(workers.query(text, format=JSON).body)
    wanted = ("reviewLabel", "cycle", "received", "supported", "noted", "pending")
    return [
        {"review": row["review"].rsplit("/", 1)[1], **{key: row[key] for key in wanted if key in row}}
        for row in found
    ]


def _row_text(row: Mapping[str, object]) -> str:
    return "  ".join(str(value) for value in row.values() if value not in (None, "", []))


def _json(value: object) -> str:
    buffer = io.StringIO()
    json.dump(value, buffer, ensure_ascii=False, indent=1)
    return buffer.getvalue() + "\n"


def to_file(outcome: Outcome, path: Path) -> Outcome:
    """Write a result into a file instead of standard output; the exit code stays."""
    text = outcome.result if isinstance(outcome.result, str) else outcome.result.decode("utf-8")
    try:
        replace_text(path, text)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}).") from error
    return Outcome("", outcome.code, (*outcome.messages, f"Written to {path}."))
