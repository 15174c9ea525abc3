"""What each caller has run up in the last minute, whichever door it takes."""

import asyncio
import ipaddress
import logging
import time
from math import ceil
from typing import Any, Self

from fastapi import Depends
from limits.aio.storage import MemoryStorage, RedisStorage, Storage
from limits.aio.storage.redis.redispy import RedispyBridge
from limits.errors import ConfigurationError, StorageError
from limits.storage import storage_from_string
from starlette.requests import HTTPConnection, Request

from api.errors import RateLimited
from graph.access import ANYBODY, Viewer
from graph.errors import BadInput
from graph.settings import Settings

logger = logging.getLogger("spojenci")

_WINDOW = 60
_PATIENCE = 0.5
"""Seconds to wait for Redis; without it, requests are answered and not counted."""


class Rates:
    """Counts the cost of requests by caller, in windows of a minute."""

    def __init__(self, settings: Settings) -> None:
        self.limit = settings.rate
        self._storage = _storage(settings)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if isinstance(self._storage, RedisStorage) and isinstance(self._storage.bridge, RedispyBridge):
            await self._storage.bridge.get_connection().aclose()  # type: ignore[attr-defined]

    async def charge(self, caller: str, cost: int) -> int | None:
        """Count a cost; returns what the caller may still run up in its window, None where nothing is counted.

        Raises
        ------
        RateLimited
            It has run up more than it may. What is refused counts too, until the window ends.
        """
        if not self.limit:
            return None
        try:
            spent = await self._storage.incr(f"spojenci/{caller}", _WINDOW, amount=cost)
            if spent <= self.limit:
                return self.limit - spent
            end = await self._storage.get_expiry(f"spojenci/{caller}")
        except StorageError as error:
            logger.warning("the rate store does not answer, so requests are not counted: %s", error)
            return None
        raise RateLimited(self.limit, min(max(ceil(end - time.time()), 1), _WINDOW))


def viewer(request: HTTPConnection) -> Viewer:
    """Who asks, as far as the request has shown."""
    known: Viewer = request.scope.get("state", {}).get("viewer", ANYBODY)
    return known


def caller(request: HTTPConnection) -> str:
    """Who is charged: the one whose key or token came with the request, else the address that it came from."""
    who = viewer(request)
    if who.role is not None:
        return f"key/{who.name}"
    host = request.client.host if request.client else ""
    # Whoever has one IPv6 address has the 2**64 of its network too.
    return f"address/{ipaddress.ip_network((host, 64), strict=False) if ':' in host else host}"


def charged(cost: int) -> Any:
    """A dependency of REST addresses: each request to them costs this much."""

    async def charge(request: Request) -> None:
        await request.app.state.rates.charge(caller(request), cost)

    return Depends(charge)


class _Memory(MemoryStorage):
    """The library looks through all callers after every count; once a second will do."""

    async def _MemoryStorage__expire_events(self) -> None:  # noqa: N802 - its name for it
        await super()._MemoryStorage__expire_events()  # type: ignore[misc]
        await asyncio.sleep(1)


def _storage(settings: Settings) -> Storage:
    if settings.rate_store is None:
        return _Memory(wrap_exceptions=True)
    address = settings.rate_store.get_secret_value()
    try:
        storage = storage_from_string(
            f"async+{address}",
            wrap_exceptions=True,
            implementation="redispy",
            socket_timeout=_PATIENCE,
            socket_connect_timeout=_PATIENCE,
        )
    except (ConfigurationError, ValueError) as error:
        message = f"SPOJENCI_RATE_STORE is no address of a Redis, or the extra `redis` is not installed: {error}"
        raise BadInput(message, place="SPOJENCI_RATE_STORE") from error
    assert isinstance(storage, Storage)
    return storage
