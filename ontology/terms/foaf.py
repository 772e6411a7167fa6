"""Terms of <http://xmlns.com/foaf/0.1/>, by ontology.generate_terms."""

from typing import Final

Document: Final = "http://xmlns.com/foaf/0.1/Document"
page: Final = "http://xmlns.com/foaf/0.1/page"
