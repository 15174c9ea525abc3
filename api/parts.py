"""What the doors share, and what runs while the service does."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from functools import partial
from pathlib import Path
from time import time
from typing import cast

from starlette.requests import HTTPConnection, Request

from api.caller.account import Accounts
from api.caller.identity import Identity
from api.caller.rates import Rates
from api.caller.uses import KeyUses
from api.graphql.execution import Engine
from api.graphql.schema import GRAPHQL_SCHEMA
from api.kept import KeptAnswers
from api.warming import plan_ahead, warm
from api.wire.paths import base
from api.worker_figures import WorkerFigures
from graph.admission import Admission
from graph.analysts.statements import Statements
from graph.analysts.twin import Twin
from graph.backup.schedule import Backups
from graph.derived.constraints import Inspection
from graph.exchange.workers import Imports
from graph.jobs import Job, Jobs
from graph.log.feed import Feed
from graph.matching.duplicates import Duplicates
from graph.numbers import snapshots
from graph.operations.context import Services
from graph.ranking.partners import Partners
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store
from graph.store.watch import Watch
from graph.webhooks.dispatcher import Dispatcher

FIRST_NUMBERS, FIRST_FIT = 30.0, 3600.0
"""Seconds after the start before these jobs begin: whoever asks then goes first, and fitting takes minutes."""

WARMING = 60.0
"""Seconds that the start waits until the first question and write are as quick as later ones."""

EXPORTS_OF_ONE, EXPORTS = 2, 8
"""Exports of one caller and of all that are under way at once; each may hold as much disk as the graph takes."""


class Parts:
    """What the doors share."""

    def __init__(self, settings: Settings, endpoint: Endpoint, workers: Path | None, *, plans_ahead: bool) -> None:
        self.settings, self.began = settings, time()
        self.store = store = endpoint.open(settings)
        self.imports = Imports(store, endpoint, settings)
        self.services = services = Services(
            store=store,
            partners=Partners(store),
            duplicates=Duplicates(store),
            feed=Feed(store, SCHEMA),
            analysts=Twin(settings, store),
            imports=self.imports,
            private_webhooks=settings.webhook_private,
        )
        self.statements = Statements(services.analysts)
        self.exports = Admission(EXPORTS_OF_ONE, EXPORTS, what="exporting")
        self.exports.show(store.metrics)
        self.live_maps = Admission(EXPORTS_OF_ONE, EXPORTS, what="reading maps")
        self.key_uses = KeyUses(store)
        self.inspection = Inspection(store, SCHEMA)
        self.identity, self.rates = Identity(settings, store, self.key_uses), Rates(settings)
        self.accounts = Accounts(self.rates, settings)
        self.kept = KeptAnswers(store, services.partners, settings.kept_answers)
        self.engine = Engine(GRAPHQL_SCHEMA, services, settings)
        ahead = partial(plan_ahead, store, self.engine) if plans_ahead else None
        self.watch = Watch(store, partial(warm, store, self.engine, services.partners), store.metrics, ahead)
        self.worker_figures = WorkerFigures(store.metrics, workers)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open them, and do what the service does by itself meanwhile; ready when it is warm."""
        store, settings, services = self.store, self.settings, self.services
        async with AsyncExitStack() as stack:
            for part in (
                store,
                self.rates,
                services.partners,
                services.feed,
                services.analysts,
                self.statements,
                self.watch,
                self.key_uses,
                Jobs(store, _jobs(settings)),
                _webhooks(store, services.partners, settings),
                self.imports,
                _backups(store, settings),
                self.worker_figures,
            ):
                await stack.enter_async_context(part)
            await self.watch.warmed(WARMING)
            yield


def parts_of(connection: HTTPConnection) -> Parts:
    """What the doors of the application share that a request or websocket came to."""
    return cast(Parts, connection.app.state.parts)


def base_of(request: Request) -> str:
    """The address of the service as the world sees it, without a slash at its end."""
    return base(request, parts_of(request).settings.prefix)


def _webhooks(store: Store, partners: Partners, settings: Settings) -> AbstractAsyncContextManager[object]:
    """What tells other services of changes, where that is wanted."""
    return Dispatcher(store, partners, private=settings.webhook_private) if settings.webhooks else nullcontext()


def _backups(store: Store, settings: Settings) -> AbstractAsyncContextManager[object]:
    """What keeps backups, where a folder is set for them."""
    if settings.backup_folder is None:
        return nullcontext()
    backups = Backups(store, settings, settings.backup_folder)
    backups.show(store.metrics)
    return backups


def _jobs(settings: Settings) -> list[Job]:
    """What the service does by itself."""
    jobs = []
    if settings.numbers:
        jobs.append(Job("numbers of the network", FIRST_NUMBERS, snapshots.take))
    if settings.fit:
        jobs.append(Job("fitting the ranking", FIRST_FIT, _fit))
    return jobs


async def _fit(store: Store) -> bool:
    """Fit the ranking where that is due. What learns is imported when the job begins: answers need none of it."""
    from graph.learning.refit import refit

    return await refit(store)
