"""The words of a SPARQL query: enough to see its form and what a read-only endpoint refuses.

Tokens follow SPARQL 1.1, 19.8, "Productions for terminals", with what SPARQL 1.2 adds to them. Every
function takes time linear in the length of the text. Oxigraph's parser is freer than the standard in
three ways, and `refuse` guards against each: keywords may be glued to what follows (`SERVICEex:a`),
`<` after an operand is always an operator, and codepoint escapes are read inside strings and IRIs only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from ontology.errors import ParseError, RefusedQuery

QueryForm = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
TokenKind = Literal[
    "iri",
    "pname",
    "bnode",
    "var",
    "string",
    "langtag",
    "integer",
    "number",
    "signed",
    "word",
    "mark",
    "error",
]


class Token(NamedTuple):
    """One token; `start` is its offset, and of kind `error` is all from the first unreadable character on."""

    kind: TokenKind
    text: str
    start: int

    @property
    def keyword(self) -> str:
        """The text in upper case for a word, empty for every other kind."""
        return self.text.upper() if self.kind == "word" else ""


_BASE: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_MORE: Final = "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_CHARS: Final = f"{_BASE}_{_MORE}\\-"
_PLX: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL: Final = rf"(?:[{_BASE}_:0-9]|{_PLX})(?:\.*+(?:[{_CHARS}:]|{_PLX}))*+"
_UCHAR: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"

# Possessive quantifiers keep each alternative linear; `run` keeps the whole linear: where no colon
# follows a run of name characters and dots, no prefixed name can begin inside it.
_TOKEN: Final = re.compile(
    rf"""(?P<space>(?:[ \t\r\n]++|\#[^\r\n]*+)++)
    |(?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_UCHAR})*+>)
    |(?P<string>'''(?:'{{0,2}}(?:[^'\\]|\\.))*+'''|\"\"\"(?:\"{{0,2}}(?:[^"\\]|\\.))*+\"\"\"
        |'(?:[^'\\\n\r]|\\.)*+'|"(?:[^"\\\n\r]|\\.)*+")
    |(?P<bnode>_:[{_BASE}_0-9](?:\.*+[{_CHARS}])*+)
    |(?P<var>[?$][{_BASE}_0-9][{_BASE}_{_MORE}]*+)
    |(?P<langtag>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--(?:ltr|rtl))?+)
    |(?P<digits>[+-]?(?:(?:[0-9]++\.?+[0-9]*+|\.[0-9]++)[eE][+-]?[0-9]++|[0-9]*+\.[0-9]++|[0-9]++))
    |(?P<pname>(?:[{_BASE}][{_CHARS}.]*+(?<!\.))?:(?:{_LOCAL})?+)
    |(?P<run>[{_BASE}_][{_CHARS}.]*+)
    |(?P<mark>\^\^|\|\||&&|<=|>=|!=|<<|>>|\{{\||\|\}}|[{{}}()\[\].;,=<>!+\-*/|^?~&:])
    """,
    re.VERBOSE | re.DOTALL,
)
_RUN_PART: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*+|[^A-Za-z_.]++|\.")


def tokens(text: str, start: int = 0) -> Iterator[Token]:
    """Yield the tokens of `text` from the offset `start`, without white space and comments.

    A character that begins no token ends the reading with one `error` token that holds all the rest.
    """
    offset = start
    while offset < len(text):
        match = _TOKEN.match(text, offset)
        if match is None:
            yield Token("error", text[offset:], offset)
            return
        offset = match.end()
        if match.lastgroup == "run":
            yield from _run_tokens(match[0], match.start())
        elif match.lastgroup == "digits":
            yield Token(_number_kind(match[0]), match[0], match.start())
        elif match.lastgroup != "space":
            yield Token(match.lastgroup, match[0], match.start())  # type: ignore[arg-type]  # group names are kinds


def _run_tokens(run: str, start: int) -> Iterator[Token]:
    for part in _RUN_PART.finditer(run):
        first = part[0][0]
        is_word = first.isascii() and (first.isalpha() or first == "_")
        yield Token("word" if is_word else "mark", part[0], start + part.start())


def _number_kind(text: str) -> TokenKind:
    if text[0] in "+-":
        return "signed"
    return "integer" if text.isdigit() else "number"


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both counted from 1; a line ends with LF, CR or CR LF."""
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


