"""Both JSON formats of Kumu: the blueprint, and the full export of a project.

What Kumu says and the model has no property for stays with its row: ``tags``, ``kumu`` (Kumu's own words, unmapped
``fields`` among them) and ``private`` (values of fields that Kumu marks private, never to be shown to everyone).
What belongs to no row stays with the home map: the default map of the project, or the one made for the file.
"""

import re
from itertools import chain
from typing import BinaryIO

from graph.errors import Problem
from graph.formats.format import Format, Option, Options, OptionType
from graph.formats.kumu.connections import Connections
from graph.formats.kumu.document import Document, parsed
from graph.formats.kumu.elements import Elements
from graph.formats.kumu.ids import Ids
from graph.formats.kumu.maps import Maps
from graph.formats.kumu.remarks import Remarks, say_kept
from graph.model import Text
from graph.rows import Rows
from graph.schema import SCHEMA

_BEGINNING = re.compile(rb"(\xef\xbb\xbf)?\s*\{")
_LISTS = re.compile(rb'"(elements|connections|maps)"\s*:\s*(\[|null)')


def recognises(head: bytes) -> bool:
    """Whether it begins as one JSON object that has one of Kumu's lists."""
    return _BEGINNING.match(head) is not None and _LISTS.search(head) is not None


def read(stream: BinaryIO, options: Options) -> Rows:
    """The rows of a Kumu file. It is read whole, because maps and ends of connections name elements by label."""
    content = parsed(stream.read())
    if isinstance(content, Problem):
        yield content
        return
    remarks = Remarks()
    document = Document(content, remarks)
    ids = Ids(options.texts["name"], document.is_export, remarks)
    elements = Elements(document, ids, options.pairs["type"], remarks)
    connections = Connections(document, elements, ids, remarks)
    maps = Maps(document, elements, connections.left, ids, remarks)
    say_kept(chain(elements.rows, connections.rows), remarks)
    yield from remarks.all()
    yield from elements.rows
    yield from maps.rows
    yield from connections.rows
    yield from maps.shown


FORMAT = Format(
    "kumu",
    (".json",),
    Text(
        "JSON z Kumu: mapa (blueprint), nebo úplný export projektu.",
        "JSON from Kumu: a blueprint, or the full export of a project.",
    ),
    recognises,
    read,
    options=(
        Option(
            "name",
            Text(
                "Jméno mapy; odlišuje také její id od id z jiných souborů. Jinak jméno souboru.",
                "Name of the map, which also keeps its ids apart from those of other files. Else the name of the file.",
            ),
            default_is_stem=True,
        ),
        Option(
            "type",
            Text(
                "Typ prvků v Kumu a čím je v modelu, například Problém=Topic.",
                "A type of elements in Kumu and what it is in the model, such as Problém=Topic.",
            ),
            OptionType.PAIRS,
            tuple(label for label in SCHEMA.by_label if label != "Map"),
        ),
    ),
)
