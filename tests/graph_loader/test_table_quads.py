"""Rows of curated tables as statements of the graph. All bodies, laws and recommendations are invented."""

import pytest
from pyoxigraph import Literal, NamedNode

from graph_loader.mapping import reading_quads
from graph_loader.records import SourceReading
from graph_loader.sources.table import read_table
from ontology.prefixes import BASE, PREFIXES

SDG = PREFIXES["sdg"]
LABEL = "skos:prefLabel"


def said(text: str, path: str) -> set[tuple[str, str]]:
    """(predicate, object) of one thing below `id/`, as a table says, without standing and place."""
    subject = NamedNode(f"{BASE}id/{path}")
    found = {(short(q.predicate), short(q.object)) for q in reading_quads(read(text)) if q.subject == subject}
    return {(p, o) for p, o in found if p not in ("upr:standing", "upr:foundAt")}


def read(text: str) -> SourceReading:
    reading = read_table(text.encode(), "table.csv")
    assert reading.problems == ()
    return reading


def short(term: object) -> str:
    if isinstance(term, Literal):
        kind = term.language or term.datatype.value.rsplit("#")[-1]
        return f"{term.value}@{kind}"
    assert isinstance(term, NamedNode)
    for prefix in ("upr", "org", "prov", "skos", "foaf", "rdf"):
        if term.value.startswith(PREFIXES[prefix]):
            return f"{prefix}:{term.value.removeprefix(PREFIXES[prefix])}"
    return term.value.removeprefix(f"{BASE}id/").removeprefix(BASE)


def test_a_claim_says_who_says_what_about_which_review() -> None:
    table = (
        "state,key,claimed_by,review,measures,subjects,recommendations,summary,document,date\n"
        "SMR,snails,body/SMR/snail-office,SMR-9,measure/SMR/vote|measure/SMR/census,law/SMR/goats|"
        "instrument/CRPD,SMR-9-4.1|SMR-C9-4.2,Snails now vote,A/HRC/99/2 para 7,2031-01\n"
    )
    assert said(table, "claim/SMR/snails") == {
        ("rdf:type", "upr:ImplementationClaim"),
        ("upr:statedBy", "body/SMR/snail-office"),
        ("upr:underReview", "review/SMR-9"),
        ("upr:claimsMeasure", "measure/SMR/vote"),
        ("upr:claimsMeasure", "measure/SMR/census"),
        ("upr:claimsSubject", "law/SMR/goats"),
        ("upr:claimsSubject", "instrument/crpd"),
        ("upr:claimsOn", "recommendation/SMR-9-4.1"),
        ("upr:claimsOn", "recommendation/SMR-9-4.2"),
        ("upr:summary", "Snails now vote@en"),
        (LABEL, "Snails now vote@en"),
        ("upr:statedIn", "document/A/HRC/99/2"),
        ("upr:paragraph", "7@string"),
        ("upr:statedOn", "2031-01@gYearMonth"),
    }
    assert ("upr:symbol", "A/HRC/99/2@string") in said(table, "document/A/HRC/99/2")


STATEMENTS = (
    "key,review,kind,stated_by,summary,status,asks_for,document,date\n"
    "fiji-1,SMR-9,recommendation,state/FJI,Join the treaty on children,,crc,fiji-speech,2030\n"
    "league-1,SMR-9,position,body/SMR/snail-league,Votes for snails: noted,did not enjoy support,,,2030-07\n"
)


def test_a_statement_of_a_recommendation_asks_for_norms() -> None:
    assert said(STATEMENTS, "statement/SMR/fiji-1") == {
        ("rdf:type", "upr:RecommendationStatement"),
        ("upr:statedBy", "state/FJI"),
        ("upr:underReview", "review/SMR-9"),
        ("upr:summary", "Join the treaty on children@en"),
        (LABEL, "Join the treaty on children@en"),
        ("upr:asksFor", "instrument/crc"),
        ("upr:statedIn", "document/fiji-speech"),
        ("upr:statedOn", "2030@gYear"),
    }


def test_an_account_of_a_position_has_a_status_and_is_no_position() -> None:
    assert said(STATEMENTS, "statement/SMR/league-1") == {
        ("rdf:type", "upr:PositionAccount"),
        ("upr:statedBy", "body/SMR/snail-league"),
        ("upr:underReview", "review/SMR-9"),
        ("upr:summary", "Votes for snails: noted@en"),
        (LABEL, "Votes for snails: noted@en"),
        ("upr:accountedStatus", "vocab/position/noted"),
        ("upr:statedOn", "2030-07@gYearMonth"),
    }


