"""Treaties and participants as tables of treaty status name them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from graph_loader.gazetteer import find_norms
from graph_loader.reference_data import load_instruments
from graph_loader.states import state_code

_OTHER_NAMES: Final = {
    "cat-op": "opcat",
    "op-cat": "opcat",
    "ccpr": "iccpr",
    "ccpr-op1": "iccpr-op1",
    "iccpr-op": "iccpr-op1",
    "op-iccpr": "iccpr-op1",
    "op1-iccpr": "iccpr-op1",
    "op-iccpr-1": "iccpr-op1",
    "ccpr-op2": "iccpr-op2",
    "ccpr-op2-dp": "iccpr-op2",
    "iccpr-op2-dp": "iccpr-op2",
    "op2-iccpr": "iccpr-op2",
    "op-iccpr-2": "iccpr-op2",
    "ced": "icpped",
    "cped": "icpped",
    "icped": "icpped",
    "cedaw-op": "op-cedaw",
    "cerd": "icerd",
    "cescr": "icescr",
    "cescr-op": "op-icescr",
    "op-cescr": "op-icescr",
    "icescr-op": "op-icescr",
    "icescr-op1": "op-icescr",
    "cmw": "icrmw",
    "icmw": "icrmw",
    "crc-op-ac": "op-crc-ac",
    "op-ac": "op-crc-ac",
    "crc-op-sc": "op-crc-sc",
    "op-sc": "op-crc-sc",
    "crc-op-ic": "op-crc-ic",
    "op-ic": "op-crc-ic",
    "crpd-op": "op-crpd",
    "uncrc": "crc",
    "uncrpd": "crpd",
    "cppcg": "genocide",
}
"""What the OHCHR's database and compilers call treaties, beside the names of the reference."""

_CHAPTER: Final = re.compile(r"\b([IVX]{1,6})[-_. ](\d{1,2})(?:[-_. ]([a-z]))?\b")
_IN_ADDRESS: Final = re.compile(r"mtdsg_no=([IVX]{1,6}-\d{1,2}(?:-[a-z])?)\b", re.IGNORECASE)
_CHAPTER_HEADING: Final = re.compile(r"chapter\s+([IVX]{1,6})\b", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"\s*(\d{1,2})\s*[.)-]?\s*(?:([a-z])\s*[.)]?\s+(?=[A-Z]))?\s*(?=[A-Z])")
_NO_TITLE: Final = re.compile(
    r"\s*(?:note|text|registration|entry into force|status|source|signatories|parties|conclusion)\b",
    re.IGNORECASE,
)
_PROCEDURE: Final = re.compile(
    r"\barts?\.? ?\d|\barticle \d|individual complaint|inquiry procedure", re.IGNORECASE
)
_LONGEST_TITLE: Final = 400
_WORD: Final = re.compile(r"[^\W_]+")
_PIECE: Final = re.compile(r"[A-Za-z]+|\d+")


def find_instrument(text: str) -> str | None:
    """Id of the treaty that a cell or line is the name of: title, short name, acronym or chapter number.

    A title may have its number in front (`15. a Optional Protocol to …`). Other words that make no other
    treaty of it are allowed where the gazetteer finds exactly one treaty. None for anything else.
    """
    text = text[: 2 * _LONGEST_TITLE].strip()
    if not text or len(text) > _LONGEST_TITLE:
        return None
    if found := _CHAPTER.fullmatch(text):
        return _by_chapter().get("-".join(filter(None, found.groups())))
    if address := _IN_ADDRESS.search(text):
        return _by_chapter().get(address[1])
    # "CAT-OP - Optional Protocol of …": the OHCHR puts its acronym in front.
    for name in (text, _NUMBERED.sub("", text, count=1), text.partition(" - ")[0]):
        if instrument := _by_name().get(_letters(name)):
            return instrument
    return _mentioned(_NUMBERED.sub("", text, count=1))


def is_of_procedure(text: str) -> bool:
    """Whether a cell names an article or a procedure under a treaty, such as `CAT, Art. 22`."""
    return _PROCEDURE.search(text[:_LONGEST_TITLE]) is not None


def is_name(text: str) -> bool:
    """Whether a column is named after a treaty, by its acronym or its title alone."""
    return _letters(text[:_LONGEST_TITLE]) in _by_name()


def _mentioned(text: str) -> str | None:
    """The only treaty named in a title; no amendment of one, which is a treaty of its own."""
    if len(text) < 12 or "amend" in text.casefold() or _NO_TITLE.match(text) or is_of_procedure(text):
        return None
    norms = {found.norm for found in find_norms(text) if found.score >= 0.6}
    return norms.pop() if len(norms) == 1 and norms <= _treaties() else None


def instrument_of_heading(lines: Sequence[str]) -> str | None:
    """The treaty that the lines above a table name: by address, title, or chapter and number."""
    for line in lines:
        if (address := _IN_ADDRESS.search(line)) and (found := _by_chapter().get(address[1])):
            return found
    titles = [line for line in lines if not _NO_TITLE.match(line)]
    for line in titles:
        if (found := _by_name().get(_letters(_NUMBERED.sub("", line, count=1)))) is not None:
            return found
    return _by_number(titles) or next(filter(None, map(find_instrument, titles)), None)


def _by_number(lines: Iterable[str]) -> str | None:
    """`CHAPTER IV` in one line and `15. a Optional …` in a later one are IV-15-a."""
    chapter = None
    for line in lines:
        if heading := _CHAPTER_HEADING.search(line[:_LONGEST_TITLE]):
            chapter = heading[1].upper()
        elif chapter and (number := _NUMBERED.match(line)) and "amend" not in line.casefold():
            key = "-".join(filter(None, (chapter, number[1], number[2])))
            if found := _by_chapter().get(key):
                return found
    return None


