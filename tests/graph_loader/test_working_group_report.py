"""The reader of Working Group reports: invented mini reports for each trap, and the real ones."""

from __future__ import annotations

import csv
import re
import time
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from graph_loader.records import PositionRecord, RecommendationRecord, SourceReading
from graph_loader.sources.pages import Line, read_lines
from graph_loader.sources.wg_brackets import read_brackets, read_parts
from graph_loader.sources.wg_front import ordinal
from graph_loader.sources.wg_headings import qualification_of, status_of
from graph_loader.sources.working_group_report import is_working_group_report, read_working_group_report
from graph_loader.states import state_code
from ontology.errors import SourceError, UnknownState, UsageError

TITLE_PAGE = """\
United Nations
A/HRC/91/6
General Assembly
Distr.: General
3 March 2013
Human Rights Council
Agenda item 6
Report of the Working Group on the Universal Periodic Review*
Samoa
* The annex sings.
Contents
II. Conclusions and/or recommendations ................ 8–11 5
Introduction
1. The Working Group on the Universal Periodic Review, established in accordance with its resolution, \
held its eighteenth session from Monday to Friday. The review of Samoa was held at the 3rd meeting, on \
28 January 2013. At its 9th meeting, held on 1 February 2013, the Working Group adopted the report on Samoa.
2. The following three were drawn by lot (troika) to facilitate the review of Samoa: Antigua and Barbuda, \
the Lao People’s Democratic Republic and Chad.
I. Summary
7. Iceland praised the lighthouses. It made recommendations.
"""
SECTION = "II. Conclusions and/or recommendations**\n** Nobody edited these.\n"
CLOSING = "All conclusions and/or recommendations in this report are those of the lamps.\n"
ANNEX = "Annex\nComposition of the delegation\nThe delegation was headed by a keeper (Iceland).\n"
SUPPORTED = "8. The recommendations listed below enjoy the support of Samoa:\n"


def lines_of(text: str) -> tuple[Line, ...]:
    return read_lines(text.encode(), "samoa.txt")


def report(body: str, *, front: str = TITLE_PAGE, end: str = CLOSING + ANNEX) -> SourceReading:
    return read_working_group_report(lines_of(front + SECTION + body + end), "samoa.txt")


def only(body: str) -> RecommendationRecord:
    """The one recommendation of a report with one list."""
    reading = report(SUPPORTED + body)
    assert not messages(reading, "error")
    (record,) = reading.recommendations
    return record


def messages(reading: SourceReading, severity: str) -> list[str]:
    return [problem.message for problem in reading.problems if problem.severity == severity]


def by_number(reading: SourceReading) -> dict[str, RecommendationRecord]:
    return {record.number + record.suffix: record for record in reading.recommendations}


def positions(reading: SourceReading) -> dict[str, PositionRecord]:
    return {record.recommendation: record for record in reading.positions}


THREE_LISTS = """\
8. The recommendations listed below enjoy the support of Samoa:
8.1 Paint the lighthouse green (Iceland);
8.2. Feed the gulls (Chad) (Fiji).
9. The following recommendations will be examined by Samoa, which will provide responses in due time:
9.1 Count the waves (Peru, Mali and Oman).
10. The recommendations below did not enjoy the support of Samoa and would thus be noted:
10.1 Sell the moon (Cuba).
11. """


def test_document_and_review_come_from_title_page_and_introduction() -> None:
    reading = report(THREE_LISTS)
    assert reading.key == "A/HRC/91/6"
    assert (reading.format, reading.reader) == ("working-group-report", "working-group-report 1")
    assert reading.document is not None
    assert reading.document.date == "2013-03-03"
    assert reading.document.title == "Report of the Working Group on the Universal Periodic Review: Samoa"
    (review,) = reading.reviews
    assert (review.key, review.session, review.review_date) == ("WSM-2", 18, "2013-01-28")
    assert review.troika == ("ATG", "LAO", "TCD")
    assert review.list_complete


def test_each_recommendation_has_number_text_states_and_place() -> None:
    records = by_number(report(THREE_LISTS))
    assert list(records) == ["8.1", "8.2", "9.1", "10.1"]
    assert records["8.1"].text == "Paint the lighthouse green"
    assert records["8.2"].states == ("TCD", "FJI")
    assert records["9.1"].states == ("PER", "MLI", "OMN")
    assert records["8.1"].place == "line=21"


def test_each_list_gives_its_position_from_the_day_of_adoption() -> None:
    reading = report(THREE_LISTS)
    statuses = {key: record.status for key, record in positions(reading).items()}
    assert statuses == {
        "WSM-2-8.1": "supported",
        "WSM-2-8.2": "supported",
        "WSM-2-9.1": "pending",
        "WSM-2-10.1": "noted",
    }
    noted = positions(reading)["WSM-2-10.1"]
    assert (noted.document, noted.stated_on, noted.paragraph) == ("A/HRC/91/6", "2013-02-01", "10")
    assert messages(reading, "error") == messages(reading, "warning") == []


def test_without_a_day_of_adoption_the_day_of_the_review_counts() -> None:
    front = TITLE_PAGE.replace("adopted the report", "sang of the report")
    assert report(THREE_LISTS, front=front).positions[0].stated_on == "2013-01-28"


