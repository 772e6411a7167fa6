import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from ontology import generate_terms
from ontology.modules import rule_files, turtle_files
from ontology.prefixes import BASE, PREFIXES
from ontology.rule import RuleKind, rules

FILES = {file.name: file.read_text(encoding="utf-8") for file in turtle_files()}
NS = URIRef(BASE + "ns")


@pytest.fixture(scope="module")
def whole() -> Graph:
    graph = Graph()
    for text in FILES.values():
        graph.parse(data=text, format="turtle")
    return graph


def own_terms(graph: Graph) -> list[URIRef]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    subjects = {s for kind in kinds for s in graph.subjects(RDF.type, kind)}
    return sorted(s for s in subjects if isinstance(s, URIRef) and str(s).startswith(str(NS)))


def test_generated_terms_are_fresh() -> None:
    folder = Path(generate_terms.__file__).parent / "terms"
    written = {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.py")}
    assert written == generate_terms.modules(), "run `python -m ontology.generate_terms`"


@pytest.mark.parametrize("name", FILES)
def test_a_file_uses_only_prefixes_of_the_one_table(name: str) -> None:
    declared = dict(re.findall(r"@prefix ([\w-]+): <([^>]*)>", FILES[name]))
    assert declared == {prefix: PREFIXES[prefix] for prefix in declared}
    assert list(declared) == sorted(declared)


def test_every_term_has_a_label_and_a_definition_that_is_a_sentence(whole: Graph) -> None:
    assert len(own_terms(whole)) > 100
    for term in own_terms(whole):
        assert any(label.language == "en" for label in whole.objects(term, SKOS.prefLabel)), term
        definitions = [str(d) for d in whole.objects(term, SKOS.definition) if d.language == "en"]
        assert len(definitions) == 1, term
        assert definitions[0][0].isupper() and definitions[0].endswith("."), term
        assert whole.value(term, RDFS.isDefinedBy) == NS, term


def test_every_term_that_an_axiom_names_is_declared(whole: Graph) -> None:
    named = {o for p in (RDFS.domain, RDFS.range, RDFS.subClassOf) for o in whole.objects(None, p)}
    undeclared = {
        o
        for o in named
        if isinstance(o, URIRef)
        and not str(o).startswith(PREFIXES["xsd"])
        and (o, RDF.type, None) not in whole
    }
    assert not undeclared


def test_no_third_party_ontology_is_imported(whole: Graph) -> None:
    assert not list(whole.objects(None, OWL.imports))


def test_concepts_have_a_notation_that_ends_their_iri(whole: Graph) -> None:
    concepts = list(whole.subjects(SKOS.inScheme))
    assert len(concepts) > 20
    for concept in concepts:
        assert str(concept).endswith("/" + str(whole.value(concept, SKOS.notation)))


@pytest.mark.parametrize("kind", ["derived", "inferred"])
def test_every_rule_says_what_it_infers_and_why_it_is_sound(kind: RuleKind) -> None:
    found = rules(kind)
    assert [rule.name for rule in found] == [file.name.removesuffix(".rq") for file in rule_files(kind)]
    for rule in found:
        assert rule.infers.endswith(".") and rule.sound_because.endswith("."), rule.name
        assert rule.makes and rule.reads, rule.name


def test_a_rule_names_only_terms_that_are_declared(whole: Graph) -> None:
    for rule in (*rules("derived"), *rules("inferred")):
        for term in (*rule.makes, *rule.reads):
            assert (URIRef(term), None, None) in whole or term.startswith(str(RDF)), (rule.name, term)
