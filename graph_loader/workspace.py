"""The workspace: what was added, which snapshots exist, which one is current, and who may write now.

    sources/<sha256>/original     the file as it came
    sources/<sha256>/quads.nq     what was read from it
    sources/<sha256>/source.json  what it is: `StoredSource`
    sources.json                  the sources that count, oldest first; replaced by rename
    settings.json                 `{"shipped": true}`
    snapshots/<id>/               immutable (`snapshot.py`)
    current                       the id of the snapshot that is served; replaced by rename
    lock                          held by a writer, with its process id
    .reading-<process>-…/         what a process is reading, before it is kept

Every write happens beside and becomes visible by one rename, so that a crash at any moment leaves what was
there before.
"""

from __future__ import annotations

import fcntl
import filecmp
import json
import os
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from ontology.errors import UnknownName, WorkspaceError

LOCK_PATIENCE: Final = 10.0
"""Seconds a writer waits for another one before it gives up."""


_READING: Final = ".reading-"
"""Begins the names of folders for what is being read, which their makers hold; the process id follows."""


@dataclass(frozen=True, slots=True)
class StoredSource:
    """One source in the workspace. `key` names its graph; `counts` is what `add` reports."""

    sha256: str
    key: str
    file: str
    format: str
    reader: str
    review: str | None
    document: str | None
    counts: dict[str, int]
    problems: tuple[dict[str, str | None], ...]
    license: str | None = None
    """IRI of the terms that the user named for its content."""


