"""What a client selects, as a plain tree over the schema: the input of the compiled reads.

A tree holds the shape alone. Values stay outside as parameters, named here and bound for each request.
"""

from dataclasses import dataclass
from typing import Literal

from graph.model import ConnectionType, Property
from graph.named import Named


@dataclass(frozen=True, slots=True)
class Constant:
    """A value known without the database, such as the name of a type."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Value:
    """One property. Of a point, ``parts`` are the coordinates that are selected."""

    key: str
    property: Property
    parts: tuple["Column | Constant", ...] = ()


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


@dataclass(frozen=True, slots=True)
class Nested:
    """Elements connected to the one at hand. ``first`` names the parameter that says how many."""

    key: str
    side: Side
    first: str
    page: "Page"


@dataclass(frozen=True, slots=True)
class Branch:
    """What is selected of the elements that carry ``label``."""

    label: str
    fields: tuple["Field", ...]


@dataclass(frozen=True, slots=True)
class Node:
    """What is selected of an element, by its type; the most specific label comes first."""

    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a named question, or a key of a map in it; without a name, the value at hand itself."""

    key: str
    name: str
    maps: "Maps | None" = None


@dataclass(frozen=True, slots=True)
class Maps:
    """What is selected of a map that a named question returns, or of each one of a list (``many``)."""

    fields: tuple["Column | Constant | Sentence", ...]
    many: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """The path at hand in words, in ``cs`` or ``en``."""

    key: str
    language: Literal["cs", "en"]


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges of a page: properties of the connection (or columns of the question) and the element."""

    key: str
    fields: tuple["Constant | Value | Column | Target", ...]


@dataclass(frozen=True, slots=True)
class Target:
    """The element at the end of an edge."""

    key: str
    node: Node


@dataclass(frozen=True, slots=True)
class Nodes:
    """The elements of a page without their edges."""

    key: str
    node: Node


@dataclass(frozen=True, slots=True)
class Total:
    """How many there are on all pages."""

    key: str


@dataclass(frozen=True, slots=True)
class Page:
    """What is selected of a connection in Relay's sense."""

    parts: tuple[Edges | Nodes | Total | Constant, ...]


Field = Constant | Value | Nested


@dataclass(frozen=True, slots=True)
class One:
    """A root field: the element that an identifier names. ``owner`` is the label that its index stands on."""

    label: str
    owner: str
    property: Property
    parameter: str
    node: Node


@dataclass(frozen=True, slots=True)
class Many:
    """A root field: the elements of a type."""

    label: str
    first: str
    page: Page


@dataclass(frozen=True, slots=True)
class Asked:
    """A root field: the elements that a named question returns, in its order."""

    question: Named
    page: Page


Root = One | Many | Asked
