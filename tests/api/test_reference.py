"""docs/reference.md says what there is, all of it and nothing else."""

from __future__ import annotations

import argparse
import re
from dataclasses import fields
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import api.settings
from api.arguments import parser
from api.settings import Settings, from_environment
from sparql.results import FORMATS

REFERENCE = (Path(__file__).resolve().parents[2] / "docs" / "reference.md").read_text(encoding="utf-8")


def _commands() -> dict[str, argparse.ArgumentParser]:
    (found,) = (a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(found.choices)


@pytest.mark.parametrize("name", _commands())
def test_every_command_is_documented_with_its_options(name: str) -> None:
    usage = re.search(rf"^upr-graph {name}\b(?:.*\n)+?(?=upr-graph |```)", REFERENCE, re.MULTILINE)
    assert usage, f"no usage line for {name}"
    assert f"| `{name}` |" in REFERENCE
    documented = set(re.findall(r"--[a-z-]+", usage[0]))
    options = {option for action in _commands()[name]._actions for option in action.option_strings}
    assert documented == {option for option in options if option.startswith("--")} - {"--help", "--quiet"}


def test_no_command_is_documented_that_does_not_exist() -> None:
    assert set(re.findall(r"^upr-graph ([a-z]+)", REFERENCE, re.MULTILINE)) == set(_commands())


def test_every_route_is_documented_and_exists(client: TestClient) -> None:
    described = client.get("/openapi.json").json()["paths"]
    routes = {f"{method.upper()} {path}" for path, methods in described.items() for method in methods}
    assert set(re.findall(r"^\| `((?:GET|POST) /\S*)` \|", REFERENCE, re.MULTILINE)) == {
        *routes,
        "GET /openapi.json",
    }


def test_parameters_of_the_routes_are_documented(client: TestClient) -> None:
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        row = re.search(rf"^\| `GET {re.escape(path)}` \|.*$", REFERENCE, re.MULTILINE)
        assert row
        for parameter in methods["get"].get("parameters", []):
            assert parameter["name"] in row[0] or parameter["name"] in ("format", "timeout")


def test_every_format_is_documented() -> None:
    for format in FORMATS:
        assert re.search(rf"\| `{format.name}`.*\| `{re.escape(format.media_type)}` \|", REFERENCE)


def test_every_variable_is_documented_with_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()

    class Environment(dict[str, str]):
        def get(self, name: str, default: object = None) -> object:  # type: ignore[override]
            asked.add(name)
            return default

    assert from_environment(Environment()) == Settings()
    rows = dict(re.findall(r"^\| `(UPR_GRAPH_\w+)` \| `?([^|`]+)`? \|", REFERENCE, re.MULTILINE))
    assert set(rows) == asked
    assert len(asked) == len(fields(Settings))
    for name, default in rows.items():
        value = getattr(Settings(), name.removeprefix("UPR_GRAPH_").lower())
        shown = f"{value:g}" if isinstance(value, float) else str(value)
        assert default.strip().removeprefix("./").removesuffix("`") == shown


def test_settings_alone_read_the_environment() -> None:
    folder = Path(api.settings.__file__).parent
    readers = [p.name for p in folder.rglob("*.py") if re.search(r"os\.environ|getenv", p.read_text("utf-8"))]
    assert readers == ["settings.py"]


@pytest.mark.parametrize("status", [400, 403, 404, 405, 406, 413, 415, 422, 503, 504])
def test_every_status_is_documented(status: int) -> None:
    assert re.search(rf"^\| (?:\d+, )?{status}\b", REFERENCE, re.MULTILINE)
