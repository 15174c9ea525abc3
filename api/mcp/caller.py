"""Who calls a tool, and the counter where it is paid for: the same as at every other door."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from starlette.requests import Request

from api.caller.rates import viewer
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
        state = self.request.app.state
        async with state.accounts.of(self.request) as account:
            await account.charge(cost)
            store, key = state.store.read_by(account.reader), self.request.headers.get("idempotency-key")
            yield Context(
                store, state.partners, state.duplicates, state.feed, state.analysts, self.viewer, Door.MCP, key
            )


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
