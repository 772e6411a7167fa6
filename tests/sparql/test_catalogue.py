from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology.errors import ParseError, UnknownName, UsageError
from sparql.catalogue import Parameter, bind, catalogue, find, load, parse

TEXT = """\
# title: Recommendations of a review
# question: What did other States recommend,
#   and what was the answer?
# param review (required): the review, such as KAZ-2
# param state: a State that recommended
# param before (date): only what was said before that day
# param words: text to look for (required)
# columns: recommendation, position
# since: 0.1
PREFIX upr: <https://w3id.org/upr-graph/ns#>
SELECT ?recommendation ?position WHERE {
  # VALUES
  ?recommendation upr:inReview ?review ; upr:recommendedBy ?state ; upr:text ?words ; upr:date ?before .
  OPTIONAL { ?position upr:positionOn ?recommendation }
}
ORDER BY ?recommendation
"""
QUERY = parse("recommendations", TEXT)
BASE = "https://w3id.org/upr-graph/"


def test_the_header_becomes_the_description() -> None:
    assert (QUERY.name, QUERY.title, QUERY.since) == ("recommendations", "Recommendations of a review", "0.1")
    assert QUERY.question == "What did other States recommend, and what was the answer?"
    assert QUERY.columns == ("recommendation", "position")
    assert QUERY.parameters == (
        Parameter("review", "the review, such as KAZ-2", "review", True),
        Parameter("state", "a State that recommended", "state", False),
        Parameter("before", "only what was said before that day", "date", False),
        Parameter("words", "text to look for", "text", True),
    )
    assert QUERY.text == TEXT


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("# title: Recommendations of a review\n", "", "1: the query has no line '# title: …'"),
        (
            "# question: What did other States recommend,\n#   and what was the answer?\n",
            "",
            "no line '# question: …'",
        ),
        ("# columns: recommendation, position", "# columns:", "no line '# columns: …'"),
        ("# columns", "\n# columns", "no line '# columns: …'"),
        ("# since: 0.1", "# title: Another", "9: the query has a second line '# title:'"),
        ("# param state: ", "# param the state: ", "5: .*'# param NAME: description'"),
        (
            "# param state: a State that recommended",
            "# param state:",
            "5: .*'# param NAME: description'",
        ),
        (
            "# param state:",
            "# param country:",
            r"names 'country' in its header, but has no variable \?country",
        ),
        (
            "# param state:",
            "# param state (country):",
            "5: the query gives state no kind of body, date,",
        ),
        ("# param state:", "# param review:", "describes a parameter twice"),
        ("# columns: recommendation,", "# columns: answer,", r"has no variable \?answer"),
        ("  # VALUES\n", "", "no line '# VALUES'"),
        ("SELECT ?recommendation", "SELEKT ?recommendation", "does not begin as a query does"),
    ],
)
def test_a_query_with_an_incomplete_header_does_not_load(old: str, new: str, message: str) -> None:
    with pytest.raises(ParseError, match=rf"^broken\.rq, line .*{message}"):
        parse("broken", TEXT.replace(old, new, 1))


def test_queries_are_loaded_from_a_folder_by_name(tmp_path: Path) -> None:
    for name in ("second", "first"):
        (tmp_path / f"{name}.rq").write_text(TEXT)
    (tmp_path / "README.md").write_text("no query")
    assert list(load(tmp_path)) == ["first", "second"]


def test_the_shipped_catalogue_loads() -> None:
    assert all(query.name == name for name, query in catalogue().items())
    assert catalogue() is catalogue()


def test_an_unknown_query_suggests_the_nearest() -> None:
    queries = dict.fromkeys(("open-recommendations", "treaty-status", "open-measures"), QUERY)
    assert find("treaty-status", queries) is QUERY
    with pytest.raises(
        UnknownName, match=r"no query 'open-recomendations'. Did you mean open-recommendations"
    ):
        find("open-recomendations", queries)
    with pytest.raises(UnknownName, match=r"no query 'zzz'. `upr-graph list queries` lists all"):
        find("zzz", queries)


def test_given_parameters_are_bound_in_place_of_the_marker_and_others_left_out() -> None:
    text = bind(QUERY, {"review": "KAZ-2", "words": "prisons", "state": ""})
    line = f'VALUES ?review {{ <{BASE}id/review/KAZ-2> }} VALUES ?words {{ "prisons" }}'
    assert text == TEXT.replace("  # VALUES", line)


def test_a_parameter_may_have_several_values() -> None:
    text = bind(QUERY, {"review": ["KAZ-2", "KAZ-3"], "words": "a"})
    assert f"VALUES ?review {{ <{BASE}id/review/KAZ-2> <{BASE}id/review/KAZ-3> }}" in text


def test_every_marker_is_replaced() -> None:
    twice = parse("twice", TEXT.replace("  OPTIONAL {", "  OPTIONAL {\n    #VALUES\n"))
    assert bind(twice, {"review": "KAZ-2", "words": "a"}).count("VALUES ?review") == 2


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, r"cannot be asked without review \(the review, such as KAZ-2\); words \(text to look for\)"),
        ({"review": " ", "words": "a"}, "cannot be asked without review"),
        ({"review": [], "words": "a"}, "cannot be asked without review"),
        ({"country": "KAZ"}, "has no parameter country. It takes before, review, state, words."),
        ({"review} #": "KAZ"}, "has no parameter review} #"),
        (
            {"review": "KAZ-2", "words": "a", "state": "Kazakhstan"},
            "state cannot be 'Kazakhstan'; it takes an ISO",
        ),
        ({"review": "KAZ-2", "words": "a", "before": "2024"}, "before cannot be '2024'; it takes a day"),
    ],
)
def test_parameters_that_do_not_fit_are_said(values: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        bind(QUERY, values)


def test_a_query_without_parameters_takes_none() -> None:
    query = parse("all", "# title: a\n# question: b\n# columns: s\nSELECT ?s { ?s ?p ?o }")
    assert bind(query, {}) == query.text
    with pytest.raises(UsageError, match=r"has no parameter state\. It takes none"):
        bind(query, {"state": "KAZ"})


def test_a_bound_query_finds_what_it_should() -> None:
    upr = BASE + "ns#"
    store = ox.Store()
    store.update(f"""
        PREFIX upr: <{upr}> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        INSERT DATA {{
          <{BASE}id/recommendation/KAZ-2-1.10> upr:inReview <{BASE}id/review/KAZ-2> ;
            upr:text "say \\"so\\"" ; upr:recommendedBy <{BASE}id/state/NOR> ;
            upr:date "2014-10-30"^^xsd:date .
          <{BASE}id/recommendation/KAZ-2-1.9> upr:inReview <{BASE}id/review/KAZ-2> ;
            upr:text "say \\"so\\"" ; upr:recommendedBy <{BASE}id/state/CHL> ;
            upr:date "2014-10-30"^^xsd:date .
        }}""")
    values = {"review": "kaz-c2", "state": "nor", "words": 'say "so"', "before": "2014-10-30"}
    solutions = store.query(bind(QUERY, values))
    assert isinstance(solutions, ox.QuerySolutions)
    assert [str(row["recommendation"]) for row in solutions] == [f"<{BASE}id/recommendation/KAZ-2-1.10>"]
