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
from ontology.terms import rdf

RuleKind = Literal["derived", "inferred"]

_HEADER: Final = re.compile(
    r"# infers: (?P<infers>.*?)\n# sound because: (?P<sound>.*?)(?=\n[^#]|\n# example: )", re.S
)
_PREFIX: Final = re.compile(r"^PREFIX ([\w-]+): <([^>]*)>$", re.M)
_NAME: Final = re.compile(r"(?<![\w?\"/#:-])([\w-]+):([\w-]+)")
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
    prefixes = dict(_PREFIX.findall(text))
    head, body = parts["head"], parts["body"]
    reads = {prefixes[prefix] + local for prefix, local in _NAME.findall(body) if prefix in prefixes}
    if re.search(r"\sa\s", body):
        reads.add(rdf.type)
    return Rule(
        name=file.name.removesuffix(".rq"),
        kind=kind,
        query=text,
        infers=_sentence(header["infers"]),
        sound_because=_sentence(header["sound"]),
        makes=tuple(sorted({prefixes[prefix] + local for prefix, local in _made(head)})),
        reads=frozenset(reads),
    )


def _made(head: str) -> list[tuple[str, str]]:
    """Prefixed names of the properties of a template, and of the classes behind `a`."""
    found: list[tuple[str, str]] = []
    for statement in re.split(r"\s[.;](?=\s)", head):
        names = _NAME.findall(statement)
        is_type = re.search(r"(^|\s)a\s", statement)
        found += names if is_type else names[:1]
    return found


def _sentence(text: str) -> str:
    return " ".join(text.replace("\n#", "\n").split())
