"""Properties between the two forms that they have: in the canonical file and in Neo4j. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from graph.model import Kind, Property
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
