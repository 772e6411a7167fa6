from collections.abc import Callable
from pathlib import Path

from graph_loader.add import add_file
from graph_loader.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]
LIST = b"review,number,states,summary\nSMR-9,4.1,Fiji,Paint it blue\n"
KEY = "table/SMR-9/recommendations/list"


def test_remove_takes_out_nothing_where_one_key_is_unknown(run: Run, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "home")
    add_file(workspace, Path("list.csv"), LIST)
    code, out, err = run("remove", KEY, "unknown", home=workspace.root)
    assert (code, out) == (2, "")
    assert "'unknown'. Nothing was removed" in err
    assert [source.key for source in workspace.sources()] == [KEY]


def test_remove_takes_out_a_key_that_is_given_twice(run: Run, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "home")
    add_file(workspace, Path("list.csv"), LIST)
    code, out, _ = run("remove", KEY, KEY, home=workspace.root)
    assert (code, out) == (0, f"{KEY}: removed (list.csv)\n")
    assert workspace.sources() == ()
