"""Terms of <http://purl.org/dc/terms/>, by ontology.generate_terms."""

from typing import Final

bibliographicCitation: Final = "http://purl.org/dc/terms/bibliographicCitation"
created: Final = "http://purl.org/dc/terms/created"
creator: Final = "http://purl.org/dc/terms/creator"
description: Final = "http://purl.org/dc/terms/description"
identifier: Final = "http://purl.org/dc/terms/identifier"
isReplacedBy: Final = "http://purl.org/dc/terms/isReplacedBy"
issued: Final = "http://purl.org/dc/terms/issued"
license: Final = "http://purl.org/dc/terms/license"
modified: Final = "http://purl.org/dc/terms/modified"
publisher: Final = "http://purl.org/dc/terms/publisher"
source: Final = "http://purl.org/dc/terms/source"
title: Final = "http://purl.org/dc/terms/title"
