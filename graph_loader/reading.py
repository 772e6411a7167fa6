"""Reads one file into a folder, in a process of its own that is bounded in memory and time.

A hostile file may bring a library down that is written in C or Rust, or keep it busy for ever: then its
process ends, and the caller is told why. Reading in processes also uses every core when files are many.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from graph_loader.gazetteer import find_norms
from graph_loader.mapping import reading_quads
from graph_loader.readers import read_source
from graph_loader.reading_limits import (
    MEMORY,
    MEMORY_SIGNS,
    die_with_parent,
    limit_memory,
    silence_libraries,
)
from graph_loader.records import Problem, SourceReading
from graph_loader.snapshot import n_quads
from graph_loader.sources import rdf_file
from graph_loader.sources.source_file import SourceFile
from graph_loader.states import state_code
from ontology.errors import SourceError, UprGraphError, WorkspaceError

PATIENCE: Final = 120.0
"""Seconds for a file, and for each MiB of it `PATIENCE_A_MIB` more."""
PATIENCE_A_MIB: Final = 3.0
MOST_PROBLEMS: Final = 500
"""Problems of a file that are kept; how many more there are is said."""
_TOLD_EVERY: Final = 0.2
_LONGEST_MESSAGE: Final = 2_000
"""Characters of a problem that are kept: a reader may quote more of a file than anybody reads."""
_MOST_SAID: Final = 1 << 16
"""Bytes that a pipe holds."""
_OF_THE_DISK: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)
"""Errors that are no fault of a file or a reader."""

NOTHING: Final = {"recommendations": 0, "pairs": 0, "positions": 0, "quads": 0}


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read: `name` is what the user calls it, `path` where its bytes are."""

    name: str
    path: Path
    format: str = "auto"
    review: str | None = None
    folder: str = ""
    """Name of the folder in which the user has it."""
    license: str | None = None
    """IRI of the terms under which its content may be passed on, as the user says."""
    strict: bool = False
    """Whether a warning refuses the file as an error does."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading of a file is."""

    name: str
    read: int
    size: int
    recommendations: int


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a file; its quads are in the folder. `key` is None where nothing may be kept."""

    name: str
    format: str | None = None
    reader: str = ""
    key: str | None = None
    review: str | None = None
    document: str | None = None
    counts: dict[str, int] = field(default_factory=lambda: dict(NOTHING))
    problems: tuple[Problem, ...] = ()


Tell = Callable[[Progress], None]


def read_into(folder: Path, request: Request, file: SourceFile, tell: Tell | None = None) -> Read:
    """Read a file and write its quads to `folder/quads.nq`.

    Never raises for what is inside the file: that is in the problems, and then nothing may be kept. Raises
    UsageError for a format or review that does not exist.
    """
    found = _Found(request)

    def tell_how_far() -> None:
        if tell:
            tell(Progress(request.name, file.consumed, file.size, found.counts["recommendations"]))

    file.tell = tell_how_far
    try:
        with (folder / "quads.nq").open("wb") as quads:
            for reading in read_source(file, request.format, request.review):
                found.add(reading)
                if found.refused:
                    # An error that a file begins with; what follows may still say more.
                    if request.strict:
                        break
                    continue
                lines = n_quads(reading_quads(reading))
                found.counts["quads"] += lines.count(b"\n")
                quads.write(lines)
                tell_how_far()
    except SourceError as error:
        found.problem(Problem("error", str(error), error.place or request.name))
    except RecursionError:
        found.problem(
            Problem(
                "error", f"{request.name}: is nested too deep to be read. Nothing was stored.", request.name
            )
        )
    except MemoryError:
        return _out_of_memory(request)
    return found.read()


class _Found:
    """What the readings of one file have in common, and their sums."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._first: SourceReading | None = None
        self._reviews: set[str] = set()
        self._problems: list[Problem] = []
        self._left_out: Counter[str] = Counter()
        self.counts = dict(NOTHING)
        self.refused = False

    def add(self, reading: SourceReading) -> None:
        self._first = self._first or reading
        self._reviews |= reading.about_reviews
        self._count(reading.found)
        if reading.quads:
            stated = rdf_file.counts(reading.quads)
            self._reviews |= stated.reviews
            self._count(
                {
                    "recommendations": stated.recommendations,
                    "pairs": stated.pairs,
                    "positions": stated.positions,
                }
            )
        for problem in reading.problems:
            self.problem(problem)

    def _count(self, found: dict[str, int]) -> None:
        for what, number in found.items():
            self.counts[what] = self.counts.get(what, 0) + number

    def problem(self, problem: Problem) -> None:
        problem = _readable(problem)
        if problem.severity == "error" or (self._request.strict and problem.severity == "warning"):
            self.refused = True
        if self._request.strict and any(p.severity != "info" for p in self._problems):
            return  # it stops at the first
        if len(self._problems) < MOST_PROBLEMS or (problem.severity == "error" and not self._has_error()):
            self._problems.append(problem)
        else:
            self._left_out[problem.severity] += 1

    def _has_error(self) -> bool:
        return any(problem.severity == "error" for problem in self._problems)

    def read(self) -> Read:
        first = self._first
        problems = (*self._problems, *self._not_told())
        review = self._reviews.pop() if len(self._reviews) == 1 else self._request.review
        if self.refused or first is None:
            return Read(self._request.name, first.format if first else None, review=review, problems=problems)
        return Read(
            self._request.name,
            first.format,
            first.reader,
            first.key,
            review,
            first.document.key if first.document else None,
            self.counts,
            problems,
        )

    def _not_told(self) -> Iterator[Problem]:
        for severity, number in self._left_out.items():
            yield Problem(
                "info", f"{number} more problems of severity {severity} are not listed.", self._request.name
            )


