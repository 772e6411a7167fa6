"""Terms of <http://purl.org/vocab/vann/>, by ontology.generate_terms."""

from typing import Final

preferredNamespacePrefix: Final = "http://purl.org/vocab/vann/preferredNamespacePrefix"
preferredNamespaceUri: Final = "http://purl.org/vocab/vann/preferredNamespaceUri"
