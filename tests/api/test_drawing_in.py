"""Maps of another Spojenci: two services, each with a Neo4j of its own, of which one draws in what the other shows."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from graph import database, keys
from graph.access import Role
from graph.errors import BadInput
from graph.exchange import fetching, importer
from graph.exchange.peers import Peer
from graph.rows import Row
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store
from tests.api.test_importing import job_of
from tests.conftest import WIPE
from tests.serving import on, served

THERE: list[dict[str, Any]] = [
    {"label": "Map", "id": "mapa", "name": "Mapa Lhoty", "purpose": "Kdo s kým"},
    {"label": "Library", "id": "lhota", "name": "Knihovna Lhota", "sigla": "LHO001", "url": "https://lhota.example"},
    {"label": "Topic", "id": "pamet", "name": "Paměť", "description": "Jak to vidí tam."},
    {"label": "Organization", "id": "spolek", "name": "Divadelní spolek Tyl"},
    {"label": "Activity", "id": "cteni", "name": "Čtení pod lipou", "visibility": "public"},
    {"label": "Organization", "id": "skryty", "name": "Skrytý", "visibility": "members"},
    {"link": "RUNS", "from": "lhota", "to": "cteni"},
    {"link": "ABOUT", "from": "cteni", "to": "pamet"},
    {"link": "WORKS_ON", "from": "lhota", "to": "pamet", "status": "proposed"},
    {"link": "TAKES_PART_IN", "from": "spolek", "to": "cteni"},
    *({"link": "SHOWS", "from": "mapa", "to": each} for each in ("lhota", "pamet", "spolek", "cteni", "skryty")),
]
HERE: list[dict[str, Any]] = [
    row | {"sources": ["register"]}
    for row in (
        {"label": "Library", "id": "cz-1", "name": "Knihovna Lhota", "sigla": "LHO001", "description": "Naše."},
        {"label": "Topic", "id": "pamet", "name": "Paměť", "description": "Naše."},
        {"label": "Organization", "id": "spolek", "name": "Včelaři"},
        {"link": "WORKS_ON", "from": "cz-1", "to": "pamet"},
    )
]


@pytest.fixture(scope="module")
def there(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, Any]]:
    """Another Spojenci, and what writes to it."""
    own = settings.model_copy(update={"home": tmp_path_factory.mktemp("peer"), "neo4j_uri": None})
    with database.connected(own, service=True, progress=lambda *_: None) as endpoint, served(own, endpoint) as client:
        yield client, lambda rows: on(endpoint, own, lambda store: _load(store, rows))


@pytest.fixture(scope="module")
def secret(endpoint: Endpoint, settings: Settings, contents: Any) -> Iterator[str]:
    """The key of a reviewer here."""
    contents.seed = False

    async def fill(store: Store) -> str:
        await store.command(WIPE)
        await _load(store, HERE)
        return (await keys.create(store, "reviewer", Role.REVIEWER, None, timedelta(days=1))).secret

    yield on(endpoint, settings, fill)
    on(endpoint, settings, lambda store: store.command(WIPE))


async def _load(store: Store, rows: list[dict[str, Any]]) -> None:
    await importer.load(store, SCHEMA, [Row(str(number), row) for number, row in enumerate(rows)])


@pytest.fixture(scope="module")
def here(endpoint: Endpoint, settings: Settings, secret: str) -> Iterator[httpx.Client]:
    """This Spojenci, for its reviewer."""
    with served(settings, endpoint) as client:
        client.headers["Authorization"] = f"Bearer {secret}"
        yield client


def ended(here: httpx.Client, begun: httpx.Response) -> dict[str, Any]:
    """The job that has begun, as soon as it has ended."""
    assert begun.is_success, begun.text
    secret = here.headers["Authorization"].removeprefix("Bearer ")
    job = job_of(here, secret, begun.json()["id"])
    assert job["state"] == "done", job
    return job


def drawn(here: httpx.Client, address: str, **said: object) -> dict[str, Any]:
    """What comes of drawing in what is at an address."""
    return ended(here, here.post("/v1/draw-in", json={"address": address, **said}))


def lines(here: httpx.Client) -> dict[tuple[str, ...], dict[str, Any]]:
    """All that is here, by what identifies it."""
    rows = map(orjson.loads, here.get("/v1/export").content.splitlines())
    return {tuple(str(row[key]) for key in ("link", "from", "to", "id") if key in row): row for row in rows}


@pytest.mark.slow
def test_a_map_is_drawn_in_from_its_address_and_follows(there: Any, here: httpx.Client) -> None:
    peer, write = there
    write(THERE)
    address = f"{str(peer.base_url).rstrip('/')}/v1/maps/mapa.kumu.json"
    before = lines(here)
    trial = drawn(here, address, dryRun=True)
    assert trial["report"]["elements"]["created"] == 3 and lines(here) == before
    assert [match["of"] for match in trial["report"]["matches"] if match["sure"]] == ["cz-1"]
    done = drawn(here, address)["report"]
    now = lines(here)
    [source] = [row["id"] for row in now.values() if row.get("label") == "Source"]
    assert done["source"] == source and now[(source,)]["kind"] == "map" and "Mapa Lhoty" in now[(source,)]["name"]
    [club] = [row for row in now.values() if row.get("name") == "Divadelní spolek Tyl"]
    assert club["id"].endswith("-spolek") and now[("spolek",)]["name"] == "Včelaři"
    assert now[("pamet",)]["description"] == now[("cz-1",)]["description"] == "Naše."
    assert now[("cz-1",)]["url"] == "https://lhota.example"
    assert now[("RUNS", "cz-1", "cteni")]["sources"] == [source]
    assert "status" not in now[("WORKS_ON", "cz-1", "pamet")]
    assert not any(row.get("name") == "Skrytý" for row in now.values())

    write([{"label": "Activity", "id": "cteni", "name": "Čtení pod dubem"}])
    again = drawn(here, address)["report"]
    assert again["elements"] == {"created": 0, "updated": 1, "unchanged": 4}
    assert lines(here)[("cteni",)]["name"] == "Čtení pod dubem"
    assert drawn(here, address)["sequence"] is None


@pytest.mark.slow
def test_a_file_of_another_spojenci_is_the_same_source(there: Any, here: httpx.Client) -> None:
    peer, write = there
    write(THERE)
    base = str(peer.base_url).rstrip("/")
    first = drawn(here, base, map="mapa")["report"]["source"]
    file = peer.get("/v1/export", params={"map": "mapa"}).content
    sent = here.post("/v1/imports", files={"file": ("mapa.jsonl", file)}, data={"peer": base})
    done = ended(here, sent)
    assert done["report"]["source"] == first and done["sequence"] is None
    withdrawn = here.post("/v1/withdraw-source", json={"source": first}).json()
    assert withdrawn["deleted"] >= 4
    left = {key: row for key, row in lines(here).items() if row.get("label") in ("Library", "Topic", "Activity")}
    assert left.keys() == {("cz-1",), ("pamet",)}, left


@pytest.mark.parametrize(
    "address",
    [
        *("http://example.org", "https://10.0.0.1/", "https://169.254.169.254/", "https://user@example.org/"),
        *("ftp://example.org", "example.org", "https://example.org/#x", "http://[fd00::1]/", ""),
    ],
)
def test_an_address_inside_is_refused(address: str, here: httpx.Client) -> None:
    answer = here.post("/v1/draw-in", json={"address": address})
    assert answer.status_code == 400 and answer.json()["place"] == "address"


@pytest.mark.slow
def test_what_is_there_is_told(there: Any, here: httpx.Client) -> None:
    base = str(there[0].base_url).rstrip("/")
    answer = here.post("/v1/draw-in", json={"address": base, "map": "není"})
    assert answer.status_code == 400 and "404" in answer.json()["message"]


def test_this_machine_is_asked_only_by_what_is_for_this_machine(tmp_path: Path) -> None:
    own = Settings(home=tmp_path)
    assert fetching.may_be_inside("http://localhost:8000/", own)
    assert not fetching.may_be_inside("http://127.0.0.1/", own.model_copy(update={"host": "0.0.0.0"}))
    assert not fetching.may_be_inside("http://10.0.0.1/", own)


@pytest.mark.anyio
async def test_a_file_has_bounds(server: str) -> None:
    with pytest.raises(BadInput, match="larger"):
        await fetching.fetch(f"{server}/openapi.json", BytesIO(), most=1000, private=True)
    with pytest.raises(BadInput, match="status"):
        await fetching.fetch(f"{server}/none", BytesIO(), most=1000, private=True)


def test_a_map_is_known_by_its_address() -> None:
    base = "https://maps.example.org/here"
    for rest in ("/v1/maps/m%C3%A1.kumu.json", "/v1/elements/m%C3%A1", "/v1/export?map=m%C3%A1&format=xlsx"):
        assert Peer.at(base + rest, private=False) == Peer(base, "má")
    assert Peer.at(base + "/", private=False) == Peer(base)
    assert Peer(base, "má").export == f"{base}/v1/export?format=canonical&map=m%C3%A1"
