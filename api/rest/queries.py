"""The questions of ``cypher/queries`` by name: ``GET /v1/queries`` tells them, ``GET`` or ``POST /v1/queries/NAME`` asks one."""

from collections.abc import Mapping
from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import JSON
from api.parts import parts_of
from api.rest import openapi
from api.rest.operations import context
from api.wire.bodies import json_of
from graph.contract.fields import checked, from_texts
from graph.contract.operation import Operation
from graph.errors import BadInput
from graph.operations.all import OPERATIONS
from graph.operations.plain import LANG, answered
from graph.operations.questions import of_question
from graph.questions.named import QUESTIONS, Named, question

router = APIRouter()


_OPERATIONS: Mapping[str, Operation] = {
    name: OPERATIONS.get(name) or of_question(replace(asked, answers="many")) for name, asked in QUESTIONS.items()
}

_LISTED: openapi.Schema = {
    "description": "Each question: what it takes and answers as JSON Schema, an example, and its Cypher.",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "properties": {"queries": {"type": "array", "items": {"type": "object", "required": ["name"]}}},
                "required": ["queries"],
            }
        }
    },
}
_ANSWER: openapi.Schema = {
    "description": "The answer, as the schema of the question says.",
    "content": {"application/json": {"schema": {"type": "object"}}},
}
_NAME: openapi.Schema = {
    "name": "name",
    "in": "path",
    "required": True,
    "description": "The name of the question.",
    "schema": {"type": "string", "enum": [*QUESTIONS]},
}
_GIVEN: openapi.Schema = {
    "name": "parameters",
    "in": "query",
    "description": "The parameters of the question, each by its own name.",
    "style": "form",
    "explode": True,
    "schema": {"type": "object"},
}
_TEXTS = ("A question by its name", "What it takes, `/v1/queries` tells.\n\nOtázka podle názvu.")


@router.get(
    "/v1/queries",
    name="queries",
    tags=["questions"],
    summary="All questions by name",
    description="What each takes and answers, as JSON Schema.\n\nVšechny pojmenované otázky.",
    response_class=Response,
    openapi_extra={"responses": openapi.responses(_LISTED, is_written=False)},
)
async def queries(request: Request) -> Response:
    """What each question takes and answers."""
    checked((), dict(request.query_params), "the list of questions")
    return JSON({"queries": [_told(asked, _OPERATIONS[name]) for name, asked in QUESTIONS.items()]})


@router.get(
    "/v1/queries/{name}",
    name="query",
    tags=["questions"],
    summary=_TEXTS[0],
    description=_TEXTS[1],
    response_class=Response,
    openapi_extra={
        "parameters": [_NAME, _GIVEN, *openapi.query([LANG])],
        "responses": openapi.responses(_ANSWER, is_written=False),
    },
)
async def query(request: Request, name: str) -> Response:
    """The answer to a question whose parameters stand in the address."""
    question(name)
    operation = _OPERATIONS[name]
    given = from_texts((*operation.parameters, LANG), request.query_params.multi_items(), commas=False)
    return await _answer(request, operation, given, given.pop(LANG.name, None))


@router.post(
    "/v1/queries/{name}",
    name="query_posted",
    tags=["questions"],
    summary=_TEXTS[0],
    description=_TEXTS[1],
    response_class=Response,
    openapi_extra={
        "parameters": [_NAME, *openapi.query([LANG])],
        "requestBody": openapi.body({"type": "object", "description": "The parameters of the question."}),
        "responses": openapi.responses(_ANSWER, is_written=True),
    },
)
async def posted(request: Request, name: str) -> Response:
    """The answer to a question whose parameters are an object of JSON."""
    question(name)
    said = checked((LANG,), from_texts((LANG,), request.query_params.multi_items(), commas=False), "the address")
    given = await json_of(request)
    if not isinstance(given, dict):
        raise BadInput('send one JSON object of parameters: {"name": value, …}', place="body")
    return await _answer(request, _OPERATIONS[name], given, said[LANG.name])


async def _answer(request: Request, operation: Operation, given: dict[str, object], lang: object) -> Response:
    language = LANG.check(lang)
    async with parts_of(request).accounts.of(request) as account:
        await account.charge(operation.price(given))
        return JSON(await answered(operation, context(request, account), given, "cs" if language == "cs" else "en"))


def _told(asked: Named, operation: Operation) -> dict[str, object]:
    taken = {field.name for field in operation.parameters}
    return {
        "name": asked.name,
        "description": asked.doc,
        "parameters": _whole(openapi.parameters_object(operation.parameters, asked.doc)),
        "answer": _whole(openapi.answer(operation)),
        "example": {name: value for name, value in asked.example.items() if name in taken},
        "cypher": asked.text,
    }


def _whole(schema: object) -> object:
    """A schema that stands outside of OpenAPI, where its named types are."""
    match schema:
        case dict():
            return {key: _reference(value) if key == "$ref" else _whole(value) for key, value in schema.items()}
        case list():
            return [_whole(item) for item in schema]
    return schema


def _reference(to: object) -> str:
    return f"/openapi.json{to}"
