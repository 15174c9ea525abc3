"""JSON Schemas of what tools take and answer: whole by themselves, and short, for a model reads them at every step."""

from collections.abc import Iterable, Mapping, Sequence

from graph.contract.fields import TYPES, Choice, Field, Shape
from graph.contract.operation import Answers, Operation
from graph.operations.plain import NODE
from graph.questions.answers import is_element

Schema = dict[str, object]

_SCALARS: Mapping[str, str] = {"Int": "integer", "Float": "number", "Boolean": "boolean"}
_ELEMENT = ("id", "type", "name")
_DEEPEST = 2
"""Objects within one another whose parts an answer's schema names."""


def taken(fields: Sequence[Field], *, brief: bool = False) -> Schema:
    """The object of some parameters, and no others; a ``brief`` one says no more than their types."""
    properties = {field.name: _parameter(field, brief=brief) for field in fields}
    required = [field.name for field in fields if field.required]
    made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return made | ({"required": required} if required else {})


def _parameter(field: Field, *, brief: bool) -> Schema:
    shape = TYPES.get(field.kind)
    one = _shape(shape) if isinstance(shape, Shape) else _scalar(field, brief=brief)
    made: Schema = {"type": "array", "items": one} if field.many else one
    said: Schema = {} if brief else {"description": first_sentence(field.doc.en)}
    return made | said | ({} if field.default is None else {"default": field.default})


def _shape(shape: Shape) -> Schema:
    """An object within a parameter: of writes, these hold others of their own kind, which are not followed."""
    nested = any(isinstance(TYPES.get(field.kind), Shape) for field in shape.fields)
    return {"type": "object"} if nested else taken(shape.fields, brief=True)


def _scalar(field: Field, *, brief: bool) -> Schema:
    choice = TYPES.get(field.kind)
    if isinstance(choice, Choice):
        return {"enum": [*choice.values.values()]}
    made: Schema = {} if field.kind == "JSON" else {"type": _SCALARS.get(field.kind, "string")}
    return made | ({"minimum": field.bounds[0], "maximum": field.bounds[1]} if field.bounds and not brief else {})


def answered(operation: Operation) -> Schema:
    """What an operation answers, as REST shows it."""
    row = _row(operation.columns, _DEEPEST)
    if operation.answers is Answers.ONE:
        return row
    properties: dict[str, Schema] = {operation.listed: {"type": "array", "items": row}}
    if operation.answers is Answers.PAGE:
        properties["pageInfo"] = {"type": "object"}
    return {"type": "object", "properties": properties, "required": [*properties]}


def _row(columns: Iterable[Field], depth: int) -> Schema:
    properties: dict[str, Schema] = {}
    for column in columns:
        flat = column.name == NODE and is_element(column)
        properties |= {key: {"type": "string"} for key in _ELEMENT} if flat else {column.name: _column(column, depth)}
    return {"type": "object", "properties": properties}


def _column(column: Field, depth: int) -> Schema:
    one = _value(column, depth)
    if not column.many:
        return one if column.type.endswith("!") and not is_element(column) else _or_null(one)
    listed: Schema = {"type": "array"} | ({} if column.items_may_be_null else {"items": one})
    return listed if column.type.endswith("!") else _or_null(listed)


def _or_null(schema: Schema) -> Schema:
    """The same where there may be nothing, as of an element that the viewer may not see."""
    return schema | {"type": [schema["type"], "null"]} if "type" in schema else schema


def _value(column: Field, depth: int) -> Schema:
    shape = TYPES.get(column.kind)
    if is_element(column):
        return {"type": "object"}
    if isinstance(shape, Shape):
        return _row(shape.fields, depth - 1) if depth > 1 else {"type": "object"}
    return {} if column.kind == "JSON" else {"type": _SCALARS.get(column.kind, "string")}


def first_sentence(text: str) -> str:
    """The first sentence of a description."""
    return text.partition(". ")[0].partition("\n")[0].rstrip(".") + "."
