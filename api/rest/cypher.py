"""Free Cypher for analysts: ``POST /v1/cypher`` runs a statement on their twin of the map."""

import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse

from api.caller.account import Account
from api.caller.rates import caller, viewer
from api.errors import body, masked
from api.parts import parts_of
from api.rest import openapi
from api.wire.bodies import json_of
from api.wire.media import accept_of, accepted
from graph.access import Role, require_role
from graph.analysts.answers import FORMATS, Outcome
from graph.analysts.statements import Statement
from graph.contract.fields import TYPES, Choice, Field, checked, from_texts
from graph.contract.price import QUESTION
from graph.errors import BadInput, SpojenciError
from graph.model import Text
from graph.trail import trail

router = APIRouter()

TYPES["CypherFormat"] = Choice(
    "CypherFormat",
    Text("Formát odpovědi na Cypher.", "A format of answers to Cypher."),
    {name: name for name in FORMATS},
)
FORMAT = Field("format", "CypherFormat", None, Text("Má přednost před `Accept`.", "Wins over `Accept`."))
PARAMETERS = (
    Field("query", "String!", None, Text("Dotaz v Cypheru, který jen čte.", "A statement in Cypher that only reads.")),
    Field("parameters", "JSON", None, Text("Hodnoty jeho parametrů.", "The values of its parameters.")),
    Field("plan", "Boolean", False, Text("Přidat plán a dbHits.", "Add the plan and the dbHits.")),
)
TRUNCATED = "Spojenci-Truncated"
"""The header that says whether a format without a place for it is truncated."""

_ANSWER: openapi.Schema = {
    "type": "object",
    "properties": {
        "columns": {"type": "array", "items": {"type": "string"}},
        "rows": {"type": "array", "items": {"type": "array", "items": {}}},
        "truncated": {"type": "boolean"},
        "dbHits": {"type": "integer"},
        "plan": {"type": "object"},
        "error": {"type": "object"},
    },
    "required": ["columns", "rows", "truncated"],
}
_GRAPH: openapi.Schema = {"type": "object", "required": ["nodes", "relationships", "truncated"]}
_ANSWERS: openapi.Schema = {
    "description": "The answer. What broke off in the middle has an `error` at its end.",
    "headers": {TRUNCATED: {"description": "Of CSV and Arrow, whether there is more.", "schema": {"type": "boolean"}}},
    "content": {
        FORMATS["json"].media: {"schema": _ANSWER},
        FORMATS["graph"].media: {"schema": _GRAPH},
        FORMATS["csv"].media: {"schema": {"type": "string"}},
        FORMATS["arrow"].media: {"schema": {"type": "string", "format": "binary"}},
    },
}
_NOT_ACCEPTABLE: openapi.Schema = {"description": "`Accept` takes none of the formats."}
_FAILED: openapi.Schema = {
    "description": "Neo4j failed over the statement.",
    "content": {"application/json": {"schema": openapi.FAILURE}},
}


@router.post(
    "/v1/cypher",
    name="cypher",
    tags=["questions"],
    summary="A statement in Cypher, on the analysts' copy of the map",
    description=(
        "Takes a key with the role reader. The statement reads what that role sees, has 30 s, and answers 10,000 rows and "
        "8 MB at most.\n\nDotaz v Cypheru na kopii mapy pro analytiky; potřebuje klíč s rolí reader."
    ),
    response_class=Response,
    openapi_extra={
        "requestBody": openapi.body(openapi.parameters_object(PARAMETERS, "A statement.")),
        "parameters": openapi.query([FORMAT]),
        "responses": openapi.responses(_ANSWERS, is_written=True) | {"406": _NOT_ACCEPTABLE, "422": _FAILED},
    },
)
async def cypher(request: Request) -> Response:
    """The answer to a statement. What is wrong is told as ever until the first bytes are sent."""
    require_role(viewer(request), Role.READER)
    statement = await _statement(request)
    kind = FORMATS[statement.format]
    parts = _parts(request, statement)
    if not kind.tells:
        answer = b"".join([part async for part in parts])
        headers = {TRUNCATED: str(statement.fetched.truncated).lower(), "Vary": "Accept"}
        return Response(answer, headers=headers, media_type=kind.media)
    first = await anext(parts, b"")
    return StreamingResponse(_after(first, parts, statement), media_type=kind.media, headers={"Vary": "Accept"})


async def _statement(request: Request) -> Statement:
    """The statement that a request holds. Raises BadInput."""
    asked = checked((FORMAT,), from_texts((FORMAT,), request.query_params.multi_items(), commas=False), "the address")
    sent = await json_of(request)
    if not isinstance(sent, dict):
        raise BadInput('send one JSON object: {"query": "MATCH …", "parameters": {…}}', place="body")
    given = checked(PARAMETERS, sent, "cypher")
    # Of a whole number of more than 64 bits, orjson makes a float.
    parameters = json.loads(await request.body()).get("parameters")
    parameters = {} if parameters is None else parameters
    if not isinstance(parameters, dict):
        raise BadInput("parameters must be an object of values by name", place="parameters")
    format = str(asked["format"] or _accepted(accept_of(request.headers)))
    return Statement(
        str(given["query"]), parameters, caller(request), trail().id, format, profiled=given["plan"] is True
    )


def _accepted(accept: str) -> str:
    """The format that an ``Accept`` header likes best, JSON first of equals. Raises HTTPException (406)."""
    quality = dict(accepted(accept))

    def liked(name: str) -> float:
        media = FORMATS[name].media
        family = media.partition("/")[0] + "/*"
        return quality.get(media, quality.get(family, quality.get("*/*", 0.0)))

    best = max(FORMATS, key=liked)
    if not liked(best):
        named = ", ".join(each.media for each in FORMATS.values())
        raise HTTPException(406, f"this can be had as {named}; accept one of them, or say format={'|'.join(FORMATS)}")
    return best


async def _parts(request: Request, statement: Statement) -> AsyncGenerator[bytes, None]:
    """The answer in parts, paid for by the time that it took."""
    async with parts_of(request).accounts.of(request) as account:
        await account.charge(QUESTION)
        try:
            async with aclosing(parts_of(request).statements.run(statement)) as parts:
                async for part in parts:
                    yield part
        finally:
            _count(account, statement)


def _count(account: Account, statement: Statement) -> None:
    account.reader.seconds += statement.seconds


async def _after(first: bytes, parts: AsyncGenerator[bytes, None], statement: Statement) -> AsyncIterator[bytes]:
    async with aclosing(parts):
        try:
            yield first
            async for part in parts:
                yield part
        except SpojenciError as error:
            yield _broken_off(statement, body(error))
        except Exception as error:
            yield _broken_off(statement, masked(error))


def _broken_off(statement: Statement, error: Mapping[str, object]) -> bytes:
    return FORMATS[statement.format]().end(Outcome(truncated=True, error=error))
