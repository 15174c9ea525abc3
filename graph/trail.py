"""What the lines of the log say of the request that is being answered, in whatever part of the service it is."""

from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(slots=True)
class Trail:
    """One request: ``id`` is also told to whoever asks; ``trace`` is the W3C ``traceparent`` that it came with.

    ``operation`` is what was asked by name, ``cost`` what is charged for it, ``caller`` to whom; ``statements`` are those
    that were run for it, ``errors`` the codes of what went wrong in it.
    """

    id: str = "-"
    trace: str | None = None
    operation: str = ""
    cost: int = 0
    caller: str = ""
    statements: int = 0
    errors: list[str] = field(default_factory=list)


_TRAIL: ContextVar[Trail] = ContextVar("trail")


def trail() -> Trail:
    """That of the request being answered, or one that nobody reads."""
    return _TRAIL.get(None) or Trail()


def begin(trail: Trail) -> None:
    """From here on, it is that of this request that is being answered."""
    _TRAIL.set(trail)
