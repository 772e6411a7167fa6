"""The CONSTRUCT rules of rules/: what each infers, why that is sound, which terms it reads and makes.

Rules in `rules/derived` choose or count (the latest position, what a declared total leaves over): they run
once, in the order of their names. Rules in `rules/inferred` only follow from what is there, so that their
order does not matter: they run until nothing new comes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from typing import Final, Literal

from ontology.errors import UprGraphError
from ontology.modules import rule_files
from ontology.query_terms import terms_in
from ontology.terms import rdf

RuleKind = Literal["derived", "inferred"]

_HEADER: Final = re.compile(
    r"# infers: (?P<infers>.*?)\n# sound because: (?P<sound>.*?)(?=\n[^#]|\n# example: )", re.S
)
_PARTS: Final = re.compile(r"CONSTRUCT \{(?P<head>.*?)\}\s*WHERE \{(?P<body>.*)\}", re.S)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `infers` and `sound_because` are the sentences of its header."""

    name: str
    kind: RuleKind
    query: str
    infers: str
    sound_because: str
    makes: tuple[str, ...]
    """IRIs of the properties its statements have; where that is rdf:type, of the classes."""
    reads: frozenset[str]
    """IRIs of the terms in its pattern."""


@cache
def rules(kind: RuleKind) -> tuple[Rule, ...]:
    """The rules of one kind in the order of their names.

    Raises UprGraphError when a rule has no header: what cannot be explained is not inferred.
    """
    return tuple(_rule(file, kind) for file in rule_files(kind))


def _rule(file: Traversable, kind: RuleKind) -> Rule:
    text = file.read_text(encoding="utf-8")
    header, parts = _HEADER.match(text), _PARTS.search(text)
    if not (header and parts):
        raise UprGraphError(f"rules/{kind}/{file.name} does not say what it infers and why that is sound.")
    reads = terms_in(parts["body"])
    if re.search(r"\sa\s", parts["body"]):
        reads |= {rdf.type}
    return Rule(
        name=file.name.removesuffix(".rq"),
        kind=kind,
        query=text,
        infers=_sentence(header["infers"]),
        sound_because=_sentence(header["sound"]),
        # The things of a template are variables, so that it names only properties and classes.
        makes=tuple(sorted(terms_in(parts["head"]))),
        reads=reads,
    )


def _sentence(text: str) -> str:
    return " ".join(text.replace("\n#", "\n").split())
