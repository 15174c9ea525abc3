"""What a request of a cost of 100 can have Neo4j do on the demo map, searched for over the schema."""

import random
import re

import neo4j
import pytest

from bench.dearest import BUDGET, hubs
from bench.searching import Candidate, candidates, fields
from bench.statements import compiled, hits_of
from graph.store import Endpoint, Store
from tests.making_up import MANY

pytestmark = [pytest.mark.anyio, pytest.mark.slow, pytest.mark.fuzz]

TRIED = 20 if MANY <= 100 else 600
"""Requests that are tried, of those that the search makes up; always the same ones. Each is planned anew."""

MOST = 1_000_000
"""Hits that a request of this cost may make: about half a second of Neo4j's processor time."""


def _work(driver: neo4j.Driver, candidate: Candidate) -> int:
    """The hits of as many as a request can hold; 0 where Python answers."""
    if (statement := compiled(candidate.document)) is None:
        return 0
    text, parameters = statement
    profile = driver.execute_query("PROFILE " + text, parameters).summary.profile
    assert profile
    return hits_of(profile) * candidate.times(BUDGET)


async def test_no_request_of_a_cost_of_100_has_neo4j_do_too_much(
    seeded: None, endpoint: Endpoint, store: Store
) -> None:
    found = list(fields(await hubs(store)))
    assert {"within", "near", "facet", "connectors"} <= {word for name, _ in found for word in re.findall(r"\w+", name)}
    tried = list(candidates(random.Random(1).sample(found, TRIED), BUDGET))
    assert len(tried) > TRIED / 2
    with neo4j.GraphDatabase.driver(endpoint.uri, auth=(endpoint.username, endpoint.password)) as driver:
        dearest = max((_work(driver, each), each.field) for each in tried)
    assert dearest[0] <= MOST, dearest
