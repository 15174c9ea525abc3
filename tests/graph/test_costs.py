"""What a page costs in the database does not grow with the graph: the same work at 300 and at 30,000 libraries.

Nor with what lies in the place that it is bounded to, or with what one element is connected to.
"""

from collections.abc import Mapping

import httpx
import neo4j
import pytest

from bench.statements import hits_of
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
    sortKey: 'knihovna ' + number, createdAt: datetime(), updatedAt: datetime({{year: 2000}}),
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


def _measured(endpoint: Endpoint, size: int, lists: Mapping[str, str] = LISTS) -> dict[str, int]:
    found = {}
    with neo4j.GraphDatabase.driver(endpoint.uri, auth=(endpoint.username, endpoint.password)) as driver:
        driver.execute_query("CALL db.prepareForReplanning()")
        for name, query in lists.items():
            [text] = statements(query).values()
            given = parameters(query) | ANYBODY.parameters
            if "p0_after" in text:
                given["p0_after"] = [f"knihovna {size * 9 // 10:06}"]
            profile = driver.execute_query("PROFILE " + text, given).summary.profile
            assert profile
            found[name] = hits_of(profile)
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


TOPICS = "UNWIND ['many', 'last'] AS id CREATE (:Topic:Element {id: id, name: 'Téma', sortKey: 'tema ' + id})"
HUBS = """
UNWIND range(0, 11999) AS n
CALL (n) {
  CREATE (a:Activity:Element {id: 'a' + n, name: 'Čtení ' + n, updatedAt: datetime({year: 2000}),
    sortKey: 'cteni ' + right('0000' + (n * 7919 % 12000), 5)})
  WITH a WHERE n % 5 < 4
  MATCH (topic:Topic {id: CASE WHEN a.sortKey >= 'cteni 09000' THEN 'last' ELSE 'many' END})
  CREATE (a)-[:ABOUT]->(topic)
} IN TRANSACTIONS OF 5000 ROWS
"""
"""Activities of which 7,200 are about one topic, and 2,400 that come last of all about the other."""

OF_HUBS = {
    f"{topic}: {name}": query.replace("TOPIC", topic)
    for topic in ("many", "last")
    for name, query in {
        "filtered": """query ($after: String) { activities(first: 10, after: $after, filter: {
          topics: {some: {node: {id: {eq: "TOPIC"}}}}}) { nodes { id } pageInfo { hasNextPage endCursor } } }""",
        "by time": """query ($after: String) { activities(first: 10, after: $after, orderBy: UPDATED_ASC, filter: {
          topics: {some: {node: {id: {eq: "TOPIC"}}}}}) { nodes { id } pageInfo { hasNextPage endCursor } } }""",
        "of an element": """query ($after: String) { topic(id: "TOPIC") { activities(first: 10, after: $after) {
          nodes { id } pageInfo { hasNextPage endCursor } } } }""",
    }.items()
}


async def test_the_first_of_what_a_hub_leads_to_are_sought_in_their_order(
    empty_graph: None, endpoint: Endpoint, server: str, store: Store
) -> None:
    await store.command(TOPICS)
    await store.command(HUBS)
    hits = _measured(endpoint, 0, OF_HUBS)
    assert max(number for name, number in hits.items() if name.startswith("many")) < 500, hits
    # Those that come last are not met soon, and gathered then.
    assert max(hits.values()) < 50_000, hits
    of_topic = "MATCH (a)-[:ABOUT]->(:Topic {id: $topic}) RETURN a.id ORDER BY a.sortKey"
    async with httpx.AsyncClient(base_url=server, timeout=30) as client:
        for name, question in OF_HUBS.items():
            expected = await store.read(of_topic, {"topic": name.partition(":")[0]})
            assert await _listed(client, question.replace("first: 10", "first: 80")) == [id_ for [id_] in expected], (
                name
            )


async def _listed(client: httpx.AsyncClient, question: str) -> list[str]:
    """All ids of a list, page by page."""
    found: list[str] = []
    after = None
    while True:
        answer = await client.post("/graphql", json={"query": question, "variables": {"after": after}})
        data = answer.json()["data"]
        page = (data.get("topic") or data)["activities"]
        found += [node["id"] for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]
