"""What one operation costs, and how large a document may be: judged before any other rule sees it.

One walk counts fragments as if they were written out, but goes through each of them once, so it takes time linear in
the document, however often its fragments spread one another. Of the schema the rule knows that a field with ``first`` or
``last`` is a connection, and which fields go through a list once more. What is how much work stands in
:mod:`graph.contract.price`; ``docs/limits.md`` tells it to users.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graphql import (
    DefinitionNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    ListValueNode,
    NamedTypeNode,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    get_named_type,
    get_nullable_type,
    value_from_ast_untyped,
)

from api.graphql.operations import BY_FIELD
from api.graphql.types import FIRST
from api.graphql.windows import MAX_FIRST
from graph.contract import price
from graph.errors import SpojenciError
from graph.settings import Settings

WEIGHTS: Mapping[str, int] = {"history": price.QUESTION, "__schema": 100, "__type": 100}
"""What a field costs beside the elements that it returns; 1 for all other connections and root fields."""

_FACETS = "Facets"
"""How types end whose fields each count a whole list."""

_AGGREGATE = "Aggregate"
"""How types end whose fields each sum up a whole list."""

_AGAIN = frozenset(("totalCount", "pageInfo"))
"""Fields of a connection that go through its list once more, where that is filtered."""

_THROUGH = frozenset(("facets", "aggregate"))
"""Fields of a connection whose own fields do."""

MAX_FIELDS = 1000
MAX_ROOT_FIELDS = 10
MAX_ALIASES = 30
MAX_DIRECTIVES = 50
MAX_DIRECTIVES_AT_ONE_PLACE = 4
MAX_PAIRS = 2000
"""Pairs of fields with one name at one place; to see whether they agree takes up to 30 µs each (measured)."""

MAX_INTROSPECTION_DEPTH = 16
"""As deep as the questions that tools ask about a schema go."""

MAX_NESTING = 60
"""Selections, inline fragments and fragments within one another, in the document as it is written."""

MAX_VALUE_NESTING = 32
"""Lists and objects within one another, in arguments and variables."""

_CEILING = 10**9
"""Numbers beyond it are not told apart, for JSON has to carry them."""

_MEND = {
    "cost": "ask for fewer elements with `first`, or in several requests",
    "depth": "ask for what lies deeper in a request of its own",
    "introspection depth": "ask for less of the schema at once",
    "nesting": "write it with fewer fragments within fragments",
    "nesting of values": "say the same with fewer lists and objects within one another",
    "fields": "select fewer fields, or in several requests",
    "root fields": "send several requests",
    "aliases": "send several requests, or use variables",
    "directives": "use fewer of them",
    "directives at one place": "use fewer of them",
    "pairs of like fields": "select each field once",
    "quantifiers within one another": "ask from the other end, or in several requests",
}


_SAME_HOP = {"edges", "node", "nodes"}


class TooComplex(SpojenciError):
    """A document asks for more than one request may. ``place`` names what is too much."""

    code = "QUERY_TOO_COMPLEX"
    exit_code = 2

    def __init__(self, what: str, found: int, limit: int) -> None:
        message = f"too much in one request: {what} {found:,}, and at most {limit:,}; {_MEND[what]}"
        super().__init__(message, place=what)
        self.found = found
        self.limit = limit


@dataclass(slots=True)
class Size:
    """What a selection amounts to, its fragments written out.

    ``each`` is the part of the cost under lists, still for one item of each list; ``again`` is how many of the fields go
    through the list once more that they are fields of. ``names`` holds, for every response
    name, how often it is selected here, and in how many steps two of its fields are compared.
    """

    cost: int = 0
    each: int = 0
    depth: int = 0
    aliases: int = 0
    directives: int = 0
    fields: int = 0
    again: int = 0
    names: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, part: "Size", *, merged: bool = True) -> int:
        """Count a part of the same selection in, and merge its names; returns the steps of comparing like fields.

        Raises
        ------
        TooComplex
            The fields are too many.
        """
        self.cost += part.cost
        self.each += part.each
        self.again += part.again
        self.depth = max(self.depth, part.depth)
        self.aliases += part.aliases
        self.directives += part.directives
        self.fields += part.fields
        _require("fields", self.fields, MAX_FIELDS)
        return self._merge(part.names) if merged else 0

    def _merge(self, names: dict[str, tuple[int, int]]) -> int:
        if len(names) > len(self.names):  # the fewer are gone through
            self.names, names = dict(names), self.names
        compared = 0
        for name, (number, steps) in names.items():
            known, known_steps = self.names.get(name, (0, 1))
            compared += known * number * max(known_steps, steps)
            self.names[name] = known + number, max(known_steps, steps)
        return compared


class Limits:
    """Judges documents of one schema."""

    def __init__(self, schema: GraphQLSchema, settings: Settings) -> None:
        self._schema = schema
        self.max_cost = settings.max_cost
        self._max_depth = settings.max_depth

    def check(self, document: DocumentNode) -> None:
        """Judge the form of a document, whatever its variables are. Raises :class:`TooComplex`."""
        walk = _Walk(self._schema, document, None)
        for definition in document.definitions:
            size = walk.definition(definition)
            if isinstance(definition, OperationDefinitionNode):
                _require("root fields", sum(number for number, _ in size.names.values()), MAX_ROOT_FIELDS)
                _require("depth", size.depth, self._max_depth)
            _require("aliases", size.aliases, MAX_ALIASES)
            _require("directives", size.directives, MAX_DIRECTIVES)

    def cost(self, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, object]) -> int:
        """What an operation costs with these variables, as the client sent them. Raises :class:`TooComplex`."""
        size = self._walk(document, operation, variables).definition(operation)
        cost = min(max(1, size.cost + FIRST * size.each), _CEILING)
        _require("cost", cost, self.max_cost)
        return cost

    def event_cost(
        self, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, object]
    ) -> int:
        """What each event of a subscription costs: what is selected in it. Raises :class:`TooComplex`."""
        walk = self._walk(document, operation, variables)
        walk.definition(operation)
        return min(max(1, walk.event), _CEILING)

    def _walk(
        self, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, object]
    ) -> "_Walk":
        defaults = {
            definition.variable.name.value: value_from_ast_untyped(definition.default_value)
            for definition in operation.variable_definitions or ()
            if definition.default_value
        }
        return _Walk(self._schema, document, {**defaults, **variables})


def shape(variables: Mapping[str, object]) -> tuple[tuple[str, object], ...]:
    """What of the variables the cost can depend on: numbers, flags, names in objects, lengths of lists, words of texts.

    Raises
    ------
    TooComplex
        Their lists and objects lie too deep in one another.
    """
    _items(list(variables.values()))
    return tuple((name, _shape(value)) for name, value in variables.items())


def _shape(value: object) -> object:
    match value:
        case dict():
            return tuple((key, _shape(item)) for key, item in value.items())
        case list() if any(isinstance(item, dict | list) or price.is_order(item) for item in value):
            return tuple(map(_shape, value))
        case list():
            return ("list", len(value))
        case str() if not price.is_order(value):
            return ("words", len(value.split()))
    return value


class _Walk:
    """One walk through a document. Without ``variables``, all that they could leave out counts."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, object] | None) -> None:
        self._schema = schema
        self._roots = (schema.query_type, schema.mutation_type, schema.subscription_type)
        self._variables = dict(variables or {})
        self._all = variables is None
        self._definitions = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._known: dict[str, Size] = {}
        self._pairs = 0
        self.event = 0

    def definition(self, node: DefinitionNode) -> Size:
        """The size of an operation or a fragment; nothing for all else."""
        if isinstance(node, OperationDefinitionNode):
            for variable in node.variable_definitions or ():
                _require_flat(variable.default_value)
            return self._place(node, self._selection_set(node.selection_set, self._root(node.operation), 0))
        if isinstance(node, FragmentDefinitionNode):
            return self._place(node, self._fragment(node, 0))
        return Size()

    def _root(self, kind: OperationType) -> GraphQLNamedType | None:
        return self._schema.get_root_type(kind)

    def _fragment(self, node: FragmentDefinitionNode, level: int) -> Size:
        # Only the one that a spread of this name leads to is kept: validation refuses a second one, but reads it.
        name = node.name.value
        if self._definitions.get(name) is not node:
            return self._selection_set(node.selection_set, self._type(node.type_condition), level)
        if name not in self._known:
            self._known[name] = Size()  # a fragment within itself adds nothing; validation refuses it
            self._known[name] = self._selection_set(node.selection_set, self._type(node.type_condition), level)
        return self._known[name]

    def _type(self, condition: NamedTypeNode) -> GraphQLNamedType | None:
        return self._schema.get_type(condition.name.value)

    def _selection_set(self, node: SelectionSetNode | None, parent: GraphQLNamedType | None, level: int) -> Size:
        _require("nesting", level, MAX_NESTING)
        total, spread = Size(), set()
        for selection in node.selections if node else ():
            if self._all or self._included(selection):
                # A fragment that is spread twice at one place has its fields compared once.
                name = selection.name.value if isinstance(selection, FragmentSpreadNode) else None
                part = self._place(selection, self._selection(selection, parent, level + 1))
                self._pairs += total.add(part, merged=name is None or name not in spread)
                _require("pairs of like fields", self._pairs, MAX_PAIRS)
                spread.add(name)
        return total

    def _selection(self, node: SelectionNode, parent: GraphQLNamedType | None, level: int) -> Size:
        if isinstance(node, FieldNode):
            return self._field(node, parent, level)
        if isinstance(node, FragmentSpreadNode):
            definition = self._definitions.get(node.name.value)
            return self._fragment(definition, level) if definition else Size()
        assert isinstance(node, InlineFragmentNode)
        type_ = self._type(node.type_condition) if node.type_condition else parent
        return self._selection_set(node.selection_set, type_, level)

    def _place(self, node: OperationDefinitionNode | FragmentDefinitionNode | SelectionNode, size: Size) -> Size:
        """The size with the directives of the node itself."""
        if not node.directives:
            return size
        _require("directives at one place", len(node.directives), MAX_DIRECTIVES_AT_ONE_PLACE)
        for directive in node.directives:
            for argument in directive.arguments or ():
                _require_flat(argument.value)
        with_own = Size()
        with_own.add(size)
        with_own.directives += len(node.directives)
        return with_own

    def _included(self, node: SelectionNode) -> bool:
        for directive in node.directives or ():
            wanted = {"skip": False, "include": True}.get(directive.name.value)
            given = [self._value(a.value) for a in directive.arguments or () if a.name.value == "if"]
            if wanted is not None and given == [not wanted]:
                return False
        return True

    def _value(self, node: ValueNode) -> object:
        return value_from_ast_untyped(node, self._variables)

    # -------------------------------------------------------------------------------------------------------- fields

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None, level: int) -> Size:
        name = node.name.value
        for argument in node.arguments or ():
            _require_flat(argument.value)
        fields = parent.fields if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else {}
        definition = fields.get(name)
        type_ = get_named_type(definition.type) if definition else None
        below = self._selection_set(node.selection_set, type_, level)
        key = (node.alias or node.name).value
        # Of a list, `edges`, `node` and `nodes` are the same hop as the field that they stand under; a value is none.
        hop = node.selection_set is not None and (parent in self._roots or name not in _SAME_HOP)
        size = Size(0, 0, hop + below.depth, below.aliases + bool(node.alias), below.directives, 1 + below.fields)
        size.names = {key: (1, 1 + sum(number * number * steps for number, steps in below.names.values()))}
        if name in ("__schema", "__type"):
            _require("introspection depth", size.depth, MAX_INTROSPECTION_DEPTH)
            size.cost, size.depth = WEIGHTS[name], 1
        elif definition and node.selection_set:
            self._price(size, below, node, parent, definition)
        elif name in price.LONG:
            size.cost = 1
        # A facet or a number has a selection; what is selected of a number is at hand.
        counts = parent is not None and node.selection_set is not None and parent.name.endswith((_FACETS, _AGGREGATE))
        size.again = int(counts or name in _AGAIN) + (below.again if counts or name in _THROUGH else 0)
        return size

    def _price(
        self, size: Size, below: Size, node: FieldNode, parent: GraphQLNamedType | None, definition: GraphQLField
    ) -> None:
        name, arguments = node.name.value, {a.name.value: self._value(a.value) for a in node.arguments or ()}
        many = isinstance(get_nullable_type(definition.type), GraphQLList)
        inside = below.cost + FIRST * below.each
        operation = BY_FIELD.get(name) if parent in self._roots else None
        if operation:
            own, number = operation.price(arguments), operation.most(arguments)
            once, each = (0, inside) if many else (below.cost, below.each)
            size.cost = own + once + (FIRST if number is None else number) * each
            self.event = size.cost - own
        elif definition.args.keys() & {"first", "last"}:
            number = _number(definition, arguments)
            once, each = (0, inside) if many else (below.cost, below.each)
            counts = parent is not None and parent.name.endswith(_FACETS)
            own = price.FACET * (1 + below.again) if counts else WEIGHTS.get(name, 1)
            size.cost = own + number + once + number * each + self._filtering(arguments, below, parent)
        elif parent is self._schema.query_type:
            items = sum(_items(value) for value in arguments.values())
            size.cost = ((items or FIRST) if many else 1) * (1 + inside)
        elif name == "aggregate" and "totalCount" in getattr(parent, "fields", ()):
            size.cost = price.FACET * below.again
        elif name == "touched":
            size.cost = price.TOUCHED * inside
        elif many:
            size.each = inside
        else:
            size.cost = inside

    def _filtering(self, arguments: Mapping[str, object], below: Size, parent: GraphQLNamedType | None) -> int:
        """What the filter of a list costs: it is gone through for its elements, and for whatever counts them."""
        given = arguments.get("filter")
        _require("quantifiers within one another", price.nesting(given), price.NESTED_QUANTIFIERS)
        searching = price.searched(arguments.get("search"))
        nested = parent is not self._schema.query_type
        through = price.filtered(given, nested=nested) + price.ordered(arguments.get("orderBy"), nested=nested)
        return searching + (1 + below.again) * through


