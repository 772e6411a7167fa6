"""Terms of <http://purl.org/ontology/bibo/>, by ontology.generate_terms."""

from typing import Final

status: Final = "http://purl.org/ontology/bibo/status"
