"""An answer as a table for the terminal: plain text without colours, columns fitted to its width."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, Final, TypedDict

from ontology.prefixes import BASE, PREFIXES

_GAP: Final = "  "
_NARROWEST: Final = 8
_LONGEST_WHOLE: Final = 24
"""Cells of a word that is not broken."""


class _Term(TypedDict, total=False):
    type: str
    value: str
    datatype: str


_Row = dict[str, _Term]


def render(document: bytes, width: int | None = None) -> str:
    """Lay out a SPARQL JSON document (SPARQL 1.1 Query Results JSON Format).

    A column `x` shows the text of `xLabel` where both are there. IRIs are shortened by the project's
    prefixes, and those of the project's things to their path below `id/`. The answer to ASK is `true` or
    `false`. For the width see `lay_out`.
    """
    content = json.loads(document)
    if "boolean" in content:
        return "true\n" if content["boolean"] else "false\n"
    rows: list[_Row] = content["results"]["bindings"]
    names: list[str] = content["head"]["vars"]
    labels = label_columns(names, rows)
    shown = [name for name in names if name not in labels.values()]
    cells = [[_cell(row.get(labels.get(name, "")) or row.get(name)) for name in shown] for row in rows]
    return lay_out(shown, cells, [_is_numeric(rows, labels.get(name, name)) for name in shown], width)


def label_columns(names: Sequence[str], rows: Sequence[Mapping[str, Mapping[str, Any]]]) -> dict[str, str]:
    """The columns `x` that can be shown by the text of their `xLabel`, with it.

    Not one in which a literal has a label: one of the two would be lost.
    """
    pairs = {name: f"{name}Label" for name in names if f"{name}Label" in names}
    return {
        name: label
        for name, label in pairs.items()
        if not any(label in row and name in row and row[name]["type"] == "literal" for row in rows)
    }


def lay_out(
    names: Sequence[str],
    cells: Sequence[Sequence[str]],
    right: Sequence[bool] | None = None,
    width: int | None = None,
) -> str:
    """A table of text; the columns marked `right` are aligned there.

    Columns share `width`, in terminal cells: long cells go on in further lines, broken between words. Where
    that is too narrow, columns that say the same in every row are said once above the table; where that is
    not enough, every row becomes a block of lines. Without a width nothing is wrapped.
    """
    right = right or [False] * len(names)
    if width is None or _fits(names, cells, width):
        return _grid(names, cells, right, width)
    same = [i for i in range(len(names)) if len(cells) > 1 and len({row[i] for row in cells}) == 1]
    rest = [i for i in range(len(names)) if i not in same]
    names_left, cells_left = [names[i] for i in rest], [[row[i] for i in rest] for row in cells]
    if same and rest and _fits(names_left, cells_left, width):
        said = (f"{names[i]}: {cells[0][i]}" for i in same if cells[0][i])
        above = "".join(line + "\n" for line in _wrapped(f"All rows: {'; '.join(said)}", width))
        return above + "\n" + _grid(names_left, cells_left, [right[i] for i in rest], width)
    return _blocks(names, cells, width)


def _fits(names: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> bool:
    least = [_least(names[i], cells, i, _PART) for i in range(len(names))]
    return len(names) < 2 or sum(least) + len(_GAP) * (len(names) - 1) <= width


def _grid(
    names: Sequence[str], cells: Sequence[Sequence[str]], right: Sequence[bool], width: int | None
) -> str:
    natural = [_natural(names[i], cells, i) for i in range(len(names))]
    widths = natural
    if width is not None:
        for breakable in (_WORD, _PART):
            least = [_least(names[i], cells, i, breakable) for i in range(len(names))]
            widths = _fitted(widths, least, width)
    heads = [_head(name, size) for name, size in zip(names, widths, strict=True)]
    lines = [*_line(heads, widths, right), _GAP.join("─" * size for size in widths)]
    for row in cells:
        lines.extend(_line(row, widths, right))
    return "".join(line.rstrip() + "\n" for line in lines)


def _blocks(names: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> str:
    """Each row as lines of a column's name and its value; unbound ones are left out."""
    margin = max(display_width(name) for name in names)
    if margin > width // 2:
        margin = 0
    rest = max(width - margin - len(_GAP), _NARROWEST)
    blocks = []
    for number, row in enumerate(cells, 1):
        lines = [f"── row {number} " + "─" * max(0, width - len(f"── row {number} "))]
        for name, cell in zip(names, row, strict=True):
            if cell:
                first, *more = _wrapped(cell, rest)
                lines += [_padded(name, margin, False) + _GAP + first]
                lines += [" " * margin + _GAP + part for part in more]
        blocks.append("\n".join(lines) + "\n")
    return "".join(blocks)


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


def _cell(term: _Term | None) -> str:
    if term is None:
        return ""
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


def _is_numeric(rows: Sequence[_Row], name: str) -> bool:
    datatypes = {row[name].get("datatype") for row in rows if name in row}
    return bool(datatypes) and datatypes <= _NUMBERS


def _natural(name: str, cells: Sequence[Sequence[str]], index: int) -> int:
    return max(display_width(name), *(display_width(row[index]) for row in cells), 1)


_WORD: Final = re.compile(r"[^ ]+")
_PART: Final = re.compile(r"[^ /]*/+(?=[^ ])|[^ ]+")
"""What stays whole in a line: words, or even the pieces of symbols such as A/HRC/28/10."""


def _least(name: str, cells: Sequence[Sequence[str]], index: int, whole: re.Pattern[str]) -> int:
    """The width below which a column would break what is to stay whole, unless that is too long anyway."""
    texts = (_CAMEL.sub(" ", name), *(row[index] for row in cells))
    longest = max((display_width(part) for text in texts for part in whole.findall(text)), default=1)
    return min(max(longest, 1), _LONGEST_WHOLE)


_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def _head(name: str, width: int) -> str:
    """A column's name, with spaces to break it at where it is too long for its column."""
    return name if display_width(name) <= width else _CAMEL.sub(" ", name)


def _fitted(natural: list[int], least: list[int], width: int) -> list[int]:
    """Widths that fill `width` at most: the widest columns give way first, none below its least."""
    widths = list(natural)
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    while excess > 0:
        wide = [i for i in range(len(widths)) if widths[i] > min(least[i], width)]
        if not wide:
            break
        widths[max(wide, key=lambda i: widths[i])] -= 1
        excess -= 1
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
    """Break between words, and after slashes, where it can be done."""
    if display_width(text) <= width:
        yield text
        return
    line, end = "", 0
    for match in _PART.finditer(text):
        part = text[end : match.start()] + match[0]  # with the space before it
        end = match.end()
        if display_width(line + part) <= width:
            line += part
            continue
        if line:
            yield line
        *full, line = _pieces(part.lstrip(" "), width)
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
