"""Answers GraphQL queries: one statement for each root field, planned once for each shape of an operation."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from typing import TypeVar

import orjson
from cachetools import LRUCache
from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableDefinitionNode,
    execute_sync,
    get_operation_ast,
    parse,
    specified_rules,
    validate,
)
from graphql.execution.values import VariableValues, get_variable_values

from api.answers import in_json
from api.errors import BAD_INPUT, INVALID, graphql_error, request_error
from api.graphql import limits, operations
from api.graphql.atomic import Write, at_once, is_atomic
from api.graphql.computed import Together, selected
from api.graphql.limits import Limits, TooComplex
from api.graphql.planning import Binding, Introspection, Planned, PlannedOperation, PlannedRoot, Planner, shape
from graph.access import ANYBODY, Door, Viewer
from graph.admission import Admission, Reader
from graph.contract.fields import Field
from graph.contract.operation import Edge, Follows, Operation
from graph.errors import BadInput, DatabaseTimeout, DatabaseUnavailable, NotFound, Overloaded, SpojenciError
from graph.operations import codes
from graph.operations.context import Context, Services
from graph.operations.repeats import APART
from graph.questions.answers import require
from graph.reading.codes import answering, places
from graph.reading.read import Statement, compile_read, counting, unbounded
from graph.reading.selection import ByIds, Constant, One, QuestionRows, Root
from graph.settings import Settings
from graph.store import Store

T = TypeVar("T")

CACHED = 500
"""How many documents, and how many plans of them, are kept."""

LONGEST_CACHED = 20_000
"""Characters of the longest document that is kept."""

SMALL = 2000
"""Elements of a type that a filter may go through, where nothing leads to what passes."""

READ_FOR_ONE = 10
"""Characters of a new document that are read and checked for a cost of 1."""

LIVE_OF_ONE, LIVE, LIVE_WAIT = 100, 2_000, 0.1
"""Subscriptions of one caller and of all that are under way, and seconds that another one waits for its place."""

COSTS = 5000
"""How many costs of them, with different numbers in their variables."""


class RequestError(SpojenciError):
    """The request cannot be executed at all: it does not parse, is not valid, or its variables do not fit."""

    def __init__(self, errors: Sequence[GraphQLError], code: str = INVALID) -> None:
        super().__init__(errors[0].message)
        self.code = code
        self.errors = [request_error(error, code, place=_place(error)) for error in errors]


@dataclass(frozen=True, slots=True)
class Read:
    """A root field ready to run."""

    planned: Planned
    statement: Statement

    def parameters(self, variables: VariableValues, viewer: Viewer) -> dict[str, object]:
        """The parameters of the statement for one request. Raises BadInput where one is out of range."""
        return _parameters(self.planned.bindings, variables, viewer)


@dataclass(frozen=True, slots=True)
class Computing:
    """A root field that Python answers, and the statement for the elements that its rows refer to."""

    planned: PlannedOperation
    statement: Statement | None

    def arguments(self, variables: VariableValues) -> dict[str, object]:
        """The arguments of the field for one request."""
        return dict(self.planned.arguments.values(variables))


CompiledOperation = dict[str, Read | Computing | Introspection | Constant | BadInput]
"""The root fields of an operation, each ready to run, by their response keys."""


@dataclass(slots=True)
class Document:
    """A document that keeps within the limits, and what does not fit the schema in it, once that was looked for."""

    text: str
    ast: DocumentNode
    problems: list[GraphQLError] | None = None

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The one to run. Raises :class:`RequestError` where the document does not say which."""
        found = get_operation_ast(self.ast, name)
        if found is None:
            raise RequestError([GraphQLError(_no_operation(name))])
        return found


