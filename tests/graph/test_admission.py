"""Reads of one caller leave room for those of others, and what they took is known."""

import asyncio

import pytest

from graph.admission import Admission, Reader
from graph.errors import DatabaseTimeout, Overloaded
from graph.store import Store

pytestmark = pytest.mark.anyio

SLOW = "UNWIND range(1, 2000000000) AS n RETURN count(n)"


async def test_a_caller_has_few_places_and_the_others_have_theirs() -> None:
    admission = Admission(each=2, all_=4, wait=0.05)
    async with admission.place("a"), admission.place("a"):
        with pytest.raises(Overloaded):
            async with admission.place("a"):
                pass
        async with admission.place("b"), admission.place("b"):
            with pytest.raises(Overloaded):
                async with admission.place("c"):
                    pass
    async with admission.place("c"):
        pass


async def test_whoever_waits_for_a_place_takes_none_of_others() -> None:
    admission = Admission(each=1, all_=2, wait=5)

    async def waits() -> None:
        async with admission.place("a"):
            pass

    async with admission.place("a"):
        waiting = [asyncio.create_task(waits()) for _ in range(10)]
        await asyncio.sleep(0)
        async with admission.place("b"):
            pass
    await asyncio.gather(*waiting)


async def test_a_reader_has_a_time_limit_of_its_own_and_its_seconds_are_counted(store: Store) -> None:
    reader = Reader("a", timeout=0.2)
    with pytest.raises(DatabaseTimeout):
        await store.read_by(reader).read(SLOW)
    assert reader.seconds > 0
    assert await store.read("RETURN 1") == [[1]]


async def test_what_the_service_reads_for_itself_needs_no_place(store: Store) -> None:
    theirs = store.read_by(Reader("a", timeout=1))
    slow = [asyncio.create_task(theirs.read(SLOW)) for _ in range(8)]
    await asyncio.sleep(0)
    await store.verify()
    assert not any(task.done() for task in slow)
    await asyncio.gather(*slow, return_exceptions=True)
