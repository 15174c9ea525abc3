"""What every command begins with: the settings, the graph, and a loop to run in."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_settings import DotEnvSettingsSource

from cli.progress import Reporter
from graph.database import connected, is_empty, prepare
from graph.errors import BadInput, NotFound
from graph.progress import Progress
from graph.settings import Settings
from graph.store import Store

T = TypeVar("T")

READ_TIMEOUT = 60.0
"""Seconds that a read of a command may take, if nothing else is set: a Neo4j just started is slow at first."""


def read_settings(**given: Any) -> Settings:
    """The settings of the environment and of ``.env``, with those given that are not None.

    Raises BadInput naming the variable that is wrong, or that is none of ours.
    """
    if wrong := unknown_variables({**os.environ, **DotEnvSettingsSource(Settings).env_vars}):
        raise BadInput(f"{'. '.join(wrong)}. Correct or unset it; docs/settings.md has all names.", place="settings")
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = variable(str(first["loc"][0]))
        raise BadInput(f"{name}={first['input']!r}: {first['msg']}. Correct or unset {name}.", place=name) from None


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return name.upper() if name.upper().startswith("NEO4J_") else f"SPOJENCI_{name.upper()}"


_NO_SETTINGS = ("SPOJENCI_DEBUG",)
"""Names that are no settings of the service, but known."""


def unknown_variables(environment: Iterable[str]) -> list[str]:
    """What is wrong with each name of the environment that looks like a setting and is none."""
    known = [*map(variable, Settings.model_fields), *_NO_SETTINGS]
    names = sorted({name.upper() for name in environment if name.upper().startswith("SPOJENCI_")})
    return [_unknown(name, known) for name in names if name not in known and not name.startswith("SPOJENCI_TEST_")]


def _unknown(name: str, known: list[str]) -> str:
    meant = get_close_matches(name, known, 1)
    return f"{name} is no setting" + (f"; is {meant[0]} meant?" if meant else "")


def run(work: Coroutine[object, object, T]) -> T:
    """Run a coroutine to its end, on uvloop where that exists."""
    try:
        import uvloop
    except ImportError:  # Windows
        return asyncio.run(work)
    return uvloop.run(work)


def with_graph(
    action: Callable[[Store, Progress], Awaitable[T]],
    *,
    settings: Settings | None = None,
    shown: bool = True,
    asks: bool = False,
) -> T:
    """Do something with the graph: the running service's, else a Neo4j that is started for the duration.

    Raises NotFound when the command ``asks`` something of a graph that is empty.
    """
    settings = settings or read_settings()
    if "read_timeout" not in settings.model_fields_set:
        settings = settings.model_copy(update={"read_timeout": READ_TIMEOUT})

    async def work() -> T:
        async with connection.open(settings) as store:
            await prepare(store, progress)
            if asks and await is_empty(store):
                raise NotFound("The graph is empty. Fill it with `spojenci seed` or `spojenci import FILE`.")
            return await action(store, progress)

    with Reporter(shown=shown) as progress, connected(settings, service=False, progress=progress) as connection:
        return run(work())
