"""What the ranking remembers: the same question to the same network is ranked once."""

from dataclasses import replace

import pytest

from graph.access import MEMBERS, PUBLIC
from graph.exchange.importer import load
from graph.questions.named import FEEDBACK
from graph.ranking.engine import Request, Suggestion
from graph.ranking.partners import Partners
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store
from tests.ranking.conftest import CONNECTIONS, ELEMENTS

pytestmark = pytest.mark.anyio

ASKED = Request(asker="library", topic="seniors", include_known=True)


async def test_partners_are_remembered_for_as_long_as_their_network(empty_graph: None, store: Store) -> None:
    await load(store, SCHEMA, [Row(f"line {n}", dict(line)) for n, line in enumerate([*ELEMENTS, *CONNECTIONS], 1)])
    async with Partners(store) as partners:
        first, again = await partners.ask(ASKED), await partners.ask(replace(ASKED))
        assert first
        assert again == first
        assert same(again, first)
        other = await partners.ask(replace(ASKED, first=1))
        assert [each.id for each in other] == [first[0].id]
        await load(
            store, SCHEMA, [Row("line", {"label": "Organization", "id": "new", "name": "Nový", "kind": "school"})]
        )
        assert not same(await partners.ask_newest(ASKED), first)


async def test_what_an_asker_said_and_who_asks_are_asked_apart(empty_graph: None, store: Store) -> None:
    await load(store, SCHEMA, [Row(f"line {n}", dict(line)) for n, line in enumerate([*ELEMENTS, *CONNECTIONS], 1)])
    async with Partners(store) as partners:
        member = replace(ASKED, visible=(PUBLIC, MEMBERS), include_known=False)
        first = await partners.ask(member)
        kept = {"asker": ASKED.asker, "topic": ASKED.topic, "partner": first[0].id, "verdict": "notUseful"}
        said = {"key": "key", "suggestion": kept, "at": "2030-01-01T00:00:00Z"}
        await store.write(lambda transaction: transaction.run(FEEDBACK["give"].text, said), "give", timeout=10)
        assert first[0].id not in [each.id for each in await partners.ask(member)]
        assert first[0].id in [each.id for each in await partners.ask(replace(member, visible=(PUBLIC,)))]


def same(some: list[Suggestion], others: list[Suggestion]) -> bool:
    """Whether they were ranked by one run."""
    return all(one.signals is other.signals for one, other in zip(some, others, strict=True))
