"""``POST /v1/cypher`` and ``/v1/queries``: who may ask, what they send, what comes back."""

import asyncio
import csv
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import orjson
import pytest

from api.app import create_app
from graph import keys
from graph.access import Role
from graph.analysts.statements import Statements
from graph.questions.named import QUESTIONS, Named
from graph.settings import Settings
from graph.store import Endpoint, Store
from tests.analysts.conftest import eventually
from tests.analysts.test_gate import Shared
from tests.api.conftest import golden_graph

__all__ = ["golden_graph"]

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("golden_graph")]


@pytest.fixture(scope="module")
async def service(golden_graph: None, settings: Settings, store: Store, endpoint: Endpoint) -> AsyncIterator[Any]:
    """The application, and a key of each role that asks it."""
    secrets = {}
    for role in (Role.READER, Role.REVIEWER):
        secrets[role.value] = (await keys.create(store, f"door-{role.value}", role, None, timedelta(days=1))).secret
    app = create_app(settings, endpoint)
    async with Statements(Shared(settings, store)) as statements, app.state.parts.store:
        app.state.parts.statements = statements
        yield app, secrets


@pytest.fixture(scope="module")
async def door(service: Any) -> AsyncIterator[Any]:
    """Asks the service as a role: ``await door("reader", "POST", "/v1/cypher", json=…)``."""
    app, secrets = service
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://door", timeout=60) as client:

        async def ask(role: str | None, method: str, address: str, **more: Any) -> httpx.Response:
            headers = {"Authorization": f"Bearer {secrets[role]}"} if role else {}
            return await client.request(method, address, headers=headers | more.pop("headers", {}), **more)

        yield ask


async def test_a_reader_runs_a_statement_and_nobody_without_a_key(door: Any) -> None:
    asked = {"query": "RETURN $a + 1 AS b", "parameters": {"a": 1}}
    answer = await door("reader", "POST", "/v1/cypher", json=asked)
    assert (answer.status_code, answer.json()) == (200, {"columns": ["b"], "rows": [[2]], "truncated": False})
    assert (await door(None, "POST", "/v1/cypher", json=asked)).status_code == 401
    assert (await door("reader", "GET", "/v1/cypher")).status_code == 405


@pytest.mark.parametrize(
    ("accept", "address", "media"),
    [
        ("text/csv", "/v1/cypher", "text/csv; charset=utf-8"),
        ("*/*", "/v1/cypher?format=csv", "text/csv; charset=utf-8"),
        ("application/json;q=0.1, text/*", "/v1/cypher", "text/csv; charset=utf-8"),
        ("*/*", "/v1/cypher", "application/json"),
        ("application/vnd.spojenci.graph+json", "/v1/cypher", "application/vnd.spojenci.graph+json"),
        ("text/csv", "/v1/cypher?format=graph", "application/vnd.spojenci.graph+json"),
    ],
)
async def test_the_format_is_that_of_accept_or_of_the_address(door: Any, accept: str, address: str, media: str) -> None:
    asked = {"query": "MATCH (l:Library) RETURN l ORDER BY l.id LIMIT 1"}
    answer = await door("reader", "POST", address, json=asked, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, media)


async def test_a_relationship_tells_both_ends_whatever_else_is_returned(door: Any) -> None:
    asked = {"query": "MATCH (l:Library)-[r]->(a) RETURN elementId(l), elementId(a), r, l LIMIT 3"}
    for start, end, link, _ in (await door("reader", "POST", "/v1/cypher", json=asked)).json()["rows"]:
        assert (link["startNodeElementId"], link["endNodeElementId"]) == (start, end)


async def test_a_table_tells_in_a_header_whether_it_is_truncated(door: Any) -> None:
    asked = {"query": "UNWIND range(1, 20000) AS x RETURN x"}
    answer = await door("reader", "POST", "/v1/cypher?format=csv", json=asked)
    assert answer.headers["spojenci-truncated"] == "true"
    assert len([*csv.reader(answer.text.splitlines())]) == 10_001


async def test_no_format_that_is_accepted_is_406(door: Any) -> None:
    answer = await door("reader", "POST", "/v1/cypher", json={"query": "RETURN 1"}, headers={"Accept": "image/png"})
    assert answer.status_code == 406


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        ({}, "query"),
        ({"query": 1}, "query"),
        ({"query": "RETURN 1", "more": 1}, "more"),
        ({"query": "RETURN 1", "parameters": [1]}, "parameters"),
        ({"query": "RETURN 1", "parameters": 0}, "parameters"),
        ({"query": "RETURN 1", "parameters": []}, "parameters"),
        ({"query": "RETURN 1", "plan": "yes"}, "plan"),
        ([], "body"),
        ({"query": "CREATE (:X)"}, "query"),
        ({"query": "RETURN $a", "parameters": {"a": 2**64 - 1}}, "parameters.a"),
        ({"query": "RETURN $a", "parameters": {"a": [-(10**40)]}}, "parameters.a.0"),
        ({"query": "RETURN date({year: 99999}) AS day"}, "rows.0.day"),
    ],
)
async def test_what_is_wrong_is_400_with_its_place(door: Any, sent: object, place: str) -> None:
    answer = await door("reader", "POST", "/v1/cypher", json=sent)
    assert (answer.status_code, answer.json()["code"], answer.json()["place"]) == (400, "BAD_INPUT", place)


