"""Changes as they happen, over a websocket and as events; a websocket that does not keep to the protocol."""

import asyncio
from contextlib import AsyncExitStack, ExitStack
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.frames import CloseCode

from api.graphql.execution import LIVE_OF_ONE
from api.graphql.sockets import OPERATIONS
from graph.log.feed import Feed
from graph.settings import Settings
from graph.store import Endpoint, Store
from graph.writing.commands import Connect, Create, Update
from tests.live.conftest import CHANGED, put, rename, streaming, talking
from tests.serving import address_of

pytestmark = pytest.mark.anyio

SUBSCRIBERS = 16


async def test_a_change_is_told_as_it_happens(server: str, graph: Store) -> None:
    async with talking(server) as client:
        await client.subscribe()
        await asyncio.sleep(0.5)
        await rename(graph, "Dvě")
        event = await client.next()
        assert event["node"]["action"] == "UPDATED"
        assert event["node"]["element"] == {"id": "one", "name": "Dvě"}


async def test_one_resumes_after_the_last_one_seen(server: str, graph: Store) -> None:
    async with talking(server) as client:
        await client.subscribe()
        await asyncio.sleep(0.5)
        for name in ("a", "b", "c"):
            await rename(graph, name)
        first, *others = [await client.next() for _ in range(3)]
    async with talking(server) as client:
        await client.subscribe(after=first["cursor"])
        again = [await client.next() for _ in range(2)]
    assert [event["cursor"] for event in again] == [event["cursor"] for event in others]


async def test_every_process_hears_of_what_any_of_them_writes(
    server: str, graph: Store, endpoint: Endpoint, settings: Settings
) -> None:
    with address_of(settings, endpoint) as other:
        async with talking(server) as one, talking(other) as two:
            for client in (one, two):
                await client.subscribe()
            await asyncio.sleep(0.5)
            await rename(graph, "Dvě")
            assert await one.next() == await two.next()


NEW = """subscription { newPotentialPartners(for: "one", topic: "pamet", first: 5) {
    node { ... on Organization { id } } evidence { text(language: EN) } } }"""


async def test_a_new_potential_partner_is_told_once(server: str, graph: Store) -> None:
    await put(graph, Create("Topic", {"id": "pamet", "name": "Paměť"}))
    async with talking(server) as client:
        await client.subscribe(query=NEW)
        await asyncio.sleep(2)
        for name in ("two", "three"):
            spolek = Create("Organization", {"id": name, "name": name})
            await put(graph, spolek, Connect("WORKS_ON", name, "pamet"))
            told = (await client.receive())["payload"]["data"]["newPotentialPartners"]
            assert told["node"] == {"id": name}
            assert told["evidence"]


async def test_new_partners_go_on_after_those_seen(server: str, graph: Store) -> None:
    await put(graph, Create("Topic", {"id": "pamet", "name": "Paměť"}))
    for name in ("two", "three"):
        spolek = Create("Organization", {"id": name, "name": name})
        await put(graph, spolek, Connect("WORKS_ON", name, "pamet"))
    async with talking(server) as client:
        for seen, new in (('["three", "gone"]', {"two"}), ("[]", {"two", "three"})):
            await client.subscribe(query=NEW.replace("first: 5", f"first: 5, seen: {seen}"))
            told = [(await client.receive())["payload"]["data"]["newPotentialPartners"] for _ in new]
            assert {each["node"]["id"] for each in told} == new
            await client.send(type="complete", id="1")


async def test_events_are_an_alternative(server: str, graph: Store) -> None:
    async with streaming(server) as events:
        await asyncio.sleep(0.5)
        for number, new in enumerate(("Dvě", "Tři")):
            await rename(graph, new)
            name, event = await anext(events)
            assert name == "next"
            assert event["data"]["changed"]["node"]["element"]["name"] == new
            assert ("extensions" in event) == (number == 0), "a subscription says once what it costs"


async def test_queries_are_answered_too_and_complete(server: str, graph: Store) -> None:
    async with talking(server) as client:
        await client.subscribe(query='{ library(id: "one") { name } }')
        assert (await client.receive())["payload"]["data"] == {"library": {"name": "Jedna"}}
        assert await client.receive() == {"type": "complete", "id": "1"}


