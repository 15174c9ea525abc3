"""Who asks, over HTTP: keys and tokens at every door, and what is answered to those that are not accepted."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from typing import Any

import httpx
import orjson
import pytest
import websockets.exceptions
import websockets.sync.client
from websockets.typing import Subprotocol

from api.caller import identity, uses
from graph import keys
from graph.access import Role
from graph.settings import Settings
from graph.store import Endpoint, Store
from tests import serving
from tests.access.conftest import Serve, Served
from tests.access.provider import AUDIENCE, provider
from tests.serving import on
from tests.waiting import until

ROWS: list[dict[str, Any]] = [
    {"label": "Library", "id": "library", "name": "Knihovna"},
    {"label": "Organization", "id": "club", "name": "Spolek", "visibility": "members"},
]
QUERY = {"query": '{ organization(id: "club") { name } }'}
ADDRESS = "/v1/neighbourhood?of=club"
NEWER = "application/graphql-response+json"


@pytest.fixture(scope="module")
def reading(serve: Serve) -> Iterator[Served]:
    with provider() as idp, serve(ROWS, oidc_issuer=idp.issuer, oidc_audience=AUDIENCE) as served:
        served.headers.update(
            token={"Authorization": f"Bearer {idp.token()}"},
            nobody={"Authorization": f"Bearer {idp.token(spojenci_role=None)}"},
            stranger={"Authorization": f"Bearer {idp.token(aud='other')}"},
        )
        yield served


def seen(client: httpx.Client, headers: dict[str, str]) -> tuple[bool, bool]:
    """Whether GraphQL and REST show what is for members."""
    graphql = client.post("/graphql", json=QUERY, headers=headers)
    rest = client.get(ADDRESS, headers=headers)
    assert graphql.status_code == 200 and rest.status_code in (200, 404)
    return graphql.json()["data"]["organization"] is not None, rest.status_code == 200


@pytest.mark.parametrize("who", ["reader", "contributor", "tied", "reviewer", "admin", "token"])
def test_a_key_or_token_shows_what_it_is_for(reading: Served, who: str) -> None:
    [value] = reading.headers[who].values()
    secret = value.removeprefix("Bearer ")
    for headers in (reading.headers[who], {"Authorization": f"bearer  {secret}"}, {"X-API-Key": secret}):
        assert seen(reading.client, headers) == (True, True)


def test_anybody_sees_what_is_public(reading: Served) -> None:
    assert seen(reading.client, {}) == (False, False)


WRONG = {
    "unknown": {"Authorization": f"Bearer {keys.PREFIX}{'a' * 43}"},
    "no key": {"X-API-Key": "secret"},
    "scheme": {"Authorization": "Basic YTpi"},
    "empty": {"Authorization": "Bearer"},
    "hostile": {"X-API-Key": "' OR 1=1 //"},
    "long": {"X-API-Key": "a" * 9000},
}


@pytest.mark.parametrize("who", [*WRONG, "stranger"])
def test_what_is_not_accepted_is_401_in_the_shape_of_the_door(reading: Served, who: str) -> None:
    headers = WRONG.get(who) or reading.headers[who]
    graphql = reading.client.post("/graphql", json=QUERY, headers=headers)
    rest = reading.client.get(ADDRESS, headers=headers)
    [error] = graphql.json()["errors"]
    for answer, code, place in (
        (graphql, error["extensions"]["code"], error["extensions"]["place"]),
        (rest, rest.json()["code"], rest.json()["place"]),
    ):
        assert (answer.status_code, code, place) == (401, "UNAUTHENTICATED", "Authorization")
        assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
        assert answer.headers["X-Request-Id"] in answer.text
        assert not any(value in answer.text for value in headers.values() if len(value) > 9)


def test_the_newer_media_type_is_kept(reading: Served) -> None:
    answer = reading.client.post("/graphql", json=QUERY, headers={**WRONG["unknown"], "Accept": NEWER})
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, NEWER)


def test_a_token_without_a_role_is_403(reading: Served) -> None:
    answer = reading.client.get(ADDRESS, headers=reading.headers["nobody"])
    assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN")


def test_a_key_is_looked_up_once_in_a_while(reading: Served, endpoint: Endpoint, settings: Settings) -> None:
    headers = {"X-API-Key": make(endpoint, settings, "counted").secret}
    before = lookups(reading)
    for _ in range(5):
        assert seen(reading.client, headers) == (True, True)
    assert lookups(reading) == before + 1


def lookups(served: Served) -> float:
    lines = served.client.get("/metrics").text.splitlines()
    counts = [line for line in lines if line.startswith('spojenci_statement_seconds_count{name="key"}')]
    return float(counts[0].split()[1]) if counts else 0.0


def test_a_revoked_key_ends(
    reading: Served, endpoint: Endpoint, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "MAX_AGE", 0)
    headers = {"X-API-Key": make(endpoint, settings, "short").secret}
    assert seen(reading.client, headers) == (True, True)
    asyncio.run(_with(endpoint, settings, "revoke", "short"))
    assert reading.client.get(ADDRESS, headers=headers).status_code == 401


LOCKED = "MATCH (key:Internal {kind: 'ApiKey', name: 'locked'}) SET key.locked = true"
USED = "MATCH (key:Internal {kind: 'ApiKey', name: 'locked'}) RETURN key.lastUsed = date()"


def test_the_use_of_a_key_is_noted_behind_the_answer_and_again_where_that_failed(
    reading: Served, endpoint: Endpoint, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_TIMEOUT", 0.5)
    monkeypatch.setattr(uses, "AGAIN", 0.1)
    headers = {"X-API-Key": make(endpoint, settings, "locked").secret}

    async def while_nobody_can_note(store: Store) -> None:
        async with store.transaction("foreign", timeout=30) as foreign:
            await foreign.run(LOCKED)
            assert await asyncio.to_thread(seen, reading.client, headers) == (True, True)
            tries = "SHOW TRANSACTIONS YIELD metaData WHERE metaData.name = 'key_used' RETURN count(*)"
            while not (await store.read(tries))[0][0]:  # noqa: ASYNC110 - Neo4j tells nobody
                await asyncio.sleep(0.05)
            while (await store.read(tries))[0][0]:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    on(endpoint, settings, while_nobody_can_note)
    until(lambda: on(endpoint, settings, lambda store: store.read(USED)) == [[True]])


CHANGED = {"query": "subscription { changed { cursor } }"}


def _events(served: Served, secret: str, revoke: Callable[[], None]) -> str:
    """The code of the error with which a stream of events ends."""
    headers = {"X-API-Key": secret, "Accept": "text/event-stream"}
    with served.client.stream("POST", "/graphql", json=CHANGED, headers=headers) as answer:
        lines = answer.iter_lines()
        assert next(lines) == ":"
        revoke()
        [error, end] = [line.removeprefix("data: ") for line in lines if line.startswith("data: ")]
    assert end == ""
    return str(orjson.loads(error)["errors"][0]["extensions"]["code"])


@contextmanager
def _introduced(served: Served, secret: str) -> Iterator[websockets.sync.client.ClientConnection]:
    address = f"{str(served.client.base_url).replace('http', 'ws')}/graphql"
    with websockets.sync.client.connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
        socket.send(orjson.dumps({"type": "connection_init", "payload": {"X-API-Key": secret}}).decode())
        yield socket


def _socket(served: Served, secret: str, revoke: Callable[[], None]) -> str:
    """The code with which a websocket is closed."""
    with _introduced(served, secret) as socket:
        assert orjson.loads(socket.recv()) == {"type": "connection_ack"}
        socket.send(orjson.dumps({"type": "subscribe", "id": "1", "payload": CHANGED}).decode())
        socket.send(orjson.dumps({"type": "complete", "id": ""}).decode())  # ends nothing of ours
        revoke()
        with pytest.raises(websockets.exceptions.ConnectionClosedError):
            socket.recv(20)
        return str(socket.close_code)


@pytest.mark.parametrize(("door", "code"), [(_events, "UNAUTHENTICATED"), (_socket, "4403")])
def test_a_subscription_ends_with_its_key(
    reading: Served,
    endpoint: Endpoint,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    door: Callable[[Served, str, Callable[[], None]], str],
    code: str,
) -> None:
    monkeypatch.setattr(identity, "MAX_AGE", 0)
    monkeypatch.setattr(identity, "REAUTHENTICATE", 0.2)
    name = f"live-{code.lower()}"
    secret = make(endpoint, settings, name).secret
    assert door(reading, secret, lambda: asyncio.run(_with(endpoint, settings, "revoke", name))) == code


def make(endpoint: Endpoint, settings: Settings, name: str) -> keys.Issued:
    return asyncio.run(_with(endpoint, settings, "create", name, Role.READER, None, timedelta(hours=1)))  # type: ignore[no-any-return]


async def _with(endpoint: Endpoint, settings: Settings, function: str, *values: Any) -> Any:
    async with endpoint.open(settings) as store:
        return await getattr(keys, function)(store, *values)


def test_guessing_is_charged(serve: Serve) -> None:
    with serve(ROWS, rate=25) as served:
        codes = [served.client.get(ADDRESS, headers=WRONG["unknown"]).status_code for _ in range(4)]
        assert codes == [401, 401, 429, 429]
        others = served.client.post("/graphql", json=QUERY, headers=served.headers["reader"])
        assert others.status_code == 200


def test_the_use_of_a_key_is_noted_where_the_service_ends_at_once(
    endpoint: Endpoint, settings: Settings, empty_graph: None
) -> None:
    headers = {"X-API-Key": make(endpoint, settings, "locked").secret}
    with serving.served(settings, endpoint) as client:
        assert client.get("/v1/me", headers=headers).status_code == 200
    assert on(endpoint, settings, lambda store: store.read(USED)) == [[True]]


def test_guessing_over_a_websocket_is_charged(serve: Serve) -> None:
    with serve(ROWS, rate=25) as served:
        for _ in range(4):
            with _introduced(served, "guessed") as socket, pytest.raises(websockets.exceptions.ConnectionClosedError):
                socket.recv(20)
            assert socket.close_code == 4403
        assert socket.close_reason and "a minute" in socket.close_reason
        assert served.client.get(ADDRESS, headers=WRONG["unknown"]).status_code == 429


def test_callers_are_told_who_they_are(reading: Served) -> None:
    def me(role: str) -> object:
        answer = reading.client.post(
            "/graphql", json={"query": "{ me { name role library } }"}, headers=reading.headers[role]
        )
        return answer.json()["data"]["me"]

    assert me("anonymous") == {"name": "anonymous", "role": None, "library": None}
    assert me("tied") == {"name": "tied", "role": "contributor", "library": "library"}


@pytest.fixture(scope="module")
def closed(serve: Serve) -> Iterator[Served]:
    with serve(ROWS, anonymous="none") as served:
        yield served


def test_where_nobody_is_anonymous_everything_takes_a_key(closed: Served) -> None:
    for address in (ADDRESS, "/v1/partners?for=library&topic=x", "/metrics", "/openapi.json", "/nothing", "/graphql"):
        answer = closed.client.get(address)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer"), address
    answer = closed.client.post("/graphql", json={"query": "{ __typename }"})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")
    assert seen(closed.client, closed.headers["reader"]) == (True, True)
    assert closed.client.get("/metrics", headers=closed.headers["reader"]).status_code == 200


def test_openapi_says_how_a_key_is_sent(reading: Served, closed: Served) -> None:
    described = reading.client.get("/openapi.json").json()
    schemes = described["components"]["securitySchemes"]
    assert (schemes["bearer"]["scheme"], schemes["apiKey"]["name"]) == ("bearer", "X-API-Key")
    assert described["security"] == [{"bearer": []}, {"apiKey": []}, {}]
    described = closed.client.get("/openapi.json", headers=closed.headers["reader"]).json()
    assert described["security"] == [{"bearer": []}, {"apiKey": []}]
    assert described["paths"]["/readyz"]["get"]["security"] == []


@pytest.mark.parametrize("other", ["application/json", "application/graphql-response+json;q=0.9"])
def test_whoever_accepts_a_page_in_one_line_and_data_in_another_gets_no_data(closed: Served, other: str) -> None:
    headers = [("Accept", "text/html;q=0.5"), ("Accept", other)]
    answer = closed.client.get("/graphql", params={"query": "{ __typename }"}, headers=headers)
    assert answer.status_code == 401


def test_but_what_holds_nothing_of_the_graph(closed: Served) -> None:
    html = {"Accept": "text/html"}
    page = closed.client.get("/graphql", headers=html)
    assert page.headers["Content-Type"].startswith("text/html") and "<html" in page.text
    assert closed.client.get("/assets/none.js").status_code == 404
    assert closed.client.get("/healthz").status_code == closed.client.get("/readyz").status_code == 200
    assert closed.client.post("/graphql", json=QUERY, headers=html).status_code == 401
    assert closed.client.get("/v1/paths?from=library&to=club", headers=html).status_code == 401


def test_in_production_there_is_no_page_either(serve: Serve) -> None:
    with serve(ROWS, anonymous="none", profile="production") as served:
        assert served.client.get("/graphql", headers={"Accept": "text/html"}).status_code == 401


def test_in_production_callers_without_a_key_are_answered_trusted_documents_alone(serve: Serve) -> None:
    with serve(ROWS, profile="production") as served:
        digest = sha256(QUERY["query"].encode()).hexdigest()
        registered = {**QUERY, "extensions": {"persistedQuery": {"version": 1, "sha256Hash": digest}}}
        assert (
            served.client.post("/graphql", json=QUERY).json()["errors"][0]["extensions"]["code"]
            == "DOCUMENT_NOT_TRUSTED"
        )
        assert "data" in served.client.post("/graphql", json=registered, headers=served.headers["reader"]).json()
        named = {"documentId": digest}
        refused = served.client.post("/graphql", json=named).json()["errors"][0]["extensions"]["code"]
        assert refused == "PERSISTED_QUERY_NOT_FOUND"
        assert "data" in served.client.post("/graphql", json=named, headers=served.headers["reader"]).json()
