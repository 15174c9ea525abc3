"""The application: all wiring is here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from uuid import uuid4

from fastapi import FastAPI
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import rest
from api.errors import REQUEST_ID
from api.execution import Engine
from api.schema import SCHEMA_OF_API
from api.view import GraphQLView
from graph.database import Connection
from graph.settings import Settings


def create_app(settings: Settings, connection: Connection) -> FastAPI:
    """The service on one database. Can be called any number of times in a process."""
    store = connection.open(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with store:
            yield

    app = FastAPI(
        title="Spojenci",
        description="Libraries and their allies: potential partners, and why. GraphQL stands at /graphql.",
        version=version("spojenci"),
        lifespan=lifespan,
    )
    app.state.store = store
    app.router.routes.append(Route("/graphql", GraphQLView(Engine(SCHEMA_OF_API._schema, store), "page")))
    app.include_router(rest.router)
    rest.add_error_handlers(app)
    app.add_middleware(RequestId)
    return app


class RequestId:
    """Gives every request an id, which its answer carries in ``X-Request-Id``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = uuid4().hex
        REQUEST_ID.set(request_id)
        header = (b"x-request-id", request_id.encode())

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), header]
            await send(message)

        await self._app(scope, receive, send_with_id)
