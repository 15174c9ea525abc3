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


def element_row(schema: Schema, element: ElementType, properties: Mapping[str, Any]) -> dict[str, Any]:
    """A row of ``create_elements.cypher``: a new element with its own times and version, where it brings them."""
    stored = to_neo4j(schema.properties_of(element), properties)
    times = {name: stored.pop(name, None) for name in ("createdAt", "updatedAt")}
    stored.setdefault("version", 1)
    return {"labels": schema.labels_of(element), "properties": stored, **times}
