"""One GraphQL request, whatever line it came by: find its document, charge reading it, judge its cost, charge that, run.

A line (``http``, ``events``, ``sockets``) reads requests from its wire and writes answers to it; all else is here.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import cast

import orjson
from graphql import ExecutionResult, FieldNode, FormattedExecutionResult, OperationDefinitionNode, OperationType
from starlette.requests import HTTPConnection

from api.answers import in_json
from api.caller.account import Account, Accounts
from api.caller.rates import viewer
from api.errors import Refused, graphql_error, too_large
from api.graphql.execution import Document, Engine, RequestError
from api.graphql.persisted import GraphQLRequest, PersistedDocuments
from api.kept import KeptAnswers, Question
from api.wire.leaving import finished
from graph.access import Viewer
from graph.admission import Reader
from graph.settings import Settings
from graph.trail import trail

LONGEST_NAME = 100
"""Letters of the name of an operation that has none of its own."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client gets; ``refused`` says why nothing was executed, or why a stream ends before its time.

    ``tag`` is that of its data, where these are kept.
    """

    response: FormattedExecutionResult
    refused: Exception | None = None
    tag: str | None = None


AnswerStream = AsyncGenerator[Answer, None]
"""The answers of a subscription, as they come."""


class GraphQLService:
    """Answers the GraphQL requests of one application."""

    def __init__(
        self,
        engine: Engine,
        documents: PersistedDocuments,
        accounts: Accounts,
        kept: KeptAnswers,
        settings: Settings,
    ) -> None:
        self._engine = engine
        self._kept = kept
        self._documents = documents
        self._accounts = accounts
        self._rate = settings.rate
        self._max_cost = settings.max_cost
        self._max_variables = settings.max_variables

    async def ask(
        self,
        request: GraphQLRequest,
        connection: HTTPConnection,
        *,
        key: str | None = None,
        streams: bool = False,
        queries_only: bool = False,
    ) -> Answer | AnswerStream:
        """One answer, or those of a subscription where the line ``streams``. What goes wrong is an answer too.

        ``connection`` says who asks and is charged; ``key`` makes it harmless to repeat a mutation.
        """
        account = self._accounts.of(connection)
        try:
            async with account:
                return await self._answer(request, connection, account, key, streams=streams, queries_only=queries_only)
        except Exception as error:
            return refusal(error)

    async def _answer(
        self,
        request: GraphQLRequest,
        connection: HTTPConnection,
        account: Account,
        key: str | None,
        *,
        streams: bool,
        queries_only: bool,
    ) -> Answer | AnswerStream:
        document = await self._read(request, viewer(connection), account)
        values, name = request.variables or {}, request.operationName
        operation = document.operation(name)
        trail().operation, kind = _named(operation), operation.operation
        if queries_only and kind is not OperationType.QUERY:
            raise Refused("only queries may be sent with GET; send POST", 405, headers={"Allow": "POST"})
        cost = await self._charge(document, request, account)
        await self._engine.validate(document)
        who, reader = viewer(connection), account.reader
        answer: Answer | AnswerStream
        if kind is not OperationType.QUERY:
            account.lasts()
        if streams and kind is OperationType.SUBSCRIPTION:
            results = await self._engine.subscribe(document, values, name, who, reader)
            answer = _stream(results, cost, account, self._engine.event_cost(document, values, name))
        elif kind is OperationType.QUERY:
            answer = await self._query(document, values, name, who, reader, cost)
        else:
            answer = _formatted(await finished(self._engine.execute(document, values, name, who, key, reader)), cost)
        self._documents.register(request)
        return answer

    async def _query(
        self,
        document: Document,
        values: dict[str, object],
        name: str | None,
        who: Viewer,
        reader: Reader,
        cost: dict[str, int],
    ) -> Answer:
        """The answer of a query: the one that is kept, while it holds."""
        question = Question.of((document.text, name), values, who)
        async with self._kept.asked(question) as found:
            kept, basis = found
            if kept is None:
                result = await self._engine.execute(document, values, name, who, reader=reader)
                if basis is None or result.errors:
                    return _formatted(result, cost)
                content = await asyncio.to_thread(in_json, result.data)
                kept = self._kept.keep(question, content, basis, await self._engine.follows(document, values, name))
        written = cast("dict[str, object]", orjson.Fragment(kept.content))
        return replace(_formatted(ExecutionResult(written), cost), tag=kept.tag)

    async def _read(self, request: GraphQLRequest, who: Viewer, account: Account) -> Document:
        text = self._documents.find(request, who)
        if reading := self._engine.reading(text):
            await account.charge(reading)
        return await self._engine.read(text)

    async def _charge(self, document: Document, request: GraphQLRequest, account: Account) -> dict[str, int]:
        """Judge the cost and the variables, and charge the cost; returns what ``extensions.cost`` says of it."""
        values = request.variables or {}
        if len(orjson.dumps(values)) > self._max_variables:
            raise too_large("variables", self._max_variables)
        cost = await self._engine.cost(document, values, request.operationName)
        remaining = await account.charge(cost)
        known = {"requested": cost, "limit": self._max_cost}
        return known if remaining is None else known | {"remaining": remaining, "perMinute": self._rate}


def _named(operation: OperationDefinitionNode) -> str:
    """What the log calls an operation: by its name, else by what it asks for."""
    if operation.name:
        return operation.name.value
    asked = (each.name.value for each in operation.selection_set.selections if isinstance(each, FieldNode))
    return ",".join(dict.fromkeys(asked))[:LONGEST_NAME]


def refusal(error: Exception) -> Answer:
    """The answer to what is not executed (any further)."""
    errors = error.errors if isinstance(error, RequestError) else [graphql_error(error)]
    return Answer({"errors": [each.formatted for each in errors]}, error)


def _formatted(result: ExecutionResult, cost: dict[str, int] | None) -> Answer:
    response: FormattedExecutionResult = {}
    if result.errors:  # they come first, as the specification of GraphQL recommends (7.1)
        response["errors"] = [error.formatted for error in result.errors]
    response["data"] = result.data
    if cost:
        response["extensions"] = {"cost": cost}
    return Answer(response)


async def _stream(
    results: AsyncGenerator[ExecutionResult, None], cost: dict[str, int], account: Account, event_cost: int
) -> AnswerStream:
    """The answers of a subscription, each of which is charged; the first of them says what it cost to begin."""
    first: dict[str, int] | None = cost
    async with aclosing(results):
        try:
            async for result in results:
                await account.charge(event_cost)
                await account.settle()
                yield _formatted(result, first)
                first = None
        except Exception as error:
            yield refusal(error)
