"""Reader of exports of OHCHR's Universal Human Rights Index: JSON and spreadsheets, in full or of a search.

A record that cannot be read is left out, counted and told: of a quarter of a million, one must not refuse
all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from graph_loader.records import Problem, SourceReading
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.uhri_annotation import read_annotation
from graph_loader.sources.uhri_fields import RawRecord
from graph_loader.sources.uhri_findings import Findings
from graph_loader.sources.uhri_gathered import Gathered
from graph_loader.sources.uhri_json import is_json, is_json_export, read_json
from graph_loader.sources.uhri_pieces import Pieces
from graph_loader.sources.uhri_sheet import is_sheet_export, read_sheets
from ontology.errors import UsageError

_REVIEW: Final = re.compile(r"([A-Z]{3})-C?(\d{1,2})")


def is_uhri(file: SourceFile) -> bool:
    """Whether a file is an export of the index, by the names of its fields or columns."""
    if file.kind == "text" and is_json_export(file):
        return True
    return file.kind in ("xlsx", "xls", "text") and is_sheet_export(file)


def read_uhri(file: SourceFile, review: str | None = None) -> Iterator[SourceReading]:
    """Read an export, a piece of some thousand recommendations after the other, all of one graph.

    With `review`, such as `KAZ-3`, only recommendations of that review are read, and records that do not tell
    their review are taken to be of it. The last piece has the problems; it has an error where nothing was
    found. Raises SourceError where the file is damaged, and UsageError where `review` is not written as one.
    """
    findings = Findings(file.name)
    with Gathered(findings, _wanted(review)) as gathered:
        for raw in _records(file, findings):
            if annotation := read_annotation(raw, findings):
                gathered.add(annotation)
        gathered.close()
        pieces = Pieces(gathered, findings)
        yield from pieces
        problems = tuple(findings.problems())
    if not gathered.count:
        message = "No recommendation was found in this export of OHCHR's index. Nothing was stored."
        problems = (Problem("error", message, file.name), *problems)
    if problems:
        yield replace(pieces.reading(), problems=problems)


def _records(file: SourceFile, findings: Findings) -> Iterator[RawRecord]:
    return read_json(file) if file.kind == "text" and is_json(file) else read_sheets(file, findings)


def _wanted(review: str | None) -> str | None:
    if review is None:
        return None
    found = _REVIEW.fullmatch(review)
    if not found:
        raise UsageError(f"{review!r} is no review; write State and cycle, such as KAZ-3.")
    return f"{found[1]}-{int(found[2])}"
