"""Files that somebody imports: ``POST /v1/imports``, whose answer is the job that does it.

GraphQL and the command line tell of jobs as REST does (:mod:`graph.operations.imports`); the file itself is nothing for a
document of GraphQL, which is JSON and is kept whole in memory.
"""

from contextlib import AsyncExitStack

from fastapi import APIRouter, Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.answers import JSON
from api.caller.rates import caller, viewer
from api.errors import Refused
from api.parts import parts_of
from api.rest import openapi
from api.rest.operations import context
from api.wire.bodies import parsed
from graph.access import require_role
from graph.contract.fields import checked, from_texts
from graph.contract.operation import fields_of, made
from graph.contract.price import LOG
from graph.errors import BadInput, NotFound
from graph.exchange import jobs, page
from graph.exchange.jobs import Order
from graph.model import Language
from graph.operations.imports import IMPORT, ROLE, Asked, import_job
from graph.operations.plain import answered
from graph.values.texts import cleaned

router = APIRouter()

ADDRESS = "/v1/imports"

PAGE = "/v1/import-page"

LARGEST_PART = 2**20
"""Bytes of a mapping, or of the verdicts on matches."""

LONGEST_NAME = 150
"""Letters of the name of a file."""

_FILE = "file"

PARAMETERS = fields_of(Asked)
_IN_JSON = frozenset(field.name for field in PARAMETERS if field.name == "matches")
"""Parts that hold JSON."""


def _schema() -> openapi.Schema:
    file = {"type": "string", "format": "binary", "description": "The file."}
    made = openapi.parameters_object(PARAMETERS, "A file to import.")
    properties = made["properties"]
    assert isinstance(properties, dict)
    return made | {"properties": {_FILE: file, **properties}, "required": [_FILE]}


def _responses() -> dict[str, openapi.Schema]:
    content: openapi.Schema = {"application/json": {"schema": openapi.answer(import_job)}}
    begun: openapi.Schema = {"description": "The job, which has begun.", "content": content}
    answers = openapi.responses(begun, is_written=True)
    return {"202": answers.pop("200")} | answers


_PAGE_ANSWER: openapi.Schema = {"description": "The page.", "content": {page.MEDIA: {"schema": {"type": "string"}}}}


@router.post(
    ADDRESS,
    name="import",
    tags=["writes"],
    summary="Import a file",
    description=(
        "A file in any format, as multipart/form-data, with what is to be said of it as further parts. The answer is a job; "
        "`/v1/import-job?id=…` tells how far it is and what came of it.\n\nNačte soubor; odpovědí je úloha."
    ),
    status_code=202,
    response_class=Response,
    openapi_extra={
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _schema()}}},
        "responses": _responses(),
    },
)
async def import_(request: Request) -> Response:
    """Begin an import. What is wrong with the file itself is told by its job."""
    who = viewer(request)
    require_role(who, ROLE)  # before anything is read of who may not
    imports = parts_of(request).imports
    async with parts_of(request).accounts.of(request) as account, AsyncExitStack() as held:
        await account.charge(IMPORT)
        await imports.place(caller(request), held)
        form = await _form(request, held)
        order, file = _order(form), form[_FILE]
        assert isinstance(file, UploadFile)
        asker = context(request, account)
        id_ = await imports.begin(asker.author, order, file.file, held)
        answer = await answered(import_job, asker, {"id": id_}, "en")
        return JSON(answer, 202, {"Location": f"{import_job.address}?id={id_}"})


@router.get(
    PAGE,
    name="import_page",
    tags=["questions"],
    summary="What an import did, as a page",
    description="The report of an import, to read or to print.\n\nZpráva o importu jako stránka.",
    response_class=Response,
    openapi_extra={"responses": openapi.responses(_PAGE_ANSWER, is_written=False)},
)
async def import_page(request: Request, id: str, lang: Language = "cs") -> Response:
    """The page of a job's report. Raises NotFound, also where there is no report yet."""
    who = viewer(request)
    require_role(who, ROLE)
    async with parts_of(request).accounts.of(request) as account:
        await account.charge(LOG)
        job = await jobs.one(context(request, account).store, who, id)
    if not isinstance(told := job["report"], dict) or "elements" not in told:
        raise NotFound(f"the import {id!r} has no report yet", place="id")
    return Response(page.written(told, str(job["file"]), lang), media_type=page.MEDIA)


async def _form(request: Request, held: AsyncExitStack) -> FormData:
    """The parts of a request. Raises Refused (415, 413, 400) and BadInput."""
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise Refused("send the file as multipart/form-data, in a part called file", 415, "Content-Type")
    given = request.form(max_files=1, max_fields=len(PARAMETERS), max_part_size=LARGEST_PART)
    try:
        form = await held.enter_async_context(given)
    except HTTPException as error:
        raise Refused(f"the parts of the request cannot be read: {error.detail}", 400, "body") from error
    if not isinstance(form.get(_FILE), UploadFile):
        raise BadInput("send the file in a part called file, with its name", place=_FILE)
    return form


def _order(form: FormData) -> Order:
    """What the parts of a request say. Raises BadInput, and Refused for what is no JSON."""
    file = form[_FILE]
    assert isinstance(file, UploadFile)
    texts = [(name, value) for name, value in form.multi_items() if isinstance(value, str) and value]
    plain = from_texts(PARAMETERS, [each for each in texts if each[0] not in _IN_JSON], commas=False)
    given = plain | {name: parsed(value, name) for name, value in texts if name in _IN_JSON}
    asked = made(Asked, checked(PARAMETERS, given, "import"))
    name = cleaned((file.filename or "").replace("\\", "/").rpartition("/")[2])[:LONGEST_NAME]
    return asked.order(name or _FILE)
