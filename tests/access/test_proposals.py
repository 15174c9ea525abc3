"""Proposals as clients meet them: with a note, in pages, live, changed and withdrawn; and what waits for a word."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from tests.access.conftest import Serve, Served

ROWS: list[dict[str, Any]] = [
    {"label": "Library", "id": "lib", "name": "Knihovna"},
    {"label": "Library", "id": "other", "name": "Jiná knihovna"},
    {"label": "Topic", "id": "topic", "name": "Paměť"},
]


@pytest.fixture(scope="module")
def map_(serve: Serve) -> Iterator[Served]:
    with serve(ROWS) as served:
        yield served


def ask(served: Served, role: str, query: str, **variables: Any) -> Any:
    body = {"query": query, "variables": variables}
    answer = served.client.post("/graphql", json=body, headers=served.headers[role]).json()
    assert "errors" not in answer, answer["errors"]
    [payload] = answer["data"].values()
    return payload


PROPOSE = """mutation ($text: String!, $note: String, $replaces: Int) {
    updateTopics(input: [{id: "topic", description: $text}], note: $note, replaces: $replaces) {
        outcomes { status sequence } errors { code message } } }"""
PAGE = """query ($after: String) { proposals(first: 1, after: $after) {
    edges { cursor node { sequence note refers changes { after status } } } pageInfo { hasNextPage endCursor } } }"""


def propose(served: Served, text: str, **more: Any) -> int:
    [outcome] = ask(served, "contributor", PROPOSE, text=text, **more)["outcomes"]
    assert outcome["status"] == "PROPOSED"
    return int(outcome["sequence"])


def test_a9_proposals_are_paged_changed_and_withdrawn(map_: Served) -> None:
    first, second = propose(map_, "jedna", note="protože"), propose(map_, "dvě")
    assert propose(map_, "jedna") == first
    third = propose(map_, "tři", replaces=second)

    page = ask(map_, "reviewer", PAGE)
    [edge] = page["edges"]
    assert edge["node"]["sequence"] == first and edge["node"]["note"] == "protože" and page["pageInfo"]["hasNextPage"]
    page = ask(map_, "reviewer", PAGE, after=page["pageInfo"]["endCursor"])
    [edge] = page["edges"]
    assert (edge["node"]["sequence"], edge["node"]["refers"]) == (third, second)
    assert edge["node"]["changes"] == [{"after": {"description": "tři"}, "status": "PROPOSED"}]
    assert not page["pageInfo"]["hasNextPage"]
    assert ask(map_, "tied", PAGE)["edges"] == []

    taken = map_.client.post("/v1/withdraw", json={"sequence": third}, headers=map_.headers["contributor"])
    assert (taken.status_code, taken.json()["sequence"]) == (200, third)
    again = map_.client.post("/v1/withdraw", json={"sequence": third}, headers=map_.headers["contributor"])
    assert (again.status_code, again.json()["code"]) == (409, "CONFLICT")
    rows = map_.client.get("/v1/proposals", headers=map_.headers["reviewer"]).json()["rows"]
    assert [row["sequence"] for row in rows] == [first]


def test_a9_reviewers_hear_of_proposals_as_they_come(map_: Served) -> None:
    last = ask(map_, "reviewer", "{ changes(first: 100) { pageInfo { endCursor } } }")["pageInfo"]["endCursor"]
    query = (
        "subscription ($after: String) { changed(after: $after, filter: {statuses: [PROPOSED]}) "
        "{ node { sequence note by after } } }"
    )
    body = {"query": query, "variables": {"after": last}}
    headers = {"Accept": "text/event-stream", **map_.headers["reviewer"]}
    with map_.client.stream("POST", "/graphql", json=body, headers=headers) as answer:
        sequence = propose(map_, "živě", note="hned")
        events = (orjson.loads(line[6:]) for line in answer.iter_lines() if line.startswith("data: {"))
        told = next(event for event in events if event["data"]["changed"]["node"]["sequence"] == sequence)
    node = told["data"]["changed"]["node"]
    assert node == {"sequence": sequence, "note": "hned", "by": "contributor", "after": {"description": "živě"}}
    listed = "{ changes(filter: {statuses: [PROPOSED]}, first: 100) { nodes { sequence } } }"
    assert sequence in [node["sequence"] for node in ask(map_, "contributor", listed)["nodes"]]
    for role in ("anonymous", "reader", "tied"):
        assert ask(map_, role, listed)["nodes"] == []


def test_m7_a_review_of_what_has_changed_is_a_conflict(map_: Served) -> None:
    sequence = propose(map_, "z návrhu")
    ask(map_, "admin", 'mutation { updateTopics(input: [{id: "topic", description: "mezitím"}]) { errors { code } } }')
    review = (
        "mutation ($s: Int!) { review(sequence: $s, accept: true) { outcomes { status } errors { code message } } }"
    )
    [error] = ask(map_, "reviewer", review, s=sequence)["errors"]
    assert error["code"] == "CONFLICT" and "proposed anew" in error["message"]
    newest = ask(map_, "reviewer", "{ proposals(first: 100) { nodes { sequence refers } } }")["nodes"][-1]
    assert newest["refers"] == sequence
    done = ask(map_, "reviewer", review, s=newest["sequence"])
    assert done == {"outcomes": [{"status": "APPLIED"}], "errors": []}


def test_m7_so_it_is_where_the_review_can_be_sent_again(map_: Served) -> None:
    """The proposal that stands in its place is kept, and the same review gets the same answer."""
    sequence = propose(map_, "k rozhodnutí")
    ask(map_, "admin", 'mutation { updateTopics(input: [{id: "topic", description: "zase"}]) { errors { code } } }')
    body, headers = {"sequence": sequence, "accept": True}, {**map_.headers["reviewer"], "Idempotency-Key": "m7"}
    first, second = (map_.client.post("/v1/review", json=body, headers=headers) for _ in range(2))
    assert (first.status_code, first.json()["message"]) == (409, second.json()["message"])
    newest = ask(map_, "reviewer", "{ proposals(first: 100) { nodes { sequence refers } } }")["nodes"][-1]
    assert newest["refers"] == sequence and f"as change {newest['sequence']}" in first.json()["message"]


def test_m7_as_one_of_several_writes_it_is_told_that_nothing_is_kept(map_: Served) -> None:
    sequence = propose(map_, "s jinými")
    ask(map_, "admin", 'mutation { updateTopics(input: [{id: "topic", description: "znovu"}]) { errors { code } } }')
    before = ask(map_, "reviewer", "{ proposals(first: 100) { nodes { sequence } } }")
    writes = [{"name": "review", "parameters": {"sequence": sequence, "accept": True}}]
    answer = map_.client.post("/v1/atomic", json={"writes": writes}, headers=map_.headers["reviewer"])
    assert answer.status_code == 409 and "apart from other writes" in answer.json()["message"]
    document = f"mutation @atomic {{ review(sequence: {sequence}, accept: true) {{ errors {{ message }} }} }}"
    [error] = ask(map_, "reviewer", document)["errors"]
    assert "apart from other writes" in error["message"]
    assert ask(map_, "reviewer", "{ proposals(first: 100) { nodes { sequence } } }") == before


def test_h3_what_waits_for_a_word_is_shown_as_such(map_: Served) -> None:
    create = """mutation { createActivities(input: [{id: "fete", name: "Slavnost", topics: [{connect: "topic"}],
        organizers: [{connect: "lib", status: CONFIRMED}, {connect: "other"}]}]) { errors { message } } }"""
    assert ask(map_, "contributor", create)["errors"] == []
    edges = '{ activity(id: "fete") { organizers { edges { status awaits node { id } } } topics { edges { status awaits } } } }'
    shown = ask(map_, "anonymous", edges)
    told = {edge["node"]["id"]: (edge["status"], edge["awaits"]) for edge in shown["organizers"]["edges"]}
    assert told == {"lib": ("PROPOSED", "lib"), "other": ("PROPOSED", "other")}
    assert shown["topics"]["edges"] == [{"status": None, "awaits": None}]
    known = '{ potentialPartners(for: "other", topic: "topic", includeKnown: true) { edges { known evidence { text(language: EN) } node { id } } } }'
    assert [edge for edge in ask(map_, "reader", known)["edges"] if edge["known"] or edge["evidence"]] == []
    brief = '{ founderBrief(library: "lib") { activities { id } } }'
    assert ask(map_, "reader", brief) == {"activities": []}

    confirm = """mutation ($by: ID!) { updateConnections(input: [{runs: {from: $by, to: "fete", status: CONFIRMED}}]) {
        outcomes { status } errors { message } } }"""
    assert ask(map_, "tied", confirm, by="lib") == {"outcomes": [{"status": "APPLIED"}], "errors": []}
    assert ask(map_, "tied", confirm, by="other")["outcomes"] == [{"status": "PROPOSED"}]
    assert ask(map_, "reader", brief) == {"activities": [{"id": "fete"}]}
