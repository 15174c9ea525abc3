"""GEXF 1.1 to 1.3, as Gephi and networkx write it."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.etree.ElementTree import Element

from graph.formats import drawn, xml
from graph.formats.format import Format
from graph.formats.items import connection, element, told_apart
from graph.formats.xml import local
from graph.mapping.drawing import Drawing, Item
from graph.mapping.remarks import Remarks
from graph.model import Text
from graph.rows import Data

_SPAN = {"start": "start", "startopen": "start", "end": "end", "endopen": "end", "timestamp": "timestamp"}
_NOT_FIELDS = {
    "node": frozenset({"id", "pid", *_SPAN}),
    "edge": frozenset({"id", "source", "target", "type", *_SPAN}),
}
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)T00:00(:00(\.0+)?)?(Z|[+-]\d\d:?\d\d)?")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_LISTED = re.compile(r"[|;]")


@dataclass(slots=True)
class _Attribute:
    name: str
    type: str
    default: str | None = None


@dataclass(slots=True)
class _Raw:
    """A node or edge as it stands."""

    place: str
    attributes: dict[str, str]
    values: list[dict[str, str]] = field(default_factory=list)
    spells: list[dict[str, str]] = field(default_factory=list)
    drawn: Data = field(default_factory=dict)
    parents: list[str] = field(default_factory=list)


def recognises(head: bytes) -> bool:
    """Whether the outermost element is one of GEXF."""
    return xml.root(head) == "gexf"


def draw(stream: BinaryIO, remarks: Remarks) -> Drawing:
    """The nodes and edges of a file; nodes within nodes too."""
    return _Reader(remarks).read(stream)


FORMAT = Format(
    "gexf",
    (".gexf",),
    Text("GEXF 1.1 až 1.3, jak jej píše Gephi.", "GEXF 1.1 to 1.3, as Gephi writes it."),
    recognises,
    drawn.reader(draw),
    options=drawn.DRAWN,
    draw=draw,
)


class _Reader:
    def __init__(self, remarks: Remarks) -> None:
        self._remarks = remarks
        self._declared: dict[str, dict[str, _Attribute]] = {"node": {}, "edge": {}}
        self._nodes: list[_Raw] = []
        self._edges: list[_Raw] = []
        self._about: Data = {}
        self._direction = ""

    def read(self, stream: BinaryIO) -> Drawing:
        for around, ended in xml.ended(stream):
            self._end(around, ended)
        nodes = [self._node(raw) for raw in self._nodes]
        return Drawing(nodes, told_apart(self._edge(raw) for raw in self._edges), about=self._about)

    def _end(self, around: tuple[Element, ...], ended: Element) -> None:
        match local(ended.tag):
            case "attribute":
                self._declare(around[-1].get("class", "node") if around else "node", ended)
            case "node":
                outer = next((each.get("id", "") for each in reversed(around) if local(each.tag) == "node"), "")
                raw = self._raw(ended, f"node[{len(self._nodes)}]")
                raw.parents += [outer] if outer else []
                self._nodes.append(raw)
            case "edge":
                self._edges.append(self._raw(ended, f"edge[{len(self._edges)}]"))
            case "graph":
                self._direction = ended.get("defaultedgetype", "")
            case "meta":
                self._about |= {local(each.tag): each.text.strip() for each in ended if each.text and each.text.strip()}
                self._about |= ended.attrib

    def _declare(self, holder: str, ended: Element) -> None:
        default = next((child.text for child in ended if local(child.tag) == "default"), None)
        id_ = ended.get("id", "")
        known = self._declared.setdefault(holder, {})
        known[id_] = _Attribute(ended.get("title") or id_, ended.get("type", "string"), default)

    def _raw(self, ended: Element, place: str) -> _Raw:
        raw = _Raw(place, {local(name): value for name, value in ended.attrib.items()})
        if pid := raw.attributes.get("pid"):
            raw.parents.append(pid)
        for each in ended.iter():
            attributes = each.attrib
            match local(each.tag):
                case "attvalue":
                    raw.values.append(attributes)
                case "spell" | "slice":
                    raw.spells.append(attributes)
                case "parent":
                    raw.parents.append(attributes.get("for", ""))
                case "position":
                    at = {axis: xml.number(attributes.get(axis, ""), "double") for axis in ("x", "y")}
                    raw.drawn |= {axis: value for axis, value in at.items() if isinstance(value, float)}
                case "size":
                    raw.drawn["size"] = xml.number(attributes.get("value", ""), "double")
                case "color":
                    raw.drawn["color"] = attributes.get("hex") or ", ".join(attributes.values())
                case "shape":
                    raw.drawn["shape"] = attributes.get("value", "")
        ended.clear()
        return raw

    def _fields(self, holder: str, raw: _Raw) -> Data:
        known = self._declared[holder]
        found: Data = {each.name: _value(each.default, each.type) for each in known.values() if each.default}
        given: dict[str, list[dict[str, str]]] = defaultdict(list)
        for each in raw.values:
            given[each.get("for") or each.get("id") or ""].append(each)
        for id_, values in given.items():
            attribute = known.get(id_) or _Attribute(id_, "string")
            if (value := _of_all(values, attribute.type)) is not None:
                found[attribute.name] = value
        found |= {
            name: text for name, text in raw.attributes.items() if name not in _NOT_FIELDS[holder] and text.strip()
        }
        return found | _times(raw)

    def _node(self, raw: _Raw) -> Item:
        own = raw.attributes.get("id", "").strip()
        parents: Data = {}
        if raw.parents:
            parents["parent"] = raw.parents[0] if len(raw.parents) == 1 else raw.parents
            self._remarks.count("nodes within nodes are read flat; the node around is kept as parent", raw.place)
        return element(raw.place, own, {"id": own} | parents | raw.drawn, self._fields("node", raw))

    def _edge(self, raw: _Raw) -> Item:
        structure: Data = {"from": raw.attributes.get("source", ""), "to": raw.attributes.get("target", "")}
        direction = raw.attributes.get("type") or self._direction
        if direction in ("directed", "undirected", "mutual"):
            structure["direction"] = direction
        own = raw.attributes.get("id", "").strip()
        return connection(raw.place, own, structure | raw.drawn, self._fields("edge", raw))


def _of_all(values: list[dict[str, str]], type_: str) -> object:
    """The value of an attribute, or its values over time."""
    told = [each for each in values if each.get("value", "").strip()]
    if len(told) == 1 and told[0].keys().isdisjoint(_SPAN):
        return _value(told[0]["value"], type_)
    if not told:
        return None
    return [
        {"value": _value(each["value"], type_), **{_SPAN[name]: each[name] for name in each if name in _SPAN}}
        for each in told
    ]


def _value(text: str, type_: str) -> object:
    if not type_.startswith("list"):
        return xml.number(text, type_)
    return [xml.number(each, type_.removeprefix("list")) for each in _listed(text)]


def _listed(text: str) -> Iterable[str]:
    """The texts of a list: ``[a, "b, c"]`` of version 1.3, or with bars or semicolons as before."""
    inner = text.strip().removeprefix("[").removesuffix("]")
    if text.strip().startswith("[") or not _LISTED.search(inner):
        with suppress(csv.Error):  # one part is longer than it takes
            return _stripped(next(csv.reader([inner.replace("\n", " ")], skipinitialspace=True), []))
    return _stripped(_LISTED.split(inner))


def _stripped(parts: Iterable[str]) -> list[str]:
    return [part.strip() for part in parts if part.strip()]


def _times(raw: _Raw) -> Data:
    """When something was: one span as two fields, several as a list."""
    spans = [_span(each) for each in (raw.attributes, *raw.spells)]
    told = [span for span in spans if span]
    return told[0] if len(told) == 1 else {"spells": told} if told else {}


def _span(attributes: dict[str, str]) -> Data:
    """From when until when; times that are no dates have names of their own, for they are no dates of the model."""
    told = {_SPAN[name]: _date(text) for name, text in attributes.items() if name in _SPAN and text.strip()}
    return {name if _DATE.fullmatch(value) else f"{name} time": value for name, value in told.items()}


def _date(text: str) -> str:
    """A time; midnight is a date."""
    found = _MIDNIGHT.fullmatch(text.strip())
    return found[1] if found else text.strip()
