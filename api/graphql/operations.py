"""Operations as root fields: types and arguments derive from their declarations, answers become rows to select from."""

from collections.abc import Iterable, Mapping, Sequence

from graphql import Undefined

from api.graphql.registry import Argument, Registry
from api.graphql.registry import Field as GraphQLField
from api.graphql.types import connection
from api.languages import told
from graph.contract.fields import TYPES, Choice, Field, Shape
from graph.contract.operation import Answers, Edge, Operation, Page
from graph.errors import BadInput, Conflict, NotFound, Refusal, SpojenciError, WriteRefused, address
from graph.model import Text
from graph.operations.all import OPERATIONS
from graph.operations.plain import NODE, with_ids_of_elements
from graph.operations.repeats import SENT
from graph.schema import ELEMENT

BY_FIELD: Mapping[str, Operation] = {operation.field: operation for operation in OPERATIONS.values()}
"""Every operation by the name of its root field."""

Row = dict[str, object]

ERRORS = "errors"
"""The field of a payload that lists what stands in the way of a write."""

_LANGUAGE = Argument("language", "Language", "In which language. / V jakém jazyce.", "EN")
_IDENTITY = ("id", "type", "name")
"""Columns of a page of a file of ``cypher/queries`` that its node stands for."""


# ----------------------------------------------------------------------------------------------------------------- types


def declare(registry: Registry) -> None:
    """Declare the named types of parameters and columns, then those of rows."""
    for name in _named(parameter for operation in OPERATIONS.values() for parameter in operation.parameters):
        _declare(registry, name, is_input=True)
    for name in _named(column for operation in OPERATIONS.values() for column in operation.columns):
        _declare(registry, name, is_input=False)
    registry.object("WriteError", "One thing that stands in the way of a write. / Co zápisu brání.", _OF_ERRORS)
    for operation in OPERATIONS.values():
        _declare_row(registry, operation)


def _named(fields: Iterable[Field]) -> list[str]:
    """The named types of these fields, and those within them."""
    found: dict[str, None] = {}
    left = [field.kind for field in fields]
    while left:
        name = left.pop()
        if name in TYPES and name not in found:
            found[name] = None
            declared = TYPES[name]
            left += [field.kind for field in declared.fields] if isinstance(declared, Shape) else []
    return list(found)


def _declare(registry: Registry, name: str, *, is_input: bool) -> None:
    declared = TYPES[name]
    if name in registry:
        return
    if isinstance(declared, Choice):
        registry.enum(name, _described(declared.doc), declared.values)
    elif is_input:
        registry.input(name, _described(declared.doc), map(argument, declared.fields), one_of=declared.one_of)
    else:
        registry.object(name, _described(declared.doc), _columns(declared.fields))


def _described(doc: Text) -> str:
    return f"{doc.en} / {doc.cs}"


def _declare_row(registry: Registry, operation: Operation) -> None:
    doc, name = _described(operation.doc), operation.row
    if operation.answers in (Answers.ONE, Answers.MANY):
        if name not in registry:
            errors = {ERRORS: _ERRORS} if operation.writes else {}
            registry.object(name, _row_doc(operation), _columns(operation.columns) | errors)
    elif f"{name}Connection" not in registry:
        if _edges(operation) or operation.from_file:
            named = (NODE, *_IDENTITY) if operation.from_file else (NODE,)
            own = _columns([column for column in operation.columns if column.name not in named])
            connection(registry, f"{name}Connection", _node(operation), own, doc, listed=False)
            return
        if name not in registry:
            registry.object(name, _row_doc(operation), _columns(operation.columns))
        connection(registry, f"{name}Connection", name, {}, doc, listed=False)


_OF_ERRORS = {
    "code": GraphQLField("String!", "BAD_INPUT, NOT_FOUND, TAKEN, CONFLICT or FORBIDDEN. / Stálý kód."),
    "message": GraphQLField("String!", "What is wrong and how to mend it. / Co je špatně a jak to napravit."),
    "path": GraphQLField("[String!]!", "Where in the arguments. / Kde v argumentech."),
    "current": GraphQLField("Element", "Of a conflict: the element as it is now. / Při střetu: prvek, jak je nyní."),
}

_ERRORS = GraphQLField("[WriteError!]!", "All that stands in the way. / Vše, co zápisu brání.")


