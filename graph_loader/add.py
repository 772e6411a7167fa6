"""Adds files to a workspace: each one whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import wait
from pathlib import Path
from time import monotonic
from typing import BinaryIO, Final, Literal

from graph_loader.reading import (
    NOTHING,
    Progress,
    Read,
    Reading,
    Request,
    Tell,
    as_stored,
    prepare,
    read_into,
    without_interrupts,
)
from graph_loader.records import Problem
from graph_loader.sources.source_file import LARGEST_IN_MEMORY, LARGEST_STREAMED, SourceFile
from graph_loader.workspace import StoredSource, Workspace
from ontology.errors import UsageError

LARGEST_FILE: Final = LARGEST_IN_MEMORY
"""Bytes of a file that is read whole."""
AT_ONCE: Final = max(1, min(4, os.cpu_count() or 1))
"""Files that are read at the same time."""
KEEP_PATIENCE: Final = 600.0
"""Seconds that what was read waits for a writer: a build may take minutes, and reading is work."""
_CHUNK: Final = 1 << 20
_TOLD_EVERY: Final = 0.25
"""Seconds after which the caller hears of progress, even where there is none."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file; the contract's `sources` entry of `add --json`."""

    file: str
    format: str | None
    review: str | None
    sha256: str | None
    status: Literal["added", "unchanged", "replaced", "refused"]
    counts: dict[str, int]
    problems: tuple[Problem, ...]


def add_files(
    workspace: Workspace,
    requests: Sequence[Request],
    standard_input: BinaryIO,
    tell: Tell | None = None,
    wait: Callable[[str], None] = lambda _: None,
) -> Iterator[Added]:
    """Read files, several at a time, each in a process of its own, and keep the good ones in their order.

    The path `-` is standard input. While another process writes to the workspace, files are read and wait to
    be kept, `KEEP_PATIENCE` seconds at most; `wait` is called once with its process id. With `strict`, a file
    that is refused is the last one: what comes after it is not kept. Never raises for what is inside a file.
    Raises UsageError for a format or review that does not exist, WorkspaceError when the workspace cannot be
    written.
    """
    if len(requests) > AT_ONCE:
        prepare()
    wait_once = _once(wait)
    if holder := workspace.writer():
        wait_once(holder)
    with workspace.beside() as beside:
        taken: dict[str, str] = {}
        for one, read, folder in _in_order(beside, requests, standard_input, tell):
            added = _keep(workspace, one, _without_clash(one, read, taken), folder, wait_once)
            yield added
            if one.strict and added.status == "refused":
                return


def _once(wait: Callable[[str], None]) -> Callable[[str], None]:
    told: list[str] = []

    def wait_once(holder: str) -> None:
        if not told:
            wait(holder)
        told.append(holder)

    return wait_once


def add_file(
    workspace: Workspace, path: Path | None, data: bytes, format: str = "auto", review: str | None = None
) -> Added:
    """Read one file in this process and keep it, unless something in it is wrong; see `add_files`.

    `path` is None for standard input.
    """
    request = Request(path.name if path else "-", Path("-"), format, review)
    with workspace.beside() as folder:
        (folder / "original").write_bytes(data)
        read = read_into(folder, request, SourceFile(request.name, data=data))
        return _keep(workspace, request, read, folder)


def _in_order(
    beside: Path, requests: Sequence[Request], standard_input: BinaryIO, tell: Tell | None
) -> Iterator[tuple[Request, Read, Path]]:
    """Each request with what was read, in their order, though the reading overlaps."""
    waiting = deque(enumerate(requests))
    running: dict[int, Reading] = {}
    latest: dict[int, Progress] = {}
    finished: dict[int, Read] = {}
    following = 0
    try:
        while following < len(requests):
            while waiting and len(running) < AT_ONCE:
                number, request = waiting.popleft()
                folder = beside / str(number)
                copied = _copied(folder, request, standard_input)
                if isinstance(copied, Read):
                    finished[number] = copied
                    continue
                with without_interrupts():  # which would come before it is known what is to be stopped
                    running[number] = Reading(folder, copied)
                latest[number] = Progress(request.name, 0, 1, 0)
            for number in _ready(running):
                message = running[number].receive()
                if isinstance(message, Progress):
                    latest[number] = message
                else:
                    running.pop(number).stop()
                    finished[number] = message
            if tell and running:
                tell(latest[min(running)])
            while following in finished:
                folder = beside / str(following)
                yield requests[following], finished.pop(following), folder
                shutil.rmtree(folder, ignore_errors=True)
                following += 1
    finally:
        for reading in running.values():
            reading.stop()


