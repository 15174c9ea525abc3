"""Answers GraphQL queries: one statement for each root field, planned once for each shape of an operation."""

from asyncio import gather
from collections.abc import Iterable, Sequence
from contextlib import suppress
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
    OperationType,
    SelectionSetNode,
    VariableDefinitionNode,
    execute_sync,
    get_operation_ast,
    parse,
    validate,
)
from graphql.execution.values import VariableValues, get_variable_values

from api.errors import BAD_INPUT, INVALID, graphql_error, request_error
from api.selection import PARTNERS, Introspection, Planned, Planner, shape
from graph import partners
from graph.errors import BadInput, DatabaseTimeout, DatabaseUnavailable
from graph.read import Statement, compile_read
from graph.selection import Constant
from graph.store import Store

CACHED = 500
"""How many documents, and how many plans of them, are kept."""

LONGEST_CACHED = 20_000
"""Characters of the longest document that is kept."""

MAX_TOKENS = 3000
"""Lexical tokens of the longest document that is read; the checks of some documents take the square of it."""


class RequestError(Exception):
    """The request cannot be executed at all: it does not parse, is not valid, or its variables do not fit."""

    def __init__(self, errors: Sequence[GraphQLError], code: str = INVALID) -> None:
        super().__init__(errors[0].message)
        self.errors = [request_error(error, code, place=_place(error)) for error in errors]


@dataclass(frozen=True, slots=True)
class Read:
    """A root field ready to run."""

    planned: Planned
    statement: Statement

    def parameters(self, variables: VariableValues) -> dict[str, Any]:
        """The parameters of the statement for one request. Raises BadInput where one is out of range."""
        return {name: value for binding in self.planned.bindings for name, value in binding.values(variables)}


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
            document = parse(text, max_lexical_tokens=MAX_TOKENS, allow_empty_selection_sets=False)
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
        if operation is None or operation.operation is not OperationType.QUERY:
            raise RequestError([GraphQLError(_no_operation(operation, name))])
        variables = get_variable_values(self._schema, operation.variable_definitions or (), values)
        if isinstance(variables, list):
            raise RequestError(variables, BAD_INPUT)
        plan = self._plan(text, document, operation, variables)
        answered = await self._answers([root for root in plan.values() if isinstance(root, Read)], variables)
        nodes = [node for root in plan.values() if isinstance(root, Introspection) for node in root.nodes]
        about_schema = self._introspect(document, operation, values, nodes) if nodes else ExecutionResult({})
        return _result(plan, answered | (about_schema.data or {}), about_schema.errors or [])

    async def warm(self, texts: Iterable[str]) -> None:
        """Have Neo4j plan these queries, without running them: a Neo4j just started takes seconds for its first plans.

        Where that fails, the first one to ask waits instead.
        """
        for text in texts:
            document = self.document(text)
            operation = get_operation_ast(document)
            assert operation
            variables = get_variable_values(self._schema, operation.variable_definitions or (), {})
            assert isinstance(variables, VariableValues)
            for root in self._plan(text, document, operation, variables).values():
                if isinstance(root, Read):
                    with suppress(DatabaseUnavailable, DatabaseTimeout):
                        await self._store.explain(root.statement.text, root.parameters(variables))

    def _plan(
        self, text: str, document: DocumentNode, operation: OperationDefinitionNode, variables: VariableValues
    ) -> Plan:
        name = operation.name.value if operation.name else None
        key = (text, name, shape(operation, self._schema, variables))
        if (known := self._plans.get(key)) is not None:
            return known
        try:
            planned = Planner(self._schema, document, operation, variables).plan()
        except GraphQLError as error:
            raise RequestError([error], BAD_INPUT) from error
        plan = {k: Read(r, compile_read(r.root)) if isinstance(r, Planned) else r for k, r in planned.items()}
        if len(text) <= LONGEST_CACHED:
            self._plans[key] = plan
        return plan

    async def _answers(self, reads: list[Read], variables: VariableValues) -> dict[str, Any]:
        answers = await gather(*(self._answer(read, variables) for read in reads), return_exceptions=True)
        return {read.planned.key: answer for read, answer in zip(reads, answers, strict=True)}

    async def _answer(self, read: Read, variables: VariableValues) -> Any:
        parameters = read.parameters(variables)
        rows = await self._store.read(read.statement.text, parameters, name=read.planned.name)
        value = read.statement.decode(rows[0][0] if rows else None)
        if read.planned.name == PARTNERS and not any(isinstance(part, list) and part for part in value.values()):
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


def _no_operation(operation: OperationDefinitionNode | None, name: str | None) -> str:
    if operation is not None:
        return f"There is no {operation.operation.value} here, only queries."
    if name:
        return f"The document has no operation named {name!r}."
    return "Say with operationName which operation of the document to run."


def _place(error: GraphQLError) -> str | None:
    """The variable that an error is about."""
    node = error.nodes[0] if error.nodes else None
    return f"${node.variable.name.value}" if isinstance(node, VariableDefinitionNode) else None