def _number(definition: GraphQLField, arguments: Mapping[str, object]) -> int:
    """How many elements a connection holds at most. What is out of range is refused by whoever reads it."""
    numbers = (value for name, value in arguments.items() if name in ("first", "last"))
    given = [value for value in numbers if isinstance(value, int | float) and value == value]  # noqa: PLR0124 - not NaN
    if given:
        return int(min(max(0, *given), MAX_FIRST))
    default = definition.args["first"].default if "first" in definition.args else None
    return default.value if default and isinstance(default.value, int) else FIRST


def _items(value: object) -> int:
    """How many items the lists in a value hold, those within others too. Raises :class:`TooComplex`."""
    found, level, inner = 0, 0, [value]
    while inner := [each for each in inner if isinstance(each, list | dict)]:
        level += 1
        _require("nesting of values", level, MAX_VALUE_NESTING)
        found += sum(len(each) for each in inner if isinstance(each, list))
        inner = [item for each in inner for item in (each if isinstance(each, list) else each.values())]
    return found


def _require_flat(value: ValueNode | None) -> None:
    level, inner = 0, [value]
    while inner := [each for each in inner if isinstance(each, ListValueNode | ObjectValueNode)]:
        level += 1
        _require("nesting of values", level, MAX_VALUE_NESTING)
        inner = [item for each in inner for item in _inside(each)]


def _inside(value: ListValueNode | ObjectValueNode) -> Iterable[ValueNode]:
    return value.values if isinstance(value, ListValueNode) else (entry.value for entry in value.fields)


def _require(what: str, found: int, limit: int) -> None:
    if found > limit:
        raise TooComplex(what, min(found, _CEILING), limit)
