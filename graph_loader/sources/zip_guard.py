"""Looks at a ZIP file before anything unpacks it: Office files are ZIP files, and so are ZIP bombs."""

from __future__ import annotations

import io
import zipfile
from typing import BinaryIO, Final, cast

from ontology.errors import SourceError

MOST_MEMBERS: Final = 10_000
LARGEST_MEMBER: Final = 512 << 20
LARGEST_TOTAL: Final = 1 << 30
MOST_PACKED: Final = 250
"""Times that a member over `_UNSUSPICIOUS` bytes may grow; sheets of empty cells grow a hundredfold."""
_UNSUSPICIOUS: Final = 16 << 20
_LARGEST_DIRECTORY: Final = 4 << 20
"""Bytes of the directory, which is read before its members can be counted; 10,000 of them have 1 MiB."""


def check_zip(file: BinaryIO, name: str) -> frozenset[str]:
    """Names of the members of a ZIP file whose directory says that unpacking is safe.

    Python's zipfile unpacks no more of a member than the directory says. Raises SourceError for a file that
    is damaged, has a password, or would unpack to more than the limits here.
    """
    try:
        with zipfile.ZipFile(cast(BinaryIO, _InSmallPieces(file, name))) as archive:
            members = archive.infolist()
            if any(member.header_offset < 0 for member in members):
                raise zipfile.BadZipFile("Bad offset of a part")
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise SourceError(
            f"{name}: the Office or ZIP file is damaged or cut off ({error}). Get it again. "
            "Nothing was stored.",
            name,
        ) from error
    if any(member.flag_bits & 1 for member in members):
        raise SourceError(f"{name}: has a password. Save it without one. Nothing was stored.", name)
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise SourceError(f"{name}: is packed in a way Office does not use. Nothing was stored.", name)
    total = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or total > LARGEST_TOTAL or any(map(_is_suspicious, members)):
        raise SourceError(
            f"{name}: would unpack to {total >> 20} MiB in {len(members)} parts, far more than such a file "
            "holds. Nothing was stored.",
            name,
        )
    return frozenset(member.filename for member in members)


class _InSmallPieces(io.RawIOBase):
    """A file of which no more is read at once than the largest directory of members may have."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(_LARGEST_DIRECTORY + 1 if size < 0 else min(size, _LARGEST_DIRECTORY + 1))
        if len(data) > _LARGEST_DIRECTORY:
            raise SourceError(
                f"{self._name}: lists far more parts than such a file holds. Nothing was stored.", self._name
            )
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True


def _is_suspicious(member: zipfile.ZipInfo) -> bool:
    grown = member.file_size > _UNSUSPICIOUS and member.file_size > MOST_PACKED * max(1, member.compress_size)
    return grown or member.file_size > LARGEST_MEMBER
