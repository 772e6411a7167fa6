"""Values that people type, as escaped SPARQL terms: `KAZ` as the IRI of a State, text as a literal.

No value ends up in a query as it was typed: keys are checked and percent-encoded, IRIs are checked
against SPARQL 1.1's IRIREF, and literals are escaped (SPARQL 1.1, 19.7).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from graph_loader import iris
from ontology.errors import UsageError
from ontology.prefixes import PREFIXES

MAX_LENGTH: Final = 2000
"""Characters in a value."""


class _Misfit(ValueError):
    """The value is not of its kind; its text says what is."""


def term(kind: str, name: str, value: str) -> str:
    """The SPARQL term of a value of one of `KINDS`, given for the parameter `name`.

    A full IRI is taken for every kind that names a thing. Raises UsageError, which says what would do.
    """
    try:
        if len(value) > MAX_LENGTH:
            raise _Misfit(f"at most {MAX_LENGTH:,} characters")
        if kind not in _LITERALS and _FULL_IRI.match(value):
            return f"<{_checked_iri(value)}>"
        return KINDS[kind](value)
    except _Misfit as misfit:
        raise UsageError(f"{name} cannot be {value[:80]!r}; it takes {misfit}.") from None


_FULL_IRI: Final = re.compile(r"(?:https?://|urn:)", re.IGNORECASE)
_NOT_IN_IRI: Final = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f-\x9f\ud800-\udfff]|%(?![0-9A-Fa-f]{2})")


def _checked_iri(iri: str) -> str:
    try:
        empty = not any(urlsplit(iri)[1:3])
    except ValueError:
        empty = True
    if empty or _NOT_IN_IRI.search(iri):
        raise _Misfit('an IRI without spaces and without any of < > " { } | \\ ^ `')
    return iri


def _pattern(pattern: str, example: str, make: Callable[[re.Match[str]], str]) -> Callable[[str], str]:
    compiled = re.compile(pattern)

    def read(value: str) -> str:
        match = compiled.fullmatch(value)
        if match is None:
            raise _Misfit(f"{example}, or a full IRI")
        return f"<{make(match)}>"

    return read


_STATE: Final = r"([A-Za-z]{3})"
_KEY: Final = r"([^\x00-\x20\x7f-\x9f\ud800-\udfff/](?:[^\x00-\x1f\x7f-\x9f\ud800-\udfff]*[^\x00-\x20])?)"
_REVIEW: Final = rf"{_STATE}-[Cc]?([0-9]{{1,2}})"


def _in_state(make: Callable[[str, str], str], example: str) -> Callable[[str], str]:
    return _pattern(
        f"{_STATE}/{_KEY}", f"a State and a key such as {example}", lambda m: make(m[1].upper(), m[2])
    )


def _date(value: str) -> str:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return f'"{date.fromisoformat(value)}"^^<{PREFIXES["xsd"]}date>'
        except ValueError:
            pass
    raise _Misfit("a day of the calendar such as 2024-01-31")


def _integer(value: str) -> str:
    if not re.fullmatch(r"[0-9]{1,18}", value):
        raise _Misfit("a whole number")
    return str(int(value))


_ESCAPES: Final = str.maketrans({'"': r"\"", "\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"})


def _text(value: str) -> str:
    if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", value):
        raise _Misfit("text without control characters")
    return f'"{value.translate(_ESCAPES)}"'


_LITERALS: Final = frozenset(("date", "integer", "text"))

KINDS: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        "state": _pattern(
            _STATE, "an ISO 3166-1 alpha-3 code such as KAZ", lambda m: iris.state(m[1].upper())
        ),
        "review": _pattern(
            _REVIEW, "a State and a cycle such as KAZ-2", lambda m: iris.review(f"{m[1].upper()}-{int(m[2])}")
        ),
        "recommendation": _pattern(
            f"{_REVIEW}-{_KEY}",
            "a review and a number such as KAZ-2-126.27",
            lambda m: iris.recommendation(f"{m[1].upper()}-{int(m[2])}-{m[3]}"),
        ),
        "session": _pattern("[0-9]{1,3}", "a number", lambda m: iris.session(int(m[0]))),
        "document": _pattern(_KEY, "a UN symbol such as A/HRC/28/10", lambda m: iris.document(m[0])),
        "instrument": _pattern(_KEY, "a key such as op-crpd", lambda m: iris.instrument(m[0])),
        "theme": _pattern(_KEY, "a key of the theme scheme", lambda m: iris.concept("theme", m[0])),
        "law": _in_state(iris.law, "KAZ/2023-06-07-8-VIII"),
        "body": _in_state(iris.body, "KAZ/ministry-of-justice"),
        "measure": _in_state(iris.measure, "KAZ/op-crpd-signature"),
        "plan": _in_state(iris.plan, "KAZ/action-plan"),
        "resource": _pattern(
            f"/?(?:id/)?{_KEY}", "a path below id/ such as state/KAZ", lambda m: iris.thing(m[1])
        ),
        "date": _date,
        "integer": _integer,
        "text": _text,
    }
)
"""How values of each kind become terms; a parameter named like a kind is of that kind, others are text."""
