"""JSON-LD contexts of RDF files: the project's own stands for its address; no other is ever fetched."""

from __future__ import annotations

import difflib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from ontology.prefixes import BASE, PREFIXES
from ontology.serialise import context
from ontology.terms import rdf, xsd
from shapes.catalogue import catalogue

ADDRESS: Final = BASE + "ns/context.jsonld"
"""Where the project publishes its context."""

_JSON: Final = re.compile(rb"\s*+[\[{]")
# Quotation marks inside texts are escaped, so that `"@context"` is a key wherever a colon follows it.
_OWN_CONTEXT: Final = re.compile(
    rb'("@context"\s*+:\s*+(?:\[\s*+(?:(?:"[^"\\]*+"|\{[^{}]*+\})\s*+,\s*+)*?)?)'
    rb'"https?:\\?/\\?/w3id\.org\\?/upr-graph\\?/ns\\?/context\.jsonld"'
)
_REMOTE_CONTEXT: Final = re.compile(rb'"@(?:context|import)"\s*+:\s*+\[?\s*+"([^"]{0,200}+)')
_MAPS: Final = frozenset(
    {"@type @json", *(f"@container {kind}" for kind in ("@graph", "@id", "@index", "@language", "@type"))}
)
_MOST_TOLD: Final = 20
_LONGEST_COMPARED: Final = 80
_DATES: Final = frozenset((xsd.date, xsd.gYearMonth, xsd.gYear))
_SH: Final = PREFIXES["sh"]


def contexts_filled_in(data: bytes) -> bytes:
    """The text with the project's context where a JSON-LD document names its address; lines stay the same."""
    if not (_JSON.match(data) and b"context.jsonld" in data):
        return data
    return _OWN_CONTEXT.sub(lambda found: found.group(1) + _own_context(), data)


@cache
def _own_context() -> bytes:
    return json.dumps(context(shape_datatypes())["@context"], separators=(",", ":")).encode()


def remote_context(data: bytes) -> tuple[str, int] | None:
    """Address and line of a context that would have to be fetched."""
    for found in _REMOTE_CONTEXT.finditer(data):
        return found.group(1).decode(errors="replace"), data.count(b"\n", 0, found.start(1)) + 1
    return None


def unread_keys(data: bytes) -> Iterator[tuple[str, str]]:
    """Each key of a JSON-LD document that no context of it defines, with a message: its values are not read.

    JSON-LD 1.1 (API, 5.1.2, step 13.2) drops such keys without a word.
    """
    if not _JSON.match(data):
        return
    keys = _Keys()
    if _OWN_CONTEXT.search(data):
        keys.define(context(shape_datatypes())["@context"])
    try:
        keys.use("", json.loads(data, object_pairs_hook=keys.kept))
    except (ValueError, RecursionError):
        return  # the reader of JSON-LD says why
    unread = keys.unread()
    for key in unread[:_MOST_TOLD]:
        near = difflib.get_close_matches(key[:_LONGEST_COMPARED], sorted(keys.defined), n=1, cutoff=0.6)
        meant = f" (did you mean {near[0]}?)" if near else ""
        yield key, f"The key '{key[:60]}' is in no context{meant}, so its values were not read."
    if len(unread) > _MOST_TOLD:
        yield "", f"{len(unread) - _MOST_TOLD:,} more keys are in no context and were not read."


class _Keys:
    """Keys of a JSON-LD document, met from the inside out, and those that its contexts define."""

    def __init__(self) -> None:
        self.defined: set[str] = set()
        self._maps: set[str] = {"@value"}
        """Terms whose values have keys that are no terms: languages, indexes, JSON."""
        self._used: dict[tuple[str, str], None] = {}

    def kept(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:  # JSON has no narrower type
        """What an object is remembered by: its keys, with the values that a context may need."""
        for key, value in pairs:
            if key == "@context":
                self.define(value)
            else:
                self.use(key, value)
        return {
            key: value if key.startswith("@") or isinstance(value, dict) else None for key, value in pairs
        }

    def use(self, above: str, value: Any) -> None:
        """Remember the keys of an object, or of those in a list, below a key."""
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                self._used.update({(above, key): None for key in one})

    def define(self, value: Any) -> None:
        """Remember what a context defines."""
        for one in value if isinstance(value, list) else [value]:
            for term, definition in one.items() if isinstance(one, dict) else ():
                self.defined.add(term)
                if isinstance(definition, dict) and not _MAPS.isdisjoint(_words(definition)):
                    self._maps.add(term)

    def unread(self) -> list[str]:
        """Keys that no context defines, in the order they are met."""
        if "@vocab" in self.defined:
            return []
        found = (key for above, key in self._used if above not in self._maps and not key.startswith("@"))
        return list(dict.fromkeys(key for key in found if ":" not in key and key not in self.defined))


def _words(definition: dict[str, Any]) -> Iterator[str]:
    for key in ("@container", "@type"):
        value = definition.get(key)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str):
                yield f"{key} {one}"


@cache
def shape_datatypes() -> Mapping[str, str]:
    """The datatype that the shapes ask of a property's values; xsd:date where a year or month may do.

    Properties whose values may be of several other types are absent.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for quad in catalogue().store.quads_for_pattern(None, NamedNode(_SH + "path"), None, None):
        if isinstance(quad.object, NamedNode):
            found[quad.object.value].update(_types(quad.subject))
    chosen = {path: types - {rdf.langString} if len(types) > 1 else types for path, types in found.items()}
    return {
        path: xsd.date if types <= _DATES and xsd.date in types else next(iter(types))
        for path, types in chosen.items()
        if len(types) == 1 or (types and types <= _DATES)
    }


def _types(shape: Any) -> Iterator[str]:  # a subject of any kind
    """Datatypes that a property shape names, itself or by the alternatives of a shape it points to."""
    yield from _values(shape, "datatype")
    for other in _objects(shape, _SH + "node"):
        for start in _objects(other, _SH + "or"):
            cells = [start]
            while cells and cells[-1] != NamedNode(PREFIXES["rdf"] + "nil"):
                for member in _objects(cells[-1], PREFIXES["rdf"] + "first"):
                    yield from _values(member, "datatype")
                cells = list(_objects(cells[-1], PREFIXES["rdf"] + "rest"))


def _values(shape: Any, name: str) -> Iterator[str]:
    return (one.value for one in _objects(shape, _SH + name) if not isinstance(one, Literal))


def _objects(subject: Any, predicate: str) -> Iterator[Any]:
    quads = catalogue().store.quads_for_pattern(subject, NamedNode(predicate), None, None)
    return (quad.object for quad in quads)
