"""Pages of lists: whole from both ends, in every order, and stable while others write."""

import asyncio
from collections.abc import Iterator
from itertools import chain, product
from typing import Any

import httpx
import pytest

from graph.exchange import importer
from graph.rows import Row
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store
from graph.values.collation import sort_key

NAMES = ["Cheb", "Cyklus", "Čáslav", "Hora", "Chata", "Ikar", "Šumava", "Sova", "Žák", "Alfa", "alfa", "Álfa"]
LIBRARIES = [
    {"label": "Library", "id": f"l{n}", "name": NAMES[n % len(NAMES)], "kind": "library" if n % 3 else "other"}
    for n in range(40)
]
MEMBERS = [
    {"link": "MEMBER_OF", "from": f"l{n}", "to": "net", **({"since": str(2000 + n % 5)} if n % 4 else {})}
    for n in range(40)
]
TWICE = [{"link": "MEMBER_OF", "from": "l1", "to": "net", "id": "again", "since": "1999"}]
ORDERED = sorted(LIBRARIES, key=lambda row: sort_key(row["name"], row["id"]))
PAGE = "edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"


async def _load(store: Store, *rows: dict[str, Any]) -> None:
    await importer.load(store, SCHEMA, (Row(f"row {n}", dict(row)) for n, row in enumerate(rows)))


@pytest.fixture
def client(server: str, empty_graph: None, endpoint: Endpoint, settings: Settings) -> Iterator[httpx.Client]:
    """Of a graph of forty libraries, all members of one network, one of them twice."""

    async def fill() -> None:
        async with endpoint.open(settings) as store:
            await _load(store, *LIBRARIES, {"label": "Community", "id": "net", "name": "Síť"}, *MEMBERS, *TWICE)

    asyncio.run(fill())
    with httpx.Client(base_url=server, timeout=30) as opened:
        yield opened


def _ask(client: httpx.Client, query: str) -> Any:
    answer = client.post("/graphql", json={"query": query}).json()
    assert "errors" not in answer, answer
    return answer["data"]


def _list(client: httpx.Client, field: str, **arguments: Any) -> Any:
    given = ", ".join(f"{name}: {value}" for name, value in arguments.items() if value is not None)
    if field == "libraries":
        return _ask(client, f"{{ it: libraries({given}) {{ {PAGE} }} }}")["it"]
    return _ask(client, f'{{ community(id: "net") {{ it: members({given}) {{ {PAGE} }} }} }}')["community"]["it"]


def _walk(client: httpx.Client, field: str, size: int, *, backward: bool = False, **arguments: Any) -> list[list[str]]:
    """The ids of each page, as they come."""
    pages, cursor = [], None
    count, bound, more, end = (
        ("last", "before", "hasPreviousPage", "startCursor")
        if backward
        else ("first", "after", "hasNextPage", "endCursor")
    )
    while True:
        page = _list(client, field, **{count: size, bound: cursor and f'"{cursor}"'}, **arguments)
        pages.append([edge["node"]["id"] for edge in page["edges"]])
        assert page["pageInfo"]["hasPreviousPage" if more == "hasNextPage" else "hasNextPage"] == (cursor is not None)
        if not page["pageInfo"][more]:
            return pages
        cursor = page["pageInfo"][end]


ORDERS = [f"{by}_{way}" for by, way in product(("NAME", "CREATED", "UPDATED", "SINCE"), ("ASC", "DESC"))]


@pytest.mark.parametrize("size", [1, 7, 100])
def test_pages_of_all_libraries_are_the_whole_in_czech_order(client: httpx.Client, size: int) -> None:
    expected = [row["id"] for row in ORDERED]
    assert list(chain(*_walk(client, "libraries", size))) == expected
    assert list(chain(*reversed(_walk(client, "libraries", size, backward=True)))) == expected
    assert list(chain(*_walk(client, "libraries", size, orderBy="NAME_DESC"))) == expected[::-1]


