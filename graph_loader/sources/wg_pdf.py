"""Lines of a PDF, page by page, as a person reads them, and only of a PDF that is whole."""

from __future__ import annotations

import ctypes
import re
import threading
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from graph_loader.sources.folios import Pages, folios_in, lost_pages
from ontology.errors import SourceError

RUNNING_HEAD: Final = re.compile(
    r"(?:(?:A/[A-Z0-9][A-Za-z0-9/.]{2,40}\*?|GE\.\d{2}-\d{0,6}(?: ?\([A-Z]\))?(?: \d{6}){0,3}"
    r"|[Pp]age \d{1,4}|\d{1,4})"
    r"(?: |$)){1,4}"
)
_LIGATURES: Final = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
_CHARACTERS: Final = str.maketrans(
    {
        **_LIGATURES,
        "\u00ad": None,
        "\ufeff": None,
        "\u200b": None,
        "\u2010": "-",
        "\u2011": "-",
        "（": "(",
        "）": ")",
    }
)


def clean(text: str) -> str:
    """One line in composed characters (Unicode NFC), single spaces, plain hyphens and letters."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_CHARACTERS))
    return " ".join(text.split())


MAX_PAGES: Final = 1_000
"""The longest documents that are read, reports of a whole session of the Council, have 500."""
MAX_CHARACTERS: Final = 20_000_000
MAX_UNPACKED: Final = 512 * 1024 * 1024
MAX_STREAMS: Final = 100_000

_PACKED_CHUNK: Final = 4 * 1024
_UNPACKED_CHUNK: Final = 1024 * 1024
_LONGEST_DICTIONARY: Final = 2_000
_STREAM: Final = re.compile(rb"\bstream\r?\n")
_FLATE_ALONE: Final = re.compile(rb"/Filter\s{0,4}(?:/FlateDecode\b|\[\s{0,4}/FlateDecode\s{0,4}\])")
_END: Final = re.compile(rb"startxref\s{1,4}(\d{1,12})\s{1,4}%%EOF")
_BEGUN_AGAIN: Final = re.compile(rb"\b(?:obj|xref|trailer)\b")
"""An update was being written after an earlier end."""
_CROSS_REFERENCES: Final = re.compile(rb"\s{0,4}(?:xref|\d{1,10}\s{1,4}\d{1,5}\s{1,4}obj)")

_PDFIUM: Final = threading.Lock()
"""PDFium may be entered by one thread at a time."""

_LINE_BREAK_HYPHEN: Final = "\ufffe"
"""What PDFium writes for a hyphen at the end of a line, which it joins to the next."""
_HYPHENS: Final = {"\x02": _LINE_BREAK_HYPHEN}
"""What older versions of PDFium write for it."""
_LEAST_SIZE: Final = 0.1
"""For fonts that tell no height; a size of 0 is a space."""


@dataclass(frozen=True, slots=True)
class _Glyph:
    char: str
    size: float
    """Height of the line the glyph asks for, in points; 0 for a space."""
    bottom: float
    left: float


@dataclass(frozen=True, slots=True)
class _PdfLine:
    text: str
    size: float
    bottom: float
    left: float
    glyphs: int


@dataclass(frozen=True, slots=True)
class PageText:
    """A page of a PDF as text."""

    texts: tuple[str, ...]
    """Its lines, top to bottom, without running heads, footnotes and footnote marks."""
    lost: Pages | None
    """Pages missing before it, as the printed page numbers tell."""


def page_texts(data: bytes, name: str) -> list[PageText]:
    """Every page of a PDF.

    Raises SourceError for a file that is truncated, damaged, encrypted, too large, or has pages without text.
    """
    _check_end(data, name)
    _check_streams(data, name)
    with _PDFIUM:
        pages = _read_pages(data, name)
    lost = lost_pages([folios_in(clean(line.text) for line in _running_heads(page)) for page in pages])
    bodies = [_body(page, first=number == 0) for number, page in enumerate(pages)]
    words = _words(line.text for body in bodies for line in body)
    return [
        PageText(tuple(clean(rejoined(line.text, words)) for line in body), lost.get(number))
        for number, body in enumerate(bodies)
    ]


def _check_end(data: bytes, name: str) -> None:
    """PDFium repairs what it can, silently; a report without its last pages must not pass for whole.

    ISO 32000-1, 7.5.5: a file ends with `startxref`, the offset of the cross-reference section, `%%EOF`.
    """
    tail = data[-4096:]
    ends = list(_END.finditer(tail))
    if not ends or _BEGUN_AGAIN.search(tail, ends[-1].end()):
        raise SourceError(
            f"{name} is cut off: its end (startxref, %%EOF) is missing. Download it again.", name
        )
    offset = int(ends[-1].group(1))
    starts = (offset, offset + data.find(b"%PDF"))
    if not any(_CROSS_REFERENCES.match(data[start : start + 64]) for start in starts):
        raise SourceError(
            f"{name} is damaged: its cross-reference table is not where the file says. Download it again.",
            name,
        )


def _check_streams(data: bytes, name: str) -> None:
    """PDFium shows what it can of a damaged stream; half a page must not pass for whole.

    Unpacks every stream that is packed with Flate alone (RFC 1950, which ends in a checksum) and counts what
    comes out, so that no small file unpacks to more than memory holds.
    """
    if b"/Encrypt" in data:
        return
    unpacked = 0
    for count, start in enumerate(_STREAM.finditer(data), start=1):
        described = data[max(start.start() - _LONGEST_DICTIONARY, 0) : start.start()].rpartition(b" obj")[2]
        if _FLATE_ALONE.search(described):
            size = _unpacked_size(data, start.end(), MAX_UNPACKED - unpacked)
            if size is None:
                raise SourceError(f"{name} is damaged: a part cannot be unpacked. Download it again.", name)
            unpacked += size
        if unpacked >= MAX_UNPACKED or count > MAX_STREAMS:
            raise SourceError(f"{name} unpacks to more than {MAX_UNPACKED // 2**20} MiB. Split it.", name)


def _unpacked_size(data: bytes, start: int, limit: int) -> int | None:
    """Size of the stream when unpacked, hardly more than `limit`; None where it is damaged."""
    unpacker = zlib.decompressobj()
    size = 0
    while not unpacker.eof and size < limit:
        packed = unpacker.unconsumed_tail
        if not packed:
            packed, start = data[start : start + _PACKED_CHUNK], start + _PACKED_CHUNK
        if not packed:
            return None
        try:
            size += len(unpacker.decompress(packed, _UNPACKED_CHUNK))
        except zlib.error:
            return None
    return size


def _read_pages(data: bytes, name: str) -> list[list[_PdfLine]]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise SourceError(_why_closed(error, name), name) from error
    try:
        return _checked_pages(document, name)
    except pypdfium2.PdfiumError as error:
        raise SourceError(f"{name} is damaged: {_reason(error)}. Download it again.", name) from error
    finally:
        document.close()


def _why_closed(error: Exception, name: str) -> str:
    if "assword" in str(error):
        return f"{name} is encrypted. Give a copy that opens without a password."
    return f"{name} is damaged or no PDF: {_reason(error)}. Download it again."


def _reason(error: Exception) -> str:
    return str(error).rstrip(".")


def _checked_pages(document: Any, name: str) -> list[list[_PdfLine]]:
    count = len(document)
    if count > MAX_PAGES:
        raise SourceError(f"{name} has {count} pages, more than {MAX_PAGES}. Split it.", name)
    pages: list[list[_PdfLine]] = []
    characters = 0
    for number in range(count):
        page = _read_page(document[number])
        characters += sum(len(line.text) for line in page)
        if characters > MAX_CHARACTERS:
            raise SourceError(f"{name} has more than {MAX_CHARACTERS:,} characters. Split it.", name)
        pages.append(page)
    _check_text(pages, document, name)
    return pages


def _check_text(pages: Sequence[Sequence[_PdfLine]], document: Any, name: str) -> None:
    bare = [number for number, page in enumerate(pages) if not page]
    if len(bare) == len(pages):
        raise SourceError(
            f"{name} has no text, only pictures of pages. Give a version with text, or run it through OCR.",
            name,
        )
    blank_back = len(pages) - 1
    for number in bare:
        if number != blank_back or next(document[number].get_objects(), None) is not None:
            raise SourceError(
                f"Page {number + 1} of {name} has no text: it is scanned or damaged. Download it again.",
                f"{name}#page={number + 1}",
            )


def _read_page(page: Any) -> list[_PdfLine]:
    textpage = page.get_textpage()
    try:
        lines = [line for glyphs in _glyph_lines(textpage.raw) if (line := _pdf_line(glyphs)) is not None]
    finally:
        textpage.close()
        page.close()
    return _top_down(lines)


def _glyph_lines(textpage: Any) -> Iterator[list[_Glyph]]:
    box = pdfium.FS_RECTF()
    glyphs: list[_Glyph] = []
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        char = chr(code) if code <= 0x10FFFF else "\ufffd"
        if char in "\r\n":
            if glyphs:
                yield glyphs
            glyphs = []
        elif char.isspace():
            glyphs.append(_Glyph(" ", 0, 0, 0))
        elif not _is_private(code):
            pdfium.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box))
            height = max(box.top - box.bottom, _LEAST_SIZE)
            glyphs.append(_Glyph(_HYPHENS.get(char, char), height, box.bottom, box.left))
    if glyphs:
        yield glyphs


def _is_private(code: int) -> bool:
    """Bar codes and bullets set in symbol fonts."""
    return code == 0 or 0xE000 <= code <= 0xF8FF


def _pdf_line(glyphs: Sequence[_Glyph]) -> _PdfLine | None:
    inked = [glyph for glyph in glyphs if glyph.size > 0]
    if not inked:
        return None
    size = median(glyph.size for glyph in inked)
    bottom = median(glyph.bottom for glyph in inked)
    text = "".join(_without_note_marks(glyphs, size, bottom)).strip()
    return _PdfLine(text, size, bottom, inked[0].left, len(inked))


def _without_note_marks(glyphs: Sequence[_Glyph], size: float, bottom: float) -> Iterator[str]:
    """The text without the marks inside it; a mark that opens the line tells a footnote and stays."""
    inside = False
    for glyph in glyphs:
        is_mark = _is_note_mark(glyph, size, bottom)
        if not (inside and is_mark):
            yield glyph.char
        inside = inside or (glyph.size > 0 and not is_mark)


def _is_note_mark(glyph: _Glyph, size: float, bottom: float) -> bool:
    """Small raised figures and asterisks."""
    return (
        0 < glyph.size < 0.78 * size
        and glyph.bottom > bottom + 0.1 * size
        and (glyph.char in "*†" or glyph.char.isdecimal())
    )


def _top_down(lines: list[_PdfLine]) -> list[_PdfLine]:
    """Sort by height on the page, and join pieces at the same height from left to right."""
    by_height = sorted(lines, key=lambda line: -line.bottom)
    rows: list[list[_PdfLine]] = []
    for line in by_height:
        if rows and rows[-1][0].bottom - line.bottom < 0.3 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_row(sorted(row, key=lambda line: line.left)) for row in rows]


def _row(pieces: Sequence[_PdfLine]) -> _PdfLine:
    longest = max(pieces, key=lambda piece: piece.glyphs)
    return replace(
        longest,
        text=" ".join(piece.text for piece in pieces),
        left=pieces[0].left,
        glyphs=sum(piece.glyphs for piece in pieces),
    )


def _body(page: list[_PdfLine], first: bool) -> list[_PdfLine]:
    """The page without running heads and footnotes; the title page is kept as it is."""
    if first or not page:
        return [line for line in page if line.text]
    heads = {id(line) for line in _running_heads(page)}
    kept = [line for line in page if id(line) not in heads]
    return [line for line in kept[: _start_of_notes(kept)] if line.text]


def _running_heads(page: Sequence[_PdfLine]) -> list[_PdfLine]:
    edges = {*range(3), *range(len(page) - 3, len(page))}
    return [
        line
        for number, line in enumerate(page)
        if number in edges and RUNNING_HEAD.fullmatch(clean(line.text))
    ]


_NOTE_START: Final = re.compile(r"(?:\*{1,4}|\d{1,3})(?:\s|[A-Z“\"]|$)")


def _start_of_notes(page: Sequence[_PdfLine]) -> int:
    """Index of the first footnote line: the smaller print at the foot of the page, from its first mark on."""
    if not page:
        return 0
    size = median(line.size for line in page for _ in range(line.glyphs))
    start = len(page)
    while start > 1 and page[start - 1].size < 0.95 * size:
        start -= 1
    marks = (n for n in range(start, len(page)) if _starts_note(page[n]))
    return next(marks, len(page))


def _starts_note(line: _PdfLine) -> bool:
    return not line.text or _NOTE_START.match(line.text) is not None


_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN: Final = re.compile(r"([^\W_]*)\ufffe([^\W_]*)")


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for text in texts for word in _WORD.findall(text))


def rejoined(text: str, words: frozenset[str]) -> str:
    """Drop a hyphen at a line break only where the document has the whole word elsewhere."""

    def join(match: re.Match[str]) -> str:
        head, tail = match.groups()
        whole, parted = f"{head}{tail}", f"{head}-{tail}"
        drop = tail.islower() and whole.lower() in words and parted.lower() not in words
        return whole if drop else parted

    return _BROKEN.sub(join, text) if _LINE_BREAK_HYPHEN in text else text
