"""Every rule on how an ontology is written has an example that passes and one that fails for that reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources.abc import Traversable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from ontology.formatter import formatted
from ontology.modules import turtle_files
from ontology.prefixes import PREFIXES
from shapes import foreign, lint
from shapes.catalogue import shape_list
from shapes.data import read_graph
from shapes.lint import lint_files, lint_rules, main
from shapes.merged import Merged
from shapes.report import short
from shapes.results import Report
from shapes.terms import nodes, plain, sh, text_of

FOLDER = Path(__file__).parent / "lint"
OTHERS = FOLDER / "terms-of-others.ttl"
FIXTURES = sorted(file for file in FOLDER.glob("*.ttl") if file != OTHERS)
SEVERITIES = {rule.code: rule.severity for rule in lint_rules()}
every_fixture = pytest.mark.parametrize("file", FIXTURES, ids=[file.stem for file in FIXTURES])


@pytest.fixture(scope="module")
def reports() -> dict[Path, Report]:
    return {file: lint_files([file], background=[OTHERS]) for file in FIXTURES}


def test_the_ontology_is_written_as_the_rules_say() -> None:
    broken = [result for result in lint_files(turtle_files()).results if result.severity == "violation"]

    assert not broken, "run `python -m shapes.lint`"


def test_every_rule_has_an_example_that_passes_and_one_that_fails() -> None:
    assert {file.stem for file in FIXTURES} == {
        f"{code}-{kind}" for code in SEVERITIES for kind in ("pass", "fail")
    }


@every_fixture
def test_an_example_breaks_its_own_rule_and_no_other(file: Path, reports: dict[Path, Report]) -> None:
    code, kind = file.stem.split("-")

    found = {(result.code, result.severity) for result in reports[file].results}

    assert found == (set() if kind == "pass" else {(code, SEVERITIES[code])})


@pytest.mark.slow
@every_fixture
def test_the_reference_engine_finds_the_same(file: Path) -> None:
    store = Store()
    for one in (OTHERS, file):
        store.bulk_extend(read_graph(one.read_bytes(), one.name))

    found, expected = (
        {(one.shape, one.severity, unlabelled(one.focus), unlabelled(one.value)) for one in findings}
        for findings in (
            foreign.findings(lint._shapes(), Merged(store), by_pyshacl=by_pyshacl)
            for by_pyshacl in (False, True)
        )
    )

    assert found == expected


def unlabelled(node: str | None) -> str | None:
    return "_:" if node and node.startswith("_:") else node


@every_fixture
def test_an_example_is_formatted_and_begins_with_a_sentence(file: Path) -> None:
    text = file.read_text(encoding="utf-8")

    assert re.match(r"# [A-Z][^\n]*\.\n\n", text)
    assert formatted(text, file.name) == text


SEVERAL = {
    "Y05": ["Choir", "Singer", "Song"],
    "Y11": ["Sad_Song", "UNSong", "song"],
    "Y12": ["ISOCode", "SungBy", "song-title"],
    "Y13": ["owl:DatatypeProperty", "sungBy"],
    "Y14": ["Genre", "owl:ObjectProperty"],
    "Y20": ["Choirs", "Singers", "Songs", "Tune", "Works"],
    "Y21": ["inside", "partOff", "sungBy"],
    "Y22": ["Genre", "skos:note"],
    "Y23": ["Song", "owl:FunctionalProperty", "prov:Entity"],
    "Y24": ["xsd:date", "xsd:gYear"],
    "Y25": ["owl:TransitiveProperty", "sungBy", "xsd:string"],
    "Y26": ["partOf", "sungBy"],
    "Y27": ["near", "partOf", "sungBy"],
}
"""What the results of an example name: their values where these are IRIs, else the things that are wrong."""


@pytest.mark.parametrize("code", SEVERAL)
def test_each_of_several_faults_in_an_example_is_found(code: str, reports: dict[Path, Report]) -> None:
    results = reports[FOLDER / f"{code}-fail.ttl"].results
    named = [one.value if one.value and "://" in one.value else one.focus for one in results]

    assert sorted(short(name).removeprefix("upr:") for name in named) == SEVERAL[code]


def test_a_result_says_where_the_term_is_and_names_the_value(reports: dict[Path, Report]) -> None:
    (found,) = (
        one for one in reports[FOLDER / "Y20-fail.ttl"].results if one.value == PREFIXES["upr"] + "Choirs"
    )

    assert found.source == "Y20-fail.ttl#line=19"
    assert found.message.startswith("upr:Choirs stands where a class has to stand")


def test_messages_have_their_values_filled_in(reports: dict[Path, Report]) -> None:
    messages = [result.message for report in reports.values() for result in report.results]

    assert not [message for message in messages if re.search(r"\{[?$]", message)]


def test_the_rules_are_no_shapes_for_data_and_share_neither_code_nor_name_with_them() -> None:
    data = shape_list()

    assert not {rule.code for rule in data} & set(SEVERITIES)
    assert not {rule.iri for rule in data} & {rule.iri for rule in lint_rules()}
    assert all(re.fullmatch(r"Y[0-9]{2}", code) for code in SEVERITIES)
    assert len(SEVERITIES) == len(lint_rules())


def test_messages_say_what_is_wrong_and_what_to_do() -> None:
    for rule in lint_rules():
        assert re.search(r"[.:}] .+\.$", rule.message), rule.code


def test_rules_bind_prefixes_as_the_prefix_table_does() -> None:
    store = lint._shapes().store
    declared = {
        text_of(store, node, sh("prefix")): text_of(store, node, sh("namespace"))
        for node in nodes(store, NamedNode("https://w3id.org/upr-graph/shapes/ontology"), sh("declare"))
    }
    queries = " ".join(plain(quad.object) for quad in store.quads_for_pattern(None, sh("select"), None, None))

    assert declared == {prefix: PREFIXES[prefix or ""] for prefix in declared}
    assert set(re.findall(r"\b([a-z-]+):(?![/])", queries)) == set(declared)


def test_the_command_tells_violations_from_unreadable_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("<http://example.org/s> <http://example.org/p> .\n", encoding="utf-8")

    assert main([str(FOLDER / "Y01-pass.ttl")]) == 0
    assert main([str(FOLDER / "Y01-fail.ttl")]) == 1
    assert "Violation Y01 (1): upr-shape:Term-label" in capsys.readouterr().out
    assert main([str(broken)]) == 2
    assert "broken.ttl:1:" in capsys.readouterr().err


def test_a_changed_module_is_checked_with_the_other_modules_known_and_alone_reported(tmp_path: Path) -> None:
    module = next(file for file in turtle_files() if file.name == "review.ttl")
    changed = tmp_path / "mine.ttl"
    text = module.read_text(encoding="utf-8")
    changed.write_text(
        text.replace("    rdfs:range upr:State ;", "    rdfs:range upr:Sate ;", 1), encoding="utf-8"
    )

    found = lint_files([changed], background=turtle_files()).results

    assert [(one.code, one.value) for one in found if one.severity == "violation"] == [
        ("Y20", PREFIXES["upr"] + "Sate")
    ]


FOREIGN = """
@prefix : <http://example.org/zoo#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix vann: <http://purl.org/vocab/vann/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
:eats a owl:ObjectProperty, owl:FunctionalProperty ; rdfs:domain :animal .
:animal a owl:Class .
foaf:Agent a owl:Class ; rdfs:subClassOf :animal .
foaf:knows a owl:ObjectProperty ; rdfs:range :animal .
"""


@pytest.mark.parametrize(
    ("header", "beside"),
    [
        ("<http://example.org/zoo> a owl:Ontology .", turtle_files()),
        (
            '<http://example.org/other> a owl:Ontology ; vann:preferredNamespaceUri "http://example.org/zoo#" .',
            (),
        ),
        ('<http://example.org/other> a owl:Ontology ; vann:preferredNamespaceUri "no iri> }" .', ()),
        ("", ()),
    ],
    ids=["by its IRI, this one beside it", "by its namespace", "by its terms", "by its terms alone"],
)
def test_an_ontology_of_others_is_measured_by_its_own_namespace(
    tmp_path: Path, header: str, beside: Sequence[Traversable]
) -> None:
    file = tmp_path / "zoo.ttl"
    file.write_text(FOREIGN + header, encoding="utf-8")

    found = lint_files([file], background=beside).results

    assert {one.focus for one in found if one.code == "Y23"} == {
        PREFIXES["foaf"] + "Agent",
        PREFIXES["foaf"] + "knows",
    }
    assert {one.focus for one in found if one.code == "Y11"} == {"http://example.org/zoo#animal"}


def test_a_file_that_holds_nothing_is_no_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "empty.ttl"
    file.write_text("# Nothing.\n", encoding="utf-8")

    assert main([str(file)]) == 2
    assert "empty.ttl holds no statements" in capsys.readouterr().err
