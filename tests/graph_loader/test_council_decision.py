"""The reader of the Council's decisions on outcomes: invented ones."""

from __future__ import annotations

import pytest

from graph_loader.records import SourceReading
from graph_loader.sources.council_decision import is_council_decision, read_council_decision
from graph_loader.sources.source_file import SourceFile
from ontology.errors import SourceError, UnknownState

DECISION = """\
United Nations A/HRC/DEC/28/999
General Assembly Distr.: General
7 April 2015
Human Rights Council
Twenty-eighth session
Decision adopted by the Human Rights Council
28/999. Outcome of the universal periodic review: Samoa
The Human Rights Council,
Having counted the waves and conducted the review of Samoa on 30 October 2014 in due form,
Adopts the outcome of the universal periodic review of Samoa, comprising the report thereon (A/HRC/28/98),
the views of Samoa (A/HRC/28/98/Add.1 and A/HRC/28/2, chap. VI).
39th meeting
19 March 2015
[Adopted without a vote.]
"""


def decision(text: str = DECISION, review: str | None = None) -> SourceReading:
    (reading,) = read_council_decision(SourceFile("samoa.txt", data=text.encode()), review)
    return reading


def test_a_decision_tells_the_adoption_and_what_the_outcome_comprises() -> None:
    reading = decision()
    assert is_council_decision(SourceFile("samoa.txt", data=DECISION.encode()))
    assert reading.key == "A/HRC/DEC/28/999"
    (review,) = reading.reviews
    assert (review.key, review.review_date, review.adoption_date) == ("WSM-2", "2014-10-30", "2015-03-19")
    assert reading.document is not None
    assert (reading.document.kind, reading.document.date) == ("council-decision", "2015-04-07")
    assert [(d.symbol, d.kind) for d in reading.documents] == [
        ("A/HRC/28/98", "working-group-report"),
        ("A/HRC/28/98/Add.1", "addendum"),
        ("A/HRC/28/2", "council-report"),
    ]
    assert reading.problems == ()


def test_a_decision_without_its_meeting_is_told() -> None:
    reading = decision(DECISION.replace("39th meeting\n19 March 2015\n", ""))
    assert reading.reviews[0].adoption_date is None
    assert "day of the adoption" in reading.problems[0].message


def test_a_decision_on_an_unknown_state_or_another_one_is_refused() -> None:
    with pytest.raises(UnknownState):
        decision(DECISION.replace("review: Samoa", "review: Samoria"))
    with pytest.raises(SourceError, match="on WSM"):
        decision(review="FJI-2")
    with pytest.raises(SourceError):
        decision("Nothing of that kind.")


def test_a_session_between_cycles_needs_the_review() -> None:
    between = DECISION.replace("28/999", "35/999")
    with pytest.raises(SourceError, match="--review WSM-2"):
        decision(between)
    assert decision(between, "WSM-3").reviews[0].key == "WSM-3"
