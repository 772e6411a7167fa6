from importlib.resources import files

import pytest
from rdflib import Graph
from rdflib.namespace import SKOS

from ontology.prefixes import BASE
from ontology.schemes import notations

VOCABULARIES = {
    file.name.removesuffix(".ttl"): file.read_text(encoding="utf-8")
    for file in (files("ontology") / "vocab").iterdir()
    if file.name.endswith(".ttl")
}


@pytest.mark.parametrize("scheme", VOCABULARIES)
def test_notations_are_those_that_a_parser_finds(scheme: str) -> None:
    graph = Graph().parse(data=VOCABULARIES[scheme], format="turtle")
    concepts = dict(graph.subject_objects(SKOS.notation))
    assert notations(scheme) == {str(notation) for notation in concepts.values()}
    for concept, notation in concepts.items():
        assert str(concept) == f"{BASE}vocab/{scheme}/{notation}"


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        notations("colour-of-lighthouses")
