"""The end of the service: what goes on without end ends at once, all else is finished as far as there is time."""

import asyncio
from typing import Any

from starlette.types import Scope

_STATE = "stopping"


def tell(state: dict[str, Any], stopping: asyncio.Event) -> None:
    """Let whoever answers a request, whose state this is, see when the service begins to end."""
    state[_STATE] = stopping


def stopping(scope: Scope) -> asyncio.Event:
    """What is set when the service that answers this request begins to end."""
    told: asyncio.Event = scope.get("state", {}).get(_STATE) or asyncio.Event()
    return told
