"""Where a query that does not parse goes wrong, by the SPARQL 1.1 grammar.

Oxigraph names the furthest character its parser looked at, often the end of the text, and every rule it
tried there. This module reads the query again, strictly, and names the first token that cannot be right.
The grammar is that of SPARQL 1.1, 19.8: LL(1), so one token of look-ahead and an explicit stack suffice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from ontology.prefixes import PREFIXES
from sparql.lexer import Token, position, tokens

# Lower case: kinds of tokens. Upper case: keywords. Quoted: marks. The others: rules.
_RULES: Final = """
Query = (BASE iri | PREFIX ns iri)* (Select | Construct | Describe | Ask) ValuesClause
Select = SelectClause Dataset* Where Modifiers
SubSelect = SelectClause Where Modifiers ValuesClause
SelectClause = SELECT (DISTINCT | REDUCED)? ((var | '(' Expression AS var ')')+ | '*')
Construct = CONSTRUCT (Template Dataset* Where Modifiers | Dataset* WHERE Template Modifiers)
Template = '{' Triples? '}'
Describe = DESCRIBE (VarOrIri+ | '*') Dataset* Where? Modifiers
Ask = ASK Dataset* Where Modifiers
Dataset = FROM (Iri | NAMED Iri)
Where = WHERE? Group
Modifiers = (GROUP BY GroupCondition+)? (HAVING Constraint+)? (ORDER BY OrderCondition+)? Slice?
GroupCondition = BuiltIn | FunctionCall | '(' Expression (AS var)? ')' | var
OrderCondition = (ASC | DESC) Bracketed | Constraint | var
Slice = LIMIT integer (OFFSET integer)? | OFFSET integer (LIMIT integer)?
ValuesClause = (VALUES Data)?
Group = '{' (SubSelect | PathTriples? (NotTriples '.'? PathTriples?)*) '}'
PathTriples = PathSubject ('.' PathTriples?)?
NotTriples = Group (UNION Group)* | OPTIONAL Group | MINUS Group | GRAPH VarOrIri Group | FILTER Constraint
    | SERVICE SILENT? VarOrIri Group | BIND '(' Expression AS var ')' | VALUES Data
Data = var '{' DataValue* '}' | (nil | '(' var* ')') '{' ('(' DataValue* ')' | nil)* '}'
DataValue = Iri | Literal | UNDEF
Constraint = Bracketed | BuiltIn | FunctionCall
FunctionCall = Iri Arguments
Arguments = nil | '(' DISTINCT? Expression (',' Expression)* ')'
ExpressionList = nil | '(' Expression (',' Expression)* ')'
Triples = Subject ('.' Triples?)?
Subject = VarOrTerm Properties | Node Properties?
Properties = Verb Objects (';' (Verb Objects)?)*
Verb = VarOrIri | a
Objects = Object (',' Object)*
Object = VarOrTerm | Node
Node = '(' Object+ ')' | '[' Properties ']'
PathSubject = VarOrTerm PathProperties | PathNode PathProperties?
PathProperties = PathVerb PathObjects (';' (PathVerb PathObjects)?)*
PathVerb = var | Path
PathObjects = PathObject (',' PathObject)*
PathObject = VarOrTerm | PathNode
PathNode = '(' PathObject+ ')' | '[' PathProperties ']'
Path = PathSequence ('|' PathSequence)*
PathSequence = PathStep ('/' PathStep)*
PathStep = '^'? PathPrimary ('?' | '*' | '+')?
PathPrimary = Iri | a | '(' Path ')' | '!' (PathOne | nil | '(' (PathOne ('|' PathOne)*)? ')')
PathOne = '^'? (Iri | a)
VarOrIri = var | Iri
VarOrTerm = var | Iri | Literal | bnode | anon | nil
Expression = And ('||' And)*
And = Comparison ('&&' Comparison)*
Comparison = Sum (('=' | '!=' | '<' | '>' | '<=' | '>=') Sum | IN ExpressionList | NOT IN ExpressionList)?
Sum = Product (('+' | '-') Product | signed (('*' | '/') Unary)*)*
Product = Unary (('*' | '/') Unary)*
Unary = ('!' | '+' | '-')? Primary
Primary = Bracketed | BuiltIn | Iri Arguments? | Literal | var
Bracketed = '(' Expression ')'
BuiltIn = (STR | LANG | DATATYPE | IRI | URI | ABS | CEIL | FLOOR | ROUND | STRLEN | UCASE | LCASE
        | ENCODE_FOR_URI | YEAR | MONTH | DAY | HOURS | MINUTES | SECONDS | TIMEZONE | TZ | MD5 | SHA1
        | SHA256 | SHA384 | SHA512 | ISIRI | ISURI | ISBLANK | ISLITERAL | ISNUMERIC) Bracketed
    | (LANGMATCHES | CONTAINS | STRSTARTS | STRENDS | STRBEFORE | STRAFTER | STRLANG | STRDT | SAMETERM)
        '(' Expression ',' Expression ')'
    | BOUND '(' var ')' | BNODE (Bracketed | nil) | (RAND | NOW | UUID | STRUUID) nil
    | (CONCAT | COALESCE) ExpressionList | IF '(' Expression ',' Expression ',' Expression ')'
    | (SUBSTR | REGEX) '(' Expression ',' Expression (',' Expression)? ')'
    | REPLACE '(' Expression ',' Expression ',' Expression (',' Expression)? ')'
    | (EXISTS | NOT EXISTS) Group | COUNT '(' DISTINCT? ('*' | Expression) ')'
    | (SUM | MIN | MAX | AVG | SAMPLE) '(' DISTINCT? Expression ')'
    | GROUP_CONCAT '(' DISTINCT? Expression (';' SEPARATOR '=' string)? ')'
