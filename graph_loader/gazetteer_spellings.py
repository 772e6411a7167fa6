"""Words of titles as they are often mistyped: a letter dropped, doubled, or exchanged with the next one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

__all__ = ["put_right"]

_WORDS: Final = (
    *("convention", "conventions", "covenant", "covenants", "protocol", "protocols", "optional", "statute"),
    *("additional", "elimination", "discrimination", "protection", "prevention", "punishment", "prohibition"),
    *("rights", "persons", "children", "disabilities", "migrant", "workers", "families", "members", "women"),
    *("torture", "inhuman", "degrading", "treatment", "enforced", "disappearance", "disappearances"),
    *(
        "economic",
        "social",
        "cultural",
        "political",
        "racial",
        "genocide",
        "refugees",
        "stateless",
        "statelessness",
    ),
    *("labour", "domestic", "involvement", "armed", "conflict", "communications", "procedure", "abolition"),
    *("principles", "violence", "trafficking", "smuggling", "transnational", "corruption", "intercountry"),
)
_OTHERS: Final = {
    "convenant": "covenant",
    "convenants": "covenants",
    "covenent": "covenant",
    "convension": "convention",
    "protocal": "protocol",
    "protocals": "protocols",
    "disapearence": "disappearance",
    "disappearence": "disappearance",
    "disappearences": "disappearances",
    "descrimination": "discrimination",
    "labor": "labour",
}
"""Misspellings, and spellings of other countries, that no rule makes."""
_WORDS_OF_THEIR_OWN: Final = frozenset({*_WORDS, "statue", "refuges"})


def put_right(word: str) -> str:
    """The word of a title that a word without capitals was meant to be; any other word as it is."""
    return _misspelt().get(word, word)


@cache
def _misspelt() -> dict[str, str]:
    made = {wrong: word for word in _WORDS for wrong in _slips(word)}
    return {wrong: word for wrong, word in (made | _OTHERS).items() if wrong not in _WORDS_OF_THEIR_OWN}


def _slips(word: str) -> Iterator[str]:
    """The first and the last letter stay: `right` is no slip of `rights`."""
    for index in range(1, len(word) - 1):
        yield word[:index] + word[index + 1 :]
        yield word[: index + 1] + word[index:]
        if index + 2 < len(word):
            yield word[:index] + word[index + 1] + word[index] + word[index + 2 :]
