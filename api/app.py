"""The application: all wiring is here."""

from asyncio import create_task
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from starlette.routing import Route

from api import rest
from api.execution import Engine
from api.page import Page, examples
from api.requests import Requests
from api.schema import GRAPHQL_SCHEMA
from api.view import GraphQLView
from graph.database import Connection
from graph.settings import Settings


def create_app(settings: Settings, connection: Connection) -> FastAPI:
    """The service on one database. Can be called any number of times in a process."""
    store = connection.open(settings)
    engine = Engine(GRAPHQL_SCHEMA, store)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with store:
            warming = create_task(engine.warm(example.query for example in examples()))
            yield
            warming.cancel()

    app = FastAPI(
        title="Spojenci",
        description="Libraries and their allies: potential partners, and why. GraphQL stands at /graphql.",
        version=version("spojenci"),
        lifespan=lifespan,
        docs_url=None,  # these pages load from other hosts; openapi.json serves any viewer
        redoc_url=None,
    )
    app.state.store = store
    page = Page(settings)
    app.router.routes.append(Route("/graphql", GraphQLView(engine, page)))
    app.router.routes.append(Route("/graphql/assets/{name}", page.asset))
    app.include_router(rest.router)
    rest.add_error_handlers(app)
    app.add_middleware(Requests, metrics=store.metrics)
    return app