@pytest.mark.parametrize(
    ("heading", "status"),
    [
        ("The recommendations below enjoy the support of Samoa:", "supported"),
        ("The recommendations have been examined by Samoa and enjoy its support:", "supported"),
        ("The following recommendations have been accepted by Samoa:", "supported"),
        ("The recommendations below were supported:", "supported"),
        ("The recommendations below have been examined by Samoa and have been noted by Samoa:", "noted"),
        ("Samoa takes note of the following recommendations:", "noted"),
        ("The recommendations below did not enjoy the support of Samoa:", "noted"),
        ("The recommendations below do not enjoy the support of Samoa:", "noted"),
        ("Samoa considers that the following recommendations cannot be accepted:", "noted"),
        ("The following recommendations were rejected by Samoa:", "noted"),
        ("The recommendations below have not been accepted:", "noted"),
        ("The recommendations below will be examined by Samoa:", "pending"),
        ("Samoa will provide responses in due time, but no later than in June:", "pending"),
        ("The responses of Samoa to the following recommendations will be included later:", "pending"),
        ("The following recommendations enjoy the partial support of Samoa:", "partially-supported"),
        ("The following recommendations are accepted in part:", "partially-supported"),
        ("In the discussion, the following recommendations were made to Samoa:", None),
        ("The recommendations noted in paragraph 3 are these:", None),
    ],
)
def test_heading_tells_the_position(heading: str, status: str | None) -> None:
    assert status_of(heading) == status


@pytest.mark.parametrize(
    ("heading", "note"),
    [
        ("… which considers that they are already implemented:", "considered already implemented"),
        ("… which considers that they have already been implemented:", "considered already implemented"),
        ("… as being in the process of implementation:", "considered in the process of implementation"),
        (
            "… that they are already implemented or in the process of implementation:",
            "considered already implemented or in the process of implementation",
        ),
        ("… enjoy the support of Samoa:", None),
    ],
)
def test_heading_tells_how_support_is_qualified(heading: str, note: str | None) -> None:
    assert qualification_of(heading) == note


def test_a_list_of_its_own_numbering_gets_built_numbers() -> None:
    reading = report(
        "8. The recommendations listed below enjoy the support of Samoa:\n"
        + "".join(f"{n}. \nPaint lighthouse {n} (Iceland);\n" for n in range(1, 11))
        + "9. \nSamoa considers that recommendations Nos. 2, 4 to 6 and 9 above have already been "
        "implemented.\n"
        "10. The following recommendations will be examined by Samoa:\n1. \nCount the waves (Peru);\n"
        "2. Count the gulls (Mali).\n11. "
    )
    numbers = [record.number for record in reading.recommendations]
    assert numbers == [*(f"8.{n}" for n in range(1, 11)), "10.1", "10.2"]
    noted = [record.recommendation for record in reading.positions if record.note]
    assert noted == ["WSM-2-8.2", "WSM-2-8.4", "WSM-2-8.5", "WSM-2-8.6", "WSM-2-8.9"]
    assert positions(reading)["WSM-2-10.2"].status == "pending"


def test_a_position_stated_below_the_list_counts_for_it() -> None:
    reading = report(
        "8. In the discussion, the following recommendations were made to Samoa:\n"
        "1. Paint the lighthouse (Iceland).\n"
        "9. The response of Samoa to these recommendations will be included in a later report.\n10. "
    )
    assert [record.status for record in reading.positions] == ["pending"]


def test_a_list_without_any_position_gives_none_and_a_warning() -> None:
    reading = report("8. The following recommendations were made:\n8.1 Paint the lighthouse (Iceland).\n9. ")
    assert reading.positions == ()
    assert "does not say what the State answered" in messages(reading, "warning")[0]


@pytest.mark.parametrize(
    ("body", "states", "text"),
    [
        ("Ratify the lamp (OP-LAMP) (Spain)", "ESP", "Ratify the lamp (OP-LAMP)"),
        ("Light (Iran (Islamic Republic of))", "IRN", "Light"),
        ("Light (Bolivia (Plurinational State of), Peru)", "BOL PER", "Light"),
        ("Light (United Kingdom of Great Britain and Northern Ireland)", "GBR", "Light"),
        ("Light (Bosnia and Herzegovina and Trinidad and Tobago)", "BIH TTO", "Light"),
        ("Light (Antigua and Barbuda, Sao Tome and Principe)", "ATG STP", "Light"),
        ("Light (Saint Vincent and the Grenadines)", "VCT", "Light"),
        ("Light (A)(Chad)", "TCD", "Light (A)"),
        ("Light (Chad, Chad and Fiji)", "TCD FJI", "Light"),
        ("Light (Brazil/Spain)", "BRA ESP", "Light"),
        ("Light (Côte d'Ivoire)", "CIV", "Light"),
        ("Light (Côte d’Ivoire)", "CIV", "Light"),
        ("Light ( the Netherlands )", "NLD", "Light"),
        ("Light by 2015 (article 12) (Fiji)", "FJI", "Light by 2015 (article 12)"),
        ("Light (2009), swiftly (Fiji)", "FJI", "Light (2009), swiftly"),
        ("Reach the goals (MDG) (Fiji)", "FJI", "Reach the goals (MDG)"),
        ("Heed the rule (Paris Principles); light (Fiji)", "FJI", "Heed the rule (Paris Principles); light"),
        ("Heed it (Istanbul Convention) (Fiji)", "FJI", "Heed it (Istanbul Convention)"),
        ("Dim (Mali); light (Fiji)", "MLI FJI", "Dim (Mali); light"),
        (
            "Light (Mali, Oman) as soon as possible (Fiji)",
            "MLI OMN FJI",
            "Light (Mali, Oman) as soon as possible",
        ),
        ("Light (Oman", "OMN", "Light"),
        ("Light (Portugal, on behalf of the friends of lamps)", "PRT", "Light"),
        ("Light the lamps1 (Chad)", "TCD", "Light the lamps"),
        ("Light the lamps (Chad)3", "TCD", "Light the lamps"),
    ],
)
@pytest.mark.parametrize("end", [";", ".", "", "; and"], ids=["semicolon", "stop", "bare", "and"])
def test_states_are_read_from_brackets(body: str, states: str, text: str, end: str) -> None:
    reading = read_brackets(body + end)
    assert reading.states == tuple(states.split())
    assert reading.text == text
    assert reading.unknown == ()


