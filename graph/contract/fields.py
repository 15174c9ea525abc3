"""Parameters and columns: names, types in GraphQL's notation (``[ID!]!``), texts, and what values they take.

A named type is one of :data:`TYPES`: a choice (an enum), or a shape with fields of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from graph.errors import BadInput
from graph.model import Text
from graph.schema import SCHEMA
from graph.values import texts

_SCALARS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "ID": (str, "a text"),
    "String": (str, "a text"),
    "Date": (str, "a date"),
    "DateTime": (str, "a time with zone"),
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
    def items_may_be_null(self) -> bool:
        """Whether a list can have nulls in it."""
        return self.many and not self.type.strip("!").endswith("!]")

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
        if not isinstance(value, kind) or (isinstance(value, bool) and kind not in (bool, object)):
            raise BadInput(f"{place} must be {expected}, not {value!r:.200}", place=place)
        if isinstance(value, int) and not -(2**63) <= value < 2**63:
            raise BadInput(f"{place} is too large a number", place=place)
        if isinstance(value, int | float) and self.bounds:
            low, high = self.bounds
            if not low <= value <= high:
                raise BadInput(f"{place} must be from {low:g} to {high:g}, not {value:g}", place=place)
        if isinstance(value, str):
            return texts.composed(value)
        # Neo4j plans a statement anew for another type of parameter.
        return float(value) if self.kind == "Float" and isinstance(value, int) else value

    def parse(self, text: str, place: str = "") -> object:
        """A value as typed on a command line; items of a list stand between commas. Raises BadInput."""
        if not self.many or isinstance(TYPES.get(self.kind), Shape) or text.startswith("["):
            return self.parse_one(text, place)
        return [self.parse_one(part.strip(), place) for part in text.split(",") if part.strip()]

    def parse_one(self, text: str, place: str = "") -> object:
        """A value as written in an address: of a list one item, or the whole of it in JSON. Raises BadInput."""
        textual = self.kind in ("ID", "String", "Date", "DateTime") or isinstance(TYPES.get(self.kind), Choice)
        if textual and not (self.many and text.startswith("[")):
            return text
        try:
            value = orjson.loads(text)
        except orjson.JSONDecodeError:
            value = text if textual else None
        if value is None:  # what is not given is left out
            expected = _SCALARS.get(self.kind, (str, "JSON"))[1]
            raise BadInput(f"{place or self.name} must be {expected}, not {text!r:.200}", place=place or self.name)
        return value


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
    if one_of and [value is None for value in given.values()] != [False]:
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
        into = found.setdefault(outer, {}) if inner else found
        if not isinstance(into, dict):
            raise BadInput(f"{outer} is given whole and by its parts; give one of these", place=name)
        _put(into, inner or outer, [] if field.many and not text else value, name, many=field.many)
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


def _put(into: dict[str, object], name: str, value: object, place: str, *, many: bool) -> None:
    listed = into.setdefault(name, [] if many else value)
    if many and isinstance(listed, list):
        listed.extend(value if isinstance(value, list) else [value])
    elif listed is not value:
        raise BadInput(f"{place} is given twice", place=place)


def camel(name: str) -> str:
    """``take_part`` or ``TAKE_PART`` as ``takePart``."""
    first, *others = name.lower().split("_")
    return first + "".join(map(str.capitalize, others))


def pascal(name: str) -> str:
    """``take_part`` or ``TAKE_PART`` as ``TakePart``."""
    return "".join(map(str.capitalize, name.split("_")))


TYPES["ElementType"] = Choice(
    "ElementType",
    Text("Typ prvku.", "A type of element."),
    {
        "".join(f"_{c}" if c.isupper() and n else c for n, c in enumerate(e.label)).upper(): e.label
        for e in SCHEMA.elements
    },
)
