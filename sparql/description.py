"""The service description of the endpoint (SPARQL 1.1 Service Description)."""

from __future__ import annotations

import io
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from graph_loader.export import with_sorted_prefixes
from ontology.prefixes import BASE, PREFIXES
from ontology.terms import rdf
from sparql.results import FORMATS, JSONLD, NTRIPLES, RDFXML, Format

_SD: Final = PREFIXES["sd"]
_VOID: Final = PREFIXES["void"]
_FORMATS: Final = PREFIXES["formats"]
_FORMAT_NAMES: Final = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON-LD",
}
_SERIALISERS: Final = {
    NTRIPLES: RdfFormat.N_TRIPLES,
    RDFXML: RdfFormat.RDF_XML,
    JSONLD: RdfFormat.JSON_LD,
}


def service_description(endpoint: str, triples: int, format: Format) -> bytes:
    """Describe the endpoint at that address, in a graph format.

    The default dataset is the union of all graphs. Expects an address that is an IRI.
    """
    service = NamedNode(f"{endpoint}#service")
    dataset = NamedNode(f"{endpoint}#dataset")
    graph = NamedNode(f"{endpoint}#default-graph")
    found: list[tuple[NamedNode, str, NamedNode | Literal]] = [
        (service, rdf.type, NamedNode(f"{_SD}Service")),
        (service, f"{_SD}endpoint", NamedNode(endpoint)),
        (service, f"{_SD}supportedLanguage", NamedNode(f"{_SD}SPARQL11Query")),
        (service, f"{_SD}feature", NamedNode(f"{_SD}UnionDefaultGraph")),
        *((service, f"{_SD}resultFormat", NamedNode(_FORMATS + _FORMAT_NAMES[f.name])) for f in FORMATS),
        (service, f"{_SD}defaultDataset", dataset),
        (dataset, rdf.type, NamedNode(f"{_SD}Dataset")),
        (dataset, f"{_SD}defaultGraph", graph),
        (graph, rdf.type, NamedNode(f"{_SD}Graph")),
        (graph, f"{_VOID}triples", Literal(triples)),
        (graph, f"{_VOID}vocabulary", NamedNode(f"{BASE}ns#")),
    ]
    statements = (Triple(s, NamedNode(p), o) for s, p, o in found)
    prefixes = {"rdf": PREFIXES["rdf"], "sd": _SD, "void": _VOID}
    buffer = io.BytesIO()
    if format in _SERIALISERS:
        serialize(statements, buffer, _SERIALISERS[format], prefixes=prefixes)
        return buffer.getvalue()
    serialize(statements, buffer, RdfFormat.TURTLE, prefixes=prefixes)
    return with_sorted_prefixes(buffer.getvalue(), len(prefixes))
