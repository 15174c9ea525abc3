"""A client that leaves ends what is read for it within a second; what it writes goes on (F12)."""

import asyncio
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from urllib.parse import quote, urlsplit

import httpx
import orjson
import pytest
import websockets.sync.client
from websockets.typing import Subprotocol

from graph import keys
from graph.access import Role
from graph.admission import Reader
from graph.errors import DatabaseTimeout
from graph.settings import Settings
from graph.store import Endpoint, Store
from tests.faults.proxy import proxied
from tests.http.conftest import Serve
from tests.serving import on, served
from tests.waiting import until

MARK = "unheard of"
ENDLESS = f'narrower: {{some: {{node: {{broader: {{some: {{node: {{name: {{contains: "{MARK}"}}}}}}}}}}}}}}'
QUERY = f'{{ topics(filter: {{broader: {{some: {{node: {{id: {{eq: "hub"}}, {ENDLESS}}}}}}}}}) {{ totalCount }} }}'
HUB = """
CREATE (hub:Element:Topic {id: 'hub', name: 'Hub'})
WITH hub UNWIND range(1, 8000) AS n
CREATE (:Element:Topic {id: 't' + n, name: 'Topic ' + n})-[:BROADER]->(hub)
"""
RUNNING = f"""
SHOW TRANSACTIONS YIELD parameters, currentQuery
WHERE any(key IN keys(parameters) WHERE parameters[key] = '{MARK}') OR currentQuery CONTAINS '{MARK}'
RETURN currentQuery
"""


def is_reading(endpoint: Endpoint, settings: Settings) -> bool:
    """Whether Neo4j looks for what is unheard of."""
    found = on(endpoint, settings, lambda store: store.read(RUNNING))
    return any("SHOW TRANSACTIONS" not in text for [text] in found)


@contextmanager
def sent(client: httpx.Client, head: str, body: bytes = b"", more: str = "A: a") -> Iterator[None]:
    """A request whose client leaves without an answer."""
    split = urlsplit(str(client.base_url))
    with socket.create_connection((split.hostname or "", split.port or 80)) as line:
        length = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        line.sendall(f"{head} HTTP/1.1\r\nHost: a\r\n{more}\r\n{length}\r\n".encode() + body)
        yield


@contextmanager
def _post(client: httpx.Client, query: str = QUERY) -> Iterator[None]:
    with sent(client, "POST /graphql", orjson.dumps({"query": query})):
        yield


@contextmanager
def _get(client: httpx.Client) -> Iterator[None]:
    with sent(client, f"GET /graphql?query={quote(QUERY)}"):
        yield


@contextmanager
def _websocket(client: httpx.Client, query: str = QUERY) -> Iterator[None]:
    address = f"{str(client.base_url).replace('http', 'ws', 1).rstrip('/')}/graphql"
    with websockets.sync.client.connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
        for message in ({"type": "connection_init"}, {"type": "subscribe", "id": "1", "payload": {"query": query}}):
            socket.send(orjson.dumps(message).decode())
        yield


@pytest.mark.parametrize("door", [_post, _get, _websocket])
def test_who_leaves_ends_what_is_read(
    empty_graph: None,
    endpoint: Endpoint,
    settings: Settings,
    serve: Serve,
    door: Callable[[httpx.Client], AbstractContextManager[None]],
) -> None:
    on(endpoint, settings, lambda store: store.command(HUB))
    client = serve(max_depth=30, max_cost=10**9, rate=0)
    for _ in range(3):
        with door(client):
            until(lambda: is_reading(endpoint, settings), 20)
        until(lambda: not is_reading(endpoint, settings), 1)
    assert client.get("/readyz").status_code == 200


def _asked(
    head: str, body: object = None, more: str = "A: a"
) -> Callable[[httpx.Client], AbstractContextManager[None]]:
    return lambda client: sent(client, head, orjson.dumps(body) if body else b"", more)


CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "search", "arguments": {"query": "a"}}}
EITHER = "Accept: application/json, text/event-stream"
ASK = {"query": "{ topics(first: 1) { nodes { name } } }"}
_QUERIES = '{"q0": {"query": "a"}}'
DOORS = {
    "GraphQL": _asked("POST /graphql", ASK),
    "GraphQL by GET": _asked(f"GET /graphql?query={quote(ASK['query'])}"),
    "GraphQL as a stream": _asked("POST /graphql", ASK, "Accept: text/event-stream"),
    "websocket": lambda client: _websocket(client, ASK["query"]),
    "REST": _asked("GET /v1/search?query=a"),
    "an element": _asked("GET /v1/elements/hub"),
    "a named question": _asked("GET /v1/queries/neighbourhood?of=hub"),
    "a named question by POST": _asked("POST /v1/queries/neighbourhood", {"of": "hub"}),
    "an export": _asked("GET /v1/export?format=csv"),
    "assistants": _asked("POST /mcp", CALL, EITHER),
    "reconciliation": _asked(f"GET /reconcile?queries={quote(_QUERIES)}"),
    "suggestions of reconciliation": _asked("GET /reconcile/suggest/entity?prefix=a"),
}


@pytest.mark.parametrize("door", DOORS)
def test_who_leaves_any_door_waits_for_neo4j_no_longer(
    empty_graph: None, endpoint: Endpoint, defaults: Settings, door: str
) -> None:
    """Neo4j has fallen silent on the open connections, so that what is not ended by who leaves waits for half a minute."""
    settings = defaults.model_copy(update={"rate": 0, "kept_answers": 0})
    with proxied(endpoint.uri) as proxy:
        between = Endpoint(f"bolt://127.0.0.1:{proxy.port}", endpoint.username, endpoint.password)
        with served(settings, between) as client:
            until(lambda: client.get("/readyz").status_code == 200, 60)
            proxy.silence()
            with DOORS[door](client):
                until(lambda: 'spojenci_pool_connections{state="in use"} 1.0' in client.get("/metrics").text, 5)
            until(lambda: 'spojenci_pool_connections{state="in use"} 0.0' in client.get("/metrics").text, 1)


WRITES = {
    "POST /v1/create-topics": {"input": [{"name": "By REST"}]},
    "POST /graphql": {
        "query": 'mutation { a: createTopics(input: [{name: "A"}]) { errors { code } } '
        'b: createTopics(input: [{name: "B"}]) { errors { code } } }'
    },
}


def test_what_is_written_for_who_leaves_is_written(
    empty_graph: None, endpoint: Endpoint, settings: Settings, serve: Serve
) -> None:
    client = serve(rate=0)

    async def while_nobody_may_write(store: Store) -> None:
        secret = (await keys.create(store, "leaves", Role.ADMIN, None, timedelta(days=1))).secret
        headers = {"Authorization": f"Bearer {secret}"}
        await asyncio.to_thread(client.get, "/v1/proposals", headers=headers)  # the key is known from now on
        async with store.transaction("held", timeout=30) as held:
            await held.run("MERGE (log:Internal {kind: 'ChangeLog', name: 'changes'}) SET log.held = true")
            for head, body in WRITES.items():
                with sent(client, head, orjson.dumps(body), f"Authorization: {headers['Authorization']}"):
                    await asyncio.sleep(0.5)

    on(endpoint, settings, while_nobody_may_write)
    names = "MATCH (topic:Topic) RETURN topic.name ORDER BY topic.name"
    until(lambda: on(endpoint, settings, lambda store: store.read(names)) == [["A"], ["B"], ["By REST"]], 20)


@pytest.mark.anyio
async def test_all_reads_of_a_request_share_its_deadline(store: Store) -> None:
    reader = Reader("a", timeout=30, deadline=time.monotonic() + 0.5)
    theirs = store.read_by(reader)
    with pytest.raises(DatabaseTimeout):
        await theirs.read("UNWIND range(1, 2000000000) AS n RETURN count(n)")
    with pytest.raises(DatabaseTimeout):
        await theirs.read("RETURN 1")