def test_a_classification_adds_to_the_recommendation_and_nothing_else() -> None:
    table = (
        "recommendation,themes,groups,action,sdg_targets,method,basis\n"
        "SMR-9-4.1,Torture|fair_trial,women,4,16.3|5.C|16,manual,asks for paint\n"
    )
    assert said(table, "recommendation/SMR-9-4.1") == {
        ("upr:theme", "vocab/theme/torture"),
        ("upr:theme", "vocab/theme/fair-trial"),
        ("upr:affectedGroup", "vocab/affected-group/women"),
        ("upr:actionCategory", "vocab/action/4"),
        ("upr:sdgTarget", f"{SDG}16.3"),
        ("upr:sdgTarget", f"{SDG}5.c"),
        ("upr:sdgGoal", f"{SDG}16"),
    }
    assert len(list(reading_quads(read(table)))) == 7


def test_an_item_of_a_plan_sorts_by_its_number() -> None:
    table = (
        "state,plan,number,title,deadline,recommendations,indicator\n"
        "SMR,paint-plan,2.10,Paint the north wall,2031,SMR-9-4.1,A blue wall\n"
    )
    assert said(table, "plan-item/SMR/paint-plan/2.10") == {
        ("rdf:type", "prov:Entity"),
        ("rdf:type", "prov:Plan"),
        ("rdf:type", "upr:PlanItem"),
        ("upr:itemOf", "plan/SMR/paint-plan"),
        ("upr:itemNumber", "2.10@string"),
        ("upr:sortKey", "00002.00010@string"),
        ("upr:deadline", "2031@gYear"),
        ("upr:plansFor", "recommendation/SMR-9-4.1"),
        ("upr:indicator", "indicator/SMR/paint-plan/2.10"),
        (LABEL, "Paint the north wall@en"),
    }
    assert said(table, "indicator/SMR/paint-plan/2.10") == {
        ("rdf:type", "upr:Indicator"),
        (LABEL, "A blue wall@en"),
    }


def test_a_responsibility_is_named_by_body_role_and_target() -> None:
    table = (
        "state,body,role,target,valid_from,valid_to,basis\n"
        "SMR,office-of-paint,co-executor,plan-item/SMR/paint-plan/2.10,2030-01-01,2031,measure 2.10\n"
    )
    path = "responsibility/SMR/office-of-paint/co-executor/2030-01-01/plan-item/SMR/paint-plan/2.10"
    assert said(table, path) == {
        ("rdf:type", "upr:Responsibility"),
        ("upr:responsibleBody", "body/SMR/office-of-paint"),
        ("upr:responsibleFor", "plan-item/SMR/paint-plan/2.10"),
        ("upr:role", "vocab/role/co-executor"),
        ("upr:validFrom", "2030-01-01@date"),
        ("upr:validTo", "2031@gYear"),
        ("upr:basis", "measure 2.10@en"),
        (LABEL, "Office of paint: co-executor@en"),
    }


def test_an_assessment_is_named_by_assessor_and_day() -> None:
    table = (
        "recommendation,assessed_by,rating,as_of,document,evidence\n"
        "SMR-9-4.1,body/SMR/snail-league,partially implemented,2031-06,league-report,measure/SMR/vote|"
        "document/A/HRC/99/2\n"
        "SMR-9-4.1,state/SMR,fully-implemented,,,\n"
    )
    assert said(table, "assessment/SMR-9-4.1/body-SMR-snail-league/2031-06") == {
        ("rdf:type", "upr:Assessment"),
        ("upr:assesses", "recommendation/SMR-9-4.1"),
        ("upr:assessedBy", "body/SMR/snail-league"),
        ("upr:rating", "vocab/rating/partially-implemented"),
        ("upr:asOf", "2031-06@gYearMonth"),
        ("upr:statedIn", "document/league-report"),
        ("upr:evidence", "measure/SMR/vote"),
        ("upr:evidence", "document/A/HRC/99/2"),
        (LABEL, "SMR-9-4.1: partially implemented@en"),
    }
    assert ("upr:assessedBy", "state/SMR") in said(table, "assessment/SMR-9-4.1/state-SMR")


