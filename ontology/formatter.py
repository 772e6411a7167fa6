"""Writes Turtle the project's way: sorted subjects, one predicate a line, so that a diff shows meaning only.

Run `python -m ontology.formatter FILE...` to rewrite files, with `--check` to see what would change.
rdflib's `turtle` and `longturtle` give every value or every bracket lines of their own, bind prefixes of
their own and rewrite numbers; what is here keeps a term on one screen.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path
from typing import Final

from rdflib import OWL, RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.errors import ParseError, UprGraphError, UsageError
from ontology.formatter_graph import TOKEN, labelled, parsed, same
from ontology.prefixes import PREFIXES, compact

WIDTH: Final = 110
"""What goes beyond is broken, except for a single long text."""

_STEP: Final = 4
_LEADING: Final = re.compile(r"(?:[ \t\r]*(?:#[^\n]*)?\n)*")
_ESCAPE: Final = re.compile(
    r"\\(?:(u[dD][89A-Fa-f][0-9A-Fa-f]{2}|U0000[dD][89A-Fa-f][0-9A-Fa-f]{2})|.)", re.DOTALL
)
_PLAIN: Final = {
    XSD.boolean: re.compile(r"true|false"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
}
_KINDS: Final = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
"""Types that come before others, such as owl:FunctionalProperty."""


def formatted(text: str, name: str) -> str:
    """A Turtle file in the project's form; `name` is its own in messages.

    The comment lines before the first statement stay. The result holds the same graph, and formatting it
    again changes nothing. Prefixes are those of `ontology.prefixes`; other IRIs are written out. Lines end
    in \\n; a \\r in a text that had it is written out.
    Raises ParseError for a text that is not Turtle, UsageError for one that would lose something (comments
    further down, IRIs relative to the file's address) and for one with too many shared blank nodes.
    """
    text = text.removeprefix("\ufeff")
    leading = _LEADING.match(text)
    start = leading.end() if leading else 0
    _refuse_comments(text, start, name)
    try:
        graph = parsed(text, name)
        comments = text[:start].replace("\r\n", "\n").strip()
        result = "\n\n".join(part for part in (comments, *_parts(graph, name)) if part) + "\n"
        kept = same(graph, parsed(result, name), name)
        result.encode()
    except RecursionError as error:
        raise UsageError(f"{name}: brackets are nested too deeply; give the things in them IRIs.") from error
    except UnicodeEncodeError as error:
        raise _surrogate(text, name) from error
    if not kept:
        raise UsageError(f"{name} cannot be formatted without a change of its graph: leave it as it is.")
    return result


def turtle_of(graph: Graph, name: str) -> str:
    """A graph as Turtle in the project's form; raises as `formatted` does."""
    return "\n\n".join(part for part in _parts(graph, name) if part) + "\n"


def _surrogate(text: str, name: str) -> ParseError:
    """What to say of half of a character, which is no character (RDF 1.1 Turtle, 6.4)."""
    found = next((one for one in _ESCAPE.finditer(text) if one[1]), None)
    line = text.count("\n", 0, found.start()) + 1 if found else None
    place, shown = (f":{line}", f"{found[0]} is") if found else ("", "it holds")
    return ParseError(f"{name}{place}: not Turtle: {shown} half of a character.", line)


def _refuse_comments(text: str, start: int, name: str) -> None:
    found = [token.start() for token in TOKEN.finditer(text, start) if token["comment"] is not None]
    if found:
        lines = ", ".join(str(text.count("\n", 0, place) + 1) for place in found)
        raise UsageError(
            f"{name} has comments that formatting would lose, in line {lines}. "
            "Move them to the top of the file or into a skos:scopeNote."
        )


def _parts(graph: Graph, name: str) -> Iterator[str]:
    """The prefixes, then the statements of one subject each."""
    layout = _Layout(*labelled(graph, name))
    statements = [layout.statement(subject) for subject in layout.subjects()]
    yield "\n".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in sorted(layout.used))
    yield from statements