def _readable(problem: Problem) -> Problem:
    place = problem.place and _shortened(problem.place)
    return replace(problem, message=_shortened(problem.message), place=place)


def _shortened(text: str) -> str:
    """Both ends of a text: the end of a message says what to do."""
    half = _LONGEST_MESSAGE // 2
    return text if len(text) <= _LONGEST_MESSAGE else f"{text[:half]} … {text[-half:]}"


def _failed(request: Request, reason: str) -> Read:
    return _refused(
        request,
        f"{reason}, which no file of this kind needs: it is damaged or made to do harm. "
        "Get it again, or split it.",
    )


def _out_of_memory(request: Request) -> Read:
    return _refused(
        request,
        f"reading it needs more than {MEMORY / (1 << 30):g} GiB of memory, more than a reader may take. "
        "Split it and add the parts.",
    )


def _refused(request: Request, reason: str) -> Read:
    message = f"{request.name}: {reason} Nothing was stored."
    return Read(request.name, review=request.review, problems=(Problem("error", message, request.name),))


# --- in a process of its own ---


def prepare() -> None:
    """Load what nearly every reader looks things up in, once for all processes that are forked later."""
    state_code("no State")
    find_norms("no treaty")


class Reading:
    """A file that is being read in a process of its own."""

    def __init__(self, folder: Path, request: Request) -> None:
        # Forking saves half a second of imports, and is safe where no thread runs: the command line has none.
        linux = sys.platform == "linux"
        context = multiprocessing.get_context("fork") if linux else multiprocessing.get_context("spawn")
        self._request = request
        self.connection, theirs = context.Pipe(duplex=False)
        self._last_words, words = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_read_and_send, args=(theirs, words, folder, request), daemon=True
        )
        with without_interrupts():
            self._process.start()
        theirs.close()
        words.close()
        size = request.path.stat().st_size
        self.deadline = time.monotonic() + PATIENCE + PATIENCE_A_MIB * (size >> 20)

    def receive(self) -> Progress | Read:
        """The next message, once `connection` can be read or the deadline is over; the last one is a Read.

        Raises what the process raised on purpose, such as UsageError.
        """
        try:
            message = self.connection.recv() if self.connection.poll() else None
        except (EOFError, OSError):
            self._process.join()
            return _broke_down(self._request, self._process.exitcode, self._said())
        if message is None:
            self.stop()
            return _failed(self._request, "reading it takes too long")
        if isinstance(message, UprGraphError):
            raise message
        assert isinstance(message, Progress | Read)
        return message

    def stop(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self.connection.close()
        self._last_words.close()

    def _said(self) -> bytes:
        """What libraries said before the process ended."""
        pipe = self._last_words.fileno()
        os.set_blocking(pipe, False)
        with suppress(BlockingIOError):  # a process that it started holds the pipe, and nothing is in it
            return os.read(pipe, _MOST_SAID)
        return b""


@contextmanager
def without_interrupts() -> Iterator[None]:
    """What is started meanwhile gets no Ctrl-C of the terminal: its parent gets that too, and ends it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _broke_down(request: Request, exit_code: int | None, said: bytes) -> Read:
    """Why a process ended that gave no answer, in words that tell what to do."""
    if exit_code is None or exit_code >= 0:
        return _refused(request, "upr-graph has a fault in its reader. Please report it.")
    if any(sign in said for sign in MEMORY_SIGNS):
        return _out_of_memory(request)
    if -exit_code in (signal.SIGKILL, signal.SIGTERM):
        return _refused(
            request,
            "its reader was stopped from outside, most likely as the machine ran out of memory. "
            "Try again when less is running, or split it.",
        )
    return _failed(request, f"a library broke down on it ({_signal_name(-exit_code)})")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # one of the real-time signals
        return f"signal {number}"


def _read_and_send(connection: Connection, words: Connection, folder: Path, request: Request) -> None:
    last = 0.0

    def tell(progress: Progress) -> None:
        nonlocal last
        if time.monotonic() - last > _TOLD_EVERY:
            last = time.monotonic()
            connection.send(progress)

    die_with_parent()
    limit_memory()
    silence_libraries(words.fileno())
    try:
        file = SourceFile(request.name, path=request.path, folder=request.folder)
        connection.send(read_into(folder, request, file, tell))
    except UprGraphError as error:
        connection.send(error)
    except MemoryError:
        connection.send(_out_of_memory(request))
    except OSError as error:
        if error.errno not in _OF_THE_DISK:
            raise
        reason = f"{error.filename or request.name}: {error.strerror}. Make room, or look at the disk."
        connection.send(WorkspaceError(reason))


def as_stored(problems: tuple[Problem, ...]) -> tuple[dict[str, str | None], ...]:
    """Problems as plain dictionaries, for JSON."""
    return tuple(asdict(problem) for problem in problems)
