"""Terms of <http://www.w3.org/2004/02/skos/core#>, by ontology.generate_terms."""

from typing import Final

Concept: Final = "http://www.w3.org/2004/02/skos/core#Concept"
ConceptScheme: Final = "http://www.w3.org/2004/02/skos/core#ConceptScheme"
altLabel: Final = "http://www.w3.org/2004/02/skos/core#altLabel"
broader: Final = "http://www.w3.org/2004/02/skos/core#broader"
closeMatch: Final = "http://www.w3.org/2004/02/skos/core#closeMatch"
definition: Final = "http://www.w3.org/2004/02/skos/core#definition"
exactMatch: Final = "http://www.w3.org/2004/02/skos/core#exactMatch"
example: Final = "http://www.w3.org/2004/02/skos/core#example"
hasTopConcept: Final = "http://www.w3.org/2004/02/skos/core#hasTopConcept"
inScheme: Final = "http://www.w3.org/2004/02/skos/core#inScheme"
notation: Final = "http://www.w3.org/2004/02/skos/core#notation"
prefLabel: Final = "http://www.w3.org/2004/02/skos/core#prefLabel"
scopeNote: Final = "http://www.w3.org/2004/02/skos/core#scopeNote"
topConceptOf: Final = "http://www.w3.org/2004/02/skos/core#topConceptOf"