class Engine:
    """Executes queries of one schema on one store."""

    def __init__(self, schema: GraphQLSchema, services: Services, settings: Settings) -> None:
        self._schema = schema
        self._services = services
        self._store = services.store
        self._limits = Limits(schema, settings)
        self._max_tokens = settings.max_tokens
        self._production = settings.profile == "production"
        self._rules = (*specified_rules, *((NoSchemaIntrospectionCustomRule,) if self._production else ()))
        self._documents: LRUCache[str, Document] = LRUCache(CACHED)
        self._costs: LRUCache[bytes, int] = LRUCache(COSTS)
        self._operations: LRUCache[tuple[object, ...], CompiledOperation] = LRUCache(CACHED)
        self._together = Together()
        self._live = Admission(LIVE_OF_ONE, LIVE, wait=LIVE_WAIT, what="watching")
        self._turn = asyncio.Lock()

    async def _aside(self, work: Callable[[], T]) -> T:
        """What takes the processor for hundredths of a second: in a thread, so that others are answered, and one at a time."""
        async with self._turn:
            return await asyncio.to_thread(work)

    def reading(self, text: str) -> int:
        """What it costs to read and check a document: nothing where that was done lately."""
        return 0 if text in self._documents else max(1, len(text) // READ_FOR_ONE)

    async def read(self, text: str) -> Document:
        """The document, if it keeps within the limits. Raises :class:`RequestError`, :class:`TooComplex`."""
        if (known := self._documents.get(text)) is not None:
            return known
        document = await self._aside(lambda: self._parsed(text))
        if len(text) <= LONGEST_CACHED:
            self._documents[text] = document
        return document

    def _parsed(self, text: str) -> Document:
        try:
            ast = parse(text, max_lexical_tokens=self._max_tokens, allow_empty_selection_sets=False)
        except GraphQLError as error:
            # The parser has no other sign that a document has too many tokens, or lies too deep.
            aborted = error.message.endswith("Parsing aborted.")
            raise RequestError([error], TooComplex.code if aborted else INVALID) from error
        self._limits.check(ast)
        return Document(text, ast)

    async def cost(self, document: Document, values: dict[str, object], name: str | None) -> int:
        """What an operation costs. Raises :class:`RequestError`, :class:`TooComplex`."""
        shaped = (document.text, name, limits.shape(values))
        key = blake2b(repr(shaped).encode(errors="surrogatepass")).digest()  # what clients name takes no room
        if (known := self._costs.get(key)) is not None:
            return known
        operation = document.operation(name)
        cost = await self._aside(lambda: self._limits.cost(document.ast, operation, values))
        self._costs[key] = cost
        return cost

    def event_cost(self, document: Document, values: dict[str, object], name: str | None) -> int:
        """What each event of a subscription costs. Raises :class:`RequestError`, :class:`TooComplex`."""
        return self._limits.event_cost(document.ast, document.operation(name), values)

    async def validate(self, document: Document) -> None:
        """Make sure that a document fits the schema. Raises :class:`RequestError`."""
        if document.problems is None:
            document.problems = await self._aside(
                lambda: validate(self._schema, document.ast, self._rules, hide_suggestions=self._production)
            )
        if document.problems:
            raise RequestError(document.problems)

    async def follows(self, document: Document, values: dict[str, object], name: str | None) -> Follows:
        """What the answer to a query follows from. Raises :class:`RequestError` where nothing can be executed."""
        operation = document.operation(name)
        plan = await self._compile(document, operation, self._variables(operation, values))
        computed = (root.planned.computed.operation for root in plan.values() if isinstance(root, Computing))
        return max((each.follows for each in computed), default=Follows.STORED)

    async def execute(
        self,
        document: Document,
        values: dict[str, object],
        name: str | None,
        viewer: Viewer = ANYBODY,
        key: str | None = None,
        reader: Reader | None = None,
    ) -> ExecutionResult:
        """Answer a query with what its viewer may see, or do a mutation; ``key`` makes repeating that harmless.

        Raises :class:`RequestError` where nothing can be executed.
        """
        await self.validate(document)
        operation = document.operation(name)
        if operation.operation is OperationType.SUBSCRIPTION:
            raise RequestError([GraphQLError("Subscribe over a websocket or with Accept: text/event-stream.")])
        variables = self._variables(operation, values)
        plan = await self._compile(document, operation, variables)
        roots = {k: root for k, root in plan.items() if isinstance(root, Read | Computing)}
        if operation.operation is OperationType.MUTATION and is_atomic(operation):
            answered = await self._done_at_once(roots, variables, viewer, key, reader)
        elif operation.operation is OperationType.MUTATION:
            answered = await self._done_in_turn(roots, variables, viewer, key, reader)
        else:
            answered = await self._answers(roots, variables, viewer, reader)
        nodes = [node for root in plan.values() if isinstance(root, Introspection) for node in root.nodes]
        about_schema = ExecutionResult({})
        if nodes:
            about_schema = await self._aside(partial(self._introspect, document.ast, operation, values, nodes))
        return _result(plan, answered | (about_schema.data or {}), about_schema.errors or [])

    async def subscribe(
        self,
        document: Document,
        values: dict[str, object],
        name: str | None,
        viewer: Viewer = ANYBODY,
        reader: Reader | None = None,
    ) -> AsyncGenerator[ExecutionResult, None]:
        """The answers of a subscription as they come. Raises :class:`RequestError` where it cannot begin.

        It ends with an answer that holds the error where its source does.
        """
        await self.validate(document)
        operation = document.operation(name)
        variables = self._variables(operation, values)
        [(key, root)] = (await self._compile(document, operation, variables)).items()
        if not isinstance(root, Computing):
            raise RequestError([GraphQLError("Subscribe to one field.")])
        written = orjson.dumps(values, option=orjson.OPT_SORT_KEYS)
        context = self._context(viewer, reader)
        return self._events(key, root, variables, written, context, reader.caller if reader else viewer.name)

    async def _events(
        self, key: str, root: Computing, variables: VariableValues, written: bytes, context: Context, caller: str
    ) -> AsyncGenerator[ExecutionResult, None]:
        try:
            operation = root.planned.computed.operation
            stream = operation.stream(context, root.arguments(variables))
            async with self._live.place(caller), aclosing(stream) as edges:
                async for edge in edges:
                    make = partial(_told_of_edge, root, edge, variables, context)
                    if operation.follows is Follows.STORED:
                        # Once for all who are told it meanwhile and have asked the same with the same rights.
                        same = edge.cursor, id(root), written, context.viewer
                        try:
                            told = await self._together.made(same, make)
                        except Overloaded:  # it was made in the place of another caller, who may have none left
                            told = await make()
                    else:  # of what follows from more than the log, a cursor tells nothing of the time
                        told = await make()
                    yield ExecutionResult({key: told})
        except SpojenciError as error:
            yield ExecutionResult({key: None}, [graphql_error(error, key)])

    def _variables(self, operation: OperationDefinitionNode, values: dict[str, object]) -> VariableValues:
        variables = get_variable_values(
            self._schema, operation.variable_definitions or (), values, hide_suggestions=self._production
        )
        if isinstance(variables, list):
            raise RequestError(variables, BAD_INPUT)
        return variables

    async def warm(self, texts: Iterable[str], **values: object) -> None:
        """Have Neo4j plan these queries, without running them: a Neo4j just started takes seconds for its first plans.

        Where that fails, the first one to ask waits instead.
        """
        for text in texts:
            try:
                document = await self.read(text)
            except (RequestError, TooComplex):  # this service has narrower limits
                continue
            await self.validate(document)
            operation = document.operation(None)
            variables = self._variables(operation, values)
            for root in (await self._compile(document, operation, variables)).values():
                with suppress(DatabaseUnavailable, DatabaseTimeout):
                    await self._planned(root, variables)

    async def _planned(self, root: object, variables: VariableValues) -> None:
        if isinstance(root, Read):
            await self._store.explain(root.statement.text, root.parameters(variables, ANYBODY))
        elif isinstance(root, Computing) and root.statement:
            parameters = _parameters(root.planned.bindings, variables, ANYBODY)
            await self._store.explain(root.statement.text, {**parameters, "p0": []})

    async def _compile(
        self, document: Document, operation: OperationDefinitionNode, variables: VariableValues
    ) -> CompiledOperation:
        name = operation.name.value if operation.name else None
        shaped = (document.text, name, shape(operation, variables))
        if (known := self._operations.get(shaped)) is not None:
            return known
        plan = await self._aside(lambda: self._planned_anew(document, operation, variables))
        if len(document.text) <= LONGEST_CACHED:
            self._operations[shaped] = plan
        return plan

    def _planned_anew(
        self, document: Document, operation: OperationDefinitionNode, variables: VariableValues
    ) -> CompiledOperation:
        try:
            planned = Planner(self._schema, document.ast, operation, variables).plan()
        except GraphQLError as error:
            raise RequestError([error], BAD_INPUT) from error
        return {key: _compiled(root) for key, root in planned.items()}

    async def _answers(
        self, roots: dict[str, Read | Computing], variables: VariableValues, viewer: Viewer, reader: Reader | None
    ) -> dict[str, object]:
        context = self._context(viewer, reader)
        if len(roots) == 1:  # without a task of its own
            [(key, root)] = roots.items()
            try:
                return {key: await _answer(root, variables, context)}
            except Exception as error:
                return {key: error}
        answers = (_answer(root, variables, context) for root in roots.values())
        return dict(zip(roots, await asyncio.gather(*answers, return_exceptions=True), strict=True))

    async def _done_in_turn(
        self,
        roots: dict[str, Read | Computing],
        variables: VariableValues,
        viewer: Viewer,
        key: str | None,
        reader: Reader | None,
    ) -> dict[str, object]:
        """Mutations run one after the other (GraphQL, October 2021, section 6.2.2)."""
        done: dict[str, object] = {}
        for response_key, root in roots.items():
            context = self._context(viewer, reader, key and f"{key} {response_key}")
            [done[response_key]] = await asyncio.gather(_answer(root, variables, context), return_exceptions=True)
        return done

    async def _done_at_once(
        self,
        roots: Mapping[str, Read | Computing],
        variables: VariableValues,
        viewer: Viewer,
        key: str | None,
        reader: Reader | None,
    ) -> dict[str, object]:
        """All mutations of a document, one after the other in one transaction, or none of them."""
        mutations = {name: root for name, root in roots.items() if isinstance(root, Computing)}
        for name, root in mutations.items():
            if root.planned.computed.operation.name in APART:
                raise RequestError([GraphQLError(f"{name} cannot be a part of @atomic; send it by itself.")])
        contexts = {name: self._context(viewer, reader, key and f"{key} {name}") for name in mutations}

        def write(name: str, root: Computing) -> Write:
            operation, given = root.planned.computed.operation, root.arguments(variables)
            return lambda store: codes.answer(operation, replace(contexts[name], store=store), given)

        done = await at_once(
            self._store, {name: write(name, root) for name, root in mutations.items()}, (SpojenciError,)
        )
        answers = (_told(root, done[name], variables, contexts[name]) for name, root in mutations.items())
        return dict(zip(mutations, await asyncio.gather(*answers, return_exceptions=True), strict=True))

    def _context(self, viewer: Viewer, reader: Reader | None, key: str | None = None) -> Context:
        return Context.of(self._services, viewer, Door.GRAPHQL, reader=reader, key=key)

    def _introspect(
        self,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        values: dict[str, object],
        nodes: list[FieldNode],
    ) -> ExecutionResult:
        alone = OperationDefinitionNode(
            operation=operation.operation,
            variable_definitions=operation.variable_definitions,
            selection_set=SelectionSetNode(selections=tuple(nodes)),
        )
        fragments = (d for d in document.definitions if isinstance(d, FragmentDefinitionNode))
        return execute_sync(self._schema, DocumentNode(definitions=(alone, *fragments)), variable_values=values)


async def _answer(root: Read | Computing, variables: VariableValues, context: Context) -> object:
    if isinstance(root, Computing):
        rows = await _computed(root.planned.computed.operation, context, root.arguments(variables))
        return await _selected(root, rows, variables, context)
    return await _read(root, variables, context)


async def _told(root: Computing, found: object, variables: VariableValues, context: Context) -> object:
    """What is selected of what a write has done, or of why it was not. Raises what is no part of an answer."""
    operation = root.planned.computed.operation
    if isinstance(found, operations.STOPS):
        rows: object = operations.refused(operation, root.arguments(variables), found)
    elif isinstance(found, Exception):
        raise found
    else:
        rows = operations.rows(operation, found)
    return await _selected(root, rows, variables, context)


async def _read(root: Read, variables: VariableValues, context: Context) -> object:
    parameters = await _placed(root.planned, root.parameters(variables, context.viewer), context)
    if root.statement.through:
        await _require_small(context.store, root.statement.through, f"{root.planned.key}.filter")
    try:
        found, missing = await _found(root, parameters, context)
    except NotFound:
        named = await codes.with_ids(context.store, _asked_for(root.planned.root), parameters, context.viewer)
        if named == parameters:
            raise
        found, missing = await _found(root, named, context)
    if missing and (instead := await answering(context.store, missing, context.viewer)):
        # They were merged: only what nothing has is asked for again.
        found, _ = await _found(root, parameters | {"p0": _renamed(parameters["p0"], instead)}, context)
    return found


async def _placed(
    planned: Planned | PlannedOperation, parameters: dict[str, object], context: Context
) -> dict[str, object]:
    """The parameters with ids where places are named by a code."""
    return parameters | await places(context.store, planned.places, parameters, context.viewer)


def _asked_for(asked: Root) -> tuple[Field, ...]:
    return asked.question.parameters if isinstance(asked, QuestionRows) else ()


def _missing(asked: Root, rows: Sequence[Sequence[object]], parameters: Mapping[str, object]) -> list[str]:
    """The ids that elements were asked for by and that nothing has."""
    match asked, parameters.get("p0"), rows:
        case One(), str(id_), [] if asked.property.name == "id":
            return [id_]
        case ByIds(), list() as ids, [[list() as found]]:
            return [id_ for id_, each in zip(ids, found, strict=True) if each is None]
    return []


def _renamed(asked: object, instead: Mapping[str, str]) -> object:
    return [instead.get(id_, id_) for id_ in asked] if isinstance(asked, list) else instead.get(str(asked), asked)


async def _found(root: Read, parameters: Mapping[str, object], context: Context) -> tuple[object, list[str]]:
    """The answer of a root field, and the ids among its arguments that nothing has."""
    statement, asked = root.statement, root.planned.root
    first: list[Sequence[object]] = []

    def row(values: list[object]) -> object:
        first[:] = first or [values]
        # Written at once: Neo4j is still looking for the next row, and the objects are still in the processor.
        made = statement.row(values)
        return None if made is None else orjson.Fragment(in_json(made))

    name = root.planned.name
    if statement.unpacks:
        raw = await context.store.read(statement.text, parameters, name=name)
        rows = await context.store.work(lambda: [row(values) for values in raw])
    else:
        rows = await context.store.read(statement.text, parameters, name=name, row=row)
    if not rows and isinstance(asked, QuestionRows):
        await require(context.store, asked.question, parameters, context.viewer)
    return statement.whole(rows), _missing(asked, first, parameters)


async def _require_small(store: Store, label: str, place: str) -> None:
    """Raise BadInput where a filter would go through the elements of a type and these are many."""
    [[number]] = await store.read(counting(label), name="size")
    if number > SMALL:
        raise BadInput(unbounded(label), place=place)


async def _told_of_edge(root: Computing, edge: Edge[object], variables: VariableValues, context: Context) -> object:
    """What is selected of an event."""
    return await _selected(root, operations.edge(root.planned.computed.operation, edge), variables, context)


async def _selected(root: Computing, rows: object, variables: VariableValues, context: Context) -> object:
    """What is selected of the rows of an operation."""
    parameters = await _placed(root.planned, _parameters(root.planned.bindings, variables, context.viewer), context)
    return await selected(root.planned.computed, rows, context.store, root.statement, parameters)


async def _computed(operation: Operation, context: Context, given: Mapping[str, object]) -> object:
    """The rows of an operation; what stands in the way of a write is in its row."""
    try:
        return operations.rows(operation, await codes.answer(operation, context, given))
    except operations.STOPS as error:
        if not operation.writes:
            raise
        return operations.refused(operation, given, error)


def _parameters(bindings: Iterable[Binding], variables: VariableValues, viewer: Viewer) -> dict[str, object]:
    bound = {name: value for binding in bindings for name, value in binding.values(variables)}
    return bound | viewer.parameters


def _compiled(root: PlannedRoot) -> Read | Computing | Introspection | Constant | BadInput:
    if isinstance(root, PlannedOperation):
        referred = root.computed.referred
        return Computing(root, compile_read(referred) if referred else None)
    if not isinstance(root, Planned):
        return root
    return Read(root, compile_read(root.root))


def _result(plan: CompiledOperation, answered: dict[str, object], errors: list[GraphQLError]) -> ExecutionResult:
    data: dict[str, object] = {}
    failed = list(errors)
    for key, root in plan.items():
        value = root.value if isinstance(root, Constant) else root if isinstance(root, BadInput) else answered.get(key)
        if isinstance(value, BaseException):
            failed.append(graphql_error(value, key))
            value = None
        data[key] = value
    return ExecutionResult(data, failed or None)


def _no_operation(name: str | None) -> str:
    if name:
        return f"The document has no operation named {name!r}."
    return "Say with operationName which operation of the document to run."


def _place(error: GraphQLError) -> str | None:
    """The variable that an error is about."""
    node = error.nodes[0] if error.nodes else None
    return f"${node.variable.name.value}" if isinstance(node, VariableDefinitionNode) else None
