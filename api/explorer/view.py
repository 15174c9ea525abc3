"""The explorer's addresses: one page, whose script shows what each of them names, and the files that `web/` is built into.

Search engines and previews of links read the first HTML alone, so the page of an element is sent with its name and what
it is, as far as everybody may see it. Without a build (``make run`` makes one), the explorer has no addresses.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import quote, urlsplit

import orjson
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.caller.rates import viewer
from api.explorer.addresses import PAGES
from api.explorer.build import BUILT, current
from api.parts import parts_of
from api.wire import media
from graph.errors import SpojenciError
from graph.reading.codes import answering
from graph.reading.whole import PRICE, Whole, whole
from graph.settings import Settings

_PRESSABLE = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='"
"""The one style sheet that the library of components writes into the page, of what can be pressed."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        f"default-src 'none'; script-src 'self'; style-src 'self' {_PRESSABLE}; connect-src 'self'; img-src 'self' data: blob:; "
        "worker-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
"""What the page may do: ask this service, and nobody else."""

_GRAPHIQL_HEADERS: Mapping[str, str] = {
    **HEADERS,
    "Content-Security-Policy": f"{HEADERS['Content-Security-Policy']}; font-src data:",
    "Vary": "Accept",
}
"""GraphiQL's style sheet has its fonts inside it."""

_WAITING = Path(__file__).with_name("waiting.html").read_text("utf-8")
"""The page that stands in for the explorer until that is built; it has its style sheet inside it."""

_WAITING_STYLE = b64encode(sha256(_WAITING.partition("<style>")[2].partition("</style>")[0].encode()).digest()).decode()
_WAITING_HEADERS: Mapping[str, str] = {
    **HEADERS,
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_WAITING_STYLE}'; frame-ancestors 'none'",
    "Retry-After": "3",
}

_HEAD = re.compile(r"<title>.*?</title>\s*<!-- head -->", re.DOTALL)
_DESCRIBED = 300
"""Characters of a description in the head of a page; those who read it cut it there."""


class Explorer:
    """The explorer of one application."""

    def __init__(self, settings: Settings) -> None:
        self._base = f'<base href="{escape(settings.prefix)}/" />{_provider(settings)}{_graphiql(settings)}'
        self._headers = _headers(settings)
        self._shows_elements = settings.anonymous == "read"

    @property
    def routes(self) -> list[BaseRoute]:
        """The addresses, for those of the application."""
        pages = [Route(path, self._page) for path in PAGES]
        elements = [Route("/elements/{id}", self._element), Route("/elements/{id}/{slug}", self._element)]
        files = Mount("/assets", _Files(directory=BUILT / "assets", check_dir=False))
        return [*pages, *elements, files, Route("/icon.svg", _icon)]

    async def _page(self, _: Request) -> Response:
        return self._answer()

    async def _element(self, request: Request) -> Response:
        if not self._shows_elements:
            return self._answer()
        try:
            found, now = await self._read(request)
        except SpojenciError:  # the script asks again, and says to people what it meets
            return self._answer()
        if now is not None:
            return RedirectResponse(
                f"{parts_of(request).settings.prefix}/elements/{quote(now, safe='')}", status_code=308
            )
        return self._answer(_head(found)) if found else self._answer(status=404)

    def missing(self, request: Request) -> Response | None:
        """The page that says to people that there is no such address; programs are told in their own way."""
        asks = request.method == "GET" and "text/html" in media.accept_of(request.headers)
        return self._answer(status=404) if asks and current() else None

    def graphiql(self) -> Response:
        """GraphiQL, for developers."""
        build = current()
        return self._html(build.graphiql, 200, _GRAPHIQL_HEADERS) if build else _waiting()

    def _answer(self, head: str = "", status: int = 200) -> Response:
        build = current()
        if build is None:
            return _waiting()
        return self._html(_HEAD.sub(lambda _: head, build.html) if head else build.html, status, self._headers)

    def _html(self, html: str, status: int, headers: Mapping[str, str]) -> Response:
        return HTMLResponse(html.replace('<base href="/" />', self._base), status, headers)

    async def _read(self, request: Request) -> tuple[Whole | None, str | None]:
        """The element, or what it was merged into, by its id."""
        async with parts_of(request).accounts.of(request) as account:
            await account.charge(PRICE)
            store = parts_of(request).store.read_by(account.reader)
            id_, seen = request.path_params["id"], viewer(request)
            [found] = await whole(store, [id_], seen)
            return found, None if found else (await answering(store, [id_], seen)).get(id_)


def _provider(settings: Settings) -> str:
    """Where people sign in, for the script of the page; nothing where they do so by key alone."""
    if not (settings.oidc_issuer and settings.oidc_client_id):
        return ""
    told = {"authority": settings.oidc_issuer, "client_id": settings.oidc_client_id, "scope": settings.oidc_scope}
    return f'<meta name="oidc" content="{escape(orjson.dumps(told).decode())}" />'


def _graphiql(settings: Settings) -> str:
    """Tells the script of the page that there is GraphiQL to lead to."""
    return '<meta name="graphiql" content="graphql" />' if settings.profile == "development" else ""


def _headers(settings: Settings) -> Mapping[str, str]:
    """What the page may do; where people sign in at an issuer, ask that for a token too."""
    if not (settings.oidc_issuer and settings.oidc_client_id):
        return HEADERS
    issuer = urlsplit(settings.oidc_issuer)
    policy = HEADERS["Content-Security-Policy"].replace(
        "connect-src 'self'", f"connect-src 'self' {issuer.scheme}://{issuer.netloc}"
    )
    return {**HEADERS, "Content-Security-Policy": policy}


def _waiting() -> Response:
    return HTMLResponse(_WAITING, 503, headers=_WAITING_HEADERS)


def _head(element: Whole) -> str:
    name, id_ = str(element["name"]), quote(str(element["id"]), safe="")
    told = " ".join(str(element.get("description") or name).split())
    description = told if len(told) <= _DESCRIBED else f"{told[: _DESCRIBED - 1]}…"
    return "\n    ".join(
        (
            f"<title>{escape(name)} · Spojenci</title>",
            f'<meta name="description" content="{escape(description)}" />',
            f'<meta property="og:title" content="{escape(name)}" />',
            f'<meta property="og:description" content="{escape(description)}" />',
            '<meta property="og:type" content="website" />',
            f'<link rel="canonical" href="elements/{id_}" />',
            f'<link rel="alternate" type="application/ld+json" href="v1/elements/{id_}" />',
        )
    )


class _Files(StaticFiles):
    """Files whose names have a hash of their content, so that nobody needs to ask for one twice."""

    async def check_config(self) -> None:
        """Nothing to check: there are no files until the explorer is built."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        accepted = media.every_line(Headers(scope=scope), "accept-encoding")
        packed = "br" in accepted and self.lookup_path(f"{path}.br")[1] is not None
        answer = await super().get_response(f"{path}.br" if packed else path, scope)
        if packed:
            answer.headers["Vary"] = "Accept-Encoding"
            answer.headers["Content-Encoding"] = "br"
            answer.headers["Content-Type"] = guess_type(path)[0] or "application/octet-stream"
        if answer.status_code == 200:
            answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
            answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer


async def _icon(_: Request) -> Response:
    try:
        return Response((BUILT / "icon.svg").read_bytes(), media_type="image/svg+xml")
    except FileNotFoundError:
        return Response(status_code=404)