@pytest.mark.parametrize(
    ("body", "unknown"),
    [
        ("Light (Icelnad);", "Icelnad"),
        ("Light (Chad, Icelnad);", "Icelnad"),
        ("Light (Icelnad); dim (Chad);", "Icelnad"),
        ("Light (Ruritania).", "Ruritania"),
    ],
)
def test_a_misspelt_state_is_an_error_that_says_what_to_do(body: str, unknown: str) -> None:
    reading = report(SUPPORTED + f"8.1 {body}\n9. ")
    (problem,) = [problem for problem in reading.problems if problem.severity == "error"]
    assert f"'{unknown}' in recommendation 8.1" in problem.message
    assert "Add the spelling" in problem.message
    assert problem.place == "samoa.txt#line=21"
    assert ("Did they mean Iceland?" in problem.message) == (unknown == "Icelnad")


def test_a_recommendation_of_nobody_is_an_error() -> None:
    reading = report(SUPPORTED + "8.1 Paint the lighthouse (article 12);\n9. ")
    (message,) = messages(reading, "error")
    assert "8.1 names no recommending State" in message


def test_a_wrapped_recommendation_is_joined() -> None:
    record = only(
        "8.1 Paint the light-\nhouse and the pier of the United\n\nisland (United Kingdom of Great\n"
        "Britain);\n9. "
    )
    assert record.text == "Paint the light-house and the pier of the United island"
    assert record.states == ("GBR",)


def test_heads_and_notes_inside_a_recommendation_are_passed_over() -> None:
    record = only(
        "8.1 Paint the lighthouse1\n1 The recommendation as read in the room: Paint two\nlamps (Chad).\n\n"
        "A/HRC/91/6\n12\n\nand the pier (Fiji);\n9. "
    )
    assert record.states == ("FJI",)
    assert record.text is not None
    assert record.text.endswith("and the pier")


def test_a_line_that_begins_with_a_figure_is_no_new_recommendation() -> None:
    record = only(
        "8.1 Light the lamps of paragraph\n8.4 above and those of\n2009. Do so quickly (Chad);\n9. "
    )
    assert record.states == ("TCD",)


def test_two_recommendations_on_one_line_are_two() -> None:
    reading = report(SUPPORTED + "8.1 Light (Chad); 8.2 Dim (Fiji); 8.3 Turn (Mali).\n9. ")
    assert {number: record.states for number, record in by_number(reading).items()} == {
        "8.1": ("TCD",),
        "8.2": ("FJI",),
        "8.3": ("MLI",),
    }


def test_a_number_used_twice_gets_suffixes_and_a_warning() -> None:
    reading = report(SUPPORTED + "8.1 Light (Chad);\n8.2 Dim (Fiji);\n8.2 Turn (Mali).\n9. ")
    assert [record.key for record in reading.recommendations] == ["WSM-2-8.1", "WSM-2-8.2-a", "WSM-2-8.2-b"]
    assert set(positions(reading)) == {"WSM-2-8.1", "WSM-2-8.2-a", "WSM-2-8.2-b"}
    assert "8.2 occurs 2 times: told apart" in messages(reading, "warning")[0]


def test_a_recommendation_printed_twice_is_one() -> None:
    reading = report(SUPPORTED + "8.1 Light (Chad);\n8.1 Light (Chad).\n9. ")
    assert [record.key for record in reading.recommendations] == ["WSM-2-8.1"]
    assert "read once" in messages(reading, "warning")[0]


def test_a_gap_in_the_numbers_is_a_warning_and_the_list_not_complete() -> None:
    reading = report(SUPPORTED + "8.1 Light (Chad);\n8.2 Dim (Fiji);\n8.5 Turn (Mali).\n9. ")
    assert "goes from 2 to 5" in messages(reading, "warning")[0]
    assert not reading.reviews[0].list_complete


def test_a_misprinted_paragraph_number_is_set_right() -> None:
    reading = report(SUPPORTED + "8.1 Light (Chad);\n7.2 Dim (Fiji);\n8.3 Turn (Mali).\n9. ")
    assert list(by_number(reading)) == ["8.1", "8.2", "8.3"]
    assert "7.2 stands in the list of 8.2" in messages(reading, "warning")[0]


