"""Answers GraphQL queries: one statement for each root field, planned once for each shape of an operation."""

from asyncio import gather
from dataclasses import dataclass
from typing import Any

from cachetools import LRUCache
from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    execute_sync,
    get_operation_ast,
    parse,
    validate,
)
from graphql.execution.values import VariableValues, get_variable_values

from api.errors import graphql_error
from api.selection import Introspection, Planned, Planner, shape
from graph import partners
from graph.errors import BadInput
from graph.read import Statement, compile_read
from graph.selection import Asked, Constant
from graph.store import Store

CACHED = 500
"""How many documents, and how many plans of them, are kept."""

LONGEST_CACHED = 20_000
"""Characters of the longest document that is kept."""


class RequestError(Exception):
    """The request cannot be executed at all: it does not parse, is not valid, or its variables do not fit."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__(errors[0].message)
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Read:
    """A root field ready to run."""

    planned: Planned
    statement: Statement


Plan = dict[str, Read | Introspection | Constant | BadInput]


class Engine:
    """Executes queries of one schema on one store."""

    def __init__(self, schema: GraphQLSchema, store: Store) -> None:
        self._schema = schema
        self._store = store
        self._documents: LRUCache[str, DocumentNode] = LRUCache(CACHED)
        self._plans: LRUCache[tuple[Any, ...], Plan] = LRUCache(CACHED)

    def document(self, text: str) -> DocumentNode:
        """The parsed and valid document. Raises :class:`RequestError`."""
        if (known := self._documents.get(text)) is not None:
            return known
        try:
            document = parse(text, no_location=False)
        except GraphQLError as error:
            raise RequestError([error]) from error
        if errors := validate(self._schema, document):
            raise RequestError(errors)
        if len(text) <= LONGEST_CACHED:
            self._documents[text] = document
        return document

    async def query(self, text: str, values: dict[str, Any], name: str | None) -> ExecutionResult:
        """Answer a query. Raises :class:`RequestError` where nothing can be executed."""
        document = self.document(text)
        operation = get_operation_ast(document, name)
        if operation is None:
            raise RequestError([GraphQLError(_no_operation(document, name))])
        variables = get_variable_values(self._schema, operation.variable_definitions or (), values)
        if isinstance(variables, list):
            raise RequestError(variables)
        plan = self._plan(text, document, operation, variables)
        reads = [root for root in plan.values() if isinstance(root, Read)]
        answers = await gather(*(self._answer(read, variables) for read in reads), return_exceptions=True)
        answered = {read.planned.key: answer for read, answer in zip(reads, answers, strict=True)}
        nodes = [node for root in plan.values() if isinstance(root, Introspection) for node in root.nodes]
        about_schema = self._introspect(document, operation, values, nodes) if nodes else ExecutionResult({})
        return _result(plan, answered | (about_schema.data or {}), about_schema.errors or [])

    def _plan(
        self, text: str, document: DocumentNode, operation: OperationDefinitionNode, variables: VariableValues
    ) -> Plan:
        name = operation.name.value if operation.name else None
        key = (text, name, shape(operation, self._schema, variables))
        if (known := self._plans.get(key)) is not None:
            return known
        planned = Planner(self._schema, document, operation, variables).plan()
        plan = {k: Read(r, compile_read(r.root)) if isinstance(r, Planned) else r for k, r in planned.items()}
        if len(text) <= LONGEST_CACHED:
            self._plans[key] = plan
        return plan

    async def _answer(self, read: Read, variables: VariableValues) -> Any:
        parameters = {
            name: value for binding in read.planned.bindings for name, value in binding.values(variables)
        }
        rows = await self._store.read(read.statement.text, parameters, name=read.planned.key)
        value = read.statement.decode(rows[0][0] if rows else None)
        root = read.planned.root
        if isinstance(root, Asked) and root.question.name == partners.NAME and not any(value.values()):
            await partners.require(self._store, parameters["for"], parameters["topic"])
        return value

    def _introspect(
        self,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        values: dict[str, Any],
        nodes: list[FieldNode],
    ) -> ExecutionResult:
        alone = OperationDefinitionNode(
            operation=operation.operation,
            variable_definitions=operation.variable_definitions,
            selection_set=SelectionSetNode(selections=tuple(nodes)),
        )
        fragments = (d for d in document.definitions if isinstance(d, FragmentDefinitionNode))
        return execute_sync(self._schema, DocumentNode(definitions=(alone, *fragments)), variable_values=values)


def _result(plan: Plan, answered: dict[str, Any], errors: list[GraphQLError]) -> ExecutionResult:
    data: dict[str, Any] = {}
    failed = list(errors)
    for key, root in plan.items():
        value = root.value if isinstance(root, Constant) else root if isinstance(root, BadInput) else answered.get(key)
        if isinstance(value, BaseException):
            failed.append(graphql_error(value, key))
            value = None
        data[key] = value
    return ExecutionResult(data, failed or None)


def _no_operation(document: DocumentNode, name: str | None) -> str:
    if name:
        return f"The document has no operation named {name!r}."
    return "The document has several operations: say with operationName which one to run."
