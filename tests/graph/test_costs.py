"""What a page costs in the database does not grow with the graph: the same work at 300 and at 30,000 libraries.

Nor with what lies in the place that it is bounded to.
"""

from typing import Any

import neo4j
import pytest

from graph.access import ANYBODY
from graph.store import Endpoint, Store
from tests.api.planning import parameters, statements

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

GROW = """
MATCH (land:Place {{id: 'land'}})
UNWIND range({}, {} - 1) AS n
CALL (land, n) {{
  WITH land, n, right('000000' + n, 6) AS number
  CREATE (:Element:Ally:Organization:Library {{id: 'l' + number, name: 'Knihovna ' + number, version: 1,
    sortKey: 'knihovna ' + number, createdAt: datetime(), updatedAt: datetime({{year: 2000}}) + duration({{seconds: n}}),
    libraryKind: CASE n % 4 WHEN 0 THEN 'basic' ELSE 'other' END}})
    -[:LOCATED_IN]->(:Place:Element {{id: 'p' + number, name: 'Obec ' + number, sortKey: 'obec ' + number,
      around: ['public land', 'public p' + number]}})
    -[:PART_OF]->(land)
}} IN TRANSACTIONS OF 5000 ROWS
"""

LISTS = {
    "the first page": "{ libraries(first: 10) { nodes { id name } pageInfo { hasNextPage endCursor } } }",
    "the last page": "{ libraries(last: 10) { nodes { id name } pageInfo { hasPreviousPage } } }",
    "the newest": "{ libraries(first: 10, orderBy: UPDATED_DESC) { nodes { id } } }",
    "of one kind": '{ libraries(first: 10, filter: {libraryKind: {eq: "basic"}}) { nodes { id } } }',
    "of a country": '{ libraries(first: 10, filter: {within: "land"}) { nodes { id } pageInfo { hasNextPage } } }',
    "of a country, of one kind": """{ libraries(first: 10, filter: {libraryKind: {eq: "basic"}, within: "land"}) {
      nodes { id } } }""",
    "places of a country": '{ places(first: 10, filter: {within: "land"}) { nodes { id } } }',
    "of a village": '{ libraries(first: 10, filter: {within: "p000007"}) { nodes { id } totalCount } }',
    "how many": "{ libraries { totalCount } }",
    "a page far down": 'query ($after: String = "") { libraries(first: 10, after: $after) { nodes { id } } }',
}


def _hits(plan: dict[str, Any]) -> int:
    return int(plan["args"].get("DbHits", 0)) + sum(map(_hits, plan.get("children", [])))


def _measured(endpoint: Endpoint, size: int) -> dict[str, int]:
    found = {}
    with neo4j.GraphDatabase.driver(endpoint.uri, auth=(endpoint.username, endpoint.password)) as driver:
        driver.execute_query("CALL db.prepareForReplanning()")
        for name, query in LISTS.items():
            [text] = statements(query).values()
            given = parameters(query) | ANYBODY.parameters
            if "p0_after" in text:
                given["p0_after"] = [f"knihovna {size * 9 // 10:06}"]
            profile = driver.execute_query("PROFILE " + text, given).summary.profile
            assert profile
            found[name] = _hits(profile)
    return found


async def test_a_page_costs_the_same_in_a_graph_a_hundred_times_as_large(
    empty_graph: None, endpoint: Endpoint, store: Store
) -> None:
    await store.command("CREATE (:Place:Element {id: 'land', name: 'Země', sortKey: 'zeme', around: ['public land']})")
    await store.command(GROW.format(0, 300))
    small = _measured(endpoint, 300)
    await store.command(GROW.format(300, 30_000))
    large = _measured(endpoint, 30_000)
    assert large == small
    assert max(hits for name, hits in large.items() if "country" not in name) < 100, large
    assert max(large.values()) < 2000, large
