"""Operations planned and compiled without a database."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from graphql import get_operation_ast, parse, validate
from graphql.execution.values import VariableValues, get_variable_values

from api.graphql.planning import Binding, Plan, Planned, Planner
from api.graphql.schema import GRAPHQL_SCHEMA as SCHEMA
from graph.errors import BadInput
from graph.reading.read import compile_read


def statements(text: str, /, **values: Any) -> dict[str, str]:
    """The Cypher of each root field of an operation, by response key."""
    plan, _ = _planned(text, values)
    return {key: compile_read(root.root).text for key, root in plan.items() if isinstance(root, Planned)}


def runnable(text: str, /, **values: Any) -> dict[str, tuple[str, dict[str, Any]]]:
    """The Cypher of each root field with its parameters, but for cursors and the viewer."""
    plan, variables = _planned(text, values)
    return {
        key: (
            compile_read(root.root).text,
            dict(pair for binding in root.bindings for pair in _before_cursors(binding, variables)),
        )
        for key, root in plan.items()
        if isinstance(root, Planned)
    }


def parameters(text: str, /, **values: Any) -> dict[str, Any]:
    """The parameters of the only root field of an operation, but for cursors."""
    plan, variables = _planned(text, values)
    [root] = plan.values()
    assert isinstance(root, Planned)
    return dict(pair for binding in root.bindings for pair in _before_cursors(binding, variables))


def _before_cursors(binding: Binding, variables: VariableValues) -> Iterator[tuple[str, Any]]:
    with suppress(BadInput):
        yield from binding.values(variables)


def _planned(text: str, values: dict[str, Any]) -> tuple[Plan, VariableValues]:
    document = parse(text)
    assert not validate(SCHEMA, document)
    operation = get_operation_ast(document)
    assert operation
    variables = get_variable_values(SCHEMA, operation.variable_definitions or (), values)
    assert isinstance(variables, VariableValues), variables
    return Planner(SCHEMA, document, operation, variables).plan(), variables
