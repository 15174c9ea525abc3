"""Shapes of JSON that are lists of nodes and links in another way, made such lists: what networkx, D3, OpenStreetMap,
Wikidata, Obsidian, Excalidraw, catalogues of open data and the JSON Graph Format write.
"""

import re
from collections.abc import Iterator
from itertools import combinations, count, product
from pathlib import PurePosixPath

from graph.mapping.drawing import is_number, text
from graph.rows import Data

_KINDS = ("amenity", "office", "shop", "tourism", "leisure", "club", "historic")
"""Tags of OpenStreetMap that say what something is, the likeliest first."""

_MANY = 0.5
"""Share of all neighbours that have neighbours listed themselves."""

_CARDS = frozenset({"text", "file", "link", "group"})
"""Types of nodes of a JSON Canvas: how its maker wrote them, and not what they are."""

_LINES = frozenset({"arrow", "line"})
"""Types of what connects others on a board of Excalidraw's."""

_MARKS = re.compile(r"^[#>*+\s-]+|[*_`]+")
"""What Markdown puts before and around the words of a line."""


def usual(content: Data, *, is_whole: bool) -> Data:
    """An object in the usual shape; only one that ``is_whole``, and no field beside records, is one of neighbours."""
    if isinstance(content.get("adjacency"), list) and isinstance(content.get("nodes"), list):
        return _of_adjacency(content)
    if is_canvas(content.get("nodes")):
        return _of_canvas(content)
    if is_board(content):
        return _of_board(content)
    if (records := _records(content)) is not None:
        return {"nodes": records}
    if isinstance(content.get("hyperedges"), list):
        return _of_hyperedges(content)
    if isinstance(content.get("children"), list):
        return _of_tree(content)
    if isinstance(content.get("elements"), list) and is_overpass(content["elements"]):
        return _of_overpass(content)
    results = content.get("results")
    if isinstance(results, dict) and isinstance(results.get("bindings"), list):
        return {"nodes": [_of_binding(each) for each in results["bindings"] if isinstance(each, dict)]}
    return _of_neighbours(content) if is_whole and _are_neighbours(content) else content


def _are_neighbours(content: Data) -> bool:
    """Whether an object holds the neighbours of each of its keys, most of which are keys too: ``{"A": ["B"], "B": []}``."""
    named = [{*map(text, each)} for each in content.values() if isinstance(each, list | dict)]
    if len(named) < max(len(content), 2) or not all(map(_is_of_neighbours, content.values())):
        return False
    ends = set().union(*named)
    return bool(ends) and len(ends & content.keys()) >= _MANY * len(ends)


def _is_of_neighbours(value: object) -> bool:
    """Whether it is a list of names or numbers, or an object of what connects to each."""
    if isinstance(value, dict):
        return all(isinstance(each, dict) or is_number(each) for each in value.values())
    return isinstance(value, list) and all(text(each) for each in value)


def _of_neighbours(content: Data) -> Data:
    """Each key with its neighbours; where all are neighbours both ways, each pair once."""
    said: dict[tuple[str, str], Data] = {}
    for start, ends in content.items():
        listed = ends if isinstance(ends, dict) else dict.fromkeys(map(text, ends if isinstance(ends, list) else ()))
        for end, told in listed.items():
            said[start, end] = told if isinstance(told, dict) else {} if told is None else {"weight": told}
    both_ways = all(said.get((end, start)) == told for (start, end), told in said.items())
    names = dict.fromkeys([*content, *(end for _, end in said)])
    direction = {"direction": "undirected" if both_ways else "directed"}
    links = [
        {**told, **direction, "source": start, "target": end}
        for (start, end), told in said.items()
        if not both_ways or start <= end
    ]
    return {"nodes": [{"id": name} for name in names], "links": links}


def is_overpass(elements: object) -> bool:
    """Whether a list holds nodes, ways and relations of OpenStreetMap."""
    first = elements[0] if isinstance(elements, list) and elements else {}
    return isinstance(first, dict) and first.get("type") in ("node", "way", "relation") and "label" not in first


def is_canvas(nodes: object) -> bool:
    """Whether a list holds the cards of a JSON Canvas, which all have a place and a size."""
    listed = nodes if isinstance(nodes, list) else []
    return bool(listed) and all(
        isinstance(each, dict)
        and str(each.get("type")) in _CARDS
        and {"id", "x", "y", "width", "height"} <= each.keys()
        for each in listed
    )


