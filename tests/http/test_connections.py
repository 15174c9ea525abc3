"""What a connection may take of the service: time, headers, and room beside others."""

import os
import re
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from pathlib import Path

import httpx
import orjson
import pytest

from api.wire.connections import MAX_HEAD, PART
from graph.settings import Settings
from tests.http import raw
from tests.http.conftest import Serve
from tests.live.conftest import talking

HEAD = b"GET /healthz HTTP/1.1\r\nHost: a\r\n"
LENGTH = b"POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
HALVES = {
    "nothing": b"",
    "head": HEAD,
    "long-line": b"GET /" + b"x" * 100,
    "blanks": b"\r\n\r\n",
    "body": LENGTH + b"{",
    "chunks": LENGTH.replace(b"Content-Length: 100", b"Transfer-Encoding: chunked") + b"1\r\n{\r\n",
    "after-a-whole-one": HEAD + b"\r\n" + HEAD,
}


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
def test_h4_half_a_request_is_not_waited_for_without_end(serve: Serve, half: bytes) -> None:
    said = raw.answer(serve(head_timeout=0.2, body_timeout=0.2), half)
    assert re.findall(rb"HTTP/1.1 (\d+)", said) in ([], [b"408"], [b"200"])


def test_h4_600_half_requests_are_gone_and_others_served_meanwhile(serve: Serve) -> None:
    client = serve(head_timeout=2, connections=300)
    with ExitStack() as stack:
        halves = [stack.enter_context(closing(raw.opened(client))) for _ in range(600)]
        for number, half in enumerate(halves):
            half.sendall(HEAD if number % 2 else b"")
        assert client.get("/healthz").text == "ok"
        assert {raw.rest(half)[:12] for half in halves} <= {b"", b"HTTP/1.1 408", b"HTTP/1.1 503"}
    assert client.get("/healthz").text == "ok"


def test_who_waits_longest_gives_way_and_who_is_answered_stays(serve: Serve) -> None:
    client = serve(connections_per_address=2, rate=0)
    with client.stream("GET", "/v1/changed") as events, closing(raw.opened(client)) as idle:
        lines = events.iter_lines()
        next(lines)
        for _ in range(3):
            with closing(raw.opened(client)) as other:
                other.sendall(HEAD + b"Connection: close\r\n\r\n")
                assert b" 200 OK" in raw.rest(other)
        assert raw.rest(idle) == b""
        assert not events.is_closed


def test_proxies_have_connections_for_many(serve: Serve) -> None:
    client = serve(connections_per_address=1, proxies=("127.0.0.1",), head_timeout=60)
    with closing(raw.opened(client)) as idle:
        assert client.get("/healthz").text == "ok"
        idle.sendall(HEAD + b"Connection: close\r\n\r\n")
        assert b" 200 OK" in raw.rest(idle)


@pytest.mark.parametrize("size", [MAX_HEAD, 5_000_000])
@pytest.mark.parametrize(
    "head", [b"GET /%s HTTP/1.1\r\n", b"GET / HTTP/1.1\r\na: %s\r\n", b"GET / HTTP/1.1\r\n%s: a\r\n"]
)
def test_h4_headers_are_bounded(development: httpx.Client, head: bytes, size: int) -> None:
    assert raw.answer(development, head % (b"x" * size) + b"\r\n").startswith(b"HTTP/1.1 431 ")


def test_many_headers_are_bounded_as_one_is(development: httpx.Client) -> None:
    assert raw.answer(development, HEAD + b"a: b\r\n" * MAX_HEAD).startswith(b"HTTP/1.1 431 ")


def test_headers_of_common_size_are_read(development: httpx.Client) -> None:
    answer = development.get("/healthz", headers={"Cookie": "x" * 60_000})
    assert answer.status_code == 200


def test_a_long_body_after_its_head_is_no_long_head(serve: Serve) -> None:
    query = {"query": "{ __typename }" + " " * 150_000}
    assert serve(max_body=200_000).post("/graphql", json=query).json()["data"] == {"__typename": "Query"}


async def test_websockets_and_streams_outlast_the_deadlines(serve: Serve) -> None:
    client = serve(head_timeout=0.2, body_timeout=0.2, keep_alive=1)
    async with talking(str(client.base_url).rstrip("/")) as socket:
        with client.stream("GET", "/v1/changed") as events:
            next(events.iter_lines())
            with closing(raw.opened(client)) as half:
                assert raw.rest(half) == b""  # the deadline has passed
            assert not events.is_closed
        await socket.send(type="ping")
        assert await socket.receive() == {"type": "pong"}


def test_f6_connections_are_kept_as_long_as_is_set(serve: Serve) -> None:
    kept = HEAD + b"\r\n"
    assert raw.answer(serve(keep_alive=1), kept).count(b"HTTP/1.1 200") == 1


def test_f6_connections_are_kept_longer_than_a_proxy_keeps_its_own() -> None:
    assert Settings().keep_alive == 75


def test_who_does_not_take_its_answers_is_given_up(serve: Serve) -> None:
    client = serve(body_timeout=0.2, keep_alive=1, rate=0)
    many = " ".join(f"a{n}: __schema {{ types {{ fields {{ args {{ name description }} }} }} }}" for n in range(10))
    body = orjson.dumps({"query": f"{{ {many} }}"})
    asked = LENGTH.replace(b"100", str(len(body)).encode()) + body
    with closing(raw.opened(client)) as deaf:
        deaf.sendall(asked * 8)
        for _ in range(10):
            raw.answer(client, LENGTH)  # until a deadline
        assert raw.rest(deaf).count(b"HTTP/1.1 200") < 8


@pytest.mark.skipif(sys.platform == "win32", reason="counts files otherwise")
def test_no_more_connections_are_taken_than_there_are_files(project: Path) -> None:
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (300, 900));"
        "from api.wire.connections import _affordable as a; print(a(5000), a(50))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project, capture_output=True, text=True, env={**os.environ}, check=True
    )
    assert done.stdout.split() == ["700", "50"]


def test_a_large_body_has_the_time_of_one_for_each_part(serve: Serve) -> None:
    client = serve(body_timeout=1, max_body=8 * PART)
    body = orjson.dumps({"query": "{ __typename }"}).ljust(4 * PART)
    with closing(raw.opened(client)) as slow:
        slow.sendall(
            LENGTH.replace(b"100", str(len(body)).encode()).replace(b"Host: a", b"Host: a\r\nConnection: close")
        )
        for place in range(0, len(body), PART):
            time.sleep(0.5)
            slow.sendall(body[place : place + PART])
        assert b" 200 OK" in raw.rest(slow)
