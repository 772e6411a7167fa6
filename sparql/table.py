"""An answer as a table for the terminal: plain text without colours, columns fitted to its width."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final, TypedDict

from ontology.prefixes import BASE, PREFIXES

_GAP: Final = "  "
_NARROWEST: Final = 8


class _Term(TypedDict, total=False):
    type: str
    value: str
    datatype: str


def render(document: bytes, width: int | None = None) -> str:
    """Lay out a SPARQL JSON document (SPARQL 1.1 Query Results JSON Format).

    Columns share `width`, in terminal cells, and long cells go on in further lines; without a width
    nothing is wrapped. IRIs are shortened by the project's prefixes, and those of the project's things to
    their path below `id/`. The answer to ASK is `true` or `false`.
    """
    content = json.loads(document)
    if "boolean" in content:
        return "true\n" if content["boolean"] else "false\n"
    names: list[str] = content["head"]["vars"]
    rows: list[dict[str, _Term]] = content["results"]["bindings"]
    cells = [[_cell(row[name]) if name in row else "" for name in names] for row in rows]
    right = [_is_numeric(rows, name) for name in names]
    widths = _fitted([_natural(names[i], cells, i) for i in range(len(names))], width)
    lines = [*_line(names, widths, right), _GAP.join("─" * w for w in widths)]
    for row_cells in cells:
        lines.extend(_line(row_cells, widths, right))
    return "".join(line.rstrip() + "\n" for line in lines)


def display_width(text: str) -> int:
    """Terminal cells that `text` takes: wide characters take two, combining marks none (UAX 11)."""
    return len(text) if text.isascii() else sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


_SPACES: Final = re.compile(r"\s+")
# Control characters would let a literal drive the terminal, and bidirectional ones reorder the table.
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _cell(term: _Term) -> str:
    value = term["value"]
    if not isinstance(value, str):  # a triple term of SPARQL 1.2
        value = json.dumps(value)
    elif term["type"] == "uri":
        value = shorten(value)
    elif term["type"] == "bnode":
        value = f"_:{value}"
    return _CONTROLS.sub("\ufffd", _SPACES.sub(" ", value).strip())


def shorten(iri: str) -> str:
    """An IRI as people read it: `state/KAZ` for a thing of the project, `pos:noted` for a term."""
    for prefix, space in PREFIXES.items():
        if iri.startswith(space) and re.fullmatch(r"[\w-]+(?:\.[\w-]+)*", iri[len(space) :]):
            return f"{prefix}:{iri[len(space) :]}"
    return iri.removeprefix(BASE + "id/")


_NUMBERS: Final = frozenset(PREFIXES["xsd"] + name for name in ("integer", "decimal", "double", "float"))


def _is_numeric(rows: Sequence[dict[str, _Term]], name: str) -> bool:
    datatypes = {row[name].get("datatype") for row in rows if name in row}
    return bool(datatypes) and datatypes <= _NUMBERS


def _natural(name: str, cells: Sequence[Sequence[str]], index: int) -> int:
    return max(display_width(name), *(display_width(row[index]) for row in cells), 1)


def _fitted(natural: list[int], width: int | None) -> list[int]:
    """Widths that fill `width` at most: the widest columns give way first, none below the narrowest."""
    if width is None:
        return natural
    room = width - len(_GAP) * (len(natural) - 1)
    widths = [min(n, max(room, _NARROWEST)) for n in natural]
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> Iterator[str]:
    """One row, which takes as many lines as its longest cell."""
    columns = [list(_wrapped(cell, width)) for cell, width in zip(cells, widths, strict=True)]
    for parts in zip_longest(*columns, fillvalue=""):
        yield _GAP.join(map(_padded, parts, widths, right))


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - display_width(text))
    return space + text if right else text + space


def _wrapped(text: str, width: int) -> Iterator[str]:
    """Break between words where it can be done."""
    if display_width(text) <= width:
        yield text
        return
    line = ""
    for word in text.split(" "):
        if display_width(line) + display_width(word) + bool(line) <= width:
            line = f"{line} {word}" if line else word
            continue
        if line:
            yield line
        *full, line = _pieces(word, width)
        yield from full
    yield line


def _pieces(word: str, width: int) -> list[str]:
    if display_width(word) <= width:
        return [word]
    pieces = [""]
    for character in word:
        if display_width(pieces[-1]) + _character_width(character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces
