"""A pool of worker processes that run strangers' queries, each under a deadline and a memory limit.

Oxigraph offers no time-out, no way to cancel and no memory limit, so a query is stopped by killing the
process it runs in. The others go on, and the dead worker is replaced at once.
"""

from __future__ import annotations

import json
import logging
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self, cast

from graph_loader.reading_limits import MEMORY_SIGNS
from ontology.errors import (
    ParseError,
    QueryLimit,
    QueryMemory,
    QueryTimeout,
    RefusedQuery,
    ResultTooLarge,
    UprGraphError,
    UsageError,
    WorkersBusy,
    WorkspaceError,
)
from sparql.frames import Reply, Request, Settings, write_frame
from sparql.results import Format, Kind
from sparql.store import Answer

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take."""

    timeout: float = 30.0
    """Seconds where the caller does not say; as long again a query may wait for a worker."""
    max_timeout: float = 300.0
    """Seconds a caller may ask for; more is cut to this."""
    memory: int = 2 << 30
    """Bytes of address space of a worker; the store itself maps about 0.5 GiB of it."""
    result: int = 64 << 20
    """Bytes of a serialised answer."""
    text: int = 1 << 20
    """Bytes of a query."""
    waiting: int = 64
    """Queries that may wait for a worker."""


class QueryWorkers:
    """A `QueryStore` over the Oxigraph store in a directory that nobody writes to.

    Safe to use from several threads. Workers start when it is made and answer one query at a time each.
    They end with `close`, or by themselves when this process ends, however it ends.
    """

    def __init__(self, store: Path, *, size: int = 2, limits: Limits | None = None) -> None:
        if size < 1:
            raise UsageError(f"There must be at least one query worker, not {size}.")
        self.limits = limits or Limits()
        self._settings = Settings(store=str(store), memory=self.limits.memory, result=self.limits.result)
        self._changed = threading.Condition()
        self._closed = False
        self._waiting = 0
        self._busy: set[_Worker] = set()
        self._idle = [_Worker(self._settings) for _ in range(size)]

    def query(
        self,
        text: str,
        *,
        format: Format | None = None,
        timeout: float | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """Run one query in a worker; see `QueryStore.query`.

        Raises WorkersBusy where too many queries wait or none of the workers comes free in time, and
        WorkspaceError when the store cannot be opened.
        """
        seconds = self._seconds(timeout)
        self._check_text(text)
        request = Request(
            text=text,
            format=format.name if format else None,
            seconds=seconds,
            default_graphs=list(default_graphs),
            named_graphs=list(named_graphs),
        )
        try:
            reply, body = self._ask(request)
        except _NotStarted:  # nothing was run, and the machine may have a thread to spare by now
            reply, body = self._ask(request)
        if "error" in reply:
            raise self._error(reply)
        return Answer(cast(Kind, reply["kind"]), reply["media_type"], body, reply["rows"], reply["seconds"])

    def _ask(self, request: Request) -> tuple[Reply, bytes]:
        seconds = request["seconds"]
        with self._worker(time.monotonic() + seconds, seconds) as worker:
            try:
                # The clock starts anew: a query that had to wait is not stopped for what others took.
                return worker.ask(request, time.monotonic() + seconds)
            except TimeoutError:
                raise QueryTimeout(self._too_slow(seconds)) from None

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the workers, for monitoring."""
        with self._changed:
            return tuple(sorted(worker.pid for worker in (*self._idle, *self._busy)))

    @property
    def busy(self) -> int:
        """Number of workers that run a query now."""
        return len(self._busy)

    @property
    def waiting(self) -> int:
        """Number of queries that wait for a worker now."""
        return self._waiting

    def close(self, wait: float = 0.0) -> None:
        """End all workers; running queries may go on for `wait` seconds, then they fail with QueryLimit."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            idle, self._idle = self._idle, []
            for worker in idle:
                worker.end()
            self._changed.wait_for(lambda: not self._busy, wait)
            for worker in self._busy:
                worker.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _seconds(self, timeout: float | None) -> float:
        if timeout is None:
            return self.limits.timeout
        if not timeout > 0:
            raise UsageError(f"A time-out is a number of seconds above 0, not {timeout}.")
        return min(timeout, self.limits.max_timeout)

    def _check_text(self, text: str) -> None:
        try:
            size = len(text.encode())
        except UnicodeEncodeError as error:
            raise UsageError(f"The query holds half a character (at offset {error.start}).") from error
        if size > self.limits.text:
            raise UsageError(f"The query has {size:,} bytes; at most {self.limits.text:,} are read.")

    @contextmanager
    def _worker(self, deadline: float, seconds: float) -> Iterator[_Worker]:
        """Lend out a worker; whatever goes wrong with it, a fresh one takes its place."""
        worker = self._take(deadline, seconds)
        try:
            yield worker
        except BaseException as error:
            worker.end()
            if self._closed and isinstance(error, UprGraphError):
                raise QueryLimit(_CLOSED) from None
            raise
        finally:
            self._give_back(worker)

    def _take(self, deadline: float, seconds: float) -> _Worker:
        with self._changed:
            if not self._idle and self._waiting >= self.limits.waiting:
                raise WorkersBusy(f"{self._waiting} queries wait already. Try again in a moment.")
            self._waiting += 1
            try:
                free = self._changed.wait_for(
                    lambda: self._closed or self._idle, max(deadline - time.monotonic(), 0.0)
                )
            finally:
                self._waiting -= 1
            if self._closed:
                raise QueryLimit(_CLOSED)
            if not free:
                raise WorkersBusy(f"No query worker came free within {seconds:g} s. Try again in a moment.")
            worker = self._idle.pop()
            if worker.ended:
                worker.end()
                worker = _Worker(self._settings)
            self._busy.add(worker)
            return worker

    def _give_back(self, worker: _Worker) -> None:
        with self._changed:
            self._busy.discard(worker)
            if self._closed:
                worker.end()
            elif worker.ended:
                worker.end()  # closes the pipes to it
                self._idle.append(_Worker(self._settings))
            else:
                self._idle.append(worker)
            self._changed.notify_all()

    def _too_slow(self, seconds: float) -> str:
        advice = "Make its patterns more specific or add a LIMIT"
        if seconds < self.limits.max_timeout:
            advice += f", or ask for more time (at most {self.limits.max_timeout:g} s)"
        return f"The query was stopped after {seconds:g} s. {advice}."

    def _error(self, reply: Reply) -> Exception:
        message = reply["message"]
        if reply["error"] == "syntax":
            return ParseError(message, reply["line"], reply["column"])
        error_type, text = {
            "refused": (RefusedQuery, message),
            "usage": (UsageError, message),
            "memory": (QueryMemory, _TOO_GREEDY.format(self.limits.memory / (1 << 20))),
            "size": (ResultTooLarge, _TOO_LARGE.format(self.limits.result / (1 << 20))),
            "store": (WorkspaceError, f"The store {self._settings['store']} cannot be opened: {message}."),
        }.get(reply["error"], (QueryLimit, f"The store could not answer: {message}."))
        return error_type(text)


_CLOSED: Final = "The query workers are closed."
_TOO_LARGE: Final = (
    "The answer is larger than {:,.4g} MiB. Add a LIMIT, select fewer columns, or take a dump instead."
)
_TOO_GREEDY: Final = (
    "The query needed more than {:,.0f} MiB of memory and was stopped. Make its patterns more specific, or "
    "sort and group fewer rows."
)
_BOOT: Final = (
    "import sys; sys.path.insert(0, sys.argv.pop()); from sparql.worker_process import main; main()"
)


class _NotStarted(WorkspaceError):
    """A worker ended before it could open the store. For want of threads it may: then not a moment later."""


class _Worker:
    """One worker process. One thread at a time uses it; any thread may `kill` it."""

    def __init__(self, settings: Settings) -> None:
        self._memory = settings["memory"]
        self._settings = settings
        self._greeted = False
        self._last_words, complaints = os.pipe()
        os.set_blocking(complaints, False)  # a worker that writes much must not wait for a reader
        try:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-P", "-c", _BOOT),
                    json.dumps(settings),
                    str(Path(__file__).resolve().parents[1]),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                process_group=0,  # Ctrl-C is for this process, which then ends its workers
            )
        finally:
            os.close(complaints)

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether the process is over."""
        return self._process.poll() is not None

    def ask(self, request: Request, deadline: float) -> tuple[Reply, bytes]:
        """Send one request and wait for the reply until `deadline` on the monotonic clock.

        Raises TimeoutError at the deadline, and QueryLimit or one of its kinds when the worker dies.
        """
        try:
            if not self._greeted:
                greeting: Reply = json.loads(self._read_frame(deadline))
                if "error" in greeting:
                    self._process.wait()
                    return greeting, b""
                if not greeting["offline"]:
                    _log.info("This platform cannot forbid sockets: SERVICE is refused by its keyword only.")
                self._greeted = True
            write_frame(cast(IO[bytes], self._process.stdin), json.dumps(request).encode())
            return json.loads(self._read_frame(deadline)), self._read_frame(deadline)
        except (EOFError, BrokenPipeError):
            raise self._cause_of_death() from None

    def kill(self) -> None:
        """Stop the process at once."""
        self._process.kill()

    def end(self) -> None:
        """Stop the process, collect it and close the pipes to it."""
        if self._last_words < 0:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                _close(pipe)
        os.close(self._last_words)
        self._last_words = -1

    def _read_frame(self, deadline: float) -> bytes:
        return self._read(int.from_bytes(self._read(4, deadline)), deadline)

    def _read(self, size: int, deadline: float) -> bytes:
        pipe = cast(IO[bytes], self._process.stdout).fileno()
        poll = select.poll()
        poll.register(pipe, select.POLLIN)
        content = bytearray()
        while len(content) < size:
            if not poll.poll(max(deadline - time.monotonic(), 0.0) * 1000):
                raise TimeoutError
            chunk = os.read(pipe, min(size - len(content), 1 << 20))
            if not chunk:
                raise EOFError
            content += chunk
        return bytes(content)

    def _cause_of_death(self) -> UprGraphError | TimeoutError:
        status = self._process.wait()
        os.set_blocking(self._last_words, False)
        try:
            said = os.read(self._last_words, 1 << 16)
        except BlockingIOError:
            said = b""
        words = said.decode(errors="replace")
        if -status == signal.SIGALRM:
            return TimeoutError()
        if -status == signal.SIGKILL:
            return QueryMemory(
                "The query was stopped from outside, most likely as the machine ran out of memory."
            )
        if any(sign in said for sign in MEMORY_SIGNS):
            return QueryMemory(_TOO_GREEDY.format(self._memory / (1 << 20)))
        if -status == signal.SIGSEGV:
            return QueryLimit("The query is nested too deeply for the store. Use fewer levels of brackets.")
        if not self._greeted:
            return _NotStarted(
                f"A query worker could not start (status {status}): {words[-500:].strip()} Look whether the "
                "store is whole, the memory limit at least 1 GiB, and the machine has threads to spare."
            )
        _log.error("A query worker ended with status %s: %s", status, words[-2000:])
        return QueryLimit(f"The query stopped its worker (status {status}). It was not answered.")


def _close(pipe: IO[bytes]) -> None:
    with suppress(BrokenPipeError):  # what was buffered for a dead worker
        pipe.close()
