"""Lines of text with their page or line number, out of PDF and plain-text files.

PDF text comes in reading order without running heads, footnotes and footnote marks; text files keep
every line, so that line numbers are those an editor shows.
"""

from __future__ import annotations

import ctypes
import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from ontology.errors import SourceError

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_PAGES: Final = 2_000
MAX_CHARACTERS: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document, without the spaces around it."""

    text: str
    page: int | None
    """Page of a PDF, from 1; None in text files."""
    line: int
    """Line of the text file, or of the page, from 1."""

    @property
    def fragment(self) -> str:
        """Where it stands: `page=5` (RFC 8118) or `line=40` (RFC 5147, counted from 1 as editors do)."""
        return f"line={self.line}" if self.page is None else f"page={self.page}"


def read_lines(data: bytes, name: str) -> tuple[Line, ...]:
    """Read the lines of a PDF (ISO 32000, known by its `%PDF` mark) or of a text file, in reading order.

    Text is UTF-8, UTF-16 with a byte order mark, or else Mac Roman or Windows-1252, whichever reads better.
    `name` is for messages only. Raises SourceError for a file that is empty, too large, truncated, damaged,
    encrypted, scanned without text, or no text at all.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise SourceError(f"{name} is empty. Save or download the document again.", name)
    if len(data) > MAX_BYTES:
        raise SourceError(f"{name} is larger than {MAX_BYTES // 2**20} MiB. Split it.", name)
    if b"%PDF" in data[:1024]:
        return _pdf_lines(data, name)
    return _text_lines(decode_text(data, name))


# Plain text

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_USUAL: Final = frozenset("’‘“”–—…•°«»§ éèêëàâäáãåçôöõóüûúùñíîïœøæßÉÀÇÖÜ\t\r\n\f")
"""Characters outside ASCII that English reports with names from everywhere have."""


def decode_text(data: bytes, name: str) -> str:
    """The text behind the bytes of a text file; raises SourceError when they are not text."""
    text = _decoded(data)
    sample = text[:100_000]
    if len(_CONTROL.findall(sample)) * 50 > len(sample) or "\0" in sample:
        raise SourceError(f"{name} is neither PDF nor text. Give the document as PDF or as UTF-8 text.", name)
    return text


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cut_inside_a_character = error.start > len(data) - 4
        if cut_inside_a_character:
            return data[: error.start].decode("utf-8-sig")
    mac, windows = (data.decode(encoding, errors="replace") for encoding in ("mac_roman", "cp1252"))
    # A tie goes to Mac Roman where lines end in bare carriage returns, as on old Macs.
    old_mac = b"\r" in data and b"\n" not in data
    return mac if _usual(mac) + old_mac > _usual(windows) else windows


def _usual(text: str) -> int:
    counts = Counter(char for char in text if not char.isascii())
    return sum(n if char in _USUAL else -n for char, n in counts.items())


def _text_lines(text: str) -> tuple[Line, ...]:
    texts = [_clean(line) for line in _LINE_END.split(text)]
    return tuple(
        Line("" if head else line, None, number)
        for number, (line, head) in enumerate(zip(texts, _repeated_heads(texts), strict=True), start=1)
    )


def _repeated_heads(texts: Sequence[str]) -> Iterator[bool]:
    """Tell for each line whether it is a running head: a symbol seen before, or the page number by it."""
    seen: set[str] = set()
    after_head = False
    for text in texts:
        if not text or text.isdigit():
            yield after_head and text.isdigit()
            continue
        symbol = _PAGE_FIGURE.sub("", text) if _RUNNING_HEAD.fullmatch(text) else ""
        after_head = bool(symbol) and (symbol in seen or not symbol.startswith("A/"))
        yield after_head
        seen.add(symbol)


# What both kinds share

