from __future__ import annotations

import pyoxigraph as ox
import pytest

from ontology.errors import UnknownName
from sparql.results import (
    CSV,
    FORMATS,
    JSON,
    JSONLD,
    TSV,
    TURTLE,
    XML,
    Format,
    Kind,
    by_name,
    count_rows,
    formats_of,
    negotiate,
)

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
RDFLIB = "application/sparql-results+xml, application/rdf+xml;q=0.5"


@pytest.mark.parametrize(
    ("accept", "kind", "name"),
    [
        (None, "select", "json"),
        ("", "ask", "json"),
        ("*/*", "graph", "turtle"),
        ("application/json", "select", "json"),
        ("application/sparql-results+json", "ask", "json"),
        ("application/sparql-results+xml", "select", "xml"),
        ("application/xml", "select", "xml"),
        ("text/xml", "graph", "rdfxml"),
        ("text/csv", "select", "csv"),
        ("TEXT/CSV", "select", "csv"),
        ("text/tab-separated-values; charset=utf-8", "select", "tsv"),
        ("text/*", "select", "csv"),
        ("text/turtle", "graph", "turtle"),
        ("application/n-triples", "graph", "ntriples"),
        ("application/rdf+xml", "graph", "rdfxml"),
        ("application/ld+json", "graph", "jsonld"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "graph", "jsonld"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "select", "xml"),
        ("text/csv ; q=0.5 , */* ; q=0.1", "select", "csv"),
        ("text/csv, */*", "select", "csv"),
        ("text/csv, application/json", "select", "csv"),
        ("application/json;q=0, */*", "select", "xml"),
        ("*/*;q=0, text/csv", "select", "csv"),
        ("text/*;q=0.9, text/csv;q=0.1", "select", "tsv"),
        ("application/*;q=0.3, text/csv;q=0.2", "select", "json"),
        (FIREFOX, "select", "xml"),
        (RDFLIB, "graph", "rdfxml"),
        ("text/turtle", "select", None),
        ("text/csv", "graph", None),
        ("image/png", "select", None),
        ("*/*;q=0", "select", None),
        ("application/json;q=0.000", "select", None),
        ("json", "select", "json"),
        (",,;;q=, ;", "select", "json"),
        ("*", "select", "json"),
        ("text/csv;q=high, application/sparql-results+xml", "select", "xml"),
        ("text/csv;q=7", "select", "csv"),
        ("text/csv;q=.5, text/tab-separated-values;q=.6", "select", "tsv"),
        ("text/csv;quality=0", "select", "csv"),
    ],
)
def test_negotiation_follows_rfc_9110(accept: str | None, kind: Kind, name: str | None) -> None:
    chosen = negotiate(accept, kind)
    assert (chosen.name if chosen else None) == name


@pytest.mark.parametrize(
    ("name", "format_"),
    [("json", JSON), ("SRJ", JSON), ("srx", XML), (" csv ", CSV), ("ttl", TURTLE), ("json-ld", JSONLD)],
)
def test_formats_have_short_names(name: str, format_: Format) -> None:
    assert by_name(name) is format_


def test_an_unknown_format_lists_the_known_ones() -> None:
    with pytest.raises(UnknownName, match=r"'yaml'.*json, xml, csv, tsv, turtle, ntriples, rdfxml, jsonld"):
        by_name("yaml")


def test_no_two_formats_share_a_name_or_a_media_type() -> None:
    names = [name for format_ in FORMATS for name in (format_.name, *format_.aliases)]
    assert len(set(names)) == len(names)
    assert len({format_.media_type for format_ in FORMATS}) == len(FORMATS)


def test_every_kind_has_a_default() -> None:
    assert [formats_of(kind)[0] for kind in ("select", "ask", "graph")] == [JSON, JSON, TURTLE]


TRICKY = r"""SELECT ?a ?b { VALUES (?a ?b) {
    (1 UNDEF) (UNDEF UNDEF) ("}},{" "a") ("},{}" "\"},{\"b") ("\r\n" "<result>") ("x\ty" "\\") } }"""


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        (TRICKY, 6),
        ("SELECT * {}", 1),
        ("SELECT ?x { FILTER(false) }", 0),
        ('SELECT ?x { VALUES ?x { "},{" } }', 1),
        ('SELECT ?bindings { VALUES ?bindings { "[{}" "[{" } }', 2),
        ("SELECT ?x { VALUES ?x { UNDEF UNDEF UNDEF } }", 3),
        ("SELECT ?é { VALUES ?é { 1 2 } }", 2),
    ],
)
@pytest.mark.parametrize(
    ("format_", "written"),
    [
        (JSON, ox.QueryResultsFormat.JSON),
        (XML, ox.QueryResultsFormat.XML),
        (CSV, ox.QueryResultsFormat.CSV),
        (TSV, ox.QueryResultsFormat.TSV),
    ],
    ids=lambda value: value.name if isinstance(value, Format) else "",
)
def test_rows_are_counted_in_what_oxigraph_writes(
    query: str, rows: int, format_: Format, written: ox.QueryResultsFormat
) -> None:
    solutions = ox.Store().query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    assert count_rows(solutions.serialize(format=written) or b"", format_) == rows
