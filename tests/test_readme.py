"""The README's examples are run, and what it shows is what they print."""

import re
from pathlib import Path

import pytest

from api.cli import main

README = Path(__file__).resolve().parents[1] / "README.md"
EXAMPLES = re.findall(
    r"^\$ upr-graph (.+)\n((?:(?!\$ |```).*\n)*)", README.read_text(encoding="utf-8"), re.MULTILINE
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readme") / "workspace"


def test_the_readme_has_a_tour() -> None:
    assert len(EXAMPLES) >= 5


@pytest.mark.xdist_group("readme")
@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_an_example_prints_what_the_readme_shows(
    command: str,
    shown: str,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.setenv("UPR_GRAPH_HOME", str(home))
    assert main(command.split()) == 0
    printed = capsysbinary.readouterr().out.decode("utf-8")
    assert [line.rstrip() for line in printed.splitlines()] == [line.rstrip() for line in shown.splitlines()]
