"""The terms that a SPARQL text names, found without parsing it."""

from __future__ import annotations

import re
from typing import Final

from ontology.prefixes import PREFIXES

_COMMENT: Final = re.compile(r"(?m)(?:^|(?<=\s))#.*$")
_QUOTED: Final = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>")
_PREFIXED: Final = re.compile(r"(?<![\w:?$-])([a-z][a-z0-9-]*):([A-Za-z][\w-]*)")


def terms_in(sparql: str) -> frozenset[str]:
    """IRIs of the prefixed names in a query that uses the project's prefixes."""
    text = _QUOTED.sub(" ", _COMMENT.sub("", sparql))
    return frozenset(PREFIXES[p] + local for p, local in _PREFIXED.findall(text) if p in PREFIXES)