def test_a_single_recommendation_may_stand_without_number() -> None:
    record = only("Paint the lighthouse (Iceland).\n9. ")
    assert (record.number, record.text, record.states) == ("8.1", "Paint the lighthouse", ("ISL",))


def test_unnumbered_and_lettered_recommendations_are_counted() -> None:
    reading = report(SUPPORTED + "(a) Light (Chad);\n(b) Dim (Fiji);\nTurn (Mali).\n9. ")
    assert {number: record.text for number, record in by_number(reading).items()} == {
        "8.1": "Light",
        "8.2": "Dim",
        "8.3": "Turn",
    }


def test_a_recommendation_misplaced_after_the_closing_paragraph_is_found() -> None:
    reading = report(
        SUPPORTED + "8.1 Light (Chad).\n9. The following recommendation will be examined by Samoa:\n10. ",
        end=CLOSING + "Dim the lamp (Fiji).\n" + ANNEX,
    )
    assert by_number(reading)["9.1"].states == ("FJI",)
    assert positions(reading)["WSM-2-9.1"].status == "pending"


def test_pledges_after_the_closing_paragraph_are_no_recommendations() -> None:
    end = CLOSING + "III. Voluntary commitments\n12. Samoa pledges:\n1. To paint (Chad);\n" + ANNEX
    assert len(report(SUPPORTED + "8.1 Light (Chad).\n11. ", end=end).recommendations) == 1


CITED = """\
I. Summary
3. The Holy See liked lamps. It recommended that Samoa (a) light them daily; and (b) dim them. It sang.
4. Fiji asked about gulls. Fiji recommended feeding them.
5. Chad slept. Mali woke.
"""


def test_recommendations_cited_by_paragraph_are_read_there() -> None:
    front = TITLE_PAGE.partition("I. Summary")[0] + CITED
    reading = report(
        SUPPORTED + "8.1 Light (Chad).\n"
        "9. The recommendations noted in the report in paragraphs 3 (a) and (b) and 4 above did not enjoy "
        "the support of Samoa.\n10. ",
        front=front,
    )
    records = by_number(reading)
    assert (records["3(a)"].states, records["3(a)"].text) == (("VAT",), "light them daily")
    assert records["3(b)"].text == "dim them"
    assert (records["4"].states, records["4"].text) == (("FJI",), "Fiji recommended feeding them")
    assert positions(reading)["WSM-2-3(a)"].status == "noted"
    assert positions(reading)["WSM-2-3(a)"].paragraph == "9"
    assert records["4"].place == "line=18"


def test_a_cited_recommendation_that_is_not_there_is_left_out_with_a_warning() -> None:
    front = TITLE_PAGE.partition("I. Summary")[0] + CITED
    reading = report(
        SUPPORTED + "8.1 Light (Chad).\n"
        "9. Recommendations in paragraphs 3 (c) and 6 above did not enjoy its support.\n10. ",
        front=front,
    )
    assert len(reading.recommendations) == 1
    assert [message[:60] for message in messages(reading, "warning")] == [
        "Paragraph 9 cites the recommendation in paragraph 3 (c), whi",
        "Paragraph 9 cites the recommendation in paragraph 6, which t",
        "The numbering of paragraphs goes from 5 to 8: a part of the ",
    ]
    assert not reading.reviews[0].list_complete


def test_a_report_cut_off_before_its_list_is_refused() -> None:
    with pytest.raises(SourceError, match=r"No list of recommendations .* truncated") as caught:
        read_working_group_report(lines_of(TITLE_PAGE), "samoa.txt")
    assert caught.value.place == "samoa.txt#line=17"


def test_a_report_cut_off_inside_its_list_is_an_error() -> None:
    text = TITLE_PAGE + SECTION + THREE_LISTS
    reading = read_working_group_report(lines_of(text[: text.index("Count the waves")]), "samoa.txt")
    assert any("cut off" in message for message in messages(reading, "error"))


def test_a_report_with_annex_but_no_closing_paragraph_is_whole() -> None:
    reading = report(SUPPORTED + "8.1 Light (Chad).\n", end=ANNEX)
    assert messages(reading, "error") == []
    assert "the annex is there" in messages(reading, "warning")[0]


@pytest.mark.parametrize("review", ["WSM-3", "WSM-C3"])
def test_the_review_given_is_believed_over_the_session(review: str) -> None:
    lines = lines_of(TITLE_PAGE + SECTION + THREE_LISTS + CLOSING + ANNEX)
    reading = read_working_group_report(lines, "samoa.txt", review)
    assert reading.reviews[0].key == "WSM-3"
    assert reading.recommendations[0].key == "WSM-3-8.1"
    assert "is believed" in messages(reading, "warning")[0]


def test_the_review_of_another_state_is_refused() -> None:
    lines = lines_of(TITLE_PAGE + SECTION + THREE_LISTS + CLOSING)
    with pytest.raises(SourceError, match="on WSM, but the review given is KAZ-3"):
        read_working_group_report(lines, "samoa.txt", "KAZ-3")


def test_a_review_written_wrongly_is_a_usage_error() -> None:
    lines = lines_of(TITLE_PAGE + SECTION + THREE_LISTS + CLOSING)
    with pytest.raises(UsageError, match="such as KAZ-3"):
        read_working_group_report(lines, "samoa.txt", "third")


def test_an_unknown_state_under_review_is_refused() -> None:
    front = TITLE_PAGE.replace("Samoa", "Ruritania")
    with pytest.raises(UnknownState, match="Ruritania"):
        report(THREE_LISTS, front=front)


