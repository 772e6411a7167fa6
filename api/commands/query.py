"""`upr-graph query`: a named query, a file or standard input, here or at a remote endpoint."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from api import files, terminal
from api.commands.build import ensure_snapshot
from api.outcome import Outcome
from api.service import limits_of
from api.settings import Settings
from graph_loader.snapshot import store_path
from graph_loader.workspace import Workspace
from ontology.errors import ParseError, RefusedQuery, UnknownName, UsageError
from sparql.catalogue import bind, catalogue, find, parse
from sparql.lexer import query_form
from sparql.remote import RemoteStore
from sparql.results import FORMATS, JSON, TURTLE, Format, by_name
from sparql.store import QueryStore
from sparql.table import render
from sparql.workers import QueryWorkers

_TABLE: Final = "table"
QUERY_FORMATS: Final = (_TABLE, *(name for one in FORMATS for name in (one.name, *one.aliases)))


def query_command(
    settings: Settings,
    what: str,
    parameters: Sequence[str],
    endpoint: str | None,
    format: str | None,
    say: Callable[[str], None],
) -> Outcome:
    """Run a query; the format is by default a table, or Turtle for a graph."""
    text = _query_text(what, _parameters(parameters))
    try:
        wanted = _format(format, text)
        if endpoint:
            return _answer(RemoteStore(endpoint, timeout=settings.query_timeout), text, wanted)
        path = store_path(workspace := Workspace(settings.home), ensure_snapshot(workspace, say))
        with QueryWorkers(path, size=1, limits=limits_of(settings)) as workers:
            return _answer(workers, text, wanted)
    except (ParseError, RefusedQuery) as error:
        raise UsageError(f"{what}: {error}") from error


def _answer(store: QueryStore, text: str, wanted: Format | None) -> Outcome:
    if wanted is not None:
        return Outcome(store.query(text, format=wanted).body)
    answer = store.query(text, format=JSON)
    if answer.kind == "ask":
        return Outcome("yes\n" if b"true" in answer.body else "no\n")
    return Outcome(render(answer.body, terminal.width()))


def _format(name: str | None, text: str) -> Format | None:
    """The format asked for; None is the table."""
    is_graph = query_form(text) in ("CONSTRUCT", "DESCRIBE")
    if name is None:
        return TURTLE if is_graph else None
    if name != _TABLE:
        return by_name(name)
    if is_graph:
        raise UsageError("A CONSTRUCT or DESCRIBE query gives a graph, no table. Use --format turtle.")
    return None


def _parameters(pairs: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise UsageError(f"--param {pair}: write it as name=value, such as state=KAZ.")
        found.setdefault(name, []).append(value)
    return found


def _query_text(what: str, parameters: Mapping[str, Sequence[str]]) -> str:
    if what == "-" or (what not in catalogue() and files.exists(what)):
        return _with_parameters(_text(files.read(what), what), what, parameters)
    try:
        named = find(what)
    except UnknownName as error:
        hint = "A query itself is read from standard input: `upr-graph query -`." if "{" in what else ""
        raise UnknownName(f"{error} There is no file of that name either. {hint}".strip()) from error
    return bind(named, parameters)


def _with_parameters(text: str, what: str, parameters: Mapping[str, Sequence[str]]) -> str:
    """A query of the user's own; it takes parameters where it has the header of a named query."""
    if not parameters:
        return text
    try:
        return bind(parse(what.removesuffix(".rq"), text), parameters)
    except ParseError as error:
        raise UsageError(
            f"--param needs a query that says which parameters it takes, and {what} does not: {error} "
            "Copy the header of a named query (`# title:` … `# since:`) and its line `# VALUES`."
        ) from error


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: a query is UTF-8 text, this is not ({error}).") from error
