"""Terms of <http://www.w3.org/ns/prov#>, by ontology.generate_terms."""

from typing import Final

Activity: Final = "http://www.w3.org/ns/prov#Activity"
Agent: Final = "http://www.w3.org/ns/prov#Agent"
Entity: Final = "http://www.w3.org/ns/prov#Entity"
Plan: Final = "http://www.w3.org/ns/prov#Plan"
hadPrimarySource: Final = "http://www.w3.org/ns/prov#hadPrimarySource"
wasAssociatedWith: Final = "http://www.w3.org/ns/prov#wasAssociatedWith"
wasAttributedTo: Final = "http://www.w3.org/ns/prov#wasAttributedTo"
wasDerivedFrom: Final = "http://www.w3.org/ns/prov#wasDerivedFrom"
