"""Which of many equally short ways are told does not depend on the order in which they came into the graph."""

import random

import pytest

from graph.questions.named import question
from graph.store import Store
from graph.writing.commands import Command, Connect, Create
from tests.graph.writing import LIBRARY, SCHOOL, do

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("first", [3, 20])
async def test_the_first_of_the_alphabet_are_told(fresh: Store, first: int) -> None:
    names = [f"klub {number:02}" for number in range(40)]
    shuffled = random.Random(first).sample(names, len(names))
    ways: list[Command] = [Create("Activity", {"id": name, "name": name}) for name in shuffled]
    ways += [Connect(link, ally, name) for name in shuffled for link, ally in (("RUNS", "kkfb"), ("RUNS", "school"))]
    await do(fresh, LIBRARY, SCHOOL, *ways)
    asked = question("paths")
    [[paths]] = await fresh.read(asked.text, asked.bind({"from": "kkfb", "to": "school", "first": first}))
    assert [path[0]["to"]["elementId"] for path in paths] == names[:first]
