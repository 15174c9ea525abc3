"""Who calls a tool, and the counter where it is paid for: the same as at every other door."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from starlette.requests import Request

from api.caller.rates import viewer
from api.parts import parts_of
from graph.access import Door, Viewer
from graph.operations.context import Context


class Caller(Protocol):
    """Whoever calls."""

    @property
    def viewer(self) -> Viewer:
        """Who asks."""

    def pays(self, cost: int) -> AbstractAsyncContextManager[Context]:
        """What an operation works with, once its price is charged. Raises RateLimited."""


@dataclass(frozen=True, slots=True)
class Remote:
    """Who calls over HTTP: by the key that came with the request, which goes no further than here."""

    request: Request

    @property
    def viewer(self) -> Viewer:
        """Who asks."""
        return viewer(self.request)

    @asynccontextmanager
    async def pays(self, cost: int) -> AsyncIterator[Context]:
        """What an operation works with, once its price is charged. Raises RateLimited."""
        shared, key = parts_of(self.request), self.request.headers.get("idempotency-key")
        async with shared.accounts.of(self.request) as account:
            await account.charge(cost)
            yield Context.of(shared.services, self.viewer, Door.MCP, reader=account.reader, key=key)


@dataclass(frozen=True, slots=True)
class Local:
    """Who calls over standard input: whoever can reach the database pays nothing, as with every command."""

    context: Context

    @property
    def viewer(self) -> Viewer:
        """Who asks."""
        return self.context.viewer

    @asynccontextmanager
    async def pays(self, cost: int) -> AsyncIterator[Context]:  # noqa: ARG002 - as of the protocol
        """What an operation works with."""
        yield self.context
