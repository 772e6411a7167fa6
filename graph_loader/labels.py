"""Labels of documents as concepts: each generation of documents has a scheme of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from graph_loader import iris
from graph_loader.records import LabelRecord
from ontology.schemes import labels

_LONGEST: Final = 300
_NOT_WORDS: Final = re.compile(r"[\W_]+")


def find_label(schemes: Sequence[str], label: str) -> LabelRecord | None:
    """The concept that has a label, in the first of some schemes that knows it; None where none does.

    Case, spaces, punctuation, and `&` for `and` do not count.
    """
    wanted = _plain(label)
    for scheme in schemes:
        if key := _keys(scheme).get(wanted):
            return LabelRecord(scheme, key, label)
    return None


def new_label(scheme: str, label: str) -> LabelRecord | None:
    """A concept of its own for a label that no scheme knows; None where it has no letter or digit."""
    short = label[:_LONGEST]
    key = iris.slug(short) or iris.digest(short)
    return LabelRecord(scheme, key, short, is_new=True) if _plain(short) else None


@cache
def _keys(scheme: str) -> dict[str, str]:
    """Keys by label as `_plain` writes it; of two concepts with one label the first one in the file."""
    found: dict[str, str] = {}
    for label, key in labels(scheme):
        found.setdefault(_plain(label), key)
    return found


def _plain(label: str) -> str:
    return _NOT_WORDS.sub(" ", label.casefold().replace("&", " and ")).strip()
