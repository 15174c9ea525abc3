"""Cost is shown, and charged to whoever asks, over both doors."""

import asyncio
import logging
import shutil
import socket
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.requests import Request

from api.caller.rates import Rates, Uncounted, caller
from api.caller.redis_counts import RedisCounts
from api.errors import RateLimited
from graph.access import Role, Viewer
from graph.errors import BadInput
from graph.settings import Settings
from tests.http.conftest import Serve

QUERY = {"query": "{ __typename libraries(first: 9) { __typename } }"}
PARTNERS = "/v1/partners?for=nobody&topic=nothing"


def test_the_cost_is_shown(serve: Serve) -> None:
    client = serve(rate=100)
    first, second = (client.post("/graphql", json=QUERY).json()["extensions"]["cost"] for _ in range(2))
    assert first == {"requested": 10, "limit": 5000, "remaining": 86, "perMinute": 100}
    assert second["remaining"] == 76, "a document that is known costs nothing to read"


def test_nothing_is_charged_where_the_rate_is_not_limited(serve: Serve) -> None:
    client = serve(rate=0)
    assert client.post("/graphql", json=QUERY).json()["extensions"]["cost"] == {"requested": 10, "limit": 5000}


@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
def test_who_asks_too_much_has_to_wait(serve: Serve, accept: str) -> None:
    client = serve(rate=15)
    assert client.post("/graphql", json=QUERY).status_code == 200
    answer = client.post("/graphql", json=QUERY, headers={"Accept": accept})
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.json().keys() == {"errors"}
    assert answer.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"


def test_both_doors_charge_the_same_bucket(serve: Serve) -> None:
    client = serve(rate=60)
    assert client.get(PARTNERS).status_code == 404
    answer = client.post("/graphql", json=QUERY)
    assert answer.status_code == 429
    answer = client.get(PARTNERS)
    assert (answer.status_code, answer.json()["code"]) == (429, "RATE_LIMITED")
    assert answer.headers["Retry-After"]
    assert client.get("/healthz").status_code == 200


def test_documents_that_cannot_be_executed_are_charged_too(serve: Serve) -> None:
    client = serve(rate=3)
    statuses = [client.post("/graphql", json={"query": f"{{ nothing{n} "}).status_code for n in range(5)]
    assert statuses == [200, 200, 200, 429, 429]


@pytest.mark.parametrize(
    ("address", "viewer", "expected"),
    [
        ("192.0.2.1", Viewer(), "address/192.0.2.1"),
        ("192.0.2.1", Viewer(Role.READER, "portal"), "key/portal"),
        ("2001:db8:1:2:3:4:5:6", Viewer(), "address/2001:db8:1:2::/64"),
    ],
)
def test_a_caller_is_a_key_or_an_address(address: str, viewer: Viewer, expected: str) -> None:
    scope: dict[str, Any] = {"type": "http", "client": (address, 1), "state": {"viewer": viewer}}
    assert caller(Request(scope)) == expected


async def test_a_new_window_begins_when_one_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.caller.rates._WINDOW", 1)
    async with Rates(Settings(rate=10)) as rates:
        assert await rates.charge("address/a", 4) == 6
        assert await rates.charge("address/b", 10) == 0
        with pytest.raises(RateLimited) as raised:
            await rates.charge("address/a", 7)
        await asyncio.sleep(raised.value.seconds + 0.1)
        assert await rates.charge("address/a", 4) == 6


@pytest.mark.parametrize("address", ["nonsense", "nothing://localhost"])
def test_a_store_that_is_none_is_refused_at_the_start(address: str) -> None:
    with pytest.raises(BadInput, match="SPOJENCI_RATE_STORE"):
        Rates(Settings(rate_store=SecretStr(address)))


LOADING = b"-LOADING Redis is loading the dataset in memory\r\n"


@pytest.mark.parametrize("said", [b"", LOADING, None], ids=["silent", "mistaken", "gone"])
async def test_a_store_that_does_not_answer_holds_up_nobody_and_this_process_counts(
    said: bytes | None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked = Counter[str]()
    real = RedisCounts.incr

    async def incr(self: RedisCounts, key: str, expiry: int, amount: int) -> int:
        asked[key] += 1
        return await real(self, key, expiry, amount)

    monkeypatch.setattr(RedisCounts, "incr", incr)
    ended = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while said is not None and await reader.read(1000):
                writer.write(said)
        writer.close()
        ended.set()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    monkeypatch.setattr("api.caller.rates.AGAIN", 3600)
    settings = Settings(rate=100, rate_store=SecretStr(f"redis://127.0.0.1:{port}"))
    with caplog.at_level(logging.WARNING, "spojenci"):
        async with Rates(settings) as rates:
            assert [await rates.charge("address/a", 30) for _ in range(3)] == [70, 40, 10]
            with pytest.raises(RateLimited):
                await rates.charge("address/a", 30)
    await ended.wait()
    server.close()
    await server.wait_closed()
    assert asked.total() == 1
    assert caplog.text.count("counts for itself") == 1


async def test_a_store_that_is_back_counts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    away = [Uncounted("away")]

    async def incr(*_: object) -> int:
        if away:
            raise away.pop()
        return 7

    monkeypatch.setattr("api.caller.rates.AGAIN", 0)
    monkeypatch.setattr(RedisCounts, "incr", incr)
    async with Rates(Settings(rate=10, rate_store=SecretStr("redis://127.0.0.1:1"))) as rates:
        assert [await rates.charge("address/a", 1) for _ in range(2)] == [9, 3]


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    """The address of a Redis of the test's own."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert any("Ready to accept connections" in line for line in process.stdout)
        yield f"redis://127.0.0.1:{port}"
        process.terminate()


def test_several_processes_count_together_in_redis(serve: Serve, redis: str) -> None:
    one, other = (serve(rate=100, rate_store=SecretStr(redis)) for _ in range(2))
    remaining = [c.post("/graphql", json=QUERY).json()["extensions"]["cost"]["remaining"] for c in (one, other)]
    assert remaining == [86, 72]