@pytest.mark.parametrize("order", ORDERS)
def test_pages_of_connected_elements_are_the_whole_from_both_ends(client: httpx.Client, order: str) -> None:
    """Each once, also the one that two connections lead to."""
    whole = list(chain(*_walk(client, "members", 100, orderBy=order)))
    assert sorted(whole) == sorted(row["id"] for row in LIBRARIES)
    assert list(chain(*_walk(client, "members", 6, orderBy=order))) == whole
    assert list(chain(*reversed(_walk(client, "members", 6, backward=True, orderBy=order)))) == whole


@pytest.mark.parametrize("order", ORDERS[:6])
def test_pages_of_a_filtered_list_are_the_whole(client: httpx.Client, order: str) -> None:
    arguments: dict[str, Any] = {"orderBy": order, "filter": '{kind: {eq: "other"}}'}
    whole = list(chain(*_walk(client, "libraries", 100, **arguments)))
    assert set(whole) == {row["id"] for row in LIBRARIES if row["kind"] == "other"}
    assert list(chain(*_walk(client, "libraries", 4, **arguments))) == whole
    assert list(chain(*reversed(_walk(client, "libraries", 4, backward=True, **arguments)))) == whole


async def test_a_page_stays_the_same_when_something_is_added_before_it(client: httpx.Client, store: Store) -> None:
    cursor = _list(client, "libraries", first=10)["pageInfo"]["endCursor"]
    before = _list(client, "libraries", first=10, after=f'"{cursor}"')["edges"]
    await _load(store, {"label": "Library", "id": "new", "name": "A"})
    assert _list(client, "libraries", first=10, after=f'"{cursor}"')["edges"] == before


def test_what_lies_between_two_cursors_knows_of_both_sides(client: httpx.Client) -> None:
    edges = _list(client, "libraries", first=100)["edges"]
    ends = {"after": f'"{edges[9]["cursor"]}"', "before": f'"{edges[20]["cursor"]}"'}
    page = _list(client, "libraries", first=100, **ends)
    assert [edge["node"]["id"] for edge in page["edges"]] == [row["id"] for row in ORDERED[10:20]]
    assert page["pageInfo"]["hasNextPage"] and page["pageInfo"]["hasPreviousPage"]
    assert _list(client, "libraries", last=3, **ends)["edges"] == edges[17:20]


def test_a_page_of_nothing_has_no_cursors(client: httpx.Client) -> None:
    page = _list(client, "libraries", first=0)
    info = {"hasNextPage": True, "hasPreviousPage": False, "startCursor": None, "endCursor": None}
    assert page == {"edges": [], "pageInfo": info}


@pytest.mark.parametrize("other", ["orderBy: NAME_DESC", 'filter: {kind: {eq: "other"}}'])
def test_a_cursor_of_another_list_is_refused(client: httpx.Client, other: str) -> None:
    cursor = _list(client, "libraries", first=1)["pageInfo"]["endCursor"]
    for query in (f'libraries(after: "{cursor}", {other})', f'organizations(after: "{cursor}")'):
        answer = client.post("/graphql", json={"query": f"{{ it: {query} {{ nodes {{ id }} }} }}"}).json()
        assert answer["data"] == {"it": None}
        assert [e["extensions"]["code"] for e in answer["errors"]] == ["BAD_INPUT"]
        assert answer["errors"][0]["extensions"]["place"] == "it.after"


def test_answers_of_a_search_can_be_paged_through(client: httpx.Client) -> None:
    def search(after: str | None, first: int) -> Any:
        given = f', after: "{after}"' if after else ""
        return _ask(client, f'{{ it: search(query: "alfa", first: {first}{given}) {{ {PAGE} }} }}')["it"]

    whole = search(None, 100)
    found, cursor = [], None
    while True:
        page = search(cursor, 3)
        found += page["edges"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        cursor = page["pageInfo"]["endCursor"]
    assert found == whole["edges"]
    assert len(found) >= 9
