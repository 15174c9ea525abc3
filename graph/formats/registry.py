"""The file formats that there are, and which of them a file is in. Packed files are read here, for all of them."""

import gzip
import zlib
from collections.abc import Sequence
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from graph.errors import BadInput, InvalidFile, Problem
from graph.formats import canonical, csv, gexf, graphml, kumu, nodelink
from graph.formats.format import Format, Options
from graph.formats.tables import TABLE, XLSX
from graph.rows import Rows

FORMATS = (
    kumu.FORMAT,
    nodelink.FORMAT,
    graphml.FORMAT,
    gexf.FORMAT,
    canonical.FORMAT,
    csv.FORMAT,
    XLSX,
    TABLE,
)
"""Every format, in the order in which they are asked whether a file is theirs."""

NAMES = tuple(format.name for format in FORMATS)

GZIP_ENDING = ".gz"

HEAD = 2**20
"""Bytes of a file by which its format is recognised."""

_GZIP = b"\x1f\x8b"
_DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile)

_LOOKS = (
    (b"PK\x03\x04", "a zip archive; unpack it"),
    (b"\xd0\xcf\x11\xe0", "an Excel workbook of the old kind; save it as .xlsx"),
    (b"%PDF", "a PDF document"),
    (b"\xff\xfe", "text in the encoding UTF-16; save it in UTF-8"),
    (b"\xfe\xff", "text in the encoding UTF-16; save it in UTF-8"),
    (b"<", "XML or HTML"),
    (b"{", "JSON of another kind"),
    (b"[", "JSON of another kind"),
)
"""What files begin with that are in no format of ours, and what to call them."""


def named(name: str, formats: Sequence[Format] = FORMATS) -> Format:
    """A format by its name. Raises BadInput, which says what there are."""
    for format in formats:
        if format.name == name:
            return format
    names = ", ".join(format.name for format in formats)
    raise BadInput(f"There is no format {name!r}; there are {names}.", place="format")


def stem(path: Path) -> str:
    """The name of a file without the ending of its format and packing."""
    return Path(path.stem).stem if path.suffix.lower() == GZIP_ENDING else path.stem


def recognised(stream: BinaryIO, formats: Sequence[Format] = FORMATS) -> Format:
    """The format of a stream, which stands at its beginning then. Raises InvalidFile, which says what it looks like."""
    try:
        head = _unpacked(stream).read(HEAD)
    except _DAMAGED as error:
        raise InvalidFile(f"The file {_damage(error)}.") from error
    finally:
        stream.seek(0)
    for format in formats:
        if format.recognises(head):
            return format
    known = ", ".join(f"{format.name} ({', '.join(format.endings)})" for format in formats)
    raise InvalidFile(f"The file looks like {_looks(head)}. The formats that can be read are {known}.")


def rows(format: Format, stream: BinaryIO, options: Options) -> Rows:
    """The rows of a plain or gzip stream that stands at its beginning."""
    try:
        yield from format.read(_unpacked(stream), options)
    except _DAMAGED as error:
        yield Problem("file", _damage(error))


def read(path: Path) -> Rows:
    """The rows of a file in any format. Raises InvalidFile as ``recognised`` and OSError as ``open``."""
    with path.open("rb") as file:
        format = recognised(file)
        yield from rows(format, file, format.bind({}, stem(path)))


def _unpacked(stream: BinaryIO) -> BinaryIO:
    packed = stream.read(len(_GZIP)) == _GZIP
    stream.seek(0)
    return BufferedReader(gzip.GzipFile(fileobj=stream)) if packed else stream


def _damage(error: Exception) -> str:
    return f"is a gzip file that is damaged or cut short ({error}); fetch it again"


def _looks(head: bytes) -> str:
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for beginning, what in _LOOKS:
        if plain.startswith(beginning):
            return what
    if b"\0" in head:
        return "binary data"
    return f"text that begins with {plain[:60].decode(errors='replace').splitlines()[0]!r}"