Change = Literal["added", "unchanged", "replaced"]


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder that holds everything; made when it is first written to."""

    root: Path

    @property
    def _sources(self) -> Path:
        return self.root / "sources"

    @property
    def snapshots(self) -> Path:
        """Folder of the snapshots."""
        return self.root / "snapshots"

    def sources(self) -> tuple[StoredSource, ...]:
        """The sources that the next build reads, oldest first."""
        path = self.root / "sources.json"
        listed = _read_json(path, [])
        if not isinstance(listed, list):
            raise _broken(path, "it holds no list")
        return tuple(self._source(str(sha256)) for sha256 in listed)

    def _source(self, sha256: str) -> StoredSource:
        path = self._folder(sha256) / "source.json"
        try:
            version = path.stat()
        except FileNotFoundError:
            found = None
        except OSError as error:
            raise _unreadable(path, error) from error
        else:
            found = _stored(path, version.st_ino, version.st_mtime_ns)
        if found is None:
            raise WorkspaceError(
                f"{path.parent}: the source is listed but its files are gone. "
                f"Take {sha256} out of {self.root / 'sources.json'} and add the file again."
            )
        return found

    def _folder(self, sha256: str) -> Path:
        """Folder of a source; a crash in the middle of its exchange leaves the one before."""
        folder, before = self._sources / sha256, self._sources / f".before.{sha256}"
        return before if before.is_dir() and not folder.is_dir() else folder

    def quads_file(self, source: StoredSource) -> Path:
        """N-Quads read from a source."""
        return self._folder(source.sha256) / "quads.nq"

    def store_source(self, source: StoredSource, read: Path) -> Change:
        """Keep a source, whole or not at all; an older source with the same key gives way.

        `read` is a folder of `beside` with the file as it came (`original`) and what was read of it
        (`quads.nq`); they are moved. Needs the lock. Returns what happened.
        """
        before = self.sources()
        if any(old.sha256 == source.sha256 and self._holds(old, source, read) for old in before):
            return "unchanged"
        folder = self._sources / source.sha256
        aside = self._sources / f".before.{source.sha256}"
        beside = self._sources / f".{source.sha256}.{os.getpid()}"
        self._clear_away(aside, folder, {old.sha256 for old in before})
        beside.mkdir(parents=True)
        for name in ("original", "quads.nq"):
            (read / name).rename(beside / name)
        (beside / "source.json").write_text(json.dumps(asdict(source), indent=1), encoding="utf-8")
        _sync(*beside.iterdir(), beside)  # before the list names them, as power may fail too
        if folder.exists():
            folder.rename(aside)
        beside.rename(folder)
        replaced = [s for s in before if s.key == source.key or s.sha256 == source.sha256]
        kept = [s.sha256 for s in before if s not in replaced]
        replace_text(self.root / "sources.json", json.dumps([*kept, source.sha256], indent=1))
        for gone in (aside, *(self._sources / s.sha256 for s in replaced if s.sha256 != source.sha256)):
            shutil.rmtree(gone, ignore_errors=True)
        return "replaced" if replaced else "added"

    def _holds(self, old: StoredSource, source: StoredSource, read: Path) -> bool:
        """Whether the same bytes were read the same way before, whatever the file was called."""
        file = self.quads_file(old)
        same = (old.key, old.reader, old.license) == (source.key, source.reader, source.license)
        return same and file.is_file() and filecmp.cmp(file, read / "quads.nq", shallow=False)

    def remove_sources(self, keys: Iterable[str]) -> tuple[StoredSource, ...]:
        """Take sources out, for the builds to come: all of them, or none where one is not there.

        Raises UnknownName with the keys there are. Needs the lock.
        """
        by_key = {source.key: source for source in self.sources()}
        wanted = tuple(dict.fromkeys(keys))
        unknown = [key for key in wanted if key not in by_key]
        if unknown:
            missing, known = ", ".join(map(repr, unknown)), ", ".join(by_key) or "none"
            raise UnknownName(f"There is no source {missing}. Nothing was removed. Sources: {known}.")
        gone = tuple(by_key[key] for key in wanted)
        kept = [source.sha256 for key, source in by_key.items() if key not in wanted]
        replace_text(self.root / "sources.json", json.dumps(kept, indent=1))
        for source in gone:
            shutil.rmtree(self._folder(source.sha256), ignore_errors=True)
        return gone

    def _clear_away(self, aside: Path, folder: Path, listed: Collection[str]) -> None:
        """Remove what crashed writers left, and finish the exchange of a folder that one of them began."""
        if aside.is_dir() and not folder.exists():
            aside.rename(folder)
        for left in self._sources.glob(".*"):
            if not left.name.startswith(".before.") or (self._sources / left.name[8:]).is_dir():
                shutil.rmtree(left, ignore_errors=True)
        if listed:  # where nothing is, the list itself may have been lost
            for left in self._sources.glob("[!.]*"):
                if left.name not in listed:
                    shutil.rmtree(left, ignore_errors=True)

    @contextmanager
    def beside(self) -> Iterator[Path]:
        """A folder for what is being read, on the same disk as what is kept; gone afterwards.

        Does not need the lock. Raises WorkspaceError for whatever the file system refuses.
        """
        made = not self.root.exists()
        folder = self.root / f"{_READING}{os.getpid()}-{os.urandom(4).hex()}"
        with self._writing():
            held = _hold(folder)
            try:
                self._clear_readings()
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(held)
                if made:
                    with suppress(OSError):  # something is in it
                        self.root.rmdir()

    def _clear_readings(self) -> None:
        """Remove what processes left that were killed while they read."""
        for left in self.root.glob(f"{_READING}*"):
            _remove_unless_held(left)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            where = error.filename or self.root
            raise WorkspaceError(
                f"{where}: the workspace cannot be written ({error.strerror or error}). "
                "UPR_GRAPH_HOME names its folder."
            ) from error

    @property
    def shipped(self) -> bool:
        """Whether the shipped data is part of a build."""
        path = self.root / "settings.json"
        settings = _read_json(path, {})
        shipped = settings.get("shipped", True) if isinstance(settings, dict) else None
        if not isinstance(shipped, bool):
            raise _broken(path, "`shipped` is true or false")
        return shipped

    def keep_shipped(self, shipped: bool) -> None:
        """Keep the choice for the builds to come."""
        self.root.mkdir(parents=True, exist_ok=True)
        replace_text(self.root / "settings.json", json.dumps({"shipped": shipped}))

    def current(self) -> str | None:
        """Id of the snapshot that is served, or None before the first build."""
        path = self.root / "current"
        try:
            snapshot_id = path.read_bytes().decode("ascii", "replace").strip()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unreadable(path, error) from error
        if not (self.snapshots / snapshot_id / "manifest.json").is_file():
            raise WorkspaceError(
                f"{path} names the snapshot {snapshot_id!r}, which is not there. Run `upr-graph build`."
            )
        return snapshot_id

    def publish(self, snapshot_id: str) -> None:
        """Make a snapshot the current one, in one atomic step."""
        replace_text(self.root / "current", snapshot_id + "\n")

    def writer(self) -> str | None:
        """Process id of who writes to the workspace now; None where nobody does."""
        path = self.root / "lock"
        try:
            descriptor = os.open(path, os.O_RDONLY)
        except OSError:  # whoever wants to write is told why that cannot be done
            return None
        try:
            return None if _locked(descriptor, fcntl.LOCK_SH) else _holder(path)
        finally:
            os.close(descriptor)

    @contextmanager
    def lock(
        self, patience: float = LOCK_PATIENCE, *, wait: Callable[[str], None] = lambda _: None
    ) -> Iterator[None]:
        """Be the only writer; the operating system frees the lock when its holder ends, however it ends.

        `wait` is called once with the holder's process id where there is one. Raises WorkspaceError, which
        names it, after `patience` seconds, and for whatever the file system refuses to the writer.
        """
        path = self.root / "lock"
        with self._writing():
            self.root.mkdir(parents=True, exist_ok=True)
            with path.open("a+", encoding="ascii") as file:
                _wait_for(file.fileno(), path, patience, wait)
                file.truncate(0)
                file.write(f"{os.getpid()}\n")
                file.flush()
                try:
                    yield
                finally:
                    file.truncate(0)


def _hold(folder: Path) -> int:
    """Make a folder; until the descriptor is closed, here and in children, no other process removes it.

    A process id would not tell: it comes again, and containers that share a disk count their own.
    """
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY)
        with suppress(OSError):  # file systems without locks on folders: there nothing is ever cleared
            fcntl.flock(descriptor, fcntl.LOCK_SH)
        if folder.exists():  # another process may have cleared it away before it was held
            return descriptor
        os.close(descriptor)


def _remove_unless_held(folder: Path) -> None:
    with suppress(OSError):  # it is held, gone by now, or not ours to remove
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
        finally:
            os.close(descriptor)


def _sync(*paths: Path) -> None:
    """Wait until files and folders are on the disk."""
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _wait_for(descriptor: int, path: Path, patience: float, wait: Callable[[str], None]) -> None:
    deadline = time.monotonic() + patience
    is_told = False
    while not _locked(descriptor, fcntl.LOCK_EX):
        if time.monotonic() > deadline:
            raise WorkspaceError(
                f"{path}: another upr-graph is writing to this workspace (process {_holder(path)}). "
                "Wait until it has ended and try again."
            )
        if not is_told:
            wait(_holder(path))
            is_told = True
        time.sleep(0.05)


def _locked(descriptor: int, how: int) -> bool:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(path: Path) -> str:
    return path.read_text(encoding="ascii", errors="replace").strip() or "unknown"


def replace_text(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old text or the new one, never a part."""
    replace_bytes(path, text.encode("utf-8"))


def replace_bytes(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old content or the new one, never a part."""
    if path.exists() and not path.is_file():  # a terminal, a pipe
        path.write_bytes(data)
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


@lru_cache(4096)
def _stored(path: Path, inode: int, changed: int) -> StoredSource | None:
    """What a `source.json` says; read once, as each file of many that are added looks at all before it."""
    found = _read_json(path, None)
    if found is None:
        return None
    try:
        return StoredSource(**{**found, "problems": tuple(found["problems"])})
    except (TypeError, KeyError) as error:
        raise _broken(path, f"it describes no source: {error}") from error


def _read_json(path: Path, default: Any) -> Any:  # JSON has no narrower type
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return default
    except OSError as error:
        raise _unreadable(path, error) from error
    except ValueError as error:
        raise _broken(path, f"it is no JSON: {error}") from error


def _broken(path: Path, reason: str) -> WorkspaceError:
    return WorkspaceError(f"{path} is damaged: {reason}. Restore or delete the file.")


def _unreadable(path: Path, error: OSError) -> WorkspaceError:
    return WorkspaceError(
        f"{path}: the workspace cannot be read ({error.strerror}). UPR_GRAPH_HOME names its folder."
    )
