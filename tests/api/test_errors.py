"""What clients do wrong is answered with a code, a place and what to do, and never with a 500."""

import logging
from typing import Any

import httpx
import pytest

from graph.settings import Settings
from graph.store import Endpoint, Store
from tests.api.conftest import Ask
from tests.serving import served

JSON = {"Content-Type": "application/json"}
INVALID, BAD_INPUT, NOT_FOUND = "GRAPHQL_VALIDATION_FAILED", "BAD_INPUT", "NOT_FOUND"
DEEP = "{ library(id: 1) { " + "partners { nodes { " * 12 + "id" + " } }" * 12 + " } }"

OPERATIONS: list[tuple[str, dict[str, Any], str, str | None]] = [
    ("{ nope }", {}, INVALID, None),
    ("{ library(id: 5.5) { id } }", {}, INVALID, None),
    ("{ library(id: 1) { id ", {}, INVALID, None),
    ("{ library(id: 1) { } }", {}, INVALID, None),
    ("", {}, INVALID, None),
    ("{" + "a{" * 5000, {}, "QUERY_TOO_COMPLEX", None),
    ("{ " + "__typename " * 5000 + "}", {}, "QUERY_TOO_COMPLEX", None),
    ("{ libraries(first: 3000000000) { totalCount } }", {}, INVALID, None),
    ("{ search(query: 1, types: [CASTLE]) { nodes { id } } }", {}, INVALID, None),
    ('{ library(id: "\\uD800") { id } }', {}, INVALID, None),
    ("mutation { library(id: 1) { id } }", {}, INVALID, None),
    ("subscription { library(id: 1) { id } }", {}, INVALID, None),
    ("query A { __typename } query B { __typename }", {}, INVALID, None),
    ("query ($n: Int!) { libraries(first: $n) { totalCount } }", {"n": "many"}, BAD_INPUT, "$n"),
    ("query ($n: Int!) { libraries(first: $n) { totalCount } }", {"n": 2**31}, BAD_INPUT, "$n"),
    ("query ($n: Int!) { libraries(first: $n) { totalCount } }", {}, BAD_INPUT, "$n"),
    ("query ($t: [ElementType!]) { search(query: 1, types: $t) { nodes { id } } }", {"t": ["X"]}, INVALID, None),
    ('query ($t: [ElementType!]) { search(query: "a", types: $t) { nodes { id } } }', {"t": ["X"]}, BAD_INPUT, "$t"),
    ("query ($b: Boolean = true) { __typename @skip(if: $b) }", {"b": None}, BAD_INPUT, None),
]

FIELDS: list[tuple[str, dict[str, Any], str, str]] = [
    ("{ it: libraries(first: 101) { totalCount } }", {}, BAD_INPUT, "it.first"),
    ("{ it: libraries(first: -1) { totalCount } }", {}, BAD_INPUT, "it.first"),
    (
        "{ it: libraries { nodes { id partners(first: 999) { totalCount } } } }",
        {},
        BAD_INPUT,
        "it.nodes.partners.first",
    ),
    ("{ it: libraries(first: 1, last: 1) { totalCount } }", {}, BAD_INPUT, "it"),
    ("{ it: libraries(last: 101) { totalCount } }", {}, BAD_INPUT, "it.last"),
    ('{ it: libraries(after: "nonsense") { nodes { id } } }', {}, BAD_INPUT, "it.after"),
    ('{ it: search(query: "a", after: "nonsense") { nodes { id } } }', {}, BAD_INPUT, "after"),
    ("{ it: libraries(filter: {name: {eq: null}}) { totalCount } }", {}, BAD_INPUT, "it.filter.name.eq"),
    ("{ it: libraries(filter: {near: {km: 3}}) { totalCount } }", {}, BAD_INPUT, "it.filter.near"),
    (
        "{ it: libraries(filter: {near: {latitude: 91, longitude: 0, km: 3}}) { totalCount } }",
        {},
        BAD_INPUT,
        "it.filter.near.latitude",
    ),
    (
        '{ it: activities(filter: {since: {gte: "last year"}}) { totalCount } }',
        {},
        BAD_INPUT,
        "it.filter.since.gte",
    ),
    (
        "query ($f: ActivityFilter) { it: activities(filter: $f) { totalCount } }",
        {"f": {"or": [{"createdAt": {"lt": "2026-03-01T00:00:00"}}], "id": {"eq": "x"}}},
        BAD_INPUT,
        "it.filter.or.0.createdAt.lt",
    ),
    ("query ($i: [ID!]!) { it: nodes(ids: $i) { id } }", {"i": ["a"] * 101}, BAD_INPUT, "it.ids"),
    ("query ($b: Boolean = true) { it: libraries { totalCount @skip(if: $b) } }", {"b": None}, BAD_INPUT, "it"),
    ("{ it: library { id } }", {}, BAD_INPUT, "it"),
    ("query ($id: ID) { it: library(id: $id) { id } }", {}, BAD_INPUT, "it"),
    ('{ it: library(id: "a", sigla: "b") { id } }', {}, BAD_INPUT, "it"),
    ('{ it: potentialPartners(for: "knihovna", topic: "x") { __typename } }', {}, NOT_FOUND, "topic"),
    ('{ it: potentialPartners(for: "knihovna", topic: "obec") { edges { score } } }', {}, BAD_INPUT, "topic"),
    ('{ it: potentialPartners(for: "pamet", topic: "pamet") { nodes { id } } }', {}, BAD_INPUT, "for"),
]