@pytest.mark.parametrize("query", ["{ nope }", "{", "subscription { changed { cursor } again: changed { cursor } }"])
async def test_an_operation_that_cannot_run_is_an_error_of_its_own(server: str, graph: Store, query: str) -> None:
    async with talking(server) as client:
        await client.subscribe(query=query)
        message = await client.receive()
        assert (message["type"], message["id"]) == ("error", "1")
        await client.send(type="ping")
        assert await client.receive() == {"type": "pong"}


async def test_a_cursor_of_something_else_ends_the_subscription(server: str, graph: Store) -> None:
    async with talking(server) as client:
        await client.subscribe(after="nonsense")
        message = await client.receive()
        assert message["payload"]["errors"][0]["extensions"]["code"] == "BAD_INPUT"
        assert (await client.receive())["type"] == "complete"


async def test_a_bug_ends_a_subscription_with_its_id(
    server: str, graph: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: Any, **__: Any) -> Any:
        raise RuntimeError("secret")

    monkeypatch.setattr(Feed, "watch", fails)
    async with talking(server) as client:
        await client.subscribe()
        message = await client.receive()
    async with streaming(server) as events:
        [(name, event)] = [each async for each in events]
    assert (message["type"], name) == ("error", "next")
    for [error] in (message["payload"], event["errors"]):
        assert error["extensions"]["code"] == "INTERNAL" and "secret" not in str(error)
        assert error["extensions"]["requestId"] in caplog.text


async def test_a_completed_subscription_is_silent(server: str, graph: Store) -> None:
    async with talking(server) as client:
        await client.subscribe()
        await asyncio.sleep(0.5)
        await client.send(type="complete", id="1")
        await rename(graph, "Dvě")
        await asyncio.sleep(0.6)
        await client.send(type="ping")
        assert await client.receive() == {"type": "pong"}


BROKEN: list[tuple[list[dict[str, Any]], int]] = [
    ([{"type": "connection_init"}], 4429),
    ([{"type": "nonsense"}], 4400),
    ([{"type": "subscribe", "id": "1"}], 4400),
    ([{"type": "subscribe", "id": "", "payload": {"query": "{ __typename }"}}], 4400),
    ([{"type": "subscribe", "id": "1", "payload": {"query": CHANGED}}] * 2, 4409),
    ([{"type": "subscribe", "id": "é" * 50, "payload": {"query": CHANGED}}] * 2, 4409),
    ([{"type": "subscribe", "id": str(n), "payload": {"query": CHANGED}} for n in range(21)], 4429),
]


@pytest.mark.parametrize(("messages", "code"), BROKEN, ids=lambda value: str(value)[:60])
async def test_who_breaks_the_protocol_is_shut_out(
    server: str, graph: Store, messages: list[dict[str, Any]], code: int
) -> None:
    async with talking(server) as client:
        for message in messages:
            await client.send(**message)
        assert await client.closed() == code


