"""Each clause of the public account of Kazakhstan's review, told by the graph with its source graph.

The account is that of the Foreign Ministry on a meeting of October 2024, about the recommendations of 2019. What it says
was done is a claim of the ministry; what was done, and who had asked for it, stands beside the claim in other graphs.
"""

from collections.abc import Callable

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from ontology.prefixes import BASE

PREFIXES = f"""BASE <{BASE}>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX upr: <{BASE}ns#>
"""
MINISTRY = "id/body/KAZ/ministry-of-foreign-affairs"
MEETING = "<id/consultation/KAZ/upr-subgroup-2024-10-28>"
MEASURE = "<id/measure/KAZ/"
COMMISSIONER = "<id/body/KAZ/commissioner-for-human-rights>"

Rows = set[tuple[str, ...]]
Select = Callable[[str, str], Rows]


@pytest.fixture(scope="module")
def select(kazakhstan: Store) -> Select:
    """Rows of the named variables in the pattern; addresses of the project without their beginning."""

    def run(variables: str, pattern: str) -> Rows:
        found = kazakhstan.query(f"{PREFIXES}SELECT DISTINCT {variables} WHERE {{ {pattern} }}")
        assert isinstance(found, QuerySolutions)
        return {tuple(text(value) for value in solution) for solution in found}

    def text(value: object) -> str:
        return value.value.removeprefix(BASE) if isinstance(value, Literal | NamedNode) else ""

    return run


def graph(table: str, pattern: str) -> str:
    """The pattern, asked of the graph of one curated table."""
    return f"GRAPH <graph/curated/kazakhstan/{table}> {{ {pattern} }}"


def claim(key: str, pattern: str) -> str:
    """What the ministry claims under the review of 2019, in the graph of claims, with the page of the account."""
    subject = f"<id/claim/KAZ/{key}>"
    return graph(
        "claims",
        f"{subject} a upr:ImplementationClaim ; upr:statedBy <{MINISTRY}> ; upr:underReview <id/review/KAZ-3> ;"
        f" upr:statedIn <id/document/public-account-2024> ; foaf:page ?page . {subject} {pattern}",
    )


def ends(rows: Rows) -> set[str]:
    """The last part of the first column."""
    return {row[0].rpartition("/")[2] for row in rows}


def test_a_subgroup_of_the_dialogue_platform_met_on_28_october_2024(select: Select) -> None:
    assert select(
        "?date ?platform ?organizer",
        graph(
            "consultations",
            f"{MEETING} a upr:Consultation ; upr:date ?date ; upr:heldUnder ?platform ; upr:organizedBy ?organizer",
        ),
    ) == {("2024-10-28", "id/body/KAZ/human-dimension-dialogue-platform", MINISTRY)}
    [(basis,)] = select("?basis", graph("consultations", f"{MEETING} upr:dateBasis ?basis"))
    assert "the year is inferred" in basis


def test_the_meeting_has_the_offices_of_its_chairs_its_participants_and_what_was_discussed(
    select: Select,
) -> None:
    chairs = graph("consultations", f"{MEETING} upr:chairedBy ?post") + graph(
        "posts", "?post a org:Post ; org:postIn ?body"
    )
    assert select("?post ?body", chairs) == {
        ("id/post/KAZ/ambassador-at-large", MINISTRY),
        ("id/post/KAZ/vice-minister-of-justice", "id/body/KAZ/ministry-of-justice"),
    }
    assert ends(select("?who", graph("consultations", f"{MEETING} upr:participant ?who"))) == {
        "ministry-of-foreign-affairs",
        "ministry-of-justice",
        "government-agencies",
        "coalition-of-ngos",
    }
    assert select("?what", graph("consultations", f"{MEETING} upr:discussed ?what")) == {
        ("id/document/A/HRC/WG.6/48/KAZ/1",),
        ("id/document/alternative-report-2024",),
        ("id/review/KAZ-3",),
    }


