from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from ontology import serialise
from ontology.documentation import documentation
from ontology.modules import turtle_files
from ontology.prefixes import BASE, PREFIXES, compact
from ontology.query_terms import terms_in

FORMATS = {"turtle": "turtle", "rdfxml": "xml", "jsonld": "json-ld", "ntriples": "nt"}
UPR = BASE + "ns#"


@pytest.fixture(scope="module")
def files() -> Graph:
    graph = Graph()
    for file in turtle_files():
        graph.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    return graph


@pytest.mark.slow
@pytest.mark.parametrize("format", FORMATS)
def test_each_format_holds_the_triples_of_the_files(files: Graph, format: str) -> None:
    read = Graph().parse(data=serialise.serialise(format), format=FORMATS[format])
    assert len(read) == len(files) + len(serialise.said_again()) > 1500
    assert set(serialise.stable(read)) == set(serialise.published_graph())
    assert set(serialise.published_graph()) - set(serialise.said_again()) == set(serialise.ontology_graph())


def test_the_one_graph_is_the_files(files: Graph) -> None:
    def canonical(graph: Graph) -> set[pyoxigraph.Quad]:
        text = graph.serialize(format="nt")
        found = pyoxigraph.Dataset(pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_TRIPLES))
        found.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
        return set(found)

    assert canonical(files) == canonical(serialise.ontology_graph())


@pytest.mark.parametrize(
    ("format", "syntax"),
    [
        ("turtle", pyoxigraph.RdfFormat.TURTLE),
        ("rdfxml", pyoxigraph.RdfFormat.RDF_XML),
        ("ntriples", pyoxigraph.RdfFormat.N_TRIPLES),
        ("jsonld", pyoxigraph.RdfFormat.JSON_LD),
    ],
)
def test_another_parser_reads_each_format(files: Graph, format: str, syntax: pyoxigraph.RdfFormat) -> None:
    assert len(list(pyoxigraph.parse(serialise.serialise(format), syntax))) == len(files) + len(
        serialise.said_again()
    )


def test_labels_and_definitions_are_said_again_for_tools_that_read_rdf_schema_only(files: Graph) -> None:
    published = serialise.published_graph()
    for skos, rdfs in ((SKOS.prefLabel, RDFS.label), (SKOS.definition, RDFS.comment)):
        for term in documentation().terms:
            said = set(files.objects(URIRef(term.iri), skos))
            assert said <= set(published.objects(URIRef(term.iri), rdfs)), term.name


@pytest.mark.slow
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", [None, *serialise.vocabularies()])
def test_a_vocabulary_is_the_part_of_the_ontology_that_it_is(name: str | None, format: str) -> None:
    read = set(Graph().parse(data=serialise.serialise_vocabulary(name, format), format=FORMATS[format]))
    assert read <= set(serialise.published_graph())
    subjects = {s for s, _, _ in read}
    if name is not None:
        (scheme,) = (one for one in documentation().schemes if one.name == name)
        assert subjects == {URIRef(iri) for iri in (scheme.iri, *(one.iri for one in scheme.concepts))}
    else:
        assert subjects == {URIRef(iri) for iri in serialise.vocabularies().values()}


def test_turtle_has_one_sorted_list_of_prefixes_and_the_comments_of_the_modules() -> None:
    text = serialise.turtle().decode()
    head = [line for line in text.splitlines() if line.startswith("@prefix")]
    assert head == sorted(head)
    assert text.startswith("@prefix")
    for module in documentation().modules:
        assert module.description[:60] in text.replace("\n# ", " ")


@pytest.mark.slow
def test_another_process_writes_the_same_bytes() -> None:
    code = (
        "import hashlib; from ontology.serialise import ENDINGS, serialise; "
        "print(*(hashlib.sha256(serialise(name)).hexdigest() for name in ENDINGS))"
    )
    environment = {"PYTHONHASHSEED": "1", "PYTHONPATH": str(Path(serialise.__file__).parents[1])}
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    ).stdout
    written = [hashlib.sha256(serialise.serialise(name)).hexdigest() for name in serialise.ENDINGS]
    assert told.split() == written


# --- the context -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def context() -> dict[str, object]:
    return json.loads(serialise.context_document({UPR + "date": str(XSD.date)}))


Parse = Callable[[dict[str, object]], set[tuple[str, str, str]]]


