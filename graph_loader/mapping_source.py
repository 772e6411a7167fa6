"""Statements that say where a thing comes from, and how well its source carries it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph_loader import iris
from graph_loader.quads import Statement, iri, node, text
from graph_loader.records import Sourced, Standing
from ontology.terms import foaf, upr


def standing(value: Standing | None, url: str | None, note: str | None) -> tuple[Statement, ...]:
    """How well the source carries a row, the page that is its source, and a note."""
    return (
        (upr.standing, iri(iris.concept("standing", value)) if value else None),
        (foaf.page, iri(url)),
        (upr.sourceNote, text(note)),
    )


def found_at(key: str, fragment: str) -> Statement:
    """Where in the file behind the graph of that key a thing was read."""
    return upr.foundAt, iri(iris.place(key, fragment)) if fragment else None


def sourced(key: str, record: Sourced) -> tuple[Statement, ...]:
    """All that a row of a curated table says of its source, in the graph of that key."""
    return (
        *standing(record.standing, record.source_url, record.note),
        found_at(key, record.place),
    )


def things(predicate: str, paths: Iterable[str]) -> Iterator[Statement]:
    """A statement for each thing of a list of paths below `id/`."""
    return ((predicate, node(iris.thing(path))) for path in paths)


def document(key: str | None) -> Statement:
    """The document that says it, where there is one."""
    return upr.statedIn, iri(iris.document(key)) if key else None


def in_words(key: str) -> str:
    """A key as people read it: `Ministry of justice`."""
    return key.replace("-", " ").capitalize()
