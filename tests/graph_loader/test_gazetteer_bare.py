"""A protocol without its treaty is told only where the text named the treaty before. All texts are invented."""

from __future__ import annotations

import time

import pytest

from graph_loader.gazetteer import MAX_CHARACTERS, find_norms


def norms(text: str) -> set[str]:
    return {match.norm for match in find_norms(text) if match.score >= 0.6}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ratify CAT. Sign the Optional Protocol before the snail race", {"cat", "opcat"}),
        ("Ratify CAT and found a lamp board as set out in the Optional Protocol", {"cat", "opcat"}),
        ("Join the Convention on the Rights of Persons with Disabilities (CRPD). Also sign the Optional Protocol.", {"crpd", "op-crpd"}),
        ("Ratify ICCPR; the second Optional Protocol", {"iccpr", "iccpr-op2"}),
        ("Ratify ICCPR and in particular its second Optional Protocol", {"iccpr", "iccpr-op2"}),
        ("Bring lamps into line with CRC; apply that Convention and its protocols", {"crc", "op-crc-ac", "op-crc-sc", "op-crc-ic"}),
        ("Ratify CRC and its Optional Protocol on a communications procedure", {"crc", "op-crc-ic"}),
        ("Ratify ILO Convention No. 29 and its Protocol", {"ilo-c029", "ilo-p029"}),
        ("Ratify ICCPR and ICESCR and the Optional Protocols", {"iccpr", "icescr", "iccpr-op1", "iccpr-op2", "op-icescr"}),
        ("Ratify the two Covenants and their Optional Protocols", {"iccpr", "icescr", "iccpr-op1", "iccpr-op2", "op-icescr"}),
        ("Ratify CEDAW, CRPD and CAT and their respective Optional Protocols", {"cedaw", "crpd", "cat", "op-cedaw", "op-crpd", "opcat"}),
        ("Join the Optional Protocol OPCAT", {"opcat"}),
        ("Ratify the Convention against Transnational Organized Crime and its Protocol on trafficking", {"untoc", "palermo-a"}),
        ("Ratify both Optional Protocols to CRC", {"op-crc-ac", "op-crc-sc"}),
        ("Ratify the Optional Protocols to CRC - CRPD and the Optional Protocol thereto", {"op-crc-ac", "op-crc-sc", "op-crc-ic", "crpd", "op-crpd"}),
        ("Ratify ICESCR, ICCPR and its two Optional Protocols", {"icescr", "iccpr", "iccpr-op1", "iccpr-op2"}),
    ],
)  # fmt: skip
def test_the_treaty_named_before_tells_which_protocol_is_meant(text: str, expected: set[str]) -> None:
    assert norms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sign the Optional Protocol", set()),
        ("Sign the Optional Protocol, then CAT", {"cat"}),
        ("Ratify CRC and the Optional Protocol", {"crc"}),
        ("Ratify CED and the Optional Protocol", {"icpped"}),
        ("Ratify CAT and the Optional Protocol to the Alpine Convention", {"cat"}),
        ("Ratify CAT, the core human rights treaties and their optional protocols", {"cat"}),
        ("Ratify CAT, the Convention on Snails and its Optional Protocol", {"cat"}),
        ("Ratify CAT. Review the lamplighters and their protocols", {"cat"}),
        ("Ratify CEDAW, and consider the Optional Protocol concerning snails", {"cedaw"}),
        ("Ratify CAT" + " lamp" * 500 + " the Optional Protocol", {"cat"}),
    ],
)
def test_without_a_treaty_of_its_own_before_it_a_protocol_is_not_told(text: str, expected: set[str]) -> None:
    assert norms(text) == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("CAT ", "the Optional Protocol "),
        ("CAT ", "the Optional Protocols "),
        ("", "CAT and its Optional Protocol; the Optional Protocol "),
        ("Optional Protocols to ", "CAT and "),
        ("", "CEDAW, CAT and their Optional Protocols "),
        ("CAT ", "its OP 1 and "),
        ("the " * 20_000, "CAT and the Optional Protocol "),
    ],
)
def test_time_grows_with_the_length_and_no_faster(head: str, unit: str) -> None:
    started = time.process_time()
    find_norms(head + unit * (MAX_CHARACTERS // len(unit)))
    assert time.process_time() - started < 10
