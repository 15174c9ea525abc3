"""Random valid operations over the schema of the service, for the comparison with graphql-core."""

import json
from collections.abc import Iterator
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_composite_type,
)
from hypothesis import strategies as st

from graph.schema import SCHEMA

DEPTH = 4

SELECTIONS = 25
"""How many selection sets an operation has at most."""

IDENTIFIERS = {
    "organization": ['ico: "00287351"', 'wikidata: "Q1"', 'ror: "02j46qs45"', 'ico: "00064581"'],
    "library": ['sigla: "VSG001"', 'isil: "CZ-VsG001"', 'registrationNumber: "1234/2002"', 'ico: "00064581"'],
    "place": ['code: "500011"', 'code: "nope"'],
}
IDS = {
    "Organization": ["obec", "skola", "spolek", "knihovna"],
    "Library": ["knihovna", "knihovna-pobocka", "alfa-knihovna", "obec"],
    "Community": ["sit"],
    "Activity": ["kavarna", "beseda"],
    "Topic": ["pamet", "zdravi", "sdg-3", "nope"],
    "Role": ["pruvodce", "ucitel"],
    "TargetGroup": ["seniori", "dospeli"],
    "Resource": ["prostor", "sal"],
    "Place": ["koruna", "zavodou", "okres"],
    "Map": ["mapa", "mapa-2"],
    "Source": ["nope"],
    "Item": ["nope"],
    "Person": ["nope"],
}
CENTERS: list[Any] = [{"place": "koruna"}, {"place": "nope"}, {"latitude": 49.5, "longitude": 17.0}]
_SINGULAR = {element.singular: element.label for element in SCHEMA.elements}
_ROOTS = [name for element in SCHEMA.elements for name in (element.singular, element.plural)] + ["node", "nodes"]
_TIMES = ["2026-03-01T12:00:00Z", "2026-03-02T08:30:15+01:00", "2025-01-01T00:00:00Z"]
_POOLS: dict[str, list[Any]] = {
    "IDFilter": [id_ for ids in IDS.values() for id_ in ids],
    "StringFilter": ["", "Alfa", "network", "event", "obec", "Město", "basic", "spojenci", "ro", "p1", "VSG001"],
    "StringListFilter": ["prostor", "space", "Tým A", "nope"],
    "IntFilter": [0, 1, 2],
    "FloatFilter": [-1.5, 0.0, 20.0],
    "BooleanFilter": [True, False],
    "DateFilter": ["2019", "2020", "2020-09", "2024-05-02", "2025-06"],
    "DateTimeFilter": _TIMES,
}


class Choice(str):
    """A value of an enum, which stands in a document without quotes."""

    __slots__ = ()


