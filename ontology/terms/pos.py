"""Terms of <https://w3id.org/upr-graph/vocab/position/>, by ontology.generate_terms."""

from typing import Final

noted: Final = "https://w3id.org/upr-graph/vocab/position/noted"
partially_supported: Final = "https://w3id.org/upr-graph/vocab/position/partially-supported"
pending: Final = "https://w3id.org/upr-graph/vocab/position/pending"
supported: Final = "https://w3id.org/upr-graph/vocab/position/supported"
