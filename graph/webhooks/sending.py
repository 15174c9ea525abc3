"""Sending one message: signed, to the address that was checked, in bounded time; redirects are not followed."""

import asyncio
import ssl
import time
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Self

from graph.values.addresses import Refused, pinned
from graph.webhooks import signing

if TYPE_CHECKING:
    import httpx

TIMEOUT = 15.0
"""Seconds from looking up the name to the status of the answer."""

GONE = 410
"""The status by which a receiver says that it wants no more."""


class Failed(Exception):
    """A message that did not arrive; ``status`` is that of the answer, if there was one."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class Sender:
    """Sends messages; an asynchronous context. ``private`` allows http and addresses that are not public, for tests."""

    def __init__(self, *, private: bool) -> None:
        self._private = private

    @cached_property
    def _client(self) -> "httpx.AsyncClient":
        """Made for the first message: it takes 5 MB, with the authorities that it trusts."""
        import httpx

        # Connections are not kept: two names at one address would share one, made for the certificate of the first.
        limits = httpx.Limits(max_keepalive_connections=0)
        return httpx.AsyncClient(
            verify=ssl.create_default_context(), trust_env=False, follow_redirects=False, limits=limits, timeout=TIMEOUT
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if "_client" in self.__dict__:
            await self._client.aclose()

    async def send(self, url: str, id_: str, body: bytes, secrets: Sequence[str]) -> None:
        """Send a message. Raises Failed unless it is answered by a status of success; no more is read of the answer."""
        import httpx

        try:
            async with asyncio.timeout(TIMEOUT):
                status = await self._status(url, id_, body, secrets)
        except TimeoutError as error:
            raise Failed(f"no answer within {TIMEOUT:g} seconds") from error
        except Refused as error:
            raise Failed(str(error)) from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise Failed(f"the connection failed: {error or type(error).__name__}") from error
        if not httpx.codes.is_success(status):
            raise Failed(f"answered with status {status}", status)

    async def _status(self, url: str, id_: str, body: bytes, secrets: Sequence[str]) -> int:
        to = await pinned(url, private=self._private)
        headers = signing.headers(id_, int(time.time()), body, secrets) | {
            "host": to.host,
            "content-type": "application/json",
            "user-agent": "spojenci",
        }
        request = self._client.build_request(
            "POST", to.target, content=body, headers=headers, extensions={"sni_hostname": to.name}
        )
        response = await self._client.send(request, stream=True)
        await response.aclose()
        return response.status_code
