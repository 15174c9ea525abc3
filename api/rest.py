"""REST for other tools, and the addresses that operators watch."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from api.answers import JSON
from api.errors import REQUEST_ID, STATUS, body, headers
from graph.errors import BadInput, SpojenciError
from graph.explain import sentence
from graph.partners import potential_partners

router = APIRouter()


class Failure(BaseModel):
    """What went wrong, where, and the id under which it can be reported."""

    code: str = Field(examples=["NOT_FOUND"])
    message: str = Field(examples=["there is no Topic with the id 'x'; look it up with search"])
    place: str | None = Field(None, examples=["topic"])
    requestId: str  # noqa: N815 - the name on the wire


class Signal(BaseModel):
    """One part of a score."""

    signal: str = Field(examples=["topic"])
    value: float = Field(ge=0, le=1)
    weight: float = Field(ge=0, le=1)
    contribution: float = Field(description="Value times weight; all contributions add up to the score.")


class Evidence(BaseModel):
    """A path through the map that supports the suggestion, in words and as its connections."""

    text: str
    path: list[dict[str, Any]]


class Partner(BaseModel):
    """One suggestion."""

    id: str
    type: str = Field(examples=["Organization"])
    name: str
    score: float = Field(ge=0, le=1)
    signals: list[Signal]
    evidence: list[Evidence]
    known: bool = Field(description="Whether it is a partner already.")
    newestEvidence: str | None = Field(description="Year or date of the newest evidence.")  # noqa: N815


class Partners(BaseModel):
    """Suggestions for an ally on a topic, best first."""

    model_config = {"populate_by_name": True}

    for_: str = Field(alias="for")
    topic: str
    partners: list[Partner]


_CODES = {404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED"}
_FAILURES: dict[int | str, dict[str, Any]] = {
    400: {"model": Failure, "description": "A parameter is missing or wrong."},
    404: {"model": Failure, "description": "The ally or the topic does not exist."},
    503: {"model": Failure, "description": "The database does not answer now; see Retry-After."},
}


@router.get(
    "/v1/partners",
    summary="Potential partners, and why",
    response_model=Partners,
    responses=_FAILURES,
    tags=["partners"],
)
async def partners(
    request: Request,
    for_: Annotated[
        str, Query(alias="for", min_length=1, description="Id of the ally that asks.", examples=["cz-library-900"])
    ],
    topic: Annotated[str, Query(min_length=1, description="Id of the topic.", examples=["dusevni-zdravi"])],
    first: Annotated[int, Query(ge=0, le=100, description="How many at most.")] = 10,
    includeKnown: Annotated[bool, Query(description="Whether to list present partners too.")] = False,  # noqa: N803
    lang: Annotated[Literal["cs", "en"], Query(description="Language of the reasons.")] = "en",
) -> Response:
    """The allies that suit best, with the parts of their score and the evidence in words."""
    values = {"for": for_, "topic": topic, "first": first, "includeKnown": includeKnown}
    rows = await potential_partners(request.app.state.store, values)
    for row in rows:
        row["evidence"] = [{"text": sentence(path, lang), "path": path} for path in row["evidence"]]
    return JSON({"for": for_, "topic": topic, "partners": rows})


@router.get("/healthz", summary="Whether the process lives", tags=["operation"], response_class=PlainTextResponse)
async def healthz() -> str:
    """Says `ok` as long as the process answers at all."""
    return "ok"


@router.get("/readyz", summary="Whether questions can be answered", tags=["operation"], responses={503: _FAILURES[503]})
async def readyz(request: Request) -> dict[str, str]:
    """Says whether the database answers."""
    await request.app.state.store.verify()
    return {"status": "ready"}


@router.get("/metrics", summary="Figures for Prometheus", tags=["operation"], response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """Figures in Prometheus' text format."""
    return Response(generate_latest(request.app.state.store.metrics), media_type=CONTENT_TYPE_LATEST)


def add_error_handlers(app: FastAPI) -> None:
    """Make every error of REST look the same."""

    @app.exception_handler(SpojenciError)
    async def expected(_: Request, error: SpojenciError) -> Response:
        return JSON(body(error), STATUS.get(error.code, 500), headers(error))

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        place = str(first["loc"][-1])
        return JSON(body(BadInput(f"{place}: {first['msg']}", place=place)), 400)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        code = _CODES.get(error.status_code, "HTTP_ERROR")
        answer = {"code": code, "message": error.detail, "place": request.url.path, "requestId": REQUEST_ID.get()}
        return JSON(answer, error.status_code, error.headers)