def _of_canvas(content: Data) -> Data:
    """The cards and arrows that Obsidian draws; a card is called by its first line, or by the file or page on it."""
    nodes = [_of_card(each) for each in _objects(content["nodes"])]
    links = [_of_arrow(each) for each in _objects(content.get("edges"))]
    return {
        **{key: value for key, value in content.items() if key not in ("nodes", "edges")},
        "nodes": nodes,
        "links": links,
    }


def _of_card(card: Data) -> Data:
    said, file = str(card.get("text") or ""), str(card.get("file") or "")
    first = next((words for line in said.splitlines() if (words := _MARKS.sub("", line).strip())), "")
    name = text(card.get("label")) or first or PurePosixPath(file).stem or text(card.get("url"))
    told = {key: value for key, value in card.items() if key not in ("type", "label", "text")}
    is_group = {"type": "group"} if card["type"] == "group" else {}
    return {"name": name} | is_group | told | ({"description": said} if said.strip() != name else {})


def _of_arrow(arrow: Data) -> Data:
    """A line has an arrow at its end, unless it says otherwise."""
    heads = (arrow.get("fromEnd", "none") == "arrow", arrow.get("toEnd", "arrow") == "arrow")
    told = {key: value for key, value in arrow.items() if key not in ("fromEnd", "toEnd")}
    if heads == (True, False):
        told |= {"fromNode": arrow.get("toNode"), "toNode": arrow.get("fromNode")}
    return told | {"direction": "mutual" if all(heads) else "directed" if any(heads) else "undirected"}


def is_board(content: Data) -> bool:
    """Whether it is a board of Excalidraw's."""
    return content.get("type") == "excalidraw" and isinstance(content.get("elements"), list)


def _of_board(content: Data) -> Data:
    """The boxes and free texts of a board, called by what is written in them, and the arrows between two of them.

    What is written on other lines is kept with the map.
    """
    drawn = [each for each in _objects(content["elements"]) if each.get("isDeleted") is not True]
    written = {text(each.get("containerId")): text(each.get("text")) for each in drawn if each.get("type") == "text"}
    lines = [each for each in drawn if str(each.get("type")) in _LINES]
    ties = [each for each in lines if _connects(each)]
    tied = {_bound(each, side) for each in ties for side in ("start", "end")}
    nodes = [
        {"id": each.get("id"), "name": name or None, "x": each.get("x"), "y": each.get("y")}
        for each in drawn
        if str(each.get("type")) not in _LINES and not each.get("containerId")
        for name in [text(each.get("text")) or written.get(text(each.get("id")), "")]
        if name or text(each.get("id")) in tied
    ]
    links = [{"label": written.get(text(each.get("id"))) or None, **_ends_of_line(each)} for each in ties]
    loose = (written.get(text(each.get("id"))) for each in lines if not _connects(each))
    said = [words for words in loose if words]
    return {"nodes": nodes, "links": links} | ({"on loose lines": said} if said else {})


def _connects(line: Data) -> bool:
    return bool(_bound(line, "start") and _bound(line, "end"))


def _bound(line: Data, side: str) -> str:
    """The id of what a line of a board is bound to at one side."""
    binding = line.get(f"{side}Binding")
    return text(binding.get("elementId")) if isinstance(binding, dict) else ""


def _ends_of_line(line: Data) -> Data:
    """An arrow has its head at its end, unless it says otherwise, and a line none."""
    start, end = _bound(line, "start"), _bound(line, "end")
    at_end = line.get("endArrowhead", "arrow" if line["type"] == "arrow" else None) is not None
    if (at_start := line.get("startArrowhead") is not None) and not at_end:
        start, end = end, start
    direction = "mutual" if at_start and at_end else "directed" if at_start or at_end else "undirected"
    return {"source": start, "target": end, "direction": direction}


def _records(content: Data) -> list[Data] | None:
    """The rows of an answer whose columns stand apart from them: of CKAN, of sheets of Google's, of Socrata."""
    match content:
        case {"result": {"records": list(records), "fields": list()}}:
            return [{key: value for key, value in each.items() if key != "_id"} for each in _objects(records)]
        case {"table": {"cols": list(columns), "rows": list(rows)}}:
            names = [text(each.get("label")) or text(each.get("id")) for each in _objects(columns)]
            cells = (each.get("c") for each in _objects(rows))
            return [_row(names, [*map(_cell, each)]) for each in cells if isinstance(each, list)]
        case {"meta": {"view": {"columns": list(columns)}}, "data": list(rows)}:
            said = [*_objects(columns)]
            names = ["" if each.get("dataTypeName") == "meta_data" else text(each.get("name")) for each in said]
            return [_row(names, each) for each in rows if isinstance(each, list)]
    return None


