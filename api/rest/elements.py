"""An element of any type by its id or a code: ``GET /v1/elements/KMG001``, as JSON or as JSON-LD."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.answers import JSON
from api.caller.rates import viewer
from api.parts import base_of, parts_of
from api.rest import openapi
from api.wire.media import accept_of, accepted
from graph.errors import BadInput
from graph.exchange import exporter
from graph.formats.writers import jsonld
from graph.operations import codes
from graph.reading.codes import answering
from graph.reading.whole import PRICE
from graph.schema import SCHEMA
from graph.store import Store

router = APIRouter()

_ANSWER: openapi.Schema = {
    "description": "The element: its `type`, and its properties as in GraphQL.",
    "content": {
        "application/json": {"schema": {"type": "object", "required": ["type", "id", "name"]}},
        jsonld.WRITER.media: {"schema": {"type": "object", "required": ["@context", "@graph"]}},
    },
}
_VARY = {"Vary": "Accept"}


_MOVED: dict[str, openapi.Schema] = {"308": {"description": "It was merged into the element at `Location`."}}


@router.get(
    "/v1/elements/{id:path}",
    name="element",
    tags=["questions"],
    summary="One element by its id or a code",
    description=(
        "One element of any type, by its id or by a code that it alone has: a sigla, an ISIL, an IČO, the code of a "
        "place. As JSON-LD, the connections that leave it are told too. The id of what was merged into another element leads "
        "to that one.\n\nJeden prvek kteréhokoli typu podle id nebo kódu, který má jen on."
    ),
    response_class=Response,
    openapi_extra={"responses": openapi.responses(_ANSWER, is_written=False) | _MOVED},
)
async def element(request: Request, id: str) -> Response:
    """The properties of an element's own. Raises NotFound, and BadInput where several elements share the code."""
    if request.query_params:
        raise BadInput("this address has no parameters", place=min(request.query_params))
    seen = viewer(request)
    async with parts_of(request).accounts.of(request) as account:
        await account.charge(PRICE)
        store = parts_of(request).store.read_by(account.reader)
        found = await codes.element(store, id, seen)
        if found["id"] != id and (now := (await answering(store, [id], seen)).get(id)):
            prefix = parts_of(request).settings.prefix
            return RedirectResponse(f"{prefix}/v1/elements/{quote(now, safe='')}", status_code=308)
        if _wants_linked(accept_of(request.headers)):
            return Response(
                await _linked(request, store, str(found["id"])), headers=_VARY, media_type=jsonld.WRITER.media
            )
    return JSON(found, headers=_VARY)


def _wants_linked(accept: str) -> bool:
    """Whether a client likes JSON-LD better than JSON."""
    quality = dict(accepted(accept))
    others = (quality.get(media, 0.0) for media in ("application/json", "application/*", "*/*"))
    return quality.get(jsonld.WRITER.media, 0.0) > next((each for each in others if each), 0.0)


async def _linked(request: Request, store: Store, id_: str) -> bytes:
    rows = exporter.one(store, SCHEMA, viewer(request), id_)
    return b"".join([part async for part in jsonld.WRITER.write(rows, f"{base_of(request)}/v1/elements/")])
