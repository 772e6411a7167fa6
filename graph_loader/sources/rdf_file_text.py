"""The text of an RDF file: as UTF-8, the line that a term stands in, and what is wrong in it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import Final

from pyoxigraph import NamedNode

from graph_loader.records import ProblemSeverity
from graph_loader.sources.table_findings import Findings
from ontology.prefixes import compact

_IN_WORDS: Final = re.compile(rb"[\w-]")
_UTF16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_XML_DECLARATION: Final = re.compile(
    rb"\s*+<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{1,40})[\"'][^>]{0,200}?\?>"
)
_OTHER_ENCODINGS: Final = frozenset({"iso-8859-1", "us-ascii", "windows-1251", "windows-1252"})


def utf8(data: bytes) -> bytes:
    """The text in UTF-8 without byte order mark, also where it was UTF-16 or XML in an old encoding."""
    if data.startswith(_UTF16_MARKS):
        text = data.decode("utf-16", errors="replace").encode()
        return _undeclared(text, _XML_DECLARATION.match(text))
    data = data.removeprefix(codecs.BOM_UTF8)
    declared = _XML_DECLARATION.match(data)
    encoding = declared.group(1).decode().lower() if declared else ""
    if encoding not in _OTHER_ENCODINGS:
        return data
    return _undeclared(data.decode(encoding, errors="replace").encode(), declared)


def _undeclared(data: bytes, declared: re.Match[bytes] | None) -> bytes:
    """XML without the declaration of an encoding that it is no longer in; its lines keep their numbers."""
    return data if declared is None else b"\n" * declared.group().count(b"\n") + data[declared.end() :]


class LineFindings(Findings):
    """What is wrong in a file whose places are lines."""

    def fragment(self, row: int, column: str | None = None) -> str:
        """`line=40`, as RFC 5147 (2.1.1) calls it, counted from 1; with the column where it is known."""
        return f"line={row}" if column is None else f"line={row};column={column}"


class RdfText:
    """The UTF-8 text of an RDF file."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def line_of(self, iri: str) -> int | None:
        """The first line that names a term by its IRI, or by the last part of it; None where none does.

        A search in the text, since parsers do not keep where a statement stands.
        """
        local = re.split(r"[#/:]", iri)[-1]
        for word in (f"<{iri}>", compact(iri), local, iri):
            at = self._find(word.encode()) if word else -1
            if at >= 0:
                return self.data.count(b"\n", 0, at) + 1
        return None

    def _find(self, word: bytes) -> int:
        """Where a word stands by itself, or -1; a plain search, many times as fast as a pattern."""
        at = self.data.find(word)
        while at >= 0:
            around = self.data[max(0, at - 1) : at], self.data[at + len(word) : at + len(word) + 1]
            if not any(map(_IN_WORDS.match, around)):
                break
            at = self.data.find(word, at + 1)
        return at


def iri_of(term: object) -> str:
    """The IRI of a named node; nothing for another term."""
    return term.value if isinstance(term, NamedNode) else ""


def tell_each(
    findings: Findings, text: RdfText, severity: ProblemSeverity, told: Iterable[tuple[str, str]]
) -> None:
    """Add a problem for each (term, message), at the first line that names the term."""
    for term, message in told:
        line = None if findings.full(severity) else text.line_of(term)
        findings.add(severity, message, line)
