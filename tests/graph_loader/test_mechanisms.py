"""Treaty bodies and special procedures as reference data."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from graph_loader.mapping_mechanisms import mechanism_quads, mechanism_reference_quads
from graph_loader.mechanisms import Mechanism, find_mechanism, load_mechanisms, new_mechanism
from graph_loader.records import SourceReading
from graph_loader.reference_data import load_instruments
from ontology.terms import rdf, upr

GRAPH = NamedNode("https://w3id.org/upr-graph/graph/reference")


def test_there_are_ten_treaty_bodies_each_with_its_treaty() -> None:
    bodies = [one.record for one in load_mechanisms() if one.record.kind == "treaty-body"]
    instruments = {instrument.id for instrument in load_instruments()}

    assert len(bodies) == 10
    assert {body.instrument for body in bodies} <= instruments


def test_keys_and_labels_name_one_mechanism_each_and_sources_are_told() -> None:
    mechanisms = load_mechanisms()
    labels = [label.casefold() for one in mechanisms for label in one.labels]

    assert len({one.record.key for one in mechanisms}) == len(mechanisms)
    assert len(set(labels)) == len(labels)
    assert all(one.source for one in mechanisms)


@pytest.mark.parametrize("label", ["CCPR", "ccpr", "Human Rights Committee", " human-rights  committee "])
def test_a_mechanism_is_found_however_it_is_written(label: str) -> None:
    found = find_mechanism(label)

    assert found is not None
    assert found.key == "ccpr"


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("SR Lighthouses", "special-procedure"),
        ("WG on lamps", "special-procedure"),
        ("Special Rapporteur on kites", "special-procedure"),
        ("Council of Owls", "other"),
    ],
)
def test_the_kind_of_an_unknown_mechanism_is_told_by_its_label(label: str, kind: str) -> None:
    found = new_mechanism(label)

    assert found is not None
    assert (found.kind, found.name) == (kind, label)


@pytest.mark.parametrize("mechanism", load_mechanisms(), ids=lambda one: one.record.key)
def test_each_abbreviation_of_a_special_procedure_was_seen_in_the_export(mechanism: Mechanism) -> None:
    if mechanism.record.kind == "special-procedure":
        assert mechanism.standing == "confirmed"
        assert "; abbreviation: the bodies in the export of " in mechanism.source
        assert len(mechanism.labels) == 1


def test_a_title_of_the_index_is_kept_whole_and_a_text_is_none() -> None:
    title = "Special Rapporteur on the " + "enjoyment of lighthouses and " * 4 + "lamps"
    found = new_mechanism(title)

    assert found is not None
    assert found.name == title
    assert new_mechanism(title * 3) is None


def test_a_label_without_letters_is_no_mechanism() -> None:
    assert new_mechanism(" - ") is None
    assert find_mechanism("") is None


def test_the_reference_graph_describes_every_mechanism_as_a_body() -> None:
    quads = list(mechanism_reference_quads(GRAPH))

    bodies = {
        q.subject
        for q in quads
        if q.predicate.value == rdf.type and q.object == NamedNode(upr.IntergovernmentalBody)
    }
    assert len(bodies) == len(load_mechanisms())
    assert {q.graph_name for q in quads} == {GRAPH}


def test_readings_of_other_formats_have_no_mechanisms() -> None:
    assert not list(mechanism_quads(GRAPH, SourceReading("table", "table 1", "table/x")))
