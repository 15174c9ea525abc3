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

    def belongs_to(self, label: str, far: str) -> bool:
        """Whether only elements with a label have this side to elements with a label ``far``."""
        carriers = SCHEMA.carriers(far)
        own = {element for near, others in self._ends() if any(each in carriers for each in others) for element in near}
        return own <= {*SCHEMA.carriers(label)}

    def far(self, label: str) -> set[str]:
        """The types that elements with a label have at the far end."""
        carriers = SCHEMA.carriers(label)
        return {each.label for near, others in self._ends() if any(one in carriers for one in near) for each in others}

    def _ends(self) -> list[tuple[tuple[ElementType, ...], tuple[ElementType, ...]]]:
        """Which types are at this side and at the far one."""
        ends = [(each.sources, each.targets) for each in self.connection.ends]
        turned = [(targets, sources) for sources, targets in ends]
        return ends + turned if self.connection.mutual else ends if self.outgoing else turned


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