_RUNNING_HEAD: Final = re.compile(
    r"(?:(?:A/[A-Z0-9/.]{3,40}\*?|GE\.\d{2}-\d{0,6}(?: ?\([A-Z]\))?(?: \d{6}){0,3}|[Pp]age \d{1,4}|\d{1,4})"
    r"(?: |$)){1,4}"
)
_PAGE_FIGURE: Final = re.compile(r"(?:^| )\d{1,4}(?= |$)")
_LIGATURES: Final = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
_CHARACTERS: Final = str.maketrans(
    {**_LIGATURES, "\u00ad": None, "\ufeff": None, "\u200b": None, "\u2010": "-", "\u2011": "-"}
)


def _clean(text: str) -> str:
    """One line in composed characters (Unicode NFC), single spaces, plain hyphens and letters."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_CHARACTERS)).split())


# PDF

_PDFIUM: Final = threading.Lock()
"""PDFium may be entered by one thread at a time."""

_LINE_BREAK_HYPHEN: Final = "\ufffe"
"""What PDFium writes for a hyphen at the end of a line, which it joins to the next."""


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


def _pdf_lines(data: bytes, name: str) -> tuple[Line, ...]:
    _check_end(data, name)
    with _PDFIUM:
        pages = _read_pages(data, name)
    words = _words(line.text for page in pages for line in page)
    return tuple(
        Line(_clean(_rejoined(line.text, words)), number, position)
        for number, page in enumerate(pages, start=1)
        for position, line in enumerate(page, start=1)
    )


_END: Final = re.compile(rb"startxref\s{1,4}(\d{1,12})\s{1,4}%%EOF")
_BEGUN_AGAIN: Final = re.compile(rb"\b(?:obj|xref|trailer)\b")
"""An update was being written after an earlier end."""
_CROSS_REFERENCES: Final = re.compile(rb"\s{0,4}(?:xref|\d{1,10}\s{1,4}\d{1,5}\s{1,4}obj)")


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


def _read_pages(data: bytes, name: str) -> list[list[_PdfLine]]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise SourceError(_why_closed(error, name), name) from error
    try:
        return _checked_pages(document, name)
    except pypdfium2.PdfiumError as error:
        raise SourceError(f"{name} is damaged: {error}. Download it again.", name) from error
    finally:
        document.close()


def _why_closed(error: Exception, name: str) -> str:
    if "assword" in str(error):
        return f"{name} is encrypted. Give a copy that opens without a password."
    return f"{name} is damaged or no PDF: {error}. Download it again."


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
    return [_body(page, first=number == 0) for number, page in enumerate(pages)]


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
            glyphs.append(
                _Glyph(
                    _LINE_BREAK_HYPHEN if char == "\x02" else char, box.top - box.bottom, box.bottom, box.left
                )
            )
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
    """Sort by height on the page, and pieces at the same height from left to right."""
    by_height = sorted(lines, key=lambda line: -line.bottom)
    rows: list[list[_PdfLine]] = []
    for line in by_height:
        if rows and rows[-1][0].bottom - line.bottom < 0.3 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.left)]


def _body(page: list[_PdfLine], first: bool) -> list[_PdfLine]:
    """The page without running heads and footnotes; the title page is kept as it is."""
    if first or not page:
        return [line for line in page if line.text]
    edges = {*range(3), *range(len(page) - 3, len(page))}
    kept = [
        line
        for number, line in enumerate(page)
        if not (number in edges and _RUNNING_HEAD.fullmatch(_clean(line.text)))
    ]
    return [line for line in kept[: _start_of_notes(kept)] if line.text]


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


def _rejoined(text: str, words: frozenset[str]) -> str:
    """Drop a hyphen at a line break only where the document has the whole word elsewhere."""

    def join(match: re.Match[str]) -> str:
        head, tail = match.groups()
        whole, parted = f"{head}{tail}", f"{head}-{tail}"
        drop = tail.islower() and whole.lower() in words and parted.lower() not in words
        return whole if drop else parted

    return _BROKEN.sub(join, text) if _LINE_BREAK_HYPHEN in text else text
