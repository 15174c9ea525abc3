"""The statements behind GraphQL questions, for the plain driver to run, and what they take in the database."""

from collections.abc import Mapping
from typing import Any

from graphql import OperationDefinitionNode, parse
from graphql.execution.values import VariableValues, get_variable_values

from api.graphql.planning import Planned, Planner
from api.graphql.schema import GRAPHQL_SCHEMA
from graph.access import ANYBODY
from graph.reading.read import compile_read


def compiled(question: str, /, **values: object) -> tuple[str, dict[str, Any]] | None:
    """The one statement of a question with one root field, and its parameters for anybody; None if there is none."""
    document = parse(question)
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    variables = get_variable_values(GRAPHQL_SCHEMA, operation.variable_definitions or (), values)
    assert isinstance(variables, VariableValues), variables
    [planned] = Planner(GRAPHQL_SCHEMA, document, operation, variables).plan().values()
    if not isinstance(planned, Planned):
        return None
    parameters: dict[str, Any] = {
        name: value for binding in planned.bindings for name, value in binding.values(variables)
    }
    return compile_read(planned.root).text, parameters | ANYBODY.parameters


def hits_of(plan: Mapping[str, Any]) -> int:
    """Hits on the store of a profiled plan, as the driver's summary tells it, with all that is below."""
    return int(plan["args"].get("DbHits", 0)) + sum(map(hits_of, plan.get("children", [])))
