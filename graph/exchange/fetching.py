"""A file from an address that somebody names: of bounded size, in bounded time, and from where it may be fetched."""

import asyncio
import ssl
from typing import BinaryIO

from graph.errors import BadInput
from graph.settings import Settings
from graph.values.addresses import Refused, is_loopback, pinned

TIMEOUT = 60.0
"""Seconds in which a file has to come."""

PLACE = "address"
"""The parameter that errors name."""


def may_be_inside(url: str, settings: Settings) -> bool:
    """Whether an address need not be public: of this machine, where the service is for this machine alone."""
    return settings.webhook_private or (is_loopback(url) and is_loopback(f"http://{settings.host}"))


async def fetch(url: str, target: BinaryIO, *, most: int, private: bool) -> None:
    """Write what is at an address into a file. Redirects are not followed. Raises BadInput."""
    import httpx  # late: few services ever fetch

    try:
        async with asyncio.timeout(TIMEOUT):
            await _fetch(url, target, most, private=private)
    except TimeoutError as error:
        raise BadInput(f"it did not come within {TIMEOUT:g} seconds", place=PLACE) from error
    except Refused as error:
        raise BadInput(str(error), place=PLACE) from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise BadInput(f"the connection failed: {error or type(error).__name__}", place=PLACE) from error


async def _fetch(url: str, target: BinaryIO, most: int, *, private: bool) -> None:
    import httpx

    to = await pinned(url, private=private)
    headers = {"host": to.host, "accept-encoding": "identity", "user-agent": "spojenci"}
    context = ssl.create_default_context()
    async with httpx.AsyncClient(verify=context, trust_env=False, timeout=TIMEOUT) as client:
        asked = client.stream("GET", to.target, headers=headers, extensions={"sni_hostname": to.name})
        async with asked as response:
            if response.status_code != httpx.codes.OK:
                raise BadInput(f"it answered with status {response.status_code}", place=PLACE)
            async for part in response.aiter_raw():
                most -= len(part)
                if most < 0:
                    raise BadInput("it is larger than a file may be; draw in a single map of it", place=PLACE)
                target.write(part)
