"""New documents are checked, judged and planned beside the loop, which answers others meanwhile."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from api.graphql.execution import Engine
from api.graphql.schema import GRAPHQL_SCHEMA
from graph.settings import Settings

pytestmark = pytest.mark.anyio

SIDES = "activities { nodes { id name } } partners { nodes { id name } } places { nodes { id name } }"
QUERY = "{ " + " ".join(f"n{n}: libraries(first: 1) {{ nodes {{ id name {SIDES} }} }}" for n in range(10)) + " }"


@pytest.fixture
def engine(settings: Settings) -> Engine:
    nothing: Any = SimpleNamespace(store=None)  # nothing is executed
    limits = settings.model_copy(update={"max_tokens": 10**5, "max_cost": 10**6})
    return Engine(GRAPHQL_SCHEMA, nothing, limits)


@pytest.mark.parametrize("step", ["validate", "cost", "follows"])
async def test_12_3_the_loop_goes_on_while_a_new_document_is_prepared(engine: Engine, step: str) -> None:
    document = await engine.read(QUERY)
    given: tuple[object, ...] = (document,) if step == "validate" else (document, {}, None)
    preparing = asyncio.ensure_future(getattr(engine, step)(*given))
    rounds = 0
    while not preparing.done():
        await asyncio.sleep(0)
        rounds += 1
    await preparing
    assert rounds > 2  # on the loop itself it would be one
