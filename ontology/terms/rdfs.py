"""Terms of <http://www.w3.org/2000/01/rdf-schema#>, by ontology.generate_terms."""

from typing import Final

label: Final = "http://www.w3.org/2000/01/rdf-schema#label"