def test_the_national_report_has_its_author_and_contributors(select: Select) -> None:
    report = "?report a upr:NationalReport ; upr:documentOf <id/review/KAZ-4> ; upr:preparedBy ?author ; upr:contributor ?with"
    assert select("?author ?with", graph("documents", report)) == {
        ("id/body/KAZ/ministry-of-justice", "id/body/KAZ/government-agencies"),
        ("id/body/KAZ/ministry-of-justice", "id/body/KAZ/civil-society-institutions"),
    }


def test_two_sources_agree_on_245_recommendations_and_only_one_says_taken_into_account(
    select: Select,
) -> None:
    counts = "?t upr:tallyOf <id/review/KAZ-3> ; upr:statedIn ?document ; upr:totalCount ?total ;"
    counts += (
        " upr:supportedCount ?supported ; upr:notedCount ?noted . OPTIONAL { ?t upr:notedWording ?wording }"
    )
    assert select("?document ?total ?supported ?noted ?wording", graph("tallies", counts)) == {
        ("id/document/A/HRC/43/2", "245", "214", "31", ""),
        ("id/document/public-account-2024", "245", "214", "31", "took into account"),
    }


def test_the_interdepartmental_plan_has_its_period_and_no_invented_act(select: Select) -> None:
    plan = "<id/plan/KAZ/upr-2020-2024>"
    period = (
        f"{plan} a upr:ActionPlan ; upr:planFor <id/review/KAZ-3> ; upr:validFrom ?from ; upr:validTo ?to"
    )
    assert select("?from ?to", graph("plans", period)) == {("2020", "2024")}
    [(note,)] = select("?note", graph("plans", f"{plan} upr:sourceNote ?note"))
    assert "Approving act: no source." in note
    assert not select("?act", f"GRAPH ?any {{ ?act upr:resultsIn {plan} }}")
    assert not select(
        "?body", f"GRAPH ?any {{ ?duty upr:responsibleFor {plan} ; upr:responsibleBody ?body }}"
    )
    assert select("?page", claim("account-interdepartmental-plan", f"upr:claimsSubject {plan}"))


def test_the_mandate_of_the_commissioner_has_its_measures_and_their_provisions(select: Select) -> None:
    bears_on = f"?measure a upr:InstitutionalMeasure ; upr:mandateOf {COMMISSIONER} ; upr:addressesNorm ?norm"
    found = select("?measure ?norm", graph("measures", bears_on))
    assert {(measure.rpartition("/")[2], norm.rpartition("/")[2]) for measure, norm in found} == {
        ("commissioner-own-law-2021", "A.1"),
        ("commissioner-own-law-2021", "A.2"),
        ("commissioner-own-law-2021", "A.3.a"),
        ("commissioner-own-law-2021", "B"),
        ("commissioner-in-constitution-2022", "A.2"),
        ("commissioner-in-constitution-2022", "B"),
        ("commissioner-constitutional-law-2022", "A.2"),
        ("commissioner-regional-offices-2022", "B.2"),
        ("commissioner-regional-offices-2022", "C.e"),
    }
    claimed = claim("account-paris-principles", "upr:claimsMeasure ?measure")
    assert ends(found) <= ends(select("?measure", claimed))


def test_the_mandate_rests_on_laws_of_which_one_is_repealed_and_the_status_stays_b(select: Select) -> None:
    through = graph("measures", f"?m upr:mandateOf {COMMISSIONER} ; upr:carriedOutThrough ?act")
    laws = graph("laws", "?act upr:resultsIn ?law . ?law eli:number ?number")
    assert {number for (number,) in select("?number", through + laws)} == {"947", "90-VII", "154-VII", "948"}
    repeal = graph("laws", "<id/law/KAZ/2022-11-05-154-VII> eli:repeals ?old")
    assert ends(select("?old", repeal)) == {"2021-12-29-90-VII"}
    status = f"?a upr:accreditationOf {COMMISSIONER} ; upr:accreditationStatus ?status ; upr:validFrom ?from"
    assert ("vocab/accreditation/B", "2012-03") in select("?status ?from", graph("accreditations", status))
    money = claim("account-commissioner-resources", "upr:claimsSubject <id/instrument/paris-principles/B.2>")
    assert select("?page", money)


