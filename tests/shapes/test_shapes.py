"""Every rule has an example that passes and one that fails for exactly that reason; both engines agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from ontology.modules import turtle_files
from ontology.prefixes import PREFIXES
from shapes import foreign
from shapes.catalogue import catalogue, shape_files, shape_list
from shapes.data import read_graph
from shapes.results import Report
from shapes.terms import TYPE, nodes, plain, sh, text_of
from shapes.validate import validate

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("*.ttl"))
SEVERITY = {"fail": "violation", "warn": "warning"}
every_fixture = pytest.mark.parametrize("file", FIXTURES, ids=[file.stem for file in FIXTURES])


@pytest.fixture(scope="module")
def reports() -> dict[Path, Report]:
    return {file: validate(read_graph(file.read_bytes(), file.name)) for file in FIXTURES}


@pytest.mark.parametrize("code", [shape.code for shape in shape_list()])
def test_a_rule_has_an_example_that_passes_and_one_that_fails(code: str) -> None:
    kinds = sorted(file.stem.split("-")[1] for file in FIXTURES if file.stem.split("-")[0] == code)

    severity = next(shape.severity for shape in shape_list() if shape.code == code)
    assert kinds == (["fail", "pass"] if severity == "violation" else ["pass", "warn"])


@every_fixture
def test_an_example_breaks_its_own_rule_and_no_other(file: Path, reports: dict[Path, Report]) -> None:
    code, kind = file.stem.split("-")

    found = {(result.code, result.severity) for result in reports[file].results}

    assert found == (set() if kind == "pass" else {(code, SEVERITY[kind])})
    assert reports[file].conforms == (kind != "fail")


@pytest.mark.slow
@every_fixture
def test_both_engines_give_the_same_report(file: Path, reports: dict[Path, Report]) -> None:
    assert validate(read_graph(file.read_bytes(), file.name), engine="pyshacl") == reports[file]


@every_fixture
def test_an_example_begins_with_a_sentence_that_says_what_is_in_it(file: Path) -> None:
    assert re.match(r"# [A-Z0-9][^\n]*\.\n\n", file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", [shape.code for shape in shape_list()])
def test_a_message_of_an_example_has_its_values_filled_in(code: str, reports: dict[Path, Report]) -> None:
    messages = [r.message for report in reports.values() for r in report.results if r.code == code]

    assert messages
    assert not [message for message in messages if re.search(r"\{[?$]", message)]


def test_shapes_are_well_formed_by_the_shapes_for_shapes() -> None:
    assert len(foreign.ready(catalogue().store, "our shapes").compiled) > len(shape_list())


def test_shapes_declare_the_prefixes_of_the_one_prefix_table() -> None:
    declared = {
        text_of(catalogue().store, quad.object, sh("prefix")): text_of(
            catalogue().store, quad.object, sh("namespace")
        )
        for quad in catalogue().store.quads_for_pattern(None, sh("declare"), None, None)
    }

    assert declared == {prefix: PREFIXES[prefix] for prefix in declared}


def test_sparql_rules_use_every_declared_prefix_and_no_other() -> None:
    declared = set(re.findall(r"PREFIX (\S+):", catalogue().sparql[0].select))
    bodies = [rule.select.split("SELECT", 1)[1] for rule in catalogue().sparql]

    assert {prefix for body in bodies for prefix in re.findall(r"\b([a-z-]+):[A-Za-z]", body)} == declared


@pytest.mark.parametrize("file", shape_files(), ids=lambda file: file.name)
def test_a_file_binds_prefixes_as_the_prefix_table_does_and_uses_them_all(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    bound = dict(re.findall(r"@prefix (\S+): <(\S+)>", text))
    body = text[text.rindex("@prefix") :].split("\n", 1)[1]

    assert bound == {prefix: PREFIXES[prefix] for prefix in bound}
    assert list(bound) == sorted(prefix for prefix in bound if re.search(rf"\b{prefix}:\w", body))


def _shapes() -> list[NamedNode]:
    kinds = (sh("NodeShape"), sh("PropertyShape"))
    return [q.subject for kind in kinds for q in catalogue().store.quads_for_pattern(None, TYPE, kind, None)]


def test_every_shape_has_an_iri_a_name_and_a_description() -> None:
    for shape in _shapes():
        assert plain(shape).startswith(PREFIXES["upr-shape"]), shape
        assert text_of(catalogue().store, shape, sh("name")), shape
        assert text_of(catalogue().store, shape, sh("description")), shape


def test_only_shapes_that_serve_others_have_no_code() -> None:
    coded = {info.iri for info in shape_list()}
    without = [shape for shape in _shapes() if shape.value not in coded]

    for shape in without:
        serves = next(catalogue().store.quads_for_pattern(None, None, shape, None), None)
        assert serves or nodes(catalogue().store, shape, sh("property")), shape


def test_codes_are_a_letter_and_two_digits_and_each_is_used_once() -> None:
    codes = [shape.code for shape in shape_list()]

    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"[A-Z][0-9]{2}", code) for code in codes)


def test_messages_say_what_is_wrong_and_what_to_do() -> None:
    for shape in shape_list():
        assert re.search(r"[.:;] .+\.$", shape.message), shape.code


def test_severity_is_always_said() -> None:
    for shape in shape_list():
        assert nodes(catalogue().store, NamedNode(shape.iri), sh("severity")), shape.code


def test_placeholders_of_messages_are_columns_of_the_rule() -> None:
    for rule in catalogue().sparql:
        columns = re.search(r"SELECT (.*?) WHERE", rule.select, re.DOTALL)
        assert columns
        for name in re.findall(r"\{\?(\w+)\}", catalogue().infos[rule.shape].message):
            assert f"?{name}" in columns[1], rule.shape


def test_shapes_speak_of_terms_that_the_ontology_has() -> None:
    ontology = {
        quad.subject.value
        for file in turtle_files()
        for quad in parse(file.read_bytes(), format=RdfFormat.TURTLE)
        if isinstance(quad.subject, NamedNode)
    }
    in_rules = {
        PREFIXES[prefix] + name
        for rule in catalogue().sparql
        for prefix, name in re.findall(r"\b(upr|pos):([A-Za-z-]+)", rule.select)
    }
    in_shapes = {quad.object.value for quad in catalogue().store if isinstance(quad.object, NamedNode)}
    ours = {iri for iri in in_rules | in_shapes if iri.startswith((PREFIXES["upr"], PREFIXES["pos"]))}

    assert ours - ontology == set()


def test_a_sparql_rule_is_alone_in_its_shape_and_has_targets_by_class() -> None:
    for rule in catalogue().sparql:
        shape = NamedNode(rule.shape)
        assert rule.targets, rule.shape
        assert len(nodes(catalogue().store, shape, sh("sparql"))) == 1, rule.shape
        assert not nodes(catalogue().store, shape, sh("property")), rule.shape


def test_the_catalogue_reads_every_file() -> None:
    store = Store()
    for file in shape_files():
        store.load(file.read_bytes(), format=RdfFormat.TURTLE)

    assert len(store) == len(catalogue().store)
    assert {file.name for file in shape_files()} >= {"recommendation.ttl", "review.ttl", "shapes.ttl"}
