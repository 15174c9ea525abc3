"""Parameters and columns that derive from dataclasses: each field that is annotated with a :class:`Doc` is one."""

import dataclasses
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType
from typing import Annotated, Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

from graph.fields import TYPES, Choice, Field, Shape, camel
from graph.model import Text

Language = Literal["cs", "en"]

Localized = Callable[[Language], str]
"""A text in the language that the client asks for."""

T = TypeVar("T")


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
    if inner in _NAMES:
        return inner(value) if issubclass(inner, Enum) else made(inner, value)
    return value


def name_of(cls: type) -> str:
    """The name of an enum or a dataclass for clients."""
    return _NAMES[cls]
