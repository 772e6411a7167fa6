"""What an engine finds, before it is made a result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_PLACEHOLDER: Final = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True)
class Finding:
    """A validation result in an engine's terms; nodes are text as in `results.Result`."""

    shape: str | None
    """IRI of the nearest shape that has one."""
    component: str
    """Local name of the constraint component: `MinCountConstraintComponent`."""
    severity: str
    """IRI."""
    focus: str
    path: str | None
    value: str | None
    messages: tuple[str, ...]


def filled(message: str, values: Mapping[str, str]) -> str:
    """A message with the values of a row in place of `{?name}` (SHACL 1.0, 5.2.1); unbound ones stay."""
    return _PLACEHOLDER.sub(lambda found: values.get(found.group(1), found.group()), message)
