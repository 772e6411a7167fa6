"""Terms of <http://www.w3.org/2001/XMLSchema#>, by ontology.generate_terms."""

from typing import Final

boolean: Final = "http://www.w3.org/2001/XMLSchema#boolean"
date: Final = "http://www.w3.org/2001/XMLSchema#date"
decimal: Final = "http://www.w3.org/2001/XMLSchema#decimal"
gYear: Final = "http://www.w3.org/2001/XMLSchema#gYear"
gYearMonth: Final = "http://www.w3.org/2001/XMLSchema#gYearMonth"
integer: Final = "http://www.w3.org/2001/XMLSchema#integer"
string: Final = "http://www.w3.org/2001/XMLSchema#string"
