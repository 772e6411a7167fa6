"""Triples of pyoxigraph as a graph of rdflib: blank nodes keep their labels, numbers their text."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import rdflib
from pyoxigraph import BlankNode, NamedNode, Triple
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query

from ontology.errors import UsageError
from ontology.terms import xsd
from shapes.terms import Term


class PreparingGraph(rdflib.Graph):
    """A graph that parses each query once: parsing is nine tenths of pyshacl's time for SPARQL rules."""

    def query(self, query_object: str | Query, *args: Any, **options: Any) -> rdflib.query.Result:
        """Answer a query as rdflib does."""
        prepared = _prepared(query_object) if isinstance(query_object, str) else query_object
        result = super().query(prepared, *args, **options)
        if result.type == "SELECT":
            result.bindings = [
                {name: _for_message(term) for name, term in row.items()} for row in result.bindings
            ]
        return result


class _Escaped(rdflib.Literal):
    """A literal whose text has its backslashes doubled: pyshacl makes messages with it by `re.sub`."""

    __slots__ = ()

    def __str__(self) -> str:
        return self[:].replace("\\", "\\\\")


def _for_message(term: rdflib.term.Identifier) -> rdflib.term.Identifier:
    if isinstance(term, rdflib.Literal) and "\\" in term:
        return _Escaped(term[:], lang=term.language, datatype=term.datatype, normalize=False)
    return term


@lru_cache(maxsize=256)
def _prepared(query: str) -> Query:
    return prepareQuery(query)


def rdflib_graph(triples: Iterable[Triple]) -> rdflib.Graph:
    """A graph with these triples. Raises UsageError for triple terms, which RDF 1.1 does not know."""
    graph = PreparingGraph(bind_namespaces="none")
    with quiet():
        for one in triples:
            graph.add((_node(one.subject), rdflib.URIRef(one.predicate.value), _node(one.object)))
    return graph


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what rdflib and pyshacl log about bad literals and bad shapes off the standard error stream."""
    loggers = [logging.getLogger(name) for name in ("rdflib.term", "pyshacl-validate")]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, was in zip(loggers, before, strict=True):
            logger.disabled = was


def _node(term: Term) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Triple):
        raise UsageError("The graph cannot be validated: only RDF 1.1 can, which has no triple terms.")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype.value == xsd.string:
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
