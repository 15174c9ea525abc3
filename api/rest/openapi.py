"""What OpenAPI says about operations, derived from their declarations."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from api.rest.health import FAILURES, Failure
from graph.contract.fields import TYPES, Choice, Field, Shape
from graph.contract.operation import Answers, Operation
from graph.operations.plain import NODE
from graph.questions.answers import is_element

Schema = dict[str, object]

_SCALARS: Mapping[str, Schema] = {
    "ID": {"type": "string"},
    "String": {"type": "string"},
    "Date": {"type": "string", "examples": ["2015", "2015-03", "2015-03-12"]},
    "DateTime": {"type": "string", "format": "date-time"},
    "Localized": {"type": "string"},
    "Int": {"type": "integer"},
    "Float": {"type": "number"},
    "Boolean": {"type": "boolean"},
    "JSON": {},
    "Any": {},
}

_NAMED = "#/components/schemas/"
_ELEMENT = "ElementName"

FAILURE: Schema = {"$ref": f"{_NAMED}{Failure.__name__}"}
"""The body of a request that fails."""
_IDENTITY: Mapping[str, Schema] = {name: {"type": "string"} for name in ("id", "type", "name")}
_PAGE_INFO: Schema = {
    "type": "object",
    "properties": {"hasNextPage": {"type": "boolean"}, "endCursor": {"type": ["string", "null"]}},
    "required": ["hasNextPage", "endCursor"],
}


def complete(described: dict[str, Any]) -> None:
    """Add the schemas of all named types to a description that refers to them."""
    described["components"]["schemas"] |= _components()


def _components() -> dict[str, Schema]:
    made = {name: _choice(type_) if isinstance(type_, Choice) else _shape(type_) for name, type_ in TYPES.items()}
    return made | {_ELEMENT: _object("An element.", dict(_IDENTITY), _IDENTITY)}


def _choice(choice: Choice) -> Schema:
    return {"type": "string", "enum": list(choice.values.values()), "description": choice.doc.en}


def _shape(shape: Shape) -> Schema:
    made = parameters_object(shape.fields, shape.doc.en)
    return made | {"minProperties": 1, "maxProperties": 1} if shape.one_of else made


def parameters_object(fields: Sequence[Field], doc: str) -> Schema:
    """An object whose properties are these parameters, and no others."""
    properties = {field.name: value(field) for field in fields}
    return _object(doc, properties, [f.name for f in fields if f.required]) | {"additionalProperties": False}


def _object(doc: str, properties: Mapping[str, Schema], required: Iterable[str]) -> Schema:
    return {"type": "object", "description": doc, "properties": dict(properties), "required": list(required)}


def value(field: Field, *, inner: bool = False) -> Schema:
    """The schema of a parameter or column; ``inner`` leaves out the list around it and its texts."""
    one = _one(field)
    if inner:
        return one
    made: Schema = one
    if field.many:
        made = {"type": "array", "items": {"anyOf": [one, {"type": "null"}]} if field.items_may_be_null else one}
        made |= {} if field.most is None else {"maxItems": field.most}
    if not field.type.endswith("!"):
        made = {"anyOf": [made, {"type": "null"}]}
    made = made | {"description": field.description}
    return made if field.default is None else made | {"default": field.default}


def _one(field: Field) -> Schema:
    if is_element(field):
        return {"$ref": f"{_NAMED}{_ELEMENT}"}
    if field.kind in TYPES:
        return {"$ref": f"{_NAMED}{field.kind}"}
    made = dict(_SCALARS[field.kind])
    if field.bounds:
        made |= {"minimum": field.bounds[0], "maximum": field.bounds[1]}
    return made


def query(fields: Sequence[Field]) -> list[Schema]:
    """Parameters of an address; those within an object are named ``object.field``."""
    return [made for field in fields for made in _query(field)]


def _query(field: Field, within: str = "") -> list[Schema]:
    shape = TYPES.get(field.kind)
    if isinstance(shape, Shape):
        return [made for inner in shape.fields for made in _query(inner, f"{field.name}.")]
    schema = value(field, inner=not field.many)
    schema = schema["anyOf"][0] if isinstance(schema.get("anyOf"), list) else schema  # type: ignore[index]
    schema = dict(schema) | ({} if field.default is None else {"default": field.default})
    named: Schema = {"name": within + field.name, "in": "query", "description": field.description, "schema": schema}
    return [named | {"required": field.required and not within}]


def row(operation: Operation) -> Schema:
    """The schema of a row; the fields of its ``node`` stand beside the other columns."""
    properties: dict[str, Schema] = {}
    for column in operation.columns:
        flat = column.name == NODE and is_element(column)
        properties |= dict(_IDENTITY) if flat else {column.name: value(column)}
    return _object(operation.doc.en, properties, properties)


def answer(operation: Operation) -> Schema:
    """The schema of an answer over REST."""
    if operation.answers is Answers.ONE:
        return row(operation)
    if operation.answers is Answers.STREAM:
        return {"allOf": [{"type": "object", "properties": {"cursor": {"type": "string"}}}, row(operation)]}
    listed: Schema = {"type": "array", "items": row(operation)}
    asked = operation.parameters if operation.batch else ()
    properties: dict[str, Schema] = {field.name: value(field) for field in asked if field.required}
    properties[operation.listed] = listed
    if operation.answers is Answers.PAGE:
        properties["pageInfo"] = _PAGE_INFO
    return _object(operation.doc.en, properties, properties)


def responses(answer: Schema, *, is_written: bool) -> dict[str, Schema]:
    """The answer of an operation, and the ways in which it can fail."""
    writing = (409, 413, 415)
    failure = {"application/json": {"schema": FAILURE}}
    failed: dict[str, Schema] = {
        str(status): {"description": meaning, "content": failure}
        for status, meaning in FAILURES.items()
        if is_written or status not in writing
    }
    return {"200": answer} | failed


def body(schema: Schema) -> Schema:
    """The description of a body in JSON."""
    return {"required": True, "content": {"application/json": {"schema": schema}}}
