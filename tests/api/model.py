"""The golden graph as plain Python, answered field by field by graphql-core: what our answers are compared with."""

import math
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import orjson
from graphql import GraphQLSchema, build_schema

from api.graphql.registry import printed
from api.graphql.schema import GRAPHQL_SCHEMA
from api.graphql.types import FIRST
from graph.contract.fields import camel
from graph.model import Kind, Property
from graph.schema import SCHEMA
from graph.values.collation import sort_key
from tests.api.conftest import GOLDEN

Object = dict[str, Any]


def plain_schema() -> GraphQLSchema:
    """The service's schema without anything that runs."""
    return build_schema(printed(GRAPHQL_SCHEMA))


def root(*visible: str) -> Object:
    """The value that queries start from, of a graph without the elements that are not visible. There are no questions."""
    elements, links = _read(visible)
    by_id = {element["id"]: _object(element) for element in elements}
    sides: dict[str, dict[str, list[Object]]] = {id_: defaultdict(list) for id_ in by_id}
    for link in links:
        connection = SCHEMA.by_type[link["link"]]
        edge = _known(link, SCHEMA.properties_of_connection(connection), {"link", "from", "to"})
        sides[link["from"]][connection.out].append({**edge, "node": by_id[link["to"]]})
        sides[link["to"]][connection.back].append({**edge, "node": by_id[link["from"]]})
    for id_, found in sides.items():
        by_id[id_]["@sides"] = found
        _attach(by_id[id_], found)
    return _roots(by_id)


def _read(visible: Iterable[str]) -> tuple[list[Object], list[Object]]:
    rows = [orjson.loads(line) for line in (GOLDEN / "graph.jsonl").read_bytes().splitlines()]
    elements = [row for row in rows if "label" in row and row.get("visibility", "public") in visible]
    ids = {row["id"] for row in elements}
    return elements, [row for row in rows if "link" in row and {row["from"], row["to"]} <= ids]


def _object(row: Object) -> Object:
    element = SCHEMA.by_label[row["label"]]
    known = _known(row, SCHEMA.properties_of(element), {"label"})
    return {**known, "version": 1, "__typename": element.label}


def _known(row: Object, declared: tuple[Property, ...], structure: set[str]) -> Object:
    kinds = {p.name: p for p in declared}
    known = {name: _shown(kinds[name], value) for name, value in row.items() if name in kinds}
    extra = {name: value for name, value in row.items() if name not in kinds and name not in structure}
    return {**known, "extra": dict(sorted(extra.items())) or None}


def _shown(declared: Property, value: Any) -> Any:
    return value.upper() if declared.choices and declared.kind is Kind.STRING else value


def _attach(element: Object, sides: dict[str, list[Object]]) -> None:
    for connection in SCHEMA.connections:
        for name in (connection.out, connection.back):
            element[name] = _page(sides.get(name, []))


def _roots(by_id: dict[str, Object]) -> Object:
    roots: Object = {
        "node": lambda _, **given: by_id.get(given["id"]),
        "nodes": lambda _, ids: [by_id.get(id_) for id_ in ids],
    }
    for element in SCHEMA.elements:
        labels = {carrier.label for carrier in SCHEMA.carriers(element.label)}
        found = [e for e in by_id.values() if e["__typename"] in labels]
        roots[element.singular] = _one(found)
        roots[element.plural] = _page([{"node": e} for e in found], edges_filtered=False)
    return roots


def _one(elements: list[Object]) -> Callable[..., Object | None]:
    def one(_: Any, **given: Any) -> Object | None:
        [(name, value)] = given.items()
        found = [e for e in elements if e.get(name) == value]
        return min(found, key=lambda e: (bool(e.get("closed")), len(e["id"]), e["id"]), default=None)

    return one


# ------------------------------------------------------------------------------------------------------------- lists


