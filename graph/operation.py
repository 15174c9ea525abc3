"""Operations: what the service can be asked or told, each declared once for every door.

An operation has a name, texts in both languages, parameters, columns, and what answers it: a file of ``cypher/queries``
or a Python function. GraphQL fields, REST addresses with their OpenAPI, and commands derive from the declaration.

Types are written in GraphQL's notation (``[ID!]!``). A named type is one of :data:`TYPES`: an enum, or a shape with
fields of its own. Of a function, the parameters derive from a dataclass: each of its fields that is annotated with a
:class:`Doc` is a parameter; the columns derive from the dataclass that it returns, in the same way.
"""

import dataclasses
from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from enum import Enum, StrEnum
from functools import cache
from types import NoneType
from typing import Annotated, Any, Generic, Literal, Protocol, TypeVar, cast, get_args, get_origin, get_type_hints

import orjson

from graph.access import Role, Viewer, require_role
from graph.errors import BadInput
from graph.model import Text
from graph.schema import SCHEMA

Language = Literal["cs", "en"]

Localized = Callable[[Language], str]
"""A text in the language that the client asks for."""

T = TypeVar("T")

_SCALARS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "ID": (str, "a text"),
    "String": (str, "a text"),
    "Int": (int, "a whole number"),
    "Float": ((int, float), "a number"),
    "Boolean": (bool, "true or false"),
    "JSON": (object, "JSON"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a column: name, type in GraphQL's notation, default of a parameter, what it is.

    ``bounds`` are those of a number, ``most`` is how many items a list may have. An id in ``of`` names an element with one
    of these labels, which has to exist.
    """

    name: str
    type: str
    default: object
    doc: Text
    bounds: tuple[float, float] | None = None
    of: tuple[str, ...] = ()
    most: int | None = None

    @property
    def required(self) -> bool:
        """Whether a parameter must be given."""
        return self.type.endswith("!") and self.default is None

    @property
    def kind(self) -> str:
        """The name of its type, without what makes a list of it."""
        return self.type.strip("[]!")

    @property
    def many(self) -> bool:
        """Whether it is a list."""
        return self.type.startswith("[")

    @property
    def description(self) -> str:
        """What it is, in both languages."""
        return f"{self.doc.en} / {self.doc.cs}" if self.doc.cs else self.doc.en

    def check(self, value: object, place: str = "") -> Any:
        """The value of a parameter, or its default where none is given.

        Raises
        ------
        BadInput
            Saying what it must be; ``place`` names it, within another one by ``place.name``.
        """
        place = place or self.name
        if value is None:
            if self.required:
                raise BadInput(f"{place} is missing: {self.doc.en or self.type}", place=place)
            return self.default
        if not self.many:
            return self._one(value, place)
        items = value if isinstance(value, list) else [value]
        if self.most is not None and len(items) > self.most:
            raise BadInput(f"{place} may have {self.most} items at most, not {len(items)}", place=place)
        numbered = isinstance(TYPES.get(self.kind), Shape)
        return [self._one(item, f"{place}.{n}" if numbered else place) for n, item in enumerate(items)]

    def _one(self, value: object, place: str) -> object:
        declared = TYPES.get(self.kind)
        if declared is not None:
            return declared.check(value, place)
        return self._scalar(value, place)

    def _scalar(self, value: object, place: str) -> object:
        kind, expected = _SCALARS[self.kind]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise BadInput(f"{place} must be {expected}, not {value!r:.200}", place=place)
        if isinstance(value, int) and not -(2**63) <= value < 2**63:
            raise BadInput(f"{place} is too large a number", place=place)
        if isinstance(value, int | float) and self.bounds:
            low, high = self.bounds
            if not low <= value <= high:
                raise BadInput(f"{place} must be from {low:g} to {high:g}, not {value:g}", place=place)
        # Neo4j plans a statement anew for another type of parameter.
        return float(value) if self.kind == "Float" and isinstance(value, int) else value

    def parse(self, text: str, place: str = "") -> object:
        """A value as typed on a command line; items of a list stand between commas. Raises BadInput."""
        place = place or self.name
        if self.many and not text.startswith("["):
            return [self.parse_one(part.strip(), place) for part in text.split(",") if part.strip()]
        return self.parse_one(text, place)

    def parse_one(self, text: str, place: str = "") -> object:
        """One item as written in an address. Raises BadInput."""
        if self.kind in ("ID", "String") and not (self.many and text.startswith("[")):
            return text
        if isinstance(TYPES.get(self.kind), Choice):
            return text
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            expected = _SCALARS.get(self.kind, (str, "JSON"))[1]
            raise BadInput(f"{place or self.name} must be {expected}, not {text!r}", place=place or self.name) from None


@dataclass(frozen=True, slots=True)
class Choice:
    """A closed list of values: an enum of GraphQL. ``values`` are by GraphQL's names."""

    name: str
    doc: Text
    values: Mapping[str, str]

    def check(self, value: object, place: str) -> str:
        """The value, if it is one of them. Raises BadInput."""
        if value not in self.values.values():
            raise BadInput(f"{place} must be one of {', '.join(self.values.values())}, not {value!r:.200}", place=place)
        return str(value)


@dataclass(frozen=True, slots=True)
class Shape:
    """An object with fields, as a parameter or as a column. Of ``one_of``, exactly one field is given."""

    name: str
    doc: Text
    fields: tuple[Field, ...]
    one_of: bool = False

    def check(self, value: object, place: str) -> dict[str, object]:
        """The object with what was given in it. Raises BadInput."""
        if not isinstance(value, dict):
            raise BadInput(f"{place} must be an object, not {value!r:.200}", place=place)
        return checked(self.fields, value, self.name, place, one_of=self.one_of)


TYPES: dict[str, Choice | Shape] = {}
"""Every named type of a parameter or a column, by its name."""


def checked(
    fields: Sequence[Field], given: Mapping[str, object], whose: str, place: str = "", *, one_of: bool = False
) -> dict[str, object]:
    """The values of fields: of those within others only what is given, else all of them, with their defaults.

    Raises
    ------
    BadInput
        One is unknown, missing, or of the wrong type.
    """
    known = {field.name: field for field in fields}
    inside = f"{place}." if place else ""
    if unknown := given.keys() - known.keys():
        name = min(unknown)
        message = f"{whose} has no parameter {name!r}; it takes {', '.join(known) or 'none'}"
        raise BadInput(message, place=f"{inside}{name}")
    if one_of and len(given) != 1:
        raise BadInput(f"{place} takes exactly one of {', '.join(known)}", place=place)
    asked = known.values() if not place else [f for f in fields if f.name in given or f.required]
    return {
        field.name: None if place and given.get(field.name) is None and not field.required
        else field.check(given.get(field.name), f"{inside}{field.name}")
        for field in asked
    }  # fmt: skip


def from_texts(fields: Sequence[Field], pairs: Iterable[tuple[str, str]], *, commas: bool) -> dict[str, object]:
    """Values from texts: of an address, or with ``commas`` in lists of a command line.

    A field of an object is named ``object.field``; a list can be named several times. Unknown names are left for
    :func:`checked`. Raises BadInput.
    """
    found: dict[str, object] = {}
    for name, text in pairs:
        field, outer, inner = _named(fields, name)
        if field is None:
            found[name] = text
            continue
        value = field.parse(text, name) if commas else field.parse_one(text, name)
        into = found
        if inner:
            nested = found.setdefault(outer, {})
            assert isinstance(nested, dict)
            into = nested
        _put(into, inner or outer, value, many=field.many)
    return found


def _named(fields: Sequence[Field], name: str) -> tuple[Field | None, str, str]:
    """The field of a name, and the name in its two parts, the second one empty where it is not within an object."""
    outer, _, inner = name.partition(".")
    field = next((each for each in fields if each.name == outer), None)
    if not inner or field is None:
        return field if not inner else None, outer, inner
    shape = TYPES.get(field.kind)
    inside = shape.fields if isinstance(shape, Shape) else ()
    return next((each for each in inside if each.name == inner), None), outer, inner


def _put(into: dict[str, object], name: str, value: object, *, many: bool) -> None:
    if not many:
        into[name] = value
        return
    listed = into.setdefault(name, [])
    assert isinstance(listed, list)
    listed.extend(value if isinstance(value, list) else [value])


# ------------------------------------------------------------------------------------------- types of Python functions


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


def camel(name: str) -> str:
    """``take_part`` or ``TAKE_PART`` as ``takePart``."""
    first, *others = name.lower().split("_")
    return first + "".join(map(str.capitalize, others))


def pascal(name: str) -> str:
    """``take_part`` or ``TAKE_PART`` as ``TakePart``."""
    return "".join(map(str.capitalize, name.split("_")))


def made(cls: type[T], values: Mapping[str, Any]) -> T:
    """A dataclass of checked values by the names that clients know; what is not given has its default."""
    hints = get_type_hints(cls)
    given = {name: values[field.name] for name, field in attributes(cls) if values.get(field.name) is not None}
    return cls(**{name: _converted(hints[name], value) for name, value in given.items()})


def _converted(annotation: Any, value: Any) -> Any:
    inner = next((each for each in get_args(annotation) if each is not NoneType), annotation)
    if isinstance(value, list):
        return tuple(_converted(inner, item) for item in value)
    if inner in _NAMES:
        return inner(value) if issubclass(inner, Enum) else made(inner, value)
    return value


# ------------------------------------------------------------------------------------------------------------ operations


class Answers(StrEnum):
    """What an operation answers."""

    ONE = "one"
    MANY = "many"
    PAGE = "page"
    """A part of a list, as a connection in Relay's sense."""
    STREAM = "stream"
    """One row after the other, as it happens."""


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


QUESTION = 50
"""What a question costs, whichever door it comes by."""

Values = Mapping[str, Any]
"""Checked values of parameters, by name."""


@dataclass(frozen=True)
class Operation:
    """What the service can be asked or told.

    ``row`` names the type of a row. ``cost`` is what it costs beside the elements of its answer; of a write, what each item
    written costs. ``role`` is the least that it takes, None where anybody may. ``path`` is its address below ``/v1``,
    ``command`` its command; by default both are its name. ``listed`` is the name of the list in answers of REST. Up to
    ``batch`` sets of parameters can be posted at once.

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
    role: Role | None = None
    writes: bool = False
    path: str = ""
    command: str = ""
    listed: str = "rows"
    batch: int = 0
    from_file: bool = False

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

    def check(self, given: Mapping[str, object]) -> Values:
        """All parameters from the given values and the defaults. Raises BadInput."""
        return checked(self.parameters, given, self.name)

    def _checked(self, context: "Asker", given: Mapping[str, object]) -> Values:
        if self.role is not None:
            require_role(context.viewer, self.role)
        return self.check(given)


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


TYPES["ElementType"] = Choice(
    "ElementType",
    Text("Typ prvku.", "A type of element."),
    {
        "".join(f"_{c}" if c.isupper() and n else c for n, c in enumerate(e.label)).upper(): e.label
        for e in SCHEMA.elements
    },
)
