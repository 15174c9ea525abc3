"""Which Neo4j is used, and what is made ready in it before the first question."""

import time
from asyncio import sleep
from collections.abc import Iterator
from contextlib import contextmanager

from graph.access import OPERATOR, Author, Door
from graph.backup import restoring
from graph.derived import constraints
from graph.errors import DatabaseUnavailable, EmbeddedError, SpojenciError
from graph.exchange import importer
from graph.progress import Progress
from graph.questions.named import UPKEEP
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.sources import seed
from graph.store import Endpoint, Refused, Store, may_pass
from graph.upkeep import migrations

WAIT = 60.0
"""Seconds that a service waits for a Neo4j that starts beside it."""


@contextmanager
def connected(settings: Settings, *, service: bool, progress: Progress) -> Iterator[Endpoint]:
    """The Neo4j of NEO4J_URI, else the embedded one: its one service, or any number of commands beside.

    Raises EmbeddedError when the embedded Neo4j cannot be provided or started, or has a service already.
    """
    if settings.neo4j_uri:
        yield Endpoint(settings.neo4j_uri, settings.neo4j_username, settings.neo4j_password.get_secret_value())
        return
    try:
        # Imported late: it needs what Windows lacks, and who has a Neo4j needs none of it.
        from graph import embedded
    except ImportError as error:
        raise EmbeddedError(
            f"The embedded Neo4j runs on Linux and macOS only ({error}). "
            "Set NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD to use a Neo4j that runs already."
        ) from error
    provide = embedded.started if service else embedded.attached
    with provide(settings, progress) as endpoint:
        yield endpoint


async def prepare(store: Store, progress: Progress, *, wait: float = 0, seeded: bool = False) -> None:
    """Make the database ready: wait up to ``wait`` seconds for it, migrate its data, make missing constraints.

    An empty one that is to be ``seeded`` gets the seed before most of its constraints.

    Raises
    ------
    DatabaseNewer, MigrationChanged, MigrationFailed
        Its data are not what this version expects, and cannot be made so.
    Conflict
        It holds what a restore has left that did not end.
    DatabaseUnavailable
        It does not answer, refuses the account or the rights.
    SpojenciError
        Its data contradict a constraint; the message says which.
    """
    await reach(store, progress, wait=wait)
    await restoring.require_ended(store)
    chain = migrations.load()
    await migrations.begin(store, chain)
    await migrations.apply(store, chain, progress)
    if seeded and await is_empty(store):
        await _constrain(store, progress, first=True)
        await fill(store, progress)
    await _constrain(store, progress)


async def is_empty(store: Store) -> bool:
    """Whether the database holds no node, be it ours or another's; what can come before a map does not count."""
    before = ["ApiKey", "ImportJob", "Migration", "Webhook", "WebhookDelivery", "WebhookLease"]
    return await store.read(UPKEEP["is_empty"].text, {"before": before}, name="is_empty") == [[True]]


SEEDING = Author(OPERATOR, Door.CLI, "seed")
"""Who loads the seed, as the log says it."""


async def fill(store: Store, progress: Progress, *, allies: bool = True) -> importer.Report:
    """Load the seed that comes with the service, or the half of it without the ``allies`` near libraries."""
    text = "Loading the seed"
    progress(text, None)
    rows = seed.read(allies=allies)
    return await importer.load(
        store, SCHEMA, rows, author=SEEDING, progress=lambda done: progress(f"{text}: {done:,} rows", None)
    )


async def reach(store: Store, progress: Progress, *, wait: float = 0) -> None:
    """Wait up to ``wait`` seconds until the database answers. Raises DatabaseUnavailable when it does not."""
    begin = time.monotonic()
    while True:
        try:
            return await store.verify()
        except DatabaseUnavailable as error:
            if not may_pass(error):
                raise DatabaseUnavailable(f"{error.message} The address is {store.uri}.") from error
            if time.monotonic() - begin >= wait:
                raise DatabaseUnavailable(
                    f"Neo4j at {store.uri} does not answer. Start it, or correct NEO4J_URI, "
                    "or unset it to use the embedded Neo4j.",
                    place="NEO4J_URI",
                ) from error
        progress(f"Waiting for Neo4j at {store.uri}", None)
        await sleep(0.5)


async def _constrain(store: Store, progress: Progress, *, first: bool = False) -> None:
    wrong = await constraints.faults(store, SCHEMA)
    if not wrong:
        return
    progress("Making constraints and indexes", None)
    try:
        await constraints.apply(store, SCHEMA, first=first)
    except Refused as error:
        raise SpojenciError(
            f"Neo4j at {store.uri} cannot get the constraints and indexes it needs ({', '.join(sorted(wrong))}). "
            f"It says: {error.message}. Mend the data or the rights of the account there, "
            "or use another database."
        ) from error
