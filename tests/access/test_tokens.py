"""Bearer tokens: whose are accepted, and what happens while the provider changes its keys or does not answer."""

import asyncio
import base64
import hmac
import time
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as elliptic
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm

from api.caller import tokens
from api.caller.tokens import LEEWAY, Tokens
from api.errors import IdentityUnavailable
from graph.access import Role, Viewer
from graph.errors import BadInput, Forbidden, Unauthenticated
from graph.settings import Settings
from tests.access.provider import AUDIENCE, Provider, provider

pytestmark = pytest.mark.anyio


@pytest.fixture
def idp() -> Iterator[Provider]:
    with provider() as running:
        yield running


def of(idp: Provider, **changes: Any) -> Tokens:
    return Tokens(Settings(oidc_issuer=idp.issuer, oidc_audience=AUDIENCE, **changes))


async def test_a_token_gives_its_role(idp: Provider) -> None:
    checked = await of(idp).check(idp.token())
    assert checked.viewer == Viewer(Role.REVIEWER, "oidc/jana")
    assert 300 < checked.seconds <= 300 + LEEWAY
    assert idp.asked == ["/.well-known/openid-configuration", "/keys"]


@pytest.mark.parametrize(
    ("claims", "viewer"),
    [
        ({"spojenci_role": ["reader", "contributor", "offline_access"]}, Viewer(Role.CONTRIBUTOR, "oidc/jana")),
        ({"spojenci_role": "contributor", "spojenci_library": "kkfb"}, Viewer(Role.CONTRIBUTOR, "oidc/jana", "kkfb")),
        ({"spojenci_role": "admin", "spojenci_library": "kkfb"}, Viewer(Role.ADMIN, "oidc/jana")),
        ({"aud": ["other", AUDIENCE], "sub": "petr"}, Viewer(Role.REVIEWER, "oidc/petr")),
    ],
)
async def test_roles_and_libraries(idp: Provider, claims: dict[str, Any], viewer: Viewer) -> None:
    assert (await of(idp).check(idp.token(**claims))).viewer == viewer


async def test_claims_and_the_address_of_the_keys_can_be_set(idp: Provider) -> None:
    checking = of(idp, oidc_jwks_url=f"{idp.issuer}/keys", oidc_role_claim="https://a.example/role")
    checked = await checking.check(idp.token(**{"https://a.example/role": "reader"}))
    assert checked.viewer.role is Role.READER
    assert idp.asked == ["/keys"]


@pytest.mark.parametrize("role", [None, "owner", "ADMIN", 1, ["owner"], {"admin": True}])
async def test_without_a_role_a_token_is_good_for_nothing(idp: Provider, role: Any) -> None:
    with pytest.raises(Forbidden, match="spojenci_role"):
        await of(idp).check(idp.token(spojenci_role=role))


NOW = int(time.time())
STRANGER = generate_private_key(65537, 2048)


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"aud": "other"},
        {"aud": None},
        {"exp": NOW - LEEWAY - 60},
        {"exp": None},
        {"nbf": NOW + 36_000},
        {"iat": NOW + 36_000},
        {"sub": None},
        {"sub": ""},
        {"sub": "a\nb"},
        {"key": STRANGER},
        {"kid": "unknown", "key": STRANGER},
        {"algorithm": "RS512"},
        {"x": "y" * 9000},
    ],
    ids=" ".join,  # without what differs between the processes that run the tests
)
async def test_what_is_not_accepted(idp: Provider, changes: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated):
        await of(idp).check(idp.token(**changes))


@pytest.mark.parametrize(("claim", "seconds"), [("exp", 40 - LEEWAY), ("nbf", LEEWAY - 20)])
async def test_clocks_may_differ_a_little(idp: Provider, claim: str, seconds: int) -> None:
    claims: dict[str, Any] = {claim: int(time.time()) + seconds}
    await of(idp).check(idp.token(**claims))


async def test_neither_unsigned_nor_signed_with_what_is_public(idp: Provider) -> None:
    public = idp.private["first"].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    claims = jwt.decode(idp.token(), options={"verify_signature": False})
    unsigned = jwt.encode(claims, "", "none", {"kid": "first"})
    parts = jwt.encode(claims, "x" * 32, "HS256", {"kid": "first"}).rsplit(".", 1)[0]
    signature = base64.urlsafe_b64encode(hmac.digest(public, parts.encode(), "sha256")).rstrip(b"=").decode()
    for token in (unsigned, f"{parts}.{signature}", "", "x", "a.b.c", "…", idp.token()[:-9]):
        with pytest.raises(Unauthenticated):
            await of(idp).check(token)