def test_without_symbol_the_earlier_one_or_the_review_names_the_document() -> None:
    bare = TITLE_PAGE.replace("A/HRC/91/6\n", "")
    earlier = bare.replace("The annex sings", "Issued before as A/HRC/WG.6/18/L.4")
    assert report(THREE_LISTS, front=bare).key == "working-group-report-WSM-2"
    reading = report(THREE_LISTS, front=earlier)
    assert reading.key == "A/HRC/WG.6/18/L.4"
    assert "does not name the UN symbol" in messages(reading, "warning")[0]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("first", 1),
        ("ninth", 9),
        ("twelfth", 12),
        ("nineteenth", 19),
        ("twentieth", 20),
        ("twenty- seventh", 27),
        ("Forty-eighth", 48),
        ("fiftieth", 50),
        ("33rd", 33),
        ("umpteenth", None),
    ],
)
def test_sessions_are_counted_in_words(words: str, number: int | None) -> None:
    assert ordinal(words) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A tale of lamps.\n" * 50,
        TITLE_PAGE.replace("Contents", "Addendum"),
        TITLE_PAGE.replace("A/HRC/91/6", "A/HRC/91/6/Add.1"),
        TITLE_PAGE.replace("Report of the Working Group", "Report of the Keepers"),
        "We read the report of the Working Group on the Universal Periodic Review with joy.\n",
        "Report of the Working Group on the Universal Periodic Review was long\n",
    ],
    ids=["nothing", "tale", "addendum", "addendum symbol", "other title", "mention", "sentence"],
)
def test_other_texts_are_not_recognised(text: str) -> None:
    lines = read_lines(text.encode() or b"x", "other.txt")
    assert not is_working_group_report(lines)
    with pytest.raises(SourceError, match="no report of the UPR Working Group"):
        read_working_group_report(lines, "other.txt")


@pytest.mark.parametrize(
    "title",
    [
        "Report of the Working Group on the\nUniversal Periodic Review*\nSamoa\n",
        "REPORT OF THE WORKING GROUP ON THE UNIVERSAL PERIODIC REVIEW\n\nSAMOA\n",
        "Report of the Working Group on the UniversalPeriodic Review Samoa\n",
    ],
    ids=["two lines", "capitals", "one line"],
)
def test_the_title_is_known_however_it_is_set(title: str) -> None:
    front = re.sub(r"Report of the Working Group .*\nSamoa\n", title, TITLE_PAGE)
    assert report(THREE_LISTS, front=front).reviews[0].key == "WSM-2"


def test_a_hostile_report_takes_no_time() -> None:
    body = (
        SUPPORTED + "8.1 " + "(" * 20_000 + "\n" + "8.2 " + "(Frnace); " * 3_000 + "\n8.3 " + "and , " * 5_000
    )
    body += "\n" + "".join(f"8.{n} x\n" for n in range(4, 500)) + "9. " + "1.1 " * 10_000
    start = time.perf_counter()
    report(body)
    assert time.perf_counter() - start < 3


# The real reports

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="needs the shared data")
TEXTS = sorted((SHARED / "working_group_reports" / "texts").glob("*.txt"))


def real_anew(path: str) -> SourceReading:
    lines = read_lines((SHARED / path).read_bytes(), path)
    assert is_working_group_report(lines)
    return read_working_group_report(lines, path)


real = cache(real_anew)


@needs_shared
@pytest.mark.parametrize(
    ("path", "truth", "recommendations", "pairs"),
    [
        ("kazakhstan/kazakhstan2014.pdf", "kazakhstan/KAZ-C2.csv", 194, 198),
        ("kazakhstan/kazakhstan2014.txt", "kazakhstan/KAZ-C2.csv", 194, 198),
        ("kazakhstan/kazakhstan2010.pdf", "kazakhstan/KAZ-C1.csv", 128, 129),
        ("kazakhstan/kazakhstan2010.txt", "kazakhstan/KAZ-C1.csv", 128, 129),
        ("working_group_reports/A_HRC_28_15.pdf", "thematic_lists/SVN-C2.csv", 163, 180),
        ("working_group_reports/texts/slovenia2014.txt", "thematic_lists/SVN-C2.csv", 163, 180),
        ("working_group_reports/A_HRC_59_15.pdf", "thematic_lists/SVN-C4.csv", 254, 262),
    ],
    ids=lambda value: value.rpartition("/")[2] if isinstance(value, str) else "",
)
def test_real_report_gives_every_number_and_every_state(
    path: str, truth: str, recommendations: int, pairs: int
) -> None:
    reading = real(path)
    assert (len(reading.recommendations), reading.pairs) == (recommendations, pairs)
    assert not [problem for problem in reading.problems if problem.severity != "info"]
    with (SHARED / truth).open(encoding="utf-8", newline="") as file:
        expected = {
            row["paragraph"]: sorted(str(state_code(name)) for name in row["sponsors"].split("|"))
            for row in csv.DictReader(file)
        }
    assert {record.number: sorted(record.states) for record in reading.recommendations} == expected


