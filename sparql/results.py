"""Formats of answers: names, media types, and the choice among them that a client's Accept header makes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from ontology.errors import UnknownName

Kind = Literal["select", "ask", "graph"]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write an answer; `media_type` is the one sent, `also` further ones understood in Accept."""

    name: str
    label: str
    media_type: str
    suffix: str
    kinds: tuple[Kind, ...]
    aliases: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


_ROWS: Final[tuple[Kind, ...]] = ("select", "ask")
_GRAPH: Final[tuple[Kind, ...]] = ("graph",)

JSON: Final = Format(
    "json",
    "SPARQL JSON",
    "application/sparql-results+json",
    "srj",
    _ROWS,
    ("srj",),
    ("application/json",),
)
XML: Final = Format(
    "xml",
    "SPARQL XML",
    "application/sparql-results+xml",
    "srx",
    _ROWS,
    ("srx",),
    ("application/xml", "text/xml"),
)
CSV: Final = Format("csv", "CSV", "text/csv", "csv", _ROWS)
TSV: Final = Format("tsv", "TSV", "text/tab-separated-values", "tsv", _ROWS)
TURTLE: Final = Format("turtle", "Turtle", "text/turtle", "ttl", _GRAPH, ("ttl",), ("application/x-turtle",))
NTRIPLES: Final = Format("ntriples", "N-Triples", "application/n-triples", "nt", _GRAPH, ("nt", "n-triples"))
RDFXML: Final = Format(
    "rdfxml",
    "RDF/XML",
    "application/rdf+xml",
    "rdf",
    _GRAPH,
    ("rdf", "rdf-xml"),
    ("application/xml", "text/xml"),
)
JSONLD: Final = Format(
    "jsonld", "JSON-LD", "application/ld+json", "jsonld", _GRAPH, ("json-ld",), ("application/json",)
)

FORMATS: Final = (JSON, XML, CSV, TSV, TURTLE, NTRIPLES, RDFXML, JSONLD)
"""Every format, the default of its kind first."""

_BY_NAME: Final = MappingProxyType(
    {name: format_ for format_ in FORMATS for name in (format_.name, *format_.aliases)}
)


def formats_of(kind: Kind) -> tuple[Format, ...]:
    """The formats that can hold an answer of that kind, the default first."""
    return tuple(format_ for format_ in FORMATS if kind in format_.kinds)


def by_name(name: str) -> Format:
    """The format of a short name such as `json` or `ttl`, in any case.

    Raises UnknownName, which lists the names.
    """
    format_ = _BY_NAME.get(name.strip().lower())
    if format_ is None:
        known = ", ".join(f.name for f in FORMATS)
        raise UnknownName(f"There is no result format {name[:40]!r}. Formats: {known}.")
    return format_


_TOKEN: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE: Final = re.compile(rf"({_TOKEN})/({_TOKEN})|\*")
_QUALITY: Final = re.compile(r"\s*q\s*=\s*(\d{0,3}(?:\.\d{0,9})?)\s*", re.IGNORECASE)


def negotiate(accept: str | None, kind: Kind) -> Format | None:
    """The format a client likes best (RFC 9110, 12.5.1), or None when it accepts none: 406.

    The most specific range that matches a format gives its quality. Among equals, a type named in full
    comes before a wildcard, then the order of the header decides. Parameters other than `q` are ignored,
    and so are elements that are not media ranges; a header without any is as good as none.
    """
    ranges = list(_ranges(accept or ""))
    offered = formats_of(kind)
    if not ranges:
        return offered[0]
    ranked = [(_preference(ranges, format_), format_) for format_ in offered]
    (quality, _, _), best = max(ranked, key=lambda item: item[0])
    return best if quality > 0 else None


@dataclass(frozen=True, slots=True)
class _Range:
    media_type: str
    quality: float
    order: int

    @property
    def specificity(self) -> int:
        if self.media_type == "*/*":
            return 1
        return 2 if self.media_type.endswith("/*") else 3

    def matches(self, format_: Format) -> bool:
        wildcard = format_.media_type.partition("/")[0] + "/*"
        return self.media_type in ("*/*", wildcard, format_.media_type, *format_.also)


def _ranges(accept: str) -> Iterator[_Range]:
    for order, element in enumerate(accept.split(",")):
        media_type, *parameters = element.split(";")
        match = _RANGE.fullmatch(media_type.strip())
        quality = _quality(parameters)
        if match is not None and quality is not None:
            yield _Range((match[0] if match[1] else "*/*").lower(), quality, order)


def _quality(parameters: list[str]) -> float | None:
    """The `q` among the parameters, 1 without one, None where it is no number."""
    for parameter in parameters:
        if parameter.strip()[:1] in ("q", "Q") and parameter.partition("=")[0].strip() in ("q", "Q"):
            match = _QUALITY.fullmatch(parameter)
            return min(float(match[1]), 1.0) if match and match[1].strip(".") else None
    return 1.0


def _preference(ranges: list[_Range], format_: Format) -> tuple[float, int, int]:
    matching = [r for r in ranges if r.matches(format_)]
    if not matching:
        return (0.0, 0, 0)
    best = max(matching, key=lambda r: (r.specificity, r.quality, -r.order))
    return (best.quality, best.specificity, -best.order)


# A quotation mark inside a JSON string is escaped, so `},{"` is within one only where it ends one.
_JSON_NEXT_ROW: Final = re.compile(rb'\},\{"[^,}]')
_JSON_STRING: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_CSV_QUOTED: Final = re.compile(rb'"(?:[^"]|"")*+"')


def count_rows(body: bytes, format_: Format) -> int:
    """Number of solutions in a serialised SELECT answer.

    Expects the layout Oxigraph writes: JSON without white space between bindings, CSV with CR LF, TSV
    with LF and one header line each.
    """
    if format_ is XML:
        return body.count(b"<result>")
    if format_ is CSV:
        return _CSV_QUOTED.sub(b"", body).count(b"\r\n") - 1
    if format_ is TSV:
        return body.count(b"\n") - 1
    return _count_json_rows(body)


def _count_json_rows(body: bytes) -> int:
    if b"},{}" in body or b"[{}" in body:  # perhaps a solution without bindings
        outline = _JSON_STRING.sub(b"", body)
        return outline.count(b"},{") + 1
    return sum(1 for _ in _JSON_NEXT_ROW.finditer(body)) + (b'"bindings":[{' in body)
