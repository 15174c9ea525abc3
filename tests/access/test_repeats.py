"""Every write can be sent again with the same key, and several writes are one transaction where they are sent so."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import GraphQLObjectType, get_named_type

from api.graphql.schema import GRAPHQL_SCHEMA
from graph.contract.fields import camel
from graph.operations.repeats import APART
from tests.access.conftest import Serve, Served
from tests.access.test_proposals import ask

ROWS: list[dict[str, Any]] = [
    {"label": "Library", "id": "lib", "name": "Knihovna"},
    {"label": "Organization", "id": "org", "name": "Spolek"},
    {"label": "Organization", "id": "twice", "name": "Spolek dvakrát"},
    {"label": "Topic", "id": "topic", "name": "Paměť"},
]
ERRORS = "clientMutationId errors { code message path }"


@pytest.fixture(scope="module")
def map_(serve: Serve) -> Iterator[Served]:
    with serve(ROWS) as served:
        yield served


def repeated(served: Served, role: str, mutation: str) -> dict[str, Any]:
    """The answer to a mutation that is sent twice, after which the log holds it once."""
    first: dict[str, Any] = ask(served, role, mutation)
    size = len(log(served))
    assert ask(served, role, mutation) == first
    assert len(log(served)) == size
    assert first["errors"] == [] and first["clientMutationId"] == "again"
    return first


def log(served: Served) -> list[Any]:
    answer = served.client.get("/v1/writes?first=100", headers=served.headers["admin"]).json()
    rows: list[Any] = answer["rows"]
    return rows


def named(mutation: str) -> str:
    return mutation.replace("KEY", 'clientMutationId: "again"')


def test_c18_every_mutation_takes_and_answers_a_key() -> None:
    mutations = GRAPHQL_SCHEMA.type_map["Mutation"]
    assert isinstance(mutations, GraphQLObjectType)
    apart = {camel(name) for name in APART}
    for name, field in mutations.fields.items():
        payload = get_named_type(field.type)
        assert isinstance(payload, GraphQLObjectType)
        has = "clientMutationId" in field.args, "clientMutationId" in payload.fields
        assert has == (name not in apart, name not in apart), name


def test_c18_a_decision_and_undoing_it_can_be_sent_again(map_: Served) -> None:
    rename = (
        'mutation { updateTopics(input: [{id: "topic", nameEn: "Memory"}]) { outcomes { sequence } errors { code } } }'
    )
    sequence = ask(map_, "contributor", rename)["outcomes"][0]["sequence"]
    accept = f"mutation {{ review(sequence: {sequence}, accept: true, KEY) {{ outcomes {{ sequence }} touched {{ id }} {ERRORS} }} }}"
    done = repeated(map_, "reviewer", named(accept))
    assert done["touched"] == [{"id": "topic"}]
    undo = f"mutation {{ undo(sequence: {done['outcomes'][0]['sequence']}, KEY) {{ sequence touched {{ id }} {ERRORS} }} }}"
    assert repeated(map_, "admin", named(undo))["touched"] == [{"id": "topic"}]


def test_c18_feedback_can_be_sent_again(map_: Served) -> None:
    said = 'giveFeedback(for: "lib", topic: "topic", partner: "org", verdict: USEFUL, KEY)'
    told = repeated(
        map_, "contributor", named(f"mutation {{ {said} {{ sequence partner {{ id }} verdict {ERRORS} }} }}")
    )
    assert told["sequence"] is not None and told["partner"] == {"id": "org"}


def test_c18_a_webhook_is_made_once(map_: Served) -> None:
    make = 'mutation { createWebhook(url: "https://example.org/hook", KEY) { id secret %s } }' % ERRORS  # noqa: UP031
    made = repeated(map_, "reader", named(make))
    listed = map_.client.get("/v1/webhooks", headers=map_.headers["reader"]).json()["rows"]
    assert [each["id"] for each in listed] == [made["id"]]


def test_c18_a_key_is_of_one_request(map_: Served) -> None:
    def withdraw(sequence: int) -> str:
        return f'mutation {{ undo(sequence: {sequence}, clientMutationId: "one") {{ {ERRORS} }} }}'

    made = (
        'mutation { createTopics(input: [{name: "Jedno"}, {name: "Druhé"}]) { outcomes { sequence } errors { code } } }'
    )
    sequence = ask(map_, "admin", made)["outcomes"][0]["sequence"]
    assert ask(map_, "admin", withdraw(sequence))["errors"] == []
    again = map_.client.post("/graphql", json={"query": withdraw(sequence + 1)}, headers=map_.headers["admin"]).json()
    assert again["errors"][0]["extensions"]["code"] == "KEY_REUSED"


def test_c18_the_header_is_a_key_of_any_write(map_: Served) -> None:
    new = map_.client.post("/v1/create-topics", json={"input": [{"name": "Hlavička"}]}, headers=map_.headers["admin"])
    body = {"sequence": new.json()["outcomes"][0]["sequence"]}
    headers = {**map_.headers["admin"], "Idempotency-Key": "header"}
    first, second = (map_.client.post("/v1/undo", json=body, headers=headers) for _ in range(2))
    assert (first.status_code, first.json()) == (200, second.json())


# ---------------------------------------------------------------------------------------------------- all or none of them


def atomic(served: Served, *writes: tuple[str, dict[str, Any]], key: str = "") -> Any:
    body = {"writes": [{"name": name, "parameters": given} for name, given in writes]}
    headers = served.headers["admin"] | ({"Idempotency-Key": key} if key else {})
    return served.client.post("/v1/atomic", json=body, headers=headers)


def topics(served: Served) -> set[str]:
    return {node["name"] for node in ask(served, "admin", "{ topics(first: 100) { nodes { name } } }")["nodes"]}


def test_c8_writes_over_rest_are_one_transaction(map_: Served) -> None:
    new = ("create_topics", {"input": [{"id": "vareni", "name": "Vaření"}]})
    tie = ("connect", {"input": [{"worksOn": {"from": "lib", "to": "vareni"}}]})
    for answer in (atomic(map_, new, tie, key="both"), atomic(map_, new, tie, key="both")):
        assert answer.status_code == 200, answer.text
        made, tied = answer.json()["results"]
        assert [made["elements"][0]["name"], tied["outcomes"][0]["status"]] == ["Vaření", "APPLIED"]


def test_c8_a_key_of_any_length_that_may_be_goes_with_them(map_: Served) -> None:
    new = ("create_topics", {"input": [{"name": "Dlouhý klíč"}]})
    first, second = (atomic(map_, new, key="k" * 200) for _ in range(2))
    assert (first.status_code, first.json()) == (200, second.json())
    assert atomic(map_, new, key="k" * 201).status_code == 400


def test_c8_of_writes_over_rest_none_is_done_where_one_cannot_be(map_: Served) -> None:
    before = topics(map_)
    new = ("create_topics", {"input": [{"name": "Zmizí"}]})
    answer = atomic(map_, new, ("connect", {"input": [{"worksOn": {"from": "lib", "to": "nothing"}}]}))
    assert (answer.status_code, answer.json()["place"]) == (404, "writes.1.parameters.input.0.worksOn.to")
    assert answer.json()["problems"][0]["place"] == answer.json()["place"]
    assert atomic(map_, new, ("undo", {"sequence": 10**6})).json()["place"] == "writes.1.parameters.sequence"
    assert topics(map_) == before


@pytest.mark.parametrize("writes", [[], [1], [{"name": "search", "parameters": {}}], [{"name": "undo"}], None])
def test_c8_what_is_no_list_of_writes_is_refused(map_: Served, writes: object) -> None:
    answer = map_.client.post("/v1/atomic", json={"writes": writes}, headers=map_.headers["admin"])
    assert (answer.status_code, answer.json()["place"].partition(".")[0]) == (400, "writes")


def test_what_comes_from_elsewhere_is_part_of_no_transaction(map_: Served) -> None:
    body = {"query": 'mutation @atomic { it: drawIn(address: "https://a.example") { id } }'}
    told = map_.client.post("/graphql", json=body, headers=map_.headers["admin"]).json()
    assert told["errors"][0]["message"] == "it cannot be a part of @atomic; send it by itself."
    assert atomic(map_, ("draw_in", {"address": "https://a.example"})).status_code == 400


def test_a_dry_run_within_a_transaction_writes_nothing(map_: Served) -> None:
    merge = 'merge(keep: "org", gone: ["twice"], dryRun: true) { errors { code path } }'
    body = {"query": f"mutation @atomic {{ it: {merge} }}"}
    told = map_.client.post("/graphql", json=body, headers=map_.headers["admin"]).json()["data"]["it"]
    assert told["errors"] == [{"code": "BAD_INPUT", "path": ["dryRun"]}]
    assert atomic(map_, ("merge", {"keep": "org", "gone": ["twice"], "dryRun": True})).status_code == 400
    assert ask(map_, "admin", '{ organization(id: "twice") { name } }') == {"name": "Spolek dvakrát"}
