"""Maps of a Kumu file: what each shows, and all of the file that belongs to no row of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import orjson

from graph.formats.kumu.document import Document
from graph.mapping.connections import Link
from graph.mapping.drawing import is_number, text
from graph.mapping.elements import Elements, Node
from graph.mapping.ids import Ids, hashed
from graph.mapping.remarks import LISTED, Remarks
from graph.rows import Data, Row
from graph.values.texts import forbidden


@dataclass(slots=True)
class _Map:
    place: str
    id: str
    name: str
    description: str | None = None
    kumu: Data = field(default_factory=dict)
    private: Data = field(default_factory=dict)

    @property
    def row(self) -> Row:
        said: Data = {"description": self.description, "kumu": self.kumu or None, "private": self.private or None}
        head: Data = {"label": "Map", "id": self.id, "name": self.name}
        return Row(self.place, head | {key: value for key, value in said.items() if value is not None})


class Maps:
    """The maps of a project, or the one made for a file without. ``left`` are connections that are no rows."""

    def __init__(
        self, document: Document, elements: Elements, left: Sequence[Link], ids: Ids, remarks: Remarks
    ) -> None:
        self._document = document
        self._elements = elements
        self._ids = ids
        self._remarks = remarks
        content = document.content
        listed = list(document.objects(content.get("maps"), "maps")) if document.is_export else []
        self.shown: list[Row] = []
        maps = {text(raw.get("_id")): self._map(place, raw) for place, raw in listed} or {"": self._made()}
        home = maps.get(text(content.get("defaultMap"))) or min(maps.values(), key=lambda each: each.id)
        self._move_in(home, left)
        self.rows = [each.row for each in maps.values()]

    def _map(self, place: str, raw: Data) -> _Map:
        own, name, description = text(raw.get("_id")), text(raw.get("name")), raw.get("description")
        id_ = self._ids.own(own) or f"{self._ids.space}-map-{hashed(name)}"
        made = _Map(place, self._ids.claim(id_, place), name or self._project)
        apart = {"label", "id", "name", "elements"}
        if isinstance(description, str) and not forbidden(description, long=True):
            made.description = description
            apart.add("description")
        made.kumu = {key: value for key, value in raw.items() if value is not None and key not in apart}
        self.shown += self._entries(made, raw)
        return made

    def _made(self) -> _Map:
        id_ = self._ids.claim(f"map-{self._ids.space}", "file")
        made = _Map("file", id_, self._project if self._document.is_export else self._ids.name)
        self.shown += [Row(node.item.place, _shows(made, node, {})) for node in self._elements.nodes]
        return made

    @property
    def _project(self) -> str:
        return text(self._document.content.get("name")) or self._ids.name

    def _entries(self, map_: _Map, raw: Data) -> Iterator[Row]:
        """What a map shows; entries for what is no element of the file stay with the map."""
        rows: dict[str, Row] = {}
        left = []
        for place, entry in self._document.objects(raw.get("elements"), f"{map_.place}.elements"):
            node = self._elements.by_id(entry.get("element"))
            if node is None:
                left.append(entry)
                self._remarks.count("the map shows an element that the file does not have; kept with the map", place)
            elif node.label:
                rows[node.id] = Row(place, _shows(map_, node, entry))
        if left:
            map_.kumu["elements"] = left
        yield from rows.values()

    def _move_in(self, home: _Map, left: Sequence[Link]) -> None:
        """Give the home map all that has no row of its own, what is private apart from the rest."""
        skipped = {"elements", "connections"} | ({"maps"} if self._document.is_export else set())
        project = {k: value for k, value in self._document.content.items() if k not in skipped and value is not None}
        for key in ("attributes", "loops"):
            self._hide(project, home.private, key)
        for target, hidden in ((project, False), (home.private, True)):
            raw = [_raw(link) for link in left if bool(link.item.private) is hidden]
            if raw:
                target["connections"] = sorted(raw, key=lambda each: orjson.dumps(each, option=orjson.OPT_SORT_KEYS))
        self._say_kept(project)
        if project:
            home.kumu["project"] = project

    def _hide(self, project: Data, private: Data, key: str) -> None:
        listed = project.get(key)
        if not isinstance(listed, list) or not self._document.hides:
            return
        project[key] = [each for each in listed if not self._document.is_private(each)]
        if hidden := [each for each in listed if self._document.is_private(each)]:
            private[key] = hidden

    def _say_kept(self, project: Data) -> None:
        lists = [f"{len(value)} {text(key):.60}" for key, value in project.items() if isinstance(value, list) and value]
        if lists:
            self._remarks.notice("file", f"kept with the map, but not understood: {', '.join(lists[:LISTED])}")


def _shows(map_: _Map, node: Node, entry: Data) -> Data:
    data: Data = {"link": "SHOWS", "from": map_.id, "to": node.id}
    kept = {key: value for key, value in entry.items() if key != "element" and value is not None}
    position = kept.get("position")
    if isinstance(position, dict) and position.keys() == {"x", "y"} and all(map(is_number, position.values())):
        data |= position
        del kept["position"]
    return data | ({"kumu": kept} if kept else {})


def _raw(link: Link) -> Data:
    item = link.item
    apart: Data = {"private": item.private} if item.private else {}
    return {**item.structure, "fields": item.fields, **apart}
