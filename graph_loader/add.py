"""Adds files to a workspace: each one whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

from graph_loader.mapping import reading_quads
from graph_loader.readers import read_source
from graph_loader.records import Problem, SourceReading
from graph_loader.snapshot import n_quads
from graph_loader.workspace import StoredSource, Workspace
from ontology.errors import SourceError, UsageError

LARGEST_FILE: Final = 64 * 1024 * 1024
"""Bytes of a file that a reader takes into memory."""


_NOTHING: Final = {"recommendations": 0, "pairs": 0, "positions": 0, "quads": 0}


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


def add_file(
    workspace: Workspace, path: Path | None, data: bytes, format: str = "auto", review: str | None = None
) -> Added:
    """Read one file and keep it, unless something in it is wrong.

    `path` is None for standard input. Never raises for what is inside the file: that is in the problems, with
    the status `refused`. Raises WorkspaceError when the workspace cannot be written.
    """
    name = path.name if path else "-"
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        reading = read_source(data, name, format, review)
    except SourceError as error:
        problem = Problem("error", str(error), error.place or name)
        return Added(name, None, review, sha256, "refused", dict(_NOTHING), (problem,))
    found = _review_of(reading) or review
    if any(problem.severity == "error" for problem in reading.problems):
        return Added(name, reading.format, found, sha256, "refused", dict(_NOTHING), reading.problems)
    quads = n_quads(reading_quads(reading))
    counts = {
        "recommendations": len(reading.recommendations),
        "pairs": reading.pairs,
        "positions": len(reading.positions),
        "quads": quads.count(b"\n"),
    }
    source = StoredSource(
        sha256,
        reading.key,
        name,
        reading.format,
        reading.reader,
        found,
        reading.document.key if reading.document else None,
        counts,
        tuple(asdict(problem) for problem in reading.problems),
    )
    with workspace.lock():
        status = workspace.store_source(source, data, quads)
    return Added(name, reading.format, found, sha256, status, counts, reading.problems)


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


def _too_large(path: Path, most: int) -> UsageError:
    return UsageError(f"{path}: larger than {most >> 20} MiB, which is more than is read.")


def _review_of(reading: SourceReading) -> str | None:
    reviews = {review.key for review in reading.reviews}
    reviews.update(record.review for record in reading.recommendations)
    reviews.update(_review_key(position.recommendation) for position in reading.positions)
    return _only(reviews)


def _review_key(recommendation: str) -> str:
    return "-".join(recommendation.split("-")[:2])


def _only(values: Iterable[str]) -> str | None:
    found = set(values)
    return found.pop() if len(found) == 1 else None
