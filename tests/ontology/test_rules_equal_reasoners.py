"""What the rules of ontology/rules/inferred make is what HermiT and OWL-RL infer from the axioms, no more, no less.

`upr:previousReview` counts cycles, which OWL cannot: its rule has no axiom beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import owlrl
import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse
from rdflib import Graph

from graph_loader.derive import infer
from ontology.prefixes import BASE, PREFIXES
from ontology.reasoning_hermit import Limits, Statement, run
from ontology.reasoning_schema import SUBCLASS, SUBPROPERTY, TYPE, is_schema, ontology_statements
from ontology.rule import rules

HEAD = (
    "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + f"@prefix : <{BASE}id/x/> .\n"
)
NO_AXIOM = {f"<{PREFIXES['upr']}previousReview>"}
ACTS = {f"<{BASE}id/x/consent>", f"<{BASE}id/x/signature>"}
ADVANCES = f"<{PREFIXES['upr']}advances>"
"""Of these acts a rule says that they advance their treaty: OWL cannot say so of some classes only."""
MADE = {f"<{name}>" for rule in rules("inferred") for name in rule.makes} - NO_AXIOM
AXIOMS = [one for one in ontology_statements() if is_schema(one)]

FIXTURE = """
:asked upr:inReview :review . :review upr:reviewOf :arcadia . :review2 upr:reviewOf :arcadia .
:arcadia a upr:State .

:act upr:fulfils :item . :item upr:plansFor :asked .
:reform upr:addressesNorm :provision ; upr:addresses :asked2 . :provision upr:provisionOf :principles .
:asked2 upr:refersTo :article . :article upr:provisionOf :treaty .
:reform upr:carriedOutThrough :act .

:adoption upr:resultsIn :law . :law eli:amends :older . :law eli:repeals :oldest .
:consent a upr:ConsentToBeBound ; upr:consentGivenBy :arcadia ; upr:concernsTreaty :treaty .
:signature a upr:Signature ; upr:takenBy :borduria ; upr:concernsTreaty :treaty .
:duty upr:responsibleFor :law ; upr:responsibleBody :ministry . :ministry a upr:GovernmentBody .

:own a upr:Assessment ; upr:assessedBy :ministry . :own2 a upr:Assessment ; upr:assessedBy :arcadia .
:ngoView a upr:Assessment ; upr:assessedBy :ngo . :ngo a upr:CivilSocietyOrganization .
:nhriView a upr:Assessment ; upr:assessedBy :nhri . :nhri a upr:NationalHumanRightsInstitution .
:unView a upr:Assessment ; upr:assessedBy :un . :un a upr:IntergovernmentalBody .

:no a upr:Recommendation ; upr:currentPosition :noted . :noted upr:positionStatus pos:noted .
:yes a upr:Recommendation ; upr:currentPosition :supported . :supported upr:positionStatus pos:supported .
:open a upr:Recommendation ; upr:currentPosition :pending . :pending upr:positionStatus pos:pending .

:asked upr:theme :prisons . :prisons skos:broader :detention . :detention skos:broader :liberty .
:asked2 upr:theme :label . :custody skos:exactMatch :label . :harm skos:narrowMatch :label . :near skos:closeMatch :label .
:custody skos:broader :detention . :label skos:broadMatch :apart . :part skos:broadMatch :label .
:asked upr:sdgTarget :target . :target sdgo:isTargetOf :goal .
:third upr:repeats :second . :second upr:repeats :first . :one upr:similarTo :other .
"""


def facts(turtle: str) -> list[Statement]:
    quads = parse((HEAD + turtle).encode(), RdfFormat.TURTLE)
    return [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads]


def about_what_rules_make(statements: Iterable[Statement]) -> set[Statement]:
    """New statements on the fixture's things with a property, or of a class, that a rule makes."""
    thing = f"<{BASE}id/x/"
    known = set(facts(FIXTURE))
    made = {one for one in statements if (one[2] if one[1] == TYPE else one[1]) in MADE}
    new = {one for one in made - known if one[0].startswith(thing)}
    return {one for one in new if not (one[0] in ACTS and one[1] == ADVANCES)}


def by_rules() -> set[Statement]:
    store = Store()
    store.bulk_extend(Quad(*quad.triple) for quad in parse((HEAD + FIXTURE).encode(), RdfFormat.TURTLE))
    made = parse(b"".join(infer(store)), RdfFormat.N_QUADS)
    return about_what_rules_make((str(q.subject), str(q.predicate), str(q.object)) for q in made)


def by_hermit() -> set[Statement]:
    """HermiT names each fact once, at its lowest property and class; those above follow."""
    out, _ = run(("-N", "-I", "-Y"), [[*AXIOMS, *facts(FIXTURE)]], Limits())
    found: set[Statement] = set()
    for name, known in re.findall(r"^(<\S+>) \(known instances: (.*?) \| possible", out, re.MULTILINE):
        found |= {(one, name, other) for one, other in re.findall(r"\((<[^>]+>), (<[^>]+>)\)", known)}
    found |= {
        (thing, TYPE, kind) for thing, kind in re.findall(r"^Type\( (<[^>]+>) (<[^>]+>) \)$", out, re.M)
    }
    return about_what_rules_make(_with_those_above(found | set(facts(FIXTURE))))


def _with_those_above(found: set[Statement]) -> set[Statement]:
    above = {(s, o) for s, p, o in AXIOMS if p in (SUBCLASS, SUBPROPERTY)}
    while True:
        more = {(s, parent, o) for s, p, o in found for name, parent in above if p == name}
        more |= {(s, p, parent) for s, p, o in found if p == TYPE for name, parent in above if o == name}
        if more <= found:
            return found
        found = found | more


def by_owl_rl() -> set[Statement]:
    graph = Graph()
    graph.parse(data="".join(f"{s} {p} {o} .\n" for s, p, o in (*AXIOMS, *facts(FIXTURE))), format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return about_what_rules_make((s.n3(), p.n3(), o.n3()) for s, p, o in graph)


def test_the_fixture_makes_every_rule_with_an_axiom_infer() -> None:
    made = {o if p == TYPE else p for _, p, o in by_rules()}
    assert made == MADE


@pytest.mark.slow
def test_the_rules_infer_what_hermit_infers() -> None:
    assert by_rules() == by_hermit()


@pytest.mark.slow
def test_the_rules_infer_what_owl_rl_infers() -> None:
    assert by_rules() == by_owl_rl()
