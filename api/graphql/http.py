"""GraphQL over HTTP: requests in, answers out, and the page for people."""

from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLError, OperationType
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.answers import JSON
from api.caller.identity import Identity, credential
from api.caller.rates import Rates, caller, viewer
from api.errors import STATUS, RateLimited, graphql_error, headers
from api.graphql.execution import Document, Engine, RequestError
from api.graphql.persisted import Asked, Documents, NotTrusted
from api.graphql.sockets import EVENT_STREAM, events
from api.page.view import Page, accepted, wanted
from graph.errors import BadInput, DatabaseUnavailable, SpojenciError
from graph.settings import Settings

_JSON = "application/json"
_RESPONSE = "application/graphql-response+json"
_UNAVAILABLE = DatabaseUnavailable.code

PREFLIGHT = ("graphql-require-preflight", "apollo-require-preflight")
"""Headers that no page of another origin can send unless it was allowed to (CORS, "preflight")."""


class GraphQLView:
    """``/graphql`` for one application: answers, and the query page for a browser that comes to look."""

    def __init__(
        self, engine: Engine, page: Page, documents: Documents, rates: Rates, settings: Settings, identity: Identity
    ) -> None:
        self._engine = engine
        self._page = page
        self._rates = rates
        self._settings = settings
        self._documents = documents
        self._identity = identity
        self._production = settings.profile == "production"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = await self._respond(Request(scope, receive))
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        accept = request.headers.get("accept") or "*/*"
        if request.method == "GET" and not self._production and wanted(accept):
            return await self._page.show()
        media = _negotiated(accept)
        try:
            if media is None:
                raise _Refused(f"answers are {_RESPONSE} or {_JSON}; accept one of them", 406, "Accept")
            asked = await self._asked(request)
            return await self._answer(request, asked, media)
        except _Refused as refused:
            return self._failure(refused, media or _JSON, refused.status, refused.headers)
        except BadInput as error:
            return self._failure(error, media or _JSON, 400)
        except RateLimited as error:
            return self._failure(error, media or _JSON, STATUS[error.code], headers(error))

    # ------------------------------------------------------------------------------------------------------- reading

    async def _asked(self, request: Request) -> Asked:
        match request.method:
            case "GET":
                asked = self._parameters(request)
                self._guard(request, asked)
                return asked
            case "POST":
                return await self._posted(request)
        raise _Refused("GraphQL takes POST, or GET with a query", 405, None, {"Allow": "GET, POST"})

    def _parameters(self, request: Request) -> Asked:
        given: dict[str, Any] = {name: value for name, value in request.query_params.items() if value}
        if len(given.get("variables", "").encode()) > self._settings.max_variables:
            raise _too_large("variables", self._settings.max_variables)
        for name in ("variables", "extensions"):
            if name in given:
                given[name] = _json(given[name], name)
        return _checked(given)

    def _guard(self, request: Request, asked: Asked) -> None:
        """Keep pages of other origins from asking in the name of whoever looks at them (CSRF).

        A document known by its hash is harmless, and a browser tells where a request comes from.
        """
        if asked.query is None or any(name in request.headers for name in PREFLIGHT):
            return
        foreign = request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        if self._production or foreign:
            raise _Refused("send GET with the header GraphQL-Require-Preflight: 1, or POST", 400, PREFLIGHT[0])

    async def _posted(self, request: Request) -> Asked:
        kind, _, parameters = request.headers.get("content-type", "").lower().partition(";")
        charset = parameters.partition("charset=")[2].strip(' "')
        if kind.strip() != _JSON or charset not in ("", "utf-8", "utf8"):
            raise _Refused("send JSON in UTF-8, with the header Content-Type: application/json", 415, "Content-Type")
        content = bytearray()
        async for chunk in request.stream():
            content += chunk
            if len(content) > self._settings.max_body:
                raise _too_large("body", self._settings.max_body)
        asked = _checked(_json(bytes(content), "body"))
        largest = self._settings.max_variables
        if len(content) > largest and asked.variables and len(orjson.dumps(asked.variables)) > largest:
            raise _too_large("variables", largest)
        return asked

    # ----------------------------------------------------------------------------------------------------- answering

    async def _answer(self, request: Request, asked: Asked, media: str) -> Response:
        """The answer; clients of the newer media type know from the status whether a request could be executed."""
        values, name = asked.variables or {}, asked.operationName
        try:
            document = await self._read(request, asked)
            if request.method == "GET" and document.operation(name).operation is not OperationType.QUERY:
                raise _Refused("only queries may be sent with GET; send POST", 405, None, {"Allow": "POST"})
            cost = self._engine.cost(document, values, name)
            remaining = await self._rates.charge(caller(request), cost)
            if document.operation(name).operation is OperationType.SUBSCRIPTION and media == EVENT_STREAM:
                results = self._engine.subscribe(document, values, name, viewer(request))
                return await events(results, self._identity, credential(request.headers))
            key = request.headers.get("idempotency-key")
            result = await self._engine.execute(document, values, name, viewer(request), key)
        except RequestError as error:
            answer = {"errors": [self._shown(problem) for problem in error.errors]}
            return JSON(answer, 400 if media == _RESPONSE else 200, media_type=media)
        except (BadInput, RateLimited):
            raise
        except SpojenciError as error:
            strict = media == _RESPONSE or isinstance(error, NotTrusted)
            return self._failure(error, media, STATUS[error.code] if strict else 200)
        self._documents.register(asked)
        return self._result(result, self._budget(cost, remaining), media)

    async def _read(self, request: Request, asked: Asked) -> Document:
        text = self._documents.find(asked)
        if reading := self._engine.reading(text):
            await self._rates.charge(caller(request), reading)
        return self._engine.read(text)

    def _budget(self, cost: int, remaining: int | None) -> dict[str, Any]:
        known = {"requested": cost, "limit": self._settings.max_cost}
        return known if remaining is None else known | {"remaining": remaining, "perMinute": self._rates.limit}

    def _result(self, result: ExecutionResult, cost: dict[str, Any], media: str) -> Response:
        extensions = {"cost": cost}
        if not result.errors:
            return JSON({"data": result.data, "extensions": extensions}, media_type=media)
        errors = [self._shown(error) for error in result.errors]
        answer = {"errors": errors, "data": result.data, "extensions": extensions}
        if any(error["extensions"]["code"] == _UNAVAILABLE for error in errors):
            unavailable = DatabaseUnavailable("")
            return JSON(answer, STATUS[_UNAVAILABLE], headers(unavailable), media)
        return JSON(answer, media_type=media)

    def _failure(self, error: SpojenciError, media: str, status: int, more: dict[str, str] | None = None) -> Response:
        return JSON({"errors": [self._shown(graphql_error(error))]}, status, more, media)

    def _shown(self, error: GraphQLError) -> dict[str, Any]:
        """An error as clients see it; in production it does not suggest names of the schema."""
        shown: dict[str, Any] = dict(error.formatted)
        if self._production:
            shown["message"] = shown["message"].partition(" Did you mean")[0]
        return shown


