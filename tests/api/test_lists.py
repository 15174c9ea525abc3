"""Lists by what front ends ask every day: how far, how many."""

from itertools import pairwise
from typing import Any

import httpx
import pytest

PRAGUE = {"latitude": 50.0875, "longitude": 14.4214}


def ask(client: httpx.Client, query: str, /, **variables: Any) -> Any:
    answer = client.post("/graphql", json={"query": query, "variables": variables}).json()
    assert "errors" not in answer, answer
    return answer["data"]


def refused(client: httpx.Client, query: str) -> Any:
    [error] = client.post("/graphql", json={"query": query}).json()["errors"]
    return error["extensions"]["code"], error["extensions"]["place"]


def test_the_nearest_come_first_and_say_how_far(client: httpx.Client) -> None:
    query = """query ($from: Center, $after: String) {
      libraries(first: 20, after: $after, orderBy: DISTANCE_ASC, distanceFrom: $from) {
        edges { distance node { id } } pageInfo { endCursor }
      }
    }"""
    first = ask(client, query, **{"from": PRAGUE})["libraries"]
    second = ask(client, query, **{"from": PRAGUE, "after": first["pageInfo"]["endCursor"]})["libraries"]
    edges = first["edges"] + second["edges"]
    assert all(a["distance"] <= b["distance"] for a, b in pairwise(edges))
    assert len({edge["node"]["id"] for edge in edges}) == 40
    assert edges[0]["distance"] < 5


def test_near_says_from_where(client: httpx.Client) -> None:
    query = """{
      libraries(first: 5, orderBy: DISTANCE_DESC, filter: {near: {place: "cz-588296", km: 30}}) { edges { distance } }
      topic(id: "dusevni-zdravi") {
        activities(first: 9, orderBy: NODE_DISTANCE_ASC, filter: {node: {near: {place: "cz-588296", km: 300}}}) {
          edges { distance }
        }
      }
    }"""
    found = ask(client, query)
    distances = [edge["distance"] for edge in found["libraries"]["edges"]]
    assert distances == sorted(distances, reverse=True)
    assert all(10 < distance <= 30 for distance in distances)
    nested = [edge["distance"] for edge in found["topic"]["activities"]["edges"]]
    assert len(nested) > 1
    assert nested == sorted(nested)


def test_what_is_not_said_is_null_and_no_order(client: httpx.Client) -> None:
    assert ask(client, "{ libraries(first: 1) { edges { distance } } }")["libraries"]["edges"] == [{"distance": None}]
    assert refused(client, "{ libraries(orderBy: DISTANCE_ASC) { totalCount } }") == ("BAD_INPUT", "libraries.orderBy")
    half = "{ libraries(distanceFrom: {latitude: 50}) { totalCount } }"
    assert refused(client, half) == ("BAD_INPUT", "libraries.distanceFrom")


@pytest.mark.parametrize("place", ["", 'within: "cz072" '])
def test_how_many_connections_an_element_has_is_a_filter(client: httpx.Client, place: str) -> None:
    query = "{ libraries(first: 100, filter: {%sactivities: {count: {gte: 1, lt: 9}}}) { nodes { activities { totalCount } } } }"
    found = ask(client, query % place)["libraries"]["nodes"]
    assert found
    assert all(1 <= node["activities"]["totalCount"] < 9 for node in found)
