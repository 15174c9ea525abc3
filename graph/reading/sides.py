"""Connection types as they are read from an element: in their own direction or against it."""

from dataclasses import dataclass
from functools import cache

from graph.model import ConnectionType, ElementType
from graph.schema import SCHEMA


@dataclass(frozen=True, slots=True)
class Side:
    """A connection type read from one of its two sides."""

    connection: ConnectionType
    outgoing: bool

    def pattern(self, relationship: str) -> str:
        """The relationship as it stands in a pattern that leads away from this side."""
        inner = f"[{relationship}:{self.connection.type}]"
        if self.connection.mutual:
            return f"-{inner}-"
        return f"-{inner}->" if self.outgoing else f"<-{inner}-"


@cache
def sides(element: ElementType) -> dict[str, Side]:
    """The connections of an element type, by their name as read from it."""
    found = {}
    for connection in SCHEMA.connections:
        for ends in connection.ends:
            if element in ends.sources:
                found[connection.out] = Side(connection, outgoing=True)
            if element in ends.targets:
                found[connection.back] = Side(connection, outgoing=False)
    return found