async def test_shared_secrets_are_no_keys(idp: Provider) -> None:
    secret = "x" * 32
    idp.published.append(
        {"kty": "oct", "kid": "shared", "k": "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg", "alg": "HS256"}
    )
    with pytest.raises(Unauthenticated):
        await of(idp).check(idp.token(kid="shared", key=secret, algorithm="HS256"))


async def test_other_signatures(idp: Provider) -> None:
    key = elliptic(SECP256R1())
    idp.published.append({**ECAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": "elliptic"})
    idp.published.append({"kty": "EC", "kid": "broken"})
    assert (await of(idp).check(idp.token(kid="elliptic", key=key, algorithm="ES256"))).viewer.role is Role.REVIEWER


async def test_without_an_id_the_only_key_is_meant(idp: Provider) -> None:
    await of(idp).check(idp.token(kid=None))
    idp.published.append({**idp.published[0], "kid": "second"})
    with pytest.raises(Unauthenticated):
        await of(idp).check(idp.token(kid=None))


async def test_a_token_names_no_address(idp: Provider) -> None:
    with provider() as foreign:
        header = {"jku": f"{foreign.issuer}/keys", "x5u": f"{foreign.issuer}/keys", "jwk": foreign.published[0]}
        with pytest.raises(Unauthenticated):
            await of(idp).check(idp.token(key=foreign.private["first"], header=header))
        with pytest.raises(Unauthenticated):
            await of(idp).check(foreign.token())
        assert foreign.asked == []


async def test_an_issuer_of_another_name_is_not_believed(idp: Provider) -> None:
    idp.claimed_issuer = "https://elsewhere.example"
    with pytest.raises(IdentityUnavailable):
        await of(idp).check(idp.token())


async def test_keys_that_change(idp: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    checking = of(idp)
    old = idp.token()
    await checking.check(old)
    idp.rotate("second")
    with pytest.raises(Unauthenticated):  # so soon, the provider is not asked again
        await checking.check(idp.token(kid="second"))
    assert idp.asked.count("/keys") == 1
    monkeypatch.setattr(tokens, "MIN_INTERVAL", 0)
    await checking.check(idp.token(kid="second"))
    with pytest.raises(Unauthenticated):
        await checking.check(old)


async def test_unknown_keys_do_not_hammer_the_provider(idp: Provider) -> None:
    checking = of(idp)
    strange = [idp.token(kid=f"k{number}", key=STRANGER) for number in range(20)]
    done = await asyncio.gather(*(checking.check(token) for token in strange), return_exceptions=True)
    assert {type(each) for each in done} == {Unauthenticated}
    assert idp.asked.count("/keys") == 1


async def test_while_the_provider_does_not_answer(idp: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    checking = of(idp)
    idp.answers = False
    for _ in range(2):
        with pytest.raises(IdentityUnavailable):
            await checking.check(idp.token())
    assert len(idp.asked) == 1
    monkeypatch.setattr(tokens, "MIN_INTERVAL", 0)
    idp.answers = True
    await checking.check(idp.token())
    idp.answers = False
    monkeypatch.setattr(tokens, "MAX_AGE", 0)
    await checking.check(idp.token())
    with pytest.raises(IdentityUnavailable):
        await checking.check(idp.token(kid="unknown", key=STRANGER))


@pytest.mark.parametrize("address", ["/.well-known/openid-configuration", "/keys"])
async def test_a_provider_that_never_ends_its_answer_is_given_up(
    idp: Provider, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    checking = of(idp)
    monkeypatch.setattr(tokens, "TIMEOUT", 0.2)
    idp.drips = address
    done = await asyncio.gather(*(checking.check(idp.token()) for _ in range(20)), return_exceptions=True)
    assert {type(each) for each in done} == {IdentityUnavailable}
    assert idp.asked.count(address) == 1


async def test_who_has_a_key_that_is_known_does_not_wait_for_a_silent_provider_again(
    idp: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    checking = of(idp)
    await checking.check(idp.token())
    monkeypatch.setattr(tokens, "MAX_AGE", 0)
    monkeypatch.setattr(tokens, "MIN_INTERVAL", 0)
    monkeypatch.setattr(tokens, "TIMEOUT", 0.2)
    idp.drips = "/keys"
    await checking.check(idp.token())
    monkeypatch.setattr(tokens, "TIMEOUT", 3600)
    await checking.check(idp.token())
    await checking.check(idp.token())
    assert checking._keys._again is not None
    checking._keys._again.cancel()


def test_settings_that_cannot_be_meant() -> None:
    wrong: list[dict[str, Any]] = [
        {"oidc_issuer": "https://a.example"},
        {"oidc_issuer": "http://a.example", "oidc_audience": "a"},
        {"oidc_issuer": "https://a.example", "oidc_audience": "a", "oidc_jwks_url": "file:///etc/passwd"},
    ]
    for changes in wrong:
        with pytest.raises(BadInput):
            Tokens(Settings(**changes))
