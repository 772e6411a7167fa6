"""The reader of addenda: invented replies in the styles that States write, and the real ones."""

from __future__ import annotations

import csv
import io
import re
import textwrap
import time
from collections import Counter
from pathlib import Path

import docx
import pytest

from graph_loader.records import SourceReading
from graph_loader.sources.addendum import is_addendum, read_addendum
from graph_loader.sources.addendum_answers import answers, one_answer
from graph_loader.sources.addendum_found import Found
from graph_loader.sources.addendum_front import cycle_of_council_session
from graph_loader.sources.addendum_numbers import number_lists
from graph_loader.sources.addendum_settled import settle
from graph_loader.sources.addendum_tables import read_tables, without_tables
from graph_loader.sources.docx import Cell, Row, Table
from graph_loader.sources.pages import Line
from graph_loader.sources.source_file import SourceFile
from ontology.errors import SourceError, UsageError

FRONT = """\
United Nations A/HRC/91/6/Add.1
General Assembly Distr.: General
3 March 2031
Original: English
Human Rights Council
Ninety-first session
Agenda item 6
Universal periodic review
Report of the Working Group on the Universal Periodic Review*
Samoa
Addendum
Views on conclusions and/or recommendations, voluntary commitments
and replies presented by the State under review
* Issued without editing, by gulls.
"""


def file_of(body: str, front: str = FRONT) -> SourceFile:
    return SourceFile("samoa.txt", data=(front + body).encode())


def addendum(body: str, front: str = FRONT, review: str | None = "WSM-4") -> SourceReading:
    (reading,) = read_addendum(file_of(body, front), review)
    return reading


def positions(body: str) -> dict[str, str]:
    """Number and status of every position."""
    reading = addendum(body)
    found: dict[str, str] = {p.recommendation.removeprefix("WSM-4-"): p.status for p in reading.positions}
    found.update((f"item {p.item}", p.status) for p in reading.item_positions)
    return found


def reasons(body: str) -> dict[str, str | None]:
    reading = addendum(body)
    return {p.recommendation.removeprefix("WSM-4-"): p.reason for p in reading.positions} | {
        f"item {p.item}": p.reason for p in reading.item_positions
    }


def messages(reading: SourceReading, severity: str = "warning") -> list[str]:
    return [problem.message for problem in reading.problems if problem.severity == severity]


LISTS = """\
1. Samoa thanks everybody. The report of the Working Group contains 14 recommendations.
2. Samoa accepts 9 recommendations and notes 5 recommendations.
I. Accepted recommendations
3. The Government accepts the following recommendations: 140.1, 140.2,
140.3. 140.4 and 140.6 to 140.8.
II. Accepted recommendations that Samoa considers already
implemented or in the process of implementation
4. The Government accepts recommendations 140.9-10 and adds:
140.9
The lighthouse was painted in 2024. It cost EUR 140.5 million.
140.10
See recommendation 140.9.
III. Noted recommendations
5. The Government takes note of recommendations 140.5, 140.11-140.13, 140.14:
140.11-12, 14
The moon is not for sale under article 140.2 of the Harbour Act.
"""


def test_lists_below_headings_give_positions_paragraphs_reasons_and_counts() -> None:
    reading = addendum(LISTS)
    assert positions(LISTS) == {
        **dict.fromkeys([f"140.{n}" for n in (1, 2, 3, 4, 6, 7, 8, 9, 10)], "supported"),
        **dict.fromkeys([f"140.{n}" for n in (5, 11, 12, 13, 14)], "noted"),
    }
    by_number = {p.recommendation: p for p in reading.positions}
    tenth = by_number["WSM-4-140.10"]
    assert (tenth.paragraph, tenth.reason) == ("4", "See recommendation 140.9.")
    assert tenth.note == "considered already implemented or in the process of implementation"
    assert by_number["WSM-4-140.9"].reason == "The lighthouse was painted in 2024. It cost EUR 140.5 million."
    told = {n for n, p in by_number.items() if p.reason and p.reason.startswith("The moon")}
    assert told == {"WSM-4-140.11", "WSM-4-140.12", "WSM-4-140.14"}
    (tally,) = reading.tallies
    assert (tally.total, tally.supported, tally.noted, tally.paragraph) == (14, 9, 5, "2")
    assert not reading.problems


