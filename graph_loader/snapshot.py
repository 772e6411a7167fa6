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
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, Quad, QuerySolutions, RdfFormat, Store, serialize

from graph_loader.quads import node
from graph_loader.workspace import Workspace
from ontology.errors import UnknownName, WorkspaceError
from ontology.terms import upr

LOADED_AT_ONCE: Final = 250_000
"""Lines of one bulk load: Oxigraph's loader took 0.8 GiB so, and 2.4 GiB for 3.2 million lines at once."""

LAYOUT: Final = 1
"""Grows when the same content is stored in another way."""

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
    layout: int = LAYOUT
    """How the store's files are laid out; a snapshot with another layout is built anew."""


@dataclass(frozen=True, slots=True)
class Content:
    """Counts and digest of a graph's content."""

    sha256: str
    quads: int
    triples: int
    graphs: int
    recommendations: int

    @property
    def snapshot(self) -> str:
        """The id this content gives its snapshot."""
        return self.sha256[:ID_LENGTH]


def n_quads(quads: Iterable[Quad]) -> bytes:
    """Quads as canonical N-Quads lines, in their order."""
    buffer = io.BytesIO()
    serialize(quads, buffer, RdfFormat.N_QUADS)
    return buffer.getvalue()


def triple_of(line: bytes) -> bytes:
    """The N-Triples line of an N-Quads line."""
    # Graph names hold no spaces, so two cuts from the right take off the name and the dot.
    return line.rsplit(b" ", 2)[0] + b" .\n"


def load(store: Store, lines: Sequence[bytes]) -> None:
    """Load sorted N-Quads lines of named graphs, and their triples once more into the default graph.

    Oxigraph can query the union of all graphs without this copy, but it then gives a triple once for each
    graph that holds it, which SPARQL 1.1 (13.1, RDF merge) does not allow: sums and joins come out wrong.
    """
    _load(store, chain(lines, _triples(lines)))


def load_union(store: Store, lines: Sequence[bytes]) -> None:
    """Load the triples of sorted N-Quads lines into the default graph alone."""
    _load(store, _triples(lines))


def _load(store: Store, lines: Iterator[bytes]) -> None:
    while part := b"".join(islice(lines, LOADED_AT_ONCE)):
        # The lines come from our own serialiser, so the parser need not check every IRI once more.
        store.bulk_load(part, RdfFormat.N_QUADS, lenient=True)


def _triples(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The triples of sorted lines, each once: those of several graphs stand together."""
    last = b""
    for line in lines:
        triple = triple_of(line)
        if triple != last:
            yield triple
            last = triple


def unique(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Sorted lines, each once."""
    last = b""
    for line in lines:
        if line != last:
            yield line
            last = line


def content_of(store: Store, lines: Sequence[bytes]) -> Content:
    """Digest and counts of a store that was loaded from these sorted lines."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line)
    return Content(
        digest.hexdigest(),
        quads=len(lines),
        triples=_count(store, "?s ?p ?o"),
        graphs=sum(1 for _ in store.named_graphs()),
        recommendations=_count(store, f"?s a {node(upr.Recommendation)}"),
    )


def _count(store: Store, pattern: str) -> int:
    rows = store.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
    assert isinstance(rows, QuerySolutions)
    counted = next(iter(rows))["n"]
    assert isinstance(counted, Literal)
    return int(counted.value)


def canonical_lines(store: Store) -> list[bytes]:
    """All quads of the named graphs as sorted N-Quads lines."""
    found: list[bytes] = []
    for graph in store.named_graphs():
        buffer = io.BytesIO()
        store.dump(buffer, RdfFormat.N_TRIPLES, from_graph=graph)
        end = f" {graph} .\n".encode()
        found += (line.removesuffix(b" .\n") + end for line in buffer.getvalue().splitlines(keepends=True))
    return sorted(found)


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
        gc.collect()  # a store that is closed after its folder was removed would make it again
        shutil.rmtree(beside, ignore_errors=True)


def keep(workspace: Workspace, beside: Path, manifest: Manifest, report: str) -> None:
    """Give a finished store its name and make it current; a snapshot that exists already stays as it is."""
    target = workspace.snapshots / manifest.snapshot
    if target.exists() and not _opens(workspace, manifest.snapshot):
        target.rename(workspace.snapshots / f".building-replaced-{os.getpid()}")
    if not target.exists():
        (beside / "validation.json").write_text(report, encoding="utf-8")
        (beside / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
        gc.collect()  # closes the store, whose files are about to be moved
        beside.rename(target)
    workspace.publish(manifest.snapshot)


def read_manifest(workspace: Workspace, snapshot_id: str) -> Manifest:
    """The manifest of a snapshot.

    Raises UnknownName with the ids there are, WorkspaceError when it is damaged or of another version.
    """
    path = workspace.snapshots / snapshot_id / "manifest.json"
    try:
        found = json.loads(path.read_bytes())
        return Manifest(**{**found, "sources": tuple(found["sources"])})
    except FileNotFoundError:
        known = ", ".join(snapshot_ids(workspace)) or "none"
        raise UnknownName(f"There is no snapshot {snapshot_id!r}; there are: {known}.") from None
    except (OSError, TypeError, ValueError, KeyError) as error:
        raise WorkspaceError(f"{path} is damaged: {error}. Run `upr-graph build`.") from error


def is_usable(workspace: Workspace, snapshot_id: str) -> bool:
    """Whether this version of the software can serve a snapshot; its store is not opened."""
    try:
        manifest = read_manifest(workspace, snapshot_id)
    except (UnknownName, WorkspaceError):
        return False
    return manifest.layout == LAYOUT and (store_path(workspace, snapshot_id) / "CURRENT").is_file()


def _opens(workspace: Workspace, snapshot_id: str) -> bool:
    if not is_usable(workspace, snapshot_id):
        return False
    try:
        open_store(workspace, snapshot_id)
    except WorkspaceError:
        return False
    return True


def snapshot_ids(workspace: Workspace) -> tuple[str, ...]:
    """Ids of all snapshots, the oldest first."""
    manifests = workspace.snapshots.glob("*/manifest.json")
    return tuple(path.parent.name for path in sorted(manifests, key=lambda p: (p.stat().st_mtime, p)))


def store_path(workspace: Workspace, snapshot_id: str) -> Path:
    """Folder of a snapshot's store."""
    return workspace.snapshots / snapshot_id / "store"


def open_store(workspace: Workspace, snapshot_id: str) -> Store:
    """A snapshot's store, read-only, so that any number of processes can have it open.

    Raises WorkspaceError when it is damaged.
    """
    path = store_path(workspace, snapshot_id)
    try:
        return Store.read_only(str(path))
    except (OSError, RuntimeError) as error:
        raise WorkspaceError(
            f"{path} cannot be opened: {error}. Delete the folder {path.parent} and run `upr-graph build`."
        ) from error
