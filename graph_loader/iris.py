"""The one place that makes IRIs of things and graphs (docs/architecture.md, "IRIs").

Every function takes keys of `records` and returns the IRI as text.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final
from urllib.parse import quote

from ontology.prefixes import BASE, PREFIXES

_SAFE: Final = "/-._~():+,;=@!*'"
UNNAMED_RELATIONS: Final = frozenset({"addresses", "resulted-in-body"})
"""Relations that the IRIs of links do not name."""


def _iri(kind: str, key: str) -> str:
    return f"{BASE}{kind}/{quote(key, safe=_SAFE)}"


def _segment(path: str) -> str:
    """A path as one segment; only of kinds whose paths stay apart so."""
    return path.replace("/", "-")


def thing(path: str) -> str:
    """Any thing by its path below `id/`: `measure/KAZ/op-crpd-signature`."""
    return _iri("id", path)


def state(iso3: str) -> str:
    """A State by its ISO 3166-1 alpha-3 code."""
    return _iri("id/state", iso3)


def regional_group(key: str) -> str:
    """A UN regional group by its slug."""
    return _iri("id/group", key)


def organisation(key: str) -> str:
    """An intergovernmental organisation by its slug."""
    return _iri("id/organization", key)


def membership(iso3: str, organisation_key: str) -> str:
    """The membership of a State in an organisation."""
    return _iri(f"id/membership/{iso3}", organisation_key)


def session(number: int) -> str:
    """A session of the Working Group by its number."""
    return _iri("id/session", str(number))


def review(key: str) -> str:
    """A review: `KAZ-2`."""
    return _iri("id/review", key)


def recommendation(key: str) -> str:
    """A recommendation: `KAZ-2-126.27`."""
    return _iri("id/recommendation", key)


def part(recommendation_key: str, number: int) -> str:
    """One of the wordings that a recommendation joins, from 1 in their order: `KAZ-1-95.3/1`."""
    return _iri("id/recommendation-part", f"{recommendation_key}/{number}")


def entry(key: str) -> str:
    """An entry of a database by the key that stands for its recommendation: `KAZ-2-upr-info-3f2a9c1b04d7`."""
    return _iri("id/entry", key)


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


def general_observation(number: str) -> str:
    """A General Observation by its number: `1.10`."""
    return _iri("id/general-observation", number)


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


def body_membership(iso3: str, body_key: str, organisation_key: str, valid_from: str) -> str:
    """The membership of a body of a State in an organisation, by its first date."""
    return _iri(f"id/membership/{iso3}", f"{body_key}/{organisation_key}/{valid_from}")


def effect(iso3: str, key: str) -> str:
    """An entry into force, by the measure or law it is the effect of."""
    return _iri(f"id/effect/{iso3}", key)


def link(recommendation_key: str, relation: str, target: str) -> str:
    """A link statement by recommendation, relation and target path.

    The oldest relations are not named, since IRIs that were published stay as they are: of those there is
    one link for a recommendation and a target.
    """
    named = "" if relation in UNNAMED_RELATIONS else f"{relation}/"
    return _iri("id/link", f"{recommendation_key}/{named}{_segment(target)}")


def software_link(recommendation_key: str, relation: str, target: str, graph_key: str) -> str:
    """A link that software made from what the graph of that key says: two sources may word it differently."""
    return _iri("id/link", f"{recommendation_key}/{relation}/{_segment(target)}/{graph_key}")


def post(iso3: str, key: str) -> str:
    """An office in a body of a State."""
    return _iri(f"id/post/{iso3}", key)


def body_change(iso3: str, key: str) -> str:
    """A renaming, merger or division of bodies of a State."""
    return _iri(f"id/body-change/{iso3}", key)


def plan_item(iso3: str, plan_key: str, number: str) -> str:
    """An item of an action plan by its number there."""
    return _iri(f"id/plan-item/{iso3}", f"{plan_key}/{number}")


def indicator(iso3: str, plan_key: str, number: str) -> str:
    """The indicator of an item of an action plan."""
    return _iri(f"id/indicator/{iso3}", f"{plan_key}/{number}")


def responsibility(iso3: str, body_key: str, role: str, target: str, valid_from: str | None = None) -> str:
    """A duty by body, role, first day where it is known, and the path of what it is for.

    The path keeps its slashes, since items of plans have keys of two parts; it stands last.
    """
    since = f"{valid_from}/" if valid_from else ""
    return _iri(f"id/responsibility/{iso3}", f"{body_key}/{role}/{since}{target}")


def assessment(recommendation_key: str, assessed_by: str, as_of: str | None) -> str:
    """A judgment by recommendation, path of the assessor, and day where it is known."""
    day = f"/{as_of}" if as_of else ""
    return _iri("id/assessment", f"{recommendation_key}/{_segment(assessed_by)}{day}")


def declared_count(review_key: str, kind: str, document_key: str) -> str:
    """A number of documents of one kind that a document declares for a review."""
    return _iri("id/count", f"{review_key}/{kind}/{document_slug(document_key)}")


def claim(iso3: str, key: str) -> str:
    """A claim of implementation, by the State it is about."""
    return _iri(f"id/claim/{iso3}", key)


def statement(iso3: str, key: str) -> str:
    """A statement about a review of a State, or that the State is not party to a treaty."""
    return _iri(f"id/statement/{iso3}", key)


def consultation(iso3: str, key: str) -> str:
    """A meeting about reviews of a State."""
    return _iri(f"id/consultation/{iso3}", key)


def sdg(key: str) -> str:
    """A goal (`16`) or target (`16.3`) of the 2030 Agenda, by the IRI that the United Nations give it."""
    return f"{PREFIXES['sdg']}{quote(key, safe=_SAFE)}"


def rule(name: str) -> str:
    """A rule by the name of its file: `20-current-position` is `current-position`."""
    return _iri("id/rule", name.lstrip("0123456789-"))


def scheme(name: str) -> str:
    """A concept scheme of the project: `scheme("position")`."""
    return _iri("vocab", name)


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


def mechanism(key: str) -> str:
    """A treaty body, special procedure or other mechanism: `crc`."""
    return _iri("id/mechanism", key)


def intervention(review_key: str, document_key: str, speaker: str) -> str:
    """What a speaker said in the Council on a review: nobody takes the floor twice on one outcome."""
    return _iri("id/intervention", f"{review_key}/{document_slug(document_key)}/{speaker}")


def digest(text: str) -> str:
    """Twelve hexadecimal digits that stand for a text, for keys of things without a name."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
