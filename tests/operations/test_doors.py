"""Every operation is at every door, takes the same there, answers the same and refuses the same."""

from typing import Any

import httpx
import pytest
from graphql import GraphQLObjectType, GraphQLScalarType, get_named_type

from api.graphql.schema import GRAPHQL_SCHEMA
from graph.contract.fields import TYPES, Choice, Field, Shape
from graph.contract.operation import Answers, Operation
from graph.operations.all import OPERATIONS
from graph.operations.plain import NODE
from graph.questions.answers import is_element
from tests.operations.conftest import Doors

IDS = {
    "Ally": "knihovna",
    "Element": "knihovna",
    "Library": "knihovna",
    "Place": "koruna",
    "Resource": "prostor",
    "TargetGroup": "seniori",
    "Topic": "pamet",
}
"""An element of each type that operations ask for."""

TAKEN: dict[str, dict[str, Any]] = {
    "changes": {"filter": {"types": ["Library"]}},
    "history": {"of": "knihovna"},
    "potential_partners": {
        "reach": "learnFrom",
        "within": {"place": "koruna"},
        "weights": {"topic": 2},
        "includeKnown": True,
    },
    "unconfirmed": {"since": "2999-01"},
    "search": {"query": "knihovna", "types": ["Library"]},
    "why_not": {"of": "spolek", "reach": "near"},
    "write_entries": {"sequence": 1},
}
"""What operations are asked with besides the ids that they need."""

READING = [each for each in OPERATIONS.values() if not each.writes and each.answers is not Answers.STREAM]
ABOUT_THE_MAP = [each for each in READING if each.name not in ("me", "import_job")]
"""What answers the same whoever asks: the command line is not the caller of a server, and no import is asked of."""


def _given(operation: Operation) -> dict[str, Any]:
    ids = {field.name: IDS[field.of[0]] for field in operation.parameters if field.required and field.of}
    return ids | TAKEN.get(operation.name, {})


