"""GraphML, as Gephi, igraph, networkx, Neo4j and yEd write it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.etree.ElementTree import Element

from graph.formats import drawn, xml
from graph.formats.format import Format
from graph.formats.items import connection, element, taken_position, told_apart
from graph.formats.xml import local
from graph.mapping.drawing import Drawing, Item
from graph.mapping.remarks import Remarks
from graph.model import Text
from graph.rows import Data

_SIDES = {"source": "from", "target": "to"}
_NOT_FIELDS = frozenset({"id", "source", "target", "directed", "sourceport", "targetport"})
_LABELS = ("NodeLabel", "EdgeLabel")


@dataclass(slots=True)
class _Key:
    """What a key declares: the name and type of a field, and for whom it holds what if nothing is said."""

    name: str
    type: str
    holders: str
    default: str | None


@dataclass(slots=True)
class _Raw:
    """A node or edge as it stands, its data under their keys; ``graphics`` are yEd's own."""

    place: str
    attributes: dict[str, str]
    data: list[tuple[str, str]] = field(default_factory=list)
    graphics: Data = field(default_factory=dict)
    label: str = ""
    parent: str = ""
    edgedefault: str = ""


def recognises(head: bytes) -> bool:
    """Whether the outermost element is one of GraphML."""
    return xml.root(head) == "graphml"


def draw(stream: BinaryIO, remarks: Remarks) -> Drawing:
    """The nodes and edges of a file; those of graphs within nodes too."""
    return _Reader(remarks).read(stream)


FORMAT = Format(
    "graphml",
    (".graphml",),
    Text(
        "GraphML, jak jej píší yEd, Gephi, igraph, networkx a Neo4j.",
        "GraphML as yEd, Gephi, igraph, networkx and Neo4j write it.",
    ),
    recognises,
    drawn.reader(draw),
    options=drawn.DRAWN,
    draw=draw,
)


class _Reader:
    def __init__(self, remarks: Remarks) -> None:
        self._remarks = remarks
        self._keys: dict[str, _Key] = {}
        self._nodes: list[_Raw] = []
        self._edges: list[_Raw] = []
        self._about: list[tuple[str, str]] = []

    def read(self, stream: BinaryIO) -> Drawing:
        for around, ended in xml.ended(stream):
            self._end(around, ended)
        about = self._fields("graph", self._about)
        nodes = [self._node(raw) for raw in self._nodes]
        return Drawing(nodes, told_apart(self._edge(raw) for raw in self._edges), about=about)

    def _end(self, around: tuple[Element, ...], ended: Element) -> None:
        match local(ended.tag):
            case "key":
                self._declare(ended)
            case "node":
                self._nodes.append(self._raw(around, ended, f"node[{len(self._nodes)}]"))
            case "edge":
                self._edges.append(self._raw(around, ended, f"edge[{len(self._edges)}]"))
            case "hyperedge":
                self._remarks.count("a hyperedge, which connects more than two nodes, is left out", "hyperedge")
                ended.clear()
            case "port":
                self._remarks.count("ports are left out; edges lead to their nodes", "port")
            case "data" if around and local(around[-1].tag) in ("graph", "graphml"):
                self._about += _text_of(ended)

    def _declare(self, ended: Element) -> None:
        default = next((child.text for child in ended if local(child.tag) == "default"), None)
        id_ = ended.get("id", "")
        name = ended.get("attr.name") or id_
        self._keys[id_] = _Key(name, ended.get("attr.type", "string"), ended.get("for", "all"), default)

    def _raw(self, around: tuple[Element, ...], ended: Element, place: str) -> _Raw:
        raw = _Raw(place, {local(name): value for name, value in ended.attrib.items()})
        for child in ended:
            if local(child.tag) == "data":
                raw.data += _text_of(child)
                _take_graphics(raw, child)
            elif local(child.tag) == "desc" and child.text:
                raw.data.append(("description", child.text))
        for outer in reversed(around):
            if local(outer.tag) == "graph" and not raw.edgedefault:
                raw.edgedefault = outer.get("edgedefault", "")
            elif local(outer.tag) == "node" and not raw.parent:
                raw.parent = outer.get("id", "")
        if raw.parent:
            self._remarks.count("graphs within nodes are read flat; the node around is kept as parent", place)
        if raw.graphics:
            self._remarks.count("of what yEd draws, label, position and colour are kept", place)
        ended.clear()
        return raw

    def _fields(self, holder: str, data: list[tuple[str, str]]) -> Data:
        """The fields of what holds some data, with what its keys say of those that are missing."""
        found: Data = {
            key.name: xml.number(key.default, key.type)
            for key in self._keys.values() if key.default and key.holders in (holder, "all")
        }  # fmt: skip
        for id_, text in data:
            key = self._keys.get(id_)
            found[key.name if key else id_] = xml.number(text, key.type) if key else text
        return found

    def _node(self, raw: _Raw) -> Item:
        fields = self._fields("node", raw.data) | _further(raw)
        own = raw.attributes.get("id", "").strip()
        around: Data = {"parent": raw.parent} if raw.parent else {}
        return element(raw.place, own, {"id": own} | around | raw.graphics | taken_position(fields), fields)

    def _edge(self, raw: _Raw) -> Item:
        structure: Data = {to: raw.attributes.get(side, "") for side, to in _SIDES.items()} | raw.graphics
        directed = raw.attributes.get("directed") or raw.edgedefault
        if directed in ("true", "directed", "false", "undirected"):
            structure["direction"] = "directed" if directed in ("true", "directed") else "undirected"
        own = raw.attributes.get("id", "").strip()
        return connection(raw.place, own, structure, self._fields("edge", raw.data) | _further(raw))


def _text_of(data: Element) -> Iterator[tuple[str, str]]:
    """The key and text of a piece of data, if it has any."""
    if data.text and data.text.strip():
        yield data.get("key", ""), data.text.strip()


def _further(raw: _Raw) -> Data:
    """Fields that stand as attributes, such as Neo4j's labels, and the label that yEd draws."""
    found: Data = {
        name: value.lstrip(":") for name, value in raw.attributes.items() if name not in _NOT_FIELDS and value
    }
    if isinstance(labels := found.get("labels"), str):
        found["labels"] = labels.split(":")
    return found | ({"label": raw.label} if raw.label else {})


def _take_graphics(raw: _Raw, data: Element) -> None:
    """The label, position and colour that yEd draws."""
    for each in data.iter():
        name = local(each.tag)
        if name in _LABELS and not raw.label:
            raw.label = "".join(each.itertext()).strip()
        elif name == "Geometry":
            at = {axis: xml.number(each.get(axis, ""), "double") for axis in ("x", "y")}
            raw.graphics |= {axis: value for axis, value in at.items() if isinstance(value, float)}
        elif name == "Fill" and each.get("color"):
            raw.graphics["color"] = each.get("color")