@pytest.mark.parametrize("width", [30, 50, 80, 200, 2_000])
@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["lines", "empty lines"])
def test_where_lines_break_does_not_matter(width: int, between: str) -> None:
    starts = re.compile(r"\n(?=\d\. |[IV]+\. |140\.\d[\d, .–-]*\n|See |The [lm])")
    broken = between.join(
        textwrap.fill(piece, width, break_on_hyphens=False) for piece in starts.split(LISTS)
    )
    assert positions(broken) == positions(LISTS)
    assert reasons(broken) == reasons(LISTS)


def test_document_and_review_come_from_the_title_page() -> None:
    reading = addendum(LISTS)
    assert (reading.format, reading.reader, reading.key) == ("addendum", "addendum 1", "A/HRC/91/6/Add.1")
    assert reading.document is not None
    assert (reading.document.kind, reading.document.date) == ("addendum", "2031-03-03")
    assert reading.document.review == "WSM-4"
    assert {p.stated_on for p in reading.positions} == {"2031-03-03"}
    assert {p.document for p in reading.positions} == {"A/HRC/91/6/Add.1"}
    assert reading.positions[0].place == "line=18"


STYLES = {
    "an answer behind each number": (
        """\
Recommendation 118.4: Accepted. The gulls are fed.
Recommendation 118.5: Not accepted.
Recommendation 118.6 (Peru, Chad): Partially accepted, for want of paint.
118.7 Noted
118.8. Supported
118.9: Samoa does not support this recommendation. The sea is full.
""",
        {
            "118.4": "supported",
            "118.5": "noted",
            "118.6": "partially-supported",
            "118.7": "noted",
            "118.8": "supported",
            "118.9": "noted",
        },
    ),
    "an answer on a line of its own, below the wording": (
        """\
126.1 Paint the lighthouse and count the waves (Peru);
Response: Samoa accepts this recommendation.
126.2 Sell the moon (Chad) (Fiji);
Position: Noted
Comment: It is needed at night.
126.3 Ratify the treaty of gulls, which others support (Mali).
The Government cannot accept this recommendation.
""",
        {"126.1": "supported", "126.2": "noted", "126.3": "noted"},
    ),
    "headings without a number": (
        """\
Recommendations that enjoy the support of Samoa
139.1 Paint the lighthouse (Peru)
139.2 Count the waves (Chad)

Recommendations that do not enjoy the support of Samoa
139.3 Sell the moon (Fiji)

Recommendations that will be considered
139.4 Feed the gulls (Mali)
""",
        {"139.1": "supported", "139.2": "supported", "139.3": "noted", "139.4": "pending"},
    ),
    "sentences that list and judge": (
        """\
1. Samoa accepts recommendations 79.1 to 79.4, and rejects recommendations 79.5, 79.6 and 79.8.
2. Recommendations 79.7 and 79.9 are accepted; recommendations 79.10-79.12 are not accepted.
3. Recommendation 79.13 enjoys the support of Samoa, while recommendation 79.14 does not enjoy its support.
4. Samoa is not in a position to support recommendation 79.15. Recommendation 79.16 is under consideration.
""",
        {
            **dict.fromkeys([f"79.{n}" for n in (1, 2, 3, 4, 7, 9, 13)], "supported"),
            **dict.fromkeys([f"79.{n}" for n in (5, 6, 8, 10, 11, 12, 14, 15)], "noted"),
            "79.16": "pending",
        },
    ),
    "items alone": (
        """\
1. The Government accepts recommendations Nos. 1–3, 5 and 8.
2. Recommendations 4 and 6 are noted. Recommendation No. 7 is accepted in part.
""",
        {
            **dict.fromkeys([f"item {n}" for n in (1, 2, 3, 5, 8)], "supported"),
            "item 4": "noted",
            "item 6": "noted",
            "item 7": "partially-supported",
        },
    ),
    "items of a paragraph that the text names": (
        """\
1. The numbers of the recommendations follow paragraph 88 of the report of the Working Group.
2. Samoa accepts recommendations 1-3 and notes recommendations 4 and 5.
""",
        {"88.1": "supported", "88.2": "supported", "88.3": "supported", "88.4": "noted", "88.5": "noted"},
    ),
    "a remark in brackets behind a number": (
        "1. Samoa supports recommendations 5.1, 5.2 (in part), 5.3 (Chad) and 5.4.\n",
        {"5.1": "supported", "5.2": "partially-supported", "5.3": "supported", "5.4": "supported"},
    ),
    "announced lists": (
        """\
1. The following recommendations enjoy the support of Samoa:
7.1 Paint the lighthouse (Peru);
7.2 Count the waves (Chad).
2. The following recommendations are noted:
(a) 7.3, 7.4 and 7.6;
(b) 7.5.
""",
        {"7.1": "supported", "7.2": "supported", **dict.fromkeys(["7.3", "7.4", "7.5", "7.6"], "noted")},
    ),
    "bare lists below headings": (
        """\
A. Recommendations accepted
1. 108.1, 108.3, 108.5–108.7 and 108.11.
B. Recommendations partially accepted
2. 108.2 and 108.4. The moon of 108.2 is far.
C. Recommendations not accepted
3. 108.8–108.10
""",
        {
            **dict.fromkeys([f"108.{n}" for n in (1, 3, 5, 6, 7, 11)], "supported"),
            **dict.fromkeys(["108.2", "108.4"], "partially-supported"),
            **dict.fromkeys(["108.8", "108.9", "108.10"], "noted"),
        },
    ),
    "rows of a table, line by line": (
        """\
No. Recommendation Position Comments
5.1 Paint the lighthouse (Peru) Supported The paint was bought in
2024 and is green.
5.2 Count the waves (Chad) Noted
Paragraph 5.3
Accepted
The sea is wide.
""",
        {"5.1": "supported", "5.2": "noted", "5.3": "supported"},
    ),
    "words in many forms": (
        """\
5.1 and 5.2 – Accepted
5.3, 5.4 — The Government of Samoa partially supports these recommendations as the sea is deep.
Rec. 5.5: Samoa notes the recommendation. The moon.
Rec 5.6 Not accepted: the moon.
5.7 (Peru) Accept.
5.8 Does not support
5.9 Takes note
5.10 Rejected.
5.11 We agree with this recommendation.
""",
        {
            **dict.fromkeys(["5.1", "5.2", "5.7", "5.11"], "supported"),
            **dict.fromkeys(["5.3", "5.4"], "partially-supported"),
            **dict.fromkeys(["5.5", "5.6", "5.8", "5.9", "5.10"], "noted"),
        },
    ),
    "sentences that begin with what they are about": (
        """\
1. Samoa is pleased to accept recommendations 5.1 through 5.3.
2. Samoa does not accept recommendations numbered 5.4 and 5.5 since it supports the moon.
3. With regard to recommendation 5.6, Samoa accepts it.
4. As regards recommendations 5.7 and 5.8, these are noted.
5. Samoa supports, in part, recommendation 5.9. See also recommendation 5.12.
""",
        {
            **dict.fromkeys(["5.1", "5.2", "5.3", "5.6"], "supported"),
            **dict.fromkeys(["5.4", "5.5", "5.7", "5.8"], "noted"),
            "5.9": "partially-supported",
        },
    ),
    "several entries on a line": (
        "1. Samoa replies.\n5.1 accepted; 5.2 rejected; 5.3 partially accepted; 5.4 accepted.\n",
        {"5.1": "supported", "5.2": "noted", "5.3": "partially-supported", "5.4": "supported"},
    ),
    "numbers in brackets": (
        """\
1. Samoa accepts the recommendation on lamps (5.1) and the recommendations on tides (5.2 and 5.3).
2. Out of 7 recommendations, Samoa supports 3 and takes note of 4 (5.4, 5.6, 5.8 and 5.9).
II. Recommendations which do not enjoy the support of Samoa
(5.10) Sell (Fiji)
""",
        {
            **dict.fromkeys(["5.1", "5.2", "5.3"], "supported"),
            **dict.fromkeys(["5.4", "5.6", "5.8", "5.9", "5.10"], "noted"),
        },
    ),
    "labels before number and answer": (
        """\
Recommendation: 5.1
Response: Accepted-in-part
The sea.
Recommendation: 5.2
Response: Accepted
Recommendation No. 5.3: Accept to follow up
Recommendation No. 5.4: Not accept
""",
        {"5.1": "partially-supported", "5.2": "supported", "5.3": "supported", "5.4": "noted"},
    ),
    "answers on lines of their own between empty ones": (
        "5.1 Ratify the treaty of gulls\n\nNoted\n\n5.2 Paint the lighthouse\n\nSupported\n\n",
        {"5.1": "noted", "5.2": "supported"},
    ),
    "clauses and comparisons": (
        """\
1. Samoa maintains its position on recommendations 5.1 and 5.2, which it cannot accept at this stage.
2. Recommendations 5.3, 5.4, which were left pending, now enjoy its support.
3. Recommendation 5.5 is not accepted as it runs counter to recommendation 5.3.
4. Samoa considers recommendation 5.6 as accepted and recommendation 5.7 as noted.
5. It has decided to accept 5.8. It has decided not to accept 5.9. It will consider 5.10.
""",
        {
            **dict.fromkeys(["5.3", "5.4", "5.6", "5.8"], "supported"),
            **dict.fromkeys(["5.1", "5.2", "5.5", "5.7", "5.9"], "noted"),
            "5.10": "pending",
        },
    ),
    "bullets": (
        "Replies\n• 5.1: accepted\n• 5.2: noted\n– 5.3: supported\n",
        {"5.1": "supported", "5.2": "noted", "5.3": "supported"},
    ),
    "numbered items with wording, States and answer": (
        """\
1. Paint the lighthouse (Peru): accepted.
2. Sell the moon (Chad): not accepted. It is needed.
""",
        {"item 1": "supported", "item 2": "noted"},
    ),
    "groups by theme, each with its answer": (
        """\
A. Lighthouses
Recommendations 66.1, 66.5 and 66.9
Samoa accepts these recommendations. Paint was bought.
B. The moon
Recommendations 66.2-66.4
Samoa takes note of these recommendations. It is far.
""",
        {
            **dict.fromkeys(["66.1", "66.5", "66.9"], "supported"),
            **dict.fromkeys(["66.2", "66.3", "66.4"], "noted"),
        },
    ),
}


