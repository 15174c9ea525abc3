"""New documents are read, checked, judged and planned beside the loop, which answers others meanwhile."""

import asyncio
from typing import Any

import pytest

from api.graphql.execution import Engine
from api.graphql.schema import GRAPHQL_SCHEMA
from graph.settings import Settings

pytestmark = pytest.mark.anyio

NODES = " ".join(f"n{n}: libraries(first: 1) {{ nodes {{ id name activities {{ totalCount }} }} }}" for n in range(60))
QUERY = f"query Large {{ {NODES} }}"


@pytest.fixture
def engine(settings: Settings) -> Engine:
    nothing: Any = None  # nothing is executed
    limits = settings.model_copy(update={"max_tokens": 10**5, "max_cost": 10**6})
    return Engine(GRAPHQL_SCHEMA, nothing, nothing, nothing, nothing, nothing, limits)


@pytest.mark.parametrize("step", ["read", "validate", "cost", "follows"])
async def test_12_3_the_loop_goes_on_while_a_new_document_is_prepared(engine: Engine, step: str) -> None:
    document = None if step == "read" else await engine.read(QUERY)
    given: dict[str, tuple[object, ...]] = {"read": (QUERY,), "validate": (document,)}
    preparing = asyncio.ensure_future(getattr(engine, step)(*given.get(step, (document, {}, None))))
    rounds = 0
    while not preparing.done():
        await asyncio.sleep(0)
        rounds += 1
    await preparing
    assert rounds > 10
