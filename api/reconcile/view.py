"""The addresses of the Reconciliation Service API: the service itself, suggestions, properties and previews."""

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from api.answers import JSON
from api.caller.account import Account
from api.caller.rates import viewer
from api.parts import base_of, parts_of
from api.reconcile import queries
from api.reconcile.manifest import TYPES, manifest, properties
from graph.errors import LOOK_IT_UP, BadInput, NotFound
from graph.matching.candidates import Sought, suggestions
from graph.reading.codes import of_now
from graph.reading.whole import PRICE, whole
from graph.values.texts import fold

router = APIRouter(prefix="/reconcile", include_in_schema=False)

SUGGESTED = 10
"""Suggestions of one answer at most."""

PROPOSED = 100
"""Properties that are proposed at most."""

_SHOWN = (
    "kind",
    "libraryKind",
    "ico",
    "sigla",
    "isil",
    "registrationNumber",
    "code",
    "level",
    "scheme",
    "notation",
    "url",
)
_PAGES = Environment(
    loader=PackageLoader("api", "reconcile"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
_FORM = "application/x-www-form-urlencoded"


@router.api_route("", methods=["GET", "POST"])
async def service(request: Request) -> Response:
    """The manifest, or the answer to ``queries`` or to ``extend`` (sections 3, 4 and 7)."""
    given = await _given(request)
    if "queries" in given:
        async with parts_of(request).accounts.of(request) as account:
            return await _queried(request, account, given["queries"])
    if "extend" in given:
        async with parts_of(request).accounts.of(request) as account:
            return await _extended(request, account, given["extend"])
    if request.method == "POST":
        raise BadInput("send `queries` or `extend` as a form", place="body")
    return JSON(manifest(base_of(request)))


async def _given(request: Request) -> dict[str, str]:
    """The parameters of a request: of a form, else of the address."""
    text = request.url.query
    if request.method == "POST":
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
            raise BadInput(f"send a form, with the header Content-Type: {_FORM}", place="Content-Type")
        text = (await request.body()).decode(errors="replace")
    return {name: values[-1] for name, values in parse_qs(text).items()}


async def _queried(request: Request, account: Account, text: str) -> Response:
    asked = queries.read_queries(text)
    await account.charge(queries.cost(asked))
    store = parts_of(request).store.read_by(account.reader)
    return JSON(await queries.answer(store, asked, viewer(request)))


async def _extended(request: Request, account: Account, text: str) -> Response:
    wanted = queries.read_extension(text)
    await account.charge(queries.price_of(wanted))
    return JSON(await queries.extend(parts_of(request).store.read_by(account.reader), wanted, viewer(request)))


@router.get("/suggest/entity")
async def entity(request: Request, prefix: str = "", type: str = "") -> Response:
    """Elements whose names begin like what was typed (section 6.1)."""
    types = tuple(each for each in (type,) if each in TYPES)
    async with parts_of(request).accounts.of(request) as account:
        await account.charge(queries.cost({"": queries.Query(query=prefix)}))
        store = parts_of(request).store.read_by(account.reader)
        found = await suggestions(store, Sought(prefix, types, SUGGESTED), viewer(request))
    result = [
        {
            "id": each.id,
            "name": each.name,
            "description": each.place or "",
            "notable": [{"id": each.type, "name": each.type}],
        }
        for each in found
    ]
    return JSON({"result": result})


@router.get("/suggest/type")
async def type_(prefix: str = "") -> Response:
    """Types whose names or descriptions have what was typed (section 6.3)."""
    return JSON({"result": _having(prefix, [*TYPES.values()])})


@router.get("/suggest/property")
async def property_(prefix: str = "") -> Response:
    """Properties likewise (section 6.2)."""
    return JSON({"result": _having(prefix, properties(None))})


def _having(prefix: str, listed: list[dict[str, str]]) -> list[dict[str, str]]:
    typed = fold(prefix)
    return [each for each in listed if typed in fold(f"{each['name']} {each['description']}")]


@router.get("/properties")
async def proposed(type: str = "", limit: Annotated[int, Query(ge=0, le=PROPOSED)] = PROPOSED) -> Response:
    """The properties by which values of elements of a type are fetched (section 7.1)."""
    return JSON({"type": type, "limit": limit, "properties": properties(type)[:limit]})


@router.get("/preview")
async def preview(request: Request, id: str) -> Response:
    """A small page about an element (section 5). Raises NotFound."""
    async with parts_of(request).accounts.of(request) as account:
        await account.charge(PRICE)
        store, sees = parts_of(request).store.read_by(account.reader), viewer(request)
        [found] = await whole(store, await of_now(store, [id], sees), sees)
    if found is None:
        raise NotFound(f"there is no element with the id {id!r}, or you may not see it; {LOOK_IT_UP}", place="id")
    known = [(name, found[name]) for name in _SHOWN if found.get(name)]
    page = _PAGES.get_template("preview.html.jinja").render(element={"closed": False, **found}, known=known)
    return HTMLResponse(page, headers={"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"})