@needs_shared
@pytest.mark.parametrize(
    ("path", "truth"),
    [("kazakhstan/kazakhstan2014.pdf", "KAZ-C2"), ("kazakhstan/kazakhstan2010.txt", "KAZ-C1")],
)
def test_real_positions_of_kazakhstan(path: str, truth: str) -> None:
    found = {
        record.recommendation.rpartition("-")[2]: (record.status, record.note or "")
        for record in real(path).positions
    }
    words = {"Supported": "supported", "Noted": "noted", "To": "pending"}
    with (SHARED / "kazakhstan" / f"{truth}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            status, note = found.pop(row["paragraph"])
            assert status == words[row["position"].split()[0]]
            assert ("already" in note, "process" in note) == (
                "already" in row["position"],
                "process" in row["position"],
            )
    assert not found


@needs_shared
def test_real_review_of_kazakhstan() -> None:
    for path in ("kazakhstan/kazakhstan2014.pdf", "kazakhstan/kazakhstan2014.txt"):
        reading = real(path)
        assert reading.key == "A/HRC/28/10"
        assert reading.document is not None
        assert reading.document.date == "2014-12-10"
        (review,) = reading.reviews
        assert (review.key, review.session, review.review_date) == ("KAZ-2", 20, "2014-10-30")
        assert review.troika == ("DEU", "KWT", "ZAF")
        assert {record.stated_on for record in reading.positions} == {"2014-11-04"}


@needs_shared
@pytest.mark.parametrize("name", ["kazakhstan2014", "kazakhstan2010"])
def test_pdf_and_text_of_one_report_read_alike(name: str) -> None:
    pdf, text = real(f"kazakhstan/{name}.pdf"), real(f"kazakhstan/{name}.txt")
    assert [record.key for record in pdf.recommendations] == [record.key for record in text.recommendations]
    assert [record.states for record in pdf.recommendations] == [
        record.states for record in text.recommendations
    ]
    assert pdf.reviews[0].troika == text.reviews[0].troika


@needs_shared
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_real_texts_are_read_without_errors(path: Path) -> None:
    start = time.perf_counter()
    reading = real_anew(f"working_group_reports/texts/{path.name}")
    assert time.perf_counter() - start < 0.5
    assert messages(reading, "error") == []
    assert len(reading.recommendations) >= 18
    assert len(reading.positions) == len(reading.recommendations)
    assert reading.reviews[0].review_date is not None
    assert len(reading.reviews[0].troika) == 3


def upr_info_rows() -> Counter[str]:
    path = SHARED / "working_group_reports" / "upr_info_rows.csv"
    if not path.exists():
        return Counter()
    with path.open(encoding="utf-8", newline="") as file:
        return Counter(row["file"] for row in csv.DictReader(file))


SPLIT_FINER_BY_UPR_INFO = {
    "guinea-bissau2010.txt",
    "kenya2010.txt",
    "netherlands2012.txt",
    "srilanka2008.txt",
}
"""UPR Info makes several rows of one recommendation with several parts."""


@needs_shared
@pytest.mark.parametrize(("name", "rows"), sorted(upr_info_rows().items()))
def test_pairs_agree_with_upr_info(name: str, rows: int) -> None:
    pairs = real(f"working_group_reports/texts/{name}").pairs
    assert abs(pairs - rows) / rows <= (0.08 if name in SPLIT_FINER_BY_UPR_INFO else 0.02)


@needs_shared
@pytest.mark.parametrize(
    "path",
    [
        "working_group_reports/A_HRC_28_15_Add1.pdf",
        "working_group_reports/A_HRC_59_15_Add1.pdf",
        "kazakhstan/A_HRC_28_2_KAZ_section.txt",
        "kazakhstan/A_HRC_14_37_KAZ_section.txt",
        "kazakhstan/public_account.txt",
        "upr_info/Database_Help_Guide.pdf",
    ],
)
def test_real_documents_of_other_kinds_are_not_recognised(path: str) -> None:
    assert not is_working_group_report(read_lines((SHARED / path).read_bytes(), path))


@needs_shared
@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.75, 0.9])
@pytest.mark.parametrize("name", ["kenya2010", "iran2014", "serbia2009"])
def test_real_text_cut_off_anywhere_is_not_taken_for_whole(name: str, share: float) -> None:
    path = SHARED / "working_group_reports" / "texts" / f"{name}.txt"
    data = path.read_bytes()
    whole = len(real(f"working_group_reports/texts/{name}.txt").recommendations)
    try:
        reading = read_working_group_report(read_lines(data[: int(len(data) * share)], name), name)
    except SourceError:
        return
    assert messages(reading, "error") or len(reading.recommendations) == whole


@pytest.mark.parametrize(
    "body",
    [
        "Lighthouses\n8.1 Light (Chad);\nBoats and tides\n8.2 Dim (Fiji);\nThe moon\n8.3 Turn (Mali).\n",
        "8.1* Light (Chad);\n8.2** Dim (Fiji)*;\n8.3 Turn** (Mali)**.\n* As read.\n",
        "8.1 - Light (Chad);\n8.2 – Dim (Fiji);\n8.3: Turn (Mali)\n",
        "8. 1. Light (Chad);\n8. 2. Dim (Fiji);\n8. 3. Turn (Mali);\n",
        "(1) Light (Chad);\n(2) Dim (Fiji);\n(3) Turn (Mali).\n",
        "1) Light (Chad);\n2) Dim (Fiji);\n3) Turn (Mali).\n",
        "8.1\nLight (Chad);\n8.2\n\nDim\n(Fiji);\n8.3 Turn (Mali).\n",
    ],
    ids=[
        "themes between",
        "marks of notes",
        "dashes",
        "spaces",
        "bracketed numbers",
        "half brackets",
        "own lines",
    ],
)
def test_ways_of_numbering_give_the_same_recommendations(body: str) -> None:
    records = by_number(report(SUPPORTED + body + "9. "))
    assert {number: (record.text, record.states) for number, record in records.items()} == {
        "8.1": ("Light", ("TCD",)),
        "8.2": ("Dim", ("FJI",)),
        "8.3": ("Turn", ("MLI",)),
    }