def _page(edges: list[Object], *, edges_filtered: bool = True) -> Callable[..., Object]:
    def page(_: Any, filter: Object | None = None, **given: Any) -> Object:
        orders, center = given.pop("orderBy", ("NAME_ASC",)), given.pop("distanceFrom", None)
        filter_ = filter or {}
        near = (filter_.get("node") or {} if edges_filtered else filter_).get("near")
        passes = edge_passes if edges_filtered else (lambda edge, given: element_passes(edge["node"], given))
        found = [edge for edge in edges if filter is None or passes(edge, filter)]
        found = _once(found) if edges_filtered else found
        found = [{**edge, "distance": _nearest(edge["node"], center or near)} for edge in found]
        ordered = _ordered(found, orders, connected=edges_filtered)
        shown, info = _window(ordered, **given)
        nodes = [edge["node"] for edge in shown]
        facets = _facets([edge["node"] for edge in found])
        counts = {"facets": facets, "aggregate": _aggregate(edge["node"] for edge in found)}
        return {"edges": shown, "nodes": nodes, "totalCount": len(ordered), "pageInfo": info, **counts}

    return page


def _once(edges: list[Object]) -> list[Object]:
    """Of parallel connections to one element the one that stands for all: confirmed, going on, of the least id."""

    def standing(edge: Object) -> tuple[bool, bool, str]:
        proposed = (edge.get("status") or "confirmed").lower() != "confirmed"
        return proposed, edge.get("until") is not None, edge.get("parallel") or ""

    best = {edge["node"]["id"]: edge for edge in sorted(edges, key=standing, reverse=True)}
    return list(best.values())


def _ordered(edges: list[Object], orders: Sequence[str], *, connected: bool) -> list[Object]:
    for number, order in enumerate(reversed(orders)):
        name, _, direction = order.rpartition("_")
        down = direction == "DESC"
        if not number:
            edges = sorted(edges, key=lambda edge: _name(edge["node"]), reverse=down)
        edges = sorted(edges, key=lambda edge: _sorted_by(edge, name, connected=connected), reverse=down)
    return edges


def _sorted_by(edge: Object, name: str, *, connected: bool) -> Any:
    """What one order compares; the enums of the schema's properties have their values by their names in files."""
    node = edge["node"]
    if name.endswith("DISTANCE"):
        return math.inf if edge["distance"] is None else edge["distance"]
    if name == "NAME":
        return _name(node)
    if name in ("CREATED", "UPDATED"):
        return node[f"{name.lower()}At"]
    if name == "SINCE" and connected:
        return edge.get("since") or ""
    key = camel(name.removeprefix("NODE_" if connected else "").removesuffix("_COUNT"))
    if name.endswith("_COUNT"):
        return _number(_side(node, key))
    value = node.get(key)
    return _LEAST[key] if value is None else str(value).lower() if isinstance(value, str) else value


def _name(element: Object) -> str:
    return sort_key(element["name"], element["id"])


def _window(edges: list[Object], first: int | None = None, last: int | None = None) -> tuple[list[Object], Object]:
    if last is not None:
        shown = edges[max(len(edges) - last, 0) :]
        return shown, {"hasNextPage": False, "hasPreviousPage": len(edges) > last}
    size = FIRST if first is None else first
    return edges[:size], {"hasNextPage": len(edges) > size, "hasPreviousPage": False}


# ------------------------------------------------------------------------------------------------------------ filters


def edge_passes(edge: Object, given: Object) -> bool:
    """Whether a connection and the element at its end pass a filter."""
    return all(_edge_part(edge, key, value) for key, value in given.items())


def _edge_part(edge: Object, key: str, value: Any) -> bool:
    match key:
        case "and":
            return all(edge_passes(edge, each) for each in value)
        case "or":
            return any(edge_passes(edge, each) for each in value)
        case "not":
            return not edge_passes(edge, value)
        case "node":
            return element_passes(edge["node"], value)
    return _compares(edge, key, value)


def element_passes(element: Object, given: Object) -> bool:
    """Whether an element passes a filter."""
    return all(_element_part(element, key, value) for key, value in given.items())


def _element_part(element: Object, key: str, value: Any) -> bool:
    match key:
        case "and":
            return all(element_passes(element, each) for each in value)
        case "or":
            return any(element_passes(element, each) for each in value)
        case "not":
            return not element_passes(element, value)
        case "typename":
            return any(name.replace("_", "") == element["__typename"].upper() for name in value)
        case "within":
            return any(place["id"] == value for place in _around(element))
        case "box":
            return any(_boxed(place.get("location"), value) for place in _places(element))
        case "near":
            found = _nearest(element, value)
            return found is not None and found <= value["km"]
    sides = {name for c in SCHEMA.connections for name in (c.out, c.back)}
    if key in sides and isinstance(value, dict) and value.keys() <= {"some", "none", "all", "single", "count"}:
        return all(_quantified(element["@sides"].get(key, []), name, inner) for name, inner in value.items())
    return _compares(element, key, value)


