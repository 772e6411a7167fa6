"""The ontology's Turtle files as package data: modules, vocabularies and rules."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable


def _named(folder: Traversable, suffix: str) -> list[Traversable]:
    return sorted((f for f in folder.iterdir() if f.name.endswith(suffix)), key=lambda f: f.name)


def turtle_files() -> tuple[Traversable, ...]:
    """Every module and vocabulary of the ontology, in the order of their names."""
    root = files("ontology")
    return (*_named(root, ".ttl"), *_named(root / "vocab", ".ttl"))


def rule_files(kind: str) -> tuple[Traversable, ...]:
    """Every CONSTRUCT rule of a kind (`derived` or `inferred`), in the order of their names."""
    return tuple(_named(files("ontology") / "rules" / kind, ".rq"))