class _Refused(BadInput):
    """What is no GraphQL request, or none that may be made, with the status to answer."""

    def __init__(
        self, message: str, status: int = 400, place: str | None = "body", headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message, place=place)
        self.status = status
        self.headers = headers


def _too_large(what: str, limit: int) -> _Refused:
    return _Refused(f"the {what} of a request may have {limit:,} bytes at most; ask for less at once", 413, what)


def _json(text: bytes | str, place: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _Refused(f"this is not JSON: {error}", place=place) from error


def _checked(given: Any) -> Asked:
    if not isinstance(given, dict):
        raise _Refused('a request is one JSON object: {"query": "…", "variables": {…}}')
    try:
        return Asked.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        place = str(first["loc"][0])
        raise _Refused(f"{place}: {first['msg']}", place=place) from error


def _negotiated(accept: str) -> str | None:
    """The media type to answer in, the newer one only where it is named; None where neither is accepted."""
    quality = dict(accepted(accept))
    if quality.get(EVENT_STREAM, 0) > 0:
        return EVENT_STREAM
    anything = quality.get("application/*", quality.get("*/*", 0.0))
    plain, newer = quality.get(_JSON, anything), quality.get(_RESPONSE, anything)
    if newer > 0 and (plain == 0 or (_RESPONSE in quality and newer >= plain)):
        return _RESPONSE
    return _JSON if plain > 0 else None
