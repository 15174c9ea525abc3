"""Node-link JSON, as people and tools write it: D3, vis.js, sigma, Cytoscape, networkx, Neo4j, JSON Graph Format.

Two lists, of nodes and of links, or one of them alone; the words for them and for the two ends are many. Whatever stands
around the lists is looked through, what a node or link holds one level deeper (``data``, ``properties``) counts as its own.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import BinaryIO

from graph.errors import InvalidFile
from graph.formats import canonical, drawn, hsds, json, shapes
from graph.formats.format import Format
from graph.formats.geometry import middle
from graph.formats.items import connection, element, in_one_language, is_translated, taken_position, told_apart
from graph.formats.kumu.document import is_kumu
from graph.formats.naming import (
    CONNECTION_TYPES,
    ELEMENT_TYPES,
    ENDS,
    NAMES,
    are_times,
    called_a_name,
    keyed_ends,
    naming,
)
from graph.mapping.drawing import Drawing, Item, folded, is_number, text
from graph.mapping.meanings import LABELS, Meant
from graph.mapping.remarks import Remarks
from graph.model import Text
from graph.rows import Data
from graph.values.texts import fold

_NODES = ("nodes", "vertices", "elements", "entities", "points", "uzly", "prvky")
_LINKS = ("links", "edges", "connections", "relationships", "relations", "rels", "arcs", "hrany", "vazby", "spojeni")
_IDS = ("id", "key", "identifier", "uid", "uuid", "node id", "nodeid", "gid", "guid")
_NESTS = ("data", "attributes", "properties", "metadata", "attrs", "fields")
_NAMED = frozenset(NAMES)
_POINTS = ("geometry", "location", "loc", "point", "geo", "coordinates", "position")
_ELEMENT_TYPES = frozenset(ELEMENT_TYPES)
_IDS_OF_NODES = frozenset(_IDS)
_TIES = frozenset({
    *_LINKS, "memberships", "membership", "positions", "affiliations", "participations", "involvements", "roles", "clenstvi",
    "ucasti", "vztahy",
})  # fmt: skip
"""Keys of lists whose entries connect others, though each has an id of its own."""

_SEEN = 20
"""Entries of a list that are looked at to find out what it is."""

_DEEPEST = 3
"""Objects around the lists."""


@dataclass(slots=True)
class _Graph:
    """Lists of nodes and links, each entry with its place, and what is said around them."""

    nodes: list[tuple[str, Data]] = field(default_factory=list)
    links: list[tuple[str, Data]] = field(default_factory=list)
    about: Data = field(default_factory=dict)
    is_whole: bool = False
    """Whether both lists are there, if only empty."""


def recognises(head: bytes) -> bool:
    """Whether it has nodes with names or ids, or links with two ends, and is no other JSON that we know."""
    content = json.beginning(head)
    if canonical.recognises(head) or hsds.recognises(head):
        return False
    if isinstance(content, dict) and (is_kumu(content) or content.keys() & {"@context", "@graph", "features"}):
        return False
    return any(_is_ours(graph) for graph in _graphs(content, "", Remarks()))


def draw(stream: BinaryIO, remarks: Remarks) -> Drawing:
    """The nodes and links of a file."""
    drawing = Drawing()
    graphs = list(_graphs(json.parsed(stream.read()), "", remarks))
    if not graphs:
        raise InvalidFile('has no nodes and no links, such as {"nodes": [{"id": "a"}], "links": [{"source": "a", …}]}')
    for graph in graphs:
        nodes = _elements(graph)
        ends = _Ends(nodes, graph.links, remarks)
        drawing.elements += nodes
        drawing.connections += told_apart(_connection(place, raw, graph.about, ends) for place, raw in graph.links)
    abouts = [
        graph.about
        for number, graph in enumerate(graphs)
        if graph.about not in ({}, *(g.about for g in graphs[:number]))
    ]
    drawing.about = {"graphs": abouts} if len(abouts) > 1 else dict(*abouts)
    return drawing


FORMAT = Format(
    "nodelink",
    (".json",),
    Text(
        "JSON s uzly a hranami, jak jej píší D3, vis.js, sigma, Cytoscape, networkx, Neo4j nebo lidé sami.",
        "JSON of nodes and links as D3, vis.js, sigma, Cytoscape, networkx, Neo4j or people themselves write it.",
    ),
    recognises,
    drawn.reader(draw),
    options=drawn.DRAWN,
    draw=draw,
)


# --------------------------------------------------------------------------------------------------- where the lists are


def _graphs(content: object, place: str, remarks: Remarks, depth: int = 0, *, alone: bool = True) -> Iterator[_Graph]:
    """The graphs of a value; one that is not ``alone`` stands beside a list of records."""
    if isinstance(content, list) and not depth and any(isinstance(each, dict) for each in content[:1]):
        yield _of_list(content, remarks)
    elif isinstance(content, dict) and depth < _DEEPEST:
        content = shapes.usual(content, is_whole=not depth or alone)
        nodes, links = (_key(content, names) for names in (_NODES, _LINKS))
        links = links if _have_ends(content.get(links)) else ""
        if nodes or links:
            yield _of_object(content, nodes, links, place, remarks)
            return
        alone = alone and not any(map(_are_records, content.values()))
        found: dict[str, list[_Graph]] = {
            key: list(_within(key, value, f"{place}.{key}".strip("."), remarks, depth, alone=alone))
            for key, value in content.items()
        }
        if not depth and not any(found.values()):
            listed = {key: value for key, value in content.items() if _are_records(value) or _are_keyed(key, value)}
            found = {key: [_of_list(value, remarks, key)] for key, value in listed.items()}
            if not found and _are_of_one_kind([*content.values()]):
                found = {"": [_of_list(content, remarks)]}
                content = {}
            if not found and (key := _envelope(content)):
                found = {key: list(_graphs(content[key], f"{place}.{key}".strip("."), remarks))}
        around = {key: content[key] for key in content if not found.get(key)}
        for graph in chain.from_iterable(found.values()):
            graph.about = _said(around) | graph.about
            yield graph


def _envelope(content: Data) -> str:
    """The key of the one object among plain values, as an answer of a service stands in one; nothing where there is none."""
    within = [key for key, value in content.items() if isinstance(value, dict | list)]
    return within[0] if len(within) == 1 and isinstance(content[within[0]], dict) else ""


def _within(key: str, value: object, place: str, remarks: Remarks, depth: int, *, alone: bool) -> Iterator[_Graph]:
    if fold(key) == "graphs" and isinstance(value, list):
        for number, each in enumerate(value):
            yield from _graphs(each, f"{place}[{number}]", remarks, depth + 1, alone=alone)
    elif isinstance(value, dict):
        yield from _graphs(value, place, remarks, depth + 1, alone=alone)


def _said(around: Data) -> Data:
    return {key: value for key, value in around.items() if value not in (None, {}, [])}


def _key(content: Data, names: tuple[str, ...]) -> str:
    """The key of a list of entries, or of an object of entries by their ids."""
    keys = folded(content)
    return next((keys[name] for name in names if name in keys and _holds_entries(content[keys[name]])), "")


def _have_ends(listed: object) -> bool:
    """Whether entries may be links: some has two ends, or there are none; links of pages have one."""
    entries = list(islice(_entries(listed, "", Remarks()), _SEEN))
    return not entries or any(_ends_of(raw) for _, raw in entries)


def _holds_entries(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(each, dict) for each in value.values())
    return isinstance(value, list)


def _of_object(content: Data, nodes: str, links: str, place: str, remarks: Remarks) -> _Graph:
    """The graph of an object: its links, and its nodes, which may stand in several lists by what they are."""
    listed = [nodes] if nodes else _lists_of_nodes(content, links)
    about = _said({key: value for key, value in content.items() if key not in (*listed, links)})
    graph = _Graph(about=about, is_whole=bool(nodes and links))
    for key in listed:
        entries = [*_entries(content[key], f"{place}.{key}".strip("."), remarks)]
        graph.nodes += entries if nodes else _typed(entries, key)
    if links:
        graph.links.extend(_entries(content[links], f"{place}.{links}".strip("."), remarks))
    return graph if links else _sorted_out(graph, nodes)


def _lists_of_nodes(content: Data, links: str) -> list[str]:
    """The keys of lists of records beside links: of those that have an end of one, where any has."""
    said = (raw[key] for _, raw in _entries(content[links], "", Remarks()) for key in _ends_of(raw) or ())
    ends = {found for each in said if (found := text(each))}
    listed = {
        key: [*_entries(value, "", Remarks())] for key, value in content.items() if key != links and _are_records(value)
    }
    telling = [
        key for key, each in listed.items() if any(not ends.isdisjoint(map(text, raw.values())) for _, raw in each)
    ]
    return telling or [*listed]


def _typed(entries: list[tuple[str, Data]], key: str) -> list[tuple[str, Data]]:
    """Entries, of which those without a type have that which the key of their list says."""
    for _, raw in entries if fold(key) in LABELS else ():
        if _ELEMENT_TYPES.isdisjoint(folded(raw)):
            raw["type"] = key
    return entries


def _are_records(value: object) -> bool:
    """Whether it is a list of objects with names."""
    listed = value if isinstance(value, list) else []
    seen = [_flat(each) for each in listed[:_SEEN] if isinstance(each, dict)]
    named = [any(fold(key) in _NAMED or called_a_name(key) for key in each) for each in seen]
    known = (is_named or not folded(each).keys().isdisjoint(_IDS) for is_named, each in zip(named, seen, strict=True))
    return any(named) and len(seen) == len(listed[:_SEEN]) and all(known)


def _are_keyed(key: str, value: object) -> bool:
    """Whether it is a list of objects that connect others by their ids, such as the memberships of Popolo."""
    listed = value[:_SEEN] if isinstance(value, list) else []
    return bool(listed) and all(isinstance(each, dict) and _is_tie(_flat(each), key) for each in listed)


def _is_tie(raw: Data, key: str) -> bool:
    """Whether an entry connects what it has the ids of; one with an id of its own does in a list that is called so."""
    return bool(_keyed(raw)) and (fold(key) in _TIES or _IDS_OF_NODES.isdisjoint(folded(raw)))


def _keyed(raw: Data) -> tuple[tuple[str, Meant], tuple[str, Meant]] | None:
    """The fields with the ids of what an entry without a name connects, and what they are of."""
    found = keyed_ends(raw)
    return found if found and all(_is_end(raw[key]) for key, _ in found) else None


def _are_of_one_kind(values: Sequence[object]) -> bool:
    """Whether the values of an object are what its keys are the ids of: objects with names, and something else that all have."""
    shared = set[str].intersection(
        *(set(each) if isinstance(each, dict) else set() for each in values[:_SEEN] or [None])
    )
    return len(values) > 1 and len(shared) > 1 and _are_records(values)


def _of_list(content: object, remarks: Remarks, key: str = "") -> _Graph:
    """The graph of one list; the key where it stands may say what its entries are."""
    graph = _sorted_out(_Graph(nodes=list(_entries(content, key, remarks))), key)
    _typed(graph.nodes, key)
    for _, raw in graph.links if key else ():
        if _keyed(raw) and not any(name in folded(raw) for name in CONNECTION_TYPES):
            raw["type"] = key.removesuffix("s")
    return graph


def _sorted_out(graph: _Graph, key: str) -> _Graph:
    """The graph of one list, which may hold both nodes and links; the key where it stands may say which."""
    nodes: list[tuple[str, Data]] = []
    links: list[tuple[str, Data]] = []
    for place, raw in graph.nodes:
        keys = _ends_of(raw) if _two_ends(raw) or (_is_tie(raw, key) and fold(key) not in _NODES) else None
        is_span = keys and are_times([raw[key] for key in keys]) and set(folded(raw)) & {*NAMES}
        (links if keys and not is_span else nodes).append((place, raw))
    graph.nodes, graph.links = nodes, links
    return graph


def _entries(listed: object, place: str, remarks: Remarks) -> Iterator[tuple[str, Data]]:
    """The entries of a list or object, each with its place and as one flat object."""
    if isinstance(listed, dict):
        for key, raw in listed.items():
            if isinstance(raw, dict):
                yield f"{place}.{key:.60}", _flat({"id": key, **raw})
        return
    for number, raw in enumerate(listed if isinstance(listed, list) else ()):
        at = f"{place}[{number}]"
        if isinstance(raw, dict):
            yield at, _flat(raw)
        elif isinstance(raw, list) and 2 <= len(raw) <= 3:
            yield at, dict(zip(("source", "target", "label"), raw, strict=False))
        elif text(raw):
            yield at, {"id": raw}
        elif raw is None:
            remarks.count("empty entries are skipped", at)
        else:
            remarks.problem(at, "must be an object in braces")


def _flat(raw: Data) -> Data:
    """An entry with what it holds one level deeper; what both levels name keeps the deeper place in its name."""
    found = {key: value for key, value in raw.items() if value is not None}
    for key in [key for key in found if fold(key) in _NAMED and is_translated(found[key])]:
        found = in_one_language(found, key)
    found = _located(found)
    for nest in [key for key in found if fold(key) in _NESTS]:
        within = found[nest]
        if isinstance(within, dict):
            del found[nest]
            for key, value in within.items():
                if value is not None and found.get(key) != value:
                    found[f"{nest}.{key}" if key in found else key] = value
    return found


def _located(raw: Data) -> Data:
    """An entry, with where it is in degrees in place of a point of GeoJSON."""
    for key, value in raw.items():
        if fold(key) in _POINTS and isinstance(value, dict) and value.get("type") == "Point" and (at := middle(value)):
            rest = {name: each for name, each in raw.items() if name != key and (name, each) != ("type", "Feature")}
            if isinstance(rest.get("location"), str) and "address" not in rest:
                rest["address"] = rest.pop("location")
            return raw if "location" in rest else {**rest, "location": {"latitude": at[1], "longitude": at[0]}}
    return raw


def _is_ours(graph: _Graph) -> bool:
    if graph.links:
        return bool(_ends_of(graph.links[0][1]))
    nodes = [raw for _, raw in graph.nodes[:_SEEN]]
    named = any(not set(folded(raw)).isdisjoint((*NAMES, *_IDS)) for raw in nodes[:1])
    return named or graph.is_whole or bool(nodes and _naming(nodes))


# ------------------------------------------------------------------------------------------------------ nodes and links


def _elements(graph: _Graph) -> list[Item]:
    """The nodes; those without ids get some where they share a label with one of another type."""
    named_by = _naming([raw for _, raw in graph.nodes])
    read = [_element(place, raw, named_by) for place, raw in graph.nodes]
    types: dict[str, set[str]] = defaultdict(set)
    for item in read:
        types[text(item.find("label"))].add(item.type)
    for item in read:
        if not item.own and len(types[label := text(item.find("label"))]) > 1:
            item.own = f"{label} ({item.type})"
    return read


def _naming(nodes: Sequence[Data]) -> str:
    """The field that names nodes of which none has a usual name."""
    if any(not _NAMED.isdisjoint(folded(raw)) for raw in nodes):
        return ""
    keys = dict.fromkeys(key for raw in nodes for key in raw)
    has_ids = any(not set(folded(raw)).isdisjoint(_IDS) for raw in nodes)
    called = naming({key: [raw.get(key) for raw in nodes] for key in keys}, _IDS)
    return called if not has_ids or called_a_name(called) else ""


def _element(place: str, raw: Data, named_by: str) -> Item:
    fields = dict(raw)
    keys = folded(fields)
    key = next((keys[name] for name in _IDS if name in keys and text(fields[keys[name]])), "")
    structure: Data = {}
    if key:
        structure["id"] = fields.pop(key)
    return element(place, text(structure.get("id")), structure | taken_position(fields), fields, named_by)


def _ends_of(raw: Data) -> tuple[str, str] | None:
    """The keys of the two ends of a link."""
    if named := _two_ends(raw):
        return named
    found = _keyed(raw)
    return (found[0][0], found[1][0]) if found else None


def _two_ends(raw: Data) -> tuple[str, str] | None:
    """The keys of two ends that are called so."""
    keys = folded(raw)
    for start, end in ENDS:
        if start in keys and end in keys and all(_is_end(raw[keys[each]]) for each in (start, end)):
            return keys[start], keys[end]
    return None


def _is_end(value: object) -> bool:
    return bool(text(value)) or isinstance(value, dict)


class _Ends:
    """What the ends of links mean. Numbers are places in the list of nodes where no node has such an id.

    Where the ends are the ids of nodes behind the same letters, as of nodes that were numbered anew, these are left out.
    """

    def __init__(self, nodes: list[Item], links: list[tuple[str, Data]], remarks: Remarks) -> None:
        self._nodes = nodes
        own = {item.own for item in nodes}
        said = [(place, raw[key]) for place, raw in links for key in _ends_of(raw) or ()]
        used = {each for _, each in said if is_number(each)}
        self._are_places = bool(used) and not any(text(each) in own for each in used)
        self._named = named = own | {text(item.find("label")) for item in nodes}
        self._before = _before_ids({text(each) for _, each in said}, named, own)
        if self._before:
            message = f"the ends of links are ids of nodes behind {self._before!r:.20}; they are read so"
            remarks.notice(said[0][0], message)

    def named(self, value: object) -> str:
        """The id or label of the node at an end."""
        if isinstance(value, dict):
            keys = folded(value)
            known = (text(value[keys[name]]) for name in (*_IDS, *NAMES) if name in keys)
            return next(known, next((said for each in value.values() if (said := text(each)) in self._named), ""))
        if self._are_places and isinstance(value, int) and 0 <= value < len(self._nodes):
            node = self._nodes[value]
            return node.own or text(node.find("label"))
        return text(value).removeprefix(self._before)


def _before_ids(ends: set[str], named: set[str], own: set[str]) -> str:
    """The letters before the id of a node in every end of links, of which none says what a node is called."""
    if not ends or not named.isdisjoint(ends):
        return ""
    before = next(iter(ends)).rstrip("0123456789")
    return before if all(end.startswith(before) and end.removeprefix(before) in own for end in ends) else ""


def _connection(place: str, raw: Data, about: Data, ends: _Ends) -> Item:
    fields = dict(raw)
    keys = folded(fields)
    key = next((keys[name] for name in ("id", "key", "gid", "guid") if name in keys and text(fields[keys[name]])), "")
    structure: Data = {"id": fields.pop(key)} if key else {}
    found = _ends_of(raw)
    if found:
        structure |= {side: ends.named(fields.pop(key)) for side, key in zip(("from", "to"), found, strict=True)}
    item = connection(place, text(structure.get("id")), structure | _direction(fields, about), fields)
    of = _keyed(raw)
    if of and found == (of[0][0], of[1][0]):
        item.ends = (of[0][1], of[1][1])
    return item


def _direction(fields: Data, about: Data) -> Data:
    """Whether a link has an arrow, as its own words or those of the whole graph say."""
    if fields.get("direction") in ("directed", "undirected", "mutual"):
        return {"direction": fields.pop("direction")}
    arrows = fields.get("arrows")
    if isinstance(arrows, str) and (heads := set(fold(arrows).split()) & {"to", "from"}):
        return {"direction": "mutual" if len(heads) > 1 else "directed"} | (
            {"reversed": True} if heads == {"from"} else {}
        )
    if fields.get("undirected") is True:
        return {"direction": "undirected"}
    directed = fields.get("directed", about.get("directed"))
    return {"direction": "directed" if directed else "undirected"} if isinstance(directed, bool) else {}