Literal = string (langtag | '^^' Iri)? | integer | number | signed | TRUE | FALSE
Iri = iri | pname | ns
"""

_NEWER: Final = frozenset(
    ("LATERAL", "VERSION", "TRIPLE", "ISTRIPLE", "SUBJECT", "PREDICATE", "OBJECT", "ADJUST", "HASLANG")
) | frozenset(("HASLANGDIR", "LANGDIR", "STRLANGDIR", "<<", "{|", "|}", "~"))
"""What SPARQL 1.2 and Oxigraph add: a query that uses it is beyond this grammar."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a query, in one sentence; `line` and `column` count from 1 where they are known."""

    message: str
    line: int | None = None
    column: int | None = None


def explain(text: str, complaint: str) -> Fault:
    """Say why an engine refused a query, better than its own `complaint` does.

    Takes time linear in the length of the text.
    """
    return diagnose(text) or Fault(_in_words(complaint))


def diagnose(text: str) -> Fault | None:
    """Find the first token of a query that cannot be right.

    None when the query is right by the grammar of SPARQL 1.1 (its fault is another, such as a variable
    that is not grouped) or uses something newer.
    """
    reader = _Reader()
    declared = _Declared()
    for token, terminal in _classified(text, reader):
        if _is_newer(token):
            return None
        fault = declared.check(token, reader.previous)
        if fault or not reader.take(terminal):
            return _at(text, token.start, fault or _unexpected(token, reader.expected))
    if reader.may_end:
        return None
    return _at(text, len(text.rstrip()), f"the query ends where {_listed(reader.expected)} should follow")


class _Declared:
    """The prefixes and the base that the prologue declares."""

    def __init__(self) -> None:
        self._prefixes: set[str] = set()
        self._base = False

    def check(self, token: Token, previous: str) -> str:
        """What is wrong with an IRI or a prefixed name that comes after the terminal `previous`."""
        if token.kind == "iri":
            absolute = _SCHEME.match(token.text) is not None
            self._base = self._base or (previous == "BASE" and absolute)
            if not (absolute or self._base):
                return f"the IRI {_shown(token.text)} is relative; write it in full"
        if token.kind == "pname":
            prefix = token.text.partition(":")[0]
            if previous == "PREFIX":
                self._prefixes.add(prefix)
            elif prefix not in self._prefixes:
                iri = PREFIXES.get(prefix, "…")
                return f"the prefix {prefix}: is not declared; begin the query with PREFIX {prefix}: <{iri}>"
        return ""


_SCHEME: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*:")


def _at(text: str, offset: int, message: str) -> Fault:
    line, column = position(text, offset)
    return Fault(f"line {line}, column {column}: {message}.", line, column)


def _is_newer(token: Token) -> bool:
    return token.text.upper() in _NEWER and token.kind in ("word", "mark")


