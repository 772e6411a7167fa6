"""Labels in other languages are wordings of a source, which `ontology/label_sources.csv` names for each of them."""

import csv
from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Graph, Literal, URIRef

from ontology.modules import turtle_files
from ontology.prefixes import PREFIXES
from ontology.terms import upr

TABLE = Path(__file__).resolve().parents[2] / "ontology" / "label_sources.csv"
LANGUAGES = {"fr", "es", "ru", "ar", "zh"}
"""The official languages of the United Nations besides English."""

Label = tuple[str, str, str, str]


@pytest.fixture(scope="module")
def ontology() -> Graph:
    graph = Graph()
    for file in turtle_files():
        graph.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    return graph


@pytest.fixture(scope="module")
def table() -> list[dict[str, str]]:
    text = TABLE.read_text(encoding="utf-8")
    assert "\r" not in text and text.endswith("\n")
    return list(csv.DictReader(text.splitlines()))


def test_every_label_in_another_language_has_a_source(ontology: Graph, table: list[dict[str, str]]) -> None:
    used = _labels(ontology)
    listed = [(_whole(row["term"]), _whole(row["property"]), row["language"], row["label"]) for row in table]
    assert len(listed) == len(set(listed))
    assert sorted(used - set(listed)) == [], "labels without a row in label_sources.csv"
    assert sorted(set(listed) - used) == [], "rows of label_sources.csv without a label"


def test_every_source_is_an_address_or_a_file_of_the_project(table: list[dict[str, str]]) -> None:
    root = TABLE.parents[1]
    for row in table:
        place = row["source"].split(" ")[0]
        assert place.startswith(("https://", "http://")) or (root / place).is_file(), row


def test_languages_are_those_of_the_united_nations(table: list[dict[str, str]]) -> None:
    assert {row["language"] for row in table} == LANGUAGES


def test_what_pages_show_most_has_a_label_in_each_of_the_six_languages(ontology: Graph) -> None:
    for term in (
        *(upr.State, upr.Review, upr.Recommendation, upr.NationalReport),
        *(upr.NationalHumanRightsInstitution, upr.Treaty, upr.OptionalProtocol),
        *(upr.Signature, upr.Ratification, upr.Accession),
    ):
        languages = {str(label.language) for label in _literals(ontology, term)}
        assert languages == {"en", *LANGUAGES}, term


def test_a_class_and_the_concept_for_the_same_kind_of_document_have_the_same_labels(ontology: Graph) -> None:
    for name in ("CouncilReport", "NationalReport", "WorkingGroupReport"):
        notation = "".join(f"-{c.lower()}" if c.isupper() else c for c in name).strip("-")
        concept = PREFIXES["doc"] + notation
        assert (URIRef(concept), RDF.type, SKOS.Concept) in ontology
        assert _literals(ontology, PREFIXES["upr"] + name) == _literals(ontology, concept)


def _whole(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def _literals(graph: Graph, term: str) -> set[Literal]:
    return {label for label in graph.objects(URIRef(term), SKOS.prefLabel) if isinstance(label, Literal)}


def _labels(graph: Graph) -> set[Label]:
    return {
        (str(term), str(predicate), label.language, str(label))
        for predicate in (SKOS.prefLabel, SKOS.altLabel)
        for term, label in graph.subject_objects(predicate)
        if isinstance(label, Literal) and label.language not in (None, "en")
    }
