"""What Neo4j and its driver refuse, in our words."""

import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from neo4j._exceptions import BoltSecurityError
from neo4j.exceptions import (
    AuthError,
    ConnectionAcquisitionTimeoutError,
    ConstraintError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graph.errors import BadInput, DatabaseTimeout, DatabaseUnavailable, SpojenciError, StatementFailed

DEAD = (ServiceUnavailable, SessionExpired, ConnectionAcquisitionTimeoutError, TimeoutError)
"""What a read meets on a connection that Neo4j, or something on the way to it, has dropped."""

_UNAVAILABLE = (*DEAD, TransientError)
_TAKEN = re.compile(r"with label `([^`]+)` and property `([^`]+)` = '(.*)'", re.DOTALL)


class Translated:
    """Turns the driver's exceptions into ours; those that are our own bugs pass.

    ``late`` are other words for what took too long.
    """

    def __init__(self, late: str | None = None) -> None:
        self._late = late

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        if isinstance(error, Neo4jError | DriverError | TimeoutError) and (translated := _translate(error)):
            late = isinstance(error, TimeoutError) or isinstance(translated, DatabaseTimeout)
            raise DatabaseTimeout(self._late) if late and self._late else translated from error


EXPLAIN = "EXPLAIN\n"
"""It has a line of its own, so that errors do not quote it."""

_AT = re.compile(r"\(line (\d+), column (\d+) \(offset: (\d+)\)\)")


def as_written(message: str) -> str:
    """What Neo4j says of a statement that it was to explain, with the places that these have without that."""
    return _AT.sub(lambda at: f"(line {int(at[1]) - 1}, column {at[2]} (offset: {int(at[3]) - len(EXPLAIN)}))", message)


@contextmanager
def told_of_statement(written: Callable[[str], str] = str) -> Iterator[None]:
    """Turns what Neo4j or the driver has against a statement into :class:`Refused`; what is no fault of it passes.

    Where Neo4j itself fails over it, that is :class:`~graph.errors.StatementFailed`.
    ``written`` makes of Neo4j's message one for whoever wrote the statement.
    """
    try:
        yield
    except RecursionError as error:
        raise Refused("The answer has too many lists and maps within one another.") from error
    except Neo4jError as error:
        code = (error.code or "").rpartition(".")[2]
        if code in _OF_MEMORY:
            raise Refused(_TOO_MUCH_MEMORY) from error
        if isinstance(error, AuthError) or code in _BY_CODE or code == "DatabaseUnavailable":
            raise
        message = f"{written(error.message or ''):.1000} ({code})"
        if (error.code or "").startswith(_OF_NEO4J):
            raise StatementFailed(_FAILED.format(message), place="query") from error
        raise Refused(message) from error


class AccountRefused(DatabaseUnavailable):
    """Neo4j refuses the name or the password of the account."""


class Refused(SpojenciError):
    """Neo4j refuses a command; the message is Neo4j's own, with its code."""


@contextmanager
def refusals() -> Iterator[None]:
    """Turns whatever Neo4j has against a command into :class:`Refused`."""
    try:
        yield
    except Neo4jError as error:
        raise Refused(f"{error.message} ({error.code})") from error


class Taken(BadInput):
    """Another element already has a value that only one may have; label, property and value as far as Neo4j names them."""

    def __init__(self, message: str) -> None:
        found = _TAKEN.search(message)
        self.label, self.property, self.value = found.groups() if found else ("", "", "")
        text = f"Another {self.label} has {self.property} {self.value!r} already." if found else message
        super().__init__(text, place=self.property or None)


def may_pass(error: DatabaseUnavailable) -> bool:
    """Whether trying again can help: a wrong password or certificate stays wrong.

    The driver judges of all but a wait that was too long for it: Neo4j is busy then, as while it fills indexes.
    """
    cause = error.__cause__
    is_busy = isinstance(cause, TimeoutError | ConnectionAcquisitionTimeoutError)
    is_passing = is_busy or (isinstance(cause, Neo4jError | DriverError) and cause.is_retryable())
    return error.place != "NEO4J_URI" and is_passing


def _tls_failure(error: BaseException | None) -> BaseException | None:
    """Why no secure connection came about; the driver hides it among its causes. Plain Bolt just hangs up."""
    if error is None or isinstance(error, ssl.SSLError | BoltSecurityError):
        return error
    causes = [error.__cause__, *getattr(error, "exceptions", ())]
    return next(filter(None, map(_tls_failure, causes)), None)


SILENT = "Neo4j does not answer; it may be starting. Try again in a few seconds."
UNKNOWN = (
    "The change took too long, and may have been made or not: look, or send it once more with the same Idempotency-Key, "
    "which makes it once in any case."
)
LATE = "The question took longer than it may; ask for less, or with a key, which gives it more time."
ACCOUNT = "Neo4j refuses the account: check NEO4J_USERNAME and NEO4J_PASSWORD."
_UNTRUSTED = (
    "Neo4j's certificate is not trusted, or it offers no TLS ({}). Trust its authority on this machine; or use "
    "neo4j+ssc:// for a certificate of its own making, neo4j:// for none."
)
_NO_MEMORY = (
    "This needs more memory than Neo4j may take. Raise SPOJENCI_HEAP (for a Neo4j of your own: "
    "dbms.memory.transaction.total.max), or do it in smaller parts."
)

_OF_MEMORY = ("MemoryPoolOutOfMemoryError", "TransactionOutOfMemoryError", "OutOfMemoryError")
_TOO_MUCH_MEMORY = (
    "The statement needs more memory than a statement of analysts may take. Aggregate sooner, or ask for less."
)

_OF_NEO4J = "Neo.DatabaseError."
_FAILED = "Neo4j gave up over this statement: a value that it cannot take, or a mistake of its own. It says: {}"

_BY_CODE: dict[str, SpojenciError] = {
    **dict.fromkeys(
        ("InvalidBookmark", "InvalidBookmarkMixture"),
        BadInput("It is no bookmark of this Neo4j: send what an answer of this service has told."),
    ),
    "BookmarkTimeout": DatabaseUnavailable("Neo4j has not seen yet what this is to come after. Try again in a second."),
    **dict.fromkeys(
        ("TransactionTimedOut", "TransactionTimedOutClientConfiguration"),
        DatabaseTimeout(LATE),
    ),
    "DatabaseNotFound": DatabaseUnavailable("Neo4j has no database of this name: check NEO4J_DATABASE."),
    # Neo4j calls it transient, but the same again needs the same memory.
    **dict.fromkeys(_OF_MEMORY, BadInput(_NO_MEMORY)),
    **dict.fromkeys(
        ("TransactionStartFailed", "TransactionLogError", "TransactionCommitFailed"),
        DatabaseUnavailable("Neo4j met a critical error; a full disk is the usual one. Its log says which."),
    ),
    "LockAcquisitionTimeout": DatabaseUnavailable(
        "Another import or change is under way. Try again when it has ended."
    ),
}


def _translate(error: Exception) -> SpojenciError | None:
    if isinstance(error, AuthError):
        return AccountRefused(ACCOUNT)
    if isinstance(error, ConstraintError):
        return Taken(error.message or "")
    if isinstance(error, Neo4jError) and (known := _BY_CODE.get((error.code or "").rpartition(".")[2])):
        return type(known)(known.message)
    if not isinstance(error, _UNAVAILABLE):
        return None
    if refusal := _tls_failure(error):
        reason = getattr(refusal, "verify_message", "") or getattr(refusal, "reason", "") or "it hung up"
        return DatabaseUnavailable(_UNTRUSTED.format(reason), place="NEO4J_URI")
    return DatabaseUnavailable(SILENT)
