"""How errors look from outside: codes, HTTP statuses, and nothing of our insides."""

import logging
from contextvars import ContextVar
from typing import Any

from graphql import GraphQLError

from graph.errors import BadInput, SpojenciError

logger = logging.getLogger("spojenci")

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="-")
"""The id of the request being answered; it stands in the answer and in the log."""

INVALID = "GRAPHQL_VALIDATION_FAILED"
"""Code of a document that cannot be executed: it does not parse, does not fit the schema, or names no operation."""

BAD_INPUT = BadInput.code

STATUS = {
    "BAD_INPUT": 400,
    "INVALID_FILE": 400,
    "NOT_FOUND": 404,
    "DATABASE_UNAVAILABLE": 503,
    "DATABASE_TIMEOUT": 503,
}
"""HTTP status of each code; 500 for all others."""

RETRY_AFTER = "2"
"""Seconds after which a client may try again when the database was not there."""


def body(error: SpojenciError) -> dict[str, Any]:
    """An expected error as JSON: its stable code, what is wrong, where, and the request it belongs to."""
    place = {"place": error.place} if error.place else {}
    return {"code": error.code, "message": error.message, **place, "requestId": REQUEST_ID.get()}


def headers(error: SpojenciError) -> dict[str, str]:
    """The headers that go with an error."""
    return {"Retry-After": RETRY_AFTER} if STATUS.get(error.code) == 503 else {}


def masked(error: BaseException) -> dict[str, Any]:
    """A bug as JSON: it is logged whole, and the client gets the id to report."""
    logger.error("request %s failed", REQUEST_ID.get(), exc_info=error)
    message = "Something went wrong on our side; please report it with the request id."
    return {"code": "INTERNAL", "message": message, "requestId": REQUEST_ID.get()}


def graphql_error(error: BaseException, key: str) -> GraphQLError:
    """An error of one root field."""
    known = body(error) if isinstance(error, SpojenciError) else masked(error)
    message = known.pop("message")
    return GraphQLError(message, path=[key], extensions=known)


def request_error(error: GraphQLError, code: str, *, place: str | None = None) -> GraphQLError:
    """The same error of a request as a whole, with its code and, if it is known, its place."""
    known = {"code": code, **({"place": place} if place else {}), "requestId": REQUEST_ID.get()}
    return GraphQLError(error.message, error.nodes, error.source, error.positions, extensions=known)
