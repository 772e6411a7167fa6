"""Terms of <http://www.w3.org/2002/07/owl#>, by ontology.generate_terms."""

from typing import Final

Nothing: Final = "http://www.w3.org/2002/07/owl#Nothing"
Ontology: Final = "http://www.w3.org/2002/07/owl#Ontology"
sameAs: Final = "http://www.w3.org/2002/07/owl#sameAs"