def test_a_number_that_joins_several_texts_is_one_and_they_are_counted() -> None:
    reading = report(
        SUPPORTED
        + "8.1 Light (Chad); dim (Fiji) (Mali); and (a) turn; (b) sell (Peru);\n8.2 Feed the gulls (Chad).\n9. "
    )
    assert (len(reading.recommendations), reading.pairs) == (2, 5)
    (message,) = messages(reading, "info")
    assert "1 of 2 numbers join several texts" in message
    assert "5 texts and 6 pairs" in message


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Light (Chad)", [("Light", "TCD")]),
        ("Light (Chad) (Fiji)", [("Light", "TCD FJI")]),
        ("Light (Chad); dim (Fiji)", [("Light", "TCD"), ("dim", "FJI")]),
        ("Light (OP-LAMP) (Chad)", [("Light (OP-LAMP)", "TCD")]),
        ("(a) Light; and (b) dim (Chad)", [("Light", "TCD"), ("dim", "TCD")]),
        ("Light under article 2 (b) of the Act (Chad)", [("Light under article 2 (b) of the Act", "TCD")]),
        ("Light", []),
    ],
)
def test_parts_of_a_recommendation(text: str, parts: list[tuple[str, str]]) -> None:
    assert [(part.text, " ".join(part.states)) for part in read_parts(text)] == parts


def test_a_whole_paragraph_that_is_cited_gives_each_of_its_recommendations() -> None:
    front = TITLE_PAGE.replace(
        "7. Iceland praised the lighthouses. It made recommendations.\n",
        "".join(f"{n}. Chad praised the lamps.\n" for n in range(3, 7))
        + "7. Iceland encouraged Samoa to light the lamps. It liked them. Iceland requested Samoa to share the oil. "
        "Iceland requested information on gulls.\n",
    )
    body = "8. The recommendations noted in the report in paragraph 7 above did not enjoy the support of Samoa.\n9. "
    reading = report(body, front=front)
    (record,) = reading.recommendations
    assert (record.number, record.states) == ("7", ("ISL",))
    assert (
        record.text == "Iceland encouraged Samoa to light the lamps. Iceland requested Samoa to share the oil"
    )
    assert "there are 2 texts" in messages(reading, "info")[0]


@pytest.mark.parametrize(
    ("heading", "status"),
    [
        ("Samoa expresses its support for the recommendations below:", "supported"),
        ("Samoa has examined the recommendations below and accepted them:", "supported"),
        ("The following recommendations meet with the support of Samoa:", "supported"),
        ("Samoa considers that the following recommendations have already been implemented:", "supported"),
        ("Samoa is not in a position to accept the recommendations below:", "noted"),
        ("The following recommendations do not meet with the support of Samoa:", "noted"),
        ("The following recommendations failed to gain the support of Samoa:", "noted"),
        ("The recommendations below lack the support of Samoa:", "noted"),
        ("The recommendations below were refused by Samoa:", "noted"),
        ("The recommendations below have been duly noted:", "noted"),
        ("The recommendations below would be considered noted:", "noted"),
        ("The recommendations below have been left pending by Samoa:", "pending"),
        ("Samoa wishes to further consider the recommendations below:", "pending"),
        ("The recommendations below require further study:", "pending"),
        ("Samoa would respond in due time to the recommendations below:", "pending"),
        ("The recommendations below shall be examined by Samoa:", "pending"),
        ("The recommendations below are being examined by Samoa:", "pending"),
        ("Samoa deferred its answer to the recommendations below:", "pending"),
    ],
)
def test_rarer_words_of_a_heading_tell_the_position_too(heading: str, status: str) -> None:
    assert status_of(heading) == status


@pytest.mark.parametrize(
    "body",
    [
        "90. These recommendations enjoy the support of Samoa: 90.1 Paint (Chad); 90.2 Polish it (Fiji).",
        "90. These recommendations enjoy the support of Samoa: 1. Paint (Chad); 2. Polish it (Fiji).",
    ],
)
def test_a_list_that_runs_on_in_its_paragraph_loses_nothing(body: str) -> None:
    reading = report(body + "\n91. These recommendations are noted by Samoa:\n91.1 Dry it (Peru).\n")
    assert {number: each.states for number, each in by_number(reading).items()} == {
        "90.1": ("TCD",),
        "90.2": ("FJI",),
        "91.1": ("PER",),
    }


def test_a_title_may_name_the_state_after_on() -> None:
    title = "Report of the Working Group on the Universal Periodic Review on Samoa"
    assert is_working_group_report(lines_of(title))


