"""Properties in the form of Neo4j, from those with values as in the canonical file. Pure."""

from collections.abc import Iterable

from graph.model import ElementType, Kind, Property, Schema
from graph.records import Properties
from graph.store.values import point
from graph.values import rules


def to_neo4j(declared: Iterable[Property], properties: Properties) -> dict[str, object]:
    """Properties as Neo4j takes them; times stay texts, in UTC and the one spelling that it reads too."""
    stored = dict(properties)
    for property_ in declared:
        if property_.kind is not Kind.POINT and property_.kind is not Kind.DATETIME:
            continue
        match stored.get(property_.name):
            case {"latitude": latitude, "longitude": longitude}:
                stored[property_.name] = point(latitude, longitude)
            case str(time):
                stored[property_.name] = rules.utc(time)
    return stored


def element_row(schema: Schema, element: ElementType, properties: Properties) -> list[object]:
    """A row of ``create_elements.cypher``: a new element with its own times and version, where it brings them."""
    stored = to_neo4j(schema.properties_of(element), properties)
    created, updated = stored.pop("createdAt", None), stored.pop("updatedAt", None)
    stored.setdefault("version", 1)
    return [schema.labels_of(element), stored, created, updated]


def new_connections(rows: Iterable[tuple[str, str, str, Properties]]) -> dict[str, list[object]]:
    """The parameters of ``create_connections.cypher`` for connections of type, ids of both ends, properties.

    Each end is named once and meant by its number, for few elements have many connections.
    """
    numbers: dict[str, int] = {}
    numbered: list[object] = [
        [type_, numbers.setdefault(start, len(numbers)), numbers.setdefault(end, len(numbers)), properties]
        for type_, start, end, properties in rows
    ]
    return {"ids": [*numbers], "rows": numbered}
