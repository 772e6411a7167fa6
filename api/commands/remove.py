"""`upr-graph remove`: sources out of the workspace."""

from __future__ import annotations

from collections.abc import Sequence

from api.outcome import Outcome
from graph_loader.workspace import Workspace
from ontology.visible import visible


def remove_command(workspace: Workspace, keys: Sequence[str]) -> Outcome:
    """Take sources out by the keys of `list sources`.

    Raises UnknownName for one that is not there, and then removes none.
    """
    with workspace.lock():
        gone = workspace.remove_sources(keys)
    text = "".join(f"{visible(source.key)}: removed ({visible(source.file)})\n" for source in gone)
    return Outcome(text, messages=("Run `upr-graph build` to publish a snapshot without it.",))