def _classified(text: str, reader: _Reader) -> Iterator[tuple[Token, str]]:
    """Tokens with their terminals; where no IRI but `<` may stand, what looks like an IRI is a `<`."""
    stream = tokens(text)
    while (token := next(stream, None)) is not None:
        if token.kind == "iri" and not reader.allows("iri") and reader.allows("<"):
            length = 2 if token.text.startswith("<=") else 1
            token = Token("mark", token.text[:length], token.start)
            stream = tokens(text, token.start + length)
        closing = {"(": ")", "[": "]"}.get(token.text)
        if closing is None:
            yield token, _terminal(token)
            continue
        after = next(stream, None)
        if after is not None and after.text == closing:
            yield token, "nil" if closing == ")" else "anon"
            continue
        yield token, token.text
        if after is not None:
            stream = tokens(text, after.start)


def _terminal(token: Token) -> str:
    if token.kind == "word":
        return "a" if token.text == "a" else token.keyword
    if token.kind == "pname":
        return "ns" if token.text.endswith(":") and token.text.count(":") == 1 else "pname"
    return token.text if token.kind in ("mark", "error") else token.kind


# --- the sentence ------------------------------------------------------------------------------------

_LABELS: Final = {
    "iri": "an IRI",
    "pname": "an IRI",
    "ns": "an IRI",
    "var": "a variable",
    "string": "a literal",
    "integer": "a number",
    "number": "a number",
    "signed": "a number",
    "TRUE": "a literal",
    "FALSE": "a literal",
    "bnode": "a blank node",
    "anon": "a blank node",
    "nil": "",
    "langtag": "",
    "^^": "",
    "a": "a",
}
_MOST_LABELS: Final = 8


def _unexpected(token: Token, expected: frozenset[str]) -> str:
    if token.kind == "error":
        return _unreadable(token.text)
    nearest = _nearest(token, expected)
    if nearest:
        return f"{_shown(token.text)} cannot stand here, perhaps {nearest} is meant"
    return f"expected {_listed(expected)}; found {_shown(token.text)}"


