"""Several writes in one transaction: ``POST /v1/atomic`` does all of them or none."""

from collections.abc import Mapping
from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import JSON
from api.caller.rates import viewer
from api.parts import parts_of
from api.rest import openapi
from api.rest.operations import context
from api.wire.bodies import json_of
from api.wire.leaving import finished
from graph.access import Role, require_role
from graph.contract.fields import checked, from_texts
from graph.contract.operation import Operation
from graph.errors import BadInput, Path, ProposedAnew, SpojenciError, WriteRefused, address
from graph.model import Language
from graph.operations import codes
from graph.operations.all import OPERATIONS
from graph.operations.context import Context
from graph.operations.plain import LANG, Row, rows
from graph.operations.repeats import APART
from graph.store import Transaction
from graph.writing import requests
from graph.writing.write import TIMEOUT

router = APIRouter()

MOST = 20
"""Writes at once at most."""

WRITES: Mapping[str, Operation] = {
    name: operation for name, operation in OPERATIONS.items() if operation.writes and name not in APART
}
"""What can be one of them, by name."""

_Asked = tuple[Operation, dict[str, object]]


def _schema(operation: Operation) -> openapi.Schema:
    parameters = openapi.parameters_object(operation.parameters, operation.doc.en)
    properties = {"name": {"type": "string", "const": operation.name}, "parameters": parameters}
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


_BODY: openapi.Schema = {
    "type": "object",
    "properties": {
        "writes": {
            "type": "array",
            "minItems": 1,
            "maxItems": MOST,
            "items": {"anyOf": [*map(_schema, WRITES.values())]},
        }
    },
    "required": ["writes"],
    "additionalProperties": False,
}
_ANSWER: openapi.Schema = {
    "description": "What each answers, in order.",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "properties": {"results": {"type": "array", "items": {"anyOf": [*map(openapi.row, WRITES.values())]}}},
                "required": ["results"],
            }
        }
    },
}


@router.post(
    "/v1/atomic",
    name="atomic",
    tags=["writes"],
    summary="Several writes, all of them or none",
    description="One transaction: each is what its own address takes.\n\nVíce zápisů najednou, všechny, nebo žádný.",
    response_class=Response,
    openapi_extra={
        "parameters": openapi.query([LANG]),
        "requestBody": openapi.body(_BODY),
        "responses": openapi.responses(_ANSWER, is_written=True),
    },
)
async def atomic(request: Request) -> Response:
    """Do writes in one transaction."""
    require_role(viewer(request), Role.READER)  # before anything is read of who may not write
    said = checked((LANG,), from_texts((LANG,), request.query_params.multi_items(), commas=False), "the address")
    asked = _asked(await json_of(request))
    async with parts_of(request).accounts.of(request) as account:
        account.lasts()
        await account.charge(sum(operation.price(given) for operation, given in asked))
        asker = context(request, account)
        done = await finished(_done(asker, asked))
        language: Language = "cs" if said[LANG.name] == "cs" else "en"
        results: list[Row] = []
        for (operation, _), row in zip(asked, done, strict=True):
            results += await rows(operation, [row], asker, language)
        return JSON({"results": results})


def _asked(body: object) -> list[_Asked]:
    writes = body.get("writes") if isinstance(body, dict) and body.keys() == {"writes"} else None
    if not isinstance(writes, list) or not 1 <= len(writes) <= MOST:
        message = f'send {{"writes": [{{"name": …, "parameters": {{…}}}}]}} with 1 to {MOST} of them'
        raise BadInput(message, place="writes")
    return [_one(each, f"writes.{number}") for number, each in enumerate(writes)]


def _one(write: object, place: str) -> _Asked:
    match write:
        case {"name": str(name), "parameters": dict(given), **more} if name in WRITES and not more:
            return WRITES[name], given
    message = f'a write is {{"name": …, "parameters": {{…}}}}; its name is one of {", ".join(WRITES)}'
    raise BadInput(message, place=place)


async def _done(asker: Context, asked: list[_Asked]) -> list[object]:
    async def work(transaction: Transaction) -> list[object]:
        store = asker.store.within(transaction)
        done = []
        for number, (operation, given) in enumerate(asked):
            own = None if asker.key is None else requests.one_of(asker.key, number)
            try:
                done.append(await codes.answer(operation, replace(asker, store=store, key=own), given))
            except SpojenciError as error:
                raise _placed(error, ("writes", number, "parameters")) from error
        return done

    return await asker.store.write(work, "atomic", timeout=TIMEOUT)


def _placed(error: SpojenciError, within: Path) -> SpojenciError:
    """An error of one of the writes, with its place in all of them."""
    if isinstance(error, ProposedAnew):
        error = error.taken_back()
    if isinstance(error, WriteRefused):
        return WriteRefused([replace(each, path=(*within, *each.path)) for each in error.problems])
    error.place = ".".join(filter(None, (address(within), error.place)))
    return error