def _list_cells(graph: Graph) -> set[Node]:
    """Blank nodes that `( )` stands for: mentioned once, with one item and one rest that is such a cell."""
    mentions: Counter[Node] = Counter(value for value in graph.objects() if isinstance(value, BNode))
    before = {cell: list(graph.subjects(RDF.rest, cell)) for cell in set(graph.objects(None, RDF.rest))}
    cells: set[Node] = set()
    waiting = list(before.get(RDF.nil, ()))
    while waiting:
        cell = waiting.pop()
        shape = Counter(graph.predicates(cell))
        is_cell = shape == {RDF.first: 1, RDF.rest: 1} and mentions[cell] == 1
        if isinstance(cell, BNode) and cell not in cells and is_cell:
            cells.add(cell)
            waiting += before.get(cell, ())
    return cells


def _is_plain(value: Literal) -> bool:
    pattern = _PLAIN.get(value.datatype) if value.datatype else None
    return pattern is not None and pattern.fullmatch(value) is not None


def _quoted(text: str) -> str:
    """A text in quotation marks (RDF 1.1 Turtle, 2.5.1), three of them where it has several lines."""
    text = text.replace("\\", "\\\\").replace("\t", "\\t").replace("\r", "\\r")
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", lambda found: f"\\u{ord(found[0]):04X}", text)
    if "\n" in text:
        return '"""' + re.sub(r'"(?="|\Z)', r"\"", text) + '"""'
    return '"' + text.replace('"', '\\"') + '"'


@dataclass(frozen=True)
class _Layout:
    """Lays out a graph whose blank nodes without a label are mentioned once at most."""

    graph: Graph
    labels: dict[Node, str]
    used: set[str] = field(default_factory=set)
    """Prefixes of what was laid out."""
    flat_texts: dict[Node, str] = field(default_factory=dict)
    cells: set[Node] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", _list_cells(self.graph) - set(self.labels))

    def subjects(self) -> list[Node]:
        """Subjects of statements: ontologies, other IRIs, blank nodes."""
        mentioned = set(self.graph.objects())
        found = {
            s
            for s in self.graph.subjects()
            if isinstance(s, URIRef) or s in self.labels or s not in mentioned
        }
        return sorted(found, key=lambda s: (not self._is_ontology(s), self._rank(s)))

    def _is_ontology(self, subject: Node) -> bool:
        return (subject, RDF.type, OWL.Ontology) in self.graph

    def statement(self, subject: Node) -> str:
        """All that is said of one subject."""
        if isinstance(subject, BNode) and subject not in self.labels:
            return "[] " + " ;\n    ".join(self._lines(subject, _STEP)) + " ."
        return f"{self._flat(subject)}\n    " + " ;\n    ".join(self._lines(subject, _STEP)) + " ."

    def _lines(self, subject: Node, indent: int) -> Iterator[str]:
        """A text for each predicate, without indentation before its first line."""
        for predicate, values in self._said(subject):
            text = self._values(values, indent, len(predicate) + 1)
            yield f"{predicate}{text}" if text.startswith("\n") else f"{predicate} {text}"

    def _said(self, subject: Node) -> list[tuple[str, list[Node]]]:
        values: dict[Node, list[Node]] = {}
        for predicate, value in self.graph.predicate_objects(subject):
            values.setdefault(predicate, []).append(value)
        names = {p: "a" if p == RDF.type else self._flat(p) for p in values}
        order = sorted(values, key=lambda p: (p != RDF.type, p != OWL.onProperty, names[p]))
        return [(names[p], sorted(values[p], key=lambda v: self._rank(v, p))) for p in order]

    def _rank(self, node: Node, predicate: Node | None = None) -> tuple[object, ...]:
        """Kinds of terms first; then IRIs, literals with English first, labelled and other blank nodes."""
        kind = _KINDS.index(node) if predicate == RDF.type and node in _KINDS else len(_KINDS)
        if isinstance(node, Literal):
            language = node.language or ""
            return (kind, 1, language not in ("", "en"), language, self._flat(node))
        # Without the bracket at the end a scheme comes before its concepts.
        text = self._flat(node).rstrip(">")
        return (kind, 0 if isinstance(node, URIRef) else 3 - (node in self.labels), False, "", text)

    def _values(self, values: list[Node], indent: int, used: int) -> str:
        line = ", ".join(self._flat(value) for value in values)
        if _fits(line, indent + used):
            return line
        nested = [value for value in values if self._is_nested(value)]
        simple = ", ".join(self._flat(value) for value in values if not self._is_nested(value))
        if len(values) == 1 or (len(nested) == 1 and _fits(f"{simple}, [", indent + used)):
            return ", ".join(
                [*([simple] if simple else []), *(self._tall(value, indent) for value in nested)]
            )
        inner = indent + _STEP
        start = "\n" + " " * inner
        return start + f",{start}".join(self._fitting(value, inner) for value in values)

    def _is_nested(self, node: Node) -> bool:
        return isinstance(node, BNode) and node not in self.labels

    def _fitting(self, node: Node, indent: int) -> str:
        flat = self._flat(node)
        return flat if _fits(flat, indent) else self._tall(node, indent)

    def _tall(self, node: Node, indent: int) -> str:
        """A node over several lines; the last is indented as the line it begins in."""
        if not self._is_nested(node):
            return self._flat(node)
        inner = indent + _STEP
        start, end = "\n" + " " * inner, "\n" + " " * indent
        if node in self.cells:
            return "(" + start + start.join(self._fitting(i, inner) for i in self._items(node)) + end + ")"
        lines = list(self._lines(node, inner))
        return f"[{start}{f' ;{start}'.join(lines)}{end}]" if lines else "[]"

    def _flat(self, node: Node) -> str:
        if node not in self.flat_texts:
            self.flat_texts[node] = self._made_flat(node)
        return self.flat_texts[node]

    def _made_flat(self, node: Node) -> str:
        if isinstance(node, Literal):
            return self._literal(node)
        if isinstance(node, URIRef):
            return "()" if node == RDF.nil else self._name(node)
        if node in self.labels:
            return self.labels[node]
        if node in self.cells:
            return f"( {' '.join(self._flat(item) for item in self._items(node))} )"
        said = [f"{p} {', '.join(self._flat(v) for v in values)}" for p, values in self._said(node)]
        return f"[ {' ; '.join(said)} ]" if said else "[]"

    def _name(self, iri: URIRef) -> str:
        short = compact(str(iri))
        if short == str(iri):
            return f"<{iri}>"
        self.used.add(short.partition(":")[0])
        return short

    def _literal(self, value: Literal) -> str:
        if value.language:
            return f"{_quoted(value)}@{value.language}"
        if value.datatype is None:
            return _quoted(value)
        return str(value) if _is_plain(value) else f"{_quoted(value)}^^{self._name(value.datatype)}"

    def _items(self, cell: Node | None) -> Iterator[Node]:
        while cell is not None and cell != RDF.nil:
            yield from self.graph.objects(cell, RDF.first)
            cell = self.graph.value(cell, RDF.rest)


