"""Opens a Word document (Open Packaging Conventions, ECMA-376 part 2) without trusting it.

Only the parts with text are unpacked, each within a limit; what relations point to outside the file is never
looked at, and XML with a document type declaration, which Word never writes, is refused (entities need one).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from graph_loader.sources.zip_guard import check_zip
from ontology.errors import SourceError

_LARGEST_PART: Final = 64 << 20
_MOST_TAGS: Final = 1_500_000
"""In one part; a report of 300,000 characters has 60,000 to 500,000."""
_DEEPEST: Final = 256
"""Elements within elements; Word writes about 40."""
_MOST_HEADERS: Final = 20

_MAIN_PART: Final = "word/document.xml"
_STRICT: Final = b"http://purl.oclc.org/ooxml/"
_STRICT_TO_TRANSITIONAL: Final = (
    (_STRICT + b"wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (_STRICT + b"officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)
"""The namespaces of the strict variant stand for the same (ECMA-376 part 4, annex A)."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a Word document that say something."""

    document: Element
    numbering: Element | None
    styles: Element | None
    headers: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    """Last word of its type: `styles`, `header` …"""
    part: str


def open_parts(data: bytes, name: str) -> Parts:
    """The parts of a Word document, parsed.

    Raises SourceError for a file that is damaged, has a password, is no Word document or is too large.
    """
    check_zip(io.BytesIO(data), name)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        package = _Package(archive, name)
        main = next(
            (each.part for each in package.relations("") if each.kind == "officeDocument"), _MAIN_PART
        )
        document = package.parse(main)
        if document is None:
            raise SourceError(
                f"{name}: holds no Word document. Save it again in Word. Nothing was stored.", name
            )
        relations = tuple(package.relations(main))
        headers = [each.part for each in relations if each.kind == "header"][:_MOST_HEADERS]
        return Parts(
            document,
            package.parse_related(relations, "numbering"),
            package.parse_related(relations, "styles"),
            tuple(header for part in headers if (header := package.parse(part)) is not None),
        )


class _Package:
    """An open package: parts by name, relations by the part they start from."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self._name = name
        self._members = {member.filename.lower(): member for member in archive.infolist()}

    def relations(self, part: str) -> Iterator[_Relation]:
        """What a part (the package itself is "") refers to inside the file."""
        folder, base = posixpath.split(part)
        root = self.parse(posixpath.join(folder, "_rels", f"{base}.rels"))
        for each in root if root is not None else ():
            if each.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))
                yield _Relation(each.get("Type", "").rpartition("/")[2], target.lstrip("/"))

    def parse_related(self, relations: tuple[_Relation, ...], kind: str) -> Element | None:
        """The part that stands in such a relation, None where there is none."""
        part = next((each.part for each in relations if each.kind == kind), None)
        return self.parse(part) if part is not None else None

    def parse(self, part: str) -> Element | None:
        """The root element of a part, None where the file has no such part."""
        member = self._members.get(part.lower())
        if member is None:
            return None
        if member.file_size > _LARGEST_PART:
            raise self._error(f"{part} is larger than {_LARGEST_PART >> 20} MiB. Split the document.")
        try:
            data = self._archive.read(member)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise self._error(f"{part} is damaged ({error}). Get the file again.") from error
        if data.count(b"<") > _MOST_TAGS:
            raise self._error(f"{part} has more than {_MOST_TAGS} tags. Split the document.")
        for strict, transitional in _STRICT_TO_TRANSITIONAL:
            data = data.replace(strict, transitional)
        return self._parsed(data, part)

    def _parsed(self, data: bytes, part: str) -> Element:
        parser = XMLParser(target=_NoDoctype())
        try:
            parser.feed(data)
            root: Element = parser.close()
        except _DoctypeError as error:
            raise self._error(
                f"{part} declares a document type, as no Word document does. Save it again in Word."
            ) from error
        except (ParseError, LookupError, ValueError) as error:
            raise self._error(f"{part} is no well-formed XML ({error}). Get the file again.") from error
        if _is_deeper(root, _DEEPEST):
            raise self._error(f"{part} nests elements more than {_DEEPEST} deep. Save it again in Word.")
        return root

    def _error(self, message: str) -> SourceError:
        return SourceError(f"{self._name}: {message} Nothing was stored.", self._name)


class _DoctypeError(ValueError):
    """The XML begins to declare a document type."""


class _NoDoctype(TreeBuilder):
    """Stops the parser at a document type declaration, before any entity is read."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """What the parser calls for `<!DOCTYPE`."""
        raise _DoctypeError(name)


def _is_deeper(root: Element, most: int) -> bool:
    level = [root]
    for _ in range(most):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True
