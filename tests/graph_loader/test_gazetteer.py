"""Norms named in a text are found by phrases and rules; what only looks like a norm is not."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest

from graph_loader.gazetteer import MAX_CHARACTERS, NormMatch, find_norms
from graph_loader.gazetteer_phrases import load_phrases
from graph_loader.gazetteer_spellings import put_right
from graph_loader.reference_data import instrument_ids, rows

KAZAKHSTAN = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "kazakhstan"
NAMED = 0.6
CURATED = Path(__file__).resolve().parents[2] / "graph_loader" / "curated" / "kazakhstan"


def norms(text: str, least: float = NAMED) -> set[str]:
    return {match.norm for match in find_norms(text) if match.score >= least}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ratify CRPD", {"crpd"}),
        ("Ratify OP-CRPD", {"op-crpd"}),
        ("Ratify the Optional Protocol to CRPD", {"op-crpd"}),
        ("Join the convention on the rights of persons with disabilities", {"crpd"}),
        ("Join the Convention on the Rights of Persons with Disabilities (CRPD)", {"crpd"}),
        ("Sign the Optional Protocol to the Convention against Torture", {"opcat"}),
        ("Sign the Optional Protocol to the United Nations Convention against Torture", {"opcat"}),
        ("Ratify CAT and its Optional Protocol", {"cat", "opcat"}),
        ("Ratify CAT and sign its Optional Protocol", {"cat", "opcat"}),
        ("Ratify CAT and the Optional Protocol thereto", {"cat", "opcat"}),
        ("Ratify CAT and OP-CAT", {"cat", "opcat"}),
        ("Sign the first and second optional protocols to the ICCPR", {"iccpr-op1", "iccpr-op2"}),
        ("Sign Optional Protocols 1 and 2 to ICCPR", {"iccpr-op1", "iccpr-op2"}),
        ("Accede to ICCPR and its protocols", {"iccpr", "iccpr-op1", "iccpr-op2"}),
        ("Ratify ICCPR-OP 2", {"iccpr-op2"}),
        ("Ratify the Second Optional Protocol to ICCPR", {"iccpr-op2"}),
        ("Ratify the Optional Protocol to ICCPR", {"iccpr-op1"}),
        ("Ratify the Optional Protocol to ICCPR, aiming at abolishing the death penalty", {"iccpr-op2"}),
        ("Ratify the Optional Protocols to CRC", {"op-crc-ac", "op-crc-sc", "op-crc-ic"}),
        ("Ratify the Optional Protocol to CRC on a communications procedure", {"op-crc-ic"}),
        ("Ratify the optional protocol to CRC relating to individual complaints", {"op-crc-ic"}),
        ("Ratify OP-CRC-AC", {"op-crc-ac"}),
        ("Ratify the Optional Protocols to CEDAW, CAT and ICESCR", {"op-cedaw", "opcat", "op-icescr"}),
        ("Ratify the two Optional Protocols to ICCPR and CEDAW", {"iccpr-op1", "iccpr-op2", "cedaw"}),
        ("Ratify ILO Convention No. 169 and 189", {"ilo-c169", "ilo-c189"}),
        ("Ratify International Labour Organization Conventions Nos. 29, 105 and 182", {"ilo-c029", "ilo-c105", "ilo-c182"}),
        ("Ratify Convention No. 189 of ILO", {"ilo-c189"}),
        ("Ratify the two Covenants", {"iccpr", "icescr"}),
        (
            "Join the International Covenants on Civil and Political Rights and on Economic, Social and Cultural Rights",
            {"iccpr", "icescr"},
        ),
        ("Bring the press law into line with article 19 of ICCPR", {"iccpr"}),
        ("Honour the Geneva Convention of 1951 on the status of refugees", {"refugee51"}),
        ("Join the 1951 Convention relating to the Status of Refugees and its 1967 Protocol", {"refugee51", "refugee67"}),
        ("Ratify the Rome Statute and the Agreement on Privileges and Immunities of the Court", {"rome", "apic"}),
        ("Ratify the Kampala amendments on the crime of aggression", {"rome-aggr"}),
        ("Ratify the Kampala Convention", {"kampala-idp"}),
        ("Establish an ombudsman in line with the Paris Principles", {"paris-principles"}),
        ("Sign the Istanbul Convention", {"istanbul"}),
        ("Ratify OP-ICCPR-2", {"iccpr-op2"}),
        ("Ratify OP-ICCPR 1 and 2", {"iccpr-op1", "iccpr-op2"}),
        ("Ratify OP II to ICCPR", {"iccpr-op2"}),
        ("Ratify Protocol No. 2 to ICCPR", {"iccpr-op2"}),
        ("Ratify the OPs to CRC", {"op-crc-ac", "op-crc-sc", "op-crc-ic"}),
        ("Ratify the OPs to CAT and CEDAW", {"opcat", "op-cedaw"}),
        ("Sign the CRC's Optional Protocol on the sale of children", {"op-crc-sc"}),
        ("Sign ICCPR’s second optional protocol", {"iccpr-op2"}),
        ("Abolish the death penalty and ratify the Protocol to the ICCPR on that subject", {"iccpr-op2"}),
        ("Abolish the death penalty; ratify the Optional Protocol to ICCPR", {"iccpr-op1"}),
        ("Ratify ICCPR-OP 1 and 2", {"iccpr-op1", "iccpr-op2"}),
        ("Ratify ICCPR-OP1 and ICCPR-OP2", {"iccpr-op1", "iccpr-op2"}),
        ("Ratify CAT and its OP", {"cat", "opcat"}),
        ("Ratify CAT and its Optional Protocol and CEDAW", {"cat", "opcat", "cedaw"}),
        ("Join CCPR and CED", {"iccpr", "icpped"}),
        ("Ratify ILO C190", {"ilo-c190"}),
        ("Ratify ILO C-190", {"ilo-c190"}),
        ("Ratify ILO 169", {"ilo-c169"}),
        ("Ratify ILO 169 and 189 soon", {"ilo-c169", "ilo-c189"}),
        ("Ratify ILO Convention 111 (Discrimination) and No 100", {"ilo-c111", "ilo-c100"}),
        ("Ratify ILO Conventions No. 111 (Snails), No. 100 (Lamps) and 182", {"ilo-c111", "ilo-c100", "ilo-c182"}),
        ("Ratify Convention 169 on indigenous snails", {"ilo-c169"}),
        ("Join the Geneva Conventions and the Additional Protocols", {"gc1949", "gc-ap1", "gc-ap2", "gc-ap3"}),
        ("Join the Geneva Conventions of 1949 and their Additional Protocols I and II", {"gc1949", "gc-ap1", "gc-ap2"}),
        ("Join the Ottawa convention", {"mines"}),
        ("Join the Ottawa Treaty", {"mines"}),
        ("Join the Hague Convention of 1980", {"hague80"}),
        ("Join the 1993 Hague Convention", {"hague93"}),
        ("Ratify the Firearms Protocol", {"palermo-c"}),
        ("Ratify the Migrant Smuggling Protocol", {"palermo-b"}),
        ("Ratify the Torture Convention", {"cat"}),
        ("Ratify the Women's Convention", {"cedaw"}),
        ("Ratify the Children’s Convention", {"crc"}),
        ("Ratify the disability convention", {"crpd"}),
        ("Ratify the Disappearances Convention", {"icpped"}),
        ("Ratify the Optional Protocol to the Convention against Torture and the Convention itself", {"opcat", "cat"}),
        ("Ratify the Optional Protocol to CAT. The convention itself was a feast", {"opcat"}),
        ("Ratify the Conventon on the Rigths of Persons with Disabilites", {"crpd"}),
        ("Sign the Optional Protocal to the Covenent on Economic, Socal and Cultural Rights", {"op-icescr"}),
        ("Ratify ＣＥＤＡＷ and the Ｃonvention against Ｔorture", {"cedaw", "cat"}),
    ],
)  # fmt: skip
def test_the_norms_of_a_text_are_found(text: str, expected: set[str]) -> None:
    assert norms(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Keep no cat in the ministry",
        "Answer the Committee against Torture",
        "Answer the Committee on the Rights of the Child (CRC)",
        "Answer the CEDAW Committee",
        "Follow the Paris Principles and Guidelines on Children Associated with Armed Forces",
        "Ratify the Additional Protocol to the Convention on Cybercrime",
        "Ratify the Protocol to the American Convention on Human Rights",
        "Protect economic, social and cultural rights",
        "Stop the sale of children",
        "Receive 189 guests of the ILO",
        "Answer the Convention on the Elimination of All Forms of Discrimination against Women Committee",
        "Answer the Convention on the Rights of the Child Committee (CRC)",
        "Buy a CAT scan and a CAT scanner",
        "Celebrate the ILO 100th anniversary",
        "Thank the ILO 100 times",
        "Hold a women's convention every spring",
        "Ratify the Inter-American Torture Convention",
        "Build a statue in Rome",
        "Hold the convention; rights of persons with disabilities come later",
        "",
    ],
)
def test_what_only_looks_like_a_norm_is_not_found(text: str) -> None:
    assert norms(text, 0) == set()


def test_a_demand_of_a_provision_is_told_from_a_name() -> None:
    text = "Give the ombudsman adequate funding in line with the Paris Principles"
    assert {match.norm: match.score for match in find_norms(text)} == {
        "paris-principles/B.2": 0.5,
        "paris-principles": 1.0,
    }
    assert norms("Give the theatre adequate funding", 0) == set()


def test_a_match_says_where_it_stands() -> None:
    text = "Consider ratifying the Optional Protocol to CEDAW soon"
    (match,) = find_norms(text)
    assert match == NormMatch("op-cedaw", "protocol: CEDAW", 23, 49, 1.0)
    assert text[match.start : match.end] == "Optional Protocol to CEDAW"


def test_places_are_those_of_the_text_as_it_came() -> None:
    text = "Join ＣＡＴ, ﬁrst"
    (match,) = find_norms(text)
    assert text[match.start : match.end] == "ＣＡＴ"


def test_a_word_of_its_own_is_no_misspelling() -> None:
    words = ("right", "convection", "statue", "refuges", "conventional", "person", "snail", "")
    assert tuple(put_right(word) for word in words) == words
    assert put_right("rigths") == "rights"


def test_every_phrase_leads_to_a_norm_that_exists() -> None:
    for phrase in load_phrases():
        assert set(phrase.norms) <= instrument_ids(), phrase.text
        assert 0.5 <= phrase.score <= 1, phrase.text


def test_every_phrase_finds_its_norm_or_a_protocol_of_it() -> None:
    for row in rows("norm_phrases.csv"):
        found = norms(f"{row['phrase']} ({row['needs'].split('|')[0]})", 0)
        assert set(filter(None, row["norm"].split("|"))) <= found, row["phrase"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    ["ICCPR ", "OP ", "the ", "1 2 ", "CAT and its ", "ILO Convention No. 1 ", "funding ombudsman ", "((", "Optional Protocols to CAT and ",
     "ILO 1 ", "ILO Convention 1 (", "OP-ICCPR 1 and ", "CRC's ", "CRC Committee ", "penalty Protocol to ICCPR ", "OPs to CRC itself ",
     "\ufdfa"],
)  # fmt: skip
def test_time_grows_with_the_length_and_no_faster(unit: str) -> None:
    started = time.perf_counter()
    find_norms(unit * (MAX_CHARACTERS // len(unit)))
    assert time.perf_counter() - started < 10


@pytest.mark.skipif(not KAZAKHSTAN.is_dir(), reason="needs ../shared")
def test_the_322_recommendations_to_kazakhstan_name_what_was_read_in_them_by_hand() -> None:
    texts = {}
    for review, file in (("KAZ-1", "KAZ-C1.csv"), ("KAZ-2", "KAZ-C2.csv")):
        with (KAZAKHSTAN / file).open(encoding="utf-8", newline="") as table:
            texts.update({(review, row["paragraph"]): row["text"] for row in csv.DictReader(table)})
    with (CURATED / "recommendations.csv").open(encoding="utf-8", newline="") as table:
        read = {
            (row["review"], row["number"]): set(filter(None, row["refers_to"].split("|")))
            for row in csv.DictReader(table)
        }
    assert len(read) == 322
    assert {key: norms(texts[key]) for key in read} == read
