"""The command line: `upr-graph`. Standard output carries the result, standard error everything else."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

from api import data_commands, query_commands
from api.outcome import COULD_NOT_RUN, NO, Outcome
from api.settings import Settings, from_environment
from graph_loader.readers import FORMATS
from graph_loader.workspace import Workspace
from ontology.errors import (
    ParseError,
    QueryLimit,
    SourceError,
    UprGraphError,
    ValidationFailed,
)

_ANSWER_IS_NO: Final = (SourceError, ValidationFailed, QueryLimit)
_INTERRUPTED: Final = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 fine, 1 the answer is no, 2 could not run."""
    options = parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    say: Callable[[str], None] = (lambda _: None) if options.quiet else _say
    try:
        outcome = _run(options, from_environment(), say)
        _write(outcome)
    except UprGraphError as error:
        print(f"upr-graph: {_message(error)}", file=sys.stderr)
        return NO if isinstance(error, _ANSWER_IS_NO) else COULD_NOT_RUN
    except BrokenPipeError:
        # The reader of a pipe has seen enough; Python must not complain again while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COULD_NOT_RUN
    except KeyboardInterrupt:
        return _INTERRUPTED
    for message in outcome.messages:
        say(message)
    return outcome.code


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _message(error: UprGraphError) -> str:
    if isinstance(error, ParseError) and error.line is not None:
        column = f", column {error.column}" if error.column is not None else ""
        return f"line {error.line}{column}: {error}"
    return str(error)


def _write(outcome: Outcome) -> None:
    data = outcome.result.encode("utf-8") if isinstance(outcome.result, str) else outcome.result
    sys.stdout.buffer.write(data)
    if data and not data.endswith(b"\n") and sys.stdout.isatty():
        sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def _run(options: argparse.Namespace, settings: Settings, say: Callable[[str], None]) -> Outcome:
    workspace = Workspace(settings.home)
    commands: dict[str, Callable[[], Outcome]] = {
        "add": lambda: data_commands.add(
            workspace, options.files, options.format, options.review, options.json
        ),
        "build": lambda: data_commands.build_command(
            workspace, options.shipped, options.fail_on, options.json
        ),
        "export": lambda: data_commands.export(workspace, options.output, options.formats, say),
        "list": lambda: data_commands.list_command(settings, options.what, options.json, say),
        "query": lambda: query_commands.query(
            settings, options.query, options.param, options.endpoint, options.format, say
        ),
        "serve": lambda: _served(options, settings, say),
        "validate": lambda: _validated(options, settings, say),
    }
    return commands[options.command]()


def _validated(options: argparse.Namespace, settings: Settings, say: Callable[[str], None]) -> Outcome:
    outcome = query_commands.validate_command(
        settings,
        options.files,
        options.shapes,
        options.engine,
        options.format,
        options.fail_on,
        options.all,
        say,
    )
    if options.output is None:
        return outcome
    return data_commands.to_file(outcome, options.output)


def _served(options: argparse.Namespace, settings: Settings, say: Callable[[str], None]) -> Outcome:
    # uvicorn and FastAPI cost half a second to import, which the other commands need not pay.
    from api.serve import serve  # noqa: PLC0415

    serve(settings, options.host, options.port, say)
    return Outcome()


def parser() -> argparse.ArgumentParser:
    """The parser of all commands; its help is the manual."""
    top = argparse.ArgumentParser(
        prog="upr-graph",
        description="Recommendations of the UN Universal Periodic Review and what was done about them, "
        "as one graph.",
        epilog="Exit codes: 0 fine; 1 the answer is no (violations, a file with errors, a query stopped at a "
        "limit); 2 could not run. The workspace is the folder UPR_GRAPH_HOME, by default ./upr-workspace.",
    )
    top.add_argument("--version", action="version", version=f"upr-graph {version('upr-graph')}")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--quiet", action="store_true", help="no messages on standard error but errors")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add_command in (_add, _build, _validate, _query, _export, _serve, _list):
        add_command(commands, common)
    return top


_Commands = argparse._SubParsersAction  # argparse gives this type no public name


def _add(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    command = commands.add_parser(
        "add", parents=[common], help="read files into the workspace, each whole or not at all"
    )
    command.add_argument(
        "files", nargs="+", metavar="FILE", help="a report, a section, a table; - is standard input"
    )
    command.add_argument("--format", choices=FORMATS, default="auto", help="by default recognised by content")
    command.add_argument(
        "--review", metavar="KAZ-3", help="the review a document belongs to, if it does not say so"
    )
    command.add_argument("--json", action="store_true", help="what became of each file, as JSON")


def _fail_on(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--fail-on",
        choices=("violation", "warning", "never"),
        default="violation",
        help="what makes the answer no",
    )


def _build(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    command = commands.add_parser(
        "build", parents=[common], help="assemble, derive, validate and publish a snapshot"
    )
    shipped = command.add_mutually_exclusive_group()
    shipped.add_argument(
        "--no-shipped",
        dest="shipped",
        action="store_false",
        default=None,
        help="leave the shipped Kazakhstan data out, now and in later builds",
    )
    shipped.add_argument(
        "--shipped", dest="shipped", action="store_true", default=None, help="take it in again"
    )
    _fail_on(command)
    command.add_argument("--json", action="store_true", help="the snapshot's numbers as JSON")


def _validate(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    command = commands.add_parser(
        "validate", parents=[common], help="check RDF files, or the current snapshot, against the shapes"
    )
    command.add_argument(
        "files", nargs="*", metavar="FILE", help="RDF in any common syntax; - is standard input"
    )
    command.add_argument("--shapes", metavar="FILE", help="other shapes instead of the project's own")
    command.add_argument("--engine", choices=("shacl", "pyshacl"), default="shacl")
    command.add_argument("--format", choices=query_commands.REPORT_FORMATS, default="text")
    _fail_on(command)
    command.add_argument("--all", action="store_true", help="every result in the text report, not 20 a group")
    command.add_argument("--output", metavar="FILE", type=Path, help="write the report there")


def _query(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    command = commands.add_parser(
        "query", parents=[common], help="run a named query, a file or standard input"
    )
    command.add_argument("query", metavar="NAME|FILE|-")
    command.add_argument(
        "--param", action="append", default=[], metavar="NAME=VALUE", help="such as state=KAZ"
    )
    command.add_argument(
        "--endpoint", metavar="URL", help="ask this SPARQL endpoint instead of the workspace"
    )
    command.add_argument(
        "--format", choices=query_commands.QUERY_FORMATS, help="by default a table, or Turtle"
    )


def _export(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    command = commands.add_parser("export", parents=[common], help="write the current snapshot into files")
    command.add_argument("--output", metavar="DIR", type=Path, required=True)
    command.add_argument("--formats", metavar="LIST", default="ttl,nq", help="of ttl, nq")


def _serve(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    command = commands.add_parser("serve", parents=[common], help="answer over HTTP")
    command.add_argument("--host", default="127.0.0.1")
    command.add_argument("--port", type=int, default=8000)


def _list(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    command = commands.add_parser("list", parents=[common], help="list what there is")
    command.add_argument("what", choices=data_commands.LISTS)
    command.add_argument("--json", action="store_true")


if __name__ == "__main__":
    sys.exit(main())
