"""From a GraphQL operation to selections over the schema and to the parameters of their statements.

The only module that reads GraphQL documents. graphql-core collects the fields, so fragments, aliases, ``@skip`` and
``@include``, merging and defaults mean what the GraphQL specification (October 2021, section 6.3) says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLField,
    GraphQLList,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    get_named_type,
)
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_fields, collect_subfields
from graphql.execution.values import VariableValues, get_argument_values
from graphql.type import get_nullable_type

from api import types
from graph.errors import BadInput
from graph.model import ElementType
from graph.named import QUESTIONS, Named
from graph.schema import ELEMENT, SCHEMA
from graph.selection import (
    Asked,
    Branch,
    Column,
    Constant,
    Edges,
    Field,
    Many,
    Maps,
    Nested,
    Node,
    Nodes,
    One,
    Page,
    Root,
    Sentence,
    Target,
    Total,
    Value,
)

MAX_FIRST = 100

MAX_FIELDS = 1000
"""How many fields one operation may select, fragments and types of an interface written out."""

PARTNERS = "potentialPartners"

_ROOT_QUESTIONS: dict[str, Named] = {"search": QUESTIONS["search"], PARTNERS: QUESTIONS["potential_partners"]}
_INTROSPECTION = ("__schema", "__type")

Group = list[FieldDetails]


@dataclass(frozen=True, slots=True)
class Binding:
    """How the arguments of one field become parameters: ``names`` maps an argument to the parameter it fills."""

    definition: GraphQLField
    details: FieldDetails
    path: tuple[str, ...]
    names: Mapping[str, str]

    def values(self, variables: VariableValues) -> Iterator[tuple[str, Any]]:
        """Parameters with their values for a request.

        Raises
        ------
        BadInput
            ``first`` is out of range, or null is given where something must stand.
        """
        try:
            given = get_argument_values(self.definition, self.details.node, variables)
        except GraphQLError as error:
            raise BadInput(error.message, place=".".join(self.path)) from error
        for name, parameter in self.names.items():
            value: Any = given.get(name)
            if name == "first" and not 0 <= value <= MAX_FIRST:
                place = ".".join((*self.path, "first"))
                raise BadInput(f"first must be from 0 to {MAX_FIRST}, not {value}", place=place)
            yield parameter, _plain(value)


@dataclass(slots=True)
class Planned:
    """One root field of an operation: its response key, its name, what to read, and how its parameters are bound."""

    key: str
    name: str
    root: Root
    bindings: list[Binding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Introspection:
    """A root field about the schema itself, which graphql-core answers."""

    nodes: tuple[FieldNode, ...]


Plan = dict[str, Planned | Introspection | Constant | BadInput]
"""The root fields of a query in order: what to read, what is known already, or what is wrong with it."""


class Planner:
    """Plans one operation. Its result depends on the shape alone, not on the values of variables."""

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: VariableValues,
    ) -> None:
        self._schema = schema
        self._operation = operation
        self._variables = variables
        self._fragments = {
            definition.name.value: FragmentDetails(definition)
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        self._bindings: list[Binding] = []
        self._firsts: dict[tuple[Any, ...], str] = {}
        self._pages: dict[tuple[Any, ...], Page] = {}
        self._selected = 0

    def plan(self) -> Plan:
        """Every root field; one that is asked in a way that has no answer is the error to report.

        Raises
        ------
        GraphQLError
            A directive of a root field has no value.
        """
        query = self._schema.query_type
        assert query
        groups = collect_fields(
            self._schema, self._fragments, self._variables, query, self._operation
        ).grouped_field_set
        return {key: self._checked_root(query, key, group) for key, group in groups.items()}

    def _checked_root(
        self, query: GraphQLObjectType, key: str, group: Group
    ) -> Planned | Introspection | Constant | BadInput:
        try:
            return self._root(query, key, group)
        except GraphQLError as error:
            return BadInput(error.message, place=key)

    def _root(self, query: GraphQLObjectType, key: str, group: Group) -> Planned | Introspection | Constant | BadInput:
        name = group[0].node.name.value
        if name == "__typename":
            return Constant(key, query.name)
        if name in _INTROSPECTION:
            return Introspection(tuple(details.node for details in group))
        self._bindings, self._firsts, self._pages = [], {}, {}
        definition = query.fields[name]
        if question := _ROOT_QUESTIONS.get(name):
            names = {parameter.name: parameter.name for parameter in question.parameters}
            self._bind(definition, group, (key,), names)
            root: Root = Asked(question, self._page(definition, group, (key,)))
        elif "first" in definition.args:
            label = _ROOT_LABELS[name]
            first = self._bind_first(definition, group, (key,))
            root = Many(label, first, self._page(definition, group, (key,)))
        else:
            given = get_argument_values(definition, group[0].node, self._variables)
            named = [argument for argument, value in given.items() if value is not None]
            if len(named) != 1:
                return BadInput(f"give exactly one of {', '.join(definition.args)}", place=key)
            root = self._one(definition, group, key, named)
        return Planned(key, name, root, self._bindings)

    def _one(self, definition: GraphQLField, group: Group, key: str, named: list[str]) -> One:
        element = SCHEMA.by_label[_ROOT_LABELS[group[0].node.name.value]]
        self._bind(definition, group, (key,), {named[0]: "p0"})
        declared = next(p for p in SCHEMA.properties_of(element) if p.name == named[0])
        owner = next((e.label for e in SCHEMA.elements if declared in e.properties), ELEMENT.label)
        return One(element.label, owner, declared, "p0", self._node(definition, group, (key,)))

    # ------------------------------------------------------------------------------------------------------- binding

    def _bind(self, definition: GraphQLField, group: Group, path: tuple[str, ...], names: Mapping[str, str]) -> None:
        self._bindings.append(Binding(definition, group[0], path, names))

    def _bind_first(self, definition: GraphQLField, group: Group, path: tuple[str, ...]) -> str:
        # The same field seen from several types of one interface is one parameter, so that their selections are equal.
        key = (path, group[0].node)
        if key not in self._firsts:
            self._firsts[key] = f"p{len(self._bindings)}"
            self._bind(definition, group, path, {"first": self._firsts[key]})
        return self._firsts[key]

    # ----------------------------------------------------------------------------------------------------- selecting

    def _groups(self, type_: GraphQLObjectType, group: Group) -> dict[str, Group]:
        groups = collect_subfields(
            self._schema, self._fragments, self._variables, self._operation, type_, group
        ).grouped_field_set
        self._selected += len(groups)
        if self._selected > MAX_FIELDS:
            raise GraphQLError(f"more than {MAX_FIELDS} fields are selected; ask for fewer, or in several requests")
        return groups

    def _node(self, definition: GraphQLField, group: Group, path: tuple[str, ...]) -> Node:
        members = sorted(types.members(get_named_type(definition.type).name), key=lambda e: e.parent is None)
        return Node(tuple(self._branch(element, group, path) for element in members))

    def _branch(self, element: ElementType, group: Group, path: tuple[str, ...]) -> Branch:
        type_ = self._object(element.label)
        properties = {declared.name: declared for declared in SCHEMA.properties_of(element)}
        sides = types.sides(element)
        fields: list[Field] = []
        for key, subgroup in self._groups(type_, group).items():
            name = subgroup[0].node.name.value
            if name == "__typename":
                fields.append(Constant(key, element.label))
            elif name in properties:
                parts = self._parts(type_.fields[name], subgroup)
                fields.append(Value(key, properties[name], parts))
            else:
                definition, here = type_.fields[name], (*path, key)
                first = self._bind_first(definition, subgroup, here)
                fields.append(Nested(key, sides[name], first, self._page(definition, subgroup, here)))
        return Branch(element.label, tuple(fields))

    def _parts(self, definition: GraphQLField, group: Group) -> tuple[Column | Constant, ...]:
        type_ = get_named_type(definition.type)
        if not isinstance(type_, GraphQLObjectType):
            return ()
        names = ((key, sub[0].node.name.value) for key, sub in self._groups(type_, group).items())
        return tuple(Constant(key, type_.name) if name == "__typename" else Column(key, name) for key, name in names)

    def _page(self, definition: GraphQLField, group: Group, path: tuple[str, ...]) -> Page:
        # Planned once for all types of an interface that have the field, or deep ones would take for ever.
        type_ = self._object(get_named_type(definition.type).name)
        key = (type_.name, path, *(id(details.node) for details in group))
        if key not in self._pages:
            self._pages[key] = self._new_page(type_, group, path)
        return self._pages[key]

    def _new_page(self, type_: GraphQLObjectType, group: Group, path: tuple[str, ...]) -> Page:
        parts: list[Edges | Nodes | Total | Constant] = []
        for key, subgroup in self._groups(type_, group).items():
            name, here = subgroup[0].node.name.value, (*path, key)
            match name:
                case "__typename":
                    parts.append(Constant(key, type_.name))
                case "totalCount":
                    parts.append(Total(key))
                case "nodes":
                    parts.append(Nodes(key, self._node(type_.fields[name], subgroup, here)))
                case _:
                    parts.append(self._edges(key, type_.fields[name], subgroup, here))
        return Page(tuple(parts))

    def _edges(self, key: str, definition: GraphQLField, group: Group, path: tuple[str, ...]) -> Edges:
        type_ = self._object(get_named_type(definition.type).name)
        properties = {p.name: p for c in SCHEMA.connections for p in SCHEMA.properties_of_connection(c)}
        fields: list[Constant | Value | Column | Target] = []
        for sub, subgroup in self._groups(type_, group).items():
            name = subgroup[0].node.name.value
            if name == "__typename":
                fields.append(Constant(sub, type_.name))
            elif name == "node":
                fields.append(Target(sub, self._node(type_.fields[name], subgroup, (*path, sub))))
            elif name in properties:
                fields.append(Value(sub, properties[name]))
            else:
                fields.append(self._column(sub, name, type_.fields[name], subgroup))
        return Edges(key, tuple(fields))

    def _column(self, key: str, name: str, definition: GraphQLField, group: Group) -> Column:
        type_ = get_named_type(definition.type)
        if not isinstance(type_, GraphQLObjectType):
            return Column(key, name)
        many = isinstance(get_nullable_type(definition.type), GraphQLList)
        fields = tuple(self._map_field(type_, sub, subgroup) for sub, subgroup in self._groups(type_, group).items())
        return Column(key, name, Maps(fields, many))

    def _map_field(self, type_: GraphQLObjectType, key: str, group: Group) -> Column | Constant | Sentence:
        name = group[0].node.name.value
        if name == "__typename":
            return Constant(key, type_.name)
        definition = type_.fields[name]
        if "language" in definition.args:
            language = get_argument_values(definition, group[0].node, self._variables)["language"]
            return Sentence(key, getattr(language, "value", language))
        # A piece of evidence is a path and nothing else: its `path` is the value itself.
        return self._column(key, "" if name == "path" else name, definition, group)

    def _object(self, name: str) -> GraphQLObjectType:
        type_ = self._schema.type_map[name]
        assert isinstance(type_, GraphQLObjectType)
        return type_


_ROOT_LABELS = {name: e.label for e in SCHEMA.elements for name in (e.singular, e.plural)}


def shape(operation: OperationDefinitionNode, schema: GraphQLSchema, variables: VariableValues) -> tuple[Any, ...]:
    """What of the variables an operation's plan may depend on: which are null, and the values of flags and enums."""
    found: list[Any] = []
    for definition in operation.variable_definitions or ():
        name = definition.variable.name.value
        value = variables.coerced.get(name)
        type_ = schema.type_map.get(_named(definition.type))
        flag = isinstance(value, bool) or isinstance(type_, GraphQLEnumType)
        found.append((name, value is None, repr(value) if flag else None))
    return tuple(found)


def _plain(value: Any) -> Any:
    """A coerced argument as the database takes it: enums are their values."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def _named(node: Any) -> str:
    while hasattr(node, "type"):
        node = node.type
    return str(node.name.value)
