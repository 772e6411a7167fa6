"""The reader of one State's section in a report of the Human Rights Council; its words here are invented."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import pytest

from graph_loader.records import Problem, SourceReading, TallyRecord
from graph_loader.sources.council_report import is_council_report, read_council_report
from graph_loader.sources.pages import Line, read_lines
from ontology.errors import SourceError, UnknownState

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the shared data are not here")

BY_STATE = "1.    Views expressed by the State under review on the recommendations and/or\nconclusions"
BY_OTHERS = "2.    Views expressed by Member and observer States of the Council on the review\noutcome"
BY_NGOS = "3.    General comments made by the national institution of the State under review and others"
AT_THE_END = "4.    Concluding remarks of the State under review"
THANKS = "The delegation thanked everyone."
PRESIDENT = "The President of the Human Rights Council stated that, based on the information provided, "


def section(
    *says: str,
    others: Sequence[str] = (),
    closing: Sequence[str] = (THANKS,),
    state: str = "Tuvalu",
    code: str = "TUV",
    head: str = "A/HRC/24/2",
    first: int = 201,
) -> str:
    """The text of a section, numbered from `first`; what the State says comes in paragraph `first` + 3."""
    blocks = [
        f"The review of {state} was held on 24 April 2013 in conformity with all the relevant provisions, "
        f"and was based on the national report (A/HRC/WG.6/16/{code}/1) and others (A/HRC/WG.6/16/{code}/2).",
        "At its 20th meeting, on 19 September 2013, the Human Rights Council considered and adopted the "
        f"outcome of the review of {state} (see sect. C below).",
        f"The outcome of the review of {state} comprises the report of the Working Group on the Universal "
        "Periodic Review (A/HRC/24/8) and the views of the State (see also A/HRC/24/8/Add.1).",
        *(BY_STATE, *says, BY_OTHERS, *others, BY_NGOS),
        "An association regretted that recommendation 82.90 had been rejected and 44 recommendations noted.",
        *(AT_THE_END, *closing),
    ]
    lines = [head, ""]
    number = first
    for block in blocks:
        if block in (BY_STATE, BY_OTHERS, BY_NGOS, AT_THE_END):
            lines += ["", *block.splitlines()]
        else:
            lines += textwrap.wrap(f"{number}. {block}", 90, break_on_hyphens=False)
            number += 1
    return "\n".join([*lines, ""])


def as_lines(text: str) -> tuple[Line, ...]:
    return tuple(Line(line.strip(), None, number) for number, line in enumerate(text.split("\n"), start=1))


def read(text: str, review: str | None = None) -> SourceReading:
    return read_council_report(as_lines(text), "section.txt", review)


def positions(reading: SourceReading) -> dict[str, str]:
    return {record.recommendation.rpartition("-")[2]: record.status for record in reading.positions}


def warnings(reading: SourceReading) -> list[Problem]:
    return [problem for problem in reading.problems if problem.severity == "warning"]


def counts(tally: TallyRecord) -> str:
    """Total, supported, noted, other: `95 61 34 -`."""
    values = (tally.total, tally.supported, tally.noted, tally.other)
    return " ".join("-" if value is None else str(value) for value in values)


def in_short(reading: SourceReading) -> str:
    """`82.3 82.5 supported; 82.9 noted`."""
    runs = groupby(positions(reading).items(), key=lambda item: item[1])
    return "; ".join(" ".join([*(number for number, _ in run), status]) for status, run in runs)


def cases(text: str) -> list[object]:
    """Cases with an empty line between them: a sentence or two, and what is expected after `->`."""
    rows = (block.partition("->") for block in textwrap.dedent(text).strip().split("\n\n"))
    split = [(" ".join(words.split()), expected.strip()) for words, _, expected in rows]
    return [
        pytest.param(*((words, expected) if expected else (words,)), id=words[:60])
        for words, expected in split
    ]


# Recognition, and what a section must have


def test_section_is_recognised_by_its_opening_paragraphs() -> None:
    assert is_council_report(as_lines(section(THANKS)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dear colleagues, the review of the draft was held on 24 April 2013.",
        "1. The review of Tuvalu was held at the 5th meeting, on 24 April 2013. A judge led the delegation.\n"
        "2. At its 10th meeting, held on 30 April 2013, the Working Group adopted the report on Tuvalu.",
    ],
    ids=["empty", "letter", "Working Group report"],
)
def test_other_text_is_not_recognised(text: str) -> None:
    assert not is_council_report(as_lines(text))


def test_reading_has_document_review_and_key() -> None:
    reading = read(section(THANKS))
    assert (reading.format, reading.reader) == ("council-report", "council-report 1")
    assert reading.key == "A/HRC/24/2/TUV-2"
    assert reading.document is not None
    assert (reading.document.key, reading.document.kind) == ("A/HRC/24/2", "council-report")
    assert (reading.document.symbol, reading.document.review) == ("A/HRC/24/2", "TUV-2")
    (review,) = reading.reviews
    assert (review.key, review.session, review.list_complete) == ("TUV-2", 16, False)
    assert (review.review_date, review.adoption_date, review.place) == ("2013-04-24", "2013-09-19", "line=3")


def test_symbol_is_that_of_the_running_heads_not_the_cited_one() -> None:
    text = section(THANKS).replace("(A/HRC/24/8)", "\nA/HRC/24/8\n(A/HRC/24/8)") + "\n98    A/HRC/24/2\n"
    assert read(text).key == "A/HRC/24/2/TUV-2"


@pytest.mark.parametrize(
    ("instead", "symbols"),
    [
        ("(see sect. C below)", []),
        ("(decision 24/112)", ["A/HRC/DEC/24/112"]),
        ("(see decision 18/104)", []),
    ],
    ids=["none", "named", "of another session"],
)
def test_decision_is_a_document_where_it_is_named(instead: str, symbols: list[str]) -> None:
    reading = read(section(THANKS).replace("(see sect. C below)", instead))
    assert [document.symbol for document in reading.documents] == symbols
    assert all(document.kind == "council-decision" for document in reading.documents)


def test_a_file_too_long_for_a_report_is_refused() -> None:
    long = section(THANKS) + "waves " * 1_000_000
    assert not is_council_report(as_lines(long))
    with pytest.raises(SourceError, match="too long"):
        read(long)


def test_page_furniture_inside_a_sentence_is_passed_over() -> None:
    text = section("Tuvalu had accepted recommendations 82.3 and 82.5.")
    broken = text.replace(
        "recommendations 82.3", "\n\n\n94        GE.13-17781\n          A/HRC/24/2\n\n\nrecommendations 82.3"
    )
    assert in_short(read(broken)) == "82.3 82.5 supported"


def test_lines_of_a_pdf_give_page_places() -> None:
    text = section(
        "Tuvalu had accepted recommendation 82.3.",
        closing=[PRESIDENT + "out of 9 recommendations, 5 were supported and 4 noted."],
    )
    lines = [
        Line(line, 1 + number // 12, number % 12) for number, line in enumerate(text.split("\n")) if line
    ]
    reading = read_council_report(lines, "pages.pdf")
    assert reading.reviews[0].place == "page=1"
    assert reading.positions[0].place == "page=2"
    assert reading.tallies[0].place == "page=3"


@pytest.mark.parametrize(
    ("wanted", "instead", "missing"),
    [
        ("A/HRC/24/2", "", "symbol of the Council's report"),
        ("considered and adopted", "took up", "adoption date"),
        ("19 September 2013", "31 September 2013", "adoption date"),
        ("24 April 2013", "31 April 2013", "31 April 2013"),
        ("WG.6/16", "WG.0/16", "--review TUV-2"),
    ],
    ids=["symbol", "adoption", "adoption date", "review date", "session"],
)
def test_error_names_what_is_missing_and_where_it_was_sought(wanted: str, instead: str, missing: str) -> None:
    words = re.compile(r"\s+".join(map(re.escape, wanted.split())))
    with pytest.raises(SourceError, match=missing) as caught:
        read(words.sub(instead, section(THANKS)))
    assert caught.value.place is not None
    assert caught.value.place.startswith("section.txt#line=")


def test_file_without_a_section_is_an_error() -> None:
    with pytest.raises(SourceError, match="The review of … was held on"):
        read("A/HRC/24/2\nA letter.")


def test_unknown_state_is_an_error() -> None:
    with pytest.raises(UnknownState, match="Ruritania"):
        read(section(THANKS, state="Ruritania"))


def test_review_may_stand_in_for_the_session() -> None:
    reading = read(section(THANKS).replace("WG.6/16", "WG.0/16"), "TUV-2")
    assert (reading.reviews[0].key, reading.reviews[0].session) == ("TUV-2", None)


@pytest.mark.parametrize("review", ["WSM-2", "TUV-3", "second"])
def test_review_that_is_another_one_is_an_error(review: str) -> None:
    with pytest.raises(SourceError, match=f"about TUV-2, not {review}"):
        read(section(THANKS), review)


def test_adoption_before_the_review_is_a_warning() -> None:
    (problem,) = warnings(read(section(THANKS).replace("2013, the Human", "2012, the Human")))
    assert "not after the review" in problem.message


def test_section_that_never_ends_is_refused() -> None:
    with pytest.raises(SourceError, match="far more than any State's"):
        read(section(*["It accepted recommendation 1.1. " * 100] * 120))


# Several sections in one file

SAMOA = section("Samoa had accepted recommendation 75.1.", state="Samoa", code="WSM", first=230)
WHOLE = (
    "A/HRC/24/2\nReport of the Human Rights Council\nTuvalu\n"
    + section("Tuvalu had accepted recommendation 82.3.", closing=[THANKS])
    + f"\nSamoa\n\n{SAMOA}\n"
    + "B. General debate on agenda item 6\n260. The President of the Human Rights Council stated that, out "
    "of 9 recommendations received, 8 had been supported."
)


def test_whole_report_without_a_review_lists_its_states() -> None:
    assert is_council_report(as_lines(WHOLE))
    with pytest.raises(SourceError, match=r"--review: it has TUV-2 \(Tuvalu\), WSM-2 \(Samoa\)"):
        read(WHOLE)


@pytest.mark.parametrize(("review", "expected"), [("TUV-2", "82.3 supported"), ("WSM-2", "75.1 supported")])
def test_whole_report_is_read_for_one_review(review: str, expected: str) -> None:
    reading = read(WHOLE, review)
    assert reading.key == f"A/HRC/24/2/{review}"
    assert in_short(reading) == expected
    assert reading.tallies == ()


def test_whole_report_without_the_review_asked_for_is_an_error() -> None:
    with pytest.raises(SourceError, match="0 sections on KAZ-2"):
        read(WHOLE, "KAZ-2")


def test_name_of_the_next_state_ends_the_section() -> None:
    reading = read(section(THANKS, closing=["Tuvalu had accepted recommendation 82.3"]) + "\nSamoa")
    assert in_short(reading) == "82.3 supported"


# Counts


@pytest.mark.parametrize(
    ("words", "expected"),
    cases("""
    out of 95 recommendations received, Tuvalu had supported 61 recommendations and noted 34.
    -> 95 61 34 -

    out of 95 recommendations received, 61 had enjoyed the support of Tuvalu and 34 had been noted.
    -> 95 61 34 -

    out of 95 recommendations received, 61 enjoy the support of Tuvalu, 34 are noted.
    -> 95 61 34 -

    out of 95 recommendations, 61, or 64 per cent, had been accepted and the remaining 34 noted.
    -> 95 61 34 -

    Tuvalu had received 238 recommendations and had supported 206, noted 31 and partially supported 1.
    -> 238 206 31 1

    out of 306 recommendations received, 292 had enjoyed the support of Tuvalu, 12 had been noted and
    additional clarification had been provided on another 2 recommendations, indicating which part had
    been supported and which part had been noted.
    -> 306 292 12 2

    out of 95 recommendations received, 61 were accepted, 30 were noted and 4 were pending.
    -> 95 61 30 4

    out of 95 recommendations received, Tuvalu had supported 60, noted 30 and rejected 5.
    -> 95 60 35 -

    out of ninety-five recommendations received, sixty-one had been supported and thirty-four noted.
    -> 95 61 34 -

    out of one hundred and twenty-eight recommendations received, one hundred and twenty-one had been
    accepted and seven had not been accepted.
    -> 128 121 7 -

    out of 238 recommendations received, 206 had enjoyed the support of Tuvalu, 31 had been noted and
    additional clarification had been provided on another recommendation.
    -> 238 206 31 1

    Tuvalu had received 95 recommendations. Of those, 61 had been supported and 34 had been noted.
    -> 95 61 34 -

    out of 95 recommendations received, all had been supported.
    -> 95 95 - -

    all 95 recommendations received had been accepted and none had been noted.
    -> 95 95 0 -
    """),
)
def test_counts_of_the_president_are_read(words: str, expected: str) -> None:
    for president in (PRESIDENT, "The Vice-President of the Council stated that, "):
        reading = read(section(THANKS, closing=[THANKS, president + words]))
        (tally,) = reading.tallies
        assert counts(tally) == expected
        assert (tally.review, tally.document, tally.as_of) == ("TUV-2", "A/HRC/24/2", "2013-09-19")
        assert tally.paragraph == "207"
        assert not warnings(reading)


@pytest.mark.parametrize(
    ("words", "expected"),
    cases("""
    Of the 95 recommendations received, Tuvalu had supported 61 and noted 34.
    -> 95 61 34 -

    Tuvalu had accepted 61 of the 95 recommendations received and taken note of the remaining 34.
    -> 95 61 34 -

    Tuvalu had received 95 recommendations, of which 61 had been accepted and 34 rejected.
    -> 95 61 34 -

    Tuvalu had accepted 61 recommendations, or 95 per cent of them. It was not in a position to accept
    three recommendations (1, 2 and 4) in paragraph 83 of the report.
    -> - 61 3 -

    Of the 95 recommendations, 61 had been accepted, 47 of which were in force, and 34 had been noted.
    -> 95 61 34 -

    It had accepted 61 of the 95 recommendations. It had rejected 30 recommendations, and 4 were
    pending.
    -> 95 61 30 4

    The State announced its acceptance of 61 recommendations and its rejection of 34.
    -> - 61 34 -

    While 61 recommendations had been accepted, 34 recommendations could not be supported.
    -> - 61 34 -
    """),
)
def test_counts_of_the_state_are_read_where_the_president_gives_none(words: str, expected: str) -> None:
    reading = read(section(words))
    assert [counts(tally) for tally in reading.tallies] == [expected]
    assert reading.tallies[0].paragraph == "204"


def test_counts_of_the_state_in_two_paragraphs_are_one_tally() -> None:
    reading = read(
        section("Tuvalu had accepted 61 recommendations.", "It could not accept 34 recommendations.")
    )
    assert [counts(tally) for tally in reading.tallies] == ["- 61 34 -"]


@pytest.mark.parametrize(
    "words",
    cases("""
    The delegation thanked everyone.

    Of the 15 recommendations on fishing received, Tuvalu had supported 14 and noted 1.

    Tuvalu had accepted 200 persons from other islands and noted 3 accidents.

    In the first cycle, Tuvalu had accepted 50 recommendations and noted 12.

    During the session of the Working Group, Tuvalu had accepted 60 recommendations. It had noted 35
    recommendations.

    The recommendations of paragraph 61 accepted by Tuvalu and the 34 parts of its plan were known.

    In 2012, 40 of its 61 recommendations had been implemented.
    """),
)
def test_other_numbers_are_no_counts(words: str) -> None:
    reading = read(
        section(words, others=["Samoa noted that Tuvalu had accepted 77 recommendations and noted 18."])
    )
    assert reading.tallies == ()
    assert [problem.severity for problem in reading.problems if "No counts" in problem.message] == ["info"]


def test_initial_counts_are_only_a_note() -> None:
    initial = (
        "Tuvalu had initially accepted 60 recommendations, 20 of which were in force. It could not support "
        "the remaining 35 recommendations."
    )
    final = "out of 95 recommendations received, Tuvalu had supported 61 and noted 34."
    (tally,) = read(section(initial, closing=[PRESIDENT + final])).tallies
    assert counts(tally) == "95 61 34 -"
    assert tally.note == "initially 60 supported, 35 noted (paragraph 204)"


def test_initial_and_present_counts_in_one_sentence_are_told_apart() -> None:
    words = (
        "Tuvalu had initially accepted 60 recommendations and noted 35; it had now accepted 61 and noted 34."
    )
    (tally,) = read(section(words)).tallies
    assert counts(tally) == "- 61 34 -"


def test_counts_that_differ_between_state_and_president_are_a_warning() -> None:
    own = "Of the 95 recommendations received, Tuvalu had supported 60 and noted 35."
    final = PRESIDENT + "out of 95 recommendations received, 61 had been supported and 34 noted."
    reading = read(section(own, closing=[final]))
    assert [counts(tally) for tally in reading.tallies] == ["95 61 34 -"]
    (problem,) = warnings(reading)
    assert "60 supported" in problem.message
    assert problem.place is not None
    assert problem.place.startswith("section.txt#line=")


def test_counts_that_do_not_add_up_are_kept_with_a_warning() -> None:
    reading = read(
        section(
            THANKS,
            closing=[PRESIDENT + "out of 95 recommendations received, 61 were supported and 30 noted."],
        )
    )
    assert [counts(tally) for tally in reading.tallies] == ["95 61 30 -"]
    assert len(warnings(reading)) == 1


def test_counts_that_contradict_each_other_are_left_out_with_a_warning() -> None:
    reading = read(
        section("Tuvalu had accepted 61 recommendations. It had noted 34. It accepted 58 recommendations.")
    )
    assert reading.tallies == ()
    assert "contradict" in warnings(reading)[0].message


# Positions by number


@pytest.mark.parametrize(
    ("words", "expected"),
    cases("""
    Tuvalu had accepted recommendations 82.3 and 82.5.
    -> 82.3 82.5 supported

    Tuvalu had accepted recommendations 82.3, 82.5 and 82.7 and noted recommendations 82.9–82.11.
    -> 82.3 82.5 82.7 supported; 82.9 82.10 82.11 noted

    Recommendations 82.3 and 82.5 had been accepted and recommendations 82.9-82.11 had been noted.
    -> 82.3 82.5 supported; 82.9 82.10 82.11 noted

    Recommendations 82.3 and 82.7 to 82.9 enjoyed the support of Tuvalu, while 82.1 did not enjoy its
    support.
    -> 82.3 82.7 82.8 82.9 supported; 82.1 noted

    The recommendations contained in paragraphs 82.3-82.5 had been supported.
    -> 82.3 82.4 82.5 supported

    Recommendations Nos. 82.3 and 82.4 could not be accepted.
    -> 82.3 82.4 noted

    It was unable to support recommendations 82.1–4.
    -> 82.1 82.2 82.3 82.4 noted

    It rejected recommendation 82.1 and took note of recommendations 82.2 and 82.3.
    -> 82.1 82.2 82.3 noted

    It could not, however, accept recommendations 82.4 or 82.5.
    -> 82.4 82.5 noted

    Nor could it accept recommendations 82.4 and 82.6.
    -> 82.4 82.6 noted

    It partially accepted recommendation 82.1 and supported recommendation 82.2 in part.
    -> 82.1 82.2 partially-supported

    It accepted the first part of recommendation 82.41 and noted its second part.
    -> 82.41 partially-supported

    It could not support four recommendations (1, 2–3 and 9) in paragraph 83 of the report.
    -> 83.1 83.2 83.3 83.9 noted

    It could not support recommendations 1–3 and 7 of paragraph 83.
    -> 83.1 83.2 83.3 83.7 noted

    Recommendations in paragraph 83 (1, 2 and 5) had been rejected.
    -> 83.1 83.2 83.5 noted

    Recommendations 82.3 on fishing and 82.7 on lagoons had been accepted.
    -> 82.3 82.7 supported

    It was unable to accept recommendations 82.4 (Samoa), 82.6 (Fiji and Tonga) and 82.9 (Nauru).
    -> 82.4 82.6 82.9 noted

    Tuvalu accepted recommendation 82.3 made by Samoa and recommendation 82.4 made by Fiji.
    -> 82.3 82.4 supported

    Tuvalu did not accept recommendations 82.1 and 82.2 but accepted 82.3.
    -> 82.1 82.2 noted; 82.3 supported

    Recommendations 82.3 and 82.4 had been accepted, and 82.6 and 82.7 noted.
    -> 82.3 82.4 supported; 82.6 82.7 noted

    Tuvalu was pleased to announce its acceptance of recommendations 82.3 and 82.4.
    -> 82.3 82.4 supported

    Tuvalu would implement recommendations 82.3 and 82.4, which it had accepted.
    -> 82.3 82.4 supported

    As for recommendations 82.3 and 82.4, these were not accepted.
    -> 82.3 82.4 noted

    Most recommendations, such as 82.3 and 82.4, had been accepted.
    -> 82.3 82.4 supported

    Recommendations 82.3 and 82.4 were accepted by Tuvalu.
    -> 82.3 82.4 supported
    """),
)
def test_positions_stated_by_number_are_read(words: str, expected: str) -> None:
    reading = read(section(words))
    assert in_short(reading) == expected
    assert not warnings(reading)


@pytest.mark.parametrize(
    ("words", "expected"),
    cases("""
    Tuvalu had changed its position on recommendation 82.6 from noted to supported.
    -> 82.6

    Tuvalu had moved recommendations 82.1 and 82.4 to the list of supported recommendations.
    -> 82.1 82.4

    Tuvalu had reconsidered recommendations 82.3 and 82.4 and now supported them.
    -> 82.3 82.4

    With regard to recommendation 82.6, Tuvalu had decided to accept it.
    -> 82.6

    Tuvalu had reconsidered its position on recommendation 82.6, which was now accepted.
    -> 82.6

    Tuvalu had reconsidered its position on recommendation 82.6. It had now been accepted.
    -> 82.6

    Tuvalu had reconsidered its position on recommendation 82.6. The recommendation was accepted.
    -> 82.6

    Tuvalu had reconsidered its position on recommendations 82.6 and 82.9 on lagoons. Those
    recommendations, which had initially been noted during the session of the Working Group, had now
    been accepted.
    -> 82.6 82.9

    Recommendation 82.6 had not been supported during the session of the Working Group. Since then a law
    had been adopted. That recommendation could now be accepted.
    -> 82.6

    Tuvalu had initially noted recommendation 82.6 but had now accepted it.
    -> 82.6

    Tuvalu had accepted recommendation 82.6, which it had initially noted.
    -> 82.6

    Recommendations 82.3 and 82.4, previously noted, were now supported.
    -> 82.3 82.4

    The following recommendations, which had initially been noted, were now accepted: 82.3, 82.8–82.10.
    -> 82.3 82.8 82.9 82.10
    """),
)
def test_changes_at_the_adoption_are_read(words: str, expected: str) -> None:
    reading = read(section(words))
    assert in_short(reading) == f"{expected} supported"
    assert not warnings(reading)


@pytest.mark.parametrize(
    "words",
    cases("""
    With regard to recommendation 82.6, progress had been achieved.

    With regard to recommendation 82.6, progress had been noted.

    The delegation noted that recommendation 82.6 was being implemented.

    In line with recommendation 82.6, Tuvalu supported 30 schools.

    The implementation of recommendation 82.6 was supported by the whole nation.

    Recommendation 82.6 had already been implemented.

    The delegation explained its position on recommendation 82.6.

    With respect to recommendations 82.6 and 82.7, it did not accept the assertion that children fished.

    Target 16.3 was supported by the recommendations, and 12.5 per cent of them had been noted.

    Recommendation 82.6 had not initially been supported.
    """),
)
def test_number_that_is_only_mentioned_gives_no_position(words: str) -> None:
    reading = read(section(words))
    assert reading.positions == ()
    assert not warnings(reading)


@pytest.mark.parametrize(
    "words",
    cases("""
    Recommendation 82.6 had been accepted and rejected.

    It had difficulty in accepting recommendation 82.6.

    It had not yet accepted recommendation 82.6.

    Tuvalu withdrew its support for recommendation 82.6.

    No State had accepted recommendation 82.6.

    Recommendation 82.6 had been accepted with the exception of its second part.

    All but recommendation 82.6 had been accepted.

    None of recommendations 82.3, 82.4 and 82.5 had been accepted.

    While some islands had accepted and others rejected the idea in recommendation 82.6, talks went on.

    Tuvalu might accept recommendation 82.6 later.

    Tuvalu would consider accepting recommendation 82.6.

    Tuvalu could accept recommendation 82.6 if funds were found.

    Whether to accept recommendation 82.6 would be decided later.

    It neither accepted nor rejected recommendation 82.6.

    Without accepting recommendation 82.6, it would study it.

    Recommendation 82.6 had been accepted by Parliament.

    Samoa had supported recommendation 82.6.

    It asked States to support recommendation 82.6.

    It had accepted recommendation 82.6 during its first review.

    Tuvalu had accepted all recommendations except recommendation 82.6.

    Recommendation 82.6 called for a law and a bill had been accepted.

    Tuvalu had reconsidered its position on recommendation 82.6. A plan was being drafted.

    Recommendation 82.6 was like a recommendation of the Committee. That recommendation had been
    accepted.

    Recommendations 82.3 and 82.4 remained under consideration.

    Tuvalu accepted recommendation 82.6 (a).

    It could not support five recommendations (1, 2, 5 and 9) in paragraph 83.

    It had accepted recommendations 3, 5 and 7.

    All recommendations in paragraph 83 had been accepted.

    Tuvalu had accepted recommendations 82.60–83.2.

    Tuvalu had accepted recommendations 82.9–82.3.

    Tuvalu had accepted recommendations 82.1–82.99999.
    """),
)
def test_unclear_words_give_a_warning_and_no_position(words: str) -> None:
    reading = read(section(words))
    assert reading.positions == ()
    (problem,) = warnings(reading)
    assert problem.message.startswith("Paragraph 204 ")
    assert problem.place is not None
    assert problem.place.startswith("section.txt#line=")


def test_excepted_number_has_no_part_in_the_answer() -> None:
    reading = read(section("Recommendations 82.1 to 82.4, except 82.3, had been accepted."))
    assert in_short(reading) == "82.1 82.2 82.4 supported"
    assert "82.3" in warnings(reading)[0].message


def test_two_answers_to_one_number_give_a_warning_and_no_position() -> None:
    reading = read(
        section("It accepted recommendations 82.6 and 82.7.", THANKS, "It had noted recommendation 82.6.")
    )
    assert in_short(reading) == "82.7 supported"
    (problem,) = warnings(reading)
    assert "82.6" in problem.message
    assert "204" in problem.message
    assert "Paragraph 206" in problem.message


def test_what_others_say_gives_no_position() -> None:
    said = "Samoa regretted that Tuvalu had rejected recommendation 82.6, and welcomed that it accepted 82.8."
    assert read(section(THANKS, others=[said])).positions == ()


def test_position_has_paragraph_day_document_note_and_place() -> None:
    words = "Recommendation 82.6 had now been accepted and was considered to be implemented."
    (position,) = read(section(THANKS, words)).positions
    assert position.recommendation == "TUV-2-82.6"
    assert (position.document, position.stated_on) == ("A/HRC/24/2", "2013-09-19")
    assert (position.paragraph, position.note) == ("205", "considered implemented")
    assert position.place.startswith("line=")


def test_state_with_a_long_name_is_its_own_agent() -> None:
    words = "Recommendation 82.6 enjoyed the support of the Plurinational State of Bolivia."
    final = (
        PRESIDENT
        + "out of 238 recommendations, the Plurinational State of Bolivia had supported 207 and noted 31."
    )
    reading = read(section(words, closing=[final], state="the Plurinational State of Bolivia", code="BOL"))
    assert in_short(reading) == "82.6 supported"
    assert counts(reading.tallies[0]) == "238 207 31 -"


def test_without_headings_only_the_states_own_paragraphs_are_read() -> None:
    text = section(
        "Tuvalu had accepted recommendation 82.3.", others=["Samoa said that Tuvalu had noted 82.4."]
    )
    for heading in (BY_STATE, BY_OTHERS, BY_NGOS, AT_THE_END):
        text = text.replace(heading, "")
    reading = read(text)
    assert in_short(reading) == "82.3 supported"
    assert "no headings" in warnings(reading)[0].message


# Kazakhstan


def kazakhstan(name: str) -> SourceReading:
    path = SHARED / "kazakhstan" / name
    lines = read_lines(path.read_bytes(), path.name)
    assert is_council_report(lines)
    return read_council_report(lines, path.name)


@needs_shared
def test_kazakhstan_2010_accepted_121_and_named_seven_it_did_not() -> None:
    reading = kazakhstan("A_HRC_14_37_KAZ_section.txt")
    assert reading.key == "A/HRC/14/37/KAZ-1"
    (review,) = reading.reviews
    assert (review.session, review.review_date, review.adoption_date) == (7, "2010-02-12", "2010-06-09")
    assert [counts(tally) for tally in reading.tallies] == ["- 121 7 -"]
    assert in_short(reading) == "97.1 97.2 97.3 97.4 97.10 97.12 97.19 noted"
    assert {position.paragraph for position in reading.positions} == {"306"}
    assert reading.problems == ()


@needs_shared
def test_kazakhstan_2015_changed_one_position() -> None:
    reading = kazakhstan("A_HRC_28_2_KAZ_section.txt")
    assert reading.key == "A/HRC/28/2/KAZ-2"
    (tally,) = reading.tallies
    assert counts(tally) == "194 144 50 -"
    assert (tally.as_of, tally.paragraph) == ("2015-03-19", "637")
    (position,) = reading.positions
    assert (position.recommendation, position.status) == ("KAZ-2-126.27", "supported")
    assert (position.paragraph, position.note) == ("602", "considered implemented")
    assert position.stated_on == "2015-03-19"
    assert reading.problems == ()


@needs_shared
def test_kazakhstan_2020_supported_214_and_noted_31() -> None:
    reading = kazakhstan("A_HRC_43_2_KAZ_section.txt")
    assert reading.key == "A/HRC/43/2/KAZ-3"
    (review,) = reading.reviews
    assert (review.cycle, review.session) == (3, 34)
    assert (review.review_date, review.adoption_date) == ("2019-11-07", "2020-03-12")
    assert [counts(tally) for tally in reading.tallies] == ["245 214 31 -"]
    assert reading.positions == ()
    assert reading.problems == ()


@needs_shared
@pytest.mark.parametrize("name", ["kazakhstan2010.txt", "kazakhstan2014.txt", "public_account.txt"])
def test_other_documents_on_kazakhstan_are_not_recognised(name: str) -> None:
    assert not is_council_report(read_lines((SHARED / "kazakhstan" / name).read_bytes(), name))


def test_a_section_cut_in_the_middle_of_a_sentence_is_refused() -> None:
    whole = section(THANKS)
    cut = whole[: whole.index("An association") + 24]
    problems = read(cut).problems
    assert [
        (p.severity, "the section is cut off" in p.message) for p in problems if "Concluding" in p.message
    ] == [("error", True)]


def test_a_section_without_its_end_is_told() -> None:
    whole = section(THANKS)
    problems = read(whole[: whole.index(AT_THE_END)]).problems
    assert [p.severity for p in problems if "Concluding" in p.message] == ["warning"]


def test_a_count_out_of_all_before_its_verb_is_not_the_count_of_all() -> None:
    said = "70 of the 90 recommendations received had enjoyed the support of Tuvalu and 20 had been noted."
    (tally,) = read(section(THANKS, closing=[PRESIDENT + said])).tallies
    assert (tally.total, tally.supported, tally.noted) == (90, 70, 20)
