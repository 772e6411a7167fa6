"""Links that the gazetteer makes: what each says, and where it stands. All recommendations are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph_loader import build as builder
from graph_loader import gazetteer, gazetteer_links, iris
from graph_loader.add import add_file
from graph_loader.gazetteer import NormMatch
from graph_loader.gazetteer_links import gazetteer_quads
from graph_loader.records import RecommendationRecord, SourceReading
from graph_loader.snapshot import open_store
from graph_loader.workspace import Workspace
from ontology.terms import dcterms, prov, rdf, skos, upr, xsd

TABLE = b"review,number,states,text\nSMR-9,4.1,Fiji,Ratify the Convention against Torture on the lighthouse\n"
GRAPH = NamedNode(iris.graph("gazetteer"))
RECOMMENDATION = NamedNode(iris.recommendation("SMR-9-4.1"))


def read(text: str | None = None, summary: str | None = None, key: str = "A/HRC/99/1") -> list[Quad]:
    record = RecommendationRecord("SMR-9", "4.1", ("FJI",), text, summary, place="page=7")
    return list(gazetteer_quads(SourceReading("table", "table 2", key, recommendations=(record,))))


def link_node(norm: str, key: str = "A/HRC/99/1") -> NamedNode:
    return NamedNode(iris.software_link("SMR-9-4.1", "refers-to", f"instrument/{norm}", key))


def said(quads: list[Quad], subject: NamedNode) -> set[tuple[str, str]]:
    return {(quad.predicate.value, value(quad)) for quad in quads if quad.subject == subject}


def value(quad: Quad) -> str:
    assert isinstance(quad.object, NamedNode | Literal)
    return quad.object.value


def norms(quads: list[Quad]) -> list[str]:
    return [value(quad) for quad in quads if quad.predicate.value == upr.refersTo]


def norm(name: str) -> str:
    return iris.thing(f"instrument/{name}")


def test_a_link_says_how_it_was_made_and_from_what() -> None:
    quads = read("Ratify the Optional Protocol to ICCPR before the snail race")
    assert {quad.graph_name for quad in quads} == {GRAPH}
    assert Quad(RECOMMENDATION, NamedNode(upr.refersTo), NamedNode(norm("iccpr-op1")), GRAPH) in quads
    assert said(quads, link_node("iccpr-op1")) == {
        (rdf.type, upr.LinkStatement),
        (upr.linkFrom, RECOMMENDATION.value),
        (upr.linkTo, norm("iccpr-op1")),
        (upr.linkRelation, iris.concept("link-relation", "refers-to")),
        (upr.linkMethod, iris.concept("link-method", "software")),
        (upr.methodVersion, f"gazetteer {gazetteer.VERSION}"),
        (upr.score, "0.8"),
        (upr.basis, "named in the text: protocol: ICCPR"),
        (upr.foundAt, iris.place("A/HRC/99/1", "page=7")),
    }


def test_basis_and_score_are_typed() -> None:
    quads = read("Ratify CRPD")
    objects = {quad.predicate.value: quad.object for quad in quads}
    assert objects[upr.basis] == Literal("named in the text: CRPD", language="en")
    assert objects[upr.score] == Literal("1", datatype=NamedNode(xsd.decimal))


def test_each_norm_has_one_link_and_norms_come_in_the_order_of_their_keys() -> None:
    assert norms(read("Ratify ICCPR, CAT and ICCPR, then ICCPR")) == [norm("cat"), norm("iccpr")]


def test_the_surest_match_of_a_norm_counts_wherever_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    found = tuple(NormMatch("cat", f"at {score}", 0, 1, score) for score in (0.7, 0.9, 0.8))
    monkeypatch.setattr(gazetteer_links, "find_norms", lambda _: found)
    assert (upr.basis, "named in the text: at 0.9") in said(read("cat"), link_node("cat"))


@pytest.mark.parametrize(("score", "links"), [(0.6, 1), (0.59, 0)])
def test_below_the_mark_there_is_no_link(monkeypatch: pytest.MonkeyPatch, score: float, links: int) -> None:
    monkeypatch.setattr(gazetteer_links, "find_norms", lambda _: (NormMatch("cat", "?", 0, 1, score),))
    assert len(norms(read("cat"))) == links


def test_what_a_provision_asks_for_is_no_name_of_it() -> None:
    assert read("Give the ombudsman adequate funding for snails") == []


def test_the_text_is_read_before_the_summary() -> None:
    quads = read("Ratify CRPD", "Ratify CAT")
    assert norms(quads) == [norm("crpd")]
    quads = read(None, "Ratify CAT")
    assert (upr.basis, "named in the summary: CAT") in said(quads, link_node("cat"))
    assert read() == []


def test_two_sources_of_one_recommendation_give_two_links_and_one_statement() -> None:
    quads = [*read("Ratify CAT", key="A/HRC/99/1"), *read("Ratify CAT", key="table/SMR/lamps")]
    links = {quad.subject for quad in quads if quad.predicate.value == upr.linkTo}
    assert links == {link_node("cat", "A/HRC/99/1"), link_node("cat", "table/SMR/lamps")}
    assert len({quad for quad in quads if quad.predicate.value == upr.refersTo}) == 1


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


def built(workspace: Workspace) -> Store:
    content = builder.build(workspace, with_shipped=False, fail_on="never").content
    return open_store(workspace, content.snapshot)


def test_a_build_holds_the_links_and_describes_their_graph(workspace: Workspace) -> None:
    add_file(workspace, Path("list.csv"), TABLE)
    store = built(workspace)
    links = {quad.subject for quad in store.quads_for_pattern(None, NamedNode(upr.linkTo), None, GRAPH)}
    assert len(links) == 1
    meta = said(list(store.quads_for_pattern(GRAPH, None, None, NamedNode(iris.graph("meta")))), GRAPH)
    assert {predicate for predicate, _ in meta} == {
        *(rdf.type, skos.prefLabel, dcterms.license, prov.wasAttributedTo, prov.wasDerivedFrom),
    }
    assert (skos.prefLabel, "Links that software made: norms that recommendations name") in meta


@pytest.mark.slow
def test_links_of_an_older_gazetteer_say_so_until_their_file_is_added_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr(gazetteer_links, "VERSION", "0")
        add_file(workspace, Path("list.csv"), TABLE)
    assert versions(built(workspace)) == {"gazetteer 0"}
    assert add_file(workspace, Path("list.csv"), TABLE).status == "replaced"
    assert versions(built(workspace)) == {f"gazetteer {gazetteer.VERSION}"}
    assert add_file(workspace, Path("list.csv"), TABLE).status == "unchanged"


def versions(store: Store) -> set[str]:
    """Whatever graph says it: the description of the graph must not claim another version."""
    return {
        quad.object.value
        for quad in store.quads_for_pattern(None, None, None, None)
        if isinstance(quad.object, Literal) and quad.object.value.startswith("gazetteer ")
    }
