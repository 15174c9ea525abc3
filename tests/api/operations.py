"""Random valid operations over the schema of the service, for the comparison with graphql-core."""

from collections.abc import Iterator
from typing import Any

from graphql import (
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
}
_SINGULAR = {element.singular: element.label for element in SCHEMA.elements}
_ROOTS = [name for element in SCHEMA.elements for name in (element.singular, element.plural)]


class Writer:
    """Writes one operation; ``draw`` decides."""

    def __init__(self, schema: GraphQLSchema, draw: st.DrawFn) -> None:
        self._schema = schema
        self._draw = draw
        self._aliases = 0
        self._selections = 0
        self._fragments: list[tuple[GraphQLNamedType, str]] = []
        self.variables: dict[str, Any] = {}

    def operation(self) -> str:
        """The whole document."""
        query = self._schema.query_type
        assert query
        roots = [self._field(query, self._one_of(_ROOTS), DEPTH) for _ in range(self._up_to(1, 3))]
        if self._rarely():
            roots.append("__typename")
        types = {bool: "Boolean!", int: "Int!", str: "ID"}
        declared = ", ".join(f"${name}: {types[type(value)]}" for name, value in self.variables.items())
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
        names = [name for name, field in type_.fields.items() if depth > 1 or not is_composite_type(_named(field))]
        wide = [name for name in names if is_composite_type(_named(type_.fields[name]))]
        if not names:
            return "__typename"
        return self._field(type_, self._one_of(wide if wide and self._up_to(0, 1) else names), depth)

    def _field(self, parent: GraphQLObjectType | GraphQLInterfaceType, name: str, depth: int) -> str:
        field = parent.fields[name]
        arguments = self._arguments(name, field)
        alias = f"{self._next()}: " if arguments else self._alias()
        if parent is self._schema.query_type and name in _SINGULAR:
            alias = f"{self._next()}: "
        text = f"{alias}{name}{arguments} {self._flag()}"
        target = _named(field)
        if is_composite_type(target):
            inner = depth - (0 if target.name.endswith(("Connection", "Edge")) else 1)
            text += self._selection(target, max(inner, 1)) if inner >= 1 else "{ __typename }"
        return text

    def _arguments(self, name: str, field: GraphQLField) -> str:
        if "first" in field.args:
            match self._up_to(0, 3):
                case 0:
                    return f"(first: {self._up_to(0, 3)})"
                case 1:
                    return f"(first: ${self._variable(self._up_to(0, 4))})"
            return ""
        if "id" in field.args:
            others = IDENTIFIERS.get(name, [])
            if others and self._up_to(0, 2) == 0:
                return f"({self._one_of(others)})"
            id_ = self._one_of(IDS[_SINGULAR[name]])
            return f"(id: ${self._variable(id_)})" if self._up_to(0, 1) else f'(id: "{id_}")'
        return ""

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
