"""Terms of <https://w3id.org/upr-graph/vocab/accreditation/>, by ontology.generate_terms."""

from typing import Final

A: Final = "https://w3id.org/upr-graph/vocab/accreditation/A"
B: Final = "https://w3id.org/upr-graph/vocab/accreditation/B"
C: Final = "https://w3id.org/upr-graph/vocab/accreditation/C"
