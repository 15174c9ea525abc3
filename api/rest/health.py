"""What all of REST shares, and the addresses that operators watch."""

import asyncio
from collections.abc import Callable, Mapping

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Match

from api.answers import JSON
from api.errors import body, headers, status_of
from api.parts import parts_of
from graph.backup.schedule import troubles
from graph.errors import BadInput, DatabaseUnavailable, SpojenciError
from graph.trail import trail

router = APIRouter()

WARMING_SECONDS = 0.3
"""Seconds that are waited until it is warm; who watches the address waits little longer."""

INDEXES_SECONDS = 0.5
"""Seconds in which the indexes are looked at."""


class Problem(BaseModel):
    """One thing that stands in the way of a write."""

    code: str = Field(examples=["TAKEN"])
    message: str
    place: str = Field(examples=["input.0.ico"])


class Failure(BaseModel):
    """What went wrong, where, and the id under which it can be reported."""

    code: str = Field(examples=["NOT_FOUND"])
    message: str = Field(examples=["there is no Topic with the id 'x'; look it up with search (over REST: /v1/search)"])
    place: str | None = Field(None, examples=["topic"])
    problems: list[Problem] | None = Field(None, description="Of a write: all that stands in its way.")
    requestId: str  # noqa: N815 - the name on the wire


_CODES = {404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED", 406: "NOT_ACCEPTABLE"}
FAILURES: Mapping[int, str] = {
    400: "A parameter is missing or wrong.",
    401: "The key or token is not accepted, or one is needed.",
    403: "The role does not entitle to it.",
    404: "An element that the request names does not exist, or is of the wrong type.",
    409: "Something else has the value, or the change cannot be undone or decided.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    429: "Too much was asked within a minute; see Retry-After.",
    503: "The database does not answer now; see Retry-After.",
}
"""How requests for answers can fail: statuses, and what they mean."""


@router.get("/healthz", summary="Whether the process lives", tags=["operation"], response_class=PlainTextResponse)
async def healthz() -> str:
    """Says `ok` as long as the process answers at all."""
    return "ok"


@router.get(
    "/readyz",
    summary="Whether questions can be answered",
    tags=["operation"],
    responses={503: {"model": Failure, "description": FAILURES[503]}},
)
async def readyz(request: Request) -> dict[str, str | list[str]]:
    """Says whether the database answers and is warm, which constraints and indexes are missing or being filled, and what is wrong with backups.

    Warm means that the first question takes no longer than later ones.
    """
    parts = parts_of(request)
    await parts.watch.look()
    if not await parts.watch.warmed(WARMING_SECONDS):
        raise DatabaseUnavailable("Neo4j has just started, and is not warm yet. Try again in a few seconds.")
    parts.services.feed.verify()
    # A database with too much to do to tell is ready all the same.
    wrong = await parts.inspection.faults(INDEXES_SECONDS)
    told = {
        "indexes": [f"{name} {fault}" for name, fault in wrong.items()],
        "backups": await asyncio.to_thread(troubles, parts.settings, parts.began),
    }
    return {"status": "ready"} | {name: faults for name, faults in told.items() if faults}


@router.get("/metrics", summary="Figures for Prometheus", tags=["operation"], response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """Figures in Prometheus' text format; of all workers where several serve."""
    return Response(await parts_of(request).worker_figures.figures(), media_type=CONTENT_TYPE_LATEST)


def add_error_handlers(app: FastAPI, missing: Callable[[Request], Response | None]) -> None:
    """Make every error of REST look the same; ``missing`` may have a page of its own for an address that there is not."""

    @app.exception_handler(SpojenciError)
    async def expected(_: Request, error: SpojenciError) -> Response:
        return JSON(body(error), status_of(error), headers(error))

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        place = str(first["loc"][-1])
        return JSON(body(BadInput(f"{place}: {first['msg']}", place=place)), 400)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404 and (page := missing(request)):
            return page
        headers = dict(error.headers or {})
        if error.status_code == 405:
            headers["Allow"] = ", ".join(sorted(_methods(app, request)))
            if request.method == "OPTIONS":
                return Response(status_code=204, headers=headers)
        code = _CODES.get(error.status_code, "HTTP_ERROR")
        answer = {"code": code, "message": error.detail, "place": request.url.path, "requestId": trail().id}
        return JSON(answer, error.status_code, headers)


def _methods(app: FastAPI, request: Request) -> set[str]:
    """The methods that the address of a request takes; whoever may GET may ask for the headers alone."""
    taken = {
        method
        for method in ("DELETE", "GET", "PATCH", "POST", "PUT")
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in app.routes)
    }
    return taken | {"OPTIONS"} | ({"HEAD"} if "GET" in taken else set())
