"""Bearer tokens of an OpenID Connect provider: JWTs that it signed with a key it publishes (RFC 7519, 7517, 8725).

Only addresses that the operator set are ever requested; what a token says about keys (``jku``, ``x5u``) is ignored.
"""

import logging
import time
from asyncio import Lock, Task, create_task, timeout, to_thread
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
import jwt

from api.errors import IdentityUnavailable
from graph.access import Role, Viewer
from graph.errors import BadInput, Forbidden, Unauthenticated
from graph.settings import Settings
from graph.values.rules import element_id

logger = logging.getLogger("spojenci")

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures that take a private key to make; those made with a shared secret could be made from the public key."""

LEEWAY = 60
"""Seconds by which the clocks may differ."""

MAX_LENGTH = 8192
"""Characters of the longest token that is parsed."""

MAX_AGE = 300.0
"""Seconds after which the provider's keys are fetched again."""

MIN_INTERVAL = 10.0
"""Least seconds between two fetches, however many tokens name unknown keys."""

TIMEOUT = 5.0
"""Seconds that the provider has to answer, in all: one that says a little now and then takes no longer."""

_PUBLIC = ("RSA", "EC", "OKP")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_REQUIRED = ["exp", "iss", "aud", "sub"]


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who a token speaks for, and for how many ``seconds`` it still holds."""

    viewer: Viewer
    seconds: float


class Tokens:
    """Checks the tokens of one provider."""

    def __init__(self, settings: Settings) -> None:
        assert settings.oidc_issuer
        if not settings.oidc_audience:
            message = (
                "SPOJENCI_OIDC_ISSUER needs SPOJENCI_OIDC_AUDIENCE: tokens meant for other services are no good here"
            )
            raise BadInput(message, place="SPOJENCI_OIDC_AUDIENCE")
        self._issuer = settings.oidc_issuer
        self._audience = settings.oidc_audience
        self._role_claim = settings.oidc_role_claim
        self._library_claim = settings.oidc_library_claim
        self._keys = Keys(settings.oidc_issuer, settings.oidc_jwks_url)

    async def check(self, token: str) -> Bearer:
        """Who a token speaks for.

        Raises
        ------
        Unauthenticated
            It is no token, or no valid one of this provider for this service now.
        Forbidden
            It is valid, and gives no role here.
        IdentityUnavailable
            The provider's keys cannot be fetched now.
        """
        try:
            if len(token) > MAX_LENGTH:
                raise jwt.DecodeError("it is too long")
            kid = jwt.get_unverified_header(token).get("kid")
            claims = jwt.decode(
                token,
                await self._keys.find(kid),
                algorithms=ALGORITHMS,
                audience=self._audience,
                issuer=self._issuer,
                leeway=LEEWAY,
                options={"require": _REQUIRED, "enforce_minimum_key_length": True},
            )
        except jwt.PyJWTError as error:
            raise Unauthenticated(f"the token is not accepted: {_reason(error)}") from error
        return Bearer(self._viewer(claims), int(claims["exp"]) + LEEWAY - time.time())

    def _viewer(self, claims: Mapping[str, object]) -> Viewer:
        subject = str(claims["sub"])
        if problem := element_id(subject):
            raise Unauthenticated(f"the token is not accepted: as to its subject, {problem}")
        role = self._role(claims.get(self._role_claim))
        library = claims.get(self._library_claim)
        tied = library if role is Role.CONTRIBUTOR and isinstance(library, str) else None
        # No key is named like this, so that nobody's changes are taken for another one's.
        return Viewer(role, f"oidc/{subject}", tied or None)

    def _role(self, claimed: object) -> Role:
        """The highest of the roles that a token has. Raises Forbidden where it has none."""
        listed = claimed if isinstance(claimed, list) else [claimed]
        for role in reversed(Role):
            if role in listed:
                return role
        raise Forbidden(
            f"The token gives no role here: its claim {self._role_claim!r} must be one of {', '.join(Role)}."
        )


class Keys:
    """The public keys of a provider: fetched when needed, cached, and fetched again when a token names an unknown one.

    While the provider does not answer, the keys fetched before stay valid, and only the first to notice waits for it.
    """

    def __init__(self, issuer: str, address: str | None) -> None:
        self._issuer = issuer
        self._address = _secure(address, "SPOJENCI_OIDC_JWKS_URL") if address else None
        self._discovery = _secure(issuer, "SPOJENCI_OIDC_ISSUER").rstrip("/") + "/.well-known/openid-configuration"
        self._keys: dict[str | None, jwt.PyJWK] = {}
        self._lock = Lock()
        self._tried = self._fetched = float("-inf")
        self._again: Task[None] | None = None

    async def find(self, kid: object) -> jwt.PyJWK:
        """The key of this id; without one, the only key there is.

        Raises
        ------
        jwt.InvalidKeyError
            There is no such key.
        IdentityUnavailable
            The provider does not answer.
        """
        known = self._known(kid)
        if known and (time.monotonic() - self._fetched < MAX_AGE or self._lock.locked()):
            return known
        if known and self._fetched < self._tried:  # it did not answer last time
            self._again = create_task(self._refresh())
            return known
        await self._refresh()
        if found := self._known(kid):
            return found
        if self._fetched < self._tried:
            raise IdentityUnavailable("The provider of identities does not answer now. Try again in a few seconds.")
        raise jwt.InvalidKeyError("it is signed with a key that its issuer does not have")

    def _known(self, kid: object) -> jwt.PyJWK | None:
        if kid is None:
            return next(iter(self._keys.values())) if len(self._keys) == 1 else None
        return self._keys.get(kid) if isinstance(kid, str) else None

    async def _refresh(self) -> None:
        async with self._lock:
            if time.monotonic() - self._tried < MIN_INTERVAL:
                return
            self._tried = time.monotonic()
            try:
                async with timeout(TIMEOUT):
                    self._keys = await self._fetch()
            except (httpx.HTTPError, TimeoutError, ValueError, KeyError, TypeError, AttributeError) as error:
                logger.warning("the keys of %s cannot be had: %r", self._issuer, error)
            else:
                self._fetched = time.monotonic()

    async def _fetch(self) -> dict[str | None, jwt.PyJWK]:
        context = await to_thread(httpx.create_ssl_context)
        async with httpx.AsyncClient(verify=context, timeout=TIMEOUT) as client:
            address = self._address
            if address is None:
                found = (await client.get(self._discovery)).raise_for_status().json()
                if found["issuer"] != self._issuer:
                    raise ValueError(f"the issuer calls itself {found['issuer']!r}")
                address = _secure(found["jwks_uri"], "jwks_uri")
            listed = (await client.get(address)).raise_for_status().json()["keys"]
        keys = {entry.get("kid"): key for entry in listed if (key := _public(entry))}
        if not keys:
            raise ValueError("there are no keys for signatures")
        return keys


def _public(entry: Mapping[str, object]) -> jwt.PyJWK | None:
    """A key of a set, if it is public and for signatures that are accepted here."""
    if entry.get("kty") not in _PUBLIC or entry.get("use", "sig") != "sig":
        return None
    try:
        key = jwt.PyJWK.from_dict(dict(entry))
    except jwt.PyJWTError:
        return None
    return key if key.algorithm_name in ALGORITHMS else None


def _secure(address: str, place: str) -> str:
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return address
    raise BadInput(f"{place}={address!r}: the keys of an issuer are had over https only.", place=place)


_REASONS = {
    jwt.ExpiredSignatureError: "it has expired",
    jwt.ImmatureSignatureError: "it is not valid yet",
    jwt.InvalidAudienceError: "it is meant for another service",
    jwt.InvalidIssuerError: "another issuer made it",
    jwt.InvalidAlgorithmError: "it is signed in a way that is not accepted",
    jwt.InvalidSignatureError: "its signature is wrong",
    jwt.MissingRequiredClaimError: f"it must have the claims {', '.join(_REQUIRED)}",
    jwt.InvalidKeyError: "its key is not known, or too short",
}


def _reason(error: jwt.PyJWTError) -> str:
    return _REASONS.get(type(error), "it is not a token of ours")
