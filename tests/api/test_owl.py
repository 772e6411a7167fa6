"""`upr-graph validate --owl`, which asks the reasoner."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ontology import reasoning
from ontology.errors import ReasonerLimit
from ontology.prefixes import BASE
from ontology.reasoning import LEAST_MEMORY

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
    owl = json.loads(out)["owl"]
    assert owl.keys() == {"consistent", "axioms", "statements", "summarised"}
    assert owl["consistent"] is False
    assert owl["summarised"] is False
    assert owl["axioms"] > 900
    assert owl["statements"] > 0


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
    assert json.loads(out)["owl"]["consistent"] is True
    assert "OWL: consistent. Checked with" in err


@pytest.mark.slow
def test_the_least_memory_that_is_taken_is_enough_for_a_small_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "right.ttl"
    file.write_text(HEAD + "<body/KAZ/ministry-of-justice> a upr:GovernmentBody .", encoding="utf-8")
    _, out, _ = run("validate", "--owl", "--owl-memory", str(LEAST_MEMORY), "--format", "json", file)
    assert json.loads(out)["owl"]["consistent"] is True


def test_without_the_option_the_reasoner_is_not_asked(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "wrong.ttl"
    file.write_text(MINISTRY, encoding="utf-8")
    _, out, err = run("validate", "--format", "json", file)
    assert json.loads(out).keys() == {"conforms", "counts", "results"}
    assert "OWL" not in err


@pytest.mark.slow
def test_the_snapshot_is_consistent(run: Run) -> None:
    _, out, err = run("validate", "--owl", "--format", "json")
    assert owl_results(out) == []
    assert "OWL: consistent" in err


@pytest.mark.slow
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
    code, out, err = run("validate", "--owl", "--owl-timeout", "1", "--fail-on", "never", file)
    assert code == 1
    assert out.startswith("OWL: nothing is known")
    assert "stopped after 1 seconds" in err
    assert "--owl-timeout" in err


def test_what_is_not_known_is_null_in_json(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise ReasonerLimit("Stopped.")

    monkeypatch.setattr(reasoning, "check", stopped)
    file = tmp_path / "small.ttl"
    file.write_text(HEAD + "<state/ARC> a upr:State .", encoding="utf-8")
    code, out, err = run("validate", "--owl", "--format", "json", "--fail-on", "never", file)
    assert code == 1
    assert "OWL: Stopped." in err
    assert json.loads(out)["owl"] == dict.fromkeys(("consistent", "axioms", "statements", "summarised"))


@pytest.mark.parametrize("value", ["0", "-1", "soon", "0.2", "9999999", "٣"])
def test_a_time_that_is_no_whole_number_is_refused(run: Run, value: str) -> None:
    code, _, err = run("validate", "--owl", "--owl-timeout", value)
    assert code == 2
    assert f"a whole number from 1 to 1048576 is expected, not {value}" in err


def test_memory_that_is_too_little_is_refused_with_the_least(run: Run) -> None:
    code, _, err = run("validate", "--owl", "--owl-memory", "1")
    assert code == 2
    assert f"a whole number from {LEAST_MEMORY} to" in err