@pytest.mark.parametrize(("body", "expected"), STYLES.values(), ids=STYLES)
def test_styles_of_replies_give_their_positions(body: str, expected: dict[str, str]) -> None:
    assert positions(body) == expected
    assert not messages(addendum(body))


def test_reasons_are_the_states_words_without_wording_and_answer() -> None:
    told = reasons(STYLES["an answer behind each number"][0])
    assert told["118.4"] == "The gulls are fed."
    assert told["118.5"] is None
    assert told["118.6"] == "for want of paint."
    assert told["118.9"] == "The sea is full."
    told = reasons(STYLES["an answer on a line of its own, below the wording"][0])
    assert told["126.1"] is None
    assert told["126.2"] == "Comment: It is needed at night."
    told = reasons(STYLES["groups by theme, each with its answer"][0])
    assert told["66.5"] == "Paint was bought."
    assert told["66.3"] == "It is far."
    assert set(reasons(STYLES["headings without a number"][0]).values()) == {None}


def table(*rows: tuple[str, ...]) -> Table:
    return Table(
        1,
        tuple(
            Row(number, tuple(Cell((text,), 4 if len(cells) == 1 else 1) for text in cells))
            for number, cells in enumerate(rows, start=1)
        ),
    )


def statuses_of(read: Table) -> dict[str, tuple[str, str | None]]:
    found = Found()
    read_tables((read,), frozenset({5}), found)
    return {each.named.number: (each.status, each.reason) for each in settle(found)[0]}


