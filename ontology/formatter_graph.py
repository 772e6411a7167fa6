"""The graphs of Turtle files to be formatted: read as they are written, compared, blank nodes in order.

A blank node that is mentioned once at most, with only such ones below it, is told by what is said of it
alone: it is compared by a digest of that. Only the others, which share and go round, are a graph problem.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import rdflib
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic, to_canonical_graph
from rdflib.plugins.parsers.notation3 import BadSyntax, SinkParser
from rdflib.term import Node

from ontology.errors import ParseError, UsageError

MOST_SHARED: Final = 20
"""Blank nodes that a file may have besides those that are told by what is said of them alone: rdflib's
search for their order takes a second for twenty that are alike, and minutes for fifty."""

_NO_BASE: Final = "http://relative.invalid/"
_IRI: Final = re.compile(r"[^\x00-\x20<>\"{}|^`\\]*")
TOKEN: Final = re.compile(
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


def parsed(text: str, name: str) -> Graph:
    """The graph of a text, every literal with the text it has there."""
    graph = Graph(bind_namespaces="none")
    with _as_written():
        try:
            graph.parse(data=TOKEN.sub(_quoted_number, text), format="turtle", publicID=_NO_BASE)
        except BadSyntax as error:
            line = error.lines + 1
            # Its text as a whole repeats the file.
            raise ParseError(f"{name}:{line}: not Turtle: {error._why}.", line) from error
        except (AssertionError, IndexError, ValueError) as error:
            if isinstance(error, UnicodeEncodeError):
                raise
            line = _line_of(error)
            # rdflib looks beyond the end of a text that stops too early.
            why = "it ends within a statement" if isinstance(error, IndexError) else _first_line(error)
            raise ParseError(f"{name}:{line}: not Turtle: {why}.", line) from error
        return _checked(graph, name)


@contextmanager
def _as_written() -> Iterator[None]:
    """rdflib without changes of numbers, and without a traceback in the log for a date that is none."""
    log = logging.getLogger("rdflib.term")
    normal, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = normal
        log.setLevel(level)


def _line_of(error: Exception) -> int:
    """The line that rdflib's parser was in when something else than bad syntax stopped it."""
    step, line = error.__traceback__, 1
    while step is not None:
        parser = step.tb_frame.f_locals.get("self")
        if isinstance(parser, SinkParser):
            line = max(line, parser.lines + 1)
        step = step.tb_next
    return line


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]


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


# --- blank nodes -------------------------------------------------------------------------------------


def same(one: Graph, other: Graph, name: str) -> bool:
    """Whether two graphs are the same but for labels of blank nodes, literals as they are written.

    Raises UsageError, with the name of the file, where that cannot be told in a reasonable time.
    """
    first, second = _Folded(one), _Folded(other)
    _refuse_many(first, name)
    _refuse_many(second, name)
    return first.loose == second.loose and isomorphic(first.rest, second.rest)


def labelled(graph: Graph, name: str) -> tuple[Graph, dict[Node, str]]:
    """A graph and labels for those of its blank nodes that cannot be written as brackets.

    Raises UsageError, with the name of the file, where that cannot be told in a reasonable time.
    """
    if not _need_labels(graph):
        return graph, {}
    folded = _Folded(graph)
    _refuse_many(folded, name)
    canonical = folded.unfolded(to_canonical_graph(folded.rest))
    # What was folded can stand in brackets, below a circle too, and its label is any.
    nodes = _need_labels(canonical) - folded.folded
    return canonical, {node: f"_:b{i}" for i, node in enumerate(sorted(nodes, key=str), 1)}


def _refuse_many(folded: _Folded, name: str) -> None:
    if (number := len(folded.shared)) > MOST_SHARED:
        raise UsageError(
            f"{name} has {number} blank nodes that are mentioned twice or reach such ones: more than "
            f"{MOST_SHARED} take too long to compare. Give them IRIs."
        )


def _need_labels(graph: Graph) -> set[Node]:
    """Blank nodes with several mentions, and those that only reach each other."""
    mentions = _mentions(graph)
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


def _mentions(graph: Graph) -> Counter[Node]:
    return Counter(value for value in graph.objects() if isinstance(value, BNode))


class _Folded:
    """A graph in which a text stands for each blank node that is told by what is said of it alone."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._texts = self._digests()
        mentions = _mentions(graph)
        self.folded = frozenset(self._texts)
        """Blank nodes that a text stands for."""
        self.loose = Counter(text for node, text in self._texts.items() if not mentions[node])
        """What is said of those that nothing mentions."""
        self.shared = (set(mentions) | {s for s in graph.subjects() if isinstance(s, BNode)}) - set(
            self._texts
        )
        """The other blank nodes."""
        self._stands_for: dict[Node, list[Node]] = defaultdict(list)
        self.rest = Graph(bind_namespaces="none")
        for subject, predicate, node in graph:
            if subject not in self._texts:
                self.rest.add((subject, predicate, self._plain(subject, predicate, node)))

    def _digests(self) -> dict[Node, str]:
        """A digest of what is said of each blank node that can be folded, the innermost first."""
        graph, mentions = self._graph, _mentions(self._graph)
        nodes = {node for node in (*graph.subjects(), *mentions) if isinstance(node, BNode)}
        inside = {n: sum(isinstance(value, BNode) for value in graph.objects(n)) for n in nodes}
        ready = [node for node in nodes if not inside[node] and mentions[node] <= 1]
        found: dict[Node, str] = {}
        while ready:
            node = ready.pop()
            said = sorted(f"{p.n3()} {found.get(o) or _written(o)}" for p, o in graph.predicate_objects(node))
            found[node] = "_:" + hashlib.sha256("\n".join(said).encode()).hexdigest()
            for above in graph.subjects(None, node):
                if isinstance(above, BNode):
                    inside[above] -= 1
                    if not inside[above] and mentions[above] <= 1:
                        ready.append(above)
        return found

    def _plain(self, subject: Node, predicate: Node, node: Node) -> Node:
        """What stands for a value: itself, or a text, one for each of several that are alike."""
        if isinstance(node, Literal):
            text: Node = Literal(_written(node))
        elif node in self._texts:
            alike = [
                o for o in self._graph.objects(subject, predicate) if self._texts.get(o) == self._texts[node]
            ]
            text = Literal(f"{self._texts[node]} {alike.index(node)}")
        else:
            return node
        self._stands_for[text].append(node)
        return text

    def unfolded(self, canonical: Graph) -> Graph:
        """The whole graph again, with the labels of the blank nodes that a graph like `rest` has."""
        whole = Graph(bind_namespaces="none")
        for subject, predicate, value in canonical:
            nodes = self._stands_for.get(value)
            # Which of several that are alike makes no difference, but each has one mention.
            folded = nodes is not None and isinstance(nodes[-1], BNode)
            node = value if nodes is None else nodes.pop() if folded else nodes[-1]
            whole.add((subject, predicate, node))
        for triple in self._graph:
            if triple[0] in self._texts:
                whole.add(triple)
        return whole


def _written(node: Node) -> str:
    """A term as text; rdflib compares some literals by their value."""
    if isinstance(node, Literal):
        return repr((str(node), node.language, node.datatype and str(node.datatype)))
    return node.n3()
