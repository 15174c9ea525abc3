"""Reads both JSON formats of Kumu, the blueprint and the full export of a project, into canonical rows. Pure.

What Kumu says and the model has no property for stays with its row: ``tags``, ``kumu`` (Kumu's own words, unmapped
``fields`` among them) and ``private`` (values of fields that Kumu marks private, never to be shown to everyone).
What belongs to no row stays with the home map: the default map of the project, or the one made for the file.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2s
from itertools import chain
from typing import Any, Literal

import orjson

from graph import rules
from graph.errors import Problem
from graph.formats import kumu_words as words
from graph.model import Kind, Property
from graph.rows import Notice, Row, Rows
from graph.schema import SCHEMA
from graph.validation import wrong

Format = Literal["blueprint", "export"]

_CONTROLS = dict.fromkeys([*range(9), *range(14, 28), *range(127, 133), *range(134, 160)])
_KUMU_ID = re.compile(r"[a-z]{3,5}-[A-Za-z0-9]{6,20}")
_DEEPEST = 200


# ------------------------------------------------------------------------------------------------------ small words


def _text(value: Any) -> str:
    """A label, type or id in one line; nothing for what is no text."""
    if isinstance(value, str):
        return " ".join((value if value.isprintable() else value.translate(_CONTROLS)).split())
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _hash(*parts: str) -> str:
    return blake2s("\0".join(parts).encode(), digest_size=4).hexdigest()


def _slug(*texts: str) -> str:
    return "-".join(words.fold(" ".join(texts)).split())[:120]


def _safe_id(text: str) -> str:
    return text if rules.element_id(text) is None else f"{_slug(text)}-{_hash(text)}".strip("-")


@lru_cache(maxsize=1024)
def _keys(fields: tuple[str, ...]) -> Mapping[str, str]:
    return {words.fold(key): key for key in reversed(fields)}


_UNIQUE = {p.name for element in SCHEMA.elements for p in element.properties if p.unique}


# ------------------------------------------------------------------------------------------------- the two formats


def sniff(data: bytes) -> Format | None:
    """Which of Kumu's formats a file is in; None when it is in neither, such as the canonical JSON Lines."""
    first = _parsed(data.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0])
    if isinstance(first, dict) and ("label" in first or "link" in first) and "elements" not in first:
        return None
    document = _parsed(data)
    if document is None:
        # broken, but plainly meant for Kumu: its reader says best where
        return "blueprint" if b'"elements"' in data else None
    if not isinstance(document, dict) or not document.keys() & {"elements", "connections", "maps"}:
        return None
    return _format(document)


def _parsed(data: bytes) -> Any:
    try:
        return orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return None


def _format(document: dict[str, Any]) -> Format:
    elements = document.get("elements")
    if isinstance(elements, list) and any(isinstance(e, dict) and "attributes" in e for e in elements):
        return "export"
    return "export" if not elements and document.keys() & {"maps", "attributes"} else "blueprint"


def _document(data: bytes) -> dict[str, Any] | Problem:
    try:
        document = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
        orjson.dumps(_nested(document))
    except orjson.JSONDecodeError as error:
        return Problem(f"line {error.lineno}, column {error.colno}", f"is not JSON: {error.msg}")
    except (orjson.JSONEncodeError, RecursionError):
        return Problem("file", f"nests deeper than {_DEEPEST} levels")
    if not isinstance(document, dict):
        return Problem("file", 'a Kumu file is one JSON object with "elements" and "connections"')
    return document


def _nested(document: Any) -> Any:
    """The document, deeper by what the serializer allows beyond our limit, so that it refuses for us."""
    for _ in range(254 - _DEEPEST):
        document = [document]
    return document


@dataclass(slots=True)
class _Item:
    """An element or connection of either format: what Kumu itself knows of it, and its fields, public and private.

    ``keys`` finds a field by its folded name; of two fields with one such name it knows the first. It is shared by all
    items with the same fields.
    """

    place: str
    own: str
    structure: dict[str, Any]
    fields: dict[str, Any] = field(default_factory=dict)
    private: dict[str, Any] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)

    def find(self, *names: str) -> Any:
        """The value of the first of some public fields that is there."""
        for name in names:
            if (key := self.keys.get(name)) is not None and key in self.fields:
                return self.fields[key]
        return None

    def take(self, name: str) -> Any:
        """The value of a public field, which leaves the fields."""
        return self.fields.pop(self.keys[name], None) if name in self.keys else None

    def update(self, later: "_Item") -> None:
        """Take over what a later item says of the same thing."""
        self.structure.update(later.structure)
        self.fields.update(later.fields)
        self.private.update(later.private)
        self.keys = _keys((*self.fields, *self.private))

    def keep(self, data: dict[str, Any], **own: Any) -> dict[str, Any]:
        """The data of its row, with everything that is left of the item."""
        kumu = {**self.structure, **own, "fields": self.fields}
        kept = {"tags": _tags(self), "kumu": {key: value for key, value in kumu.items() if value}}
        return data | {key: value for key, value in (*kept.items(), ("private", self.private)) if value}


