"""How files come: plain, packed with gzip or zip, in UTF-8 or UTF-16. All formats get them plain and in UTF-8."""

import codecs
import gzip
import lzma
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import SEEK_SET, BufferedReader, BytesIO, RawIOBase
from pathlib import Path
from typing import IO, BinaryIO, cast

from graph.errors import InvalidFile, Problem

ENDINGS = (".gz", ".zip")

MOST = 100
"""Files of an archive."""

LARGEST = 2**33
"""Bytes of one file of an archive, unpacked."""

LARGEST_TEXT = 2**29
"""Bytes of a text that is not in UTF-8, and so is kept in memory while it is read."""

BLANKS = 2**22
"""Bytes of blanks and line ends in a row beyond which a file is refused: a few bytes can unpack to any number of them."""

_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
"""An archive, or one with no file in it."""

_OFFICE = ("[Content_Types].xml", "mimetype")
"""What documents of office programs have in them, which are zip archives for all else."""

_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_DECLARED = re.compile(r"""\A(<\?xml[^>]*encoding=["'])utf-16(?:le|be)?(["'])""", re.IGNORECASE)
_CHUNK = 2**20
_DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, lzma.LZMAError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Part:
    """One file, plain. It has a ``name`` where it was in an archive with others."""

    name: str
    stream: BinaryIO


@contextmanager
def damage_told() -> Iterator[None]:
    """Turn what unpacking raises into InvalidFile, which says that the file is damaged."""
    try:
        yield
    except _DAMAGED as error:
        raise _refused(f"is packed and damaged or cut short ({error}); fetch it again") from error
    except UnicodeDecodeError as error:
        raise _refused(f"is not the UTF-16 text that it begins as ({error.reason})") from error
    except RecursionError as error:
        raise _refused("nests too deep to be read") from error


def parts(stream: BinaryIO) -> list[Part]:
    """The files of a stream, which stands at its beginning; one, unless it is an archive of several.

    Raises InvalidFile: the archive is damaged, empty or too large. Reading the parts raises in the same cases; see
    ``damage_told``.
    """
    with damage_told():
        if _head(stream, len(_GZIP)) == _GZIP:
            return [Part("", _in_utf_8(cast(BinaryIO, BufferedReader(gzip.GzipFile(fileobj=stream)))))]
        if _head(stream, 4) in _ZIP:
            archive = zipfile.ZipFile(stream)
            if not set(_OFFICE).intersection(archive.namelist()):
                return _unzipped(archive)
            stream.seek(0)
        return [Part("", _in_utf_8(stream))]


def together(paths: Iterable[Path], into: BinaryIO) -> None:
    """Write several files as one archive, so that they are read as one. Raises OSError, and InvalidFile for too many files."""
    paths = [*paths]
    if len(paths) > MOST:
        raise InvalidFile(f"{len(paths)} files are too many to be read as one map; {MOST} are the most at once.")
    with zipfile.ZipFile(into, "w") as archive:
        for number, path in enumerate(paths):
            shown = path.name.lstrip(".")  # in an archive of somebody else, a dot marks what nobody meant to send
            name = shown if shown not in ("", "__MACOSX", *archive.namelist()) else f"{number}-{shown}"
            with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target)
    into.seek(0)


def _unzipped(archive: zipfile.ZipFile) -> list[Part]:
    listed = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_hidden(entry.filename)]
    if not listed:
        raise _refused("is a zip archive with no file in it")
    if len(listed) > MOST:
        raise _refused(f"is a zip archive of {len(listed)} files; unpack it and choose those that are meant")
    if too_large := [entry.filename for entry in listed if entry.file_size > LARGEST]:
        raise _refused(f"is a zip archive of which {too_large[0]} is larger than {LARGEST >> 30} GB")
    named = len(listed) > 1
    opened = ((entry.filename if named else "", _opened(archive, entry)) for entry in listed)
    return [Part(name, _unpacked(cast(BinaryIO, file))) for name, file in opened]


def _opened(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> IO[bytes]:
    try:
        return archive.open(entry)
    except RuntimeError as error:  # it has a password, or is packed in a way that Python does not know
        raise _refused(f"has a part that cannot be unpacked ({error}); unpack it and choose the files in it") from error


def _unpacked(stream: BinaryIO) -> BinaryIO:
    """A file of an archive, which may be packed with gzip itself."""
    if _head(stream, len(_GZIP)) == _GZIP:
        stream = cast(BinaryIO, BufferedReader(gzip.GzipFile(fileobj=stream)))
    return _in_utf_8(stream)


def _refused(message: str) -> InvalidFile:
    return InvalidFile(f"The file {message}.", [Problem("file", message)])


def _is_hidden(name: str) -> bool:
    return any(step.startswith(".") or step == "__MACOSX" for step in name.split("/"))


class _Dense(RawIOBase):
    """A stream that is refused where nothing but blanks comes for long."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._blanks = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        """As of any stream."""
        self._blanks = 0
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """As of any stream."""
        return self._stream.tell()

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        """As of any stream. Raises InvalidFile after too many blanks."""
        chunk = self._stream.read(min(len(buffer), _CHUNK))
        self._blanks = self._blanks + len(chunk) if chunk.isspace() else 0
        if self._blanks > BLANKS:
            raise _refused(f"has more than {BLANKS >> 20} MB of blank lines in a row; delete them")
        buffer[: len(chunk)] = chunk
        return len(chunk)


def _in_utf_8(stream: BinaryIO) -> BinaryIO:
    encoding = _UTF_16.get(_head(stream, 2))
    if not encoding:
        return cast(BinaryIO, BufferedReader(_Dense(stream), _CHUNK))
    plain = BytesIO()
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.read(2)
    while chunk := stream.read(_CHUNK):
        text = decoder.decode(chunk)
        if plain.tell() > LARGEST_TEXT:
            raise _refused(f"is in UTF-16 and larger than {LARGEST_TEXT >> 20} MB; save it in UTF-8")
        plain.write((_DECLARED.sub(r"\1utf-8\2", text, count=1) if not plain.tell() else text).encode())
    plain.write(decoder.decode(b"", final=True).encode())
    plain.seek(0)
    return plain


def _head(stream: BinaryIO, length: int) -> bytes:
    head = stream.read(length)
    stream.seek(0)
    return head
