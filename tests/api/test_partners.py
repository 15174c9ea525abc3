"""Potential partners in a batch over REST, with a tag, and what a request can say about them."""

from typing import Any

import httpx
import pytest

from graph.access import OPERATOR, Author, Door
from graph.schema import SCHEMA
from graph.store import Store
from graph.writing.commands import Create, Delete
from graph.writing.write import write
from tests.api.conftest import Ask

QUESTION = {"for": "spolek", "topic": "pamet"}


def _post(golden: httpx.Client, *requests: Any) -> Any:
    answer = golden.post("/v1/partners", json={"requests": list(requests)})
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]


def test_a_batch_is_answered_in_order_and_each_as_alone(golden: httpx.Client) -> None:
    asked: list[dict[str, Any]] = [
        QUESTION,
        {"for": "knihovna", "topic": "zdravi", "first": 2, "includeKnown": True},
        QUESTION,
    ]
    results = _post(golden, *asked)
    for question, result in zip(asked, results, strict=True):
        assert result == golden.get("/v1/partners", params=question).json()
    assert results[0] == results[2]


@pytest.mark.parametrize(
    ("wrong", "code", "place"),
    [
        ({**QUESTION, "topic": "nope"}, "NOT_FOUND", "topic"),
        ({**QUESTION, "for": "pamet"}, "BAD_INPUT", "for"),
        ({**QUESTION, "first": 101}, "BAD_INPUT", "first"),
        ({**QUESTION, "weights": {"topic": -1}}, "BAD_INPUT", "weights.topic"),
        ({**QUESTION, "weights": {"charm": 1}}, "BAD_INPUT", "weights.charm"),
        ({**QUESTION, "unheard": 1}, "BAD_INPUT", "unheard"),
        ({**QUESTION, "within": {"place": "zavodou", "km": 5}}, "BAD_INPUT", "within"),
        ({"for": "spolek"}, "BAD_INPUT", "topic"),
        ("spolek", "BAD_INPUT", ""),
    ],
)
def test_one_bad_question_does_not_spoil_the_others(golden: httpx.Client, wrong: Any, code: str, place: str) -> None:
    first, failed, last = _post(golden, QUESTION, wrong, QUESTION)
    assert first == last
    assert first["partners"]
    assert (failed["error"]["code"], failed["error"].get("place", "")) == (code, place)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"requests": 1}', b'{"requests": [' + b"1," * 100 + b"1]}"])
def test_what_is_no_batch_is_refused(golden: httpx.Client, body: bytes) -> None:
    answer = golden.post("/v1/partners", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "BAD_INPUT")


def test_who_has_the_answer_already_does_not_get_it_again(golden: httpx.Client) -> None:
    answer = golden.get("/v1/partners", params=QUESTION)
    again = golden.get("/v1/partners", params=QUESTION, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = golden.get(
        "/v1/partners", params={**QUESTION, "first": 1}, headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert other.status_code == 200


def test_weights_change_contributions_alone(ask: Ask) -> None:
    def signals(weights: str) -> Any:
        edges = "edges { node { id } signals { signal value weight contribution } score }"
        query = f'{{ potentialPartners(for: "spolek", topic: "pamet"{weights}) {{ {edges} }} }}'
        found = ask(query)["data"]["potentialPartners"]["edges"]
        return {edge["node"]["id"]: edge for edge in found}

    usual, other = signals(""), signals(", weights: {topic: 5}")
    assert usual.keys() == other.keys()
    for id_, edge in other.items():
        before = {s["signal"]: s["value"] for s in usual[id_]["signals"]}
        assert {s["signal"]: s["value"] for s in edge["signals"]} == before
        assert edge["score"] == pytest.approx(sum(s["contribution"] for s in edge["signals"]))


def test_partners_can_be_paged_through(ask: Ask) -> None:
    page = "edges { node { id } } pageInfo { hasNextPage endCursor }"
    whole = ask(
        f'{{ potentialPartners(for: "knihovna", topic: "pamet", includeKnown: true, first: 100) {{ {page} }} }}'
    )
    found, after = [], ""
    while True:
        part = ask(
            f'{{ potentialPartners(for: "knihovna", topic: "pamet", includeKnown: true, first: 2{after}) {{ {page} }} }}'
        )["data"]["potentialPartners"]
        found += part["edges"]
        if not part["pageInfo"]["hasNextPage"]:
            break
        after = f', after: "{part["pageInfo"]["endCursor"]}"'
    assert found == whole["data"]["potentialPartners"]["edges"]
    assert len(found) > 2


async def test_who_has_just_been_added_is_answered(golden: httpx.Client, store: Store) -> None:
    assert _post(golden, QUESTION)[0]["partners"]
    author = Author(OPERATOR, Door.CLI)
    await write(store, SCHEMA, [Create("Organization", {"id": "brand-new", "name": "Nová"})], author)
    try:
        [answer] = _post(golden, {"for": "brand-new", "topic": "pamet"})
        assert answer["partners"]
    finally:
        await write(store, SCHEMA, [Delete("brand-new")], author)


def test_both_lists_are_asked_for_in_one_document(ask: Ask, golden: httpx.Client) -> None:
    edges = "edges { node { id } score }"
    one = '(for: "spolek", topic: "pamet"'
    found = ask(
        f"{{ near: potentialPartners{one}, reach: NEAR) {{ {edges} }} "
        f"learn: potentialPartners{one}, reach: LEARN_FROM) {{ {edges} }} any: potentialPartners{one}) {{ {edges} }} }}"
    )["data"]
    near, learn, anyone = ([edge["node"]["id"] for edge in found[name]["edges"]] for name in ("near", "learn", "any"))
    assert near != anyone != learn
    for reach, listed in (("near", near), ("learnFrom", learn), ("any", anyone)):
        rest = golden.get("/v1/partners", params={**QUESTION, "reach": reach}).json()["partners"]
        assert [partner["id"] for partner in rest] == listed


def test_a_suggestion_says_how_to_get_in_touch(golden: httpx.Client) -> None:
    found = golden.get("/v1/partners", params={**QUESTION, "includeKnown": True}).json()["partners"]
    library = next(partner for partner in found if partner["id"] == "knihovna")
    shown = golden.post("/graphql", json={"query": '{ library(id: "knihovna") { url } }'}).json()
    assert library["url"] == shown["data"]["library"]["url"] is not None
    assert all(partner["propose"] and "km" in partner for partner in found)