_FORMS: Final[dict[str, QueryForm]] = {
    "SELECT": "SELECT",
    "ASK": "ASK",
    "CONSTRUCT": "CONSTRUCT",
    "DESCRIBE": "DESCRIBE",
}
_UPDATES: Final = frozenset(
    ("LOAD", "INSERT", "DELETE", "WITH", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD")
)


def query_form(text: str) -> QueryForm:
    """Which of the four forms the query has (SPARQL 1.1, 16); reads no further than the prologue.

    Raises RefusedQuery for an update and ParseError for a text that begins as no query does.
    """
    operation = _operation(text)
    if operation is None:
        line, column = position(text, len(text.rstrip()))
        raise ParseError(_no_form("the text ends", line, column), line, column)
    line, column = position(text, operation.start)
    if operation.keyword in _UPDATES:
        raise RefusedQuery(_no_update(operation.keyword, line, column))
    if operation.keyword not in _FORMS:
        raise ParseError(_no_form(f"found {operation.text[:40]!r}", line, column), line, column)
    return _FORMS[operation.keyword]


def _no_form(found: str, line: int, column: int) -> str:
    return f"line {line}, column {column}: expected SELECT, ASK, CONSTRUCT or DESCRIBE, {found}."


def _no_update(keyword: str, line: int, column: int) -> str:
    return (
        f"line {line}, column {column}: {keyword} is an update, and queries only read here. "
        "Data is added with `upr-graph add` and `upr-graph build`."
    )


def _operation(text: str) -> Token | None:
    """First token after the prologue: BASE, PREFIX and VERSION declarations."""
    stream = tokens(text)
    for token in stream:
        if token.keyword == "PREFIX":
            next(stream, None)
            next(stream, None)
        elif token.keyword in ("BASE", "VERSION"):
            next(stream, None)
        else:
            return token
    return None


def has_dataset(text: str) -> bool:
    """Whether the query names its own dataset with FROM or FROM NAMED (SPARQL 1.1, 13.2)."""
    return "from" in text.lower() and any(token.keyword.startswith("FROM") for token in tokens(text))


def variables(text: str) -> frozenset[str]:
    """Names of all variables in the text, without `?` or `$`."""
    return frozenset(token.text[1:] for token in tokens(text) if token.kind == "var")


def refuse(text: str) -> None:
    """Raise RefusedQuery for what is never run: updates, and SERVICE wherever an engine could see it.

    The text is read twice where it holds codepoint escapes: as written, which is how Oxigraph reads it,
    and with the escapes expanded first, which is what SPARQL 1.1, 19.2 says.
    """
    _refuse_reading(text, text)
    expanded = _ESCAPE.sub(_character, text)
    if expanded != text:
        _refuse_reading(expanded, text)


_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match[0]


def _refuse_reading(reading: str, written: str) -> None:
    def place(offset: int) -> tuple[int, int]:
        return position(written, offset if reading is written else _written_offset(written, offset))

    operation = _operation(reading)
    if operation is not None and operation.keyword in _UPDATES:
        raise RefusedQuery(_no_update(operation.keyword, *place(operation.start)))
    found = _service_offset(reading) if "service" in reading.lower() else None
    if found is not None:
        line, column = place(found)
        raise RefusedQuery(
            f"line {line}, column {column}: SERVICE would send the query on to another server, and this "
            "endpoint calls none. Ask that server yourself and join the answers."
        )


def _written_offset(written: str, offset: int) -> int:
    """The offset in the text as written of an offset in its expanded reading."""
    shift = 0
    for match in _ESCAPE.finditer(written):
        if match.start() - shift >= offset:
            break
        shift += len(match[0]) - len(_character(match))
    return offset + shift


_OPERANDS: Final = frozenset(("iri", "pname", "var", "string", "langtag", "integer", "number", "signed"))


def _service_offset(text: str) -> int | None:
    """Where SERVICE stands, or where the engine may read other tokens than we do and find it there.

    The text holds the word somewhere. Up to the offset returned both readings agree, so none is missed.
    """
    depth = _Parentheses()
    before: Token | None = None
    for token in tokens(text):
        if token.kind in ("word", "error") and "SERVICE" in token.text.upper():
            return token.start
        if token.kind == "pname" and "SERVICE" in token.text.partition(":")[0].upper():
            return token.start
        if token.kind == "iri" and depth.in_expression and _is_operand(before):
            return token.start
        depth.see(token, before)
        before = token
    return None


def _is_operand(token: Token | None) -> bool:
    if token is None:
        return False
    return token.kind in _OPERANDS or token.text in (")", "}") or token.keyword.endswith(("TRUE", "FALSE"))


class _Parentheses:
    """What is open: groups in braces, parentheses of expressions, and parentheses of data.

    What follows `{` is a list or a row of VALUES, never an expression, and so is a row after such a row.
    """

    def __init__(self) -> None:
        self._open: list[Literal["group", "expression", "data"]] = []
        self._after_data = False

    @property
    def in_expression(self) -> bool:
        return self._open[-1:] == ["expression"]

    def see(self, token: Token, before: Token | None) -> None:
        if token.kind != "mark":
            return
        if token.text == "{":
            self._open.append("group")
        elif token.text == "(":
            self._open.append("data" if self._holds_data(before) else "expression")
        elif token.text in (")", "}") and self._open:
            self._after_data = self._open.pop() == "data"

    def _holds_data(self, before: Token | None) -> bool:
        after = before.text if before is not None else ""
        return after == "{" or (after == ")" and self._after_data) or self._open[-1:] == ["data"]
