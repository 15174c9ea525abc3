"""Drawings of draw.io (diagrams.net): shapes with words in them are elements, lines between two shapes connections."""

import re
import zlib
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from typing import BinaryIO
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from graph.errors import InvalidFile
from graph.formats import drawn, xml
from graph.formats.format import Format
from graph.formats.items import connection, element, told_apart
from graph.formats.xml import local
from graph.mapping.drawing import Drawing, Item, text
from graph.mapping.remarks import Remarks
from graph.model import Text
from graph.rows import Data

_CELL, _HOLDERS = "mxCell", frozenset({"object", "UserObject"})
"""A shape or line, and what holds one that has fields of its maker."""

_NOT_FIELDS = frozenset({"id", "label", "placeholders", "tooltip", "link", "tags"})
_BREAK = re.compile(r"</?(?:br|div|p|li|h\d|tr)\b[^<>]*>", re.IGNORECASE)
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_PLACE = re.compile(r"%([^%\s]+)%")
_LONGEST = 120
"""Characters of a name; of longer texts the first line is the name, and all of it the description."""

_UNPACKED = 2**27
"""Bytes of a page, unpacked."""


@dataclass(slots=True)
class _Cell:
    """A shape or line as it stands: its page, what is written on it, and what its maker says of it besides."""

    page: str
    attributes: dict[str, str]
    words: str
    said: Data = field(default_factory=dict)
    at: Data = field(default_factory=dict)

    @property
    def style(self) -> dict[str, str]:
        """How it is drawn, by name."""
        parts = (part.partition("=") for part in self.attributes.get("style", "").split(";") if part)
        return {name: value for name, _, value in parts}


def recognises(head: bytes) -> bool:
    """Whether the outermost element is one of draw.io."""
    return xml.root(head) in ("mxfile", "mxGraphModel")


def draw(stream: BinaryIO, remarks: Remarks) -> Drawing:
    """The shapes and lines of all pages."""
    pages: dict[str, int] = {}
    cells = list(_cells(stream, "", pages))
    if not cells:
        raise InvalidFile("has no shapes")
    return _Drawn(cells, several=len(pages) > 1, remarks=remarks).drawing()


FORMAT = Format(
    "drawio",
    (".drawio",),
    Text("Kresby z draw.io (diagrams.net).", "Drawings of draw.io (diagrams.net)."),
    recognises,
    drawn.reader(draw),
    options=drawn.DRAWN,
    draw=draw,
)


def _cells(stream: BinaryIO, page: str, pages: dict[str, int]) -> Iterator[_Cell]:
    """The cells of a file, or of a page within it, which may be packed."""
    for around, ended in xml.ended(stream):
        name = local(ended.tag)
        if name == "diagram":
            page = _named(ended, pages)
            if packed := (ended.text or "").strip():
                yield from _cells(BytesIO(_unpacked(packed)), page, pages)
        elif name == _CELL and not (around and local(around[-1].tag) in _HOLDERS):
            yield _cell(_page_of(around, pages, page), ended, {}, ended.get("id", ""), ended.get("value", ""))
        elif name in _HOLDERS:
            within = next((child for child in ended if local(child.tag) == _CELL), None)
            if within is not None:
                said: Data = {key: value for key, value in ended.attrib.items() if key not in _NOT_FIELDS and value}
                said |= {"url": link} if (link := ended.get("link")) else {}
                words = _filled_in(ended) if ended.get("placeholders") == "1" else ended.get("label", "")
                yield _cell(_page_of(around, pages, page), within, said, ended.get("id", ""), words)


def _filled_in(holder: Element) -> str:
    """What is written on a shape that has the values of its fields filled in."""
    return _PLACE.sub(lambda found: holder.get(found[1], ""), holder.get("label", ""))


def _named(diagram: Element, pages: dict[str, int]) -> str:
    name = text(diagram.get("name")) or diagram.get("id", "")
    pages.setdefault(name, len(pages))
    return name


def _page_of(around: tuple[Element, ...], pages: dict[str, int], page: str) -> str:
    """The page on which a cell stands: the diagram around it, where it is not packed."""
    return next((_named(each, pages) for each in around if local(each.tag) == "diagram"), page)


