from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from sparql.description import service_description
from sparql.results import FORMATS, JSONLD, NTRIPLES, RDFXML, TURTLE, Format

ENDPOINT = "http://127.0.0.1:8000/sparql"
SD = "http://www.w3.org/ns/sparql-service-description#"
_PARSERS = {
    TURTLE: RdfFormat.TURTLE,
    NTRIPLES: RdfFormat.N_TRIPLES,
    RDFXML: RdfFormat.RDF_XML,
    JSONLD: RdfFormat.JSON_LD,
}


def _read(format: Format) -> Store:
    store = Store()
    store.load(service_description(ENDPOINT, 1234, format), _PARSERS[format])
    return store


@pytest.mark.parametrize("format", _PARSERS, ids=lambda format: format.name)
def test_every_graph_format_says_the_same(format: Format) -> None:
    assert set(_read(format)) == set(_read(TURTLE))


def test_the_endpoint_says_what_it_can_do() -> None:
    store = _read(TURTLE)

    def values(name: str) -> set[str]:
        return {quad.object.value for quad in store.quads_for_pattern(None, NamedNode(SD + name), None)}

    assert values("endpoint") == {ENDPOINT}
    assert values("supportedLanguage") == {f"{SD}SPARQL11Query"}
    assert values("feature") == {f"{SD}UnionDefaultGraph"}
    assert len(values("resultFormat")) == len(FORMATS)
    (triples,) = store.quads_for_pattern(None, NamedNode("http://rdfs.org/ns/void#triples"), None)
    assert triples.object == Literal(1234)


def test_the_same_description_has_the_same_bytes() -> None:
    assert len({service_description(ENDPOINT, 1, TURTLE) for _ in range(20)}) == 1
