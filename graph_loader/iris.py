"""The one place that makes IRIs of things and graphs (docs/architecture.md, "IRIs").

Every function takes keys of `records` and returns the IRI as text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import quote

from ontology.prefixes import BASE

_SAFE: Final = "/-._~():+,;=@!*'"


def _iri(kind: str, key: str) -> str:
    return f"{BASE}{kind}/{quote(key, safe=_SAFE)}"


def thing(path: str) -> str:
    """Any thing by its path below `id/`: `measure/KAZ/op-crpd-signature`."""
    return _iri("id", path)


def state(iso3: str) -> str:
    """A State by its ISO 3166-1 alpha-3 code."""
    return _iri("id/state", iso3)


def regional_group(key: str) -> str:
    """A UN regional group by its slug."""
    return _iri("id/group", key)


def session(number: int) -> str:
    """A session of the Working Group by its number."""
    return _iri("id/session", str(number))


def review(key: str) -> str:
    """A review: `KAZ-2`."""
    return _iri("id/review", key)


def recommendation(key: str) -> str:
    """A recommendation: `KAZ-2-126.27`."""
    return _iri("id/recommendation", key)


def document(key: str) -> str:
    """A document by its UN symbol, or by a slug where it has none."""
    return _iri("id/document", key)


def document_slug(symbol: str) -> str:
    """A symbol as one path segment: `A-HRC-28-10`."""
    return symbol.replace("/", "-").replace(" ", "-")


def position(recommendation_key: str, document_key: str) -> str:
    """A position by recommendation and document, so that an older document renumbers nothing."""
    return _iri("id/position", f"{recommendation_key}/{document_slug(document_key)}")


def tally(review_key: str, document_key: str) -> str:
    """Declared counts of a review by document."""
    return _iri("id/tally", f"{review_key}/{document_slug(document_key)}")


def instrument(key: str) -> str:
    """An instrument, or a provision of one: `op-crpd`, `paris-principles/B.2`."""
    return _iri("id/instrument", key)


def law(iso3: str, key: str) -> str:
    """A law of a State by date and number: `2023-06-07-8-VIII`."""
    return _iri(f"id/law/{iso3}", key)


def body(iso3: str, key: str) -> str:
    """A body of a State, or an organization working there."""
    return _iri(f"id/body/{iso3}", key)


def measure(iso3: str, key: str) -> str:
    """A measure of a State."""
    return _iri(f"id/measure/{iso3}", key)


def plan(iso3: str, key: str) -> str:
    """An action plan of a State."""
    return _iri(f"id/plan/{iso3}", key)


def accreditation(iso3: str, body_key: str, valid_from: str) -> str:
    """An accreditation by institution and first date."""
    return _iri(f"id/accreditation/{iso3}", f"{body_key}/{valid_from}")


def effect(iso3: str, key: str) -> str:
    """An entry into force, by the measure or law it is the effect of."""
    return _iri(f"id/effect/{iso3}", key)


def link(recommendation_key: str, target: str) -> str:
    """A link statement by recommendation and target path."""
    return _iri("id/link", f"{recommendation_key}/{target.replace('/', '-')}")


def concept(scheme: str, notation: str) -> str:
    """A concept of a project scheme: `concept("position", "supported")`."""
    return _iri(f"vocab/{scheme}", notation)


def graph(key: str) -> str:
    """A named graph: `ontology`, `reference`, `A/HRC/28/10`, `table/KAZ/laws`."""
    return _iri("graph", key)


def place(graph_key: str, fragment: str) -> str:
    """A place in the file behind a graph: fragment `row=12` (RFC 7111) or `page=5` (RFC 8118)."""
    return f"{graph(graph_key)}#{fragment}"


def slug(text: str) -> str:
    """ASCII words joined by hyphens, for keys made from names."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")
