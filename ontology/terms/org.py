"""Terms of <http://www.w3.org/ns/org#>, by ontology.generate_terms."""

from typing import Final

FormalOrganization: Final = "http://www.w3.org/ns/org#FormalOrganization"
Membership: Final = "http://www.w3.org/ns/org#Membership"
Organization: Final = "http://www.w3.org/ns/org#Organization"
OrganizationalCollaboration: Final = "http://www.w3.org/ns/org#OrganizationalCollaboration"
member: Final = "http://www.w3.org/ns/org#member"
organization: Final = "http://www.w3.org/ns/org#organization"
