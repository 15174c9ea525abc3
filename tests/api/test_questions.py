"""Named questions as fields and as REST addresses: the same answer, and unknown elements are null or not found."""

from typing import Any

import httpx
import pytest

from api.questions import address
from api.schema import TOLD
from tests.api.conftest import Ask


def test_every_field_has_an_address(golden: httpx.Client) -> None:
    paths = golden.get("/openapi.json").json()["paths"]
    assert {address(question) for question in TOLD.values()} <= paths.keys()


def test_a_neighbourhood_is_the_same_through_both_doors(golden: httpx.Client, ask: Ask) -> None:
    query = (
        '{ neighbourhood(of: "knihovna", depth: 2, first: 6) { nodes { id name } edges { link from to } truncated } }'
    )
    field = ask(query)["data"]["neighbourhood"]
    rest = golden.get("/v1/neighbourhood", params={"of": "knihovna", "depth": 2, "first": 6}).json()
    assert field["truncated"] is True
    assert len(field["nodes"]) == 6
    assert field["nodes"][0]["id"] == "knihovna"
    assert [node["id"] for node in rest["nodes"]] == [node["id"] for node in field["nodes"]]
    assert [{name: e[name] for name in ("link", "from", "to")} for e in rest["edges"]] == field["edges"]
    ids = {node["id"] for node in field["nodes"]}
    assert all({edge["from"], edge["to"]} <= ids for edge in field["edges"])


def test_a_whole_neighbourhood_says_that_it_is_whole(ask: Ask) -> None:
    found = ask('{ neighbourhood(of: "mapa-2") { nodes { id } edges { link } truncated } }')["data"]["neighbourhood"]
    assert found == {"nodes": [{"id": "mapa-2"}], "edges": [], "truncated": False}


def test_only_some_types(ask: Ask) -> None:
    query = '{ neighbourhood(of: "knihovna", types: [TOPIC, ACTIVITY], depth: 2) { nodes { __typename } } }'
    kinds = {node["__typename"] for node in ask(query)["data"]["neighbourhood"]["nodes"]}
    assert kinds == {"Library", "Topic", "Activity"}


def test_paths_are_told_in_words_the_shortest_first(golden: httpx.Client, ask: Ask) -> None:
    query = '{ paths(from: "spolek", to: "pamet") { paths { text(language: CS) en: text path { link } } } }'
    found = ask(query)["data"]["paths"]["paths"]
    lengths = [len(path["path"]) for path in found]
    assert lengths == sorted(lengths)
    rest = golden.get("/v1/paths", params={"from": "spolek", "to": "pamet", "lang": "cs"}).json()["paths"]
    assert [path["text"] for path in rest] == [path["text"] for path in found]
    assert all(path["en"] != path["text"] for path in found)


def test_there_may_be_no_path(ask: Ask) -> None:
    assert ask('{ paths(from: "mapa-2", to: "pamet") { paths { text } } }')["data"] == {"paths": {"paths": []}}


def test_similar_libraries_share_what_they_do(golden: httpx.Client, ask: Ask) -> None:
    query = '{ similarLibraries(to: "knihovna") { library { id } score shared { id } } }'
    [found] = ask(query)["data"]["similarLibraries"]
    assert found["library"] == {"id": "alfa-knihovna"}
    assert 0 < found["score"] <= 1
    assert "pamet" in [element["id"] for element in found["shared"]]
    [rest] = golden.get("/v1/similar-libraries", params={"to": "knihovna"}).json()["rows"]
    assert rest["library"] == {"id": "alfa-knihovna", "type": "Library", "name": "Alfa"}


@pytest.mark.parametrize("id_", ["nope", "skola"])
def test_what_is_not_there_or_not_to_be_seen_is_null(golden: httpx.Client, ask: Ask, id_: str) -> None:
    assert ask(f'{{ neighbourhood(of: "{id_}") {{ truncated }} }}') == {"data": {"neighbourhood": None}}
    answer = golden.get("/v1/neighbourhood", params={"of": id_})
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("field", "path", "place"),
    [
        ('neighbourhood(of: "knihovna", depth: 4) { truncated }', "/v1/neighbourhood?of=knihovna&depth=4", "depth"),
        ('paths(from: "a", to: "b", maxLength: 0) { __typename }', "/v1/paths?from=a&to=b&maxLength=0", "maxLength"),
    ],
)
def test_bounds_are_kept(golden: httpx.Client, ask: Ask, field: str, path: str, place: str) -> None:
    [error] = ask(f"{{ it: {field} }}")["errors"]
    assert (error["extensions"]["code"], error["extensions"]["place"]) == ("BAD_INPUT", f"it.{place}")
    answer: Any = golden.get(path)
    assert (answer.status_code, answer.json()["place"]) == (400, place)
