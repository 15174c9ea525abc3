"""Verdicts on mismatches at every door: what each does to the map, to the list that waits, and to that of the keeper."""

import csv
import json
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph import keys
from graph.access import OPERATOR, Author, Door, Role
from graph.exchange import importer
from graph.exchange.sourcing import Origin
from graph.rows import Row
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store
from graph.writing import write
from graph.writing.commands import Update
from tests.commands import Commands
from tests.conftest import WIPE
from tests.serving import on, served

MUTATION = """mutation($id: ID!, $verdict: MismatchVerdict!) { settleMismatch(id: $id, verdict: $verdict, note: "proto")
    { sequence errors { message } } }"""
QUERY = "query($source: ID) { mismatches(source: $source) { edges { node { id property here there verdict } } } }"

Settle = Callable[[str, str], Any]
"""Gives a verdict on a mismatch by its id."""


async def say(store: Store, id_: str, url: str, digest: str) -> None:
    """A library as a register of its own has it."""
    row = Row("row 1", {"label": "Library", "id": id_, "name": "Knihovna Lhota", "url": url})
    origin = Origin(f"{id_}.csv", digest, id=f"register-{id_}", kind="register")
    await importer.load(store, SCHEMA, [row], origin=origin)


async def correct(store: Store, id_: str) -> None:
    """A library that a person has corrected, and of which its register says something else since."""
    await say(store, id_, "https://stara.example", f"1 {id_}")
    corrected = Update(id_, {"url": "https://nase.example"})
    await write.write(store, SCHEMA, [corrected], Author(OPERATOR, Door.CLI))
    await say(store, id_, "https://registr.example", f"2 {id_}")


@pytest.fixture(scope="module")
def service(endpoint: Endpoint, settings: Settings, contents: Any) -> Iterator[httpx.Client]:
    contents.seed = False

    async def fill(store: Store) -> str:
        await store.command(WIPE)
        return (await keys.create(store, "eva", Role.REVIEWER, None, timedelta(days=1))).secret

    secret = on(endpoint, settings, fill)
    with served(settings, endpoint) as client:
        client.headers["Authorization"] = f"Bearer {secret}"
        yield client
    on(endpoint, settings, lambda store: store.command(WIPE))


@pytest.fixture(params=["graphql", "rest", "command line"])
def door(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def settle(service: httpx.Client, commands: Commands, endpoint: Endpoint, tmp_path: Path, door: str) -> Settle:
    def by_graphql(id_: str, verdict: str) -> Any:
        return service.post("/graphql", json={"query": MUTATION, "variables": {"id": id_, "verdict": verdict}}).json()

    def by_rest(id_: str, verdict: str) -> Any:
        return service.post("/v1/settle-mismatch", json={"id": id_, "verdict": verdict, "note": "proto"}).json()

    def by_command(id_: str, verdict: str) -> Any:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SPOJENCI_TEST")}
        environment |= {"SPOJENCI_HOME": str(tmp_path), "SPOJENCI_SEED": "none", "NEO4J_URI": endpoint.uri}
        environment |= {"NEO4J_USERNAME": endpoint.username, "NEO4J_PASSWORD": endpoint.password}
        arguments = ("query", "settle_mismatch", f"id={id_}", f"verdict={verdict}", "note=proto", "--format", "json")
        done = commands.run(arguments, environment)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return {"graphql": by_graphql, "rest": by_rest, "command line": by_command}[door]


def waiting(service: httpx.Client, id_: str) -> list[dict[str, Any]]:
    asked = {"query": QUERY, "variables": {"source": f"register-{id_}"}}
    return [edge["node"] for edge in service.post("/graphql", json=asked).json()["data"]["mismatches"]["edges"]]


@pytest.mark.parametrize(
    ("verdict", "url", "for_keeper"),
    [
        ("WRONG_HERE", "https://registr.example", 0),
        ("WRONG_THERE", "https://nase.example", 1),
        ("BOTH_WRONG", "https://nase.example", 1),
        ("MEANT_SO", "https://nase.example", 0),
    ],
)
def test_a_verdict_ends_the_wait_until_the_source_says_something_new(
    service: httpx.Client,
    settle: Settle,
    endpoint: Endpoint,
    settings: Settings,
    door: str,
    verdict: str,
    url: str,
    for_keeper: int,
) -> None:
    id_ = f"{door} {verdict}".lower().replace(" ", "-").replace("_", "-")
    on(endpoint, settings, lambda store: correct(store, id_))
    [one] = waiting(service, id_)
    assert (one["property"], one["here"], one["there"]) == ("url", "https://nase.example", "https://registr.example")
    done = settle(one["id"], verdict)
    assert "sequence" in str(done) and "message" not in str(done)
    assert waiting(service, id_) == []
    assert url in service.get(f"/v1/elements/{id_}", headers={"Accept": "application/json"}).text
    table = service.get("/v1/mismatches.csv", params={"source": f"register-{id_}"})
    assert len([*csv.reader(StringIO(table.text))]) == 1 + for_keeper
    on(endpoint, settings, lambda store: say(store, id_, "https://registr.example", f"3 {id_}"))
    assert waiting(service, id_) == []
    on(endpoint, settings, lambda store: say(store, id_, "https://jina.example", f"4 {id_}"))
    now = [(each["there"], each["verdict"]) for each in waiting(service, id_)]
    assert now == ([] if verdict == "WRONG_HERE" else [("https://jina.example", None)])


def test_a_strange_verdict_is_told(service: httpx.Client) -> None:
    refused = service.post("/v1/settle-mismatch", json={"id": "nothing", "verdict": "PERHAPS"})
    assert refused.status_code == 400 and "MEANT_SO" in refused.text
    assert service.post("/v1/settle-mismatch", json={"id": "nothing", "verdict": "MEANT_SO"}).status_code == 404
