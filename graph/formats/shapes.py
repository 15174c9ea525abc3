"""Shapes of JSON that are lists of nodes and links in another way, made such lists: what networkx, D3, OpenStreetMap and
Wikidata write.
"""

from collections.abc import Iterator
from itertools import count

from graph.mapping.drawing import text
from graph.rows import Data

_KINDS = ("amenity", "office", "shop", "tourism", "leisure", "club", "historic", "building")
"""Tags of OpenStreetMap that say what something is, the likeliest first."""


def usual(content: Data) -> Data:
    """An object in the usual shape."""
    if isinstance(content.get("adjacency"), list) and isinstance(content.get("nodes"), list):
        return _of_adjacency(content)
    if isinstance(content.get("children"), list):
        return _of_tree(content)
    if isinstance(content.get("elements"), list) and is_overpass(content["elements"]):
        return _of_overpass(content)
    results = content.get("results")
    if isinstance(results, dict) and isinstance(results.get("bindings"), list):
        return {"nodes": [_of_binding(each) for each in results["bindings"] if isinstance(each, dict)]}
    return content


def is_overpass(elements: object) -> bool:
    """Whether a list holds nodes, ways and relations of OpenStreetMap."""
    first = elements[0] if isinstance(elements, list) and elements else {}
    return isinstance(first, dict) and first.get("type") in ("node", "way", "relation") and "label" not in first


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
            kind = next((tags[name] for name in _KINDS if name in tags and tags[name] != "yes"), None)
            place = {name: at[name] for name in ("lat", "lon") if isinstance(at, dict) and name in at}
            nodes.append({"id": f"{each.get('type')}/{each.get('id')}", "type": kind} | tags | place)
    return {**{key: value for key, value in content.items() if key != "elements"}, "nodes": nodes}


def _of_binding(binding: Data) -> Data:
    """A row of the answer to a query in SPARQL."""
    return {name: value.get("value") for name, value in binding.items() if isinstance(value, dict)}


def _objects(value: object) -> Iterator[Data]:
    return (each for each in value if isinstance(each, dict)) if isinstance(value, list) else iter(())
