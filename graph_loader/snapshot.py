"""Immutable snapshots: an Oxigraph store on disk, its manifest and its validation report.

The only module that writes or opens stores on disk.
"""

from __future__ import annotations

import gc
import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from pyoxigraph import RdfFormat, Store

from graph_loader.quads import node
from graph_loader.workspace import Workspace
from ontology.errors import UnknownName
from ontology.terms import rdf, upr

ID_LENGTH: Final = 16
"""Hexadecimal digits of a snapshot id: 64 bits of the SHA-256 of its content."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds, without the time it was made: the same content has the same manifest."""

    snapshot: str
    sha256: str
    """Of the canonical content: sorted N-Quads (no blank nodes; RDFC-1.0 labels in the ontology graph)."""
    quads: int
    triples: int
    graphs: int
    recommendations: int
    validation: dict[str, Any]
    sources: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Content:
    """Counts and digest of a store's content."""

    sha256: str
    quads: int
    triples: int
    graphs: int
    recommendations: int

    @property
    def snapshot(self) -> str:
        """The id this content gives its snapshot."""
        return self.sha256[:ID_LENGTH]


def canonical_lines(store: Store) -> list[bytes]:
    """The store's quads as sorted N-Quads lines."""
    return sorted(_dump(store).splitlines(keepends=True))


def _dump(store: Store) -> bytes:
    buffer = io.BytesIO()
    store.dump(buffer, RdfFormat.N_QUADS)
    return buffer.getvalue()


def content_of(store: Store) -> Content:
    """Digest and counts of a store."""
    lines = canonical_lines(store)
    return Content(
        hashlib.sha256(b"".join(lines)).hexdigest(),
        quads=len(lines),
        triples=_distinct_triples(lines),
        graphs=sum(1 for _ in store.named_graphs()),
        recommendations=_recommendations(store),
    )


def _distinct_triples(lines: list[bytes]) -> int:
    # A line ends in " <graph> .\n": graph names hold no spaces, so two cuts from the right give the triple.
    # Sorted lines of one triple in several graphs stand together.
    count, last = 0, b""
    for line in lines:
        triple = line.rsplit(b" ", 2)[0]
        count += triple != last
        last = triple
    return count


def _recommendations(store: Store) -> int:
    kind = node(upr.Recommendation)
    return len({quad.subject for quad in store.quads_for_pattern(None, node(rdf.type), kind, None)})


@contextmanager
def building_store(workspace: Workspace) -> Iterator[tuple[Store, Path]]:
    """A new store in a folder beside the snapshots, which is gone afterwards unless it was moved.

    Needs the workspace's lock: what a crashed builder left is removed first.
    """
    workspace.snapshots.mkdir(parents=True, exist_ok=True)
    for left in workspace.snapshots.glob(".building-*"):
        shutil.rmtree(left, ignore_errors=True)
    beside = workspace.snapshots / f".building-{os.getpid()}"
    beside.mkdir()
    try:
        yield Store(str(beside / "store")), beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def keep(workspace: Workspace, beside: Path, manifest: Manifest, report: str) -> None:
    """Give a finished store its name and make it current; a snapshot that exists already stays as it is."""
    target = workspace.snapshots / manifest.snapshot
    if not target.exists():
        (beside / "validation.json").write_text(report, encoding="utf-8")
        (beside / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
        gc.collect()  # closes the store, whose files are about to be moved
        beside.rename(target)
    workspace.publish(manifest.snapshot)


def read_manifest(workspace: Workspace, snapshot_id: str) -> Manifest:
    """The manifest of a snapshot; raises UnknownName with the ids there are."""
    path = workspace.snapshots / snapshot_id / "manifest.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = ", ".join(snapshot_ids(workspace)) or "none"
        raise UnknownName(f"There is no snapshot {snapshot_id!r}; there are: {known}.") from None
    return Manifest(**{**found, "sources": tuple(found["sources"])})


def snapshot_ids(workspace: Workspace) -> tuple[str, ...]:
    """Ids of all snapshots, the oldest first."""
    manifests = workspace.snapshots.glob("*/manifest.json")
    return tuple(path.parent.name for path in sorted(manifests, key=lambda p: (p.stat().st_mtime, p)))


def store_path(workspace: Workspace, snapshot_id: str) -> Path:
    """Folder of a snapshot's store."""
    return workspace.snapshots / snapshot_id / "store"


def open_store(workspace: Workspace, snapshot_id: str) -> Store:
    """A snapshot's store, read-only, so that any number of processes can have it open."""
    return Store.read_only(str(store_path(workspace, snapshot_id)))
