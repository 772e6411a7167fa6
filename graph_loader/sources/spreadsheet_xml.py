"""Goes through a part of an Excel workbook piece by piece, in memory that does not grow with the part.

A streaming parser of the standard library (expat) does it: parts have no document type declaration (ECMA-376
part 2, 6.2.5), so that one with entities is refused unread.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final
from xml.parsers import expat

from ontology.errors import SourceError

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]

_CHUNK: Final = 64 << 10
_LONGEST_TOKEN: Final = 4 << 20
"""Bytes of a tag, comment or attribute: the parser keeps a token whole."""
_DEEPEST: Final = 64

DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, expat.ExpatError, ValueError)
"""What reading a damaged part raises."""


class PartFault(Exception):
    """What is wrong with a part, in a sentence."""


def local_name(name: str) -> str:
    """A name without its prefix: Excel's own files have none, those of other programs may."""
    return name.rpartition(":")[2]


def go_through(stream: BinaryIO, start: Start, end: End, text: Text) -> Iterator[None]:
    """Parse a part, calling the handlers with names without prefix; pauses after each piece.

    Raises PartFault when it is damaged, has a document type declaration, or tokens or nesting of no workbook.
    """
    parser = _parser(start, end, text)
    read = 0
    try:
        while piece := stream.read(_CHUNK):
            parser.Parse(piece, False)
            read += len(piece)
            if read - parser.CurrentByteIndex > _LONGEST_TOKEN:
                raise PartFault("holds a tag or comment of several million characters.")
            yield
        parser.Parse(b"", True)
    except DAMAGED as error:
        raise PartFault(f"is damaged or cut off ({error}). Get it again.") from error
    yield


def _parser(start: Start, end: End, text: Text) -> expat.XMLParserType:
    depth = 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise PartFault("nests its parts deeper than any workbook.")
        start(local_name(name) if ":" in name else name, attributes)

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(local_name(name) if ":" in name else name)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.CharacterDataHandler = text
    return parser


def _refuse_declaration(*_: object) -> None:
    raise PartFault("has a document type declaration, which Office files never have. Save it again in Excel.")


def fault(name: str, error: PartFault) -> SourceError:
    """The error to raise for a workbook with such a part."""
    return SourceError(f"{name}: the workbook {error} Nothing was stored.", name)
