"""RDF files as sources. Everything in them is invented."""

import gzip
import json
from collections.abc import Callable

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, Store

from graph_loader import shipped
from graph_loader.mapping import reading_quads
from graph_loader.records import SourceReading
from graph_loader.sources import rdf_file_blank, rdf_file_context, rdf_file_terms
from graph_loader.sources.rdf_file import Counts, counts, is_rdf, read_rdf
from graph_loader.sources.rdf_file_blank import Indistinct, named
from graph_loader.sources.rdf_file_made import RULE_MADE
from graph_loader.sources.source_file import SourceFile
from ontology.errors import SourceError, UsageError
from ontology.rule import rules
from ontology.terms import upr

PREFIXES = """@prefix upr: <https://w3id.org/upr-graph/ns#> .
@prefix pos: <https://w3id.org/upr-graph/vocab/position/> .
@prefix rec: <https://w3id.org/upr-graph/id/recommendation/> .
@prefix up: <https://w3id.org/upr-graph/id/> .
"""
PAINT = (
    PREFIXES
    + """
rec:SMR-9-4.1 a upr:Recommendation ;
    upr:inReview <https://w3id.org/upr-graph/id/review/SMR-9> ;
    upr:madeBy <https://w3id.org/upr-graph/id/state/FJI>, <https://w3id.org/upr-graph/id/state/NOR> ;
    upr:text "Paint all lighthouses"@en .
<https://w3id.org/upr-graph/id/position/SMR-9-4.1/x> a upr:Position ; upr:positionStatus pos:supported .
"""
)
REC = "https://w3id.org/upr-graph/id/recommendation/SMR-9-4.1"
XML = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:upr="https://w3id.org/upr-graph/ns#">
<upr:Recommendation rdf:about="%s"><upr:text xml:lang="en">Paint</upr:text></upr:Recommendation>
</rdf:RDF>"""


def read(text: str | bytes, name: str = "paint.ttl", review: str | None = None) -> SourceReading:
    data = text.encode() if isinstance(text, str) else text
    (reading,) = read_rdf(SourceFile(name, data=data), review)
    return reading


def told(reading: SourceReading) -> list[tuple[str, str, str]]:
    return [(one.severity, (one.place or "").partition("#")[2], one.message) for one in reading.problems]


def test_a_turtle_file_becomes_one_graph_named_after_the_file() -> None:
    reading = read(PAINT, "Fresh paint.ttl")
    assert (reading.key, reading.format, reading.problems) == ("rdf/fresh-paint", "rdf", ())
    assert {q.graph_name.value for q in reading.quads} == {"https://w3id.org/upr-graph/graph/rdf/fresh-paint"}
    assert counts(reading.quads) == Counts(
        recommendations=1, pairs=2, positions=1, reviews=frozenset({"SMR-9"})
    )


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("a/b/list.nq.gz", "rdf/list"),
        ("x.y.ttl", "rdf/x-y"),
        ("-", "rdf/standard-input"),
        ("файл.ttl", "rdf/3b9b4e4b1b5c"),
    ],
)
def test_the_key_is_the_name_without_endings(name: str, key: str) -> None:
    found = read(PAINT, name).key
    assert found == key or ("файл" in name and len(found) == len(key))


SYNTAXES = {
    "turtle": PAINT,
    "turtle with comments": "# lighthouses\n\n# and snails\nPREFIX upr: <https://w3id.org/upr-graph/ns#>\n<"
    + REC
    + "> a upr:Recommendation .",
    "trig": PREFIXES + "<https://example.org/g> { rec:SMR-9-4.1 a upr:Recommendation }",
    "n-triples": f"<{REC}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{upr.Recommendation}> .\n",
    "n-quads": f"<{REC}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{upr.Recommendation}> <a:g> .\n",
    "json-ld": json.dumps({"@id": REC, "@type": upr.Recommendation}),
    "json-ld array": json.dumps([{"@id": REC, "@type": [upr.Recommendation]}]),
    "rdf/xml": XML % REC,
}


@pytest.mark.parametrize("text", SYNTAXES.values(), ids=SYNTAXES)
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.nq"])
def test_every_syntax_is_recognised_by_its_content(text: str, name: str) -> None:
    file = SourceFile(name, data=text.encode())
    assert is_rdf(file)
    (reading,) = read_rdf(file)
    assert counts(reading.quads).recommendations == 1


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: gzip.compress(text.encode()),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
    ],
    ids=["gzip", "byte order mark", "utf-16"],
)
def test_packed_and_marked_text_is_read(encode: Callable[[str], bytes]) -> None:
    for text in (PAINT, XML % REC):
        file = SourceFile("a.bin", data=encode(text))
        assert is_rdf(file)
        assert counts(next(read_rdf(file)).quads).recommendations == 1


def test_xml_in_an_old_encoding_is_read_as_it_declares() -> None:
    text = (
        (XML % REC).replace('version="1.0"', 'version="1.0" encoding="ISO-8859-1"').replace("Paint", "café")
    )
    assert any("café" in str(quad) for quad in read(text.encode("latin-1")).quads)


@pytest.mark.parametrize(
    "text",
    [
        "state,key,kind\nSMR,a,b\n",
        "<html><head><title>Lighthouses</title></head></html>",
        '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        '[{"Recommendation": "Paint", "Country": "San Marino"}]',
        "# A report\n\n1. The Working Group met.",
        "",
        "\x00\x01\x02",
        "<<<<<<< HEAD\n",
    ],
)
def test_other_files_are_not_taken_for_rdf(text: str) -> None:
    assert not is_rdf(SourceFile("a.ttl", data=text.encode()))


# --- terms ---------------------------------------------------------------------------------------------


def test_a_misspelt_term_is_an_error_with_its_line_and_the_nearest_term() -> None:
    reading = read(PAINT.replace("upr:inReview", "upr:inReveiw").replace("a upr:Position", "a upr:Postion"))
    assert reading.quads == ()
    assert told(reading) == [
        (
            "error",
            "line=10",
            "upr:Postion is no term of the ontology (did you mean upr:Position?). Correct it.",
        ),
        (
            "error",
            "line=7",
            "upr:inReveiw is no term of the ontology (did you mean upr:inReview?). Correct it.",
        ),
    ]


def test_foreign_terms_and_unknown_concepts_are_warned_of_once() -> None:
    reading = read(PAINT.replace("pos:supported", "pos:suported ; <http://example.org/mood> 1, 2"))
    assert [(severity, line) for severity, line, _ in told(reading)] == [("warning", "line=10")] * 2
    assert "did you mean pos:supported?" in told(reading)[0][2]
    assert "what is said with it is kept (2)" in told(reading)[1][2]
    assert len(reading.quads) == 9


def test_a_concept_that_the_file_itself_describes_is_no_surprise() -> None:
    own = (
        "<https://w3id.org/upr-graph/vocab/theme/snails> a <http://www.w3.org/2004/02/skos/core#Concept> .\n"
    )
    own += "rec:SMR-9-4.1 upr:theme <https://w3id.org/upr-graph/vocab/theme/snails> ."
    assert read(PAINT + own).problems == ()


def test_a_deprecated_term_is_warned_of_with_what_replaces_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdf_file_terms, "_replacements", lambda: {upr.text: upr.summary})
    ((severity, place, message),) = told(read(PAINT))
    assert (severity, place) == ("warning", "line=9")
    assert message.startswith("upr:text is deprecated") and message.endswith("Use upr:summary.")


def test_the_wrong_base_of_our_names_is_an_error() -> None:
    reading = read(PAINT.replace("https://w3id.org", "http://w3id.org"))
    assert all(
        "they begin with https://w3id.org/upr-graph/" in message
        for s, _, message in told(reading)
        if s == "error"
    )
    assert reading.quads == ()


# --- what is left out ----------------------------------------------------------------------------------


def test_what_only_rules_make_is_left_out_with_a_warning() -> None:
    reading = read(PAINT + "rec:SMR-9-4.1 upr:currentPosition up:x ; a upr:SupportedRecommendation .")
    assert len(reading.quads) == 7
    assert {(severity, line) for severity, line, _ in told(reading)} == {("warning", "line=11")}


def test_graphs_of_an_export_that_every_build_makes_are_left_out() -> None:
    lines = "".join(
        f'<a:s> <{upr.text}> "x" <https://w3id.org/upr-graph/graph/{key}> .\n'
        for key in ("derived", "meta", "A/HRC/99/1")
    )
    reading = read(lines)
    assert len(reading.quads) == 1
    ((severity, place, message),) = told(reading)
    assert (severity, place) == (
        "info",
        "",
    ) and "graph/derived (1), https://w3id.org/upr-graph/graph/meta (1)" in message


def test_terms_derived_positions_and_descriptions_of_graphs_are_left_out_of_a_turtle_export() -> None:
    export = (
        PAINT
        + """@prefix owl: <http://www.w3.org/2002/07/owl#> .
