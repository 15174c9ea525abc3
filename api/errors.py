"""How errors look from outside: codes, HTTP statuses, and nothing of our insides."""

import logging
from collections.abc import Mapping

from graphql import GraphQLError

from api.languages import told
from graph.errors import BadInput, SpojenciError, Unauthenticated, WriteRefused, address
from graph.trail import trail

logger = logging.getLogger("spojenci")

INVALID = "GRAPHQL_VALIDATION_FAILED"
"""Code of a document that cannot be executed: it does not parse, does not fit the schema, or names no operation."""

BAD_INPUT = BadInput.code

STATUS = {
    "BAD_INPUT": 400,
    INVALID: 400,
    "INVALID_FILE": 400,
    "QUERY_TOO_COMPLEX": 400,
    "PERSISTED_QUERY_NOT_FOUND": 400,
    "UNAUTHENTICATED": 401,
    "DOCUMENT_NOT_TRUSTED": 403,
    "FORBIDDEN": 403,
    "NOT_FOUND": 404,
    "CONFLICT": 409,
    "KEY_REUSED": 409,
    "TAKEN": 409,
    "STATEMENT_FAILED": 422,
    "RATE_LIMITED": 429,
    "DATABASE_UNAVAILABLE": 503,
    "DATABASE_TIMEOUT": 503,
    "ANALYSTS_UNAVAILABLE": 503,
    "IDENTITY_UNAVAILABLE": 503,
    "OVERLOADED": 503,
}
"""HTTP status of each code; 500 for all others."""

RETRY_AFTER = "2"
"""Seconds after which a client may try again when the database was not there, or too much was asked of it."""


class RateLimited(SpojenciError):
    """A caller has run up all that it may in a minute; ``seconds`` until it may go on."""

    code = "RATE_LIMITED"

    def __init__(self, limit: int, seconds: int) -> None:
        message = f"requests of a cost of {limit:,} a minute are answered; go on in {seconds} s, or ask for less"
        super().__init__(message)
        self.seconds = seconds


class IdentityUnavailable(SpojenciError):
    """The provider of identities does not answer, so its tokens cannot be checked now."""

    code = "IDENTITY_UNAVAILABLE"


class Refused(BadInput):
    """A request that HTTP has a status of its own for, whatever is asked with it."""

    def __init__(
        self, message: str, status: int = 400, place: str | None = None, headers: Mapping[str, str] = {}
    ) -> None:
        super().__init__(message, place=place)
        self.status = status
        self.headers = headers


def too_large(what: str, limit: int) -> Refused:
    """The error of a part of a request that is larger than it may be."""
    return Refused(f"the {what} of a request may have {limit:,} bytes at most; ask for less at once", 413, what)


def status_of(error: SpojenciError) -> int:
    """The HTTP status of an expected error."""
    return error.status if isinstance(error, Refused) else STATUS.get(error.code, 500)


def body(error: SpojenciError) -> dict[str, object]:
    """An expected error as JSON: its stable code, what is wrong, in the language of the request, where, and the request's id.

    Of a write, ``problems`` lists all that stands in its way.
    """
    trail().errors.append(error.code)
    known: dict[str, object] = {"code": error.code, "message": told(error.message)}
    if error.place:
        known["place"] = error.place
    if isinstance(error, WriteRefused):
        known["problems"] = [
            {"code": each.code, "message": told(each.message), "place": address(each.path)} for each in error.problems
        ]
    return known | {"requestId": trail().id}


def headers(error: SpojenciError) -> dict[str, str]:
    """The headers that go with an error."""
    if isinstance(error, Refused):
        return dict(error.headers)
    if isinstance(error, RateLimited):
        return {"Retry-After": str(error.seconds)}
    if isinstance(error, Unauthenticated):
        # RFC 6750, section 3.1: without a credential, no error is told.
        return {"WWW-Authenticate": "Bearer" if error.missing else 'Bearer error="invalid_token"'}
    return {"Retry-After": RETRY_AFTER} if STATUS.get(error.code) == 503 else {}


def masked(error: BaseException) -> dict[str, str]:
    """A bug as JSON: it is logged whole, and the client gets the id to report."""
    logger.error("request %s failed", trail().id, exc_info=error)
    trail().errors.append("INTERNAL")
    message = "Something went wrong on our side; please report it with the request id."
    return {"code": "INTERNAL", "message": told(message), "requestId": trail().id}


def graphql_error(error: BaseException, key: str | None = None) -> GraphQLError:
    """An error of one root field, or of the request as a whole."""
    known: dict[str, object] = body(error) if isinstance(error, SpojenciError) else {**masked(error)}
    message = str(known.pop("message"))
    return GraphQLError(message, path=[key] if key else None, extensions=known)


def request_error(error: GraphQLError, code: str, *, place: str | None = None) -> GraphQLError:
    """The same error of a request as a whole, with its code and, if it is known, its place."""
    trail().errors.append(code)
    known = {"code": code, **({"place": place} if place else {}), "requestId": trail().id}
    return GraphQLError(error.message, error.nodes, error.source, error.positions, extensions=known)