def _without_clash(request: Request, read: Read, taken: dict[str, str]) -> Read:
    """What was read, with a warning where it takes the place of another file of the same command.

    With `strict` it is refused instead. `taken` has the files by their keys, and is added to.
    """
    path = str(request.path)
    before = taken.get(read.key or "", path)
    if read.key is None or before == path:
        if read.key:
            taken[read.key] = path
        return read
    message = f"{read.name}: takes the place of {before}, which is the same source, {read.key}."
    if request.strict:
        message += " Nothing was stored."
    problems = (Problem("warning", message, read.name), *read.problems)
    taken[read.key] = path
    return replace(read, problems=problems, key=None if request.strict else read.key)


def _ready(running: dict[int, Reading]) -> list[int]:
    """Numbers of those that have something to say, or have taken too long; waits a while for one."""
    first = min((reading.deadline for reading in running.values()), default=0.0) - monotonic()
    said = wait([reading.connection for reading in running.values()], min(max(0.0, first), _TOLD_EVERY))
    now = monotonic()
    return [n for n, reading in running.items() if reading.connection in said or reading.deadline <= now]


def _copied(folder: Path, request: Request, standard_input: BinaryIO) -> Request | Read:
    """Take a copy of the file, which may change or be a pipe; the request to read that.

    A Read tells why that cannot be done: the file may be gone since it was looked at.
    """
    folder.mkdir()
    copy = folder / "original"
    try:
        if str(request.path) == "-":
            _copy(standard_input, copy, request.name)
        else:
            with _refusals_of(request.path):
                source = request.path.open("rb")
            with source:
                _copy(source, copy, request.name)
    except UsageError as error:
        copy.unlink(missing_ok=True)
        problem = Problem("error", f"{error} Nothing was stored.", request.name)
        return Read(request.name, review=request.review, problems=(problem,))
    return replace(request, path=copy)


def _copy(source: BinaryIO, copy: Path, name: str) -> None:
    left = LARGEST_STREAMED
    with copy.open("wb") as target:
        while chunk := _chunk(source, name):
            left -= len(chunk)
            if left < 0:
                raise _too_large(name, LARGEST_STREAMED)
            target.write(chunk)


def _chunk(source: BinaryIO, name: str) -> bytes:
    try:
        return source.read(_CHUNK)
    except OSError as error:
        raise UsageError(f"{name}: cannot be read ({error.strerror}).") from error


def _sha256(path: Path) -> str | None:
    """Its digest; None for a file that could not be copied."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keep(
    workspace: Workspace,
    request: Request,
    read: Read,
    folder: Path,
    wait: Callable[[str], None] = lambda _: None,
) -> Added:
    sha256 = _sha256(folder / "original")
    if read.key is None or sha256 is None:
        return Added(read.name, read.format, read.review, sha256, "refused", dict(NOTHING), read.problems)
    source = StoredSource(
        sha256,
        read.key,
        read.name,
        read.format or "",
        read.reader,
        read.review,
        read.document,
        read.counts,
        as_stored(read.problems),
        request.license,
    )
    with workspace.lock(KEEP_PATIENCE, wait=wait):
        status = workspace.store_source(source, folder)
    return Added(read.name, read.format, read.review, sha256, status, read.counts, read.problems)


def read_bytes(path: Path, most: int = LARGEST_FILE) -> bytes:
    """A file's bytes; raises UsageError when it is absent, no file, or larger than `most` bytes."""
    check_file(path, most)
    with _refusals_of(path), path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:  # a pipe does not tell its size
        raise _too_large(path, most)
    return data


def check_file(path: Path, most: int = LARGEST_FILE) -> None:
    """Raise what `read_bytes` would raise, without opening the file: a pipe can be read once only."""
    with _refusals_of(path):
        if path.is_dir():
            raise UsageError(f"{path}: this is a folder. Name the files in it.")
        if stat.S_ISCHR(path.stat().st_mode) or stat.S_ISBLK(path.stat().st_mode):
            raise UsageError(f"{path}: this is a device, not a file. `-` reads standard input.")
        if path.stat().st_size > most:
            raise _too_large(path, most)
        if not os.access(path, os.R_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@contextmanager
def _refusals_of(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise UsageError(f"{path}: there is no such file.") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}).") from error


def _too_large(path: Path | str, most: int) -> UsageError:
    return UsageError(f"{path}: larger than {most >> 20} MiB, which is more than is read.")
