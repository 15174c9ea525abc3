"""The map in other formats: ``GET /v1/export``, whole or in part, and ``/v1/maps/ID.kumu.json``, which Kumu reads live."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from api.answers import headers_alone
from api.caller.account import Account
from api.caller.rates import caller, viewer
from api.parts import base_of, parts_of
from api.rest import openapi
from graph.admission import Admission
from graph.contract.fields import TYPES, Choice, Field, checked, from_texts
from graph.exchange import exporter
from graph.exchange.chosen import MOST_STEPS, Chosen
from graph.formats.format import Writer
from graph.formats.writers import kumu, registry
from graph.model import Text
from graph.rows import Data
from graph.schema import SCHEMA

router = APIRouter()

PRICE = 50
"""What an export costs at least; what its statements take beyond what is paid is charged when they have ended."""

ELEMENTS = 50
"""Elements of an export of everything that cost 1 more."""

_PART = 2**16
"""Bytes that are sent at once."""

TYPES["ExportFormat"] = Choice(
    "ExportFormat",
    Text("Formát souboru.", "A format of files."),
    {each.name: each.name for each in registry.WRITERS},
)
PARAMETERS = (
    Field("format", "ExportFormat", "canonical", Text("Formát.", "The format.")),
    Field("map", "ID", None, Text("Jen co ukazuje tato mapa, a mapa.", "Only what this map shows, and the map.")),
    Field("neighbourhood", "ID", None, Text("Jen tento prvek a jeho okolí.", "Only this element and what is near.")),
    Field("steps", "Int", 1, Text("Do kolika kroků.", "How many steps away."), (1, MOST_STEPS)),
    Field("within", "ID", None, Text("Jen toto místo a co v něm je.", "Only this place and what is in it.")),
    Field("search", "String", None, Text("Jen co najde hledání.", "Only what a search finds.")),
    Field("label", "[ElementType!]", None, Text("Jen tyto typy.", "Only these types.")),
    Field(
        "filter",
        "[String!]",
        None,
        Text("Jen s hodnotou vlastnosti: `kind=school`.", "Only with a value of a property: `kind=school`."),
    ),
)


def _schema(media: str) -> openapi.Schema:
    is_json = media == "application/json" or media.endswith("+json")
    return {"type": "object"} if is_json else {"type": "string", "format": "binary"}


_FILES: openapi.Schema = {
    "description": "A file, sent bit by bit.",
    "content": {each.media: {"schema": _schema(each.media)} for each in registry.WRITERS},
}
_BLUEPRINT: openapi.Schema = {
    "description": "A blueprint of Kumu's.",
    "content": {"application/json": {"schema": {"type": "object", "required": ["elements", "connections"]}}},
}
_ANYWHERE = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag"}
"""Kumu reads from the browser of whoever looks at a map there."""


@router.get(
    "/v1/export",
    name="export",
    tags=["questions"],
    summary="The map, or a part of it, as a file",
    description=(
        "Elements and the connections between them, as far as you may see them, in a format of other tools. What several "
        "parameters say holds together.\n\nPrvky a spojení mezi nimi, jak je smíte vidět, ve formátu jiných nástrojů."
    ),
    response_class=Response,
    openapi_extra={
        "parameters": openapi.query(PARAMETERS),
        "responses": openapi.responses(_FILES, is_written=False),
    },
)
async def export(request: Request) -> Response:
    """A file of what is chosen. What is wrong is told as ever until its first bytes are sent; then it breaks off."""
    given = checked(PARAMETERS, from_texts(PARAMETERS, request.query_params.multi_items(), commas=False), "export")
    writer = registry.named(str(given["format"]))
    headers = {"Content-Disposition": f'attachment; filename="spojenci{writer.endings[0]}"'}
    if request.scope.get("head"):
        return headers_alone(writer.media, headers)
    parts = _parts(request, writer, _chosen(given), parts_of(request).exports)
    first = await anext(parts, b"")
    return StreamingResponse(_after(first, parts), media_type=writer.media, headers=headers)


@router.get(
    "/v1/maps/{id:path}.kumu.json",
    name="kumu_map",
    tags=["questions"],
    summary="A map as Kumu reads it from its address",
    description=(
        "What a map shows, as a blueprint: give this address to Kumu, and the map there follows the one here.\n\n"
        "Co mapa ukazuje, jako blueprint: dejte tuto adresu Kumu a mapa tam bude jako zde."
    ),
    response_class=Response,
    openapi_extra={"responses": openapi.responses(_BLUEPRINT, is_written=False)},
)
async def kumu_map(request: Request, id: str) -> Response:
    """The blueprint of a map, whole, so that it has a tag by its content. Raises NotFound."""
    checked((), dict(request.query_params), "the address of a map")
    places = parts_of(request).live_maps  # of their own: who takes an export slowly must not hold them
    content = b"".join([part async for part in _parts(request, kumu.BLUEPRINT, Chosen(map=id), places)])
    return Response(content, media_type=kumu.BLUEPRINT.media, headers=_ANYWHERE)


def _chosen(given: dict[str, object]) -> Chosen:
    texts = (None if given[name] is None else str(given[name]) for name in ("map", "neighbourhood", "within", "search"))
    map_, neighbourhood, within, search = texts
    steps, labels, filters = given["steps"], given["label"], given["filter"]
    assert isinstance(steps, int)
    return Chosen.of(
        map_,
        neighbourhood,
        steps,
        within,
        search,
        labels if isinstance(labels, list) else (),
        filters if isinstance(filters, list) else (),
    )


async def _parts(request: Request, writer: Writer, chosen: Chosen, places: Admission) -> AsyncGenerator[bytes, None]:
    """A file in parts of some size; meanwhile it holds a place."""
    state = parts_of(request)
    async with places.place(caller(request)), state.accounts.of(request) as account:
        rows = await _rows(request, account, writer, chosen)
        async with aclosing(rows):
            gathered = bytearray()
            async for part in writer.write(rows, f"{base_of(request)}/v1/elements/"):
                gathered += part
                if len(gathered) >= _PART:
                    yield bytes(gathered)
                    gathered.clear()
            yield bytes(gathered)


async def _rows(request: Request, account: Account, writer: Writer, chosen: Chosen) -> AsyncGenerator[Data, None]:
    store = parts_of(request).store.read_by(account.reader)
    account.lasts()
    await account.charge(PRICE)
    if chosen.is_of_everything:
        await account.charge(await exporter.number(store) // ELEMENTS)
    return exporter.rows(store, SCHEMA, viewer(request), chosen, seats=writer.seats)


async def _after(first: bytes, parts: AsyncGenerator[bytes, None]) -> AsyncIterator[bytes]:
    async with aclosing(parts):
        yield first
        async for part in parts:
            yield part
