"""The rules of ontology/rules/inferred on small made-up graphs: what follows, and what does not."""

from collections.abc import Callable

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from graph_loader.derive import derive, infer
from ontology.prefixes import BASE, PREFIXES
from ontology.rule import rules

HEADER = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + f"PREFIX : <{BASE}id/x/>\n"


def triples(text: str) -> set[Quad]:
    return {Quad(*q.triple) for q in parse((HEADER + text).encode(), RdfFormat.TURTLE)}


def made_by(run: Callable[[Store], list[bytes]], store: Store) -> list[Quad]:
    return list(parse(b"".join(run(store)), RdfFormat.N_QUADS))


def inferred(text: str) -> set[Quad]:
    store = Store()
    store.bulk_extend(triples(text))
    made = made_by(infer, store)
    assert {q.graph_name for q in made} <= {NamedNode(BASE + "graph/inferred")}
    return {Quad(*q.triple) for q in made}


CASES = {
    "a recommendation is addressed to the State of its review": (
        ":r upr:inReview :v . :v upr:reviewOf :s . :other upr:madeBy :t .",
        ":r upr:addressedTo :s .",
    ),
    "a measure addresses what the plan item is for that it carries out": (
        ":m upr:fulfils :i . :i upr:plansFor :r . :n upr:resultsIn :i .",
        ":m upr:addresses :r .",
    ),
    "a measure advances the norm it is aimed at and its instrument, not all that its recommendation names": (
        ":m upr:addressesNorm :p . :p upr:provisionOf :i . :m upr:addresses :r . :r upr:refersTo :q ."
        " :q upr:provisionOf :j . :k upr:concernsTreaty :i .",
        ":m upr:advances :p, :i . :r upr:refersTo :j .",
    ),
    "an act towards a treaty and a law for it advance it, leaving it does not": (
        ":c a upr:ConsentToBeBound ; upr:concernsTreaty :t . :s a upr:Signature ; upr:concernsTreaty :t ."
        " :l a upr:LawAdoption ; upr:concernsTreaty :t . :d a upr:Denunciation ; upr:concernsTreaty :t ."
        " :e a upr:EntryIntoForce ; upr:concernsTreaty :t .",
        ":c upr:advances :t . :s upr:advances :t . :l upr:advances :t .",
    ),
    "a measure affects the law that its law amends, not the one it repeals": (
        ":m upr:resultsIn :l . :l eli:amends :old . :l eli:repeals :older .",
        ":m upr:affectsLaw :old .",
    ),
    "an assessment is the State's own when a body of its government made it": (
        ":a a upr:Assessment ; upr:assessedBy :b . :b a upr:GovernmentBody ."
        " :c a upr:Assessment ; upr:assessedBy :d . :d a upr:IntergovernmentalBody .",
        ":a a upr:StateAssessment .",
    ),
    "an assessment is the State's own when the State made it": (
        ":a a upr:Assessment ; upr:assessedBy :b . :b a upr:State .",
        ":a a upr:StateAssessment .",
    ),
    "an assessment by civil society": (
        ":a a upr:Assessment ; upr:assessedBy :b . :b a upr:CivilSocietyOrganization ."
        " :claim upr:statedBy :b .",
        ":a a upr:CivilSocietyAssessment .",
    ),
    "an assessment by a national human rights institution": (
        ":a a upr:Assessment ; upr:assessedBy :b . :b a upr:NationalHumanRightsInstitution .",
        ":a a upr:IndependentInstitutionAssessment .",
    ),
    "a consent binds to the treaty, a signature does not": (
        ":c upr:consentGivenBy :s ; upr:concernsTreaty :t . :g upr:takenBy :s ; upr:concernsTreaty :u .",
        ":s upr:hasConsentedTo :t .",
    ),
    "a thing has the body that is responsible for it": (
        ":x upr:responsibleFor :law ; upr:responsibleBody :b . :y upr:responsibleFor :law .",
        ":law upr:hasResponsibleBody :b .",
    ),
    "a recommendation is noted or supported by its current position": (
        ":r a upr:Recommendation ; upr:currentPosition :p . :p upr:positionStatus pos:noted ; upr:positionOn :r ."
        " :old upr:positionStatus pos:supported ; upr:positionOn :r ."
        " :q a upr:Recommendation ; upr:currentPosition :n . :n upr:positionStatus pos:supported ."
        " :u a upr:Recommendation ; upr:currentPosition :w . :w upr:positionStatus pos:pending .",
        ":r a upr:NotedRecommendation . :q a upr:SupportedRecommendation .",
    ),
    "the review one cycle earlier is the previous one, of the same State": (
        ":a upr:reviewOf :s ; upr:cycle 1 . :b upr:reviewOf :s ; upr:cycle 2 . :c upr:reviewOf :s ; upr:cycle 4 ."
        " :d upr:reviewOf :t ; upr:cycle 3 .",
        ":b upr:previousReview :a .",
    ),
    "what repeats what repeats another repeats it, and all are similar": (
        ":c upr:repeats :b . :b upr:repeats :a . :x upr:similarTo :y .",
        ":c upr:repeats :a . :a upr:similarTo :b, :c . :b upr:similarTo :a, :c . :c upr:similarTo :a, :b ."
        " :y upr:similarTo :x .",
    ),
    "the goal follows from the target": (
        ":r upr:sdgTarget :t . :t sdgo:isTargetOf :g .",
        ":r upr:sdgGoal :g .",
    ),
    "a theme brings the broader ones along, not the narrower or related ones": (
        ":r upr:theme :a . :a skos:broader :b . :b skos:broader :c . :d skos:broader :a . :a skos:related :e .",
        ":r upr:themeOrBroader :a, :b, :c .",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_follows_and_nothing_else(name: str) -> None:
    given, expected = CASES[name]
    assert inferred(given) == triples(expected)


def test_nothing_is_inferred_that_is_stated() -> None:
    assert inferred(":m upr:addressesNorm :p ; upr:advances :p .") == set()


def test_every_rule_has_a_case() -> None:
    made = {quad.predicate.value for _, text in CASES.values() for quad in triples(text)}
    made |= {
        quad.object.value
        for _, text in CASES.values()
        for quad in triples(text)
        if "type" in str(quad.predicate)
    }
    assert {term for rule in rules("inferred") for term in rule.makes} <= made


def test_a_property_or_class_is_made_by_one_rule_so_that_a_statement_can_say_which() -> None:
    every = [term for kind in ("derived", "inferred") for rule in rules(kind) for term in rule.makes]
    # Two rules make positions be on something; of one of them the position itself bears the name.
    every.remove(PREFIXES["upr"] + "positionOn")
    assert sorted(every) == sorted(set(every))


def test_only_project_terms_are_inferred() -> None:
    assert all(term.startswith(PREFIXES["upr"]) for rule in rules("inferred") for term in rule.makes)


def test_inference_sees_what_was_derived() -> None:
    store = Store()
    store.bulk_extend(
        triples(
            ':r a upr:Recommendation . :p upr:positionOn :r ; upr:positionStatus pos:noted ; upr:statedOn "2014" .'
        )
    )
    derive(store)
    classes = {q.object.value for q in made_by(infer, store) if isinstance(q.object, NamedNode)}
    assert PREFIXES["upr"] + "NotedRecommendation" in classes
