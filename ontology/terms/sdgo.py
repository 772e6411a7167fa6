"""Terms of <http://metadata.un.org/sdg/ontology#>, by ontology.generate_terms."""

from typing import Final

Goal: Final = "http://metadata.un.org/sdg/ontology#Goal"
Target: Final = "http://metadata.un.org/sdg/ontology#Target"
isTargetOf: Final = "http://metadata.un.org/sdg/ontology#isTargetOf"
