"""Who asks: the viewer of each request, from the API key or bearer token that comes with it."""

import asyncio
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from cachetools import TLRUCache
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from api.answers import JSON
from api.caller.rates import Rates, caller
from api.caller.uses import KeyUses
from api.errors import STATUS, body, graphql_error, headers
from api.explorer.addresses import is_page
from api.wire.media import accept_of, wanted
from api.wire.origins import PROBED
from graph import keys
from graph.access import ANYBODY, Viewer
from graph.errors import Forbidden, SpojenciError, Unauthenticated
from graph.settings import Settings
from graph.store import Store

if TYPE_CHECKING:
    from api.caller.tokens import Tokens

MAX_AGE = 30.0
"""Seconds for which it is cached who holds a key or token; a revoked key ends so late at most."""

CACHE_SIZE = 10_000
"""Keys and tokens in that cache."""

REAUTHENTICATE = 60.0
"""Seconds between two checks that the key or token of a subscriber still works."""

REFUSED_COST = 10
"""Cost of a refused key or token, charged to the address that it came from."""

_RESPONSE = "application/graphql-response+json"


@dataclass(frozen=True, slots=True)
class _Known:
    viewer: Viewer
    seconds: float


class Identity:
    """Finds out who holds a key or token."""

    def __init__(self, settings: Settings, store: Store, uses: KeyUses) -> None:
        self._store, self._uses = store, uses
        self._anonymous = settings.anonymous == "read"
        self._tokens = _tokens(settings)
        self._known: TLRUCache[bytes, _Known] = TLRUCache(
            CACHE_SIZE, ttu=lambda _, known, now: float(now + min(known.seconds, MAX_AGE))
        )

    async def identify(self, credential: str | None) -> Viewer:
        """Who asks with this key or token, or with none.

        Raises
        ------
        Unauthenticated
            It is not accepted (any more), or there is none and it takes one.
        Forbidden
            It is a valid token that gives no role here.
        IdentityUnavailable, DatabaseUnavailable, DatabaseTimeout
            It cannot be checked now.
        """
        if credential is None:
            if self._anonymous:
                return ANYBODY
            raise Unauthenticated("this takes a key or token: send it as Authorization: Bearer …", missing=True)
        digest = sha256(credential.encode()).digest()
        if (known := self._known.get(digest)) is None:
            known = self._known[digest] = await self._found(credential)
        return known.viewer

    async def ended(self, credential: str | None) -> SpojenciError:
        """Wait until a key or token is not accepted any more, and say why: what lasts, such as a subscription, ends."""
        while True:
            await asyncio.sleep(REAUTHENTICATE)
            try:
                await self.identify(credential)
            except (Unauthenticated, Forbidden) as error:
                return error
            except SpojenciError:  # it cannot be checked now
                continue

    async def _found(self, credential: str) -> _Known:
        if self._tokens and not credential.startswith(keys.PREFIX):
            bearer = await self._tokens.check(credential)
            return _Known(bearer.viewer, bearer.seconds)
        holder = await keys.find(self._store, credential)
        if holder is None:
            raise Unauthenticated("the key is not known, or has ended; ask who gave it to you for another one")
        if holder.unnoted:
            self._uses.note(holder.viewer.name, holder.unnoted)
        return _Known(holder.viewer, holder.seconds)


def _tokens(settings: Settings) -> "Tokens | None":
    if not settings.oidc_issuer:
        return None
    from api.caller.tokens import Tokens  # with the cryptography that only tokens need

    return Tokens(settings)


_SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key (`spj_…`) or a token of the identity provider.",
    },
    "apiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "An API key (`spj_…`)."},
}


def describe(described: dict[str, Any], settings: Settings) -> None:
    """Say in a description of OpenAPI how a key or token is sent, and whether it can be left out."""
    described.setdefault("components", {})["securitySchemes"] = _SCHEMES
    nobody: list[dict[str, list[str]]] = [{}] if settings.anonymous == "read" else []
    described["security"] = [*({name: []} for name in _SCHEMES), *nobody]
    for path in PROBED:
        described["paths"][path]["get"]["security"] = []


def credential(given: Headers) -> str | None:
    """The key or token among the headers of a request. Raises Unauthenticated where it cannot be one."""
    authorization = given.get("authorization")
    if authorization is None:
        return given.get("x-api-key")
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("send a key or token as Authorization: Bearer …, and nothing else there")
    return token.strip()


class Authentication:
    """Puts the viewer of each request into its state, and answers those that may not ask at all.

    The viewer of a websocket comes with its first message, so its door asks :class:`Identity` by itself.
    """

    def __init__(self, app: ASGIApp, identity: Identity, rates: Rates, settings: Settings) -> None:
        self._app = app
        self._identity = identity
        self._rates = rates
        self._page = settings.profile != "production"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or self._is_open(scope):
            await self._app(scope, receive, send)
            return
        try:
            viewer = await self._identified(scope)
        except SpojenciError as error:
            await _failure(scope, error)(scope, receive, send)
            return
        scope.setdefault("state", {})["viewer"] = viewer
        await self._app(scope, receive, send)

    async def _identified(self, scope: Scope) -> Viewer:
        try:
            return await self._identity.identify(credential(Headers(scope=scope)))
        except Unauthenticated as error:
            if not error.missing:
                await self._rates.charge(caller(HTTPConnection(scope)), REFUSED_COST)
            raise

    def _is_open(self, scope: Scope) -> bool:
        """What holds nothing of the graph: the addresses of health, the explorer, and GraphiQL."""
        path = scope["path"]
        if path in PROBED or is_page(path):
            return True
        page = self._page and path in ("/graphql", "/graphql/") and scope["method"] == "GET"
        return page and wanted(accept_of(Headers(scope=scope)))


def _failure(scope: Scope, error: SpojenciError) -> JSON:
    """An error in the shape of the door that was asked."""
    status = STATUS[error.code]
    if scope["path"] != "/graphql":
        return JSON(body(error), status, headers(error))
    media = _RESPONSE if _RESPONSE in Headers(scope=scope).get("accept", "") else "application/json"
    return JSON({"errors": [dict(graphql_error(error).formatted)]}, status, headers(error), media)