@pytest.mark.parametrize("plan", [False, True])
async def test_errors_quote_and_count_what_the_caller_wrote_alone(door: Any, plan: bool) -> None:
    asked = {"query": "MATCH (n)\nRETURN n.name +", "plan": plan}
    message = (await door("reader", "POST", "/v1/cypher", json=asked)).json()["message"]
    assert "(line 2, column 16 (offset: 25))" in message
    assert "EXPLAIN" not in message and "PROFILE" not in message
    asked = {"query": "RETURN all(x IN [1] WHERE x)"}
    assert "(line 1, column 27 (offset: 26))" in (await door("reader", "POST", "/v1/cypher", json=asked)).text


@pytest.mark.parametrize("body", [b'{"query": "RETURN $a", "parameters": {"a": NaN}}', b'{"query": "\\ud800"}', b"{"])
async def test_what_is_no_json_is_400(door: Any, body: bytes) -> None:
    answer = await door("reader", "POST", "/v1/cypher", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400


async def test_an_answer_that_breaks_off_says_so_at_its_end(door: Any) -> None:
    query = "UNWIND range(0, 9999) AS x RETURN x, 'some text that fills the first part of the answer', 1 / toFloat(9999 - x)"
    answer = (await door("reader", "POST", "/v1/cypher", json={"query": query})).json()
    assert len(answer["rows"]) > 100
    assert (answer["truncated"], answer["error"]["code"]) == (True, "BAD_INPUT")
    assert answer["error"]["place"].startswith("rows.9999.")


async def test_every_question_is_listed_with_what_it_takes_and_answers(door: Any) -> None:
    listed = {each["name"]: each for each in (await door(None, "GET", "/v1/queries")).json()["queries"]}
    assert [*listed] == [*QUESTIONS]
    for each in listed.values():
        assert each["example"].keys() <= each["parameters"]["properties"].keys()
        assert {*each["parameters"]["required"]} <= each["example"].keys()
    found = await door("reader", "POST", "/v1/queries/elements", json={"ids": ["knihovna"]})
    assert (
        found.json()["rows"][0].keys()
        == listed["elements"]["answer"]["properties"]["rows"]["items"]["properties"].keys()
    )


@pytest.mark.parametrize("role", [None, "reader"])
async def test_every_question_is_for_everybody(door: Any, role: str | None) -> None:
    answers = [
        await door(role, "POST", f"/v1/queries/{name}", json=_example(question)) for name, question in QUESTIONS.items()
    ]
    assert {answer.status_code for answer in answers} <= {200, 404}  # the examples are of the seed


def _example(question: Named) -> dict[str, Any]:
    return {name: value for name, value in question.example.items() if name not in ("visible", "own")}


async def test_a_question_is_asked_by_address_and_by_body_alike(door: Any) -> None:
    got = await door(None, "GET", "/v1/queries/search", params={"query": "knihovna"})
    posted = await door(None, "POST", "/v1/queries/search", json={"query": "knihovna"})
    assert got.status_code == posted.status_code == 200
    assert got.json() == posted.json() == (await door(None, "GET", "/v1/search", params={"query": "knihovna"})).json()
    assert {"id", "name"} <= got.json()["rows"][0].keys()


async def test_an_unknown_question_is_404_and_names_those_there_are(door: Any) -> None:
    answer = await door("reader", "GET", "/v1/queries/nothing")
    assert (answer.status_code, "search" in answer.json()["message"]) == (404, True)


ENDLESS = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a WHERE a < 0 RETURN count(a) AS unheardOf"


async def _is_running(store: Store) -> bool:
    asked = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS 'unheardOf' RETURN currentQuery"
    return any("SHOW TRANSACTIONS" not in text for [text] in await store.read(asked))


@pytest.mark.parametrize("format_", ["json", "csv"])
async def test_who_leaves_ends_the_statement_within_a_second(service: Any, store: Store, format_: str) -> None:
    """Issue 16.8."""
    app, secrets = service
    left = asyncio.Event()
    sent = [orjson.dumps({"query": ENDLESS})]
    size = str(len(sent[0]))

    async def receive() -> dict[str, Any]:
        if sent:
            return {"type": "http.request", "body": sent.pop()}
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(_: Any) -> None:
        if left.is_set():
            raise OSError("who asked has left")

    headers = {
        "authorization": f"Bearer {secrets['reader']}",
        "content-type": "application/json",
        "content-length": size,
    }
    asked = {"type": "http", "method": "POST", "path": "/v1/cypher", "query_string": f"format={format_}".encode()}
    shared = {
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "server": ("door", 80),
        "root_path": "",
    }
    lines = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {**asked, **shared, "headers": lines, "client": ("127.0.0.1", 1), "raw_path": b"/v1/cypher"}
    asking = asyncio.create_task(app(scope, receive, send))
    await eventually(lambda: _is_running(store), 25)
    left.set()

    async def has_ended() -> bool:
        return not await _is_running(store)

    await eventually(has_ended, 1)
    await asyncio.wait([asking], timeout=5)
    assert asking.done()
