"""The application: all wiring is here."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from functools import partial
from importlib.metadata import version
from pathlib import Path
from time import time

from fastapi import FastAPI
from starlette.datastructures import State
from starlette.routing import Route, WebSocketRoute
from starlette_compress import CompressMiddleware, add_compress_type, remove_compress_type

from api import figures
from api.caller.account import Accounts
from api.caller.identity import Authentication, Identity, describe
from api.caller.rates import Rates
from api.caller.uses import KeyUses
from api.events import MEDIA
from api.explorer.build import documents
from api.explorer.view import Explorer
from api.graphql.asking import GraphQLService
from api.graphql.execution import Engine
from api.graphql.http import GraphQLView
from api.graphql.persisted import PersistedDocuments
from api.graphql.schema import GRAPHQL_SCHEMA
from api.graphql.sockets import GraphQLSocket
from api.kept import KeptAnswers
from api.mcp.door import Assistants
from api.reconcile import view as reconcile
from api.rest import atomic, cypher, elements, exports, health, imports, mismatches, openapi, operations, queries
from api.warming import plan_ahead, warm
from api.wire import paths
from api.wire.bodies import Bodies
from api.wire.bookmarks import Bookmarks
from api.wire.caches import Tags
from api.wire.leaving import Leaving
from api.wire.origins import Hosts, Origins
from api.wire.requests import Failures, Log, Requests
from api.worker_figures import WorkerFigures
from graph.admission import Admission
from graph.analysts.statements import Statements
from graph.analysts.twin import Twin
from graph.backup.schedule import Backups
from graph.exchange.workers import Imports
from graph.formats.writers.registry import WRITERS
from graph.jobs import Job, Jobs
from graph.log.feed import Feed
from graph.matching.duplicates import Duplicates
from graph.numbers import snapshots
from graph.ranking.partners import Partners
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store
from graph.watch import Watch
from graph.webhooks.dispatcher import Dispatcher

FIRST_NUMBERS, FIRST_FIT = 30.0, 3600.0
"""Seconds after the start before these jobs begin: whoever asks then goes first, and fitting takes minutes."""

WARMING = 60.0
"""Seconds that the start waits until the first question and write are as quick as later ones."""

EXPORTS_OF_ONE, EXPORTS = 2, 8
"""Exports of one caller and of all that are under way at once; each may hold as much disk as the graph takes."""

SMALLEST_PACKED = 1024
"""Bytes of the smallest answer that is packed."""

ROUTERS = (
    operations.router,
    atomic.router,
    cypher.router,
    queries.router,
    exports.router,
    imports.router,
    mismatches.router,
    elements.router,
    reconcile.router,
    health.router,
)
"""What answers beside GraphQL, in the order in which addresses are looked for."""

for _media in ("application/graphql-response+json", *(writer.media for writer in WRITERS if writer.is_text)):
    add_compress_type(_media)
remove_compress_type(MEDIA)  # an event goes out when it happens


class _Parts:
    """What the doors share, by the names that ``app.state`` has for it."""

    def __init__(self, settings: Settings, endpoint: Endpoint, workers: Path | None, *, plans_ahead: bool) -> None:
        self.settings, self.began = settings, time()
        self.prefix, self.private_webhooks = settings.prefix, settings.webhook_private
        self.store = store = endpoint.open(settings)
        self.partners, self.duplicates, self.feed = Partners(store), Duplicates(store), Feed(store, SCHEMA)
        self.analysts = Twin(settings, store)
        self.statements = Statements(self.analysts)
        self.imports = Imports(store, endpoint, settings)
        self.exports = Admission(EXPORTS_OF_ONE, EXPORTS, what="exporting")
        self.exports.show(store.metrics)
        self.key_uses = KeyUses(store)
        self.identity, self.rates = Identity(settings, store, self.key_uses), Rates(settings)
        self.accounts = Accounts(self.rates, settings)
        self.kept = KeptAnswers(store, self.partners, settings.kept_answers)
        self.engine = Engine(
            GRAPHQL_SCHEMA, store, self.partners, self.duplicates, self.feed, self.analysts, self.imports, settings
        )
        ahead = partial(plan_ahead, store, self.engine) if plans_ahead else None
        self.watch = Watch(store, partial(warm, store, self.engine, self.partners), store.metrics, ahead)
        self.worker_figures = WorkerFigures(store.metrics, workers)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open them, and do what the service does by itself meanwhile; ready when it is warm."""
        store, settings = self.store, self.settings
        async with AsyncExitStack() as stack:
            for part in (
                store,
                self.rates,
                self.partners,
                self.feed,
                self.analysts,
                self.statements,
                self.watch,
                self.key_uses,
                Jobs(store, _jobs(settings)),
                _webhooks(store, self.partners, settings),
                self.imports,
                _backups(store, settings),
                self.worker_figures,
            ):
                await stack.enter_async_context(part)
            await self.watch.warmed(WARMING)
            yield