def test_a_consultation_keeps_how_its_date_was_told() -> None:
    table = (
        "state,key,title,date,date_basis,platform,organizer,chairs,participants,discussed\n"
        "SMR,lamp-talk,Talk about lamps,2030-02-03,the year is inferred,lamp-forum,office-of-paint,"
        "post/SMR/keeper|body/SMR/office-of-paint,state/FJI|group/asia-pacific,review/SMR-9|document/A/HRC/99/2\n"
    )
    assert said(table, "consultation/SMR/lamp-talk") == {
        ("rdf:type", "prov:Activity"),
        ("rdf:type", "upr:Consultation"),
        ("upr:date", "2030-02-03@date"),
        ("upr:dateBasis", "the year is inferred@en"),
        ("upr:heldUnder", "body/SMR/lamp-forum"),
        ("upr:organizedBy", "body/SMR/office-of-paint"),
        ("upr:chairedBy", "post/SMR/keeper"),
        ("upr:chairedBy", "body/SMR/office-of-paint"),
        ("upr:participant", "state/FJI"),
        ("upr:participant", "group/asia-pacific"),
        ("upr:discussed", "review/SMR-9"),
        ("upr:discussed", "document/A/HRC/99/2"),
        (LABEL, "Talk about lamps@en"),
    }


def test_a_post_is_in_a_body() -> None:
    table = "state,key,name,body\nSMR,keeper,Keeper of lamps,office-of-paint\n"
    assert said(table, "post/SMR/keeper") == {
        ("rdf:type", "org:Post"),
        ("org:postIn", "body/SMR/office-of-paint"),
        (LABEL, "Keeper of lamps@en"),
    }


def test_a_merger_has_bodies_before_and_after() -> None:
    table = "state,key,date,from,to\nSMR,merged,2030,office-of-lamps|office-of-paint,lighthouse-agency\n"
    assert said(table, "body-change/SMR/merged") == {
        ("rdf:type", "prov:Activity"),
        ("rdf:type", "org:ChangeEvent"),
        ("upr:date", "2030@gYear"),
        ("org:originalOrganization", "body/SMR/office-of-lamps"),
        ("org:originalOrganization", "body/SMR/office-of-paint"),
        ("org:resultingOrganization", "body/SMR/lighthouse-agency"),
        (LABEL, "Office of lamps, Office of paint became Lighthouse agency@en"),
    }


def test_a_declared_count_is_named_by_review_kind_and_document() -> None:
    table = "review,kind,count,document,as_of\nSMR-9,stakeholder-submission,8,A/HRC/99/2 para 5,2030\n"
    assert said(table, "count/SMR-9/stakeholder-submission/A-HRC-99-2") == {
        ("rdf:type", "upr:DeclaredCount"),
        ("upr:countOf", "review/SMR-9"),
        ("upr:countedKind", "vocab/document/stakeholder-submission"),
        ("upr:count", "8@integer"),
        ("upr:statedIn", "document/A/HRC/99/2"),
        ("upr:asOf", "2030@gYear"),
        ("upr:paragraph", "5@string"),
        (LABEL, "Stakeholder submission: 8@en"),
    }


LINKS = (
    "recommendation,relation,target,basis,method,version,score,note\n"
    "SMR-9-4.1,addresses,measure/SMR/vote,same matter,,,,\n"
    "SMR-9-4.1,open-since,measure/SMR/vote,asks for more,,,,\n"
    "SMR-9-4.1,resulted-in-body,body/SMR/snail-office,asks for it,,,,\n"
    "SMR-9-4.1,refers-to,instrument/paris-principles/a.2,named,software,gazetteer 1,0.85,by its number\n"
    "SMR-9-4.1,repeats,recommendation/SMR-8-7.2,same words,,,,\n"
    "SMR-9-4.1,similar-to,recommendation/SMR-8-7.2,same aim,software,shingles 1,1,\n"
)
REC = "recommendation/SMR-9-4.1"


