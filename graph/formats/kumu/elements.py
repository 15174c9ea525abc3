"""Elements of a Kumu file in the words of the model, and which of them the end of a connection means."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from graph import texts
from graph.formats.kumu import meanings
from graph.formats.kumu.document import Document, Item, text
from graph.formats.kumu.fields import mapped
from graph.formats.kumu.ids import Ids
from graph.formats.kumu.remarks import Remarks
from graph.rows import Data, Row
from graph.schema import SCHEMA
from graph.texts import fold

_UNIQUE = {p.name for element in SCHEMA.elements for p in element.properties if p.unique}


@dataclass(slots=True)
class Node:
    """An element read. Without a label it is refused, but connections may lead to it without more complaint."""

    item: Item
    name: str
    label: str = ""
    id: str = ""
    properties: Data = field(default_factory=dict)

    @property
    def row(self) -> Row:
        """Its row, with all that the model has no property for."""
        data = {"label": self.label, "id": self.id, "name": self.name, **self.properties}
        return Row(self.item.place, self.item.kept(data))


class Elements:
    """All elements of a file. ``types`` says which label a type gets, before and beyond the known words."""

    def __init__(self, document: Document, ids: Ids, types: Mapping[str, str], remarks: Remarks) -> None:
        self._ids = ids
        self._remarks = remarks
        self._labels = meanings.LABELS | {fold(type_): (label, "") for type_, label in types.items()}
        self._by_id: dict[str, Node] = {}
        self._by_name: dict[str, list[Node]] = defaultdict(list)
        merged: dict[tuple[str, ...], Item] = {}
        for item in document.elements():
            document.merge(merged, _key(item), item)
        read = [self._node(item) for item in merged.values()]
        self.nodes = [node for node in read if node.label]
        self._give_back_shared()
        self.rows = [node.row for node in self.nodes]

    def by_id(self, own: object) -> Node | None:
        """The element with an id of Kumu, refused or not."""
        return self._by_id.get(text(own))

    def end(self, item: Item, side: str) -> Node | None:
        """The element at one end of a connection, which names it by id or label."""
        wanted = text(item.structure.get(side))
        if node := self._by_id.get(wanted):
            return node
        named = self._by_name.get(wanted, []) if wanted else []
        if len(named) == 1:
            return named[0]
        self._remarks.problem(f"{item.place}.{side}", _no_end(wanted, len(named)))
        return None

    def _node(self, item: Item) -> Node:
        raw, type_ = item.take("label"), item.type
        node = Node(item, name if texts.shows(name := text(raw)) else "")
        label, kind = self._label(type_, item.place)
        if not node.name:
            self._remarks.problem(f"{item.place}.label", "is missing, empty or private; every element needs a label")
        elif node.name != raw:
            self._remarks.count("labels are written in one line, without blanks at the ends", f"{item.place}.label")
        self._register(node)
        if node.name and label:
            node.label, node.id = label, self._ids.of_element(item, type_, node.name)
            node.properties = mapped(item, meanings.ELEMENT_FIELDS[label], self._remarks)
            if kind and "kind" in meanings.ELEMENT_FIELDS[label]:
                node.properties.setdefault("kind", kind)
        return node

    def _register(self, node: Node) -> None:
        if node.item.own:
            self._by_id[node.item.own] = node
        self._by_name[node.name].append(node)

    def _label(self, type_: str, place: str) -> tuple[str, str]:
        """The label that a type means, and the kind; of several types in one, the label that all of them mean."""
        if found := self._labels.get(fold(type_)):
            return found
        parts = [self._labels.get(fold(part)) for part in re.split(r"[/|,;()]+", type_) if part.strip()]
        labels = {part[0] if part else "" for part in parts}
        if len(labels) == 1 and "" not in labels:
            return labels.pop(), ""
        self._remarks.unknown_type(type_, place)
        return "", ""

    def _give_back_shared(self) -> None:
        """Take an identifier away from all elements that share it: nobody can say whose it is."""
        holders: dict[tuple[str, object], list[Node]] = defaultdict(list)
        for node in self.nodes:
            for name in _UNIQUE & node.properties.keys():
                holders[name, node.properties[name]].append(node)
        for (name, value), sharing in holders.items():
            for node in sharing if len(sharing) > 1 else ():
                node.item.fields[name] = node.properties.pop(name)
                message = f"{value!r:.60} stands at {len(sharing)} elements; kept as it is"
                self._remarks.notice(f"{node.item.place}.{name}", message)


def _key(item: Item) -> tuple[str, ...]:
    """What makes two elements one: their id, or their label and type."""
    if own := item.own:
        return (own,)
    label = text(item.find("label"))
    return (label, fold(item.type)) if label else (item.place, "", "")


def _no_end(wanted: str, number: int) -> str:
    if not wanted:
        return "is missing: an id or label of an element"
    if number:
        return f"{wanted!r:.60} is the label of {number} elements; give the elements ids, and use ids here"
    return f"{wanted!r:.60} is no element of this file"
