"""Files that commands read and write; `-` is standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from graph_loader.add import LARGEST_FILE, read_bytes
from graph_loader.workspace import replace_bytes
from ontology.errors import UsageError


def read(name: str, most: int = LARGEST_FILE) -> bytes:
    """A file's bytes; raises UsageError when it is absent, no file, or larger than `most` bytes."""
    if name != "-":
        return read_bytes(Path(name), most)
    data = sys.stdin.buffer.read(most + 1)
    if len(data) > most:
        raise UsageError(f"Standard input holds more than {most >> 20} MiB.")
    return data


def exists(name: str) -> bool:
    """Whether there is anything of that name; False for what cannot be a name."""
    try:
        return Path(name).exists()
    except OSError:
        return False


def write(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all; raises UsageError where it cannot be written."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        replace_bytes(path, data)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror or error}).") from error
