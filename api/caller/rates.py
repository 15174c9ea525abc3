"""Rate limits: the cost of each caller's requests in a minute, over all doors."""

import asyncio
import ipaddress
import logging
import math
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, Self

from cachetools import TTLCache
from starlette.requests import HTTPConnection

from api.errors import RateLimited
from graph.access import ANYBODY, Viewer
from graph.settings import Settings

logger = logging.getLogger("spojenci")

_WINDOW = 60
_LONGEST_HOST = 253
"""Letters of a name in the domain name system; an address has fewer."""

_CALLERS = 10_000
"""Callers whose refusals are counted."""

PATIENCE = 20
"""Refusals of one caller in a minute that are told at once."""

PAUSE = 1.0
"""Seconds that each further one waits: whoever goes on asking without end would keep the process busy with refusing."""


AGAIN = 2.0
"""Seconds for which a store of counts is not asked that did not answer."""


class Uncounted(Exception):
    """The store of counts does not answer."""


class Counts(Protocol):
    """A store of counts."""

    async def incr(self, key: str, expiry: int, amount: int) -> int:
        """Add to a caller's window, which begins with its first count; returns the sum. Raises Uncounted."""

    async def get_expiry(self, key: str) -> float:
        """When a window ends (``time.time``); now where there is none. Raises Uncounted."""

    async def close(self) -> None:
        """Close its connections."""


class Rates:
    """Counts the cost of requests by caller, in windows of a minute that begin with a caller's first request."""

    def __init__(self, settings: Settings) -> None:
        self.limit = settings.rate
        self.refused = 0
        self._storage = _storage(settings)
        self._refusals: TTLCache[str, int] = TTLCache(_CALLERS, _WINDOW)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._storage.close()

    async def charge(self, caller: str, cost: int) -> int | None:
        """Count a cost; returns what the caller may still run up in its window, None where nothing is counted.

        Raises
        ------
        RateLimited
            It has run up more than it may. What is refused counts too, until the window ends.
        """
        if not self.limit:
            return None
        spent = await self._storage.incr(f"spojenci/{caller}", _WINDOW, amount=cost)
        if spent <= self.limit:
            return self.limit - spent
        end = await self._storage.get_expiry(f"spojenci/{caller}")
        self.refused += 1
        await self._paused(caller)
        raise RateLimited(self.limit, min(max(math.ceil(end - time.time()), 1), _WINDOW))

    async def _paused(self, caller: str) -> None:
        self._refusals[caller] = self._refusals.get(caller, 0) + 1
        if self._refusals[caller] > PATIENCE:
            await asyncio.sleep(PAUSE)


def viewer(request: HTTPConnection) -> Viewer:
    """Who asks, as far as the request has shown."""
    known: Viewer = request.scope.get("state", {}).get("viewer", ANYBODY)
    return known


def caller(request: HTTPConnection) -> str:
    """Who is charged: the one whose key or token came with the request, else the address that it came from."""
    who = viewer(request)
    if who.role is not None:
        return f"key/{who.name}"
    return f"address/{network(request.client.host if request.client else '')}"


@lru_cache(4096)
def network(host: str) -> str:
    """The address that a host is known by: of IPv6 the network, as who has one address usually has the whole /64.

    What a proxy says can be anything: an address with a port, or none at all, which stands for itself.
    """
    bare = host[1:].partition("]")[0] if host.startswith("[") else host
    bare = bare.partition(":")[0] if bare.count(":") == 1 else bare
    try:
        address = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return host[:_LONGEST_HOST]
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))


@dataclass(slots=True)
class _Window:
    """The cost that a caller has run up, and when its window ends (``time.monotonic``)."""

    spent: int
    end: float


class _Memory:
    """Counts in this process. The memory storage of ``limits`` would go through all callers at every count."""

    def __init__(self) -> None:
        # A clock that is set back would have callers wait for as long as that.
        self._windows: TTLCache[str, _Window] = TTLCache(math.inf, _WINDOW, timer=time.monotonic)

    async def incr(self, key: str, expiry: int, amount: int) -> int:
        """As :class:`Counts` says; it always answers."""
        if (window := self._windows.get(key)) is None:
            window = self._windows[key] = _Window(0, time.monotonic() + expiry)
        window.spent += amount
        return window.spent

    async def get_expiry(self, key: str) -> float:
        """As :class:`Counts` says."""
        window = self._windows.get(key)
        return time.time() + (window.end - time.monotonic() if window else 0)

    async def close(self) -> None:
        """Nothing is open."""


class _Shared:
    """Counts in a store of several processes; while that does not answer, in this process."""

    def __init__(self, store: Counts) -> None:
        self._store, self._own = store, _Memory()
        self._away_until = 0.0

    async def incr(self, key: str, expiry: int, amount: int) -> int:
        """As :class:`Counts` says; it always answers."""
        if self._is_asked():
            try:
                spent = await self._store.incr(key, expiry, amount)
            except Uncounted as error:
                self._failed(error)
            else:
                self._answered()
                return spent
        return await self._own.incr(key, expiry, amount)

    async def get_expiry(self, key: str) -> float:
        """As :class:`Counts` says."""
        if not self._away_until:
            try:
                return await self._store.get_expiry(key)
            except Uncounted as error:
                self._failed(error)
        return await self._own.get_expiry(key)

    async def close(self) -> None:
        """Close the connections."""
        await self._store.close()

    def _is_asked(self) -> bool:
        """Whether the store is asked: where it did not answer, by one request now and then, so that the others do not wait."""
        now = time.monotonic()
        if now < self._away_until:
            return False
        if self._away_until:
            self._away_until = now + AGAIN
        return True

    def _failed(self, error: Uncounted) -> None:
        if not self._away_until:
            logger.warning("the rate store does not answer, so this process counts for itself: %s", error)
        self._away_until = time.monotonic() + AGAIN

    def _answered(self) -> None:
        if self._away_until:
            logger.warning("the rate store answers again")
            self._away_until = 0.0


def _storage(settings: Settings) -> Counts:
    if settings.rate_store is None:
        return _Memory()
    from api.caller.redis_counts import RedisCounts  # with packages that nothing else needs

    return _Shared(RedisCounts(settings.rate_store.get_secret_value()))
