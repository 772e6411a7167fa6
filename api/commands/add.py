"""`upr-graph add`: files into the workspace, each whole or not at all."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

from api.outcome import FINE, NO, Outcome, json_text
from api.progress import Bar
from api.terminal import error_width
from graph_loader.add import Added, add_files, check_file
from graph_loader.reading import Progress, Request
from graph_loader.records import Problem
from graph_loader.sources.source_file import LARGEST_STREAMED
from graph_loader.sources.table_words import parse_review
from graph_loader.workspace import Workspace
from ontology.errors import UsageError, WorkspaceError
from ontology.visible import visible
from sparql.table import lay_out


def add_command(
    workspace: Workspace,
    names: Sequence[str],
    format: str,
    review: str | None,
    license: str | None = None,
    say: Callable[[str], None] = lambda _: None,
    *,
    as_json: bool,
    strict: bool = False,
    quiet: bool = False,
) -> Outcome:
    """Read files and keep the good ones.

    Raises UsageError for a name that is no readable file, and for a review that is none, before any file is
    read; WorkspaceError, which tells how many files were kept, where the workspace cannot be written.
    """
    _check_names(names)
    key = _review(review)
    requests = [_request(name, format, key, license, strict) for name in names]
    added = [
        _as_called(one, name)
        for one, name in zip(_added(workspace, requests, quiet, say), names, strict=False)  # strict stops
    ]
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


def _check_names(names: Sequence[str]) -> None:
    if names.count("-") > 1:
        raise UsageError("- is named twice, and standard input can be read once only.")
    for name in names:
        if name != "-":
            check_file(Path(name), LARGEST_STREAMED)


def _review(text: str | None) -> str | None:
    key = parse_review(text) if text is not None else None
    if text is not None and key is None:
        raise UsageError(f"--review {text!r}: no review. Write State and cycle, such as KAZ-3.")
    return key


_NEVER_KEPT: Final = re.compile(r"[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What drives a terminal, turns text round, stands for bytes that are no UTF-8, or may not stand in XML."""


def _request(name: str, format: str, review: str | None, license: str | None, strict: bool) -> Request:
    path = Path(name)
    folder = "" if name == "-" else path.absolute().parent.name
    # The graph keeps this name.
    kept = _NEVER_KEPT.sub("\ufffd", path.name)
    return Request(kept, path, format, review, folder, license, strict)


def _as_called(one: Added, name: str) -> Added:
    """What became of a file, under the name that the user gave it."""
    called = Path(name).name
    if called == one.file:
        return one
    problems = (
        replace(
            problem,
            message=_renamed(problem.message, one.file, called),
            place=problem.place and _renamed(problem.place, one.file, called),
        )
        for problem in one.problems
    )
    return replace(one, file=called, problems=tuple(problems))


def _renamed(text: str, kept: str, called: str) -> str:
    return called + text.removeprefix(kept) if text.startswith(kept) else text


def _added(
    workspace: Workspace, requests: Sequence[Request], quiet: bool, say: Callable[[str], None]
) -> list[Added]:
    added: list[Added] = []
    with Bar(quiet) as bar:

        def wait(holder: str) -> None:
            bar.wipe()
            say(
                f"Another upr-graph (process {holder}) is writing to this workspace. "
                "Files are read meanwhile, and kept once it has ended. Ctrl-C gives up."
            )

        def tell(progress: Progress) -> None:
            done = f"{len(added):,} of {len(requests):,} files, " if len(requests) > 1 else ""
            part = (len(added) + progress.read / max(1, progress.size)) / len(requests)
            bar.show(f"{done}{progress.name}", part, f"{progress.recommendations:,} read")

        try:
            for one in add_files(workspace, requests, sys.stdin.buffer, tell, wait):
                added.append(one)  # one by one, as `tell` counts them
        except WorkspaceError as error:
            kept = sum(one.status != "refused" for one in added)
            raise WorkspaceError(f"{error} Files kept: {kept:,} of {len(requests):,}.") from error
    return added


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
    return f"{visible(one.file)}: {_DONE[one.status]}" + (f" ({about})" if about else "")


def _told(added: Sequence[Added], severities: tuple[str, ...]) -> Iterator[str]:
    """The problems of some severities as one table, the gravest first."""
    problems = [(one.file, problem) for one in added for problem in one.problems]
    rows = [
        (severity, visible(problem.place or file), visible(_without_place(problem, file)))
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