def create_app(
    settings: Settings, endpoint: Endpoint, *, plans_ahead: bool = True, workers: Path | None = None
) -> FastAPI:
    """The service on one database. Can be called any number of times in a process.

    With ``plans_ahead``, Neo4j makes plans of what the explorer asks while the service answers already. ``workers`` is the
    folder in which those that serve one address meet.
    """
    parts = _Parts(settings, endpoint, workers, plans_ahead=plans_ahead)
    app = FastAPI(
        title="Spojenci",
        description="Libraries and their allies: potential partners, and why. GraphQL stands at /graphql.",
        version=version("spojenci"),
        lifespan=lambda _: parts.running(),
        telemetry={"tracing": False},  # api/tracing.py knows what a request comes to, and websockets too
        docs_url=None,  # these pages load from other hosts; openapi.json serves any viewer
        redoc_url=None,
        redirect_slashes=False,  # it would name the host that a request names
        servers=[{"url": settings.prefix}] if settings.prefix else None,
    )
    app.state = State(vars(parts))
    log = Log(parts.store.metrics)
    _add_doors(app, parts, log)
    openapi.complete(app.openapi())
    describe(app.openapi(), settings)
    if parts.store.routed:
        app.add_middleware(Bookmarks, store=parts.store, secret=endpoint.password)
    app.add_middleware(Authentication, identity=parts.identity, rates=parts.rates, settings=settings)
    figures.show(parts.store.metrics, settings, parts.feed, parts.rates)
    _add_wire(app, settings, log)
    return app


def _add_doors(app: FastAPI, parts: _Parts, log: Log) -> None:
    """Put the doors at their addresses."""
    settings, identity = parts.settings, parts.identity
    service = GraphQLService(
        parts.engine, PersistedDocuments(settings, documents), parts.accounts, parts.kept, settings
    )
    explorer = Explorer(settings)
    socket = GraphQLSocket(service, identity, parts.rates, settings, log)
    app.router.routes.append(Route("/graphql", GraphQLView(service, explorer.graphiql, identity, settings)))
    app.router.routes.append(WebSocketRoute("/graphql", socket.serve))
    app.router.routes.append(Route("/mcp", Assistants(settings), methods=["POST"]))
    app.router.routes += explorer.routes
    if settings.profile == "development":
        app.router.routes.append(Route("/graphql/", paths.to_page))
    for router in ROUTERS:
        app.include_router(router)
    health.add_error_handlers(app, explorer.missing)


def _add_wire(app: FastAPI, settings: Settings, log: Log) -> None:
    """Put what every request passes around the doors, from the inside out."""
    app.add_middleware(Bodies, largest=settings.max_body, larger={imports.ADDRESS: settings.max_import})
    app.add_middleware(Leaving)
    app.add_middleware(Failures)
    app.add_middleware(Tags)
    app.add_middleware(CompressMiddleware, minimum_size=SMALLEST_PACKED)
    if settings.hosts:
        app.add_middleware(Hosts, hosts=settings.hosts)
    if settings.origins:
        app.add_middleware(Origins, origins=settings.origins)
    app.add_middleware(Requests, log=log)
    if settings.prefix:
        app.add_middleware(paths.Prefix, prefix=settings.prefix)


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
