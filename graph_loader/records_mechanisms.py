"""Records of recommendations by treaty bodies and special procedures, which have no review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graph_loader.records import SourceReading

MechanismKind = Literal["treaty-body", "special-procedure", "other"]


@dataclass(frozen=True, slots=True)
class MechanismRecord:
    """A human rights mechanism other than the review."""

    key: str
    """Slug: `crc`, `sr-torture`."""
    kind: MechanismKind
    name: str
    """Its title, or the label of the source where no title is known."""
    label: str
    """How the Universal Human Rights Index writes it: `CRC`, `SR Torture`."""
    instrument: str | None = None
    """Id in instruments.csv of the treaty that set it up."""


@dataclass(frozen=True, slots=True)
class MechanismRecommendationRecord:
    """One recommendation of a mechanism to one or more States."""

    key: str
    """`uhri-3f2a9c1b04d7`: by the annotation, since numbers of paragraphs name several recommendations."""
    mechanism: str
    """Key of a `MechanismRecord` or of mechanisms.csv."""
    states: tuple[str, ...]
    text: str
    document: str | None = None
    """Symbol of the document that states it."""
    number: str | None = None
    """Number of its paragraph there."""
    place: str = ""


@dataclass(frozen=True, slots=True)
class MechanismDocumentRecord:
    """A document in which a mechanism made recommendations."""

    symbol: str
    kind: str | None = None
    """Notation of the document-kind scheme, where it has one for documents of that mechanism."""
    date: str | None = None
    """Day of publication."""


@dataclass(frozen=True, slots=True)
class MechanismReading(SourceReading):
    """A reading that also has recommendations of mechanisms."""

    mechanisms: tuple[MechanismRecord, ...] = ()
    """Those that mechanisms.csv does not know: the source's graph describes them."""
    mechanism_documents: tuple[MechanismDocumentRecord, ...] = ()
    mechanism_recommendations: tuple[MechanismRecommendationRecord, ...] = ()

    @property
    def found(self) -> dict[str, int]:
        """How much was found; recommendations of mechanisms are not counted among those of reviews."""
        # Without arguments `super()` does not find the class that `slots` made anew.
        found = SourceReading.found.__get__(self)
        return {**found, "mechanismRecommendations": len(self.mechanism_recommendations)}
