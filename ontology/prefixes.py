"""The one prefix table: every prefix of ontology, shapes, queries and answers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

BASE: Final = "https://w3id.org/upr-graph/"
"""Base of every IRI the project coins."""

PREFIXES: Final[dict[str, str]] = {
    "acc": BASE + "vocab/accreditation/",
    "act": BASE + "vocab/action/",
    "affected": BASE + "vocab/affected-group/",
    "bibo": "http://purl.org/ontology/bibo/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "doc": BASE + "vocab/document/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "formats": "http://www.w3.org/ns/formats/",
    "graph": BASE + "graph/",
    "inst": BASE + "id/instrument/",
    "measure": BASE + "vocab/measure/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "pos": BASE + "vocab/position/",
    "prov": "http://www.w3.org/ns/prov#",
    "rating": BASE + "vocab/rating/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "role": BASE + "vocab/role/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sdg": "http://metadata.un.org/sdg/",
    "sdgo": "http://metadata.un.org/sdg/ontology#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "standing": BASE + "vocab/standing/",
    "theme": BASE + "vocab/theme/",
    "upr": BASE + "ns#",
    "upr-shape": BASE + "shapes#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_LOCAL_NAME: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
"""A local name that Turtle, SPARQL and JSON-LD read without escapes; XML too, after a letter."""


@lru_cache(maxsize=65536)
def compact(iri: str) -> str:
    """An IRI by the longest prefix of the table that leaves a plain local name; else the IRI itself."""
    fitting = [prefix for prefix, namespace in PREFIXES.items() if iri.startswith(namespace)]
    for prefix in sorted(fitting, key=lambda one: len(PREFIXES[one]), reverse=True):
        local = iri.removeprefix(PREFIXES[prefix])
        if _LOCAL_NAME.fullmatch(local):
            return f"{prefix}:{local}"
    return iri