@pytest.mark.parametrize(
    ("heading", "status"),
    [
        ("Samoa accepts in principle the following recommendations:", "supported"),
        ("Samoa expressed support for the following recommendations:", "supported"),
        ("The recommendations below enjoy Samoa’s full support:", "supported"),
        ("They enjoy the support of Samoa and will be considered in its plan for gulls:", "supported"),
        ("Most enjoy the support of Samoa. The recommendations below will be examined:", "pending"),
        ("The recommendations below enjoy its support, but will be examined further:", "pending"),
        ("Samoa reserves its position on the following recommendations:", "pending"),
        ("Samoa needs more time to examine the following recommendations:", "pending"),
        ("The following recommendations have been deferred by Samoa:", "pending"),
        ("The following recommendations are not acceptable to Samoa:", "noted"),
        ("Samoa declined to accept the following recommendations:", "noted"),
        ("Samoa objects to the recommendations below:", "noted"),
        ("The following are recommendations which Samoa noted:", "noted"),
        ("The recommendations below lack Samoa’s support:", "noted"),
    ],
)
def test_headings_in_other_words_tell_the_position(heading: str, status: str) -> None:
    assert status_of(heading) == status


@pytest.mark.parametrize(
    ("text", "states", "wording"),
    [
        ("Paint (Chad, as well as South Sudan);", "TCD SSD", "Paint"),
        ("Paint (Chad as well as South Sudan);", "TCD SSD", "Paint"),
        ("Paint (Chad, together with Peru);", "TCD PER", "Paint"),
        ("Paint (proposed by Peru and Mali);", "PER MLI", "Paint"),
        ("Paint (recommended by Peru);", "PER", "Paint"),
        ("Paint (recommendation of Peru);", "PER", "Paint"),
        ("Paint [Peru, Chad];", "PER TCD", "Paint"),
        ("Paint [all of it] (Peru);", "PER", "Paint [all of it]"),
        ("Paint (Peru));", "PER", "Paint"),
        ("Paint (Iran (Islamic Republic of)));", "IRN", "Paint"),
    ],
)
def test_no_state_of_a_bracket_is_lost(text: str, states: str, wording: str) -> None:
    read = read_brackets(text)
    assert (" ".join(read.states), read.text, read.unknown) == (states, wording, ())


def test_answers_given_by_number_below_a_list_are_those_of_its_recommendations() -> None:
    reading = report(
        "8. In the discussion, the following recommendations were made to Samoa:\n"
        "1. Paint the lighthouse (Iceland);\n2. Count the waves (Peru);\n3. Sell the moon (Cuba).\n"
        "9. Recommendations Nos. 1 and 2 enjoy the support of Samoa. Recommendation 3 cannot be accepted.\n"
    )
    statuses = {key.removeprefix("WSM-2-"): each.status for key, each in positions(reading).items()}
    assert statuses == {"8.1": "supported", "8.2": "supported", "8.3": "noted"}
    assert not any("does not say what the State answered" in each for each in messages(reading, "warning"))


@pytest.mark.parametrize("theme", ["Keepers (and gulls)", "Rights of keepers and of\ngulls in all harbours"])
def test_a_theme_between_recommendations_is_no_part_of_the_one_above(theme: str) -> None:
    records = by_number(report(f"{SUPPORTED}8.1 Paint (Chad);\n{theme}\n8.2 Count (Peru).\n"))
    assert [(each.text, each.states) for each in records.values()] == [
        ("Paint", ("TCD",)),
        ("Count", ("PER",)),
    ]


def test_a_number_of_the_next_paragraph_inside_a_sentence_begins_none() -> None:
    records = by_number(
        report(f"{SUPPORTED}8.1 Apply article\n9. of the Code of Lamps (Chad);\n8.2 Count (Peru).\n")
    )
    assert records["8.1"].text == "Apply article 9. of the Code of Lamps"
    assert list(records) == ["8.1", "8.2"]


@pytest.mark.parametrize("number", ["8 .1", "8.1)", "8. 1"])
def test_a_number_may_have_spaces_or_a_bracket(number: str) -> None:
    assert only(f"{number} Paint (Chad);\n").text == "Paint"


@pytest.mark.parametrize(
    "heading", ["II. Conclusions and recommendations", "2. Conclusions and/or recommendations"]
)
@pytest.mark.parametrize("between", [" ", "\n"])
def test_a_list_below_a_heading_set_otherwise_is_read_whole(heading: str, between: str) -> None:
    announced = f"8. The recommendations listed below enjoy{between}the support of Samoa:\n"
    body = f"{announced}8.1 Paint (Chad);\n9. The recommendations below were rejected:\n9.1 Sell (Peru).\n"
    text = f"{TITLE_PAGE}{heading}\n{body}{CLOSING}{ANNEX}"
    reading = read_working_group_report(lines_of(text), "samoa.txt")
    assert [each.number for each in reading.recommendations] == ["8.1", "9.1"]


def test_the_heading_of_the_conclusions_is_no_part_of_the_paragraph_above_that_is_cited() -> None:
    reading = report(
        "8. The recommendation noted in paragraph 3 did not enjoy the support of Samoa.\n", front=CITED_LAST
    )
    assert [each.text for each in reading.recommendations] == ["Iceland recommended painting the lighthouse"]


CITED_LAST = TITLE_PAGE.replace(
    "7. Iceland praised the lighthouses. It made recommendations.",
    "3. Iceland recommended painting the lighthouse.",
)
