"""`upr-graph add`: files into the workspace, each whole or not at all."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from api.outcome import FINE, NO, Outcome, json_text
from api.progress import Bar
from api.terminal import error_width
from graph_loader.add import Added, add_files, check_file
from graph_loader.reading import Progress, Request
from graph_loader.records import Problem
from graph_loader.sources.source_file import LARGEST_STREAMED
from graph_loader.workspace import Workspace
from sparql.table import lay_out


def add_command(
    workspace: Workspace,
    names: Sequence[str],
    format: str,
    review: str | None,
    license: str | None = None,
    *,
    as_json: bool,
    strict: bool = False,
    quiet: bool = False,
) -> Outcome:
    """Read files and keep the good ones.

    Raises UsageError for a name that is no readable file, before any file is read.
    """
    for name in names:
        if name != "-":
            check_file(Path(name), LARGEST_STREAMED)
    requests = [_request(name, format, review, license, strict) for name in names]
    with Bar(quiet) as bar:

        def tell(progress: Progress) -> None:
            bar.show(
                progress.name, progress.read / max(1, progress.size), f"{progress.recommendations:,} read"
            )

        added = list(add_files(workspace, requests, sys.stdin.buffer, tell))
    code = NO if any(one.status == "refused" for one in added) else FINE
    if as_json:
        return Outcome(json_text({"sources": [asdict(one) for one in added]}), code)
    messages = [*_told(added, ("warning", "info"))]
    if len(added) < len(names):
        messages.append(f"Stopped at the first problem: {len(names) - len(added)} files were not added.")
    if any(one.status in ("added", "replaced") for one in added):
        messages.append("Run `upr-graph build` to publish a snapshot with what was added.")
    text = "".join(f"{_sentence(one)}\n" for one in added)
    return Outcome(text, code, tuple(messages), tuple(_told(added, ("error",))))


def _request(name: str, format: str, review: str | None, license: str | None, strict: bool) -> Request:
    path = Path(name)
    folder = "" if name == "-" else path.absolute().parent.name
    return Request(path.name, path, format, review, folder, license, strict)


_DONE: Final = {
    "added": "added",
    "replaced": "added in place of an older reading of the same source",
    "unchanged": "unchanged, it was added before",
    "refused": "refused, nothing of it was stored",
}


_CAPITAL: Final = re.compile("[A-Z]")


def _in_words(name: str, number: int) -> str:
    """`treaty acts` of `treatyActs`; `tally` of `tallies` where there is one."""
    words = _CAPITAL.sub(_spaced, name)
    return re.sub("ies$", "y", words).removesuffix("s") if number == 1 else words


def _spaced(letter: re.Match[str]) -> str:
    return f" {letter[0].lower()}"


def _sentence(one: Added) -> str:
    # Statements last, since they are the sum of all.
    what = sorted(one.counts, key=lambda name: name == "quads")
    counts = (f"{one.counts[n]:,} {_in_words(n, one.counts[n])}" for n in what if one.counts[n])
    about = ", ".join(part for part in (one.format, one.review, *counts) if part)
    return f"{one.file}: {_DONE[one.status]}" + (f" ({about})" if about else "")


def _told(added: Sequence[Added], severities: tuple[str, ...]) -> Iterator[str]:
    """The problems of some severities as one table, the gravest first."""
    problems = [(one.file, problem) for one in added for problem in one.problems]
    rows = [
        (severity, problem.place or file, _without_place(problem, file))
        for severity in severities
        for file, problem in problems
        if problem.severity == severity
    ]
    if rows:
        yield lay_out(("problem", "place", "message"), rows, width=error_width()).rstrip("\n")


def _without_place(problem: Problem, file: str) -> str:
    """The message, which need not name the place that stands beside it."""
    for name in (problem.place, file):
        if name and problem.message.startswith(f"{name}: "):
            rest = problem.message.removeprefix(f"{name}: ")
            return rest[:1].upper() + rest[1:]
    return problem.message
