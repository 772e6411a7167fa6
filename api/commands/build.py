"""`upr-graph build`, and the build that other commands need first."""

from __future__ import annotations

from collections.abc import Callable

from api.outcome import FINE, NO, Outcome, json_text
from graph_loader.build import Built, FailOn, build
from graph_loader.snapshot import is_usable
from graph_loader.workspace import Workspace
from ontology.errors import ValidationFailed
from shapes.report import to_text


def build_command(workspace: Workspace, with_shipped: bool | None, fail_on: FailOn, as_json: bool) -> Outcome:
    """Build a snapshot and publish it, unless it has results that forbid it."""
    before = workspace.current()
    built = build(workspace, with_shipped=with_shipped, fail_on=fail_on)
    code = FINE if built.published else NO
    stays = "the snapshot before stays" if before else "there is no snapshot yet"
    errors = () if built.published else (f"Not published: {stays}.",)
    return Outcome(json_text(built.summary()) if as_json else _text(built), code, errors=errors)


def _text(built: Built) -> str:
    content = built.content
    state = "" if built.published else " (not published)"
    return (
        f"Snapshot {content.snapshot}{state}: {content.recommendations:,} recommendations, "
        f"{content.triples:,} triples in {content.graphs} graphs\n{to_text(built.report)}"
    )


def usable_snapshot(workspace: Workspace) -> str | None:
    """Id of the current snapshot; None in an empty workspace, or in one of an older version."""
    current = workspace.current()
    return current if current and is_usable(workspace, current) else None


def first_build(workspace: Workspace, say: Callable[[str], None]) -> Built:
    """Build from the data at hand."""
    say("Building a snapshot from the data at hand.")
    return build(workspace)


def ensure_snapshot(workspace: Workspace, say: Callable[[str], None]) -> str:
    """Id of the snapshot to answer from; builds one where there is none.

    Raises ValidationFailed, with the report, where that breaks rules.
    """
    if current := usable_snapshot(workspace):
        return current
    built = first_build(workspace, say)
    if not built.published:
        raise ValidationFailed("The graph breaks rules, so nothing was published.\n" + to_text(built.report))
    return built.content.snapshot