def literal(value: Any) -> str:
    """A value as it stands in a document."""
    match value:
        case Choice():
            return str(value)
        case dict():
            return "{" + ", ".join(f"{key}: {literal(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(literal, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def plain(value: Any) -> Any:
    """A value as it stands among the variables."""
    match value:
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list():
            return [plain(item) for item in value]
    return str(value) if isinstance(value, Choice) else value


class Writer:
    """Writes one operation; ``draw`` decides."""

    def __init__(self, schema: GraphQLSchema, draw: st.DrawFn) -> None:
        self._schema = schema
        self._draw = draw
        self._aliases = 0
        self._selections = 0
        self._fragments: list[tuple[GraphQLNamedType, str]] = []
        self._declared: dict[str, str] = {}
        self.variables: dict[str, Any] = {}

    def operation(self) -> str:
        """The whole document."""
        query = self._schema.query_type
        assert query
        roots = [self._field(query, self._one_of(_ROOTS), DEPTH) for _ in range(self._up_to(1, 3))]
        if self._rarely():
            roots.append("__typename")
        types = {bool: "Boolean!", int: "Int!", str: "ID"}
        declared = ", ".join(
            f"${name}: {self._declared.get(name) or types[type(value)]}" for name, value in self.variables.items()
        )
        head = f"query Q({declared})" if declared else "query Q"
        fragments = (f"fragment F{n} on {type_} {text}" for n, (type_, text) in enumerate(self._fragments))
        return "\n".join((f"{head} {{ {' '.join(roots)} }}", *fragments))

    def _selection(self, type_: GraphQLNamedType, depth: int) -> str:
        self._selections += 1
        if self._selections > SELECTIONS:
            return "{ __typename }"
        parts = [self._part(type_, depth) for _ in range(self._up_to(1, 3))]
        return f"{{ {' '.join(parts)} }}"

    def _part(self, type_: GraphQLNamedType, depth: int) -> str:
        assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
        choice = self._up_to(0, 9)
        if choice == 0:
            return f"{self._alias()}__typename"
        if choice == 1:
            return f"... {self._flag()} {self._selection(type_, depth)}"
        if choice in (2, 3, 4) and depth > 1:
            return self._fragment(self._one_of(list(self._overlapping(type_))), depth)
        # The plain model has no log, hence no history.
        fields = {name: field for name, field in type_.fields.items() if "ursor" not in name and name != "history"}
        names = [name for name, field in fields.items() if depth > 1 or not is_composite_type(_named(field))]
        wide = [name for name in names if is_composite_type(_named(type_.fields[name]))]
        if not names:
            return "__typename"
        return self._field(type_, self._one_of(wide if wide and self._up_to(0, 1) else names), depth)

    def _field(self, parent: GraphQLObjectType | GraphQLInterfaceType, name: str, depth: int) -> str:
        field = parent.fields[name]
        arguments = self._arguments(name, field, parent is self._schema.query_type)
        alias = f"{self._next()}: " if arguments else self._alias()
        if parent is self._schema.query_type and name in _SINGULAR:
            alias = f"{self._next()}: "
        text = f"{alias}{name}{arguments} {self._flag()}"
        target = _named(field)
        if is_composite_type(target):
            inner = depth - (0 if target.name.endswith(("Connection", "Edge")) else 1)
            text += self._selection(target, max(inner, 1)) if inner >= 1 else "{ __typename }"
        return text

    def _arguments(self, name: str, field: GraphQLField, root: bool) -> str:
        if "first" in field.args:
            window = self._window("last" in field.args)
            if "orderBy" in field.args and self._rarely():
                order: Any = get_named_type(field.args["orderBy"].type)
                chosen = [self._one_of(list(order.values)) for _ in range(self._up_to(1, 2))]
                window.append(f"orderBy: [{', '.join(chosen)}]" if len(chosen) > 1 else f"orderBy: {chosen[0]}")
            if "distanceFrom" in field.args and ("DISTANCE" in "".join(window) or self._rarely()):
                window.append(f"distanceFrom: {literal(self._one_of(CENTERS))}")
            if "filter" in field.args and self._up_to(0, 2) == 0:
                window.append(f"filter: {self._filter(get_named_type(field.args['filter'].type), root)}")
            return f"({', '.join(window)})" if window else ""
        if name == "nodes" and "ids" in field.args:
            return f"(ids: {literal([self._any_id() for _ in range(self._up_to(0, 3))])})"
        if "id" in field.args:
            others = IDENTIFIERS.get(name, [])
            if others and self._up_to(0, 2) == 0:
                return f"({self._one_of(others)})"
            id_ = self._one_of(IDS[_SINGULAR[name]]) if _SINGULAR.get(name) in IDS else self._any_id()
            return f"(id: ${self._variable(id_)})" if self._up_to(0, 1) else f'(id: "{id_}")'
        return ""

    def _any_id(self) -> str:
        return str(self._one_of(IDS[self._one_of(list(IDS))]))

    def _window(self, both_ways: bool) -> list[str]:
        match self._up_to(0, 4):
            case 0:
                return [f"first: {self._up_to(0, 3)}"]
            case 1:
                return [f"first: ${self._variable(self._up_to(0, 4))}"]
            case 2 if both_ways:
                return [f"last: {self._up_to(0, 3)}"]
        return []

    def _filter(self, type_: Any, root: bool) -> str:
        # Any name starts with nothing: an index leads to all of them, which is what a list of everything needs.
        bound = {"name": {"startsWith": ""}} if root else {}
        value = {**self._conditions(type_, 3), **bound}
        if self._up_to(0, 1):
            return literal(value)
        name = f"filter{len(self.variables)}"
        self.variables[name], self._declared[name] = plain(value), type_.name
        return f"${name}"

    def _conditions(self, type_: Any, depth: int) -> dict[str, Any]:
        wide = ("and", "or", "not", "node", "some", "none", "all", "single")
        names = [name for name in type_.fields if depth or name not in wide]
        made: dict[str, Any] = {}
        for _ in range(self._up_to(1, 2) if names else 0):
            name = self._one_of(names)
            inner = get_named_type(type_.fields[name].type)
            if name in ("and", "or"):
                made[name] = [self._conditions(inner, depth - 1) for _ in range(self._up_to(0, 2))]
            elif name == "box":
                west, east = self._one_of([(17.0, 18.0), (-180.0, 180.0), (18.0, 17.0)])
                made[name] = {"south": self._one_of([-90.0, 49.4]), "west": west, "north": 90.0, "east": east}
            elif name == "near":
                made[name] = {**self._one_of(CENTERS), "km": self._one_of([0.5, 30.0, 900.0])}
            elif name == "typename":
                made[name] = [Choice(self._one_of(list(inner.values))) for _ in range(self._up_to(0, 2))]
            elif name == "within":
                made[name] = self._one_of(IDS["Place"])
            elif name == "count":
                compared = self._one_of(list(inner.fields))
                made[name] = {compared: [1, 2] if compared == "in" else self._up_to(0, 3)}
            elif "isNull" in inner.fields:
                made[name] = self._comparison(inner)
            elif depth:
                made[name] = self._conditions(inner, depth - 1)
        return made

    def _comparison(self, type_: Any) -> dict[str, Any]:
        operator = self._one_of(list(type_.fields))
        if operator == "isNull":
            return {operator: self._one_of([True, False])}
        inner = get_named_type(type_.fields[operator].type)
        if isinstance(inner, GraphQLEnumType):
            pool: list[Any] = [Choice(value) for value in inner.values]
        else:
            pool = _POOLS[type_.name]
        if operator == "in":
            return {operator: [self._one_of(pool) for _ in range(self._up_to(0, 2))]}
        return {operator: self._one_of(pool)}

    def _fragment(self, type_: GraphQLNamedType, depth: int) -> str:
        again = [n for n, (known, _) in enumerate(self._fragments) if known is type_]
        if again and self._up_to(0, 1):
            return f"...F{self._one_of(again)} {self._flag()}"
        text = self._selection(type_, depth)
        if self._up_to(0, 1):
            self._fragments.append((type_, text))
            return f"...F{len(self._fragments) - 1} {self._flag()}"
        return f"... on {type_} {self._flag()} {text}"

    def _overlapping(self, type_: GraphQLObjectType | GraphQLInterfaceType) -> Iterator[GraphQLNamedType]:
        yield type_
        if is_abstract_type(type_):
            yield from self._schema.get_possible_types(type_)
        yield from type_.interfaces

    def _flag(self) -> str:
        if not self._rarely():
            return ""
        value = bool(self._up_to(0, 2))
        if self._up_to(0, 1):
            name = self._variable(value)
            return f"@include(if: ${name})" if self._up_to(0, 3) else f"@skip(if: ${name})"
        return f"@include(if: {str(value).lower()})"

    def _variable(self, value: Any) -> str:
        name = f"{type(value).__name__}_{value}".replace("-", "_")
        self.variables[name] = value
        return name

    def _alias(self) -> str:
        return f"{self._next()}: " if self._rarely() else ""

    def _next(self) -> str:
        self._aliases += 1
        return f"a{self._aliases}"

    def _rarely(self) -> bool:
        return self._up_to(0, 5) == 5

    def _up_to(self, low: int, high: int) -> int:
        return self._draw(st.integers(low, high))

    def _one_of(self, choices: list[Any]) -> Any:
        return self._draw(st.sampled_from(choices))


def _named(field: GraphQLField) -> GraphQLNamedType:
    return get_named_type(field.type)


@st.composite
def operations(draw: st.DrawFn, schema: GraphQLSchema) -> tuple[str, dict[str, Any]]:
    """A document with its variables. Few are not valid; who uses them drops those."""
    writer = Writer(schema, draw)
    return writer.operation(), writer.variables
