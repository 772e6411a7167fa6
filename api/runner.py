"""Runs one command: standard output carries the result, standard error everything else."""

from __future__ import annotations

import logging
import os
import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import Final, NoReturn, TextIO

from api import files
from api.arguments import parser
from api.commands.add import add_command
from api.commands.build import build_command
from api.commands.export import export_command
from api.commands.listing import list_command
from api.commands.query import query_command
from api.commands.remove import remove_command
from api.commands.template import template_command
from api.commands.validate import validate_command
from api.outcome import COULD_NOT_RUN, NO, Outcome
from api.settings import Settings, from_environment
from graph_loader.workspace import Workspace
from ontology.errors import QueryLimit, SourceError, UprGraphError, ValidationFailed
from ontology.reasoning import Limits
from ontology.visible import visible, visible_lines

_ANSWER_IS_NO: Final = (SourceError, ValidationFailed, QueryLimit)
_TERMINATED: Final = 143

Say = Callable[[str], None]


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 fine, 1 the answer is no, 2 could not run.

    Raises SystemExit as argparse does, for a wrong usage and for help.
    """
    _open_standard_streams()
    try:
        options = parser().parse_args(arguments)
    finally:
        _flush()  # help that nobody reads to its end
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Visible("%(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    say: Say = (lambda _: None) if options.quiet else _complain
    try:
        outcome = _run(options, from_environment(), say)
        _write(outcome.result)
    except ValidationFailed as error:  # with a report of many lines
        _complain(f"upr-graph: {error}")
        return NO
    except UprGraphError as error:
        _complain(visible(f"upr-graph: {error}"))
        return NO if isinstance(error, _ANSWER_IS_NO) else COULD_NOT_RUN
    for complaint in outcome.errors:
        _complain(complaint)
    for message in outcome.messages:
        say(message)
    return outcome.code


def _open_standard_streams() -> None:
    """Put nothing where the caller closed a standard stream: else the next file would become that stream."""
    for descriptor, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, os.O_RDWR)
            if opened != descriptor:
                os.dup2(opened, descriptor)
                os.close(opened)
            setattr(sys, name, os.fdopen(descriptor, mode, closefd=False))


def _leave(*_: object) -> NoReturn:
    sys.exit(_TERMINATED)


class _Visible(logging.Formatter):
    """What a query worker said last may quote the query."""

    def format(self, record: logging.LogRecord) -> str:
        return visible_lines(super().format(record))


def _complain(message: str) -> None:
    try:
        sys.stderr.write(f"{visible_lines(message)}\n")
    except OSError:  # nobody can be told that nobody can be told
        _silence(sys.stderr)


def _silence(stream: TextIO) -> None:
    """Send a stream whose reader is gone nowhere: Python must not complain again while it shuts down."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _flush() -> None:
    try:
        sys.stdout.flush()
    except OSError:
        _silence(sys.stdout)


class _NotWritten(UprGraphError):
    """Standard output cannot be written."""


def _write(result: str | bytes) -> None:
    data = result.encode("utf-8", "backslashreplace") if isinstance(result, str) else result
    if data and not data.endswith(b"\n") and sys.stdout.isatty():
        data += b"\n"
    rest = memoryview(data)
    try:
        while rest:  # with PYTHONUNBUFFERED a write may take a part only
            rest = rest[sys.stdout.buffer.write(rest) :]
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the reader of the pipe has seen enough
        _silence(sys.stdout)
    except OSError as error:
        _silence(sys.stdout)
        raise _NotWritten(f"standard output cannot be written: {error.strerror}.") from error


def _run(options: Namespace, settings: Settings, say: Say) -> Outcome:
    workspace = Workspace(settings.home)
    commands: dict[str, Callable[[], Outcome]] = {
        "add": lambda: _add(options, workspace, say),
        "build": lambda: build_command(workspace, options.shipped, options.fail_on, options.json),
        "export": lambda: export_command(workspace, options.output, options.formats, say),
        "list": lambda: list_command(settings, options.what, options.json, say),
        "query": lambda: query_command(
            settings, options.query, options.param, options.endpoint, options.format, say
        ),
        "remove": lambda: remove_command(workspace, options.keys),
        "serve": lambda: _served(options, settings, say),
        "template": lambda: template_command(workspace, options.state, options.review, options.output, say),
        "validate": lambda: _validated(options, settings, say),
    }
    return commands[options.command]()


def _add(options: Namespace, workspace: Workspace, say: Say) -> Outcome:
    signal.signal(signal.SIGTERM, _leave)  # so that what was begun is cleared away
    return add_command(
        workspace,
        options.files,
        options.format,
        options.review,
        options.license,
        say,
        as_json=options.json,
        strict=options.strict,
        quiet=options.quiet,
    )


def _validated(options: Namespace, settings: Settings, say: Say) -> Outcome:
    outcome = validate_command(
        settings,
        options.files,
        options.shapes,
        options.engine,
        options.format,
        options.fail_on,
        options.all,
        Limits(options.owl_timeout, options.owl_memory) if options.owl else None,
        say,
    )
    if options.output is None or str(options.output) == "-":
        return outcome
    files.write(options.output, outcome.result)
    return Outcome(code=outcome.code, messages=(f"Written to {visible(str(options.output))}.",))


def _served(options: Namespace, settings: Settings, say: Say) -> Outcome:
    # uvicorn and FastAPI cost half a second to import, which the other commands need not pay.
    from api.serve import serve  # noqa: PLC0415

    serve(settings, options.host, options.port, say)
    return Outcome()
