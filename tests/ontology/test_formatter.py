import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, RdfFormat, parse
from pyoxigraph import Literal as OxigraphLiteral
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.term import Node

from ontology.errors import ParseError, UsageError
from ontology.formatter import WIDTH, formatted, main
from ontology.modules import turtle_files
from ontology.prefixes import PREFIXES

UNTIDY = """\
# Songs, and those who sing them.
# A second line.
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix u: <https://w3id.org/upr-graph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix unused: <http://example.org/unused#> .
[] owl:members (u:Song u:Singer) ; a owl:AllDisjointClasses .
u:sings skos:prefLabel "sings"@en ; a owl:FunctionalProperty, owl:ObjectProperty .
u:Song skos:prefLabel "песня"@ru, "chanson"@fr, "song"@en ; a owl:Class ; rdfs:subClassOf
  [ owl:onProperty u:sungByOneOfTheManySingersThereAre ; owl:someValuesFrom u:Singer ; a owl:Restriction ], u:Work .
<https://w3id.org/upr-graph/vocab/song/sad> skos:inScheme <https://w3id.org/upr-graph/vocab/song> .
<https://w3id.org/upr-graph/vocab/song> a skos:ConceptScheme .
<https://w3id.org/upr-graph/ns> owl:versionInfo "1" ; a owl:Ontology .
"""

TIDY = """\
# Songs, and those who sing them.
# A second line.

@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix upr: <https://w3id.org/upr-graph/ns#> .

<https://w3id.org/upr-graph/ns>
    a owl:Ontology ;
    owl:versionInfo "1" .

<https://w3id.org/upr-graph/vocab/song>
    a skos:ConceptScheme .

<https://w3id.org/upr-graph/vocab/song/sad>
    skos:inScheme <https://w3id.org/upr-graph/vocab/song> .

upr:Song
    a owl:Class ;
    rdfs:subClassOf upr:Work, [
        a owl:Restriction ;
        owl:onProperty upr:sungByOneOfTheManySingersThereAre ;
        owl:someValuesFrom upr:Singer
    ] ;
    skos:prefLabel "song"@en, "chanson"@fr, "песня"@ru .

upr:sings
    a owl:ObjectProperty, owl:FunctionalProperty ;
    skos:prefLabel "sings"@en .

[] a owl:AllDisjointClasses ;
    owl:members ( upr:Song upr:Singer ) .
"""


def graph_of(text: str) -> Graph:
    return Graph().parse(data=text, format="turtle")


def test_subjects_predicates_and_values_are_sorted_and_brackets_indented() -> None:
    assert formatted(UNTIDY, "songs.ttl") == TIDY


def test_a_tidy_file_stays_as_it_is() -> None:
    assert formatted(TIDY, "songs.ttl") == TIDY


