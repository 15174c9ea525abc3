"""GraphQL over HTTP: requests in, answers out, and the page for people."""

from typing import Any

import orjson
from graphql import ExecutionResult
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.answers import JSON
from api.errors import RETRY_AFTER, STATUS, body
from api.execution import Engine, RequestError
from api.page import Page, wanted
from graph.errors import BadInput, DatabaseUnavailable

LARGEST = 1_000_000
"""Bytes of the largest request that is read."""

_RESPONSE = "application/graphql-response+json"
_UNAVAILABLE = DatabaseUnavailable.code


class Asked(BaseModel):
    """A request in JSON; other keys are ignored, as GraphQL over HTTP says."""

    model_config = ConfigDict(strict=True)

    query: str
    variables: dict[str, Any] | None = None
    operationName: str | None = None  # noqa: N815 - the name on the wire


class GraphQLView:
    """``/graphql`` for one application: answers, and the query page for a browser that comes to look."""

    def __init__(self, engine: Engine, page: Page) -> None:
        self._engine = engine
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = await self._respond(Request(scope, receive))
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        if request.method not in ("GET", "POST"):
            return _refusal("GraphQL takes POST, or GET with a query", 405, {"Allow": "GET, POST"})
        if request.method == "GET" and wanted(request.headers.get("accept", "")):
            return await self._page.show()
        try:
            asked = _asked(_parameters(request) if request.method == "GET" else await _posted(request))
        except _Refused as refused:
            return refused.response
        return await self._answer(asked, strict=_RESPONSE in request.headers.get("accept", ""))

    async def _answer(self, asked: Asked, *, strict: bool) -> Response:
        """The answer; ``strict`` clients know from the status alone whether a request could be executed."""
        media = _RESPONSE if strict else None
        try:
            result = await self._engine.query(asked.query, asked.variables or {}, asked.operationName)
        except RequestError as error:
            errors = [problem.formatted for problem in error.errors]
            return JSON({"errors": errors}, 400 if strict else 200, media_type=media)
        if not result.errors:
            return JSON({"data": result.data}, media_type=media)
        return _with_errors(result, media)


def _with_errors(result: ExecutionResult, media: str | None) -> Response:
    errors = [error.formatted for error in result.errors or ()]
    answer = {"errors": errors, "data": result.data}
    if any(error["extensions"]["code"] == _UNAVAILABLE for error in errors):
        return JSON(answer, STATUS[_UNAVAILABLE], {"Retry-After": RETRY_AFTER}, media)
    return JSON(answer, media_type=media)


class _Refused(Exception):
    """A request that is no GraphQL request, with the answer to it."""

    def __init__(self, message: str, status: int = 400, place: str = "body") -> None:
        super().__init__(message)
        self.response = _refusal(message, status, place=place)


def _refusal(message: str, status: int, headers: dict[str, str] | None = None, *, place: str | None = None) -> Response:
    known = body(BadInput(message, place=place))
    return JSON({"errors": [{"message": known.pop("message"), "extensions": known}]}, status, headers)


def _parameters(request: Request) -> dict[str, Any]:
    given: dict[str, Any] = dict(request.query_params)
    if given.get("variables"):
        given["variables"] = _json(given["variables"], "variables")
    return {name: value for name, value in given.items() if value != ""}


async def _posted(request: Request) -> Any:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise _Refused("send JSON, with the header Content-Type: application/json", 415, "Content-Type")
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST:
            raise _Refused(f"the request is larger than {LARGEST:,} bytes; ask for less at once", 413)
    return _json(bytes(content), "body")


def _json(text: bytes | str, place: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _Refused(f"this is not JSON: {error}", place=place) from error


def _asked(given: Any) -> Asked:
    if not isinstance(given, dict):
        raise _Refused('a request is one JSON object: {"query": "…", "variables": {…}}')
    try:
        return Asked.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        place = str(first["loc"][0])
        raise _Refused(f"{place}: {first['msg']}", place=place) from error