def _by_rdflib(document: dict[str, object]) -> set[tuple[str, str, str]]:
    graph = Graph().parse(data=json.dumps(document), format="json-ld")
    return {(s.n3(), p.n3(), o.n3()) for s, p, o in graph}


def _by_oxigraph(document: dict[str, object]) -> set[tuple[str, str, str]]:
    quads = pyoxigraph.parse(json.dumps(document).encode(), pyoxigraph.RdfFormat.JSON_LD)
    return {(str(q.subject), str(q.predicate), str(q.object)) for q in quads}


@pytest.mark.parametrize("parse", [_by_rdflib, _by_oxigraph])
def test_a_document_with_the_context_means_what_it_says(context: dict[str, object], parse: Parse) -> None:
    """The measure and its words are invented."""
    document = {
        **context,
        "id": "upr-graph:id/measure/SMR/lighthouse-act",
        "type": ["Measure", "LawAdoption"],
        "date": "2031-04-05",
        "takenBy": "upr-graph:id/state/SMR",
        "skos:prefLabel": {"en": "Lighthouse Act", "fr": ["Loi des phares", "Loi sur les phares"]},
        "effectiveFrom": {"@value": "2032", "@type": "xsd:gYear"},
        "paragraph": "12",
        "dcterms:license": "https://creativecommons.org/licenses/by/4.0/",
    }
    measure = f"<{BASE}id/measure/SMR/lighthouse-act>"
    assert parse(document) == {
        (measure, f"<{RDF.type}>", f"<{UPR}Measure>"),
        (measure, f"<{RDF.type}>", f"<{UPR}LawAdoption>"),
        (measure, f"<{UPR}date>", f'"2031-04-05"^^<{XSD.date}>'),
        (measure, f"<{UPR}takenBy>", f"<{BASE}id/state/SMR>"),
        (measure, f"<{SKOS.prefLabel}>", '"Lighthouse Act"@en'),
        (measure, f"<{SKOS.prefLabel}>", '"Loi des phares"@fr'),
        (measure, f"<{SKOS.prefLabel}>", '"Loi sur les phares"@fr'),
        (measure, f"<{UPR}effectiveFrom>", f'"2032"^^<{XSD.gYear}>'),
        (measure, f"<{UPR}paragraph>", '"12"'),
        (measure, f"<{PREFIXES['dcterms']}license>", "<https://creativecommons.org/licenses/by/4.0/>"),
    }


def test_the_context_names_every_term_and_nothing_twice(context: dict[str, object], files: Graph) -> None:
    names = context["@context"]
    assert isinstance(names, dict)
    for term in documentation().terms:
        assert names[term.name]["@id"] == f"upr:{term.name}"
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty):
        for term in files.subjects(RDF.type, kind):
            if isinstance(term, URIRef) and not str(term).startswith(UPR):
                assert names[compact(str(term))]
    properties = set(files.subjects(RDF.type, OWL.ObjectProperty))
    for name, said in names.items():
        if isinstance(said, dict):
            prefix, _, local = said["@id"].partition(":")
            assert (
                said.get("@type") in ("@id", "@vocab") or URIRef(PREFIXES[prefix] + local) not in properties
            ), name


@pytest.mark.parametrize("parse", [_by_rdflib, _by_oxigraph])
@pytest.mark.parametrize("value", ["torture", "theme:torture", BASE + "vocab/theme/torture"])
def test_a_value_of_a_code_list_may_be_a_notation_or_an_iri(
    context: dict[str, object], parse: Parse, value: str
) -> None:
    read = parse({**context, "id": "upr-graph:id/recommendation/SMR-9-9.9", "theme": value})
    thing = f"<{BASE}id/recommendation/SMR-9-9.9>"
    assert read == {(thing, f"<{UPR}theme>", f"<{BASE}vocab/theme/torture>")}


@pytest.mark.parametrize("prefix", PREFIXES)
def test_no_prefix_is_lost_except_to_the_term_of_its_name_which_gives_it_back(
    context: dict[str, object], prefix: str
) -> None:
    names = context["@context"]
    assert isinstance(names, dict)
    said = names[prefix]
    assert said == PREFIXES[prefix] or said["@context"][prefix]["@id"] == PREFIXES[prefix]


def test_texts_in_languages_are_language_maps(context: dict[str, object], files: Graph) -> None:
    names = context["@context"]
    assert isinstance(names, dict)
    for name in ("skos:prefLabel", "skos:altLabel", "skos:definition", "dcterms:title"):
        assert names[name]["@container"] == "@language"
    for term in files.subjects(RDFS.range, RDF.langString):
        assert names[str(term).removeprefix(UPR)]["@container"] == "@language"


