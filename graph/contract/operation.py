"""Operations: what the service can be asked or told, each declared once for every door.

An operation has a name, texts in both languages, parameters, columns, and what answers it: a file of ``cypher/queries``
or a Python function. GraphQL fields, REST addresses with their OpenAPI, and commands derive from the declaration.

Of a function, the parameters derive from the dataclass that it takes: each of its fields that is annotated with a
:class:`Doc` is one. The columns derive from the dataclass that it returns, in the same way.
"""

import dataclasses
from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from enum import Enum, IntEnum, StrEnum, auto
from functools import cache
from types import NoneType
from typing import Annotated, Any, Generic, Protocol, Self, TypeVar, cast, get_args, get_origin, get_type_hints

from graph.access import Role, Viewer, require_role
from graph.contract.cursors import encode
from graph.contract.fields import TYPES, Choice, Field, Shape, camel, checked
from graph.contract.price import QUESTION
from graph.model import Language, Text

T = TypeVar("T")

# ------------------------------------------------------------------------------------------------------------ operations


class Answers(StrEnum):
    """What an operation answers."""

    ONE = "one"
    MANY = "many"
    PAGE = "page"
    """A part of a list, as a connection in Relay's sense."""
    STREAM = "stream"
    """One row after the other, as it happens."""


class Follows(IntEnum):
    """What an answer follows from, besides the question: it stays the same until that changes."""

    STORED = auto()
    """What is stored, and the rights of who asks: role and library. Of a stream, each row under its cursor."""
    NETWORK = auto()
    """The network of the ranking, too."""
    ANYTHING = auto()
    """Who asks, what time it is, or what happens meanwhile."""


