"""Reports for people (text) and for programs (JSON)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Final

from ontology.prefixes import BASE, compact
from ontology.visible import visible
from shapes.results import SEVERITIES, Report, Result

_THINGS: Final = BASE + "id/"


def to_text(report: Report, limit: int = 20, all: bool = False) -> str:
    """The verdict, then the results by shape with their numbers, at most `limit` examples of each or all.

    "Conforms" means: no violations; there may be warnings.
    """
    lines = [_verdict(report)]
    for (severity, code, shape), group in groupby(
        report.results, key=lambda r: (r.severity, r.code, r.shape)
    ):
        results = tuple(group)
        lines += ["", f"{severity.capitalize()} {code} ({len(results)}): {short(shape)}"]
        lines += _group(results, len(results) if all else max(limit, 0))
    return "\n".join(map(visible, lines)) + "\n"


def to_json(report: Report, **beside: object) -> str:
    """The report as one JSON object, the contract of `validate --format json`; `beside` comes last."""
    content = {
        "conforms": report.conforms,
        "counts": report.counts,
        "results": [asdict(result) for result in report.results],
        **beside,
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _verdict(report: Report) -> str:
    counts = ", ".join(_counted(report.counts[severity], severity) for severity in SEVERITIES)
    return f"{'Conforms' if report.conforms else 'Does not conform'}: {counts}."


def _counted(count: int, severity: str) -> str:
    return f"{count} {severity}" + ("" if count == 1 else "s")


def _group(results: tuple[Result, ...], limit: int) -> Iterator[str]:
    """The examples of one shape; a message that all of them have comes once, before them."""
    shared = len({result.message for result in results}) == 1
    if shared:
        yield f"  {results[0].message}"
    for result in results[:limit]:
        place = f" ({result.source})" if result.source else ""
        yield f"  - {short(result.focus)}{place}"
        if result.path:
            yield f"    {short(result.path)}" + ("" if result.value is None else f" = {short(result.value)}")
        if not shared:
            yield f"    {result.message}"
    if len(results) > limit:
        yield f"  … and {len(results) - limit} more"


def short(text: str) -> str:
    """A thing by its path, an IRI of a known prefix with that prefix, other text as it is."""
    return text.removeprefix(_THINGS) if text.startswith(_THINGS) else compact(text)
