"""SPARQL JSON results as rows that a page can show: an IRI stands with its label, as a link."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from ontology.prefixes import BASE, PREFIXES

_THINGS: Final = BASE + "id/"
_XSD: Final = PREFIXES["xsd"]
_KINDS: Final = {
    **dict.fromkeys((_XSD + "integer", _XSD + "decimal", _XSD + "double"), "number"),
    **dict.fromkeys((_XSD + "date", _XSD + "gYearMonth", _XSD + "gYear", _XSD + "dateTime"), "date"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: what to show, where it leads, in which language it is."""

    text: str
    href: str | None = None
    title: str | None = None
    language: str | None = None
    kind: str = "text"
    """`number`, `date`, `thing` or `text`: the page aligns and breaks them differently."""


@dataclass(frozen=True, slots=True)
class Table:
    """A result table; a column `xLabel` is shown inside `x`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]


def table(body: bytes) -> Table:
    """The table of a SELECT in SPARQL 1.1 Query Results JSON Format."""
    document = json.loads(body)
    names: list[str] = document["head"]["vars"]
    shown = tuple(name for name in names if not (name.endswith("Label") and name[:-5] in names))
    rows = tuple(
        tuple(_cell(row.get(name), row.get(f"{name}Label")) for name in shown)
        for row in document["results"]["bindings"]
    )
    return Table(shown, rows)


def values(body: bytes) -> list[dict[str, str]]:
    """Rows as plain text by column; unbound columns are absent."""
    bindings = json.loads(body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


def _cell(term: dict[str, str] | None, label: dict[str, str] | None) -> Cell | None:
    if term is None:
        return Cell(label["value"], language=label.get("xml:lang")) if label else None
    value = term["value"]
    if term["type"] == "uri":
        text = label["value"] if label else short(value)
        return Cell(text, link(value), value, label.get("xml:lang") if label else None, "thing")
    return Cell(value, language=term.get("xml:lang"), kind=_KINDS.get(term.get("datatype", ""), "text"))


def heading(name: str) -> str:
    """A column's name for a page: `countedTotal` becomes `Counted total`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()
    return words[:1].upper() + words[1:]


def short(iri: str) -> str:
    """An IRI with a prefix of the table, or its path below the base, or whole."""
    if iri.startswith(_THINGS):
        return iri.removeprefix(_THINGS)
    best = max((ns for ns in PREFIXES.values() if iri.startswith(ns)), key=len, default=None)
    if best is None:
        return iri
    prefix = next(name for name, ns in PREFIXES.items() if ns == best)
    return f"{prefix}:{iri.removeprefix(best)}"


def link(iri: str) -> str | None:
    """Where an IRI leads: a page that says what is known of it, or its own address on the web."""
    if iri.startswith(BASE):
        key = iri.removeprefix(_THINGS)
        return f"/queries/who-says-so?resource={quote(key, safe='/')}"
    return iri if iri.startswith(("http://", "https://")) else None