@pytest.mark.parametrize("file", turtle_files(), ids=lambda file: file.name)
def test_a_file_of_the_ontology_is_formatted(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert formatted(text, file.name) == text, "run `make format`"


def test_a_long_list_has_one_item_a_line() -> None:
    items = [f"<http://example.org/a-rather-long-name/{i}>" for i in range(4)]
    after = formatted(f"<http://example.org/s> <http://example.org/p> ( {' '.join(items)} ) .", "a.ttl")
    assert after.endswith("(\n        " + "\n        ".join(items) + "\n    ) .\n")


def test_values_that_fit_on_no_line_have_one_each() -> None:
    labels = [f'"{letter * (WIDTH // 2)}"@en' for letter in "ab"]
    after = formatted(f"<http://example.org/s> <http://example.org/p> {', '.join(labels)} .", "a.ttl")
    assert after.endswith(f"<http://example.org/p>\n        {labels[0]},\n        {labels[1]} .\n")


def test_a_blank_node_with_two_mentions_keeps_a_label() -> None:
    text = "<http://example.org/s> <http://example.org/p> _:x . <http://example.org/t> <http://example.org/p> _:x ."
    assert formatted(text, "a.ttl").count("_:b1") == 2


@pytest.mark.parametrize(
    "value",
    [
        "007",
        "+1",
        "-1.50",
        "0.0000001",
        ".5",
        "1E7",
        "true",
        '"1"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    ],
)
def test_a_number_keeps_the_form_it_has(value: str) -> None:
    shown = value if value != "1E7" else '"1E7"^^xsd:double'
    shown = shown.replace("<http://www.w3.org/2001/XMLSchema#boolean>", "xsd:boolean")
    after = formatted(f"<http://example.org/s> <http://example.org/p> {value} .", "a.ttl")
    assert after.endswith(f"<http://example.org/p> {shown} .\n")


def test_a_text_of_several_lines_stays_readable() -> None:
    text = '<http://example.org/s> <http://example.org/p> "one\\n\\"two\\"" .'
    assert formatted(text, "a.ttl").endswith('"""one\n"two\\"""" .\n')


def test_comments_that_would_be_lost_are_refused_with_their_lines() -> None:
    text = "# Kept.\n<http://example.org/#s> <http://example.org/p> '# no comment' . # Lost.\n# Lost too.\n"
    with pytest.raises(UsageError, match=r"^a\.ttl has comments .* line 2, 3\. "):
        formatted(text, "a.ttl")


def test_a_relative_address_is_refused() -> None:
    with pytest.raises(UsageError, match=r"<b\.ttl#x> is relative"):
        formatted("<b.ttl#x> a <http://example.org/C> .", "a.ttl")


def test_a_syntax_error_is_told_with_its_line() -> None:
    with pytest.raises(ParseError, match=r"^a\.ttl:2: not Turtle: "):
        formatted("<http://example.org/s>\n  <http://example.org/p> .\n", "a.ttl")


def test_brackets_nested_without_end_are_an_error_with_a_reason() -> None:
    depth = 5000
    text = f"<http://example.org/s> <http://example.org/p> {'[ <http://example.org/p> ' * depth}1{' ]' * depth} ."
    with pytest.raises(UsageError, match="nested too deeply"):
        formatted(text, "a.ttl")


def test_the_command_checks_without_a_change_and_then_formats(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "songs.ttl"
    file.write_text(UNTIDY, encoding="utf-8")

    assert main(["--check", str(file)]) == 1
    assert "+    a owl:Ontology ;" in capsys.readouterr().out
    assert file.read_text(encoding="utf-8") == UNTIDY
    assert main([str(file)]) == 0
    assert file.read_text(encoding="utf-8") == TIDY
    assert main(["--check", str(file)]) == 0


def test_the_command_leaves_a_file_that_it_cannot_format(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "songs.ttl"
    file.write_text(TIDY + "# The end.\n", encoding="utf-8")
    assert main([str(file), str(tmp_path / "none.ttl")]) == 2
    assert "songs.ttl has comments" in (shown := capsys.readouterr().err)
    assert "none.ttl" in shown
    assert file.read_text(encoding="utf-8") == TIDY + "# The end.\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (':a :p "\\uD800" .', "line:2: not Turtle: .uD800 is half of a character"),
        (':a :p "b"', "line:2: not Turtle: it ends within a statement"),
        (':a :p "b"@en0GB .', "line:2: not Turtle: 'en0GB' is not a valid language tag"),
        (":a :p ^^:x .", "line:2: not Turtle: "),
    ],
)
def test_what_is_no_turtle_is_told_with_its_line_and_leaves_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    file = tmp_path / "line"
    before = f"@prefix : <http://example.org/> .\n{text}"
    file.write_text(before, encoding="utf-8")
    assert main([str(file)]) == 2
    assert re.match(said, capsys.readouterr().err)
    assert file.read_text(encoding="utf-8") == before
    assert list(tmp_path.iterdir()) == [file]


def test_a_date_that_is_none_stays_and_leaves_no_traceback_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    text = '<http://example.org/s> <http://example.org/p> "2020-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .'
    assert '"2020-02-30"^^xsd:date .' in formatted(text, "a.ttl")
    assert not caplog.records


def test_line_ends_of_a_file_go_and_those_inside_a_text_stay() -> None:
    text = '# Kept.\r\n<http://example.org/s>\r\n  <http://example.org/p> """one\r\ntwo""" .\r\n'
    after = formatted(text, "a.ttl")
    assert "\r" not in after
    assert isomorphic(lines_of(after), lines_of(text))
    assert '"""one\\r\ntwo"""' in after


def test_many_brackets_take_little_time() -> None:
    statements = [
        f"<http://example.org/{i}> <http://example.org/p> [ <http://example.org/q> {i % 7} ] ."
        for i in range(1000)
    ]
    started = time.perf_counter()
    formatted("\n".join(statements), "a.ttl")
    assert time.perf_counter() - started < 5


def test_too_many_shared_blank_nodes_are_refused() -> None:
    statements = [f"_:n{i} <http://example.org/p> _:n{(i + 1) % 400} ." for i in range(400)]
    with pytest.raises(UsageError, match=r"^a\.ttl has 400 blank nodes"):
        formatted("\n".join(statements), "a.ttl")


NAMES = st.sampled_from(
    [
        URIRef(PREFIXES["upr"] + "Song"),
        URIRef(PREFIXES["upr"] + "a.b."),
        URIRef(PREFIXES["upr"]),
        URIRef(PREFIXES["pos"] + "1-x"),
        URIRef("http://example.org/a(b)#c,d"),
        RDF.nil,
        RDF.first,
    ]
)
BLANKS = st.sampled_from([BNode(f"n{i}") for i in range(6)])
PREDICATES = st.sampled_from(
    [RDF.type, RDF.first, RDF.rest, URIRef(PREFIXES["skos"] + "note"), URIRef("http://example.org/p/")]
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.text('"\\\n\r\t#', max_size=5)
LITERALS = (
    st.builds(Literal, TEXTS)
    | st.builds(lambda text: Literal(text, lang="en-gb"), TEXTS)
    | st.builds(
        lambda text, datatype: Literal(text, datatype=datatype, normalize=False),
        st.sampled_from(["1", "01", "-0.50", "1e3", "true", "x", ""]),
        st.sampled_from([XSD.integer, XSD.decimal, XSD.double, XSD.boolean, URIRef("http://example.org/t")]),
    )
)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Small graphs with blank nodes that share, nest and go round, and with lists."""
    graph = Graph(bind_namespaces="none")
    for subject, predicate, value in draw(
        st.lists(st.tuples(NAMES | BLANKS, PREDICATES, NAMES | BLANKS | LITERALS), max_size=9)
    ):
        graph.add((subject, predicate, value))
    for items in draw(st.lists(st.lists(NAMES | BLANKS | LITERALS, min_size=1, max_size=3), max_size=2)):
        head = BNode()
        Collection(graph, head, list(items))
        graph.add((draw(NAMES | BLANKS), draw(PREDICATES), head))
    return graph


def n_triples(graph: Graph) -> str:
    return "".join(" ".join(in_n_triples(term) for term in triple) + " .\n" for triple in graph)


def in_n_triples(term: Node) -> str:
    if not isinstance(term, Literal):
        return term.n3()
    text = "".join(f"\\U{ord(char):08X}" for char in str(term))
    return f'"{text}"' + (f"@{term.language}" if term.language else f"^^<{term.datatype or XSD.string}>")


@pytest.mark.filterwarnings("ignore::UserWarning")  # rdflib's, about literals that do not fit their datatype
@settings(max_examples=60, deadline=None)
@given(graphs())
def test_any_graph_survives_and_is_then_stable(graph: Graph) -> None:
    after = formatted(n_triples(graph), "random.ttl")
    assert formatted(after, "random.ttl") == after
    assert isomorphic(lines_of(after), lines_of(n_triples(graph)))


def lines_of(turtle: str) -> Graph:
    """A graph by another reader, its literals as texts with all that belongs to them: rdflib rewrites some."""
    graph = Graph()
    for one in parse(turtle, format=RdfFormat.TURTLE):
        value = Literal(str(one.object)) if isinstance(one.object, OxigraphLiteral) else term_of(one.object)
        graph.add((term_of(one.subject), URIRef(one.predicate.value), value))
    return graph


def term_of(term: object) -> Node:
    return BNode(term.value) if isinstance(term, BlankNode) else URIRef(str(term)[1:-1])
