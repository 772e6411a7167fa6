"""`upr-graph template`: an empty follow-up workbook for a State, with its recommendations to look up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from api import files
from api.commands.build import ensure_snapshot
from api.outcome import Outcome
from graph_loader.snapshot import open_store
from graph_loader.sources.table_words import parse_review
from graph_loader.states import state_code
from graph_loader.template import template
from graph_loader.template_content import template_content
from graph_loader.workspace import Workspace
from ontology.errors import UnknownName, UsageError
from ontology.visible import visible


def template_command(
    workspace: Workspace, state: str, review: str | None, output: Path, say: Callable[[str], None]
) -> Outcome:
    """Write a template for a State, or for one review of it, from the current snapshot.

    Raises UnknownName for a State or review that is not known, UsageError where there is
    such a file already or none can be written.
    """
    code = state_code(state)
    if code is None:
        raise UnknownName(f"--state {state}: no State that is known. Write a code or name, such as KAZ.")
    key = parse_review(review) if review else None
    if review and not key:
        raise UsageError(f"--review {review}: no review. Write State and cycle, such as {code}-2.")
    if key and not key.startswith(f"{code}-"):
        raise UsageError(f"--review {key} is no review of {code}. Correct one of the two.")
    if output.suffix.lower() != ".xlsx":
        raise UsageError(
            f"--output {output}: the template is an Excel workbook. Name a file that ends in .xlsx."
        )
    if files.exists(str(output)):
        raise UsageError(
            f"--output {output}: there is such a file already, and somebody may have filled it in. "
            "Name another file."
        )
    content = template_content(open_store(workspace, ensure_snapshot(workspace, say)), code, key)
    files.write(output, template(content))
    number = len(content.recommendations)
    hint = "" if number else " Add the report of a review first, and build, to have them there."
    return Outcome(
        f"{visible(str(output))}\n",
        messages=(f"A template for {content.state_name}: {number:,} recommendations to look up.{hint}",),
    )
