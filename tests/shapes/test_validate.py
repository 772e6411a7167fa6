"""What a report says: sources, background, blank nodes, merged graphs; the same by both engines."""

from __future__ import annotations

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from ontology.errors import UsageError
from shapes.data import read_graph
from shapes.merged import merge_with_knowledge
from shapes.results import Report
from shapes.validate import Engine, validate

UPR = "https://w3id.org/upr-graph/ns#"
ENGINES: tuple[Engine, ...] = ("shacl", "pyshacl")
both_engines = pytest.mark.parametrize("engine", ENGINES)

PREFIXES = """
@prefix document: <https://w3id.org/upr-graph/id/document/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix ex: <https://example.org/> .
@prefix graph: <https://w3id.org/upr-graph/graph/> .
@prefix instrument: <https://w3id.org/upr-graph/id/instrument/> .
@prefix law: <https://w3id.org/upr-graph/id/law/> .
@prefix measure: <https://w3id.org/upr-graph/id/measure/> .
@prefix pos: <https://w3id.org/upr-graph/vocab/position/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix recommendation: <https://w3id.org/upr-graph/id/recommendation/> .
@prefix review: <https://w3id.org/upr-graph/id/review/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix state: <https://w3id.org/upr-graph/id/state/> .
@prefix tally: <https://w3id.org/upr-graph/id/tally/> .
@prefix upr: <https://w3id.org/upr-graph/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
STATES = """
state:ZZA a upr:State ; skos:prefLabel "Ardania"@en .
state:ZZB a upr:State ; skos:prefLabel "Belluria"@en .
"""
REVIEW = "review:ZZA-2 a upr:Review ; upr:reviewOf state:ZZA ; upr:cycle 2 .\n"
REPORT = 'document:report a upr:Document, upr:WorkingGroupReport ; upr:symbol "A/HRC/99/10" .\n'


def graph(text: str) -> Store:
    return read_graph((PREFIXES + text).encode(), "graph.trig")


def triples(text: str) -> list[Triple]:
    return [quad.triple for quad in graph(text)]


def codes(report: Report) -> list[str]:
    return [result.code for result in report.results]


@both_engines
def test_an_empty_graph_conforms(engine: Engine) -> None:
    report = validate(Store(), engine=engine)

    assert report == Report(True, {"violation": 0, "warning": 0, "info": 0}, ())


@both_engines
def test_a_graph_with_warnings_only_conforms(engine: Engine) -> None:
    report = validate(graph("state:ZZA a upr:State ."), engine=engine)

    assert (report.conforms, report.counts) == (True, {"violation": 0, "warning": 1, "info": 0})


@both_engines
def test_a_result_tells_shape_path_value_and_what_to_do(engine: Engine) -> None:
    law = 'law:paint a eli:LegalResource ; upr:lawOf state:ZZQ ; skos:prefLabel "Law on Paint"@en .'

    [result] = validate(graph(STATES + law), engine=engine).results

    assert result.shape == "https://w3id.org/upr-graph/shapes#Law-state"
    assert (result.code, result.severity) == ("W02", "violation")
    assert result.focus == "https://w3id.org/upr-graph/id/law/paint"
    assert result.path == "https://w3id.org/upr-graph/ns#lawOf"
    assert result.value == "https://w3id.org/upr-graph/id/state/ZZQ"
    assert result.message == "A law is of exactly one State, a known upr:State. Point upr:lawOf to it."
    assert result.source is None


@both_engines
def test_a_missing_value_is_none_and_a_compound_path_is_sparql(engine: Engine) -> None:
    text = (
        STATES
        + REVIEW
        + "recommendation:r a upr:Recommendation ; upr:inReview review:ZZA-2 ; upr:madeBy state:ZZB ."
    )

    no_content, no_position = validate(graph(text), engine=engine).results

    assert (no_content.code, no_content.value) == ("R04", None)
    assert no_content.path == "(<https://w3id.org/upr-graph/ns#text>|<https://w3id.org/upr-graph/ns#summary>)"
    assert (no_position.code, no_position.path) == ("R07", "^<https://w3id.org/upr-graph/ns#positionOn>")


def test_results_come_worst_first_and_numbers_in_the_order_people_count() -> None:
    text = "".join(f"state:Z{n} a upr:State . measure:Z{n} a upr:Measure . " for n in (10, 9, 2))

    results = validate(graph(text)).results

    assert [r.severity for r in results] == ["violation"] * 3 + ["warning"] * 3
    assert [r.focus.rsplit("Z", 1)[1] for r in results[:3]] == ["2", "9", "10"]


@both_engines
def test_the_source_is_the_file_and_place_a_thing_was_read_from(engine: Engine) -> None:
    text = """
    graph:table { measure:m a upr:Measure ; upr:foundAt <https://w3id.org/upr-graph/graph/table#row=12> . }
    graph:meta { graph:table upr:sourceFile "acts.csv" . }
    """

    [result] = validate(graph(text), engine=engine).results

    assert (result.code, result.source) == ("M02", "acts.csv#row=12")


def test_the_source_of_a_graph_without_a_file_name_is_the_graph() -> None:
    text = "measure:m a upr:Measure ; upr:foundAt <https://w3id.org/upr-graph/graph/table#row=12> ."

    [result] = validate(graph(text)).results

    assert result.source == "https://w3id.org/upr-graph/graph/table#row=12"


@both_engines
def test_values_may_come_from_the_background(engine: Engine) -> None:
    text = "review:ZZA-2 a upr:Review ; upr:reviewOf state:ZZA ; upr:cycle 2 ."

    assert codes(validate(graph(text), engine=engine)) == ["V01"]
    assert codes(validate(graph(text), engine=engine, background=triples(STATES))) == []


@both_engines
def test_what_only_the_background_tells_of_is_not_reported(engine: Engine) -> None:
    background = triples("state:ZZA a upr:State . measure:other a upr:Measure .")

    assert codes(validate(graph("measure:mine a upr:Measure ."), engine=engine, background=background)) == [
        "M02"
    ]


@both_engines
def test_a_conflict_with_the_background_is_reported_of_the_thing_in_the_file(engine: Engine) -> None:
    known = triples(STATES + REVIEW)

    for name in ("aaa", "zzz"):
        mine = graph(f"review:{name} a upr:Review ; upr:reviewOf state:ZZA ; upr:cycle 2 .")
        [result] = validate(mine, engine=engine, background=known).results
        assert (result.code, result.focus) == ("V04", f"https://w3id.org/upr-graph/id/review/{name}")


@both_engines
def test_superclasses_follow_from_the_ontology_and_from_the_data(engine: Engine) -> None:
    text = "ex:Handshake rdfs:subClassOf upr:Signature . measure:m a ex:Handshake ."

    assert codes(validate(graph(text), engine=engine)) == ["A01", "A05", "M02"]


@both_engines
def test_code_lists_are_known_to_a_file_that_does_not_hold_them(engine: Engine) -> None:
    text = (
        STATES
        + REVIEW
        + REPORT
        + """
    recommendation:r a upr:Recommendation ;
        upr:inReview review:ZZA-2 ; upr:madeBy state:ZZB ; upr:summary "Repaint the lighthouses"@en .
    ex:position a upr:Position ; upr:positionOn recommendation:r ; upr:positionStatus pos:noted ;
        upr:statedIn document:report ; upr:statedOn "2014-11-04"^^xsd:date .
    """
    )

    assert codes(validate(graph(text), engine=engine)) == []


LISTED = (
    STATES
    + REVIEW
    + REPORT
    + """
review:ZZA-2 upr:listComplete true .
tally:t a upr:Tally ; upr:tallyOf review:ZZA-2 ; upr:statedIn document:report ; upr:totalCount 1 .
"""
)
ONE = 'recommendation:r a upr:Recommendation ; upr:inReview review:ZZA-2 ; upr:madeBy state:ZZB ; upr:summary "x"@en .'


@both_engines
def test_a_triple_in_two_graphs_counts_once(engine: Engine) -> None:
    text = LISTED + f"graph:a {{ {ONE} }} graph:b {{ {ONE} }}"

    assert codes(validate(graph(text), engine=engine)) == ["R07"]


@both_engines
def test_a_default_graph_with_all_that_named_graphs_hold_counts_once(engine: Engine) -> None:
    store = graph(LISTED + ONE + f"graph:a {{ {ONE} }}")

    assert codes(validate(store, engine=engine)) == ["R07"]
    assert codes(validate(store, engine=engine, union_in_default=True)) == ["R07"]


def test_one_of_two_recommendations_missing_is_a_difference_to_the_declared_total() -> None:
    store = graph(LISTED.replace("totalCount 1", "totalCount 2") + ONE)

    assert codes(validate(store)) == ["T03", "R07"]


@both_engines
def test_a_supported_count_is_not_compared_where_answers_may_be_missing(engine: Engine) -> None:
    text = LISTED.replace("totalCount 1", 'supportedCount 1 ; upr:asOf "2015-03-19"^^xsd:date') + ONE

    assert codes(validate(graph(text), engine=engine)) == ["R07"]


@both_engines
def test_dates_that_are_less_exact_prove_no_order(engine: Engine) -> None:
    review = (
        STATES
        + 'review:r a upr:Review ; upr:reviewOf state:ZZA ; upr:cycle 2 ; upr:reviewDate "2014-10-30"^^xsd:date ; '
    )

    for adopted, found in (
        ('"2014"^^xsd:gYear', []),
        ('"2014-10"^^xsd:gYearMonth', []),
        ('"2014-10-30"^^xsd:date', []),
        ('"2014-09"^^xsd:gYearMonth', ["V05"]),
        ('"2013"^^xsd:gYear', ["V05"]),
    ):
        assert codes(validate(graph(review + f"upr:adoptionDate {adopted} ."), engine=engine)) == found, (
            adopted
        )


@both_engines
def test_a_blank_node_keeps_its_label(engine: Engine) -> None:
    store = graph("[] a upr:Measure ; upr:takenBy [] .")
    [subject] = [
        q.subject
        for q in store.quads_for_pattern(None, NamedNode("https://w3id.org/upr-graph/ns#takenBy"), None)
    ]

    [result] = validate(store, engine=engine).results

    assert (result.code, result.focus) == ("M02", f"_:{subject.value}")
    assert result.value and result.value.startswith("_:")


@both_engines
def test_quotes_and_line_ends_in_a_value_come_back_as_they_are(engine: Engine) -> None:
    store = graph('document:d a upr:Document ; upr:symbol "A \\"b\\"\\n\\\\c\\u00e9" .')

    [result] = validate(store, engine=engine).results

    assert result.value == 'A "b"\n\\cé'


@both_engines
def test_a_backslash_in_a_message_is_one_backslash(engine: Engine) -> None:
    text = (
        'document:a a upr:Document ; upr:symbol "A\\\\1" . document:b a upr:Document ; upr:symbol "A\\\\1" .'
    )

    found = [result for result in validate(graph(text), engine=engine).results if result.code == "D02"]

    assert [result.value for result in found] == ["A\\1", "A\\1"]
    assert found[0].message.startswith("Symbol A\\1 is also used by ")


NONSENSE = (
    '"x"@en',
    '"x"^^xsd:integer',
    '"2014"^^xsd:gYear',
    "2.5",
    "-1",
    "[]",
    "ex:nowhere",
    '"2014-13-01"^^xsd:date',
)


@pytest.mark.parametrize("value", NONSENSE)
def test_both_engines_say_the_same_of_values_that_make_no_sense(value: str) -> None:
    store = graph(
        LISTED.replace("upr:totalCount 1", f"upr:totalCount {value} ; upr:supportedCount {value} ; upr:asOf {value}")
        + f"tally:t upr:notedCount {value} . review:ZZA-2 upr:reviewDate {value} ; upr:adoptionDate {value} ."
        + f"document:add a upr:ReportAddendum ; upr:symbol {value} ; upr:documentOf review:ZZA-2 . " + ONE
        + f"document:report upr:documentOf review:ZZA-2 . ex:p a upr:Position ; upr:positionOn recommendation:r ;"
        f" upr:statedOn {value} ; upr:positionStatus {value} ; upr:statedIn document:report ."
        f" instrument:x a upr:Treaty ; upr:protocolTo {value} . measure:m a upr:Ratification, upr:Signature ;"
        f" upr:concernsTreaty instrument:x ; upr:takenBy state:ZZA ; upr:date {value} ."
    )  # fmt: skip

    report = validate(store)

    assert report.counts["violation"] > 3
    assert validate(store, engine="pyshacl") == report


@both_engines
def test_a_literal_without_meaning_is_reported_and_not_logged(
    engine: Engine, capfd: pytest.CaptureFixture[str]
) -> None:
    store = graph(
        STATES + 'measure:m a upr:Measure ; upr:takenBy state:ZZA ; upr:date "2014-13-01"^^xsd:date .'
    )

    assert codes(validate(store, engine=engine)) == ["M01"]
    assert capfd.readouterr() == ("", "")


@both_engines
def test_the_store_stays_as_it_is(engine: Engine) -> None:
    store = graph("measure:m a upr:Signature . graph:a { state:ZZA a upr:State . }")
    before = set(store)

    validate(store, engine=engine, background=triples(STATES))

    assert set(store) == before


def test_an_unknown_engine_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UsageError, match="shacl or pyshacl"):
        validate(Store(), engine="jena")  # type: ignore[arg-type]


def test_a_large_store_is_not_copied_where_it_says_all_types() -> None:
    store = graph(STATES)
    merged = merge_with_knowledge(store)

    assert merged.store is store
    assert all(Quad(*triple, DefaultGraph()) not in store for triple in merged.extra)


def test_the_shipped_graph_has_neither_violations_nor_warnings(kazakhstan: Store) -> None:
    assert codes(validate(kazakhstan, union_in_default=True)) == []


def test_a_snapshot_is_validated_without_a_copy_of_it(kazakhstan: Store) -> None:
    # Classes that are not stated would be added to a copy: at 100,000 recommendations 8 s and 750 MiB.
    assert merge_with_knowledge(kazakhstan, union_in_default=True).store is kazakhstan


@pytest.mark.slow
def test_both_engines_find_the_same_in_the_shipped_graph_with_errors(kazakhstan: Store) -> None:
    store = Store()
    store.extend(kazakhstan.quads_for_pattern(None, None, None, DefaultGraph()))
    statuses = sorted(store.quads_for_pattern(None, NamedNode(UPR + "positionStatus"), None), key=str)
    store.remove(statuses[0])
    for name in ("KAZ-2", "KAZ-1"):
        review = NamedNode(f"https://w3id.org/upr-graph/id/review/{name}")
        store.add(Quad(review, NamedNode(UPR + "cycle"), Literal(3)))
    for quad in [*store.quads_for_pattern(None, NamedNode(UPR + "statedOn"), None)][:100]:
        store.remove(quad)

    report = validate(store)

    assert len({result.code for result in report.results}) >= 4
    assert validate(store, engine="pyshacl") == report
