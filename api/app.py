"""The application: all wiring is here."""

from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from starlette.routing import Route, WebSocketRoute
from starlette_compress import CompressMiddleware, add_compress_type, remove_compress_type

from api import figures
from api.caller.identity import Authentication, describe
from api.events import MEDIA
from api.explorer.build import documents
from api.explorer.view import Explorer
from api.graphql.asking import GraphQLService
from api.graphql.http import GraphQLView
from api.graphql.persisted import PersistedDocuments
from api.graphql.sockets import GraphQLSocket
from api.mcp.door import Assistants
from api.parts import Parts
from api.reconcile import view as reconcile
from api.rest import atomic, cypher, elements, exports, health, imports, mismatches, openapi, operations, queries
from api.wire import paths
from api.wire.bodies import Bodies
from api.wire.bookmarks import Bookmarks
from api.wire.caches import Tags
from api.wire.leaving import Leaving
from api.wire.origins import Hosts, Origins
from api.wire.requests import Failures, Log, Requests
from graph.formats.writers.registry import WRITERS
from graph.settings import Settings
from graph.store import Endpoint

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


def create_app(
    settings: Settings, endpoint: Endpoint, *, plans_ahead: bool = True, workers: Path | None = None
) -> FastAPI:
    """The service on one database. Can be called any number of times in a process.

    With ``plans_ahead``, Neo4j makes plans of what the explorer asks while the service answers already. ``workers`` is the
    folder in which those that serve one address meet.
    """
    parts = Parts(settings, endpoint, workers, plans_ahead=plans_ahead)
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
    app.state.parts = parts
    log = Log(parts.store.metrics)
    _add_doors(app, parts, log)
    openapi.complete(app.openapi())
    describe(app.openapi(), settings)
    if parts.store.routed:
        app.add_middleware(Bookmarks, store=parts.store, secret=endpoint.password)
    app.add_middleware(Authentication, identity=parts.identity, rates=parts.rates, settings=settings)
    figures.show(parts.store.metrics, settings, parts.services.feed, parts.rates)
    _add_wire(app, settings, log)
    return app


def _add_doors(app: FastAPI, parts: Parts, log: Log) -> None:
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
