"""What was refused connects nothing, and what is only proposed says so and counts for nothing, whatever is asked."""

from typing import Any

import pytest

from graph.access import ANYBODY
from graph.exchange.importer import load
from graph.questions.answers import ask
from graph.questions.named import QUESTIONS
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store

pytestmark = pytest.mark.anyio

LINES: list[dict[str, Any]] = [
    *({"label": "Organization", "id": id_, "name": id_} for id_ in ("here", "sure", "maybe", "never", "beyond")),
    *({"label": "Topic", "id": id_, "name": id_} for id_ in ("one", "other")),
    {"link": "PARTNERS_WITH", "from": "here", "to": "sure", "until": "2015"},
    {"link": "PARTNERS_WITH", "from": "here", "to": "maybe", "status": "proposed"},
    {"link": "SAME_AS", "from": "here", "to": "never", "status": "rejected"},
    {"link": "PARTNERS_WITH", "from": "sure", "to": "beyond", "status": "rejected"},
    {"link": "WORKS_ON", "from": "here", "to": "one"},
    {"link": "WORKS_ON", "from": "sure", "to": "other"},
]


async def _asked(store: Store, name: str, **values: Any) -> list[dict[str, Any]]:
    return await ask(store, QUESTIONS[name], values, ANYBODY)


async def test_it_is_in_no_neighbourhood(empty_graph: None, store: Store) -> None:
    await load(store, SCHEMA, [Row(f"line {n}", dict(line)) for n, line in enumerate(LINES, 1)])
    [drawn] = await _asked(store, "neighbourhood", of="here", depth=3)
    assert set(drawn["nodes"]) == {"here", "sure", "maybe", "one", "other"}
    edges = {(edge["link"], edge["to"]): edge["status"] for edge in drawn["edges"]}
    assert edges["PARTNERS_WITH", "maybe"] == "proposed"
    near = {row["id"]: row["status"] for row in await _asked(store, "neighbours", id="here")}
    assert near == {"sure": "confirmed", "maybe": "proposed", "one": "confirmed"}


async def test_who_was_a_partner_can_be_introduced_again(empty_graph: None, store: Store) -> None:
    await load(store, SCHEMA, [Row(f"line {n}", dict(line)) for n, line in enumerate(LINES, 1)])
    pairs = await _asked(store, "connectors", one="one", other="other")
    assert [(row["ally"], row["introduce"]) for row in pairs] == [("here", "sure")]


async def test_who_was_a_partner_connects_nobody(empty_graph: None, store: Store) -> None:
    await load(store, SCHEMA, [Row(f"line {n}", dict(line)) for n, line in enumerate(LINES, 1)])
    assert await _asked(store, "connectors", one="here", other="other") == []
    again: dict[str, object] = {"link": "PARTNERS_WITH", "from": "here", "to": "sure", "until": "2100", "id": "again"}
    await load(store, SCHEMA, [Row("line 1", again)])
    [row] = await _asked(store, "connectors", one="here", other="other")
    assert (row["ally"], row["introduce"]) == ("sure", None)
