"""GraphQL types declared as data, and the schema that graphql-core makes of them.

Types refer to each other by name, in GraphQL's notation (``[Signal!]!``), so that they can be declared in any order.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import cast

from graphql import (
    GraphQLArgument,
    GraphQLDefaultInput,
    GraphQLDirective,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLNullableType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLType,
    Undefined,
    is_input_type,
    is_introspection_type,
    is_output_type,
    is_specified_directive,
    is_specified_scalar_type,
    print_directive,
    print_type,
    specified_directives,
    specified_scalar_types,
)


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a field, or a field of an input. Its default is written as a client would, an enum by its name."""

    name: str
    type: str
    doc: str
    default: object = Undefined


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an object or an interface."""

    type: str
    doc: str
    arguments: Sequence[Argument] = ()


class Registry:
    """The types of a schema, by name; ``ready`` are those that graphql-core has already.

    Raises TypeError for what is declared twice, and, when the schema is made, for a type that nobody declared.
    """

    def __init__(self, ready: Iterable[GraphQLNamedType] = ()) -> None:
        self._types: dict[str, GraphQLNamedType] = dict(specified_scalar_types)
        for type_ in ready:
            self._add(type_)

    def __contains__(self, name: str) -> bool:
        return name in self._types

    def object(self, name: str, doc: str, fields: Mapping[str, Field], interfaces: Sequence[str] = ()) -> None:
        """Declare an object type."""
        made = partial(self._fields, name, fields)
        self._add(GraphQLObjectType(name, made, partial(self._interfaces, name, interfaces), description=doc))

    def interface(self, name: str, doc: str, fields: Mapping[str, Field], interfaces: Sequence[str] = ()) -> None:
        """Declare an interface."""
        made = partial(self._fields, name, fields)
        self._add(GraphQLInterfaceType(name, made, partial(self._interfaces, name, interfaces), description=doc))

    def input(self, name: str, doc: str, fields: Iterable[Argument], *, one_of: bool = False) -> None:
        """Declare an input; of the kind ``one_of`` exactly one field is given."""
        made = partial(self._input_fields, name, tuple(fields))
        self._add(GraphQLInputObjectType(name, made, description=doc, is_one_of=one_of))

    def enum(self, name: str, doc: str, values: Mapping[str, str]) -> None:
        """Declare an enum: its values by their names in GraphQL. Arguments come as members of a Python enum."""
        members = Enum(name, values)  # type: ignore[misc] # mypy knows enums with literal names only
        self._add(GraphQLEnumType(name, members, names_as_values=None, description=doc))

    def schema(self, directives: Sequence[GraphQLDirective] = ()) -> GraphQLSchema:
        """The schema with the root types ``Query``, ``Mutation`` and ``Subscription``, and further directives."""
        objects = {name: type_ for name, type_ in self._types.items() if isinstance(type_, GraphQLObjectType)}
        query, mutation, subscription = map(objects.get, ("Query", "Mutation", "Subscription"))
        # Objects of an interface may be named nowhere else.
        apart = [type_ for type_ in objects.values() if type_.interfaces]
        return GraphQLSchema(query, mutation, subscription, apart, [*specified_directives, *directives])

    def _add(self, type_: GraphQLNamedType) -> None:
        if type_.name in self._types:
            raise TypeError(f"two GraphQL types are called {type_.name}")
        self._types[type_.name] = type_

    def _fields(self, owner: str, fields: Mapping[str, Field]) -> dict[str, GraphQLField]:
        return {name: self._field(f"{owner}.{name}", field) for name, field in fields.items()}

    def _field(self, place: str, field: Field) -> GraphQLField:
        arguments = {each.name: self._argument(f"{place}({each.name}:)", each) for each in field.arguments}
        return GraphQLField(self._output_type(field.type, place), arguments, description=field.doc)

    def _argument(self, place: str, declared: Argument) -> GraphQLArgument:
        type_ = self._input_type(declared.type, place)
        return GraphQLArgument(type_, default=_default(declared), description=declared.doc)

    def _input_fields(self, owner: str, fields: Sequence[Argument]) -> dict[str, GraphQLInputField]:
        return {field.name: self._input_field(f"{owner}.{field.name}", field) for field in fields}

    def _input_field(self, place: str, declared: Argument) -> GraphQLInputField:
        type_ = self._input_type(declared.type, place)
        return GraphQLInputField(type_, default=_default(declared), description=declared.doc)

    def _interfaces(self, owner: str, names: Sequence[str]) -> list[GraphQLInterfaceType]:
        return [self._interface(name, f"{owner} implements") for name in names]

    def _interface(self, name: str, place: str) -> GraphQLInterfaceType:
        type_ = self._nullable(name, place)
        if not isinstance(type_, GraphQLInterfaceType):
            raise TypeError(f"{place}: {name} is no interface")
        return type_

    def _input_type(self, notation: str, place: str) -> GraphQLInputType:
        type_ = self._type(notation, place)
        if not is_input_type(type_):
            raise TypeError(f"{place}: {notation} cannot be given, for it is no input, enum or scalar")
        return type_

    def _output_type(self, notation: str, place: str) -> GraphQLOutputType:
        type_ = self._type(notation, place)
        if not is_output_type(type_):
            raise TypeError(f"{place}: {notation} cannot be read, for it is an input")
        return type_

    def _type(self, notation: str, place: str) -> GraphQLType:
        if notation.endswith("!"):
            return GraphQLNonNull(self._nullable(notation[:-1], place))
        return self._nullable(notation, place)

    def _nullable(self, notation: str, place: str) -> GraphQLNullableType:
        if notation.startswith("[") and notation.endswith("]"):
            return GraphQLList(self._type(notation[1:-1], place))
        if notation not in self._types:
            raise TypeError(f"{place}: no GraphQL type is called {notation!r}")
        return cast("GraphQLNullableType", self._types[notation])


def _default(declared: Argument) -> GraphQLDefaultInput | None:
    return None if declared.default is Undefined else GraphQLDefaultInput(declared.default)


def printed(schema: GraphQLSchema) -> str:
    """A schema in GraphQL's language, its types in the order of the alphabet.

    A description of one paragraph is one line, and nothing parts fields, so that differences are short to read.
    """
    types = (schema.type_map[name] for name in sorted(schema.type_map))
    own = (t for t in types if not is_introspection_type(t) and not is_specified_scalar_type(t))
    directives = (each for each in schema.directives if not is_specified_directive(each))
    text = "\n\n".join([*map(print_directive, directives), *map(print_type, own)]) + "\n"
    return re.sub(r"\n\n(?= )", "\n", re.sub(r'(?m)^( *)"""\n *([^\n"]+)\n *"""$', r'\1"""\2"""', text))
