"""Documents of which a part is missing, and whole ones, of which nothing is said; their words are invented."""

import pytest

from graph_loader.records import SourceReading
from graph_loader.sources.addendum import read_addendum
from graph_loader.sources.council_report import read_council_report
from graph_loader.sources.folios import folios_in, lost_pages
from graph_loader.sources.pages import read_lines
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.working_group_report import read_working_group_report

INTRODUCTION = """\
United Nations A/HRC/91/6
Report of the Working Group on the Universal Periodic Review
Samoa
1. The Working Group held its eighteenth session. The review of Samoa was held on 28 January 2013.
"""
SUMMARY = "2. Iceland praised the lamps.\n3. Peru counted waves.\n4. Cuba slept.\n"
CONCLUSIONS = """\
II. Conclusions and/or recommendations
5. The recommendations listed below enjoy the support of Samoa:
5.1 Paint the lighthouse green (Iceland);
5.2 Feed the gulls (Chad) (Fiji).
6. All conclusions and/or recommendations in this report are those of the lamps.
"""
ANNEX = "Annex\nComposition of the delegation\nThe delegation was headed by a keeper (Iceland).\n"
REPORT = INTRODUCTION + SUMMARY + CONCLUSIONS + ANNEX

SECTION = """\
A/HRC/24/2

201. The review of Tuvalu was held on 24 April 2013 in conformity with all the relevant provisions,
and was based on the national report (A/HRC/WG.6/16/TUV/1).
202. At its 20th meeting, on 19 September 2013, the Human Rights Council considered and adopted the outcome of
the review of Tuvalu (see sect. C below).
203. The outcome of the review of Tuvalu comprises the report of the Working Group on the Universal Periodic
Review (A/HRC/24/8) and the views of the State (see also A/HRC/24/8/Add.1).
1. Views expressed by the State under review on the recommendations and/or conclusions
204. Tuvalu accepted recommendation 82.1.
4. Concluding remarks of the State under review
205. The delegation thanked everyone.
"""

ADDENDUM = """\
United Nations A/HRC/91/6/Add.1
3 March 2031
Report of the Working Group on the Universal Periodic Review
Samoa
Addendum
Views on conclusions and/or recommendations, voluntary commitments and replies presented by the State under review
"""


def of_missing(reading: SourceReading) -> list[str]:
    signs = ("missing", "breaks off", "goes from", "cut off")
    return [one.message for one in reading.problems if any(sign in one.message for sign in signs)]


def report(text: str) -> SourceReading:
    return read_working_group_report(read_lines(text.encode(), "samoa.txt"), "samoa.txt")


def section(text: str) -> SourceReading:
    return read_council_report(read_lines(text.encode(), "tuvalu.txt"), "tuvalu.txt")


def addendum(body: str) -> SourceReading:
    (reading,) = read_addendum(SourceFile("samoa.txt", data=(ADDENDUM + body).encode()), "WSM-4")
    return reading


def test_nothing_is_said_of_a_whole_report() -> None:
    assert of_missing(report(REPORT)) == []


def test_a_report_without_its_annex_is_kept_with_a_warning() -> None:
    reading = report(REPORT.removesuffix(ANNEX))
    assert len(reading.recommendations) == 2
    assert "The annex with the composition of the delegation" in of_missing(reading)[0]


def test_a_report_that_stops_within_its_closing_paragraph_breaks_off() -> None:
    said = of_missing(report(REPORT.partition(" the lamps.\nAnnex")[0]))
    assert "The report breaks off after the recommendations, which are all there" in said[0]


def test_a_report_without_paragraphs_of_its_middle_says_between_which() -> None:
    pages = "".join(f"{n}. A lamp was lit.\n" for n in (2, 3, 4, 9, 10, 11))
    list_of_12 = CONCLUSIONS.replace("\n6. All", "\n13. All").replace("\n5", "\n12")
    said = of_missing(report(INTRODUCTION + pages + list_of_12 + ANNEX))
    assert ["goes from 4 to 9" in message for message in said] == [True]


ANSWERS = [
    f"140.{n}: {'Supported' if n % 2 else 'Noted'}. The lamp of house {n} was painted." for n in range(1, 9)
]


def test_nothing_is_said_of_a_whole_addendum() -> None:
    assert of_missing(addendum("\n".join(ANSWERS))) == []


def test_an_addendum_that_stops_inside_a_sentence_breaks_off() -> None:
    said = of_missing(
        addendum("\n".join(ANSWERS).removesuffix(" painted.").removesuffix(" was") + " and the")
    )
    assert [message for message in said if message.startswith("The addendum breaks off")]
    assert said[0].endswith("Answers may be missing. Get the whole document.")


def test_an_addendum_without_some_of_its_paragraphs_says_between_which() -> None:
    body = "".join(f"{n}. Samoa supports recommendation 140.{n}.\n" for n in (2, 3, 4, 5, 9, 10, 11))
    assert any("goes from 5 to 9" in message for message in of_missing(addendum(body)))


def test_a_council_section_cut_inside_a_sentence_breaks_off() -> None:
    assert of_missing(section(SECTION)) == []
    cut = SECTION.partition(" everyone.")[0]
    assert "breaks off in its concluding remarks" in of_missing(section(cut))[0]


@pytest.mark.parametrize(
    ("folios", "lost"),
    [
        ((1, 2, 3, 4), {}),
        ((1, 2, 4, 5), {2: (3, 3)}),
        ((1, 2, 7, 8), {2: (3, 6)}),
        ((9, 10, 11), {}),
        ((1, 2, 2012, 4), {}),
    ],
    ids=["whole", "one page", "four pages", "an excerpt", "a year in place of a number"],
)
def test_pages_that_are_missing_are_told_by_the_printed_numbers(
    folios: tuple[int, ...], lost: dict[int, tuple[int, int]]
) -> None:
    assert lost_pages([frozenset({one}) for one in folios]) == lost


def test_the_title_page_of_a_un_document_is_page_one() -> None:
    assert folios_in(["GE.14-23954 (E)"]) == {1}
    assert folios_in(["A/HRC/28/10", "12 GE.14-23954"]) == {12}
