"""Terms of <http://purl.org/dc/terms/>, by ontology.generate_terms."""

from typing import Final

citation: Final = "http://purl.org/dc/terms/citation"
created: Final = "http://purl.org/dc/terms/created"
creator: Final = "http://purl.org/dc/terms/creator"
description: Final = "http://purl.org/dc/terms/description"
identifier: Final = "http://purl.org/dc/terms/identifier"
issued: Final = "http://purl.org/dc/terms/issued"
license: Final = "http://purl.org/dc/terms/license"
source: Final = "http://purl.org/dc/terms/source"
title: Final = "http://purl.org/dc/terms/title"
