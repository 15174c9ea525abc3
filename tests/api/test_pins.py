"""Pins of a whole country in one compact answer, by both doors, for anybody."""

from typing import Any

import httpx
import pytest

LISTS = ("ids", "types", "kinds", "latitudes", "longitudes", "districts", "regions")


def pins(client: httpx.Client, **given: Any) -> Any:
    answer = client.get("/v1/pins", params=given)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_all_libraries_of_the_country_are_one_answer(client: httpx.Client) -> None:
    found = pins(client, types="Library")
    listed = '{ libraries(filter: {within: "cz", closed: {eq: false}}) { totalCount } }'
    total = client.post("/graphql", json={"query": listed}).json()["data"]["libraries"]["totalCount"]
    assert {len(found[name]) for name in LISTS} == {found["total"]}
    assert 0.98 * total <= found["total"] <= total  # a few municipalities have no location
    assert found["ids"] == sorted(set(found["ids"]))
    assert len({*found["districts"]} - {None}) == 77 and len({*found["regions"]} - {None}) == 14
    assert ("cz0721", "cz072") in zip(found["districts"], found["regions"], strict=True)


def test_it_is_small_and_has_a_price_that_anybody_can_pay(client: httpx.Client) -> None:
    query = "{ pins(types: [LIBRARY]) { total ids kinds latitudes longitudes } }"
    answer = client.post("/graphql", json={"query": query}, headers={"Accept-Encoding": "gzip"})
    assert answer.json()["extensions"]["cost"]["requested"] <= 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.num_bytes_downloaded <= 25 * answer.json()["data"]["pins"]["total"]


@pytest.mark.parametrize(
    "asked", [{"within": "cz072"}, {"south": 49.2, "north": 49.4, "west": 17.3, "east": 17.5}, {"kinds": "specialised"}]
)
def test_a_part_is_of_the_whole(client: httpx.Client, asked: dict[str, Any]) -> None:
    whole, part = (pins(client, types="Library", **given) for given in ({}, asked))
    assert 0 < part["total"] < whole["total"]
    assert {*part["ids"]} < {*whole["ids"]}


def test_what_is_east_of_the_east_is_across_the_line_of_dates(client: httpx.Client) -> None:
    assert pins(client, west=19, east=12)["total"] == 0
    assert pins(client, west=15, east=14)["total"] < pins(client)["total"]


def test_an_unknown_place_is_told(client: httpx.Client) -> None:
    assert client.get("/v1/pins", params={"within": "nowhere"}).status_code == 404
