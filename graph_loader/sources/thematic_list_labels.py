"""Labels of a thematic list as concepts: which generation of labels a list uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from graph_loader.labels import find_label, new_label
from graph_loader.records import LabelRecord

GROUPS: Final = "affected-group"
_CODED: Final = "ohchr-theme-coded"
_NUMBERED: Final = "ohchr-theme-numbered"
_PLAIN: Final = "ohchr-theme-plain"
_RENAMED: Final = "ohchr-theme-renamed"

_CODE: Final = re.compile(r"[A-Z]\d{1,3} ")
_NUMBER: Final = re.compile(r"\d{1,2}\.(?:\d{1,2}\.?)? ?\D")


def schemes_of(themes: Sequence[str], groups_of_persons: bool) -> tuple[str, ...]:
    """The scheme of a list's themes, then those that may know a label of it too.

    Codes and numbers tell themselves. Plain labels were renamed about 2023, when `Affected persons` became
    `Groups of persons`: what most labels are decides, and that heading where they decide nothing.
    """
    for scheme, pattern in ((_CODED, _CODE), (_NUMBERED, _NUMBER)):
        if 2 * sum(pattern.match(theme) is not None for theme in themes) > len(themes):
            return (scheme,)
    plain, renamed = (_known(themes, scheme) for scheme in (_PLAIN, _RENAMED))
    is_renamed = renamed > plain or (renamed == plain and groups_of_persons)
    return (_RENAMED, _PLAIN) if is_renamed else (_PLAIN, _RENAMED)


def concept_of(schemes: Sequence[str], label: str) -> LabelRecord | None:
    """The concept of a label, a new one of the first scheme where none knows it; None for a mere mark."""
    return find_label(schemes, label) or new_label(schemes[0], label)


def labels_in(schemes: Sequence[str], text: str) -> tuple[str, ...]:
    """The labels of a line: one, unless it is unknown and its commas or semicolons part known ones."""
    parts = tuple(filter(None, (part.strip() for part in re.split("[;,]", text))))
    whole = len(parts) < 2 or find_label(schemes, text) is not None
    return (text,) if whole or not all(find_label(schemes, part) for part in parts) else parts


def _known(themes: Iterable[str], scheme: str) -> int:
    return sum(find_label((scheme,), theme) is not None for theme in themes)
