"""How Neo4j is, as far as the one who keeps it and the one who asks it know; every store on it sees the same."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from graph.errors import SpojenciError

HANGS = "Neo4j hangs; where it goes on so, it is started again. Try again in a few seconds."
"""What is wrong with a silent Neo4j whose process is known and seen to by a keeper."""


@dataclass
class Condition:
    """What is wrong with one Neo4j; nothing where all is None.

    ``trouble`` is what the watch of this process meets, ``cause`` what the keeper of an embedded Neo4j knows of it, and
    ``fatal`` what neither can mend. ``look`` asks once more, and raises DatabaseUnavailable. ``is_idle``, where it is known,
    tells whether the process of Neo4j has done nothing since it was asked last.
    """

    trouble: str | None = None
    cause: str | None = None
    fatal: SpojenciError | None = None
    look: Callable[[], Awaitable[None]] | None = None
    is_idle: Callable[[], bool] | None = None
    restarts: int = 0
