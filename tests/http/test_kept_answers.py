"""Answers that are kept: never older than what was written before the question, and not made again meanwhile."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from api.kept import KeptAnswers, Question
from graph.access import ANYBODY
from graph.contract.operation import Follows
from graph.log.state import States
from graph.ranking.partners import Partners
from graph.settings import Settings
from graph.store import Endpoint, Store
from tests.http.conftest import Serve
from tests.serving import address_of, on

PREFLIGHT = {"GraphQL-Require-Preflight": "1"}
NAMED = "query($id: ID!) { topic(id: $id) { name } }"
COUNTED = "{ topics { totalCount nodes { id name } } }"
SERVICE = "import sys; from tests.http.test_kept_answers import serve; serve(*sys.argv[1:])"


@pytest.fixture
def counted(endpoint: Endpoint, settings: Settings, empty_graph: None, serve: Serve) -> httpx.Client:
    """A client of a server on a graph with one topic, where everything may be asked."""
    write(endpoint, settings, "CREATE (:Element:Topic {id: 'topic', name: '0', sortKey: '0'})")
    return serve(rate=0, anonymous_read_timeout=30.0)  # the first plan of a search takes long


def write(endpoint: Endpoint, settings: Settings, text: str) -> None:
    """Write over Bolt, past the log of changes."""
    on(endpoint, settings, lambda store: store.command(text))


def name(client: httpx.Client) -> str:
    """The name of the topic, as a client is told."""
    answer = client.post("/graphql", json={"query": NAMED, "variables": {"id": "topic"}}).json()
    told: str = answer["data"]["topic"]["name"]
    return told


def statements(client: httpx.Client, name: str) -> float:
    """How many statements of a name the service has run."""
    wanted = f'spojenci_statement_seconds_count{{name="{name}"}} '
    lines = client.get("/metrics").text.splitlines()
    return sum(float(line.removeprefix(wanted)) for line in lines if line.startswith(wanted))


def test_a_question_asked_again_is_not_read_again(counted: httpx.Client) -> None:
    for _ in range(2):
        name(counted)
    before = statements(counted, "topic")
    assert [name(counted) for _ in range(5)] == ["0"] * 5
    assert statements(counted, "topic") == before


def test_what_was_written_past_the_log_is_told(counted: httpx.Client, endpoint: Endpoint, settings: Settings) -> None:
    for number in range(5):
        write(endpoint, settings, f"MATCH (topic:Topic {{id: 'topic'}}) SET topic.name = '{number}'")
        assert [name(counted) for _ in range(3)] == [str(number)] * 3


def test_a_crowd_after_a_write_is_answered_once(counted: httpx.Client, endpoint: Endpoint, settings: Settings) -> None:
    for _ in range(2):
        name(counted)
    with ThreadPoolExecutor(8) as pool:
        for number in range(1, 4):
            write(endpoint, settings, f"MATCH (topic:Topic {{id: 'topic'}}) SET topic.name = '{number}'")
            before = statements(counted, "topic")
            assert list(pool.map(lambda _: name(counted), range(16))) == [str(number)] * 16
            assert statements(counted, "topic") == before + 1


async def test_where_who_makes_an_answer_leaves_the_next_makes_it(store: Store, empty_graph: None) -> None:
    answers, question = KeptAnswers(store, Partners(store), 10**6), Question.of("?", {}, ANYBODY)
    making, enough, made = asyncio.Event(), asyncio.Event(), 0

    async def ask() -> bytes:
        nonlocal made
        async with answers.asked(question) as found:
            kept, basis = found
            if kept is None:
                making.set()
                await enough.wait()
                made += 1
                kept = answers.keep(question, b"!", basis, Follows.STORED) if basis else None
            return kept.content if kept else b"passed"

    enough.set()
    assert await ask() == b"passed"
    enough.clear()
    making.clear()
    first = asyncio.create_task(ask())
    await making.wait()
    others = [asyncio.create_task(ask()) for _ in range(5)]
    await asyncio.wait(others, timeout=0.1)
    first.cancel()
    enough.set()
    assert await asyncio.gather(*others) == [b"!"] * 5
    assert made == 2


async def test_what_cannot_be_kept_is_waited_for_by_nobody(store: Store, empty_graph: None) -> None:
    answers, question = KeptAnswers(store, Partners(store), 10**6), Question.of("?", {}, ANYBODY)
    for _ in range(2):
        async with answers.asked(question) as (_, basis):
            if basis:
                answers.keep(question, b"!", basis, Follows.ANYTHING)
    async with answers.asked(question) as first, answers.asked(question) as second:
        assert first == second == (None, None)


def test_answers_are_kept_apart_by_values_and_operation(counted: httpx.Client) -> None:
    document = "query a($n: Int!) { topics(first: $n) { nodes { id } } } query b($n: Int!) { topics(first: $n) { totalCount } }"
    for _ in range(3):
        told = [
            counted.post("/graphql", json={"query": document, "operationName": each, "variables": {"n": n}}).json()[
                "data"
            ]
            for each, n in (("a", 1), ("a", 0), ("b", 1))
        ]
        assert told == [
            {"topics": {"nodes": [{"id": "topic"}]}},
            {"topics": {"nodes": []}},
            {"topics": {"totalCount": 1}},
        ]


def test_a_kept_answer_is_charged_like_any_other(counted: httpx.Client, serve: Serve) -> None:
    client = serve(rate=1000)
    left = [
        client.post("/graphql", json={"query": COUNTED}).json()["extensions"]["cost"]["remaining"] for _ in range(4)
    ]
    paid = [earlier - later for earlier, later in pairwise(left[1:])]
    assert len(set(paid)) == 1
    assert paid[0] > 0


@pytest.mark.parametrize("address", ["/graphql?query={topics{nodes{name}}}", "/v1/search?query=0"])
def test_an_unchanged_answer_is_not_made_to_say_so(
    address: str, counted: httpx.Client, endpoint: Endpoint, settings: Settings
) -> None:
    tags = {counted.get(address, headers=PREFLIGHT).headers["ETag"] for _ in range(3)}
    [tag] = tags
    before = [statements(counted, each) for each in ("topics", "search")]
    same = counted.get(address, headers={**PREFLIGHT, "If-None-Match": tag})
    assert (same.status_code, same.content) == (304, b"")
    assert [statements(counted, each) for each in ("topics", "search")] == before
    write(endpoint, settings, "MATCH (topic:Topic {id: 'topic'}) SET topic.name = 'jiné'")
    assert counted.get(address, headers={**PREFLIGHT, "If-None-Match": tag}).status_code == 200


def test_nothing_is_kept_where_there_is_no_room(serve: Serve, counted: httpx.Client) -> None:
    client = serve(kept_answers=0)
    for _ in range(3):
        name(client)
    before = statements(client, "topic")
    name(client)
    assert statements(client, "topic") == before + 1


@pytest.mark.slow
def test_it_is_never_stale_with_writers_beside_readers_in_two_processes(
    counted: httpx.Client, endpoint: Endpoint, settings: Settings
) -> None:
    with other_process(endpoint, settings) as other, ThreadPoolExecutor(8) as pool:
        written = 0

        def look(client: httpx.Client) -> None:
            for _ in range(60):
                least = written
                assert int(name(client)) >= least

        looking = [pool.submit(look, client) for client in (counted, other) for _ in range(3)]
        while not all(each.done() for each in looking):
            number = written + 1
            write(endpoint, settings, f"MATCH (topic:Topic {{id: 'topic'}}) SET topic.name = '{number}'")
            written = number
        for each in looking:
            each.result()
        assert written > 1


@contextmanager
def other_process(endpoint: Endpoint, settings: Settings) -> Iterator[httpx.Client]:
    """A client of the same service in a process of its own."""
    given = [endpoint.uri, endpoint.username, endpoint.password, str(settings.home)]
    command = [sys.executable, "-c", SERVICE, *given]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ) as process:
        assert process.stdout
        assert process.stdin
        address = process.stdout.readline().decode().strip()
        with httpx.Client(base_url=address, timeout=30) as client:
            yield client
        process.stdin.close()


def serve(uri: str, username: str, password: str, home: str) -> None:
    """Serve on a Neo4j until the input ends."""
    own = Settings(home=Path(home), seed="none", rate=0, webhooks=False, numbers=False, fit=False)
    with address_of(own, Endpoint(uri, username, password)) as address:
        print(address, flush=True)
        sys.stdin.read()


async def test_the_state_moves_with_every_write_and_with_no_read(store: Store, empty_graph: None) -> None:
    states = States(store)
    first = await states.now()
    await store.read("MATCH (n) RETURN count(n)")
    assert await states.now() == first
    await store.command("CREATE (:Internal {kind: 'RankingModel', version: 1})")
    assert await states.now() != first


async def test_what_clients_send_counts_as_room_that_is_taken(store: Store, empty_graph: None) -> None:
    answers = KeptAnswers(store, Partners(store), 10**6)
    question = Question.of("?", {"long": "x" * 100_000}, ANYBODY)
    for _ in range(2):
        async with answers.asked(question) as (_, basis):
            pass
    assert basis
    assert answers.keep(question, b"!", basis, Follows.STORED).size > 100_000
