"""API keys: given out, found by their secret, given a new one, ended; by functions and as an operator runs them."""

import json
import os
import subprocess
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from graph import keys
from graph.access import Role, Viewer
from graph.errors import BadInput, NotFound
from graph.exchange import exporter, importer
from graph.keys import PREFIX
from graph.rows import Data, Row
from graph.schema import SCHEMA
from graph.store import Endpoint, Store
from tests.commands import Commands
from tests.conftest import WIPE

pytestmark = pytest.mark.anyio

YEAR = timedelta(days=365)


@pytest.fixture
async def graph(store: Store) -> AsyncIterator[Store]:
    """Nothing but a library."""
    await store.command(WIPE)
    rows: tuple[Data, ...] = (
        {"label": "Library", "id": "kkfb", "name": "Knihovna", "sigla": "ZLG001"},
        {"label": "Topic", "id": "pamet", "name": "Paměť"},
    )
    await importer.load(store, SCHEMA, [Row(str(number), row) for number, row in enumerate(rows)])
    yield store
    await store.command(WIPE)


async def state(store: Store, name: str) -> dict[str, Any]:
    [found] = [row for row in await keys.listed(store) if row["name"] == name]
    return found


async def test_a_secret_leads_to_its_holder(graph: Store) -> None:
    issued = await keys.create(graph, "web", Role.CONTRIBUTOR, "kkfb", timedelta(days=90))
    assert issued.secret.startswith(PREFIX) and keys.looks_like(issued.secret)
    found = await keys.find(graph, issued.secret)
    assert found and found.viewer == Viewer(Role.CONTRIBUTOR, "web", "kkfb")
    assert 89 * 86400 < found.seconds <= 90 * 86400
    listed = await state(graph, "web")
    assert (listed["state"], listed["role"], listed["library"]) == ("active", "contributor", "kkfb")


async def test_the_day_of_a_use_is_noted_once_and_never_an_earlier_one(graph: Store) -> None:
    issued = await keys.create(graph, "web", Role.READER, None, YEAR)
    found = await keys.find(graph, issued.secret)
    assert found and found.unnoted
    await keys.note_uses(graph, {"web": found.unnoted, "nobody": found.unnoted})
    await keys.note_uses(graph, {"web": "2020-02-02"})
    assert str((await state(graph, "web"))["lastUsed"]) == found.unnoted
    again = await keys.find(graph, issued.secret)
    assert again and again.unnoted is None


async def test_other_secrets_lead_nowhere(graph: Store) -> None:
    await keys.create(graph, "web", Role.READER, None, YEAR)
    for secret in ("", PREFIX, PREFIX + "a" * 43, "spj_" + "ž" * 43, "x' OR 1=1", "a" * 100_000):
        assert await keys.find(graph, secret) is None


async def test_the_graph_does_not_hold_the_secret_and_exports_no_key(graph: Store, tmp_path: Path) -> None:
    issued = await keys.create(graph, "web", Role.ADMIN, None, YEAR)
    [[held]] = await graph.read("MATCH (key:Internal {kind: 'ApiKey'}) RETURN properties(key)")
    assert not any(issued.secret.removeprefix(PREFIX) in str(value) for value in held.values())
    exported = [row async for row in exporter.rows(graph, SCHEMA)]
    assert {row.get("id") for row in exported} == {"kkfb", "pamet"}


async def test_a_key_ends_by_itself(graph: Store) -> None:
    issued = await keys.create(graph, "web", Role.READER, None, YEAR)
    await graph.command("MATCH (key:Internal {kind: 'ApiKey'}) SET key.expiresAt = datetime() - duration('PT1S')")
    assert await keys.find(graph, issued.secret) is None
    assert (await state(graph, "web"))["state"] == "expired"


async def test_rotation(graph: Store) -> None:
    first = await keys.create(graph, "web", Role.REVIEWER, None, YEAR)
    second = await keys.rotate(graph, "web", timedelta(hours=24))
    assert first.expires[:10] == second.expires[:10]
    both = [await keys.find(graph, issued.secret) for issued in (first, second)]
    assert [each and each.viewer for each in both] == [Viewer(Role.REVIEWER, "web")] * 2
    assert both[0] and 86000 < both[0].seconds <= 86400
    third = await keys.rotate(graph, "web", timedelta(0))
    found = [await keys.find(graph, issued.secret) for issued in (first, second, third)]
    assert [each is not None for each in found] == [False, False, True]


