"""What the first bytes of a file say it is, and what is refused before any reader sees it."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from graph_loader.sources import source_file
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.zip_guard import check_zip
from ontology.errors import SourceError

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def _zip(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def _ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(100)


WORD = _zip(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))
EXCEL = _zip(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>"))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\n\n%PDF-1.7\n", "pdf"),
        (WORD, "docx"),
        (EXCEL, "xlsx"),
        (_ole("Workbook"), "xls"),
        (b"state,cycle\n", "text"),
        (gzip.compress(b"state,cycle\n"), "text"),
        (gzip.compress(EXCEL), "xlsx"),
    ],
    ids=["pdf", "pdf after blank lines", "docx", "xlsx", "xls", "text", "packed text", "packed xlsx"],
)
def test_the_content_tells_what_a_file_is_whatever_it_is_called(data: bytes, kind: str) -> None:
    assert SourceFile("picture.png", data=data).kind == kind


def _encrypted_zip() -> bytes:
    data = bytearray(WORD)
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        position = 0
        while (position := data.find(mark, position)) >= 0:
            data[position + at] |= 1  # general purpose bit 0: encrypted (APPNOTE 4.4.4)
            position += 4
    return bytes(data)


def _zip_with_directory_of(entries: int) -> bytes:
    directory = (b"PK\x01\x02" + bytes(24) + b"\x01" + bytes(17) + b"a") * entries
    return b"PK\x03\x04" + directory + b"PK\x05\x06" + struct.pack("<8xIIH", len(directory), 4, 0)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (_ole("EncryptedPackage"), "has a password"),
        (_ole("WordDocument"), "Save it as .docx"),
        (_encrypted_zip(), "has a password"),
        (_zip(("readme.txt", b"hello")), "Unpack it"),
        (_zip(("content.xml", b"<x/>")), "Save it as .xlsx"),
        (WORD[:-30], "damaged or cut off"),
        (WORD[:-6] + (2**31).to_bytes(4, "little") + WORD[-2:], "damaged or cut off"),
        (_zip(("word/document.xml", bytes(64 << 20))), "far more than such a file holds"),
        (_zip(*((f"word/{n}.xml", b"") for n in range(10_001))), "far more than such a file holds"),
        (_zip_with_directory_of(100_000), "lists far more parts"),
        (gzip.compress(b"x" * 5000)[:-20], "damaged or cut off"),
        (b"\x1f\x8b" + b"no gzip at all", "damaged or cut off"),
    ],
    ids=[
        "office with a password",
        "word 97",
        "zip with a password",
        "another zip",
        "open document",
        "cut zip",
        "zip with an offset before its beginning",
        "zip bomb",
        "ten thousand parts",
        "a hundred thousand parts",
        "cut gzip",
        "no gzip",
    ],
)
def test_a_file_that_no_reader_may_see_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as refused:
        _ = SourceFile("list.docx", data=data).kind
    assert refused.value.place == "list.docx"


def test_a_member_that_lies_about_its_size_is_not_unpacked_further() -> None:
    data = bytearray(_zip(("word/document.xml", bytes(1 << 20))))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        position = data.find(mark)
        data[position + at : position + at + 4] = (100).to_bytes(4, "little")
    check_zip(io.BytesIO(bytes(data)), "list.docx")
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive, pytest.raises(zipfile.BadZipFile):
        archive.read("word/document.xml")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], None]:
    return lambda limit, size: monkeypatch.setattr(source_file, limit, size)


def test_what_is_read_whole_has_a_limit(small: Callable[[str, int], None], tmp_path: Path) -> None:
    small("LARGEST_IN_MEMORY", 1000)
    path = tmp_path / "file"
    path.write_bytes(b"x" * 1001)
    with pytest.raises(SourceError, match="larger than"):
        _ = SourceFile("file", path=path).data
    with pytest.raises(SourceError, match="larger than"):
        _ = SourceFile("file", data=gzip.compress(b"x" * 1001)).data
    assert len(SourceFile("file", data=b"x" * 1000).data) == 1000


def test_what_is_unpacked_has_a_limit(small: Callable[[str, int], None]) -> None:
    small("LARGEST_UNPACKED", 10_000)
    bomb = gzip.compress(bytes(10_001))
    with pytest.raises(SourceError, match="holds more than"), SourceFile("bomb", data=bomb).open() as file:
        file.read()
    with SourceFile("file", data=gzip.compress(bytes(10_000))).open() as file:
        assert len(file.read()) == 10_000


def test_a_stream_tells_how_far_it_is(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 5000)
    file = SourceFile("file", path=path)
    with file.open() as stream:
        stream.read(2000)
        assert (file.consumed, file.size) == (2000, 5000)
        assert io.BufferedReader(stream).read() == b"x" * 3000
