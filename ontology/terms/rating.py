"""Terms of <https://w3id.org/upr-graph/vocab/rating/>, by ontology.generate_terms."""

from typing import Final

fully_implemented: Final = "https://w3id.org/upr-graph/vocab/rating/fully-implemented"
not_implemented: Final = "https://w3id.org/upr-graph/vocab/rating/not-implemented"
partially_implemented: Final = "https://w3id.org/upr-graph/vocab/rating/partially-implemented"
