"""What a client selects, as a plain tree over the schema: the input of the compiled reads.

A tree holds the shape alone. Values stay outside as parameters, named here and bound for each request.
"""

from dataclasses import dataclass
from enum import Enum

from graph.model import Language, Property
from graph.questions.named import Named
from graph.reading.filters import Center, Filter
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

    FIT = "fit"
    """How well what was searched for fits, the best first."""

    DISTANCE = "distance"
    """How far it is from the center of the window; what is nowhere counts as the farthest."""


@dataclass(frozen=True, slots=True)
class Ordering:
    """One thing that a list is sorted by: also a property of its elements, or how many connections of a side they have."""

    by: Order | Property | Side
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list is selected: the ``size`` first, or last if ``backward``, between two cursors.

    ``size``, ``after`` and ``before`` name parameters: a number, and lists of the values that the order compares.
    ``context`` names the parameter that tells which list a cursor is of. Distances are measured from ``center``.
    """

    size: str
    orders: tuple[Ordering, ...] = (Ordering(Order.NAME),)
    backward: bool = False
    after: str | None = None
    before: str | None = None
    context: str = ""
    center: Center | None = None


@dataclass(frozen=True, slots=True)
class NestedList:
    """A field of an element: the elements at the other end of one type of its connections."""

    key: str
    side: Side
    window: Window
    filter: Filter | None
    page: "PageSelection"


@dataclass(frozen=True, slots=True)
class Branch:
    """What is selected of the elements that carry ``label``."""

    label: str
    fields: tuple["Field", ...]


@dataclass(frozen=True, slots=True)
class ElementSelection:
    """What is selected of an element, a branch for each type that it may be of; the most specific label comes first."""

    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a named question, or a key of a map in it; without a name, the value at hand itself.

    ``choice`` names the enum that a value belongs to.
    """

    key: str
    name: str
    maps: "Maps | None" = None
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Maps:
    """What is selected of a map that a named question returns, or of each one of a list (``many``)."""

    fields: tuple["Column | Constant | Sentence", ...]
    many: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """The evidence path at hand as a sentence, or what a row that Python makes says in a field, in ``cs`` or ``en``."""

    key: str
    language: Language
    name: str = "text"


@dataclass(frozen=True, slots=True)
class Cursor:
    """The cursor of an edge."""

    key: str


@dataclass(frozen=True, slots=True)
class Distance:
    """How many kilometres the element is from the center of the window; null where there is none."""

    key: str


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges of a page: properties of the connection (or columns of the question) and the element."""

    key: str
    fields: tuple["Constant | Value | Column | Target | Cursor | Distance", ...]


@dataclass(frozen=True, slots=True)
class Target:
    """The element at the end of an edge."""

    key: str
    node: ElementSelection


@dataclass(frozen=True, slots=True)
class Nodes:
    """The elements of a page without their edges."""

    key: str
    node: ElementSelection


@dataclass(frozen=True, slots=True)
class Total:
    """How many elements the list has, on all pages."""

    key: str


@dataclass(frozen=True, slots=True)
class Info:
    """What is selected of ``pageInfo``."""

    key: str
    fields: tuple[Column | Constant, ...]


@dataclass(frozen=True, slots=True)
class Summed:
    """A number of the elements, summed up; the columns are ``count``, ``sum``, ``avg``, ``min`` and ``max``."""

    key: str
    property: Property
    fields: tuple[Column | Constant, ...]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Numbers over a whole list, or over the elements of it that share a value, each element once."""

    key: str
    fields: tuple[Summed | Constant, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """One facet: how many elements of a list share each value, which may be an element itself.

    ``first`` names the parameter for how many values.
    """

    key: str
    facet: str
    first: str
    fields: tuple["Constant | Column | Target | Aggregate", ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """Facets over a whole list, whatever its window."""

    key: str
    fields: tuple[Count | Constant, ...]


@dataclass(frozen=True, slots=True)
class PageSelection:
    """What is selected of one page of a list: of a connection, as Relay calls it."""

    parts: tuple[Edges | Nodes | Total | Info | Facets | Aggregate | Constant, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """An element, or a list of them (``many``), that a row names by id; ``slot`` is the index of its selection.

    A list without ``holes`` leaves out what may not be shown.
    """

    key: str
    name: str
    slot: int
    many: bool
    holes: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """An object within a row, or a list of them."""

    key: str
    name: str
    fields: tuple["RowField", ...]
    many: bool


RowField = Constant | Column | Sentence | Reference | Fields
"""What is selected of a row that Python makes: an object in which elements are ids."""


@dataclass(frozen=True, slots=True)
class History:
    """A field of an element: a page of its history in the log.

    ``size``, ``parts`` and ``before`` name parameters: how many entries, how many parts of the log are read for these,
    and the position in the log that they stand before. ``fields`` are selected of the page; in these, ``nodes`` are the
    selections of the element itself. ``counted`` says that ``totalCount`` is among the fields.
    """

    key: str
    size: str
    parts: str
    before: str
    fields: tuple[RowField, ...]
    nodes: tuple[ElementSelection, ...]
    counted: bool


Field = Constant | Value | NestedList | History


@dataclass(frozen=True, slots=True)
class One:
    """A root field: the element that an identifier names. ``owner`` is the label that its index stands on."""

    label: str
    owner: str
    property: Property
    parameter: str
    node: ElementSelection


@dataclass(frozen=True, slots=True)
class ByIds:
    """A root field: the elements with the ids of a list, in its order, null for those that do not exist."""

    parameter: str
    node: ElementSelection


@dataclass(frozen=True, slots=True)
class Referred:
    """The elements that the rows of a root field name by id: of each, a list of what every selection comes to."""

    parameter: str
    nodes: tuple[ElementSelection, ...]


@dataclass(frozen=True, slots=True)
class Many:
    """A root field: the elements of a type; if ``searched``, those that the question ``search`` finds."""

    label: str
    window: Window
    filter: Filter | None
    page: PageSelection
    searched: bool = False


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """A root field: a page of the elements that a named question returns, in its order.

    ``size`` and ``skip`` name the parameters for how many elements, and how many to leave out before them.
    """

    question: Named
    size: str
    skip: str
    context: str
    page: PageSelection


@dataclass(frozen=True, slots=True)
class Elements:
    """A column of a named question that holds the id of an element, or of several (``many``)."""

    key: str
    column: str
    node: ElementSelection
    many: bool


@dataclass(frozen=True, slots=True)
class QuestionRows:
    """A root field: the rows of a named question, or its only row."""

    question: Named
    fields: tuple[Constant | Column | Elements, ...]


Root = One | ByIds | Referred | Many | QuestionPage | QuestionRows
