"""Lists by words: with filters, facets, totals, orders and cursors, as any other list."""

from typing import Any

import httpx
import pytest

LIST = """query ($search: String, $filter: LibraryFilter, $first: Int, $after: String, $order: [LibraryOrder!]) {
  libraries(search: $search, filter: $filter, first: $first, after: $after, orderBy: $order) {
    totalCount nodes { id name } pageInfo { hasNextPage endCursor }
    facets { kind { value count } regions(first: 20) { count } }
  }
}"""


def ask(client: httpx.Client, **variables: Any) -> Any:
    answer = client.post("/graphql", json={"query": LIST, "variables": variables}).json()
    assert "errors" not in answer, answer
    return answer["data"]["libraries"]


def names(found: Any) -> list[str]:
    return [node["name"] for node in found["nodes"]]


@pytest.mark.parametrize(
    ("search", "first"),
    [
        ("městská knihovna praha", "Městská knihovna v Praze"),
        ("knihovna havlíčkův brod", "Krajská knihovna Vysočiny"),
        ("Mstska knihovna", "Městská knihovna"),
        ("kmg001", "Knihovna Kroměřížska"),
    ],
)
def test_clients_a7_the_best_comes_first(client: httpx.Client, search: str, first: str) -> None:
    assert names(ask(client, search=search, first=1))[0].startswith(first)


def test_within_filter_and_facets_are_of_what_is_found(client: httpx.Client) -> None:
    whole = ask(client, search="městská knihovna", first=1)
    part = ask(client, search="městská knihovna", first=100, filter={"within": "cz072"})
    assert ask(client, search="městská knihovna", first=1, filter={"within": "cz"})["totalCount"] == whole["totalCount"]
    assert 0 < part["totalCount"] == len(part["nodes"]) < whole["totalCount"]
    assert [region["count"] for region in part["facets"]["regions"]] == [part["totalCount"]]
    assert sum(kind["count"] for kind in part["facets"]["kind"]) <= part["totalCount"]


@pytest.mark.parametrize("order", [None, "NAME_DESC"])
def test_pages_add_up(client: httpx.Client, order: str | None) -> None:
    asked = {"search": "městská knihovna", "filter": {"within": "cz072"}, "order": order}
    whole = ask(client, **asked, first=100)
    found: list[str] = []
    after, more = None, True
    while more:
        page = ask(client, **asked, first=7, after=after)
        found += names(page)
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert found == names(whole)


def test_an_empty_text_finds_nothing_and_none_leaves_the_list_whole(client: httpx.Client) -> None:
    assert ask(client, search="  ", first=1)["totalCount"] == 0
    assert ask(client, search=None, first=1)["totalCount"] > 6000
