"""The one prefix table: every prefix of ontology, shapes, queries and answers."""

from __future__ import annotations

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
