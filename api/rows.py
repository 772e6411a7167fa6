"""SPARQL JSON results as rows that a page can show: an IRI stands with its label, as a link."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from ontology.prefixes import BASE, PREFIXES
from sparql.table import label_columns, shorten

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

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Which columns hold numbers and nothing else."""
        kinds = ({cell.kind for cell in column if cell} for column in zip(*self.rows, strict=True))
        return tuple(kind == {"number"} for kind in kinds)


_Row = Mapping[str, Mapping[str, str]]


def table(body: bytes, most: int | None = None) -> Table:
    """The table of a SELECT in SPARQL 1.1 Query Results JSON Format, or its first `most` rows."""
    document = json.loads(body)
    found: Sequence[_Row] = document["results"]["bindings"][:most]
    names: list[str] = document["head"]["vars"]
    labels = label_columns(names, found)
    shown = tuple(name for name in names if name not in labels.values())
    rows = tuple(tuple(_cell(row.get(n), row.get(labels.get(n, ""))) for n in shown) for row in found)
    return Table(shown, rows)


def values(body: bytes) -> list[dict[str, str]]:
    """Rows as plain text by column; unbound columns are absent."""
    bindings = json.loads(body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


def _cell(term: Mapping[str, str] | None, label: Mapping[str, str] | None) -> Cell | None:
    if term is None:
        return Cell(label["value"], language=label.get("xml:lang")) if label else None
    value, kind = term["value"], term["type"]
    if kind == "uri":
        text = label["value"] if label else shorten(value)
        return Cell(text, link(value), value, label.get("xml:lang") if label else None, "thing")
    if kind == "bnode":
        return Cell(label["value"] if label else f"_:{value}", title=f"_:{value}")
    if kind == "triple":  # SPARQL 1.2
        return Cell(json.dumps(value, ensure_ascii=False))
    return Cell(value, language=term.get("xml:lang"), kind=_KINDS.get(term.get("datatype", ""), "text"))


def heading(name: str) -> str:
    """A column's name for a page: `countedTotal` becomes `Counted total`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()
    return words[:1].upper() + words[1:]


def link(iri: str) -> str | None:
    """Where an IRI leads: a page that says what is known of it, or its own address on the web."""
    if iri.startswith(BASE):
        key = iri.removeprefix(_THINGS)
        return f"/queries/who-says-so?resource={quote(key, safe='/')}"
    return iri if iri.startswith(("http://", "https://")) else None
