"""Terms of <http://www.w3.org/1999/02/22-rdf-syntax-ns#>, by ontology.generate_terms."""

from typing import Final

langString: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
type: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
