"""Text of paragraphs of a Word document as shown: insertions kept, deletions and note marks dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_FALSE: Final = frozenset({"0", "false", "off"})
_WRAPPERS: Final = frozenset(
    _W + name
    for name in (
        "sdtContent",
        "customXml",
        "smartTag",
        "ins",
        "moveTo",
        "hyperlink",
        "fldSimple",
        "dir",
        "bdo",
    )
)
"""Elements that hold content as if they were not there."""
_TEXT_OF: Final = {
    _W + "tab": "\t",
    _W + "ptab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "-",
}
_HOLDS_BOXES: Final = frozenset((_W + "drawing", _W + "pict", _W + "object"))
_NOTES: Final = frozenset((_W + "footnoteReference", _W + "endnoteReference"))
_NOTE_MARK: Final = re.compile(r"[\d*†‡]{1,3}")
_UNIT: Final = re.compile(r"\b[ckm]?m$")
"""Before a raised figure that is an exponent."""


def w(name: str) -> str:
    """The qualified name of an element or attribute of WordprocessingML."""
    return _W + name


@dataclass(frozen=True, slots=True)
class ParagraphText:
    """What a paragraph says."""

    text: str
    """Tabs and line breaks are `\\t` and `\\n`."""
    boxes: tuple[Element, ...]
    """Contents of text boxes anchored in it."""


def content(element: Element) -> Iterator[Element]:
    """Children of an element, what wraps them opened, what a tracked change deletes left out."""
    for child in element:
        if child.tag in _WRAPPERS:
            yield from content(child)
        elif child.tag == w("sdt"):
            if child.find(f"{_W}sdtPr/{_W}showingPlcHdr") is None:
                yield from content(child)
        elif child.tag == _MC + "AlternateContent":
            chosen = child.find(_MC + "Choice")
            chosen = chosen if chosen is not None else child.find(_MC + "Fallback")
            if chosen is not None:
                yield from content(chosen)
        elif child.tag not in (w("del"), w("moveFrom")):
            yield child


def read_paragraph(paragraph: Element) -> ParagraphText:
    """The text of one paragraph, without the number that Word puts before it."""
    pieces: list[str] = []
    boxes: list[Element] = []
    for run in content(paragraph):
        if run.tag != w("r") or is_on(run.find(f"{_W}rPr/{_W}vanish")):
            continue
        text = _run_text(run, boxes)
        if not _is_note_mark(run, text, pieces):
            pieces.append(text)
    return ParagraphText("".join(pieces), tuple(boxes))


def is_on(switch: Element | None) -> bool:
    """Whether an on/off property is there and on (ECMA-376 part 1, 17.17.4)."""
    return switch is not None and switch.get(w("val"), "true") not in _FALSE


def _run_text(run: Element, boxes: list[Element]) -> str:
    text = ""
    for child in content(run):
        if child.tag == w("t"):
            text += (child.text or "").replace("\n", " ")
        elif child.tag == w("sym"):
            text += _symbol(child.get(w("char"), ""))
        elif child.tag in _HOLDS_BOXES:
            boxes.extend(_text_boxes(child))
        elif child.tag in _NOTES and is_on_attribute(child, "customMarkFollows"):
            break
        else:
            text += _TEXT_OF.get(child.tag, "")
    return text


def is_on_attribute(element: Element, name: str) -> bool:
    """Whether an attribute of type on/off is there and on."""
    return element.get(w(name), "0") not in _FALSE


def _is_note_mark(run: Element, text: str, before: list[str]) -> bool:
    """A raised figure or asterisk typed by hand: UN reports have no other, but for square kilometres."""
    raised = run.find(f"{_W}rPr/{_W}vertAlign")
    if raised is None or raised.get(w("val")) != "superscript" or not _NOTE_MARK.fullmatch(text.strip()):
        return False
    return not _UNIT.search("".join(before[-3:]).rstrip())


def _symbol(code: str) -> str:
    """A character by its code; those of symbol fonts have codes of no meaning elsewhere."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if 0x20 <= number < 0xD800 else ""


def _text_boxes(drawing: Element) -> Iterator[Element]:
    """Contents of text boxes; one in another is read with that."""
    if drawing.tag == w("txbxContent"):
        yield drawing
        return
    for child in content(drawing):
        yield from _text_boxes(child)