async def test_issue_12_4_subscriptions_of_one_caller_are_bounded(server: str, graph: Store) -> None:
    async with AsyncExitStack() as sockets:
        clients = [await sockets.enter_async_context(talking(server)) for _ in range(LIVE_OF_ONE // OPERATIONS + 1)]
        for client in clients[:-1]:
            for number in range(OPERATIONS):
                await client.send(type="subscribe", id=str(number), payload={"query": CHANGED})
            await client.send(type="ping")
            assert await client.receive() == {"type": "pong"}
        await asyncio.sleep(0.5)
        await clients[-1].subscribe()
        message = await clients[-1].receive()
        assert message["payload"]["errors"][0]["extensions"]["code"] == "OVERLOADED"


async def test_nothing_is_answered_before_the_introduction(server: str, graph: Store) -> None:
    async with talking(server, init=False) as client:
        await client.subscribe()
        assert await client.closed() == 4401


@pytest.mark.parametrize(
    "introduction",
    [
        "spj_x",
        7,
        [],
        {"headers": {"Authorization": "Bearer spj_unknown"}},
        {"X-API-Key": 7},
        {"headers": {"authorization": ["Bearer spj_unknown"]}},
    ],
)
async def test_issue_12_who_means_to_be_somebody_is_never_taken_for_nobody(
    server: str, graph: Store, introduction: object
) -> None:
    """A key below ``headers``, as clients of other services send it, counts; what is no introduction is refused."""
    async with talking(server, init=False) as client:
        await client.send(type="connection_init", payload=introduction)
        assert await client.closed() == (4403 if isinstance(introduction, dict) else 4400)


async def test_who_stays_silent_is_shut_out(server: str, graph: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.graphql.sockets.INIT_SECONDS", 0.2)
    async with talking(server, init=False) as client:
        assert await client.closed() == 4408


async def test_who_asks_nothing_for_long_gives_way(server: str, graph: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.graphql.sockets.IDLE_SECONDS", 0.3)
    async with talking(server) as client:
        await client.subscribe()
        await asyncio.sleep(1)
        await rename(graph, "Nová")
        assert (await client.next())["node"]["element"]["name"] == "Nová"
        await client.send(type="complete", id="1")
        assert await client.closed() == 1001


async def test_the_legacy_protocol_is_not_spoken(server: str, graph: Store) -> None:
    async with talking(server, init=False, subprotocols=["graphql-ws"]) as client:
        assert await client.closed() == 4406


async def test_pages_of_other_origins_may_not_connect(server: str, graph: Store) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with talking(server, origin="https://evil.example"):
            pass
    assert refused.value.response.status_code == 403
    async with talking(server, origin=server):
        pass


async def test_what_may_not_be_seen_is_not_told(server: str, graph: Store) -> None:
    async with talking(server) as client:
        await client.subscribe(after=None)
        await asyncio.sleep(0.5)
        await put(graph, Create("Library", {"id": "hidden", "name": "Skrytá", "visibility": "members"}))
        await put(graph, Connect("PARTNERS_WITH", "one", "hidden"))
        await rename(graph, "Dvě")
        assert (await client.next())["node"]["element"] == {"id": "one", "name": "Dvě"}
    async with streaming(server) as events:
        await asyncio.sleep(0.5)
        await put(graph, Update("hidden", {"name": "Pořád skrytá"}))
        await rename(graph, "Tři")
        _, event = await anext(events)
        assert event["data"]["changed"]["node"]["element"] == {"id": "one", "name": "Tři"}


async def test_who_changed_what_cannot_be_found_out_by_a_filter(server: str, graph: Store) -> None:
    query = 'subscription { changed(filter: {by: ["operator"]}) { cursor } }'
    async with talking(server) as client:
        await client.subscribe(query=query)
        assert (await client.receive())["payload"]["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_a_change_is_read_once_for_all_who_are_told_it(server: str, graph: Store) -> None:
    async with talking(server) as client:
        for id_ in range(SUBSCRIBERS):
            await client.subscribe(id_=str(id_))
        await asyncio.sleep(1)
        before = await _elements_read(server)
        await rename(graph, "Dvě")
        events = [await client.next() for _ in range(SUBSCRIBERS)]
        assert {event["node"]["element"]["name"] for event in events} == {"Dvě"}
        assert await _elements_read(server) - before <= SUBSCRIBERS / 4


async def _elements_read(server: str) -> float:
    """How many statements have read what subscriptions select of elements."""
    wanted = 'spojenci_statement_seconds_count{name="changed"} '
    async with httpx.AsyncClient(base_url=server) as client:
        lines = (await client.get("/metrics")).text.splitlines()
    return sum(float(line.removeprefix(wanted)) for line in lines if line.startswith(wanted))


async def test_streams_end_with_the_service_so_that_clients_connect_again(
    endpoint: Endpoint, settings: Settings, graph: Store, caplog: pytest.LogCaptureFixture
) -> None:
    with ExitStack() as stack:
        server = stack.enter_context(address_of(settings, endpoint))
        async with (
            streaming(server) as events,
            talking(server) as client,
            httpx.AsyncClient(base_url=server, timeout=20) as rest,
            rest.stream("GET", "/v1/changed") as lines,
        ):
            await client.subscribe()
            told = lines.aiter_lines()
            await anext(told)
            await asyncio.to_thread(stack.close)
            assert [each async for each in events] == []
            assert "event: complete" not in [each async for each in told]
            assert await client.closed() == CloseCode.SERVICE_RESTART
    assert not [each for each in caplog.records if each.levelname == "ERROR"]