@pytest.mark.parametrize(
    ("path", "relation", "start", "end"),
    [
        ("measure-SMR-vote", "addresses", "measure/SMR/vote", REC),
        ("open-since/measure-SMR-vote", "open-since", "measure/SMR/vote", REC),
        ("body-SMR-snail-office", "resulted-in-body", "body/SMR/snail-office", REC),
        ("repeats/recommendation-SMR-8-7.2", "repeats", REC, "recommendation/SMR-8-7.2"),
        (
            "similar-to/recommendation-SMR-8-7.2/table/SMR/links/table",
            "similar-to",
            REC,
            "recommendation/SMR-8-7.2",
        ),
        (
            "refers-to/instrument-paris-principles-A.2/table/SMR/links/table",
            "refers-to",
            REC,
            "instrument/paris-principles/A.2",
        ),
    ],
)
def test_each_link_has_an_iri_of_its_own_and_a_direction(
    path: str, relation: str, start: str, end: str
) -> None:
    found = said(LINKS, f"link/SMR-9-4.1/{path}")
    ends = {(p, o) for p, o in found if p in ("upr:linkFrom", "upr:linkTo", "upr:linkRelation")}
    assert ends == {
        ("upr:linkFrom", start),
        ("upr:linkTo", end),
        ("upr:linkRelation", f"vocab/link-relation/{relation}"),
    }


def test_direct_statements_stand_beside_the_links_that_have_one() -> None:
    assert said(LINKS, REC) == {
        ("upr:refersTo", "instrument/paris-principles/A.2"),
        ("upr:repeats", "recommendation/SMR-8-7.2"),
        ("upr:similarTo", "recommendation/SMR-8-7.2"),
    }
    assert said(LINKS, "measure/SMR/vote") == {("upr:addresses", REC)}
    assert said(LINKS, "body/SMR/snail-office") == set()


def test_a_link_by_software_says_its_version_and_score() -> None:
    assert said(LINKS, "link/SMR-9-4.1/refers-to/instrument-paris-principles-A.2/table/SMR/links/table") >= {
        ("upr:linkMethod", "vocab/link-method/software"),
        ("upr:methodVersion", "gazetteer 1@string"),
        ("upr:score", "0.85@decimal"),
        ("upr:basis", "named@en"),
        ("upr:sourceNote", "by its number@en"),
    }


def test_a_body_has_a_parent_a_period_and_names_in_its_languages() -> None:
    table = (
        "state,key,kind,name,parent,valid_from,valid_to,name_ru,name_kk\n"
        "SMR,lamps,government-body,Office of lamps,office-of-paint,2029,2031-05,Служба ламп,Шам қызметі\n"
    )
    assert said(table, "body/SMR/lamps") >= {
        ("org:subOrganizationOf", "body/SMR/office-of-paint"),
        ("upr:validFrom", "2029@gYear"),
        ("upr:validTo", "2031-05@gYearMonth"),
        (LABEL, "Office of lamps@en"),
        (LABEL, "Служба ламп@ru"),
        (LABEL, "Шам қызметі@kk"),
    }


def test_a_law_has_titles_in_its_languages_and_its_adoption_one_label() -> None:
    table = (
        "state,key,kind,title,number,title_ru,title_kk\n"
        "SMR,goats,order,Order on goats,1,Приказ о козах,Ешкілер туралы бұйрық\n"
    )
    assert {o for p, o in said(table, "law/SMR/goats") if p == LABEL} == {
        "Order on goats@en",
        "Приказ о козах@ru",
        "Ешкілер туралы бұйрық@kk",
    }
    assert {o for p, o in said(table, "measure/SMR/adoption-goats") if p == LABEL} == {
        "Adoption: Order on goats@en"
    }


def test_a_measure_says_what_it_is_aimed_at_and_how_it_was_done() -> None:
    table = (
        "state,key,kind,title,norms,carried_out_through,mandate_of,fulfils,measure_kind\n"
        "SMR,wider,institutional,A wider mandate,paris-principles/A.1|crpd,measure/SMR/adoption-goats,"
        "snail-office,plan-item/SMR/paint-plan/2.10,mandate-changed\n"
    )
    assert said(table, "measure/SMR/wider") == {
        ("rdf:type", "upr:Measure"),
        ("rdf:type", "upr:InstitutionalMeasure"),
        ("upr:takenBy", "state/SMR"),
        ("upr:addressesNorm", "instrument/paris-principles/A.1"),
        ("upr:addressesNorm", "instrument/crpd"),
        ("upr:carriedOutThrough", "measure/SMR/adoption-goats"),
        ("upr:mandateOf", "body/SMR/snail-office"),
        ("upr:fulfils", "plan-item/SMR/paint-plan/2.10"),
        ("upr:measureKind", "vocab/measure/mandate-changed"),
        (LABEL, "A wider mandate@en"),
    }