def _cell(page: str, cell: Element, said: Data, own: str, words: str) -> _Cell:
    geometry = next((child for child in cell if local(child.tag) == "mxGeometry"), None)
    at = {axis: xml.number(geometry.get(axis, ""), "double") for axis in ("x", "y")} if geometry is not None else {}
    return _Cell(
        page,
        {**{local(name): value for name, value in cell.attrib.items()}, "id": own},
        words,
        said,
        {axis: value for axis, value in at.items() if isinstance(value, float)},
    )


def _unpacked(packed: str) -> bytes:
    """A page as draw.io packs it: deflated, and its signs written as in addresses."""
    try:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        data = unpacker.decompress(b64decode(packed), _UNPACKED)
    except (NotBase64, ValueError, zlib.error) as error:
        raise InvalidFile("has a page that is packed and damaged; save it anew") from error
    if unpacker.unconsumed_tail:
        raise InvalidFile(f"has a page of more than {_UNPACKED >> 20} MB; divide it")
    if not unpacker.eof:
        raise InvalidFile("has a page that is packed and damaged; save it anew")
    return unquote(data.decode(errors="replace")).encode()


class _Drawn:
    def __init__(self, cells: list[_Cell], *, several: bool, remarks: Remarks) -> None:
        self._cells = cells
        self._several = several
        self._remarks = remarks
        self._lines = {self._id(cell) for cell in cells if cell.attributes.get("edge") == "1"}
        self._shapes: dict[str, Item] = {}

    def drawing(self) -> Drawing:
        on_lines: dict[str, str] = {}
        for number, cell in enumerate(self._cells):
            parent = self._id(cell, "parent")
            if parent in self._lines:
                on_lines[parent] = " ".join(filter(None, (on_lines.get(parent), *_lines_of(cell.words))))
            elif cell.attributes.get("vertex") == "1":
                self._shape(cell, f"shape[{number}]")
        drawing = Drawing([*self._shapes.values()])
        drawing.connections = told_apart(
            self._line(cell, f"line[{number}]", on_lines.get(self._id(cell), ""))
            for number, cell in enumerate(self._cells)
            if self._id(cell) in self._lines and self._is_between(cell, f"line[{number}]")
        )
        return drawing

    def _id(self, cell: _Cell, attribute: str = "id") -> str:
        """An id of a cell, each once in the file."""
        own = cell.attributes.get(attribute, "")
        return f"{cell.page} {own}" if self._several and own else own

    def _shape(self, cell: _Cell, place: str) -> None:
        lines = _lines_of(cell.words)
        if not lines:
            self._remarks.count("a shape without words is left out", place)
            return
        whole = " ".join(lines)
        fields: Data = {"label": whole if len(whole) <= _LONGEST else lines[0], **cell.said}
        if len(whole) > _LONGEST:
            fields["description"] = "\n".join(lines)
        fields |= {"page": cell.page} if self._several else {}
        around: Data = {"parent": self._id(cell, "parent")} if self._id(cell, "parent") in self._shapes else {}
        drawn_so = {"style": cell.attributes["style"]} if cell.attributes.get("style") else {}
        own = self._id(cell)
        self._shapes[own] = element(place, own, {"id": own} | around | drawn_so | cell.at, fields)

    def _is_between(self, cell: _Cell, place: str) -> bool:
        """Whether a line is fixed to shapes that are elements at both ends."""
        ends = [self._id(cell, side) for side in ("source", "target")]
        if all(end in self._shapes for end in ends):
            return True
        self._remarks.count("a line that is not fixed to two shapes with words is left out", place)
        return False

    def _line(self, cell: _Cell, place: str, on_it: str) -> Item:
        label = " ".join(filter(None, (*_lines_of(cell.words), on_it)))
        style = cell.style
        heads = (style.get("startArrow", "none") != "none", style.get("endArrow", "classic") != "none")
        start, end = (self._id(cell, side) for side in ("source", "target"))
        if heads == (True, False):
            start, end = end, start
        direction = "mutual" if all(heads) else "directed" if any(heads) else "undirected"
        own = self._id(cell)
        structure: Data = {"id": own, "from": start, "to": end, "direction": direction}
        return connection(place, own, structure, ({"label": label} if label else {}) | cell.said)


def _lines_of(words: str) -> list[str]:
    """The lines of what is written on a cell, which may be HTML."""
    plain = unescape(_MARKUP.sub("", _BREAK.sub("\n", words)))
    return [line for each in plain.splitlines() if (line := text(each))]