@dataclass(frozen=True, slots=True)
class Edge(Generic[T]):
    """A row with its cursor."""

    cursor: str
    row: T


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list; ``end`` is the cursor to go on from, also where no row is left."""

    edges: Sequence[Edge[T]]
    more: bool
    earlier: bool
    end: str | None

    @property
    def rows(self) -> list[T]:
        """The rows alone."""
        return [edge.row for edge in self.edges]

    @classmethod
    def of(cls, found: Sequence[T], list_: str, skip: int, wanted: int) -> Self:
        """The ``wanted`` rows after ``skip`` of a list; ``found`` begins with its first row, and has one more if there is."""
        edges = [Edge(encode([list_, skip + n]), row) for n, row in enumerate(found[skip : skip + wanted], 1)]
        end = edges[-1].cursor if edges else encode([list_, skip])
        return cls(edges, len(found) > skip + wanted, skip > 0, end)


Values = Mapping[str, Any]
"""Checked values of parameters, by name."""


@dataclass(frozen=True)
class Operation:
    """What the service can be asked or told.

    ``row`` names the type of a row. ``cost`` is what it costs beside the elements of its answer, with what ``more`` says of
    the values; of a write, what each item written costs. ``role`` is the least that it takes, None where anybody may. ``can_wait`` says of
    a write that it can be a proposal. ``path`` is its address below ``/v1``,
    ``command`` its command; by default both are its name. ``listed`` is the name of the list in answers of REST. Up to
    ``batch`` sets of parameters can be posted at once. ``follows`` says what the answer follows from.

    ``run`` is called with a :class:`graph.operations.context.Context` and the checked values. Of a question in
    ``cypher/queries`` it is made by :mod:`graph.operations.questions`.
    """

    name: str
    doc: Text
    parameters: tuple[Field, ...]
    columns: tuple[Field, ...]
    row: str
    answers: Answers
    run: Callable[[Any, Values], Awaitable[object]] | Callable[[Any, Values], AsyncGenerator[object, None]]
    cost: int = QUESTION
    more: Callable[[Values], int] | None = None
    role: Role | None = None
    writes: bool = False
    can_wait: bool = False
    path: str = ""
    command: str = ""
    listed: str = "rows"
    batch: int = 0
    from_file: bool = False
    follows: Follows = Follows.ANYTHING

    @property
    def field(self) -> str:
        """Its name in GraphQL."""
        return camel(self.name)

    @property
    def address(self) -> str:
        """Where it is asked over REST."""
        return f"/v1/{self.path or self.name.replace('_', '-')}"

    async def answer(self, context: "Asker", given: Mapping[str, object]) -> object:
        """Answer with these values of parameters; of a stream, use :meth:`stream`.

        Raises
        ------
        Forbidden
            It takes a higher role.
        BadInput
            A value is unknown, missing, or of the wrong type.
        SpojenciError
            As its function says.
        """
        return await cast("Awaitable[object]", self.run(context, self._checked(context, given)))

    def stream(self, context: "Asker", given: Mapping[str, object]) -> AsyncGenerator[Edge[object], None]:
        """The rows of a stream as they come. Raises as :meth:`answer`."""
        return cast("AsyncGenerator[Edge[object], None]", self.run(context, self._checked(context, given)))

    def price(self, given: Mapping[str, object]) -> int:
        """What it costs with these values: of a write, each item counts, of all else what it may answer with ``first``."""
        if self.writes:
            return self.cost * max(1, _items(given))
        more = self.more(given) if self.more else 0
        return self.cost + more + (self.most(given) or 0)

    def most(self, given: Mapping[str, object]) -> int | None:
        """How many elements it answers at most with these values, or writes; None where they do not say."""
        if self.writes:
            return max(1, _items(given))
        return next((_number(field, given) for field in self.parameters if field.name == "first"), None)

    def check(self, given: Mapping[str, object]) -> Values:
        """All parameters from the given values and the defaults. Raises BadInput."""
        return checked(self.parameters, given, self.name)

    def _checked(self, context: "Asker", given: Mapping[str, object]) -> Values:
        if self.role is not None:
            require_role(context.viewer, self.role)
        return self.check(given)


def _number(field: Field, given: Mapping[str, object]) -> int:
    """A number that is given, or else its default, within its bounds."""
    low, high = field.bounds or (0, 0)
    value = given.get(field.name)
    value = value if isinstance(value, int | float) and value == value else field.default  # noqa: PLR0124 - not NaN
    return int(min(max(value, low), high)) if isinstance(value, int | float) else 0


def _items(value: object) -> int:
    """How many items the lists in a value hold, those within others too."""
    if isinstance(value, list):
        return len(value) + sum(map(_items, value))
    return sum(map(_items, value.values())) if isinstance(value, Mapping) else 0


class Asker(Protocol):
    """Whatever tells who asks: :class:`graph.operations.context.Context`."""

    @property
    def viewer(self) -> Viewer:
        """Who asks."""


P = TypeVar("P")


def operation(takes: type[P], gives: type, answers: Answers, doc: Text, **more: Any) -> Callable[[Any], Operation]:
    """Make an operation of a function: ``takes`` is the dataclass of its parameters, ``gives`` that of a row.

    The name is that of the function; ``more`` are further fields of :class:`Operation`.
    """

    def make(function: Callable[[Any, P], Any]) -> Operation:
        def run(context: Any, values: Values) -> Any:
            return function(context, made(takes, values))

        row = _NAMES[gives]
        return Operation(function.__name__, doc, fields_of(takes), fields_of(gives), row, answers, run, **more)

    return make


# ------------------------------------------------------------------------ parameters and columns that dataclasses declare

Localized = Callable[[Language], str]
"""A text in the language that the client asks for."""


@dataclass(frozen=True, slots=True)
class Doc:
    """What a field of a dataclass is, for its users: the annotation that makes a parameter or a column of it.

    ``name`` is the one that clients know; by default that of the field in camel case. ``type`` replaces the type that
    derives from the annotation: a column of elements holds their ids.
    """

    en: str
    cs: str
    name: str = ""
    type: str = ""
    of: tuple[str, ...] = ()
    bounds: tuple[float, float] | None = None
    most: int | None = None


_NAMES: dict[type, str] = {}


def declared(name: str, en: str, cs: str) -> Callable[[type[T]], type[T]]:
    """Give an enum or a dataclass its name and texts for clients, so that fields can be of it."""

    def register(cls: type[T]) -> type[T]:
        _NAMES[cls] = name
        doc = Text(cs, en)
        if issubclass(cls, Enum):
            TYPES[name] = Choice(name, doc, {member.name: str(member.value) for member in cls})
        else:
            TYPES[name] = Shape(name, doc, fields_of(cls))
        return cls

    return register


def fields_of(cls: type) -> tuple[Field, ...]:
    """The fields of a dataclass that clients know."""
    return tuple(field for _, field in attributes(cls))


def attributes(cls: type) -> tuple[tuple[str, Field], ...]:
    """The attributes of a dataclass that clients know, each with its field."""
    return _attributes(cast(Hashable, cls))


@cache
def _attributes(cls: Hashable) -> tuple[tuple[str, Field], ...]:
    assert is_dataclass(cls)
    hints = get_type_hints(cls, include_extras=True)
    documented = ((each, hints[each.name], _doc(hints[each.name])) for each in dataclasses.fields(cls))
    return tuple((each.name, _field(each, hint, doc)) for each, hint, doc in documented if doc)


def attribute(row: object, field: Field) -> object:
    """The value of a column in a row: a mapping by the names that clients know, or a dataclass."""
    if isinstance(row, Mapping):
        return row.get(field.name)
    return getattr(row, _names(cast(Hashable, type(row)))[field.name])


@cache
def _names(cls: Hashable) -> dict[str, str]:
    return {field.name: name for name, field in _attributes(cls)}


def _doc(annotation: object) -> Doc | None:
    return next((each for each in get_args(annotation)[1:] if isinstance(each, Doc)), None)


def _field(declared_: "dataclasses.Field[Any]", annotation: object, doc: Doc) -> Field:
    given = declared_.default
    default = None if given is dataclasses.MISSING or given == () else given
    optional = declared_.default is not dataclasses.MISSING or declared_.default_factory is not dataclasses.MISSING
    notation = doc.type or _notation(get_args(annotation)[0], "ID" if doc.of else "")
    type_ = notation.rstrip("!") if optional and not doc.type else notation
    name = doc.name or camel(declared_.name)
    plain = default.value if isinstance(default, Enum) else default
    return Field(name, type_, plain, Text(doc.cs, doc.en), doc.bounds, doc.of, doc.most)


_PLAIN: dict[object, str] = {str: "String", int: "Int", float: "Float", bool: "Boolean", Localized: "Localized"}


def _notation(annotation: Any, scalar: str = "") -> str:
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (list, tuple, Sequence):
        return f"[{_notation(get_args(annotation)[0], scalar)}]!"
    arguments = get_args(annotation)
    if NoneType in arguments:
        return _notation(next(each for each in arguments if each is not NoneType), scalar).removesuffix("!")
    return f"{scalar or _PLAIN.get(annotation) or _NAMES[annotation]}!"


def made(cls: type[T], values: Mapping[str, Any]) -> T:
    """A dataclass of checked values by the names that clients know; what is not given has its default."""
    hints = get_type_hints(cls)
    given = {name: values[field.name] for name, field in attributes(cls) if values.get(field.name) is not None}
    return cls(**{name: _converted(hints[name], value) for name, value in given.items()})


def _converted(annotation: Any, value: Any) -> Any:
    inner = next((each for each in get_args(annotation) if each is not NoneType), annotation)
    if isinstance(value, list):
        return tuple(_converted(inner, item) for item in value)
    if isinstance(value, dict) and get_origin(annotation) is Mapping:
        return {name: each for name, each in value.items() if each is not None}
    if inner in _NAMES:
        return inner(value) if issubclass(inner, Enum) else made(inner, value)
    return value
