"""Terms of <http://data.europa.eu/eli/ontology#>, by ontology.generate_terms."""

from typing import Final

LegalResource: Final = "http://data.europa.eu/eli/ontology#LegalResource"
amends: Final = "http://data.europa.eu/eli/ontology#amends"
date_document: Final = "http://data.europa.eu/eli/ontology#date_document"
number: Final = "http://data.europa.eu/eli/ontology#number"
repeals: Final = "http://data.europa.eu/eli/ontology#repeals"
