"""GraphQL as server-sent events (graphql-sse, distinct connections).

Protocol: https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing

from graphql import FormattedExecutionResult
from starlette.responses import Response, StreamingResponse

from api import events
from api.graphql.asking import Answer, AnswerStream

EVENT_STREAM = events.MEDIA


def whole(response: FormattedExecutionResult, status: int, headers: dict[str, str]) -> Response:
    """A stream of one answer."""
    return Response(_next(response) + events.COMPLETE, status, {**events.HEADERS, **headers}, EVENT_STREAM)


def stream(answers: AnswerStream, ended: Callable[[], Awaitable[Answer]], stopping: asyncio.Event) -> StreamingResponse:
    """A stream of many answers; what ``ended`` gives is the last one where it comes before they end or all is ``stopping``."""

    async def last() -> bytes:
        return _next((await ended()).response)

    return events.stream(_events(answers), last, stopping)


async def _events(answers: AnswerStream) -> AsyncGenerator[bytes, None]:
    async with aclosing(answers):
        async for answer in answers:
            yield _next(answer.response)


def _next(response: FormattedExecutionResult) -> bytes:
    return events.event("next", response)
