"""What to tell about a spelling that names no State: the nearest name, or why no State of today has it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from graph_loader.reference_data import rows
from graph_loader.states import load_spellings, load_states, words_of

_LONGEST_COMPARED: Final = 80
_SHORTEST_COMPARED: Final = 4
_NEAR: Final = 0.8


@dataclass(frozen=True, slots=True)
class NotState:
    """A name that looks like one of a State, and means no Member or observer State of the United Nations."""

    name: str
    kind: str
    """`dissolved`, `several` (more than one State has the name), `organisation` or `other`: territories, and
    the Cook Islands and Niue, which are parties to treaties but never under review."""
    states: tuple[str, ...]
    """Short names of the States of today that may be meant."""


def state_hint(spelling: str) -> str:
    """A sentence that helps to correct a spelling which `state_code` does not know; empty if nothing does."""
    if (known := not_state(spelling)) is not None:
        return _reason(known)
    close = closest_spelling(spelling)
    return f"Did they mean {close}?" if close else ""


@lru_cache(maxsize=1_024)
def closest_spelling(spelling: str) -> str | None:
    """A name of a State spelt much like this one; None for what not_states.csv knows to be no State.

    English names go before those in other languages, whichever is nearer; where a mere variant is near, the
    short name of its State is proposed. Takes a few milliseconds.
    """
    text = " ".join(words_of(spelling[:_LONGEST_COMPARED]))
    if len(text) < _SHORTEST_COMPARED or not_state(spelling) is not None:
        return None
    for names in _names():
        if close := difflib.get_close_matches(text, names, n=1, cutoff=_NEAR):
            return names[close[0]]
    return None


def not_state(spelling: str) -> NotState | None:
    """The entry of not_states.csv with this name, spelt as freely as names of States may be."""
    return _not_states().get("".join(words_of(spelling[:_LONGEST_COMPARED])))


def _reason(known: NotState) -> str:
    if known.kind == "dissolved":
        return f"{known.name} no longer exists. Write the State of today that is meant: {_or(known.states)}."
    if known.kind == "several":
        return f"{known.name} may be {_or(known.states)}. Write which."
    return f"{known.name} is no Member or observer State of the United Nations."


def _or(names: tuple[str, ...]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


@cache
def _not_states() -> Mapping[str, NotState]:
    short_names = {state.iso3: state.name for state in load_states()}
    found = (
        NotState(
            name=row["name"],
            kind=row["kind"],
            states=tuple(short_names[code] for code in row["states"].split("|") if code),
        )
        for row in rows("not_states.csv")
    )
    return {"".join(words_of(entry.name)): entry for entry in found}


@cache
def _names() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Names to propose by their words: English ones, then all others."""
    english = {" ".join(words_of(state.name)): state.name for state in load_states()}
    others = {
        " ".join(words_of(name)): name
        for state in load_states()
        for language, name in state.names
        if language != "en"
    }
    short_names = {state.iso3: state.name for state in load_states()}
    for spelling in load_spellings():
        names = english if spelling.language == "en" else others
        proposed = short_names[spelling.iso3] if spelling.use == "variant" else spelling.text
        names.setdefault(" ".join(words_of(spelling.text)), proposed)
    return english, others
