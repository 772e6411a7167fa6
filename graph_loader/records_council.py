"""Records of who took the floor when the Human Rights Council adopted the outcome of a review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SpeakerKind = Literal["state", "intergovernmental", "institution", "civil-society"]
"""A State, an organ of the United Nations or an organization of States, a national human rights institution,
or a non-governmental organization."""


@dataclass(frozen=True, slots=True)
class SpeakerRecord:
    """One speaker."""

    kind: SpeakerKind
    name: str
    """As the report writes it, without article."""
    state: str | None = None
    """ISO 3166-1 alpha-3 code of a State."""


@dataclass(frozen=True, slots=True)
class InterventionRecord:
    """What one speaker, or several in a joint statement, said: who it was, not the words."""

    review: str
    document: str
    """Symbol of the Council's report."""
    speakers: tuple[SpeakerRecord, ...]
    stated_on: str | None = None
    """Day on which the Council adopted the outcome."""
    paragraph: str | None = None
    place: str = ""
