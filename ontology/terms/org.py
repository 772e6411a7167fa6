"""Terms of <http://www.w3.org/ns/org#>, by ontology.generate_terms."""

from typing import Final

ChangeEvent: Final = "http://www.w3.org/ns/org#ChangeEvent"
FormalOrganization: Final = "http://www.w3.org/ns/org#FormalOrganization"
Membership: Final = "http://www.w3.org/ns/org#Membership"
Organization: Final = "http://www.w3.org/ns/org#Organization"
OrganizationalCollaboration: Final = "http://www.w3.org/ns/org#OrganizationalCollaboration"
Post: Final = "http://www.w3.org/ns/org#Post"
member: Final = "http://www.w3.org/ns/org#member"
memberOf: Final = "http://www.w3.org/ns/org#memberOf"
organization: Final = "http://www.w3.org/ns/org#organization"
originalOrganization: Final = "http://www.w3.org/ns/org#originalOrganization"
postIn: Final = "http://www.w3.org/ns/org#postIn"
resultingOrganization: Final = "http://www.w3.org/ns/org#resultingOrganization"
subOrganizationOf: Final = "http://www.w3.org/ns/org#subOrganizationOf"
