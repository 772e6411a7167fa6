"""The snapshot that a server answers from: its workers, its numbers, and the change to a new one."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from api.settings import Settings
from graph_loader.snapshot import Manifest, read_manifest, store_path
from graph_loader.workspace import Workspace
from ontology.errors import UprGraphError, WorkspaceError
from sparql.workers import Limits, QueryWorkers

if TYPE_CHECKING:
    from api.home import Home
    from api.shown import Shown

_log = logging.getLogger(__name__)
_P = ParamSpec("_P")
_T = TypeVar("_T")

_SPARE_THREADS: Final = 4
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
    home: tuple[Home, str, Shown] | None = None
    """What the home page shows: figures, a query, its answer."""
    users: int = 0
    retired: bool = False


class Service:
    """Hands out the current snapshot; an older one is closed when its last reader has left.

    Safe to use from several threads.
    """

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        self._workspace = workspace
        self._settings = settings
        self._limits = limits_of(settings)
        self._lock = threading.Lock()
        self._served: Served | None = None
        self._looked = 0.0
        self._closed = False
        # Enough for every query that may run or wait, so that the pool of workers turns the rest away.
        threads = settings.workers + self._limits.waiting + _SPARE_THREADS
        self._threads = ThreadPoolExecutor(threads, "request")

    async def in_thread(self, function: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Run a function that waits for a query, so that the event loop need not."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: function(*args, **kwargs))

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
        if self._closed:
            raise WorkspaceError("The server is ending.")
        now = time.monotonic()
        if self._served is None or now - self._looked > _LOOK_EVERY:
            self._looked = now
            self._look()
        if self._served is None:
            raise WorkspaceError("No snapshot has been built yet. Run `upr-graph build`.")
        return self._served

    def _look(self) -> None:
        try:
            self._change_to(self._workspace.current())
        except UprGraphError as error:
            if self._served is None:
                raise WorkspaceError(str(error)) from error
            _log.warning("The new snapshot cannot be served, the one before stays: %s", error)

    def _change_to(self, snapshot_id: str | None) -> None:
        old = self._served
        if snapshot_id is None or (old is not None and old.manifest.snapshot == snapshot_id):
            return
        manifest = read_manifest(self._workspace, snapshot_id)
        path = store_path(self._workspace, snapshot_id)
        workers = QueryWorkers(path, size=self._settings.workers, limits=self._limits)
        self._served = Served(manifest, workers)
        if old is not None:
            old.retired = True
            if not old.users:
                old.workers.close()

    def close(self, wait: float = 0.0) -> None:
        """Answer nothing any more; queries that run may go on for `wait` seconds, then they are ended."""
        with self._lock:
            self._closed = True
            served, self._served = self._served, None
        if served is not None:
            served.workers.close(wait)
        self._threads.shutdown(wait=False, cancel_futures=True)
