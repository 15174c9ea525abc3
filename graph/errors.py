"""Every error a user of the service can meet, each with a stable code.

A message says where the mistake is and how to mend it. Doors (GraphQL, REST, command line) translate the
code; nobody matches on message texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass


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


class DatabaseUnavailable(SpojenciError):
    """Neo4j cannot be reached, refuses the credentials, or is too busy to answer now."""

    code = "DATABASE_UNAVAILABLE"
    exit_code = 4


class DatabaseTimeout(SpojenciError):
    """Neo4j ended a statement that took longer than it may."""

    code = "DATABASE_TIMEOUT"
    exit_code = 4


class EmbeddedError(SpojenciError):
    """The embedded Neo4j cannot be provided or started. The message says what to do."""

    code = "EMBEDDED_NEO4J"
    exit_code = 5
