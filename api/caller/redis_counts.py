"""Counts of several processes, in a Redis."""

from limits.aio.storage import Storage
from limits.aio.storage.redis import RedisStorage
from limits.aio.storage.redis.redispy import RedispyBridge
from limits.errors import ConfigurationError, StorageError
from limits.storage import storage_from_string

from api.caller.rates import Uncounted
from graph.errors import BadInput

_TIMEOUT = 0.5
"""Seconds to wait for Redis."""


class RedisCounts:
    """The counts at an address. Raises BadInput where that is none of a Redis, or the extra is not installed."""

    def __init__(self, address: str) -> None:
        self._storage = _opened(address)

    async def incr(self, key: str, expiry: int, amount: int) -> int:
        """Add to a caller's window; returns the sum. Raises Uncounted."""
        try:
            return await self._storage.incr(key, expiry, amount=amount)
        except StorageError as error:
            raise Uncounted(str(error)) from error

    async def get_expiry(self, key: str) -> float:
        """When a window ends. Raises Uncounted."""
        try:
            return await self._storage.get_expiry(key)
        except StorageError as error:
            raise Uncounted(str(error)) from error

    async def close(self) -> None:
        """Close the connections."""
        if isinstance(self._storage, RedisStorage) and isinstance(self._storage.bridge, RedispyBridge):
            await self._storage.bridge.get_connection().aclose()  # type: ignore[attr-defined]


def _opened(address: str) -> Storage:
    try:
        storage = storage_from_string(
            f"async+{address}",
            wrap_exceptions=True,
            implementation="redispy",
            socket_timeout=_TIMEOUT,
            socket_connect_timeout=_TIMEOUT,
        )
    except (ConfigurationError, ValueError) as error:
        message = f"SPOJENCI_RATE_STORE is no address of a Redis, or the extra `redis` is not installed: {error}"
        raise BadInput(message, place="SPOJENCI_RATE_STORE") from error
    assert isinstance(storage, Storage)
    return storage
