"""Operations over REST: ``GET /v1/similar-libraries?to=…`` asks, ``POST /v1/undo`` writes; one address each.

Whatever reads is asked by GET, with lists by repeating a name and objects by ``object.field``; whatever writes, and
several questions at once, by POST with an object of parameters in JSON. Streams are server-sent events.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import JSON, headers_alone, in_json
from api.caller.account import Account
from api.caller.rates import viewer
from api.errors import body, masked
from api.events import MEDIA
from api.kept import Question
from api.parts import parts_of
from api.rest import openapi
from api.rest.documents import ANNEX, DOCUMENTS, FORMAT, FORMATS, document
from api.rest.streams import stream
from api.wire.bodies import json_of
from api.wire.leaving import finished
from graph.access import Door, require_role
from graph.contract.fields import Field, from_texts
from graph.contract.operation import Answers, Follows, Operation
from graph.errors import BadInput, SpojenciError
from graph.model import Language
from graph.operations.all import OPERATIONS
from graph.operations.context import Context
from graph.operations.plain import LANG, answered, question

router = APIRouter()

Endpoint = Callable[[Request], Coroutine[object, object, Response]]
Given = dict[str, object]


def context(request: Request, account: Account) -> Context:
    """What the operations of a request work with."""
    key = request.headers.get("idempotency-key")
    return Context.of(parts_of(request).services, viewer(request), Door.REST, reader=account.reader, key=key)


def _settings(operation: Operation) -> tuple[Field, ...]:
    """What can be said about an answer, besides the parameters."""
    return (LANG, FORMAT, ANNEX) if operation.name in DOCUMENTS else (LANG,)


def _from_address(request: Request, operation: Operation) -> tuple[Given, Given]:
    """The parameters in the address of a request, and what it says about the answer. Raises BadInput."""
    settings = _settings(operation)
    given = from_texts((*operation.parameters, *settings), request.query_params.multi_items(), commas=False)
    said = {field.name: field.check(given.pop(field.name, None)) for field in settings}
    return given, said


def _said(request: Request, operation: Operation) -> Given:
    """What the address of a POST says about the answer; it has no parameters. Raises BadInput."""
    given, said = _from_address(request, operation)
    if given:
        raise BadInput("parameters of a POST stand in its body", place=min(given))
    return said


async def _from_body(request: Request) -> Given:
    """The object in the body of a request. Raises BadInput."""
    given = await json_of(request)
    if not isinstance(given, dict):
        raise BadInput('send one JSON object of parameters: {"name": value, …}', place="body")
    return given


# ----------------------------------------------------------------------------------------------------------- endpoints


def _reading(operation: Operation) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        given, said = _from_address(request, operation)
        async with parts_of(request).accounts.of(request) as account:
            await account.charge(operation.price(given))
            asker = context(request, account)
            if operation.answers is Answers.STREAM and request.scope.get("head"):
                return headers_alone(MEDIA)
            if operation.answers is Answers.STREAM:
                account.lasts()
                return stream(request, account, operation, asker, given, _language(said))
            if operation.name in DOCUMENTS:
                return await document(request, account, operation, asker, given, said)
            return await _answered(request, operation, asker, given, _language(said))

    return endpoint


async def _answered(
    request: Request, operation: Operation, asker: Context, given: Given, language: Language
) -> Response:
    """The answer in JSON: the one that is kept, while it holds."""
    answers = parts_of(request).kept
    if operation.follows is Follows.ANYTHING:
        return JSON(await answered(operation, asker, given, language))
    question = Question.of((operation.name, language), given, asker.viewer)
    async with answers.asked(question) as found:
        kept, basis = found
        if kept is None:
            answer = await answered(operation, asker, given, language)
            if basis is None:
                return JSON(answer)
            kept = answers.keep(question, await asyncio.to_thread(in_json, answer), basis, operation.follows)
    return Response(kept.content, headers={"ETag": kept.tag}, media_type=JSON.media_type)


def _writing(operation: Operation) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        if operation.role is not None:  # before anything is read of who may not write
            require_role(viewer(request), operation.role)
        given, said = await _from_body(request), _said(request, operation)
        async with parts_of(request).accounts.of(request) as account:
            account.lasts()
            await account.charge(operation.price(given))
            asker, language = context(request, account), _language(said)
            return JSON(await finished(answered(operation, asker, given, language)))

    return endpoint


def _batch(operation: Operation) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        asked, said = (await _from_body(request)).get("requests"), _said(request, operation)
        if not isinstance(asked, list) or len(asked) > operation.batch:
            message = f'send {{"requests": [{{…}}]}} with up to {operation.batch} sets of parameters'
            raise BadInput(message, place="requests")
        prices = [operation.price(each) if isinstance(each, dict) else operation.cost for each in asked]
        async with parts_of(request).accounts.of(request) as account:
            await account.charge(max(operation.cost, sum(prices)))
            asker, language = context(request, account), _language(said)
            results = [await _result(operation, asker, each, language) for each in asked]
            return await asyncio.to_thread(JSON, {"results": results})

    return endpoint


async def _result(operation: Operation, asker: Context, given: object, language: Language) -> object:
    """The answer to one of several, or what is wrong with it alone."""
    named = question(operation, given if isinstance(given, dict) else {})
    try:
        if not isinstance(given, dict):
            raise BadInput("this is not an object of parameters", place="")
        return await answered(operation, asker, given, language)
    except SpojenciError as error:
        return {**named, "error": body(error)}
    except Exception as error:
        return {**named, "error": masked(error)}


def _language(said: Mapping[str, object]) -> Language:
    return "cs" if said[LANG.name] == "cs" else "en"


# ------------------------------------------------------------------------------------------------------------ addresses


def _add(operation: Operation, method: str, endpoint: Endpoint, described: Mapping[str, object]) -> None:
    several = method == "POST" and not operation.writes
    router.add_api_route(
        operation.address,
        endpoint,
        methods=[method],
        name=f"{operation.name}_batch" if several else operation.name,
        tags=["writes" if operation.writes else "questions"],
        summary=operation.doc.en.partition(": ")[0].partition("\n")[0],
        description=f"{operation.doc.en}\n\n{operation.doc.cs}",
        response_class=Response,
        openapi_extra=dict(described),
    )


def _described(operation: Operation) -> Mapping[str, object]:
    media = MEDIA if operation.answers is Answers.STREAM else "application/json"
    content: dict[str, object] = {media: {"schema": openapi.answer(operation)}}
    answer: dict[str, object] = {"description": "The answer.", "content": content}
    if operation.name in DOCUMENTS:
        answer["content"] = {**content, **FORMATS}
        return {"responses": openapi.responses(answer, is_written=False) | _NOT_ACCEPTABLE}
    return {"responses": openapi.responses(answer, is_written=operation.writes)}


_NOT_ACCEPTABLE: dict[str, openapi.Schema] = {"406": {"description": "`Accept` takes none of the formats."}}


def _several(operation: Operation) -> Mapping[str, object]:
    """The description of several questions at once. What is no question is taken too: its answer says why."""
    question = openapi.parameters_object(operation.parameters, operation.doc.en)
    anything = {"description": "Anything else is answered by an error of its own."}
    listed = {"type": "array", "maxItems": operation.batch, "items": {"anyOf": [question, anything]}}
    asked: openapi.Schema = {"type": "object", "properties": {"requests": listed}, "required": ["requests"]}
    results = {"type": "array", "items": {"anyOf": [openapi.answer(operation), {"type": "object"}]}}
    answers = {"type": "object", "properties": {"results": results}, "required": ["results"]}
    answer: openapi.Schema = {
        "description": "The answers, in order.",
        "content": {"application/json": {"schema": answers}},
    }
    described = {"requestBody": openapi.body(asked), "parameters": openapi.query([LANG])}
    return described | {"responses": openapi.responses(answer, is_written=True)}


def _addresses(operations: Sequence[Operation]) -> None:
    for operation in operations:
        described = _described(operation)
        settings = openapi.query(_settings(operation))
        if operation.writes:
            taken = openapi.body(openapi.parameters_object(operation.parameters, operation.doc.en))
            _add(operation, "POST", _writing(operation), {**described, "requestBody": taken, "parameters": settings})
            continue
        asked = openapi.query(operation.parameters) + settings
        _add(operation, "GET", _reading(operation), {**described, "parameters": asked})
        if operation.batch:
            _add(operation, "POST", _batch(operation), _several(operation))


_addresses(list(OPERATIONS.values()))
