"""Potential partners over REST, one question or many at once."""

from hashlib import blake2b
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.responses import Response

from api.answers import JSON
from api.caller.rates import charged, viewer
from api.errors import body, masked
from api.graphql.limits import QUESTION
from api.rest.health import FAILURES, Failure
from graph.access import Viewer
from graph.errors import BadInput, SpojenciError
from graph.ranking import engine
from graph.ranking.engine import MOST, Strategy
from graph.ranking.feedback import Verdict
from graph.ranking.partners import Partners, told

router = APIRouter(tags=["partners"], dependencies=[charged(QUESTION)])

BATCH = 100
"""Questions in one request at most."""

Language = Literal["cs", "en"]


class Signal(BaseModel):
    """One part of a score."""

    signal: str = Field(examples=["topic"])
    value: float = Field(ge=0)
    weight: float = Field(ge=0)
    contribution: float = Field(description="What it adds to the score; all contributions add up to it.")


class Evidence(BaseModel):
    """A path through the map that supports the suggestion, in words and as its connections."""

    text: str = Field(examples=["Horizont Kroměříž takes part in Biblioterapeutické čtvrtky, about bibliotherapy"])
    path: list[dict[str, Any]]


class Unknown(BaseModel):
    """Something that the map does not say about the suggestion."""

    signal: str
    text: str = Field(examples=["no activity with older people recorded"])


class Partner(BaseModel):
    """One suggestion."""

    id: str = Field(examples=["horizont-kromeriz"])
    type: str = Field(examples=["Organization"])
    name: str = Field(examples=["Horizont Kroměříž"])
    score: float = Field(
        ge=0,
        le=1,
        description="Comparable within one list. Where the ranking was fitted to this map, and without weights or a "
        "strategy of one's own, it estimates the chance of a partnership.",
    )
    signals: list[Signal]
    evidence: list[Evidence] = Field(max_length=3)
    known: bool = Field(description="Whether it is a partner already.")
    newestEvidence: str | None = Field(description="Year or date of the newest evidence.")  # noqa: N815 - on the wire
    unknown: list[Unknown]
    verdict: Verdict | None = Field(None, description="What the asker said last about it; only for those with a key.")


class Answer(BaseModel):
    """Suggestions for an ally on a topic, best first."""

    model_config = {"populate_by_name": True}

    for_: str = Field(alias="for")
    topic: str
    partners: list[Partner]


class Refused(BaseModel):
    """A question of a batch that cannot be answered; the others are."""

    model_config = {"populate_by_name": True}

    for_: str | None = Field(None, alias="for")
    topic: str | None = None
    error: Failure


class Answers(BaseModel):
    """The answers to a batch, in the order of its questions."""

    results: list[Answer | Refused]


class WithinPlace(BaseModel):
    """Inside a place, or so many kilometres around it, or around who asks."""

    model_config = ConfigDict(extra="forbid")

    place: str | None = None
    km: float | None = Field(None, gt=0)


