"""Streams of operations over REST: server-sent events ``next`` with a row each, ``error``, and ``complete``."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing

from fastapi import Request
from starlette.responses import Response

from api import events
from api.caller.account import Account
from api.caller.identity import credential
from api.errors import body, masked
from api.parts import parts_of
from api.wire.stopping import stopping
from graph.contract.operation import Operation
from graph.errors import SpojenciError
from graph.model import Language
from graph.operations.context import Context
from graph.operations.plain import rows


def stream(
    request: Request,
    account: Account,
    operation: Operation,
    asker: Context,
    given: Mapping[str, object],
    language: Language,
) -> Response:
    """The rows of a stream as they come, until the key of who asks ends; what is wrong is an event ``error``."""
    found = operation.stream(asker, given)

    async def ended() -> bytes:
        return events.event("error", body(await parts_of(request).identity.ended(credential(request.headers))))

    async def written() -> AsyncGenerator[bytes, None]:
        try:
            async with aclosing(found) as edges:
                async for edge in edges:
                    await account.charge(1)
                    await account.settle()
                    [row] = await rows(operation, [edge.row], asker, language)
                    yield events.event("next", {"cursor": edge.cursor, **row})
        except SpojenciError as error:
            yield events.event("error", body(error))
        except Exception as error:
            yield events.event("error", masked(error))

    return events.stream(written(), ended, stopping(request.scope))
