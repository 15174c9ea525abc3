"""An element of any type by its id or a code: ``GET /v1/elements/KMG001``."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import JSON
from api.caller.rates import viewer
from api.rest import openapi
from graph.errors import LOOK_IT_UP, BadInput, NotFound
from graph.operations import codes
from graph.reading.whole import PRICE, whole
from graph.schema import ELEMENT

router = APIRouter()

_ANSWER: openapi.Schema = {
    "description": "The element: its `type`, and its properties as in GraphQL.",
    "content": {"application/json": {"schema": {"type": "object", "required": ["type", "id", "name"]}}},
}


@router.get(
    "/v1/elements/{id:path}",
    name="element",
    tags=["questions"],
    summary="One element by its id or a code",
    description=(
        "One element of any type, by its id or by a code that it alone has: a sigla, an ISIL, an IČO, the code of a "
        "place.\n\nJeden prvek kteréhokoli typu podle id nebo kódu, který má jen on."
    ),
    response_class=Response,
    openapi_extra={"responses": openapi.responses(_ANSWER, is_written=False)},
)
async def element(request: Request, id: str) -> Response:
    """The properties of an element's own. Raises NotFound, and BadInput where several elements share the code."""
    if request.query_params:
        raise BadInput("this address has no parameters", place=min(request.query_params))
    seen = viewer(request)
    async with request.app.state.accounts.of(request) as account:
        await account.charge(PRICE)
        store = request.app.state.store.read_by(account.reader)
        [found] = await whole(store, [id], seen)
        if found is None:
            known = await codes.found(store, (ELEMENT.label,), id, seen, "id")
            [found] = await whole(store, [known], seen)
    if found is None:
        raise NotFound(
            f"there is no element with the id or code {id!r}, or you may not see it; {LOOK_IT_UP}", place="id"
        )
    return JSON(found)
