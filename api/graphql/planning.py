"""From a GraphQL operation to selections over the schema and to the parameters of their statements.

The only module that reads GraphQL documents. graphql-core collects the fields, so fragments, aliases, ``@skip`` and
``@include``, merging and defaults mean what the GraphQL specification (October 2021, section 6.3) says.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    get_named_type,
)
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_fields, collect_subfields
from graphql.execution.values import VariableValues, get_argument_values
from graphql.type import get_nullable_type

from api.graphql import types
from api.graphql.computed import Computed
from api.graphql.operations import BY_FIELD
from api.graphql.windows import MAX_FIRST, Arguments, Filters, ListArguments, Values, list_arguments, plain, size
from graph.contract.operation import Answers, Operation
from graph.errors import BadInput
from graph.model import ElementType, Language, Property
from graph.operations.questions import window
from graph.questions.named import QUESTIONS
from graph.reading import history
from graph.reading.selection import (
    Aggregate,
    Branch,
    ByIds,
    Column,
    Constant,
    Count,
    Cursor,
    Distance,
    Edges,
    Elements,
    ElementSelection,
    Facets,
    Field,
    Fields,
    History,
    Info,
    Many,
    Maps,
    NestedList,
    Nodes,
    One,
    PageSelection,
    QuestionPage,
    QuestionRows,
    Reference,
    Referred,
    Root,
    RowField,
    Sentence,
    Summed,
    Target,
    Total,
    Value,
)
from graph.reading.sides import Side, sides
from graph.schema import ELEMENT, SCHEMA
from graph.validation import sought

MAX_FIELDS = 1000
"""How many fields one operation may select, fragments and types of an interface written out."""

_INTROSPECTION = ("__schema", "__type")

Group = list[FieldDetails]


@dataclass(frozen=True, slots=True)
class Binding:
    """How the arguments of one field become parameters."""

    definition: GraphQLField
    details: FieldDetails
    place: str
    bind: Callable[[Arguments], Values]

    def values(self, variables: VariableValues) -> Values:
        """Parameters with their values for a request.

        Raises
        ------
        BadInput
            A value is out of range, or null where something must stand.
        """
        try:
            given = get_argument_values(self.definition, self.details.node, variables)
        except GraphQLError as error:
            raise BadInput(error.message, place=self.place) from error
        yield from self.bind(given)


@dataclass(slots=True)
class Planned:
    """One root field of an operation: its response key, its name, what to read, and how its parameters are bound.

    ``places`` are the parameters that name a place, each with where it is given.
    """

    key: str
    name: str
    root: Root
    bindings: list[Binding] = field(default_factory=list)
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class PlannedOperation:
    """One root field that a Python function answers: its arguments, and the bindings and places of the lists within."""

    key: str
    name: str
    computed: Computed
    arguments: Binding
    bindings: list[Binding]
    places: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Introspection:
    """A root field about the schema itself, which graphql-core answers."""

    nodes: tuple[FieldNode, ...]


PlannedRoot = Planned | PlannedOperation | Introspection | Constant | BadInput

Plan = dict[str, PlannedRoot]
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
        self._lists: dict[tuple[object, ...], ListArguments] = {}
        self._counts: dict[tuple[object, ...], str] = {}
        self._pages: dict[tuple[object, ...], PageSelection] = {}
        self._histories: dict[tuple[object, ...], History] = {}
        self._selected = 0

    def plan(self) -> Plan:
        """Every root field; one that is asked in a way that has no answer is the error to report.

        Raises
        ------
        GraphQLError
            A directive of a root field has no value.
        """
        type_ = self._schema.get_root_type(self._operation.operation)
        assert type_
        groups = collect_fields(
            self._schema, self._fragments, self._variables, type_, self._operation
        ).grouped_field_set
        return {key: self._checked_root(type_, key, group) for key, group in groups.items()}

    def _checked_root(self, type_: GraphQLObjectType, key: str, group: Group) -> PlannedRoot:
        try:
            return self._root(type_, key, group)
        except GraphQLError as error:
            return BadInput(error.message, place=key)
        except BadInput as error:
            return error

    def _root(self, type_: GraphQLObjectType, key: str, group: Group) -> PlannedRoot:
        name = group[0].node.name.value
        if name == "__typename":
            return Constant(key, type_.name)
        if name in _INTROSPECTION:
            return Introspection(tuple(details.node for details in group))
        self._bindings, self._lists, self._counts, self._pages, self._histories = [], {}, {}, {}, {}
        definition, operation = type_.fields[name], BY_FIELD.get(name)
        if operation and not operation.from_file:
            return self._computed(operation, definition, group, key)
        given = get_argument_values(definition, group[0].node, self._variables)
        if operation:
            paged = operation.answers is Answers.PAGE
            root: Root = (self._question_page if paged else self._question_rows)(operation, definition, group, key)
        elif name == "nodes":
            self._bind(definition, group, key, lambda values: iter((("p0", _ids(values["ids"], key)),)))
            root = ByIds("p0", self._node(definition, group, (key,)))
        elif "first" in definition.args:
            label = _ROOT_LABELS[name]
            target = types.covering(SCHEMA.carriers(label))
            made = self._list(definition, group, (key,), label, lambda prefix: Filters(key, prefix, target))
            searched = given.get("search") is not None
            root = Many(label, made.window, made.filter, self._page(definition, group, (key,)), searched)
        else:
            named = [argument for argument, value in given.items() if value is not None]
            if len(named) != 1:
                return BadInput(f"give exactly one of {', '.join(definition.args)}", place=key)
            root = self._one(definition, group, key, named[0])
        return Planned(key, name, root, self._bindings, self._places())

    def _computed(self, operation: Operation, definition: GraphQLField, group: Group, key: str) -> PlannedOperation:
        nodes: list[ElementSelection] = []
        many = isinstance(get_nullable_type(definition.type), GraphQLList)
        fields = self._row(self._object(get_named_type(definition.type).name), group, (key,), nodes)
        referred = Referred("p0", tuple(nodes)) if nodes else None
        arguments = Binding(
            definition, group[0], key, lambda values: ((name, plain(value)) for name, value in values.items())
        )
        computed = Computed(operation, fields, many, referred)
        return PlannedOperation(key, operation.field, computed, arguments, self._bindings, self._places())

    def _row(
        self, type_: GraphQLObjectType, group: Group, path: tuple[str, ...], nodes: list[ElementSelection]
    ) -> tuple[RowField, ...]:
        """What is selected of a row; what is selected of the elements in it is added to ``nodes``."""
        return tuple(self._row_field(type_, key, sub, path, nodes) for key, sub in self._groups(type_, group).items())

    def _row_field(
        self, type_: GraphQLObjectType, key: str, group: Group, path: tuple[str, ...], nodes: list[ElementSelection]
    ) -> RowField:
        name, here = group[0].node.name.value, (*path, key)
        if name == "__typename":
            return Constant(key, type_.name)
        definition = type_.fields[name]
        named, list_ = get_named_type(definition.type), get_nullable_type(definition.type)
        many = isinstance(list_, GraphQLList)
        if types.is_element(named.name):
            nodes.append(self._node(definition, group, here))
            holes = isinstance(list_, GraphQLList) and not isinstance(list_.of_type, GraphQLNonNull)
            return Reference(key, name, len(nodes) - 1, many, holes)
        if isinstance(named, GraphQLObjectType):
            return Fields(key, name, self._row(named, group, here, nodes), many)
        if "language" in definition.args:
            return Sentence(key, self._language(definition, group), name)
        return Column(key, name, choice=named.name if isinstance(named, GraphQLEnumType) else "")

    def _language(self, definition: GraphQLField, group: Group) -> Language:
        language = get_argument_values(definition, group[0].node, self._variables).get("language")
        return "cs" if plain(language) == "cs" else "en"

    def _question_rows(self, operation: Operation, definition: GraphQLField, group: Group, key: str) -> QuestionRows:
        def bind(values: Arguments) -> Values:
            yield from ((each.name, each.check(plain(values.get(each.name)))) for each in operation.parameters)

        question = QUESTIONS[operation.name]
        self._bind(definition, group, key, bind)
        type_ = self._object(get_named_type(definition.type).name)
        fields: list[Constant | Column | Elements] = []
        for sub, subgroup in self._groups(type_, group).items():
            name = subgroup[0].node.name.value
            if name == "__typename":
                fields.append(Constant(sub, type_.name))
                continue
            column = type_.fields[name]
            if types.is_element(get_named_type(column.type).name):
                many = isinstance(get_nullable_type(column.type), GraphQLList)
                fields.append(Elements(sub, name, self._node(column, subgroup, (key, sub)), many))
            else:
                fields.append(self._column(sub, name, column, subgroup))
        return QuestionRows(question, tuple(fields))

    def _question_page(self, operation: Operation, definition: GraphQLField, group: Group, key: str) -> QuestionPage:
        question = QUESTIONS[operation.name]

        def bind(values: Arguments) -> Values:
            asked = {each.name: each.check(plain(values.get(each.name))) for each in operation.parameters}
            wanted, skip, list_ = window(question, asked)
            yield from (("p_size", wanted), ("p_skip", skip), ("p_list", list_), ("first", skip + wanted + 1))
            yield from ((name, value) for name, value in asked.items() if name not in ("first", "after"))

        self._bind(definition, group, key, bind)
        return QuestionPage(question, "p_size", "p_skip", "p_list", self._page(definition, group, (key,)))

    def _one(self, definition: GraphQLField, group: Group, key: str, named: str) -> One:
        label = _ROOT_LABELS.get(group[0].node.name.value, ELEMENT.label)
        declared = next(p for p in _properties(label) if p.name == named)
        self._bind(definition, group, key, lambda values: iter((("p0", sought(declared, values[named])),)))
        owner = next((e.label for e in SCHEMA.elements if declared in e.properties), ELEMENT.label)
        return One(label, owner, declared, "p0", self._node(definition, group, (key,)))

    # ------------------------------------------------------------------------------------------------------- binding

    def _bind(self, definition: GraphQLField, group: Group, place: str, bind: Callable[[Arguments], Values]) -> None:
        self._bindings.append(Binding(definition, group[0], place, bind))

    def _list(
        self,
        definition: GraphQLField,
        group: Group,
        path: tuple[str, ...],
        list_: str,
        filters: Callable[[str], Filters],
    ) -> ListArguments:
        # The same field seen from several types of one interface has the same parameters, so that their selections
        # are equal; what its filter means depends on the list all the same.
        key = (path, group[0].node, list_)
        if key not in self._lists:
            prefix = f"p{len(self._lists)}"
            place = ".".join(path)
            given = get_argument_values(definition, group[0].node, self._variables)
            made = list_arguments(given, place, prefix, list_, filters(prefix))
            self._bind(definition, group, place, made.bind)
            self._lists[key] = made
        return self._lists[key]

    def _bind_first(self, definition: GraphQLField, group: Group, path: tuple[str, ...]) -> str:
        key = (path, group[0].node)
        if key not in self._counts:
            place, parameter = ".".join(path), f"c{len(self._counts)}"
            self._bind(definition, group, place, lambda values: iter(((parameter, size(values, place)),)))
            self._counts[key] = parameter
        return self._counts[key]

    def _places(self) -> Mapping[str, str]:
        return {parameter: place for made in self._lists.values() for parameter, place in made.places.items()}

    # ----------------------------------------------------------------------------------------------------- selecting

    def _groups(self, type_: GraphQLObjectType, group: Group) -> dict[str, Group]:
        groups = collect_subfields(
            self._schema, self._fragments, self._variables, self._operation, type_, group
        ).grouped_field_set
        self._selected += len(groups)
        if self._selected > MAX_FIELDS:
            raise GraphQLError(f"more than {MAX_FIELDS} fields are selected; ask for fewer, or in several requests")
        return groups

    def _node(self, definition: GraphQLField, group: Group, path: tuple[str, ...]) -> ElementSelection:
        members = types.narrowest_first(get_named_type(definition.type).name)
        return ElementSelection(tuple(self._branch(element, group, path) for element in members))

    def _branch(self, element: ElementType, group: Group, path: tuple[str, ...]) -> Branch:
        type_ = self._object(element.label)
        properties = {declared.name: declared for declared in SCHEMA.properties_of(element)}
        sides_of = sides(element)
        fields: list[Field] = []
        for key, subgroup in self._groups(type_, group).items():
            name = subgroup[0].node.name.value
            if name == "__typename":
                fields.append(Constant(key, element.label))
            elif name in properties:
                parts = self._parts(type_.fields[name], subgroup)
                fields.append(Value(key, properties[name], parts))
            elif name == "history":
                fields.append(self._history(key, type_.fields[name], subgroup, (*path, key)))
            else:
                fields.append(self._nested(key, sides_of[name], type_.fields[name], subgroup, (*path, key)))
        return Branch(element.label, tuple(fields))

    def _nested(
        self, key: str, side: Side, definition: GraphQLField, group: Group, path: tuple[str, ...]
    ) -> NestedList:
        target = get_named_type(self._object(get_named_type(definition.type).name).fields["nodes"].type).name
        list_ = f"{side.connection.type} {side.outgoing} {target}"
        place = ".".join(path)
        made = self._list(
            definition, group, path, list_, lambda prefix: Filters(place, prefix, target, side.connection)
        )
        return NestedList(key, side, made.window, made.filter, self._page(definition, group, path))

    def _history(self, key: str, definition: GraphQLField, group: Group, path: tuple[str, ...]) -> History:
        known = (path, *(id(details.node) for details in group))
        if known not in self._histories:
            self._histories[known] = self._new_history(key, definition, group, path)
        return self._histories[known]

    def _new_history(self, key: str, definition: GraphQLField, group: Group, path: tuple[str, ...]) -> History:
        place, prefix = ".".join(path), f"h{len(self._bindings)}"

        def bind(values: Arguments) -> Values:
            first = size(values, place)
            parts, before = history.bounds(values.get("after"), first, f"{place}.after")
            yield from ((f"{prefix}_size", first), (f"{prefix}_parts", parts), (f"{prefix}_before", before))

        self._bind(definition, group, place, bind)
        nodes: list[ElementSelection] = []
        type_ = self._object(get_named_type(definition.type).name)
        fields = self._row(type_, group, path, nodes)
        counted = any(isinstance(column, Column) and column.name == "totalCount" for column in fields)
        return History(key, f"{prefix}_size", f"{prefix}_parts", f"{prefix}_before", fields, tuple(nodes), counted)

    def _parts(self, definition: GraphQLField, group: Group) -> tuple[Column | Constant, ...]:
        type_ = get_named_type(definition.type)
        if not isinstance(type_, GraphQLObjectType):
            return ()
        names = ((key, sub[0].node.name.value) for key, sub in self._groups(type_, group).items())
        return tuple(Constant(key, type_.name) if name == "__typename" else Column(key, name) for key, name in names)

    def _page(self, definition: GraphQLField, group: Group, path: tuple[str, ...]) -> PageSelection:
        # Planned once for all types of an interface that have the field, or deep ones would take for ever.
        type_ = self._object(get_named_type(definition.type).name)
        key = (type_.name, path, *(id(details.node) for details in group))
        if key not in self._pages:
            self._pages[key] = self._new_page(type_, group, path)
        return self._pages[key]

    def _new_page(self, type_: GraphQLObjectType, group: Group, path: tuple[str, ...]) -> PageSelection:
        parts: list[Edges | Nodes | Total | Info | Facets | Aggregate | Constant] = []
        for key, subgroup in self._groups(type_, group).items():
            name, here = subgroup[0].node.name.value, (*path, key)
            match name:
                case "__typename":
                    parts.append(Constant(key, type_.name))
                case "totalCount":
                    parts.append(Total(key))
                case "nodes":
                    parts.append(Nodes(key, self._node(type_.fields[name], subgroup, here)))
                case "pageInfo":
                    parts.append(Info(key, self._parts(type_.fields[name], subgroup)))
                case "facets":
                    parts.append(self._facets(key, type_.fields[name], subgroup, here))
                case "aggregate":
                    parts.append(self._aggregate(key, type_.fields[name], subgroup))
                case _:
                    parts.append(self._edges(key, type_.fields[name], subgroup, here))
        return PageSelection(tuple(parts))

    def _facets(self, key: str, definition: GraphQLField, group: Group, path: tuple[str, ...]) -> Facets:
        type_ = self._object(get_named_type(definition.type).name)
        element = types.members(type_.name.removesuffix("Facets"))[0]
        fields: list[Count | Constant] = []
        for sub, subgroup in self._groups(type_, group).items():
            name, here = subgroup[0].node.name.value, (*path, sub)
            if name == "__typename":
                fields.append(Constant(sub, type_.name))
                continue
            counted = type_.fields[name]
            first = self._bind_first(counted, subgroup, here)
            fields.append(Count(sub, f"{element.label}.{name}", first, self._count(counted, subgroup, here)))
        return Facets(key, tuple(fields))

    def _count(
        self, definition: GraphQLField, group: Group, path: tuple[str, ...]
    ) -> tuple[Constant | Column | Target | Aggregate, ...]:
        type_ = self._object(get_named_type(definition.type).name)
        fields: list[Constant | Column | Target | Aggregate] = []
        for key, subgroup in self._groups(type_, group).items():
            name = subgroup[0].node.name.value
            if name == "__typename":
                fields.append(Constant(key, type_.name))
            elif name == "node":
                fields.append(Target(key, self._node(type_.fields[name], subgroup, (*path, key))))
            elif name == "aggregate":
                fields.append(self._aggregate(key, type_.fields[name], subgroup))
            else:
                fields.append(Column(key, name))
        return tuple(fields)

    def _aggregate(self, key: str, definition: GraphQLField, group: Group) -> Aggregate:
        type_ = self._object(get_named_type(definition.type).name)
        numbers = types.numbers_of_target(type_.name.removesuffix("Aggregate"))
        fields: list[Summed | Constant] = []
        for sub, subgroup in self._groups(type_, group).items():
            name = subgroup[0].node.name.value
            if name == "__typename":
                fields.append(Constant(sub, type_.name))
            else:
                fields.append(Summed(sub, numbers[name], self._parts(type_.fields[name], subgroup)))
        return Aggregate(key, tuple(fields))

    def _edges(self, key: str, definition: GraphQLField, group: Group, path: tuple[str, ...]) -> Edges:
        type_ = self._object(get_named_type(definition.type).name)
        properties = {p.name: p for c in SCHEMA.connections for p in SCHEMA.properties_of_connection(c)}
        fields: list[Constant | Value | Column | Target | Cursor | Distance] = []
        for sub, subgroup in self._groups(type_, group).items():
            name = subgroup[0].node.name.value
            if name == "__typename":
                fields.append(Constant(sub, type_.name))
            elif name == "cursor":
                fields.append(Cursor(sub))
            elif name == types.DISTANCE:
                fields.append(Distance(sub))
            elif name == "node":
                fields.append(Target(sub, self._node(type_.fields[name], subgroup, (*path, sub))))
            elif name in properties:
                fields.append(Value(sub, properties[name]))
            else:
                fields.append(self._column(sub, name, type_.fields[name], subgroup))
        return Edges(key, tuple(fields))

    def _column(self, key: str, name: str, definition: GraphQLField, group: Group) -> Column:
        type_ = get_named_type(definition.type)
        if isinstance(type_, GraphQLEnumType):
            return Column(key, name, choice=type_.name)
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
            return Sentence(key, self._language(definition, group))
        # A piece of evidence is a path and nothing else: its `path` is the value itself.
        return self._column(key, "" if name == "path" else name, definition, group)

    def _object(self, name: str) -> GraphQLObjectType:
        type_ = self._schema.type_map[name]
        assert isinstance(type_, GraphQLObjectType)
        return type_


_ROOT_LABELS = {name: e.label for e in SCHEMA.elements for name in (e.singular, e.plural)}


def _properties(label: str) -> tuple[Property, ...]:
    return SCHEMA.properties_of(SCHEMA.by_label[label]) if label in SCHEMA.by_label else SCHEMA.common


def _ids(ids: list[str], place: str) -> list[str]:
    if len(ids) > MAX_FIRST:
        raise BadInput(f"at most {MAX_FIRST} ids at once, not {len(ids)}", place=f"{place}.ids")
    return ids


def shape(operation: OperationDefinitionNode, variables: VariableValues) -> tuple[object, ...]:
    """What of the variables an operation's plan may depend on: which are null, empty or given, flags, and enums."""
    names = (definition.variable.name.value for definition in operation.variable_definitions or ())
    return tuple((name, name in variables.coerced, _skeleton(variables.coerced.get(name))) for name in names)


def _skeleton(value: object) -> object:
    if isinstance(value, dict):
        return tuple((key, _skeleton(item)) for key, item in value.items())
    if isinstance(value, list):
        return tuple(map(_skeleton, value)) if any(isinstance(item, dict | Enum) for item in value) else list
    return repr(value) if value in (None, "") or isinstance(value, bool | Enum) else ""
