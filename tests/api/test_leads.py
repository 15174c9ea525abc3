"""Which filters over a whole type are answered, and which would read too much (findings A6 and C1)."""

from typing import Any

import httpx
import pytest


def answer(client: httpx.Client, field: str) -> Any:
    return client.post("/graphql", json={"query": f"{{ {field} }}"}).json()


@pytest.mark.parametrize(
    "filter_",
    [
        '{kind: {ne: "club"}}',
        "{kind: {isNull: false}}",
        '{not: {kind: {eq: "club"}}}',
        "{recurring: {eq: true}}",
        '{name: {contains: "a"}}',
        '{topics: {none: {node: {name: {contains: "zz"}}}}}',
        "{topics: {some: {}}}",
        '{or: [{kind: {eq: "club"}}, {name: {contains: "a"}}]}',
        '{name: {startsWith: ""}}',
    ],
)
def test_a6_a_type_with_few_elements_takes_any_filter(client: httpx.Client, filter_: str) -> None:
    found = answer(
        client, f"activities(filter: {filter_}) {{ totalCount nodes {{ id }} facets {{ kind {{ count }} }} }}"
    )
    assert "errors" not in found
    assert found["data"]["activities"]["totalCount"] > 0 or "recurring" in filter_


def test_a6_an_or_leads_where_each_branch_does(client: httpx.Client) -> None:
    both = '{or: [{id: {eq: "cz-library-1795"}}, {id: {eq: "cz-library-900"}}, {id: {eq: "cz-library-900"}}]}'
    found = answer(client, f"libraries(filter: {both}) {{ totalCount nodes {{ id }} }}")["data"]["libraries"]
    assert found["totalCount"] == len(found["nodes"]) == 2
    one = '{or: [{id: {eq: "cz-library-900"}}, {name: {contains: "a"}}]}'
    assert (
        "would read every Library"
        in answer(client, f"libraries(filter: {one}) {{ totalCount }}")["errors"][0]["message"]
    )
    assert answer(client, "libraries(filter: {or: []}) { totalCount nodes { id } }")["data"]["libraries"] == {
        "totalCount": 0, "nodes": []
    }  # fmt: skip


def test_c1_an_empty_text_leads_to_nothing(client: httpx.Client) -> None:
    for query, variables in (
        ('{ places(filter: {name: {startsWith: ""}}) { totalCount } }', {}),
        ("query ($t: String!) { places(filter: {name: {startsWith: $t}}) { totalCount } }", {"t": ""}),
    ):
        error = client.post("/graphql", json={"query": query, "variables": variables}).json()["errors"][0]
        assert (error["extensions"]["code"], error["extensions"]["place"]) == ("BAD_INPUT", "places.filter")
    ask = {"query": "query ($t: String!) { places(filter: {name: {startsWith: $t}}) { totalCount } }"}
    assert client.post("/graphql", json=ask | {"variables": {"t": "Kro"}}).json()["data"]["places"]["totalCount"] > 0


def test_clients_a13_organizations_that_are_no_libraries(client: httpx.Client) -> None:
    def found(filter_: str, field: str = "organizations") -> Any:
        data = answer(client, f"{field}(filter: {filter_}) {{ totalCount nodes {{ __typename }} }}")["data"][field]
        return data["totalCount"], {node["__typename"] for node in data["nodes"]}

    whole = answer(client, "organizations { totalCount } libraries { totalCount }")["data"]
    libraries = whole["libraries"]["totalCount"]
    others = whole["organizations"]["totalCount"] - libraries
    assert found("{typename: [ORGANIZATION]}") == (others, {"Organization"})
    assert found("{not: {typename: LIBRARY}}") == (others, {"Organization"})
    assert found("{typename: [LIBRARY]}") == (libraries, {"Library"})
    assert found("{typename: []}") == (0, set())
    near = '{partners: {some: {node: {typename: [COMMUNITY]}}}, within: "cz"}'
    assert found(near, "libraries")[0] > 0
