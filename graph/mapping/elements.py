"""Elements of a map in the words of the model, and which of them the end of a connection means."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from graph.mapping import meanings
from graph.mapping.drawing import Drawing, Item, text
from graph.mapping.fields import mapped
from graph.mapping.ids import Ids
from graph.mapping.mapping import Mapping
from graph.mapping.remarks import Remarks
from graph.rows import Data, Row
from graph.schema import SCHEMA
from graph.values import texts
from graph.values.texts import fold

_CODE = re.compile(r"\d")
"""What is no name that anybody misspells."""

_PART_OF_ANOTHER = "organizacni slozka"
"""The legal form, folded, of what has no number of its own but that of its founder: Act 250/2000 of the Czech Republic, sections 24 to 26."""

_ALIKE = 85.0
"""From which score, of a hundred, one name may have been meant by another."""

_SOUGHT = 1_000_000
"""Names that are compared to find those that may have been meant."""

_UNIQUE = {p.name for element in SCHEMA.elements for p in element.properties if p.unique}


Key = Callable[[Item], tuple[str, ...]]
"""What makes two items one."""


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
    """All elements of a map. Of a type that the model does not name, they are items of this kind."""

    def __init__(self, drawing: Drawing, ids: Ids, mapping: Mapping, remarks: Remarks) -> None:
        self._drawing = drawing
        self._ids = ids
        self._remarks = remarks
        self._mapping = mapping
        self._labels = meanings.LABELS | {word: (each.name, each.kind) for word, each in mapping.types.items()}
        self._by_id: dict[str, Node] = {}
        self._of_item: dict[int, Node] = {}
        self._by_name: dict[str, list[Node]] = defaultdict(list)
        self._by_spelling: dict[str, list[Node]] = defaultdict(list)
        read = [self._node(item) for item in merged(drawing.elements, _key, drawing, remarks).values()]
        self.nodes = [node for node in read if node.label]
        self._describes = any(not item.only_named for item in drawing.elements)
        self._described = [*self._by_spelling] if self._describes else []
        self._sought = 0
        self._give_back_shared()

    @property
    def rows(self) -> list[Row]:
        """Rows of all elements, also of those that only connections name."""
        return [node.row for node in self.nodes]

    def by_id(self, own: object) -> Node | None:
        """The element with an id on the map, refused or not."""
        return self._by_id.get(text(own))

    def end(self, item: Item, side: str) -> Node | None:
        """The element at one end of a connection, which names it by id or label."""
        if item.start and side == "from" and (node := self._of_item.get(id(item.start))):
            return node
        wanted = text(item.structure.get(side))
        if node := self._by_id.get(wanted):
            return node
        for named in (self._by_name.get(wanted, []), self._by_spelling.get(fold(wanted), [])) if wanted else ():
            if len(named) == 1:
                return named[0]
            if named:
                self._remarks.problem(f"{item.place}.{side}", _of_several(wanted, len(named)))
                return None
        if not texts.shows(wanted):
            self._remarks.problem(f"{item.place}.{side}", "is missing: an id or label of an element")
            return None
        return self._nowhere(wanted, f"{item.place}.{side}")

    def _nowhere(self, wanted: str, place: str) -> Node | None:
        """What a connection names and nobody describes: an item, unless its id should be somewhere."""
        if self._drawing.has_ids:
            self._remarks.problem(place, f"{wanted!r:.60} is the id of no element")
            return None
        if near := self._near(wanted):
            hint = f"did you mean {self._by_spelling[near][0].name!r:.60}?"
            self._remarks.notice(place, f"{wanted!r:.60} is described nowhere; it becomes an item; {hint}")
        elif self._described and self._sought > _SOUGHT:
            message = (
                "is described nowhere; it becomes an item, and no name like it was looked for, as for those before"
            )
            self._remarks.count(message, place)
        elif self._describes:
            message = f"{wanted!r:.60} is described nowhere; it becomes an item"
            self._remarks.count(message, place, of="described nowhere")
        else:
            self._remarks.count("the file describes no elements; each end of a connection becomes an item", place)
        item = Item(place, "", {}, {"label": wanted}, keys={"label": "label"})
        node = self._node(item)
        self.nodes.append(node)
        return node

    def _near(self, wanted: str) -> str:
        """The name of a described element, folded, that may have been meant; of the first ends alone, for looking takes long."""
        if " " not in wanted and _CODE.search(wanted):
            return ""
        self._sought += len(self._described)
        if self._sought > _SOUGHT or not self._described:
            return ""
        near = process.extractOne(fold(wanted), self._described, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return near[0] if near else ""

    def _node(self, item: Item) -> Node:
        raw, type_ = item.take("label"), item.type
        node = Node(item, name if texts.shows(name := text(raw)) else "")
        label, kind = self._label(type_, item.place)
        if item.only_named:  # its type is the mapping's word, and nobody's on the map
            item.take("element type")
        if not node.name:
            self._remarks.problem(f"{item.place}.label", "is missing, empty or private; every element needs a label")
        elif node.name != raw:
            self._remarks.count("labels are written in one line, without blanks at the ends", f"{item.place}.label")
        self._register(node)
        if node.name and label:
            node.label, node.id = label, self._ids.of_element(item, type_, node.name)
            node.properties = mapped(item, meanings.ELEMENT_FIELDS[label], self._mapping, self._remarks)
            named = "level" if label == "Place" else "kind"
            if kind and named in meanings.ELEMENT_FIELDS[label]:
                node.properties.setdefault(named, kind)
            if _PART_OF_ANOTHER in fold(text(node.properties.get("legalForm"))):
                self._give_back(node, "ico", "is of the body that it is a part of, by its legal form; kept as it is")
        return node

    def _give_back(self, node: Node, name: str, message: str) -> None:
        if name in node.properties:
            node.item.fields[name] = node.properties.pop(name)
            self._remarks.count(message, f"{node.item.place}.{name}")

    def _register(self, node: Node) -> None:
        self._of_item[id(node.item)] = node
        if node.item.own:
            self._by_id[node.item.own] = node
        if node.item.only_named and fold(node.name) in self._by_spelling:
            return
        self._by_name[node.name].append(node)
        self._by_spelling[fold(node.name)].append(node)

    def _label(self, type_: str, place: str) -> tuple[str, str]:
        """The label that a type means, and the kind; of several types in one, the label that all of them mean."""
        if found := self._labels.get(fold(type_)):
            unnamed = found[0] == "Item" and fold(type_) != "item"
            return (found[0], found[1] or type_) if unnamed else found
        parts = [self._labels.get(fold(part)) for part in re.split(r"[/|,;()]+", type_) if part.strip()]
        labels = {part[0] if part else "" for part in parts}
        if len(labels) == 1 and "" not in labels:
            return labels.pop(), ""
        called = f"of the type {type_!r:.60}, which the model does not name" if type_ else "without a type"
        self._remarks.count(f"is {called}: an item", place, further="is of a further type: an item")
        return "Item", type_

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
                further = f"{name} of further elements stands at several; kept as it is"
                self._remarks.count(message, f"{node.item.place}.{name}", further=further)


def _key(item: Item) -> tuple[str, ...]:
    """What makes two elements one: their id, or their label and type."""
    if own := item.own:
        return (own,)
    label = text(item.find("label"))
    return (label, fold(item.type)) if label else (item.place, "", "")


def _of_several(wanted: str, number: int) -> str:
    return f"{wanted!r:.60} is the label of {number} elements; give the elements ids, and use ids here"


def merged(items: Iterable[Item], key: Key, drawing: Drawing, remarks: Remarks) -> dict[tuple[str, ...], Item]:
    """Items by their keys: what stands twice is one, of which the later row holds."""
    found: dict[tuple[str, ...], Item] = {}
    for item in items:
        earlier = found.setdefault(key(item), item)
        if earlier is item:
            continue
        if drawing.has_ids and item.own:
            remarks.problem(item.place, f"has the id {item.own!r:.60}, as {earlier.place} has")
            continue
        lost = [name for name, value in earlier.fields.items() if item.fields.get(name, value) != value]
        if lost:
            message = f"is the same as {earlier.place}; they differ in {', '.join(lost):.200}, where this one holds"
            remarks.notice(item.place, message)
        else:
            remarks.count(f"is the same as {earlier.place}", item.place, of="is the same")
        earlier.update(item)
    return found
