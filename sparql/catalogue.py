"""The named queries: what each asks, which parameters it takes, and how they are bound.

A query is a file of `sparql/queries`, and its file name is its public name. Its header says what it is:

    # title: Recommendations of a review
    # question: What did other States recommend, and what was the answer?
    # param review (required): the review, such as KAZ-2
    # param since (date): only positions stated on or after that day
    # columns: recommendation, recommendationLabel, position
    # since: 0.1

A header line goes on in the next one where that begins with `#` and two spaces or more. The brackets
after a parameter hold `required`, or the kind of its values where the name does not tell it, or both.
The line `# VALUES` in a WHERE clause is the place where the parameters that are given are bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final

from ontology.errors import ParseError, UnknownName, UsageError
from sparql.lexer import query_form, variables
from sparql.terms import KINDS, term


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable that a caller may bind; `kind` says how its values are read (`sparql.terms`)."""

    name: str
    description: str
    kind: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One query of the catalogue; `text` is the whole file."""

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    since: str
    text: str


@cache
def catalogue() -> Mapping[str, NamedQuery]:
    """The queries that ship, by name and in order of their names; read once.

    Raises ParseError, which names the file and the line, for one whose header is not complete.
    """
    return load(files("sparql") / "queries")


def load(folder: Traversable) -> Mapping[str, NamedQuery]:
    """The queries in the `*.rq` files of a folder, by name; raises as `catalogue` does."""
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".rq"))
    texts = ((name, (folder / name).read_text(encoding="utf-8")) for name in names)
    queries = (parse(name.removesuffix(".rq"), text) for name, text in texts)
    return MappingProxyType({query.name: query for query in queries})


def find(name: str, queries: Mapping[str, NamedQuery] | None = None) -> NamedQuery:
    """The query of that name; raises UnknownName, which suggests the nearest ones."""
    known = catalogue() if queries is None else queries
    query = known.get(name)
    if query is None:
        near = " or ".join(get_close_matches(name, known, 2, 0.5))
        hint = f" Did you mean {near}?" if near else ""
        raise UnknownName(f"There is no query {name[:80]!r}.{hint} `upr-graph list queries` lists all.")
    return query


def bind(query: NamedQuery, values: Mapping[str, str | Sequence[str]]) -> str:
    """The text of the query with its parameters bound by VALUES; a parameter may have several values.

    An empty value counts as none, so that a form can be sent as it is. Raises UsageError for a parameter
    that the query does not have, a required one that is missing, and a value that is not of its kind.
    """
    given = {name: tuple(_each(value)) for name, value in values.items()}
    _check_names(query, given)
    blocks = (
        f"VALUES ?{parameter.name} {{ {' '.join(term(parameter.kind, parameter.name, v) for v in chosen)} }}"
        for parameter in query.parameters
        if (chosen := given.get(parameter.name))
    )
    bound = " ".join(blocks)
    return _MARKER.sub(lambda _: bound, query.text) if bound else query.text


_MARKER: Final = re.compile(r"^[ \t]*#[ \t]*VALUES[ \t]*$", re.MULTILINE)


def _each(value: str | Sequence[str]) -> Iterator[str]:
    for text in (value,) if isinstance(value, str) else value:
        if text.strip():
            yield text.strip()


def _check_names(query: NamedQuery, given: Mapping[str, tuple[str, ...]]) -> None:
    known = {parameter.name for parameter in query.parameters}
    unknown = [name[:40] for name in given if name not in known]
    if unknown:
        takes = f"It takes {', '.join(sorted(known))}." if known else "It takes none."
        raise UsageError(f"{query.name} has no parameter {', '.join(unknown)}. {takes}")
    missing = [p for p in query.parameters if p.required and not given.get(p.name)]
    if missing:
        wanted = "; ".join(f"{p.name} ({p.description})" for p in missing)
        raise UsageError(f"{query.name} cannot be asked without {wanted}.")


# --- the header --------------------------------------------------------------------------------------

_ENTRY: Final = re.compile(r"# ?(title|question|param|columns|since)((?<=param)[^:]*)?:[ \t]*(.*)")
_PARAMETER: Final = re.compile(r"[ \t]+([A-Za-z][A-Za-z0-9_]*)[ \t]*(?:\(([^()]*)\))?[ \t]*")
_REQUIRED_AT_END: Final = re.compile(r"[ \t]*\(required\)[ \t]*$")


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    subject: str
    text: str
    line: int


def parse(name: str, text: str) -> NamedQuery:
    """Read one query; raises ParseError, which names the file and the line."""
    entries = list(_entries(text))
    parameters = tuple(_parameter(name, entry) for entry in entries if entry.key == "param")
    columns = tuple(re.split(r"[ \t]*,[ \t]*", _only(name, entries, "columns")))
    _check_body(name, text, parameters, columns)
    return NamedQuery(
        name=name,
        title=_only(name, entries, "title"),
        question=_only(name, entries, "question"),
        parameters=parameters,
        columns=columns,
        since=_only(name, entries, "since", ""),
        text=text,
    )


def _entries(text: str) -> Iterator[_Entry]:
    """Entries of the comment lines on top."""
    entry: _Entry | None = None
    for number, line in enumerate(text.splitlines(), 1):
        match = _ENTRY.fullmatch(line.rstrip())
        if match or not line.startswith("#  "):
            if entry:
                yield entry
            entry = _Entry(match[1], match[2] or "", match[3], number) if match else None
        elif entry:
            entry = _Entry(entry.key, entry.subject, f"{entry.text} {line[1:].strip()}", entry.line)
        if not line.startswith("#"):
            return
    if entry:
        yield entry


def _only(name: str, entries: list[_Entry], key: str, default: str | None = None) -> str:
    found = [entry for entry in entries if entry.key == key and entry.text.strip()]
    if len(found) > 1:
        raise _error(name, found[1].line, f"has a second line '# {key}:'")
    if not found and default is None:
        raise _error(name, 1, f"has no line '# {key}: …' in its header")
    return found[0].text.strip() if found else default or ""


def _parameter(name: str, entry: _Entry) -> Parameter:
    match = _PARAMETER.fullmatch(entry.subject)
    if not match or not entry.text.strip():
        raise _error(name, entry.line, "does not say '# param NAME: description'")
    words = [word.strip() for word in (match[2] or "").split(",") if word.strip()]
    kinds = [word for word in words if word != "required"]
    kind = kinds[0] if kinds else (match[1] if match[1] in KINDS else "text")
    if len(kinds) > 1 or kind not in KINDS:
        raise _error(name, entry.line, f"gives {match[1]} no kind of {', '.join(sorted(KINDS))}")
    description = _REQUIRED_AT_END.sub("", entry.text.strip())
    return Parameter(match[1], description, kind, "required" in words or description != entry.text.strip())


def _check_body(name: str, text: str, parameters: tuple[Parameter, ...], columns: tuple[str, ...]) -> None:
    names = [parameter.name for parameter in parameters]
    used = variables(text)
    try:
        is_select = query_form(text) == "SELECT"
    except UsageError as error:
        raise _error(name, 1, f"does not begin as a query does: {error}") from error
    for variable in (*names, *columns) if is_select else names:
        if variable not in used:
            raise _error(name, 1, f"names {variable!r} in its header, but has no variable ?{variable}")
    if len(set(names)) < len(names):
        raise _error(name, 1, "describes a parameter twice")
    if names and not _MARKER.search(text):
        raise _error(name, 1, "has parameters, but no line '# VALUES' in its WHERE clause to bind them")


def _error(name: str, line: int, fault: str) -> ParseError:
    return ParseError(f"{name}.rq, line {line}: the query {fault}.", line)
