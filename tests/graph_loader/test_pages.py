"""Lines out of PDF and text files; the PDFs are written here, object by object (ISO 32000-1, 7.5)."""

from __future__ import annotations

import io
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest

from graph_loader.sources import pages, wg_pdf
from graph_loader.sources.pages import Line, read_lines
from ontology.errors import SourceError

Piece = tuple[float, float, float, str]
"""x, y, size in points, text."""


def make_pdf(*contents: Sequence[Piece], encrypt: bytes = b"") -> bytes:
    """A PDF with one page for each list of pieces, in Helvetica."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, pieces in enumerate(contents):
        text = "".join(f"BT /F1 {size} Tf {x} {y} Td ({words}) Tj ET\n" for x, y, size, words in pieces)
        packed = zlib.compress(text.encode("cp1252"))
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode(),
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed),
        ]
    return _assembled(objects, encrypt)


def _assembled(objects: Sequence[bytes], encrypt: bytes) -> bytes:
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"trailer\n<< /Size %d /Root 1 0 R %b >>\n" % (len(objects) + 1, encrypt)
    return data + b"startxref\n%d\n%%%%EOF\n" % start


TITLE: list[Piece] = [(72, 780, 10, "A/HRC/99/7"), (72, 700, 12, "On lighthouses")]
BODY: list[Piece] = [
    (72, 790, 8, "A/HRC/99/7"),
    (72, 700, 10, "Plant one lighthouse on every hill"),
    (240, 704, 5, "1"),
    (248, 700, 10, "(Iceland);"),
    (72, 688, 10, "and paint it green (Fiji)."),
    (72, 100, 5, "1"),
    (78, 97, 8, "As read: Plant two lighthouses (Chad)."),
    (72, 40, 8, "2 GE.23-00001"),
]


def texts(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines]


def test_pdf_lines_carry_their_page() -> None:
    lines = read_lines(make_pdf(TITLE, BODY), "lights.pdf")
    assert [line.page for line in lines] == [1, 1, 2, 2]
    assert lines[-1].fragment == "page=2"


def test_running_heads_and_footnotes_are_left_out_of_pdf_pages() -> None:
    lines = read_lines(make_pdf(TITLE, BODY), "lights.pdf")
    assert texts(lines) == [
        "A/HRC/99/7",
        "On lighthouses",
        "Plant one lighthouse on every hill (Iceland);",
        "and paint it green (Fiji).",
    ]


def test_pdf_lines_are_sorted_from_top_to_bottom() -> None:
    pieces: list[Piece] = [(72, 600, 10, "second"), (72, 700, 10, "first"), (72, 500, 10, "third")]
    assert texts(read_lines(make_pdf(pieces), "lights.pdf")) == ["first", "second", "third"]


def test_a_hyphen_at_a_line_break_goes_only_where_the_whole_word_is_known() -> None:
    words = frozenset({"lighthouse", "well-being"})
    assert wg_pdf.rejoined("light\ufffehouse", words) == "lighthouse"
    assert wg_pdf.rejoined("well\ufffebeing", words) == "well-being"
    assert wg_pdf.rejoined("sea\ufffebird", words) == "sea-bird"


@pytest.mark.parametrize("cut", [1, 8, 40, 400, 900], ids=lambda cut: f"{cut} bytes short")
def test_a_pdf_that_is_cut_off_is_refused(cut: int) -> None:
    whole = make_pdf(TITLE, BODY).rstrip()
    with pytest.raises(SourceError, match="cut off"):
        read_lines(whole[:-cut], "lights.pdf")


def test_a_pdf_with_a_hole_in_a_page_is_refused() -> None:
    whole = bytearray(make_pdf(TITLE, BODY))
    start = whole.rindex(b"stream\n", 0, whole.rindex(b"endstream")) + 40
    whole[start : start + 20] = bytes(20)
    with pytest.raises(SourceError, match="cannot be unpacked"):
        read_lines(bytes(whole), "lights.pdf")


def test_a_pdf_that_lost_bytes_in_the_middle_is_refused() -> None:
    whole = make_pdf(TITLE, BODY)
    at = whole.index(b"4 0 obj")
    with pytest.raises(SourceError, match="damaged"):
        read_lines(whole[:at] + whole[at + 30 :], "lights.pdf")


def test_a_scanned_pdf_is_refused() -> None:
    with pytest.raises(SourceError, match=r"no text, only pictures"):
        read_lines(make_pdf([], []), "scan.pdf")


def test_a_page_without_text_is_named() -> None:
    with pytest.raises(SourceError, match=r"Page 2 of lights\.pdf") as caught:
        read_lines(make_pdf(TITLE, [], BODY), "lights.pdf")
    assert caught.value.place == "lights.pdf#page=2"


def test_an_empty_last_page_is_the_back_of_a_sheet() -> None:
    assert len(read_lines(make_pdf(TITLE, BODY, []), "lights.pdf")) == 4


def test_an_encrypted_pdf_is_refused() -> None:
    key = b"00" * 32
    encrypt = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >> /ID [<%b> <%b>]" % (
        key,
        key,
        key[:32],
        key[:32],
    )
    with pytest.raises(SourceError, match="encrypted"):
        read_lines(make_pdf(TITLE, encrypt=encrypt), "lights.pdf")


def test_a_pdf_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wg_pdf, "MAX_PAGES", 1)
    with pytest.raises(SourceError, match="2 pages, more than 1"):
        read_lines(make_pdf(TITLE, BODY), "lights.pdf")


def test_a_pdf_of_ten_thousand_pages_is_refused_at_once() -> None:
    document = pypdfium2.PdfDocument.new()
    for _ in range(10_000):
        document.new_page(595, 842)
    saved = io.BytesIO()
    document.save(saved)
    began = time.perf_counter()
    with pytest.raises(SourceError, match="10000 pages, more than 1000"):
        read_lines(saved.getvalue(), "lights.pdf")
    assert time.perf_counter() - began < 1


@pytest.mark.slow
def test_a_report_of_a_hundred_pages_takes_less_than_five_seconds(shared: Path) -> None:
    source = pypdfium2.PdfDocument(shared / "data" / "working_group_reports" / "A_HRC_59_15.pdf")
    document = pypdfium2.PdfDocument.new()
    while len(document) < 100:
        document.import_pages(source, list(range(min(len(source), 100 - len(document)))))
    saved = io.BytesIO()
    document.save(saved)
    began = time.perf_counter()
    assert read_lines(saved.getvalue(), "lights.pdf")[-1].page == 100
    assert time.perf_counter() - began < 5


def test_a_pdf_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wg_pdf, "MAX_UNPACKED", 100)
    with pytest.raises(SourceError, match="unpacks to more"):
        read_lines(make_pdf(TITLE, BODY), "lights.pdf")


@pytest.mark.parametrize("data", [b"", b" \r\n\t", bytes(20)], ids=["nothing", "spaces", "zeros"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="is empty"):
        read_lines(data, "lights.txt")


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 8, b"PK\x03\x04" + bytes(range(200))], ids=["noise", "zip"]
)
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="neither PDF nor text"):
        read_lines(data, "lights.bin")


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MAX_BYTES", 10)
    with pytest.raises(SourceError, match="larger than"):
        read_lines(b"lighthouses of the world", "lights.txt")


TEXT = "Sailors’ rights\nCôte d’Ivoire – “keep the light”\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_text_is_read_in_its_encoding(encoding: str) -> None:
    assert texts(read_lines(TEXT.encode(encoding), "lights.txt"))[:2] == TEXT.splitlines()


def test_utf_8_cut_inside_a_character_is_still_utf_8_and_shows_it() -> None:
    assert texts(read_lines("Sailors’ rights’".encode()[:-1], "lights.txt")) == ["Sailors’ rights\ufffd"]


def test_one_wrong_byte_does_not_spoil_utf_8() -> None:
    lines = read_lines(TEXT.encode() + b"\xff" + TEXT.encode(), "lights.txt")
    assert lines[1].text == "Côte d’Ivoire – “keep the light”"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
def test_lines_are_numbered_as_editors_do(end: str) -> None:
    lines = read_lines(end.join(["one", "", "three"]).encode(), "lights.txt")
    assert [(line.text, line.line, line.page) for line in lines] == [
        ("one", 1, None),
        ("", 2, None),
        ("three", 3, None),
    ]
    assert lines[2].fragment == "line=3"


def test_running_heads_of_text_files_are_emptied_after_the_first() -> None:
    text = "A/HRC/99/7\nlamps\n\n3\n\fA/HRC/99/7\n3\noil\n"
    lines = read_lines(text.encode(), "lights.txt")
    assert [line.text for line in lines if line.text] == ["A/HRC/99/7", "lamps", "3", "oil"]


def test_what_follows_a_form_feed_keeps_the_number_of_its_line() -> None:
    lines = read_lines(b"lamps (Chad);\x0cA/HRC/99/7\noil", "lights.txt")
    assert [(line.text, line.line) for line in lines] == [("lamps (Chad);", 1), ("A/HRC/99/7", 1), ("oil", 2)]


def test_ligatures_soft_hyphens_and_spaces_are_made_plain() -> None:
    assert texts(read_lines("The  of\u00adﬁce\u2011boat\u00a0".encode(), "lights.txt")) == ["The office-boat"]


SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.mark.skipif(not SHARED.exists(), reason="needs the shared data")
@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("kazakhstan/kazakhstan2014.pdf", 28),
        ("kazakhstan/kazakhstan2010.pdf", 24),
        ("working_group_reports/A_HRC_59_15.pdf", 26),
    ],
)
def test_real_pdfs_give_every_page_without_heads(path: str, count: int) -> None:
    lines = read_lines((SHARED / path).read_bytes(), path)
    assert {line.page for line in lines} == set(range(1, count + 1))
    assert not any(line.text.startswith(("A/HRC/", "GE.")) for line in lines if line.page != 1)


@pytest.mark.skipif(not SHARED.exists(), reason="needs the shared data")
def test_real_texts_are_mac_roman() -> None:
    data = (SHARED / "working_group_reports/texts/comoros2009.txt").read_bytes()
    text = " ".join(texts(read_lines(data, "comoros2009.txt")))
    assert "Secrétaire Général du Ministère" in text