def _quantified(edges: list[Object], quantifier: str, given: Object) -> bool:
    if quantifier == "count":
        return _compares({"count": _number(edges)}, "count", given)
    passing = [edge for edge in edges if edge_passes(edge, given)]
    single = _number(passing) == 1
    return {"some": bool(passing), "none": not passing, "all": len(passing) == len(edges), "single": single}[quantifier]


def _number(edges: list[Object]) -> int:
    return len({edge["node"]["id"] for edge in edges})


def _places(element: Object) -> list[Object]:
    if element["__typename"] == "Place":
        return [element]
    return [edge["node"] for edge in element["@sides"].get("places", [])]


def _around(element: Object) -> Iterator[Object]:
    here = [] if element["__typename"] == "Place" else _places(element)
    yield from here
    for place in here or ([element] if element["__typename"] == "Place" else []):
        for edge in place["@sides"].get("partOf", []):
            yield edge["node"]
            yield from _around(edge["node"])


def _boxed(location: Object | None, box: Object) -> bool:
    if not location or not box["south"] <= location["latitude"] <= box["north"]:
        return False
    west, east, longitude = box["west"], box["east"], location["longitude"]
    return bool(west <= longitude <= east if west <= east else longitude >= west or longitude <= east)


def _nearest(element: Object, given: Object | None) -> float | None:
    center = _LOCATIONS.get(given["place"]) if given and "place" in given else given
    found = [place["location"] for place in _places(element) if place.get("location")]
    return min((_kilometres(location, center) for location in found), default=None) if center else None