def test_tables_are_read_by_the_heads_of_their_columns() -> None:
    rows = (
        ("No.", "Recommendation", "Position", "Comments"),
        ("Lighthouses",),
        ("5.1", "Paint the lighthouse (Peru)", "Supported", ""),
        ("5.2", "Sell the moon (Chad)", "Noted", "It is needed."),
        ("5.3-5.4", "Count the waves (Fiji)", "Accepted in part. The tide.", ""),
    )
    assert statuses_of(table(*rows)) == {
        "5.1": ("supported", None),
        "5.2": ("noted", "It is needed."),
        "5.3": ("partially-supported", "The tide."),
        "5.4": ("partially-supported", "The tide."),
    }


def test_columns_headed_by_answers_hold_marks_or_numbers() -> None:
    assert statuses_of(table(("Paragraph", "Accepted", "Noted"), ("5.1", "X", ""), ("5.2", "", "✓"))) == {
        "5.1": ("supported", None),
        "5.2": ("noted", None),
    }
    assert statuses_of(table(("Supported", "Noted"), ("5.1, 5.3-5.4", "5.2"))) == {
        "5.1": ("supported", None),
        "5.3": ("supported", None),
        "5.4": ("supported", None),
        "5.2": ("noted", None),
    }


def test_merged_rows_of_a_table_are_headings() -> None:
    rows = (
        ("Recommendation", "Comments of the Government"),
        ("Recommendations that enjoy the support of Samoa",),
        ("5.1 Paint the lighthouse (Peru)", "Bought."),
        ("Recommendations noted",),
        ("5.2 Sell the moon (Chad)", "Needed."),
    )
    assert statuses_of(table(*rows)) == {"5.1": ("supported", "Bought."), "5.2": ("noted", "Needed.")}


