"""`upr-graph add`: files into the workspace, each whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from api import files
from api.outcome import FINE, NO, Outcome, json_text
from graph_loader.add import Added, add_file, check_file
from graph_loader.workspace import Workspace


def add_command(
    workspace: Workspace, names: Sequence[str], format: str, review: str | None, as_json: bool
) -> Outcome:
    """Read files and keep the good ones.

    Raises UsageError for a name that is no readable file, before any file is read.
    """
    for name in names:
        if name != "-":
            check_file(Path(name))
    added = [
        add_file(workspace, None if name == "-" else Path(name), files.read(name), format, review)
        for name in names
    ]
    code = NO if any(one.status == "refused" for one in added) else FINE
    if as_json:
        return Outcome(json_text({"sources": [asdict(one) for one in added]}), code)
    messages = [*_problems(added, ("warning", "info"))]
    if any(one.status in ("added", "replaced") for one in added):
        messages.append("Run `upr-graph build` to publish a snapshot with what was added.")
    text = "".join(f"{_sentence(one)}\n" for one in added)
    return Outcome(text, code, tuple(messages), tuple(_problems(added, ("error",))))


_DONE: Final = {
    "added": "added",
    "replaced": "added in place of an older reading of the same source",
    "unchanged": "unchanged, it was added before",
    "refused": "refused, nothing of it was stored",
}


def _sentence(one: Added) -> str:
    counts = (f"{number:,} {what}" for what, number in one.counts.items() if number)
    about = ", ".join(part for part in (one.format, one.review, *counts) if part)
    return f"{one.file}: {_DONE[one.status]}" + (f" ({about})" if about else "")


def _problems(added: Sequence[Added], severities: tuple[str, ...]) -> Iterator[str]:
    for problem in (problem for one in added for problem in one.problems):
        if problem.severity in severities:
            known = not problem.place or problem.message.startswith(problem.place)
            yield f"{problem.severity}: {'' if known else f'{problem.place}: '}{problem.message}"