class Question(BaseModel):
    """Who could be a partner of an ally on a topic."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    for_: str = Field(alias="for", min_length=1, description="Id of the ally that asks.", examples=["cz-library-900"])
    topic: str = Field(min_length=1, description="Id of the topic.", examples=["dusevni-zdravi"])
    first: int = Field(10, ge=0, le=MOST, description="How many at most.")
    includeKnown: bool = Field(False, description="Whether to list present partners too.")  # noqa: N815 - on the wire
    strategy: Strategy = Field(Strategy.BALANCED, description="What kind of partner is looked for.")
    within: WithinPlace | None = None
    kinds: list[str] = Field([], max_length=50, description="Only these kinds of organization.")
    targetGroups: list[str] = Field(  # noqa: N815 - on the wire
        [], max_length=50, description="Only who serves any of these."
    )
    resources: list[str] = Field([], max_length=50, description="Only who offers any of these.")
    weights: dict[str, float] = Field({}, description="Weights of signals instead of the usual ones.")
    diversity: float = Field(0.0, ge=0, le=1, description="0: the best; 1: each unlike those before it.")

    def request(self, asker: Viewer) -> engine.Request:
        """The same for the engine."""
        within = engine.Within(self.within.place, self.within.km) if self.within else None
        return engine.Request(
            self.for_,
            self.topic,
            self.first,
            self.includeKnown,
            self.weights,
            within,
            self.kinds,
            self.targetGroups,
            self.resources,
            self.strategy,
            self.diversity,
            asker.visible,
        )


class Batch(BaseModel):
    """Up to 100 questions."""

    requests: list[Question] = Field(max_length=BATCH)


def _inlined(node: Any, known: dict[str, Any]) -> Any:
    """A JSON schema without references, which mean nothing in the middle of a description."""
    if isinstance(node, list):
        return [_inlined(each, known) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _inlined(known[node["$ref"].rpartition("/")[2]], known)
    return {key: _inlined(value, known) for key, value in node.items() if key != "$defs"}


def _described() -> dict[str, Any]:
    """The body of a batch. What is no question is taken too: its answer says what is wrong with it."""
    schema = Batch.model_json_schema()
    made: dict[str, Any] = _inlined(schema, schema["$defs"])
    listed = made["properties"]["requests"]
    listed["items"] = {"anyOf": [listed["items"], {"description": "Anything else is answered by an error of its own."}]}
    return made


_BODY = {"required": True, "content": {"application/json": {"schema": _described()}}}


@router.get("/v1/partners", summary="Potential partners, and why", response_model=Answer, responses=FAILURES)
async def partners(
    request: Request,
    for_: Annotated[
        str, Query(alias="for", min_length=1, description="Id of the ally that asks.", examples=["cz-library-900"])
    ],
    topic: Annotated[str, Query(min_length=1, description="Id of the topic.", examples=["dusevni-zdravi"])],
    first: Annotated[int, Query(ge=0, le=MOST, description="How many at most.")] = 10,
    includeKnown: Annotated[bool, Query(description="Whether to list present partners too.")] = False,  # noqa: N803
    strategy: Annotated[Strategy, Query(description="What kind of partner is looked for.")] = Strategy.BALANCED,
    place: Annotated[str | None, Query(description="Only inside this place, or `km` around it.")] = None,
    km: Annotated[float | None, Query(gt=0, description="Only so near, to `place` or to who asks.")] = None,
    kinds: Annotated[list[str] | None, Query(description="Only these kinds of organization.")] = None,
    targetGroups: Annotated[list[str] | None, Query(description="Only who serves any of these.")] = None,  # noqa: N803
    resources: Annotated[list[str] | None, Query(description="Only who offers any of these.")] = None,
    diversity: Annotated[float, Query(ge=0, le=1, description="0: the best; 1: each unlike the others.")] = 0.0,
    lang: Annotated[Language, Query(description="Language of the reasons.")] = "en",
) -> Response:
    """The allies that suit best, with the parts of their score and the evidence in words."""
    question = Question(
        for_=for_,
        topic=topic,
        first=first,
        includeKnown=includeKnown,
        strategy=strategy,
        within=WithinPlace(place=place, km=km) if place is not None or km is not None else None,
        kinds=kinds or [],
        targetGroups=targetGroups or [],
        resources=resources or [],
        diversity=diversity,
    )
    return _tagged(request, await _answer(request.app.state.partners, question, viewer(request), lang))


@router.post(
    "/v1/partners",
    summary="Potential partners of many at once",
    response_model=Answers,
    responses=FAILURES,
    openapi_extra={"requestBody": _BODY},
)
async def many(
    request: Request, lang: Annotated[Language, Query(description="Language of the reasons.")] = "en"
) -> Response:
    """Up to 100 questions, answered in order; what is wrong with one does not spoil the others."""
    try:
        asked = await request.json()
    except ValueError as error:
        raise BadInput(f"this is not JSON: {error}", place="body") from error
    requests = asked.get("requests") if isinstance(asked, dict) else None
    if not isinstance(requests, list) or len(requests) > BATCH:
        raise BadInput(f'send {{"requests": [{{"for": …, "topic": …}}]}} with up to {BATCH} of them', place="requests")
    asker = viewer(request)
    results = [await _result(request.app.state.partners, each, asker, lang) for each in requests]
    return JSON({"results": results})


async def _result(service: Partners, asked: Any, asker: Viewer, lang: Language) -> dict[str, Any]:
    named = {name: asked.get(name) for name in ("for", "topic")} if isinstance(asked, dict) else {}
    try:
        return await _answer(service, Question.model_validate(asked), asker, lang)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        return {**named, "error": body(BadInput(f"{place}: {first['msg']}", place=place))}
    except SpojenciError as error:
        return {**named, "error": body(error)}
    except Exception as error:
        return {**named, "error": masked(error)}


async def _answer(service: Partners, question: Question, asker: Viewer, lang: Language) -> dict[str, Any]:
    found = await service.ask(question.request(asker))
    return {"for": question.for_, "topic": question.topic, "partners": told(found, lang)}


def _tagged(request: Request, answer: dict[str, Any]) -> Response:
    """The answer, or only word that the client has it already (RFC 9110, section 13.1.2)."""
    response = JSON(answer)
    tag = f'"{blake2b(response.body, digest_size=12).hexdigest()}"'
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers={"ETag": tag})
    return response
