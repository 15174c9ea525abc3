"""The golden graph as plain Python, answered field by field by graphql-core: what our answers are compared with."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import orjson
from graphql import GraphQLSchema, build_schema

from api.schema import SCHEMA_OF_API
from graph.model import Kind, Property
from graph.schema import SCHEMA
from tests.api.conftest import GOLDEN

Object = dict[str, Any]


def plain_schema() -> GraphQLSchema:
    """The service's schema without anything that runs."""
    return build_schema(SCHEMA_OF_API.as_str())


def root() -> Object:
    """The value that queries start from. Of the questions, there are none."""
    elements, links = _read()
    by_id = {element["id"]: _object(element) for element in elements}
    sides: dict[str, dict[str, list[Object]]] = {id_: defaultdict(list) for id_ in by_id}
    for link in links:
        connection = SCHEMA.by_type[link["link"]]
        edge = _known(link, SCHEMA.properties_of_connection(connection), {"link", "from", "to"})
        sides[link["from"]][connection.out].append({**edge, "node": by_id[link["to"]]})
        sides[link["to"]][connection.back].append({**edge, "node": by_id[link["from"]]})
    for id_, found in sides.items():
        _attach(by_id[id_], found)
    return _roots(list(by_id.values()))


def _read() -> tuple[list[Object], list[Object]]:
    rows = [orjson.loads(line) for line in (GOLDEN / "graph.jsonl").read_bytes().splitlines()]
    return [row for row in rows if "label" in row], [row for row in rows if "link" in row]


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
            edges = sorted(sides.get(name, ()), key=lambda e: (*_order(e["node"]), e.get("id") or ""))
            element[name] = _page(edges)


def _order(element: Object) -> tuple[str, str]:
    return element["name"], element["id"]


def _page(edges: list[Object]) -> Callable[..., Object]:
    def page(_: Any, first: int) -> Object:
        nodes = [edge["node"] for edge in edges[:first]]
        return {"edges": edges[:first], "nodes": nodes, "totalCount": len(edges)}

    return page


def _roots(elements: list[Object]) -> Object:
    roots: Object = {}
    for element in SCHEMA.elements:
        labels = {carrier.label for carrier in SCHEMA.carriers(element.label)}
        found = sorted((e for e in elements if e["__typename"] in labels), key=_order)
        roots[element.singular] = _one(found)
        roots[element.plural] = _page([{"node": e} for e in found])
    return roots


def _one(elements: list[Object]) -> Callable[..., Object | None]:
    def one(_: Any, **given: Any) -> Object | None:
        [(name, value)] = given.items()
        found = [e for e in elements if e.get(name) == value]
        return min(found, key=lambda e: (bool(e.get("closed")), len(e["id"]), e["id"]), default=None)

    return one
