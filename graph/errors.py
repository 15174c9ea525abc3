"""Every error a user of the service can meet, each with a stable code.

A message says where the mistake is and how to mend it. Doors (GraphQL, REST, command line) translate the
code; nobody matches on message texts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

LOOK_IT_UP = "look it up with search (over REST: /v1/search)"
"""How to mend an id that nothing has."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where.

    ``place`` is a human address: ``line 12``, ``row 7``, ``first``, ``elements[3].attributes.label``.
    """

    place: str
    message: str


class SpojenciError(Exception):
    """The base of all expected errors. ``code`` is stable; ``exit_code`` is what the command line ends with."""

    code = "ERROR"
    exit_code = 1

    def __init__(self, message: str, *, place: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.place = place


class BadInput(SpojenciError):
    """A value that a client sent is of the wrong kind or out of range."""

    code = "BAD_INPUT"
    exit_code = 2


class NotFound(SpojenciError):
    """Something that the question cannot do without does not exist, such as the topic of a partner question."""

    code = "NOT_FOUND"
    exit_code = 3


class InvalidFile(SpojenciError):
    """A file that cannot be imported. ``problems`` lists every place that is wrong."""

    code = "INVALID_FILE"
    exit_code = 2

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


Path = tuple[str | int, ...]
"""Where in a client's input something stands, such as ``("input", 2, "properties", "ico")``."""


def address(path: Path) -> str:
    """A path as clients know it, such as ``input.2.ico``."""
    return ".".join(str(step) for step in path if step not in ("properties", "connections"))


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing in a write that cannot be done, and where.

    ``code`` is BAD_INPUT, NOT_FOUND, TAKEN (another element has the value), CONFLICT (``current`` is the state of the
    element as its writer may see it) or FORBIDDEN.
    """

    path: Path
    message: str
    code: str = "BAD_INPUT"
    current: Mapping[str, Any] = field(default_factory=dict)


class WriteRefused(SpojenciError):
    """A write of which nothing was done. ``problems`` lists all that stands in its way, each with its path.

    ``code`` is that of the problems if they agree, else BAD_INPUT.
    """

    def __init__(self, problems: Sequence[Refusal]) -> None:
        first = problems[0]
        more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{first.message}{more}", place=address(first.path) or None)
        codes = {problem.code for problem in problems}
        self.code = codes.pop() if len(codes) == 1 else "BAD_INPUT"
        self.problems = tuple(problems)


class Unauthenticated(SpojenciError):
    """A key or token that is not accepted, or is ``missing`` where it takes one."""

    code = "UNAUTHENTICATED"

    def __init__(self, message: str, *, missing: bool = False) -> None:
        super().__init__(message, place="Authorization")
        self.missing = missing


class Forbidden(SpojenciError):
    """Whoever asks may not do this, however they ask."""

    code = "FORBIDDEN"


class KeyReused(SpojenciError):
    """The same idempotency key came before, with another request."""

    code = "KEY_REUSED"


class Conflict(SpojenciError):
    """A change that cannot be undone, or a proposal that cannot be decided any more. ``subjects`` stand in its way."""

    code = "CONFLICT"

    def __init__(self, message: str, subjects: Sequence[Mapping[str, Any]] = ()) -> None:
        super().__init__(message, place="sequence")
        self.subjects = tuple(subjects)


class ProposedAnew(Conflict):
    """A proposal would do something else by now than was shown: ``anew`` stands in its place, and is kept."""

    def __init__(self, sequence: int, anew: int) -> None:
        super().__init__(
            f"The map has changed since change {sequence} was proposed, so that it would do something else than was shown. "
            f"It is proposed anew as change {anew}: look at that one and decide on it."
        )
        self.sequence = sequence
        self.anew = anew

    def taken_back(self) -> Conflict:
        """The error where nothing is kept, for the decision was one of several writes that are done together."""
        return Conflict(
            f"The map has changed since change {self.sequence} was proposed, so that it would do something else than was "
            "shown. Decide on it apart from other writes: it is proposed anew then."
        )


class FeedBehind(SpojenciError):
    """A watcher that read too slowly. It can go on after the change ``sequence`` and the record ``number`` in it."""

    code = "FEED_BEHIND"

    def __init__(self, sequence: int, number: int) -> None:
        super().__init__(f"Changes came faster than they were read; resume after {sequence}.{number}.")
        self.sequence = sequence
        self.number = number


class DatabaseUnavailable(SpojenciError):
    """Neo4j cannot be reached, refuses the credentials, or is too busy to answer now."""

    code = "DATABASE_UNAVAILABLE"
    exit_code = 4


class AnalystsUnavailable(SpojenciError):
    """The analysts' database is starting, is being made anew, or there is none."""

    code = "ANALYSTS_UNAVAILABLE"
    exit_code = 4


class DatabaseTimeout(SpojenciError):
    """Neo4j ended a statement that took longer than it may."""

    code = "DATABASE_TIMEOUT"
    exit_code = 4


class StatementFailed(SpojenciError):
    """Neo4j gave up over a statement of an analyst, by a mistake of its own or over a value that it takes for one."""

    code = "STATEMENT_FAILED"
    exit_code = 2


class Overloaded(SpojenciError):
    """Too many are reading now."""

    code = "OVERLOADED"
    exit_code = 4


class MigrationFailed(SpojenciError):
    """A change that the stored data need before this version can use them is refused by Neo4j."""

    code = "MIGRATION_FAILED"
    exit_code = 6


class MigrationChanged(SpojenciError):
    """The file of a migration is not the one that was applied to this database."""

    code = "MIGRATION_CHANGED"
    exit_code = 6


class DatabaseNewer(SpojenciError):
    """A newer version has migrated this database, so this one could damage it."""

    code = "DATABASE_NEWER"
    exit_code = 6


class EmbeddedError(SpojenciError):
    """The embedded Neo4j cannot be provided or started. The message says what to do."""

    code = "EMBEDDED_NEO4J"
    exit_code = 5
