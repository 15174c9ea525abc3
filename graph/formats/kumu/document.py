"""The JSON shapes of Kumu's two formats, read alike: lists of items, each with its place and its fields."""

import re
from collections.abc import Iterator

from graph.errors import InvalidFile, Problem
from graph.formats import json, shapes
from graph.mapping.drawing import Drawing, Item, folded, text
from graph.mapping.remarks import Remarks
from graph.rows import Data
from graph.values.texts import fold

KUMU_ID = re.compile(r"[a-z]{3,5}-[A-Za-z0-9]{6,20}")
"""An id that Kumu has made, and that nothing else in the world has."""

LISTS = ("elements", "connections", "maps")

_OWN = frozenset({"elements", "maps", "attributes", "perspectives", "controls"})
"""Lists that only Kumu calls so, all together."""

_ATTRIBUTES = frozenset({"attributes"})
_OF_ELEMENTS = frozenset({"id", "_id"})
_OF_CONNECTIONS = frozenset({"id", "_id", "from", "to", "direction", "delayed", "reversed"})


def is_kumu(content: Data) -> bool:
    """Whether an object is a map of Kumu's: its lists, and what stands first in them, by Kumu's own words."""
    listed = {name: content[name] for name in LISTS if name in content}
    if not listed or not all(isinstance(value, list | None) for value in listed.values()):
        return False
    if _OWN.isdisjoint(content) and any(map(_are_named, content.values())):
        return False  # its elements stand in a list of another name
    if shapes.is_board(content) or shapes.is_overpass(listed.get("elements")):
        return False
    elements, connections = (_first(listed.get(name)) for name in ("elements", "connections"))
    return "data" not in elements and (not connections or {"from", "to"} <= connections.keys())


def parsed(data: bytes) -> Data | Problem:
    """A file as one object."""
    try:
        content = json.parsed(data)
    except InvalidFile as error:
        return error.problems[0]
    if not isinstance(content, dict) or content.keys().isdisjoint(LISTS):
        return Problem("file", 'a Kumu file is one JSON object with "elements" and "connections"')
    return content


class Document:
    """A Kumu file. What of it is no list or object where one must be goes to ``remarks``."""

    def __init__(self, content: Data, remarks: Remarks) -> None:
        self.content = content
        self.is_export = _is_export(content)
        self._remarks = remarks
        self._private = self._private_fields() if self.is_export else frozenset()

    def drawing(self) -> Drawing:
        """The elements and connections as they stand."""
        worldwide = KUMU_ID if self.is_export else None
        drawing = Drawing(has_ids=self.is_export, named_once=True, tool="kumu", worldwide=worldwide)
        drawing.elements = list(self._items("elements", _OF_ELEMENTS))
        drawing.connections = list(self._items("connections", _OF_CONNECTIONS))
        return drawing

    def objects(self, value: object, place: str) -> Iterator[tuple[str, Data]]:
        """The objects of a list, each with its place."""
        if value is not None and not isinstance(value, list):
            self._remarks.problem(place, "must be a list")
            return
        for index, each in enumerate(value or ()):
            if isinstance(each, dict):
                yield f"{place}[{index}]", each
            elif each is None:
                self._remarks.count("empty entries are skipped", f"{place}[{index}]")
            else:
                self._remarks.problem(f"{place}[{index}]", "must be an object in braces")

    def is_private(self, value: object) -> bool:
        """Whether an object is private, or says something in a private field."""
        if not isinstance(value, dict):
            return False
        attributes = value.get("attributes")
        names = attributes if isinstance(attributes, dict) else ()
        return bool(value.get("private")) or any(fold(name) in self._private for name in names)

    @property
    def hides(self) -> bool:
        """Whether any field is private."""
        return bool(self._private)

    def _private_fields(self) -> frozenset[str]:
        declared = self.objects(self.content.get("attributes"), "attributes")
        return frozenset(fold(text(each.get("name"))) for _, each in declared if each.get("private"))

    def _items(self, place: str, structure: frozenset[str]) -> Iterator[Item]:
        for at, raw in self.objects(self.content.get(place), place):
            attributes = raw.get("attributes") if self.is_export else None
            if attributes is not None and not isinstance(attributes, dict):
                self._remarks.problem(f"{at}.attributes", "must be an object in braces")
            else:
                yield self._item(at, raw, attributes or {}, structure)

    def _item(self, place: str, raw: Data, attributes: Data, structure: frozenset[str]) -> Item:
        known = {key: value for key, value in raw.items() if key in structure and value is not None}
        own = text(known.get("_id", known.get("id")) if self.is_export else known.get("id"))
        besides = structure | _ATTRIBUTES if self.is_export else structure
        fields = {key: value for key, value in raw.items() if key not in besides and value is not None}
        fields |= {key: value for key, value in attributes.items() if value is not None}
        item = Item(place, own, known, fields, keys=folded(fields))
        for name in self._private & item.keys.keys():
            item.hide(name)
        return item


def _are_named(value: object) -> bool:
    """Whether it is a list of objects with names."""
    return "name" in _first(value) or "label" in _first(value)


def _first(listed: object) -> Data:
    first = listed[0] if isinstance(listed, list) and listed else {}
    return first if isinstance(first, dict) else {}


def _is_export(content: Data) -> bool:
    elements = content.get("elements")
    if isinstance(elements, list) and any(isinstance(each, dict) and "attributes" in each for each in elements):
        return True
    return not elements and not content.keys().isdisjoint(("maps", "attributes"))
