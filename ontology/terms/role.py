"""Terms of <https://w3id.org/upr-graph/vocab/role/>, by ontology.generate_terms."""

from typing import Final

adopting_authority: Final = "https://w3id.org/upr-graph/vocab/role/adopting-authority"
authorised_body: Final = "https://w3id.org/upr-graph/vocab/role/authorised-body"
co_executor: Final = "https://w3id.org/upr-graph/vocab/role/co-executor"
competent_body: Final = "https://w3id.org/upr-graph/vocab/role/competent-body"
coordinating_body: Final = "https://w3id.org/upr-graph/vocab/role/coordinating-body"
drafting_body: Final = "https://w3id.org/upr-graph/vocab/role/drafting-body"
in_agreement: Final = "https://w3id.org/upr-graph/vocab/role/in-agreement"
informing_body: Final = "https://w3id.org/upr-graph/vocab/role/informing-body"
lead: Final = "https://w3id.org/upr-graph/vocab/role/lead"
mandate_holder: Final = "https://w3id.org/upr-graph/vocab/role/mandate-holder"
reporting_body: Final = "https://w3id.org/upr-graph/vocab/role/reporting-body"
working_body: Final = "https://w3id.org/upr-graph/vocab/role/working-body"