def _shown(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _unreadable(rest: str) -> str:
    if rest[0] in "\"'":
        return f"the string that begins with {rest[0]} does not end on its line"
    return f"the character {rest[0]!r} cannot stand here"


def _nearest(token: Token, expected: frozenset[str]) -> str:
    if token.kind != "word":
        return ""
    from difflib import get_close_matches  # noqa: PLC0415  # only needed for a mistake, and slow to import

    keywords = [terminal for terminal in expected if terminal.isupper()]
    return next(iter(get_close_matches(token.keyword, keywords, 1, 0.7)), "")


def _listed(expected: frozenset[str]) -> str:
    if "ns" in expected and "iri" not in expected:
        return "a prefix such as ex:"
    functions = _first(_grammar()["BuiltIn"])
    labels = {_LABELS.get(t, t if t.isupper() else f"'{t}'") for t in expected if t not in functions}
    if functions <= expected:
        labels.add("a function")
    ordered = sorted(labels - {""}, key=_usefulness)
    if len(ordered) > _MOST_LABELS:
        return ", ".join(ordered[:_MOST_LABELS]) + ", …"
    return " or ".join(filter(None, (", ".join(ordered[:-1]), ordered[-1]))) if ordered else "the end"


def _usefulness(label: str) -> tuple[int, str]:
    if label.startswith(("a ", "an ")):
        return 0, label
    return (1 if label in ("AS", "'.'", "';'", "')'", "'}'") else 2), label


_MEANINGS: Final = {
    "The SELECT contains a variable that is unbound": (
        "SELECT names a variable that is neither in GROUP BY nor inside an aggregate such as COUNT."
    ),
    "The SELECT contains an expression with a variable that is unbound": (
        "An expression in SELECT uses a variable that is neither in GROUP BY nor inside an aggregate."
    ),
    "The SELECT overrides an existing variable using an expression": (
        "SELECT (… AS ?name) takes a name that WHERE uses already; choose another."
    ),
    "Duplicated variable name in SELECT": "SELECT names a variable twice.",
    "SELECT * is not authorized with GROUP BY": "SELECT * does not go with GROUP BY; name the variables.",
    "IRI parsing failed": "An IRI is not well formed.",
}
_SENTENCE: Final = re.compile(r"[A-Z\\][^,\"'\[\]]*(?: [^,\"'\[\] ]+){2}")
_PLACE: Final = re.compile(r"error at (\d+):(\d+)")


def _in_words(complaint: str) -> str:
    """The sentence in the complaint of Oxigraph's parser, which is lost among the rules it tried."""
    for said, meaning in _MEANINGS.items():
        if said in complaint:
            return meaning
    place = _PLACE.search(complaint)
    where = f", at line {place[1]}, column {place[2]} or before" if place else ""
    sentence = _SENTENCE.search(complaint)
    return f"The query does not parse{where}{': ' + sentence[0] if sentence else ''}."


# --- the reader --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Node:
    """A piece of a rule: `one` of its parts, `all` of them in order, or a `maybe`, `some` or `name`."""

    kind: str
    parts: tuple[_Node, ...] = ()
    name: str = ""


class _Reader:
    """Reads terminals one by one and knows which may come next."""

    def __init__(self) -> None:
        self._stack = [_grammar()["Query"]]
        self.previous = ""

    def take(self, terminal: str) -> bool:
        """Read one terminal; False, with the stack as it was, where it cannot come."""
        if not self.allows(terminal):
            return False
        while (node := self._stack.pop()).kind != "terminal":
            self._stack.extend(reversed(_expand(node, terminal)))
        self.previous = terminal
        return True

    def allows(self, terminal: str) -> bool:
        """Whether a terminal may come next."""
        for node in reversed(self._stack):
            if terminal in _first(node):
                return True
            if not _nullable(node):
                return False
        return False

    @property
    def expected(self) -> frozenset[str]:
        """Terminals that may come next."""
        found: set[str] = set()
        for node in reversed(self._stack):
            found |= _first(node)
            if not _nullable(node):
                break
        return frozenset(found)

    @property
    def may_end(self) -> bool:
        """Whether the query is complete."""
        return all(map(_nullable, self._stack))


def _expand(node: _Node, terminal: str) -> tuple[_Node, ...]:
    """What stands for `node` when `terminal` comes next; nothing when it is left out."""
    if terminal not in _first(node):
        return ()
    if node.kind == "name":
        return (_grammar()[node.name],)
    if node.kind == "one":
        return (next(part for part in node.parts if terminal in _first(part)),)
    if node.kind == "some":
        return (*node.parts, node)
    return node.parts


@cache
def _first(node: _Node) -> frozenset[str]:
    if node.kind == "terminal":
        return frozenset((node.name,))
    if node.kind == "name":
        return _first(_grammar()[node.name])
    found: set[str] = set()
    for part in node.parts:
        found |= _first(part)
        if node.kind == "all" and not _nullable(part):
            break
    return frozenset(found)


@cache
def _nullable(node: _Node) -> bool:
    if node.kind == "name":
        return _nullable(_grammar()[node.name])
    if node.kind == "one":
        return any(map(_nullable, node.parts))
    return node.kind in ("maybe", "some") or (node.kind == "all" and all(map(_nullable, node.parts)))


@cache
def _grammar() -> dict[str, _Node]:
    rules = re.split(r"\n(?! )", _RULES.strip())
    return {name.strip(): _Notation(body).rule() for name, _, body in (rule.partition("=") for rule in rules)}


class _Notation:
    """Reads the right side of a rule."""

    def __init__(self, body: str) -> None:
        self._words = re.findall(r"'[^']+'|\w+|[()|*+?]", body)

    def rule(self) -> _Node:
        choices = [self._sequence()]
        while self._words[:1] == ["|"]:
            del self._words[0]
            choices.append(self._sequence())
        return choices[0] if len(choices) == 1 else _Node("one", tuple(choices))

    def _sequence(self) -> _Node:
        parts: list[_Node] = []
        while self._words and self._words[0] not in ("|", ")"):
            parts.append(self._repeated(self._part()))
        return parts[0] if len(parts) == 1 else _Node("all", tuple(parts))

    def _part(self) -> _Node:
        word = self._words.pop(0)
        if word == "(":
            inner = self.rule()
            del self._words[0]
            return inner
        is_rule = word[0].isupper() and not word.isupper()
        return _Node("name" if is_rule else "terminal", name=word.strip("'"))

    def _repeated(self, node: _Node) -> _Node:
        if self._words[:1] not in (["*"], ["+"], ["?"]):
            return node
        sign = self._words.pop(0)
        if sign == "?":
            return _Node("maybe", (node,))
        some = _Node("some", (node,))
        return some if sign == "*" else _Node("all", (node, some))