@pytest.mark.parametrize(("query", "variables", "code", "place"), OPERATIONS, ids=lambda value: str(value)[:40])
def test_an_operation_that_cannot_run_says_why(
    golden: httpx.Client, query: str, variables: dict[str, Any], code: str, place: str | None
) -> None:
    sent = {"query": query, "variables": variables}
    answer = golden.post("/graphql", json=sent)
    assert answer.status_code == 200
    assert answer.json().keys() == {"errors"}
    error = answer.json()["errors"][0]
    assert error["extensions"]["code"] == code
    assert error["extensions"].get("place") == place
    assert error["extensions"]["requestId"] == answer.headers["X-Request-Id"]
    strict = golden.post("/graphql", json=sent, headers={"Accept": "application/graphql-response+json"})
    assert strict.status_code == 400
    assert strict.headers["Content-Type"] == "application/graphql-response+json"


@pytest.mark.parametrize(("query", "variables", "code", "place"), FIELDS, ids=lambda value: str(value)[:40])
def test_a_field_that_cannot_be_answered_leaves_the_others(
    ask: Ask, query: str, variables: dict[str, Any], code: str, place: str
) -> None:
    answer = ask(query[: query.rindex("}")] + 'map(id: "mapa") { id } }', **variables)
    assert answer["data"] == {"it": None, "map": {"id": "mapa"}}
    [error] = answer["errors"]
    assert error["path"] == ["it"]
    assert (error["extensions"]["code"], error["extensions"]["place"]) == (code, place)


def test_what_selects_too_much_is_refused_at_once(ask: Ask) -> None:
    doubled = " ".join(f"fragment F{n} on Ally {{ a: {_next(n)} b: {_next(n)} }}" for n in range(30))
    answer = ask(f'{{ library(id: "knihovna") {{ ...F0 }} }} {doubled} fragment F30 on Ally {{ id }}')
    assert answer["errors"][0]["extensions"]["code"] == "QUERY_TOO_COMPLEX"


def _next(number: int) -> str:
    return f"shownOn {{ nodes {{ shows {{ nodes {{ ...F{number + 1} }} }} }} }}"


