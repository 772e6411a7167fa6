"""Validation reports for people (text) and programs (JSON)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Final

from ontology.prefixes import BASE, PREFIXES
from shapes.results import Report, Result

_THINGS: Final = BASE + "id/"
EXAMPLES: Final = 20
"""Results of one rule that the text shows."""


def to_json(report: Report) -> str:
    """The report as JSON: `conforms`, `counts` by severity, `results` with the fields of `results.Result`."""
    found = {
        "conforms": report.conforms,
        "counts": report.counts,
        "results": [asdict(result) for result in report.results],
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def to_text(report: Report, limit: int = EXAMPLES, *, all: bool = False) -> str:
    """The report for people: the verdict first, then one block a rule, at most `limit` results in each."""
    lines = [_verdict(report)]
    for _, group in groupby(report.results, key=lambda result: (result.severity, result.code, result.shape)):
        lines += _block(list(group), None if all else limit)
    return "\n".join(lines) + "\n"


def _verdict(report: Report) -> str:
    counts = ", ".join(_counted(number, what) for what, number in report.counts.items())
    return f"{'Conforms' if report.conforms else 'Does not conform'}: {counts}."


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _block(results: list[Result], limit: int | None) -> Iterator[str]:
    first = results[0]
    yield ""
    yield f"{first.severity.upper()} {first.code}  {short(first.shape)}  ({_counted(len(results), 'result')})"
    messages = {result.message for result in results}
    if len(messages) == 1:
        yield f"  {first.message}"
    for result in results[:limit]:
        yield f"  - {_line(result)}"
        if len(messages) > 1:
            yield f"    {result.message}"
    if limit is not None and len(results) > limit:
        yield f"  … and {len(results) - limit:,} more; --all shows them."


def _line(result: Result) -> str:
    about = short(result.focus)
    if result.path:
        about += f"  {short(result.path)}"
    if result.value is not None:
        about += f"  {short(result.value)}"
    return f"{about}  ({result.source})" if result.source else about


def short(iri: str) -> str:
    """An IRI as people read it: its path below `id/`, or with a prefix of the project, or whole."""
    if iri.startswith(_THINGS):
        return iri.removeprefix(_THINGS)
    known = [prefix for prefix, namespace in PREFIXES.items() if iri.startswith(namespace)]
    if not known:
        return iri
    prefix = max(known, key=lambda name: len(PREFIXES[name]))
    return f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}"