def instrument_in_file_name(name: str) -> str | None:
    """The treaty a file is named after: `hr_status_op_crpd.csv`, `IV-15-a.en.xml`; the longest wins."""
    stem = name.rpartition("/")[2].rpartition("\\")[2].split(".")[0]
    if (found := _CHAPTER.match(stem.replace("_", "-"))) and (
        known := _by_chapter().get("-".join(filter(None, found.groups())))
    ):
        return known
    pieces = _PIECE.findall(stem)[:30]
    for length in range(len(pieces), 0, -1):
        windows = ("".join(pieces[start : start + length]) for start in range(len(pieces) - length + 1))
        named = {known for window in windows if (known := _by_name().get(_letters(window)))}
        if named:
            return named.pop() if len(named) == 1 else None
    return None


def state_in_file_name(name: str) -> str | None:
    """The State that a file is named after: `ratification-status-kazakhstan.xlsx`."""
    stem = name.rpartition("/")[2].rpartition("\\")[2].rpartition(".")[0]
    words = _WORD.findall(stem.replace("_", " "))[:30]
    for length in range(min(len(words), 8), 0, -1):
        windows = (" ".join(words[start : start + length]) for start in range(len(words) - length + 1))
        named = {code for window in windows if (code := state_code(window))}
        if named:
            return named.pop() if len(named) == 1 else None
    return None


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


@cache
def _by_name() -> dict[str, str]:
    """Treaties by the letters of every name; a name of two treaties is of none."""
    found: dict[str, str | None] = {}
    for name, instrument in _names():
        letters = _letters(name)
        known = found.get(letters, instrument)
        found[letters] = instrument if known == instrument else None
    return {letters: instrument for letters, instrument in found.items() if letters and instrument}


def _names() -> Iterator[tuple[str, str]]:
    for instrument in load_instruments():
        if instrument.type == "soft_law":
            continue
        names = (
            instrument.id,
            instrument.name,
            instrument.short or "",
            *(name for _, name in instrument.names),
        )
        yield from ((name, instrument.id) for name in names if name)
    yield from _OTHER_NAMES.items()


@cache
def _by_chapter() -> dict[str, str]:
    return {instrument.chapter: instrument.id for instrument in load_instruments() if instrument.chapter}


@cache
def _treaties() -> frozenset[str]:
    return frozenset(i.id for i in load_instruments() if i.type != "soft_law")


# ---------- Participants ----------

_NOTE_MARKS: Final = re.compile(
    r"[\s\d,;*†‡§¹²³⁴-⁹⁰]+$|(?:\s*\[[\d, ]{1,12}\])+$|(?:\s*\(\d[\d, ]{0,10}\))+$"
)

_NO_STATES: Final = {
    "organization": (
        "european union",
        "european community",
        "european economic community",
        "european communities",
        "union européenne",
    ),
    "former State": (
        "yugoslavia",
        "former yugoslavia",
        "yugoslavia sfr",
        "socialist federal republic of yugoslavia",
        "serbia and montenegro",
        "czechoslovakia",
        "german democratic republic",
        "ussr",
        "union of soviet socialist republics",
        "democratic yemen",
        "yemen arab republic",
        "republic of viet nam",
        "republic of vietnam",
        "netherlands antilles",
        "zanzibar",
        "tanganyika",
    ),
    "territory, or no member or observer of the United Nations": (
        "hong kong",
        "china hong kong sar",
        "china hong kong",
        "hong kong sar",
        "hong kong china",
        "hong kong special administrative region",
        "macao",
        "macau",
        "china macao sar",
        "china macao",
        "macao sar",
        "macao china",
        "macao special administrative region",
        "cook islands",
        "niue",
        "taiwan",
        "taiwan province of china",
        "republic of china",
        "kosovo",
        "aruba",
        "curacao",
        "sint maarten",
        "montserrat",
        "bermuda",
        "greenland",
        "faroe islands",
        "gibraltar",
        "isle of man",
        "jersey",
        "guernsey",
        "puerto rico",
        "western sahara",
        "new caledonia",
        "french polynesia",
        "tokelau",
        "anguilla",
        "cayman islands",
        "british virgin islands",
        "turks and caicos islands",
        "falkland islands",
        "falkland islands malvinas",
        "saint helena",
    ),
}


def participant(text: str) -> tuple[str, str | None, str | None]:
    """The name without the marks of its notes, its code where it is a State, else what kind of other it is.

    Both are None for a name that nothing known is spelt like.
    """
    name = text.strip()
    while (shorter := _NOTE_MARKS.sub("", name)) != name:
        name = shorter
    if code := state_code(name):
        return name, code, None
    words = " ".join(_WORD.findall(_plain(name)))
    kind = next((kind for kind, names in _NO_STATES.items() if words in names), None)
    return name, None, kind


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


_STATUS_FOR: Final = re.compile(
    r"\bstatus (?:for|of|by)\b:?\s*(.{3,80})|\b(?:country|state)\s*:\s*(.{3,80})", re.IGNORECASE
)


def state_of_heading(lines: Sequence[str]) -> str | None:
    """The State that a line above a table names, alone or after `Ratification Status for`."""
    for line in reversed(lines):
        told = _STATUS_FOR.search(line[:_LONGEST_TITLE])
        for name in (line, *(told.groups() if told else ())):
            if name and (code := participant(name)[1]):
                return code
    return None