async def test_grace_is_no_longer_than_the_key_would_have_held(graph: Store) -> None:
    first = await keys.create(graph, "web", Role.READER, None, timedelta(hours=1))
    await keys.rotate(graph, "web", timedelta(days=30))
    found = await keys.find(graph, first.secret)
    assert found and found.seconds <= 3600


async def test_revoking_ends_every_secret_for_good(graph: Store) -> None:
    secrets = [(await keys.create(graph, "web", Role.ADMIN, None, YEAR)).secret]
    secrets.append((await keys.rotate(graph, "web", timedelta(days=1))).secret)
    await keys.revoke(graph, "web")
    assert [await keys.find(graph, secret) for secret in secrets] == [None, None]
    assert (await state(graph, "web"))["state"] == "revoked"
    for again in (keys.revoke(graph, "web"), keys.rotate(graph, "web", YEAR), keys.revoke(graph, "nobody")):
        with pytest.raises(NotFound):
            await again
    with pytest.raises(BadInput, match="web"):  # the log names it, so it stays one and the same
        await keys.create(graph, "web", Role.ADMIN, None, YEAR)


@pytest.mark.parametrize("name", ["", "A", "a b", "oidc/jana", "a\nb", "operator", "anonymous", "x" * 65, "-a"])
async def test_names_that_cannot_be(graph: Store, name: str) -> None:
    with pytest.raises(BadInput):
        await keys.create(graph, name, Role.READER, None, YEAR)


async def test_scopes_that_cannot_be(graph: Store) -> None:
    with pytest.raises(BadInput, match="contributor"):
        await keys.create(graph, "web", Role.REVIEWER, "kkfb", YEAR)
    for library in ("nobody", "pamet"):
        with pytest.raises(NotFound):
            await keys.create(graph, "web", Role.CONTRIBUTOR, library, YEAR)
    with pytest.raises(BadInput):
        await keys.create(graph, "web", Role.READER, None, timedelta(seconds=-1))
    assert await keys.listed(graph) == []


# ------------------------------------------------------------------------------------------------- the command line

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(endpoint: Endpoint, graph: Store, tmp_path: Path, commands: Commands) -> Run:
    login = {
        "NEO4J_URI": endpoint.uri,
        "NEO4J_USERNAME": endpoint.username,
        "NEO4J_PASSWORD": endpoint.password,
        "SPOJENCI_HOME": str(tmp_path),
    }
    return lambda *arguments: commands.run(["keys", *arguments], {**os.environ, **login})


async def test_an_operator_makes_rotates_and_ends_a_key(run: Run, graph: Store) -> None:
    assert "no keys" in run("list").stdout
    made = run("create", "web", "--role", "contributor", "--library", "zlg 001", "--expires", "90d")
    assert made.returncode == 0, made.stderr
    secret = made.stdout.strip()
    assert await keys.find(graph, secret) and secret not in made.stderr
    rotated = json.loads(run("rotate", "web", "--grace", "30m", "--json").stdout)
    assert await keys.find(graph, rotated["key"]) and await keys.find(graph, secret)
    [listed] = json.loads(run("list", "--json").stdout)
    assert (listed["name"], listed["role"], listed["library"], listed["state"]) == (
        "web",
        "contributor",
        "kkfb",
        "active",
    )
    table = run("list").stdout
    assert "web" in table and secret not in table
    assert run("revoke", "web").returncode == 0
    assert await keys.find(graph, rotated["key"]) is None
    assert run("revoke", "web").returncode == NotFound.exit_code


@pytest.mark.parametrize(
    "arguments",
    [
        ("create", "web", "--role", "owner"),
        ("create", "web"),
        ("create", "web", "--role", "reader", "--expires", "soon"),
        ("create", "web", "--role", "reader", "--expires", "2020-01-01"),
        ("create", "web", "--role", "reader", "--expires", "9999-01-01"),
        ("rotate", "web", "--grace", "2027-01-01"),
    ],
)
async def test_what_an_operator_cannot_mean(run: Run, graph: Store, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert await keys.listed(graph) == []
