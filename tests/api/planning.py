"""Operations planned and compiled without a database."""

from typing import Any

from graphql import GraphQLSchema, get_operation_ast, parse, validate
from graphql.execution.values import VariableValues, get_variable_values

from api.schema import SCHEMA_OF_API
from api.selection import Planned, Planner
from graph.read import compile_read

SCHEMA: GraphQLSchema = SCHEMA_OF_API._schema


def statements(text: str, /, **values: Any) -> dict[str, str]:
    """The Cypher of each root field of an operation, by response key."""
    document = parse(text)
    assert not validate(SCHEMA, document)
    operation = get_operation_ast(document)
    assert operation
    variables = get_variable_values(SCHEMA, operation.variable_definitions or (), values)
    assert isinstance(variables, VariableValues), variables
    plan = Planner(SCHEMA, document, operation, variables).plan()
    return {key: compile_read(root.root).text for key, root in plan.items() if isinstance(root, Planned)}
