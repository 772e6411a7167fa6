"""Terms of <https://w3id.org/upr-graph/vocab/affected-group/>, by ontology.generate_terms."""

from typing import Final

children: Final = "https://w3id.org/upr-graph/vocab/affected-group/children"
children_in_vulnerable_situations: Final = (
    "https://w3id.org/upr-graph/vocab/affected-group/children-in-vulnerable-situations"
)
civil_society: Final = "https://w3id.org/upr-graph/vocab/affected-group/civil-society"
disappeared_persons: Final = "https://w3id.org/upr-graph/vocab/affected-group/disappeared-persons"
educational_staff_and_students: Final = (
    "https://w3id.org/upr-graph/vocab/affected-group/educational-staff-and-students"
)
general: Final = "https://w3id.org/upr-graph/vocab/affected-group/general"
girls: Final = "https://w3id.org/upr-graph/vocab/affected-group/girls"
health_professionals: Final = "https://w3id.org/upr-graph/vocab/affected-group/health-professionals"
human_rights_defenders: Final = "https://w3id.org/upr-graph/vocab/affected-group/human-rights-defenders"
indigenous_peoples: Final = "https://w3id.org/upr-graph/vocab/affected-group/indigenous-peoples"
internally_displaced_persons: Final = (
    "https://w3id.org/upr-graph/vocab/affected-group/internally-displaced-persons"
)
law_enforcement_officials: Final = "https://w3id.org/upr-graph/vocab/affected-group/law-enforcement-officials"
legal_professions: Final = "https://w3id.org/upr-graph/vocab/affected-group/legal-professions"
lgbti_persons: Final = "https://w3id.org/upr-graph/vocab/affected-group/lgbti-persons"
media: Final = "https://w3id.org/upr-graph/vocab/affected-group/media"
migrant_workers: Final = "https://w3id.org/upr-graph/vocab/affected-group/migrant-workers"
migrants: Final = "https://w3id.org/upr-graph/vocab/affected-group/migrants"
migrants_and_domestic_workers: Final = (
    "https://w3id.org/upr-graph/vocab/affected-group/migrants-and-domestic-workers"
)
minorities: Final = "https://w3id.org/upr-graph/vocab/affected-group/minorities"
non_citizens: Final = "https://w3id.org/upr-graph/vocab/affected-group/non-citizens"
older_persons: Final = "https://w3id.org/upr-graph/vocab/affected-group/older-persons"
persons_deprived_of_liberty: Final = (
    "https://w3id.org/upr-graph/vocab/affected-group/persons-deprived-of-liberty"
)
persons_in_poverty: Final = "https://w3id.org/upr-graph/vocab/affected-group/persons-in-poverty"
persons_with_disabilities: Final = "https://w3id.org/upr-graph/vocab/affected-group/persons-with-disabilities"
persons_with_hiv: Final = "https://w3id.org/upr-graph/vocab/affected-group/persons-with-hiv"
public_officials: Final = "https://w3id.org/upr-graph/vocab/affected-group/public-officials"
refugees: Final = "https://w3id.org/upr-graph/vocab/affected-group/refugees"
religious_communities: Final = "https://w3id.org/upr-graph/vocab/affected-group/religious-communities"
roma: Final = "https://w3id.org/upr-graph/vocab/affected-group/roma"
rural_population: Final = "https://w3id.org/upr-graph/vocab/affected-group/rural-population"
stateless_persons: Final = "https://w3id.org/upr-graph/vocab/affected-group/stateless-persons"
victims: Final = "https://w3id.org/upr-graph/vocab/affected-group/victims"
vulnerable_persons: Final = "https://w3id.org/upr-graph/vocab/affected-group/vulnerable-persons"
women: Final = "https://w3id.org/upr-graph/vocab/affected-group/women"
women_and_girls: Final = "https://w3id.org/upr-graph/vocab/affected-group/women-and-girls"
workers: Final = "https://w3id.org/upr-graph/vocab/affected-group/workers"
youth: Final = "https://w3id.org/upr-graph/vocab/affected-group/youth"
