"""The README's examples are run, and what it shows is what they print."""

import re
from pathlib import Path
from shutil import copytree

import pytest

from api.cli import main
from graph_loader.workspace import Workspace

README = Path(__file__).resolve().parents[1] / "README.md"
EXAMPLES = re.findall(
    r"^\$ upr-graph (.+)\n((?:(?!\$ |```).*\n)*)", README.read_text(encoding="utf-8"), re.MULTILINE
)


@pytest.fixture(scope="module")
def home(shipped: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the first command builds, as a copy of what is built already."""
    found = tmp_path_factory.mktemp("readme") / "workspace"
    copytree(shipped.root, found)
    return found


def test_the_readme_has_a_tour() -> None:
    assert len(EXAMPLES) >= 5


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        pytest.param(*example, id=example[0], marks=[pytest.mark.slow] if "--owl" in example[0] else [])
        for example in EXAMPLES
    ],
)
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
