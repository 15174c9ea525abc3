"""The one door to Neo4j."""

import tracemalloc

import pytest

from graph.store import Store

pytestmark = pytest.mark.anyio

MEGABYTE = 1_000_000


async def test_a_transaction_does_not_hold_what_was_sent(store: Store) -> None:
    tracemalloc.start()
    try:
        async with store.transaction("test", timeout=30) as transaction:
            for number in range(10):
                rows = [str(number) * MEGABYTE]
                assert await transaction.run("UNWIND $rows AS row RETURN size(row)", {"rows": rows}) == [[MEGABYTE]]
                assert len(rows) == 1
            held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 5 * MEGABYTE