def _row_doc(operation: Operation) -> str:
    shape = TYPES.get(operation.row)
    return _described(shape.doc if shape else operation.doc)


def _edges(operation: Operation) -> bool:
    """Whether rows are edges, with an element as their node; else each row is a node itself."""
    return any(column.name == NODE for column in operation.columns)


def _node(operation: Operation) -> str:
    return next((column.kind for column in operation.columns if column.name == NODE), ELEMENT.label)


def _columns(columns: Sequence[Field]) -> dict[str, GraphQLField]:
    return {column.name: _column(column) for column in columns}


def _column(column: Field) -> GraphQLField:
    arguments = (_LANGUAGE,) if column.kind == "Localized" else ()
    return GraphQLField(_notation(column.type), column.description, arguments)


def _notation(type_: str) -> str:
    return type_.replace("Localized", "String")


# ----------------------------------------------------------------------------------------------------------- root fields


def root_fields() -> dict[str, dict[str, GraphQLField]]:
    """The fields of ``Query``, ``Mutation`` and ``Subscription``."""
    made: dict[str, dict[str, GraphQLField]] = {"Query": {}, "Mutation": {}, "Subscription": {}}
    for operation in OPERATIONS.values():
        root = "Mutation" if operation.writes else "Subscription" if _streams(operation) else "Query"
        arguments = [argument(parameter) for parameter in operation.parameters]
        made[root][operation.field] = GraphQLField(_type(operation), _described(operation.doc), arguments)
    return made


def _streams(operation: Operation) -> bool:
    return operation.answers is Answers.STREAM


def _type(operation: Operation) -> str:
    match operation.answers:
        case Answers.ONE:
            return operation.row
        case Answers.MANY:
            return f"[{operation.row}!]"
        case Answers.PAGE:
            return f"{operation.row}Connection"
        case Answers.STREAM:
            return f"{operation.row}Edge!"


def argument(parameter: Field) -> Argument:
    """A parameter as an argument."""
    default = Undefined if parameter.default is None else _name(parameter, parameter.default)
    return Argument(parameter.name, _notation(parameter.type), parameter.description, default)


def _name(field: Field, value: object) -> object:
    """A value of an enum by its name in GraphQL, any other as it is."""
    choice = TYPES.get(field.kind)
    if not isinstance(choice, Choice):
        return value
    return next(name for name, each in choice.values.items() if each == value)


# --------------------------------------------------------------------------------------------------------------- answers


STOPS = (WriteRefused, BadInput, NotFound, Conflict)
"""Errors that are part of the answer of a write."""


def rows(operation: Operation, found: object) -> object:
    """An answer as a row, or rows, to select from."""
    if isinstance(found, Page):
        edges = [edge(operation, each) for each in found.edges]
        info = {
            "hasNextPage": found.more,
            "hasPreviousPage": found.earlier,
            "startCursor": found.edges[0].cursor if found.edges else None,
            "endCursor": found.end,
        }
        return {"edges": edges, "nodes": [each[NODE] for each in edges], "pageInfo": info}
    if operation.answers is Answers.MANY and isinstance(found, Sequence):
        return [with_ids_of_elements(operation.columns, each) for each in found]
    return with_ids_of_elements(operation.columns, found) | ({ERRORS: []} if operation.writes else {})


def edge(operation: Operation, found: Edge[object]) -> Row:
    """A row with its cursor."""
    made = with_ids_of_elements(operation.columns, found.row)
    return {"cursor": found.cursor, **(made if _edges(operation) else {NODE: made})}


def refused(operation: Operation, given: Mapping[str, object], error: SpojenciError) -> Row:
    """The answer of a write in whose way something stands."""
    problems = error.problems if isinstance(error, WriteRefused) else [_problem(error)]
    empty: Row = {column.name: [] if column.many else None for column in operation.columns}
    return empty | {SENT.name: given.get(SENT.name), ERRORS: [_error(each) for each in problems]}


def _problem(error: SpojenciError) -> Refusal:
    return Refusal(tuple((error.place or "").split(".")) if error.place else (), error.message, error.code)


def _error(problem: Refusal) -> Row:
    return {
        "code": problem.code,
        "message": told(problem.message),
        "path": address(problem.path).split(".") if problem.path else [],
        "current": problem.current.get("id"),
    }
