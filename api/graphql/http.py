"""GraphQL over HTTP: requests in, answers out, and GraphiQL for browsers."""

from collections.abc import Callable, Mapping
from functools import partial

import orjson
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.answers import JSON
from api.caller.identity import Identity, credential
from api.errors import STATUS, Refused, headers
from api.graphql import events
from api.graphql.asking import Answer, GraphQLService, refusal
from api.graphql.events import EVENT_STREAM
from api.graphql.execution import RequestError
from api.graphql.limits import TooComplex
from api.graphql.persisted import DocumentNotFound, GraphQLRequest
from api.wire.bodies import json_of, parsed
from api.wire.caches import tag
from api.wire.media import accept_of, accepted, wanted
from api.wire.origins import PREFLIGHT
from api.wire.stopping import stopping
from graph.errors import DatabaseTimeout, DatabaseUnavailable, Overloaded, SpojenciError
from graph.settings import Settings

_JSON = "application/json"
_RESPONSE = "application/graphql-response+json"
_ALLOW = {"Allow": "GET, HEAD, OPTIONS, POST"}


_NOT_NOW = (DatabaseUnavailable, DatabaseTimeout, Overloaded)
"""What the same request may be answered with another time."""


class GraphQLView:
    """``/graphql`` for one application: answers, and a page for a browser that comes to look."""

    def __init__(
        self, service: GraphQLService, page: Callable[[], Response], identity: Identity, settings: Settings
    ) -> None:
        self._service = service
        self._page = page
        self._identity = identity
        self._production = settings.profile == "production"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = await self._respond(Request(scope, receive))
        await response(scope, receive, send)

    async def _respond(self, http: Request) -> Response:
        accept = accept_of(http.headers)
        if http.method == "OPTIONS":
            return Response(status_code=204, headers=_ALLOW)
        if http.method == "GET" and not self._production and wanted(accept):
            return self._page()
        quality = dict(accepted(accept))
        media = _negotiated(quality)
        try:
            if media is None:
                raise Refused(f"answers are {_RESPONSE} or {_JSON}; accept one of them", 406, "Accept")
            request = await self._request(http)
        except Refused as error:
            return _response(refusal(error), media or _JSON)
        return await self._ask(http, request, media, streams=quality.get(EVENT_STREAM, 0.0) > 0)

    async def _ask(self, http: Request, request: GraphQLRequest, media: str, *, streams: bool) -> Response:
        key = http.headers.get("idempotency-key")
        answer = await self._service.ask(request, http, key=key, streams=streams, queries_only=http.method == "GET")
        if isinstance(answer, Answer):
            return _response(answer, media, _kept(answer, media) if http.method == "GET" else {})
        return events.stream(answer, partial(self._key_ended, credential(http.headers)), stopping(http.scope))

    async def _key_ended(self, secret: str | None) -> Answer:
        return refusal(await self._identity.ended(secret))

    # ------------------------------------------------------------------------------------------------------- reading

    async def _request(self, http: Request) -> GraphQLRequest:
        match http.method:
            case "GET":
                request = _parameters(http)
                self._guard(http, request)
                return request
            case "POST":
                return _checked(await json_of(http))
        raise Refused("GraphQL takes POST, or GET with a query", 405, headers=_ALLOW)

    def _guard(self, http: Request, request: GraphQLRequest) -> None:
        """Keep pages of other origins from asking in the name of whoever looks at them (CSRF).

        A document known by its hash is harmless, and a browser tells where a request comes from.
        """
        if request.query is None or any(name in http.headers for name in PREFLIGHT):
            return
        foreign = http.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        if self._production or foreign:
            raise Refused("send GET with the header GraphQL-Require-Preflight: 1, or POST", place=PREFLIGHT[0])


def _parameters(http: Request) -> GraphQLRequest:
    given: dict[str, object] = {}
    for name, value in http.query_params.multi_items():
        if name in given:
            raise Refused(f"{name} is given twice", place=name)
        given |= {name: value} if value else {}
    return _checked(
        given | {n: parsed(v, n) for n in ("variables", "extensions") if isinstance(v := given.get(n), str)}
    )


def _checked(given: object) -> GraphQLRequest:
    if not isinstance(given, dict):
        raise Refused('a request is one JSON object: {"query": "…", "variables": {…}}', place="body")
    try:
        return GraphQLRequest.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        place = str(first["loc"][0])
        raise Refused(f"{place}: {first['msg']}", place=place) from error


# --------------------------------------------------------------------------------------------------------- answering


def _negotiated(quality: Mapping[str, float]) -> str | None:
    """The media type of a single answer: the newer JSON only where it is named, events only where no JSON is accepted.

    None where nothing of it is accepted.
    """
    anything = quality.get("application/*", quality.get("*/*", 0.0))
    plain, newer = quality.get(_JSON, anything), quality.get(_RESPONSE, anything)
    if newer > 0 and (plain == 0 or (_RESPONSE in quality and newer >= plain)):
        return _RESPONSE
    if plain > 0:
        return _JSON
    return EVENT_STREAM if quality.get(EVENT_STREAM, 0.0) > 0 else None


def _kept(answer: Answer, media: str) -> dict[str, str]:
    """What caches may do with an answer to GET: its tag leaves out what is left to the caller, each time another."""
    if answer.refused or "errors" in answer.response:
        return {"Cache-Control": "private, no-store"}
    own = answer.tag or tag(orjson.dumps(answer.response["data"]))
    return {"ETag": tag(f"{media} {own}".encode())}


def _response(answer: Answer, media: str, kept: Mapping[str, str] = {}) -> Response:
    error = answer.refused or _not_now(answer)
    more = {**kept, **(headers(error) if isinstance(error, SpojenciError) else {})}
    if media == EVENT_STREAM:
        return events.whole(answer.response, _status(error, media), more)
    return JSON(answer.response, _status(error, media), more, media)


def _not_now(answer: Answer) -> SpojenciError | None:
    """The error of an answer that is none because the database was not there, or had too much to do."""
    if "errors" not in answer.response:
        return None
    codes = {error.get("extensions", {}).get("code") for error in answer.response["errors"]}
    answered = any(value is not None for value in (answer.response.get("data") or {}).values())
    if answered and DatabaseUnavailable.code not in codes:
        return None
    return next((error("") for error in _NOT_NOW if error.code in codes), None)


def _status(error: Exception | None, media: str) -> int:
    """Clients of the newer media type know from the status whether a well-formed request could be executed."""
    match error:
        case None:
            return 200
        case RequestError() | TooComplex() | DocumentNotFound() if media != _RESPONSE:
            return 200
        case Refused():
            return error.status
        case SpojenciError():
            return STATUS.get(error.code, 500)
    return 500