def _row(names: list[str], values: list[object]) -> Data:
    return {name: value for name, value in zip(names, values, strict=False) if name and value is not None}


def _cell(cell: object) -> object:
    """The value of a cell of a sheet; of a day and the like as it is shown."""
    if not isinstance(cell, dict):
        return None
    value = cell.get("v")
    return cell.get("f", value) if isinstance(value, str) and value.startswith("Date(") else value


def _of_hyperedges(content: Data) -> Data:
    """What connects more than two, as a link between each two of them: of the JSON Graph Format."""
    links = [
        {**{key: value for key, value in each.items() if key not in ("id", "nodes")}, "source": start, "target": end}
        | ({} if "source" in each else {"direction": "undirected"})
        for each in _objects(content["hyperedges"])
        for start, end in _pairs(each)
    ]
    return {**{key: value for key, value in content.items() if key != "hyperedges"}, "links": links}


def _pairs(hyperedge: Data) -> Iterator[tuple[object, object]]:
    source, target, nodes = (hyperedge.get(name) for name in ("source", "target", "nodes"))
    if isinstance(source, list) and isinstance(target, list):
        return product(source, target)
    return combinations(nodes, 2) if isinstance(nodes, list) else iter(())


def _of_adjacency(content: Data) -> Data:
    """A list of neighbours for each node, as ``adjacency_data`` of networkx writes it; each pair once."""
    nodes, lists = content["nodes"], content["adjacency"]
    links: list[Data] = []
    seen: set[tuple[str, ...]] = set()
    for node, neighbours in (
        zip(nodes, lists, strict=False) if isinstance(nodes, list) and isinstance(lists, list) else ()
    ):
        for each in neighbours if isinstance(neighbours, list) else ():
            ends = (text(node["id"]), text(each["id"]))
            pair = (*(ends if content.get("directed") else sorted(ends)), text(each.get("key")))
            if pair not in seen:
                seen.add(pair)
                links.append({**each, "id": None, "key": None, "source": node["id"], "target": each["id"]})
    return {**{key: value for key, value in content.items() if key != "adjacency"}, "links": links}


def _of_tree(content: Data) -> Data:
    """What stands in one another as ``children``, as D3 has hierarchies."""
    nodes: list[Data] = []
    links: list[Data] = []
    numbers = count()

    def walk(raw: Data) -> int:
        number = next(numbers)
        nodes.append(
            {key: value for key, value in raw.items() if key != "children"} | {"id": raw.get("id", f"#{number}")}
        )
        ends = [nodes[walk(child)]["id"] for child in _objects(raw.get("children"))]
        links.extend({"source": nodes[number]["id"], "target": end, "type": "child"} for end in ends)
        return number

    walk(content)
    return {"nodes": nodes, "links": links, "directed": True}


def _of_overpass(content: Data) -> Data:
    """What of OpenStreetMap has tags; the points that only draw an outline are left out."""
    nodes = []
    for each in _objects(content["elements"]):
        tags, at = each.get("tags"), each.get("center", each)
        if isinstance(tags, dict):
            kind = kind_of(tags)
            place = {name: at[name] for name in ("lat", "lon") if isinstance(at, dict) and name in at}
            said = {("drawn as" if name == "type" else name): value for name, value in tags.items()}
            named = {} if text(tags.get("name")) else {"name": _called(kind, [*place.values()])}
            nodes.append({"id": f"{each.get('type')}/{each.get('id')}", "type": kind} | said | named | place)
    return {**{key: value for key, value in content.items() if key != "elements"}, "nodes": nodes}


def kind_of(tags: Data) -> object:
    """What something of OpenStreetMap is, by its tags; a building of a school is not the school."""
    said = next((tags[name] for name in _KINDS if name in tags and tags[name] != "yes"), None)
    return said or (f"{tags['building']} building" if tags.get("building", "yes") != "yes" else None)


def _called(kind: object, at: list[object]) -> str | None:
    """What something without a name is called."""
    return f"{kind} ({', '.join(f'{each:.5f}' for each in at)})" if kind and at and all(map(is_number, at)) else None


def _of_binding(binding: Data) -> Data:
    """A row of the answer to a query in SPARQL."""
    return {name: value.get("value") for name, value in binding.items() if isinstance(value, dict)}


def _objects(value: object) -> Iterator[Data]:
    return (each for each in value if isinstance(each, dict)) if isinstance(value, list) else iter(())