def test_lines_of_a_table_are_not_read_twice() -> None:
    read = table(("No.", "Position"), ("5.1", "Supported"))
    texts = ("Before", "No.", "Position", "5.1", "Supported", "After")
    lines = [Line(text, None, number) for number, text in enumerate(texts, start=1)]
    assert [line.text for line in without_tables(lines, (read,))] == ["Before", "After"]


def test_a_word_document_is_read_like_text_and_its_tables_by_row() -> None:
    document = docx.Document()
    for line in (FRONT + "1. Samoa accepts recommendation 5.3.\n2. The rest is in the table.").splitlines():
        document.add_paragraph(line)
    rows = (
        ("No.", "Recommendation", "Position", "Comments"),
        ("5.1", "Sell (Chad)", "Noted", "Not for sale."),
    )
    grid = document.add_table(0, 4)
    for row in rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    saved = io.BytesIO()
    document.save(saved)
    (reading,) = read_addendum(SourceFile("samoa.docx", data=saved.getvalue()), "WSM-4")
    read = {p.recommendation: (p.status, p.reason, p.place) for p in reading.positions}
    assert read == {
        "WSM-4-5.3": ("supported", None, "line=15"),
        "WSM-4-5.1": ("noted", "Not for sale.", "table=1;row=2"),
    }


def test_reasons_stand_behind_the_list_or_in_its_sentence() -> None:
    body = (
        "1. Samoa notes recommendations 5.1 and 5.2. The moon is not for sale. It is needed.\n"
        "2. Samoa does not accept recommendation 5.3, since the sea is deep.\n"
        "3. Recommendation 5.4 is not accepted as it runs counter to recommendation 5.1.\n"
        "4. Samoa accepts recommendations 5.5 and 5.6 and gives the following. Further information stands below.\n"
    )
    assert reasons(body) == {
        "5.1": "The moon is not for sale. It is needed.",
        "5.2": "The moon is not for sale. It is needed.",
        "5.3": "since the sea is deep.",
        "5.4": "as it runs counter to recommendation 5.1.",
        "5.5": None,
        "5.6": None,
    }


def test_an_answer_to_all_others_is_told_and_its_exceptions_are_read() -> None:
    body = "1. Samoa accepts all recommendations with the exception of recommendations 5.3 and 5.7.\n"
    assert positions(body) == {"5.3": "noted", "5.7": "noted"}
    (message,) = messages(addendum(body))
    assert "says supported of recommendations without their numbers" in message
    assert "the exceptions were read" in message


def test_numbers_beside_an_answer_to_all_others_are_read() -> None:
    body = "1. Samoa rejects recommendations 5.3 and 5.7.\n2. All the other recommendations are accepted.\n"
    assert positions(body) == {"5.3": "noted", "5.7": "noted"}
    assert "supported" in messages(addendum(body))[0]


def test_two_answers_to_one_number_are_told_and_none_is_taken() -> None:
    body = "1. Samoa accepts recommendations 5.1 and 5.2.\n2. Samoa rejects recommendations 5.2 and 5.3.\n"
    assert positions(body) == {"5.1": "supported", "5.3": "noted"}
    (message,) = messages(addendum(body))
    assert "5.2 is answered differently: supported (paragraph 1) and noted (paragraph 2)" in message