@pytest.mark.parametrize(
    ("body", "status", "place"),
    [
        (b"{", 400, "body"),
        (b"", 400, "body"),
        (b"[]", 400, "body"),
        (b"7", 400, "body"),
        (b"null", 400, "body"),
        (b"\xff\xfe", 400, "body"),
        (b'[{"query": "{ __typename }"}]', 400, "body"),
        (b'{"variables": {}}', 400, "query"),
        (b'{"query": null}', 400, "query"),
        (b'{"query": 7}', 400, "query"),
        (b'{"query": "{ __typename }", "variables": []}', 400, "variables"),
        (b'{"query": "{ __typename }", "operationName": 7}', 400, "operationName"),
        (b'{"query": "{ __typename }", "variables": {"a": "\\ud800"}}', 400, "body"),
        (b'{"query": "' + b"x" * 2**20 + b'"}', 413, "body"),
        (b"[" * 60_000, 400, "body"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_body_that_is_no_request_is_refused(golden: httpx.Client, body: bytes, status: int, place: str) -> None:
    answer = golden.post("/graphql", content=body, headers=JSON)
    assert answer.status_code == status
    assert answer.json()["errors"][0]["extensions"]["place"] == place


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_only_json_is_read(golden: httpx.Client, kind: str) -> None:
    answer = golden.post("/graphql", content=b'{"query": "{ __typename }"}', headers={"Content-Type": kind})
    assert answer.status_code == 415


def test_an_operation_is_chosen_by_name(golden: httpx.Client) -> None:
    two = "query A { a: __typename } query B { b: __typename }"
    assert golden.post("/graphql", json={"query": two, "operationName": "B"}).json()["data"] == {"b": "Query"}
    wrong = golden.post("/graphql", json={"query": two, "operationName": "C"}).json()
    assert "'C'" in wrong["errors"][0]["message"]


@pytest.mark.parametrize("value", ["a\0b", "x" * 8_000, "'; MATCH (n) DETACH DELETE n //", "\U0001f4da", "$for"])
def test_any_text_is_only_a_value(ask: Ask, value: str) -> None:
    query = "query ($v: ID, $s: String!) { library(id: $v) { id } search(query: $s) { nodes { id } } }"
    answer = ask(query, v=value, s=value)
    assert answer["data"]["library"] is None
    assert "errors" not in answer


def test_a_query_may_be_in_the_address(golden: httpx.Client) -> None:
    query = "query ($id: ID) { library(id: $id) { name } }"
    answer = golden.get("/graphql", params={"query": query, "variables": '{"id": "alfa-knihovna"}'})
    assert answer.json()["data"] == {"library": {"name": "Alfa"}}
    assert golden.get("/graphql", params={"query": query, "variables": "{"}).status_code == 400


# ------------------------------------------------------------------------------------------------------------- REST


def test_partners_over_rest(golden: httpx.Client) -> None:
    answer = golden.get("/v1/partners", params={"for": "knihovna", "topic": "pamet", "first": 1, "includeKnown": True})
    assert answer.status_code == 200
    assert answer.json().keys() == {"for", "topic", "partners", "pageInfo"}
    [partner] = answer.json()["partners"]
    names = {"id", "type", "name", "score", "signals", "evidence", "known", "newestEvidence", "unknown", "verdict"}
    assert partner.keys() == names | {"basis", "model", "km", "place", "url", "propose", "sources"}
    assert partner["signals"][0].keys() == {"signal", "value", "weight", "contribution"}
    assert partner["score"] == pytest.approx(sum(signal["contribution"] for signal in partner["signals"]))
    assert partner["evidence"][0].keys() == {"text", "path"}


def test_partners_are_the_same_through_both_doors(golden: httpx.Client, ask: Ask) -> None:
    rest = golden.get("/v1/partners", params={"for": "spolek", "topic": "pamet"}).json()["partners"]
    edges = "edges { score known newestEvidence node { id name } evidence { text } signals { signal value } }"
    graphql = ask(f'{{ potentialPartners(for: "spolek", topic: "pamet") {{ {edges} }} }}')["data"]["potentialPartners"]
    assert [partner["id"] for partner in rest] == [edge["node"]["id"] for edge in graphql["edges"]]
    assert [partner["score"] for partner in rest] == [edge["score"] for edge in graphql["edges"]]
    assert [e["text"] for p in rest for e in p["evidence"]] == [
        e["text"] for p in graphql["edges"] for e in p["evidence"]
    ]


@pytest.mark.parametrize(
    ("query", "status", "code", "place"),
    [
        ("", 400, BAD_INPUT, "for"),
        ("for=knihovna", 400, BAD_INPUT, "topic"),
        ("for=knihovna&topic=pamet&first=-1", 400, BAD_INPUT, "first"),
        ("for=knihovna&topic=pamet&first=101", 400, BAD_INPUT, "first"),
        ("for=knihovna&topic=pamet&first=abc", 400, BAD_INPUT, "first"),
        ("for=knihovna&topic=pamet&first=99999999999999999999", 400, BAD_INPUT, "first"),
        ("for=knihovna&topic=pamet&first=", 400, BAD_INPUT, "first"),
        ("for=knihovna&topic=pamet&lang=tlh", 400, BAD_INPUT, "lang"),
        ("for=knihovna&topic=pamet&includeKnown=perhaps", 400, BAD_INPUT, "includeKnown"),
        ("for=&topic=pamet", 404, NOT_FOUND, "for"),
        ("for=nobody&topic=pamet", 404, NOT_FOUND, "for"),
        ("for=knihovna&for=nobody&topic=pamet", 400, BAD_INPUT, "for"),
        ("for=knihovna&topic=obec", 400, BAD_INPUT, "topic"),
        ("for=%ED%A0%80%00&topic=pamet", 404, NOT_FOUND, "for"),
    ],
)
def test_wrong_parameters_are_named(golden: httpx.Client, query: str, status: int, code: str, place: str) -> None:
    answer = golden.get(f"/v1/partners?{query}")
    assert answer.status_code == status
    assert (answer.json()["code"], answer.json()["place"]) == (code, place)
    assert answer.json()["requestId"] == answer.headers["X-Request-Id"]


@pytest.mark.parametrize("path", ["/nope", "/v1", "/v1/partners/x", "/graphql/x"])
def test_an_unknown_address_is_said_in_json(golden: httpx.Client, path: str) -> None:
    answer = golden.get(path)
    assert (answer.status_code, answer.json()["code"], answer.json()["place"]) == (404, NOT_FOUND, path)


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("POST", "/v1/paths", {"GET", "HEAD", "OPTIONS"}),
        ("DELETE", "/healthz", {"GET", "HEAD", "OPTIONS"}),
        ("PUT", "/graphql", {"GET", "HEAD", "OPTIONS", "POST"}),
    ],
)
def test_a_wrong_method_tells_the_right_one(golden: httpx.Client, method: str, path: str, allow: set[str]) -> None:
    answer = golden.request(method, path)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == allow
    assert answer.json()


def test_the_headers_alone_can_be_asked_for(golden: httpx.Client) -> None:
    answer = golden.head("/v1/partners", params={"for": "spolek", "topic": "pamet"})
    assert (answer.status_code, answer.content) == (200, b"")


# -------------------------------------------------------------------------------------------------------------- bugs


@pytest.mark.parametrize("path", ["graphql", "v1/partners?for=knihovna&topic=pamet"])
def test_a_bug_is_logged_and_its_text_kept_inside(
    endpoint: Endpoint,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    path: str,
) -> None:
    async def fails(*_: Any, **__: Any) -> Any:
        raise RuntimeError("secret")

    monkeypatch.setattr(Store, "_read", fails)
    origin = {"Origin": "https://mapa.example"}
    asked = settings.model_copy(update={"origins": tuple(origin.values())})
    with served(asked, endpoint) as client, caplog.at_level(logging.ERROR, "spojenci"):
        client.headers.update(origin)
        answer = (
            client.post("/graphql", json={"query": "{ libraries { totalCount } }"})
            if path == "graphql"
            else client.get(path)
        )
    assert "INTERNAL" in answer.text
    assert "secret" not in answer.text
    assert answer.headers["X-Request-Id"] in answer.text
    assert answer.headers["Access-Control-Allow-Origin"] == origin["Origin"]
    assert any(answer.headers["X-Request-Id"] in record.getMessage() and record.exc_info for record in caplog.records)


def test_metrics_have_few_names(golden: httpx.Client, ask: Ask) -> None:
    ask("{ anyNameAClientLikes: libraries { totalCount } }")
    golden.get("/some/path")
    text = golden.get("/metrics").text
    assert 'spojenci_statement_seconds_count{name="libraries"}' in text
    assert 'spojenci_request_seconds_count{door="graphql",status="200"}' in text
    assert 'door="other",status="404"' in text
    assert "anyNameAClientLikes" not in text
    assert "/some/path" not in text