@pytest.mark.parametrize("parse", [_by_rdflib, _by_oxigraph])
@pytest.mark.parametrize(
    "thing", ["recommendation/KAZ-2-126.27", "state/KAZ", "instrument/op-crpd", "review/KAZ-2"]
)
def test_a_thing_of_the_real_graph_survives_the_round_trip(
    kazakhstan: pyoxigraph.Store, thing: str, parse: Parse
) -> None:
    subject = pyoxigraph.NamedNode(f"{BASE}id/{thing}")
    lines = {
        f"{quad.subject} {quad.predicate} {quad.object} ."
        for quad in kazakhstan.quads_for_pattern(subject, None, None, None)
    }
    graph = Graph(bind_namespaces="none").parse(data="\n".join(sorted(lines)), format="nt")
    context = serialise.context({UPR + "date": str(XSD.date)})
    written = json.loads(graph.serialize(format="json-ld", context=context["@context"]))
    assert len(lines) > 4
    assert parse(written) == {(s.n3(), p.n3(), o.n3()) for s, p, o in graph}


# --- what the pages say ------------------------------------------------------------------------------


def test_every_declared_term_is_told_once(files: Graph) -> None:
    declared = {str(s) for s in files.subjects(RDFS.isDefinedBy) if str(s).startswith(UPR)}
    told = [term.iri for term in documentation().terms]
    assert len(told) == len(set(told)) > 100
    assert set(told) == declared


def test_axioms_are_told_in_words() -> None:
    terms = {term.name: term for term in documentation().terms}

    def said(name: str, fact: str) -> list[str]:
        (found,) = (one for one in terms[name].facts if one.name == fact)
        return ["".join(piece.text for piece in phrase) for phrase in found.phrases]

    assert said("addressedTo", "Follows from") == ["in review, then review of"]
    assert said("SupportedRecommendation", "Exactly") == [
        "recommendation, where current position → position status → supported"
    ]
    assert said("number", "How it behaves") == ["at most one value"]
    assert "optional protocol" in said("Treaty", "Kinds of it")


def test_every_expression_of_the_files_has_words() -> None:
    words = [
        piece.text
        for term in documentation().terms
        for fact in term.facts
        for phrase in fact.phrases
        for piece in phrase
    ]
    assert all(words)
    assert not [text for text in words if "only the Turtle" in text or "a restriction on" in text]


def test_the_tree_has_every_class() -> None:
    def names(branches: tuple[object, ...]) -> set[str]:
        found: set[str] = set()
        for branch in branches:
            found |= {branch.piece.iri, *names(branch.below)}  # type: ignore[attr-defined]
        return found

    classes = {term.iri for term in documentation().terms if term.is_class}
    assert classes <= names(documentation().tree)


def test_every_concept_is_told_in_its_vocabulary(files: Graph) -> None:
    told = {concept.iri for scheme in documentation().schemes for concept in scheme.concepts}
    assert told == {str(s) for s in files.subjects(SKOS.inScheme)}
    position = next(scheme for scheme in documentation().schemes if scheme.name == "position")
    assert position.concepts[0].notation == "noted"


def test_a_narrower_concept_stands_below_its_broader_one() -> None:
    for scheme in documentation().schemes:
        seen: dict[str, int] = {}
        for concept in scheme.concepts:
            if concept.depth:
                assert any(seen.get(piece.iri or "", -1) == concept.depth - 1 for piece in concept.broader)
            seen[concept.iri] = concept.depth


def test_names_in_comments_texts_and_iris_are_no_terms() -> None:
    query = """# upr:Comment
    PREFIX upr: <https://w3id.org/upr-graph/ns#>
    SELECT * { ?s a upr:Review ; upr:cycle ?upr:x ; foo:bar "upr:Text" . <urn:upr:Iri> eli:amends ?law # upr:End
    }"""
    assert terms_in(query) == {UPR + "Review", UPR + "cycle", PREFIXES["eli"] + "amends"}


def test_a_literal_stays_what_it_is_in_rdf_xml() -> None:
    label = serialise.ontology_graph().value(URIRef(UPR + "Recommendation"), SKOS.prefLabel)
    assert isinstance(label, Literal)
    assert b'xml:lang="ru"' in serialise.rdf_xml()
