"""From the arguments of a list to its window and filter, and to the values of their parameters."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import Any, Literal, cast, get_args

from api.graphql import types
from api.graphql.types import FIRST, is_place, reached
from graph.contract.cursors import context, decode
from graph.errors import BadInput
from graph.model import ConnectionType, Kind, Property
from graph.reading.filters import (
    Box,
    Center,
    Condition,
    Counted,
    Either,
    Every,
    Filter,
    Near,
    Not,
    Operator,
    Quantified,
    Typed,
    Within,
)
from graph.reading.selection import Order, Ordering, Window
from graph.reading.sides import Side, sides
from graph.schema import SCHEMA
from graph.validation import sought
from graph.values import rules
from graph.values.texts import folded

MAX_FIRST = 100

EVERYTHING = 1_000_000
"""How many elements a search in a list may find; more than there are."""

MAX_CONDITIONS = 50
"""How many conditions the filters of one field may have together."""

LONGEST_FOLDED = 200
"""Characters that are compared without regard to case and diacritics: each value is, and a longer expression takes seconds."""

FARTHEST = 1000.0
"""Kilometres that are still near."""

Arguments = Mapping[str, Any]
"""What graphql-core made of arguments, or of an input among them, and has checked against the schema."""

Values = Iterator[tuple[str, object]]
Path = tuple[str | int, ...]
_Quantifier = Literal["some", "none", "all", "single"]


def plain(value: object) -> object:
    """A coerced argument as the database takes it: enums are their values."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value.value if isinstance(value, Enum) else value


def size(given: Arguments, place: str, name: str = "first") -> int:
    """How many are asked for. Raises BadInput when that is out of range."""
    value = given.get(name)
    value = FIRST if value is None else value
    if not 0 <= value <= MAX_FIRST:
        raise BadInput(f"{name} must be from 0 to {MAX_FIRST}, not {value}", place=f"{place}.{name}")
    return int(value)


@dataclass(frozen=True, slots=True)
class ListArguments:
    """The arguments of a list as a selection, with what fills their parameters for a request.

    ``places`` are the parameters that name a place, each with where it is given.
    """

    window: Window
    filter: Filter | None
    bind: Callable[[Arguments], Values]
    places: Mapping[str, str]


def list_arguments(given: Arguments, place: str, prefix: str, list_: str, filtered: "Filters") -> ListArguments:
    """Window and filter of a list of which these arguments are given; parameters begin with ``prefix``.

    ``list_`` names the list in its cursors. Raises BadInput where the arguments contradict each other.
    """
    backward = given.get("last") is not None
    if backward and given.get("first") is not None:
        raise BadInput("give either first or last", place=place)
    searched = given.get("search") is not None
    asked = cast("list[str]", plain(given.get("orderBy")) or ["FIT_ASC" if searched else "NAME_ASC"])
    orders = tuple(_ordering(name, filtered) for name in asked)
    after, before = (f"{prefix}_{end}" if given.get(end) is not None else None for end in ("after", "before"))
    center = filtered.center(given)
    if center is None and any(order.by is Order.DISTANCE for order in orders):
        raise BadInput("to sort by distance, give distanceFrom, or near in the filter", place=f"{place}.orderBy")
    window = Window(f"{prefix}_size", orders, backward, after, before, f"{prefix}_list", center)
    selected = filtered.of(given["filter"], ("filter",)) if given.get("filter") else None

    def bind(values: Arguments) -> Values:
        yield window.size, size(values, place, "last" if backward else "first")
        known = context(list_, asked, *map(plain, map(values.get, ("filter", "search", "distanceFrom"))))
        yield window.context, known
        for end, parameter in (("after", after), ("before", before)):
            if parameter:
                yield parameter, decode(values[end], known, f"{place}.{end}")
        yield from filtered.values(values)
        if searched:
            yield from (("query", values["search"]), ("types", [list_]), ("every", True), ("first", EVERYTHING))

    return ListArguments(window, selected if selected != Every(()) else None, bind, filtered.places)


