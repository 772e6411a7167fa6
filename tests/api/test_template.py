"""`upr-graph template`."""

from pathlib import Path

import openpyxl
import pytest

from api.commands.template import template_command
from graph_loader.build import build
from graph_loader.workspace import Workspace
from ontology.errors import UnknownName, UsageError


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace(tmp_path_factory.mktemp("workspace"))
    build(workspace)
    return workspace


def test_a_template_is_written_and_told(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "follow-up.xlsx"
    outcome = template_command(workspace, "Kazakhstan", "KAZ-C2", file, lambda _: None)
    assert (outcome.result, outcome.code) == (f"{file}\n", 0)
    assert outcome.messages == ("A template for Kazakhstan: 194 recommendations to look up.",)
    assert openpyxl.load_workbook(file)["start"]["B5"].value == "KAZ-2"


def test_a_workbook_that_is_there_already_is_left_as_it_is(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "filled-in.xlsx"
    file.write_bytes(b"the work of a week")
    with pytest.raises(UsageError, match=r"filled-in\.xlsx: there is such a file already"):
        template_command(workspace, "KAZ", None, file, lambda _: None)
    assert file.read_bytes() == b"the work of a week"


def test_a_state_without_recommendations_gets_one_too(workspace: Workspace, tmp_path: Path) -> None:
    outcome = template_command(workspace, "FJI", None, tmp_path / "a.xlsx", lambda _: None)
    assert "0 recommendations to look up. Add the report of a review first" in outcome.messages[0]


@pytest.mark.parametrize(
    ("state", "review", "name", "error", "message"),
    [
        ("Utopia", None, "a.xlsx", UnknownName, "--state Utopia"),
        ("KAZ", "nine", "a.xlsx", UsageError, "--review nine"),
        ("KAZ", "FJI-2", "a.xlsx", UsageError, "no review of KAZ"),
        ("KAZ", None, "a.csv", UsageError, "ends in .xlsx"),
        ("KAZ", None, "none/a.xlsx", UsageError, "cannot be written"),
    ],
)
def test_what_cannot_be_made_is_refused(
    workspace: Workspace,
    tmp_path: Path,
    state: str,
    review: str | None,
    name: str,
    error: type[Exception],
    message: str,
) -> None:
    with pytest.raises(error, match=message):
        template_command(workspace, state, review, tmp_path / name, lambda _: None)
