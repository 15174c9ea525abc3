"""The lines by which a GraphQL request comes, each as a function from a request to what is answered."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import orjson
import websockets.sync.client
from websockets.typing import Subprotocol

Answer = dict[str, Any]
Line = Callable[[httpx.Client, Mapping[str, Any]], Answer]

EVENTS = {"Accept": "text/event-stream"}


def post(client: httpx.Client, request: Mapping[str, Any]) -> Answer:
    answer: Answer = client.post("/graphql", json=request).json()
    return answer


def get(client: httpx.Client, request: Mapping[str, Any]) -> Answer:
    parameters = {name: value if isinstance(value, str) else json.dumps(value) for name, value in request.items()}
    answer: Answer = client.get("/graphql", params=parameters, headers={"GraphQL-Require-Preflight": "1"}).json()
    return answer


def events(client: httpx.Client, request: Mapping[str, Any]) -> Answer:
    answer = client.post("/graphql", json=request, headers=EVENTS)
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    return framed(answer.text)


def framed(text: str) -> Answer:
    """The one answer of a stream of events."""
    following, complete, end = text.split("\n\n")
    name, data = following.split("\n")
    assert (name, complete, end) == ("event: next", "event: complete\ndata: ", "")
    answer: Answer = orjson.loads(data.removeprefix("data: "))
    return answer


def websocket(client: httpx.Client, request: Mapping[str, Any]) -> Answer:
    address = f"{str(client.base_url).replace('http', 'ws', 1).rstrip('/')}/graphql"
    with websockets.sync.client.connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
        for message in ({"type": "connection_init"}, {"type": "subscribe", "id": "1", "payload": request}):
            socket.send(orjson.dumps(message).decode())
        assert orjson.loads(socket.recv(20)) == {"type": "connection_ack"}
        message = orjson.loads(socket.recv(20))
        if message["type"] == "error":
            return {"errors": message["payload"]}
        assert orjson.loads(socket.recv(20)) == {"type": "complete", "id": "1"}
        answer: Answer = message["payload"]
        return answer


LINES: tuple[Line, ...] = (post, get, events, websocket)
