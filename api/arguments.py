"""The arguments of the command line; their help is its manual."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

from api.commands.listing import LISTS
from api.commands.query import QUERY_FORMATS
from api.commands.validate import REPORT_FORMATS
from graph_loader.export import EXPORT_FORMATS
from graph_loader.readers import FORMATS
from ontology.reasoning import LEAST_MEMORY, Limits
from ontology.visible import visible


class _Parser(argparse.ArgumentParser):
    """Shows arguments that drive a terminal without that."""

    def error(self, message: str) -> NoReturn:
        super().error(visible(message))


def parser() -> argparse.ArgumentParser:
    """The parser of all commands; its help is the manual."""
    top: argparse.ArgumentParser = _Parser(
        prog="upr-graph",
        description="Recommendations of the UN Universal Periodic Review and what was done about them, "
        "as one graph.",
        epilog="Exit codes: 0 fine; 1 the answer is no (violations, a file with errors, a query stopped at a "
        "limit); 2 could not run. The workspace is the folder UPR_GRAPH_HOME, by default ./upr-workspace.",
    )
    top.add_argument("--version", action="version", version=f"upr-graph {version('upr-graph')}")
    quiet = "no messages on standard error but errors"
    top.add_argument("--quiet", action="store_true", help=quiet)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--quiet", action="store_true", default=argparse.SUPPRESS, help=quiet)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add_one in (_add, _template, _remove, _build, _validate, _query, _export, _serve, _list):
        add_one(commands, common)
    return top


_Commands = argparse._SubParsersAction  # argparse gives this type no public name


def _add(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    command = commands.add_parser(
        "add", parents=[common], help="read files into the workspace, each whole or not at all"
    )
    command.add_argument(
        "files", nargs="+", metavar="FILE", help="a report, a list, an export, a table; - is standard input"
    )
    command.add_argument("--format", choices=FORMATS, default="auto", help="by default recognised by content")
    command.add_argument(
        "--review", metavar="KAZ-3", help="the review a document belongs to, if it does not say so"
    )
    command.add_argument(
        "--license",
        metavar="IRI",
        type=_iri,
        help="terms under which the content may be passed on: https://creativecommons.org/licenses/by/4.0/",
    )
    command.add_argument(
        "--strict",
        action="store_true",
        help="refuse a file with a warning too, and stop at the first problem",
    )
    command.add_argument("--json", action="store_true", help="what became of each file, as JSON")


def _template(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    command = commands.add_parser(
        "template", parents=[common], help="make an empty follow-up workbook for a State's own records"
    )
    command.add_argument("--state", required=True, metavar="KAZ", help="State whose follow-up it is")
    command.add_argument("--review", metavar="KAZ-3", help="one review only; without it all that are loaded")
    command.add_argument("--output", required=True, type=Path, metavar="FILE.xlsx", help="file to write")


def _iri(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no IRI; write one such as https://example.org/terms")
    return text


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
        "validate",
        parents=[common],
        help="check RDF files, or the current snapshot, against the shapes and the ontology",
    )
    command.add_argument(
        "files", nargs="*", metavar="FILE", help="RDF in any common syntax; - is standard input"
    )
    command.add_argument("--shapes", metavar="FILE", help="other shapes instead of the project's own")
    command.add_argument("--engine", choices=("shacl", "pyshacl"), default="shacl")
    command.add_argument(
        "--owl", action="store_true", help="check with a reasoner that nothing contradicts the ontology, too"
    )
    command.add_argument(
        "--owl-timeout",
        type=_whole(1),
        default=Limits().seconds,
        metavar="SECONDS",
        help="of one start of the reasoner; by default %(default)g",
    )
    command.add_argument(
        "--owl-memory",
        type=_whole(LEAST_MEMORY),
        default=Limits().memory,
        metavar="MIB",
        help="of the reasoner; by default %(default)g",
    )
    command.add_argument("--format", choices=REPORT_FORMATS, default="text")
    _fail_on(command)
    command.add_argument("--all", action="store_true", help="every result in the text report, not 20 a group")
    command.add_argument("--output", metavar="FILE", type=Path, help="write the report there")


def _whole(least: int) -> Callable[[str], int]:
    """Reads a whole number from a least one; argparse makes a usage error of what it raises."""
    most = 1 << 20

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,7}", text) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"a whole number from {least} to {most} is expected, not {text}")
        return int(text)

    return read


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
        "--format",
        choices=QUERY_FORMATS,
        metavar="FORMAT",
        help=f"of {', '.join(QUERY_FORMATS)}; by default a table, or Turtle for a graph",
    )


def _remove(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    command = commands.add_parser("remove", parents=[common], help="take sources out of the workspace")
    command.add_argument("keys", nargs="+", metavar="KEY", help="as `upr-graph list sources` shows it")


def _export(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    command = commands.add_parser("export", parents=[common], help="write the current snapshot into files")
    command.add_argument("--output", metavar="DIR", type=Path, required=True)
    command.add_argument(
        "--formats",
        metavar="LIST",
        default=",".join(EXPORT_FORMATS),
        help=f"of {', '.join(EXPORT_FORMATS)}; by default all",
    )


def _serve(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    command = commands.add_parser("serve", parents=[common], help="answer over HTTP")
    command.add_argument("--host", default="127.0.0.1")
    command.add_argument("--port", type=int, default=8000)


def _list(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    command = commands.add_parser("list", parents=[common], help="list what there is")
    command.add_argument("what", choices=LISTS)
    command.add_argument("--json", action="store_true", help="an array of objects")