upr:Position a owl:Class ; owl:disjointWith [ a owl:Class ; owl:unionOf ( upr:Review upr:Document ) ] .
<https://w3id.org/upr-graph/id/position/SMR-9-4.1/derived> a upr:DerivedPosition ; upr:positionOn rec:SMR-9-4.1 .
<https://w3id.org/upr-graph/graph/reference> a upr:SourceGraph ; upr:readBy "x" .
"""
    )
    reading = read(export)
    assert len(reading.quads) == 7
    assert [severity for severity, *_ in told(reading)] == ["info"]


def test_rules_alone_make_what_is_left_out(kazakhstan: Store) -> None:
    made = {term for kind in ("derived", "inferred") for rule in rules(kind) for term in rule.makes}
    stated = set()
    for quad in kazakhstan:
        graph = getattr(quad.graph_name, "value", "").removeprefix("https://w3id.org/upr-graph/graph/")
        if graph and graph not in ("derived", "inferred", "ontology", "meta"):
            stated |= {quad.predicate.value, getattr(quad.object, "value", "")}
    never_stated = made - stated - {upr.similarTo}  # which a table of links can state
    assert never_stated == RULE_MADE


def test_shipped_data_that_is_written_and_read_again_says_the_same() -> None:
    quads = {q for reading, _ in shipped.curated_readings() for q in reading_quads(reading)}
    lines = "".join(f"{quad} .\n" for quad in quads)
    reading = read(lines, "upr-graph.nq")
    assert {q.triple for q in reading.quads} == {q.triple for q in quads}
    assert counts(reading.quads).recommendations == 322
    assert [severity for severity, *_ in told(reading)] == ["info"]


# --- blank nodes ---------------------------------------------------------------------------------------


def test_blank_nodes_get_names_that_do_not_depend_on_how_the_file_is_written() -> None:
    one = read(PREFIXES + '[] a upr:Document ; upr:preparedBy [ upr:text "b" ], [ upr:text "a" ] .')
    other = read(
        PREFIXES + '_:y upr:text "a" . _:x upr:preparedBy _:y, _:z . _:z upr:text "b" . _:x a upr:Document .'
    )
    assert one.quads == other.quads and len(one.quads) == 5
    assert not any(isinstance(term, BlankNode) for q in one.quads for term in (q.subject, q.object))
    assert told(one) == [("info", "", "Blank nodes were given IRIs that depend on what is said of them: 3.")]


def test_blank_nodes_that_nothing_tells_apart_keep_their_number() -> None:
    twins = PREFIXES + "[] upr:repeats [ a upr:Document ] .\n" * 3
    assert read(twins).quads == read(twins).quads
    assert len(read(twins).quads) == 6


def test_blank_nodes_made_to_take_long_are_refused_or_named_in_bounded_time() -> None:
    def linked(pairs: list[tuple[int, int]]) -> list[Quad]:
        return [Quad(BlankNode(f"n{a}"), NamedNode("a:p"), BlankNode(f"n{b}")) for a, b in pairs]

    clique = linked([(a, b) for a in range(12) for b in range(12) if a != b])
    assert len(set(named(clique, "x")[0])) == 132
    with pytest.raises(Indistinct, match="2,000 blank nodes are too much alike"):
        named(linked([(a, (a + 1) % 2_000) for a in range(2_000)]), "x")


def test_a_flood_of_blank_nodes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdf_file_blank, "MOST_BLANK", 2)
    assert told(read(PREFIXES + "[] a upr:Document . " * 3)) == [
        ("error", "", "The file has 3 blank nodes; at most 2 are read. Give them IRIs.")
    ]


# --- JSON-LD contexts ----------------------------------------------------------------------------------


def test_the_context_of_the_project_is_at_hand() -> None:
    for address in (
        rdf_file_context.ADDRESS,
        [{"mood": "http://example.org/mood"}, rdf_file_context.ADDRESS],
    ):
        document = {
            "@context": address,
            "id": REC,
            "type": "Recommendation",
            "madeBy": "upr-graph:id/state/FJI",
        }
        for text in (json.dumps(document), json.dumps(document).replace("/", "\\/")):
            reading = read(text, "a.json")
            assert counts(reading.quads) == Counts(1, 1, 0, frozenset()), reading.problems


def test_keys_that_no_context_has_are_told() -> None:
    document = {"@context": rdf_file_context.ADDRESS, "id": REC, "type": "Recommendation", "madeBi": "x"}
    reading = read(json.dumps(document, indent=1), "a.json")
    assert told(reading) == [
        (
            "warning",
            "line=5",
            "The key 'madeBi' is in no context (did you mean madeBy?), so its values were not read.",
        )
    ]


def test_other_contexts_are_never_fetched() -> None:
    for document in (
        {"@context": "https://example.org/context", "@id": "a:a"},
        {"@context": {"@import": "https://example.org/context"}, "@id": "a:a"},
    ):
        ((severity, place, message),) = told(read(json.dumps(document, indent=1), "a.json"))
        assert severity == "error" and place.startswith("line=")
        assert "https://example.org/context is not fetched" in message


def test_datatypes_are_those_of_the_published_context() -> None:
    from api.term_uses import datatypes  # noqa: PLC0415

    assert rdf_file_context.shape_datatypes() == datatypes()


# --- what is wrong -------------------------------------------------------------------------------------

WRONG = {
    "no full stop": ("<a:a> <a:b> 1\n<a:a> <a:c> 2 .", "line=2;column=1", "Not Turtle or TriG: A dot is expected"),
    "undeclared prefix": (PREFIXES + "rec:a uppr:text 1 .", "line=5", "The prefix uppr: has not been declared"),
    "json": ('{"@id": "a:a",}', "line=1;column=15", "Not JSON-LD: Trailing commas"),
    "deep json": ('{"@id":' + "[" * 5000, "line=1", "nested more than 500 deep"),
    "entities": (
        '<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>' + (XML % REC).partition("?>")[2],
        "line=1",
        "made of other entities",
    ),
    "external entity": (
        '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + (XML % REC).partition("?>")[2],
        "line=1",
        "an entity is external",
    ),
    "unfinished xml": ((XML % REC)[:-9], "line=4", "Not XML"),
    "relative": (PREFIXES + "<lamp> a upr:Document .", "line=5", "<lamp> names nothing on the web"),
    "bad iri": ("<a:a b> <a:b> 1 .", "line=1", "Invalid IRI code point"),
    "surrogate": ('<a:a> <a:b> "\\uD800" .', "line=1", "not a valid unicode character"),
    "control": (PREFIXES + 'rec:x upr:text "a\\u0001" .', "line=5", "U+0001"),
    "turned text": (PREFIXES + 'rec:x upr:text "a\\u202Eb" .', "line=5", "U+202E"),
    "direction": (PREFIXES + 'rec:x upr:text "a"@en--ltr .', "line=5", "base direction"),
    "triple term": ("<a:a> <a:b> <<( <a:a> <a:b> 1 )>> .", "", "triple terms of RDF 1.2"),
    "nothing": (PREFIXES, "", "holds no statement"),
    "long value": (PREFIXES + 'rec:x upr:text "' + "a" * (17 << 20) + '" .', "", "longer than 16 MiB"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "place", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_with_its_place(text: str, place: str, message: str) -> None:
    reading = read(text)
    errors = [(where, why) for severity, where, why in told(reading) if severity == "error"]
    assert errors and reading.quads == ()
    assert errors[0][0].startswith(place) and message in errors[0][1], errors


def test_many_misspelt_terms_are_told_in_part_and_fast() -> None:
    reading = read(PREFIXES + "".join(f"rec:a upr:lamp{n} {n} .\n" for n in range(5_000)))
    assert len(reading.problems) == 101
    assert reading.problems[-1].message == "4,900 more of this kind are not listed."


def test_a_file_about_another_review_is_refused() -> None:
    assert told(read(PAINT, review="SMR-8")) == [
        ("error", "", "The file is about review SMR-9, but SMR-8 was asked for.")
    ]
    assert read(PAINT, review="smr-c9").problems == ()
    with pytest.raises(UsageError):
        read(PAINT, review="lighthouse")


def test_a_file_cut_off_in_its_packing_is_refused() -> None:
    with pytest.raises(SourceError, match="damaged or cut off"):
        read(gzip.compress(PAINT.encode())[:60])
