"""`upr-graph export`: the current snapshot as files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from api import files
from api.commands.build import ensure_snapshot
from api.outcome import FINE, Outcome, json_text
from graph_loader.export import EXPORT_FORMATS, dump
from graph_loader.snapshot import open_store, read_manifest
from graph_loader.workspace import Workspace
from ontology.errors import UnknownName, UsageError
from ontology.visible import visible


def export_command(workspace: Workspace, folder: Path, formats: str, say: Callable[[str], None]) -> Outcome:
    """Write dumps of the current snapshot, its manifest, and checksums into a folder."""
    names = _formats(formats)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be made a folder ({error.strerror}).") from error
    snapshot_id = ensure_snapshot(workspace, say)
    store = open_store(workspace, snapshot_id)
    sums, written = "", ""
    for name in names:
        path = folder / f"upr-graph.{name}"
        data = dump(store, name)
        files.write(path, data)
        sums += f"{hashlib.sha256(data).hexdigest()}  {path.name}\n"
        written += f"{visible(str(path))}\n"
    files.write(folder / "manifest.json", json_text(asdict(read_manifest(workspace, snapshot_id))))
    files.write(folder / "SHA256SUMS", sums)
    return Outcome(written, FINE, (f"Snapshot {snapshot_id}, with manifest.json and SHA256SUMS.",))


def _formats(text: str) -> list[str]:
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    unknown = ", ".join(name for name in names if name not in EXPORT_FORMATS)
    if unknown or not names:
        known = ", ".join(EXPORT_FORMATS)
        raise UnknownName(f"--formats {text}: there is no {unknown or 'format in it'}. Formats: {known}.")
    return list(dict.fromkeys(names))
