"""Properties between the two forms that they have: in the canonical file and in Neo4j. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from graph.model import ElementType, Kind, Property, Schema
from graph.store import point


def to_neo4j(declared: Iterable[Property], properties: Mapping[str, Any]) -> dict[str, Any]:
    """Properties as Neo4j takes them; times stay texts, in the one spelling that it reads too."""
    stored = dict(properties)
    for property_ in declared:
        if property_.kind is not Kind.POINT and property_.kind is not Kind.DATETIME:
            continue
        value = stored.get(property_.name)
        if value is not None:
            stored[property_.name] = (
                point(**value) if property_.kind is Kind.POINT else datetime.fromisoformat(value).isoformat()
            )
    return stored


def element_row(schema: Schema, element: ElementType, properties: Mapping[str, Any]) -> list[Any]:
    """A row of ``create_elements.cypher``: a new element with its own times and version, where it brings them."""
    stored = to_neo4j(schema.properties_of(element), properties)
    created, updated = stored.pop("createdAt", None), stored.pop("updatedAt", None)
    stored.setdefault("version", 1)
    return [schema.labels_of(element), stored, created, updated]


def new_connections(rows: Iterable[tuple[str, str, str, Mapping[str, Any]]]) -> dict[str, list[Any]]:
    """The parameters of ``create_connections.cypher`` for connections of type, ids of both ends, properties.

    Each end is named once and meant by its number, for few elements have many connections.
    """
    numbers: dict[str, int] = {}
    numbered = [
        [type_, numbers.setdefault(start, len(numbers)), numbers.setdefault(end, len(numbers)), properties]
        for type_, start, end, properties in rows
    ]
    return {"ids": [*numbers], "rows": numbered}
