"""Named questions as fields and as REST addresses: the same answer, and unknown elements are not found."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.graphql.schema import GRAPHQL_SCHEMA
from graph.contract.fields import Field
from graph.contract.operation import Answers, Operation
from graph.operations.questions import OPERATIONS
from tests.api.conftest import Ask


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


RIGHT = {
    "Ally": "knihovna",
    "Element": "knihovna",
    "Library": "knihovna",
    "Place": "koruna",
    "Resource": "prostor",
    "TargetGroup": "seniori",
    "Topic": "pamet",
}
"""An element that a question takes, by the first type that it takes."""

QUESTIONS = {each.name: each for each in OPERATIONS if each.answers is not Answers.PAGE}

UNKNOWN, EMPTY, HIDDEN, MAP = "nope", "", "skola", "mapa"
WRONG = [
    pytest.param(question, field, id_, id=f"{question.name} {field.name}={id_}")
    for question in QUESTIONS.values()
    for field in question.parameters
    for id_ in (UNKNOWN, EMPTY, HIDDEN, MAP)
    if field.of and (id_ != MAP or "Element" not in field.of) and (id_ != EMPTY or not field.many)
]
"""Every id that every question takes, with one that it does not take: nobody asks for a map."""


def _asked(ask: Ask, question: Operation, given: Mapping[str, Any]) -> Any:
    query = GRAPHQL_SCHEMA.query_type
    assert query
    field = query.fields[question.field]
    declared = ", ".join(f"${name}: {field.args[name].type}" for name in given)
    passed = ", ".join(f"{name}: ${name}" for name in given)
    return ask(f"query ({declared}) {{ it: {question.field}({passed}) {{ __typename }} }}", **given)


def _right(question: Operation) -> dict[str, Any]:
    return {field.name: _value(field, RIGHT[field.of[0]]) for field in question.parameters if field.of}


def _value(field: Field, id_: str) -> Any:
    return [id_] if field.type.startswith("[") else id_


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_what_is_there_is_no_error(golden: httpx.Client, ask: Ask, question: Operation) -> None:
    assert "errors" not in _asked(ask, question, _right(question))
    assert golden.get(question.address, params=_right(question)).status_code == 200


@pytest.mark.parametrize(("question", "field", "id_"), WRONG)
def test_what_is_unknown_hidden_or_of_another_type_is_not_found(
    golden: httpx.Client, ask: Ask, question: Operation, field: Field, id_: str
) -> None:
    given = _right(question) | {field.name: _value(field, id_)}
    told = _asked(ask, question, given)
    [error] = told["errors"]
    assert (told["data"], error["path"]) == ({"it": None}, ["it"])
    assert (error["extensions"]["code"], error["extensions"]["place"]) == ("NOT_FOUND", field.name)
    assert f"with the id {id_!r}" in error["message"] and "look it up with search" in error["message"]
    answer = golden.get(question.address, params=given)
    body = answer.json()
    assert (answer.status_code, body["code"], body["place"]) == (404, "NOT_FOUND", field.name)
    assert body["message"] == error["message"]


def _lookups(golden: httpx.Client) -> float:
    """How often the server has asked which of some ids exist."""
    families = text_string_to_metric_families(golden.get("/metrics").text)
    samples = (sample for family in families for sample in family.samples if sample.labels.get("name") == "elements")
    return sum(sample.value for sample in samples if sample.name == "spojenci_statement_seconds_count")


def test_a_field_asks_what_is_missing_only_where_its_answer_is_empty(golden: httpx.Client, ask: Ask) -> None:
    before = _lookups(golden)
    found = ask('{ similarLibraries(to: "knihovna") { score } paths(from: "pamet", to: "mapa-2") { paths { text } } }')
    assert found["data"]["similarLibraries"] and found["data"]["paths"] == {"paths": []}
    assert _lookups(golden) == before
    assert ask('{ similarLibraries(to: "knihovna", first: 0) { score } }') == {"data": {"similarLibraries": []}}
    assert _lookups(golden) == before + 1


@pytest.mark.parametrize(
    ("field", "path", "place"),
    [
        ('neighbourhood(of: "knihovna", depth: 4) { truncated }', "/v1/neighbourhood?of=knihovna&depth=4", "depth"),
        ('paths(from: "a", to: "b", maxLength: 0) { __typename }', "/v1/paths?from=a&to=b&maxLength=0", "maxLength"),
    ],
)
def test_bounds_are_kept(golden: httpx.Client, ask: Ask, field: str, path: str, place: str) -> None:
    [error] = ask(f"{{ it: {field} }}")["errors"]
    assert (error["extensions"]["code"], error["extensions"]["place"]) == ("BAD_INPUT", place)
    answer: Any = golden.get(path)
    assert (answer.status_code, answer.json()["place"]) == (400, place)
