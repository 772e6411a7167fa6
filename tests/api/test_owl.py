"""`upr-graph validate --owl`, which asks the reasoner."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ontology.prefixes import BASE

Run = Callable[..., tuple[int, str, str]]

HEAD = f"@prefix upr: <{BASE}ns#> .\n@base <{BASE}id/> .\n"
MINISTRY = HEAD + "<body/KAZ/ministry-of-justice> a upr:NationalHumanRightsInstitution ."


def owl_results(out: str) -> list[dict[str, str | None]]:
    return [result for result in json.loads(out)["results"] if result["code"] == "OWL"]


def test_a_file_is_checked_with_what_is_shipped_of_the_things_it_names(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "wrong.ttl"
    file.write_text(MINISTRY, encoding="utf-8")
    code, out, err = run("validate", "--owl", "--format", "json", file)
    (result,) = owl_results(out)
    assert code == 1
    assert result["severity"] == "violation"
    assert result["shape"] == BASE + "shapes#OwlConsistency"
    assert result["focus"] == BASE + "id/body/KAZ/ministry-of-justice"
    assert result["message"]
    assert "upr:GovernmentBody" in result["message"]
    assert "1 contradiction" in err


@pytest.mark.slow
def test_the_paris_principles_are_known_to_be_no_treaty(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "wrong.ttl"
    file.write_text(HEAD + "<instrument/paris-principles> a upr:Treaty .", encoding="utf-8")
    code, out, _ = run("validate", "--owl", file)
    assert code == 1
    assert "inst:paris-principles a upr:SoftLawInstrument ." in out


@pytest.mark.slow
def test_a_file_without_contradictions_says_what_was_checked(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "right.ttl"
    file.write_text(HEAD + "<body/KAZ/ministry-of-justice> a upr:GovernmentBody .", encoding="utf-8")
    _, out, err = run("validate", "--owl", "--format", "json", file)
    assert owl_results(out) == []
    assert "OWL: consistent. Checked with" in err


def test_without_the_option_the_reasoner_is_not_asked(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "wrong.ttl"
    file.write_text(MINISTRY, encoding="utf-8")
    _, out, err = run("validate", "--format", "json", file)
    assert owl_results(out) == []
    assert "OWL" not in err


@pytest.mark.slow
def test_the_snapshot_is_consistent(run: Run) -> None:
    _, out, err = run("validate", "--owl", "--format", "json")
    assert owl_results(out) == []
    assert "OWL: consistent" in err


def test_a_check_out_of_time_says_so_and_the_answer_is_no(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "slow.ttl"
    chain = "".join(f"upr:p{n} a owl:ObjectProperty . <x{n}> a upr:C{n} ." for n in range(5))
    classes = "".join(
        f"upr:C{n} a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty upr:p{n % 5} ;"
        f" owl:someValuesFrom [ a owl:Class ; owl:unionOf ( upr:C{(n * 7 + 1) % 900} upr:C{(n * 3 + 2) % 900} ) ] ] ."
        for n in range(900)
    )
    prefixes = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    file.write_text(HEAD + prefixes + chain + classes, encoding="utf-8")
    code, out, err = run("validate", "--owl", "--owl-timeout", "1", file)
    assert (code, out) == (1, "")
    assert "stopped after 1 seconds" in err
    assert "--owl-timeout" in err


@pytest.mark.parametrize("value", ["0", "-1", "soon"])
def test_a_limit_that_is_no_number_above_0_is_refused(run: Run, value: str) -> None:
    code, _, err = run("validate", "--owl", "--owl-timeout", value)
    assert code == 2
    assert "--owl-timeout" in err