def _kilometres(location: Object, center: Object) -> float:
    a, b = (math.radians(p["latitude"]) for p in (location, center))
    across = math.radians(location["longitude"] - center["longitude"])
    half = math.sin((a - b) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return round(2 * 6378.14 * math.asin(math.sqrt(half)), 3)


_LOCATIONS = {
    row["id"]: row["location"]
    for row in map(orjson.loads, (GOLDEN / "graph.jsonl").read_bytes().splitlines())
    if "location" in row
}
_ABSENT = {
    p.name: _shown(p, p.absent)
    for properties in (
        *(SCHEMA.properties_of(e) for e in SCHEMA.elements),
        *(SCHEMA.properties_of_connection(c) for c in SCHEMA.connections),
    )
    for p in properties
    if p.absent is not None
}
_DATES = {"since", "until"}
_BEFORE_ALL: dict[Kind, Any] = {Kind.BOOLEAN: False, Kind.INTEGER: -math.inf, Kind.FLOAT: -math.inf}
_LEAST = {p.name: _BEFORE_ALL.get(p.kind, "") for e in SCHEMA.elements for p in SCHEMA.properties_of(e)}


def _compares(values: Object, name: str, given: Object) -> bool:
    return all(_compare(name, values.get(name), operator, wanted) for operator, wanted in given.items())


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")


def _compare(name: str, value: Any, operator: str, wanted: Any) -> bool:
    if operator == "isNull":
        return bool((value is None) == wanted)
    if value is None:
        value = _ABSENT.get(name)
    if value is None:
        return operator == "ne"
    if name in _DATES and operator != "in":
        value = value[: len(wanted)]
    compared: dict[str, Callable[[], Any]] = {
        "eq": lambda: value == wanted,
        "ne": lambda: value != wanted,
        "in": lambda: value in wanted,
        "contains": lambda: wanted in value,
        "startsWith": lambda: value.startswith(wanted),
        "eqFolded": lambda: _folded(value) == _folded(wanted),
        "containsFolded": lambda: _folded(wanted) in _folded(value),
        "startsWithFolded": lambda: _folded(value).startswith(_folded(wanted)),
        "gt": lambda: value > wanted,
        "gte": lambda: value >= wanted,
        "lt": lambda: value < wanted,
        "lte": lambda: value <= wanted,
        "includes": lambda: wanted in value,
        "includesFolded": lambda: _folded(wanted) in map(_folded, value),
    }
    return bool(compared[operator]())


# ------------------------------------------------------------------------------------------------------------- facets


def _facets(elements: list[Object]) -> Object:
    distinct = list({element["id"]: element for element in elements}.values())
    by_value = {name: _values(distinct, partial(_grouped, name)) for name in _GROUPED}
    by_term = {name: _counts(distinct, partial(_said, name)) for name in _TERMS}
    curated = {
        "topics": _counts(distinct, lambda e: _through(e, ("topics", "worksOn"))),
        "targetGroups": _counts(distinct, lambda e: _through(e, ("targetGroups", "serves"))),
        "regions": _counts(distinct, _regions),
    }
    return by_value | by_term | curated


def _aggregate(elements: Iterable[Object]) -> Object:
    """The numbers of elements, each of which counts once."""
    distinct = {element["id"]: element for element in elements}.values()
    return {name: _summed([e[name] for e in distinct if e.get(name) is not None]) for name in _SUMMED}


def _summed(numbers: list[float]) -> Object:
    if not numbers:
        return {"count": 0}
    total = sum(numbers)
    of_all = {"sum": round(total, 6), "avg": round(total / len(numbers), 6)}
    return {"count": len(numbers), **of_all, "min": min(numbers), "max": max(numbers)}


_OWN = {p.name: p for e in SCHEMA.elements for p in SCHEMA.properties_of(e) if p not in SCHEMA.common}
_SUMMED = [name for name, p in _OWN.items() if p.kind in (Kind.INTEGER, Kind.FLOAT)]
_GROUPED = [name for name, p in _OWN.items() if p.kind in (Kind.STRING, Kind.BOOLEAN, Kind.DATE)]
_TERMS = [connection.out for connection in SCHEMA.connections]


def _grouped(name: str, element: Object) -> str | None:
    value = element.get(name)
    if _OWN[name].kind is Kind.BOOLEAN:
        return "true" if value else "false"
    return value[:4] if value and _OWN[name].kind is Kind.DATE else value


def _said(name: str, element: Object) -> list[Object]:
    return [edge["node"] for edge in _side(element, name)]


def _through(element: Object, names: tuple[str, ...]) -> Iterator[Object]:
    reached = [e["node"] for name in ("activities", "takesPartIn") for e in _side(element, name)]
    for one in (element, *reached):
        for name in names:
            yield from (edge["node"] for edge in _side(one, name))


def _side(element: Object, name: str) -> list[Object]:
    """The connections that count: what is only proposed does not."""
    return [
        edge for edge in element["@sides"].get(name, []) if (edge.get("status") or "confirmed").lower() == "confirmed"
    ]


def _regions(element: Object) -> Iterator[Object]:
    runners = [e["node"] for e in _side(element, "organizers")] if element["__typename"] == "Activity" else []
    for one in (element, *runners):
        yield from (place for place in _around(one) if place.get("level") == "REGION")


def _counts(elements: Iterable[Object], reached: Callable[[Object], Iterable[Object]]) -> Callable[..., list[Object]]:
    def counted(_: Any, first: int) -> list[Object]:
        found: dict[str, list[Object]] = defaultdict(list)
        nodes: dict[str, Object] = {}
        for element in elements:
            of_one = {node["id"]: node for node in reached(element)}
            nodes |= of_one
            for id_ in of_one:
                found[id_].append(element)
        ordered = sorted(found, key=lambda id_: (-len(found[id_]), _name(nodes[id_])))
        return [{"node": nodes[id_], **_group(found[id_])} for id_ in ordered[:first]]

    return counted


def _values(elements: Iterable[Object], value_of: Callable[[Object], str | None]) -> Callable[..., list[Object]]:
    def counted(_: Any, first: int) -> list[Object]:
        found: dict[str, list[Object]] = defaultdict(list)
        for element in elements:
            if value := value_of(element):
                found[value].append(element)
        ordered = sorted(found, key=lambda value: (-len(found[value]), value))
        return [{"value": value, **_group(found[value])} for value in ordered[:first]]

    return counted


def _group(elements: list[Object]) -> Object:
    return {"count": len(elements), "aggregate": _aggregate(elements)}
