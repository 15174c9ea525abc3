"""Both JSON formats of Kumu: the blueprint, and the full export of a project.

What Kumu says and the model has no property for stays with its row: ``tags``, ``fields`` that the model does not know,
``drawn`` (what Kumu itself knows) and ``private`` (values of fields that Kumu marks private, never to be shown to everyone).
What belongs to no row stays with the home map: the default map of the project, or the one made for the file.
"""

from itertools import chain
from typing import BinaryIO

from graph.errors import InvalidFile, Problem
from graph.formats import json
from graph.formats.drawn import DRAWN, mapping_of
from graph.formats.format import Format, Options
from graph.formats.kumu.document import Document, is_kumu, parsed
from graph.formats.kumu.maps import Maps
from graph.mapping import columns
from graph.mapping.connections import Connections
from graph.mapping.drawing import Drawing
from graph.mapping.elements import Elements
from graph.mapping.ids import Ids
from graph.mapping.remarks import Remarks, say_kept
from graph.model import Text
from graph.rows import Rows


def recognises(head: bytes) -> bool:
    """Whether it begins as one JSON object that has one of Kumu's lists."""
    content = json.beginning(head)
    return isinstance(content, dict) and is_kumu(content)


def read(stream: BinaryIO, options: Options) -> Rows:
    """The rows of a Kumu file. It is read whole, because maps and ends of connections name elements by label."""
    content = parsed(stream.read())
    if isinstance(content, Problem):
        yield content
        return
    remarks = Remarks()
    document = Document(content, remarks)
    drawing, mapping = document.drawing(), mapping_of(options)
    columns.connect(drawing, mapping, remarks)
    ids = Ids(options.texts["name"], drawing, remarks)
    elements = Elements(drawing, ids, mapping, remarks)
    connections = Connections(drawing, elements, ids, mapping, remarks)
    maps = Maps(document, elements, connections.left, ids, remarks)
    say_kept(chain(elements.rows, connections.rows), remarks)
    yield from remarks.all()
    yield from elements.rows
    yield from maps.rows
    yield from connections.rows
    yield from maps.shown


def draw(stream: BinaryIO, remarks: Remarks) -> Drawing:
    """The elements and connections of a file that is a part of a map; its own maps are left out."""
    content = parsed(stream.read())
    if isinstance(content, Problem):
        raise InvalidFile(content.message, [content])
    document = Document(content, remarks)
    if content.get("maps"):
        remarks.notice("maps", "are left out where several files are read as one; import the file alone to have them")
    return document.drawing()


FORMAT = Format(
    "kumu",
    (".json",),
    Text(
        "JSON z Kumu: mapa (blueprint), nebo úplný export projektu.",
        "JSON from Kumu: a blueprint, or the full export of a project.",
    ),
    recognises,
    read,
    options=DRAWN,
    draw=draw,
)
