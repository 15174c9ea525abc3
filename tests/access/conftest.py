"""Servers on a graph of the test's own, and the keys of every role."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest

from graph import keys
from graph.access import ANYBODY, Role, Viewer
from graph.exchange import importer
from graph.rows import Row
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store
from tests.access import hidden
from tests.conftest import WIPE
from tests.serving import on, served

ROLES = {
    "anonymous": ANYBODY,
    "reader": Viewer(Role.READER, "reader"),
    "contributor": Viewer(Role.CONTRIBUTOR, "contributor"),
    "tied": Viewer(Role.CONTRIBUTOR, "tied", "library"),
    "reviewer": Viewer(Role.REVIEWER, "reviewer"),
    "admin": Viewer(Role.ADMIN, "admin"),
}
"""Whoever may ask, by name."""


@dataclass(frozen=True, slots=True)
class Served:
    """A server, and the headers by which it knows each of the roles."""

    client: httpx.Client
    headers: dict[str, dict[str, str]]


Serve = Callable[..., AbstractContextManager[Served]]


@pytest.fixture(scope="module")
def serve(endpoint: Endpoint, settings: Settings, contents: object) -> Serve:
    """Start a server on a graph that holds these rows and nothing else, with a key for each role."""
    contents.seed = False  # type: ignore[attr-defined]
    wide = {"rate": 0, "max_cost": 10**6, "max_tokens": 10**5, "max_body": 10**6}

    @contextmanager
    def start(rows: Iterable[hidden.Row], **changes: object) -> Iterator[Served]:
        secrets: dict[str, str] = {}

        async def fill(store: Store) -> None:
            await store.command(WIPE)
            listed = [Row(str(number), row) for number, row in enumerate(rows)]
            await importer.load(store, SCHEMA, listed)
            one = next(str(row.data["id"]) for row in listed if row.data.get("label") == "Library")
            for name, viewer in ROLES.items():
                if viewer.role:
                    library = one if viewer.library else None
                    issued = await keys.create(store, name, viewer.role, library, timedelta(days=1))
                    secrets[name] = issued.secret
            await store.read("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")

        on(endpoint, settings, fill)
        known = {name: {"Authorization": f"Bearer {secret}"} for name, secret in secrets.items()}
        with served(settings.model_copy(update=wide | changes), endpoint) as client:
            yield Served(client, {"anonymous": {}} | known)
        on(endpoint, settings, lambda store: store.command(WIPE))

    return start
