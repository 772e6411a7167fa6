"""Terms of <https://w3id.org/upr-graph/vocab/standing/>, by ontology.generate_terms."""

from typing import Final

confirmed: Final = "https://w3id.org/upr-graph/vocab/standing/confirmed"
inferred: Final = "https://w3id.org/upr-graph/vocab/standing/inferred"
partly: Final = "https://w3id.org/upr-graph/vocab/standing/partly"