def _ordering(name: str, listed: "Filters") -> Ordering:
    key, _, direction = name.rpartition("_")
    known = types.orders(listed.target, connected=listed.connection is not None)
    return Ordering(Order.FIT if key == Order.FIT.name else known[key], direction == "DESC")


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where in the arguments the value of a parameter stands, and how it is checked and turned into it."""

    parameter: str
    path: Path
    convert: Callable[[object], object]

    def value(self, given: Arguments) -> object:
        """The value for a request. Raises ValueError where it cannot be compared."""
        first, *rest = self.path
        found = given[str(first)]
        for step in rest:
            found = found[step]
        return self.convert(found)


@dataclass(slots=True)
class Filters:
    """The filter of one list: what its conditions are, and where their values stand.

    The list is of elements of the GraphQL type ``target``, or of the edges of a ``connection`` to such elements.
    """

    place: str
    prefix: str
    target: str
    connection: ConnectionType | None = None
    slots: list[_Slot] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)

    def values(self, given: Arguments) -> Values:
        """Parameters with their values. Raises BadInput for one that cannot be compared."""
        for slot in self.slots:
            try:
                yield slot.parameter, slot.value(given)
            except ValueError as error:
                raise BadInput(str(error), place=".".join(map(str, (self.place, *slot.path)))) from error

    def of(self, given: Arguments, path: Path) -> Filter:
        """The conditions of a filter. Raises BadInput for one that makes no sense."""
        if self.connection:
            return self.edges(self.connection, self.target, given, path)
        return self.elements(self.target, given, path)

    def center(self, given: Arguments) -> Center | None:
        """What distances are measured from: what is said, else what `near` of the filter itself is."""
        filter_ = given.get("filter") or {}
        near = ("filter", "node", "near") if self.connection else ("filter", "near")
        around = ((filter_.get("node") or {}) if self.connection else filter_).get("near")
        for path, found in ((("distanceFrom",), given.get("distanceFrom")), (near, around)):
            if found is not None:
                return Center(self._point(found, path), bool(is_place(self.target)))
        return None

    def slot(self, path: Path, convert: Callable[[object], object] = plain) -> str:
        """A parameter for the value at a path."""
        if len(self.slots) >= MAX_CONDITIONS:
            raise BadInput(f"more than {MAX_CONDITIONS} conditions; split the question", place=self.place)
        self.slots.append(_Slot(f"{self.prefix}_f{len(self.slots)}", path, convert))
        return self.slots[-1].parameter

    def place_slot(self, path: Path) -> str:
        """A parameter for the place that is named at a path."""
        parameter = self.slot(path)
        self.places[parameter] = ".".join(map(str, (self.place, *path)))
        return parameter

    def every(self, parts: Iterable[Filter]) -> Filter:
        """All of these, without a wrapper around a single one."""
        found = tuple(part for part in parts if part != Every(()))
        return found[0] if len(found) == 1 else Every(found)

    def combined(self, given: Arguments, key: str, path: Path, inner: Callable[[Arguments, Path], Filter]) -> Filter:
        """``and``, ``or`` and ``not``."""
        if key == "not":
            return Not(inner(given[key], path))
        parts = tuple(inner(each, (*path, number)) for number, each in enumerate(given[key]))
        return Every(parts) if key == "and" else Either(parts)

    def conditions(self, declared: Property, given: Arguments, path: Path, *, edge: bool) -> Filter:
        """The comparisons of one property."""
        return self.every(
            Condition(
                declared,
                Operator(name),
                self.slot((*path, name), _converter(declared, name)),
                edge,
                leads=(name, value) != (Operator.STARTS_WITH.value, ""),
            )
            for name, value in given.items()
            if self._not_null(value, (*path, name))
        )

    def _not_null(self, value: object, path: Path) -> bool:
        if value is None:
            place = ".".join(map(str, (self.place, *path)))
            raise BadInput("is null; leave it out, or use isNull to ask for what has no value", place=place)
        return True

    def elements(self, target: str, given: Arguments, path: Path) -> Filter:
        """The conditions on elements of a GraphQL type."""
        return self.every(
            self._element_part(target, given, key, (*path, key))
            for key, value in given.items()
            if self._not_null(value, (*path, key))
        )

    def _element_part(self, target: str, given: Arguments, key: str, path: Path) -> Filter:
        elements = types.members(target)
        if key in ("and", "or", "not"):
            return self.combined(given, key, path, lambda each, at: self.elements(target, each, at))
        if key == "within":
            return Within(self.place_slot(path), bool(is_place(target)))
        if key == "typename":
            return Typed(tuple(element.label for element in types.narrowest_first(target)), self.slot(path))
        if key == "near":
            return self._near(target, given[key], path)
        if key == "box":
            return self._box(target, path)
        if side := sides(elements[0]).get(key):
            return self._connected(side, reached(elements, side), given[key], path)
        declared = next(p for p in SCHEMA.properties_of(elements[0]) if p.name == key)
        return self.conditions(declared, given[key], path, edge=False)

    def _near(self, target: str, given: Arguments, path: Path) -> Filter:
        if given.get("km") is None:
            raise BadInput("give km", place=".".join(map(str, (self.place, *path))))
        km = self.slot((*path, "km"), _between("km", 0, FARTHEST))
        return Near(self._point(given, path), km, bool(is_place(target)))

    def _point(self, given: Arguments, path: Path) -> str | tuple[str, str]:
        """The parameter of a place, or those of a point."""
        named = {key for key in ("place", "latitude", "longitude") if given.get(key) is not None}
        if named == {"place"}:
            return self.place_slot((*path, "place"))
        if named == {"latitude", "longitude"}:
            return self._degrees(path, "latitude", "longitude")
        place = ".".join(map(str, (self.place, *path)))
        raise BadInput("give either place, or latitude and longitude", place=place)

    def _box(self, target: str, path: Path) -> Filter:
        southwest = self._degrees(path, "south", "west")
        northeast = self.slot(path, _north), self.slot((*path, "east"), _between("east", -180, 180))
        return Box((southwest, northeast), bool(is_place(target)))

    def _degrees(self, path: Path, latitude: str, longitude: str) -> tuple[str, str]:
        """The parameters of a point."""
        return (
            self.slot((*path, latitude), _between(latitude, -90, 90)),
            self.slot((*path, longitude), _between(longitude, -180, 180)),
        )

    def _connected(self, side: Side, target: str, given: Arguments, path: Path) -> Filter:
        parts: list[Filter] = []
        for name in get_args(_Quantifier):
            if name in given and self._not_null(given[name], (*path, name)):
                inner = self.edges(side.connection, target, given[name], (*path, name))
                parts.append(Quantified(side, _label(target), name, inner))
        if "count" in given and self._not_null(given["count"], (*path, "count")):
            parts += self._counted(side, given["count"], (*path, "count"))
        return self.every(parts)

    def _counted(self, side: Side, given: Arguments, path: Path) -> Iterator[Filter]:
        for name, value in given.items():
            if self._not_null(value, (*path, name)):
                yield Counted(side, Operator(name), self.slot((*path, name)))

    def edges(self, connection: ConnectionType, target: str, given: Arguments, path: Path) -> Filter:
        """The conditions on connections of a type and on the elements that they lead to."""
        return self.every(
            self._edge_part(connection, target, given, key, (*path, key))
            for key, value in given.items()
            if self._not_null(value, (*path, key))
        )

    def _edge_part(self, connection: ConnectionType, target: str, given: Arguments, key: str, path: Path) -> Filter:
        if key in ("and", "or", "not"):
            return self.combined(given, key, path, lambda each, at: self.edges(connection, target, each, at))
        if key == "node":
            return self.elements(target, given[key], path)
        declared = next(p for p in SCHEMA.properties_of_connection(connection) if p.name == key)
        return self.conditions(declared, given[key], path, edge=True)


def _label(target: str) -> str:
    """The narrowest Neo4j label that all elements of a GraphQL type carry."""
    return target.removeprefix("Any")


_AROUND = {
    Operator.EQ_FOLDED.value: ("", ""),
    Operator.CONTAINS_FOLDED.value: (".*", ".*"),
    Operator.STARTS_WITH_FOLDED.value: ("", ".*"),
    Operator.INCLUDES_FOLDED.value: ("", ""),
}
"""What may stand before and after a text that is compared without regard to case and diacritics."""


def _converter(declared: Property, operator: str) -> Callable[[object], object]:
    if operator == Operator.IS_NULL.value:
        return plain
    if operator in _AROUND:
        return lambda value: folded(_short(str(value)), *_AROUND[operator])
    partly = operator in (Operator.CONTAINS.value, Operator.STARTS_WITH.value)
    text = partial(sought, declared, part=partly)
    checks: dict[Kind, Callable[[object], object]] = {Kind.DATE: _date, Kind.DATETIME: _time}
    if not declared.choices:
        checks |= {Kind.STRING: text, Kind.STRINGS: text}
    check = checks.get(declared.kind)
    if check is None:
        return plain
    return (
        (lambda values: [check(value) for value in cast("list[object]", values)])
        if operator == Operator.IN.value
        else check
    )


def _short(text: str) -> str:
    if len(text) > LONGEST_FOLDED:
        raise ValueError(f"has {len(text)} characters; {LONGEST_FOLDED} are the most that are compared so")
    return text


def _date(value: object) -> str:
    if message := rules.partial_date(str(value)):
        raise ValueError(message)
    return str(value)


def _time(value: object) -> str:
    try:
        return rules.utc(str(value))
    except ValueError:
        raise ValueError('is not a time with zone, such as "2026-03-01T12:00:00Z"') from None


def _north(box: object) -> float:
    """The north of a box, which is not south of its south."""
    given = cast("Mapping[str, float]", box)
    return _between("north", given["south"], 90)(given["north"])


def _between(name: str, low: float, high: float) -> Callable[[object], float]:
    def check(value: object) -> float:
        number = cast("float", value)
        if not low <= number <= high:
            raise ValueError(f"{name} must be from {low:g} to {high:g}, not {number:g}")
        return float(number)

    return check
