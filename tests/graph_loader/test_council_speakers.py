"""Who took the floor in the Council: invented sections, the three real ones, and the quads."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from graph_loader import iris
from graph_loader.mapping_council import intervention_quads
from graph_loader.sources.council_speakers import Floor, interventions
from graph_loader.sources.council_text import paragraphs, sections
from graph_loader.sources.pages import read_lines
from ontology.terms import rdf, upr

OPENING = """\
10. The review of Samoa was held on 28 January 2013 in conformity with everything.
1. Views expressed by the State under review on the recommendations
11. Samoa thanked the gulls.
"""
STATES = """\
2. Views expressed by Member and observer States of the Council and by United Nations entities on the outcome
12. During the adoption of the outcome of the review of Samoa, four delegations made statements.
13. The United Kingdom of Great Britain and Northern Ireland remained concerned about the tide.
14. Côte d’Ivoire thanked Samoa for its waves.
15. UNICEF commended Samoa on its beaches.
16. The Bolivarian Republic of Venezuela noted the sand.
"""
OTHERS = """\
3. General comments made by the national human rights institution of the State under review and other stakeholders
17. During the adoption of the outcome, three other stakeholders made statements.
18. The Ombudsman of Samoa (by video message) welcomed the paint.
19. The League of Lamps, in a joint statement with Friends of the Foghorn, stated that it was dark.
20. Keepers for Keepers, the Society of Oil and Wicks and Night Watch Samoa called upon Samoa to shine.
They regretted the fog.
4. Concluding remarks of the State under review
21. Samoa thanked everybody.
"""


def floor(text: str) -> Floor:
    (section,) = sections(read_lines(text.encode(), "samoa.txt"))
    return interventions(paragraphs(section), "WSM-2", "A/HRC/91/2", "2013-06-05", "samoa.txt")


def names(read: Floor) -> list[list[str]]:
    return [
        [speaker.state or f"{speaker.kind}: {speaker.name}" for speaker in i.speakers]
        for i in read.interventions
    ]


def test_each_paragraph_begins_with_who_spoke() -> None:
    read = floor(OPENING + STATES + OTHERS)
    assert names(read) == [
        ["GBR"],
        ["CIV"],
        ["intergovernmental: UNICEF"],
        ["VEN"],
        ["institution: Ombudsman of Samoa"],
        ["civil-society: League of Lamps", "civil-society: Friends of the Foghorn"],
        [
            "civil-society: Keepers for Keepers",
            "civil-society: Society of Oil and Wicks",
            "civil-society: Night Watch Samoa",
        ],
    ]
    assert read.problems == ()
    first = read.interventions[0]
    assert (first.review, first.document, first.stated_on) == ("WSM-2", "A/HRC/91/2", "2013-06-05")
    assert (first.paragraph, first.place) == ("13", "line=6")


def test_a_name_with_and_is_one_speaker_where_the_text_goes_on_in_the_singular() -> None:
    text = "12. Action for Boats and Tides welcomed the paint. It liked green.\n"
    assert names(floor(OPENING + "3. General comments made by other stakeholders\n" + text)) == [
        ["civil-society: Action for Boats and Tides"]
    ]


def test_a_paragraph_that_goes_on_about_the_last_speaker_is_no_new_one() -> None:
    read = floor(OPENING + STATES.replace("16. The Bolivarian Republic of Venezuela", "16. It also"))
    assert len(read.interventions) == 3


def test_fewer_statements_than_declared_are_told() -> None:
    read = floor(OPENING + STATES.replace("16. The Bolivarian Republic of Venezuela noted the sand.\n", ""))
    (problem,) = read.problems
    assert problem.severity == "warning"
    assert "says that 4 took the floor, but 3 statements follow" in problem.message


def test_a_paragraph_without_a_speaker_is_told() -> None:
    read = floor(OPENING + STATES.replace("UNICEF commended", "beaches: commending"))
    assert any("does not begin with the name" in problem.message for problem in read.problems)


def test_an_intervention_is_described_with_its_speakers() -> None:
    graph = NamedNode(iris.graph("A/HRC/91/2/WSM-2"))
    quads = list(
        intervention_quads(graph, "A/HRC/91/2/WSM-2", floor(OPENING + STATES + OTHERS).interventions)
    )
    kinds = [quad for quad in quads if quad.object == NamedNode(upr.Intervention)]
    assert len(kinds) == 7
    assert len({quad.subject for quad in kinds}) == 7
    lamps = NamedNode(iris.organisation("league-of-lamps"))
    assert Quad(lamps, NamedNode(rdf.type), NamedNode(upr.CivilSocietyOrganization), graph) in quads
    assert sum(quad.predicate == NamedNode(upr.statedBy) for quad in quads) == 10
    assert any(quad.object == NamedNode(iris.state("GBR")) for quad in quads)


@pytest.mark.parametrize(
    ("symbol", "states", "entities", "statements_of_others", "others"),
    [("14_37", 12, 0, 6, 6), ("28_2", 18, 0, 8, 10), ("43_2", 10, 3, 6, 8)],
)
def test_the_sections_on_kazakhstan_name_everybody(
    symbol: str, states: int, entities: int, statements_of_others: int, others: int, shared: Path
) -> None:
    path = shared / "data" / "kazakhstan" / f"A_HRC_{symbol}_KAZ_section.txt"
    (section,) = sections(read_lines(path.read_bytes(), path.name))
    read = interventions(paragraphs(section), "KAZ-2", "A/HRC/28/2", "2015-03-19", path.name)
    speakers = [speaker.kind for each in read.interventions for speaker in each.speakers]
    assert speakers.count("state") == states
    assert speakers.count("intergovernmental") == entities
    assert speakers.count("civil-society") == others
    assert len(read.interventions) == states + entities + statements_of_others
    assert read.problems == ()