def test_a_number_written_out_goes_before_a_range_over_it() -> None:
    body = "1. Samoa accepts recommendations 5.1-5.9.\n2. Samoa rejects recommendation 5.4.\n"
    found = positions(body)
    assert found["5.4"] == "noted"
    assert len(found) == 9
    assert "noted was taken" in messages(addendum(body))[0]


def test_in_part_goes_before_acceptance_of_the_same_number() -> None:
    body = "1. Samoa accepts recommendations 5.1 and 5.2.\nRecommendation 5.2: Partially accepted.\n"
    assert positions(body)["5.2"] == "partially-supported"


def test_an_answer_by_number_goes_before_the_heading_above() -> None:
    body = (
        "I. Accepted recommendations\n1. Samoa accepts recommendation 5.1.\nII. Noted recommendations\n"
        + ("2. Samoa notes recommendations 5.2 and 5.3.\n5.1-5.3\nThe tide was out.\n")
    )
    assert positions(body) == {"5.1": "supported", "5.2": "noted", "5.3": "noted"}
    reading = addendum(body)
    assert not messages(reading)
    assert "5.1" in messages(reading, "info")[0]


def test_a_broken_range_and_an_unanswered_number_are_told() -> None:
    body = "1. Samoa accepts recommendations 5.9-5.3.\nRecommendation 5.12: The tide was out.\n"
    told = messages(addendum(body))
    assert any("5.9-5.3 is no range" in message for message in told)
    assert any("5.12 is named, but no answer was found" in message for message in told)


def test_words_that_are_no_answer_do_not_borrow_the_one_above() -> None:
    body = "1. The following recommendations (5.1–5.3) enjoy the support of Samoa.\n2. The following (5.4) do not.\n"
    assert set(positions(body)) == {"5.1", "5.2", "5.3"}
    assert "5.4 is named, but no answer was found" in messages(addendum(body))[0]


def test_figures_that_are_no_recommendations_are_left_alone() -> None:
    body = (
        "1. Samoa accepts recommendations 5.1 and 5.2. In 2024, 5.3 per cent of gulls support article 5.4.\n"
        "2. The harbour accepts EUR 5.6 million. Samoa received 5 recommendations and accepts 2 of them.\n"
    )
    assert set(positions(body)) == {"5.1", "5.2"}


def test_an_addendum_without_answers_is_refused() -> None:
    reading = addendum("1. Samoa thanks everybody for the waves.\n")
    assert messages(reading, "error")


@pytest.mark.parametrize(
    ("session", "cycle"),
    [
        (8, 1),
        (14, 1),
        (19, 1),
        (21, 2),
        (28, 2),
        (34, 2),
        (36, 3),
        (43, 3),
        (50, 3),
        (52, 4),
        (59, 4),
        (9, None),
        (51, None),
    ],
)
def test_cycle_follows_from_the_session_of_the_council(session: int, cycle: int | None) -> None:
    assert cycle_of_council_session(session) == cycle


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("during the third cycle of the universal periodic review.", "WSM-3"),
        ("at the thirty-second session of the Working Group, held in January.", "WSM-3"),
        ("made during the review of Samoa on 4 November 2014.", "WSM-2"),
        ("of the 4th UPR.", "WSM-4"),
    ],
)
def test_without_a_symbol_the_text_tells_the_review(said: str, key: str) -> None:
    front = FRONT.replace("A/HRC/91/6/Add.1", "").replace("Ninety-first session\n", "")
    reading = addendum(
        f"1. Samoa replies to the recommendations {said}\n2. Samoa accepts recommendation 5.1.\n", front, None
    )
    assert reading.reviews[0].key == key
    assert any("UN symbol" in message for message in messages(reading))


def test_without_anything_that_tells_the_review_it_is_asked_for() -> None:
    front = FRONT.replace("A/HRC/91/6/Add.1", "").replace("Ninety-first session\n", "")
    with pytest.raises(SourceError, match="--review WSM-2"):
        addendum("1. Samoa accepts recommendation 5.1.\n", front, None)


def test_a_review_of_another_state_or_not_a_review_is_refused() -> None:
    with pytest.raises(SourceError, match="by WSM"):
        addendum(LISTS, review="FJI-2")
    with pytest.raises(UsageError):
        addendum(LISTS, review="second")


