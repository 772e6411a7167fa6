"""The words of the project's schemes, read from their files: the one place that lists them."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

# Notations are plain strings in files that our formatter writes, so that no RDF parser is needed here.
_CONCEPT: Final = re.compile(r"\n(?:[a-z-]+:|<\S+/)([^\s/>:]+)>?\n    a skos:Concept\b(.+?) \.\n", re.DOTALL)
_LABEL: Final = re.compile(r'"((?:[^"\\]|\\.)+)"@en')
_LABELLED: Final = re.compile(r'skos:(?:prefLabel|altLabel)((?:[\s,]*"(?:[^"\\]|\\.)+"@[A-Za-z-]+)+)')
_NOTATION: Final = re.compile(r'\bskos:notation "([^"\\]+)"\s*[;,.]')


@cache
def notations(scheme: str) -> frozenset[str]:
    """Notations of all concepts of one scheme: `notations("action")` is 1 to 5, as text.

    Raises FileNotFoundError when `ontology/vocab` has no such scheme.
    """
    text = (files("ontology") / "vocab" / f"{scheme}.ttl").read_text(encoding="utf-8")
    return frozenset(_NOTATION.findall(text))


@cache
def labels(scheme: str) -> tuple[tuple[str, str], ...]:
    """(label, last part of the concept's IRI) for each English label of one scheme, preferred or not.

    Raises FileNotFoundError when `ontology/vocab` has no such scheme.
    """
    text = (files("ontology") / "vocab" / f"{scheme}.ttl").read_text(encoding="utf-8")
    return tuple(
        (label.replace('\\"', '"'), key)
        for key, description in _CONCEPT.findall(text)
        for labelled in _LABELLED.findall(description)
        for label in _LABEL.findall(labelled)
    )
