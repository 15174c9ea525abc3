"""The file formats that there are, and which of them a file is in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from graph.errors import BadInput, InvalidFile, Problem
from graph.formats import (
    canonical,
    csv,
    drawio,
    drawn,
    geojson,
    gexf,
    gml,
    graphml,
    hsds,
    kml,
    kumu,
    nodelink,
    packing,
    rdf,
    topojson,
    xml,
)
from graph.formats.format import Draw, Format, Options
from graph.formats.packing import Part
from graph.formats.tables import OPENFAIRDB, TABLE, XLSX
from graph.mapping.drawing import Drawing
from graph.mapping.proposal import Word, proposal
from graph.mapping.remarks import Remarks
from graph.rows import Rows

FORMATS = (
    geojson.FORMAT,
    topojson.FORMAT,
    kml.FORMAT,
    rdf.JSON_LD,
    rdf.TURTLE,
    rdf.RDF_XML,
    kumu.FORMAT,
    hsds.FORMAT,
    nodelink.FORMAT,
    graphml.FORMAT,
    gexf.FORMAT,
    drawio.FORMAT,
    gml.FORMAT,
    canonical.FORMAT,
    csv.FORMAT,
    XLSX,
    OPENFAIRDB,
    TABLE,
)
"""Every format, in the order in which they are asked whether a file is theirs."""

NAMES = tuple(format.name for format in FORMATS)

GZIP_ENDING = ".gz"

HEAD = 2**20
"""Bytes of a file by which its format is recognised."""

_LOOKS = (
    (b"PK\x03\x04", "a document of an office program; save the table as .xlsx or CSV"),
    (b"\xd0\xcf\x11\xe0", "an Excel workbook of the old kind; save it as .xlsx"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"Rar!", "a RAR archive; unpack it"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it"),
    (b"\x00\x00\x27\x0a", "a Shapefile; open it in QGIS and save it as GeoJSON"),
    (b"SQLite format 3\0", "a SQLite database; save its tables as CSV"),
    (b"PAR1", "Parquet; save it as CSV"),
    (b"<!DOCTYPE html", "a web page"),
    (b"<html", "a web page"),
    (b"<", "XML or HTML"),
    (b"{", "JSON of another kind: it has no list of objects with names or ids"),
    (b"[", "JSON of another kind: it has no list of objects with names or ids"),
)
"""What files begin with that are in no format of ours, and what to call them."""

_LANGUAGES = (
    (rb"(strict\s+)?(di)?graph\b[^;,\t\r\n{]*\{", "Graphviz; save it as GraphML"),
    (
        rb"(graph|flowchart)\s+(TB|TD|BT|RL|LR);?[ \t]*\r?\n|(mindmap|erDiagram|classDiagram|sequenceDiagram|stateDiagram(-v2)?)\s|%%\{",
        "Mermaid; save it as CSV with headings such as From and To",
    ),
    (rb"@start(uml|mindmap|wbs)\b", "PlantUML; save it as CSV with headings such as From and To"),
    (
        rb"(var|let|const)\s+[\w$]+\s*(:[^=;,\n]*+)?=|export\s+default\s+[\[{\w]|[\w.$]+\s*=\s*(\{|\[\s*([\[{\]\"'\d]|\n))",
        "JavaScript; save what stands in brackets as JSON, with all keys in quotes",
    ),
    (rb"\*(network|vertices)\b", "a Pajek network; save it as GraphML"),
    (rb"dl\s+n[rm]?\s*=", "a UCINET network; save it as GraphML"),
    (rb"nodedef>", "GDF; save it as GraphML"),
    (rb"BEGIN:VCARD", "vCard, a list of people; save it as CSV"),
    (rb"BEGIN:VCALENDAR", "iCalendar, a list of dates; save it as CSV"),
    (rb"(---\s+)?[\w-]+:[ \t]*\r?\n[ \t]*- ", "YAML; save it as JSON"),
    (
        rb"(CREATE|MERGE|MATCH)\s*\(|(CREATE\s+TABLE|INSERT\s+INTO)\s",
        "Cypher or SQL; run it, and export what it gives as CSV",
    ),
)
"""Languages of graphs and lists that are in no format of ours, by what a text begins with, and what to call them.

