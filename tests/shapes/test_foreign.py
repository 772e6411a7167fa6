"""Someone else's shapes run whole through either engine; what would not be evaluated is refused."""

from __future__ import annotations

import re
import tarfile
from pathlib import Path

import pytest
from pyoxigraph import Store

from ontology.errors import ParseError, ShapeError, UprGraphError
from shapes.data import read_graph
from shapes.results import Report, Result
from shapes.validate import Engine, validate_foreign

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
SUITES = SHARED / "data" / "w3c" / "w3c_suites.tar.gz"
ENGINES: tuple[Engine, ...] = ("shacl", "pyshacl")
both_engines = pytest.mark.parametrize("engine", ENGINES)

PREFIXES = """
@prefix ex: <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
LAMPS = 'ex:old a ex:Lamp ; ex:watts "sixty" ; ex:maker ex:anna . ex:new a ex:Lamp ; ex:watts 4 .'


def run(shapes: str, engine: Engine = "shacl", data: str = LAMPS) -> Report:
    return validate_foreign(
        read_graph((PREFIXES + data).encode(), "lamps.ttl"),
        (PREFIXES + shapes).encode(),
        "shapes.ttl",
        engine=engine,
    )


def on_lamps(constraint: str) -> str:
    return f"ex:Lamp-shape a sh:NodeShape ; sh:targetClass ex:Lamp ; {constraint} ."


@both_engines
def test_a_foreign_shape_has_its_local_name_as_code(engine: Engine) -> None:
    report = run(
        on_lamps("sh:property ex:Lamp-watts")
        + 'ex:Lamp-watts sh:path ex:watts ; sh:datatype xsd:integer ; sh:severity sh:Warning ; sh:message "Count." .',
        engine,
    )

    expected = Result(
        "https://example.org/Lamp-watts",
        "Lamp-watts",
        "warning",
        "https://example.org/old",
        "https://example.org/watts",
        "sixty",
        "Count.",
    )
    assert report == Report(True, {"violation": 0, "warning": 1, "info": 0}, (expected,))


@both_engines
def test_an_unnamed_property_shape_has_the_name_of_the_shape_around_it(engine: Engine) -> None:
    [result] = run(on_lamps("sh:property [ sh:path ex:maker ; sh:minCount 1 ]"), engine).results

    assert (result.code, result.focus) == ("Lamp-shape", "https://example.org/new")
    assert (
        result.message == "The data does not meet sh:minCount of this shape, which has no message of its own."
    )


@both_engines
def test_a_message_in_english_is_preferred(engine: Engine) -> None:
    messages = '"Mindestens eins."@de, "At least one."@en-GB, "Au moins un."@fr'

    [result] = run(
        on_lamps(f"sh:property [ sh:path ex:maker ; sh:minCount 1 ; sh:message {messages} ]"), engine
    ).results

    assert result.message == "At least one."


@both_engines
def test_a_severity_of_ones_own_counts_as_a_violation(engine: Engine) -> None:
    report = run(
        on_lamps("sh:severity ex:Grave ; sh:property ex:p")
        + "ex:p sh:path ex:maker ; sh:minCount 1 ; sh:severity ex:Grave .",
        engine,
    )

    assert report.counts == {"violation": 1, "warning": 0, "info": 0}


@both_engines
@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("ex:a", "https://example.org/a"),
        ("[ sh:inversePath ex:a ]", "^<https://example.org/a>"),
        ("( ex:a [ sh:inversePath ex:b ] )", "(<https://example.org/a>/^<https://example.org/b>)"),
        ("[ sh:alternativePath ( ex:a ex:b ) ]", "(<https://example.org/a>|<https://example.org/b>)"),
        ("[ sh:oneOrMorePath ( ex:a ex:b ) ]", "((<https://example.org/a>/<https://example.org/b>))+"),
        ("[ sh:zeroOrMorePath ex:a ]", "(<https://example.org/a>)*"),
        ("[ sh:zeroOrOnePath ex:a ]", "(<https://example.org/a>)?"),
    ],
)
def test_paths_are_shown_as_sparql(engine: Engine, path: str, text: str) -> None:
    results = run(on_lamps(f"sh:property [ sh:path {path} ; sh:minCount 2 ]"), engine).results

    assert {result.path for result in results} == {text}


@both_engines
def test_a_sparql_constraint_fills_its_message(engine: Engine) -> None:
    select = "SELECT $this ?value ?maker WHERE { $this <https://example.org/watts> ?value ; <https://example.org/maker> ?maker }"

    [result] = run(
        on_lamps(f'sh:sparql [ sh:select "{select}" ; sh:message "{{?value}} by {{?maker}}" ]'), engine
    ).results

    assert (result.value, result.message) == ("sixty", "sixty by https://example.org/anna")


@both_engines
@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        ("ex:a a ex:Lamp .", "holds no shapes"),
        (on_lamps("sh:property [ sh:minCount 1 ]"), "well-formed"),
        (on_lamps('sh:in "a"'), "well-formed"),
        (on_lamps('sh:property [ sh:path ex:a ; sh:minCount "one" ]'), "evaluated|well-formed"),
        (on_lamps('sh:property [ sh:path ex:a ; sh:pattern "(" ]'), "pattern"),
        (on_lamps("sh:property [ sh:path ex:a ; sh:minCuont 1 ]"), "sh:minCuont"),
        (on_lamps("sh:js [ sh:jsFunctionName 'f' ]"), "advanced"),
        (on_lamps("sh:rule [ a sh:TripleRule ]"), "advanced"),
        (on_lamps("sh:property ex:p") + " ex:p sh:path ex:a ; sh:node ex:Lamp-shape .", "refer to themselves"),
        (on_lamps("sh:not ex:n") + " ex:n a sh:NodeShape ; sh:and ( ex:Lamp-shape ) .", "refer to themselves"),
        (on_lamps("sh:sparql [ sh:select 'SELECT $this WHERE { SERVICE <http://x/> { $this ?p ?o } }' ]"), "SERVICE"),
        (on_lamps("sh:sparql [ sh:select 'SELECT $this FROM <http://x/> WHERE { $this ?p ?o }' ]"), "FROM"),
        (on_lamps("sh:sparql [ sh:select 'SELECT $this WHERE { $this' ]"), "SPARQL"),
        (on_lamps("sh:sparql [ sh:select 'SELECT $this WHERE { $this ?p ?o MINUS { $this a ?o } }' ]"), "MINUS"),
        ("ex:s sh:entailment <http://www.w3.org/ns/entailment/RDFS> ." + on_lamps("sh:closed true"), "entailment"),
    ],
)  # fmt: skip
def test_a_shape_that_is_not_evaluated_is_an_error(engine: Engine, shapes: str, reason: str) -> None:
    with pytest.raises(ShapeError, match=reason):
        run(shapes, engine)


@pytest.mark.parametrize(
    "select",
    [
        "SELECT $this WHERE { $this ?service ?from }",
        "SELECT $this WHERE { $this <http://x/#FROM> 'SERVICE' } # LOAD",
    ],
)
def test_words_that_only_look_like_fetching_are_no_error(select: str) -> None:
    run(on_lamps(f'sh:sparql [ sh:select "{select}" ]'))


@both_engines
def test_a_property_shape_that_the_file_does_not_hold_is_a_warning(engine: Engine) -> None:
    report = run(on_lamps("sh:property ex:lost, [ sh:path ex:maker ; sh:minCount 1 ]"), engine)

    assert [(r.severity, r.focus) for r in report.results] == [
        ("violation", "https://example.org/new"),
        ("warning", "https://example.org/lost"),
    ]


def test_shapes_that_do_not_parse_say_where() -> None:
    with pytest.raises(ParseError, match=r"shapes\.ttl:2:9") as raised:
        validate_foreign(Store(), b"<a:a> <a:b> <a:c> .\n<a:a> a ; .", "shapes.ttl")

    assert (raised.value.line, raised.value.column) == (2, 9)


def _members(folder: str) -> list[tuple[str, bytes]]:
    with tarfile.open(SUITES) as suites:
        names = [name for name in suites.getnames() if folder in name and name.endswith(".ttl")]
        return [(name, suites.extractfile(name).read()) for name in names]  # type: ignore[union-attr]


def _outcome(data: bytes, shapes: bytes, engine: Engine) -> object:
    try:
        report = validate_foreign(read_graph(data, "data.ttl"), shapes, "shapes.ttl", engine=engine)
    except UprGraphError as error:
        return type(error)
    return [re.sub(r"_:\w+", "_:", str(result)) for result in report.results]


@pytest.mark.skipif(not SUITES.exists(), reason="the W3C suites are not here")
def test_both_engines_agree_on_the_core_tests_of_the_w3c() -> None:
    files = dict(_members("data-shapes/tests/core/"))
    names = [name for name in files if not re.search(r"manifest|-data\.ttl|-shapes\.ttl", name)]
    differing = [
        name
        for name in names
        for data in [files.get(name.replace(".ttl", "-data.ttl"), files[name])]
        for shapes in [files.get(name.replace(".ttl", "-shapes.ttl"), files[name])]
        if _outcome(data, shapes, "shacl") != _outcome(data, shapes, "pyshacl")
    ]

    assert len(names) > 90
    assert differing == []


@pytest.mark.skipif(not SUITES.exists(), reason="the DCAT-AP shapes are not here")
@both_engines
def test_the_shapes_of_dcat_ap_run_although_two_are_missing(engine: Engine) -> None:
    [shapes] = [text for name, text in _members("dcat-ap/") if "shacl_dcat-ap" in name]
    data = read_graph(b"<http://x/c> a <http://www.w3.org/ns/dcat#Catalog> .", "catalog.ttl")

    report = validate_foreign(data, shapes, "dcat-ap.ttl", engine=engine)

    assert report.counts["warning"] == 2
    assert {r.path.rsplit("/", 1)[1] for r in report.results if r.path} == {
        "title",
        "description",
        "publisher",
    }
