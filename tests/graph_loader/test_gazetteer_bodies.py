"""Committees called by the acronym of their treaty are no treaties. All texts are invented."""

from __future__ import annotations

import pytest

from graph_loader.gazetteer import find_norms


def norms(text: str) -> set[str]:
    return {match.norm for match in find_norms(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Follow the CRC recommendations on snails",
        "Follow CEDAW's concluding observations",
        "Follow the recommendations of CERD",
        "Light the lamps as recommended by the CRC",
        "Follow the recommendations submitted by CEDAW and CAT",
        "Send the reports to CERD, CAT and CRC",
        "Follow recommendation No. 12 of CEDAW",
    ],
)
def test_what_recommends_or_is_reported_to_is_a_committee(text: str) -> None:
    assert norms(text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Report on lamps under CEDAW", {"cedaw"}),
        ("Follow the recommendations. CEDAW comes first", {"cedaw"}),
        ("Send the reports to the CAT, and ratify CRPD", {"crpd"}),
        ("Follow the recommendations of CEDAW. CRPD comes next", {"crpd"}),
        ("Follow recommendations on CEDAW", {"cedaw"}),
        ("Light lamps as required by CEDAW", {"cedaw"}),
        ("Withdraw the reservations to CEDAW", {"cedaw"}),
        ("Follow the recommendations of OPCAT", {"opcat"}),
        ("Ratify the Convention on the Rights of the Child CRC and CAT", {"crc", "cat"}),
        ("Ratify the Optional Protocol to the Covenant on Civil and Political Rights ICCPR", {"iccpr-op1"}),
        ("Ratify the Covenant on Civil and Political Rights ICCPR-OP2", {"iccpr", "iccpr-op2"}),
    ],
)
def test_elsewhere_the_acronym_is_the_treaty(text: str, expected: set[str]) -> None:
    assert norms(text) == expected
