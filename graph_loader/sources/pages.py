"""Lines of text with their page or line number, out of PDF and plain-text files.

PDF text comes in reading order without running heads, footnotes and footnote marks; text files keep
every line, so that line numbers are those an editor shows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from graph_loader.sources.folios import Pages
from graph_loader.sources.wg_pdf import RUNNING_HEAD, clean, page_texts
from ontology.errors import SourceError

MAX_BYTES: Final = 64 * 1024 * 1024

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_PAGE_FIGURE: Final = re.compile(r"(?:^| )\d{1,4}(?= |$)")
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_USUAL: Final = frozenset("’‘“”–—…•°«»§ éèêëàâäáãåçôöõóüûúùñíîïœøæßÉÀÇÖÜ\t\r\n\f")
"""Characters outside ASCII that English reports with names from everywhere have."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document, without the spaces around it."""

    text: str
    page: int | None
    """Page of a PDF, from 1; None in text files."""
    line: int
    """Line of the text file, or of the page, from 1."""
    lost: Pages | None = None
    """Pages that a PDF does not have before this line, by the numbers printed on them."""

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
        return tuple(
            Line(text, number, line, page.lost if line == 1 else None)
            for number, page in enumerate(page_texts(data, name), start=1)
            for line, text in enumerate(page.texts, start=1)
        )
    return _text_lines(decode_text(data, name))


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
        if cut_inside_a_character:  # what is left of it tells the readers that the text breaks off
            return data.decode("utf-8-sig", errors="replace")
    # A tie goes to Mac Roman where lines end in bare carriage returns, as on old Macs.
    eight_bit = ("mac_roman", "cp1252") if b"\n" not in data else ("cp1252", "mac_roman")
    return max((data.decode(each, errors="replace") for each in ("utf-8", *eight_bit)), key=_usual)


def _usual(text: str) -> int:
    counts = Counter(char for char in text if not char.isascii())
    return sum(n if char in _USUAL else -n for char, n in counts.items())


def _text_lines(text: str) -> tuple[Line, ...]:
    # A form feed begins a page, not a line: what follows it keeps the number of its line.
    pieces = [
        (number, clean(piece))
        for number, line in enumerate(_LINE_END.split(text), start=1)
        for piece in line.split("\f")
    ]
    heads = _repeated_heads([piece for _, piece in pieces])
    return tuple(
        Line("" if head else piece, None, number) for (number, piece), head in zip(pieces, heads, strict=True)
    )


def _repeated_heads(texts: Sequence[str]) -> Iterator[bool]:
    """Tell for each line whether it is a running head: a symbol seen before, or the page number by it."""
    seen: set[str] = set()
    after_head = False
    for text in texts:
        if not text or text.isdigit():
            yield after_head and text.isdigit()
            continue
        symbol = _PAGE_FIGURE.sub("", text) if RUNNING_HEAD.fullmatch(text) else ""
        after_head = bool(symbol) and (symbol in seen or not symbol.startswith("A/"))
        yield after_head
        seen.add(symbol)
