"""Records of a JSON export of OHCHR's index, one after the other: the file is never in memory as a whole.

Read are an array of records, an object that holds such an array (the answer to a search), a single record,
and records one after the other (NDJSON). The decoder of the standard library takes one record at a time out
of a window over the file: unlike a parser of events it tells the exact byte of a fault, and it refuses deep
nesting: of 32,000 times `[`, ijson 3.6 makes 2.4 GiB.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import BinaryIO, Final
from urllib.parse import quote

from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.uhri_fields import RawRecord, Values, field_of, is_record
from ontology.errors import SourceError

LARGEST_RECORD: Final = 4 << 20
"""Characters of a record; the largest hold some hundred thousand. Of `[],[],[]` so many take 200 MiB."""
MOST_RECORDS: Final = 2_000_000
"""Seven times what the full export has."""
_CHUNK: Final = 256 << 10
_NEAR_END: Final = 32
"""Characters before the end of the window at which a fault can be that the record goes on behind it."""
_DEEPEST_ARRAY: Final = 5
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_STARTS: Final = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]{0,1000}[\[{]")
_DECODER: Final = json.JSONDecoder(strict=False)  # control characters stand in real texts


def is_json(file: SourceFile) -> bool:
    """Whether a file begins as JSON does."""
    return _STARTS.match(file.head) is not None


def is_json_export(file: SourceFile) -> bool:
    """Whether a file holds records of an export as JSON."""
    return is_json(file) and _start(_text_of(file.head)) is not None


def read_json(file: SourceFile) -> Iterator[RawRecord]:
    """The records of an export in their order.

    Raises SourceError where the JSON is damaged, breaks off, or has a record that is too large or too many.
    """
    start = _start(_text_of(file.head))
    if start is None:
        raise SourceError(
            f"{file.name}: this JSON has no records of OHCHR's index at its beginning; they have the fields "
            "Text, Countries, Body, AnnotationId and others. Nothing was stored.",
            file.name,
        )
    at, path = start
    place = "record={1}" if path is None else _pointer(path)
    with file.open() as stream:
        window = _Window(stream, file.name, at)
        values = window.values_in_a_row() if path is None else window.values_of_array(is_alone=not path)
        for number, value in enumerate(values):
            if number >= MOST_RECORDS:
                raise SourceError(
                    f"{file.name}: more than {MOST_RECORDS:,} records, so this is no export of OHCHR's "
                    "index. Nothing was stored.",
                    f"{file.name}#{place.format(number, number + 1)}",
                )
            # What is no object is counted like a record that tells no type.
            known = _known(value) if isinstance(value, dict) else {}
            yield RawRecord(place.format(number, number + 1), known)


def _known(item: dict[str, object]) -> Values:
    return {field: value for name, value in item.items() if (field := field_of(name)) is not None}


def _pointer(path: tuple[str, ...]) -> str:
    """A pattern of JSON Pointers (RFC 6901, section 6) to the elements of an array."""
    parts = "".join(f"/{quote(part.replace('~', '~0').replace('/', '~1'), safe='~')}" for part in path)
    return parts.replace("{", "{{").replace("}", "}}") + "/{0}"


def _text_of(head: bytes) -> str:
    return codecs.getincrementaldecoder("utf-8-sig")("replace").decode(head)


def _start(text: str) -> tuple[int, tuple[str, ...] | None] | None:
    """Where the first record or the array of records begins, and the names that lead to the array.

    The names are None for records that stand in no array.
    """
    at = _after_space(text, 0)
    if text[at : at + 1] == "[":
        return (at + 1, ()) if _is_record_at(text, _after_space(text, at + 1)) else None
    if _is_record_at(text, at):
        return at, None
    return _array_in(text, at, ())


def _array_in(text: str, at: int, path: tuple[str, ...]) -> tuple[int, tuple[str, ...]] | None:
    """The first array of records in an object, or in the objects that it holds."""
    at = _after_space(text, at + 1)
    while text[at : at + 1] == '"' and len(path) < _DEEPEST_ARRAY:
        name, at = _value(text, at)
        at = _after_space(text, _after_space(text, at) + 1)
        inside = (*path, str(name)[:200])
        if text[at : at + 1] == "[" and _is_record_at(text, _after_space(text, at + 1)):
            return at + 1, inside
        if text[at : at + 1] == "{" and (found := _array_in(text, at, inside)):
            return found
        at = _after_space(text, _value(text, at)[1])
        if text[at : at + 1] != ",":
            break
        at = _after_space(text, at + 1)
    return None


def _is_record_at(text: str, at: int) -> bool:
    """Whether a record begins there; of one that is longer than the text its first fields are looked at."""
    if text[at : at + 1] != "{":
        return False
    names: list[str] = []
    at = _after_space(text, at + 1)
    while text[at : at + 1] == '"' and len(names) < 100:
        name, at = _value(text, at)
        names.append(str(name))
        at = _after_space(text, _value(text, _after_space(text, _after_space(text, at) + 1))[1])
        if text[at : at + 1] != ",":
            break
        at = _after_space(text, at + 1)
    return is_record(names)


def _value(text: str, at: int) -> tuple[object, int]:
    """The value at a place and where it ends; the end of the text where it is no JSON, or not all of it."""
    try:
        return _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, len(text)


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


_ID_FIELD: Final = '"AnnotationId"'


class _Window:
    """A part of a file as text, that moves forward as values are taken out of it."""

    def __init__(self, stream: BinaryIO, name: str, at: int) -> None:
        self._stream = stream
        self._name = name
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._text = ""
        self._at = 0
        self._bytes_before = 0
        """Bytes of the file before the window."""
        self._bytes_read = 0
        self._is_over = False
        self._more(at + 1)
        self._at = at

    def values_of_array(self, is_alone: bool) -> Iterator[object]:
        """The elements of an array whose `[` was passed; after one that stands alone nothing may follow."""
        separator = self._next()
        while separator != "]":
            yield self._take()
            separator = self._next()
            if separator == ",":
                self._at += 1
            elif separator != "]":
                raise self._damage("a comma or ] is missing", self._at)
        self._at += 1
        if is_alone and self._next():
            raise self._damage("something follows the end of the array", self._at)
        self._refuse_further_records()

    def _refuse_further_records(self) -> None:
        """An object may hold more than its array of records, but no second one that would be passed over."""
        while True:
            found = self._text.find(_ID_FIELD, self._at)
            if found >= 0:
                raise self._damage("further records follow the end of their array", found)
            self._at = max(self._at, len(self._text) - len(_ID_FIELD))
            if not self._more(1):
                return

    def values_in_a_row(self) -> Iterator[object]:
        """Values one after the other, to the end of the file."""
        while self._next():
            yield self._take()

    def _next(self) -> str:
        """The next character that is no space; nothing at the end of the file."""
        while True:
            self._at = _after_space(self._text, self._at)
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more(1):
                return ""

    def _take(self) -> object:
        """The value at the place where the window stands."""
        if not self._next():
            raise self._damage("a record is missing", self._at)
        wanted = _CHUNK
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                goes_on = error.msg.startswith("Unterminated") or error.pos >= len(self._text) - _NEAR_END
                if not goes_on or not self._more(wanted):
                    raise self._damage(error.msg, error.pos) from error
            except (ValueError, RecursionError) as error:
                raise self._damage("a value is too long or nested too deeply", self._at) from error
            else:
                self._at = end
                return value
            wanted *= 2

    def _more(self, wanted: int) -> bool:
        """Move the window forward and make it longer; False where the file is over."""
        self._bytes_before += len(self._text[: self._at].encode("utf-8", "surrogatepass"))
        self._text = self._text[self._at :]
        self._at = 0
        if len(self._text) > LARGEST_RECORD:
            raise SourceError(
                f"{self._name}: the record at byte {self._bytes_before:,} goes on for more than "
                f"{LARGEST_RECORD >> 20} MiB, which no record of OHCHR's index does. Take it out, or "
                "download the export again. Nothing was stored.",
                f"{self._name}#byte={self._bytes_before}",
            )
        parts = [self._text]
        while wanted > 0 and not self._is_over:
            parts.append(self._decoded(self._stream.read(_CHUNK)))
            wanted -= len(parts[-1])
        self._text = "".join(parts)
        return len(self._text) > len(parts[0])

    def _decoded(self, data: bytes) -> str:
        self._is_over = not data
        if self._bytes_read == 0 and data.startswith(codecs.BOM_UTF8):
            self._bytes_before = len(codecs.BOM_UTF8)
        self._bytes_read += len(data)
        try:
            return self._decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            place = self._bytes_read - len(error.object) + error.start
            raise self._fault(f"the text is not UTF-8 at byte {place:,}", place) from error

    def _damage(self, reason: str, position: int) -> SourceError:
        """What is wrong with the JSON, and at which byte."""
        place = self._bytes_before + len(self._text[:position].encode("utf-8", "surrogatepass"))
        if self._is_over and (position >= len(self._text) - 1 or reason.startswith("Unterminated")):
            return self._fault(f"the JSON breaks off at byte {self._bytes_read:,}", self._bytes_read)
        return self._fault(f"this is no JSON at byte {place:,} ({reason})", place)

    def _fault(self, what: str, place: int) -> SourceError:
        return SourceError(
            f"{self._name}: {what}. Download the export again. Nothing was stored.",
            f"{self._name}#byte={place}",
        )
