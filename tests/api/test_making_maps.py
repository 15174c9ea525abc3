"""Maps that are made of a place, of topics, of what a search finds, and by hand."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import orjson
import pytest

from graph import keys
from graph.access import Role
from graph.exchange import importer
from graph.rows import Row
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store
from tests.conftest import WIPE
from tests.serving import on, served

ROWS: list[dict[str, Any]] = [
    {"label": "Place", "id": "lhota", "name": "Lhota", "level": "municipality"},
    {"label": "Library", "id": "knihovna", "name": "Knihovna Lhota"},
    {"label": "Library", "id": "jinde", "name": "Knihovna Ves"},
    {"label": "Activity", "id": "cteni", "name": "Čtení pod lipou"},
    {"label": "Activity", "id": "skryte", "name": "Skryté čtení", "visibility": "private"},
    {"label": "Topic", "id": "pamet", "name": "Paměť"},
    {"label": "Topic", "id": "kroniky", "name": "Kroniky"},
    {"link": "LOCATED_IN", "from": "knihovna", "to": "lhota"},
    {"link": "BROADER", "from": "kroniky", "to": "pamet"},
    {"link": "RUNS", "from": "knihovna", "to": "cteni"},
    {"link": "RUNS", "from": "jinde", "to": "skryte"},
    {"link": "ABOUT", "from": "cteni", "to": "kroniky"},
    {"link": "ABOUT", "from": "skryte", "to": "kroniky"},
]


@pytest.fixture(scope="module")
def secrets(endpoint: Endpoint, settings: Settings, contents: Any) -> Iterator[dict[str, str]]:
    """A small map of the tests' own, and a key of each role."""
    contents.seed = False

    async def fill(store: Store) -> dict[str, str]:
        await store.command(WIPE)
        await importer.load(store, SCHEMA, [Row(str(number), row) for number, row in enumerate(ROWS)])
        return {role: (await keys.create(store, role, role, None, timedelta(days=1))).secret for role in Role}

    yield on(endpoint, settings, fill)
    on(endpoint, settings, lambda store: store.command(WIPE))


@pytest.fixture(scope="module")
def client(endpoint: Endpoint, settings: Settings, secrets: dict[str, str]) -> Iterator[httpx.Client]:
    """A server of the tests' own."""
    with served(settings, endpoint) as opened:
        yield opened


def made(client: httpx.Client, secret: str, **said: object) -> dict[str, Any]:
    """What making a map came to."""
    answer = client.post("/v1/make-map", json=said, headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def rows_of(client: httpx.Client, secret: str, id_: str) -> list[dict[str, Any]]:
    """A map as its export has it."""
    file = client.get("/v1/export", params={"map": id_}, headers={"Authorization": f"Bearer {secret}"})
    return [orjson.loads(line) for line in file.content.splitlines()]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"place": "lhota"}, {"lhota", "knihovna", "cteni", "kroniky"}),
        ({"place": "lhota", "topics": ["pamet"]}, {"lhota", "knihovna", "cteni", "kroniky"}),
        ({"topics": ["pamet"]}, {"pamet", "kroniky", "cteni", "knihovna"}),
        ({"search": "ves"}, {"jinde"}),
        ({"elements": ["jinde", "pamet"]}, {"jinde", "pamet"}),
        ({"elements": ["pamet"], "search": "ves"}, {"jinde", "pamet"}),
    ],
)
def test_a_map_shows_what_was_chosen(
    client: httpx.Client, secrets: dict[str, str], said: dict[str, Any], shown: set[str]
) -> None:
    done = made(client, secrets["contributor"], name="Mapa", **said)
    assert (done["status"], done["shows"]) == ("APPLIED", len(shown))
    rows = rows_of(client, secrets["reviewer"], done["id"])
    assert {row["to"] for row in rows if row.get("link") == "SHOWS"} == shown


def test_a_map_is_laid_out_and_for_members_alone(client: httpx.Client, secrets: dict[str, str]) -> None:
    said = {"topics": ["pamet"], "purpose": "Kdo s kým", "mappedBy": ["Jana"], "membersOnly": True}
    done = made(client, secrets["reviewer"], name="Naše paměť", **said)
    rows = rows_of(client, secrets["reviewer"], done["id"])
    places = {(row["x"], row["y"]) for row in rows if row.get("link") == "SHOWS"}
    assert len(places) == done["shows"] and max(abs(x) for x, _ in places) > 10
    [own] = [row for row in rows if row.get("label") == "Map"]
    assert (own["purpose"], own["mappedBy"], own["visibility"]) == ("Kdo s kým", ["Jana"], "members")
    assert client.get(f"/v1/maps/{done['id']}.kumu.json").status_code == 404
    headers = {"Authorization": f"Bearer {secrets['reader']}"}
    assert client.get(f"/v1/maps/{done['id']}.kumu.json", headers=headers).status_code == 200


def test_more_than_a_map_shows_is_told(client: httpx.Client, secrets: dict[str, str]) -> None:
    done = made(client, secrets["reviewer"], name="Malá", topics=["pamet"], first=2)
    assert (done["shows"], done["truncated"]) == (2, True)


@pytest.mark.parametrize(
    ("said", "place"), [({}, "place"), ({"elements": ["skryte"]}, "elements"), ({"topics": ["lhota"]}, "topics")]
)
def test_what_is_not_there_makes_no_map(
    client: httpx.Client, secrets: dict[str, str], said: dict[str, Any], place: str
) -> None:
    headers = {"Authorization": f"Bearer {secrets['contributor']}"}
    answer = client.post("/v1/make-map", json={"name": "Mapa", **said}, headers=headers)
    assert answer.status_code in (400, 404) and answer.json()["place"] == place


def test_sent_again_it_makes_no_second_map(client: httpx.Client, secrets: dict[str, str]) -> None:
    client.headers["Idempotency-Key"] = "one"
    first, second = (made(client, secrets["reviewer"], name="Jednou", elements=["pamet"]) for _ in range(2))
    del client.headers["Idempotency-Key"]
    assert first["id"] == second["id"]