def _tags(item: _Item) -> list[str]:
    value = item.find("tags")
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(tag, str) for tag in listed):
        return []
    item.take("tags")
    return [tag for tag in map(_text, listed) if tag]


@dataclass(slots=True)
class _Node:
    """An element read. Without a label it is refused, but connections may lead to it without more complaint."""

    item: _Item
    id: str
    label: str
    name: str
    data: dict[str, Any]

    @property
    def row(self) -> Row:
        return Row(self.item.place, self.item.keep(self.data))


@dataclass(slots=True)
class _Link:
    """A connection with its ends as drawn."""

    item: _Item
    start: _Node
    end: _Node
    type: str
    phrase: str
    label: str


@dataclass(slots=True)
class _Count:
    first: str
    number: int = 0


# ------------------------------------------------------------------------------------------------------ the reader


def read(data: bytes, *, name: str, types: Mapping[str, str] | None = None) -> Rows:
    """The rows of a Kumu file.

    ``name`` is the stem of the file: it names the map of a blueprint and keeps its ids apart from those of other files.
    ``types`` says which label a type of elements gets, before and beyond the words that the reader knows.
    """
    document = _document(data)
    if isinstance(document, Problem):
        yield document
    else:
        yield from _Reader(document, name, types or {}).rows()


class _Reader:
    def __init__(self, document: dict[str, Any], name: str, types: Mapping[str, str]) -> None:
        self._document = document
        self._format = _format(document)
        self._name = _text(name) or "Kumu"
        self._space = _slug(self._name) or _hash(self._name)
        self._remarks: list[Notice | Problem] = []
        self._counts: dict[str, _Count] = {}
        self._places: dict[str, str] = {}
        self._labels = dict(words.LABELS)
        self._unknown: dict[str, _Count] = {}
        self._by_id: dict[str, _Node] = {}
        self._by_name: dict[str, list[_Node]] = defaultdict(list)
        self._left: list[_Link] = []
        self._teach(types)
        self._private = self._private_fields()

    def rows(self) -> Rows:
        """Everything, elements first."""
        nodes = self._elements()
        connections = self._connections()
        maps, shown = self._maps(nodes)
        rows = [node.row for node in nodes if node.label]
        self._count_kept(chain(rows, connections))
        self._summarize()
        yield from self._remarks
        yield from rows
        yield from maps
        yield from connections
        yield from shown

    # -- remarks

    def _problem(self, place: str, message: str) -> None:
        self._remarks.append(Problem(place, message))

    def _notice(self, place: str, message: str) -> None:
        self._remarks.append(Notice(place, message))

    def _count(self, message: str, place: str) -> None:
        self._counts.setdefault(message, _Count(place)).number += 1

    def _summarize(self) -> None:
        for type_, count in self._unknown.items():
            self._problem(count.first, _unknown_type(type_, count.number))
        for message, count in self._counts.items():
            self._notice(count.first, f"{message} ({count.number}x, here first)" if count.number > 1 else message)

    def _count_kept(self, rows: Iterable[Row]) -> None:
        counts: dict[str, int] = defaultdict(int)
        for row in rows:
            for name in row.data.get("kumu", {}).get("fields", ()):
                counts[name] += 1
            if "private" in row.data:
                self._count("private fields are kept apart, in extra.private", row.place)
        # the type has become the label
        usual = [f"{name!r:.60} ({n}x)" for name, n in counts.items() if words.fold(name) not in _TYPES]
        if usual:
            more = f" and {len(usual) - 20} more" if len(usual) > 20 else ""
            self._notice("file", f"fields that the model does not know are kept: {', '.join(usual[:20])}{more}")

    # -- what the file says about itself

    def _teach(self, types: Mapping[str, str]) -> None:
        for type_, label in types.items():
            if label in SCHEMA.by_label and label != "Map":
                self._labels[words.fold(type_)] = (label, "")
            else:
                known = ", ".join(known for known in SCHEMA.by_label if known != "Map")
                self._problem(f"type {type_!r}", f"{label!r} is not a label for elements; choose one of {known}")

    def _private_fields(self) -> frozenset[str]:
        if self._format == "blueprint":
            return frozenset()
        declared = self._objects(self._document.get("attributes"), "attributes")
        return frozenset(words.fold(_text(each.get("name"))) for _, each in declared if each.get("private"))

    def _objects(self, value: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The objects of a list, each with its place."""
        if value is None:
            return
        if not isinstance(value, list):
            self._problem(place, "must be a list")
            return
        for index, each in enumerate(value):
            if isinstance(each, dict):
                yield f"{place}[{index}]", each
            elif each is None:
                self._count("empty entries are skipped", f"{place}[{index}]")
            else:
                self._problem(f"{place}[{index}]", "must be an object in braces")

    def _items(self, place: str, structure: frozenset[str]) -> Iterator[_Item]:
        for at, raw in self._objects(self._document.get(place), place):
            attributes = raw.get("attributes") if self._format == "export" else None
            if attributes is not None and not isinstance(attributes, dict):
                self._problem(f"{at}.attributes", "must be an object in braces")
            else:
                yield self._item(at, raw, attributes or {}, structure)

    def _item(self, place: str, raw: dict[str, Any], attributes: dict[str, Any], structure: frozenset[str]) -> _Item:
        known = {key: value for key, value in raw.items() if key in structure and value is not None}
        own = _text(known.get("_id" if self._format == "export" else "id"))
        besides = structure | _ATTRIBUTES if self._format == "export" else structure
        fields = {key: value for key, value in raw.items() if key not in besides and value is not None}
        fields |= {key: value for key, value in attributes.items() if value is not None}
        item = _Item(place, own, known, fields, keys=_keys(tuple(fields)))
        for name in self._private & item.keys.keys():
            self._part_private(item, name)
        return item

    def _part_private(self, item: _Item, name: str) -> None:
        for key in [key for key in item.fields if words.fold(key) == name]:
            item.private[key] = item.fields.pop(key)

    # -- elements

    def _elements(self) -> list[_Node]:
        merged: dict[tuple[str, ...], _Item] = {}
        for item in self._items("elements", _ELEMENT):
            self._merge(merged, self._key(item), item)
        nodes = [self._node(item) for item in merged.values()]
        self._part(nodes)
        return nodes

    def _key(self, item: _Item) -> tuple[str, ...]:
        """What makes two elements one: their id, or their label and type."""
        if own := item.own:
            return (own,)
        label = _text(item.find("label"))
        return (label, words.fold(_type(item))) if label else (item.place, "", "")

    def _merge(self, merged: dict[tuple[str, ...], _Item], key: tuple[str, ...], item: _Item) -> None:
        if (earlier := merged.setdefault(key, item)) is item:
            return
        if self._format == "export" and len(key) == 1:
            self._problem(f"{item.place}._id", f"{key[0]!r:.60} is already the id of {earlier.place}")
            return
        earlier.update(item)
        self._notice(item.place, f"is the same as {earlier.place}; where they differ, this one holds")

    def _node(self, item: _Item) -> _Node:
        type_ = _type(item)
        raw, own = item.take("label"), item.own
        name = _text(raw)
        label, kind = self._label(type_, item.place)
        if not name:
            self._problem(f"{item.place}.label", "is missing, empty or private; every element needs a label")
        elif name != raw:
            self._count("labels are written in one line, without blanks at the ends", f"{item.place}.label")
        node = _Node(item, "", label if name else "", name, {})
        self._register(node, own)
        if node.label:
            node.id = self._element_id(item, own, type_, name)
            known = words.ELEMENT_FIELDS[label]
            mapped = self._mapped(item, known)
            if kind and "kind" in known:
                mapped.setdefault("kind", kind)
            node.data = {"label": label, "id": node.id, "name": name, **mapped}
        return node

    def _register(self, node: _Node, own: str) -> None:
        if own:
            self._by_id[own] = node
        self._by_name[node.name].append(node)

    def _label(self, type_: str, place: str) -> tuple[str, str]:
        if found := self._labels.get(words.fold(type_)):
            return found
        parts = [self._labels.get(words.fold(part)) for part in re.split(r"[/|,;()]+", type_) if part.strip()]
        labels = {part[0] if part else "" for part in parts}
        if len(labels) == 1 and "" not in labels:
            return labels.pop(), ""
        self._unknown.setdefault(type_, _Count(place)).number += 1
        return "", ""

    def _element_id(self, item: _Item, own: str, type_: str, name: str) -> str:
        found = (
            self._given_id(item)
            or self._own_id(own)
            or _safe_id("-".join(filter(None, (self._space, _slug(type_, name), _hash(words.fold(type_), name)))))
        )
        return self._claim(found, item.place)

    def _given_id(self, item: _Item) -> str:
        """The id of this service, in a field that its own export to Kumu writes."""
        value = item.find("spojenci id")
        if value is None:
            return ""
        if not isinstance(value, str) or rules.element_id(value.strip()):
            self._notice(f"{item.place}.spojenci id", f"{value!r:.60} is no id; kept as it is")
            return ""
        item.take("spojenci id")
        return value.strip()

    def _own_id(self, own: str) -> str:
        if not own:
            return ""
        everywhere = self._format == "export" and _KUMU_ID.fullmatch(own)
        return f"kumu-{own}" if everywhere else _safe_id(f"{self._space}-{own}")

    def _claim(self, id_: str, place: str) -> str:
        if id_ in self._places:
            self._problem(place, f"would get the id {id_!r:.80}, which {self._places[id_]} has")
        self._places.setdefault(id_, place)
        return id_

    def _mapped(self, item: _Item, known: Mapping[str, Property]) -> dict[str, Any]:
        """The fields that are properties of the model; they leave the item."""
        mapped: dict[str, Any] = {}
        for name in sorted(item.keys.keys() & known.keys()):
            key = item.keys[name]
            if key not in item.fields:
                continue
            declared = known[name]
            value = _fitted(declared, item.fields[key])
            if declared.name in mapped or value in ("", []):
                continue
            if message := wrong(declared, value):
                self._notice(f"{item.place}.{_text(key):.60}", f"{message}; kept as it is, not as {declared.name}")
            else:
                mapped[declared.name] = value
                del item.fields[key]
        return mapped

    def _part(self, nodes: list[_Node]) -> None:
        """Take an identifier away from all elements that share it: nobody can say whose it is."""
        holders: dict[tuple[str, str], list[_Node]] = defaultdict(list)
        for node in nodes:
            for name in _UNIQUE & node.data.keys():
                holders[name, node.data[name]].append(node)
        for (name, value), sharing in holders.items():
            for node in sharing if len(sharing) > 1 else ():
                node.item.fields[name] = node.data.pop(name)
                told = f"{value!r:.60} stands at {len(sharing)} elements; kept as it is"
                self._notice(f"{node.item.place}.{name}", told)

    # -- connections

    def _connections(self) -> list[Row]:
        parallel: dict[tuple[str, str, str], list[_Link]] = defaultdict(list)
        for link in self._links():
            if found := self._understood(link):
                parallel[found].append(link)
        return [row for key, links in parallel.items() for row in self._parallel(key, links)]

    def _links(self) -> Iterable[_Link]:
        merged: dict[tuple[str, ...], _Item] = {}
        found: dict[tuple[str, ...], _Link] = {}
        for item in self._items("connections", _CONNECTION):
            start, end = self._end(item, "from"), self._end(item, "to")
            if start and end and start.label and end.label:
                link = _drawn(item, start, end)
                key = (item.own,) if item.own else (start.id, end.id, link.phrase, link.label)
                self._merge(merged, key, item)
                if merged[key] is not item:
                    link = _drawn(merged[key], start, end)
                found[key] = link
        return found.values()

    def _end(self, item: _Item, side: str) -> _Node | None:
        wanted = _text(item.structure.get(side))
        if node := self._by_id.get(wanted):
            return node
        named = self._by_name.get(wanted, []) if wanted else []
        if len(named) == 1:
            return named[0]
        self._problem(f"{item.place}.{side}", _no_end(wanted, len(named)))
        return None

    def _understood(self, link: _Link) -> tuple[str, str, str] | None:
        source, target, place = link.start, link.end, link.item.place
        called = f"of the type {link.type!r:.60}" if link.type else "without a type"
        reading = words.reading(link.phrase, source.label, target.label)
        if source is target or reading is None:
            between = "an element and itself" if source is target else f"{source.label} and {target.label}"
            self._left.append(link)
            self._count(f"the model has no connection {called} between {between}; kept with the map", place)
            return None
        if reading.guessed:
            self._count(f"{called} between {source.label} and {target.label}: read as {reading.type}", place)
        if reading.undecided and _text(link.item.structure.get("direction")) in ("undirected", "mutual"):
            self._count(f"{reading.type} has a direction; it is read as it was drawn", place)
        ends = (target.id, source.id) if reading.swaps else (source.id, target.id)
        if SCHEMA.by_type[reading.type].mutual and source.label != "Community" != target.label:
            ends = (min(ends), max(ends))  # drawn from either side, it is one
        return (reading.type, *ends)

    def _parallel(self, key: tuple[str, str, str], links: list[_Link]) -> Iterator[Row]:
        """The connections of one type between two elements: all but the first have ids of their own."""
        type_, start, end = key
        ordered = sorted(links, key=lambda link: (link.item.own, link.phrase, link.label))
        for number, link in enumerate(ordered):
            data: dict[str, Any] = {"link": type_, "from": start, "to": end}
            if number:
                data["id"] = self._connection_id(link)
            yield Row(link.item.place, link.item.keep(data | self._of_connection(link, type_)))

    def _connection_id(self, link: _Link) -> str:
        drawn = (link.start.id, link.end.id, link.phrase, link.label)
        return self._own_id(link.item.own) or f"{self._space}-{_hash(*drawn)}"

    def _of_connection(self, link: _Link, type_: str) -> dict[str, Any]:
        mapped = self._mapped(link.item, words.CONNECTION_FIELDS[type_])
        if type_ == "TAKES_PART_IN" and link.phrase in words.INVOLVEMENTS:
            mapped.setdefault("involvement", words.INVOLVEMENTS[link.phrase])
        if type_ == "PARTNERS_WITH" and link.phrase in words.PARTNERSHIPS:
            mapped.setdefault("kinds", [words.PARTNERSHIPS[link.phrase]])
        return mapped

    # -- maps

    def _maps(self, nodes: list[_Node]) -> tuple[list[Row], Iterable[Row]]:
        found = list(self._objects(self._document.get("maps"), "maps")) if self._format == "export" else []
        maps: dict[str, Row] = {}
        shown: Iterable[Row] = []
        for place, raw in found:
            row = self._map(place, raw)
            maps[_text(raw.get("_id"))] = row
            shown = chain(shown, self._shown(row, place, raw))
        if not found:
            maps[""] = made = self._made_map()
            shown = (Row(node.item.place, _shows(made, node)) for node in nodes if node.label)
        home = maps.get(_text(self._document.get("defaultMap"))) or min(maps.values(), key=lambda row: row.data["id"])
        self._move_in(home)
        return list(maps.values()), shown

    def _map(self, place: str, raw: dict[str, Any]) -> Row:
        own, name = _text(raw.get("_id")), _text(raw.get("name"))
        id_ = self._own_id(own) or f"{self._space}-map-{_hash(name)}"
        data = {"label": "Map", "id": self._claim(id_, place), "name": name or self._project_name()}
        if isinstance(raw.get("description"), str):
            data["description"] = raw["description"]
        kept = {key: value for key, value in raw.items() if value is not None and key not in (*data, "elements")}
        return Row(place, {**data, "kumu": kept})

    def _project_name(self) -> str:
        return _text(self._document.get("name")) or self._name

    def _made_map(self) -> Row:
        id_ = self._claim(f"map-{self._space}", "file")
        named = self._project_name() if self._format == "export" else self._name
        return Row("file", {"label": "Map", "id": id_, "name": named, "kumu": {}})

    def _shown(self, map_: Row, place: str, raw: dict[str, Any]) -> Iterable[Row]:
        rows: dict[str, Row] = {}
        left = []
        for at, entry in self._objects(raw.get("elements"), f"{place}.elements"):
            node = self._by_id.get(_text(entry.get("element")))
            if node is None:
                left.append(entry)
                self._count("the map shows an element that the file does not have; kept with the map", at)
            elif node.label:
                rows[node.id] = Row(at, _shows(map_, node, entry))
        if left:
            map_.data["kumu"]["elements"] = left
        return rows.values()

    def _move_in(self, home: Row) -> None:
        """Give the home map all that has no row of its own, what is private apart from the rest."""
        skipped = ("elements", "connections", *(["maps"] if self._format == "export" else []))
        project = {key: value for key, value in self._document.items() if key not in skipped and value is not None}
        private: dict[str, Any] = {}
        for key in ("attributes", "loops"):
            self._hide(project, private, key)
        links = [(_raw(link), bool(link.item.private)) for link in self._left]
        ordered = sorted(links, key=lambda each: orjson.dumps(each[0], option=orjson.OPT_SORT_KEYS))
        for target, hidden in ((project, False), (private, True)):
            if left := [raw for raw, is_private in ordered if is_private is hidden]:
                target["connections"] = left
        self._say_kept(project)
        kumu = home.data["kumu"]
        data = {"kumu": kumu | {"project": project} if project else kumu, "private": private}
        home.data.update({key: value for key, value in data.items() if value})
        if not home.data["kumu"]:
            del home.data["kumu"]

    def _hide(self, project: dict[str, Any], private: dict[str, Any], key: str) -> None:
        listed = project.get(key)
        if not isinstance(listed, list) or not self._private:
            return
        hidden = [each for each in listed if self._is_private(each)]
        project[key] = [each for each in listed if not self._is_private(each)]
        if hidden:
            private[key] = hidden

    def _is_private(self, raw: Any) -> bool:
        if not isinstance(raw, dict):
            return False
        attributes = raw.get("attributes")
        names = attributes if isinstance(attributes, dict) else ()
        return bool(raw.get("private")) or any(words.fold(name) in self._private for name in names)

    def _say_kept(self, project: dict[str, Any]) -> None:
        lists = {key: len(value) for key, value in project.items() if isinstance(value, list) and value}
        if lists:
            told = ", ".join(f"{number} {_text(key):.60}" for key, number in list(lists.items())[:20])
            self._notice("file", f"kept with the map, but not understood: {told}")


# ---------------------------------------------------------------------------------------------------- single values

_TYPES = frozenset({"type", "element type", "connection type"})
_ATTRIBUTES = frozenset({"attributes"})
_ELEMENT = frozenset({"id", "_id"})
_CONNECTION = frozenset({"id", "_id", "from", "to", "direction", "delayed", "reversed"})


def _type(item: _Item) -> str:
    key = item.keys.get("element type") or item.keys.get("type")
    value = item.fields.get(key, item.private.get(key)) if key else None
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return _text(value) or ("" if value in (None, "", [], {}) else repr(value)[:60])


def _drawn(item: _Item, start: _Node, end: _Node) -> _Link:
    """A connection read from its item; its type and label are those that everyone may see."""
    if item.structure.get("reversed") is True:
        start, end = end, start
    type_ = _text(item.find("connection type", "type"))
    return _Link(item, start, end, type_, words.fold(type_), _text(item.find("label")))


def _unknown_type(type_: str, number: int) -> str:
    counted = f"{number} elements are" if number > 1 else "1 element is"
    if not type_.strip():
        return f'{counted} without a type; give a type in Kumu, or a label here: --type "=Topic"'
    mend = f'say what it is: --type "{type_:.60}=Topic"'
    return f"{counted} of the type {type_!r:.60}, which the model does not know; {mend}"


def _no_end(wanted: str, number: int) -> str:
    if not wanted:
        return "is missing: an id or label of an element"
    if number:
        return f"{wanted!r:.60} is the label of {number} elements; give the elements ids, and use ids here"
    return f"{wanted!r:.60} is no element of this file"


def _fitted(declared: Property, value: Any) -> Any:
    """A value in the shape of a property, as far as that takes no guessing."""
    if declared.kind is Kind.STRINGS:
        return [value] if isinstance(value, str) else value
    if declared.kind not in (Kind.STRING, Kind.DATE):
        return value
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    text = value if isinstance(value, str) and not (declared.rule or declared.choices) else _text(value)
    if not text.strip():
        return value if text == "" and value else ""
    return _tidy(declared.name, text)


def _tidy(name: str, text: str) -> str:
    """An identifier in the form that the model keeps it in."""
    if name == "ico":
        return text.replace(" ", "").zfill(8)
    if name in ("ror", "wikidata"):
        return text.rsplit("/", 1)[-1]
    return text.upper() if name == "sigla" else text


def _shows(map_: Row, node: _Node, entry: Mapping[str, Any] | None = None) -> dict[str, Any]:
    data = {"link": "SHOWS", "from": map_.data["id"], "to": node.id}
    if entry is None:
        return data
    kept = {key: value for key, value in entry.items() if key != "element" and value is not None}
    position = kept.get("position")
    if isinstance(position, dict) and position.keys() == {"x", "y"} and all(map(_is_number, position.values())):
        data |= kept.pop("position")
    return data | ({"kumu": kept} if kept else {})


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _raw(link: _Link) -> dict[str, Any]:
    item = link.item
    apart = {"private": item.private} if item.private else {}
    return {**item.structure, "fields": item.fields, **apart}