@pytest.mark.parametrize(
    ("key", "instrument", "law", "steps"),
    [
        ("account-op-crc", "op-crc-ic", "2023-12-19-47-VIII", {"2023-02-07"}),
        ("account-op-crpd", "op-crpd", "2023-06-07-8-VIII", {"2008-12-11"}),
    ],
)
def test_each_protocol_has_its_signature_its_law_and_no_deposit_without_a_source(
    select: Select, key: str, instrument: str, law: str, steps: set[str]
) -> None:
    assert select("?page", claim(key, f"upr:claimsMeasure <id/measure/KAZ/adoption-{law}>"))
    assert select("?law", graph("laws", f"<id/measure/KAZ/adoption-{law}> upr:resultsIn ?law")) == {
        (f"id/law/KAZ/{law}",)
    }
    acts = f"?act a upr:TreatyAction ; upr:concernsTreaty <id/instrument/{instrument}> ; upr:date ?date"
    assert {date for (date,) in select("?date", graph("treaty_acts", acts))} == steps
    assert not select("?state", f"GRAPH ?any {{ ?state upr:hasConsentedTo <id/instrument/{instrument}> }}")


def test_the_protocol_on_disability_was_asked_for_twice_and_each_answer_stands(select: Select) -> None:
    asked = graph("links", f"{MEASURE}adoption-2023-06-07-8-VIII> upr:addresses ?recommendation")
    answered = graph(
        "positions",
        "?p upr:positionOn ?recommendation ; upr:positionStatus ?status ; upr:statedIn ?document",
    )
    assert select("?recommendation ?status ?document", asked + answered) == {
        ("id/recommendation/KAZ-1-95.1", "vocab/position/supported", "id/document/A/HRC/14/10"),
        ("id/recommendation/KAZ-2-126.8", "vocab/position/noted", "id/document/A/HRC/28/10"),
    }


def test_torture_and_violence_have_their_laws_and_what_they_amend(select: Select) -> None:
    through = graph("laws", "?act upr:resultsIn ?law . ?law eli:amends ?old")
    torture = claim("account-torture", "upr:claimsMeasure ?act") + through
    violence = claim("account-violence-against-women-and-children", "upr:claimsMeasure ?act") + through
    found = {
        (law.rpartition("/")[2], old.rpartition("/")[2])
        for law, old in select("?law ?old", torture) | select("?law ?old", violence)
    }
    assert found == {
        ("2023-03-17-212-VII", "2014-07-03-226-V"),
        ("2019-12-27-292-VI", "2011-12-26-family-code"),
        ("2019-12-27-292-VI", "2014-07-03-226-V"),
        ("2024-04-15-women-and-children", "2009-12-04-214-IV"),
        ("2024-04-15-women-and-children", "2011-12-26-family-code"),
        ("2024-04-15-women-and-children", "2014-07-03-226-V"),
        ("2024-04-15-women-and-children-administrative-offences", "2014-07-code-of-administrative-offences"),
    }
    asked = graph("links", f"{MEASURE}adoption-2023-03-17-212-VII> upr:addresses ?recommendation")
    assert "KAZ-2-124.1" in ends(select("?recommendation", asked))


def test_a_civil_society_reading_of_the_law_of_2024_competes_with_that_of_the_government(
    select: Select,
) -> None:
    readings = (
        "?claim upr:claimsMeasure <id/measure/KAZ/adoption-2024-04-15-women-and-children> ; upr:statedBy ?who"
    )
    assert select("?who", graph("claims", readings)) == {(MINISTRY,), ("id/body/KAZ/human-rights-watch",)}


def test_the_law_on_trafficking_has_its_authorised_bodies(select: Select) -> None:
    law = "<id/law/KAZ/2024-07-05-110-VIII>"
    assert select("?page", claim("account-trafficking", f"upr:claimsSubject {law}"))
    duty = f"?duty upr:responsibleFor {law} ; upr:role <vocab/role/authorised-body> ; upr:responsibleBody ?body ;"
    duty += " upr:standing ?standing ; foaf:page ?page"
    assert select("?body ?standing", graph("responsibilities", duty)) == {
        ("id/body/KAZ/ministry-of-internal-affairs", "vocab/standing/confirmed"),
        ("id/body/KAZ/ministry-of-labour-and-social-protection", "vocab/standing/partly"),
    }


