"""Who says what: elements and connections name every source, and nothing is said twice for it."""

from typing import Any

import pytest

from graph.exchange import importer
from graph.exchange.importer import Report
from graph.questions.named import QUESTIONS
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store

pytestmark = pytest.mark.anyio

LIBRARY = {"label": "Library", "id": "library", "name": "Knihovna"}
SCHOOL = {"label": "Organization", "id": "school", "name": "Škola"}
PARTNERS = {"link": "PARTNERS_WITH", "from": "library", "to": "school", "kinds": ["space"]}


async def load(store: Store, *data: dict[str, Any], **options: Any) -> Report:
    return await importer.load(store, SCHEMA, [Row(f"line {n}", one) for n, one in enumerate(data, 1)], **options)


async def sources(store: Store) -> list[Any]:
    """Sources of elements by id, then of connections."""
    return await store.read(
        "MATCH (n:Element) WHERE n.id <> 'a page' RETURN n.id AS id, n.sources AS sources ORDER BY id "
        "UNION ALL MATCH ()-[c]->(:Element) RETURN type(c) AS id, c.sources AS sources"
    )


async def test_a_statement_of_several_sources_is_one_that_names_them_all(fresh: Store) -> None:
    await load(fresh, LIBRARY | {"source": "register"}, SCHOOL, PARTNERS | {"source": "register"})
    again = await load(fresh, LIBRARY | {"source": "page"}, PARTNERS | {"sources": ["page", "register"]})
    assert (again.elements.updated, again.connections.updated, again.connections.created) == (1, 1, 0)
    both = ["register", "page"]
    assert await sources(fresh) == [["library", both], ["school", None], ["PARTNERS_WITH", both]]
    same = await load(fresh, LIBRARY | {"source": "page"}, PARTNERS | {"source": "page"})
    assert (same.elements.unchanged, same.connections.unchanged) == (1, 1)


async def test_two_rows_of_a_file_unite_their_sources(fresh: Store) -> None:
    await load(fresh, LIBRARY | {"source": "a"}, SCHOOL, LIBRARY | {"source": "b"}, PARTNERS | {"source": "a"},
               PARTNERS | {"source": "b"})  # fmt: skip
    assert await sources(fresh) == [["library", ["a", "b"]], ["school", None], ["PARTNERS_WITH", ["a", "b"]]]


async def test_a_parallel_connection_that_is_said_already_gets_the_source(fresh: Store) -> None:
    await load(fresh, LIBRARY, SCHOOL, PARTNERS | {"id": "1", "source": "a", "note": "spolu"})
    done = await load(fresh, PARTNERS | {"source": "b"})
    assert (done.connections.created, done.connections.updated) == (0, 1)
    assert (await sources(fresh))[-1] == ["PARTNERS_WITH", ["a", "b"]]


async def test_search_finds_sources_only_where_they_are_asked_for(fresh: Store) -> None:
    await load(fresh, LIBRARY, {"label": "Source", "id": "a page", "name": "Knihovna v novinách"})
    await fresh.read("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
    search = QUESTIONS["search"]

    async def found(types: list[str] | None) -> list[Any]:
        values = search.bind({"query": "knihovna", "types": types, "visible": ["public"]})
        return [row[0] for row in await fresh.read(search.text, values)]

    assert await found(None) == ["library"]
    assert await found(["Source"]) == ["a page"]