They are asked first, for some of them have separators and lines as a table.
"""

_ROOTS = {
    "FeatureCollection": "GML, a map of places; open it in QGIS and save it as GeoJSON",
    "gpx": "GPX, a track or places of a satellite receiver; open it in QGIS and save it as GeoJSON",
    "osm": "OpenStreetMap in XML; export it from overpass-turbo.eu as GeoJSON",
    "opml": "OPML, an outline; save it as CSV",
    "map": "a mind map; export it as CSV or GraphML",
    "svg": "a picture",
    "rss": "a list of news",
    "feed": "a list of news",
}
"""What XML is that is in no format of ours, by its outermost element."""


def named(name: str, formats: Sequence[Format] = FORMATS) -> Format:
    """A format by its name. Raises BadInput, which says what there are."""
    for format in formats:
        if format.name == name:
            return format
    names = ", ".join(format.name for format in formats)
    raise BadInput(f"There is no format {name!r}; there are {names}.", place="format")


def stem(path: Path) -> str:
    """The name of a file without the ending of its format and packing."""
    return Path(path.stem).stem if path.suffix.lower() in packing.ENDINGS else path.stem


def recognised(stream: BinaryIO, formats: Sequence[Format] = FORMATS) -> Format:
    """The format of a stream, which stands at its beginning then; of an archive, that of the first file which has one.

    Raises InvalidFile, which says what it looks like.
    """
    try:
        parts = packing.parts(stream)
        if hsds.is_package([part.name for part in parts]):
            return hsds.FORMAT
        heads = [_head(part) for part in parts]
    finally:
        stream.seek(0)
    for head in heads:
        if format := _of(head, formats):
            return format
    known = ", ".join(f"{format.name} ({', '.join(format.endings)})" for format in formats)
    raise InvalidFile(f"The file looks like {_looks(heads[0])}. The formats that can be read are {known}.")


def rows(format: Format, stream: BinaryIO, options: Options) -> Rows:
    """The rows of a stream that stands at its beginning; files of an archive are drawn as one map."""
    try:
        with packing.damage_told():
            parts = packing.parts(stream)
            if len(parts) == 1:
                yield from format.read(parts[0].stream, options)
            else:
                remarks = Remarks()
                yield from drawn.rows(_together(parts, remarks), options, remarks)
    except InvalidFile as error:
        yield from error.problems or [Problem("file", error.message)]


def proposed_mapping(
    format: Format, stream: BinaryIO, options: Options, known: Mapping[str, str] = MappingProxyType({})
) -> list[Word]:
    """What the words of a stream may mean. ``known`` are labels of elements by their folded names.

    Raises InvalidFile, also where a format has no such words.
    """
    remarks = Remarks()
    with packing.damage_told():
        parts = packing.parts(stream)
        if len(parts) > 1:
            drawing = _together(parts, remarks)
        elif format.draw:
            drawing = format.draw(drawn.whole_in_memory(parts[0].stream), remarks)
        else:
            raise InvalidFile(
                f"The file is in the format {format.name}, whose words are the model's: it needs no mapping."
            )
    return proposal(drawing, drawn.mapping_of(options), options.texts["name"], known)


def _together(parts: Sequence[Part], remarks: Remarks) -> Drawing:
    """The drawing of one map that stands in several files."""
    if hsds.is_package([part.name for part in parts]):
        return hsds.draw_package(parts, remarks)
    return drawn.together(_drawings(parts), remarks)


def _drawings(parts: Sequence[Part]) -> Iterator[tuple[Part, Draw | str]]:
    """How each file of an archive is drawn, or what it is that has no elements and connections."""
    for part in parts:
        format = _of(head := _head(part), FORMATS)
        if format and format.draw:
            yield part, format.draw
        else:
            yield part, f"in the format {format.name}, which is read alone" if format else _looks(head)


def read(path: Path) -> Rows:
    """The rows of a file in any format. Raises InvalidFile as ``recognised`` and OSError as ``open``."""
    with path.open("rb") as file:
        format = recognised(file)
        yield from rows(format, file, format.bind({}, stem(path)))


def _of(head: bytes, formats: Sequence[Format]) -> Format | None:
    return None if _language(head) else next((format for format in formats if format.recognises(head)), None)


def _language(head: bytes) -> str | None:
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((what for pattern, what in _LANGUAGES if re.match(pattern, plain, re.IGNORECASE)), None)


def _head(part: Part) -> bytes:
    with packing.damage_told():
        head = part.stream.read(HEAD)
        part.stream.seek(0)
        return head


def _looks(head: bytes) -> str:
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if known := _ROOTS.get(xml.root(head)) or _language(head):
        return known
    for beginning, what in _LOOKS:
        if plain.startswith(beginning):
            return what
    if b"\0" in head:
        return "binary data"
    begins = plain[:60].decode(errors="replace").splitlines()[0]
    return f"text that begins with {begins!r}; save a list, also one of neighbours, as CSV with headings such as From and To"