def test_other_documents_are_no_addenda() -> None:
    assert is_addendum(file_of(""))
    assert not is_addendum(
        file_of("", FRONT.replace("/Add.1", "").replace("Addendum\n", "").replace("Views on", "On"))
    )
    assert not is_addendum(SourceFile("rows.csv", data=b"a,b\n1,2\n"))


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Accepted", "supported"),
        ("Recommendations that do not enjoy the support of Samoa", "noted"),
        ("cannot be accepted at this time", "noted"),
        ("Supported/Noted", "partially-supported"),
        ("accepted in part", "partially-supported"),
        ("will be examined", "pending"),
        ("unacceptable", "noted"),
        ("Recommendations", None),
        ("would accept", None),
    ],
)
def test_words_of_answers(words: str, status: str | None) -> None:
    assert one_answer(words) == status


def test_a_wish_is_no_answer() -> None:
    assert not answers("Samoa could accept this if the moon were larger.")


def test_long_lists_take_no_time() -> None:
    long = "recommendations " + ", ".join(f"5.{n % 990 + 1}" for n in range(10_000))
    began = time.perf_counter()
    number_lists(long, frozenset({5}))
    answers("not " * 5_000)
    one_answer("accept " * 2_000)
    one_answer("accept" + " " * 50_000 + "in part")
    assert time.perf_counter() - began < 2


REAL = {
    "A_HRC_28_15_Add1.pdf": ("SVN-2", "SVN-C2.csv", {"supported": 142, "noted": 21}, "2014-11-04", 93),
    "A_HRC_59_15_Add1.pdf": ("SVN-4", "SVN-C4.csv", {"supported": 217, "noted": 37}, "2025-01-28", 83),
}


@pytest.mark.parametrize("name", REAL)
def test_final_positions_are_those_of_the_thematic_list(name: str, shared: Path) -> None:
    review, table, counts, held, with_reason = REAL[name]
    (reading,) = read_addendum(SourceFile(name, path=shared / "data" / "working_group_reports" / name))
    with (shared / "data" / "thematic_lists" / table).open(encoding="utf-8", newline="") as file:
        listed = {f"{review}-{row['paragraph']}": row["position"].lower() for row in csv.DictReader(file)}
    assert {p.recommendation: p.status for p in reading.positions} == listed
    assert Counter(p.status for p in reading.positions) == counts
    (tally,) = reading.tallies
    assert (tally.total, tally.supported, tally.noted) == (sum(counts.values()), *counts.values())
    assert reading.reviews[0].key == review
    assert reading.reviews[0].review_date == held
    assert not messages(reading)
    assert sum(p.reason is not None for p in reading.positions) == with_reason
    assert not any("A/HRC" in (p.reason or "") for p in reading.positions)


SPLIT = {"140.1": "supported", "140.2": "supported", "140.3": "noted"}


@pytest.mark.parametrize(
    "body",
    [
        "Recommendations supported (2): 140.1; 140.2\nRecommendations noted (1): 140.3\n",
        "Supported recommendations\n140.1\n140.2\nNoted recommendations\n140.3\n",
        "1. Samoa supports recommendations #140.1 and #140.2.\n2. Samoa notes #140.3.\n",
        "1. Accepted recommendations: para. 140.1, para. 140.2.\n2. Noted recommendations: para. 140.3.\n",
    ],
)
def test_a_heading_or_label_below_a_number_is_of_what_follows(body: str) -> None:
    assert positions(body) == SPLIT


def test_an_answer_below_a_number_alone_is_its_own() -> None:
    assert positions("140.1\nSupported\n140.2\nSupported\n140.3\nNoted\n") == SPLIT


