"""Values that OWL 2 DL does not take: of the wrong kind, of the wrong datatype, or none of their datatype.

The reasoner is not asked: it takes a literal of an object property for a note, and reads "maybe" as false.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from ontology.prefixes import PREFIXES
from ontology.reasoning_causes import Cause, short
from ontology.reasoning_hermit import Statement
from ontology.reasoning_schema import (
    DATATYPE_PROPERTY,
    DIFFERENT,
    OBJECT_PROPERTY,
    SAME,
    TYPE,
    Schema,
    is_literal,
)

_XSD: Final = f"<{PREFIXES['xsd']}"
_LANG_STRING: Final = f"<{PREFIXES['rdf']}langString>"
_OF_THINGS: Final = frozenset((TYPE, SAME, DIFFERENT))

_DECIMAL: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_INTEGER: Final = r"[+-]?[0-9]+"
_DOUBLE: Final = rf"{_DECIMAL}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_DATE: Final = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME: Final = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_ZONE: Final = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_FORMS: Final = {
    name: re.compile(form)
    for name, form in {
        "boolean": "true|false|1|0",
        "decimal": _DECIMAL,
        "integer": _INTEGER,
        "double": _DOUBLE,
        "float": _DOUBLE,
        "dateTime": f"{_DATE}T{_TIME}{_ZONE}?",
        "dateTimeStamp": f"{_DATE}T{_TIME}{_ZONE}",
        "hexBinary": "(?:[0-9A-Fa-f]{2})*",
        "base64Binary": "(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){2}= ?=|(?:[A-Za-z0-9+/] ?){3}=)?",
        "language": "[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    }.items()
}
"""How values of the datatypes of OWL 2 are written (OWL 2 Syntax, 4; XSD 1.1 Datatypes, 3.3 and 3.4).

The forms of texts are left out: almost everything is one.
"""
_RANGES: Final[dict[str, tuple[int | None, int | None]]] = {
    "nonNegativeInteger": (0, None),
    "nonPositiveInteger": (None, 0),
    "positiveInteger": (1, None),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
_NUMBERS: Final = frozenset(("decimal", "integer", *_RANGES))
_FAMILIES: Final = (
    frozenset(("string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN")),
    frozenset(("dateTime", "dateTimeStamp")),
)
"""Datatypes that have values in common."""
_LONGEST_NUMBER: Final = 1000
"""Digits up to which a number is computed with; a longer one is in no range with an end."""


def misfits(schema: Schema, statements: Iterable[Statement]) -> Iterator[Cause]:
    """One cause for each statement on things whose value its property, or its own datatype, does not take."""
    for statement in statements:
        reason = _misfit(schema, statement)
        if reason:
            yield Cause(statement[0], statement[1], (statement,), reason)


def _misfit(schema: Schema, statement: Statement) -> str | None:
    _, predicate, object = statement
    kinds = schema.kinds.get(predicate, frozenset())
    if not is_literal(object):
        needs_literal = kinds == {DATATYPE_PROPERTY}
        return f"{short(predicate)} takes literals, not things" if needs_literal else None
    if kinds == {OBJECT_PROPERTY} or predicate in _OF_THINGS:
        return f"{_name(predicate)} takes things, not literals"
    return _wrong_literal(schema, predicate, object) if kinds == {DATATYPE_PROPERTY} else None


def _name(predicate: str) -> str:
    return "rdf:type" if predicate == TYPE else short(predicate)


def _wrong_literal(schema: Schema, predicate: str, literal: str) -> str | None:
    text, given = _parts(literal)
    if not _is_form_of(text, given):
        return f"{short(predicate)} has a value that is no {short(given)}"
    for wanted, name in schema.ranges.get(predicate, ()):
        above = "" if name == predicate else f" (above {short(predicate)})"
        if wanted.startswith(_XSD) and not _is_value_of(text, given, wanted):
            return f"{short(name)}{above} takes values of {short(wanted)}, not of {short(given)}"
    return None


def _parts(literal: str) -> tuple[str, str]:
    """The text and the datatype of a literal as N-Triples writes it (RDF 1.1 Concepts, 3.3).

    White space around the text does not count (XSD 1.1 Datatypes, 4.3.6); other escapes stay as they are.
    """
    text, _, tail = literal[1:].rpartition('"')
    text = text.replace(r"\n", " ").replace(r"\r", " ").replace(r"\t", " ").strip(" \t")
    if tail.startswith("@"):
        return text, _LANG_STRING
    return text, tail.removeprefix("^^") or f"{_XSD}string>"


def _is_form_of(text: str, datatype: str) -> bool:
    name = datatype.removeprefix(_XSD).removesuffix(">")
    form = _FORMS.get("integer" if name in _RANGES else name)
    if form is None or not datatype.startswith(_XSD):
        return True
    return form.fullmatch(text) is not None and _is_within(text, name)


def _is_value_of(text: str, given: str, wanted: str) -> bool:
    """Whether a value of one datatype is one of another: 3.0 is an integer, the text "3" is not.

    Datatypes that neither XSD nor RDF has may hold any value.
    """
    if given == wanted or not given.startswith((_XSD, _LANG_STRING)):
        return True
    from_name, to_name = (term.removeprefix(_XSD).removesuffix(">") for term in (given, wanted))
    if from_name in _NUMBERS and to_name in _NUMBERS:
        fraction = text.partition(".")[2].strip("0")
        return to_name == "decimal" or (not fraction and _is_within(text, to_name))
    return any(from_name in family and to_name in family for family in _FAMILIES)


def _is_within(text: str, name: str) -> bool:
    least, most = _RANGES.get(name, (None, None))
    if (least is None and most is None) or not text:
        return True
    if len(text) > _LONGEST_NUMBER:
        return (text[0] == "-" and least is None) or (text[0] != "-" and most is None)
    number = Decimal(text)
    return (least is None or number >= least) and (most is None or number <= most)