def _root(operation: Operation) -> GraphQLObjectType:
    kind = "Mutation" if operation.writes else "Subscription" if operation.answers is Answers.STREAM else "Query"
    root = GRAPHQL_SCHEMA.type_map[kind]
    assert isinstance(root, GraphQLObjectType)
    return root


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_each_is_at_every_door_with_the_same_parameters(server: str, operation: Operation) -> None:
    names = [parameter.name for parameter in operation.parameters]
    assert [*_root(operation).fields[operation.field].args] == names
    described = httpx.get(f"{server}/openapi.json").json()["paths"][operation.address]
    if operation.writes:
        body = described["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert [*body["properties"]] == names
    else:
        asked = dict.fromkeys(each["name"].partition(".")[0] for each in described["get"]["parameters"])
        assert [name for name in asked if name not in ("lang", "format", "annex")] == names


@pytest.mark.parametrize("operation", ABOUT_THE_MAP, ids=lambda operation: operation.name)
def test_each_answers_the_same_at_every_door(doors: Doors, operation: Operation) -> None:
    given = _given(operation)
    rest = doors.get(operation.address, given)
    assert isinstance(rest, dict), rest
    assert doors.command(operation.name, given) == rest
    graphql = doors.graphql(_query(operation, given), **_as_graphql(operation, given))
    assert _as_rest(operation, graphql) == _rows(operation, rest)


def _as_graphql(operation: Operation, given: dict[str, Any]) -> dict[str, Any]:
    """The same values with enums by their names."""
    kinds = {field.name: TYPES.get(field.kind) for field in operation.parameters}
    choices = {name: kind for name, kind in kinds.items() if isinstance(kind, Choice)}
    return given | {name: _names(choices[name], given[name]) for name in given.keys() & choices.keys()}


def _names(choice: Choice, value: Any) -> Any:
    if isinstance(value, list):
        return [_names(choice, each) for each in value]
    return next(name for name, each in choice.values.items() if each == value)


def _rows(operation: Operation, rest: dict[str, Any]) -> Any:
    return rest if operation.answers is Answers.ONE else rest[operation.listed]


def _as_rest(operation: Operation, answer: Any) -> Any:
    """The same answer with enums by their values."""
    if operation.answers is not Answers.PAGE:
        return _values(operation.columns, answer)
    edges = (dict(edge) for edge in answer["edges"])
    return _values(operation.columns, [edge.pop(NODE) | edge for edge in edges])


def _values(fields: tuple[Field, ...], answer: Any) -> Any:
    if isinstance(answer, list):
        return [_values(fields, each) for each in answer]
    known = {field.name: TYPES.get(field.kind) for field in fields}
    return {name: _value(known.get(name), value) for name, value in answer.items()}


def _value(kind: Choice | Shape | None, value: Any) -> Any:
    if isinstance(kind, Shape) and value is not None:
        return _values(kind.fields, value)
    return kind.values.get(value, value) if isinstance(kind, Choice) and isinstance(value, str) else value


def _query(operation: Operation, given: dict[str, Any]) -> str:
    arguments = _root(operation).fields[operation.field].args
    declared = ", ".join(f"${name}: {arguments[name].type}" for name in given)
    passed = ", ".join(f"{name}: ${name}" for name in given)
    head = f"query ({declared}) {{ it: {operation.field}({passed})" if given else f"{{ it: {operation.field}"
    return f"{head} {{ {_selected(operation)} }} }}"


def _selected(operation: Operation) -> str:
    if operation.answers is not Answers.PAGE:
        return " ".join(map(_column, operation.columns))
    own = [column for column in operation.columns if column.name != NODE]
    if operation.from_file:
        others = [column for column in own if column.name not in ("id", "type", "name")]
        return f"edges {{ node {{ {ELEMENT} }} {' '.join(map(_column, others))} }}"
    if len(own) < len(operation.columns):
        return f"edges {{ node {{ {ELEMENT} }} {' '.join(map(_column, own))} }}"
    return f"edges {{ node {{ {' '.join(map(_column, own))} }} }}"


ELEMENT = "id type: __typename ... on Element { name }"


def _column(column: Field) -> str:
    shape = TYPES.get(column.kind)
    if is_element(column):
        return f"{column.name} {{ {ELEMENT} }}"
    if isinstance(shape, Shape):
        return f"{column.name} {{ {' '.join(map(_column, shape.fields))} }}"
    return column.name


@pytest.mark.parametrize("operation", READING, ids=lambda operation: operation.name)
def test_each_refuses_an_unknown_element_in_the_same_words(doors: Doors, operation: Operation) -> None:
    field = next((each for each in operation.parameters if each.of and each.required), None)
    if field is None:
        pytest.skip("takes no id that it needs")
    given = _given(operation) | {field.name: "nobody"}
    refused = doors.get(operation.address, given)
    assert refused[:2] == ("NOT_FOUND", field.name)
    assert doors.graphql(_query(operation, given), **_as_graphql(operation, given)) == refused
    command = doors.command(operation.name, given)
    assert command[:2] == refused[:2]
    assert command[2].startswith(refused[2])


BOUNDED = [
    pytest.param(operation, field, id=f"{operation.name} {field.name}")
    for operation in READING
    for field in operation.parameters
    if field.bounds
]


@pytest.mark.parametrize(("operation", "field"), BOUNDED)
def test_each_refuses_a_number_out_of_bounds_in_the_same_words(
    doors: Doors, operation: Operation, field: Field
) -> None:
    assert field.bounds
    given = _given(operation) | {field.name: int(field.bounds[1]) + 1}
    refused = doors.get(operation.address, given)
    assert refused[:2] == ("BAD_INPUT", field.name)
    assert doors.graphql(_query(operation, given), **_as_graphql(operation, given)) == refused
    assert doors.command(operation.name, given) == refused


@pytest.mark.parametrize("operation", READING, ids=lambda operation: operation.name)
def test_each_refuses_an_unknown_parameter(doors: Doors, operation: Operation) -> None:
    given = _given(operation) | {"unheard": "x"}
    refused = doors.get(operation.address, given)
    assert refused[:2] == ("BAD_INPUT", "unheard")
    assert doors.command(operation.name, given)[:2] == refused[:2]


def test_scalars_of_columns_are_those_of_graphql() -> None:
    for operation in OPERATIONS.values():
        for column in operation.columns:
            row = GRAPHQL_SCHEMA.type_map.get(operation.row)
            if isinstance(row, GraphQLObjectType) and column.name in row.fields:
                inner = get_named_type(row.fields[column.name].type)
                assert isinstance(inner, GraphQLScalarType) or inner.name in (column.kind, "JSON"), column


# ---------------------------------------------------------------------------------------------------------------- writes


def test_a_write_comes_to_the_same_at_every_door(doors: Doors) -> None:
    """Created over REST, updated by a command, undone over GraphQL."""
    made = doors.post("/v1/create-topics", {"input": [{"name": "Zkouška dveří"}]})
    id_ = made["elements"][0]["id"]
    assert made["outcomes"][0]["status"] == "APPLIED"
    changed = doors.command("update_topics", {"input": [{"id": id_, "description": "poprvé"}]})
    assert changed["outcomes"][0]["action"] == "UPDATED"
    undo = "mutation ($n: Int!) { it: undo(sequence: $n) { sequence errors { code } } }"
    assert doors.graphql(undo, n=changed["outcomes"][0]["sequence"])["errors"] == []
    log = doors.get("/v1/history", {"of": id_})["rows"]
    assert [(entry["action"], entry["door"]) for entry in log] == [
        ("UPDATED", "graphql"),
        ("UPDATED", "cli"),
        ("CREATED", "rest"),
    ]
    doors.post("/v1/delete-elements", {"input": [{"id": id_}]})


def test_what_stands_in_the_way_of_a_write_is_told_at_every_door(doors: Doors) -> None:
    wrong = {"input": [{"id": "nobody"}]}
    code, place, message = doors.post("/v1/delete-elements", wrong)
    assert (code, place) == ("NOT_FOUND", "input.0.id")
    assert doors.command("delete_elements", wrong) == (code, place, message)
    query = "mutation ($i: [DeleteInput!]!) { it: deleteElements(input: $i) { errors { code message path } } }"
    [error] = doors.graphql(query, i=wrong["input"])["errors"]
    assert (error["code"], ".".join(error["path"]), error["message"]) == (code, place, message)
