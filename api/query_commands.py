"""Commands that ask: query and validate."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Final, Literal

from shapes.data import read_graph
from shapes.report import to_json, to_text
from shapes.validate import Report, validate, validate_foreign

from api.data_commands import ensure_snapshot
from api.outcome import FINE, NO, Outcome
from api.service import limits_of
from api.settings import Settings
from graph_loader.add import read_bytes
from graph_loader.build import FailOn, fails
from graph_loader.shipped import base_quads
from graph_loader.snapshot import open_store, store_path
from graph_loader.workspace import Workspace
from ontology.errors import UnknownName, UsageError
from sparql.catalogue import bind, catalogue
from sparql.lexer import query_form
from sparql.remote import RemoteStore
from sparql.results import CSV, JSON, TURTLE, Format, by_name
from sparql.store import QueryStore
from sparql.table import render
from sparql.workers import QueryWorkers

QUERY_FORMATS: Final = ("table", "json", "xml", "csv", "tsv", "turtle", "ntriples", "rdfxml", "jsonld")
REPORT_FORMATS: Final = ("text", "json")


def query(
    settings: Settings,
    what: str,
    parameters: Sequence[str],
    endpoint: str | None,
    format: str | None,
    say: Callable[[str], None],
) -> Outcome:
    """Run a named query, a file, or standard input, on the workspace or on a remote endpoint."""
    text = _query_text(what, _parameters(parameters))
    wanted = _format(format, text)
    if endpoint:
        return _answer(RemoteStore(endpoint, timeout=settings.query_timeout), text, wanted)
    workspace = Workspace(settings.home)
    path = store_path(workspace, ensure_snapshot(workspace, say))
    with QueryWorkers(path, size=1, limits=limits_of(settings)) as workers:
        return _answer(workers, text, wanted)


def _answer(store: QueryStore, text: str, wanted: Format | None) -> Outcome:
    if wanted is not None:
        return Outcome(store.query(text, format=wanted).body)
    answer = store.query(text, format=JSON)
    if answer.kind == "ask":
        return Outcome("yes\n" if b"true" in answer.body else "no\n")
    width = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 200
    return Outcome(render(answer.body, width))


def _format(name: str | None, text: str) -> Format | None:
    """The format asked for; None is the table."""
    is_graph = query_form(text) in ("CONSTRUCT", "DESCRIBE")
    if name in (None, "table"):
        if is_graph and name == "table":
            raise UsageError("A CONSTRUCT or DESCRIBE query gives a graph, no table. Use --format turtle.")
        return TURTLE if is_graph else None
    return by_name(name or CSV.name)


def _parameters(pairs: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise UsageError(f"--param {pair}: write it as name=value, such as state=KAZ.")
        if name in found:
            raise UsageError(f"--param {pair}: {name} is given twice.")
        found[name] = value
    return found


def _query_text(what: str, parameters: Mapping[str, str]) -> str:
    known = catalogue()
    if what in known:
        return bind(known[what], parameters)
    if parameters:
        raise UsageError(f"--param is for named queries; {what} is none. Named queries: {', '.join(known)}.")
    if what == "-":
        return _text(sys.stdin.buffer.read(), "-")
    if Path(what).is_file():
        return _text(read_bytes(Path(what)), what)
    near = get_close_matches(what, known, n=1)
    hint = f" Did you mean {near[0]}?" if near else f" Named queries: {', '.join(known)}."
    raise UnknownName(f"There is no named query and no file {what!r}.{hint}")


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: a query is UTF-8 text, this is not ({error}).") from error


def validate_command(
    settings: Settings,
    files: Sequence[str],
    shapes: str | None,
    engine: Literal["shacl", "pyshacl"],
    format: str,
    fail_on: FailOn,
    show_all: bool,
    say: Callable[[str], None],
) -> Outcome:
    """Validate files, or the current snapshot where none is named."""
    report = _report(settings, files, shapes, engine, say)
    code = NO if fails(report, fail_on) else FINE
    if format == "json":
        return Outcome(to_json(report), code)
    return Outcome(to_text(report, all=show_all), code)


def _report(
    settings: Settings,
    files: Sequence[str],
    shapes: str | None,
    engine: Literal["shacl", "pyshacl"],
    say: Callable[[str], None],
) -> Report:
    if files:
        store = read_graph(_bytes(files[0]), files[0])
        for name in files[1:]:
            store.bulk_extend(read_graph(_bytes(name), name))
    else:
        workspace = Workspace(settings.home)
        store = open_store(workspace, ensure_snapshot(workspace, say))
    if shapes:
        return validate_foreign(store, _bytes(shapes), shapes, engine=engine)
    background = tuple(quad.triple for quad in base_quads()) if files else ()
    return validate(store, engine=engine, background=background)


def _bytes(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else read_bytes(Path(name))
