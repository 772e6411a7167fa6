"""A file while it is read: what its first bytes say it is, and what is costly to take out of it, once."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Final, Literal, cast

from graph_loader.sources.docx import WordDocument, read_document
from graph_loader.sources.pages import Line, read_lines
from graph_loader.sources.zip_guard import check_zip
from ontology.errors import SourceError

Kind = Literal["pdf", "docx", "xlsx", "xls", "text"]
"""Container of a file, by its first bytes; `text` is everything that is none of the others."""

LARGEST_IN_MEMORY: Final = 64 << 20
"""Bytes of a file that is read whole."""
LARGEST_STREAMED: Final = 4 << 30
"""Bytes of a file that is read piece by piece."""
LARGEST_UNPACKED: Final = 1 << 30
"""Bytes that a gzip file may hold."""
HEAD: Final = 256 << 10
"""Bytes that tell the format of a file."""

_WORD_MAIN: Final = re.compile(r"word/document\d*\.xml")
"""Word names the main part so; some of its editions put a number to it."""
_OTHER_TABLES: Final = frozenset({"content.xml", "xl/workbook.bin"})
"""Main parts of OpenDocument files ([OpenDocument 1.3], part 2, 3.1) and of binary workbooks."""
_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_GZIP: Final = b"\x1f\x8b"
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
"""Compound File Binary: Office before 2007, and Office files with a password ([MS-CFB], 2.2)."""


class SourceFile:
    """A file by path, or bytes under a name.

    Everything that can be wrong with the container is raised as SourceError on the first look at it.
    """

    def __init__(
        self, name: str, *, path: Path | None = None, data: bytes | None = None, folder: str = ""
    ) -> None:
        self.name = name
        """What the user calls it; `-` for standard input."""
        self.folder = folder
        """Name of the folder in which the user has it, which may say what the file does not."""
        self._path = path
        self._data = data
        self.size = len(data) if data is not None else path.stat().st_size if path else 0
        """Bytes of the file as it came."""
        self.consumed = 0
        """Bytes that were read of it so far by its latest reader."""
        self.tell: Callable[[], None] | None = None
        """What is called whenever a piece of it was read that is not the last."""

    @cached_property
    def is_packed(self) -> bool:
        """Whether the file is packed with gzip (RFC 1952); what is read is then what it holds."""
        return self._raw_head.startswith(_GZIP)

    @cached_property
    def _raw_head(self) -> bytes:
        with self._raw() as file:
            return file.read(HEAD)

    @contextmanager
    def _raw(self) -> Iterator[BinaryIO]:
        if self._data is not None:
            yield io.BytesIO(self._data)
        elif self._path is not None:
            with self._path.open("rb") as file:
                yield file

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The bytes of the file as a stream, unpacked where it is packed with gzip.

        Reading more than `LARGEST_STREAMED` bytes (`LARGEST_UNPACKED` of a packed file) raises SourceError.
        """
        with self._raw() as raw:
            if not self.is_packed:
                yield cast(BinaryIO, _Bounded(raw, LARGEST_STREAMED, self, raw))
                return
            with gzip.GzipFile(fileobj=raw) as unpacked:
                yield cast(BinaryIO, _Bounded(cast(BinaryIO, unpacked), LARGEST_UNPACKED, self, raw))

    @contextmanager
    def seekable(self) -> Iterator[BinaryIO]:
        """The bytes as a stream that can be sought in, as readers of Office files need."""
        if self.is_packed:
            yield io.BytesIO(self.data)
        else:
            with self._raw() as file:
                yield file

    @cached_property
    def head(self) -> bytes:
        """The first bytes, unpacked: enough to tell the format."""
        with self.open() as file:
            return file.read(HEAD)

    @cached_property
    def kind(self) -> Kind:
        """What the file is packed in."""
        if b"%PDF" in self.head[:1024]:
            return "pdf"
        if self.head.startswith((_ZIP, _EMPTY_ZIP)):
            return self._kind_of_zip()
        if self.head.startswith(_OLE):
            return self._kind_of_compound_file()
        return "text"

    def _kind_of_zip(self) -> Kind:
        with self.seekable() as file:
            names = check_zip(file, self.name)
        if any(_WORD_MAIN.fullmatch(member) for member in names):
            return "docx"
        if "xl/workbook.xml" in names:
            return "xlsx"
        if names & _OTHER_TABLES:
            raise SourceError(
                f"{self.name}: this is an OpenDocument file or a binary workbook (.xlsb). Save it as .xlsx, "
                "a document as .docx or PDF. Nothing was stored.",
                self.name,
            )
        raise SourceError(
            f"{self.name}: this is a ZIP archive that is neither a Word document nor an Excel workbook. "
            "Unpack it and add the files in it. Nothing was stored.",
            self.name,
        )

    def _kind_of_compound_file(self) -> Kind:
        if _utf16("EncryptedPackage") in self.data:
            raise SourceError(
                f"{self.name}: this Office file has a password. Save it without one. Nothing was stored.",
                self.name,
            )
        if _utf16("Workbook") in self.data or _utf16("Book") in self.data:
            return "xls"
        raise SourceError(
            f"{self.name}: this is a document of Word 97-2003 or another old Office file. Save it as .docx "
            "(a report as PDF, a table as .xlsx or CSV). Nothing was stored.",
            self.name,
        )

    @cached_property
    def data(self) -> bytes:
        """All bytes, unpacked; raises SourceError where they are more than `LARGEST_IN_MEMORY`."""
        if self._data is not None and not self.is_packed:
            data = self._data
        else:
            with self.open() as file:
                data = file.read(LARGEST_IN_MEMORY + 1)
        if len(data) > LARGEST_IN_MEMORY:
            raise SourceError(
                f"{self.name}: larger than {LARGEST_IN_MEMORY >> 20} MiB, which is more than is read of a "
                "file of this kind. Split it. Nothing was stored.",
                self.name,
            )
        return data

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Lines of a PDF, of a Word document (a paragraph is a line) or of a text file, in reading order."""
        return self.document.lines if self.kind == "docx" else read_lines(self.data, self.name)

    @cached_property
    def document(self) -> WordDocument:
        """Paragraphs and tables of a Word document."""
        return read_document(self.data, self.name)


class _Bounded(io.RawIOBase):
    """A stream that refuses to give more than so many bytes."""

    def __init__(self, stream: BinaryIO, most: int, file: SourceFile, raw: BinaryIO) -> None:
        self._stream = stream
        self._left = most
        self._most = most
        self._file = file
        self._raw = raw
        self._name = file.name

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes."""
        wanted = self._left + 1 if size < 0 else min(size, self._left + 1)
        try:
            data = self._stream.read(wanted)
        except (gzip.BadGzipFile, zlib.error, EOFError) as error:
            raise SourceError(
                f"{self._name}: the gzip file is damaged or cut off ({error}). Nothing was stored.",
                self._name,
            ) from error
        self._left -= len(data)
        self._file.consumed = self._raw.tell()
        if self._file.tell and self._file.consumed < self._file.size:
            self._file.tell()
        if self._left < 0:
            raise SourceError(
                f"{self._name}: holds more than {self._most >> 20} MiB. Split it. Nothing was stored.",
                self._name,
            )
        return data

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io's own type is wider
        """Fill a buffer; what io.BufferedReader calls."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")