def test_a_column_of_numbers_may_be_headed_rec() -> None:
    found = Found()
    rows = (("Rec.", "Recommendation", "Status"), ("140.1", "Paint (Chad)", "Supported"))
    cells = (Row(number, tuple(Cell((text,)) for text in row)) for number, row in enumerate(rows, start=1))
    read_tables([Table(1, tuple(cells))], frozenset({140}), found)
    assert [(each.named.number, each.status) for each in found.statements] == [("140.1", "supported")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Samoa accepts the following recommendations:\n• 5.1\n• 5.2 (partially)\n"
            "Samoa does not accept the following recommendations:\n• 5.3\nSamoa notes:\n• 5.4\n",
            {"5.1": "supported", "5.2": "partially-supported", "5.3": "noted", "5.4": "noted"},
        ),
        (
            "Recommendations supported by Samoa\n5.1 Paint (Chad)\n5.2 Count (Peru)\n"
            "Recommendations noted by Samoa\n5.3 Sell (Mali)\n5.4 Buy (Cuba)\n",
            {"5.1": "supported", "5.2": "supported", "5.3": "noted", "5.4": "noted"},
        ),
        (
            "(i) Supported recommendations\n5.1; 5.2;\n(ii) Noted recommendations\n5.3; 5.4.\n",
            {"5.1": "supported", "5.2": "supported", "5.3": "noted", "5.4": "noted"},
        ),
        (
            "5.1 Paint (Chad)\n5.2 Paint all (Peru)\nSamoa accepts recommendations 5.1 and 5.2.\n"
            "5.3 Sell (Mali)\n5.4 Sell all (Cuba)\nThese recommendations do not enjoy the support of Samoa.\n",
            {"5.1": "supported", "5.2": "supported", "5.3": "noted", "5.4": "noted"},
        ),
        ("1. Samoa declines to accept recommendation 5.1.\n", {"5.1": "noted"}),
        (
            "1. Recommendation 5.1: the first part is accepted; the second part is not accepted.\n"
            "2. Recommendation 5.2: Accepted, except for the second part.\n",
            {"5.1": "partially-supported", "5.2": "partially-supported"},
        ),
        (
            "1. Samoa accepts recommendations 4.1 - 4.2, 5.1, and 6.2.\n2. Samoa notes recommendation 6.1.\n",
            {"4.1": "supported", "4.2": "supported", "5.1": "supported", "6.2": "supported", "6.1": "noted"},
        ),
        ("1. Samoa accepts: 5.1–5.2; 5.4.\n", {"5.1": "supported", "5.2": "supported", "5.4": "supported"}),
        (
            "1. Samoa accepts all recommendations in paragraph 5 except 5.3, which it cannot accept.\n",
            {"5.3": "noted"},
        ),
        ("5.1\nPosition: Accept\nComment: The gulls are fed.\n", {"5.1": "supported"}),
        ("5.1 Acceptance\n5.2 Rejection\n", {"5.1": "supported", "5.2": "noted"}),
        (
            "A. Rights of keepers\n1. Supported: 5.1, 5.2\n2. Noted: 5.3\nB. Gulls\n3. Supported: 5.4\n",
            {"5.1": "supported", "5.2": "supported", "5.3": "noted", "5.4": "supported"},
        ),
        (
            "1. Samoa is not in favour of recommendation 5.1.\n2. Samoa objects to recommendation 5.2.\n",
            {"5.1": "noted", "5.2": "noted"},
        ),
        (
            "1. Samoa accepts recommendations 5.1, 5.3 and 5.5 of its friends, partially accepts\n"
            "5.2, and takes note of 5.4.\n",
            {
                **{"5.1": "supported", "5.3": "supported", "5.5": "supported"},
                **{"5.2": "partially-supported", "5.4": "noted"},
            },
        ),
    ],
)
def test_no_answer_is_given_to_a_number_that_another_one_has(body: str, expected: dict[str, str]) -> None:
    assert positions(body) == expected


def test_a_state_of_the_first_table_is_not_the_one_under_review_and_a_table_goes_on_in_the_next() -> None:
    document = docx.Document()
    for line in FRONT.splitlines():
        document.add_paragraph(line)
    rows = (
        (("Recommendation", "State", "Position"), ("5.1. Paint", "Spain", "Supported")),
        (("5.2. Count", "Mali", "Noted"),),
    )
    for table in rows:
        grid = document.add_table(0, 3)
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
        document.add_paragraph("")
    saved = io.BytesIO()
    document.save(saved)
    (reading,) = read_addendum(SourceFile("samoa.docx", data=saved.getvalue()), "WSM-4")
    read = {p.recommendation: p.status for p in reading.positions}
    assert read == {"WSM-4-5.1": "supported", "WSM-4-5.2": "noted"}