@pytest.mark.parametrize(
    ("kind", "own"),
    [
        ("national-report", {"upr:NationalReport"}),
        ("mid-term-report", {"upr:MidTermReport"}),
        ("stakeholder-submission", {"upr:StakeholderSubmission"}),
        ("web-page", set()),
    ],
)
def test_a_document_has_the_class_of_its_kind_and_its_authors(kind: str, own: set[str]) -> None:
    table = (
        "key,kind,url,prepared_by,contributors\n"
        f"paper,{kind},https://example.org/,body/SMR/office-of-paint,state/SMR|body/SMR/snail-league\n"
    )
    found = said(table, "document/paper")
    assert {o for p, o in found if p == "rdf:type"} == {"upr:Document", *own}
    assert found >= {
        ("upr:preparedBy", "body/SMR/office-of-paint"),
        ("upr:contributor", "state/SMR"),
        ("upr:contributor", "body/SMR/snail-league"),
    }


def test_a_tally_keeps_the_word_of_its_source() -> None:
    table = "review,document,supported,noted,noted_wording\nSMR-9,A/HRC/99/2,2,1,taken into account\n"
    assert ("upr:notedWording", "taken into account@en") in said(table, "tally/SMR-9/A-HRC-99-2")


@pytest.mark.parametrize(("act", "consents"), [("accession", True), ("deposit", True), ("signature", False)])
def test_who_consents_to_be_bound_is_said_of_consents_only(act: str, consents: bool) -> None:
    found = said(f"state,instrument,act,date\nSMR,cat,{act},2030\n", f"measure/SMR/cat-{act}-2030")
    assert ("upr:takenBy", "state/SMR") in found
    assert (("upr:consentGivenBy", "state/SMR") in found) is consents


def test_every_row_says_its_standing_page_note_and_place() -> None:
    table = (
        "state,key,name,body,source_url,standing,note\n"
        "SMR,keeper,Keeper of lamps,office-of-paint,https://example.org/k,partly,Name not seen\n"
    )
    reading = read(table)
    found = {
        (short(q.predicate), short(q.object)) for q in reading_quads(reading) if "post" in str(q.subject)
    }
    assert found >= {
        ("upr:standing", "vocab/standing/partly"),
        ("foaf:page", "https://example.org/k"),
        ("upr:sourceNote", "Name not seen@en"),
        ("upr:foundAt", "graph/table/SMR/posts/table#row=2"),
    }


def subjects(table: str) -> set[str]:
    return {short(quad.subject) for quad in reading_quads(read(table))}


def test_duties_for_items_of_plans_with_hyphens_in_their_keys_are_two() -> None:
    table = (
        "state,body,role,target,basis\n"
        "SMR,paint,lead,plan-item/SMR/p-1/2,x\n"
        "SMR,paint,lead,plan-item/SMR/p/1-2,y\n"
    )
    start = "responsibility/SMR/paint/lead/plan-item/SMR"
    assert subjects(table) == {f"{start}/p-1/2", f"{start}/p/1-2"}


def test_a_duty_that_a_body_had_twice_is_two() -> None:
    table = (
        "state,body,role,target,basis,valid_from,valid_to\n"
        "SMR,paint,lead,law/SMR/x,x,2030,2031\n"
        "SMR,paint,lead,law/SMR/x,y,2033,\n"
    )
    start = "responsibility/SMR/paint/lead"
    assert subjects(table) == {f"{start}/2030/law/SMR/x", f"{start}/2033/law/SMR/x"}


def test_a_person_and_software_may_make_the_same_link() -> None:
    table = (
        "recommendation,relation,target,basis,method,version\n"
        "SMR-9-1,refers-to,instrument/crpd,x,,\n"
        "SMR-9-1,refers-to,instrument/crpd,y,software,1\n"
    )
    start = "link/SMR-9-1/refers-to/instrument-crpd"
    assert subjects(table) == {"recommendation/SMR-9-1", start, f"{start}/table/SMR/links/table"}


def test_a_status_and_a_membership_of_one_day_are_two() -> None:
    table = "state,body,status,valid_from\nSMR,goats,A,2030-01\nSMR,goats,apf-associate,2030-01\n"
    assert subjects(table) == {
        "accreditation/SMR/goats/2030-01",
        "membership/SMR/goats/asia-pacific-forum/2030-01",
        "body/asia-pacific-forum",
    }
