"""GML, as Gephi, igraph, networkx and yEd write it: nodes and edges in brackets."""

import re
from collections.abc import Iterator
from html import unescape
from typing import BinaryIO

from graph.errors import InvalidFile, Problem
from graph.formats import drawn, xml
from graph.formats.format import Format
from graph.formats.items import connection, element, told_apart
from graph.mapping.drawing import Drawing, Item, is_number, text
from graph.mapping.remarks import Remarks
from graph.model import Text
from graph.rows import Data

_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|#[^\n]*+|(?:Creator|Version|comment)\b[ \t]*+(?:\"[^\"]*+\")?(?:(?!\bgraph\s*+\[)[^\n])*+)*+graph\s*+\[",
    re.IGNORECASE,
)
_TOKEN = re.compile(r'#[^\n]*|"([^"]*)"|([\[\]])|([^\s\[\]"]+)')
_NOT_FIELDS = frozenset({"id", "source", "target", "graphics"})
_DEEPEST = 50


def recognises(head: bytes) -> bool:
    """Whether it is a graph in brackets, perhaps below who made it."""
    return _BEGINS.match(head) is not None


def draw(stream: BinaryIO, remarks: Remarks) -> Drawing:
    """The nodes and edges of a file. Raises InvalidFile where brackets do not fit."""
    data = stream.read().removeprefix(b"\xef\xbb\xbf")
    try:
        said = data.decode()
    except UnicodeDecodeError:
        said = data.decode("cp1252", "replace")
    graph = next((value for key, value in _parsed(said, remarks) if key == "graph" and isinstance(value, list)), None)
    if graph is None:
        raise InvalidFile("has no graph in brackets")
    listed: dict[str, list[Data]] = {
        kind: [_data(value) for key, value in graph if key == kind and isinstance(value, list)]
        for kind in ("node", "edge")
    }
    about = {key: _plain(value) for key, value in graph if key not in listed}
    is_directed = str(about.pop("directed", 0)) == "1"
    nodes = [_node(f"node[{number}]", raw) for number, raw in enumerate(listed["node"])]
    edges = (_edge(f"edge[{number}]", raw, is_directed=is_directed) for number, raw in enumerate(listed["edge"]))
    return Drawing(nodes, told_apart(edges), about=about)


FORMAT = Format(
    "gml",
    (".gml",),
    Text("GML, jak jej píší Gephi, igraph, networkx a yEd.", "GML as Gephi, igraph, networkx and yEd write it."),
    recognises,
    drawn.reader(draw),
    options=drawn.DRAWN,
    draw=draw,
)

_Pairs = list[tuple[str, object]]


def _parsed(said: str, remarks: Remarks) -> _Pairs:
    """Keys with their values, of which lists are pairs again."""
    open_: list[_Pairs] = [[]]
    key = ""
    for found in _TOKEN.finditer(said):
        quoted, bracket, word = found.groups()
        if bracket == "[":
            within: _Pairs = []
            open_[-1].append((key, within))
            open_.append(within)
            key = ""
        elif bracket == "]":
            open_.pop()
        elif quoted is not None:
            open_[-1].append((key, unescape(quoted)))
            key = ""
        elif word and key:
            open_[-1].append((key, _number(word)))
            key = ""
        elif word:
            key = word
        if not 0 < len(open_) <= _DEEPEST:
            place = f"line {said.count(chr(10), 0, found.start()) + 1}"
            raise InvalidFile("has brackets that do not fit", [Problem(place, "has a bracket that does not fit")])
    if len(open_) > 1:
        remarks.notice("file", "ends before all brackets are closed; what stands there was read")
    return open_[0]


def _number(word: str) -> object:
    whole = xml.number(word, "int")
    return xml.number(word, "double") if isinstance(whole, str) and not word.lstrip("+-").isdecimal() else whole


def _data(pairs: _Pairs) -> Data:
    """Pairs as an object; what is said several times is a list."""
    found: dict[str, list[object]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(_plain(value))
    return {key: values[0] if len(values) == 1 else values for key, values in found.items()}


def _plain(value: object) -> object:
    return _data(value) if isinstance(value, list) else value


def _node(place: str, raw: Data) -> Item:
    graphics = raw.get("graphics")
    at = _numbers(graphics) if isinstance(graphics, dict) else {}
    own = text(raw.get("id"))
    return element(place, own, ({"id": raw["id"]} if own else {}) | at, _fields(raw))


def _numbers(graphics: Data) -> Data:
    return {axis: graphics[axis] for axis in ("x", "y") if is_number(graphics.get(axis))}


def _edge(place: str, raw: Data, *, is_directed: bool) -> Item:
    ends: Data = {"from": text(raw.get("source")), "to": text(raw.get("target"))}
    own = text(raw.get("id", raw.get("key")))
    structure = ends | {"direction": "directed" if is_directed else "undirected"} | ({"id": own} if own else {})
    return connection(place, own, structure, _fields(raw))


def _fields(raw: Data) -> Data:
    return dict(_told(raw))


def _told(raw: Data) -> Iterator[tuple[str, object]]:
    for key, value in raw.items():
        if key not in _NOT_FIELDS and value not in ("", None):
            yield key, value