def test_the_law_on_parties_is_amended_where_the_account_says_new_and_both_are_kept(select: Select) -> None:
    law = "<id/law/KAZ/2002-07-15-344-II>"
    [(summary, note)] = select(
        "?summary ?note",
        claim(
            "account-political-parties",
            f"upr:claimsSubject {law} ; upr:summary ?summary ; upr:sourceNote ?note",
        ),
    )
    assert "new law" in summary
    assert "amendments" in note
    amended = claim("account-political-parties", "upr:claimsMeasure ?act") + graph(
        "laws", f"?act upr:resultsIn ?amendment . ?amendment eli:amends {law}"
    )
    assert ends(select("?amendment", amended)) == {
        "2020-05-political-parties",
        "2022-political-parties",
        "2024-07-05-115-VIII",
    }
    assert not select("?newer", f"GRAPH ?any {{ ?newer eli:repeals {law} }}")


def test_assemblies_have_a_new_law_and_administrative_procedure_a_new_code(select: Select) -> None:
    replaced = claim("account-peaceful-assemblies", "upr:claimsMeasure ?act") + graph(
        "laws", "?act upr:resultsIn ?law . ?law eli:number ?number ; eli:repeals ?old"
    )
    assert select("?number ?old", replaced) == {("333-VI", "id/law/KAZ/1995-03-17-peaceful-assemblies")}
    code = claim("account-administrative-procedural-code", "upr:claimsMeasure ?act") + graph(
        "laws", "?act upr:resultsIn ?law . ?law eli:number ?number ; upr:lawKind ?kind"
    )
    assert select("?number ?kind", code) == {("350-VI", "vocab/law/code")}


@pytest.mark.parametrize(
    ("key", "numbers"),
    [
        ("account-persons-with-disabilities", {"129-VII", "224-VII"}),
        ("account-children-without-parental-care", {"292-VI", "224-VII"}),
    ],
)
def test_support_of_persons_with_disabilities_and_of_children_has_its_laws(
    select: Select, key: str, numbers: set[str]
) -> None:
    laws = claim(key, "upr:claimsMeasure ?act") + graph(
        "laws", "?act upr:resultsIn ?law . ?law eli:number ?number ; foaf:page ?where"
    )
    assert {number for (number,) in select("?number", laws)} == numbers


def test_eight_alternative_reports_are_a_declared_count_and_one_was_discussed(select: Select) -> None:
    count = "?c upr:countOf <id/review/KAZ-4> ; upr:countedKind <vocab/document/stakeholder-submission> ;"
    count += " upr:count ?count ; upr:statedIn ?document"
    assert select("?count ?document", graph("counts", count)) == {("8", "id/document/public-account-2024")}
    named = graph("documents", "?report a upr:StakeholderSubmission ; upr:documentOf <id/review/KAZ-4>")
    assert 1 <= len(select("?report", named)) <= 8
    discussed = named + graph("consultations", f"{MEETING} upr:discussed ?report")
    assert ends(select("?report", discussed)) == {"alternative-report-2024"}


def test_each_thing_done_is_a_claim_of_the_ministry_beside_the_earlier_recommendations(
    select: Select,
) -> None:
    made = graph("claims", f"?claim upr:statedBy <{MINISTRY}> ; upr:underReview <id/review/KAZ-3>")
    measured = graph("claims", "?claim upr:claimsMeasure ?measure")
    asked = graph("links", "?measure upr:addresses ?recommendation")
    answered = "GRAPH <graph/derived> { ?recommendation upr:currentPosition ?position }"
    claims = ends(select("?claim", made))
    assert len(claims) == 13
    assert claims - ends(select("?claim", made + measured)) == {"account-interdepartmental-plan"}
    assert claims - ends(select("?claim", made + measured + asked + answered)) == {
        "account-interdepartmental-plan",
        "account-op-crc",
        "account-administrative-procedural-code",
    }
