"""What was written by one process is read by another, also where several servers hold the database.

The Neo4j of the tests is one server, so what is shown is that bookmarks are told, passed on, waited for and checked.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from graph import keys
from graph.access import Role
from graph.settings import Settings
from graph.store import Endpoint, Store
from tests.serving import served

CREATE = 'mutation { createTopics(input: [{id: "%s", name: "Knihy"}]) { errors { message } } }'
HEADER = "X-Spojenci-Bookmark"


@pytest.fixture
def two(endpoint: Endpoint, settings: Settings) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """Clients of two services on one Neo4j, which is asked where to read and to write."""
    routed = replace(endpoint, uri=endpoint.uri.replace("bolt://", "neo4j://"))
    with served(settings, routed) as one, served(settings, routed) as other:
        yield one, other


@pytest.mark.usefixtures("empty_graph")
async def test_a_write_tells_what_another_process_reads_after(
    store: Store, two: tuple[httpx.Client, httpx.Client]
) -> None:
    one, other = two
    secret = (await keys.create(store, "team", Role.REVIEWER, None, timedelta(days=1))).secret
    for number in range(5):
        wrote = one.post(
            "/graphql", json={"query": CREATE % f"t{number}"}, headers={"Authorization": f"Bearer {secret}"}
        )
        assert wrote.json()["data"]["createTopics"] == {"errors": []}
        after = {HEADER: wrote.headers[HEADER]}
        assert other.get(f"/v1/elements/t{number}", headers=after).json()["name"] == "Knihy"


@pytest.mark.parametrize("sent", ["FB:nonsense", "x" * 600, "a b", "FB:x.00", ",".join(f"FB:{n}" for n in range(99))])
def test_what_is_no_bookmark_of_ours_is_refused(two: tuple[httpx.Client, httpx.Client], sent: str) -> None:
    answer = two[0].get("/v1/elements/x", headers={HEADER: sent})
    assert (answer.status_code, answer.json()["code"]) == (400, "BAD_INPUT")


def test_one_server_needs_none(endpoint: Endpoint, settings: Settings) -> None:
    with served(settings, replace(endpoint, uri=endpoint.uri.replace("neo4j://", "bolt://"))) as client:
        answer = client.post("/graphql", json={"query": "{ __typename }"}, headers={HEADER: "x" * 600})
        assert answer.status_code == 200
        assert HEADER not in answer.headers