def _fits(text: str, column: int) -> bool:
    return "\n" not in text and column + len(text) + len(" ;") <= WIDTH


def main(arguments: Sequence[str] | None = None) -> int:
    """Format files, or with `--check` show what differs; the exit code.

    0: all are, or now are, as they should be. 1: `--check` found differences. 2: a file cannot be formatted.
    """
    parser = argparse.ArgumentParser(prog="python -m ontology.formatter", description="Format Turtle files.")
    parser.add_argument("--check", action="store_true", help="change nothing, show what differs")
    parser.add_argument("file", nargs="+", type=Path)
    asked = parser.parse_args(arguments)
    return max([_run(file, asked.check) for file in asked.file])


def _run(file: Path, check: bool) -> int:
    try:
        before = file.read_bytes().decode()
        after = formatted(before, file.name)
        if after == before:
            return 0
        if check:
            sys.stdout.writelines(_difference(before, after, str(file)))
            return 1
        _replace(file, after.encode())
    except (OSError, UnicodeError, UprGraphError) as error:
        sys.stderr.write(f"{file}: {error}\n" if not isinstance(error, UprGraphError) else f"{error}\n")
        return 2
    sys.stdout.write(f"formatted {file}\n")
    return 0


def _replace(file: Path, data: bytes) -> None:
    """Put another text in place of a file's whole one: a reader, or a crash, finds the one or the other."""
    file = file.resolve()  # a link stays a link
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        beside.chmod(file.stat().st_mode & 0o777)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def _difference(before: str, after: str, name: str) -> Iterable[str]:
    lines = unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), name, f"{name} (formatted)"
    )
    return (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
