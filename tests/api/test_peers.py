"""What `make bench-peers` measures is the same work: peers and service answer the golden graph with the same values."""

from collections.abc import AsyncIterator, Mapping

import httpx
import neo4j
import orjson
import pytest
from graphql import parse

from bench.peers import dataloader
from bench.peers.contestants import NODE
from bench.peers.measuring import values
from bench.peers.questions import NEO4J, OURS, QUESTIONS, STRAWBERRY, Question, leaves
from bench.peers.typedefs import type_definitions
from bench.serving import driver_asker, driver_of
from bench.statements import compiled
from graph.schema import SCHEMA
from graph.store import Endpoint

SAMPLES = [
    {"id": id, "topic": topic, "words": "knihovna", "after": None, "offset": 0, "key": ""}
    for id, topic in (("knihovna", "pamet"), ("alfa-knihovna", "zdravi"), ("nikde", "sdg-3"))
]
SAME = [each for each in QUESTIONS if not each.apart]


def _ours(client: httpx.Client, question: Question, sample: Mapping[str, object]) -> list[object]:
    body = {"query": question.texts[OURS], "variables": question.values(OURS, sample)}
    return values(client.post("/graphql", json=body).content)


@pytest.fixture
async def by_hand(endpoint: Endpoint, golden_graph: None) -> AsyncIterator[dataloader.Context]:
    auth = (endpoint.username, endpoint.password)
    async with neo4j.AsyncGraphDatabase.driver(endpoint.uri, auth=auth, notifications_min_severity="OFF") as driver:
        yield dataloader.Context(driver)


@pytest.mark.parametrize("question", SAME, ids=lambda each: each.name)
async def test_the_service_written_by_hand_answers_the_same(
    question: Question,
    golden: httpx.Client,
    by_hand: dataloader.Context,
) -> None:
    for sample in SAMPLES:
        answer = await dataloader.SCHEMA.execute(
            question.texts[STRAWBERRY], question.values(STRAWBERRY, sample), context_value=by_hand
        )
        assert not answer.errors
        assert [*leaves(answer.data)] == _ours(golden, question, sample)


@pytest.mark.parametrize("question", SAME, ids=lambda each: each.name)
def test_the_driver_answers_the_same(question: Question, golden: httpx.Client, endpoint: Endpoint) -> None:
    with driver_of(endpoint) as driver:
        for sample in SAMPLES[:2]:
            statement = compiled(question.texts[OURS], **question.values(OURS, sample))
            assert statement
            assert values(driver_asker(driver)(*statement)) == _ours(golden, question, sample)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.name)
def test_every_dialect_declares_what_samples_hold(question: Question) -> None:
    for dialect, text in question.texts.items():
        assert parse(text)
        assert question.values(dialect, SAMPLES[0])


@pytest.mark.parametrize("checked", [False, True])
def test_type_definitions_hold_the_whole_model(checked: bool) -> None:
    text = type_definitions(SCHEMA, checked=checked)
    assert parse(text)
    labels = [*(each.label for each in SCHEMA.elements), *(each.label for each in SCHEMA.traits)]
    assert all(f"type {label} @node" in text for label in labels)
    assert all(f'type: "{each.type}"' in text for each in SCHEMA.connections)
    assert text.count("@authorization") == checked * len(labels)


def test_node_packages_are_locked_without_addresses() -> None:
    lock = orjson.loads((NODE / "package-lock.json").read_bytes())
    assert all("integrity" in each and "resolved" not in each for name, each in lock["packages"].items() if name)
    assert NEO4J in lock["packages"][""]["dependencies"]
