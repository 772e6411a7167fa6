"""Settings, the only place that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ontology.errors import UsageError


@dataclass(frozen=True, slots=True)
class Settings:
    """How this process runs; the defaults are the ones of the documentation."""

    home: Path = Path("upr-workspace")
    """Folder of the workspace (`UPR_GRAPH_HOME`)."""
    workers: int = 4
    """Query processes of the server (`UPR_GRAPH_WORKERS`)."""
    query_timeout: float = 30.0
    """Seconds a query may run when it does not ask for less (`UPR_GRAPH_QUERY_TIMEOUT`)."""
    query_memory: int = 2048
    """MiB of address space of one query process (`UPR_GRAPH_QUERY_MEMORY`)."""
    result_size: int = 64
    """MiB that one answer may have (`UPR_GRAPH_RESULT_SIZE`)."""


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the variables named `UPR_GRAPH_…`; an empty one counts as absent.

    Raises UsageError, which names the variable, on a value that is no number or out of range.
    """
    default = Settings()
    return Settings(
        Path(environment.get("UPR_GRAPH_HOME") or default.home),
        _whole(environment, "UPR_GRAPH_WORKERS", default.workers, 256),
        _number(environment, "UPR_GRAPH_QUERY_TIMEOUT", default.query_timeout, 86_400),
        _whole(environment, "UPR_GRAPH_QUERY_MEMORY", default.query_memory, 1 << 20),
        _whole(environment, "UPR_GRAPH_RESULT_SIZE", default.result_size, 1 << 12),
    )


def _number(environment: Mapping[str, str], name: str, default: float, most: float) -> float:
    text = environment.get(name, "").strip()
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= most:
        raise UsageError(f"{name}={text[:40]}: this must be a number above 0, at most {most:,}.")
    return value


def _whole(environment: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return default
    value = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if not 0 < value <= most:
        raise UsageError(f"{name}={text[:40]}: this must be a whole number from 1 to {most:,}.")
    return value
