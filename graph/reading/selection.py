"""What a client selects, as a plain tree over the schema: the input of the compiled reads.

A tree holds the shape alone. Values stay outside as parameters, named here and bound for each request.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from graph.model import Property
from graph.questions.named import Named
from graph.reading.filters import Filter
from graph.reading.sides import Side


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


class Order(Enum):
    """What a list is sorted by. Ties are broken by id, so that an order is always whole."""

    NAME = "name"
    CREATED = "createdAt"
    UPDATED = "updatedAt"
    SINCE = "since"
    """When the connection began; unknown counts as before all others."""


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list is selected: the ``size`` first, or last if ``backward``, between two cursors.

    ``size``, ``after`` and ``before`` name parameters: a number, and lists of the values that the order compares.
    ``context`` names the parameter that tells which list a cursor is of.
    """

    size: str
    order: Order = Order.NAME
    descending: bool = False
    backward: bool = False
    after: str | None = None
    before: str | None = None
    context: str = ""


@dataclass(frozen=True, slots=True)
class Nested:
    """Elements connected to the one at hand."""

    key: str
    side: Side
    window: Window
    filter: Filter | None
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
class Cursor:
    """The place of an edge in its list."""

    key: str


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges of a page: properties of the connection (or columns of the question) and the element."""

    key: str
    fields: tuple["Constant | Value | Column | Target | Cursor", ...]


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
class Info:
    """What is selected of ``pageInfo``: response keys with Relay's names."""

    key: str
    fields: tuple[Column | Constant, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a list share a value; the value is an element if ``node`` says what to select of it."""

    key: str
    facet: str
    first: str
    fields: tuple["Constant | Column | Target", ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts over a whole list, whatever its window."""

    key: str
    fields: tuple[Count | Constant, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What is selected of a connection in Relay's sense."""

    parts: tuple[Edges | Nodes | Total | Info | Facets | Constant, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """An element, or a list of them (``many``), that a row names by id; ``slot`` says which selection is its own."""

    key: str
    name: str
    slot: int
    many: bool


@dataclass(frozen=True, slots=True)
class Fields:
    """An object within a row, or a list of them."""

    key: str
    name: str
    fields: tuple["RowField", ...]
    many: bool


RowField = Constant | Column | Sentence | Reference | Fields
"""What is selected of a row that Python makes: a plain object in which elements are ids."""


@dataclass(frozen=True, slots=True)
class History:
    """Changes of the element at hand, told from the log. ``nodes`` is what is selected of the element itself again.

    ``size``, ``parts`` and ``before`` name parameters: how many are told, how many parts of the log are read for that,
    and the position in the log that they come before. ``counted`` says that all of them are counted.
    """

    key: str
    size: str
    parts: str
    before: str
    fields: tuple[RowField, ...]
    nodes: tuple[Node, ...]
    counted: bool


Field = Constant | Value | Nested | History


@dataclass(frozen=True, slots=True)
class One:
    """A root field: the element that an identifier names. ``owner`` is the label that its index stands on."""

    label: str
    owner: str
    property: Property
    parameter: str
    node: Node


@dataclass(frozen=True, slots=True)
class Given:
    """A root field: the elements of a list of ids, in its order, null for those that are not there."""

    parameter: str
    node: Node


@dataclass(frozen=True, slots=True)
class Referred:
    """Elements that the answer of a root field refers to by id: of each all the selections, as a list."""

    parameter: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Many:
    """A root field: the elements of a type."""

    label: str
    window: Window
    filter: Filter | None
    page: Page


@dataclass(frozen=True, slots=True)
class Asked:
    """A root field: the elements that a named question returns, in its order.

    ``size`` and ``skip`` name the parameters that say how many of them, and after how many.
    """

    question: Named
    size: str
    skip: str
    context: str
    page: Page


@dataclass(frozen=True, slots=True)
class Elements:
    """A column of a named question that holds the id of an element, or of several (``many``)."""

    key: str
    column: str
    node: Node
    many: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A root field: the rows of a named question as they are, or its only row."""

    question: Named
    fields: tuple[Constant | Column | Elements, ...]


Root = One | Given | Referred | Many | Asked | Told
