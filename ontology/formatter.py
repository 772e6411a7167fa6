"""Writes Turtle the project's way: sorted subjects, one predicate a line, so that a diff shows meaning only.

Run `python -m ontology.formatter FILE...` to rewrite files, with `--check` to see what would change.
rdflib's `turtle` and `longturtle` give every value or every bracket lines of their own, bind prefixes of
their own and rewrite numbers; what is here keeps a term on one screen.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from functools import cache
from pathlib import Path
from typing import Final

import rdflib
from rdflib import OWL, RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic, to_canonical_graph
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from ontology.errors import ParseError, UprGraphError, UsageError
from ontology.prefixes import PREFIXES

WIDTH: Final = 110
"""What goes beyond is broken, except for a single long text."""

_STEP: Final = 4
_NO_BASE: Final = "http://relative.invalid/"
_LEADING: Final = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*")
_TOKEN: Final = re.compile(
    r"(?P<comment>#[^\n]*+)"
    r'|"""(?:[^"\\]|\\.|"(?!""))*+"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*+'''"
    r'|"(?:[^"\\\n]|\\.)*+"'
    r"|'(?:[^'\\\n]|\\.)*+'"
    r"|<[^<>\s]*+>"
    r"|(?P<number>(?<![\w:.@%\\-])[+-]?(?:[0-9]++(?:\.[0-9]++)?+|\.[0-9]++)(?![\w:%\\]|\.[0-9]))"
    r"|(?:[^\s;,()\[\]\"'<>#\\]|\\.)++",
    re.DOTALL,
)
_LOCAL_NAME: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_IRI: Final = re.compile(r"[^\x00-\x20<>\"{}|^`\\]*")
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
    again changes nothing. Prefixes are those of `ontology.prefixes`; other IRIs are written out.
    Raises ParseError for a text that is not Turtle, UsageError for one that would lose something: comments
    further down, IRIs relative to the file's address.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    leading = _LEADING.match(text)
    comments = leading[0].strip() if leading else ""
    _refuse_comments(text, len(leading[0]) if leading else 0, name)
    try:
        graph = _parsed(text, name)
        result = "\n\n".join(part for part in (comments, *_parts(graph)) if part) + "\n"
        kept = isomorphic(_comparable(graph), _comparable(_parsed(result, name)))
    except RecursionError as error:
        raise UsageError(f"{name}: brackets are nested too deeply; give the things in them IRIs.") from error
    if not kept:
        raise UsageError(f"{name} cannot be formatted without a change of its graph: leave it as it is.")
    return result


def _refuse_comments(text: str, start: int, name: str) -> None:
    found = [token.start() for token in _TOKEN.finditer(text, start) if token["comment"] is not None]
    if found:
        lines = ", ".join(str(text.count("\n", 0, place) + 1) for place in found)
        raise UsageError(
            f"{name} has comments that formatting would lose, in line {lines}. "
            "Move them to the top of the file or into a skos:scopeNote."
        )


def _parsed(text: str, name: str) -> Graph:
    """The graph of a text, every literal with the text it has there."""
    graph = Graph(bind_namespaces="none")
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        graph.parse(data=_TOKEN.sub(_quoted_number, text), format="turtle", publicID=_NO_BASE)
    except BadSyntax as error:
        line = error.lines + 1
        # Its text as a whole repeats the file.
        raise ParseError(f"{name}:{line}: not Turtle: {error._why}.", line) from error
    finally:
        rdflib.NORMALIZE_LITERALS = before
    return _checked(graph, name)


def _quoted_number(token: re.Match[str]) -> str:
    """A number in quotation marks, since rdflib makes 1 of 01 and 1E-7 of 0.0000001."""
    if token["number"] is None:
        return token[0]
    datatype = XSD.decimal if "." in token[0] else XSD.integer
    return f'"{token[0]}"^^<{datatype}>'


def _checked(graph: Graph, name: str) -> Graph:
    """The graph with `"a"` for `"a"^^xsd:string`, which is the same (RDF 1.1 Concepts, 3.3)."""
    checked = Graph(bind_namespaces="none")
    for triple in graph:
        for term in triple:
            if isinstance(term, URIRef) and (term.startswith(_NO_BASE) or not _IRI.fullmatch(term)):
                shown = term.removeprefix(_NO_BASE)
                raise UsageError(f"{name}: <{shown}> is relative or no IRI; write the whole IRI.")
        subject, predicate, value = triple
        if isinstance(value, Literal) and value.datatype == XSD.string:
            value = Literal(str(value))
        checked.add((subject, predicate, value))
    return checked


def _comparable(graph: Graph) -> Graph:
    """A graph with all that a literal consists of in plain text: rdflib compares some by their value."""
    copy = Graph(bind_namespaces="none")
    for triple in graph:
        subject, predicate, value = triple
        if isinstance(value, Literal):
            value = Literal(repr((str(value), value.language, value.datatype)))
        copy.add((subject, predicate, value))
    return copy


def _parts(graph: Graph) -> Iterator[str]:
    """The prefixes, then the statements of one subject each."""
    layout = _Layout(*_labelled(graph))
    statements = [layout.statement(subject) for subject in layout.subjects()]
    yield "\n".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in sorted(layout.used))
    yield from statements


def _labelled(graph: Graph) -> tuple[Graph, dict[Node, str]]:
    """A graph and labels for those of its blank nodes that cannot be written as brackets."""
    if not _need_labels(graph):
        return graph, {}
    canonical = Graph(bind_namespaces="none")
    for triple in to_canonical_graph(graph):
        canonical.add(triple)
    return canonical, {node: f"_:b{i}" for i, node in enumerate(sorted(_need_labels(canonical), key=str), 1)}


def _need_labels(graph: Graph) -> set[Node]:
    """Blank nodes with several mentions, and those that only reach each other."""
    mentions: Counter[Node] = Counter(value for value in graph.objects() if isinstance(value, BNode))
    several = {node for node, count in mentions.items() if count > 1}
    subjects = set(graph.subjects())
    waiting = [node for node in subjects if mentions[node] != 1]
    seen: set[Node] = set(waiting)
    while waiting:
        for value in graph.objects(waiting.pop()):
            if isinstance(value, BNode) and value not in seen:
                seen.add(value)
                waiting.append(value)
    return several | {node for node in subjects if isinstance(node, BNode) and node not in seen}


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


@cache
def _split(iri: URIRef) -> tuple[str | None, str]:
    """The prefix, or None, and the text of an IRI."""
    fitting = [prefix for prefix, namespace in PREFIXES.items() if iri.startswith(namespace)]
    for prefix in sorted(fitting, key=lambda one: len(PREFIXES[one]), reverse=True):
        local = iri.removeprefix(PREFIXES[prefix])
        if _LOCAL_NAME.fullmatch(local):
            return prefix, f"{prefix}:{local}"
    return None, f"<{iri}>"


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
        prefix, text = _split(iri)
        self.used.update([prefix] if prefix else [])
        return text

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
    except (OSError, UnicodeDecodeError, UprGraphError) as error:
        sys.stderr.write(f"{file}: {error}\n" if not isinstance(error, UprGraphError) else f"{error}\n")
        return 2
    if after == before:
        return 0
    if check:
        sys.stdout.writelines(_difference(before, after, str(file)))
        return 1
    file.write_text(after, encoding="utf-8", newline="\n")
    sys.stdout.write(f"formatted {file}\n")
    return 0


def _difference(before: str, after: str, name: str) -> Iterable[str]:
    lines = unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), name, f"{name} (formatted)"
    )
    return (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
