"""The snapshot that a server answers from: its workers, its numbers, and the change to a new one."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from api.settings import Settings
from graph_loader.snapshot import Manifest, read_manifest, store_path
from graph_loader.workspace import Workspace
from ontology.errors import WorkspaceError
from sparql.workers import Limits, QueryWorkers

_LOOK_EVERY: Final = 1.0
"""Seconds between two looks at which snapshot is current."""


def limits_of(settings: Settings) -> Limits:
    """Limits of one query by the settings; no caller gets more time than the default."""
    return Limits(
        timeout=settings.query_timeout,
        max_timeout=settings.query_timeout,
        memory=settings.query_memory << 20,
        result=settings.result_size << 20,
    )


@dataclass(slots=True)
class Served:
    """One snapshot with its workers."""

    manifest: Manifest
    workers: QueryWorkers
    home: str | None = None
    """The rendered home page."""
    users: int = 0
    retired: bool = False


@dataclass(slots=True)
class Service:
    """Hands out the current snapshot; an older one is closed when its last reader has left.

    Safe to use from several threads.
    """

    workspace: Workspace
    settings: Settings
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _served: Served | None = None
    _looked: float = 0.0

    @contextmanager
    def snapshot(self) -> Iterator[Served]:
        """The snapshot to answer one request from; raises WorkspaceError while there is none."""
        with self._lock:
            served = self._current()
            served.users += 1
        try:
            yield served
        finally:
            with self._lock:
                served.users -= 1
                if served.retired and not served.users:
                    served.workers.close()

    def _current(self) -> Served:
        now = time.monotonic()
        if self._served is None or now - self._looked > _LOOK_EVERY:
            self._looked = now
            self._change_to(self.workspace.current())
        if self._served is None:
            raise WorkspaceError("No snapshot has been built yet. Run `upr-graph build`.")
        return self._served

    def _change_to(self, snapshot_id: str | None) -> None:
        old = self._served
        if snapshot_id is None or (old is not None and old.manifest.snapshot == snapshot_id):
            return
        manifest = read_manifest(self.workspace, snapshot_id)
        path = store_path(self.workspace, snapshot_id)
        workers = QueryWorkers(path, size=self.settings.workers, limits=limits_of(self.settings))
        self._served = Served(manifest, workers)
        if old is not None:
            old.retired = True
            if not old.users:
                old.workers.close()

    def close(self) -> None:
        """End all workers."""
        with self._lock:
            if self._served is not None:
                self._served.workers.close()
                self._served = None
