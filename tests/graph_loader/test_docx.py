"""Word documents as text: small ones written by hand for each trap, and hostile ones."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Sequence

import pytest

from graph_loader.sources.docx import WordDocument, read_document
from ontology.errors import SourceError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def part(root: str, content: str) -> str:
    return f'<w:{root} xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">{content}</w:{root}>'


def relations(targets: Sequence[tuple[str, str]]) -> str:
    each = "".join(f'<Relationship Type="{RELATIONS}/{kind}" Target="{target}"/>' for kind, target in targets)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def packed(parts: dict[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word(body: str, numbering: str = "", styles: str = "", header: str = "") -> bytes:
    kinds = [("numbering", "numbering.xml"), ("styles", "styles.xml"), ("header", "header1.xml")]
    return packed(
        {
            "_rels/.rels": relations([("officeDocument", "word/document.xml")]),
            "word/_rels/document.xml.rels": relations(kinds),
            "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
            "word/numbering.xml": part("numbering", numbering),
            "word/styles.xml": part("styles", styles),
            "word/header1.xml": part("hdr", header),
        }
    )


def read(body: str, numbering: str = "", styles: str = "", header: str = "") -> WordDocument:
    return read_document(word(body, numbering, styles, header), "made.docx")


def texts(document: WordDocument) -> list[str]:
    return [line.text for line in document.lines]


def p(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def in_list(text: str, level: int = 0, key: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{key}"/></w:numPr>')


def level(number: int, pattern: str, format: str = "decimal", start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def definition(*levels: str, key: int = 1) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def use(key: int = 1, of: int = 1, overrides: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ("<w:r><w:t>Paint</w:t><w:tab/><w:t>it</w:t></w:r>", "Paint it"),
        ("<w:r><w:t>light</w:t><w:noBreakHyphen/><w:t>house</w:t></w:r>", "light-house"),
        ("<w:r><w:t>light</w:t><w:softHyphen/><w:t>house</w:t></w:r>", "lighthouse"),
        ("<w:r><w:t>a\u00a0b\u2011c\u00ad</w:t></w:r>", "a b-c"),
        ("<w:ins><w:r><w:t>new </w:t></w:r></w:ins><w:r><w:t>lamp</w:t></w:r>", "new lamp"),
        ("<w:del><w:r><w:delText>old </w:delText></w:r></w:del><w:r><w:t>lamp</w:t></w:r>", "lamp"),
        ("<w:moveFrom><w:r><w:t>x</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>y</w:t></w:r></w:moveTo>", "y"),
        ("<w:hyperlink><w:r><w:t>linked</w:t></w:r></w:hyperlink>", "linked"),
        ("<w:sdt><w:sdtContent><w:r><w:t>chosen</w:t></w:r></w:sdtContent></w:sdt>", "chosen"),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click here</w:t></w:r>"
            "</w:sdtContent></w:sdt>",
            "",
        ),
        ("<w:r><w:t>lamp</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r>", "lamp"),
        (
            "<w:r><w:t>lamp</w:t></w:r><w:r><w:footnoteReference w:customMarkFollows='1'/><w:t>*</w:t></w:r>",
            "lamp",
        ),
        (
            "<w:r><w:t>lamp</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>12</w:t></w:r>",
            "lamp",
        ),
        (
            "<w:r><w:t>9 km</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>",
            "9 km2",
        ),
        ("<w:r><w:t>lamp</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t> hidden</w:t></w:r>", "lamp"),
        ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>shown</w:t></w:r>", "shown"),
        (
            "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGEREF x</w:instrText>"
            "<w:fldChar w:fldCharType='separate'/><w:t>7</w:t><w:fldChar w:fldCharType='end'/></w:r>",
            "7",
        ),
        ("<w:r><w:sym w:font='Times' w:char='00A7'/><w:sym w:font='Wingdings' w:char='F0A7'/></w:r>", "§"),
        ("<w:r><w:t>Cafe\u0301</w:t></w:r>", "Café"),
    ],
)
def test_a_paragraph_says_what_word_shows(runs: str, text: str) -> None:
    assert texts(read(f"<w:p>{runs}</w:p>")) == [text]


def test_lines_count_paragraphs_and_a_line_break_begins_a_line() -> None:
    document = read(p("one") + "<w:p/>" + "<w:p><w:r><w:t>two</w:t><w:br/><w:t>more</w:t></w:r></w:p>")
    assert [(line.line, line.text) for line in document.lines] == [
        (1, "one"),
        (2, ""),
        (3, "two"),
        (3, "more"),
    ]
    assert document.lines[2].fragment == "line=3"


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    assert texts(read(p("Paint the ", "<w:rPr><w:del/></w:rPr>") + p("lamp"))) == ["Paint the lamp"]
    assert texts(read(p("only", "<w:rPr><w:del/></w:rPr>"))) == ["only"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('boxed')}</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(read(f"<w:p>{both}<w:r><w:t>beside</w:t></w:r></w:p>{p('after')}")) == [
        "beside",
        "boxed",
        "after",
    ]


def test_running_heads_are_kept_apart() -> None:
    document = read(p("body"), header=p("A title") + p("A title"))
    assert document.headers == ("A title",)
    assert texts(document) == ["body"]


# Tables


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def test_cells_have_paragraphs_and_spans_and_their_lines_stand_in_reading_order() -> None:
    document = read(
        p("before")
        + table(
            row(cell(p("head"), '<w:gridSpan w:val="2"/>')),
            row(cell(p("a") + p("b") + p("")), cell(p("c"))),
        )
        + p("after")
    )
    (only,) = document.tables
    assert [[(c.paragraphs, c.span) for c in r.cells] for r in only.rows] == [
        [(("head",), 2)],
        [(("a", "b"), 1), (("c",), 1)],
    ]
    assert texts(document) == ["before", "head", "a", "b", "", "c", "after"]
    assert [line.text for line in document.outside_tables] == ["before", "after"]


def test_cells_merged_downwards_are_empty_but_for_the_first() -> None:
    document = read(
        table(
            row(cell(p("a"), '<w:vMerge w:val="restart"/>'), cell(p("b"))),
            row(cell(p("left over"), "<w:vMerge/>"), cell(p("c"))),
        )
    )
    first, second = document.tables[0].rows
    assert (first.cells[0].text, first.cells[0].continues) == ("a", False)
    assert (second.cells[0].text, second.cells[0].continues) == ("", True)


def test_old_style_merges_and_skipped_columns_count_as_columns() -> None:
    document = read(
        table(
            row(
                cell(p("a"), '<w:hMerge w:val="restart"/>'),
                cell(p(""), "<w:hMerge/>"),
                properties='<w:gridBefore w:val="1"/>',
            )
        )
    )
    assert [(c.text, c.span) for c in document.tables[0].rows[0].cells] == [("", 1), ("a", 2)]


def wrap(content: str) -> str:
    return f"<w:sdt><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def test_deleted_rows_are_gone_and_wrapped_rows_and_cells_are_there() -> None:
    wrapped = wrap(row(wrap(cell(p("a")))))
    document = read(table(row(cell(p("gone")), properties="<w:del/>"), wrapped))
    assert [[c.text for c in r.cells] for r in document.tables[0].rows] == [["a"]]


def test_a_nested_table_is_a_table_of_its_own() -> None:
    document = read(table(row(cell(p("outer") + table(row(cell(p("inner")))) + p("more")))))
    assert [[[c.text for c in r.cells] for r in t.rows] for t in document.tables] == [
        [["outer more"]],
        [["inner"]],
    ]
    assert [t.number for t in document.tables] == [1, 2]


# Numbers that Word writes by itself


def test_numbers_of_two_levels_are_written_out() -> None:
    numbering = definition(level(0, "%1.", start=115), level(1, "%1.%2")) + use()
    body = (
        in_list("The following:")
        + in_list("Paint", 1)
        + in_list("Polish", 1)
        + in_list("And:")
        + in_list("Fix", 1)
    )
    assert texts(read(body, numbering)) == [
        "115. The following:",
        "115.1 Paint",
        "115.2 Polish",
        "116. And:",
        "116.1 Fix",
    ]


@pytest.mark.parametrize(
    ("format", "start", "label"),
    [
        ("decimal", 7, "7"),
        ("decimalZero", 7, "07"),
        ("lowerLetter", 2, "b"),
        ("upperLetter", 28, "BB"),
        ("lowerRoman", 14, "xiv"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerLetter", 9_000_000, "9000000"),
        ("none", 7, ""),
    ],
)
def test_numbers_are_written_in_their_format(format: str, start: int, label: str) -> None:
    numbering = definition(level(0, "(%1)", format, start)) + use()
    assert texts(read(in_list("x"), numbering)) == [f"({label}) x"]


def test_bullets_are_no_numbers() -> None:
    assert texts(read(in_list("x"), definition(level(0, "\u2022", "bullet")) + use())) == ["x"]


def test_a_second_use_of_a_list_goes_on_unless_it_restarts() -> None:
    numbering = definition(level(0, "%1.")) + use(1) + use(2)
    body = in_list("a") + in_list("b", key=2)
    assert texts(read(body, numbering)) == ["1. a", "2. b"]
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = definition(level(0, "%1.")) + use(1) + use(2, overrides=restart)
    assert texts(read(body + in_list("c", key=2), numbering)) == ["1. a", "5. b", "6. c"]


def test_a_use_may_number_a_level_in_its_own_way() -> None:
    override = f'<w:lvlOverride w:ilvl="1">{level(1, "%1-%2", "upperLetter")}</w:lvlOverride>'
    numbering = definition(level(0, "%1.", start=9), level(1, "%1.%2")) + use(1, overrides=override)
    assert texts(read(in_list("x", 1), numbering)) == ["9-A x"]


def test_legal_numbering_and_levels_that_never_restart() -> None:
    numbering = (
        definition(
            level(0, "%1.", "upperRoman", 3),
            level(1, "%1.%2", more='<w:isLgl/><w:lvlRestart w:val="0"/>'),
        )
        + use()
    )
    body = in_list("a") + in_list("b", 1) + in_list("c") + in_list("d", 1)
    assert texts(read(body, numbering)) == ["III. a", "3.1 b", "IV. c", "4.2 d"]


def test_a_style_numbers_its_paragraphs_at_the_level_that_names_it() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>'
        '<w:style w:type="paragraph" w:styleId="Item"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Bold"><w:basedOn w:val="Item"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
    )
    numbering = (
        definition(level(0, "%1.", start=8), level(1, "%1.%2", more='<w:pStyle w:val="Item"/>')) + use()
    )
    body = (
        p("a", '<w:pStyle w:val="Item"/>')
        + p("b", '<w:pStyle w:val="Bold"/>')
        + p("c", '<w:pStyle w:val="Item"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("d", '<w:pStyle w:val="Loop"/>')
        + p("e")
    )
    assert texts(read(body, numbering, styles)) == ["8.1 a", "8.2 b", "c", "d", "e"]


def test_a_definition_may_be_that_of_a_numbering_style() -> None:
    styles = '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    linked = '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="L"/></w:abstractNum>'
    numbering = definition(level(0, "%1)")) + linked + use(1) + use(2, 2)
    assert texts(read(in_list("a") + in_list("b", key=2), numbering, styles)) == ["1) a", "2) b"]


def test_a_list_that_is_not_defined_numbers_nothing() -> None:
    assert texts(read(in_list("a", key=9) + in_list("b", 8), definition(level(0, "%1.")) + use())) == [
        "a",
        "b",
    ]


# Files that are not as they should be


def test_the_strict_variant_is_read_alike() -> None:
    document = part("document", f"<w:body>{p('strict')}</w:body>").replace(W, STRICT)
    assert texts(read_document(packed({"word/document.xml": document}), "strict.docx")) == ["strict"]


def test_the_main_part_may_have_another_name() -> None:
    parts = {
        "_rels/.rels": relations([("officeDocument", "/word/document2.xml")]),
        "word/document2.xml": part("document", f"<w:body>{p('second')}</w:body>"),
    }
    assert texts(read_document(packed(parts), "other.docx")) == ["second"]


ENTITIES = (
    f'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document xmlns:w="{W}"><w:body/></w:document>'
)
EXTERNAL = f'<!DOCTYPE x SYSTEM "file:///etc/passwd"><w:document xmlns:w="{W}"><w:body/></w:document>'


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"word/document.xml": ENTITIES}, "declares a document type"),
        ({"word/document.xml": ENTITIES.encode("utf-16")}, "declares a document type"),
        ({"word/document.xml": EXTERNAL}, "declares a document type"),
        ({"word/document.xml": "<w:document><unclosed>"}, "no well-formed XML"),
        ({"word/document.xml": '<?xml version="1.0" encoding="x-none"?><a/>'}, "no well-formed XML"),
        ({"word/document.xml": part("document", "<w:body>" + "<w:sdtContent>" * 300 + "</w:sdtContent>" * 300 + "</w:body>")}, "nests elements"),
        ({"word/other.xml": "<a/>"}, "holds no Word document"),
    ],
    ids=["entities", "entities in UTF-16", "external", "cut off", "encoding", "deep", "no document"],
)  # fmt: skip
def test_hostile_and_broken_documents_are_refused(parts: dict[str, str | bytes], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read_document(packed(parts), "bad.docx")


def test_a_document_of_millions_of_tags_is_refused_in_little_time() -> None:
    data = packed({"word/document.xml": part("document", "<w:p/>" * 1_500_001)}, zipfile.ZIP_STORED)
    begun = time.perf_counter()
    with pytest.raises(SourceError, match="tags"):
        read_document(data, "bomb.docx")
    assert time.perf_counter() - begun < 1


def test_a_damaged_archive_is_refused() -> None:
    data = bytearray(word(p("x" * 500)))
    data[data.index(b"word/document.xml") + 60] ^= 0xFF
    with pytest.raises(SourceError, match=r"damaged|well-formed"):
        read_document(bytes(data), "damaged.docx")
    with pytest.raises(SourceError, match="damaged"):
        read_document(word(p("x"))[:-30], "cut.docx")


def test_absurd_numbers_are_bounded() -> None:
    spans = table(
        row(cell(p("a"), '<w:gridSpan w:val="999999999"/>'), properties='<w:gridBefore w:val="-1"/>')
    )
    assert read(spans).tables[0].rows[0].cells[0].span == 63
    numbering = definition(level(0, "%1." * 1000, start=5), level(99, "%1")) + use()
    assert len(read(in_list("a", 0), numbering).lines[0].text) < 300
    assert texts(read(in_list("a", 99), numbering)) == ["a"]
