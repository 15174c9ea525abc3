"""The history of an element, wherever it stands in an answer, is what the log tells the same viewer of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from graph.access import VISIBILITIES
from tests.access import hidden
from tests.access.conftest import ROLES, Serve, Served

CHANGE = "id by note action before after subject { label elementId link from to } element { id name }"
PAGE = f"edges {{ cursor node {{ {CHANGE} }} }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}"
ODD = 'a"b\\ OR *'
WRITES = (
    'createTopics(input: [{id: "topic-late", name: "Pozdní"}])',
    'updateTopics(input: [{id: "topic-late", visibility: MEMBERS}])',
    'connect(input: [{about: {from: "activity", to: "topic-late"}}, {about: {from: "activity", to: "topic-ppp"}}])',
    'updateTopics(input: [{id: "topic-late", visibility: PUBLIC}])',
    'updateTopics(input: [{id: "topic", description: "Nový"}])',
    'deleteElements(input: [{id: "topic-mmm"}])',
    'createTopics(input: [{id: "topic-mmm", name: "Znovu"}])',
    'updateLibraries(input: [{id: "library", description: "Jiný"}, {id: "library-far", description: "Jiný"}])',
    'createTopics(input: [{id: "a\\"b\\\\ OR *", name: "Divné"}])',
)
IDS = [*hidden.IDS, "topic-late", ODD]


@pytest.fixture(scope="module")
def written(serve: Serve) -> Iterator[Served]:
    """The graph of the matrix, with changes of every kind after it was imported."""
    with serve(hidden.rows(*VISIBILITIES)) as served:
        for write in WRITES:
            done = ask(served, "admin", f"mutation {{ {write} {{ errors {{ message }} }} }}")
            assert [payload["errors"] for payload in done.values()] == [[]], write
        yield served


def ask(served: Served, role: str, query: str, **variables: Any) -> Any:
    body = {"query": query, "variables": variables}
    answer = served.client.post("/graphql", json=body, headers=served.headers[role]).json()
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


def pages(served: Served, role: str, query: str, id_: str) -> list[Any]:
    """All pages of a history; the query says where it is."""
    found: list[Any] = []
    after = None
    while not found or found[-1]["pageInfo"]["hasNextPage"]:
        page = ask(served, role, query, id=id_, after=after)
        while "edges" not in page:
            page = next(iter(page.values()))
            if page is None:
                return []
        found.append(page)
        after = page["pageInfo"]["endCursor"]
    return found


OF = f"query ($id: ID!, $after: String) {{ history(of: $id, first: 3, after: $after) {{ {PAGE} }} }}"
NODE = f"query ($id: ID!, $after: String) {{ node(id: $id) {{ ... on Element {{ history(first: 3, after: $after) {{ {PAGE} }} }} }} }}"


@pytest.mark.parametrize("role", ROLES)
def test_an_element_tells_what_the_log_tells(written: Served, role: str) -> None:
    for id_ in IDS:
        edges = [edge for page in pages(written, role, NODE, id_) for edge in page["edges"]]
        of = [edge for page in pages(written, role, OF, id_) for edge in page["edges"]]
        assert edges == (of if edges else [])
        [counted] = ask(written, role, "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Element { history { totalCount } } } }", ids=[id_])["nodes"]  # fmt: skip
        assert (counted or {"history": {"totalCount": 0}})["history"]["totalCount"] == len(edges)
        assert len({edge["cursor"] for edge in edges}) == len(edges)
        assert bool(edges) == (counted is not None)


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_no_page_is_promised_that_has_nothing_to_show(written: Served, role: str) -> None:
    """That changes follow which the viewer may not see is told by nothing, the page of a node included."""
    for id_ in IDS:
        for query in (OF, NODE):
            one_by_one = query.replace("first: 3", "first: 1")
            assert all(page["edges"] for page in pages(written, role, one_by_one, id_)[1:])


def test_what_was_hidden_before_stays_hidden(written: Served) -> None:
    told = {
        role: str(pages(written, role, NODE, "topic-late") + pages(written, role, NODE, "activity")) for role in ROLES
    }
    assert "'visibility': 'MEMBERS'" not in told["anonymous"] and "'visibility': 'MEMBERS'" in told["reader"]
    assert "topic-ppp" not in told["reader"] and "topic-ppp" in told["reviewer"]
    assert "'private'" not in told["reader"] and "'private'" in told["reviewer"]
    assert "'by': 'admin'" not in told["anonymous"] and "'by': 'admin'" in told["reader"]


def test_it_stands_on_every_element_and_within_itself(written: Served) -> None:
    inner = (
        "history(first: 1) { nodes { sequence element { __typename id ... on Library { history { totalCount } } } } }"
    )
    query = f'{{ library(id: "library") {{ {inner} activities {{ nodes {{ {inner} }} }} }} changes(first: 2) {{ nodes {{ element {{ {inner} }} }} }} search(query: "Knihovna") {{ nodes {{ {inner} }} }} }}'  # fmt: skip
    found = ask(written, "reader", query)
    [last] = found["library"]["history"]["nodes"]
    assert last["element"]["id"] == "library" and last["element"]["history"]["totalCount"] > 1
    assert all(node["history"]["nodes"] for node in found["library"]["activities"]["nodes"])
    assert all(node["history"]["nodes"] for node in found["search"]["nodes"])
    assert found["changes"]["nodes"][0]["element"]["history"]["nodes"]


def test_fragments_on_it_are_merged_for_each_type(written: Served) -> None:
    ids = '["library", "activity"]'
    query = f"{{ nodes(ids: {ids}) {{ ... on Element {{ history {{ totalCount }} }} ... on Library {{ history {{ nodes {{ action }} }} }} }} }}"
    library, activity = ask(written, "admin", query)["nodes"]
    assert library["history"].keys() == {"totalCount", "nodes"} and activity["history"].keys() == {"totalCount"}


@pytest.mark.parametrize(("first", "more"), [(0, True), (100, False)])
def test_a_page_of_any_size(written: Served, first: int, more: bool) -> None:
    query = 'query ($first: Int!) { history(of: "library", first: $first) { nodes { id } pageInfo { hasNextPage } } library(id: "library") { history(first: $first) { nodes { id } pageInfo { hasNextPage } } } }'
    found = ask(written, "admin", query, first=first)
    assert found["history"] == found["library"]["history"]
    assert found["history"]["pageInfo"]["hasNextPage"] == more
    assert bool(found["history"]["nodes"]) != more


def test_a_cursor_of_another_list_is_refused(written: Served) -> None:
    cursor = ask(written, "admin", "{ libraries(first: 1) { edges { cursor } } }")["libraries"]["edges"][0]["cursor"]
    query = f'{{ library(id: "library") {{ history(after: "{cursor}") {{ totalCount }} }} }}'
    [error] = written.client.post("/graphql", json={"query": query}).json()["errors"]
    assert (error["extensions"]["code"], error["extensions"]["place"]) == ("BAD_INPUT", "library.history.after")


@pytest.mark.parametrize("role", ROLES)
def test_h2_where_nothing_is_shown_no_cursor_tells_that_there_is_something(written: Served, role: str) -> None:
    """Neither of an element that is hidden, nor of one that never was."""
    query = f"query ($id: ID!) {{ history(of: $id, first: 3) {{ {PAGE} }} }}"
    nothing = ask(written, role, query, id="never-there")["history"]
    found = [ask(written, role, query, id=id_)["history"] for id_ in IDS]
    assert {str(page) for page in found if not page["edges"]} <= {str(nothing)}
    assert (role in ("reviewer", "admin")) or any(not page["edges"] for page in found)
