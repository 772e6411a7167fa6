"""The terms that an RDF file uses: declared by the project, deprecated, foreign, or misspelt."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from pyoxigraph import Quad

from graph_loader import shipped
from graph_loader.sources.rdf_file_text import RdfText, iri_of, tell_each
from graph_loader.sources.table_findings import Findings
from ontology.prefixes import BASE, PREFIXES, compact
from ontology.terms import dcterms, rdf

_NS: Final = PREFIXES["upr"]
_VOCAB: Final = BASE + "vocab/"
OTHER_BASE: Final = re.compile(r"(?:http://(?:www\.)?|https://www\.)w3id\.org/upr-graph/")
"""What people write for the base of the project's IRIs."""
_OWL: Final = PREFIXES["owl"]
_BUILT_IN: Final = (PREFIXES["rdf"], PREFIXES["rdfs"], _OWL)
_KINDS: Final = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
_LONGEST_COMPARED: Final = 200


def check_terms(quads: Iterable[Quad], findings: Findings, text: RdfText) -> None:
    """Tell each term that is not declared, once: an error for the project's, a warning for another's."""
    properties: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    concepts: set[str] = set()
    described: set[str] = set()
    for quad in quads:
        properties[quad.predicate.value] += 1
        described.add(iri_of(quad.subject))
        value = iri_of(quad.object)
        if value and quad.predicate.value == rdf.type:
            classes[value] += 1
        elif value.startswith(_VOCAB):
            concepts.add(value)
    used = {**classes, **properties}
    tell_each(findings, text, "error", _misspelt(used, findings))
    tell_each(findings, text, "warning", _unknown_concepts(concepts - described, findings))
    tell_each(findings, text, "warning", _deprecated(used))
    tell_each(findings, text, "warning", _foreign(used))


def _misspelt(used: dict[str, int], findings: Findings) -> Iterator[tuple[str, str]]:
    for term in sorted(used):
        if term.startswith(_NS) and term not in _declared():
            near = "" if findings.full("error") else _near(term, _NS)
            yield term, f"{compact(term)} is no term of the ontology{near}. Correct it."


def _unknown_concepts(concepts: set[str], findings: Findings) -> Iterator[tuple[str, str]]:
    for concept in sorted(concepts - _described()):
        scheme = concept.rpartition("/")[0] + "/"
        near = "" if findings.full("warning") else _near(concept, scheme)
        yield concept, f"{compact(concept)} is in no vocabulary of the ontology{near}."


def _deprecated(used: dict[str, int]) -> Iterator[tuple[str, str]]:
    for term in sorted(used):
        if term in _replacements():
            better = _replacements()[term]
            instead = f" Use {compact(better)}." if better else ""
            yield term, f"{compact(term)} is deprecated and will go with the next major version.{instead}"


def _foreign(used: dict[str, int]) -> Iterator[tuple[str, str]]:
    for term, number in sorted(used.items()):
        known = term.startswith((_NS, *_BUILT_IN)) or term in _declared() or OTHER_BASE.match(term)
        if not known:
            yield (
                term,
                (
                    f"{compact(term)} is a term that the ontology does not use; "
                    f"what is said with it is kept ({number:,}), but no shape or query looks there."
                ),
            )


def _near(term: str, namespace: str) -> str:
    known = {iri[len(namespace) :]: iri for iri in (_declared() | _described()) if iri.startswith(namespace)}
    word = term[len(namespace) :][:_LONGEST_COMPARED]
    found = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f" (did you mean {compact(known[found[0]])}?)" if found else ""


@cache
def _declared() -> frozenset[str]:
    """Classes and properties of the ontology, and those of other vocabularies in ontology/external.ttl."""
    kinds = {_OWL + kind for kind in _KINDS}
    return frozenset(
        iri_of(quad.subject)
        for quad in shipped.ontology_quads()
        if quad.predicate.value == rdf.type and iri_of(quad.object) in kinds
    ) - {""}


@cache
def _described() -> frozenset[str]:
    """Everything with an IRI that the ontology describes: terms, schemes and concepts."""
    return frozenset(iri_of(quad.subject) for quad in shipped.ontology_quads()) - {""}


@cache
def _replacements() -> dict[str, str]:
    """Deprecated terms, and what replaces each where the ontology says so."""
    quads = shipped.ontology_quads()
    gone = {iri_of(quad.subject): "" for quad in quads if quad.predicate.value == _OWL + "deprecated"}
    for quad in quads:
        if quad.predicate.value == dcterms.isReplacedBy and iri_of(quad.subject) in gone:
            gone[iri_of(quad.subject)] = iri_of(quad.object)
    return gone
