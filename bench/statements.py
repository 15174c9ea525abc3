"""The statements behind GraphQL questions, for the plain driver to run."""

from typing import Any

from graphql import OperationDefinitionNode, parse
from graphql.execution.values import VariableValues

from api.schema import GRAPHQL_SCHEMA
from api.selection import Planned, Planner
from graph.reading.read import compile_read


def compiled(question: str) -> tuple[str, dict[str, Any]]:
    """The one statement of a question with one root field, and its parameters."""
    document = parse(question)
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    variables = VariableValues({}, {})
    [planned] = Planner(GRAPHQL_SCHEMA, document, operation, variables).plan().values()
    assert isinstance(planned, Planned)
    parameters = {name: value for binding in planned.bindings for name, value in binding.values(variables)}
    return compile_read(planned.root).text, parameters
