"""IRIs of all terms as plain text, one module a prefix, by ontology.generate_terms."""

from ontology.terms import (
    acc,
    dcterms,
    doc,
    eli,
    foaf,
    org,
    owl,
    pos,
    prov,
    rdf,
    rdfs,
    skos,
    standing,
    upr,
    vann,
    xsd,
)

__all__ = [
    "acc",
    "dcterms",
    "doc",
    "eli",
    "foaf",
    "org",
    "owl",
    "pos",
    "prov",
    "rdf",
    "rdfs",
    "skos",
    "standing",
    "upr",
    "vann",
    "xsd",
]
