"""Norms named in English text: titles, short names and acronyms of treaties, found by a list and a few rules.

The list is `reference/norm_phrases.csv`, read by `gazetteer_phrases`: from left to right the longest phrase
is taken; small words (`the`, `of`, `against` ...) do not count, acronyms count only in capitals, and no
phrase runs over a bracket, a semicolon or the end of a sentence. What a list cannot hold is a rule:
protocols in `gazetteer_rules` ("the Optional Protocol to ...", "... and its Optional Protocol"), those whose
treaty was named before in `gazetteer_bare`, committees called by their treaty in `gazetteer_bodies`, numbered
conventions in `gazetteer_ilo`. Full-width letters count as plain ones (NFKC), and the usual misspellings of
titles as what was meant (`gazetteer_spellings`). How well it finds norms: docs/howto/gazetteer.md.

Time grows with the length of the text and no faster.
"""

from __future__ import annotations

from typing import Final

from graph_loader.gazetteer_phrases import NormMatch, find_phrases, tokenize
from graph_loader.gazetteer_rules import apply_rules

__all__ = ["MAX_CHARACTERS", "VERSION", "NormMatch", "find_norms"]

VERSION: Final = "3"
"""Changes whenever the same text could give other norms: links made by software carry it."""

MAX_CHARACTERS: Final = 200_000
"""What is read of a text; the longest recommendation seen has about 2,000."""


def find_norms(text: str) -> tuple[NormMatch, ...]:
    """Places where a text names a norm, in their order; one norm may be found more than once.

    English; only the first MAX_CHARACTERS are read. One place can name several norms ("the two Covenants").
    """
    tokens = tokenize(text[:MAX_CHARACTERS])
    return apply_rules(tokens, tuple(find_phrases(tokens)))
