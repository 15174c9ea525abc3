"""The JSON shapes of Kumu's two formats, read alike: lists of items, each with its place and its fields."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import orjson

from graph import texts
from graph.errors import Problem
from graph.formats.kumu.remarks import Remarks
from graph.rows import Data
from graph.texts import fold

KUMU_ID = re.compile(r"[a-z]{3,5}-[A-Za-z0-9]{6,20}")
"""An id that Kumu has made, and that nothing else in the world has."""

DEEPEST = 200
"""Levels of lists and objects in one another."""

LISTS = ("elements", "connections", "maps")

_ATTRIBUTES = frozenset({"attributes"})
_OF_ELEMENTS = frozenset({"id", "_id"})
_OF_CONNECTIONS = frozenset({"id", "_id", "from", "to", "direction", "delayed", "reversed"})


def parsed(data: bytes) -> Data | Problem:
    """A file as one object."""
    try:
        content = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
        orjson.dumps(_nested(content))
    except orjson.JSONDecodeError as error:
        return Problem(f"line {error.lineno}, column {error.colno}", f"is not JSON: {error.msg}")
    except (orjson.JSONEncodeError, RecursionError):
        return Problem("file", f"nests deeper than {DEEPEST} levels")
    if not isinstance(content, dict) or content.keys().isdisjoint(LISTS):
        return Problem("file", 'a Kumu file is one JSON object with "elements" and "connections"')
    return content


def _nested(content: object) -> object:
    """The content, deeper by what the serializer allows beyond our limit, so that it refuses for us."""
    for _ in range(254 - DEEPEST):
        content = [content]
    return content


def text(value: object) -> str:
    """A label, type or id in one line; nothing for what is no text."""
    if isinstance(value, str):
        return texts.cleaned(value)
    return str(value) if is_number(value) else ""


def is_number(value: object) -> bool:
    """Whether JSON has it as a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


@dataclass(slots=True)
class Item:
    """An element or connection of either format: what Kumu itself knows of it, and its fields, public and private.

    ``keys`` finds a field by its folded name; of two fields with one such name it knows the first. It is shared by all
    items with the same fields.
    """

    place: str
    own: str
    structure: Data
    fields: Data = field(default_factory=dict)
    private: Data = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)

    def find(self, *names: str) -> object:
        """The value of the first of some public fields that is there."""
        for name in names:
            if (key := self.keys.get(name)) is not None and key in self.fields:
                return self.fields[key]
        return None

    def take(self, name: str) -> object:
        """The value of a public field, which leaves the fields."""
        return self.fields.pop(self.keys[name], None) if name in self.keys else None

    def hide(self, name: str) -> None:
        """Make the fields with a folded name private."""
        for key in [key for key in self.fields if fold(key) == name]:
            self.private[key] = self.fields.pop(key)

    def update(self, later: "Item") -> None:
        """Take over what a later item says of the same thing."""
        self.structure.update(later.structure)
        self.fields.update(later.fields)
        self.private.update(later.private)
        self.keys = _keys((*self.fields, *self.private))

    @property
    def type(self) -> str:
        """The type of an element, public or private."""
        key = self.keys.get("element type") or self.keys.get("type")
        value = self.fields.get(key, self.private.get(key)) if key else None
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        return text(value) or ("" if value in (None, "", [], {}) else repr(value)[:60])

    def kept(self, data: Data) -> Data:
        """The data of its row, with everything that is left of the item."""
        tags = self._take_tags()
        kumu = {**self.structure, "fields": self.fields}
        kept = {"tags": tags, "kumu": {key: value for key, value in kumu.items() if value}, "private": self.private}
        return data | {key: value for key, value in kept.items() if value}

    def _take_tags(self) -> list[str]:
        value = self.find("tags")
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(tag, str) for tag in listed):
            return []
        self.take("tags")
        return [tag for tag in map(text, listed) if tag]


@lru_cache(maxsize=1024)
def _keys(fields: tuple[str, ...]) -> Mapping[str, str]:
    return {fold(key): key for key in reversed(fields)}


class Document:
    """A Kumu file. What of it is no list or object where one must be goes to ``remarks``."""

    def __init__(self, content: Data, remarks: Remarks) -> None:
        self.content = content
        self.is_export = _is_export(content)
        self._remarks = remarks
        self._private = self._private_fields() if self.is_export else frozenset()

    def elements(self) -> Iterator[Item]:
        """The elements as they stand."""
        return self._items("elements", _OF_ELEMENTS)

    def connections(self) -> Iterator[Item]:
        """The connections as they stand."""
        return self._items("connections", _OF_CONNECTIONS)

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

    def merge(self, merged: dict[tuple[str, ...], Item], key: tuple[str, ...], item: Item) -> None:
        """Add an item, or join it to an earlier one with its key."""
        if (earlier := merged.setdefault(key, item)) is item:
            return
        if self.is_export and len(key) == 1:
            self._remarks.problem(f"{item.place}._id", f"{key[0]!r:.60} is already the id of {earlier.place}")
            return
        earlier.update(item)
        self._remarks.notice(item.place, f"is the same as {earlier.place}; where they differ, this one holds")

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
        own = text(known.get("_id" if self.is_export else "id"))
        besides = structure | _ATTRIBUTES if self.is_export else structure
        fields = {key: value for key, value in raw.items() if key not in besides and value is not None}
        fields |= {key: value for key, value in attributes.items() if value is not None}
        item = Item(place, own, known, fields, keys=_keys(tuple(fields)))
        for name in self._private & item.keys.keys():
            item.hide(name)
        return item


def _is_export(content: Data) -> bool:
    elements = content.get("elements")
    if isinstance(elements, list) and any(isinstance(each, dict) and "attributes" in each for each in elements):
        return True
    return not elements and not content.keys().isdisjoint(("maps", "attributes"))
