"""Terms of <https://w3id.org/upr-graph/vocab/document/>, by ontology.generate_terms."""

from typing import Final

addendum: Final = "https://w3id.org/upr-graph/vocab/document/addendum"
council_decision: Final = "https://w3id.org/upr-graph/vocab/document/council-decision"
council_report: Final = "https://w3id.org/upr-graph/vocab/document/council-report"
database_export: Final = "https://w3id.org/upr-graph/vocab/document/database-export"
mid_term_report: Final = "https://w3id.org/upr-graph/vocab/document/mid-term-report"
national_report: Final = "https://w3id.org/upr-graph/vocab/document/national-report"
news_item: Final = "https://w3id.org/upr-graph/vocab/document/news-item"
special_procedure_report: Final = "https://w3id.org/upr-graph/vocab/document/special-procedure-report"
stakeholder_submission: Final = "https://w3id.org/upr-graph/vocab/document/stakeholder-submission"
stakeholder_summary: Final = "https://w3id.org/upr-graph/vocab/document/stakeholder-summary"
thematic_list: Final = "https://w3id.org/upr-graph/vocab/document/thematic-list"
treaty_body_document: Final = "https://w3id.org/upr-graph/vocab/document/treaty-body-document"
un_compilation: Final = "https://w3id.org/upr-graph/vocab/document/un-compilation"
web_page: Final = "https://w3id.org/upr-graph/vocab/document/web-page"
working_group_report: Final = "https://w3id.org/upr-graph/vocab/document/working-group-report"
